"""tracker achievements."""

from collections.abc import Sequence

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.domain.calendar import DAY, Span, parse_day, parse_since
from tracker.domain.criterion_names import find_named
from tracker.domain.entries import Achievement
from tracker.i18n import N_
from tracker.render.compose_lists import compose_achievements
from tracker.render.shapes.entries import achievement_columns, shape_achievement, shape_achievements
from tracker.services.phases import find_phase
from tracker.services.ports import Search
from tracker.services.view import View

FORMATS = (TABLE, "json", "csv", "md", "html")


@command(
    "achievements",
    summary=N_("List what was logged (alias: ls)."),
    examples=(
        "tracker ls -u th-14755 --week 2025-W09",
        "tracker achievements -c mo-hinh --since 1/2/2025 -o mo-hinh.csv",
    ),
)
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--unit", "-u", metavar="UNIT", help=N_("One unit and all under it."))
@option("--criterion", "-c", metavar="CRITERION", help=N_("Id, title or part of a title."))
@option("--phase", metavar="ID", help=N_("A phase."))
@option("--week", metavar="WEEK", help=N_("2025-W09, -1, last or a day."))
@option("--since", metavar="DAY", help=N_("From this day, or week, on."))
@option("--until", metavar="DAY", help=N_("Up to this day."))
@option("--highlights", is_flag=True, help=N_("Only entries that were marked as exemplary cases or model practices."))
@option("--late", is_flag=True, help=N_("Only what was recorded about a phase after it was closed."))
@output_options(*FORMATS)
def COMMAND(  # noqa: N802
    ctx: Context,
    campaign: str | None,
    unit: str | None,
    criterion: str | None,
    phase: str | None,
    chosen: Output,
    *,
    highlights: bool,
    late: bool,
    **limits: str | None,
) -> None:
    """List entries."""
    view = ctx.choose(campaign, unit)
    found = ctx.find_unit(view, unit)
    search = Search(
        campaign=view.campaign.id,
        units=view.roster.within(found.id) if found else None,
        criterion=find_named(view.campaign, criterion, fragments=True).key if criterion else None,
        span=find_span(ctx, view, phase, **limits),
    )
    entries = _find_late(view, search) if late else list(view.journal.achievements(search))
    if highlights:
        entries = _keep_marked(view, entries)
    said = Answer(
        document=lambda: compose_achievements(
            entries, {view.campaign.id: view.campaign}, {view.campaign.id: view.roster}
        ),
        shape=lambda: shape_achievements(view, entries),
        rows=lambda: [shape_achievement(one) for one in entries],
        columns=achievement_columns,
    )
    answer(chosen, said)


def _find_late(view: View, search: Search) -> list[Achievement]:
    from tracker.services.late import late_spans  # noqa: PLC0415 seldom asked

    parts = ((search.span.clip(span), batches) for span, batches in late_spans(view)) if search.span else ()
    found = (search.but(span=span, batches=batches) for span, batches in parts if span)
    return [entry for one in found for entry in view.journal.achievements(one)]


def _keep_marked(view: View, entries: Sequence[Achievement]) -> list[Achievement]:
    from tracker.services.highlights import find_highlights  # noqa: PLC0415 seldom asked

    marked = {one.number for one in find_highlights(view, view.campaign.span)}
    return [one for one in entries if one.number in marked]


def find_span(
    ctx: Context, view: View, phase: str | None, *, since: str | None, until: str | None, week: str | None = None
) -> Span:
    """Return the days that every limit allows, up to the as-of day."""
    start, end, week_start = view.campaign.span.start, ctx.today, view.campaign.week_start
    spans = [find_phase(view.campaign, phase).span] if phase else []
    spans += [view.campaign.parse_week(week, ctx.today)] if week is not None else []
    starts = [start, *(span.start for span in spans)]
    starts += [parse_since(since, ctx.today, week_start)] if since is not None else []
    ends = [end, *(span.end for span in spans), *([parse_day(until, ctx.today)] if until is not None else [])]
    first, last = max(starts), min(ends)
    return Span(first, last) if first <= last else Span(first, first - DAY)
