"""The results of the weekly report: a table over the campaign, and one of each phase that the week lies in."""

from collections.abc import Mapping, Sequence

from tracker.domain.criteria import Criterion
from tracker.domain.entries import Total
from tracker.domain.progress import Progress
from tracker.i18n import _, day, ngettext
from tracker.render.compose_criteria import FORECAST_FROM, WIDE, compose_meter, compose_weeks, forecast_column
from tracker.render.document import Block, Cell, Column, Gap, Heading, Run, Table
from tracker.render.progress_words import (
    pace_role,
    say_attainment,
    say_baseline,
    say_forecast,
    say_pace,
    say_plan,
    say_result_in_full,
    say_target,
)
from tracker.render.words import say_long_span, say_total
from tracker.services.weekly import Weekly

WIDEST = 160
Rows = Sequence[tuple[Criterion, Progress]]


def compose_results(weekly: Weekly, recent: Mapping[str, Sequence[Total]]) -> list[Block]:
    """Compose the results over the campaign; `recent` are the last weeks, where they are known."""
    columns = (
        Column(_("This week"), right=True),
        Column(_("Last week"), right=True, from_width=WIDE, spare=1),
    )
    rows = [(one.criterion, one.campaign) for one in weekly.criteria]
    weeks = [(one.week, one.previous_week) for one in weekly.criteria]
    table = _table(columns, weeks, _("Campaign to date"), rows, recent)
    return [Heading(_("Results by criterion"), 2), table, Gap()] if rows else []


def compose_phase_results(weekly: Weekly) -> list[Block]:
    """Compose each phase's own figures: the days of the week that lie in it, and the phase up to them."""
    blocks: list[Block] = []
    if not weekly.criteria or not (len(weekly.spans) > 1 or weekly.view.campaign.has_phases):
        return blocks
    for at, part in enumerate(weekly.spans):
        figures = [(one.criterion, one.by_span[at]) for one in weekly.criteria]
        rows = [(criterion, one.progress) for criterion, one in figures]
        table = _table(
            (Column(_("These days"), right=True),), [(one.week,) for _, one in figures], _("Phase to date"), rows, {}
        )
        span = part.span
        days = day(span.start) if span.start == span.end else say_long_span(span)
        length = ngettext("{count} day", "{count} days", span.days)
        blocks += [Heading(f"{part.phase.title} · {days} ({length})", 2), table, Gap()]
    return blocks


def _table(
    columns: Sequence[Column],
    weeks: Sequence[tuple[Total, ...]],
    title: str,
    rows: Rows,
    recent: Mapping[str, Sequence[Total]],
) -> Table:
    """Compose a row for each criterion: its `weeks` under `columns`, then what it came to and how that stands."""
    forecast = forecast_column([progress for _, progress in rows])
    baseline = [Column(_("Same period"), right=True, from_width=FORECAST_FROM, spare=5)] if _is_compared(rows) else []
    head = (
        Column(_("Criterion"), shrinks=True),
        *columns,
        Column(title, right=True),
        *baseline,
        Column(_("Plan to date"), right=True, from_width=WIDE, spare=2),
        Column(_("Target"), right=True),
        Column("", from_width=WIDEST, spare=6),
        Column("%", right=True),
        Column(_("Pace"), wraps=True),
        *([Column(_("8 weeks"), from_width=FORECAST_FROM, spare=4)] if recent else []),
        *forecast,
    )

    def row(criterion: Criterion, progress: Progress, own: Sequence[Total]) -> tuple[Cell, ...]:
        return (
            Run(criterion.title),
            *(Run(say_total(criterion, one)) for one in own),
            Run(say_result_in_full(criterion, progress)),
            *(Run(say_baseline(criterion, progress)) for _column in baseline),
            Run(say_plan(criterion, progress)),
            Run(say_target(criterion, progress)),
            compose_meter(progress),
            Run(say_attainment(progress)),
            Run(say_pace(criterion, progress), pace_role(progress)),
            *([compose_weeks(criterion, recent.get(criterion.id, ()))] if recent else []),
            *(Run(say_forecast(criterion, progress)) for _column in forecast),
        )

    return Table(head, tuple(row(*one, own) for one, own in zip(rows, weeks, strict=True)))


def _is_compared(rows: Rows) -> bool:
    return any(progress.baseline is not None for _, progress in rows)
