"""tracker undo."""

from tracker.cli.command import argument, command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, suggest_undo
from tracker.domain.corrections import undone_by
from tracker.i18n import N_
from tracker.render.compose_corrections import compose_undoing
from tracker.render.compose_history import compose_invocations
from tracker.render.shapes.corrections import shape_invocations, shape_undoing
from tracker.services.history import only_record
from tracker.services.reorganise import find_edit
from tracker.services.undo import undo_invocation

MOST_LISTED = 20


@command(
    "undo",
    summary=N_("Take back what the last command wrote, a whole import too."),
    examples=("tracker undo", "tracker undo --list", "tracker undo 1 -n"),
    more=N_(
        "Takes back all that the last command wrote, as one step; the undo of an undo brings it back. An earlier command "
        "is undone by its number where all that it wrote still stands. Nothing is erased: tracker history tells."
    ),
)
@argument("number", metavar="[N]", type=int, required=False)
@option("--list", "listed", is_flag=True, help=N_("List the commands that wrote, the latest first."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def COMMAND(ctx: Context, number: int | None, *, listed: bool, dry_run: bool, as_json: bool) -> None:  # noqa: N802
    """Undo an invocation, or list them."""
    said = _list(ctx, number) if listed else _undo(ctx, number, dry_run=dry_run)
    answer(choose_output(None, as_json, None, (TABLE, "json")), said)


def _list(ctx: Context, number: int | None) -> Answer:
    found = ctx.reading.invocations(last=MOST_LISTED, number=number)
    undone = undone_by(ctx.reading.undoes())
    views = [ctx.view(one) for one in ctx.campaigns()]
    return Answer(
        lambda: compose_invocations([(one, only_record(ctx.reading, one)) for one in found], undone, views, ctx.zone),
        lambda: shape_invocations(found, undone, ctx.counted(ctx.definition)),
    )


def _undo(ctx: Context, number: int | None, *, dry_run: bool) -> Answer:
    if edit := find_edit(ctx.reading, number):
        from tracker.cli.roster_undo import put_back  # noqa: PLC0415 reads campaigns.yaml anew

        return put_back(ctx, *edit, dry_run=dry_run)
    views = [ctx.view(one) for one in ctx.campaigns()]
    info = ctx.batch_info("" if number is None else str(number))
    done = undo_invocation(views, number, ctx.rehearse if dry_run else ctx.open_journal, info, dry_run=dry_run)
    return Answer(
        lambda: compose_undoing(done, ctx.zone, dry_run=dry_run, undo=suggest_undo(ctx)),
        lambda: shape_undoing(done, ctx.counted(ctx.definition), dry_run=dry_run),
    )
