"""The succession of Thanh Hóa's units through 2025, counted again from the CSV files and the listed entries alone."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.cli.harness import tracker

ROOT = Path(__file__).resolve().parents[2]
ONE = timedelta(days=1)
TURNS = [date(2025, 1, 1), date(2025, 3, 1), date(2025, 7, 1)]
DAYS = [day for turn in TURNS for day in (turn - ONE, turn)] + [date(2024, 8, 19), date(2025, 8, 19)]
PHASES = {
    "dot-1": (date(2024, 8, 19), date(2025, 2, 3)),
    "dot-2": (date(2025, 2, 4), date(2025, 5, 19)),
    "dot-3": (date(2025, 5, 20), date(2025, 8, 19)),
}
HAC_THANH = "th25-14797"

Amount = tuple[Fraction, Fraction]


class Entry(NamedTuple):
    day: date
    unit: str
    criterion: str
    amount: Amount


def read(name: str) -> list[dict[str, str]]:
    with (ROOT / "units" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROSTER, LINEAGE = read("thanh-hoa.csv"), read("thanh-hoa-lineage.csv")


@cache
def alive(on: date) -> dict[str, dict[str, str]]:
    return {
        row["id"]: row
        for row in ROSTER
        if (row["valid_from"] or "0") <= on.isoformat() and on.isoformat() <= (row["valid_to"] or "9")
    }


STEPS = defaultdict(list)
for step in LINEAGE:
    STEPS[step["from"]].append(step)


class Fate(NamedTuple):
    """Who has an amount: a unit, or (`state`) nobody for sure or one that is no more."""

    unit: str
    state: str = "unit"


@cache
def follow(unit: str, day: date, as_of: date) -> Fate:
    """Follow an amount step by step; no share of these rosters divides one."""
    steps = [row for row in STEPS[unit] if day.isoformat() < row["date"] <= as_of.isoformat()]
    if not steps:
        return Fate(unit)
    if steps[0]["kind"] == "dissolve":
        return Fate(unit, "dissolved")
    if len(steps) > 1:
        return Fate(unit, "unallocated")
    return follow(steps[0]["to"], date.fromisoformat(steps[0]["date"]), as_of)


def phase_of(day: date) -> str:
    return next(name for name, (start, end) in PHASES.items() if start <= day <= end)


def add_up(parts: Iterator[tuple[Any, Amount]]) -> dict[Any, Amount]:
    found: defaultdict[Any, Amount] = defaultdict(lambda: (Fraction(0), Fraction(0)))
    for key, (quantity, denominator) in parts:
        found[key] = (found[key][0] + quantity, found[key][1] + denominator)
    return dict(found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("succession")
    assert tracker("demo", "--dir", "d", cwd=made).code == 0
    return made / "d"


def ask(folder: Path, line: str, on: date) -> Any:
    said = tracker(*line.split(), "--json", "-C", "cand80", cwd=folder, TRACKER_TODAY=on.isoformat())
    assert (said.code, said.err) == (0, ""), said
    return json.loads(said.out, parse_float=Fraction, parse_int=Fraction)


@pytest.fixture(scope="module")
def entries(folder: Path) -> list[Entry]:
    listed = ask(folder, "achievements", date(2025, 8, 19))["achievements"]
    return [
        Entry(
            date.fromisoformat(one["date"]),
            one["unit"],
            one["criterion"],
            (Fraction(one["quantity"]), Fraction(one["denominator"] or 0)),
        )
        for one in listed
        if one["state"] == "current"
    ]


@pytest.mark.parametrize("on", DAYS)
def test_the_units_of_a_day(folder: Path, on: date) -> None:
    listed = ask(folder, f"units --on {on}", date(2025, 8, 19))["units"]
    assert {one["id"] for one in listed} == set(alive(on))
    levels = Counter(one["level"] for one in listed)
    districts = 27 if on < TURNS[0] else 26 if on < TURNS[1] else 0
    assert levels == {
        "province": 1,
        "commune": 547 if on < TURNS[2] else 166,
        **({"district": districts} if districts else {}),
    }


@pytest.mark.parametrize("on", [*DAYS[:-2], date(2025, 8, 1)])
def test_totals_in_both_views(folder: Path, entries: list[Entry], on: date) -> None:
    known = [one for one in entries if one.day <= on]
    own = add_up(((one.unit, one.criterion, phase_of(one.day)), one.amount) for one in known)
    fates = add_up(((follow(one.unit, one.day, on), one.criterion, phase_of(one.day)), one.amount) for one in known)
    reported, rolled = (ask(folder, f"units --totals --on {on} --view {view}", on) for view in ("reported", "as-of"))
    assert (reported["view"], reported["unallocated"]) == ("reported", [])
    assert shaped(reported["totals"]) == own
    assert {
        (Fate(unit), *key): amount for (unit, *key), amount in shaped(rolled["totals"], dissolved=False).items()
    } == {key: amount for key, amount in fates.items() if key[0].state == "unit"}
    for state, rows in (
        ("dissolved", [one for one in rolled["totals"] if one["dissolved"]]),
        ("unallocated", rolled["unallocated"]),
    ):
        assert {(Fate(unit, state), *key): amount for (unit, *key), amount in shaped(rows).items()} == {
            key: amount for key, amount in fates.items() if key[0].state == state
        }
    assert sums(rolled["totals"] + rolled["unallocated"]) == sums(reported["totals"])


def shaped(rows: list[Any], *, dissolved: bool | None = None) -> dict[Any, Amount]:
    return {
        (one["unit"], one["criterion"], one["phase"]): (Fraction(one["quantity"]), Fraction(one["denominator"] or 0))
        for one in rows
        if dissolved is None or one["dissolved"] == dissolved
    }


def sums(rows: list[Any]) -> dict[Any, Amount]:
    return add_up((one["criterion"], (Fraction(one["quantity"]), Fraction(one["denominator"] or 0))) for one in rows)


def line_of(unit: str, on: date) -> list[str]:
    """A unit and those above it on a day."""
    units, line = alive(on), []
    while unit:
        line.append(unit)
        unit = units[unit]["parent"] if unit in units else ""
    return line


@pytest.mark.parametrize("on", [TURNS[0] - ONE, TURNS[1] - ONE, TURNS[1], TURNS[2], date(2025, 8, 1)])
def test_subtotals_of_the_tree(folder: Path, entries: list[Entry], on: date) -> None:
    """Each unit's line is the sum of what stands at its place, of the province the whole."""
    known = [one for one in entries if one.day <= on]
    chain = cache(line_of)
    here = {unit: chain(unit, on) for unit in alive(on)}
    reported = add_up(
        ((above, one.criterion), one.amount)
        for one in known
        for at, above in enumerate(chain(one.unit, one.day))
        if chain(one.unit, one.day)[at:] == here.get(above)
    )
    fates = [(follow(one.unit, one.day, on), one) for one in known]
    rolled = add_up(
        ((above, one.criterion), one.amount)
        for fate, one in fates
        for above in (here[fate.unit] if fate.state == "unit" else ["th"])
    )
    for view, expected in (("reported", reported), ("as-of", rolled)):
        rows = ask(folder, f"units --tree --on {on} --view {view}", on)["rows"]
        found = {
            (row["unit"], one["criterion"]): (Fraction(one["quantity"]), Fraction(one["denominator"] or 0))
            for row in rows
            if row["unit"]
            for one in row["totals"]
        }
        assert {key: amount for key, amount in found.items() if any(amount)} == {
            key: amount for key, amount in expected.items() if any(amount)
        }
        whole = {one["criterion"]: one["quantity"] for one in rows[-1]["totals"]}
        assert whole == {one["criterion"]: one["quantity"] for one in rows[0]["totals"]}


