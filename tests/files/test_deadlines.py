"""The deadlines of campaigns.yaml: every form of them, days off, exceptions, and what is wrong with them."""

from datetime import date, datetime, time
from pathlib import Path

import pytest

from tools.days_off import FILE, write_days_off
from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign
from tracker.domain.returns import Deadline, LockException, Period
from tracker.files.campaign_file import Reading, read_definition
from tracker.files.public_holidays import read_public_holidays

HEAD = """\
campaigns:
  - id: thu
    title: Phong trào thử
    launched_on: 19/9/2024
    start: 19/8/2024
    end: 19/8/2025
    units: units.csv
    phases:
      - {id: dot-1, title: Đợt 1, start: 19/8/2024, end: 3/2/2025}
      - {id: dot-2, title: Đợt 2, start: 4/2/2025, end: 19/8/2025}
    criteria:
      - {id: mo-hinh, title: Mô hình, kind: count}
"""
ROSTER = "id,code,name,level,parent\nt,1,Tỉnh,province,\na,10,Xã A,commune,t\nb,11,Xã B,commune,t\n"
WEEKLY = "every: friday 16:00, return: weekly"


def read(folder: Path, *deadlines: str, keys: str = "") -> Reading:
    (folder / "units.csv").write_text(ROSTER, encoding="utf-8")
    lines = "".join(f"    {line}\n" for line in keys.splitlines())
    listed = "".join(f"      - {{title: T, {one}}}\n" for one in deadlines)
    path = folder / "campaigns.yaml"
    path.write_text(HEAD + lines + "    deadlines:\n" + listed, encoding="utf-8")
    return read_definition(path)


def campaign_of(reading: Reading) -> Campaign:
    assert reading.problems == ()
    assert reading.definition
    return reading.definition.campaigns[0]


def only(folder: Path, deadline: str, keys: str = "") -> Deadline:
    (found,) = campaign_of(read(folder, deadline, keys=keys)).deadlines
    return found


def moved(deadline: Deadline) -> dict[date | None, date]:
    return {one.original_on: one.due_on for one in deadline.occurrences if one.original_on}


@pytest.mark.parametrize(
    ("deadline", "period", "first", "at", "covers"),
    [
        (WEEKLY, Period.WEEKLY, date(2024, 9, 20), time(16), Span(date(2024, 9, 16), date(2024, 9, 22))),
        (
            "every: Monthly 25  7:30, return: monthly",
            Period.MONTHLY,
            date(2024, 9, 25),
            time(7, 30),
            Span(date(2024, 9, 1), date(2024, 9, 30)),
        ),
        (
            "every: monthly 5, return: monthly, covers: previous, holidays: none",
            Period.MONTHLY,
            date(2024, 10, 5),
            time(23, 59, 59),
            Span(date(2024, 9, 1), date(2024, 9, 30)),
        ),
        (
            "every: FREQ=MONTHLY;BYDAY=-1FR 16:00, return: monthly",
            Period.MONTHLY,
            date(2024, 9, 27),
            time(16),
            Span(date(2024, 9, 1), date(2024, 9, 30)),
        ),
        ("every: freq=weekly;interval=2;byday=mo 8:00", None, date(2024, 9, 30), time(8), None),
        (
            "due: 10/2/2025, return: once, covers: dot-1",
            Period.ONCE,
            date(2025, 2, 10),
            time(23, 59, 59),
            Span(date(2024, 8, 19), date(2025, 2, 3)),
        ),
        (
            "due: 10/2/2025, return: once",
            Period.ONCE,
            date(2025, 2, 10),
            time(23, 59, 59),
            Span(date(2024, 8, 19), date(2025, 2, 10)),
        ),
        (
            "due: 31/8/2025, return: once",
            Period.ONCE,
            date(2025, 8, 31),
            time(23, 59, 59),
            Span(date(2024, 8, 19), date(2025, 8, 19)),
        ),
    ],
)
def test_a_deadline_is_read_in_each_of_its_forms(
    tmp_path: Path, deadline: str, period: Period | None, first: date, at: time, covers: Span | None
) -> None:
    found = only(tmp_path, deadline)
    occurrence = found.occurrences[0]
    assert (found.period, occurrence.due_on, occurrence.covers) == (period, first, covers)
    assert occurrence.due_at == datetime.combine(first, at, datetime.fromisoformat("2025-01-01T00:00+07:00").tzinfo)


