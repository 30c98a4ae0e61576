"""Rosters edited as text: what an edit is about is written, and every other byte stays."""

import csv
import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.roster_operations import Heir, dissolve_units, merge_units, move_units, rename_unit, split_unit
from tracker.domain.units import Roster, UnitVersion
from tracker.errors import TrackerError
from tracker.files.roster_edit import LINEAGE_HEADER, edit_lineage, edit_roster
from tracker.files.roster_file import read_lineage, read_roster

ON = date(2025, 7, 1)
ENGLISH = (
    "id,code,name,level,parent,cluster,aliases,valid_from,valid_to\n"
    "d,1,Huyện,district,,,,,\n"
    "a,10,Xã A,commune,d,,,2024-01-01,\n"
    "b,11,Xã B,commune,d,,,,\n"
)


def versions(data: bytes) -> list[UnitVersion]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "units.csv"
        path.write_bytes(data)
        found, problems = read_roster(path, "units.csv")
    assert [one for one in problems if not one.is_warning] == []
    return found


def renamed(text: str, encoding: str = "utf-8", unit: str = "a", name: str = "Xã Mới") -> str:
    """A roster after a unit was renamed."""
    data = text.encode(encoding)
    roster = Roster(versions(data))
    found = roster.version(unit, ON)
    assert found
    edit = rename_unit(roster, ON, "NQ", found, name, None)
    done = edit_roster(data, "units.csv", roster.versions, edit)
    assert versions(done) == list(edit.apply_to(roster).versions)
    return done.decode(encoding)


def test_a_row_ends_and_another_follows_it() -> None:
    assert renamed(ENGLISH) == ENGLISH.replace(
        "a,10,Xã A,commune,d,,,2024-01-01,\n",
        "a,10,Xã A,commune,d,,,2024-01-01,2025-06-30\na,10,Xã Mới,commune,d,,Xã A,2025-07-01,\n",
    )


def test_delimiter_quotation_marks_line_ends_and_columns_of_the_office_stay() -> None:
    text = (
        '\ufeff"Cấp";"Điện thoại";"Tên";"Mã đơn vị";"Mã";"Cấp trên";"Từ ngày";"Đến ngày";"Tên khác"\r\n'
        '"huyện";"";"Huyện ""Mẫu""";"d";"";"";"";"";""\r\n'
        "\r\n"
        '"xã";"0912;3";"Xã A";"a";"010";"d";"01/02/2024";"";""\r\n'
        ' "x;ã";;Xã B;b;;d;;;'  # a row typed by hand, with no end
    ).replace(' "x;ã"', '"x;ã"')
    assert renamed(text) == text.replace(
        '"a";"010";"d";"01/02/2024";"";""\r\n',
        '"a";"010";"d";"01/02/2024";"30/06/2025";""\r\n"xã";"0912;3";"Xã Mới";"a";"010";"d";"01/07/2025";"";"Xã A"\r\n',
    )
    assert renamed(text, unit="b").endswith('Xã B;b;;d;;"30/06/2025";\r\n"x;ã";;Xã Mới;b;;d;"01/07/2025";"";"Xã B"')


def test_columns_that_are_not_there_are_added_in_the_language_of_the_file() -> None:
    assert renamed("id,code,name,level,parent\nd,,Huyện,district,\na,,Xã A,commune,d\n") == (
        "id,code,name,level,parent,valid_to,aliases,valid_from\n"
        "d,,Huyện,district,,,,\n"
        "a,,Xã A,commune,d,2025-06-30,,\n"
        "a,,Xã Mới,commune,d,,Xã A,2025-07-01\n"
    )
    found = renamed("Mã đơn vị\tMã\tTên\tCấp\tCấp trên\na\t\tXã A\txã\t\n")
    assert found.splitlines()[:2] == [
        "Mã đơn vị\tMã\tTên\tCấp\tCấp trên\tđến ngày\ttên khác\ttừ ngày",
        "a\t\tXã A\txã\t\t30/6/2025\t\t",
    ]


def test_titles_above_the_header_and_what_excel_is_told_stay() -> None:
    text = (
        "sep=;\nDanh sách đơn vị;;;;\n\nid;code;name;level;parent;valid_from;valid_to;aliases\na;;Xã A;xã;;;1.2.2026;\n"
    )
    assert renamed(text) == text.replace(";;;1.2.2026;\n", ";;;30.6.2025;\na;;Xã Mới;xã;;1.7.2025;1.2.2026;Xã A\n")


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_utf_16_stays_utf_16(mark: str) -> None:
    assert renamed("\ufeff" + ENGLISH, mark).startswith("\ufeffid,code")


def test_a_name_that_a_spreadsheet_would_calculate_is_guarded() -> None:
    assert "\na,10,'=Xã,commune" in renamed(ENGLISH, name="=Xã")


