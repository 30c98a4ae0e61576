"""A criterion's total judged against the plan of a phase or the campaign."""

from functools import partial

from tracker.domain.campaign import Phase
from tracker.domain.criteria import Criterion
from tracker.domain.entries import Total
from tracker.domain.progress import Progress, build_plan, measure_progress
from tracker.services.view import View


def progress_of(
    view: View, criterion: Criterion, totals: dict[str, Total], phase: Phase | None, unit: str | None = None
) -> Progress:
    """Judge a criterion's total over a phase, or over the campaign; a unit's target is that of the view."""
    set_for = partial(view.rolled.target, unit) if view.rolled and unit else None
    plan = build_plan(criterion, view.campaign, view.roster, unit, phase, set_for)
    total = totals.get(criterion.id, Total())
    return measure_progress(criterion, total, plan, view.span_of(phase), view.as_of, unit)
