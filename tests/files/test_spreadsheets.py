"""Workbooks: read as people see them, and those that mean harm refused in words, soon and in little memory."""

import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import define
from tests.cli.harness import python
from tests.files import make_workbooks as make
from tests.files.make_workbooks import (
    digits,
    formula,
    make_ods,
    make_raw_ods,
    make_raw_xlsx,
    make_xls,
    make_xlsx,
    merged,
)
from tracker.domain.entries import Claim
from tracker.errors import TrackerError
from tracker.files import spreadsheet
from tracker.files.cells import Reads
from tracker.files.entries_file import Told, open_entries
from tracker.files.header import Column
from tracker.files.rows import Wish
from tracker.files.table import open_table
from tracker.files.workbooks.area import MOST_CELLS
from tracker.services.intake import NumberedClaim

HEADER: list[Any] = ["Ngày", "Đơn vị", "Tiêu chí", "Số lượng", "Ghi chú"]
DAY = date(2025, 3, 5)
CLAIM = Claim(unit="a", criterion="mo-hinh", date="2025-03-05", quantity="2")
MAKERS: dict[str, Callable[[Path, make.Sheets], Path]] = {".xlsx": make_xlsx, ".ods": make_ods, ".xls": make_xls}


def read(path: Path, sheet: str | None = None) -> list[NumberedClaim]:
    with path.open("rb") as stream, open_entries(stream, path.name, told=Told(Wish(sheet))) as entries:
        return list(entries)


def claims(path: Path, sheet: str | None = None) -> list[tuple[int, Claim]]:
    found = read(path, sheet)
    assert [one.problems for one in found if one.problems] == []
    return [(one.row, one.claim) for one in found]


def refused(path: Path, sheet: str | None = None) -> TrackerError:
    with pytest.raises(TrackerError) as error:
        read(path, sheet)
    return error.value


def faults(path: Path) -> list[tuple[str, str, object]]:
    """The code, the place and what is seen of each cell that cannot be used."""
    problems = [problem for one in read(path) for _, problem in one.problems]
    return [(one.code, one.place.path if one.place else "", one.params.get("shown")) for one in problems]


@pytest.mark.parametrize("suffix", MAKERS)
@pytest.mark.parametrize("name", ["a{}", "a.csv"])
def test_the_format_is_told_by_the_content(tmp_path: Path, suffix: str, name: str) -> None:
    path = MAKERS[suffix](tmp_path / f"a{suffix}", {"S": [HEADER, [DAY, "a", "mo-hinh", 2]]})
    assert claims(path.rename(tmp_path / name.format(suffix))) == [(2, CLAIM)]


@pytest.mark.parametrize("suffix", MAKERS)
def test_the_header_stands_below_titles_and_rows_keep_their_numbers(tmp_path: Path, suffix: str) -> None:
    rows = [
        [],
        ["", "BÁO CÁO KẾT QUẢ THI ĐUA"],
        ["", "Đơn vị: Công an huyện Đông"],
        [],
        ["", *HEADER],
        [],
        ["", DAY, "a", "mo-hinh", 2, "x"],
    ]
    path = MAKERS[suffix](tmp_path / "a", {"S": rows})
    assert [(one.row, one.claim.note) for one in read(path)] == [(7, "x")]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (127, "127"),
        (127.0, "127"),
        (0.1 + 0.2, "0.3"),
        (1.5, "1.5"),
        (1.234, "01.234"),  # 1.234 as text may be a thousand
        (-3, "-3"),
        (1e15, "1000000000000000"),
        (1e-7, "0.0000001"),
        (1234567.25, "1234567.25"),
        (sum([0.1] * 1000), "100"),
    ],
)
@pytest.mark.parametrize("suffix", MAKERS)
def test_numbers_are_exact(tmp_path: Path, suffix: str, value: float, said: str) -> None:
    path = MAKERS[suffix](tmp_path / "a", {"S": [HEADER, [DAY, "a", "mo-hinh", value]]})
    assert [one.quantity for _, one in claims(path)] == [said]


