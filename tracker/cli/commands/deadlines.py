"""tracker deadlines."""

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, output_options
from tracker.i18n import N_
from tracker.render.compose_lists import compose_deadlines
from tracker.render.shapes.status import deadline_columns, shape_deadline_rows, shape_deadlines
from tracker.services.discipline import deadline_statuses

FORMATS = (TABLE, "json", "csv", "md", "html")
ALL = 1000


@command("deadlines", summary=N_("List the deadlines."), examples=("tracker deadlines", "tracker deadlines --json"))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@output_options(*FORMATS)
def COMMAND(ctx: Context, campaign: str | None, format: str | None, as_json: bool, output: str | None) -> None:  # noqa: A002, N802
    """List deadlines."""
    view = ctx.choose(campaign)
    deadlines = deadline_statuses(view, most=ALL)
    said = Answer(
        document=lambda: compose_deadlines(deadlines),
        shape=lambda: shape_deadlines(view, deadlines),
        rows=lambda: shape_deadline_rows(view, deadlines),
        columns=deadline_columns,
    )
    answer(choose_output(format, as_json, output, FORMATS), said)
