"""tracker highlight."""

import sys

from tracker.cli.command import argument, command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, suggest_undo
from tracker.cli.screen import is_terminal
from tracker.domain.honours import HighlightKind
from tracker.errors import Problem
from tracker.i18n import N_
from tracker.services.highlights import Marking, mark_entry


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
    _tell_of_closing(ctx, done)
    if as_json or dry_run or is_terminal():
        from tracker.render.compose_receipts import compose_marking  # noqa: PLC0415 a pipe gets the id alone
        from tracker.render.shapes.entries import shape_marking  # noqa: PLC0415 likewise

        said = Answer(
            lambda: compose_marking(done, dry_run=dry_run, undo=suggest_undo(ctx)),
            lambda: shape_marking(done, ctx.counted(ctx.definition), dry_run=dry_run),
        )
        answer(choose_output(None, as_json, None, (TABLE, "json")), said)
    else:
        sys.stdout.write(f"{done.id}\n")


def _tell_of_closing(ctx: Context, done: Marking) -> None:
    """Say where the review of a phase does not show the mark, as it was closed before."""
    from tracker.services.closing import find_closings  # noqa: PLC0415 the help needs none

    closings = find_closings(done.view.journal, done.view.campaign.id)
    closing = next((one for one in closings if done.entry.posting.day in one.span), None)
    if closing and not done.already_there:
        ctx.warn([Problem("mark-of-closed", closing.particulars)])