def test_days_count_from_1900_or_from_1904(tmp_path: Path) -> None:
    rows = [HEADER, [DAY, "a", "mo-hinh", 2], ["5/3/2025", "a", "mo-hinh", 2]]
    later = tmp_path / "1904.xlsx"
    assert claims(make_xlsx(tmp_path / "1900.xlsx", {"S": [*rows, [45721, "a", "mo-hinh", 2]]}))[2][1] == CLAIM
    assert claims(make_xlsx(later, {"S": [*rows, [45721 - 1462, "a", "mo-hinh", 2]]}, epoch_1904=True)) == [
        (2, CLAIM),
        (3, Claim("a", "mo-hinh", "5/3/2025", "2")),
        (4, CLAIM),
    ]


@pytest.mark.parametrize("number", [5.3, 20250305, -1])
def test_a_number_that_is_no_day_is_none(tmp_path: Path, number: float) -> None:
    path = make_xlsx(tmp_path / "a", {"S": [HEADER, [number, "a", "mo-hinh", 2]]})
    assert [one.date for _, one in claims(path)] == [str(number)]


def test_a_moment_is_its_day(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="date" office:date-value="2025-03-05T14:30:00"/>'
    assert claims(make_ods(tmp_path / "a", {"S": [HEADER, [cell, "a", "mo-hinh", 2]]})) == [(2, CLAIM)]


def test_codes_keep_their_zeros(tmp_path: Path) -> None:
    texts = ["00127", digits(127, "00000"), digits(127, "0000000;@"), digits(127, "#,##0"), 127]
    said = ["00127", "00127", "0000127", "127", "127"]
    path = make_xlsx(tmp_path / "a.xlsx", {"S": [HEADER, *([DAY, text, "mo-hinh", 2] for text in texts)]})
    assert [one.unit for _, one in claims(path)] == said
    cell = '<table:table-cell office:value-type="float" office:value="127"><text:p>00127</text:p></table:table-cell>'
    path = make_ods(tmp_path / "a.ods", {"S": [HEADER, [DAY, cell, "mo-hinh", 2]]})
    assert [one.unit for _, one in claims(path)] == ["00127"]
    import xlwt  # type: ignore[import-untyped]  # noqa: PLC0415

    style = xlwt.easyxf(num_format_str="00000")
    rows = [HEADER, [DAY, lambda sheet, row, column: sheet.write(row, column, 127, style), "mo-hinh", 2]]
    assert [one.unit for _, one in claims(make_xls(tmp_path / "a.xls", {"S": rows}))] == ["00127"]


def test_a_percentage_is_text_only_where_a_share_is_read(tmp_path: Path) -> None:
    import xlwt  # noqa: PLC0415

    style = xlwt.easyxf(num_format_str="0%")
    old: list[Any] = ["a", lambda sheet, row, column: sheet.write(row, column, 0.95, style)]
    cell = (
        '<table:table-cell office:value-type="percentage" office:value="0.95"><text:p>95%</text:p></table:table-cell>'
    )
    paths = (
        make_xlsx(tmp_path / "a.xlsx", {"S": [["unit", "figure"], ["a", digits(0.95, "0%")]]}),
        make_ods(tmp_path / "a.ods", {"S": [["unit", "figure"], ["a", cell]]}),
        make_xls(tmp_path / "a.xls", {"S": [["unit", "figure"], old]}),
    )
    for path in paths:
        for reads, said in ((Reads.SHARE, "95%"), (Reads.NUMBER, "0.95"), (Reads.TEXT, "0.95")):
            columns = (Column("unit", required=True), Column("figure", required=True, reads=reads))
            with path.open("rb") as stream, open_table(stream, path.name, columns) as table:
                assert [record.cells["figure"] for record in table] == [said], (path, reads)


def test_errors_and_formulas_without_a_value_are_problems_at_their_place(tmp_path: Path) -> None:
    rows = [
        HEADER,
        [DAY, formula("=B9", "#REF!"), "mo-hinh", formula("=NA()", "#N/A")],
        [DAY, "a", "mo-hinh", formula("=1+1", "")],
        [DAY, formula('="a"', "a"), "mo-hinh", formula("=1+1", 2)],
    ]
    path = make_xlsx(tmp_path / "a.xlsx", {"Tuần 10": rows})
    assert faults(path) == [
        ("cell-error", "Tuần 10!B2", "#REF!"),
        ("cell-error", "Tuần 10!D2", "#N/A"),
        ("cell-uncomputed", "Tuần 10!D3", ""),
    ]
    assert read(path)[2].claim == CLAIM


def test_a_formula_may_well_come_out_empty(tmp_path: Path) -> None:
    cells = ['t="str"><f>IF(A1,"","")</f><v></v>', "><f>A1</f><v></v>", "><f>A1</f><v>2</v>", "><f>A1</f>"]
    row = "".join(f"<c {cell}</c>" for cell in cells)
    header = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in HEADER)
    path = make_raw_xlsx(tmp_path / "a", f"<row>{header}</row><row>{row}</row>")
    assert faults(path) == [("cell-uncomputed", "S!B2", ""), ("cell-uncomputed", "S!D2", "")]