@pytest.mark.parametrize(
    ("deadline", "keys", "dates"),
    [
        (WEEKLY, "", {date(2025, 1, 31): date(2025, 2, 3), date(2025, 5, 2): date(2025, 5, 5)}),
        (WEEKLY, "holidays: previous", {date(2025, 1, 31): date(2025, 1, 24), date(2025, 5, 2): date(2025, 4, 29)}),
        (WEEKLY, "holidays: none", {}),
        (f"{WEEKLY}, holidays: none", "holidays: previous", {}),
        (f"{WEEKLY}, holidays: next", "holidays: none", {date(2025, 1, 31): date(2025, 2, 3), date(2025, 5, 2): date(2025, 5, 5)}),
        (WEEKLY, "days_off: [3/2/2025, 7/2/2025]\nworking_days: [2/5/2025]", {date(2025, 1, 31): date(2025, 2, 4), date(2025, 2, 7): date(2025, 2, 10)}),
        (WEEKLY, "working_days: [2025-05-03]", {date(2025, 1, 31): date(2025, 2, 3), date(2025, 5, 2): date(2025, 5, 3)}),
        ("due: 1/5/2025", "", {date(2025, 5, 1): date(2025, 5, 5)}),
        ("due: 31/8/2025", "", {}),  # a Sunday that somebody chose
        ("every: saturday, return: weekly", "", {date(2025, 2, 1): date(2025, 2, 3)}),  # Saturdays are meant, but not in Tết
        (
            "every: 'FREQ=MONTHLY;BYMONTHDAY=1;BYMONTH=9,10,11,12'",
            "",
            {date(2024, 12, 1): date(2024, 12, 2)},  # nobody means Sundays by the first of a month
        ),
    ],
)  # fmt: skip
def test_deadlines_move_over_days_off(tmp_path: Path, deadline: str, keys: str, dates: dict[date, date]) -> None:
    assert moved(only(tmp_path, deadline, keys)) == dates


def test_what_the_package_knows_of_the_years_we_rely_on() -> None:
    """Each is announced by the government; a release of `holidays` that forgets them would move returns."""
    days = read_public_holidays(2024, 2026).days
    tet = {date(2024, 2, day) for day in range(8, 15)} | {date(2025, 1, day) for day in range(27, 32)}
    swapped = {date(2024, 4, 29): date(2024, 5, 4), date(2025, 5, 2): date(2025, 4, 26)}
    swapped |= {date(2026, 1, 2): date(2026, 1, 10), date(2026, 8, 31): date(2026, 8, 22)}
    assert tet | {date(2026, 2, day) for day in range(16, 21)} <= days.off
    assert swapped.keys() <= days.off
    assert set(swapped.values()) <= days.worked
    assert not days.worked & days.off


def test_what_is_written_down_is_what_the_package_says() -> None:
    """After an upgrade of `holidays`: python tools/days_off.py"""
    assert FILE.read_text(encoding="utf-8").strip() == write_days_off()


def test_a_year_whose_days_off_are_not_known_yet_is_only_a_warning(tmp_path: Path) -> None:
    known = read_public_holidays(2024, 2025).known_until
    late = f"due: 3/3/{known + 1}"
    reading = read(tmp_path, WEEKLY, late)
    assert [(one.code, one.params, one.place and one.place.path) for one in reading.problems] == [
        ("holidays-unknown", {"year": str(known + 1)}, "campaigns[0].end")
    ]
    assert reading.definition
    assert read(tmp_path, f"{late}, holidays: none").problems == ()
    assert read(tmp_path, late, keys=f"days_off: [4/3/{known + 1}]").problems == ()


