"""tracker status."""

import sys
from typing import TYPE_CHECKING

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.cli.screen import is_terminal
from tracker.cli.units_view import in_view, view_option
from tracker.errors import TrackerError
from tracker.i18n import N_
from tracker.render.shapes.status import shape_status, shape_statuses
from tracker.services.status import Status, build_status

if TYPE_CHECKING:
    from tracker.render.document import Block, Document

FORMATS = (TABLE, "json", "md", "html")


@command(
    "status",
    summary=N_("Show the phase, the progress and the deadlines."),
    examples=("tracker status", "tracker status -u th-14755 --today 1/3/2025"),
    more=N_(
        "Shows where a campaign stands: the phase, each criterion against its plan, what is overdue and what comes next. "
        "Where several campaigns run, each gets a line before the first one's screen; -C chooses another."
    ),
)
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--unit", "-u", metavar="UNIT", help=N_("One unit and all under it."))
@view_option()
@option("--check", is_flag=True, help=N_("Exit with 1 when a return is overdue or a criterion is behind."))
@option("--all", "show_all", is_flag=True, help=N_("Show every campaign of the file."))
@output_options(*FORMATS)
def COMMAND(  # noqa: N802 the command that the table loads
    ctx: Context,
    campaign: str | None,
    unit: str | None,
    units_view: str | None,
    check: bool,
    show_all: bool,
    chosen: Output,
) -> None:
    """Show where campaigns stand."""
    if units_view and not unit:
        raise TrackerError.of("option-needs", option="--view", others="--unit")
    statuses = _statuses(ctx, campaign, unit, units_view, chosen.format, show_all=show_all)
    said = Answer(
        document=lambda: _document(ctx, statuses, show_all=show_all, on_screen=chosen.file is None and is_terminal()),
        shape=lambda: shape_statuses(statuses) if show_all else shape_status(statuses[0]),
    )
    answer(chosen, said, paged=False)
    if check and any(status.is_late for status in statuses):
        sys.exit(1)


def _statuses(
    ctx: Context,
    campaign: str | None,
    unit: str | None,
    units_view: str | None,
    format: str,  # noqa: A002
    *,
    show_all: bool,
) -> list[Status]:
    if show_all:
        views = [ctx.view(one) for one in ctx.campaigns(campaign)]
    elif format == "json":
        views = [ctx.choose(campaign, unit)]
    else:
        views = [ctx.view(one) for one in ctx.likely(campaign, unit)]
    found = [(view, ctx.find_unit(view, unit)) for view in views]
    return [build_status(in_view(view, units_view, one), one, weeks=format != "json") for view, one in found]


def _document(ctx: Context, statuses: list[Status], *, show_all: bool, on_screen: bool) -> "Document":
    from tracker.render.compose_status import compose_overview, compose_status, suggest  # noqa: PLC0415 JSON needs none
    from tracker.render.document import Gap  # noqa: PLC0415 likewise

    blocks: list[Block] = [*compose_overview(statuses), Gap()] if len(statuses) > 1 else []
    for status in statuses if show_all else statuses[:1]:
        commands = suggest(status, _repeated(ctx, status)) if on_screen else ""
        blocks += [*compose_status(status, commands), Gap()]
    return tuple(blocks[:-1])


def _repeated(ctx: Context, status: Status) -> str:
    """Return the options without which the commands that are suggested would mean another campaign or day."""
    campaign = f" -C {status.view.campaign.id}" if len(ctx.campaigns()) > 1 else ""
    return campaign + (f" --today {ctx.today}" if ctx.options.today else "")
