"""The sample's figures counted again by another road: csv, fractions and the listed entries, nothing of the product's.

The phases and targets are written out here as the real campaign has them, not read from campaigns.yaml.
"""

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

VIETNAM = timezone(timedelta(hours=7))
ONE = timedelta(days=1)
LAUNCH = date(2024, 9, 19)
PHASES = {
    "dot-1": (date(2024, 8, 19), date(2025, 2, 3)),
    "dot-2": (date(2025, 2, 4), date(2025, 5, 19)),
    "dot-3": (date(2025, 5, 20), date(2025, 8, 19)),
}
WHOLE = (date(2024, 8, 19), date(2025, 8, 19))
RATES = {
    "kham-pha-an": Fraction(75, 100),
    "kham-pha-an-nghiem-trong": Fraction(90, 100),
    "tiep-nhan-tin-bao": Fraction(1),
    "giai-quyet-tin-bao": Fraction(90, 100),
}
BY_PHASE = {
    "truy-na": {"dot-1": 60, "dot-2": 40, "dot-3": 35},
    "cong-trinh": {"dot-1": 30, "dot-2": 30, "dot-3": 30},
}
REVIEWS = {"Sơ kết Đợt 1": date(2025, 2, 10), "Sơ kết Đợt 2": date(2025, 5, 26), "Tổng kết": date(2025, 8, 31)}
# Fridays off: Tết, and the day that was swapped for Saturday 26/4/2025; returns are due on the next working day.
MOVED = {date(2025, 1, 31): date(2025, 2, 3), date(2025, 5, 2): date(2025, 5, 5)}
MONDAYS = tuple(date(2024, 9, 16) + timedelta(weeks=n) for n in range(49))  # of the weeks that returns are owed for
FALLING = "pham-phap-hinh-su"  # by 5% from what there was on the same days a year before
BEFORE = {"dot-1": 363, "dot-2": 217, "dot-3": 178}
CRITERIA = (*RATES, "mo-hinh", "truy-na", "cong-trinh", "hoat-dong", "ung-ho", FALLING)

Days = tuple[date, date]
Plan = list[tuple[Days, int]]


class Entry(NamedTuple):
    """An entry as `achievements --json` lists it."""

    day: date
    unit: str
    criterion: str
    quantity: Fraction
    denominator: Fraction


def load(text: str) -> Any:
    """Read JSON with its numbers exact."""
    return json.loads(text, parse_float=Fraction, parse_int=Fraction)


def half_up(value: Fraction, places: int) -> Fraction:
    """Round half up; what is rounded here is never negative."""
    return Fraction((value * 10**places + Fraction(1, 2)).__floor__(), 10**places)


def length(days: Days) -> int:
    return (days[1] - days[0]).days + 1


def elapsed(days: Days, today: date) -> int:
    return min(max((today - days[0]).days + 1, 0), length(days))


def due_on(monday: date) -> date:
    """The day on which the return for a week is due: its Friday, or the working day after that."""
    friday = monday + 4 * ONE
    return MOVED.get(friday, friday)


def due_at(monday: date) -> datetime:
    return datetime.combine(due_on(monday), time(16), VIETNAM)


def each(days: Days) -> Iterator[date]:
    return (days[0] + ONE * n for n in range(length(days)))


