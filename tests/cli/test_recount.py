"""The sample's figures equal a recount by another road than the product's: see recount.py."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import Result
from tests.cli.recount import (
    CRITERIA,
    MONDAYS,
    ONE,
    PHASES,
    WHOLE,
    Days,
    Recount,
    due_at,
    due_on,
    half_up,
    length,
    load,
    named,
)

Ask = Callable[..., Result]
DAYS = (
    "2024-08-01", "2024-08-19", "2024-09-18", "2025-02-01", "2025-02-03", "2025-02-04", "2025-03-01", "2025-05-19", "2025-05-20",
    "2025-07-01", "2025-08-19", "2025-08-20",
)  # fmt: skip
AFTER = date(2025, 8, 31)
JUDGED = ("target", "attainment", "standing")
KEYS = ("expected", "actual", "on_time")
DISTRICT, PROVINCE, COMMUNE = "th-395", "th", "th-15499"  # Thọ Xuân: the district, and its town


@pytest.fixture(scope="module")
def truth(demo: Path, ask_demo: Ask) -> Recount:
    return Recount(demo, ask_demo("achievements", "--json", "--today", "2025-08-20").out)


def _phase(day: date) -> str | None:
    return next((name for name, (start, end) in PHASES.items() if start <= day <= end), None)


@pytest.mark.parametrize("unit", [None, PROVINCE, DISTRICT, COMMUNE])
@pytest.mark.parametrize("text", DAYS)
def test_status(truth: Recount, ask_demo: Ask, text: str, unit: str | None) -> None:
    day = date.fromisoformat(text)
    said = load(ask_demo("status", "--json", "--today", text, *(("-u", unit) if unit else ())).out)
    phase = _phase(day)
    for name, shown in named(said["criteria"]).items():
        assert shown["campaign"] == truth.progress(name, day, None, unit), (name, text, unit)
        assert shown["phase"] == (truth.progress(name, day, phase, unit) if phase else None), (name, phase, unit)
    assert named(said["criteria"]).keys() == set(CRITERIA)
    assert said["entries"] == truth.count((WHOLE[0], day), unit)
    assert said["deadlines"] == truth.deadlines(day, unit)
    assert said["alerts"] == truth.alerts(day, unit)


@pytest.mark.parametrize("text", DAYS)
def test_calendar(ask_demo: Ask, text: str) -> None:
    day = date.fromisoformat(text)
    said = ask_demo("status", "--json", "--today", text).json
    name = _phase(day)
    assert said["as_of"] == text
    assert said["state"] == ("before" if day < WHOLE[0] else "ended" if day > WHOLE[1] else "running")
    assert said["launched"] == (day >= date(2024, 9, 19))
    assert said["campaign"]["days"] == length(WHOLE) == 366
    assert said["campaign"]["day"] == ((day - WHOLE[0]).days + 1 if name else None)
    assert said["campaign"]["days_left"] == min(366, max(0, (WHOLE[1] - day).days))
    if name is None:
        assert said["phase"] is None
    else:
        start, end = PHASES[name]
        found = {key: said["phase"][key] for key in ("id", "start", "end", "day", "days", "days_left")}
        assert found == {
            "id": name,
            "start": start.isoformat(),
            "end": end.isoformat(),
            "day": (day - start).days + 1,
            "days": length((start, end)),
            "days_left": (end - day).days,
        }


@pytest.mark.parametrize(
    ("week", "today"),
    [
        ("2024-W34", "2025-08-20"),
        ("2024-W38", "2025-08-20"),
        ("2025-W05", "2025-08-20"),
        ("2025-W06", "2025-08-20"),
        ("2025-W06", "2025-02-05"),
        ("2025-W09", "2025-03-01"),
        ("2025-W21", "2025-08-20"),
        ("2025-W27", "2025-08-20"),
        ("2025-W34", "2025-08-20"),
    ],
)
@pytest.mark.parametrize("unit", [None, DISTRICT, PROVINCE])
def test_weekly_report(truth: Recount, ask_demo: Ask, week: str, today: str, unit: str | None) -> None:
    monday = _monday(week)
    as_of = min(monday + 6 * ONE, date.fromisoformat(today))
    said = load(
        ask_demo("report", "weekly", "--week", week, "--json", "--today", today, *(("-u", unit) if unit else ())).out
    )
    first, last = max(monday, WHOLE[0]), min(monday + 6 * ONE, WHOLE[1])
    known = (first, min(last, as_of))
    spans = {
        name: (max(start, monday), min(end, monday + 6 * ONE))
        for name, (start, end) in PHASES.items()
        if start <= monday + 6 * ONE and end >= monday
    }
    assert [(one["phase"], one["start"], one["end"]) for one in said["spans"]] == [
        (name, start.isoformat(), end.isoformat()) for name, (start, end) in spans.items()
    ]
    assert said["entries"] == truth.count((WHOLE[0], as_of), unit)
    shown = named(said["criteria"])
    of_week = truth.figures(known, unit)
    before = truth.figures((monday - 7 * ONE, monday - ONE), unit)
    for name in CRITERIA:
        progress = truth.progress(name, as_of, None, unit)
        assert shown[name] == {
            "id": name,
            "title": shown[name]["title"],
            "week": of_week[name],
            "previous_week": before[name],
            "by_span": [
                {
                    "phase": phase,
                    "week": truth.figures((start, min(end, as_of)), unit)[name],
                    "cumulative": truth.figures((PHASES[phase][0], min(PHASES[phase][1], as_of)), unit)[name],
                    "progress": truth.progress(name, as_of, phase, unit),
                }
                for phase, (start, end) in spans.items()
            ],
            "campaign": progress["actual"],
            "progress": progress,
            **{key: progress[key] for key in (*JUDGED, "baseline", "reduction", "flagged", "forecast")},
        }
    assert said["returns"] == truth.returned(monday, date.fromisoformat(today), unit)
    _check_units(truth, said, monday, known, (as_of, date.fromisoformat(today)), unit)


def _check_units(truth: Recount, said: Any, monday: date, known: Days, days: Days, unit: str | None) -> None:
    as_of, today = days
    shown = named(said["units"])
    logged = {name: one["week_entries"] for name, one in shown.items() if one["week_entries"]}
    assert logged == Counter(entry.unit for entry in truth.within(known, unit))
    owing = set(truth.owing(due_on(monday), unit)) if said["returns"]["expected"] else set()
    assert owing <= shown.keys()
    for name, one in shown.items():
        last, at = truth.last_on(name, as_of), truth.received(name, monday, today)
        assert one["last_entry_on"] == (last and last.isoformat())
        expected = (at is not None, at is not None and at <= due_at(monday)) if name in owing else (None, None)
        assert (one["returned"], one["on_time"]) == expected


@pytest.mark.parametrize("unit", [None, PROVINCE, DISTRICT])
@pytest.mark.parametrize(
    ("week", "today"),
    [
        ("2024-W38", "2025-08-20"),
        ("2025-W05", "2025-02-02"),
        ("2025-W05", "2025-02-04"),
        ("2025-W09", "2025-02-28"),
        ("2025-W09", "2025-03-01"),
        ("2025-W10", "2025-08-20"),
        ("2025-W18", "2025-05-05"),
        ("2025-W27", "2025-07-10"),
        ("2025-W34", "2025-08-31"),
    ],
)
def test_missing_returns(truth: Recount, ask_demo: Ask, week: str, today: str, unit: str | None) -> None:
    monday, as_of = _monday(week), date.fromisoformat(today)
    said = ask_demo("units", *([unit] if unit else []), "--missing", "--week", week, "--json", "--today", today).json
    assert said["week"] == week
    assert {key: said[key] for key in KEYS} == truth.returned(monday, as_of, unit)
    assert said["missing"] == truth.missing(monday, as_of, unit)


@pytest.mark.parametrize("monday", MONDAYS)
def test_missing_returns_of_every_week(truth: Recount, ask_demo: Ask, monday: date) -> None:
    """By parent on the due day itself, by cluster on the day after, and once all is over."""
    due, week = due_on(monday), f"{monday:%G-W%V}"
    for as_of, per in ((due, "parent"), (due + ONE, "cluster"), (AFTER, "parent")):
        asked = ("--week", week, "--per", per, "--today", str(as_of))
        said = load(ask_demo("units", "--missing", *asked, "--json").out)
        assert (said["week"], said["due_on"], said["by"]) == (week, str(due), per)
        assert said["missing"] == truth.missing(monday, as_of)
        assert {key: said[key] for key in KEYS} == truth.returned(monday, as_of)
        names = {id_: row["name"] for id_, row in truth.alive(due).items()} if per == "parent" else {}
        counts = truth.rates([monday], as_of, per)
        assert said["groups"] == [_rated(one["id"], names, counts[one["id"]]) for one in said["groups"]]
        assert counts.keys() == {one["id"] for one in said["groups"]}


def _rated(group: str, names: Mapping[str, str], counts: list[int]) -> dict[str, Any]:
    expected, actual, on_time = counts
    shares = [half_up(Fraction(one, expected), 4) for one in (actual, on_time)]
    return {
        "id": group,
        "name": names.get(group, group),
        "expected": expected,
        "actual": actual,
        "rate": shares[0],
        "on_time": on_time,
        "on_time_rate": shares[1],
    }


@pytest.mark.parametrize(("per", "key"), [("unit", "id"), ("parent", "parent"), ("cluster", "cluster")])
@pytest.mark.parametrize("as_of", [date(2025, 1, 31), date(2025, 3, 10), AFTER])
def test_returns_add_up_the_weeks(truth: Recount, ask_demo: Ask, as_of: date, per: str, key: str) -> None:
    """On 31/1/2025 the Friday of Tết has passed; the return that was due on it is due on 3/2."""
    weeks = [monday for monday in MONDAYS if due_on(monday) <= as_of]
    said = ask_demo("returns", "--per", per, "--json", "--today", str(as_of)).json
    counts = truth.rates(weeks, as_of, key)
    assert said["dates"] == len(weeks)
    assert {one["id"]: [one[key] for key in KEYS] for one in said["groups"]} == counts
    assert [said["total"][key] for key in KEYS] == [sum(column) for column in zip(*counts.values(), strict=True)]


@pytest.mark.parametrize("phase", PHASES)
def test_returns_of_a_district_in_a_phase(truth: Recount, ask_demo: Ask, phase: str) -> None:
    start, end = PHASES[phase]
    weeks = [monday for monday in MONDAYS if start <= due_on(monday) <= end]
    said = ask_demo("returns", "--phase", phase, "-u", DISTRICT, "--json", "--today", str(AFTER)).json
    counts = truth.rates(weeks, AFTER, "parent", DISTRICT)
    assert {one["id"]: [one[key] for key in KEYS] for one in said["groups"]} == counts
    assert said["dates"] == len(weeks)


@pytest.mark.parametrize(
    ("day", "owing"),
    [("2024-12-27", 574), ("2025-01-03", 573), ("2025-02-28", 573), ("2025-03-07", 547), ("2025-07-04", 166)],
)
def test_who_owes_a_return(ask_demo: Ask, day: str, owing: int) -> None:
    assert ask_demo("units", "--missing", "--week", day, "--json", "--today", "2025-08-20").json["expected"] == owing


def test_a_week_in_two_phases(ask_demo: Ask) -> None:
    said = ask_demo("report", "weekly", "--week", "2025-W06", "--json", "--today", "2025-08-20").json
    assert said["spans"] == [
        {"phase": "dot-1", "start": "2025-02-03", "end": "2025-02-03"},
        {"phase": "dot-2", "start": "2025-02-04", "end": "2025-02-09"},
    ]
    one = named(said["criteria"])["mo-hinh"]
    assert [part["week"] for part in one["by_span"]] == [6, 30]
    assert one["week"] == 36


def _monday(week: str) -> date:
    year, number = map(int, week.split("-W"))
    return date.fromisocalendar(year, number, 1)
