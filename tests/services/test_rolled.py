"""Two views of units: as reported, and rolled forward to the units of a day. Targets and the tree follow."""

from collections.abc import Iterable, Mapping

import pytest

from tests.fixtures.small import (
    CRITERIA,
    PHASES,
    SPAN,
    VERSIONS,
    campaign,
    on,
    posting,
    reassign,
    record,
    total,
    unit,
    view,
)
from tracker.domain.calendar import Span
from tracker.domain.entries import Total
from tracker.domain.lineage import Held, Holder
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.errors import TrackerError
from tracker.journal.store import Store, memory_store
from tracker.services.measure import progress_of
from tracker.services.rolled import roll_forward
from tracker.services.standings import build_standings, ranking_units
from tracker.services.status import build_status
from tracker.services.unit_card import trace
from tracker.services.unit_totals import totals_by_unit, unit_totals
from tracker.services.unit_tree import Row, TreeRow, build_tree
from tracker.services.view import View
from tracker.services.weekly import build_weekly

APRIL = on(1, 4)
# c and d become m; a gives e 40% of itself; Huyện Tây splits b without shares between e and f; d1 is dissolved
CHANGED = (
    *(one for one in VERSIONS if one.id not in ("d1", "b")),
    unit("d1", "Huyện Đông", "district", "T", None, on(31)),
    unit("b", "Xã Bình", "commune", "d1", None, on(31)),
    unit("e", "Xã Êm", "commune", "T", APRIL),
    unit("f", "Xã Phú", "commune", "d2", APRIL),
)
EDGES = (
    *(Edge(APRIL, "merge", one, "m", "", "NQ 1") for one in ("c", "d")),
    *(Edge(APRIL, "split", "a", heir, share, "NQ 2") for heir, share in (("a", "0.6"), ("e", "0,4"))),
    *(Edge(APRIL, "split", "b", heir, "", "NQ 3") for heir in ("m", "f")),
    Edge(APRIL, "dissolve", "d1", "", "", "NQ 4"),
)


def moved(versions: Iterable[UnitVersion]) -> list[UnitVersion]:
    """Xã An stands under the province once its district is no more."""
    found: list[UnitVersion] = []
    for one in versions:
        if one.id == "a":
            found += [unit("a", one.name, "commune", "d1", None, on(31)), unit("a", one.name, "commune", "T", APRIL)]
        else:
            found.append(one)
    return found


ROSTER = Roster(moved(CHANGED), EDGES)
CAMPAIGN = campaign("xuan", PHASES, SPAN, CRITERIA, versions=ROSTER.versions)
POSTINGS = (
    posting("a", on(5), 1),
    posting("a", on(2, 4), 5),
    posting("b", on(10), 2),
    posting("b", on(24), 1, "tin-bao", of=1),
    posting("c", on(12), 9, "tin-bao", of=10),
    posting("d", on(22), 4),
    posting("m", on(2, 4), 3),
    posting("d1", on(6), 7),
    posting("a", on(20), 10, "gop-quy"),
)


@pytest.fixture
def journal() -> Store:
    return memory_store()


@pytest.fixture
def reported(journal: Store) -> View:
    record(journal, *POSTINGS)
    reassign(journal, CAMPAIGN, ROSTER)
    return view(journal, SPAN.end, CAMPAIGN, ROSTER)


@pytest.fixture
def rolled(reported: View) -> View:
    return roll_forward(reported)


def own(view: View, criterion: str = "mo-hinh", span: Span = SPAN) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for one in unit_totals(view, span):
        if one.criterion == criterion:
            key = (one.holder.held.value, one.unit)
            found[key] = found.get(key, 0) + one.quantity / 1000
    return found


def test_as_reported_an_amount_stands_with_its_own_unit(reported: View) -> None:
    assert own(reported) == {("unit", "a"): 6, ("unit", "b"): 2, ("unit", "d"): 4, ("unit", "m"): 3, ("unit", "d1"): 7}


def test_rolled_forward_it_stands_with_the_units_of_the_day(rolled: View) -> None:
    assert own(rolled) == {
        ("unit", "a"): 5.6,
        ("unit", "e"): 0.4,
        ("unit", "m"): 7,
        ("unallocated", "b"): 2,
        ("dissolved", "d1"): 7,
    }
    (some,) = [one for one in unit_totals(rolled, SPAN) if one.holder.held is Held.UNALLOCATED and one.quantity == 2000]
    assert some.holder == Holder("b", Held.UNALLOCATED, APRIL, ("m", "f"))
    assert sum(own(rolled).values()) == 22


