"""Scores: formulas give what is computed, more of a good thing lowers nothing, nothing exceeds its maximum, order does not matter."""

from datetime import UTC, datetime
from fractions import Fraction
from random import Random
from typing import NamedTuple

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.fixtures.formula import points
from tests.fixtures.sheets import criterion, score_units, working
from tests.fixtures.sheets import points as computed
from tracker.domain.attainment import Goal, Measured, attain
from tracker.domain.criteria import Aim, Criterion
from tracker.domain.entries import State, Total
from tracker.domain.events import Event, EventRecord
from tracker.domain.models import LineState, share_of
from tracker.domain.phase_events import Authority, ScoreGiven
from tracker.domain.scheme import (
    BonusPenalty,
    Group,
    LeaderRelative,
    Leaf,
    Linear,
    Model,
    PassFail,
    PerEvent,
    Sheet,
    Step,
    Steps,
)
from tracker.domain.scoring import Given, Part, UnitScore, build_parts, limits, score_group
from tracker.services.scores import find_counting, given_of

POINTS = st.integers(0, 3_000).map(lambda hundredths: hundredths * 10)
AMOUNTS = st.one_of(st.integers(0, 12).map(lambda whole: whole * 1000), st.integers(0, 50_000))
TARGETS = st.one_of(st.none(), st.integers(0, 20).map(lambda whole: Fraction(whole * 1000)), st.fractions(0, 9_000))
CAPS = st.sampled_from([0, 500, 1000, 1200, 2000])
CRITERIA = st.builds(lambda aim, is_rate: criterion(aim, is_rate=is_rate), st.sampled_from(Aim), st.booleans())
AT = datetime(2025, 2, 4, tzinfo=UTC)


@st.composite
def rising_steps(draw: st.DrawFn) -> Steps:
    starts = sorted(draw(st.sets(st.integers(0, 1500), min_size=1, max_size=3)))
    given = sorted(draw(st.sets(st.integers(1, 1000), min_size=len(starts), max_size=len(starts))))
    return Steps(tuple(Step(start, 10 * one) for start, one in zip(starts, given, strict=True)))


MODELS: st.SearchStrategy[Model] = st.one_of(
    st.builds(Linear, CAPS),
    st.builds(LeaderRelative, st.one_of(st.none(), CAPS)),
    st.builds(PerEvent, POINTS),
    st.just(PassFail()),
    rising_steps(),
)


@st.composite
def measured(draw: st.DrawFn, of: Criterion) -> Measured:
    """A figure of a criterion, with a goal of its aim or without one."""
    is_rate = of.kind.value == "rate"
    actual = Total(draw(AMOUNTS), draw(AMOUNTS) if is_rate else 0)
    target, before = draw(TARGETS), draw(st.one_of(st.none(), AMOUNTS))
    if target is not None and (is_rate or of.aim is Aim.REDUCE):
        target /= 10_000
    baseline = None if before is None or of.aim is not Aim.REDUCE else Total(before, draw(AMOUNTS) if is_rate else 0)
    return Measured(actual, Goal(target, baseline, draw(st.sampled_from([True] * 5 + [False]))))


class Case(NamedTuple):
    """A criterion, a model, its maximum, the figures of some units."""

    criterion: Criterion
    model: Model
    maximum: int
    figures: dict[str, Measured]
    is_closed: bool

    def score(self, *, figures: dict[str, Measured] | None = None) -> dict[str, UnitScore]:
        figures = self.figures if figures is None else figures
        maximum = Fraction(self.maximum, 1000)
        return score_units(self.criterion, self.model, figures, maximum, is_closed=self.is_closed)


@st.composite
def cases(draw: st.DrawFn, models: st.SearchStrategy[Model] = MODELS) -> Case:
    scored = draw(CRITERIA)
    units = draw(st.lists(measured(scored), min_size=1, max_size=5))
    named = {f"u{number}": one for number, one in enumerate(units)}
    return Case(scored, draw(models), max(draw(POINTS), 10_000), named, draw(st.booleans()))


@given(cases())
def test_the_formula_of_each_line_gives_its_points(case: Case) -> None:
    for score in case.score().values():
        for line in score.lines:
            formula, inputs = working(case.criterion, line)
            assert (points(formula, inputs) if formula else None) == computed(line)
            assert bool(formula) == (line.state is LineState.SCORED)


