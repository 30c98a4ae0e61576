"""The results of a review: a table of the phase or, in a final review, one of the whole and one of each phase."""

from fractions import Fraction

from tracker.domain.criteria import Criterion
from tracker.domain.progress import Progress
from tracker.domain.quantity import rounded
from tracker.i18n import _, ngettext, percent
from tracker.render.compose_criteria import BAR_FROM, FORECAST_FROM, WIDE, compose_meter
from tracker.render.document import Block, Cell, Column, Gap, Heading, Run, Table
from tracker.render.progress_words import (
    pace_role,
    say_attainment,
    say_baseline,
    say_pace,
    say_plan,
    say_result_in_full,
    say_target,
)
from tracker.render.words import NOTHING, say_long_span, say_total
from tracker.services.review import PhaseFigures, Review


def compose_results(review: Review) -> list[Block]:
    """Compose the results; none where the campaign has no criteria."""
    if not review.criteria:
        return []
    blocks: list[Block] = [Heading(_("Results by criterion"), 2), _table(review, review.own), Gap()]
    for one in review.phases if review.is_final else ():
        blocks += [Heading(_name(one), 2), _table(review, one), Gap()]
    return blocks


def say_share(share: Fraction | None) -> str:
    """Write a share in per cent, a dash where there is none."""
    return NOTHING if share is None else percent(rounded(share, 4))


def _name(one: PhaseFigures) -> str:
    assert one.phase is not None
    days = ngettext("{count} day", "{count} days", one.span.days)
    name = f"{one.phase.title} · {say_long_span(one.span)} ({days})"
    closed = _("closed")
    return f"{name} · {closed}" if one.closing else name


def _table(review: Review, figures: PhaseFigures) -> Table:
    """Compose a row for each criterion; of a phase that was closed, those that it was judged by then."""
    rows = [(one, figures.progress[one.id]) for one in review.criteria if one.id in figures.progress]
    is_running = any(progress.days_ahead is not None for _, progress in rows) and not review.is_over
    is_compared = any(progress.baseline is not None for _, progress in rows)
    previous = review.previous if figures is review.own else None
    whole = review.campaign if review.phase and review.view.campaign.has_phases else None
    columns = (
        Column(_("Criterion"), shrinks=True),
        Column(_("Result"), right=True),
        *([Column(_("Same period"), right=True, from_width=WIDE, spare=3)] if is_compared else []),
        *([Column(_("Phase before"), right=True, from_width=WIDE, spare=2)] if previous else []),
        *([Column(_("Plan to date"), right=True, from_width=FORECAST_FROM, spare=4)] if is_running else []),
        Column(_("Target"), right=True),
        Column("", from_width=BAR_FROM, spare=5),
        Column("%", right=True),
        Column(_("Standing"), wraps=True),
        *([Column(_("Campaign to date"), right=True, from_width=FORECAST_FROM, spare=1)] if whole else []),
    )

    def row(criterion: Criterion, progress: Progress) -> tuple[Cell, ...]:
        return (
            Run(criterion.title),
            Run(say_result_in_full(criterion, progress)),
            *([Run(say_baseline(criterion, progress))] if is_compared else []),
            *([Run(_total(criterion, previous))] if previous else []),
            *([Run(say_plan(criterion, progress))] if is_running else []),
            Run(say_target(criterion, progress)),
            compose_meter(progress),
            Run(say_attainment(progress)),
            Run(say_pace(criterion, progress), pace_role(progress)),
            *([Run(_total(criterion, whole))] if whole else []),
        )

    return Table(columns, tuple(row(*one) for one in rows))


def _total(criterion: Criterion, figures: PhaseFigures) -> str:
    progress = figures.progress.get(criterion.id)
    return say_total(criterion, progress.actual) if progress else NOTHING
