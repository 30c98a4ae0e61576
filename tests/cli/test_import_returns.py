"""`import --submit`: the returns of the units in a file, filed with their entries and taken back with them."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker
from tests.conftest import ROOT
from tests.files.make_workbooks import make_xlsx

TODAY = ("--today", "2025-03-10")  # the Monday after week 10
WORKBOOKS = ROOT / "tests" / "fixtures" / "workbooks"
FORMATS = pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
WEEK = {"start": "2025-03-03", "end": "2025-03-09"}
LONG = "date,unit,criterion,quantity,denominator,ref\n5/3/2025,a,mo-hinh,2,,R1\n6/3/2025,b,kham-pha,3,4,R2\n"
WIDE = "unit,Mô hình,Khám phá án\na,2,3/4\nb,0,0\nc,,\n"


def take(cwd: Path, text: str, *rest: str, lang: str = "en") -> Result:
    (cwd / "in.csv").write_text(text, encoding="utf-8")
    return tracker("import", "in.csv", *rest, *TODAY, "--lang", lang, cwd=cwd)


def entries(cwd: Path) -> list[tuple[Any, ...]]:
    found = tracker("ls", "--json", *TODAY, cwd=cwd).json["achievements"]
    fields = ("date", "unit", "criterion", "quantity", "denominator")
    return [tuple(one[name] for name in fields) for one in found if one["state"] == "current"]


def missing(cwd: Path, week: str = "2025-W10") -> tuple[set[str], int]:
    """The units whose return is missing, and how many came on time."""
    said = tracker("units", "--missing", "--week", week, "--json", *TODAY, cwd=cwd).json
    return {one["id"] for one in said["missing"]}, said["on_time"]


def figures(cwd: Path) -> str:
    return tracker("status", "--json", *TODAY, cwd=cwd).out


def test_the_returns_of_the_units_in_a_file_are_filed_with_it(small: Path) -> None:
    said = take(small, LONG, "--submit", "--received", "7/3/2025 15:30")
    assert said == Result(
        0,
        "✔ in.csv: 2 rows · 2 written\n  Báo cáo tuần 03/03-09/03: 2 returns filed · on time\n",
        "",
    )
    assert missing(small) == ({"d", "c"}, 2)


def test_what_is_received_later_is_late(small: Path) -> None:
    said = take(small, LONG, "--submit", lang="vi")  # now: Monday
    assert said.out.splitlines()[1] == "  Báo cáo tuần 03/03-09/03: đã nộp 2 báo cáo · nộp muộn"
    assert missing(small) == ({"d", "c"}, 0)


def test_undo_takes_back_entries_and_returns_and_brings_them_back(small: Path) -> None:
    tracker("submit", "-u", "c", "--week", "2025-W10", *TODAY, cwd=small)
    before, owing = figures(small), missing(small)
    take(small, LONG, "--submit")
    after = figures(small)
    assert tracker("undo", *TODAY, cwd=small).code == 0
    assert (figures(small), missing(small), entries(small)) == (before, owing, [])
    assert tracker("undo", *TODAY, cwd=small).code == 0
    assert (figures(small), missing(small)[0]) == (after, {"d"})


def test_zeros_alone_are_a_nil_return_and_an_empty_row_is_none(small: Path) -> None:
    said = take(small, WIDE, "--week", "2025-W10", "--submit")
    assert said.out.splitlines()[-1] == "  Báo cáo tuần 03/03-09/03: 2 returns filed (1 nil) · late"
    assert missing(small)[0] == {"d", "c"}
    assert [one[1:] for one in entries(small)] == [("a", "mo-hinh", 2, None), ("a", "kham-pha", 3, 4)]
    returns = [tracker("show", id_, "--json", *TODAY, cwd=small).json for id_ in ("1-3", "1-4")]
    assert [(one["unit"], one["nil"]) for one in returns] == [("a", False), ("b", True)]


def test_zeros_of_a_unit_that_logged_something_are_no_nil_return(small: Path) -> None:
    tracker("log", "-u", "b", "-c", "mo-hinh", "-q", "1", "-d", "4/3", *TODAY, cwd=small)
    assert take(small, WIDE, "--week", "2025-W10", "--submit", "--json").json["returns"]["nil"] == 0


def test_running_totals_that_stand_still_are_a_nil_return(small: Path) -> None:
    take(small, "unit,Mô hình\na,5\nb,2\n", "--date", "2/3/2025", "--set")
    said = take(small, "unit,Mô hình\na,7\nb,2\nc,0\n", "--week", "2025-W10", "--set", "--submit", "--json").json
    assert (said["written"], said["unchanged"]) == (1, 2)
    assert (said["returns"]["filed"], said["returns"]["nil"]) == (3, 2)


def test_what_is_there_already_is_no_problem(small: Path) -> None:
    tracker("submit", "-u", "a", "--week", "2025-W10", "--received", "6/3/2025 9:00", *TODAY, cwd=small)
    first = take(small, LONG, "--submit", "--json").json["returns"]
    assert first == {"filed": 1, "nil": 0, "already_there": 1, **WEEK, "on_time": False}
    again = take(small, LONG, "--submit")
    assert again.out == (
        "✔ in.csv: 2 rows · 0 written · 2 already there\n"
        "  Báo cáo tuần 03/03-09/03: 0 returns filed · 2 already there\n"
    )
    assert missing(small) == ({"d", "c"}, 1)


def test_returns_alone_are_an_import_that_can_be_undone(small: Path) -> None:
    take(small, LONG)
    said = take(small, LONG, "--submit", "--json").json
    assert (said["written"], said["returns"]["filed"], said["batch"]) == (0, 2, 2)
    tracker("undo", *TODAY, cwd=small)
    assert (missing(small)[0], len(entries(small))) == ({"a", "b", "c", "d"}, 2)


def test_a_nil_return_that_figures_contradict_is_doubtful(small: Path) -> None:
    tracker("submit", "-u", "a", "--week", "2025-W10", "--nil", *TODAY, cwd=small)
    said = take(small, LONG, "--submit")
    assert said.err.splitlines()[0] == (
        "warning[nil-contradicted]: nil returns of units that have figures in this file: 1 (1-1)"
    )


def test_a_rehearsal_files_nothing(small: Path) -> None:
    said = take(small, WIDE, "--week", "2025-W10", "--submit", "-n")
    assert said.out.splitlines()[-1] == "  Báo cáo tuần 03/03-09/03: 2 returns to be filed (1 nil) · late"
    assert not (small / "tracker.db").exists()


def test_a_long_file_into_a_new_store(small: Path) -> None:
    rows = "".join(f"5/3/2025,{'a' if number < 6000 else 'b'},mo-hinh,1,,{number}\n" for number in range(6001))
    said = take(small, f"{LONG.partition(chr(10))[0]}\n{rows}", "--submit", "--json").json
    assert (said["written"], said["returns"]["filed"]) == (6001, 2)
    assert missing(small)[0] == {"c", "d"}


def test_a_unit_that_owes_no_return_is_a_problem_of_its_row(small: Path) -> None:
    said = take(small, f"{LONG}6/3/2025,t,mo-hinh,1,,R3\n6/3/2025,t,mo-hinh,1,,R4\n", "--submit")
    said.refused(1, "rows-rejected", "return-not-owed")
    assert "  in.csv:4:2   and in 1 more row\n" in said.err
    take(small, "unit,Mô hình\nt,0\n", "--week", "2025-W10", "--submit").refused(1, "rows-rejected", "return-not-owed")
    assert not (small / "tracker.db").exists()


def test_the_good_rows_alone_bring_their_returns(small: Path) -> None:
    said = take(small, "unit,Mô hình\na,2\nb,hai\nt,1\n", "--week", "2025-W10", "--submit", "--rejected", "x.csv")
    assert said.out.splitlines()[1].startswith("  Báo cáo tuần 03/03-09/03: 1 return filed")
    assert ([one[1] for one in entries(small)], missing(small)[0]) == (["a"], {"b", "c", "d"})
    text = (small / "x.csv").read_text(encoding="utf-8-sig").replace("hai", "2").replace("t,1,", "c,1,")
    assert take(small, text, "--submit").code == 0
    assert missing(small)[0] == {"d"}


def test_of_which_week_the_returns_are(small: Path) -> None:
    text = f"{LONG}3/3/2025,c,mo-hinh,1,,\n1/3/2025,c,mo-hinh,1,,\n"
    said = take(small, text, "--submit").refused(1, "weeks-several")
    assert "the days of the file, 1/3/2025 to 6/3/2025, lie in several weeks" in said.err
    assert not (small / "tracker.db").exists() or entries(small) == []
    assert take(small, text, "--submit", "--week", "2025-W10", "--json").json["returns"]["filed"] == 3
    take(small, LONG, "--submit", "--date", "10/3/2025")
    assert missing(small, "2025-W11")[0] == {"c", "d"}


def test_a_campaign_without_returns_takes_none(small: Path) -> None:
    path = small / "campaigns.yaml"
    path.write_text(
        "".join(one for one in path.read_text("utf-8").splitlines(keepends=True) if "Báo cáo tuần" not in one), "utf-8"
    )
    take(small, LONG, "--submit").refused(1, "rows-rejected", "no-returns")


def test_when_they_were_received(small: Path) -> None:
    take(small, LONG, "--received", "7/3/2025").refused(2, "received-alone")
    take(small, LONG, "--submit", "--received", "hôm kia").refused(2, "bad-moment")
    take(small, LONG, "--submit", "--received", "11/3/2025 8:00").refused(1, "received-in-future")


def test_rows_that_are_already_there_say_what_became_of_them(small: Path) -> None:
    take(small, LONG)
    tracker("void", "1-1", "--reason", "nhầm", *TODAY, cwd=small)
    said = take(small, LONG)
    assert (said.code, said.out) == (0, "✔ in.csv: 2 rows · 0 written · 2 already there\n")
    first, second = (line for line in said.err.splitlines() if line.startswith("warning"))
    assert first.startswith(
        "warning[refs-corrected]: rows whose refs stand for entries that were amended or voided since: 1;"
    )
    assert second == "warning[ref-corrected]: ref R1 is already there as 1-1 (voided since); nothing was added"
    assert "  in.csv:2:6\n" in said.err
    assert take(small, LONG, "--json").json["corrected"] == 1


# Entry workbooks


def fill(cwd: Path, suffix: str, *rest: str, **more: Any) -> Result:
    shutil.copy(WORKBOOKS / f"filled-in{suffix}", cwd)
    return tracker("import", f"filled-in{suffix}", *rest, *TODAY, cwd=cwd, **more)


@FORMATS
def test_an_entry_workbook_that_libreoffice_saved_needs_no_option(small: Path, suffix: str) -> None:
    assert fill(small, suffix).out == f"✔ filled-in{suffix}: 1 row · 2 written\n  Left out: 2 zeros\n"
    assert entries(small) == [("2025-03-04", "a", "mo-hinh", 2, None), ("2025-03-04", "a", "kham-pha", 3, 4)]
    assert tracker("ls", "--json", *TODAY, cwd=small).json["achievements"][0]["note"] == "Ghi chú của xã"


@FORMATS
def test_its_returns_come_with_it(small: Path, suffix: str) -> None:
    said = fill(small, suffix, "--submit", "--received", "7/3 16:00", "--json").json["returns"]
    assert said == {"filed": 2, "nil": 1, "already_there": 0, **WEEK, "on_time": True}
    assert missing(small) == ({"d", "c"}, 2)


@FORMATS
def test_it_says_itself_of_which_campaign_it_is(tmp_path: Path, suffix: str) -> None:
    folder = define(tmp_path / "both", "xuan", "he")
    assert fill(folder, suffix).code == 0
    assert {one["campaign"] for one in tracker("ls", "--json", "-C", "xuan", *TODAY, cwd=folder).json["achievements"]} == {"xuan"}  # fmt: skip
    said = fill(folder, suffix, "-C", "he").refused(1, "form-other")
    assert "is an entry workbook of the campaign xuan, not of he" in said.err
    fill(folder, suffix, "-C", "xuan", "--week", "2025-W09").refused(1, "form-week")
    fill(folder, suffix, "--date", "10/3/2025").refused(1, "form-week")
    assert fill(folder, suffix, "-C", "xuan", "--date", "9/3/2025", "-n").code == 0
    other = define(tmp_path / "other", "he")
    said = fill(other, suffix).refused(1, "form-unknown")
    assert "campaigns here: he" in said.err


def test_a_week_that_has_not_begun_is_none_yet(small: Path) -> None:
    shutil.copy(WORKBOOKS / "filled-in.xlsx", small)
    tracker("import", "filled-in.xlsx", "--today", "2025-03-02", cwd=small).refused(1, "week-in-future")


def test_a_sheet_of_that_name_that_people_see_is_a_sheet(small: Path) -> None:
    rows: list[list[Any]] = [["date", "unit", "criterion", "quantity"], ["5/3/2025", "a", "mo-hinh", 2]]
    make_xlsx(small / "a.xlsx", {"S": rows, "tracker": [["campaign", "khác"], ["week", "2025-W01"]]})
    assert tracker("import", "a.xlsx", "--sheet", "S", *TODAY, cwd=small).code == 0


def test_figures_of_another_week_say_nothing_about_this_one(small: Path) -> None:
    """In the file `a` has something on 5/3 and `b` nothing of the week 10/3-16/3, which the returns are for."""
    text = "date,unit,criterion,quantity\n5/3/2025,a,mo-hinh,2\n10/3/2025,b,mo-hinh,1\n"
    said = take(small, text, "--submit", "--week", "2025-W11", "--json").json["returns"]
    assert (said["filed"], said["nil"]) == (2, 1)
    shown = [tracker("show", id_, "--json", *TODAY, cwd=small).json for id_ in ("1-3", "1-4")]
    assert [(one["unit"], one["nil"]) for one in shown] == [("a", True), ("b", False)]


def test_rows_of_several_weeks_are_to_be_imported_week_by_week(small: Path) -> None:
    said = take(small, f"{LONG}1/3/2025,c,mo-hinh,1,,\n", "--submit").refused(1, "weeks-several")
    assert "--week" not in said.err