def test_errors_of_other_formats_are_problems_too(tmp_path: Path) -> None:
    error = '<table:table-cell table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    formulas = [error, '<table:table-cell table:formula="of:=1+1"/>']
    path = make_ods(tmp_path / "a.ods", {"S": [HEADER, *([DAY, "a", "mo-hinh", one] for one in formulas)]})
    assert faults(path) == [("cell-error", "S!D2", "#N/A"), ("cell-uncomputed", "S!D3", "")]
    wrong = [lambda sheet, row, column: sheet.row(row).set_cell_error(column, 0x2A)]
    path = make_xls(tmp_path / "a.xls", {"S": [HEADER, [DAY, "a", "mo-hinh", *wrong]]})
    assert faults(path) == [("cell-error", "S!D2", "#N/A")]


def test_a_day_where_a_number_belongs_is_named(tmp_path: Path) -> None:
    """Excel makes a day of 3/4."""
    path = make_xlsx(tmp_path / "a", {"S": [HEADER, [DAY, "a", "mo-hinh", date(2025, 4, 3)]]})
    assert faults(path) == [("cell-holds-day", "S!D2", "2025-04-03")]


def test_a_merged_unit_is_that_of_all_its_rows_but_a_figure_is_of_none(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEADER,
        [DAY, merged("a", down=2), "mo-hinh", 2],
        [DAY, None, "nuoc-sach", 2],
        [DAY, None, "kham-pha", merged(4, down=1)],
        [DAY, "b", "mo-hinh", None],
    ]
    found = read(make_xlsx(tmp_path / "a.xlsx", {"S": rows}))
    assert [one.claim.unit for one in found] == ["a", "a", "a", ""]
    assert [problem.code for _, problem in found[3].problems] == ["cell-merged"]
    span = '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>a</text:p></table:table-cell>'
    rows = [HEADER, [DAY, span, "mo-hinh", 2], [DAY, "<table:covered-table-cell/>", "mo-hinh", 2]]
    assert claims(make_ods(tmp_path / "a.ods", {"S": rows})) == [(2, CLAIM), (3, CLAIM)]

    def merge(sheet: Any, row: int, column: int) -> None:
        sheet.write_merge(row, row + 1, column, column, "a")

    rows = [HEADER, [DAY, merge, "mo-hinh", 2], [DAY, None, "mo-hinh", 2]]
    assert claims(make_xls(tmp_path / "a.xls", {"S": rows})) == [(2, CLAIM), (3, CLAIM)]


GOOD: list[list[Any]] = [HEADER, [DAY, "a", "mo-hinh", 2]]


@pytest.mark.parametrize("suffix", MAKERS)
def test_the_sheet_with_a_known_header_is_taken(tmp_path: Path, suffix: str) -> None:
    sheets = {"Ghi chú": [["Hướng dẫn"], ["x", "y"]], "Tuần 10": GOOD, "Trống": []}
    path = MAKERS[suffix](tmp_path / "a", sheets)
    assert claims(path) == [(2, CLAIM)]
    assert claims(path, "Tuần 10") == claims(path, "2") == [(2, CLAIM)]
    assert refused(path, "1").code == "header-missing"
    assert refused(path, "Trống").code == "header-missing"
    error = refused(path, "Tuần 11")
    assert (error.code, error.exit_code, error.problem.params["known"]) == ("sheet-unknown", 3, list(sheets))


@pytest.mark.parametrize("suffix", MAKERS)
def test_several_sheets_that_may_be_meant_are_named(tmp_path: Path, suffix: str) -> None:
    path = MAKERS[suffix](tmp_path / "a", {"Tuần 9": GOOD, "Tuần 10": GOOD, "Ghi chú": [["x"]]})
    error = refused(path)
    assert (error.code, error.exit_code) == ("sheet-ambiguous", 2)
    assert error.problem.params["candidates"] == ["Tuần 9", "Tuần 10"]


