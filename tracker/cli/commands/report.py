"""tracker report weekly."""

from typing import TYPE_CHECKING

from tracker.cli.command import SETTINGS, Group, command, global_options, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.cli.units_view import in_view, view_option
from tracker.domain.events import EventKind
from tracker.i18n import N_
from tracker.render.shapes.weekly import shape_weekly
from tracker.services.status import recent_weeks
from tracker.services.weekly import Weekly, build_weekly

if TYPE_CHECKING:
    from tracker.render.document import Document

FORMATS = (TABLE, "json", "md", "html")
MOST_TEXTS = 5


COMMAND = Group(
    "report",
    params=global_options(),
    help=N_("Write a report."),
    context_settings=SETTINGS,
    add_help_option=False,
)
COMMAND.examples = ("tracker report weekly", "tracker report weekly --week 2025-W06 -o tuan-06.html")


@COMMAND.add_command
@command(
    "weekly",
    summary=N_("Write the weekly report."),
    examples=("tracker report weekly", "tracker report weekly --week 2025-W06 -o tuan-06.html"),
    more=N_(
        "Writes the weekly report: results by criterion, each phase of the week by itself, units, what comes next. "
        "Cumulative figures stop at the end of the week or at today, whichever is earlier."
    ),
)
@option("--week", metavar="WEEK", help=N_("2025-W09, -1, last or a day; this week unless said."))
@option("--unit", "-u", metavar="UNIT", help=N_("One unit and all under it."))
@view_option()
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@output_options(*FORMATS)
def weekly_report(
    ctx: Context,
    week: str | None,
    unit: str | None,
    units_view: str | None,
    campaign: str | None,
    chosen: Output,
) -> None:
    """Write the weekly report."""
    view = ctx.choose(campaign, unit)
    span = view.campaign.parse_week(week, ctx.today)
    if view.journal.has_events(view.campaign.id, EventKind.CLOSED):
        from tracker.cli.closed import week_at_closing  # noqa: PLC0415 most campaigns have no closed phase

        view, span = week_at_closing(ctx, view, span, week)
    found = ctx.find_unit(view, unit)
    weekly = build_weekly(in_view(view, units_view, found), span, found)
    most = MOST_TEXTS if chosen == Output(TABLE, None) else None
    answer(chosen, Answer(document=lambda: compose_page(weekly, most), shape=lambda: shape_weekly(weekly)))


def compose_page(weekly: Weekly, most_texts: int | None = None) -> "Document":
    """Compose the page of a weekly report with all that it shows beside the report's own figures."""
    from tracker.render.compose_weekly import WeeklyPage, compose_weekly  # noqa: PLC0415 JSON has no page
    from tracker.services.standings import build_standings  # noqa: PLC0415

    phase = weekly.spans[-1].phase if weekly.spans else None
    standings = build_standings(weekly.view, phase, weekly.unit) if phase else []
    recent = {} if weekly.unit else recent_weeks(weekly.view)
    return compose_weekly(WeeklyPage(weekly, standings, recent, most_texts))
