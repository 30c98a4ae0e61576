"""What figures are measured against, in either view: targets and baselines through the lineage."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from tests.fixtures.books import with_books
from tests.fixtures.small import PHASES, SPAN, campaign, criterion, on, posting, reassign, record, view
from tests.services.test_rolled import ROSTER
from tracker.domain.books import BaselineRow, Work
from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign, Phase
from tracker.domain.criteria import Criterion, Direction, Kind, TargetRow
from tracker.domain.entries import Total
from tracker.domain.progress import Progress, Standing
from tracker.journal.store import Store, memory_store
from tracker.services.figures import measure_units
from tracker.services.measure import goal_for, progress_of
from tracker.services.rolled import roll_forward
from tracker.services.standings import build_standings
from tracker.services.view import View

COUNT = criterion("c", "C")
FALLING = msgspec.structs.replace(COUNT, direction=Direction.DOWN, targets=(TargetRow("c", 5000),))
YEAR_BEFORE = Span(date(2024, 3, 5), date(2024, 4, 10))  # 37 days


def own(unit: str, amount: int | None, phase: str = "") -> TargetRow:
    return TargetRow("c", None if amount is None else amount * 1000, unit=unit, phase=phase)


def before(unit: str, quantity: int) -> BaselineRow:
    return BaselineRow("c", unit, YEAR_BEFORE, quantity * 1000)


def seen(
    as_of: date,
    one: Criterion = COUNT,
    targets: Sequence[TargetRow] = (),
    baselines: Sequence[BaselineRow] = (),
    works: Sequence[Work] = (),
    *,
    rolled: bool = True,
) -> View:
    of: Campaign = campaign("xuan", PHASES, SPAN, (one,), versions=ROSTER.versions)
    of = with_books(of, targets, baselines=baselines, works=works)
    journal: Store = memory_store()
    record(
        journal, posting("a", on(6), 10, "c"), posting("c", on(22), 6, "c"), posting("d", on(23), 1, "c"), campaign=of
    )
    reassign(journal, of, ROSTER)
    reported = view(journal, as_of, of, ROSTER)
    return roll_forward(reported) if rolled else reported


def target(one: View, unit: str | None, phase: Phase | None = None) -> float | None:
    goal = goal_for(one, one.campaign.criteria[0], phase, unit)
    return None if goal.target is None else float(goal.target / 1000)


def both(one: View, unit: str, phase: Phase | None = None) -> float | None:
    """A unit's target, which is the same where all units are measured at once."""
    found = target(one, unit, phase)
    measured = measure_units(one, phase)[unit]["c"].goal.target
    assert found == (None if measured is None else float(measured / 1000))
    return found


# On 1/4: c and d become m; a gives e 40% of itself; b goes to m and f without shares; d1 is dissolved.
TARGETS = [own("a", 10), own("b", 7), own("c", 3), own("d", 4)]


def test_targets_of_units_follow_them() -> None:
    one = seen(on(1, 4), targets=TARGETS)
    assert {unit: both(one, unit) for unit in "aemf"} == {"a": 6, "e": 4, "m": 7, "f": None}
    assert both(one, "d2") == 14  # with b's, which is surely under it
    assert (target(one, "T"), target(one, None)) == (24, 24)
    earlier = seen(on(31), targets=TARGETS)
    assert {unit: both(earlier, unit) for unit in ("a", "b", "c", "d", "d1", "d2")} == {
        "a": 10,
        "b": 7,
        "c": 3,
        "d": 4,
        "d1": 17,
        "d2": 7,
    }


def test_what_is_set_for_a_group_holds_the_targets_under_it_wherever_they_went() -> None:
    one = seen(on(1, 4), targets=[*TARGETS, own("d2", 50), own("d1", 40)])
    # c and d, now m, are part of d2's 50; a and b are part of d1's, and b's 7 went to d2 as well
    assert (both(one, "m"), both(one, "d2"), both(one, "a")) == (7, 57, 6)
    assert (target(one, "T"), target(one, None)) == (90, 90)
    assert target(seen(on(31), targets=[own("T", 80), *TARGETS]), "T") == 80


def test_reported_the_units_of_the_first_day_set_the_target() -> None:
    one = seen(on(1, 4), targets=TARGETS, rolled=False)
    assert [target(one, unit) for unit in ("a", "e", "m", "d1", "d2", None)] == [10, None, None, 17, 7, 24]


def test_a_unit_that_is_not_assigned_is_not_judged() -> None:
    one = seen(on(31), targets=[own("a", None), own("b", 7)])
    assert not goal_for(one, COUNT, None, "a").is_assigned
    assert not measure_units(one, None)["a"]["c"].goal.is_assigned
    assert measure_units(one, None)["b"]["c"].goal.is_assigned
    figures = progress_of(one, COUNT, one.totals(SPAN, "a"), None, "a")
    assert (figures.actual.quantity, figures.target, figures.standing) == (10_000, None, Standing.NO_TARGET)


def test_standings_count_targets_of_single_units() -> None:
    one = seen(on(31), targets=[own("a", 5, "dot-1"), own("b", 7, "dot-1"), own("c", None, "dot-1")], rolled=False)
    found = {standing.unit.id: standing[1:4] for standing in build_standings(one, PHASES[0])}
    assert found == {"a": (1, 1, 1), "b": (0, 0, 1)}


BASELINES = [before("a", 10), before("b", 37), before("c", 74), before("d", 37), before("d1", 0)]


