"""Days and weeks that calendars have seldom: 29 February, week 53, weeks of two years."""

import json
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.torture.clock import DAY, VIETNAM, done, inside, years

Keep = Callable[[str, str, str], None]


@pytest.mark.parametrize(("year", "first"), [(2020, date(2020, 12, 28)), (2026, date(2026, 12, 28))])
def test_week_53(tmp_path: Path, figures: Keep, year: int, first: date) -> None:
    """Three days of one year and four of the next, whichever way the week is named; it takes nothing from its neighbours."""
    folder = years(tmp_path / "office", VIETNAM)
    noon = datetime.combine(first, time(12), ZoneInfo(VIETNAM))
    for n in range(-1, 8):
        done(inside, noon + n * DAY, folder, "log", "-u", "a", "-c", "mo-hinh", "-q", str(10 ** (n + 1)))
    last = noon + 7 * DAY

    def week(name: str, moment: datetime = last, **settings: str) -> Any:
        return json.loads(done(inside, moment, folder, "report", "weekly", "--week", name, "--json", **settings))

    found = week(f"{year}-W53")
    assert (found["week"], found["start"], found["end"]) == (f"{year}-W53", f"{first}", f"{first + 6 * DAY}")
    assert found["criteria"][0]["week"] == 11111110
    assert found["criteria"][0]["previous_week"] == 1
    assert found["criteria"][0]["campaign"] == 11111111
    names = (f"{first}", f"31/12/{year}", f"1/1/{year + 1}", f"{first + 6 * DAY}", "-1", "last")
    assert [week(name) for name in names] == [found] * len(names)
    after = week(f"{year + 1}-W01")
    assert (after["criteria"][0]["week"], after["criteria"][0]["previous_week"]) == (100000000, 11111110)
    inside(last, "report", "weekly", "--week", f"{year - 1}-W53", cwd=folder).refused(2, "no-such-week")
    for n in range(7):  # printed while the week goes on, and asked for again later as of that day
        now = json.loads(done(inside, noon + n * DAY, folder, "report", "weekly", "--json"))
        again = week(f"{year}-W53", TRACKER_TODAY=f"{first + n * DAY}")
        assert (now["week"], now["criteria"][0]["week"]) == (f"{year}-W53", int("1" * (n + 1) + "0"))
        assert now == again
    filed = json.loads(done(inside, noon + 5 * DAY, folder, "submit", "-u", "a", "--json"))
    assert (filed["start"], filed["end"]) == (found["start"], found["end"])
    missing = json.loads(done(inside, last, folder, "units", "--missing", "--week", f"{year}-W53", "--json"))
    assert (missing["expected"], missing["actual"]) == (4, 1)
    figures(
        "clocks",
        f"week 53 of {year}: 9 entries around the year's end, 7 reports",
        "each day counted once; identical later",
    )


def test_29_february(tmp_path: Path, figures: Keep) -> None:
    folder = years(tmp_path / "office", VIETNAM)
    leap = datetime(2024, 2, 29, 12, tzinfo=ZoneInfo(VIETNAM))
    log = ("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "--json")

    def day(moment: datetime, *typed: str) -> str:
        return str(json.loads(done(inside, moment, folder, *log, *typed))["date"])

    assert [day(leap), day(leap, "-d", "today"), day(leap + DAY, "-d", "-1d"), day(leap + 365 * DAY, "-d", "29/2")] == [
        "2024-02-29"
    ] * 4
    assert (day(leap, "-d", "-1d"), day(leap + DAY)) == ("2024-02-28", "2024-03-01")
    inside(leap + 366 * DAY, *log, "-d", "29/2/2025", cwd=folder).refused(2, "no-such-day")
    inside(leap - DAY, *log, "-d", "29/2/2024", cwd=folder).refused(1, "future-day")
    for until, count in (("28/2/2024", 1), ("29/2/2024", 5), ("1/3/2024", 6)):
        said = json.loads(done(inside, leap + 900 * DAY, folder, "status", "--json", "--today", until))
        assert said["criteria"][0]["campaign"]["actual"] == count
    known = json.loads(done(inside, leap + 900 * DAY, folder, "status", "--json", "--known-at", "29/2/2024"))
    assert (known["as_of"], known["criteria"][0]["campaign"]["actual"]) == ("2024-02-29", 3)
    figures(
        "clocks", "29 February 2024: logged, typed, reported, known at", "as its own day, and never in another year"
    )
