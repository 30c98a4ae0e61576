"""What is told of a lineage that makes no sense, and its rarer cases."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tracker.domain.calendar import Span
from tracker.domain.lineage import EdgeProblem, Held, Holder, Lineage, check_edges, share_out
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.errors import Problem

JAN, MARCH, JULY = (date(2025, month, 1) for month in (1, 3, 7))
WHOLE = Fraction(1)
LAST, END = date(2025, 6, 30), date(2025, 8, 19)


def step(on: date, source: str, heir: str, share: str = "", kind: str = "merge") -> Edge:
    return Edge(on, kind, source, heir, share, "")


def alive(unit: str, first: date | None = None, last: date | None = None) -> UnitVersion:
    return UnitVersion(unit, "", unit, "commune", "", "", (), first, last)


ROSTER = (
    *(alive(unit, None, LAST) for unit in "abc"),
    *(alive(unit, JULY) for unit in "de"),
    *(alive(unit) for unit in "fgh"),
)
OF_A = {"unit": "a", "day": JULY}


@pytest.mark.parametrize(
    ("edges", "at", "field", "code", "params"),
    [
        ([step(date(2025, 7, 2), "a", "d")], 0, "from", "lineage-source-gone", {"unit": "a", "day": JULY}),
        ([step(LAST, "x", "d")], 0, "to", "lineage-heir-gone", {"unit": "d", "day": LAST}),
        ([step(JULY, "f", "d")], 0, "from", "lineage-source-lives", {"unit": "f", "day": JULY}),
        ([step(JULY, "a", "d"), step(JULY, "a", "d")], 1, "to", "lineage-repeated", {**OF_A, "heir": "d"}),
        ([step(JULY, "a", "d", "0,9")], 0, "share", "lineage-shares", {**OF_A, "sum": Decimal("0.9")}),
        ([step(JULY, "a", "d", kind="split")], 0, "share", "lineage-one-heir", OF_A),
        ([step(JULY, "a", "d"), step(JULY, "a", "e")], 1, "share", "lineage-share-missing", OF_A),
        (
            [step(JAN, "f", "g"), step(JAN, "g", "h"), step(JAN, "h", "f")],
            2, "to", "lineage-cycle", {"units": ["f", "g", "h"], "day": JAN},
        ),
    ],
)  # fmt: skip
def test_a_problem_of_the_lineage_names_its_step_and_particulars(
    edges: list[Edge], at: int, field: str, code: str, params: dict[str, Any]
) -> None:
    found = check_edges(Roster(ROSTER, edges))
    assert EdgeProblem(at, field, Problem(code, params)) in found
    assert [one.edge for one in found] == sorted(one.edge for one in found)


def test_cycles_of_two_days_and_of_other_units_are_each_named() -> None:
    days = (JAN, JAN, MARCH, MARCH)
    pairs = ("fg", "gf", "fg", "gf")
    edges = [step(day, *pair) for day, pair in zip(days, pairs, strict=True)]
    found = [one for one in check_edges(Roster(ROSTER, edges)) if one.problem.code == "lineage-cycle"]
    assert [(one.edge, one.problem.params["day"]) for one in found] == [(1, JAN), (3, MARCH)]


def test_a_step_on_the_first_day_there_is_has_no_day_before() -> None:
    found = check_edges(Roster((alive("a"), alive("d")), [step(date.min, "a", "d")]))
    assert [one.problem.code for one in found] == ["lineage-source-lives"]


def test_of_what_is_unallocated_the_units_stand_in_the_roster_s_order() -> None:
    edges = [step(JULY, "a", heir, kind="split") for heir in ("c", "b")]
    assert Lineage(edges, END, "acb").shares("a", JAN) == {Holder("a", Held.UNALLOCATED, JULY, ("c", "b")): 1}
    assert Lineage(edges, END, "abc").shares("a", JAN) == {Holder("a", Held.UNALLOCATED, JULY, ("b", "c")): 1}


def test_the_holders_stand_in_the_roster_s_order_and_the_living_before_what_ended() -> None:
    edges = [
        *(step(MARCH, "a", heir, "0.25") for heir in ("d", "c", "b")),
        step(MARCH, "a", "", "0.25", "dissolve"),
    ]
    holders = list(Lineage(edges, END, "dbca").shares("a", JAN))
    assert [one.unit for one in holders] == ["d", "b", "c", "a"]
    assert holders[-1] == Holder("a", Held.DISSOLVED, MARCH)
    assert [one.units for one in holders] == [("d",), ("b",), ("c",), ("a",)]


def test_days_on_which_amounts_go_the_same_way() -> None:
    edges = [step(MARCH, "a", "b"), step(JULY, "b", "c")]
    lineage = Lineage(edges, END, "abc")
    assert lineage.turns == [MARCH, JULY]
    day = timedelta(days=1)
    assert lineage.eras("a") == [
        (Span(date.min, MARCH - day), {Holder("c"): WHOLE}),
        (Span(MARCH, date.max), {Holder("a"): WHOLE}),
    ]
    assert lineage.eras("x") == [(Span(date.min, date.max), {Holder("x"): WHOLE})]
    assert [lineage.era("a", on)[0] for on in (JAN, MARCH - day, MARCH)] == [1, 1, 0]


@pytest.mark.parametrize(
    ("edges", "shares"),
    [
        ([step(JULY, "a", "d")], {"d": 1}),
        ([step(JULY, "a", "d", "1")], {"d": 1}),
        ([step(JULY, "a", "d", "0.5")], None),
        ([step(JULY, "a", "d", kind="split")], None),
        ([step(JULY, "a", "d", "0.5"), step(JULY, "a", "d", "0.5")], None),
        ([step(JULY, "a", "d", "0.5"), step(JULY, "a", "e")], None),
    ],
)
def test_shares_that_do_not_say_are_none(edges: list[Edge], shares: dict[str, int] | None) -> None:
    assert share_out(edges) == shares


def test_a_step_counts_from_its_own_day_on() -> None:
    edges = [step(JULY, "a", "b")]
    assert [Lineage(edges, day, "ab").shares("a", JAN) for day in (LAST, JULY)] == [{Holder("a"): 1}, {Holder("b"): 1}]


def test_whoever_holds_a_part_in_the_end_stands_in_the_roster_s_order() -> None:
    edges = [step(JAN, "a", "b", "0.5"), step(JAN, "a", "c", "0.5"), step(MARCH, "b", "z")]
    before = date(2024, 12, 31)
    assert [one.unit for one in Lineage(edges, END, "abcz").shares("a", before)] == ["c", "z"]
    assert [one.unit for one in Lineage(edges, END, "zabc").shares("a", before)] == ["z", "c"]


def test_what_a_unit_keeps_stands_before_what_it_lost_without_an_heir() -> None:
    edges = [step(MARCH, "a", "", "0.5", "dissolve"), step(MARCH, "a", "a", "0.5", "split")]
    assert list(Lineage(edges, END, "a").shares("a", JAN)) == [Holder("a"), Holder("a", Held.DISSOLVED, MARCH)]
