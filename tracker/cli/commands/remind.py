"""tracker remind."""

import sys

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.domain.calendar import parse_days
from tracker.i18n import N_
from tracker.render.compose_reminder import compose_reminders
from tracker.render.shapes.status import shape_reminders
from tracker.services.remind import build_reminder

FORMATS = (TABLE, "json", "md", "html")


@command(
    "remind",
    summary=N_("Say what is missing or due soon, for a scheduler to send."),
    examples=("tracker remind", "tracker remind --within 1w --json"),
    more=N_(
        "Names the returns that are missing and still taken, what is due within some days, and units that sent nothing for "
        "long, in every campaign of the file. Says nothing and exits with 0 where there is nothing, else with 1: cron sends a "
        "mail only when there is something to do."
    ),
)
@option("--within", metavar="TIME", default="3d", help=N_("How far to look ahead: 3d or 2w; 3d unless said."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@output_options(*FORMATS)
def COMMAND(  # noqa: N802
    ctx: Context,
    within: str,
    campaign: str | None,
    chosen: Output,
) -> None:
    """Remind of what is to be done."""
    days = parse_days(within)
    views = [ctx.view(one) for one in ctx.campaigns(campaign)]
    needed = [one for view in views if (one := build_reminder(view, days)).is_needed]
    said = Answer(document=lambda: compose_reminders(needed), shape=lambda: shape_reminders(views, needed, days))
    answer(chosen, said, paged=False)
    if needed:
        sys.exit(1)
