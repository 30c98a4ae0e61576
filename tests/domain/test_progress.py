"""Progress: plans, pace and standing."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest

from tests.fixtures.targets import of_levels, of_phases, whole
from tracker.domain.attainment import Goal
from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Criterion, Direction, Kind, TargetRow
from tracker.domain.entries import Total
from tracker.domain.pace import Pace, Plan, Step
from tracker.domain.plans import build_plan
from tracker.domain.progress import Progress, Standing, measure_progress
from tracker.domain.units import Roster, UnitVersion

TODAY = date(2025, 3, 1)
TEN_DAYS = Span(date(2024, 9, 1), date(2024, 9, 10))
THIRTY_DAYS = Span(date(2024, 9, 1), date(2024, 9, 30))
HUNDRED = (Step(TEN_DAYS, 100_000),)
COUNT = Criterion("c", "C", Kind.COUNT, "mô hình", 0, over_100=False)


def september(day: int) -> date:
    return date(2024, 9, day)


def progress_of(quantity: int, plan: Plan, span: Span, today: date) -> Progress:
    return measure_progress(COUNT, Total(quantity * 1000), Goal(), plan, span, today)


@pytest.fixture
def communes() -> Roster:
    return Roster(
        UnitVersion(f"c-{number}", "", f"Xã {number}", "commune", "", "", (), None, None) for number in range(547)
    )


@pytest.mark.parametrize(
    ("phase", "actual", "figures"),
    [
        (
            "dot-2",
            124,
            {"target": 547, "expected": 135.448, "shortfall": 11.448, "days_ahead": -2, "need_per_day": 5.354},
        ),
        (
            None,
            664,
            {"target": 1641, "expected": 682.448, "shortfall": 18.448, "days_ahead": -3, "need_per_day": 5.713},
        ),
    ],
)
def test_pace_is_that_of_the_published_sample(
    campaign: Campaign, communes: Roster, phase: str | None, actual: int, figures: Mapping[str, float]
) -> None:
    chosen = next((one for one in campaign.phases if one.id == phase), None)
    span = chosen.span if chosen else campaign.span
    plan = build_plan(campaign.criteria[0], campaign, communes, None, chosen)
    found = progress_of(actual, plan, span, TODAY)
    assert {name: getattr(found, name) for name in figures} == {
        name: Decimal(str(value)) for name, value in figures.items()
    }
    assert found.attainment == Decimal("0.2267" if phase else "0.4046")
    assert found.standing is Standing.BEHIND


@pytest.mark.parametrize(
    ("quantity", "today", "days_ahead", "standing"),
    [
        (0, date(2024, 8, 31), 0, Standing.ON_PACE),
        (0, september(1), -1, Standing.BEHIND),
        (50, september(5), 0, Standing.ON_PACE),
        (41, september(5), 0, Standing.ON_PACE),
        (40, september(5), -1, Standing.BEHIND),
        (59, september(5), 0, Standing.ON_PACE),
        (60, september(5), 1, Standing.AHEAD),
        (99, september(5), 4, Standing.AHEAD),
        (100, september(5), 5, Standing.MET),
        (250, september(5), 5, Standing.MET),
        (99, september(10), 0, Standing.ON_PACE),
        (99, september(11), 0, Standing.MISSED),
        (0, september(11), -10, Standing.MISSED),
        (100, september(11), 0, Standing.MET),
        (101, september(11), 0, Standing.MET),
    ],
)
def test_standing_of_a_sum(quantity: int, today: date, days_ahead: int, standing: Standing) -> None:
    found = progress_of(quantity, HUNDRED, TEN_DAYS, today)
    assert (found.days_ahead, found.standing) == (days_ahead, standing)


@pytest.mark.parametrize(
    ("plan", "target"), [((), None), ((Step(TEN_DAYS, 0),), Decimal(0))], ids=["no target", "a target of 0"]
)
def test_without_a_target_nothing_is_judged(plan: Plan, target: Decimal | None) -> None:
    found = progress_of(7, plan, TEN_DAYS, september(5))
    assert found == Progress(Total(7000), target=target, forecast=Decimal(14))


@pytest.mark.parametrize(
    ("quantity", "today", "need_per_day"),
    [
        (0, date(2024, 8, 1), "10"),
        (40, september(5), "12"),
        (99, september(7), "0.333"),
        (120, september(7), "0"),
        (99, september(10), None),
        (100, september(10), "0"),
    ],
)
def test_need_per_day_is_what_is_missing_over_the_days_left(
    quantity: int, today: date, need_per_day: str | None
) -> None:
    found = progress_of(quantity, HUNDRED, TEN_DAYS, today)
    assert found.need_per_day == (None if need_per_day is None else Decimal(need_per_day))


@pytest.mark.parametrize(
    ("quantity", "day", "days_ahead"),
    [
        (99, 15, -5),
        (100, 15, 0),
        (100, 20, 0),
        (100, 21, -1),
        (101, 15, 5),
        (100, 10, 0),
        (100, 9, 1),
        (130, 25, -2),
        (130, 11, 12),
    ],
)
def test_a_plan_rests_between_its_steps(quantity: int, day: int, days_ahead: int) -> None:
    steps = [(Span(september(1), september(10)), 100_000), (Span(september(11), september(12)), 0)]
    plan = tuple(Step(*step) for step in [*steps, (Span(september(21), september(30)), 100_000)])
    assert progress_of(quantity, plan, THIRTY_DAYS, september(day)).days_ahead == days_ahead


def test_more_than_a_finished_plan_asks_for_is_not_behind_it() -> None:
    found = progress_of(130, HUNDRED, THIRTY_DAYS, september(25))
    assert (found.days_ahead, found.shortfall, found.standing) == (0, Decimal(0), Standing.MET)


@pytest.mark.parametrize(
    ("numerator", "denominator", "day", "attainment", "shortfall", "standing"),
    [
        (94, 120, 5, Decimal("1.0444"), Decimal(0), Standing.MEETING),
        (90, 120, 10, Decimal(1), Decimal(0), Standing.MEETING),
        (90, 120, 11, Decimal(1), Decimal(0), Standing.MET),
        (89, 120, 5, Decimal("0.9889"), Decimal("0.0083"), Standing.BEHIND),
        (89, 120, 11, Decimal("0.9889"), Decimal("0.0083"), Standing.MISSED),
        (0, 0, 5, None, None, Standing.ON_PACE),
        (0, 0, 11, None, None, Standing.ON_PACE),
    ],
)
def test_a_rate_meets_its_target_until_its_span_ends(
    campaign: Campaign,
    numerator: int,
    denominator: int,
    day: int,
    attainment: Decimal | None,
    shortfall: Decimal | None,
    standing: Standing,
) -> None:
    actual, goal = Total(numerator * 1000, denominator * 1000), Decimal("0.75")
    found = measure_progress(campaign.criteria[1], actual, Goal(Fraction(3, 4)), (), TEN_DAYS, september(day))
    assert found == Progress(actual, goal, attainment, expected=goal, shortfall=shortfall, standing=standing)


@pytest.mark.parametrize(("target", "shown"), [(None, None), (Fraction(0), Decimal(0))], ids=["no target", "0%"])
def test_a_rate_without_a_target_is_not_judged(
    campaign: Campaign, target: Fraction | None, shown: Decimal | None
) -> None:
    rate, actual = campaign.criteria[1], Total(94_000, 120_000)
    assert measure_progress(rate, actual, Goal(target), (), TEN_DAYS, september(5)) == Progress(actual, shown)


PER_PHASE = of_phases(dot_1=60_000, dot_3=35_000)
PER_UNIT = of_levels(("dot-1", "dot-2", "dot-3"), commune=2_000, district=5_000)
ONCE_PER_UNIT = of_levels(commune=2_000)


@pytest.mark.parametrize(
    ("targets", "unit", "phase", "amounts"),
    [
        ((), None, None, []),
        (whole(10), None, None, [10]),
        (whole(10), None, 0, []),
        (whole(10), "c-1", None, []),
        (PER_PHASE, None, None, [60_000, 35_000]),
        (PER_PHASE, None, 0, [60_000]),
        (PER_PHASE, None, 1, []),
        (PER_PHASE, "c-1", None, []),
        (PER_UNIT, None, None, [18_000, 18_000, 8_000]),
        (PER_UNIT, None, 2, [8_000]),
        (PER_UNIT, "th-380", None, [9_000, 9_000, 0]),
        (PER_UNIT, "th-380", 2, []),
        (PER_UNIT, "c-1", 1, [2_000]),
        (PER_UNIT, "n-5", 2, []),
        (ONCE_PER_UNIT, None, None, [8_000]),
        (ONCE_PER_UNIT, None, 1, []),
        (ONCE_PER_UNIT, "th-395", None, [4_000]),
        (ONCE_PER_UNIT, "n-5", None, []),
    ],
)
def test_a_plan_has_a_step_for_each_span_that_has_a_target(
    campaign: Campaign,
    roster: Roster,
    targets: tuple[TargetRow, ...],
    unit: str | None,
    phase: int | None,
    amounts: list[int],
) -> None:
    criterion = msgspec.structs.replace(COUNT, targets=targets)
    chosen = None if phase is None else campaign.phases[phase]
    assert [step.amount for step in build_plan(criterion, campaign, roster, unit, chosen)] == amounts


def test_a_campaign_without_phases_is_one_phase(campaign: Campaign, roster: Roster) -> None:
    only = msgspec.structs.replace(campaign.phases[0], id="cand80", span=campaign.span)
    single = msgspec.structs.replace(campaign, phases=(only,), has_phases=False)
    for targets, amount in ((whole(10), 10), (ONCE_PER_UNIT, 8_000)):
        criterion = msgspec.structs.replace(COUNT, targets=targets)
        plans = [build_plan(criterion, single, roster, None, phase) for phase in (None, only)]
        assert plans == [(Step(campaign.span, amount),)] * 2


def test_totals_pool_rates() -> None:
    pooled = Total(1000, 2000, 1).plus(Total(9000, 10_000, 2))
    assert (pooled, pooled.value) == (Total(10_000, 12_000, 3), Fraction(5, 6))
    assert Total().value is None


def thousandths(amount: str) -> Fraction:
    return Fraction(amount) * 1000


def one(kind: Kind, *, down: bool = False, ceiling: bool = False) -> Criterion:
    direction = Direction.DOWN if down else Direction.UP
    return Criterion("c", "C", kind, "", 0, over_100=False, direction=direction, has_ceiling=ceiling)


@pytest.mark.parametrize(
    ("quantity", "day", "attainment", "shortfall", "need", "standing"),
    [
        (57, 4, "0.3295", 116, "19.333", Standing.BEHIND),
        (57, 9, "0.3295", 116, "116", Standing.BEHIND),
        (57, 10, "0.3295", 116, None, Standing.BEHIND),
        (57, 11, "0.3295", 116, None, Standing.MISSED),
        (173, 10, "1", 0, "0", Standing.MEETING),
        (180, 11, "1.0405", 0, "0", Standing.MET),
        (0, 1, "0", 173, "19.222", Standing.BEHIND),
    ],
)
def test_a_stock_should_be_there_in_the_end(
    quantity: int, day: int, attainment: str, shortfall: int, need: str | None, standing: Standing
) -> None:
    found = measure_progress(
        one(Kind.STOCK), Total(quantity * 1000), Goal(thousandths("173")), (), TEN_DAYS, september(day)
    )
    assert found == Progress(
        Total(quantity * 1000),
        target=Decimal(173),
        attainment=Decimal(attainment),
        expected=Decimal(173),
        shortfall=Decimal(shortfall),
        need_per_day=None if need is None else Decimal(need),
        standing=standing,
    )


def test_a_stock_may_still_grow_on_working_days_only() -> None:
    pace = Pace((september(7), september(8)))
    found = measure_progress(one(Kind.STOCK), Total(7000), Goal(thousandths("10")), (), TEN_DAYS, september(6), pace)
    assert found.need_per_day == Decimal("1.5")  # the 9th and the 10th are left


@pytest.mark.parametrize(("target", "shown"), [(None, None), (Fraction(0), Decimal(0))])
def test_a_stock_without_a_target_is_not_judged(target: Fraction | None, shown: Decimal | None) -> None:
    found = measure_progress(one(Kind.STOCK), Total(7000), Goal(target), (), TEN_DAYS, september(5))
    assert found == Progress(Total(7000), target=shown)


@pytest.mark.parametrize(
    ("quantity", "day", "attainment", "standing"),
    [
        (0, 5, 1, Standing.MEETING),
        (0, 10, 1, Standing.MEETING),
        (0, 11, 1, Standing.MET),
        (2, 5, 0, Standing.BEHIND),
        (2, 11, 0, Standing.MISSED),
    ],
)
def test_what_must_not_happen(quantity: int, day: int, attainment: int, standing: Standing) -> None:
    found = measure_progress(one(Kind.ZERO), Total(quantity * 1000), Goal(), (), TEN_DAYS, september(day))
    assert found == Progress(
        Total(quantity * 1000),
        target=Decimal(0),
        attainment=Decimal(attainment),
        expected=Decimal(0),
        shortfall=Decimal(quantity),
        standing=standing,
    )


@pytest.mark.parametrize(
    ("quantity", "day", "attainment", "shortfall", "standing"),
    [
        (20, 5, "1", 0, Standing.MEETING),
        (20, 11, "1", 0, Standing.MET),
        (21, 5, "0.95", 1, Standing.BEHIND),
        (21, 11, "0.95", 1, Standing.MISSED),
        (50, 11, "0", 30, Standing.MISSED),
    ],
)
def test_a_ceiling(quantity: int, day: int, attainment: str, shortfall: int, standing: Standing) -> None:
    ceiling = one(Kind.COUNT, down=True, ceiling=True)
    found = measure_progress(ceiling, Total(quantity * 1000), Goal(thousandths("20")), (), TEN_DAYS, september(day))
    assert found == Progress(
        Total(quantity * 1000),
        target=Decimal(20),
        attainment=Decimal(attainment),
        expected=Decimal(20),
        shortfall=Decimal(shortfall),
        standing=standing,
    )


def test_a_ceiling_of_a_rate_is_one_of_its_value() -> None:
    ceiling, goal = one(Kind.RATE, down=True, ceiling=True), Goal(Fraction(5, 100))
    found = measure_progress(ceiling, Total(7000, 120_000), goal, (), TEN_DAYS, september(5))
    assert found == Progress(
        Total(7000, 120_000),
        target=Decimal("0.05"),
        attainment=Decimal("0.8333"),  # 2 - 0.0583.../0.05
        expected=Decimal("0.05"),
        shortfall=Decimal("0.0083"),
        standing=Standing.BEHIND,
    )
    nothing = measure_progress(ceiling, Total(), goal, (), TEN_DAYS, september(11))
    assert nothing == Progress(Total(), target=Decimal("0.05"), expected=Decimal("0.05"), standing=Standing.ON_PACE)


def test_without_a_ceiling_nothing_is_judged() -> None:
    ceiling = one(Kind.COUNT, down=True, ceiling=True)
    assert measure_progress(ceiling, Total(5000), Goal(), (), TEN_DAYS, september(5)) == Progress(Total(5000))


FIVE_PERCENT_LESS = Goal(Fraction(5, 100), Total(82_000))


@pytest.mark.parametrize(
    ("quantity", "goal", "day", "attainment", "expected", "shortfall", "reduction", "standing"),
    [
        # 82 a year before: 77 is 6.1% less, 78 only 4.9% (78 > 77.9)
        (77, FIVE_PERCENT_LESS, 5, "1.2195", "77.9", "0", "0.061", Standing.MEETING),
        (77, FIVE_PERCENT_LESS, 11, "1.2195", "77.9", "0", "0.061", Standing.MET),
        (78, FIVE_PERCENT_LESS, 5, "0.9756", "77.9", "0.1", "0.0488", Standing.BEHIND),
        (78, FIVE_PERCENT_LESS, 11, "0.9756", "77.9", "0.1", "0.0488", Standing.MISSED),
        (90, FIVE_PERCENT_LESS, 5, "-1.9512", "77.9", "12.1", "-0.0976", Standing.BEHIND),
        (95, Goal(Fraction(5, 100), Total(100_000)), 5, "1", "95", "0", "0.05", Standing.MEETING),
        # no share is asked for: any less will do
        (81, Goal(None, Total(82_000)), 5, "1", "82", "0", "0.0122", Standing.MEETING),
        (82, Goal(None, Total(82_000)), 5, "0", "82", "0", "0", Standing.BEHIND),
        # nothing the year before
        (0, Goal(Fraction(5, 100), Total()), 5, "1", "0", "0", None, Standing.MEETING),
        (2, Goal(Fraction(5, 100), Total()), 5, "0", "0", "2", None, Standing.BEHIND),
    ],
)
def test_a_reduction(
    quantity: int,
    goal: Goal,
    day: int,
    attainment: str,
    expected: str,
    shortfall: str,
    reduction: str | None,
    standing: Standing,
) -> None:
    falling, actual = one(Kind.COUNT, down=True), Total(quantity * 1000)
    assert goal.baseline is not None
    assert measure_progress(falling, actual, goal, (), TEN_DAYS, september(day)) == Progress(
        actual,
        target=None if goal.target is None else Decimal("0.05"),
        attainment=Decimal(attainment),
        expected=Decimal(expected),
        shortfall=Decimal(shortfall),
        standing=standing,
        baseline=Decimal(goal.baseline.quantity) / 1000,
        reduction=None if reduction is None else Decimal(reduction),
        is_flagged=quantity > 0 and goal.baseline.quantity == 0,
    )


def test_a_reduction_of_a_rate_compares_values() -> None:
    falling, goal = one(Kind.RATE, down=True), Goal(Fraction(10, 100), Total(2000, 8000))
    found = measure_progress(falling, Total(3000, 15_000), goal, (), TEN_DAYS, september(5))
    assert (found.baseline, found.expected, found.reduction, found.attainment) == (
        Decimal("0.25"),
        Decimal("0.225"),
        Decimal("0.2"),
        Decimal(2),
    )
    nothing = measure_progress(falling, Total(), goal, (), TEN_DAYS, september(5))
    assert nothing == Progress(
        Total(),
        target=Decimal("0.1"),
        expected=Decimal("0.225"),
        baseline=Decimal("0.25"),
        standing=Standing.ON_PACE,
    )
    unknown = measure_progress(falling, Total(3000, 15_000), Goal(Fraction(1, 10), Total()), (), TEN_DAYS, september(5))
    assert unknown == Progress(Total(3000, 15_000), target=Decimal("0.1"))  # a rate of nothing has no value


def test_without_a_baseline_a_reduction_is_not_judged() -> None:
    falling = one(Kind.COUNT, down=True)
    found = measure_progress(falling, Total(5000), Goal(Fraction(5, 100)), (), TEN_DAYS, september(5))
    assert found == Progress(Total(5000), target=Decimal("0.05"))


@pytest.mark.parametrize("criterion", [one(Kind.STOCK), one(Kind.ZERO), one(Kind.RATE)])
def test_what_is_not_assigned_is_not_judged(criterion: Criterion) -> None:
    goal = Goal(Fraction(1), is_assigned=False)
    assert measure_progress(criterion, Total(5000, 6000), goal, (), TEN_DAYS, september(5)) == Progress(
        Total(5000, 6000)
    )


@pytest.mark.parametrize("kind", [Kind.COUNT, Kind.POINTS])
@pytest.mark.parametrize(
    ("day", "forecast"),
    [(date(2024, 8, 31), None), (september(1), 70), (september(4), "17.5"), (september(10), 7), (september(20), 7)],
)
def test_a_forecast_goes_on_as_it_went_so_far(kind: Kind, day: date, forecast: float | None) -> None:
    found = measure_progress(one(kind), Total(7000), Goal(), HUNDRED, TEN_DAYS, day)
    assert found.forecast == (None if forecast is None else Decimal(forecast))


def test_forecast_and_pace_by_working_days() -> None:
    pace = Pace((september(1), september(7), september(8)))
    plan = (Step(TEN_DAYS, 70_000),)
    first = measure_progress(COUNT, Total(0), Goal(), plan, TEN_DAYS, september(1), pace)
    assert (first.forecast, first.expected, first.need_per_day) == (None, Decimal(0), Decimal(10))
    found = measure_progress(COUNT, Total(40_000), Goal(), plan, TEN_DAYS, september(4), pace)
    assert (found.forecast, found.expected, found.need_per_day) == (
        Decimal("93.333"),  # 40 in 3 of 7 days
        Decimal(30),
        Decimal("7.5"),
    )
    assert (found.days_ahead, found.standing) == (1, Standing.AHEAD)


def test_of_a_state_no_forecast_is_made() -> None:
    found = measure_progress(one(Kind.MILESTONE), Total(60_000), Goal(), HUNDRED, TEN_DAYS, september(4))
    assert (found.forecast, found.expected, found.days_ahead) == (None, Decimal(40), 2)


def test_what_a_rate_lacks_is_never_nothing_and_what_is_not_reached_never_the_whole() -> None:
    rate = Criterion("r", "R", Kind.RATE, "%", 0, over_100=False)
    missed = measure_progress(
        rate, Total(29_759_000, 29_760_000), Goal(Fraction(1)), Plan(), TEN_DAYS, date(2024, 9, 11)
    )
    assert (missed.standing, missed.attainment, missed.shortfall) == (
        Standing.MISSED,
        Decimal("0.9999"),
        Decimal("0.0001"),
    )
