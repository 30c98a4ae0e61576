"""What offices send: workbooks and wide tables, running totals, names to correct, rows to send again."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import Result, Stream, process, tracker
from tests.files.make_workbooks import formula, make_xlsx
from tracker.cli import bar

TODAY = ("--today", "2025-03-10")
HEADER: list[Any] = ["Ngày", "Đơn vị", "Tiêu chí", "Số lượng", "Mẫu số"]
WIDE: list[list[Any]] = [
    ["STT", "Đơn vị", "Mô hình", "Khám phá án", "Khám phá án (mẫu số)"],
    [1, "a", 2, 3, 4],
    [2, 12, 0, None, None],
]


def take(cwd: Path, rows: list[list[Any]], *rest: str, lang: str = "en") -> Result:
    path = make_xlsx(cwd / "tuần.xlsx", {"Tuần 10": rows})
    return tracker("import", path, *rest, *TODAY, "--lang", lang, cwd=cwd)


def take_text(cwd: Path, text: str, *rest: str, lang: str = "en") -> Result:
    (cwd / "kết quả.csv").write_text(text, encoding="utf-8")
    return tracker("import", "kết quả.csv", *rest, *TODAY, "--lang", lang, cwd=cwd)


def entries(cwd: Path) -> list[tuple[str, str, str, float, float | None]]:
    found = tracker("ls", "--json", *TODAY, cwd=cwd).json["achievements"]
    return [(one["date"], one["unit"], one["criterion"], one["quantity"], one["denominator"]) for one in found]


def test_a_workbook_as_offices_keep_it(small: Path) -> None:
    rows: list[list[Any]] = [["BÁO CÁO TUẦN"], [], *WIDE, ["Tổng cộng", None, 2, 3, 4]]
    said = take(small, rows, "--week", "2025-W10")
    assert said == Result(
        0,
        "✔ tuần.xlsx: 1 row · 2 written\n  Left out: columns: STT; rows: 6 (Tổng cộng); 1 zero\n",
        "",
    )
    assert entries(small) == [("2025-03-09", "a", "mo-hinh", 2, None), ("2025-03-09", "a", "kham-pha", 3, 4)]


def test_a_rehearsal_shows_how_the_file_is_understood(small: Path) -> None:
    said = take(small, WIDE, "--date", "8/3", "-n", lang="vi")
    assert said.out.splitlines() == [
        "Chạy thử: chưa ghi gì.",
        "Dòng  Ngày                Đơn vị              Tiêu chí       Kết quả",
        "   2  Thứ Bảy 08/03/2025  Công an xã An Bình  Mô hình      2 mô hình",
        "   2  Thứ Bảy 08/03/2025  Công an xã An Bình  Khám phá án        3/4",
        "✔ tuần.xlsx: 1 dòng · sẽ ghi 2",
        "  Bỏ qua: cột: STT; 1 số 0",
    ]
    assert not (small / "tracker.db").exists()
    shown = take(small, WIDE, "--date", "8/3", "-n", "--json").json["first"]
    assert shown[1] == {
        "row": 2, "date": "2025-03-08", "campaign": "xuan", "unit": "a", "criterion": "kham-pha", "quantity": 3,
        "denominator": 4, "work": None,
    }  # fmt: skip


def test_a_long_file_is_shown_by_its_first_rows(small: Path) -> None:
    rows = "".join(f"5/3/2025,a,mo-hinh,{n}\n" for n in range(1, 15))
    said = take_text(small, f"date,unit,criterion,quantity\n{rows}", "-n")
    assert "and 4 more entries" in said.out
    assert said.out.count("Wednesday") == 10


def test_the_day_of_a_table_that_names_none(small: Path) -> None:
    take(small, WIDE).refused(1, "day-missing")
    take(small, WIDE, "--date", "8/3", "--week", "last").refused(2, "date-or-week")
    take(small, WIDE, "--date", "8/3/25").refused(2, "bad-day")
    take(small, WIDE, "--week", "2025-W20").refused(1, "week-in-future")
    assert take(small, WIDE, "--week", "2025-W11").code == 0
    assert {one[0] for one in entries(small)} == {"2025-03-10"}  # the week goes on: today


def test_a_wrong_cell_has_the_place_that_people_know(small: Path) -> None:
    rows = [HEADER, ["5/3/2025", "a", "mo-hinh", formula("=NA()", "#N/A")], ["5/3/2025", "x", "mo-hinh", 1]]
    said = take(small, rows).refused(1, "rows-rejected", "cell-error", "unit-not-found")
    assert "  tuần.xlsx:2:4   Tuần 10!D2\n" in said.err
    assert "  tuần.xlsx:3:2   Tuần 10!B3\n" in said.err
    found = take(small, [WIDE[0], [1, "a", "hai", 3, 2]], "--date", "8/3", "--json").json["rejected"]
    assert [(one["row"], one["column"], one["code"]) for one in found] == [
        (2, "Mô hình", "bad-quantity"),
        (2, "Khám phá án", "rate-over-100"),
    ]


def test_a_unit_that_is_wrong_in_a_wide_row_is_wrong_once(small: Path) -> None:
    rows: list[list[Any]] = [WIDE[0], [1, "x", 2, 3, 4]]
    take(small, rows, "--date", "8/3").refused(1, "rows-rejected", "unit-not-found")
    assert len(take(small, rows, "--date", "8/3", "--json").json["rejected"]) == 1


def test_a_workbook_through_a_pipe(small: Path) -> None:
    data = make_xlsx(small / "a.xlsx", {"S": [HEADER, ["5/3/2025", "a", "mo-hinh", 2]], "T": [["x"]]}).read_bytes()
    done = process("import", "-", *TODAY, cwd=small, stdin=data)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, "✔ stdin: 1 row · 1 written\n", b"")


def test_json_lines(small: Path) -> None:
    lines = [
        {"date": "2025-03-05", "unit": "a", "criterion": "mo-hinh", "quantity": 2},
        {"date": "2025-03-05", "unit": "a", "criterion": "nuoc-sach", "quantity": 1.25, "note": "x"},
        {"criterion": "kham-pha", "quantity": 3, "denominator": 4, "unit": 12, "date": "5/3/2025", "ref": None},
    ]
    text = "\n\n".join(json.dumps(line) for line in lines)
    assert take_text(small, text).out == "✔ kết quả.csv: 3 rows · 3 written\n"
    assert [one[1:] for one in entries(small)] == [
        ("a", "mo-hinh", 2, None),
        ("a", "nuoc-sach", 1.25, None),
        ("b", "kham-pha", 3, 4),
    ]


@pytest.mark.parametrize(
    ("text", "problem", "place"),
    [
        ('{"date": "5/3/2025"}\n{"unit": ', "json-syntax", "2:1"),
        ("[1, 2]", "json-syntax", "1:1"),
        ('{"unit": ' + "[" * 50_000, "json-syntax", "1:1"),
        ('{"date": "5/3/2025", "unit": "a"}', "header-missing", "1:1"),
    ],
)
def test_json_that_is_no_table(small: Path, text: str, problem: str, place: str) -> None:
    said = take_text(small, text).refused(1, problem)
    assert f"kết quả.csv:{place}\n" in said.err


def test_a_key_that_comes_late_is_read_too(small: Path) -> None:
    line = '{"date": "5/3/2025", "unit": "a", "criterion": "mo-hinh", "quantity": 1}\n'
    late = '{"date": "5/3/2025", "unit": "a", "criterion": "kham-pha", "quantity": 1, "denominator": 4, "loa": 1}\n'
    said = take_text(small, line * 40 + late + line)
    assert (said.code, said.err.count("column-ignored")) == (0, 1)
    assert len(entries(small)) == 42
    take_text(small, line.replace("1}", "[1]}")).refused(1, "rows-rejected", "cell-nested")


def test_other_encodings_are_read_where_they_are_named(small: Path) -> None:
    text = "date;unit;criterion;quantity\n5/3/2025;a;mo-hinh;1\n"
    (small / "a.csv").write_bytes(text.encode("utf-16"))
    assert tracker("import", "a.csv", *TODAY, cwd=small).code == 0
    (small / "a.csv").write_bytes(text.replace("quantity", "quantity;ghi chú").encode("cp1252"))
    tracker("import", "a.csv", *TODAY, cwd=small).refused(1, "not-utf-8")
    assert tracker("import", "a.csv", "--encoding", "cp1252", *TODAY, cwd=small).code == 0
    tracker("import", "a.csv", "--encoding", "cp12", *TODAY, cwd=small).refused(2, "encoding-unknown")


def test_columns_called_otherwise(small: Path) -> None:
    text = 'Ngày BC,Xã,"Tiêu chí, loại",SL,Loa\n5/3/2025,a,mo-hinh,2,x\n'
    mapping = 'Ngày BC=date,xa=unit,"Tiêu chí, loại=criterion",Loa=ignore'
    assert take_text(small, text, "--mapping", mapping, "--mapping", "SL=quantity").out.startswith("✔")
    assert entries(small) == [("2025-03-05", "a", "mo-hinh", 2, None)]
    take_text(small, text, "--mapping", "Xã").refused(2, "bad-mapping")
    take_text(small, text, "--mapping", "Xã=units").refused(2, "mapping-unknown")
    take_text(small, text, "--mapping", "Huyện=unit").refused(2, "mapping-unmatched")


# Running totals


def totals(*rows: str) -> str:
    return "\n".join(("date,unit,criterion,quantity,denominator", *rows, ""))


def test_running_totals_log_what_is_new(small: Path) -> None:
    tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "2", "-d", "3/3", *TODAY, cwd=small)
    text = totals(
        "9/3/2025,a,mo-hinh,7,", "5/3/2025,a,mo-hinh,5,", "5/3/2025,b,kham-pha,3,4", "9/3/2025,b,kham-pha,3,5"
    )
    said = take_text(small, text, "--set")
    assert said.out == "✔ kết quả.csv: 4 rows · 4 written\n"
    assert entries(small)[1:] == [
        ("2025-03-05", "a", "mo-hinh", 3, None),
        ("2025-03-05", "b", "kham-pha", 3, 4),
        ("2025-03-09", "a", "mo-hinh", 2, None),
        ("2025-03-09", "b", "kham-pha", 0, 1),
    ]
    again = take_text(small, text, "--set", lang="vi")
    assert again == Result(0, "✔ kết quả.csv: 4 dòng · ghi mới 0 · không đổi 4\n", "")
    assert take_text(small, text, "--set", "--json").json["unchanged"] == 4


def test_a_running_total_that_falls_is_a_problem_with_both_figures(small: Path) -> None:
    take_text(small, totals("5/3/2025,a,mo-hinh,5,"))
    said = take_text(small, totals("9/3/2025,a,mo-hinh,4,", "9/3/2025,b,mo-hinh,4,"), "--set")
    said.refused(1, "rows-rejected", "set-falls")
    assert " is 5; 4 would be a fall" in said.err
    assert "kết quả.csv:2:4" in said.err
    assert len(entries(small)) == 1
    rows: list[list[Any]] = [["Đơn vị", "Mô hình"], ["a", 0]]
    take(small, rows, "--set", "--date", "9/3").refused(1, "rows-rejected", "set-falls")  # a total of 0 is a figure


def test_a_running_total_before_later_entries_is_doubtful(small: Path) -> None:
    take_text(small, totals("9/3/2025,a,mo-hinh,5,"))
    said = take_text(small, totals("5/3/2025,a,mo-hinh,2,"), "--set")
    assert (said.code, said.err.splitlines()[0]) == (
        0,
        "warning[totals-later]: running totals of days before entries that are there already: 1",
    )


def test_refs_of_running_totals(small: Path) -> None:
    text = "date,unit,criterion,quantity,ref\n5/3/2025,a,mo-hinh,{},R1\n"
    assert take_text(small, text.format(5), "--set").code == 0
    assert take_text(small, text.format(5), "--set", "--json").json["unchanged"] == 1
    take_text(small, text.format(6), "--set").refused(1, "rows-rejected", "ref-differs")


# What is wrong, and what to do about it


def test_each_name_that_means_nothing_is_named_once(small: Path) -> None:
    rows = "".join(f"5/3/2025,CAX An Bin,mo-hinh,{n}\n5/3/2025,a,mo hin,{n}\n" for n in range(1, 40))
    said = take_text(small, f"date,unit,criterion,quantity\n{rows}5/3/2025,Xứ Lạ,mo-hinh,1\n")
    said.refused(1, "rows-rejected", "unit-not-found", "criterion-not-found", "unit-not-found")
    assert "kết quả.csv:2:2   and in 38 more rows\n" in said.err
    found = take_text(small, f"date,unit,criterion,quantity\n{rows}", "--json").json
    assert [(one["field"], one["name"], one["rows"], one["first_row"]) for one in found["unknown_names"]] == [
        ("unit", "CAX An Bin", 39, 2),
        ("criterion", "mo hin", 39, 3),
    ]
    assert "CAX An Bình" in found["unknown_names"][0]["nearest"]
    assert len(found["rejected"]) == 78


def test_so_many_problems_as_a_person_can_read(small: Path) -> None:
    rows = "".join(f"5/3/2025,a,mo-hinh,x{n}\n" for n in range(500))
    said = take_text(small, f"date,unit,criterion,quantity\n{rows}")
    assert (said.err.count("bad-quantity"), said.err.count("problems-too-many")) == (100, 1)
    assert "rows with problems: 500" in said.err


MIXED = "Ngày,Đơn vị,Tiêu chí,Số lượng,Loa,Ghi chú\n5/3/2025,a,mo-hinh,2,=1,x\n5/3/2025,x,mo-hinh,hai,=1,=2\n6/3/2025,b,mo-hinh,3,,\n"


def test_rows_that_are_rejected_need_nothing_told_again(small: Path) -> None:
    text = "Xã,Ghi,Mô hình,KPA,của\na,x,hai,,\nb,x,3,3,4\nc,,0,,\n"
    mapping = "Xã=unit,Ghi=ignore,KPA=kham-pha,của=kham-pha/"
    said = take_text(small, text, "--mapping", mapping, "--date", "8/3", "--rejected", "sai.csv")
    assert said.out.splitlines()[0] == "✔ kết quả.csv: 2 rows · 2 written · 1 row rejected"
    lines = (small / "sai.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines == [
        "unit,Mô hình,kham-pha,kham-pha/,date,problem",
        "a,hai,,,2025-03-08,“hai” is not a number",
    ]
    (small / "sai.csv").write_text("\n".join([lines[0], "a,2,1,2,2025-03-08,"]), encoding="utf-8")
    assert tracker("import", "sai.csv", *TODAY, cwd=small) == Result(0, "✔ sai.csv: 1 row · 2 written\n", "")
    assert ("2025-03-08", "a", "kham-pha", 1, 2) in entries(small)


def test_a_header_that_is_lacking_points_to_what_tells(small: Path) -> None:
    said = take_text(small, "ngày,x,y,z\n").refused(1, "header-missing")
    assert 'tracker import --mapping "Ngày báo cáo=date"' in said.err


def test_rows_that_are_rejected_can_be_corrected_and_sent_again(small: Path) -> None:
    said = take_text(small, MIXED, "--rejected", "sai.csv")
    assert said.out.splitlines()[0] == "✔ kết quả.csv: 3 rows · 2 written · 1 row rejected"
    assert (said.code, "rows with problems: 1; they are in sai.csv, the others were imported" in said.err) == (1, True)
    data = (small / "sai.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Ngày,Đơn vị,Tiêu chí,Số lượng,Loa,Ghi chú,problem"
    assert lines[1].startswith("5/3/2025,x,mo-hinh,hai,'=1,'=2,no unit “x”; “hai” is not a number")
    again = tracker("import", "sai.csv", "--rejected", "sai2.csv", *TODAY, cwd=small)
    assert again.code == 1
    assert (small / "sai2.csv").read_bytes() == data
    (small / "sai.csv").write_bytes(data.replace(b",x,", b",c,").replace(b"hai", b"2"))
    assert tracker("import", "sai.csv", *TODAY, cwd=small).code == 0
    assert [one[1:4] for one in entries(small)] == [("a", "mo-hinh", 2), ("c", "mo-hinh", 2), ("b", "mo-hinh", 3)]
    notes = [one["note"] for one in tracker("ls", "--json", *TODAY, cwd=small).json["achievements"]]
    assert notes == ["x", "=2", ""]


def test_a_wide_row_is_rejected_as_a_whole_so_that_it_can_be_sent_again(small: Path) -> None:
    rows: list[list[Any]] = [WIDE[0], [1, "a", 2, 5, 4], [2, "b", 3, None, None]]
    said = take(small, rows, "--date", "8/3", "--rejected", "sai.csv", "--json")
    assert (said.code, said.json["written"], len(said.json["rejected"])) == (1, 1, 1)
    assert (small / "sai.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("1,a,2,5,4,2025-03-08,")
    assert [one[1:4] for one in entries(small)] == [("b", "mo-hinh", 3)]


def test_rejected_rows_of_a_workbook_keep_their_days_and_numbers(small: Path) -> None:
    rows: list[list[Any]] = [
        HEADER,
        [45721, "x", "nuoc-sach", 1.234],
        ["5/3/2025", "a", "mo-hinh", formula("=NA()", "#N/A")],
    ]
    take(small, rows, "--rejected", "sai.csv")
    lines = (small / "sai.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.rpartition(",")[0] for line in lines[1:]] == [
        "2025-03-05,x,nuoc-sach,01.234,",
        "5/3/2025,a,mo-hinh,#N/A,",
    ]


def test_rejected_rows_are_kept_before_anything_is_final(small: Path) -> None:
    take_text(small, MIXED, "--rejected", "không có/sai.csv").refused(1, "file-unwritable")
    assert not (small / "tracker.db").exists() or entries(small) == []
    take_text(small, MIXED, "--rejected", "units.csv").refused(1, "file-exists")
    take_text(small, MIXED, "--rejected", "sai.csv", "--set").refused(2, "set-or-rejected")
    said = take_text(small, MIXED, "--rejected", "sai.csv", "-n")
    assert (said.code, "rows-rejected" in said.err) == (1, True)
    assert not (small / "sai.csv").exists()


def test_nothing_is_rejected_nothing_is_kept(small: Path) -> None:
    assert take_text(small, MIXED.replace(",x,", ",c,").replace("hai", "2"), "--rejected", "sai.csv").code == 0
    assert not (small / "sai.csv").exists()


def test_a_file_sent_twice_without_refs_is_doubtful(small: Path) -> None:
    rows = "date,unit,criterion,quantity\n5/3/2025,a,mo-hinh,2\n6/3/2025,b,mo-hinh,3\n"
    assert take_text(small, rows).err == ""
    assert take_text(small, rows, "-n").err.startswith("warning[rows-repeated]")
    assert take_text(small, rows, "-n", "--json", "--quiet").json["repeated"] == 2
    said = take_text(small, rows.replace("2025,a", "2025,CAX An Bình"))
    assert (said.code, said.err.splitlines()[0]) == (
        0,
        "warning[rows-repeated]: rows that repeat what is in the journal already: 2 of the first 2 without a ref",
    )
    assert take_text(small, rows.replace("5/3", "7/3").replace("6/3", "7/3")).err == ""
    for _ in range(3):
        tracker("undo", *TODAY, cwd=small)
    assert take_text(small, rows, "--quiet").err == ""


def test_a_bar_shows_on_a_terminal_what_takes_long(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bar, "PATIENCE", 0)
    seen = Stream(terminal=True)

    def tell(text: str) -> Result:
        (small / "a.csv").write_text(text, encoding="utf-8")
        with monkeypatch.context() as patched:
            patched.setattr("tests.cli.harness.Stream", lambda *_, **__: seen)
            return tracker("import", "a.csv", "-n", *TODAY, cwd=small)

    tell("date,unit,criterion,quantity\n" + "5/3/2025,a,mo-hinh,2\n" * 5000)
    assert "Working" in seen.text()
