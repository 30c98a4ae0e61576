"""With whom an amount stands after merges, splits and ends; and what makes no sense in a lineage."""

from datetime import date
from fractions import Fraction

import pytest

from tracker.domain.entries import Total
from tracker.domain.lineage import Held, Holder, Lineage, allot, allot_total, check_edges
from tracker.domain.units import Edge, Roster, UnitVersion

OLD, JAN, MARCH, JULY, END = (date(2024, 9, 1), *(date(2025, month, 1) for month in (1, 3, 7)), date(2025, 8, 19))
UNITS = "abcdefgh"


def step(on: date, source: str, heir: str, share: str = "", kind: str = "") -> Edge:
    return Edge(on, kind or ("merge" if heir else "dissolve"), source, heir, share, "")


def split(on: date, source: str, *heirs: str, shares: tuple[str, ...] = ()) -> list[Edge]:
    return [
        step(on, source, heir, share, "split") for heir, share in zip(heirs, shares or [""] * len(heirs), strict=True)
    ]


def shares(edges: list[Edge], unit: str = "a", day: date = OLD, as_of: date = END) -> dict[str, Fraction]:
    """Shares by unit, those of no living unit marked."""
    marks = {Held.UNIT: "", Held.UNALLOCATED: "?", Held.DISSOLVED: "x"}
    found = Lineage(edges, as_of, UNITS).shares(unit, day)
    assert sum(found.values()) == 1
    return {marks[holder.held] + holder.unit: share for holder, share in found.items()}


def test_an_amount_goes_to_the_heir_from_the_day_of_the_step() -> None:
    edges = [step(JULY, "a", "b")]
    assert shares(edges) == {"b": 1}
    assert shares(edges, as_of=date(2025, 6, 30)) == {"a": 1}
    assert shares(edges, day=JULY) == {"a": 1}
    assert shares(edges, "b") == {"b": 1}
    assert shares(edges, "unknown") == {"unknown": 1}


def test_shares_multiply_along_a_chain() -> None:
    edges = [
        *split(JULY, "b", "d", "e", shares=("0,25", "0.75")),
        *split(JAN, "a", "b", "c", shares=(".4", "0.6")),
        step(MARCH, "c", "d"),
    ]
    assert shares(edges) == {"d": Fraction(1, 10) + Fraction(6, 10), "e": Fraction(3, 10)}
    assert shares(edges, "c", JAN) == {"d": 1}


def test_a_unit_that_gives_away_a_part_goes_on_with_the_rest() -> None:
    edges = split(JAN, "a", "a", "b", shares=("0.6", "0.4")) + split(MARCH, "a", "a", "c", shares=("0.5", "0.5"))
    assert shares(edges) == {"a": Fraction(3, 10), "b": Fraction(4, 10), "c": Fraction(3, 10)}
    assert shares(edges, day=JAN) == {"a": Fraction(1, 2), "c": Fraction(1, 2)}
    assert shares(edges, day=MARCH) == {"a": 1}


def test_neighbours_may_exchange_parts_on_one_day() -> None:
    edges = split(JAN, "a", "a", "b", shares=("0.9", "0.1")) + split(JAN, "b", "b", "a", shares=("0.8", "0.2"))
    assert shares(edges) == {"a": Fraction(9, 10), "b": Fraction(1, 10)}
    assert shares(edges, "b") == {"a": Fraction(2, 10), "b": Fraction(8, 10)}


def test_a_split_without_shares_is_not_guessed() -> None:
    edges = [*split(JULY, "b", "c", "d"), step(JAN, "a", "b")]
    found = Lineage(edges, END, UNITS).shares("a", OLD)
    assert found == {Holder("b", Held.UNALLOCATED, JULY, ("c", "d")): 1}


def test_what_comes_together_again_is_allocated() -> None:
    edges = [*split(JAN, "a", "b", "c"), step(MARCH, "b", "d")]
    assert shares(edges) == {"?a": 1}
    assert Lineage(edges, END, UNITS).shares("a", OLD).keys() == {Holder("a", Held.UNALLOCATED, JAN, ("c", "d"))}
    assert shares([*edges, step(JULY, "c", "d")]) == {"d": 1}


def test_a_unit_that_ends_without_an_heir_keeps_its_amounts() -> None:
    assert shares([step(MARCH, "a", "")]) == {"xa": 1}
    assert shares([step(MARCH, "b", ""), step(JAN, "a", "b")]) == {"xb": 1}
    partly = [step(MARCH, "a", "", "0.25"), step(MARCH, "a", "b", "0.75")]
    assert shares(partly) == {"xa": Fraction(1, 4), "b": Fraction(3, 4)}


def test_a_chain_of_thousands_of_steps_is_followed() -> None:
    days = [date.fromordinal(OLD.toordinal() + at) for at in range(1, 3001)]
    edges = [step(day, f"u{at}", f"u{at + 1}") for at, day in enumerate(days)]
    assert shares(edges, "u0", as_of=date.max) == {"u3000": 1}


