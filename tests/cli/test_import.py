"""Importing files as offices write them: all of a file or nothing, and every wrong row named at its place."""

import codecs
import csv
from pathlib import Path

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, process, tracker

TODAY = ("--today", "2025-03-10")
GOOD = """\
date,unit,criterion,quantity,denominator,note,evidence,ref
5/3/2025,a,mo-hinh,2,,"một, hai",https://a.vn/anh.jpg,R1
2025-03-06,CAX An Bình,Khám phá án,3,4,,,R2
hôm qua,12,nuoc-sach,"1.234,5",,,,
"""
VIETNAMESE = """\
Số lượng;Đơn vị;Tiêu chí;Ngày;Mẫu số;Ghi chú;Minh chứng;Mã
2;a;mo-hinh;5/3/2025;;một, hai;https://a.vn/anh.jpg;R1
3;CAX An Bình;Khám phá án;2025-03-06;4;;;R2
1.234,5;12;nuoc-sach;hôm qua;;;;
"""
BAD = """\
ngày,đơn vị,tiêu chí,số lượng,mẫu số,mã
31/2/2025,a,mo-hinh,1,,
5/3/2025,binh,h,một,,
6/3/2025,b,kham-pha,3,2,R1
11/3/2025,b,mo-hinh,1,,
6/3/2025,b,mo-hinh,1,,R1,thừa
,,,,,
6/3/2025,c,mo-hinh,"1
",9,
6/3/2025,t,mo-hinh,1,,R2
6/3/2025,t,mo-hinh,2,,R2
"""
PLACES = [
    (2, 1, "no-such-day"),
    (3, 2, "unit-not-found"),
    (3, 3, "criterion-not-found"),
    (4, 4, "rate-over-100"),
    (5, 1, "future-day"),
    (6, 7, "cells-extra"),
    (8, 5, "denominator-not-taken"),
    (10, 6, "ref-differs-in-file"),
]


def take(cwd: Path, data: str | bytes, *rest: str, lang: str = "en") -> Result:
    path = cwd / "kết quả.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return tracker("import", path, *rest, *TODAY, "--lang", lang, cwd=cwd)


def listed(cwd: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = tracker("ls", "--json", *TODAY, cwd=cwd).json["achievements"]
    kept = ("date", "unit", "criterion", "quantity", "denominator", "note", "evidence", "ref")
    return [{name: one[name] for name in kept} for one in found]


LISTED = [
    dict(zip(("date", "unit", "criterion", "quantity", "denominator", "note", "evidence", "ref"), one, strict=True))
    for one in (
        ("2025-03-05", "a", "mo-hinh", 2, None, "một, hai", "https://a.vn/anh.jpg", "R1"),
        ("2025-03-06", "a", "kham-pha", 3, 4, "", "", "R2"),
        ("2025-03-09", "b", "nuoc-sach", 1234.5, None, "", "", None),
    )
]


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        codecs.BOM_UTF8 + GOOD.encode(),
        GOOD.replace("\n", "\r\n").encode(),
        VIETNAMESE.encode(),
        VIETNAMESE.replace(";", "\t").encode(),
        VIETNAMESE.replace(VIETNAMESE.partition("\n")[0], VIETNAMESE.partition("\n")[0].upper()).encode(),
        VIETNAMESE.replace("Số lượng;Đơn vị;Tiêu chí;Ngày;Mẫu số", "so luong;don vi;TIEU CHI;ngay; mau so ").encode(),
    ],
)  # fmt: skip
def test_files_as_offices_write_them(small: Path, data: bytes) -> None:
    said = take(small, data)
    assert said == Result(0, "✔ kết quả.csv: 3 rows · 3 written\n", "")
    assert listed(small) == LISTED