@pytest.mark.parametrize(
    ("as_of", "phase", "baseline"),
    [
        (on(5), None, 4),  # one day of 37: 148 / 37
        (on(31), None, 27 * 4),
        (SPAN.end, None, 148),
        (on(18), PHASES[0], 14 * 4),
        (on(20, 4), PHASES[0], 14 * 4),
        (on(21), PHASES[1], 4),
        (on(4), None, 0),
    ],
)
def test_the_baseline_of_the_whole_is_that_of_its_units_to_date(
    as_of: date, phase: Phase | None, baseline: int
) -> None:
    rows = [before("a", 37), *BASELINES[2:4]]
    for rolled in (True, False):
        found = goal_for(seen(as_of, FALLING, baselines=rows, rolled=rolled), FALLING, phase)
        assert found.baseline == Total(baseline * 1000)


def test_the_whole_may_have_a_baseline_of_its_own() -> None:
    rows = [before("", 370), *BASELINES]
    assert goal_for(seen(SPAN.end, FALLING, baselines=rows), FALLING, None).baseline == Total(370_000)
    assert goal_for(seen(SPAN.end, FALLING, baselines=rows[:1]), FALLING, None, "a").baseline is None


def baselines(one: View, units: Sequence[str]) -> dict[str, float | None]:
    found = {unit: goal_for(one, FALLING, None, unit).baseline for unit in units}
    if one.rolled:
        measured = measure_units(one, None)
        reported = [unit for unit in units if unit in measured]
        assert {unit: measured[unit]["c"].goal.baseline for unit in reported} == {
            unit: found[unit] for unit in reported
        }
    return {unit: None if total is None else total.quantity / 1000 for unit, total in found.items()}


def test_baselines_of_units_follow_them() -> None:
    one = seen(SPAN.end, FALLING, baselines=BASELINES[:4])
    assert baselines(one, ["a", "e", "m", "f", "d2", "T"]) == {
        "a": 6,
        "e": 4,
        "m": 111,
        "f": None,
        "d2": 148,
        "T": 158,
    }
    reported = seen(SPAN.end, FALLING, baselines=BASELINES[:4], rolled=False)
    assert baselines(reported, ["a", "e", "m", "d1", "d2", "T"]) == {
        "a": 10,
        "e": None,
        "m": None,
        "d1": 47,
        "d2": 111,
        "T": 158,
    }


def test_the_baseline_of_a_group_holds_those_under_it() -> None:
    rows = [before("a", 10), before("d1", 100), before("c", 7)]
    assert baselines(seen(on(31), FALLING, baselines=rows), ["a", "d1", "T"]) == {
        "a": 7.297,  # 27 of 37 days
        "d1": 72.973,
        "T": 78.081,
    }
    assert baselines(seen(SPAN.end, FALLING, baselines=rows, rolled=False), ["a", "d1", "T"]) == {
        "a": 10,
        "d1": 100,
        "T": 107,
    }
    assert goal_for(seen(SPAN.end, FALLING, baselines=rows), FALLING, None).baseline == Total(107_000)


def test_achievements_that_count_from_a_day_on_are_compared_with_the_same_days() -> None:
    one = seen(SPAN.end, FALLING, baselines=[before("a", 37)])
    assert measure_units(one, None)["a"]["c"].goal.baseline == Total(22_200)  # three fifths of it
    found = measure_units(one, None, {"a": on(1, 4)})
    assert found["a"]["c"].goal.baseline == Total(6_000)
    found = measure_units(one, PHASES[0], {"a": on(1, 4)})  # after that phase
    assert found["a"]["c"].goal.baseline is None


def test_a_reduction_of_a_unit() -> None:
    one = seen(SPAN.end, FALLING, baselines=[before("a", 20)])
    assert progress_of(one, FALLING, one.totals(SPAN, "a"), None, "a") == Progress(
        one.totals(SPAN, "a")["c"],
        target=Decimal("0.05"),
        attainment=Decimal(10),
        expected=Decimal("11.4"),
        shortfall=Decimal(0),
        standing=Standing.MEETING,
        baseline=Decimal(12),
        reduction=Decimal("0.5"),
    )


def test_works_are_a_milestones_plan() -> None:
    milestone = Criterion("c", "C", Kind.MILESTONE, "trụ sở", 0, over_100=False)
    works = [Work("c", "w1", "a", "Trụ sở An", on(10)), Work("c", "w2", "c", "Trụ sở Cẩm", on(20))]
    one = seen(on(15), milestone, works=works, rolled=False)
    found = progress_of(one, milestone, {"c": Total(1000)}, None)
    assert (found.target, found.expected, found.standing) == (Decimal(2), Decimal(1), Standing.ON_PACE)
    assert progress_of(one, milestone, {}, None, "a").standing is Standing.BEHIND
    assert both(seen(SPAN.end, milestone, works=works), "m") == 1


def test_figures_since_a_day() -> None:
    one = seen(SPAN.end, targets=TARGETS)
    (m, d2) = (measure_units(one, None, {"m": on(23)})[unit]["c"] for unit in ("m", "d2"))
    assert (m.actual, d2.actual) == (Total(1000, 0, 1), Total(7000, 0, 2))
    after = date(2025, 5, 1)
    assert measure_units(one, None, {"m": after})["m"]["c"].actual == Total()
    assert measure_units(one, PHASES[1], {"m": on(1)})["m"]["c"].actual == Total(7000, 0, 2)
