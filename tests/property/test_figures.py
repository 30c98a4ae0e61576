"""Figures of units and what they are measured against, whatever becomes of the units."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.books import with_books
from tests.fixtures.small import campaign, criterion, reassign, record, view
from tests.property.test_lineages import CASES, DAYS, START, entries, rosters
from tracker.domain.attainment import Goal, Measured, attain
from tracker.domain.books import BaselineRow
from tracker.domain.calendar import Span
from tracker.domain.campaign import Phase
from tracker.domain.criteria import Criterion, Direction, Kind, RateOf, TargetRow
from tracker.domain.entries import LastValue, Posting, Total
from tracker.domain.lineage import Holder, share_out
from tracker.domain.states import settle, steps_by_unit
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.journal.store import memory_store
from tracker.services.figures import measure_units
from tracker.services.measure import goal_for
from tracker.services.rolled import roll_forward

ONE = timedelta(days=1)
END = START + DAYS * ONE
Reported = Sequence[tuple[str, date, Total]]


def follow_day_by_day(roster: Roster, reported: Reported) -> dict[str, Fraction]:
    """What each unit has in the end: told as it happened, what is left to a unit goes once it says what it has itself."""
    own: dict[str, Fraction] = {}
    left: defaultdict[str, Fraction] = defaultdict(Fraction)
    for offset in range(DAYS + 1):
        day = START + offset * ONE
        steps: defaultdict[str, list[Edge]] = defaultdict(list)
        for edge in roster.edges:
            if edge.on == day:
                steps[edge.source].append(edge)
        gone = {source: own.pop(source, Fraction(0)) + left.pop(source, Fraction(0)) for source in steps}
        for source, edges in steps.items():
            for heir, share in (share_out(edges) or {}).items():
                if heir:
                    left[heir] += gone[source] * share
        for unit, on, total in reported:
            if on == day:
                own[unit] = Fraction(total.quantity)
                left.pop(unit, None)
    return {unit: own.get(unit, Fraction(0)) + left.get(unit, Fraction(0)) for unit in {*own, *left}}


def last_values(roster: Roster, reported: Reported) -> dict[str, list[LastValue]]:
    """The last value of each unit and, where it gave something away by then, the last one before that."""
    steps = steps_by_unit(roster.edges, END)
    found: dict[str, list[LastValue]] = {}
    for unit, on, total in sorted(reported, key=lambda one: one[1]):
        value = LastValue(on, total.quantity, total.denominator)
        before = found.setdefault(unit, [])
        if before and not any(before[-1].day < turn <= on for turn, _ in steps.get(unit, ())):
            before.pop()
        before.append(value)
    return found


def is_shared(roster: Roster) -> bool:
    return all(share_out(edges) for steps in steps_by_unit(roster.edges, END).values() for _, edges in steps)


@given(rosters().filter(is_shared).flatmap(lambda one: st.tuples(st.just(one), entries(one))))
def test_states_stand_where_following_them_day_by_day_leads(case: tuple[Roster, Reported]) -> None:
    roster, reported = case
    expected = follow_day_by_day(roster, reported)
    found = settle(last_values(roster, reported), steps_by_unit(roster.edges, END))
    for unit in {*expected, *(holder.unit for holder in found)}:
        exact, whole = expected.get(unit, Fraction(0)), found.get(Holder(unit), Total()).quantity
        assert abs(exact - whole) <= len(reported)  # each value is divided in whole thousandths


@given(CASES)
def test_the_order_of_units_and_steps_changes_no_state(case: tuple[Roster, Reported]) -> None:
    roster, reported = case
    values = last_values(roster, reported)
    turned = settle(dict(reversed(values.items())), steps_by_unit(roster.edges, END))
    assert turned == settle(values, steps_by_unit(roster.edges, END))


PHASES = (
    Phase("one", "Một", "", Span(START, START + 14 * ONE)),
    Phase("two", "Hai", "", Span(START + 18 * ONE, END)),
)
CRITERIA = (
    criterion("mo-hinh", "Mô hình"),
    criterion("tin-bao", "Tin báo", (), Kind.RATE, "%"),
    criterion("nha", "Nhà", (), Kind.STOCK),
    Criterion("bien-che", "Biên chế", Kind.RATE, "người", 0, over_100=False, of=RateOf.STATE),
)


def under_a_province(roster: Roster) -> Roster:
    top = UnitVersion("T", "", "Tỉnh", "province", "", "", (), None, None)
    below = (msgspec.structs.replace(one, parent="T", level="commune") for one in roster.versions)
    return Roster([top, *below], roster.edges)


@given(CASES, st.sampled_from([0, 5, 14, 16, 20, 39, 40]), st.sampled_from([*PHASES, None]), st.booleans())
def test_all_units_at_once_are_measured_as_each_of_them(
    case: tuple[Roster, Reported],
    offset: int,
    phase: Phase | None,
    is_assigned: bool,
) -> None:
    roster = under_a_province(case[0])
    rows = tuple(TargetRow("mo-hinh", 1000, level="commune", phase=one) for one in ("one", "two"))
    criteria = (msgspec.structs.replace(CRITERIA[0], targets=rows), *CRITERIA[1:])
    of = campaign("x", PHASES, Span(START, END), criteria, versions=roster.versions)
    kinds = ("tin-bao", "bien-che") if any(one.denominator for _, _, one in case[1]) else ("mo-hinh", "nha")
    journal = memory_store()
    record(journal, *(_post(one, name) for one in case[1] for name in kinds), campaign=of)
    reassign(journal, of if is_assigned else msgspec.structs.replace(of, assignment="another"), roster)
    seen = roll_forward(view(journal, START + offset * ONE, of, roster))
    for unit, measured in measure_units(seen, phase).items():
        totals = seen.totals(seen.span_of(phase), unit)
        for one in criteria:
            expected = Measured(totals.get(one.id, Total()), goal_for(seen, one, phase, unit))
            assert measured[one.id] == expected


def _post(reported: tuple[str, date, Total], name: str) -> Posting:
    unit, day, (quantity, denominator, _) = reported
    return Posting("x", unit, day, name, quantity, denominator if name in ("tin-bao", "bien-che") else None)


AMOUNTS = st.integers(0, 10**6)
MERGED = Roster(
    [
        *(UnitVersion(one, "", one, "", "", "", (), None, START + 19 * ONE) for one in "ab"),
        UnitVersion("m", "", "m", "", "", "", (), START + 20 * ONE, None),
    ],
    [Edge(START + 20 * ONE, "merge", one, "m", "", "") for one in "ab"],
)


@given(st.tuples(AMOUNTS, AMOUNTS), st.tuples(AMOUNTS, AMOUNTS), st.tuples(AMOUNTS, AMOUNTS))
def test_merging_two_units_with_their_targets_and_baselines_keeps_the_attainment(
    actual: tuple[int, int], target: tuple[int, int], before: tuple[int, int]
) -> None:
    span = Span(START, END)
    year_before = Span(START.replace(year=START.year - 1), END.replace(year=END.year - 1))
    count = criterion("c", "C")
    falling = msgspec.structs.replace(criterion("f", "F"), direction=Direction.DOWN, targets=(TargetRow("f", 5000),))
    of = with_books(
        campaign("x", (), span, (count, falling), versions=MERGED.versions),
        [TargetRow("c", amount, unit=unit) for unit, amount in zip("ab", target, strict=True)],
        baselines=[BaselineRow("f", unit, year_before, amount) for unit, amount in zip("ab", before, strict=True)],
    )
    journal = memory_store()
    logged = zip("ab", actual, strict=True)
    posted = [Posting("x", unit, START, name, amount) for unit, amount in logged for name in "cf"]
    record(journal, *posted, campaign=of)
    reassign(journal, of, MERGED)
    merged = measure_units(roll_forward(view(journal, END, of, MERGED)), None)["m"]
    together = Goal(Fraction(sum(target)) if sum(target) else None)
    reduced = Goal(Fraction(5, 100), Total(sum(before)))
    for one, goal in ((count, together), (falling, reduced)):
        assert merged[one.id] == Measured(Total(sum(actual), 0, 2), goal)
        assert attain(one, merged[one.id].actual, goal) == attain(one, Total(sum(actual)), goal)


@given(st.permutations(range(6)), st.permutations(range(4)))
def test_order_of_entries_and_of_units_changes_nothing(entered: list[int], listed: list[int]) -> None:
    rows = [Posting("x", unit, START + at * ONE, "c", 1000 + at) for at, unit in enumerate("abab")]
    rows += [Posting("x", "m", START + at * ONE, "c", at) for at in (25, 30)]
    versions = (*MERGED.versions, UnitVersion("z", "", "z", "", "", "", (), None, None))
    roster = Roster([versions[at] for at in listed], MERGED.edges)
    of = campaign("x", (), Span(START, END), (criterion("c", "C"),), versions=roster.versions)
    journal = memory_store()
    record(journal, *(rows[at] for at in entered), campaign=of)
    reassign(journal, of, roster)
    found = measure_units(roll_forward(view(journal, END, of, roster)), None)
    assert {unit: measured["c"].actual for unit, measured in found.items()} == {"m": Total(4061, 0, 6), "z": Total()}


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 1000)), min_size=2, max_size=9))
def test_pooling_is_not_averaging(rates: list[tuple[int, int]]) -> None:
    """A pooled rate lies between its parts, each weighing as much as its denominator."""
    rate = criterion("r", "R", (), Kind.RATE, "")
    pooled = Total()
    for numerator, denominator in rates:
        pooled = pooled.plus(Total(numerator, denominator))
    shares = [attain(rate, Total(*one), Goal(Fraction(1))).share for one in rates]
    found = attain(rate, pooled, Goal(Fraction(1))).share
    assert found == Fraction(sum(one for one, _ in rates), sum(of for _, of in rates))
    known = [one for one in shares if one is not None]
    assert found is not None
    assert min(known) <= found <= max(known)


def test_pooling_and_averaging_differ() -> None:
    rate = criterion("r", "R", (), Kind.RATE, "")
    small, large = Total(1, 1), Total(10, 99)
    pooled = attain(rate, small.plus(large), Goal(Fraction(1))).share
    assert pooled == Fraction(11, 100) != (Fraction(1) + Fraction(10, 99)) / 2
