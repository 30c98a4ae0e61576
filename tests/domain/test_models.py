"""Models: what each makes of figures, and what it cannot judge."""

from datetime import UTC, datetime

import pytest

from tests.fixtures.sheets import (
    Number,
    amount,
    criterion,
    falling,
    leaf,
    line_of,
    not_assigned,
    points,
    rate,
    score_units,
    total,
)
from tracker.domain.attainment import Goal, Measured
from tracker.domain.criteria import Aim, Criterion
from tracker.domain.models import LineState, Rule, round_points
from tracker.domain.scheme import (
    LeaderRelative,
    Linear,
    Model,
    PassFail,
    PerEvent,
    Sheet,
    Step,
    Steps,
)
from tracker.domain.scoring import score_group

COUNT, RATE = criterion(), criterion(is_rate=True)
FALLING, FALLING_RATE = criterion(Aim.REDUCE), criterion(Aim.REDUCE, is_rate=True)
CEILING, ZERO = criterion(Aim.STAY_UNDER), criterion(Aim.NEVER)
NOON = datetime(2025, 2, 4, 12, tzinfo=UTC)
STEPS = Steps((Step(500, 4_000), Step(800, 7_000), Step(1000, 10_000)))


def scored(of: Criterion, model: Model, own: Measured, *others: Measured, maximum: Number = 10) -> tuple[str, Rule]:
    line = line_of(of, model, own, *others, maximum=maximum)
    assert line.state is LineState.SCORED
    return str(points(line)), line.rule


@pytest.mark.parametrize(
    ("own", "of", "expected"),
    [
        (amount(3, 4), COUNT, "7.5"),
        (amount(4, 4), COUNT, "10"),
        (amount(5, 4), COUNT, "10"),
        (amount(0, 4), COUNT, "0"),
        (amount(1, 3), COUNT, "3.33"),
        (amount(2, 3), COUNT, "6.67"),
        (amount("0.5", "2"), COUNT, "2.5"),
        (rate(6, 10, "0.75"), RATE, "8"),
        (rate(9, 10, "0.75"), RATE, "10"),
        (falling(48, 50, "0.05"), FALLING, "8"),
        (falling(40, 50, "0.05"), FALLING, "10"),
        (falling(52, 50, "0.05"), FALLING, "0"),
        (falling(0, 0, "0.05"), FALLING, "10"),
        (falling(1, 0, "0.05"), FALLING, "0"),
        (falling(49, 50), FALLING, "10"),
        (falling(50, 50), FALLING, "0"),
        (amount(20, 20), CEILING, "10"),
        (amount(25, 20), CEILING, "7.5"),
        (amount(41, 20), CEILING, "0"),
        (amount(0, 0), CEILING, "10"),
        (amount(1, 0), CEILING, "0"),
        (amount(0), ZERO, "10"),
        (amount(1), ZERO, "0"),
    ],
)
def test_linear_is_the_maximum_times_the_attainment(own: Measured, of: Criterion, expected: str) -> None:
    assert scored(of, Linear(), own) == (expected, Rule.LINEAR)


@pytest.mark.parametrize(
    ("cap", "actual", "expected"), [(1200, 13, "12"), (1200, 12, "12"), (1200, 11, "11"), (500, 9, "5"), (500, 4, "4"), (1155, 13, "11.55")]
)  # fmt: skip
def test_linear_counts_up_to_its_cap(cap: int, actual: int, expected: str) -> None:
    assert scored(COUNT, Linear(cap), amount(actual, 10)) == (expected, Rule.LINEAR)


@pytest.mark.parametrize(
    ("own", "of", "state"),
    [
        (not_assigned(5), COUNT, LineState.NOT_ASSIGNED),
        (not_assigned(5), ZERO, LineState.NOT_ASSIGNED),
        (amount(5), COUNT, LineState.NO_TARGET),
        (amount(5, 0), COUNT, LineState.NO_TARGET),
        (rate(1, 2), RATE, LineState.NO_TARGET),
        (rate(0, 0, "0.75"), RATE, LineState.NOTHING_OCCURRED),
        (rate(0, 0), RATE, LineState.NOTHING_OCCURRED),
        (amount(5), CEILING, LineState.NO_TARGET),
        (falling(5, None, "0.05"), FALLING, LineState.NO_BASELINE),
        (Measured(total(1, 2), Goal(None, total(0, 0))), FALLING_RATE, LineState.NO_BASELINE),
    ],
)
@pytest.mark.parametrize("model", [Linear(), PassFail(), STEPS])
def test_what_cannot_be_judged_leaves_the_denominator(
    own: Measured, of: Criterion, state: LineState, model: Model
) -> None:
    line = line_of(of, model, own)
    assert (line.state, line.rule, line.computed, line.points) == (state, Rule.NONE, None, None)
    score = score_units(of, model, {"own": own})["own"]
    assert (score.score, score.maximum, score.sheet_maximum, score.rebased, score.percentage) == (0, 0, 10_000, 0, 0)


