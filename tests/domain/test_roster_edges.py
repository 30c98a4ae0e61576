"""Edits of a roster in the cases that are easily missed: what they are called, where rows stand, what stays as it was."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest

from tracker.domain.reorganisation import Draft, Operation, Reorganisation, Turn, is_share
from tracker.domain.roster_import import Comparison, ListedUnit
from tracker.domain.roster_operations import Heir, dissolve_units, merge_units, move_units, rename_unit, split_unit
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.errors import TrackerError

ON, EVE = date(2025, 7, 1), date(2025, 6, 30)
BASIS = "NQ 1686"


def unit(id_: str, parent: str = "", valid_from: date | None = None, valid_to: date | None = None) -> UnitVersion:
    return UnitVersion(id_, f"0{id_}", f"Xã {id_.upper()}", "commune", parent, "", (), valid_from, valid_to)


D, E, A, B, C = unit("d"), unit("e"), unit("a", "d"), unit("b", "d"), unit("c", "e")
ROSTER = Roster([D, E, A, B, C])
NEW = UnitVersion("n", "", "Xã N", "commune", "d", "", (), None, None)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        *((text, True) for text in ("1", "01", "1.0", "1,00", "0.5", "0,5", ".5", "0", "0.0")),
        *((text, False) for text in ("", "1.5", "1.01", "2", "10", "-0.5", "0.5 ", "50%", "x1", "1x", ".")),
    ],
)
def test_a_share_is_written_as_a_number_from_0_to_1(text: str, share: bool) -> None:
    assert is_share(text) is share


@pytest.mark.parametrize(
    ("edit", "operation"),
    [
        (lambda: merge_units(ROSTER, ON, BASIS, [A], B, None), Operation.MERGE),
        (lambda: split_unit(ROSTER, ON, BASIS, A, [Heir("b"), Heir("c")], [], None), Operation.SPLIT),
        (lambda: rename_unit(ROSTER, ON, BASIS, A, "Xã Mới", None), Operation.RENAME),
        (lambda: move_units(ROSTER, ON, BASIS, [A], {"parent": "e"}), Operation.REPARENT),
        (lambda: dissolve_units(ROSTER, ON, BASIS, [A], None), Operation.DISSOLVE),
    ],
)
def test_an_edit_says_what_it_is_when_and_by_which_basis(
    edit: Callable[[], Reorganisation], operation: Operation
) -> None:
    done = edit()
    assert (done.operation, done.on, done.basis) == (operation, ON, BASIS)
    assert {one.basis for one in done.edges} <= {BASIS}
    assert not done.is_idle


def test_a_list_that_says_what_is_so_is_an_idle_edit_and_not_refused() -> None:
    edit = Comparison(Roster([D]), ON, [ListedUnit(1, "Xã D")]).run(BASIS)
    assert edit is not None
    assert (edit.operation, edit.basis, edit.is_idle, edit.turns) == (Operation.IMPORT, BASIS, True, ())


def test_an_edge_says_who_went_to_whom_by_which_share() -> None:
    assert merge_units(ROSTER, ON, BASIS, [A], B, None).edges == (Edge(ON, "merge", "a", "b", "1", BASIS),)
    edges = split_unit(ROSTER, ON, BASIS, A, [Heir("b", ".5"), Heir("c", ".5")], [], None).edges
    assert edges == tuple(Edge(ON, "split", "a", heir, ".5", BASIS) for heir in "bc")


def test_the_units_under_one_that_goes_over_to_others_go_where_they_are_told() -> None:
    after = merge_units(ROSTER, ON, BASIS, [D], E, "e").apply_to(ROSTER)
    assert [one.parent for one in after.alive(ON) if one.id in "ab"] == ["e", "e"]
    after = split_unit(
        ROSTER, ON, BASIS, D, [Heir("e"), Heir("n")], [msgspec.structs.replace(NEW, parent="")], "n"
    ).apply_to(ROSTER)
    assert [one.parent for one in after.alive(ON) if one.id in "ab"] == ["n", "n"]


def test_a_new_unit_stands_after_the_one_it_comes_from_and_begins_on_the_day_whatever_it_was_said_to() -> None:
    said = msgspec.structs.replace(NEW, valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31))
    edit = split_unit(ROSTER, ON, BASIS, A, [Heir("a"), Heir("n")], [said], None)
    begun = msgspec.structs.replace(NEW, valid_from=ON)
    assert [one.id for one in edit.apply_to(ROSTER).versions] == ["d", "e", "a", "n", "b", "c"]
    assert edit.turns == (Turn(None, begun),)
    last = Draft(ROSTER, ON)
    last.begin(NEW)
    assert last.finish(Operation.SPLIT, BASIS).apply_to(ROSTER).versions[-1] == begun


def test_a_row_that_goes_on_follows_the_one_that_ends_before_what_is_begun_after_it() -> None:
    draft = Draft(ROSTER, ON)
    draft.begin(NEW, after="a")
    draft.change("a", code="9")
    versions = draft.finish(Operation.RENAME, BASIS).apply_to(ROSTER).versions
    assert [(one.id, one.code) for one in versions[2:5]] == [("a", "0a"), ("a", "9"), ("n", "")]


def test_who_ends_and_what_becomes_of_each() -> None:
    edit = dissolve_units(ROSTER, ON, BASIS, [A, B], None)
    assert edit.ended == [A, B]
    edit = rename_unit(ROSTER, ON, BASIS, A, None, "9")
    assert edit.ended == []
    assert edit.turns == (Turn(A, msgspec.structs.replace(A, code="9")),)
    assert edit.turns[0].unit.code == "9"


def test_a_code_alone_may_change_and_the_names_stay() -> None:
    known = Roster([msgspec.structs.replace(A, aliases=("Làng A",), parent="")])
    for name in (None, "", "Xã A"):
        now = rename_unit(known, ON, BASIS, known.versions[0], name, "9").apply_to(known).version("a", ON)
        assert now is not None
        assert (now.name, now.code, now.aliases) == ("Xã A", "9", ("Làng A",))
    with pytest.raises(TrackerError, match=r"^changes-no-unit$"):
        rename_unit(known, ON, BASIS, known.versions[0], "Xã A", None)


def test_a_name_alone_may_change_and_the_code_stays() -> None:
    now = rename_unit(ROSTER, ON, BASIS, A, "Xã Mới", None).apply_to(ROSTER).version("a", ON)
    assert now is not None
    assert (now.name, now.code, now.aliases) == ("Xã Mới", "0a", ("Xã A",))


@pytest.mark.parametrize(
    ("name", "aliases", "kept"),
    [
        ("Xã Hòa", ("Làng A", "xã hoà"), ("Làng A", "Xã A")),  # an alias that is the new name in another spelling goes
        ("Xã Mới", ("Làng A", "XÃ A"), ("Làng A", "XÃ A")),  # the old name is kept already
        ("xã a", ("Làng A",), ("Làng A",)),  # the new name is the old one in another spelling
    ],
)
def test_each_spelling_is_kept_once(name: str, aliases: tuple[str, ...], kept: tuple[str, ...]) -> None:
    roster = Roster([msgspec.structs.replace(A, aliases=aliases, parent="")])
    now = rename_unit(roster, ON, BASIS, roster.versions[0], name, None).apply_to(roster).version("a", ON)
    assert now is not None
    assert (now.name, now.aliases) == (name, kept)


def test_a_name_of_a_unit_that_has_ended_is_free() -> None:
    gone = UnitVersion("z", "", "Xã A", "commune", "e", "", (), None, EVE)
    roster = Roster([*ROSTER.versions, gone])
    now = rename_unit(roster, ON, BASIS, A, "Xã Mới", None).apply_to(roster).version("a", ON)
    assert now is not None
    assert now.aliases == ("Xã A",)


def test_a_parent_may_begin_on_the_same_day_and_one_that_was_there_before_is_not_asked_about() -> None:
    roster = Roster([D, msgspec.structs.replace(A, parent="gone")])
    edit = rename_unit(roster, ON, BASIS, roster.versions[1], "Xã Mới", None)
    assert [one.unit.name for one in edit.turns] == ["Xã Mới"]
    draft = Draft(ROSTER, ON)
    draft.begin(msgspec.structs.replace(NEW, parent=""))
    draft.change("a", parent="n")
    assert draft.finish(Operation.IMPORT, BASIS).apply_to(ROSTER).version("a", ON) == unit("a", "n", ON)


def test_what_was_wrong_with_the_lineage_before_stands_in_no_edit_s_way() -> None:
    roster = Roster(ROSTER.versions, [Edge(ON, "merge", "nobody", "b", "1", "")])
    assert merge_units(roster, ON, BASIS, [A], B, None).edges[0].source == "a"


def test_a_unit_that_went_over_that_day_does_not_go_again_beside_others() -> None:
    ended = unit("a", "d", None, EVE)
    roster = Roster([D, E, ended, B, C], [Edge(ON, "merge", "a", "c", "1", "")])
    with pytest.raises(TrackerError) as error:
        merge_units(roster, ON, BASIS, [B, ended], C, None)
    assert [plain.code for plain in error.value.problems] == ["unit-has-edge"]


def test_a_unit_that_came_from_another_s_edge_of_the_day_may_have_its_own() -> None:
    roster = Roster(ROSTER.versions, [Edge(ON, "merge", "x", "b", "1", "")])
    assert len(merge_units(roster, ON, BASIS, [A], B, None).edges) == 1


def test_the_units_under_one_until_that_day_are_asked_about_and_those_of_the_eve_are_not() -> None:
    until = unit("f", "d", None, ON)
    with pytest.raises(TrackerError, match=r"^children-remain$"):
        dissolve_units(Roster([D, until]), ON, BASIS, [D], None)
    assert dissolve_units(Roster([D, unit("f", "d", None, EVE)]), ON, BASIS, [D], None).ended == [D]


def listed(roster: Roster, *rows: ListedUnit) -> dict[str, Any]:
    """The ids of the rows that are alive after an import, with parent, code, cluster and other names."""
    edit = Comparison(roster, ON, rows).run(BASIS)
    assert edit is not None
    return {one.id: (one.parent, one.code, one.cluster, one.aliases) for one in edit.apply_to(roster).alive(ON)}


def test_a_new_unit_has_what_its_row_says_and_nothing_else() -> None:
    rows = (ListedUnit(1, "Xã D"), ListedUnit(2, "Ấp Mới", level="x", parent=""))
    assert listed(Roster([D]), *rows) == {"d": ("", "0d", "", ()), "ap-moi": ("", "", "", ())}
    full = rows[1].but(code="7", parent="Xã D", cluster="C1", aliases=("Ấp",))
    assert listed(Roster([D]), rows[0], full)["ap-moi"] == ("d", "7", "C1", ("Ấp",))


def test_a_known_unit_is_moved_renamed_and_named_otherwise_as_its_row_says() -> None:
    rows = (ListedUnit(1, "Xã D"), ListedUnit(2, "Xã E"), ListedUnit(3, "Xã A", parent="e", aliases=("Làng A",)))
    assert listed(Roster([D, E, A]), *rows)["a"] == ("e", "0a", "", ("Làng A",))


def test_an_id_is_made_of_the_name_then_with_the_code_then_counted_from_2() -> None:
    taken = Roster([D, unit("ap-moi"), unit("ap-moi-7")])
    kept = [ListedUnit(1, "Xã D"), ListedUnit(2, "x", id="ap-moi"), ListedUnit(3, "y", id="ap-moi-7")]
    news = [
        *(ListedUnit(4, "Ấp Mới", code="8", level="x", parent=""), ListedUnit(5, "Ấp Mới", level="x", parent="")),
        *(ListedUnit(6, "Ấp Mới", code="7", level="x", parent=""), ListedUnit(7, "Số №!", level="x", parent="")),
        ListedUnit(8, "村", level="x", parent=""),
    ]
    assert list(listed(taken, *kept, *news)) == [
        *("d", "ap-moi", "ap-moi-7"),
        *("ap-moi-8", "ap-moi-2", "ap-moi-3", "so", "unit"),
    ]


def test_namesakes_are_told_apart_by_the_name_their_parent_has_that_day() -> None:
    old, now = unit("d", "", None, EVE), msgspec.structs.replace(unit("d", "", ON), name="Phường D")
    twins = [
        msgspec.structs.replace(unit(id_, parent), name="Xã P", code="") for id_, parent in (("p", "d"), ("q", "e"))
    ]
    rows = [
        *(ListedUnit(1, "Phường D"), ListedUnit(2, "Xã E")),
        *(ListedUnit(3, "Xã P", parent="phường d", cluster="C1"), ListedUnit(4, "Xã P", parent="Xã E")),
    ]
    found = listed(Roster([old, now, E, *twins]), *rows)
    assert [(id_, found[id_][2]) for id_ in "pq"] == [("p", "C1"), ("q", "")]


def test_a_row_without_a_code_is_not_taken_for_a_unit_without_one() -> None:
    bare = msgspec.structs.replace(B, code="", parent="")
    comparison = Comparison(
        Roster([bare]), ON, [ListedUnit(1, "Xã B"), ListedUnit(2, "Thôn Khác", code="", level="x", parent="")]
    )
    assert comparison.run(BASIS) is not None, comparison.unclear


def test_every_new_row_is_looked_at_even_after_a_doubtful_one() -> None:
    rows = [ListedUnit(1, "Xã D", code="99"), ListedUnit(2, "Thôn Mới"), ListedUnit(3, "Xã A", id="a")]
    comparison = Comparison(Roster([D, A]), ON, [*rows, ListedUnit(4, "x", id="a"), ListedUnit(5, "y", id="a")])
    assert comparison.run(BASIS) is None
    assert [(one.row, one.problem.code, one.problem.params.get("earlier")) for one in comparison.unclear] == [
        (1, "listed-unclear", None),
        (4, "listed-twice", 3),
        (5, "listed-twice", 4),
        (2, "field-missing", None),
        (2, "new-unit-parentless", None),
    ]


def test_the_nearest_three_of_a_mistyped_name_are_shown_at_most() -> None:
    roster = Roster([msgspec.structs.replace(unit(f"u{n}"), name=f"Thị trấn Đức Phổ {n}") for n in range(1, 6)])
    comparison = Comparison(roster, ON, [ListedUnit(1, "Thị trấn Đức Phổ 9", code="77")])
    assert comparison.run(BASIS) is None
    assert len(list(comparison.unclear[0].problem.params["candidates"])) == 3  # type: ignore[call-overload]
    assert Comparison(roster, ON, [ListedUnit(1, "Thị xã Đức Phố Cổ", level="x", parent="")]).run(BASIS) is not None
