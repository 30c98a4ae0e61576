"""tracker history."""

from tracker.cli.command import argument, command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.i18n import N_
from tracker.render.compose_history import compose_corrections, compose_history
from tracker.render.shapes.corrections import shape_corrections, shape_history
from tracker.services.history import build_history, latest_corrections
from tracker.services.view import View

FORMATS = (TABLE, "json", "md", "html")
MOST_LISTED = 20


@command(
    "history",
    summary=N_("Show who corrected what, when and why."),
    examples=("tracker history 1-42", "tracker history"),
    more=N_("Shows all that happened to an entry or a return; without an id, the latest corrections."),
)
@argument("entry", metavar="[ID]", required=False)
@option("--all", "show_all", is_flag=True, help=N_("List every correction, not the latest alone."))
@output_options(*FORMATS)
def COMMAND(  # noqa: N802
    ctx: Context,
    entry: str | None,
    chosen: Output,
    *,
    show_all: bool,
) -> None:
    """Show a history."""
    views = [ctx.view(one) for one in ctx.campaigns()]
    said = _of(ctx, entry, views) if entry else _corrections(ctx, views, show_all=show_all)
    answer(chosen, said)


def _of(ctx: Context, entry: str, views: list[View]) -> Answer:
    history = build_history(ctx.reading, entry)
    return Answer(
        lambda: compose_history(history, views, ctx.zone), lambda: shape_history(history, ctx.counted(ctx.definition))
    )


def _corrections(ctx: Context, views: list[View], *, show_all: bool) -> Answer:
    steps = latest_corrections(ctx.reading, None if show_all else MOST_LISTED)
    return Answer(
        lambda: compose_corrections(steps, views, ctx.zone),
        lambda: shape_corrections(steps, ctx.counted(ctx.definition)),
    )
