"""How units stand against their own targets of a phase."""

from datetime import date

import pytest

from tests.fixtures.small import PHASES, SPAN, campaign, criterion, on, posting, record, view
from tests.fixtures.targets import of_levels, whole
from tracker.domain.criteria import Criterion, Direction, Kind
from tracker.journal.store import Store
from tracker.services.standings import build_standings

BY_LEVEL = campaign(
    "xuan",
    PHASES,
    SPAN,
    (
        criterion("mo-hinh", "Mô hình", of_levels(("dot-1", "dot-2"), commune=2000, district=4000)),
        criterion("hoi-thi", "Hội thi", of_levels(("dot-1", "dot-2"), commune=14_000)),
        criterion("gop-quy", "Góp quỹ", whole(74_000)),
    ),
)


def standings(journal: Store, day: date, phase: int) -> dict[str, tuple[int, int, int]]:
    """Kept, met and targets of each unit."""
    found = build_standings(view(journal, day, BY_LEVEL), PHASES[phase])
    return {one.unit.id: (one.kept, one.met, one.targets) for one in found}


def test_targets_are_counted_as_kept_and_met(journal: Store) -> None:
    record(
        journal,
        posting("a", on(5), 2),
        posting("a", on(8), 13, "hoi-thi"),
        posting("b", on(5), 1),
        posting("b", on(11), 7, "hoi-thi"),
        posting("c", on(5), 2),
        posting("d1", on(5), 1),
    )
    assert standings(journal, on(11), 0) == {  # day 7 of 14: half of each target is due
        "d1": (1, 0, 1),  # itself 1, a 2 and b 1, of 4 + 2 + 2
        "d2": (0, 0, 1),
        "a": (2, 1, 2),
        "b": (2, 0, 2),
        "c": (1, 1, 2),
        "d": (0, 0, 2),
    }


@pytest.mark.parametrize("as_of", [on(18), on(24), on(2, 4), on(30, 4)])
def test_after_a_phase_the_units_alive_at_its_end_are_counted(journal: Store, as_of: date) -> None:
    record(journal, posting("c", on(18), 2), posting("c", on(18), 14, "hoi-thi"), posting("b", on(21), 9))
    assert standings(journal, as_of, 0)["c"] == (2, 2, 2)
    assert standings(journal, as_of, 0)["b"] == (0, 0, 2)
    assert list(standings(journal, as_of, 0)) == ["d1", "d2", "a", "b", "c", "d"]


def test_a_unit_born_in_the_phase_has_no_target_of_its_own_yet(journal: Store) -> None:
    record(journal, posting("m", on(2, 4), 9))
    found = standings(journal, on(2, 4), 1)
    assert list(found) == ["d1", "d2", "a", "b"]
    assert found["d2"] == (1, 1, 1)  # 9 of its own 4 and the 2 each of c and d, which were there when the phase began


def test_before_the_phase_nothing_is_due(journal: Store) -> None:
    record(journal, posting("a", on(5), 2))
    assert set(standings(journal, on(12), 1).values()) == {(1, 0, 1), (2, 0, 2)}


def test_a_campaign_without_targets_of_units_has_no_standings(full: Store) -> None:
    none = campaign("xuan", PHASES, SPAN, BY_LEVEL.criteria[2:])
    assert build_standings(view(full, on(12), none), PHASES[0]) == []


BY_LIMITS = campaign(
    "xuan",
    PHASES,
    SPAN,
    (
        criterion("mo-hinh", "Mô hình", of_levels(("dot-1", "dot-2"), commune=1000)),
        criterion("ky-luat", "Kỷ luật", kind=Kind.ZERO),
        Criterion(
            "vi-pham", "Vi phạm", Kind.COUNT, "", 0, False, of_levels(("dot-1", "dot-2"), commune=2000),
            direction=Direction.DOWN, has_ceiling=True,
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize("as_of", [on(12), on(19)])
def test_who_breaks_a_limit_does_not_lead_whatever_else_it_reached(journal: Store, as_of: date) -> None:
    record(
        journal,
        *(posting(one, on(6), 1) for one in ("a", "b", "c", "d")),
        posting("b", on(7), 1, "ky-luat"),
        posting("c", on(7), 2, "vi-pham"),
        posting("d", on(7), 3, "vi-pham"),
        campaign=BY_LIMITS,
    )
    found = {one.unit.id: one for one in build_standings(view(journal, as_of, BY_LIMITS), PHASES[0])}
    assert {one for one, standing in found.items() if standing.is_leading} == {"a", "c"}, "two are the most, and kept"
    assert {(one.met, one.targets) for one in found.values()} == {(1, 1)}, "what is reached is counted as before"