@given(st.data(), CRITERIA)
def test_shares_in_whole_numbers_are_the_attainments(data: st.DataObject, scored: Criterion) -> None:
    one = data.draw(measured(scored))
    share, attained = share_of(scored, one), attain(scored, one.actual, one.goal).share
    assert (None if isinstance(share, LineState) else Fraction(*share)) == attained


COUNTED, RATED = criterion(), criterion(is_rate=True)
SOME = st.integers(1, 50_000)


@given(AMOUNTS, AMOUNTS, SOME, SOME)
def test_who_merges_with_another_has_the_attainment_of_both_together(a: int, b: int, of_a: int, of_b: int) -> None:
    merged = Measured(Total(a).plus(Total(b)), Goal(Fraction(of_a + of_b)))
    share = share_of(COUNTED, merged)
    assert not isinstance(share, LineState)
    assert Fraction(*share) == Fraction(a + b, of_a + of_b)
    assert min(Fraction(a, of_a), Fraction(b, of_b)) <= Fraction(*share) <= max(Fraction(a, of_a), Fraction(b, of_b))


@given(AMOUNTS, AMOUNTS, SOME, SOME)
def test_pooling_is_not_averaging(a: int, b: int, of_a: int, of_b: int) -> None:
    share = share_of(RATED, Measured(Total(a, of_a).plus(Total(b, of_b)), Goal(Fraction(1))))
    assert not isinstance(share, LineState)
    mean = (Fraction(a, of_a) + Fraction(b, of_b)) / 2
    assert (Fraction(*share) == mean) == (of_a == of_b or a * of_b == b * of_a)


@given(cases())
def test_points_lie_between_nothing_and_the_most_that_a_line_can_have(case: Case) -> None:
    for score in case.score().values():
        (line,) = score.lines
        if line.computed is not None:
            least, most = limits(line.leaf)
            assert least <= line.computed <= most
            assert line.computed % 10 == 0
            assert 0 <= score.rebased <= max(most, score.sheet_maximum)


@given(cases())
def test_a_cap_of_the_target_keeps_points_within_the_maximum(case: Case) -> None:
    assume(not isinstance(case.model, Linear) or case.model.cap <= 1000)
    assert all((line.computed or 0) <= case.maximum for one in case.score().values() for line in one.lines)


@given(cases(), AMOUNTS)
def test_more_of_a_good_thing_and_less_of_a_bad_one_lowers_no_points_of_ones_own(case: Case, more: int) -> None:
    """Others may lose: who leads takes from those who are compared with the leader."""
    assume(not isinstance(case.model, PerEvent) or case.criterion.aim is Aim.REACH)
    own = case.figures["u0"]
    sign = 1 if case.criterion.aim is Aim.REACH else -1
    changed = own.but(actual=own.actual._replace(quantity=max(0, own.actual.quantity + sign * more)))
    before = case.score()["u0"].lines[0].computed
    after = case.score(figures=case.figures | {"u0": changed})["u0"].lines[0].computed
    if before is not None:
        assert after is not None
        assert after >= before


@given(cases(st.one_of(st.builds(Linear, CAPS), st.builds(PerEvent, POINTS), rising_steps())), AMOUNTS)
def test_outside_of_leader_relative_others_change_nothing(case: Case, other: int) -> None:
    figures = case.figures | {"u0": case.figures["u0"].but(actual=Total(other, 1000))}
    after = case.score(figures=figures)
    assert all(after[unit] == one for unit, one in case.score().items() if unit != "u0")


@given(cases(), st.randoms())
def test_the_order_of_units_changes_nothing(case: Case, chance: Random) -> None:
    names = list(case.figures)
    chance.shuffle(names)
    assert case.score(figures={unit: case.figures[unit] for unit in names}) == case.score()


@given(cases())
def test_equal_figures_have_equal_points(case: Case) -> None:
    twins = case.figures | {"twin": case.figures["u0"]}
    scores = case.score(figures=twins)
    assert scores["twin"] == scores["u0"]


@given(cases(st.builds(LeaderRelative, st.one_of(st.none(), CAPS))))
def test_somebody_leads_and_nobody_has_more_than_the_leader(case: Case) -> None:
    lines = [one.lines[0] for one in case._replace(is_closed=True).score().values()]
    above = [line for line in lines if line.rule in ("leader", "above-target")]
    assert not above or any(line.computed == case.maximum for line in above)
    assert all(line.computed == case.maximum for line in above if line.rule == "leader")


