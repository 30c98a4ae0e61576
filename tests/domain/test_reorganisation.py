"""Mergers, splits and the like: which rows of a roster they change, which edges they add, and what they refuse."""

from datetime import date

import pytest

from tracker.domain.reorganisation import Draft, Operation, Reorganisation
from tracker.domain.roster_operations import Heir, dissolve_units, merge_units, move_units, rename_unit, split_unit
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.errors import TrackerError

ON, EVE, BASIS = date(2025, 7, 1), date(2025, 6, 30), "NQ 1686"


def unit(id_: str, parent: str = "", valid_from: date | None = None, valid_to: date | None = None) -> UnitVersion:
    level = "commune" if parent else "district"
    return UnitVersion(id_, f"0{id_}", f"Xã {id_.upper()}", level, parent, "", (), valid_from, valid_to)


D, E, A, B, C = unit("d"), unit("e"), unit("a", "d"), unit("b", "d"), unit("c", "e")
ROSTER = Roster([D, E, A, B, C])
NEW = UnitVersion("n", "", "Xã N", "commune", "d", "", (), None, None)


def rows(edit: Reorganisation, roster: Roster = ROSTER) -> dict[str, list[tuple[date | None, date | None]]]:
    """The spans of every unit after an edit."""
    after = edit.apply_to(roster)
    return {id_: [(one.valid_from, one.valid_to) for one in versions] for id_, versions in after.by_id.items()}


