"""tracker highlight."""

import sys

from tracker.cli.command import argument, command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, is_terminal, suggest_undo
from tracker.domain.events import HighlightKind
from tracker.i18n import N_
from tracker.services.highlights import mark_entry


@command(
    "highlight",
    summary=N_("Mark an entry as an exemplary case or a model practice."),
    examples=("tracker highlight 1-42", "tracker highlight 1-42 --model"),
    more=N_(
        "Marks an entry that is there already, for the reports to tell of; log --highlight and log --model mark a new one. "
        "An amended entry stays marked. tracker void takes a mark away, by its own id."
    ),
)
@argument("entry", metavar="ID")
@option("--model", is_flag=True, help=N_("It is a model practice; an exemplary case unless said."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def COMMAND(ctx: Context, entry: str, *, model: bool, dry_run: bool, as_json: bool) -> None:  # noqa: N802
    """Mark an entry."""
    kind = HighlightKind.MODEL if model else HighlightKind.EXEMPLARY
    views = [ctx.view(one) for one in ctx.campaigns()]
    open_journal = ctx.rehearse if dry_run else ctx.open_journal
    done = mark_entry(views, entry, kind, open_journal, ctx.batch_info(entry), dry_run=dry_run)
    if as_json or dry_run or is_terminal():
        from tracker.render.compose_receipts import compose_marking  # noqa: PLC0415 a pipe gets the id alone
        from tracker.render.shapes.entries import shape_marking  # noqa: PLC0415

        said = Answer(
            lambda: compose_marking(done, dry_run=dry_run, undo=suggest_undo(ctx)),
            lambda: shape_marking(done, ctx.counted(ctx.definition), dry_run=dry_run),
        )
        answer(choose_output(None, as_json, None, (TABLE, "json")), said)
    else:
        sys.stdout.write(f"{done.id}\n")