SEVERAL = st.lists(st.tuples(POINTS, MODELS), min_size=1, max_size=4)
BONUS = st.builds(
    lambda points, penalty, least, most: BonusPenalty(points, "fault", penalty, -least, most),
    POINTS, POINTS, POINTS, POINTS,
)  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> tuple[dict[str, Criterion], Sheet, dict[str, dict[str, Measured]]]:
    """A sheet of some lines, some of them in a part, with a bonus or penalty, and figures for two units."""
    lines = draw(SEVERAL)
    criteria = {f"c{number}": msgspec.structs.replace(draw(CRITERIA), id=f"c{number}") for number in range(len(lines))}
    criteria |= {name: criterion(name=name) for name in ("good", "fault")}
    leaves = [Leaf(name, most, model) for name, (most, model) in zip(criteria, lines, strict=False)]
    at = draw(st.integers(0, len(leaves)))
    part = Group("part", (*leaves[at:], Leaf("good", 0, draw(BONUS))))
    figures = {
        unit: {name: draw(measured(one)) for name, one in criteria.items() if draw(st.integers(0, 9))}
        for unit in ("a", "b")
    }
    return criteria, Sheet((*leaves[:at], part)), figures


@given(sheets(), st.booleans(), st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 5), POINTS), max_size=3))
def test_totals_can_be_added_by_hand(
    drawn: tuple[dict[str, Criterion], Sheet, dict[str, dict[str, Measured]]],
    is_closed: bool,
    given: list[tuple[str, int, int]],
) -> None:
    criteria, sheet, figures = drawn
    people = {(unit, f"c{line}"): Given(Authority.REVIEW, most, "", AT) for unit, line, most in given}
    for score in score_group(criteria, sheet, figures, people, is_closed=is_closed).values():
        counted = [line for line in score.lines if line.points is not None]
        assert score.score == sum(line.points or 0 for line in counted)
        assert score.maximum == sum(line.leaf.maximum for line in counted)
        assert score.bonus == sum(line.points or 0 for line in score.bonus_lines)
        assert score.total == score.rebased + score.bonus
        if score.maximum:
            assert abs(Fraction(score.score * score.sheet_maximum, score.maximum) - score.rebased) <= 5
        else:
            assert score.score == score.rebased == 0
        if score.sheet_maximum:
            assert score.percentage is not None
            assert abs(Fraction(score.total * 100_000, score.sheet_maximum) - score.percentage) <= 5
        assert_sums(score, sheet)


def assert_sums(score: UnitScore, sheet: Sheet) -> None:
    whole = build_parts((Group("whole", sheet.items),), score)[0]
    assert isinstance(whole, Part)
    assert whole[1:5] == (score.score, score.maximum, score.sheet_maximum, score.bonus)


@st.composite
def records(draw: st.DrawFn) -> list[EventRecord]:
    """Points given to one line, as the journal has them."""
    drawn = draw(st.lists(st.tuples(st.sampled_from(Authority), POINTS), min_size=1, max_size=6))
    return [
        EventRecord(
            f"1-{number}", Event("x", ScoreGiven(authority, "c", "p", points), "u"), "", AT, "An", 1, State.CURRENT
        )
        for number, (authority, points) in enumerate(drawn)
    ]


@given(records())
def test_no_higher_authority_and_nothing_later_of_the_same_stands_behind_what_counts(given: list[EventRecord]) -> None:
    chosen = find_counting(given)["u", "c"]
    order = list(Authority)
    for at, one in enumerate(given):
        own, counting = (order.index(each.authority) for each in map(given_of, (one, chosen)))
        assert own < counting or (own == counting and at <= given.index(chosen))


@given(cases(), POINTS)
def test_what_people_gave_counts_within_the_limits_of_the_line(case: Case, points: int) -> None:
    leaf = Leaf("c", case.maximum, case.model)
    people = {("u0", "c"): Given(Authority.FINAL, points, "", AT)}
    figures = {unit: {"c": one} for unit, one in case.figures.items()}
    score = score_group({"c": case.criterion}, Sheet((leaf,)), figures, people, is_closed=case.is_closed)["u0"]
    if score.lines[0].state is LineState.NOT_ASSIGNED:
        assert (score.score, score.maximum) == (0, 0)
    else:
        assert score.score == min(points, limits(leaf)[1])