@pytest.mark.parametrize(
    ("amount", "parts"),
    [
        (10, {"a": 3, "b": 3, "c": 4}),
        (1, {"a": 0, "b": 0, "c": 1}),
        (2, {"a": 1, "b": 0, "c": 1}),
        (0, {"a": 0, "b": 0, "c": 0}),
        (-10, {"a": -3, "b": -3, "c": -4}),
    ],
)
def test_thousandths_go_by_largest_remainder_then_by_order(amount: int, parts: dict[str, int]) -> None:
    given = {Holder("a"): Fraction(333, 1000), Holder("b"): Fraction(333, 1000), Holder("c"): Fraction(334, 1000)}
    found = {holder.unit: part for holder, part in allot(amount, given).items()}
    assert found == parts
    assert sum(found.values()) == amount


def test_a_divided_rate_stays_a_rate() -> None:
    given = {Holder(unit): Fraction(1, 7) for unit in "abcdefg"}
    for quantity, denominator in ((1, 1), (3, 10), (6999, 7001), (0, 5), (5, 3), (9, 0)):
        parts = allot_total(Total(quantity, denominator, 2), given).values()
        assert (sum(one.quantity for one in parts), sum(one.denominator for one in parts)) == (quantity, denominator)
        assert all(one.entries == 2 and one.quantity >= 0 and one.denominator >= 0 for one in parts)
        assert denominator < quantity or all(one.quantity <= one.denominator for one in parts)


def test_a_divided_count_stays_a_count_below_nothing() -> None:
    """What is taken back in another phase than it was logged in may leave less than nothing there."""
    parts = allot_total(Total(-9, 0, -1), {Holder(unit): Fraction(1, 7) for unit in "abcdefg"}).values()
    assert (sum(one.quantity for one in parts), {one.denominator for one in parts}) == (-9, {0})


def alive(unit: str, first: date | None = None, last: date | None = None) -> UnitVersion:
    return UnitVersion(unit, "", unit, "commune", "", "", (), first, last)


LAST = date(2025, 6, 30)
ROSTER = (
    *(alive(unit, None, LAST) for unit in "abc"),
    *(alive(unit, JULY) for unit in "de"),
    *(alive(unit) for unit in "fg"),
)


@pytest.mark.parametrize(
    ("edges", "codes"),
    [
        ([step(JULY, "a", "d"), step(JULY, "b", "d", "1"), step(JULY, "c", "")], []),
        (split(JULY, "a", "d", "e"), []),
        (split(JULY, "a", "d", "e", shares=("0.4", "0,6")), []),
        (split(JULY, "f", "f", "d", shares=("0.4", "0,6")), []),
        (split(JAN, "f", "f", "g"), []),
        (split(JAN, "f", "f", "g") + split(JAN, "g", "g", "f"), []),
        ([step(JULY, "c", "", "0.5"), step(JULY, "c", "d", "0.5")], []),
        (split(JULY, "a", "d", "e", shares=("0.4", "0,5")), [(1, "share", "lineage-shares")]),
        ([step(JULY, "a", "d", "0.9")], [(0, "share", "lineage-shares")]),
        ([step(JULY, "a", "d", "1"), step(JULY, "a", "e", "1")], [(1, "share", "lineage-shares")]),
        ([step(JULY, "a", "d"), step(JULY, "a", "e")], [(1, "share", "lineage-share-missing")]),
        (split(JULY, "a", "d", "e", shares=("0.4", "")), [(1, "share", "lineage-share-missing")]),
        ([step(JULY, "a", "d"), *split(JULY, "a", "e")], [(1, "share", "lineage-share-missing")]),
        (split(JULY, "a", "d"), [(0, "share", "lineage-one-heir")]),
        ([step(JULY, "a", "d"), step(JULY, "a", "d")], [(1, "to", "lineage-repeated")]),
        ([step(LAST, "a", "d")], [(0, "to", "lineage-heir-gone"), (0, "from", "lineage-source-lives")]),
        ([step(date(2025, 7, 2), "a", "d")], [(0, "from", "lineage-source-gone")]),
        ([step(JULY, "f", "d")], [(0, "from", "lineage-source-lives")]),
        ([step(JULY, "f", "")], [(0, "from", "lineage-source-lives")]),
    ],
)
def test_what_makes_no_sense_is_named(edges: list[Edge], codes: list[tuple[int, str, str]]) -> None:
    found = [(one.edge, one.field, one.problem.code) for one in check_edges(Roster(ROSTER, edges))]
    assert found == codes


def test_units_that_become_each_other_are_named_once() -> None:
    edges = [step(JAN, "f", "g"), step(JULY, "g", "f"), step(MARCH, "f", "g"), step(MARCH, "g", "f")]
    cycles = [one for one in check_edges(Roster(ROSTER, edges)) if one.problem.code == "lineage-cycle"]
    assert [(one.edge, one.problem.params) for one in cycles] == [(3, {"units": ["f", "g"], "day": MARCH})]
