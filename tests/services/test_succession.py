"""Which units changed on which day, told from rosters and lineage that can be read at a glance."""

from datetime import date

import pytest

from tests.fixtures.small import SPAN, VERSIONS, on, unit, view
from tracker.domain.calendar import Span
from tracker.domain.units import Edge, Roster
from tracker.journal.store import Store
from tracker.services.succession import Turn, list_turns


def turns(journal: Store, span: Span, unit_id: str | None = None, as_of: date = SPAN.end) -> tuple[Turn, ...]:
    return list_turns(view(journal, as_of), span, unit_id)


def test_a_merge_and_a_move_on_their_days(journal: Store) -> None:
    moved, merged = turns(journal, SPAN)
    assert (moved.on, moved.before, moved.after, moved.steps, moved.moved) == (on(26), 6, 6, (), 1)
    (step,) = merged.steps
    assert (merged.on, merged.before, merged.after, merged.begun, merged.ended) == (on(1, 4), 6, 5, (), ())
    assert (step.kind, [one.name for one in step.sources], [one.name for one in step.heirs], step.basis) == (
        *("merge", ["Xã Cẩm", "Xã Dân"], ["Xã Minh"], "NQ 1"),
    )


@pytest.mark.parametrize(
    ("span", "as_of", "days"),
    [
        (Span(on(26), on(31)), SPAN.end, []),  # what changed on the first day was so for all of the span
        (Span(on(25), on(31)), SPAN.end, [on(26)]),
        (Span(on(25), on(1, 4)), SPAN.end, [on(26), on(1, 4)]),
        (Span(on(25), on(1, 4)), on(31), [on(26)]),
    ],
)
def test_changes_lie_after_the_first_day_and_by_the_last(
    journal: Store, span: Span, as_of: date, days: list[date]
) -> None:
    assert [one.on for one in turns(journal, span, as_of=as_of)] == days


def test_of_a_unit_what_is_about_those_that_stood_under_it(journal: Store) -> None:
    (left,) = turns(journal, SPAN, "d1")
    assert (left.on, left.before, left.after, left.moved) == (on(26), 3, 2, 1)
    assert [one.on for one in turns(journal, SPAN, "m")] == [on(1, 4)]
    assert turns(journal, SPAN, "a") == ()


def test_a_split_a_dissolution_a_new_name_and_what_no_step_tells(journal: Store) -> None:
    versions = [
        unit("T", "Tỉnh", "province", ""),
        *(unit(one, one.upper(), "commune", "T", None, on(9)) for one in "abcde"),
        *(unit(one, one.upper(), "commune", "T", on(10)) for one in "vwx"),
        unit("e", "Ê mới", "commune", "T", on(10)),
    ]
    edges = [
        Edge(on(10), "split", "a", "v", "0.4", "NQ 2"),
        Edge(on(10), "split", "a", "w", "0.6", "NQ 2"),
        Edge(on(10), "dissolve", "b", "", "", "NQ 3"),
        Edge(on(10), "dissolve", "c", "", "", "NQ 3"),
    ]
    seen = view(journal, SPAN.end, roster=Roster(versions, edges))
    (turn,) = list_turns(seen, SPAN)
    split, dissolved = turn.steps
    assert (split.kind, [one.id for one in split.heirs], split.shares) == ("split", ["v", "w"], ("0.4", "0.6"))
    assert (dissolved.kind, [one.id for one in dissolved.sources], dissolved.heirs) == ("dissolve", ["b", "c"], ())
    assert [(one.before.name, one.after.name) for one in turn.renamed] == [("E", "Ê mới")]
    assert ([one.id for one in turn.begun], [one.id for one in turn.ended]) == (["x"], ["d"])
    assert (turn.before, turn.after) == (5, 4)


def test_units_that_never_change_have_no_turns(journal: Store) -> None:
    still = [one for one in VERSIONS if one.valid_from is None and one.valid_to is None]
    assert list_turns(view(journal, SPAN.end, roster=Roster(still)), SPAN) == ()
