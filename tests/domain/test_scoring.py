"""Scores: sums, what is rebased, what people gave, the parts of a sheet."""

from datetime import UTC, datetime

import pytest

from tests.fixtures.sheets import (
    Number,
    amount,
    criterion,
    leaf,
    not_assigned,
    thousandths,
)
from tracker.domain.attainment import Measured
from tracker.domain.criteria import Criterion
from tracker.domain.models import LineState, Rule
from tracker.domain.phase_events import Authority
from tracker.domain.scheme import (
    BonusPenalty,
    Group,
    LeaderRelative,
    Linear,
    Model,
    PassFail,
    Sheet,
)
from tracker.domain.scoring import Given, Line, Part, UnitScore, build_parts, limits, score_group

COUNT = criterion()
NOON = datetime(2025, 2, 4, 12, tzinfo=UTC)


def bonus_of(model: BonusPenalty, good: int = 0, faults: int = 0) -> UnitScore:
    sheet = Sheet((leaf(Linear()), leaf(model, 0, "good")))
    figures = {"a": {"c": amount(5, 10), "good": amount(good), "fault": amount(faults)}}
    return score_group({"c": COUNT}, sheet, figures, {}, is_closed=True)["a"]


@pytest.mark.parametrize(
    ("good", "faults", "expected", "penalty"),
    [(0, 0, 0, 0), (2, 0, 2000, 0), (9, 0, 3000, 0), (2, 3, 500, 1500), (0, 1, -500, 500), (0, 9, -2000, 4500)],
)
def test_bonus_and_penalty_stand_in_a_column_of_their_own_between_their_bounds(
    good: int, faults: int, expected: int, penalty: int
) -> None:
    score = bonus_of(BonusPenalty(1000, "fault", 500, -2000, 3000), good, faults)
    assert (score.bonus, score.penalty) == (expected, penalty)
    assert (score.score, score.maximum, score.sheet_maximum, score.rebased) == (5000, 10_000, 10_000, 5000)
    assert score.total == 5000 + expected
    assert score.percentage == 50_000 + 10 * expected
    assert [line.name for line in score.bonus_lines] == ["good"]
    assert (score.bonus_lines[0].rule, score.bonus_lines[0].state) == (Rule.BONUS_PENALTY, LineState.SCORED)
    assert score.bonus_lines[0].other == amount(faults)


def test_a_line_of_penalties_alone_is_known_by_what_is_penalised() -> None:
    sheet = Sheet((leaf(BonusPenalty(0, "fault", 500, -2000), 0, ""),))
    score = score_group({}, sheet, {"a": {"fault": amount(3)}}, {}, is_closed=True)["a"]
    line = score.line("fault")
    assert line
    assert (line.points, score.total, score.percentage) == (-1500, -1500, None)
    assert score.line("") is None


def sheet_of(*points_of: int) -> tuple[Sheet, dict[str, Criterion]]:
    names = [f"c{number}" for number in range(len(points_of))]
    leaves = tuple(leaf(Linear(), most, name) for name, most in zip(names, points_of, strict=True))
    return Sheet(leaves), {name: criterion(name=name) for name in names}


def test_the_score_of_what_is_assigned_is_rebased_to_the_whole_sheet() -> None:
    sheet, criteria = sheet_of(700, 300)
    figures = {"a": {"c0": amount(684, 700), "c1": not_assigned()}, "b": {"c0": amount(684, 700), "c1": amount(1, 1)}}
    scores = score_group(criteria, sheet, figures, {}, is_closed=True)
    own = scores["a"]
    assert (own.score, own.maximum, own.sheet_maximum) == (684_000, 700_000, 1_000_000)
    assert (own.rebased, own.total, own.percentage) == (977_140, 977_140, 97_710)
    other = scores["b"]
    assert (other.score, other.maximum, other.rebased, other.percentage) == (984_000, 1_000_000, 984_000, 98_400)


def test_totals_are_sums_of_the_printed_lines() -> None:
    sheet, criteria = sheet_of(1, 1, 1)
    figures = {"a": {name: amount(1, 3) for name in criteria}}
    score = score_group(criteria, sheet, figures, {}, is_closed=True)["a"]
    assert (score.score, score.percentage) == (990, 33_000)  # three times 0.33, not 1.00


def given(authority: Authority, most: Number) -> Given:
    return Given(authority, thousandths(most), "An", NOON)