def test_dong_son_has_no_communes_so_its_subtotal_is_not_tested() -> None:
    """The list begins with the communes of 2025; a subtotal of the district would say what nobody reported."""
    assert not any(row["parent"] == "th-405" for row in ROSTER)


def test_hac_thanh_has_what_its_twelve_sources_did(folder: Path, entries: list[Entry]) -> None:
    on = date(2025, 8, 1)
    sources = {row["from"]: row["kind"] for row in LINEAGE if row["to"] == HAC_THANH}
    assert Counter(sources.values()) == {"merge": 10, "split": 2}
    wholly = {unit for unit, kind in sources.items() if kind == "merge"} | {HAC_THANH}
    expected = add_up((one.criterion, one.amount) for one in entries if one.day <= on and one.unit in wholly)
    for view, units in (("as-of", wholly), ("reported", {HAC_THANH})):
        criteria = ask(folder, f"status -u {HAC_THANH} --view {view}", on)["criteria"]
        actual = {one["id"]: one["campaign"]["actual"] for one in criteria}
        parts = add_up((one.criterion, one.amount) for one in entries if one.day <= on and one.unit in units)
        assert actual["mo-hinh"] == parts.get("mo-hinh", (0, 0))[0]
        rate = actual["kham-pha-an"]
        assert (rate["numerator"], rate["denominator"]) == parts["kham-pha-an"]
    assert expected["mo-hinh"][0] > 0
    card = ask(folder, f"units {HAC_THANH}", on)["card"]
    assert {one["unit"] for one in card["came_from"]} == set(sources)