class Recount:
    """What the roster's CSV, the entries and the returns of a sandbox come to."""

    def __init__(self, sandbox: Path, achievements: str) -> None:
        with (sandbox / "units" / "thanh-hoa.csv").open(encoding="utf-8", newline="") as file:
            self.rows = list(csv.DictReader(file))
        self.entries = [
            Entry(date.fromisoformat(one["date"]), one["unit"], one["criterion"], one["quantity"], one["denominator"])
            for one in load(achievements)["achievements"]
        ]
        with closing(sqlite3.connect(sandbox / "tracker.db")) as store:
            filed = store.execute("SELECT unit, first_day, received_at FROM returns").fetchall()
            noted = store.execute("SELECT id, kind, unit, date, about FROM events").fetchall()
        self.concerns = [(id_, unit, date.fromisoformat(day)) for id_, kind, unit, day, _ in noted if kind == "concern"]
        self.answered = {about: date.fromisoformat(day) for _, kind, _, day, about in noted if kind == "answer"}
        self.returns = {(unit, date.fromisoformat(monday)): datetime.fromisoformat(at) for unit, monday, at in filed}
        self.alive = cache(self._alive)
        self.under = cache(self._under)
        self.figures = cache(self._figures)
        self.communes = cache(self._communes)

    def _alive(self, day: date) -> dict[str, dict[str, str]]:
        """The roster's row of each unit alive on a day, by id."""
        text = day.isoformat()
        rows = (row for row in self.rows if (row["valid_from"] or "0") <= text <= (row["valid_to"] or "9"))
        return {row["id"]: row for row in rows}

    def _under(self, unit: str, top: str | None, day: date) -> bool:
        """Whether a unit is another or stood under it on a day."""
        if top is None or unit == top:
            return True
        row = self.alive(day).get(unit)
        return row is not None and row["parent"] != "" and self.under(row["parent"], top, day)

    def within(self, days: Days, top: str | None = None) -> Iterator[Entry]:
        return (one for one in self.entries if days[0] <= one.day <= days[1] and self.under(one.unit, top, one.day))

    def count(self, days: Days, top: str | None = None) -> int:
        return sum(1 for _ in self.within(days, top))

    def last_on(self, unit: str, until: date) -> date | None:
        return max((day for day in self._days.get(unit, ()) if day <= until), default=None)

    @cached_property
    def _days(self) -> dict[str, list[date]]:
        found: dict[str, list[date]] = {}
        for one in self.entries:
            found.setdefault(one.unit, []).append(one.day)
        return found

    def _figures(self, days: Days, top: str | None = None) -> dict[str, Any]:
        """Each criterion over some days, as JSON shows it."""
        found = {one: (Fraction(0), Fraction(0)) for one in CRITERIA}
        for entry in self.within(days, top):
            above, below = found[entry.criterion]
            found[entry.criterion] = (above + entry.quantity, below + (entry.denominator or 0))
        return {
            one: {"numerator": above, "denominator": below, "value": half_up(above / below, 4) if below else None}
            if one in RATES
            else above
            for one, (above, below) in found.items()
        }

    def _communes(self, day: date, top: str | None) -> int:
        rows = self.alive(day).values()
        return sum(row["level"] == "commune" and self.under(row["id"], top, day) for row in rows)

    def plan(self, criterion: str, phase: str | None, top: str | None) -> Plan | None:
        """The stretches of days over which a target is to be reached, and how much of it in each."""
        spans = {phase: PHASES[phase]} if phase else PHASES
        plan: Plan | None = None
        if criterion == "mo-hinh":
            plan = [(days, self.communes(days[0], top)) for days in spans.values()]
        elif criterion == "hoat-dong" and not phase:
            plan = [(WHOLE, 2 * self.communes(WHOLE[0], top))]
        elif criterion in BY_PHASE and not top:
            plan = [(days, BY_PHASE[criterion][name]) for name, days in spans.items()]
        elif criterion == "ung-ho" and not phase and not top:
            plan = [(WHOLE, 500_000_000)]
        return plan if plan and any(amount for _, amount in plan) else None

    def progress(self, criterion: str, today: date, phase: str | None = None, top: str | None = None) -> dict[str, Any]:
        """A figure against its plan, as `status --json` shows it."""
        days = PHASES[phase] if phase else WHOLE
        actual = self.figures((days[0], min(days[1], today)), top)[criterion]
        if criterion in RATES:
            return {"actual": actual, **_rate(actual, None if top else RATES[criterion], today > days[1])}
        if criterion == FALLING:
            return {"actual": actual, **(_NOTHING if top else _falling(actual, [phase] if phase else [*PHASES], today))}
        plan = self.plan(criterion, phase, top)
        gone = elapsed(days, today)
        forecast = half_up(actual * length(days) / gone, 3) if gone else None
        return {"actual": actual, **(_sum(actual, plan, days, today) if plan else _NOTHING), "forecast": forecast}

    def owing(self, due: date, top: str | None = None) -> list[str]:
        """The units that owe a return on a day: all but the province."""
        rows = self.alive(due).values()
        return [row["id"] for row in rows if row["parent"] and self.under(row["id"], top, due)]

    def returned(self, monday: date, until: date, top: str | None = None) -> dict[str, Any]:
        """How many returns were owed for a week, filed by the end of a day, and in time."""
        owing = self.owing(due_on(monday), top) if monday + 4 * ONE > LAUNCH else []
        received = [at for unit in owing if (at := self.received(unit, monday, until))]
        on_time = sum(at <= due_at(monday) for at in received)
        return {"expected": len(owing), "actual": len(received), "on_time": on_time}

    def missing(self, monday: date, until: date, top: str | None = None) -> list[dict[str, Any]]:
        """The units that had not filed the return for a week by the end of a day, as `units --missing --json` lists them."""
        roster = self.alive(due_on(monday))
        found = [one for one in self.owing(due_on(monday), top) if not self.received(one, monday, until)]
        last = {one: self.last_on(one, until) for one in found}
        return [
            {
                "id": one,
                "name": roster[one]["name"],
                "parent": roster[one]["parent"],
                "cluster": roster[one]["cluster"],
                "last_entry_on": day and str(day),
            }
            for one, day in last.items()
        ]

    def rates(self, mondays: Iterable[date], until: date, per: str, top: str | None = None) -> dict[str, list[int]]:
        """The returns for some weeks: owed, filed by the end of a day and on time, per unit ("id"), parent or cluster."""
        counts: dict[str, list[int]] = {}
        for monday in mondays:
            roster = self.alive(due_on(monday))
            for unit in self.owing(due_on(monday), top):
                of_group = counts.setdefault(roster[unit][per], [0, 0, 0])
                at = self.received(unit, monday, until)
                for n, is_so in enumerate((True, at is not None, at is not None and at <= due_at(monday))):
                    of_group[n] += is_so
        return counts

    def received(self, unit: str, monday: date, until: date) -> datetime | None:
        at = self.returns.get((unit, monday))
        return at if at and at.astimezone(VIETNAM).date() <= until else None

    def silent(self, today: date, top: str | None = None) -> int:
        """How many units sent nothing for more than 14 days."""
        limit = today - 14 * ONE
        if not WHOLE[0] <= today <= WHOLE[1] or limit <= LAUNCH - ONE:
            return 0
        latest = dict.fromkeys(self.owing(today, top), date.min)
        for unit in latest:
            began = min(row["valid_from"] or "0001-01-01" for row in self.rows if row["id"] == unit)
            latest[unit] = max(self.last_on(unit, today) or date.min, date.fromisoformat(began))
        for (unit, _monday), at in self.returns.items():
            if unit in latest and (day := at.astimezone(VIETNAM).date()) <= today:
                latest[unit] = max(latest[unit], day)
        return sum(day < limit for day in latest.values())

    def alerts(self, today: date, top: str | None = None) -> list[dict[str, Any]]:
        """What `status` says to look at: silent units, and concerns that nobody has answered."""
        silent = self.silent(today, top)
        raised = [one for one in self.concerns if one[2] <= today and self.under(one[1], top, one[2])]
        still_open = [one for one in raised if self.answered.get(one[0], date.max) > today]
        found = [{"code": "silent-units", "units": silent, "days": 14, "concerns": 0}] if silent else []
        if still_open:
            units, oldest = {unit for _, unit, _ in still_open}, min(day for _, _, day in still_open)
            days = (today - oldest).days
            found.append({"code": "open-concerns", "units": len(units), "days": days, "concerns": len(still_open)})
        return found

    def deadlines(self, today: date, top: str | None = None) -> list[dict[str, Any]]:
        """The deadlines that `status` shows: a late return first, then what comes next."""
        late = [monday for monday in MONDAYS if due_on(monday) < today][-1:]
        shown = [one for monday in late if (one := self._return_due(monday, today, top))["missing"]]
        next_one = [monday for monday in MONDAYS if due_on(monday) >= today][:1]
        ahead = [self._return_due(monday, today, top) for monday in next_one]
        nothing = dict.fromkeys(("covers", "expected", "returned", "missing"))
        for title, day in REVIEWS.items():
            if day >= today:
                ahead.append({"title": title, "due_on": day.isoformat(), "days_left": (day - today).days, **nothing})
        return [*shown, *sorted(ahead, key=lambda one: str(one["due_on"]))][:3]

    def _return_due(self, monday: date, today: date, top: str | None) -> dict[str, Any]:
        counts = self.returned(monday, today, top)
        return {
            "title": "Báo cáo tuần",
            "due_on": due_on(monday).isoformat(),
            "days_left": (due_on(monday) - today).days,
            "covers": {"start": monday.isoformat(), "end": (monday + 6 * ONE).isoformat()},
            "expected": counts["expected"],
            "returned": counts["actual"],
            "missing": counts["expected"] - counts["actual"],
        }