def test_weeks_may_begin_on_another_day(tmp_path: Path) -> None:
    campaign = campaign_of(read(tmp_path, f"{WEEKLY}, covers: previous", keys="week_start: friday"))
    (deadline,) = campaign.deadlines
    assert deadline.occurrences[0].covers == Span(date(2024, 9, 13), date(2024, 9, 19))
    assert campaign.week_of(date(2024, 9, 20)).start == date(2024, 9, 20)
    assert campaign.parse_week("2024-W39", date(2025, 1, 1)) == Span(date(2024, 9, 20), date(2024, 9, 26))


LOCKED = f"{WEEKLY}, lock_after: 7 days"


@pytest.mark.parametrize(
    ("deadline", "week", "units"),
    [
        (LOCKED + ", exceptions: [{week: 2025-W06, until: 20/2/2025, reason: Lũ, units: [a]}]", (3, 9), ("a",)),
        (LOCKED + ", exceptions: [{week: 5/2/2025, until: 20/2/2025, reason: Lũ}]", (3, 9), ()),
        (LOCKED + ", exceptions: [{period: 5/2/2025, until: 20/2/2025, reason: Lũ}]", (3, 9), ()),
    ],
)
def test_exceptions_name_a_week(tmp_path: Path, deadline: str, week: tuple[int, int], units: tuple[str, ...]) -> None:
    found = only(tmp_path, deadline)
    until = datetime.fromisoformat("2025-02-20T23:59:59+07:00")
    days = Span(date(2025, 2, week[0]), date(2025, 2, week[1]))
    assert (found.lock_after, found.exceptions) == (7, (LockException(days, until, "Lũ", units),))


@pytest.mark.parametrize(
    ("deadline", "days"),
    [
        (
            "every: monthly 25, return: monthly, lock_after: 7 days, exceptions: [{period: 2025-02, until: 20/3/2025, reason: R}]",
            Span(date(2025, 2, 1), date(2025, 2, 28)),
        ),
        (
            "every: monthly 25, return: monthly, lock_after: 7 days, exceptions: [{period: 2/2025, until: 20/3/2025, reason: R}]",
            Span(date(2025, 2, 1), date(2025, 2, 28)),
        ),
        (
            "due: 10/2/2025, return: once, covers: dot-1, lock_after: 1 day, exceptions: [{until: 12/2/2025, reason: R}]",
            Span(date(2024, 8, 19), date(2025, 2, 3)),
        ),
    ],
)
def test_exceptions_name_a_month_or_the_only_date(tmp_path: Path, deadline: str, days: Span) -> None:
    assert [one.covers for one in only(tmp_path, deadline).exceptions] == [days]


