"""A criterion's total judged against the plan of a phase or the campaign."""

from functools import partial

from tracker.domain.attainment import Goal
from tracker.domain.campaign import Phase
from tracker.domain.criteria import Aim, Criterion
from tracker.domain.entries import Total
from tracker.domain.pace import Pace, Plan
from tracker.domain.plans import build_plan, find_goal
from tracker.domain.progress import Progress, measure_progress
from tracker.domain.targets import SetFor
from tracker.services.view import View


def progress_of(
    view: View, criterion: Criterion, totals: dict[str, Total], phase: Phase | None, unit: str | None = None
) -> Progress:
    """Judge a criterion's total over a phase, or over the campaign; a unit's target is what is set for it or below it."""
    campaign, total = view.campaign, totals.get(criterion.id, Total())
    if criterion.adds_up:
        plan, goal = plan_for(view, criterion, phase, unit), Goal()
    else:
        plan, goal = (), goal_for(view, criterion, phase, unit, is_own=True)
    pace = Pace(campaign.rest_days)
    return measure_progress(criterion, total, goal, plan, view.span_of(phase), view.as_of, pace)


def plan_for(view: View, criterion: Criterion, phase: Phase | None, unit: str | None = None) -> Plan:
    """Return the plan of a criterion that adds up, of a phase or the campaign, as of the view's day."""
    return build_plan(criterion, view.campaign, view.roster, unit, phase, _set_for(view, unit), view.as_of)


def goal_for(
    view: View, criterion: Criterion, phase: Phase | None, unit: str | None = None, *, is_own: bool = False
) -> Goal:
    """Return what a figure of a phase, or of the campaign, is measured against as of the view's day.

    A rate of the whole campaign holds for each unit too, unless (`is_own`) what is set for the unit alone is asked for; a
    reduction holds for every unit that has a baseline.
    """
    baseline = None
    if criterion.aim is Aim.REDUCE:
        from tracker.services.baselines import baseline_of  # noqa: PLC0415 few campaigns have any

        baseline = baseline_of(view, criterion, view.span_of(phase), unit)
    own = is_own and baseline is None
    set_for = _set_for(view, unit)
    goal = find_goal(criterion, view.campaign, view.roster, unit, phase, set_for, view.as_of, is_own=own)
    return goal.but(baseline=baseline) if baseline else goal


def _set_for(view: View, unit: str | None) -> SetFor | None:
    return partial(view.rolled.target, unit) if view.rolled and unit else None
