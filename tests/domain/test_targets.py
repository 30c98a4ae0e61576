"""Targets: which row holds for whom and when, the plans that follow and the days that count for them."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import msgspec
import pytest

from tests.fixtures.books import of_unit, with_books
from tests.fixtures.targets import of_levels, of_phases, whole
from tracker.domain.attainment import Goal
from tracker.domain.books import BaselineRow, Books, Work
from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign, Phase
from tracker.domain.criteria import Criterion, Direction, Kind, RateOf, TargetRow
from tracker.domain.pace import CALENDAR, Pace, Plan, Step, change_plan, days_ahead, expected_by
from tracker.domain.plans import UnitGoals, build_plan, find_goal
from tracker.domain.targets import Amounts, find_below
from tracker.domain.units import Roster, UnitVersion


def on(day: int) -> date:
    """A day of September 2024, which begins on a Sunday."""
    return date(2024, 9, day)


def days(first: int, last: int) -> Span:
    return Span(on(first), on(last))


def unit(id_: str, level: str, parent: str, last: date | None = None) -> UnitVersion:
    return UnitVersion(id_, "", id_, level, parent, "", (), None, last)


ROSTER = Roster(
    (
        unit("T", "province", ""),
        unit("d1", "district", "T"),
        unit("d2", "district", "T"),
        *(unit(one, "commune", "d1") for one in "ab"),
        unit("c", "commune", "d2"),
        unit("e", "commune", "d2", on(10)),  # alive in the first phase only
    )
)
P1, P2 = Phase("p1", "Đợt 1", "", days(1, 10)), Phase("p2", "Đợt 2", "", days(11, 30))
CAMPAIGN = Campaign(
    id="x",
    title="",
    short_title="",
    theme="",
    motto="",
    launched_by="",
    launched_on=None,
    span=days(1, 30),
    phases=(P1, P2),
    has_phases=True,
    criteria=(),
    deadlines=(),
    roster="",
    assignment="",
)
COUNT = Criterion("c", "C", Kind.COUNT, "", 0, over_100=False)


def count(*targets: TargetRow) -> Criterion:
    return msgspec.structs.replace(COUNT, targets=targets)


def amounts_of(
    targets: Sequence[TargetRow], own: Sequence[TargetRow], asked: str | None, phase: Phase | None = None
) -> list[int]:
    plan = build_plan(count(*targets), with_books(CAMPAIGN, own), ROSTER, asked, phase)
    return [step.amount for step in plan]


EACH = of_levels(commune=2000)
EACH_PHASE = of_levels(("p1", "p2"), commune=2000)


@pytest.mark.parametrize(
    ("targets", "own", "asked", "phase", "amounts"),
    [
        # a unit's own row goes before its level's
        (EACH, [of_unit("a", 5000)], None, None, [11_000]),
        (EACH, [of_unit("a", 5000)], "d1", None, [7000]),
        (EACH, [of_unit("a", 5000)], "a", None, [5000]),
        (EACH, [of_unit("a", 5000)], "b", None, [2000]),
        ((), [of_unit("a", 5000)], None, None, [5000]),
        ((), [of_unit("a", 5000)], "b", None, []),
        # what is set for a group is the target of all under it
        (EACH, [of_unit("d1", 10_000)], None, None, [14_000]),
        (EACH, [of_unit("d1", 10_000)], "T", None, [14_000]),
        (EACH, [of_unit("d1", 10_000)], "d1", None, [10_000]),
        (EACH, [of_unit("d1", 10_000)], "a", None, [2000]),
        ((), [of_unit("T", 90_000), of_unit("d1", 10_000), of_unit("a", 3000)], None, None, [90_000]),
        ((), [of_unit("T", 90_000), of_unit("d1", 10_000), of_unit("a", 3000)], "d1", None, [10_000]),
        # what is not assigned is nothing, and leaves the rest as it is
        (EACH, [of_unit("a", None)], None, None, [6000]),
        (EACH, [of_unit("a", None)], "d1", None, [2000]),
        (EACH, [of_unit("a", None)], "a", None, []),
        (EACH, [of_unit("d1", None)], None, None, [8000]),
        (EACH_PHASE, [of_unit("a", None)], None, None, [6000, 4000]),
        (EACH_PHASE, [of_unit("a", None)], None, P1, [6000]),
        (EACH_PHASE, [of_unit("a", None, "p2")], None, None, [8000, 4000]),
        (EACH_PHASE, [of_unit("a", None, "p2")], "a", None, [2000, 0]),
        ((*EACH, TargetRow("", None, level="commune", phase="p1")), (), None, P1, []),
        # in a phase the phase's rows hold
        (EACH_PHASE, [of_unit("a", 7000, "p1")], "a", None, [7000, 2000]),
        (EACH_PHASE, [of_unit("a", 7000, "p1")], None, P1, [13_000]),
        (EACH_PHASE, [of_unit("a", 7000, "p1")], None, P2, [6000]),
        # a unit that has a target for the campaign has no other for it in the phases
        (EACH_PHASE, [of_unit("a", 9000)], "a", None, [9000, 0, 0]),
        (EACH_PHASE, [of_unit("a", 9000)], "a", P1, [2000]),
        (EACH_PHASE, [of_unit("a", 9000)], None, None, [9000, 6000, 4000]),
        (EACH, [of_unit("a", 1000, "p1")], "a", None, [2000, 0]),
        (EACH, [of_unit("a", 1000, "p1")], "a", P1, [1000]),
        # the target of the whole goes before the sum, and holds for no unit
        ((*whole(50_000), *EACH_PHASE), (), None, None, [50_000]),
        ((*whole(50_000), *EACH_PHASE), (), None, P1, [8000]),
        ((*whole(50_000), *EACH), [of_unit("a", 5000)], None, None, [50_000]),
        ((*whole(50_000), *EACH), [of_unit("a", 5000)], "d1", None, [7000]),
        ((*whole(50_000),), (), "d1", None, []),
        ((*of_phases(p1=40_000), *EACH_PHASE), (), None, None, [40_000, 6000]),
        ((*of_phases(p1=40_000), *EACH_PHASE), (), "d1", None, [4000, 4000]),
        # rows of files for all units and for levels stand beside those of the campaign's file
        ((), [TargetRow("c", 50_000)], None, None, [50_000]),
        ((), [TargetRow("c", 50_000)], "a", None, []),
        ((), [TargetRow("c", 3000, level="commune", phase="p2")], None, None, [9000]),
        ((), [TargetRow("another", 50_000)], None, None, []),
    ],
)
def test_the_target_of_all_of_a_group_and_of_a_unit(
    targets: Sequence[TargetRow], own: Sequence[TargetRow], asked: str | None, phase: Phase | None, amounts: list[int]
) -> None:
    assert amounts_of(targets, own, asked, phase) == amounts


MID = date(2024, 9, 16)
TO_60 = TargetRow("c", 60, start=MID, reason="QĐ 12")


@pytest.mark.parametrize(
    ("rows", "as_of", "steps"),
    [
        ([TO_60], on(15), [(1, 30, 30)]),
        ([TO_60], on(16), [(1, 15, 15), (16, 30, 45)]),
        ([TO_60], on(30), [(1, 15, 15), (16, 30, 45)]),
        ([TO_60], date.max, [(1, 15, 15), (16, 30, 45)]),
        ([TargetRow("c", 10, start=MID)], on(30), [(1, 15, 10), (16, 30, 0)]),
        ([TargetRow("c", None, start=MID)], on(30), [(1, 15, 0), (16, 30, 0)]),
        ([TO_60, TargetRow("c", 90, start=on(21))], on(30), [(1, 15, 15), (16, 20, 15), (21, 30, 60)]),
        ([TargetRow("c", 90, start=on(21)), TO_60], on(30), [(1, 15, 15), (16, 20, 15), (21, 30, 60)]),
        ([TO_60, TargetRow("c", 20, start=on(21))], on(30), [(1, 15, 15), (16, 20, 5), (21, 30, 0)]),
        ([TO_60, TargetRow("c", 8, start=on(21))], on(30), [(1, 15, 8), (16, 20, 0), (21, 30, 0)]),
        ([TargetRow("c", 60, start=on(1))], on(1), [(1, 30, 60)]),
        ([TargetRow("c", 60, start=date(2024, 8, 1))], on(30), [(1, 30, 60)]),
        ([TargetRow("c", 60, start=on(2))], on(30), [(1, 1, 1), (2, 30, 59)]),
        ([TargetRow("c", 60, start=on(30))], on(30), [(1, 29, 29), (30, 30, 31)]),
        ([TargetRow("c", 60, start=date(2024, 10, 1))], date.max, [(1, 30, 30)]),
        ([TargetRow("c", 31), TargetRow("c", 60, start=MID)], on(30), [(1, 15, 15), (16, 30, 45)]),  # 15.5 by the 15th
    ],
)
def test_a_change_of_a_target_applies_forward(
    rows: Sequence[TargetRow], as_of: date, steps: list[tuple[int, int, int]]
) -> None:
    campaign = with_books(CAMPAIGN, rows)
    plan = build_plan(count(*whole(30)), campaign, ROSTER, as_of=as_of)
    assert plan == tuple(Step(days(first, last), amount) for first, last, amount in steps)


def test_a_target_set_later_begins_on_its_day() -> None:
    campaign = with_books(CAMPAIGN, [TargetRow("c", 60, start=MID)])
    assert build_plan(COUNT, campaign, ROSTER) == (Step(days(16, 30), 60),)
    assert build_plan(COUNT, campaign, ROSTER, as_of=on(15)) == ()


def test_a_unit_takes_its_own_target_from_a_day_on() -> None:
    campaign = with_books(CAMPAIGN, [of_unit("a", 60, start=MID)])
    criterion = count(*of_levels(commune=30))
    for asked, steps in (("a", (15, 45)), ("d1", (30, 60)), (None, (60, 90)), ("b", (15, 15))):
        plan = build_plan(criterion, campaign, ROSTER, asked)
        assert plan == (Step(days(1, 15), steps[0]), Step(days(16, 30), steps[1])), asked
        assert [step.amount for step in build_plan(criterion, campaign, ROSTER, asked, as_of=on(15))] == [
            sum({"a": (30,), "d1": (60,), None: (120,), "b": (30,)}[asked])
        ]


WEEKENDS = tuple(on(day) for day in (1, 7, 8, 14, 15, 21, 22, 28, 29))
WORKDAYS = Pace(WEEKENDS)


@pytest.mark.parametrize(
    ("span", "today", "counted"),
    [
        (days(1, 30), on(1), (21, 0, 21)),
        (days(1, 30), on(2), (21, 1, 20)),
        (days(1, 30), on(6), (21, 5, 16)),
        (days(1, 30), on(8), (21, 5, 16)),
        (days(1, 30), on(30), (21, 21, 0)),
        (days(1, 30), date(2024, 10, 5), (21, 21, 0)),
        (days(1, 30), date(2024, 8, 31), (21, 0, 21)),
        (days(7, 8), on(7), (0, 0, 0)),
        (days(8, 14), on(14), (5, 5, 0)),
    ],
)
def test_days_that_do_not_count_are_left_out(span: Span, today: date, counted: tuple[int, int, int]) -> None:
    assert (WORKDAYS.days(span), WORKDAYS.elapsed(span, today), WORKDAYS.left(span, today)) == counted


def test_all_days_count_unless_some_rest() -> None:
    assert (CALENDAR.days(days(1, 30)), CALENDAR.elapsed(days(1, 30), on(8)), CALENDAR.left(days(1, 30), on(8))) == (
        30,
        8,
        22,
    )


@pytest.mark.parametrize(
    ("today", "share"),
    [(on(6), Fraction(0)), (on(7), Fraction(1)), (on(8), Fraction(1)), (on(9), Fraction(1))],
)
def test_a_span_in_which_no_day_counts_is_over_on_its_first(today: date, share: Fraction) -> None:
    assert WORKDAYS.share(days(7, 8), today) == share


PLAN: Plan = (Step(days(2, 6), 100), Step(days(7, 8), 50), Step(days(9, 13), 100))  # five days, a weekend, five days


@pytest.mark.parametrize(
    ("today", "expected"), [(1, 0), (2, 20), (6, 100), (7, 150), (8, 150), (9, 170), (13, 250), (20, 250)]
)
def test_a_plan_by_working_days(today: int, expected: int) -> None:
    assert expected_by(PLAN, on(today), WORKDAYS) == expected


@pytest.mark.parametrize(
    ("quantity", "today", "ahead"),
    [
        (40, 2, 1),
        (20, 3, -1),
        (100, 3, 3),
        (100, 9, -1),
        (150, 9, -1),
        (190, 9, 1),
        (100, 13, -5),
        (250, 9, 4),
        (60, 8, -2),
    ],
)
def test_days_ahead_are_days_that_count(quantity: int, today: int, ahead: int) -> None:
    assert days_ahead(PLAN, quantity, days(1, 30), on(today), WORKDAYS) == ahead


def test_a_plan_may_begin_before_what_is_looked_at() -> None:
    plan = (Step(days(1, 10), 100), Step(days(11, 20), 100))
    assert days_ahead(plan, 50, days(11, 20), on(12), CALENDAR) == -7
    assert days_ahead(plan, 150, days(11, 20), on(12), CALENDAR) == 3


def test_a_change_keeps_what_was_asked_for_by_the_days_that_count() -> None:
    assert change_plan((Step(days(1, 30), 21),), on(9), 37, on(30), WORKDAYS) == (
        Step(days(1, 8), 5),
        Step(days(9, 30), 32),
    )
    assert change_plan((), on(9), 37, on(30), WORKDAYS) == (Step(days(9, 30), 37),)
    later = (Step(days(1, 5), 5), Step(days(11, 20), 9))
    assert change_plan(later, on(11), 20, on(30), CALENDAR) == (Step(days(1, 5), 5), Step(days(11, 30), 15))


def test_a_plan_counts_the_working_days_of_its_campaign() -> None:
    campaign = msgspec.structs.replace(CAMPAIGN, rest_days=WEEKENDS)
    campaign = with_books(campaign, [TargetRow("c", 42, start=on(9))])
    assert build_plan(count(*whole(21)), campaign, ROSTER) == (Step(days(1, 8), 5), Step(days(9, 30), 37))


STOCK = Criterion("c", "C", Kind.STOCK, "", 0, over_100=False)
RATE = Criterion("c", "C", Kind.RATE, "%", 0, over_100=False)
PLAIN_RATE = Criterion("c", "C", Kind.RATE, "người", 2, over_100=False, of=RateOf.STATE)
CEILING = Criterion("c", "C", Kind.COUNT, "", 0, over_100=False, direction=Direction.DOWN, has_ceiling=True)
RATE_CEILING = msgspec.structs.replace(RATE, direction=Direction.DOWN, has_ceiling=True)
FALLING = Criterion("c", "C", Kind.COUNT, "", 0, over_100=False, direction=Direction.DOWN)
ZERO = Criterion("c", "C", Kind.ZERO, "", 0, over_100=False)
NONE, NOT_ASSIGNED = Goal(), Goal(is_assigned=False)


def share(numerator: int, denominator: int = 100) -> Goal:
    return Goal(Fraction(numerator, denominator))


def amount(thousandths: int) -> Goal:
    return Goal(Fraction(thousandths))


HALF = whole(50_000)  # 50%


@pytest.mark.parametrize(
    ("criterion", "targets", "own", "asked", "phase", "goal"),
    [
        # a rate's target holds for the whole and for every unit, in every span
        *((RATE, HALF, (), asked, phase, share(50)) for asked in (None, "d1", "a") for phase in (None, P1, P2)),
        (RATE, (), (), None, None, NONE),
        (RATE, (), (), "a", None, NONE),
        # a unit's own goes before its level's, that of the phase before the one without, the level's before the whole's
        (RATE, (*HALF, *of_levels(commune=60_000)), (), "a", P1, share(60)),
        (RATE, (*HALF, *of_levels(commune=60_000)), (), "d1", P1, share(50)),
        (RATE, (*HALF, *of_levels(commune=60_000)), (), None, P1, share(50)),
        (RATE, (*HALF, *of_levels(["p1"], commune=60_000), *of_levels(commune=70_000)), (), "a", P1, share(60)),
        (RATE, (*HALF, *of_levels(["p1"], commune=60_000), *of_levels(commune=70_000)), (), "a", P2, share(70)),
        (RATE, (*HALF, *of_phases(p1=40_000)), (), None, P1, share(40)),
        (RATE, (*HALF, *of_phases(p1=40_000)), (), "a", P1, share(40)),
        (RATE, (*HALF, *of_phases(p1=40_000)), (), None, None, share(50)),
        (RATE, of_phases(p1=40_000), (), None, None, NONE),
        (RATE, of_levels(["p1"], commune=60_000), [of_unit("a", 90_000)], "a", P1, share(90)),
        (RATE, HALF, [of_unit("a", 90_000, "p1"), of_unit("a", 80_000)], "a", P1, share(90)),
        (RATE, HALF, [of_unit("a", 90_000, "p1"), of_unit("a", 80_000)], "a", P2, share(80)),
        (RATE, HALF, [of_unit("a", None)], "a", P1, NOT_ASSIGNED),
        (RATE, HALF, [of_unit("a", None, "p1")], "a", P2, share(50)),
        (RATE, HALF, [of_unit("a", None)], "b", P1, share(50)),
        (RATE, (*HALF, TargetRow("", None, level="commune")), (), "a", None, NOT_ASSIGNED),
        (RATE, (TargetRow("", None),), (), None, None, NOT_ASSIGNED),
        (PLAIN_RATE, whole(6610), (), "a", None, share(661)),
        # a reduction, and what must not happen, hold for every unit too
        (FALLING, whole(5000), (), "a", P1, share(5)),
        (FALLING, whole(5000), [of_unit("a", 10_000)], "a", P1, share(10)),
        (FALLING, whole(5000), [of_unit("a", None)], "a", P1, NOT_ASSIGNED),
        (FALLING, (), (), None, None, NONE),
        (ZERO, (), (), "a", P1, NONE),
        (ZERO, (), [of_unit("a", None)], "a", P1, NOT_ASSIGNED),
        # an amount of the whole is no unit's; those of units add up
        (STOCK, whole(9000), (), None, P1, amount(9000)),
        (STOCK, whole(9000), (), "a", P1, NONE),
        (STOCK, of_levels(commune=1000), (), None, None, amount(4000)),
        (STOCK, of_levels(commune=1000), (), None, P2, amount(3000)),
        (STOCK, of_levels(commune=1000), (), "d2", P1, amount(2000)),
        (STOCK, of_levels(commune=1000), (), "d2", P2, amount(1000)),
        (STOCK, of_levels(commune=1000), [of_unit("a", 3000)], "d1", None, amount(4000)),
        (STOCK, of_levels(commune=1000), [of_unit("a", None)], "d1", None, amount(1000)),
        (STOCK, of_levels(commune=1000), [of_unit("a", None)], "a", None, NOT_ASSIGNED),
        (STOCK, of_levels(commune=1000), [of_unit("d1", 7000)], "d1", None, amount(7000)),
        (STOCK, of_levels(commune=1000), [of_unit("d1", 7000)], None, P2, amount(8000)),
        (STOCK, (*of_levels(commune=1000), *of_levels(["p2"], commune=5000)), (), None, P1, amount(4000)),
        (STOCK, (*of_levels(commune=1000), *of_levels(["p2"], commune=5000)), (), None, P2, amount(15_000)),
        (STOCK, (), (), "a", None, NONE),
        (STOCK, (), [of_unit("a", 0)], "a", None, amount(0)),
        # a state that has targets for phases alone should be in the end as in the last of them
        (STOCK, of_phases(p1=2000, p2=3000), (), None, None, amount(3000)),
        (STOCK, of_phases(p1=2000), (), None, None, amount(2000)),
        (STOCK, (), [of_unit("a", 2000, "p1")], None, None, amount(2000)),
        # a ceiling
        (CEILING, whole(20_000), (), None, P1, amount(20_000)),
        (CEILING, whole(20_000), (), "a", P1, NONE),
        (CEILING, of_levels(commune=5000), (), "a", P2, amount(5000)),
        (CEILING, of_levels(commune=5000), (), "d1", P2, amount(10_000)),
        (CEILING, of_levels(commune=0), (), "a", None, amount(0)),
        (CEILING, of_phases(p1=2000), (), None, None, NONE),
        (RATE_CEILING, HALF, (), "a", None, share(50)),
        # what adds up: the sum of its plan
        (COUNT, EACH_PHASE, (), "a", None, amount(4000)),
        (COUNT, EACH_PHASE, (), "d2", P1, amount(4000)),
        (COUNT, EACH_PHASE, (), None, None, amount(14_000)),
        (COUNT, EACH_PHASE, [of_unit("a", None)], "a", None, NOT_ASSIGNED),
        (COUNT, EACH_PHASE, [of_unit("a", None, "p1")], "a", None, amount(2000)),
        (COUNT, EACH_PHASE, [of_unit("a", None, "p1")], "a", P1, NOT_ASSIGNED),
        (COUNT, EACH_PHASE, [of_unit("a", None, "p1")], "a", P2, amount(2000)),
        (COUNT, EACH_PHASE, [of_unit("a", None, "p1"), of_unit("a", None, "p2")], "a", None, NOT_ASSIGNED),
        (COUNT, EACH_PHASE, [of_unit("a", 9000)], "a", None, amount(9000)),
        (COUNT, EACH_PHASE, [of_unit("a", 9000)], "a", P1, amount(2000)),
        (COUNT, whole(9000), (), "a", None, NONE),
        (COUNT, whole(9000), (), None, P1, NONE),
        (COUNT, of_levels(commune=0), (), "a", None, NONE),
        (COUNT, of_levels(commune=0), (), None, None, amount(0)),
    ],
)
def test_what_a_figure_is_measured_against(
    criterion: Criterion,
    targets: Sequence[TargetRow],
    own: Sequence[TargetRow],
    asked: str | None,
    phase: Phase | None,
    goal: Goal,
) -> None:
    criterion = msgspec.structs.replace(criterion, targets=tuple(targets))
    campaign = with_books(CAMPAIGN, own)
    assert find_goal(criterion, campaign, ROSTER, asked, phase) == goal


def test_a_goal_is_that_of_the_day() -> None:
    campaign = with_books(CAMPAIGN, [TargetRow("c", 80_000, start=on(5)), TargetRow("c", 90_000, start=on(12))])
    criterion = msgspec.structs.replace(RATE, targets=HALF)

    def goals(phase: Phase | None) -> list[Goal]:
        return [find_goal(criterion, campaign, ROSTER, None, phase, as_of=on(day)) for day in (4, 5, 11, 12)]

    assert goals(P1) == [share(50), share(80), share(80), share(80)]  # the phase ends on the 10th
    assert goals(P2) == goals(None) == [share(50), share(80), share(80), share(90)]


def test_a_plan_and_a_goal_agree_on_a_change() -> None:
    campaign = with_books(CAMPAIGN, [of_unit("a", 60, start=MID)])
    criterion = count(*of_levels(commune=30))
    for day, goal in ((15, 30), (16, 60)):
        assert find_goal(criterion, campaign, ROSTER, "a", as_of=on(day)) == amount(goal)


@pytest.mark.parametrize("phase", [None, Phase("x", "X", "", days(1, 30))], ids=["campaign", "its one phase"])
def test_in_a_campaign_without_phases_all_rows_are_the_campaigns(phase: Phase | None) -> None:
    single = msgspec.structs.replace(CAMPAIGN, phases=(Phase("x", "X", "", days(1, 30)),), has_phases=False)
    for targets in (EACH, of_levels(["x"], commune=2000)):
        for criterion in (COUNT, STOCK):
            one = msgspec.structs.replace(criterion, targets=targets)
            assert find_goal(one, single, ROSTER, "d1", phase) == amount(4000)
            assert find_goal(one, single, ROSTER, None, phase) == amount(8000)


def test_units_that_have_targets_of_their_own() -> None:
    goals = UnitGoals(COUNT, with_books(CAMPAIGN, [of_unit("a", None), of_unit("b", 5, "p1")]), ROSTER, None)
    assert [goals.names(version) for version in ROSTER.versions] == [one.id in "ab" for one in ROSTER.versions]
    assert goals.is_of_units
    assert not UnitGoals(count(*whole(9)), CAMPAIGN, ROSTER, None).is_of_units
    assert UnitGoals(count(*EACH), CAMPAIGN, ROSTER, None).names(ROSTER.by_id["c"][0])


def test_a_target_is_shared_out_as_the_view_says() -> None:
    asked: list[tuple[object, date]] = []

    def half(amounts: Amounts, first: date) -> int:
        asked.append((amounts.levels, first))
        return 1000

    assert find_goal(count(*EACH_PHASE), CAMPAIGN, ROSTER, "a", P2, half) == amount(1000)
    assert asked == [((("commune", 2000),), on(11))]


MILESTONE = Criterion("c", "C", Kind.MILESTONE, "", 0, over_100=False)


@pytest.mark.parametrize(
    ("targets", "phase", "steps"),
    [
        (whole(30), None, [(1, 30, 30)]),
        (whole(30), P1, []),
        (of_levels(commune=1), None, [(1, 30, 4)]),
        (of_phases(p1=20, p2=50), None, [(1, 10, 20), (11, 30, 30)]),  # 50 in the end, 20 of them before
        (of_phases(p1=20, p2=50), P1, [(1, 10, 20)]),
        (of_phases(p1=20, p2=50), P2, [(1, 10, 20), (11, 30, 30)]),
        (of_phases(p1=20, p2=10), None, [(1, 10, 20), (11, 30, 0)]),
        (of_phases(p1=20), P2, []),
        (of_phases(p2=50), P2, [(11, 30, 50)]),
        (of_phases(p2=50), P1, []),
    ],
)
def test_what_is_done_goes_on_standing_in_the_next_phase(
    targets: Sequence[TargetRow], phase: Phase | None, steps: list[tuple[int, int, int]]
) -> None:
    criterion = msgspec.structs.replace(MILESTONE, targets=tuple(targets))
    plan = build_plan(criterion, CAMPAIGN, ROSTER, None, phase)
    assert plan == tuple(Step(days(first, last), amount) for first, last, amount in steps)


def work(id_: str, of: str, day: int | None) -> Work:
    return Work("c", id_, of, id_, None if day is None else on(day))


WORKS = [work("w1", "a", 8), work("w2", "b", 8), work("w3", "e", 15), work("w4", "c", None), work("w5", "d1", 20)]


@pytest.mark.parametrize(
    ("targets", "asked", "phase", "steps"),
    [
        ((), None, None, [(8, 2), (15, 1), (20, 1), (30, 1)]),
        ((), None, P1, [(8, 2)]),
        ((), None, P2, [(8, 2), (15, 1), (20, 1), (30, 1)]),
        ((), "a", None, [(8, 1), (15, 0), (20, 0), (30, 0)]),
        ((), "d1", None, [(8, 2), (15, 0), (20, 1), (30, 0)]),
        ((), "d2", None, [(8, 0), (15, 0), (20, 0), (30, 1)]),  # the unit of w3 is no more by its day
        ((), "d2", P1, []),
        (whole(7000), None, None, [(8, 2), (15, 1), (20, 1), (30, 1), (30, 2)]),  # two have no name yet
        (whole(7000), None, P1, [(8, 2)]),
        (whole(2000), None, None, [(8, 2), (15, 1), (20, 1), (30, 1)]),
    ],
)
def test_named_works_are_asked_for_on_their_days(
    targets: Sequence[TargetRow], asked: str | None, phase: Phase | None, steps: list[tuple[int, int]]
) -> None:
    criterion = msgspec.structs.replace(MILESTONE, targets=tuple(targets))
    campaign = with_books(CAMPAIGN, works=[*WORKS, Work("another", "w9", "a", "", on(8))])
    plan = build_plan(criterion, campaign, ROSTER, asked, phase)
    assert plan == tuple(Step(days(day, day), works * 1000) for day, works in steps)


def test_a_unit_is_measured_by_its_works() -> None:
    campaign = with_books(CAMPAIGN, works=WORKS)
    goals = UnitGoals(MILESTONE, campaign, ROSTER, P1)

    def one(_amounts: Amounts, _first: date) -> int:
        return 1000

    assert goals.goal(ROSTER.by_id["a"][0], one) == amount(1000)
    assert find_goal(MILESTONE, campaign, ROSTER, None, P1) == amount(2000)
    assert find_goal(MILESTONE, campaign, ROSTER, "c", P1) == NONE


def test_units_under_some_units() -> None:
    assert find_below(frozenset({"d1", "T"}), ROSTER.alive(on(1))) == {
        **dict.fromkeys(("d1", "d2", "c", "e"), "T"),
        **dict.fromkeys(("a", "b"), "d1"),
    }
    assert find_below(frozenset(), ROSTER.alive(on(1))) == {}


def test_units_that_stand_under_each_other_are_found_once() -> None:
    ring = [unit("x", "commune", "y"), unit("y", "commune", "x"), unit("z", "commune", "x")]
    assert find_below(frozenset({"x"}), ring) == {"x": "x", "y": "x", "z": "x"}


def test_books_are_read_when_something_stands_in_them() -> None:
    assert not CAMPAIGN.has_books
    assert not with_books(CAMPAIGN).has_books
    assert with_books(CAMPAIGN, works=WORKS).has_books
    assert with_books(CAMPAIGN, [of_unit("a", 5)]).books == Books((of_unit("a", 5),))
    row = BaselineRow("c", "", days(1, 2), 5)
    assert with_books(CAMPAIGN, baselines=[row]).books.baselines_of == {"c": [row]}


@pytest.mark.parametrize("criterion", [STOCK, RATE, CEILING, FALLING, ZERO])
def test_what_does_not_add_up_has_no_plan(criterion: Criterion) -> None:
    assert build_plan(msgspec.structs.replace(criterion, targets=whole(9000)), CAMPAIGN, ROSTER) == ()