def test_a_sheet_that_nobody_sees_is_read_only_where_it_is_named(tmp_path: Path) -> None:
    def hide(book: Any, sheet: Any, row: int, column: int) -> None:
        sheet.write(row, column, "Ngày")
        sheet.hide()

    hidden = [[hide, *HEADER[1:]], [DAY, "b", "mo-hinh", 2]]
    path = make_xlsx(tmp_path / "a.xlsx", {"Tuần 10": GOOD, "Cũ": hidden})
    assert claims(path) == [(2, CLAIM)]
    assert [one.unit for _, one in claims(path, "Cũ")] == ["b"]
    style = (
        '<office:automatic-styles><style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    table = make_ods(tmp_path / "a.ods", {"Tuần 10": GOOD, "Cũ": GOOD}, before=style)
    raw = _content(table).replace('table:name="Cũ"', 'table:name="Cũ" table:style-name="ta2"')
    assert claims(make_raw_ods(table, raw)) == [(2, CLAIM)]


def _content(path: Path) -> str:
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(path) as archive:
        text = archive.read("content.xml").decode()
    return text[text.index(">") + 1 : text.rindex("<")]


def test_cells_without_a_name_of_their_own_are_counted(tmp_path: Path) -> None:
    """Some programs leave out r="B7"; some write everything in a namespace of their own."""

    def row(cells: Sequence[str]) -> str:
        return "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"

    sheet = f"<row/>{row(HEADER)}<row><c><v>45721</v></c></row>"
    error = '<row r="9"><c r="B9" t="inlineStr"><is><t>a</t></is></c><c t="e"><v>#N/A</v></c></row>'
    found = read(make_raw_xlsx(tmp_path / "a.xlsx", sheet + error))
    assert [(one.row, one.claim.date) for one in found if not one.problems] == [(3, "2025-03-05")]
    assert [problem.place.path for one in found for _, problem in one.problems if problem.place] == ["S!C9"]


def test_stray_formats_far_away_are_no_cells(tmp_path: Path) -> None:
    def far(book: Any, sheet: Any, row: int, column: int) -> None:
        sheet.write(row, column, "Ngày")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    assert claims(make_xlsx(tmp_path / "a", {"S": [[far, *HEADER[1:]], GOOD[1]]})) == [(2, CLAIM)]


# What means harm


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "sparse.xlsx": (make.make_sparse_xlsx, "workbook-too-large"),
    "lying.xlsx": (make.make_lying_xlsx, "workbook-too-large"),
    "zip.xlsx": (make.make_zip_bomb, "workbook-bomb"),
    "elements.xlsx": (make.make_element_bomb, "workbook-beyond"),
    "entities.xlsx": (make.make_entity_bomb, "workbook-damaged"),
    "parts.xlsx": (make.make_part_bomb, "workbook-beyond"),
    "repeating.ods": (make.make_repeating_ods, "workbook-too-large"),
    "sparse.xls": (make.make_sparse_xls, "workbook-too-large"),
}
MEASURE = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "tracker", "import", sys.argv[1]], capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss, done.stderr.decode())
"""


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.skipif(sys.platform != "linux", reason="measures in kilobytes, as Linux counts")
def test_bombs_end_in_a_clear_error_soon_and_in_little_memory(tmp_path: Path, name: str) -> None:
    small = define(tmp_path)
    path = HOSTILE[name][0](small / name)
    unmeasured: dict[str, Any] = {"COVERAGE_PROCESS_CONFIG": "", "COVERAGE_PROCESS_START": ""}
    done = python("-c", MEASURE, str(path), cwd=small, **unmeasured)
    code, seconds, kilobytes, said = done.stdout.decode().split(" ", 3)
    assert (code, said.startswith(f"error[{HOSTILE[name][1]}]")) == ("1", True), done
    assert float(seconds) < 3  # of processor time; the goal is 2 on a machine that does nothing else
    assert int(kilobytes) < 300_000
    assert "Traceback" not in said
    assert not (small / "tracker.db").exists()


def test_as_many_cells_as_are_read(tmp_path: Path) -> None:
    last = f'<row r="{MOST_CELLS // 8}"><c r="H{MOST_CELLS // 8}"><v>1</v></c></row>'
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert refused(make_raw_xlsx(tmp_path / "a", first + last)).code == "header-missing"
    beyond = last.replace(str(MOST_CELLS // 8), str(MOST_CELLS // 8 + 1))
    assert refused(make_raw_xlsx(tmp_path / "b", first + beyond)).problem.params["cell"] == "H125001"


def test_other_files_are_called_what_they_are(tmp_path: Path) -> None:
    old = make_xls(tmp_path / "a.xls", {"S": GOOD}).read_bytes()
    sheet = make_xlsx(tmp_path / "b.xlsx", {"S": GOOD}).read_bytes()
    files = {
        b"%PDF-1.7\n\xe2\xe3": ("not-a-table", "PDF"),
        b"\xef\xbb\xbf\n<html><table><tr><td>1": ("not-a-table", "HTML/XML"),
        b"Rar!\x1a\x07": ("not-a-table", "RAR"),
        make.zipped(word__document_xml="<w/>"): ("not-a-table", "Word"),
        make.zipped(notes_txt="x"): ("not-a-table", "ZIP"),
        make.renamed_stream(old, "WordDocument"): ("not-a-table", "Word"),
        make.renamed_stream(old, "EncryptedPackage"): ("workbook-protected", None),
        make.zipped(xl__workbook_bin="x"): ("workbook-other", "XLSB"),
        make.zipped(xl__workbook_xml="<w/>", xl__vbaProject_bin="x"): ("workbook-other", "XLSM"),
        sheet[: len(sheet) // 2]: ("workbook-damaged", None),
        old[: len(old) // 2]: ("workbook-damaged", None),
        old[:8] + bytes(600): ("workbook-damaged", None),
        b"PK\x03\x04": ("workbook-damaged", None),
    }
    for data, expected in files.items():
        path = tmp_path / "ket-qua.xlsx"
        path.write_bytes(data)
        error = refused(path)
        assert (error.code, error.problem.params.get("kind")) == expected, data[:40]
        assert error.problem.params["file"] == "ket-qua.xlsx"


@pytest.mark.parametrize("suffix", MAKERS)
def test_whatever_byte_is_wrong_it_is_an_error_in_words_or_still_the_table(tmp_path: Path, suffix: str) -> None:
    path = MAKERS[suffix](tmp_path / "a", {"S": GOOD})
    data = path.read_bytes()
    for at in range(0, len(data), len(data) // 25):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        try:
            read(path)
        except TrackerError as error:
            codes = ("workbook-", "not-a-table", "header-missing", "not-utf-8", "control")
            if not error.code.startswith(codes):
                raise


@pytest.mark.parametrize("end", ["os.abort()", "sys.exit(3)", "os.kill(os.getpid(), 9)"])
@pytest.mark.parametrize("said", ["", '{"sheet": "S", "is_1904": false, "last_row": 2, "form": {}}', "[[1, []]]"])
def test_a_reader_that_dies_takes_nobody_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, said: str
) -> None:
    code = f"import os, sys; print({said!r}, flush=True) if {said!r} else None; {end}"
    monkeypatch.setattr(spreadsheet, "_CHILD", (sys.executable, "-c", code))
    if said.startswith("["):
        first = '{"sheet": "S", "is_1904": false, "last_row": 2, "form": {}}'
        monkeypatch.setattr(spreadsheet, "_CHILD", (sys.executable, "-c", f"print({first!r}); {code}"))
    assert refused(make_xlsx(tmp_path / "a", {"S": GOOD})).code == "workbook-beyond"


def test_what_a_workbook_says_comes_through_a_pipe_too(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a", {"S": GOOD, "T": [["x"]]})
    code = (
        "import sys; from tracker.files.entries_file import open_entries;"
        "print([one.claim.quantity for one in open_entries(sys.stdin.buffer, 'stdin')])"
    )
    done = python("-c", code, cwd=tmp_path, stdin=path.read_bytes())
    assert (done.stdout, done.stderr) == (b"['2']\n", b"")


def test_a_reader_that_stops_early_leaves_no_process_behind(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a", {"S": [HEADER, *([DAY, "a", "mo-hinh", 2] for _ in range(5000))]})
    with path.open("rb") as stream, open_entries(stream, "a") as entries, closing(iter(entries)) as rows:  # type: ignore[type-var]
        assert next(rows).row == 2