_NOTHING: dict[str, Any] = {
    **dict.fromkeys(("target", "attainment", "expected", "shortfall", "days_ahead", "need_per_day")),
    "standing": "no-target",
    **dict.fromkeys(("baseline", "reduction", "forecast")),
    "flagged": False,
}


_STANDINGS = {(True, True): "missed", (True, False): "met", (False, True): "behind", (False, False): "meeting"}


def _rate(actual: dict[str, Any], target: Fraction | None, ended: bool) -> dict[str, Any]:
    if target is None:
        return _NOTHING
    value = actual["numerator"] / actual["denominator"] if actual["denominator"] else None
    short = value is not None and value < target
    return {
        **_NOTHING,
        "target": target,
        "expected": target,
        "attainment": None if value is None else half_up(value / target, 4),
        "shortfall": None if value is None else half_up(target - value, 4) if short else 0,
        "standing": "on-pace" if value is None else _STANDINGS[ended, short],
    }


def _falling(actual: Fraction, phases: list[str], today: date) -> dict[str, Any]:
    before = sum((_a_year_before(one, today) for one in phases), Fraction(0))
    before = half_up(before, 3)
    allowed, ended = before * Fraction(95, 100), today > PHASES[phases[-1]][1]
    reduction = (before - actual) / before if before else None
    return {
        **_NOTHING,
        "target": Fraction(5, 100),
        "baseline": before,
        "expected": half_up(allowed, 3),
        "reduction": None if reduction is None else _half_up_of_either_sign(reduction, 4),
        "attainment": Fraction(1) if reduction is None else _half_up_of_either_sign(reduction / Fraction(5, 100), 4),
        "shortfall": half_up(max(actual - allowed, Fraction(0)), 3),
        "standing": _STANDINGS[ended, actual > allowed],
    }


