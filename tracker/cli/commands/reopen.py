"""tracker reopen."""

from tracker.cli.closed import choose_by_phase
from tracker.cli.command import argument, command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, suggest_undo
from tracker.domain.corrections import parse_reason
from tracker.i18n import N_
from tracker.render.compose_closing import compose_reopened
from tracker.render.shapes.closings import shape_reopening
from tracker.services.closing import reopen_phase
from tracker.services.phases import find_phase


@command(
    "reopen",
    summary=N_("Open a closed phase again."),
    examples=('tracker reopen dot-1 --reason "Bổ sung số liệu của 3 xã"', 'tracker reopen dot-1 --reason "..." -n'),
    more=N_(
        "Opens a phase that was closed: it takes entries again, those that were recorded late count in it, and its ranks "
        "are worked out anew. The closing stays in the record; tracker close closes the phase again."
    ),
)
@argument("phase", metavar="PHASE")
@option("--reason", metavar="TEXT", required=True, help=N_("Why; it stays in the record."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def COMMAND(  # noqa: N802
    ctx: Context, phase: str, reason: str, campaign: str | None, *, dry_run: bool, as_json: bool
) -> None:
    """Reopen a phase."""
    info, why = ctx.batch_info(phase), parse_reason(reason)
    view = choose_by_phase(ctx, campaign, phase)
    chosen = find_phase(view.campaign, phase)
    done = reopen_phase(view, chosen, why, ctx.rehearse if dry_run else ctx.open_journal, info, dry_run=dry_run)
    known = done.but(view=done.view.but(journal=ctx.reading))
    said = Answer(
        lambda: compose_reopened(done, dry_run=dry_run, undo=suggest_undo(ctx)),
        lambda: shape_reopening(known, dry_run=dry_run),
    )
    answer(choose_output(None, as_json, None, (TABLE, "json")), said)