def test_targets_follow(folder: Path) -> None:
    """Đợt 3 begins with 547 communes: still 547 of the campaign and the province, 10 of Hạc Thành, after the reform."""
    on = date(2025, 8, 1)

    def target(unit: str) -> Any:
        criteria = ask(folder, f"status {unit}", on)["criteria"]
        return next(one["phase"]["target"] for one in criteria if one["id"] == "mo-hinh")

    assert target("") == 547
    assert target("-u th") == target("-u th --view as-of") == 547
    assert target(f"-u {HAC_THANH}") is None
    assert target(f"-u {HAC_THANH} --view as-of") == 10


def test_the_table_of_succession(folder: Path) -> None:
    rows = ask(folder, "units --lineage", date(2025, 8, 19))["lineage"]
    assert [(one["date"], one["kind"], one["unit"], one["heir"] or "", one["basis"]) for one in rows] == [
        (row["date"], row["kind"], row["from"], row["to"], row["basis"]) for row in LINEAGE
    ]
    by_day = Counter(one["date"] for one in rows)
    assert by_day == {"2025-01-01": 1, "2025-03-01": 26, "2025-07-01": 536}
    assert len(ask(folder, "units --lineage", date(2025, 2, 28))["lineage"]) == 1
    before, after = alive(TURNS[2] - ONE), alive(TURNS[2])
    assert all(one["name"] == before[one["unit"]]["name"] for one in rows if one["date"] == "2025-07-01")
    assert all(one["heir_name"] == after[one["heir"]]["name"] for one in rows if one["date"] == "2025-07-01")


def test_a_code_means_another_unit_after_the_reform(folder: Path) -> None:
    before, after = alive(TURNS[2] - ONE), alive(TURNS[2])
    named = {row["code"]: row["name"] for row in before.values() if row["level"] == "commune"}
    renamed = [row for row in after.values() if row["level"] == "commune" and named[row["code"]] != row["name"]]
    assert len(renamed) == 101
    for row in renamed[::25]:
        for on in (TURNS[2] - ONE, TURNS[2]):
            (found,) = ask(folder, f"units {row['code']} --on {on}", on)["units"]
            assert found["name"] == (named[row["code"]] if on < TURNS[2] else row["name"])


def test_an_entry_outside_a_units_life_is_refused_and_a_late_one_about_it_taken(folder: Path) -> None:
    """Công an huyện Đông Sơn ended on 31/12/2024; its last days are still told of in August."""

    def log(day: str) -> Any:
        return tracker(
            *("log", "-u", "th-405", "-c", "hoat-dong", "-q", "1", "-d", day, "--dry-run", "-C", "cand80"),
            cwd=folder,
            TRACKER_TODAY="2025-08-01",
        )

    log("1/1/2025").refused(1, "unit-not-alive")
    assert log("31/12/2024").code == 0


def test_a_unit_that_became_others_is_answered_with_them(folder: Path) -> None:
    refused = tracker("status", "-u", "th-14755", "--view", "as-of", cwd=folder, TRACKER_TODAY="2025-08-01")
    refused.refused(3, "unit-succeeded")
    assert tracker("status", "-u", "th-14755", cwd=folder, TRACKER_TODAY="2025-08-01").code == 0