def _a_year_before(phase: str, today: date) -> Fraction:
    """What of a phase's amount falls to the same days as those gone by; 29/2/2024 lies in Đợt 2."""
    start, end = (day.replace(year=day.year - 1) for day in PHASES[phase])
    now = today.replace(year=today.year - 1) if today != date(2025, 2, 28) else date(2024, 2, 29)
    return Fraction(BEFORE[phase] * elapsed((start, end), now), length((start, end)))


def _half_up_of_either_sign(value: Fraction, places: int) -> Fraction:
    return half_up(value, places) if value >= 0 else -half_up(-value, places)


def _sum(actual: Fraction, plan: Plan, days: Days, today: date) -> dict[str, Any]:
    target = sum(amount for _, amount in plan)
    expected = _planned(plan, today)
    missing, left = max(target - actual, Fraction(0)), length(days) - elapsed(days, today)
    ahead = int(_reached(plan, days, min(actual, Fraction(target)), today) - elapsed(days, today))
    pace = "ahead" if ahead > 0 else "behind" if ahead else "on-pace"
    return {
        "target": target,
        "attainment": half_up(actual / target, 4),
        "expected": half_up(expected, 3),
        "shortfall": half_up(max(expected - actual, Fraction(0)), 3),
        "days_ahead": ahead,
        "need_per_day": half_up(missing / left, 3) if left else None if missing else 0,
        "standing": "met" if not missing else "missed" if today > days[1] else pace,
        **{name: _NOTHING[name] for name in ("baseline", "reduction", "flagged")},
    }


def _planned(plan: Plan, day: date) -> Fraction:
    return sum((Fraction(amount * elapsed(days, day), length(days)) for days, amount in plan), Fraction(0))


def _reached(plan: Plan, days: Days, quantity: Fraction, today: date) -> Fraction:
    """After how many days the plan asks for a quantity, looked up day by day."""
    asked = [Fraction(0), *(_planned(plan, day) for day in each(days))]
    if quantity == asked[elapsed(days, today)]:
        return Fraction(elapsed(days, today))
    if quantity < asked[elapsed(days, today)]:
        at = max(n for n, amount in enumerate(asked) if amount <= quantity)
        return at + (quantity - asked[at]) / (asked[at + 1] - asked[at])
    at = min(n for n, amount in enumerate(asked) if amount >= quantity)
    return at - (asked[at] - quantity) / (asked[at] - asked[at - 1])


def named(listed: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Things of a JSON list by their id."""
    return {one["id"]: one for one in listed}