def test_a_unit_without_a_figure_has_no_target() -> None:
    score = score_group({"c": COUNT}, Sheet((leaf(Linear()),)), {"a": {}}, {}, is_closed=True)["a"]
    assert score.lines[0].state is LineState.NO_TARGET


@pytest.mark.parametrize(("own", "of", "expected"), [
    (amount(4, 4), COUNT, "10"), (amount("3.999", 4), COUNT, "0"), (amount(0), ZERO, "10"), (amount("0.001"), ZERO, "0"),
    (amount(20, 20), CEILING, "10"), (amount(21, 20), CEILING, "0"), (falling(47, 50, "0.06"), FALLING, "10"),
])  # fmt: skip
def test_pass_fail_gives_all_or_nothing(own: Measured, of: Criterion, expected: str) -> None:
    assert scored(of, PassFail(), own) == (expected, Rule.PASS_FAIL)


@pytest.mark.parametrize(
    ("actual", "expected"), [(0, "0"), ("4.999", "0"), (5, "4"), ("7.999", "4"), (8, "7"), (10, "10"), (99, "10")]
)
def test_steps_give_the_points_of_the_highest_step_reached(actual: Number, expected: str) -> None:
    assert scored(COUNT, STEPS, amount(actual, 10)) == (expected, Rule.STEPS)


@pytest.mark.parametrize(
    ("events", "expected"), [(0, "0"), (7, "3.5"), (10, "5"), (11, "5"), ("0.01", "0.01"), ("0.009", "0")]
)
def test_per_event_gives_points_for_each_up_to_the_maximum(events: Number, expected: str) -> None:  # fmt: skip
    assert scored(COUNT, PerEvent(500), amount(events), maximum=5) == (expected, Rule.PER_EVENT)


def test_per_event_asks_for_no_target_but_for_being_assigned() -> None:
    line = line_of(COUNT, PerEvent(500), not_assigned(3))
    assert (line.state, line.points) == (LineState.NOT_ASSIGNED, None)


TARGET_GROUP = (amount(15, 10), amount(12, 10), amount(10, 10), amount(8, 10), amount(0, 10))


@pytest.mark.parametrize(
    ("own", "expected", "rule"),
    [
        (amount(15, 10), "20", Rule.LEADER),
        (amount(12, 10), "14", Rule.ABOVE_TARGET),
        (amount(11, 10), "12", Rule.ABOVE_TARGET),
        (amount(10, 10), "10", Rule.ON_TARGET),
        (amount(8, 10), "8", Rule.UNDER_TARGET),
        (amount(1, 3), "3.33", Rule.UNDER_TARGET),
        (amount(0, 10), "0", Rule.UNDER_TARGET),
        (amount(30, 20), "20", Rule.LEADER),
        (amount("14.999", 10), "20", Rule.LEADER),
        (amount("14.998", 10), "20", Rule.ABOVE_TARGET),
        (amount("14.99", 10), "19.98", Rule.ABOVE_TARGET),
    ],
)
def test_who_is_above_the_target_is_measured_by_the_leader(own: Measured, expected: str, rule: Rule) -> None:
    assert scored(COUNT, LeaderRelative(), own, *TARGET_GROUP, maximum=20) == (expected, rule)


def test_a_leader_is_named_by_those_who_are_compared_with_it() -> None:
    figures = {"b": amount(15, 10), "a": amount(30, 20), "c": amount(12, 10), "d": amount(8, 10), "e": amount(10, 10)}
    scores = score_units(COUNT, LeaderRelative(), figures, 20)
    lines = {unit: one.lines[0] for unit, one in scores.items()}
    assert {unit: line.leader for unit, line in lines.items()} == {"b": "a", "a": "a", "c": "a", "d": "", "e": ""}
    assert lines["c"].other == figures["a"]
    assert lines["c"].measured == figures["c"]


