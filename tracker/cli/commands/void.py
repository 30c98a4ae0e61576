"""tracker void."""

import sys

from tracker.cli.command import argument, command, option
from tracker.cli.context import Context
from tracker.cli.late import parse_late
from tracker.cli.output import TABLE, Answer, answer, choose_output, suggest_undo
from tracker.cli.screen import is_terminal
from tracker.domain.corrections import parse_reason
from tracker.i18n import N_
from tracker.services.view import View
from tracker.services.void import Voiding, void_record


@command(
    "void",
    summary=N_("Take an entry or a return out of the figures; it stays in the record."),
    examples=('tracker void 1-42 --reason "ghi trùng với 1-40"', 'tracker void 1-42 --reason "ghi trùng" -n'),
    more=N_(
        "Takes an entry or a return back. It counts no more, and its ref is not free again: tracker undo frees it. A concern "
        "that is voided takes its answers with it."
    ),
)
@argument("entry", metavar="ID")
@option("--reason", metavar="TEXT", required=True, help=N_("Why; it stays in the record."))
@option("--late", metavar="TEXT", help=N_("Why this is recorded after its phase was closed; it is kept apart."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def COMMAND(ctx: Context, entry: str, reason: str, late: str | None, *, dry_run: bool, as_json: bool) -> None:  # noqa: N802
    """Void an entry or a return."""
    info = ctx.batch_info(entry).but(reason=parse_reason(reason))
    views = [ctx.view(one) for one in ctx.campaigns()]
    done = void_record(
        views, entry, ctx.rehearse if dry_run else ctx.open_journal, info, late=parse_late(late), dry_run=dry_run
    )
    _answer(ctx, views, done, as_json=as_json, dry_run=dry_run)


def _answer(ctx: Context, views: list[View], done: Voiding, *, as_json: bool, dry_run: bool) -> None:
    if as_json or dry_run or is_terminal():
        from tracker.render.compose_corrections import compose_voiding  # noqa: PLC0415 a pipe gets the id alone
        from tracker.render.shapes.corrections import shape_voiding  # noqa: PLC0415 likewise

        said = Answer(
            lambda: compose_voiding(done, views, dry_run=dry_run, undo=suggest_undo(ctx)),
            lambda: shape_voiding(done, ctx.counted(ctx.definition), dry_run=dry_run),
        )
        answer(choose_output(None, as_json, None, (TABLE, "json")), said)
    else:
        sys.stdout.write(f"{done.record.id}\n")
