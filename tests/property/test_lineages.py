"""Whatever becomes of the units: nothing is lost or made, and the order of a file's rows means nothing."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce

import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from tracker.domain.entries import Total
from tracker.domain.lineage import Held, Holder, Lineage, allot_total, check_edges
from tracker.domain.units import Edge, Roster, UnitVersion

START, ONE = date(2025, 1, 1), timedelta(days=1)
DAYS = 40


def cuts(draw: st.DrawFn, parts: int) -> list[str]:
    """Shares of so many parts that add up to 1, with up to four places."""
    places = sorted(draw(st.lists(st.integers(1, 9999), min_size=parts - 1, max_size=parts - 1, unique=True)))
    return [f"{(end - start) / 10_000:.4f}" for start, end in zip([0, *places], [*places, 10_000], strict=True)]


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """A few units, and on some days some of them merge, split (with shares or without), give a part away or end."""
    born: dict[str, date | None] = {f"u{at}": None for at in range(draw(st.integers(2, 6)))}
    ended: dict[str, date] = {}
    edges: list[Edge] = []
    for offset in sorted(draw(st.sets(st.integers(1, DAYS), max_size=5))):
        on = START + offset * ONE
        living = [unit for unit in born if unit not in ended]
        leaving = draw(st.lists(st.sampled_from(living), max_size=3, unique=True)) if living else []
        staying = [unit for unit in living if unit not in leaving]
        fresh = [f"u{len(born) + at}" for at in range(draw(st.integers(0, 2)))]
        born |= dict.fromkeys(fresh, on)
        for unit in leaving:
            heirs = draw(st.lists(st.sampled_from([*staying, *fresh, ""]), max_size=3, unique=True))
            keeps = draw(st.booleans()) and bool(heirs)
            heirs += [unit] if keeps else [] if heirs else [""]
            if not keeps:
                ended[unit] = on - ONE
            shared = "" in heirs or draw(st.booleans())
            shares = [""] if len(heirs) == 1 else cuts(draw, len(heirs)) if shared else [""] * len(heirs)
            kind = "split" if len(heirs) > 1 else "merge"
            edges += [
                Edge(on, kind if heir else "dissolve", unit, heir, share, "")
                for heir, share in zip(heirs, shares, strict=True)
            ]
    units = (UnitVersion(unit, "", unit, "", "", "", (), first, ended.get(unit)) for unit, first in born.items())
    return Roster(units, edges)


@st.composite
def entries(draw: st.DrawFn, roster: Roster) -> list[tuple[str, date, Total]]:
    """Amounts of units on days of their lives, all of a count or all of a rate."""
    found, is_rate = [], draw(st.booleans())
    for _ in range(draw(st.integers(0, 12))):
        version = draw(st.sampled_from(roster.versions))
        last = version.valid_to or START + DAYS * ONE
        first = max(version.valid_from or START, START)
        if first <= last:
            day = first + draw(st.integers(0, (last - first).days)) * ONE
            quantity = draw(st.integers(0, 5000))
            denominator = quantity + draw(st.integers(0, 5000)) if is_rate else 0
            found.append((version.id, day, Total(quantity, denominator, 1)))
    return found


CASES = rosters().flatmap(lambda roster: st.tuples(st.just(roster), entries(roster)))
LATEST = START + (DAYS + 1) * ONE


def follow(roster: Roster, as_of: date, edges: tuple[Edge, ...] | None = None) -> Lineage:
    return Lineage(roster.edges if edges is None else edges, as_of, roster.by_id)


def rolled(lineage: Lineage, found: list[tuple[str, date, Total]]) -> dict[Holder, Total]:
    """Each holder's total: a unit's amounts that go the same way are added up before they are divided."""
    held: dict[Holder, Total] = {}
    for unit in {one[0] for one in found}:
        for days, shares in lineage.eras(unit):
            own = reduce(Total.plus, (total for one, day, total in found if one == unit and day in days), Total())
            for holder, part in allot_total(own, shares).items():
                held[holder] = held.get(holder, Total()).plus(part)
    return {holder: total for holder, total in held.items() if any(total)}


@given(CASES, st.integers(0, DAYS + 1))
def test_the_whole_is_the_same_in_both_views(case: tuple[Roster, list[tuple[str, date, Total]]], after: int) -> None:
    roster, found = case
    as_of = START + after * ONE
    known = [one for one in found if one[1] <= as_of]
    held = rolled(follow(roster, as_of), known)
    whole = reduce(Total.plus, (total for *_, total in known), Total())
    parts = reduce(Total.plus, held.values(), Total())
    assert (parts.quantity, parts.denominator) == (whole.quantity, whole.denominator)
    assert all(part.quantity >= 0 and part.denominator >= 0 for part in held.values())
    if whole.denominator:
        assert all(part.quantity <= part.denominator for part in held.values())


@given(CASES)
def test_who_holds_an_amount_lives_or_is_named_as_ended(case: tuple[Roster, list[tuple[str, date, Total]]]) -> None:
    roster, found = case
    assert check_edges(roster) == []
    for holder in rolled(follow(roster, LATEST), found):
        match holder.held:
            case Held.UNIT:
                assert roster.version(holder.unit, LATEST)
            case Held.UNALLOCATED:
                assert len(holder.among) > 1
            case Held.DISSOLVED:
                assert any(edge.source == holder.unit and not edge.heir for edge in roster.edges)


@given(CASES, st.data())
def test_the_order_of_the_rows_means_nothing(
    case: tuple[Roster, list[tuple[str, date, Total]]], data: st.DataObject
) -> None:
    roster, found = case
    shuffled = tuple(data.draw(st.permutations(roster.edges)))
    assert rolled(follow(roster, LATEST, shuffled), found) == rolled(follow(roster, LATEST), found)


@given(rosters(), st.integers(0, DAYS))
def test_rolling_forward_in_two_steps_is_rolling_forward_once(roster: Roster, middle: int) -> None:
    """Shares compose; what is unallocated at the first stop alone may be known at the second."""
    stop = START + middle * ONE
    first, whole = follow(roster, stop), follow(roster, LATEST)
    for unit in roster.by_id:
        start = first.shares(unit, START)
        if any(holder.held is Held.UNALLOCATED for holder in start):
            continue
        twice: Counter[Holder] = Counter()
        for holder, share in start.items():
            ends = whole.shares(holder.unit, stop) if holder.held is Held.UNIT else {holder: Fraction(1)}
            twice.update({end: share * part for end, part in ends.items()})
        assert dict(twice) == whole.shares(unit, START)


@pytest.mark.parametrize("kind", ["merge", "dissolve", "split", "split by shares", "part kept", "part dissolved"])
def test_rosters_hold_every_kind_of_step(kind: str) -> None:
    find(rosters(), lambda roster: any(_kind(edge) == kind for edge in roster.edges))


def _kind(edge: Edge) -> str:
    if edge.source == edge.heir:
        return "part kept"
    if edge.kind == "split" and edge.share:
        return "split by shares"
    return "part dissolved" if edge.kind == "dissolve" and edge.share else edge.kind
