"""What an import of targets or baselines changes: which row held before, and which holds now."""

from datetime import date

import msgspec
import pytest

from tracker.domain.book_changes import BookChanges, find_held, is_in_force, targets_of
from tracker.domain.books import Books
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Criterion, Kind, TargetRow
from tracker.domain.units import Roster

MARCH, JULY, AUGUST = (date(2025, month, 1) for month in (3, 7, 8))
COUNT = Criterion("mo-hinh", "Mô hình", Kind.COUNT, "mô hình", 0, over_100=False)
RATE = Criterion("kham-pha", "Tỷ lệ khám phá án", Kind.RATE, "%", 0, over_100=False)


def target(
    amount: int, unit: str = "", level: str = "", phase: str = "", start: date | None = None, of: Criterion = COUNT
) -> TargetRow:
    return TargetRow(of.id, amount, unit, level, phase, start)


def held(roster: Roster, new: TargetRow, *rows: TargetRow, of: Criterion = COUNT, day: date = MARCH) -> int | None:
    """The amount that held before a target."""
    found = find_held(rows, new, of, roster, day)
    assert found is None or found in rows
    return found.amount if found else None


def test_a_unit_s_own_target_held_before_that_of_its_level(roster: Roster) -> None:
    own, level, others = target(3, "c-1"), target(2, level="commune"), target(9, "c-2")
    new = target(7, "c-1", start=JULY)
    assert held(roster, new, level, own, others) == 3
    assert held(roster, new, others, level) == 2
    assert held(roster, new, others, target(4, level="province")) is None
    assert held(roster, new) is None


def test_the_level_is_the_one_that_the_unit_has_on_the_day(roster: Roster) -> None:
    versions = [
        msgspec.structs.replace(one, level="ward") if one.id == "c-4" and one.valid_from == JULY else one
        for one in roster.versions
    ]
    changed = Roster(versions)
    rows = (target(2, level="commune"), target(5, level="ward"))
    assert [held(changed, target(7, "c-4"), *rows, day=day) for day in (MARCH, JULY)] == [2, 5]
    assert held(changed, target(7, "nobody"), *rows) is None


def test_what_is_for_the_whole_campaign_is_no_single_unit_s_amount_but_its_rate(roster: Roster) -> None:
    assert held(roster, target(7, "c-1"), target(100)) is None
    assert held(roster, target(7, level="commune"), target(100)) is None
    assert held(roster, target(7), target(100)) == 100
    whole = target(75_000, of=RATE)
    assert held(roster, target(80_000, "c-1", of=RATE), whole, of=RATE) == 75_000
    assert held(roster, target(80_000, level="commune", of=RATE), whole, of=RATE) == 75_000


def test_a_phase_s_amount_is_its_own_and_a_rate_without_a_phase_holds_in_each(roster: Roster) -> None:
    rows = (target(1), target(2, phase="dot-1"), target(3, phase="dot-2"))
    assert held(roster, target(7, phase="dot-1"), *rows) == 2
    assert held(roster, target(7, phase="dot-3"), *rows) is None
    rates = (target(75_000, of=RATE), target(80_000, phase="dot-1", of=RATE))
    assert held(roster, target(90_000, phase="dot-1", of=RATE), *rates, of=RATE) == 80_000
    assert held(roster, target(90_000, phase="dot-2", of=RATE), *rates, of=RATE) == 75_000
    assert held(roster, target(90_000, of=RATE), rates[1], of=RATE) is None


def test_of_several_the_latest_that_began_before_held(roster: Roster) -> None:
    rows = (target(1), target(2, start=MARCH), target(3, start=JULY), target(4, start=AUGUST))
    assert held(roster, target(7, start=JULY), *rows) == 2
    assert held(roster, target(7, start=date(2025, 7, 2)), *rows) == 3
    assert held(roster, target(7, start=MARCH), *rows) == 1
    assert held(roster, target(7), *rows) == 4, "one from the beginning stands in the place of any"


def test_another_criterion_s_target_is_none(roster: Roster) -> None:
    assert held(roster, target(7), target(1, of=RATE)) is None


def test_a_unit_s_own_target_comes_before_a_later_one_of_its_level(roster: Roster) -> None:
    rows = (target(2, level="commune", start=MARCH), target(3, "c-1"), target(5, level="commune", phase="dot-1"))
    assert held(roster, target(7, "c-1", start=JULY), *rows) == 3
    level = (target(60_000, phase="dot-1", of=RATE), target(70_000, level="commune", of=RATE))
    assert held(roster, target(80_000, "c-1", phase="dot-1", of=RATE), *level, of=RATE) == 70_000


@pytest.mark.parametrize(
    ("start", "day", "is_so"),
    [
        (None, date(2025, 2, 28), True),
        (None, MARCH, False),
        (MARCH, date(2025, 2, 28), False),
        (MARCH, MARCH, True),
        (MARCH, date(2025, 6, 30), True),
        (MARCH, JULY, False),
        (JULY, JULY, True),
    ],
)
def test_a_target_holds_from_its_start_until_a_later_one_begins(start: date | None, day: date, *, is_so: bool) -> None:
    rows = [target(1), target(2, start=MARCH), target(3, start=JULY)]
    one = next(row for row in rows if row.start == start)
    assert is_in_force(rows, one, day) is is_so
    for other in ({"unit": "c-1"}, {"level": "commune"}, {"phase": "dot-1"}, {"criterion": "x"}):
        elsewhere = [msgspec.structs.replace(row, **other) for row in rows]
        assert is_in_force(elsewhere, one, day) is (start is None or start <= day)


def test_rows_are_new_or_stand_in_another_s_place() -> None:
    changes = BookChanges("targets", "a.csv", "", ((None, target(1)), (target(1), target(2)), (None, target(3))), 4, ())
    assert (changes.added, changes.changed, changes.same) == (2, 1, 4)


def test_the_targets_of_single_units_stand_behind_those_of_the_criteria(campaign: Campaign) -> None:
    own = target(7, "c-1")
    books = msgspec.Raw(msgspec.json.encode(Books(targets=(own,))))
    found = targets_of(msgspec.structs.replace(campaign, encoded_books=books))
    assert [row.amount for row in found] == [1000, 1000, 1000, 75_000, 500_000_000_000, 7]
    assert found[-1] == own
