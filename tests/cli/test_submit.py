"""tracker submit: its texts, its lock and the exceptions from it, monthly and single returns, and the questions it asks."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import Result, tracker
from tests.cli.terminal import terminal

DEADLINES = """\
    deadlines:
      - title: Báo cáo tuần
        every: friday 16:00
        return: weekly
        lock_after: 3 days
        exceptions:
          - {week: 2025-W10, until: 20/3/2025, reason: Lũ trên sông Mã, units: [a]}
      - {title: Báo cáo tháng, every: monthly 25, return: monthly}
      - {title: Tự sơ kết Đợt 1, due: 7/4/2025, return: once}
      - {title: Tự tổng kết, due: 5/5/2025, return: once}
"""
TEXTS = ("--direction", "Họp giao ban", "--difficulties", "Thiếu xe", "--proposals", "Cấp thêm xe & người")


@pytest.fixture
def office(small: Path) -> Path:
    """A campaign with a weekly, a monthly and two single returns."""
    path = small / "campaigns.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("    deadlines:")] + DEADLINES, encoding="utf-8")
    return small


def submit(folder: Path, *arguments: str, today: str = "2025-03-14", **settings: Any) -> Result:
    return tracker("submit", *arguments, "--today", today, cwd=folder, **settings)


def missing(folder: Path, today: str, *arguments: str) -> set[str]:
    said = tracker("units", "--missing", "--json", "--today", today, *arguments, cwd=folder).json
    return {one["id"] for one in said["missing"]}


def texts_of(folder: Path) -> tuple[str, ...]:
    """The texts of the only return that the weekly report has texts of."""
    said = tracker("report", "weekly", "--week", "2025-W11", "--today", "2025-03-14", "--json", cwd=folder).json
    return tuple(said["texts"][0][name] for name in ("direction", "difficulties", "proposals"))


def test_texts_go_with_a_return_and_are_undone_with_it(office: Path) -> None:
    first = submit(office, "-u", "a", *TEXTS)
    assert (first.code, first.out) == (0, "1-1\n")
    again = submit(office, "-u", "a", *TEXTS, "--json").json
    assert (again["id"], again["already_there"]) == ("1-1", True)
    shown = tracker("show", "1-1", "--today", "2025-03-14", cwd=office).out
    assert all(text in shown for text in TEXTS[1::2])
    other = submit(office, "-u", "a", "--proposals", "Khác")
    assert (other.code, other.out) == (1, "")
    assert "texts-differ" in other.err
    assert tracker("undo", cwd=office).code == 0
    assert missing(office, "2025-03-14") == {"d", "a", "b", "c"}
    assert submit(office, "-u", "a", "--proposals", "Khác").code == 0


def test_texts_can_follow_later(office: Path) -> None:
    submit(office, "-u", "a", "--nil", "--received", "14/3/2025 08:00")
    later = submit(office, "-u", "a", "--nil", "--difficulties", "Mưa\x1b[31m lũ\u202e", "--json").json
    assert (later["id"], later["already_there"]) == ("1-1", False)
    assert "Mưa[31m lũ" in tracker("show", "1-1", "--today", "2025-03-14", cwd=office).out
    more = submit(office, "-u", "a", "--nil", "--proposals", "Cấp xuồng", "--json").json
    again = submit(office, "-u", "a", "--nil", "--proposals", "Cấp xuồng", "--json").json
    assert (more["already_there"], again["already_there"]) == (False, True)
    written_over = submit(office, "-u", "a", "--nil", "--direction", "Họp", "--proposals", "Khác")
    assert "texts-differ" in written_over.err
    assert texts_of(office) == ("", "Mưa[31m lũ", "Cấp xuồng")
    for texts in (("", "Mưa[31m lũ", ""), ("", "Mưa[31m lũ", "Cấp xuồng")):  # undone, and undone again
        assert tracker("undo", cwd=office).code == 0
        assert texts_of(office) == texts
    assert tracker("void", "1-1", "--reason", "nhầm", cwd=office).code == 0
    assert tracker("undo", cwd=office).code == 0
    assert texts_of(office) == ("", "Mưa[31m lũ", "Cấp xuồng")
    too_long = submit(office, "-u", "b", "--difficulties", "x" * 2001)
    assert (too_long.code, "text-too-long" in too_long.err) == (1, True)
    assert missing(office, "2025-03-14") == {"d", "b", "c"}


def test_a_locked_return_is_refused_unless_an_exception_leaves_it_open(office: Path) -> None:
    """The week 3/3-9/3 is due on 7/3 at 16:00 and locked three days later; for `a` it stays open until 20/3."""
    late = ("--week", "2025-W10")
    refused = submit(office, "-u", "b", *late, today="2025-03-11")
    assert (refused.code, refused.out) == (1, "")
    assert "return-locked" in refused.err
    assert "10/03/2025 16:00" in refused.err
    assert not (office / "tracker.db").exists() or missing(office, "2025-03-14", *late) == {"d", "a", "b", "c"}
    arrived = submit(office, "-u", "b", *late, "--received", "10/3/2025 15:59", "--json", today="2025-03-11").json
    assert (arrived["on_time"], arrived["exception"]) == (False, None)
    excepted = submit(office, "-u", "a", *late, "--json", today="2025-03-19").json
    assert (excepted["on_time"], excepted["exception"]) == (False, "Lũ trên sông Mã")
    assert submit(office, "-u", "a", *late, "--json", today="2025-03-25").json["already_there"]
    file = office / "trễ.csv"
    file.write_text("ngày,đơn vị,tiêu chí,số lượng\n5/3/2025,c,mo-hinh,1\n", encoding="utf-8")
    rows = tracker("import", file, "--submit", "--today", "2025-03-11", "--json", cwd=office)
    assert (rows.code, [one["code"] for one in rows.json["rejected"]]) == (1, ["return-locked"])


def test_a_file_brings_the_returns_that_are_still_taken(office: Path) -> None:
    """Of the same week: `a` has an exception, the return of `b` is there already, that of `c` is locked."""
    submit(office, "-u", "b", "--week", "2025-W10", "--received", "7/3/2025 9:00")
    rows = "".join(f"{day}/3/2025,{unit},mo-hinh,1\n" for unit in "abc" for day in (4, 5))
    (office / "in.csv").write_text(f"ngày,đơn vị,tiêu chí,số lượng\n{rows}", encoding="utf-8")

    def take(*arguments: str) -> Result:
        return tracker("import", "in.csv", "--submit", "--today", "2025-03-12", *arguments, cwd=office)

    refused = take("--json")
    assert [(one["row"], one["code"]) for one in refused.json["rejected"]] == [
        (6, "return-locked"),
        (7, "return-locked"),
    ]
    assert "10/03/2025 16:00" in take().err
    assert missing(office, "2025-03-12", "--week", "2025-W10") == {"d", "a", "c"}
    some = take("--rejected", "rest.csv", "--json").json["returns"]
    assert (some["filed"], some["already_there"]) == (1, 1)
    arrived = tracker(
        *("import", "rest.csv", "--submit", "--received", "10/3/2025 15:59", "--today", "2025-03-12"), cwd=office
    )
    assert arrived.code == 0
    assert missing(office, "2025-03-12", "--week", "2025-W10") == {"d"}


def test_monthly_and_single_returns(office: Path) -> None:
    month = submit(office, "-u", "a", "--month", "2025-03", "--json", today="2025-03-20").json
    assert (month["start"], month["end"], month["on_time"]) == ("2025-03-01", "2025-03-31", True)
    assert submit(office, "-u", "b", "--month", "last", "--json", today="2025-04-02").json["start"] == "2025-03-01"
    single = submit(office, "-u", "a", "--return", "so ket", "--json", today="2025-04-01").json
    assert (single["start"], single["end"], single["expected"]) == ("2025-03-01", "2025-04-07", 3)
    final = submit(office, "-u", "a", "--return", "Tự tổng kết", "--nil", "--json", today="2025-05-02")
    assert (final.json["start"], final.json["end"]) == ("2025-03-01", "2025-04-30")


@pytest.mark.parametrize(
    ("arguments", "code", "name"),
    [
        (("--week", "-1", "--month", "-1"), 2, "period-twice"),
        (("--month", "2025-13"), 2, "bad-month"),
        (("--month", "3"), 2, "bad-month"),
        (("--month", "2026-03"), 3, "no-returns"),
        (("--return", "tự"), 2, "return-ambiguous"),
        (("--return", "quý"), 3, "return-not-found"),
        (("--ask",), 2, "nobody-to-ask"),
    ],
)
def test_refused(office: Path, arguments: tuple[str, ...], code: int, name: str) -> None:
    said = submit(office, "-u", "a", *arguments)
    assert (said.code, said.out) == (code, "")
    assert name in said.err
    assert not (office / "tracker.db").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_asked_at_a_terminal(office: Path) -> None:
    env = {"TRACKER_TODAY": "2025-03-14", "TRACKER_LANG": "en"}
    with terminal([sys.executable, "-m", "tracker", "submit", "-u", "a", "--ask"], office, env) as seen:
        seen.wait(r"Mô hình \(mô hình\), on 14/03/2025 \[–\]: ")
        seen.type("hai\n")
        seen.wait("“hai” is not a number")
        seen.type("2\n")
        seen.wait(r"Khám phá án, on 14/03/2025 \[–\]: ")
        seen.type("3\n")
        seen.wait("Khám phá án is a rate: 3 of how many?")
        seen.type("3/4\n")
        seen.wait("Nước sạch")
        seen.type("\n")
        for answer in ("Họp", "", "Cấp xe"):
            seen.wait(r"\[–\]: ")
            seen.type(f"{answer}\n")
        shown = seen.wait("Undo: tracker undo")
        assert seen.finish() == 0
    assert "2 entries in the period" in shown
    assert "Direction given: Họp" in shown
    figures = tracker("achievements", "--json", "--today", "2025-03-14", cwd=office).json["achievements"]
    assert [(one["criterion"], one["quantity"], one["denominator"]) for one in figures] == [
        ("mo-hinh", 2, None),
        ("kham-pha", 3, 4),
    ]
    assert tracker("undo", cwd=office).code == 0
    left = tracker("achievements", "--json", "--today", "2025-03-14", cwd=office).json["achievements"]
    assert {one["state"] for one in left} == {"voided"}
    assert missing(office, "2025-03-14") == {"d", "a", "b", "c"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_nothing_answered_is_a_nil_return(office: Path) -> None:
    env = {"TRACKER_TODAY": "2025-03-14", "TRACKER_LANG": "vi"}
    with terminal([sys.executable, "-m", "tracker", "submit", "-u", "a", "--ask"], office, env) as seen:
        for _question in range(6):
            seen.wait(r"\[–\]: ")
            seen.type("\n")
        seen.wait("không phát sinh")
        assert seen.finish() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("-u", "t"), "return-not-owed"),
        (("-u", "b", "--week", "2025-W10"), "return-locked"),
        (("-u", "a"), "return-differs"),
    ],
)
def test_nothing_is_asked_for_a_return_that_is_refused(office: Path, arguments: tuple[str, ...], name: str) -> None:
    submit(office, "-u", "a", "--nil")
    env = {"TRACKER_TODAY": "2025-03-14", "TRACKER_LANG": "en"}
    with terminal([sys.executable, "-m", "tracker", "submit", *arguments, "--ask"], office, env) as seen:
        assert "[–]" not in seen.wait(name)
        assert seen.finish() == 1


def test_a_text_that_is_given_but_empty_is_missing(office: Path) -> None:
    said = submit(office, "-u", "a", "--direction", "", "--difficulties", " \t").refused(
        1, "field-missing", "field-missing"
    )
    assert "the direction is missing" in said.err
    assert missing(office, "2025-03-14") == {"d", "a", "b", "c"}


def test_a_part_of_a_title_that_several_returns_bear_is_refused(office: Path) -> None:
    said = submit(office, "-u", "a", "--return", "tự").refused(2, "return-ambiguous")
    assert "write more of its title" in said.err
    assert submit(office, "-u", "a", "--return", "tự sơ", "-n").code == 0


def test_the_day_that_is_named_as_today_has_passed_whatever_the_clock_says(office: Path) -> None:
    submit(office, "-u", "a", "--nil", "--received", "14/3/2025 23:59", today="2025-03-14")
