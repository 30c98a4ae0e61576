"""A new list of units compared with the roster: what is sure is taken, what would be a guess is named."""

from datetime import date
from typing import Any

import pytest

from tracker.domain.reorganisation import Reorganisation
from tracker.domain.roster_import import Comparison, ListedUnit
from tracker.domain.units import Roster, UnitVersion

ON = date(2025, 7, 1)


def unit(id_: str, code: str, name: str, parent: str = "t", valid_to: date | None = None) -> UnitVersion:
    return UnitVersion(id_, code, name, "commune" if parent else "province", parent, "", (), None, valid_to)


ROSTER = Roster(
    [
        *(unit("t", "1", "Tỉnh", ""), unit("d", "20", "Huyện Đông"), unit("e", "30", "Huyện Tây")),
        *(unit("a", "11", "Xã An Bình", "d"), unit("b", "12", "Xã Hòa Bình", "d"), unit("c", "13", "Xã Hòa Bình", "e")),
        *(unit("m", "", "Xã Mai", "d"), unit("old", "99", "Xã Cũ", "d", date(2025, 1, 1))),
    ]
)
SAME = [
    *(ListedUnit(1, "Tỉnh", code="1"), ListedUnit(2, "Huyện Đông", code="20"), ListedUnit(3, "Huyện Tây", code="30")),
    *(ListedUnit(4, "Xã An Bình", code="11"), ListedUnit(5, "Xã Hòa Bình", code="12")),
    *(ListedUnit(6, "Xã Hòa Bình", code="13"), ListedUnit(7, "Xã Mai", code="14")),
]


def compare(*rows: ListedUnit) -> tuple[Reorganisation | None, list[tuple[int, str, str]]]:
    comparison = Comparison(ROSTER, ON, rows)
    edit = comparison.run("NQ")
    return edit, [(one.row, one.column, one.problem.code) for one in comparison.unclear]


def said(edit: Reorganisation | None) -> dict[str, Any]:
    """What becomes of each unit: ended, begun, or what is different."""
    assert edit
    found: dict[str, Any] = {}
    for one in edit.turns:
        if one.before and one.after:
            fields = UnitVersion.__struct_fields__
            found[one.unit.id] = {
                name: getattr(one.after, name)
                for name in fields
                if getattr(one.before, name) != getattr(one.after, name)
            }
        else:
            found[one.unit.id] = "begins" if one.after else "ends"
    return found


def replaced(row: int, **fields: Any) -> list[ListedUnit]:
    return [one.but(**fields) if one.row == row else one for one in SAME]


def test_name_and_code_together_are_the_unit_and_a_code_that_was_not_known_is_new() -> None:
    edit, unclear = compare(*SAME)
    assert (said(edit), unclear) == ({"m": {"code": "14"}}, [])


def test_an_id_tells_a_new_name_from_a_new_unit() -> None:
    assert said(compare(*replaced(4, id="a", name="Xã An Lạc", cluster="C1"))[0])["a"] == {
        "name": "Xã An Lạc",
        "cluster": "C1",
    }
    found = said(compare(*replaced(4, id="an-lac", name="Xã An Lạc", level="commune", parent="Huyện Tây"))[0])
    assert (found["a"], found["an-lac"]) == ("ends", "begins")


def test_a_unit_of_another_name_and_code_is_new_and_gets_an_id_of_its_own() -> None:
    new = ListedUnit(8, "Thị trấn Đức Phổ", code="77", level="commune", parent="20")
    again = new.but(row=9, name="Tỉnh", code="78", parent="Tỉnh")
    edit, unclear = compare(*SAME, new)
    assert (said(edit)["thi-tran-duc-pho"], unclear) == ("begins", [])
    assert edit
    begun = edit.apply_to(ROSTER).version("thi-tran-duc-pho", ON)
    assert begun
    assert (begun.code, begun.parent, begun.valid_from) == ("77", "d", ON)
    assert compare(*SAME, again)[1] == [(9, "name", "listed-unclear"), (9, "parent", "unit-ambiguous")]


def test_names_without_codes_are_told_apart_by_their_parents() -> None:
    bare = [one.but(code=None) for one in SAME]
    assert compare(*bare)[1] == [(5, "name", "listed-unclear"), (6, "name", "listed-unclear")]
    placed = [
        one.but(code=None, parent="Huyện Đông" if one.row in (4, 5, 7) else "e" if one.row == 6 else None)
        for one in SAME
    ]
    edit, unclear = compare(
        *[one.but(id="e") if one.row == 3 else one for one in placed], ListedUnit(9, "Ấp", level="x", parent="")
    )
    assert (said(edit), unclear) == ({"ap": "begins"}, [])


@pytest.mark.parametrize(
    ("row", "fields", "problems"),
    [
        (4, {"name": "Xã An Lạc Thôn"}, [(4, "name", "listed-unclear")]),  # the code of a unit of another name
        (4, {"code": "55"}, [(4, "name", "listed-unclear")]),  # the name of a unit of another code
        (4, {"name": "Xã An Bìnhh", "code": "55"}, [(4, "name", "listed-unclear")]),  # a slip
        (4, {"name": "Phường Mới", "code": "55", "parent": ""}, [(4, "level", "field-missing")]),
        (4, {"name": "Phường Mới", "code": "55", "level": "x"}, [(4, "name", "new-unit-parentless")]),
        (4, {"id": "old"}, [(4, "id", "unit-ended")]),
        (4, {"id": "b"}, [(5, "name", "listed-twice")]),
        (4, {"parent": "Huyện Đôngg"}, [(4, "parent", "listed-parent-unknown")]),
        (4, {"parent": "Xã Hòa Bình"}, [(4, "parent", "unit-ambiguous")]),
    ],
)
def test_what_would_be_a_guess_is_named(row: int, fields: Any, problems: list[tuple[int, str, str]]) -> None:
    assert compare(*replaced(row, **fields)) == (None, problems)