def test_before_the_step_both_views_are_the_same(reported: View) -> None:
    march = reported.but(as_of=on(31))
    span = Span(SPAN.start, on(31))
    assert own(roll_forward(march), span=span) == own(march, span=span)


@pytest.mark.parametrize(("unit_id", "quantity"), [("m", 7), ("d2", 9), ("a", 5.6), ("e", 0.4), ("f", 0), ("T", 22)])
def test_a_unit_has_what_surely_stands_under_it(rolled: View, unit_id: str, quantity: float) -> None:
    """d2 has what was split between two of its communes, the province also what ended without an heir."""
    assert rolled.totals(SPAN, unit_id).get("mo-hinh", Total()).quantity == quantity * 1000


def test_phases_add_up_to_the_campaign(rolled: View) -> None:
    for one in ("a", "e", "m", "d2", "T"):
        parts = [rolled.totals(part, one).get("mo-hinh", Total()) for part in (*(each.span for each in PHASES),)]
        gap = rolled.totals(Span(on(19), on(20)), one).get("mo-hinh", Total())
        assert sum(each.quantity for each in (*parts, gap)) == rolled.totals(SPAN, one)["mo-hinh"].quantity


def test_rates_are_pooled_with_those_that_came_in(rolled: View) -> None:
    assert rolled.totals(SPAN, "m")["tin-bao"] == total(9, 1, 10)
    assert rolled.totals(SPAN, "d2")["tin-bao"] == total(10, 2, 11)


def test_a_unit_that_has_heirs_is_answered_with_them(reported: View) -> None:
    with pytest.raises(TrackerError, match=r"^unit-succeeded$") as refused:
        roll_forward(reported, "c")
    assert refused.value.problem.params["candidates"] == ["Xã Minh [m]"]


def test_a_unit_without_heirs_keeps_what_it_did(reported: View) -> None:
    assert roll_forward(reported, "d1").totals(SPAN, "d1") == {"mo-hinh": total(7, 1)}


def target(view: View, criterion: str, phase: int | None, unit_id: str | None) -> float | None:
    one = next(each for each in CRITERIA if each.id == criterion)
    progress = progress_of(view, one, {}, PHASES[phase] if phase is not None else None, unit_id)
    return None if progress.target is None else float(progress.target)


def test_targets_follow_the_lineage(reported: View, rolled: View) -> None:
    """Four communes live on the first day of each phase, 2 models each: m did not, and has no target as reported."""
    for seen in (reported, rolled):
        assert (target(seen, "mo-hinh", 1, None), target(seen, "mo-hinh", None, None)) == (8, 16)
        assert target(seen, "tru-so", None, None) == 4
    assert target(reported, "mo-hinh", 1, "m") is None
    assert target(rolled, "mo-hinh", 1, "m") == 4
    assert (target(rolled, "mo-hinh", 1, "a"), target(rolled, "mo-hinh", 1, "e")) == (1.2, 0.8)
    assert target(rolled, "mo-hinh", 1, "d2") == 6  # also that of b, unallocated between two under it
    assert target(rolled, "mo-hinh", 1, "T") == 8
    assert target(rolled, "tru-so", None, "m") == 2


def test_standings_are_those_of_the_units_of_the_view(reported: View, rolled: View) -> None:
    assert [one.unit.id for one in build_standings(rolled, PHASES[1])] == ["a", "m", "e"]
    by_unit = {one.unit.id: one for one in build_standings(rolled, PHASES[1])}
    assert (by_unit["m"].met, by_unit["a"].met, by_unit["e"].met) == (1, 1, 0)
    assert [one.unit.id for one in build_standings(reported, PHASES[1])] == ["a"]


def test_a_phase_ranks_the_units_of_its_last_day(reported: View) -> None:
    assert [one.id for one in ranking_units(ROSTER, PHASES[0], SPAN.end)] == ["d2", "a", "c", "d", "d1", "b"]
    assert [one.id for one in ranking_units(ROSTER, PHASES[1], SPAN.end)] == ["d2", "a", "m", "e", "f"]
    assert ranking_units(ROSTER, PHASES[1], on(31)) == ranking_units(ROSTER, PHASES[0], SPAN.end)


def test_status_and_weekly_of_a_unit_are_in_the_view(rolled: View) -> None:
    version = ROSTER.version("m", SPAN.end)
    status = build_status(rolled, version)
    assert status.criteria[0].campaign.actual == total(7, 2)
    assert (status.entries, status.last_entry_on) == (3, on(2, 4))
    weekly = build_weekly(rolled, Span(on(10), on(16)), version)
    assert weekly.criteria[1].week == total(9, 1, 10)
    assert {one.unit.id: one.week_entries for one in weekly.units} == {"c": 1, "d": 0}