@pytest.mark.parametrize(
    ("deadline", "code", "path"),  # ^ marks the place
    [
        ("every: ^friday 16:00, return: monthly", "return-rhythm", "every"),
        ("every: ^monthly 25, return: weekly", "return-rhythm", "every"),
        ("every: ^monthly 0", "bad-every", "every"),
        ("every: ^monthly", "bad-every", "every"),
        ("every: ^FREQ=HOURLY", "bad-every", "every"),
        ("every: ^FREQ=DAILY;INTERVAL=0", "bad-every", "every"),
        ("every: ^FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "every-never", "every"),
        ("every: friday, return: ^once", "return-needs-due", "return"),
        ("due: 10/2/2025, return: ^monthly", "return-needs-every", "return"),
        ("due: 10/2/2025, return: once, covers: ^dot-3", "phase-unknown", "covers"),
        ("due: ^10/2/2024, return: once", "covers-nothing", "due"),
        (WEEKLY + ", covers: ^dot-1", "bad-choice", "covers"),
        ("due: 10/2/2025, covers: ^dot-1", "key-of-returns", "covers"),
        (WEEKLY + ", holidays: ^later", "bad-choice", "holidays"),
        (WEEKLY + ", exceptions: ^[{week: 2025-W06, until: 20/2/2025, reason: R}]", "exceptions-unlocked", "exceptions"),
        (LOCKED + ", exceptions: ^[]", "list-empty", "exceptions"),
        (LOCKED + ", exceptions: [^{until: 20/2/2025, reason: R}]", "key-missing", "exceptions[0]"),
        (LOCKED + ", exceptions: [^{week: 2025-W06, reason: R}]", "key-missing", "exceptions[0]"),
        (LOCKED + ", exceptions: [^{week: 2025-W06, until: 20/2/2025}]", "key-missing", "exceptions[0]"),
        (LOCKED + ", exceptions: [{week: ^last, until: 20/2/2025, reason: R}]", "bad-period", "exceptions[0].week"),
        (LOCKED + ", exceptions: [{week: ^2025-W53, until: 20/2/2025, reason: R}]", "bad-period", "exceptions[0].week"),
        (LOCKED + ", exceptions: [{period: ^2025-13, until: 20/2/2025, reason: R}]", "bad-period", "exceptions[0].period"),
        (LOCKED + ", exceptions: [{week: ^2024-W36, until: 20/2/2025, reason: R}]", "exception-nowhere", "exceptions[0].week"),
        (LOCKED + ", exceptions: [{week: 2025-W06, until: ^13/2/2025, reason: R}]", "exception-early", "exceptions[0].until"),
        (LOCKED + ", exceptions: [{week: 2025-W06, until: 20/2/2025, reason: R, units: [a, ^x]}]", "unit-unknown", "exceptions[0].units[1]"),
        (LOCKED + ", exceptions: [{week: 2025-W06, until: 20/2/2025, reason: R, units: ^[]}]", "list-empty", "exceptions[0].units"),
    ],
)  # fmt: skip
def test_a_problem_is_reported_once_where_it_stands(tmp_path: Path, deadline: str, code: str, path: str) -> None:
    before, _, after = deadline.partition("^")
    problems = read(tmp_path, before + after).problems
    column = len("      - {title: T, ") + len(before) + 1
    line = HEAD.count("\n") + 2
    assert [(one.code, one.place and one.place[1:3], one.place and one.place.path) for one in problems] == [
        (code, (line, column), f"campaigns[0].deadlines[0].{path}")
    ]


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ("week_start: ^funday", "bad-choice"),
        ("holidays: ^later", "bad-choice"),
        ("days_off: ^[]", "list-empty"),
        ("days_off: ^1/5/2025", "not-a-list"),
        ("days_off: [^31/4/2025]", "no-such-day"),
        ("working_days: [3/5/2025, ^tomorrow]", "bad-file-day"),
    ],
)
def test_a_wrong_key_of_the_campaign_is_reported_where_it_stands(tmp_path: Path, keys: str, code: str) -> None:
    before, _, after = keys.partition("^")
    (problem,) = read(tmp_path, WEEKLY, keys=before + after).problems
    assert problem.place
    assert (problem.code, problem.place.column) == (code, len(before) + 5)


def test_a_daily_return_of_ten_years_is_refused(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    path = tmp_path / "campaigns.yaml"
    path.write_text(
        HEAD.replace("end: 19/8/2025", "end: 19/8/2034") + "    deadlines:\n      - {title: T, every: FREQ=DAILY}\n"
    )
    assert "every-too-often" in [one.code for one in read_definition(path).problems]


def test_two_returns_about_the_same_days_are_refused(tmp_path: Path) -> None:
    """The journal knows a return by its days."""
    (problem,) = read(tmp_path, WEEKLY, "every: thursday, return: weekly").problems
    assert (problem.code, problem.place.line if problem.place else 0) == ("returns-alike", 15)
    assert read(tmp_path, WEEKLY, "every: monthly 25, return: monthly").problems == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [("thứ hai", "monday"), ("Thứ sáu", "friday"), ("thứ 7", "saturday"), ("Chủ nhật", "sunday"), ("fryday", "friday")],
)
def test_a_weekday_in_vietnamese_is_understood_as_a_hint(tmp_path: Path, text: str, meant: str) -> None:
    (problem,) = read(tmp_path, WEEKLY, keys=f"week_start: {text}").problems
    assert (problem.code, problem.params["nearest"]) == ("bad-choice", [meant])
