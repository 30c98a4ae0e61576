"""tracker report."""

from typing import TYPE_CHECKING

from tracker.cli.command import SETTINGS, Group, argument, command, global_options, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.cli.report_template import template_command
from tracker.cli.report_verify import verify_command
from tracker.cli.units_view import AS_OF, in_view, view_option
from tracker.domain.event_kinds import EventKind
from tracker.errors import TrackerError
from tracker.i18n import N_
from tracker.services.status import recent_weeks
from tracker.services.weekly import Weekly, build_weekly

if TYPE_CHECKING:
    from tracker.domain.calendar import Span
    from tracker.domain.campaign import Phase
    from tracker.domain.units import UnitVersion
    from tracker.render.document import Document
    from tracker.render.official import Official
    from tracker.render.workbook import Workbook
    from tracker.services.closing import Closing
    from tracker.services.review import Review
    from tracker.services.view import View

FORMATS = (TABLE, "json", "csv", "md", "html", "docx", "pdf", "xlsx")
MOST_TEXTS = 5
MOST_ROWS = 12
_editing = option(
    "--edit", is_flag=True, help=N_("First open the texts that people write for this report, in VISUAL or EDITOR.")
)


COMMAND = Group(
    "report",
    params=global_options(),
    help=N_("Write a report."),
    context_settings=SETTINGS,
    add_help_option=False,
)
COMMAND.add_command(template_command)
COMMAND.add_command(verify_command)
COMMAND.examples = ("tracker report weekly", "tracker report phase dot-1 -o so-ket.html", "tracker report final")


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
@_editing
@output_options(*FORMATS)
def weekly_report(
    ctx: Context,
    week: str | None,
    unit: str | None,
    units_view: str | None,
    campaign: str | None,
    chosen: Output,
    *,
    edit: bool,
) -> None:
    """Write the weekly report."""
    from tracker.render.shapes.weekly import shape_weekly, weekly_columns, weekly_rows  # noqa: PLC0415 reviews need none

    view = ctx.choose(campaign, unit)
    span = view.campaign.parse_week(week, ctx.today)
    if view.journal.has_events(view.campaign.id, EventKind.CLOSED):
        from tracker.cli.closed import week_at_closing  # noqa: PLC0415 most campaigns have no closed phase

        view, span = week_at_closing(ctx, view, span, week)
    found = ctx.find_unit(view, unit) if units_view == AS_OF else _find_in_week(ctx, view, unit, span)
    weekly = build_weekly(in_view(view, units_view, found), span, found)
    if edit:
        from tracker.cli.report_texts import edit_texts, subject_of_week  # noqa: PLC0415 most reports are not edited

        edit_texts(ctx, subject_of_week(weekly), chosen)
    most = MOST_TEXTS if chosen == Output(TABLE, None) else None
    said = Answer(
        document=lambda: compose_page(weekly, most, has_annex=chosen.format == "html"),
        shape=lambda: shape_weekly(weekly),
        rows=lambda: weekly_rows(weekly),
        columns=weekly_columns,
        official=lambda: _sign_weekly(ctx, weekly),
        workbook=lambda: _list_weekly(weekly),
    )
    answer(chosen, said)


def _find_in_week(ctx: Context, view: "View", unit: str | None, week: "Span") -> "UnitVersion | None":
    """Find the unit that people mean on the last day of a week or, where it had come to its end by then, on the first."""
    days = week.clip(view.campaign.span) or week
    try:
        return ctx.find_unit(view.but(as_of=min(days.end, view.as_of)), unit)
    except TrackerError as error:
        if error.code != "unit-not-alive":
            raise
        try:
            return ctx.find_unit(view.but(as_of=days.start), unit)
        except TrackerError:
            raise error from None


def _sign_weekly(ctx: Context, weekly: Weekly) -> "Official":
    from tracker.cli.report_papers import sign_weekly  # noqa: PLC0415 a page is no paper

    return sign_weekly(ctx, weekly)


def _list_weekly(weekly: Weekly) -> "Workbook":
    from tracker.render.compose_workbook import compose_weekly_workbook  # noqa: PLC0415 a page is no workbook

    return compose_weekly_workbook(weekly)


def compose_page(weekly: Weekly, most_texts: int | None = None, *, has_annex: bool = False) -> "Document":
    """Compose the page of a weekly report with all that it shows beside the report's own figures."""
    from tracker.render.compose_weekly import WeeklyPage, compose_weekly  # noqa: PLC0415 JSON has no page
    from tracker.services.weekly_series import build_weekly_series  # noqa: PLC0415 likewise

    recent = {} if weekly.unit else recent_weeks(weekly.view)
    standings, series, returns = build_weekly_series(weekly)
    return compose_weekly(WeeklyPage(weekly, standings, recent, most_texts, series, returns, has_annex))