def codes(error: pytest.ExceptionInfo[TrackerError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_a_merger_ends_its_sources_the_day_before_and_leads_to_the_heir() -> None:
    edit = merge_units(ROSTER, ON, BASIS, [A, B], C, None)
    assert rows(edit) == {**{one: [(None, None)] for one in "dec"}, "a": [(None, EVE)], "b": [(None, EVE)]}
    assert edit.edges == (Edge(ON, "merge", "a", "c", "1", BASIS), Edge(ON, "merge", "b", "c", "1", BASIS))
    assert [one.id for one in edit.ended] == ["a", "b"]


def test_the_heir_of_a_merger_may_be_new_or_one_of_the_units() -> None:
    edit = merge_units(ROSTER, ON, BASIS, [A, B], NEW, None)
    assert [one.id for one in edit.apply_to(ROSTER).versions] == ["d", "e", "a", "b", "n", "c"]
    assert rows(edit)["n"] == [(ON, None)]
    edit = merge_units(ROSTER, ON, BASIS, [A, B], A, None)
    assert (rows(edit)["a"], rows(edit)["b"]) == ([(None, None)], [(None, EVE)])
    assert [(one.source, one.heir) for one in edit.edges] == [("b", "a")]


def test_a_unit_that_has_ended_already_only_gets_its_edge() -> None:
    roster = Roster([D, unit("a", "d", None, EVE), B])
    edit = merge_units(roster, ON, BASIS, [roster.versions[1]], B, None)
    assert (edit.changed, edit.added, len(edit.edges)) == ({}, {}, 1)
    with pytest.raises(TrackerError) as error:  # not twice
        merge_units(edit.apply_to(roster), ON, BASIS, [roster.versions[1]], B, None)
    assert codes(error) == ["unit-has-edge"]


def test_a_split_may_leave_the_unit_alive_and_needs_no_shares() -> None:
    edit = split_unit(ROSTER, ON, BASIS, A, [Heir("a", "0.7"), Heir("n", "0.3")], [NEW], None)
    assert (rows(edit)["a"], rows(edit)["n"]) == ([(None, None)], [(ON, None)])
    edit = split_unit(ROSTER, ON, BASIS, A, [Heir("b"), Heir("c")], [], None)
    assert rows(edit)["a"] == [(None, EVE)]
    assert [one.share for one in edit.edges] == ["", ""]


@pytest.mark.parametrize(
    ("heirs", "code"),
    [
        ([Heir("b", "1")], "split-into-one"),
        ([Heir("b", ".5"), Heir("b", ".5")], "split-into-one"),
        ([Heir("b", ".5"), Heir("c", ".4")], "lineage-shares"),
        ([Heir("b", ".5"), Heir("c")], "lineage-share-missing"),
    ],
)
def test_shares_make_1_or_are_not_there_at_all(heirs: list[Heir], code: str) -> None:
    with pytest.raises(TrackerError) as error:
        split_unit(ROSTER, ON, BASIS, A, heirs, [], None)
    assert codes(error) == [code]


def test_units_under_one_that_ends_must_be_told_where_to_go() -> None:
    with pytest.raises(TrackerError) as error:
        dissolve_units(ROSTER, ON, BASIS, [D], None)
    assert codes(error) == ["children-remain"]
    assert error.value.problem.params["candidates"] == ["Xã A [a]", "Xã B [b]"]
    edit = dissolve_units(ROSTER, ON, BASIS, [D], "e")
    assert [(one.id, one.parent) for one in edit.apply_to(ROSTER).alive(ON)] == [
        *(("e", ""), ("a", "e"), ("b", "e"), ("c", "e"))
    ]
    assert edit.edges == (Edge(ON, "dissolve", "d", "", "", BASIS),)


@pytest.mark.parametrize("parent", ["d", "a"])
def test_nobody_goes_under_a_unit_that_ends_or_is_moved_itself(parent: str) -> None:
    with pytest.raises(TrackerError) as error:
        dissolve_units(ROSTER, ON, BASIS, [D], parent)
    assert codes(error) == ["children-to-none"]


def test_children_that_come_under_the_unit_later_are_moved_too() -> None:
    late = unit("f", "d", date(2025, 8, 1))
    away = [unit("g", "e", None, date(2025, 8, 31)), unit("g", "d", date(2025, 9, 1))]
    roster = Roster([D, E, late, *away])
    after = dissolve_units(roster, ON, BASIS, [D], "e").apply_to(roster)
    assert [(one.id, one.parent, one.valid_from) for one in after.versions if one.id in "fg"] == [
        *(("f", "e", date(2025, 8, 1)), ("g", "e", None), ("g", "e", date(2025, 9, 1)))
    ]


def test_another_name_is_a_new_row_and_the_old_name_still_finds_the_unit() -> None:
    edit = rename_unit(ROSTER, ON, BASIS, A, "Xã An", "9")
    after = edit.apply_to(ROSTER)
    assert rows(edit)["a"] == [(None, EVE), (ON, None)]
    now = after.version("a", ON)
    assert now
    assert (now.name, now.code, now.aliases) == ("Xã An", "9", ("Xã A",))
    assert after.version("a", EVE) == UnitVersion("a", "0a", "Xã A", "commune", "d", "", (), None, EVE)


def test_the_old_name_is_not_kept_where_it_is_anothers() -> None:
    roster = Roster([D, E, A, UnitVersion("z", "", "Xã A", "commune", "e", "", (), None, None)])
    now = rename_unit(roster, ON, BASIS, A, "Xã An", None).apply_to(roster).version("a", ON)
    assert now
    assert now.aliases == ()


def test_a_row_that_begins_that_day_is_changed_itself_and_later_ones_follow() -> None:
    first, second = unit("a", "d", ON, date(2025, 7, 31)), unit("a", "d", date(2025, 8, 1), date(2025, 8, 31))
    roster = Roster([D, E, first, second, unit("a", "e", date(2025, 9, 1))])
    after = move_units(roster, ON, BASIS, [first], {"parent": "e"}).apply_to(roster)
    assert [(one.parent, one.valid_from) for one in after.by_id["a"]] == [
        *(("e", ON), ("e", date(2025, 8, 1)), ("e", date(2025, 9, 1)))
    ]


def test_a_unit_may_change_parent_cluster_and_level_at_once_but_not_stand_under_itself() -> None:
    edit = move_units(ROSTER, ON, BASIS, [A, B], {"parent": "e", "cluster": "Cụm 3", "level": "ward"})
    moved = [edit.apply_to(ROSTER).version(id_, ON) for id_ in "ab"]
    assert [(one.parent, one.cluster, one.level) for one in moved if one] == [("e", "Cụm 3", "ward")] * 2
    with pytest.raises(TrackerError) as error:
        move_units(ROSTER, ON, BASIS, [D], {"parent": "a"})
    assert codes(error) == ["under-itself"]


def test_what_stands_in_the_way_is_named() -> None:
    with pytest.raises(TrackerError) as error:
        move_units(ROSTER, ON, BASIS, [A], {"parent": "d"})
    assert codes(error) == ["changes-no-unit"]
    with pytest.raises(TrackerError) as error:
        merge_units(ROSTER, ON, BASIS, [A], A, None)
    assert codes(error) == ["merge-of-one"]
    roster = Roster([D, unit("a", "d", None, EVE), unit("a", "d", ON), B])
    with pytest.raises(TrackerError) as error:
        merge_units(roster, ON, BASIS, [roster.versions[1]], B, None)
    assert codes(error) == ["unit-goes-on"]
    with pytest.raises(TrackerError) as error:
        merge_units(ROSTER, ON, BASIS, [A], UnitVersion("n", "", "N", "x", "gone", "", (), None, None), None)
    assert codes(error) == ["parent-gone"]
    draft = Draft(ROSTER, ON)
    draft.begin(B)
    with pytest.raises(TrackerError) as error:
        draft.finish(Operation.MERGE, BASIS)
    assert codes(error) == ["unit-exists"]