@pytest.mark.parametrize(
    ("own", "expected", "rule"),
    [
        (amount(12, 10), "10", Rule.PROVISIONAL),
        (amount(15, 10), "10", Rule.PROVISIONAL),
        (amount(10, 10), "10", Rule.ON_TARGET),
        (amount(8, 10), "8", Rule.UNDER_TARGET),
        (amount(4), "16", Rule.NO_TARGET_GROUP),
    ],
)
def test_until_the_phase_is_closed_nobody_leads(own: Measured, expected: str, rule: Rule) -> None:
    others = (*TARGET_GROUP, amount(5, 0))
    line = line_of(COUNT, LeaderRelative(), own, *others, maximum=20, is_closed=False)
    assert (str(points(line)), line.rule, line.state) == (expected, rule, LineState.SCORED)


@pytest.mark.parametrize(("cap", "actual", "expected"), [
    (1000, 60, "20"), (1000, 20, "20"), (1000, 15, "15"), (None, 15, "11"), (0, 60, "10"), (0, 15, "10"), (0, 9, "9"),
])  # fmt: skip
def test_a_cap_on_the_excess_keeps_one_unit_from_crushing_the_rest(cap: int | None, actual: int, expected: str) -> None:
    outlier = amount(60, 10)
    assert scored(COUNT, LeaderRelative(cap), amount(actual, 10), outlier, maximum=20)[0] == expected


@pytest.mark.parametrize(("own", "expected"), [(amount(5, 0), "20"), (amount(4), "16"), (amount(0), "0")])
def test_units_without_a_target_are_measured_among_themselves(own: Measured, expected: str) -> None:
    line = line_of(COUNT, LeaderRelative(), own, amount(5, 0), amount(100, 10), maximum=20)
    assert (str(points(line)), line.rule) == (expected, Rule.NO_TARGET_GROUP)
    assert line.other == (own if own == amount(5, 0) else amount(5, 0))


def test_of_those_without_a_target_the_greatest_leads_and_of_equal_ones_the_first_by_id() -> None:
    figures = {"b": amount(3), "d": amount(5), "c": amount(5), "a": amount(4)}
    scores = score_units(COUNT, LeaderRelative(), figures)
    assert {one.lines[0].leader for one in scores.values()} == {"c"}


def test_the_greatest_without_a_target_never_leads_those_with_one() -> None:
    assert scored(COUNT, LeaderRelative(), amount(12, 10), amount(900)) == ("10", Rule.LEADER)


def test_rates_without_a_target_are_compared_by_their_pooled_values() -> None:
    line = line_of(RATE, LeaderRelative(), rate(1, 4), rate(30, 60), rate(0, 0))
    assert (str(points(line)), line.rule, line.leader) == ("5", Rule.NO_TARGET_GROUP, "1")


def test_where_no_unit_without_a_target_has_anything_there_is_nothing_to_compare() -> None:
    line = line_of(COUNT, LeaderRelative(), amount(0), amount(0), amount(5, 4))
    assert (line.state, line.points) == (LineState.NOTHING_OCCURRED, None)


@pytest.mark.parametrize(
    ("own", "of", "state"),
    [
        (falling(5, None), FALLING, LineState.NO_BASELINE),
        (amount(5), CEILING, LineState.NO_TARGET),
        (not_assigned(3), COUNT, LineState.NOT_ASSIGNED),
        (rate(0, 0), RATE, LineState.NOTHING_OCCURRED),
    ],
)
def test_only_what_is_to_be_reached_is_compared_without_a_target(
    own: Measured, of: Criterion, state: LineState
) -> None:
    assert line_of(of, LeaderRelative(), own).state is state


def test_reductions_are_led_like_amounts() -> None:
    own, leader = falling(45, 50, "0.05"), falling(40, 50, "0.05")
    assert scored(FALLING, LeaderRelative(), own, leader) == ("6.67", Rule.ABOVE_TARGET)
    assert scored(FALLING, LeaderRelative(), falling(51, 50, "0.05"), leader) == ("0", Rule.UNDER_TARGET)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(5, 1, 10), (4999, 1000, 0), (-5, 1, -10), (-4, 1, 0), (15, 1, 20), (25, 1, 30), (14, 1, 10), (10, 3, 0), (20, 3, 10), (0, 7, 0)],
)  # fmt: skip
def test_points_are_rounded_half_up_away_from_nothing(numerator: int, denominator: int, expected: int) -> None:
    assert round_points(numerator, denominator) == expected
