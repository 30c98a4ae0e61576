"""The sample's figures equal a recount by another road than the product's: see recount.py."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import Result
from tests.cli.recount import CRITERIA, ONE, PHASES, WHOLE, Days, Recount, friday_at_four, length, load, named

Ask = Callable[..., Result]
DAYS = (
    "2024-08-01", "2024-08-19", "2024-09-18", "2025-02-03", "2025-02-04", "2025-03-01", "2025-05-19", "2025-05-20",
    "2025-07-01", "2025-08-19", "2025-08-20",
)  # fmt: skip
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
    silent = truth.silent(day, unit)
    assert said["alerts"] == ([{"code": "silent-units", "units": silent, "days": 14}] if silent else [])


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
                }
                for phase, (start, end) in spans.items()
            ],
            "campaign": progress["actual"],
            **{key: progress[key] for key in ("target", "attainment", "standing")},
        }
    assert said["returns"] == truth.returned(monday, as_of, unit)
    _check_units(truth, said, monday, known, as_of, unit)


def _check_units(truth: Recount, said: Any, monday: date, known: Days, as_of: date, unit: str | None) -> None:
    shown = named(said["units"])
    logged = {name: one["week_entries"] for name, one in shown.items() if one["week_entries"]}
    assert logged == Counter(entry.unit for entry in truth.within(known, unit))
    owing = set(truth.owing(monday + 4 * ONE, unit)) if said["returns"]["expected"] else set()
    assert owing <= shown.keys()
    for name, one in shown.items():
        last, at = truth.last_on(name, as_of), truth.received(name, monday, as_of)
        assert one["last_entry_on"] == (last and last.isoformat())
        expected = (at is not None, at is not None and at <= friday_at_four(monday)) if name in owing else (None, None)
        assert (one["returned"], one["on_time"]) == expected


@pytest.mark.parametrize("unit", [None, PROVINCE, DISTRICT])
@pytest.mark.parametrize(
    ("week", "today"),
    [
        ("2024-W38", "2025-08-20"),
        ("2025-W09", "2025-02-28"),
        ("2025-W09", "2025-03-01"),
        ("2025-W10", "2025-08-20"),
        ("2025-W27", "2025-07-10"),
        ("2025-W34", "2025-08-31"),
    ],
)
def test_missing_returns(truth: Recount, ask_demo: Ask, week: str, today: str, unit: str | None) -> None:
    monday, as_of = _monday(week), date.fromisoformat(today)
    said = ask_demo("units", *([unit] if unit else []), "--missing", "--week", week, "--json", "--today", today).json
    assert said["week"] == week
    assert {key: said[key] for key in ("expected", "actual", "on_time")} == truth.returned(monday, as_of, unit)
    roster = truth.alive(monday + 4 * ONE)
    missing = [one for one in truth.owing(monday + 4 * ONE, unit) if not truth.received(one, monday, as_of)]
    last = {one: truth.last_on(one, as_of) for one in missing}
    assert said["missing"] == [
        {"id": one, "name": roster[one]["name"], "parent": roster[one]["parent"], "last_entry_on": day and str(day)}
        for one, day in last.items()
    ]


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
