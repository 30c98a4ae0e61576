"""States: with whom a last value stands once units have merged, split and ended."""

from datetime import date

import pytest

from tracker.domain.entries import LastValue, Total
from tracker.domain.lineage import Held, Holder
from tracker.domain.states import settle, steps_by_unit
from tracker.domain.units import Edge


def on(day: int, month: int = 3) -> date:
    return date(2025, month, day)


END = on(31)


def edge(day: date, kind: str, source: str, heir: str, share: str = "") -> Edge:
    return Edge(day, kind, source, heir, share, "")


MERGE = [edge(on(10), "merge", "a", "m"), edge(on(10), "merge", "b", "m")]
SPLIT = [edge(on(10), "split", "a", "x", "0.6"), edge(on(10), "split", "a", "y", "0,4")]
KEPT = [edge(on(10), "split", "a", "a", "0.75"), edge(on(10), "split", "a", "x", "0.25")]
OPEN = [edge(on(10), "split", "a", "x"), edge(on(10), "split", "a", "y")]
THEN = [edge(on(20), "merge", "m", "z")]


def value(day: int, quantity: int, of: int = 0) -> LastValue:
    return LastValue(on(day), quantity * 1000, of * 1000)


def stands(values: dict[str, list[LastValue]], edges: list[Edge], as_of: date = END) -> dict[str, tuple[int, int]]:
    found = settle(values, steps_by_unit(edges, as_of))
    assert all(one.held is Held.UNIT for one in found)
    return {one.unit: total[:2] for one, total in found.items()}


@pytest.mark.parametrize(
    ("values", "edges", "found"),
    [
        ({"a": [value(1, 5)], "b": [value(2, 7)]}, [], {"a": 5, "b": 7}),
        # what ended stands with its heir ...
        ({"a": [value(1, 5)], "b": [value(2, 7)]}, MERGE, {"m": 12}),
        ({"a": [value(9, 5)]}, MERGE, {"m": 5}),
        # ... until the heir has an entry of its own, dated on or after that day
        ({"a": [value(1, 5)], "b": [value(2, 7)], "m": [value(10, 9)]}, MERGE, {"m": 9}),
        ({"a": [value(1, 5)], "b": [value(2, 7)], "m": [value(11, 0)]}, MERGE, {"m": 0}),
        ({"a": [value(1, 5)], "m": [value(9, 9)]}, MERGE, {"m": 14}),
        # what a unit reported after it gave itself away is its own
        ({"a": [value(10, 5)]}, MERGE, {"a": 5}),
        # shares
        ({"a": [value(1, 5)]}, SPLIT, {"x": 3, "y": 2}),
        ({"a": [value(1, 5)], "y": [value(12, 9)]}, SPLIT, {"x": 3, "y": 9}),
        # a unit that keeps a part of itself
        ({"a": [value(1, 8)]}, KEPT, {"a": 6, "x": 2}),
        ({"a": [value(1, 8), value(12, 7)]}, KEPT, {"a": 7, "x": 2}),
        ({"a": [value(12, 7)]}, KEPT, {"a": 7}),
        # over two steps
        ({"a": [value(1, 5)], "b": [value(2, 7)]}, [*MERGE, *THEN], {"z": 12}),
        ({"a": [value(1, 5)], "m": [value(15, 4)]}, [*MERGE, *THEN], {"z": 4}),
        ({"a": [value(1, 5)], "m": [value(15, 4)], "z": [value(20, 3)]}, [*MERGE, *THEN], {"z": 3}),
        ({"a": [value(1, 5)], "z": [value(19, 3)]}, [*MERGE, *THEN], {"z": 8}),
        # without an heir nothing is left
        ({"a": [value(1, 5)], "b": [value(1, 2)]}, [edge(on(10), "dissolve", "a", "")], {"b": 2}),
        ({"a": [value(10, 5)]}, [edge(on(10), "dissolve", "a", "")], {"a": 5}),
        # without shares, all came together again since
        ({"a": [value(1, 5)]}, [*OPEN, *(edge(on(20), "merge", one, "z") for one in "xy")], {"z": 5}),
        # each heir has said what it has
        ({"a": [value(1, 5)], "x": [value(12, 2)], "y": [value(13, 1)]}, OPEN, {"x": 2, "y": 1}),
    ],
)
def test_with_whom_a_value_stands(values: dict[str, list[LastValue]], edges: list[Edge], found: dict[str, int]) -> None:
    assert stands(values, edges) == {unit: (quantity * 1000, 0) for unit, quantity in found.items()}


def test_only_steps_up_to_the_day_are_followed() -> None:
    values = {"a": [value(1, 5)], "b": [value(2, 7)]}
    assert stands(values, [*MERGE, *THEN], on(9)) == {"a": (5000, 0), "b": (7000, 0)}
    assert stands(values, [*MERGE, *THEN], on(10)) == stands(values, [*MERGE, *THEN], on(19)) == {"m": (12_000, 0)}
    assert stands(values, [*MERGE, *THEN], on(20)) == {"z": (12_000, 0)}


def test_a_rate_of_a_state_goes_with_both_its_numbers() -> None:
    assert stands({"a": [value(1, 5, 10)], "b": [value(2, 4, 4)]}, MERGE) == {"m": (9000, 14_000)}
    assert stands({"a": [value(1, 5, 10)]}, SPLIT) == {"x": (3000, 6000), "y": (2000, 4000)}


def test_what_no_share_decides_is_not_allocated_until_all_heirs_have_reported() -> None:
    waiting = Holder("a", Held.UNALLOCATED, on(10), ("x", "y"))
    assert settle({"a": [value(1, 5)]}, steps_by_unit(OPEN, on(31))) == {waiting: Total(5000)}
    one = settle({"a": [value(1, 5)], "x": [value(12, 2)]}, steps_by_unit(OPEN, on(31)))
    assert one == {waiting: Total(5000), Holder("x"): Total(2000)}


def test_what_is_unallocated_is_told_by_the_units_of_today() -> None:
    later = [*OPEN, edge(on(20), "merge", "x", "z")]
    (holder,) = settle({"a": [value(1, 5)]}, steps_by_unit(later, on(31)))
    assert holder == Holder("a", Held.UNALLOCATED, on(10), ("z", "y"))


def test_steps_of_a_unit_in_their_order() -> None:
    later = [edge(on(20), "split", "a", "x", "1"), *KEPT]
    assert steps_by_unit(later, on(31)) == {"a": [(on(10), KEPT), (on(20), later[:1])]}
    assert steps_by_unit(later, on(9)) == {}


def test_order_changes_nothing() -> None:
    values = {"m": [value(15, 4)], "b": [value(2, 7)], "a": [value(1, 5)]}
    turned = dict(reversed(values.items()))
    for edges in (MERGE, [*MERGE, *THEN]):
        assert stands(values, edges) == stands(turned, edges[::-1])