def test_stdin(small: Path) -> None:
    done = process("import", "-", *TODAY, "--json", cwd=small, stdin=VIETNAMESE.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert b'"file": "stdin"' in done.stdout
    assert listed(small) == LISTED


def test_the_document(small: Path) -> None:
    assert take(small, GOOD, "--json").json == {
        "schema": "tracker.import/1",
        "file": "kết quả.csv",
        "rows": 3,
        "written": 3,
        "already_there": 0,
        "unchanged": 0,
        "rejected": [],
        "unknown_names": [],
        "left_out": {"columns": [], "rows": [], "zeros": 0},
        "repeated": 0,
        "corrected": 0,
        "recorded_late": 0,
        "returns": None,
        "first": [],
        "batch": 1,
        "dry_run": False,
    }


def test_rows_with_a_ref_are_never_taken_twice(small: Path) -> None:
    take(small, GOOD)
    said = take(small, GOOD, lang="vi")
    assert said.out == "✔ kết quả.csv: 3 dòng · ghi mới 1 · đã có sẵn 2\n"
    assert len(listed(small)) == 4
    take(small, GOOD.replace("mo-hinh,2", "mo-hinh,3")).refused(1, "rows-rejected", "ref-differs")
    assert len(listed(small)) == 4


def test_a_rehearsal(small: Path) -> None:
    said = take(small, GOOD, "-n")
    assert said.out == (
        "A rehearsal: nothing was written.\n"
        "Row  Date                  Unit                 Criterion        Figure\n"
        "  2  Wednesday 05/03/2025  Công an xã An Bình   Mô hình       2 mô hình\n"
        "  3  Thursday 06/03/2025   Công an xã An Bình   Khám phá án         3/4\n"
        "  4  Sunday 09/03/2025     Công an xã Hòa Bình  Nước sạch    1,234.5 m³\n"
        "✔ kết quả.csv: 3 rows · 3 to be written\n"
    )
    assert take(small, GOOD, "--dry-run", "--json").json["dry_run"]
    assert not (small / "tracker.db").exists()
    take(small, GOOD)
    before = listed(small)
    assert take(small, GOOD, "--dry-run", "--json").json["already_there"] == 2
    assert listed(small) == before


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_wrong_row_is_named_at_its_place(small: Path, lang: str) -> None:
    said = take(small, BAD, lang=lang).refused(1, "rows-rejected", *(code for *_, code in PLACES))
    assert [line for line in said.err.splitlines() if line.startswith("  kết quả.csv:")] == [
        f"  kết quả.csv:{row}:{column}" for row, column, _ in PLACES
    ]
    assert said.err.splitlines()[0].partition(" ")[2].count(str(len({row for row, *_ in PLACES}))) == 1
    assert not (small / "tracker.db").exists()


def test_every_wrong_row_in_json(small: Path) -> None:
    said = take(small, BAD, "--json", lang="vi")
    assert (said.code, said.err) == (1, "")
    assert [(one["row"], one["code"]) for one in said.json["rejected"]] == [(row, code) for row, _, code in PLACES]
    assert [one["column"] for one in said.json["rejected"]][:3] == ["date", "unit", "criterion"]
    assert said.json["rejected"][0]["message"] == "trong lịch không có ngày 31/2/2025"
    assert (said.json["rows"], said.json["written"], said.json["batch"]) == (8, 0, None)
    assert not (small / "tracker.db").exists()


def test_a_ref_with_two_contents_in_one_file(small: Path) -> None:
    rows = "\n".join(row for row in BAD.splitlines() if row.startswith(("ngày", "6/3/2025,t")))
    said = take(small, rows).refused(1, "rows-rejected", "ref-differs-in-file")
    assert "  kết quả.csv:3:6\n" in said.err
    assert listed(small) == []


def test_nothing_of_a_long_file_stays_where_its_last_row_is_wrong(small: Path) -> None:
    take(small, GOOD)
    before = listed(small)
    rows = [f"5/3/2025,a,mo-hinh,1,{n}" for n in range(6000)]
    text = "\n".join(["date,unit,criterion,quantity,ref", *rows, "5/3/2025,x,mo-hinh,1,"])
    said = take(small, text).refused(1, "rows-rejected", "unit-not-found")
    assert "kết quả.csv:6002:2" in said.err
    assert listed(small) == before


@pytest.mark.parametrize(
    ("data", "problems", "place"),
    [
        ("", ["header-missing"], "1:1"),
        ("date,unit,criterion\n", ["header-missing"], "1:1"),
        ("date,unit,criterion,quantty\n", ["header-missing", "header-unknown"], "1:4"),
        ("date,unit,criterion,quantity,ngày\n", ["header-repeated"], "1:5"),
        ('date,unit,criterion,quantity\n5/3/2025,"a,mo-hinh,1\n', ["csv-syntax"], "2:1"),
        (b"date,unit,criterion,quantity\n5/3/2025,\xe1\xbb,mo-hinh,1\n", ["not-utf-8"], "2:10"),
        ("date,unit,criterion,quantity\n".encode("utf-16-le"), ["control-character"], "1:2"),
    ],
)
def test_files_that_are_no_table(small: Path, data: str | bytes, problems: list[str], place: str) -> None:
    said = take(small, data).refused(1, *problems)
    assert f"kết quả.csv:{place}\n" in said.err
    take(small, data, "--json", lang="vi").refused(1, *problems)
    assert not (small / "tracker.db").exists()


def test_files_that_cannot_be_read(small: Path) -> None:
    tracker("import", "no.csv", cwd=small).refused(3, "file-missing")
    said = tracker("import", ".", cwd=small).refused(1, "file-unreadable")
    assert ". cannot be read" in said.err


def test_columns_that_are_not_known_are_passed_over_aloud(small: Path) -> None:
    data = GOOD.replace("evidence", "loa").replace("https://a.vn/anh.jpg", "1")
    said = take(small, data)
    assert (said.code, said.err.splitlines()) == (
        0,
        ["warning[column-ignored]: the column “loa” is not read", "  kết quả.csv:1:7"],
    )
    assert said.out.splitlines()[1] == "  Left out: columns: loa"
    assert take(small, data, "--quiet", "-n").err == ""


def test_names_with_commas_and_several_campaigns(tmp_path: Path) -> None:
    folder = define(tmp_path, "xuan", "he")
    text = 'date,unit,criterion,quantity\n5/3/2025,"CAX An Bình, Công an huyện Đông",mo-hinh,1\n'
    take(folder, text).refused(1, "rows-rejected", "campaign-ambiguous")
    assert take(folder, text, "-C", "he").code == 0


def test_part_of_a_name_is_enough_for_a_person_not_for_a_file(small: Path) -> None:
    text = "date,unit,criterion,quantity\n5/3/2025,an binh,mo-hinh,1\n"
    take(small, text).refused(1, "rows-rejected", "unit-not-found")
    assert take(small, text.replace("an binh", "cong an xa an binh")).code == 0


def test_csv_runs_nothing_in_a_spreadsheet(small: Path) -> None:
    notes = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "bình thường"]
    for note in notes:
        tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", f"--note={note}", *TODAY, cwd=small)
    rows = list(csv.DictReader(tracker("ls", "-f", "csv", *TODAY, cwd=small).out.splitlines()))
    assert [row["note"] for row in rows] == [f"'{note}" for note in notes[:4]] + notes[4:]
    assert [one["note"] for one in listed(small)] == notes
