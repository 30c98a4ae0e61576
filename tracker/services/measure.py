"""A criterion's total judged against the plan of a phase or the campaign."""

from tracker.domain.campaign import Criterion, Phase
from tracker.domain.entries import Total
from tracker.domain.progress import Progress, build_plan, measure_progress
from tracker.services.view import View


def progress_of(
    view: View, criterion: Criterion, totals: dict[str, Total], phase: Phase | None, unit: str | None = None
) -> Progress:
    """Judge a criterion's total over a phase, or over the campaign."""
    plan = build_plan(criterion, view.campaign, view.roster, unit, phase)
    total = totals.get(criterion.id, Total())
    return measure_progress(criterion, total, plan, view.span_of(phase), view.as_of, unit)