def lines(rows: Iterable[TreeRow]) -> list[str]:
    return [
        f"{'.' * row.depth}{row.unit.id if row.unit else row.kind.value} {_said(row.own)}{_said(row.totals)}"
        for row in rows
    ]


def _said(totals: Mapping[str, Total]) -> str:
    return f"{totals.get('mo-hinh', Total()).quantity / 1000:g} "


def test_the_tree_as_reported_holds_each_figure_where_its_unit_stood(reported: View) -> None:
    assert lines(build_tree(reported)) == [
        "T 0 22 ", ".d2 0 7 ", "..m 3 3 ", "..f 0 0 ", "..gone 0 4 ", ".a 5 5 ", ".e 0 0 ", ".gone 0 10 ", "whole 0 22 ",
    ]  # fmt: skip
    gone = [(row.depth, row.units) for row in build_tree(reported) if row.kind is Row.GONE]
    assert gone == [(2, 2), (1, 1)]


def test_the_tree_rolled_forward_holds_what_no_unit_has_under_the_lowest_that_surely_does(rolled: View) -> None:
    assert lines(build_tree(rolled)) == [
        "T 0 22 ", ".d2 0 9 ", "..m 7 7 ", "..f 0 0 ", "..unallocated 0 2 ", ".a 5.6 5.6 ", ".e 0.4 0.4 ",
        ".dissolved 0 7 ", "whole 0 22 ",
    ]  # fmt: skip


def test_the_tree_of_one_unit_begins_with_it(reported: View, rolled: View) -> None:
    d2 = ROSTER.version("d2", SPAN.end)
    assert lines(build_tree(reported, d2)) == ["d2 0 7 ", ".m 3 3 ", ".f 0 0 ", ".gone 0 4 "]
    assert lines(build_tree(rolled, d2)) == ["d2 0 9 ", ".m 7 7 ", ".f 0 0 ", ".unallocated 0 2 "]
    d1 = ROSTER.last_version("d1", SPAN.end)
    assert lines(build_tree(reported, d1)) == ["d1 7 10 ", ".gone 0 3 "]
    assert lines(build_tree(roll_forward(reported, "d1"), d1)) == ["d1 7 7 "]


def test_entries_of_units_that_the_roster_lacks_stand_outside(journal: Store) -> None:
    record(journal, posting("a", on(5), 1), posting("a", on(5), 3, "gop-quy"), posting("nobody", on(5), 2))
    seen = view(journal, SPAN.end, CAMPAIGN, ROSTER)
    outside, whole = build_tree(seen)[-2:]
    assert lines([outside, whole]) == ["outside 0 2 ", "whole 0 3 "]
    assert (set(outside.totals), set(whole.totals)) == ({"mo-hinh"}, {"mo-hinh", "gop-quy"})
    assert totals_by_unit(seen, SPAN)["nobody", "mo-hinh"] == total(2, 1)
    assert own(roll_forward(seen))["dissolved", "nobody"] == 2


def test_what_is_dated_after_the_end_of_a_unit_is_not_dissolved(journal: Store) -> None:
    """The roster learned of the merger of c after somebody had logged a figure of its for the 3/4."""
    record(journal, *POSTINGS, posting("c", on(3, 4), 8))
    seen = roll_forward(view(journal, SPAN.end, CAMPAIGN, ROSTER))
    assert {key: one for key, one in own(seen).items() if key[0] != "unit"} == {
        ("unallocated", "b"): 2,
        ("dissolved", "d1"): 7,
        ("after-end", "c"): 8,
    }
    assert lines(build_tree(seen))[3:6] == ["..f 0 0 ", "..unallocated 0 2 ", "..after-end 0 8 "]
    assert lines(build_tree(seen))[-2:] == [".dissolved 0 7 ", "whole 0 30 "]


def test_the_steps_that_lead_to_a_unit_and_on_from_it() -> None:
    edges = (
        Edge(on(20), "merge", "x", "y", "", ""),
        Edge(on(1), "merge", "w", "x", "", ""),
        Edge(on(25), "merge", "v", "x", "", ""),
        Edge(on(26), "merge", "y", "z", "", ""),
        Edge(on(10), "merge", "p", "z", "", ""),
    )
    assert [one.source for one in trace(edges, SPAN.end, "y")] == ["w", "x", "y"]
    assert [one.source for one in trace(edges, on(20), "y")] == ["w", "x"]
    assert [one.source for one in trace(edges, SPAN.end, "w")] == ["w", "x", "y"]
    assert [one.source for one in trace(edges, SPAN.end)] == ["w", "p", "x", "v", "y"]
