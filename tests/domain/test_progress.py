"""Progress: plans, pace and standing."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest

from tests.fixtures.targets import of_levels, of_phases, whole
from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Criterion, Kind, TargetRow
from tracker.domain.entries import Total
from tracker.domain.progress import Plan, Progress, Standing, Step, build_plan, measure_progress
from tracker.domain.units import Roster, UnitVersion

TODAY = date(2025, 3, 1)
TEN_DAYS = Span(date(2024, 9, 1), date(2024, 9, 10))
THIRTY_DAYS = Span(date(2024, 9, 1), date(2024, 9, 30))
HUNDRED = (Step(TEN_DAYS, 100_000),)
COUNT = Criterion("c", "C", Kind.COUNT, "mô hình", 0, over_100=False)


def september(day: int) -> date:
    return date(2024, 9, day)


def progress_of(quantity: int, plan: Plan, span: Span, today: date) -> Progress:
    return measure_progress(COUNT, Total(quantity * 1000), plan, span, today, None)


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
    assert progress_of(7, plan, TEN_DAYS, september(5)) == Progress(Total(7000), target=target)


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
    assert measure_progress(campaign.criteria[1], actual, (), TEN_DAYS, september(day), None) == Progress(
        actual, goal, attainment, expected=goal, shortfall=shortfall, standing=standing
    )


@pytest.mark.parametrize(
    ("targets", "unit", "shown"),
    [((), None, None), (whole(75_000), "c-1", None), (whole(0), None, Decimal(0))],
    ids=["no target", "the target is not one unit's", "a target of 0"],
)
def test_a_rate_without_a_target_is_not_judged(
    campaign: Campaign, targets: tuple[TargetRow, ...], unit: str | None, shown: Decimal | None
) -> None:
    rate, actual = msgspec.structs.replace(campaign.criteria[1], targets=targets), Total(94_000, 120_000)
    assert measure_progress(rate, actual, (), TEN_DAYS, september(5), unit) == Progress(actual, shown)


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