@COMMAND.add_command
@command(
    "phase",
    summary=N_("Write the interim review of a phase."),
    examples=("tracker report phase dot-1", "tracker report phase dot-1 -o so-ket-dot-1.html"),
    more=N_(
        "Writes the review of a phase: each criterion against its target and compared, returns, ranks by cluster, "
        "commendations, concerns, how units changed, what comes next. Of a phase that runs it says how it stands today; one "
        "that was closed is as it was then, whatever was recorded since."
    ),
)
@argument("phase", metavar="PHASE")
@option("--unit", "-u", metavar="UNIT", help=N_("One unit and all under it."))
@view_option()
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@_editing
@output_options(*FORMATS)
def phase_report(
    ctx: Context,
    phase: str,
    unit: str | None,
    units_view: str | None,
    campaign: str | None,
    chosen: Output,
    *,
    edit: bool,
) -> None:
    """Write the review of a phase."""
    from tracker.cli.closed import choose_by_phase, phase_at_closing  # noqa: PLC0415 the weekly report needs neither
    from tracker.services.phases import find_phase  # noqa: PLC0415 likewise

    view = ctx.choose(campaign, unit) if unit else choose_by_phase(ctx, campaign, phase)
    view, reviewed, closing = phase_at_closing(ctx, view, find_phase(view.campaign, phase))
    _answer(ctx, _review(ctx, view, reviewed, unit, units_view, closing), chosen, edit=edit)


@COMMAND.add_command
@command(
    "final",
    summary=N_("Write the final review of a campaign."),
    examples=("tracker report final", "tracker report final -o tong-ket.html"),
    more=N_(
        "Writes the review of the whole campaign: the same as of a phase, with a table for each phase and one for the whole, "
        "final scores beside each phase's ranks, and the table of how units changed. Before the campaign is over it says how "
        "it stands today. Phases that were closed count as they did then."
    ),
)
@option("--unit", "-u", metavar="UNIT", help=N_("One unit and all under it."))
@view_option()
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@_editing
@output_options(*FORMATS)
def final_report(
    ctx: Context, unit: str | None, units_view: str | None, campaign: str | None, chosen: Output, *, edit: bool
) -> None:
    """Write the final review."""
    _answer(ctx, _review(ctx, ctx.choose(campaign, unit), None, unit, units_view, None), chosen, edit=edit)


def _review(
    ctx: Context,
    view: "View",
    phase: "Phase | None",
    unit: str | None,
    units_view: str | None,
    closing: "Closing | None",
) -> "Review":
    """Build a review; its unit is the one that people mean on its last day."""
    from tracker.services.review import build_review  # noqa: PLC0415 the weekly report needs none

    last = view.but(as_of=min(view.as_of, view.span_of(phase).end))
    found = ctx.find_unit(last, unit)
    rolled = in_view(last, units_view, found).rolled
    return build_review(view.but(rolled=rolled), phase, found, closing=closing)


def _answer(ctx: Context, review: "Review", chosen: Output, *, edit: bool) -> None:
    from tracker.render.shapes.review import review_columns, review_rows, shape_review  # noqa: PLC0415 the weekly report needs none

    if edit:
        from tracker.cli.report_texts import edit_texts, subject_of_review  # noqa: PLC0415 most reports are not edited

        edit_texts(ctx, subject_of_review(review), chosen)

    def compose() -> "Document":
        from tracker.render.compose_review import compose_review  # noqa: PLC0415 JSON has no page

        if chosen.format == TABLE:
            return compose_review(review, None if chosen.file else MOST_ROWS)
        from tracker.services.review_series import build_review_series  # noqa: PLC0415 a screen has no pictures

        return compose_review(review, series=build_review_series(review))

    def sign() -> "Official":
        from tracker.cli.report_papers import sign_review  # noqa: PLC0415 a page is no paper

        return sign_review(ctx, review)

    def list_sheets() -> "Workbook":
        from tracker.render.compose_workbook import compose_review_workbook  # noqa: PLC0415 a page is no workbook

        return compose_review_workbook(review)

    said = Answer(
        document=compose,
        shape=lambda: shape_review(review),
        rows=lambda: review_rows(review),
        columns=review_columns,
        official=sign,
        workbook=list_sheets,
    )
    answer(chosen, said)
