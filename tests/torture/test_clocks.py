"""Clocks that go back or run wild, and machines that stand elsewhere."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, product
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.cli.conftest import define
from tests.torture.clock import BERLIN, DAY, LIBRARY, VIETNAM, Clock, done, inside, outside, years
from tests.torture.conftest import LONG

Thing = TypeVar("Thing")
Keep = Callable[[str, str, str], None]
PLACES = ("America/Los_Angeles", "Pacific/Kiritimati", "UTC", VIETNAM)
NOW = datetime(2025, 3, 20, 2, 30, tzinfo=UTC)
WILD = {
    "right": NOW,
    "a day back": NOW - DAY,
    "ten years on": NOW.replace(year=2035),
    "the end of 32 bits": datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC),
    "beyond 32 bits": datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    "beyond 32 bits without a sign": datetime(2106, 2, 7, 6, 28, 16, tzinfo=UTC),
    "1970": datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC),
    "a day back once more": NOW - DAY,
    "right again": NOW + DAY,
}
LAST_OF_MARCH = {"TRACKER_TODAY": "2025-03-31"}
CSV = "date,unit,criterion,quantity,denominator,ref\n{day},b,kham-pha,3,4,\n{day},b,mo-hinh,2,,K-{n}\n"
REPORTS = (
    "status", "status -u d", "report weekly --week 2025-W11", "report weekly --week 2025-W12 -u d", "achievements",
    "units --missing --week 2025-W11", "deadlines",
)  # fmt: skip
_ABSENT = pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not there; on Debian: apt-get install faketime")
_LONG = pytest.mark.skipif(not LONG, reason="some thousand processes: TRACKER_TORTURE=long runs them")
CLOCKS = [pytest.param(inside, id="inside"), pytest.param(outside, id="libfaketime", marks=[_ABSENT, _LONG])]
HOW = {inside: "in one process", outside: "in real processes under libfaketime"}
FEW = [pytest.param(inside, id="inside"), pytest.param(outside, id="libfaketime", marks=_ABSENT)]


def everywhere(things: Iterable[Thing]) -> Iterable[tuple[Thing, str]]:
    """Pair each thing with every place of the machine; in the short form with one."""
    return product(things, PLACES) if LONG else zip(things, cycle(PLACES), strict=False)


def work(folder: Path, clock: Clock, moments: Iterable[datetime]) -> list[str]:
    """Do what an office does all week, time after time at another moment; return the ids that it was given."""
    ids = []
    for n, moment in enumerate(moments):

        def tell(*arguments: str, moment: datetime = moment, **settings: Any) -> str:
            return done(clock, moment, folder, *arguments, **LAST_OF_MARCH, **settings)

        day = f"{10 + n}/3/2025"
        logged = ("log", "-u", "a", "-c", "mo-hinh", "-q", f"{n + 1}", "-d", day, "--ref", f"R-{n}")
        ids.append(tell(*logged))
        assert tell(*logged) == ids[-1]
        ids.append(tell("log", "-u", "b", "-c", "nuoc-sach", "-q", f"{n},5", "-d", day, "--set"))
        ids.append(tell("amend", ids[-2], "-q", f"{n + 3}", "--reason", "ghi nhầm"))
        tell("import", "-", stdin=CSV.format(day=day, n=n).encode())
        tell("undo")
        if n % 2:
            tell("undo")
        week = f"2025-W{10 + n // 4}"
        ids.append(tell("submit", "-u", "abcd"[n % 4], "--week", week, "--received", f"{10 + n}/3/2025 16:00"))
    return ids


def say_figures(folder: Path) -> list[Any]:
    """What reports say, but for what is about the moment of recording itself."""
    found = []
    for command in REPORTS:
        said = json.loads(done(inside, NOW, folder, *command.split(), "--json", **LAST_OF_MARCH))
        for one in said.get("achievements", []):
            del one["recorded_at"]
        found.append({**said, "head": "", "corrections": []})
    return found


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_clock_that_runs_wild(tmp_path: Path, clock: Clock, figures: Keep) -> None:
    """Ids rise, every figure is that of an office whose clock was right, and the store is whole."""
    wild, right = define(tmp_path / "wild"), define(tmp_path / "right")
    ids = work(wild, clock, WILD.values())
    assert ids == work(right, inside, [NOW + n * timedelta(minutes=1) for n in range(len(WILD))])
    numbers = [int(one.removeprefix("1-")) for one in ids]
    assert numbers == sorted(set(numbers))
    assert say_figures(wild) == say_figures(right)
    for moment in WILD.values():
        assert json.loads(done(clock, moment, wild, "fsck", "--full", "--json"))["ok"]
    listed = json.loads(done(inside, NOW, wild, "achievements", "--json", **LAST_OF_MARCH))["achievements"]
    assert {datetime.fromisoformat(one["recorded_at"]) for one in listed} == set(WILD.values())
    figures(
        "clocks",
        f"the same work at {len(WILD)} moments, each clock wrong in its way, {HOW[clock]}",
        "ids rise; figures as with a right clock",
    )


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_report_is_the_same_whenever_and_wherever_it_is_printed(tmp_path: Path, clock: Clock, figures: Keep) -> None:
    folder = define(tmp_path / "office")
    work(folder, inside, [NOW, NOW - DAY, NOW + DAY])
    printed = {
        (command, format_): {
            done(clock, moment, folder, *command.split(), *format_.split(), place=place, **LAST_OF_MARCH)
            for moment, place in everywhere(WILD.values())
        }
        for command, format_ in product(REPORTS, ("", "--json"))
    }
    assert {key: len(texts) for key, texts in printed.items()} == dict.fromkeys(printed, 1)
    figures(
        "clocks",
        f"{len(printed)} reports, each printed under {len(WILD)} clocks in {len(PLACES)} places, {HOW[clock]}",
        "identical",
    )


@pytest.mark.parametrize("clock", FEW)
def test_what_was_known_when_the_clock_went_back(tmp_path: Path, clock: Clock) -> None:
    """Each invocation counts by its own moment; one that takes back or replaces what was not known is not known either."""
    folder = define(tmp_path / "office")
    log = ("log", "-u", "a", "-c", "mo-hinh", "-d", "5/3/2025", "-q")

    def tell(moment: datetime, *arguments: str) -> str:
        return done(clock, moment, folder, *arguments, **LAST_OF_MARCH)

    hour = timedelta(hours=1)
    tell(NOW, *log, "1")
    tell(NOW.replace(year=2035), *log, "10")
    early = head_of(folder)
    tell(NOW + hour, *log, "100")
    tell(NOW + 2 * hour, "void", "1-2", "--reason", "đồng hồ chạy sai")
    voided = head_of(folder)
    assert model_count(folder) == 101
    tell(NOW - DAY, "undo")  # the last that was written, not the latest by the clock
    assert model_count(folder) == 111
    known = {
        NOW - hour: 0, NOW + hour / 2: 1, NOW + hour * 1.5: 101, NOW + 3 * hour: 101, NOW.replace(year=2036): 111,
    }  # fmt: skip
    assert {moment: model_count(folder, moment.isoformat()) for moment in known} == known
    assert (model_count(folder, early), model_count(folder, voided)) == (11, 101)
    tell(NOW - 2 * DAY, "undo")
    tell(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), "undo")
    assert model_count(folder) == 111
    assert [one["number"] for one in invocations(folder)] == [7, 6, 5, 4, 3, 2, 1]


def head_of(folder: Path) -> str:
    return str(json.loads(done(inside, NOW, folder, "fsck", "--json"))["head"])


def model_count(folder: Path, known_at: str | None = None) -> int:
    """How many models count, or counted as known at a moment, looked at on 31/3/2036."""
    options = ["--known-at", known_at] if known_at else []
    said = json.loads(
        done(inside, NOW.replace(year=2040), folder, "status", "--json", *options, TRACKER_TODAY="2025-04-30")
    )
    return int(said["criteria"][0]["campaign"]["actual"])


def invocations(folder: Path) -> list[Any]:
    found: list[Any] = json.loads(done(inside, NOW, folder, "undo", "--list", "--json"))["invocations"]
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


# Seconds before and after a day begins in the campaign's zone; where clocks are moved, in the two days around that too.
MIDNIGHTS = [
    (VIETNAM, at(f"{before}T16:59:59") + timedelta(seconds=n), before if not n else str(date.fromisoformat(before) + DAY))
    for before in ("2025-03-09", "2024-02-28", "2024-02-29", "2025-02-28", "2026-12-31", "2026-12-27", "2027-01-03")
    for n in (0, 1)
] + [
    (BERLIN, at(moment), day)
    for moment, day in (
        ("2025-03-29T22:59:59", "2025-03-29"), ("2025-03-29T23:00:00", "2025-03-30"), ("2025-03-30T00:59:59", "2025-03-30"),
        ("2025-03-30T01:00:00", "2025-03-30"), ("2025-03-30T21:59:59", "2025-03-30"), ("2025-03-30T22:00:00", "2025-03-31"),
        ("2025-10-25T21:59:59", "2025-10-25"), ("2025-10-25T22:00:00", "2025-10-26"), ("2025-10-26T00:30:00", "2025-10-26"),
        ("2025-10-26T01:30:00", "2025-10-26"), ("2025-10-26T22:59:59", "2025-10-26"), ("2025-10-26T23:00:00", "2025-10-27"),
        ("2024-02-28T23:00:00", "2024-02-29"), ("2024-12-31T22:59:59", "2024-12-31"), ("2024-12-31T23:00:00", "2025-01-01"),
    )
]  # fmt: skip


@pytest.mark.parametrize("clock", CLOCKS)
def test_the_day_is_that_of_the_campaign_wherever_the_machine_stands(
    tmp_path: Path, clock: Clock, figures: Keep
) -> None:
    folders = {zone: years(tmp_path / zone, zone) for zone in (VIETNAM, BERLIN)}
    for (zone, moment, day), place in everywhere(MIDNIGHTS):
        folder, monday = folders[zone], monday_of(day)

        def tell(*arguments: str, place: str = place, moment: datetime = moment, folder: Path = folder) -> Any:
            return json.loads(done(clock, moment, folder, *arguments, "--json", place=place))

        assert tell("log", "-u", "a", "-c", "mo-hinh", "-q", "1")["date"] == day
        assert tell("status")["as_of"] == day
        filed = tell("submit", "-u", "a")
        assert (filed["start"], datetime.fromisoformat(filed["received_at"])) == (monday, moment)
        assert tell("report", "weekly")["start"] == monday
        tell("undo")
        recorded = {datetime.fromisoformat(one["recorded_at"]) for one in tell("undo", "--list")["invocations"][:3]}
        assert recorded == {moment}
    figures(
        "clocks",
        f"{len(MIDNIGHTS)} moments around midnight in 2 zones, machines in {len(PLACES)}, {HOW[clock]}",
        "the campaign's own day",
    )


def monday_of(day: str) -> str:
    found = date.fromisoformat(day)
    return (found - found.weekday() * DAY).isoformat()


DUE = [
    (VIETNAM, "2025-03-14T09:00:00", True), (VIETNAM, "2025-03-14T09:00:01", False),
    (BERLIN, "2025-03-28T15:00:00", True), (BERLIN, "2025-03-28T15:00:01", False),  # winter
    (BERLIN, "2025-04-04T14:00:00", True), (BERLIN, "2025-04-04T14:00:01", False),  # summer
    (BERLIN, "2025-10-24T14:00:00", True), (BERLIN, "2025-10-24T14:00:01", False),
    (BERLIN, "2025-10-31T15:00:00", True), (BERLIN, "2025-10-31T15:00:01", False),
    (VIETNAM, "2024-12-27T09:00:00", True), (VIETNAM, "2024-12-27T09:00:01", False),  # the last week of a year
]  # fmt: skip


def test_a_return_is_on_time_by_the_campaign_s_clock(tmp_path: Path) -> None:
    folders = {zone: years(tmp_path / zone, zone) for zone in (VIETNAM, BERLIN)}
    for (zone, moment, on_time), place in everywhere(DUE):
        said = done(inside, at(moment), folders[zone], "submit", "-u", "a", "--json", place=place)
        assert json.loads(said)["on_time"] is on_time
        done(inside, at(moment), folders[zone], "undo", place=place)