def test_a_workbook_is_not_edited() -> None:
    edit = rename_unit(Roster(versions(ENGLISH.encode())), ON, "NQ", versions(ENGLISH.encode())[1], "X", None)
    text = '{"id": "a", "code": "", "name": "Xã A", "level": "xã", "parent": ""}\n'
    with pytest.raises(TrackerError, match=r"^not-csv$"):
        edit_roster(text.encode(), "units.jsonl", versions(text.encode()), edit)


def test_edges_are_added_at_the_end_as_its_days_are_written() -> None:
    roster = Roster(versions(ENGLISH.encode()))
    _, a, b = roster.versions
    heir = UnitVersion("n", "", "N", "commune", "d", "", (), None, None)
    edit = merge_units(roster, ON, 'NQ "1686", 2025', [a, b], heir, None)
    assert edit_lineage(LINEAGE_HEADER, "l.csv", edit).decode() == (
        "date,kind,from,to,share,basis\n"
        '2025-07-01,merge,a,n,1,"NQ ""1686"", 2025"\n2025-07-01,merge,b,n,1,"NQ ""1686"", 2025"\n'
    )
    known = "ngày;loại;từ;đến;tỷ lệ;căn cứ\r\n1/1/2025;dissolve;d;;;x\r\n\r\n"
    added = edit_lineage(known.encode(), "l.csv", dissolve_units(roster, ON, "NQ", [a], None)).decode()
    assert added == known.replace("x\r\n\r\n", "x\r\n1/7/2025;dissolve;a;;;NQ\r\n\r\n")
    without_basis = "date,kind,from,to\n1/1/2025,dissolve,d,\n"
    split = split_unit(roster, ON, "", a, [Heir("b", "0.5"), Heir("d", "0.5")], [], None)
    assert edit_lineage(without_basis.encode(), "l.csv", split).decode().splitlines() == [
        "date,kind,from,to,share", "1/1/2025,dissolve,d,,", "1/7/2025,split,a,b,0.5", "1/7/2025,split,a,d,0.5",
    ]  # fmt: skip


CELL = st.text(st.sampled_from('ab ,;"\t\n=éẫ'), max_size=6)
NAME = CELL.map(lambda text: f"x{text}x".replace("\n", " ").replace("\t", " "))
NOTES = st.lists(CELL, min_size=4, max_size=4)


@given(names=st.lists(NAME, min_size=4, max_size=4), notes=NOTES, new=NAME, data=st.data())
def test_whatever_a_file_holds_the_rest_of_it_stays_and_the_edit_is_read_back(
    names: list[str], notes: list[str], new: str, data: st.DataObject
) -> None:
    delimiter, end = data.draw(st.sampled_from(",;\t")), data.draw(st.sampled_from(["\n", "\r\n"]))
    quoting: Literal[0, 1, 2, 3] = data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(["id", "code", "name", "level", "parent", "ghi chú", "valid_from", "valid_to"])
    for at, (name, note) in enumerate(zip(names, notes, strict=True)):
        writer.writerow([f"u{at}", at, name, "xã", "u3" if at < 3 else "", note, "", ""])
    text = file.getvalue()
    roster = Roster(versions(text.encode()))
    moved = data.draw(st.integers(0, 2))
    edit = rename_unit(roster, ON, "NQ", roster.versions[moved], f"{new}!", None)
    done = edit_roster(text.encode(), "units.csv", roster.versions, edit)
    assert versions(done) == list(edit.apply_to(roster).versions)
    untouched = _records(text, delimiter)
    del untouched[moved + 1]
    kept = iter(_records(done.decode(), delimiter))
    assert all(any(one[:6] == other[:6] for other in kept) for one in untouched)
    edit = move_units(roster, ON, "NQ", [roster.versions[moved]], {"cluster": "C"})
    again = edit_roster(text.encode(), "units.csv", roster.versions, edit)
    assert versions(again) == list(edit.apply_to(roster).versions)


def _records(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_the_shipped_roster_bears_a_province_of_changes(tmp_path: Path) -> None:
    """Every commune of Thanh Hóa at once: read back, what was written is what was meant."""
    from tests.conftest import ROOT  # noqa: PLC0415

    path, lineage = ROOT / "units" / "thanh-hoa.csv", ROOT / "units" / "thanh-hoa-lineage.csv"
    roster = Roster(versions(path.read_bytes()))
    on = date(2025, 8, 1)
    communes = [one for one in roster.alive(on) if one.level == "commune"]
    edit = merge_units(roster, on, "NQ", communes[1:], communes[0], None)
    new = edit_roster(path.read_bytes(), "units.csv", roster.versions, edit)
    assert versions(new) == list(edit.apply_to(roster).versions)
    (tmp_path / "lineage.csv").write_bytes(edit_lineage(lineage.read_bytes(), "lineage.csv", edit))
    edges, problems = read_lineage(tmp_path / "lineage.csv", "lineage.csv", versions(new))
    assert (problems, edges[-165:]) == ([], list(edit.edges))
