"""Attainment: each aim worked by hand."""

from fractions import Fraction

import pytest

from tracker.domain.attainment import Attained, Goal, attain, figure_of
from tracker.domain.criteria import Aim, Criterion, Direction, Kind, RateOf, TargetRow, goal_of
from tracker.domain.entries import Total


def criterion(kind: Kind, *, down: bool = False, ceiling: bool = False, measure: str = "") -> Criterion:
    direction = Direction.DOWN if down else Direction.UP
    return Criterion("c", "C", kind, measure, 0, over_100=False, direction=direction, has_ceiling=ceiling)


UP, STOCK, RATE = criterion(Kind.COUNT), criterion(Kind.STOCK), criterion(Kind.RATE, measure="%")
FALLING, CEILING = criterion(Kind.COUNT, down=True), criterion(Kind.COUNT, down=True, ceiling=True)
ZERO = criterion(Kind.ZERO)


def goal(target: int | None = None, before: int | None = None, percent: int | None = None) -> Goal:
    share = None if percent is None else Fraction(percent, 100)
    wanted = share if target is None else Fraction(target * 1000)
    return Goal(wanted, None if before is None else Total(before * 1000))


@pytest.mark.parametrize(
    ("one", "actual", "against", "share"),
    [
        (UP, 124, goal(547), Fraction(124, 547)),
        (UP, 600, goal(500), Fraction(6, 5)),
        (UP, 7, goal(0), None),
        (UP, 7, goal(), None),
        (STOCK, 57, goal(173), Fraction(57, 173)),
        # d = (82-77)/82 against r
        (FALLING, 77, goal(before=82, percent=5), Fraction(100, 82)),
        (FALLING, 82, goal(before=82, percent=5), Fraction(0)),
        (FALLING, 90, goal(before=80, percent=5), Fraction(-5, 2)),
        (FALLING, 79, goal(before=80), Fraction(1)),
        (FALLING, 80, goal(before=80), Fraction(0)),
        (FALLING, 80, goal(before=80, percent=0), Fraction(1)),  # it must not rise
        (FALLING, 81, goal(before=80, percent=0), Fraction(0)),
        (FALLING, 0, goal(before=0, percent=5), Fraction(1)),
        (FALLING, 7, goal(percent=5), None),
        (CEILING, 20, goal(20), Fraction(1)),
        (CEILING, 0, goal(20), Fraction(1)),
        (CEILING, 21, goal(20), Fraction(19, 20)),
        (CEILING, 39, goal(20), Fraction(1, 20)),
        (CEILING, 40, goal(20), Fraction(0)),
        (CEILING, 50, goal(20), Fraction(0)),
        (CEILING, 0, goal(0), Fraction(1)),
        (CEILING, 1, goal(0), Fraction(0)),
        (CEILING, 1, goal(), None),
        (ZERO, 0, goal(), Fraction(1)),
        (ZERO, 1, goal(), Fraction(0)),
    ],
)
def test_attainment(one: Criterion, actual: int, against: Goal, share: Fraction | None) -> None:
    assert attain(one, Total(actual * 1000), against) == Attained(share)


def test_an_increase_over_nothing_is_flagged() -> None:
    assert attain(FALLING, Total(2000), goal(before=0, percent=5)) == Attained(Fraction(0), is_flagged=True)


def test_rates_are_compared_by_their_values() -> None:
    three_quarters = Goal(Fraction(3, 4))
    assert attain(RATE, Total(94_000, 120_000), three_quarters).share == Fraction(94 * 4, 120 * 3)
    assert attain(RATE, Total(), three_quarters).share is None
    falling = criterion(Kind.RATE, down=True)
    assert attain(falling, Total(3000, 15_000), Goal(Fraction(1, 10), Total(2000, 8000))).share == 2
    assert attain(falling, Total(3000, 15_000), Goal(Fraction(1, 10), Total())).share is None
    assert figure_of(RATE, Total(3000, 4000)) == Fraction(3, 4)
    assert figure_of(UP, Total(3000, 4000)) == 3000


@pytest.mark.parametrize("one", [UP, ZERO, CEILING, FALLING, RATE])
def test_what_is_not_assigned_has_no_attainment(one: Criterion) -> None:
    assert attain(one, Total(1000, 2000), Goal(Fraction(1), Total(5000), is_assigned=False)) == Attained(None)


@pytest.mark.parametrize(
    ("share", "reached"), [(None, False), (Fraction(99, 100), False), (Fraction(1), True), (Fraction(2), True)]
)
def test_a_target_is_reached_at_one(share: Fraction | None, *, reached: bool) -> None:
    assert Attained(share).is_reached is reached


@pytest.mark.parametrize(
    ("one", "aim", "is_state", "adds_up"),
    [
        (UP, Aim.REACH, False, True),
        (criterion(Kind.POINTS), Aim.REACH, False, True),
        (criterion(Kind.MILESTONE), Aim.REACH, True, True),
        (STOCK, Aim.REACH, True, False),
        (RATE, Aim.REACH, False, False),
        (Criterion("c", "C", Kind.RATE, "%", 0, over_100=False, of=RateOf.STATE), Aim.REACH, True, False),
        (FALLING, Aim.REDUCE, False, False),
        (CEILING, Aim.STAY_UNDER, False, False),
        (ZERO, Aim.NEVER, False, False),
        (criterion(Kind.ZERO, down=True, ceiling=True), Aim.NEVER, False, False),
    ],
)
def test_what_a_criterion_aims_at(one: Criterion, aim: Aim, *, is_state: bool, adds_up: bool) -> None:
    assert (one.aim, one.is_state, one.adds_up) == (aim, is_state, adds_up)


@pytest.mark.parametrize(
    ("one", "amount", "asked"),
    [
        (UP, 1500, Fraction(1500)),
        (RATE, 75_000, Fraction(3, 4)),
        (criterion(Kind.RATE, measure="người"), 6610, Fraction(661, 100)),
        (FALLING, 5000, Fraction(1, 20)),
        (criterion(Kind.RATE, measure="người", down=True), 5000, Fraction(1, 20)),
        (CEILING, 20_000, Fraction(20_000)),
        (UP, None, None),
    ],
)
def test_what_a_target_asks_for(one: Criterion, amount: int | None, asked: Fraction | None) -> None:
    assert goal_of(one, TargetRow("c", amount)) == asked