def line_given(model: Model, own: Measured, points: Number, maximum: Number = 10) -> UnitScore:
    people = {
        ("a", "c"): given(Authority.REVIEW, points),
        ("b", "c"): given(Authority.REVIEW, 1),
        ("a", "d"): given(Authority.REVIEW, 1),
    }
    sheet = Sheet((leaf(model, maximum),))
    return score_group({"c": COUNT}, sheet, {"a": {"c": own}}, people, is_closed=True)["a"]


def test_what_people_gave_stands_in_place_of_what_is_computed_and_beside_it() -> None:
    score = line_given(Linear(), amount(5, 10), "7.25")
    (line,) = score.lines
    assert (line.computed, line.points, score.score) == (5000, 7250, 7250)
    assert line.given == given(Authority.REVIEW, "7.25")


def test_what_people_gave_brings_back_a_line_that_nothing_computes() -> None:
    score = line_given(Linear(), amount(5), 7)
    assert (score.lines[0].state, score.score, score.maximum) == (LineState.NO_TARGET, 7000, 10_000)


def test_what_is_not_assigned_stays_out_whatever_people_gave() -> None:
    score = line_given(Linear(), not_assigned(), 7)
    assert (score.lines[0].points, score.score, score.maximum) == (None, 0, 0)
    assert score.lines[0].given is not None


@pytest.mark.parametrize(
    ("model", "maximum", "expected"),
    [
        (Linear(), 10, (0, 10_000)),
        (Linear(500), 10, (0, 10_000)),
        (Linear(1200), 10, (0, 12_000)),
        (PassFail(), 5, (0, 5_000)),
        (BonusPenalty(1000, "d", 1000, -2000, 3000), 0, (-2000, 3000)),
    ],
)
def test_points_count_within_the_limits_of_a_line(model: Model, maximum: int, expected: tuple[int, int]) -> None:
    assert limits(leaf(model, maximum)) == expected
    least, most = expected
    for tried, counted in ((-99, least), (99, most)):
        score = line_given(model, amount(5, 10), tried, maximum)
        assert [line.points for line in (*score.lines, *score.bonus_lines)] == [counted]


@pytest.mark.parametrize(("points", "penalty"), [(-2, 2000), (0, 0), (1, 0)])
def test_of_given_points_only_what_is_below_nothing_is_a_penalty(points: int, penalty: int) -> None:
    people = {("a", "good"): given(Authority.REVIEW, points)}
    sheet = Sheet((leaf(BonusPenalty(1000, "fault", 500, -2000, 3000), 0, "good"),))
    figures = {"a": {"good": amount(0), "fault": amount(3)}}
    score = score_group({}, sheet, figures, people, is_closed=True)["a"]
    assert (score.bonus, score.penalty) == (points * 1000, penalty)


def test_the_parts_of_a_sheet_are_the_sums_of_what_they_hold() -> None:
    inner = Group("inner", (leaf(Linear(), 10, "c1"), leaf(BonusPenalty(1000, most=5000), 0, "good")))
    outer = Group("outer", (inner, leaf(Linear(), 20, "c2")))
    sheet = Sheet((leaf(Linear(), 5, "c0"), outer))
    criteria = {name: criterion(name=name) for name in ("c0", "c1", "c2")}
    figures = {"a": {"c0": amount(1, 1), "c1": amount(1, 2), "c2": not_assigned(), "good": amount(2)}}
    score = score_group(criteria, sheet, figures, {}, is_closed=True)["a"]
    first, part = build_parts(sheet.items, score)
    assert isinstance(first, Line)
    assert isinstance(part, Part)
    assert (first.name, first.points) == ("c0", 5000)
    assert part[:5] == ("outer", 5000, 10_000, 30_000, 2000)
    within, left = part.items
    assert isinstance(within, Part)
    assert within[:5] == ("inner", 5000, 10_000, 10_000, 2000)
    assert [one.name for one in within.items if isinstance(one, Line)] == ["c1", "good"]
    assert isinstance(left, Line)
    assert left.state is LineState.NOT_ASSIGNED


def test_a_group_of_no_units_has_no_scores() -> None:
    for model in (Linear(), LeaderRelative()):
        assert score_group({"c": COUNT}, Sheet((leaf(model),)), {}, {}, is_closed=True) == {}


def test_a_sheet_of_nothing_gives_nothing() -> None:
    score = score_group({}, Sheet(()), {"a": {}}, {}, is_closed=True)["a"]
    assert score == UnitScore((), (), 0, 0, 0, 0, 0, 0, 0, None)
