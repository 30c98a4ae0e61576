"""tracker submit."""

import sys
from datetime import datetime

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, is_terminal, suggest_undo
from tracker.domain.calendar import parse_moment, parse_week, week_of
from tracker.domain.returns import weekly_return
from tracker.i18n import N_
from tracker.services.submit import Filing, Submission, submit_return
from tracker.services.view import View


@command(
    "submit",
    summary=N_("File a unit's weekly return."),
    examples=(
        "tracker submit -u th-14884",
        'tracker submit -u "xã Mường Lý" --week -1 --nil --received "28/2/2025 15:30"',
    ),
    more=N_("Files a unit's weekly return, also when nothing happened (--nil); what arrived late is marked."),
)
@option("--unit", "-u", metavar="UNIT", required=True, help=N_("Id, code, name or part of a name."))
@option("--week", metavar="WEEK", help=N_("2025-W09, -1, last or a day; this week unless said."))
@option("--nil", "is_nil", is_flag=True, help=N_("Nothing happened in the week."))
@option("--received", metavar="MOMENT", help=N_("When it arrived; now unless said."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def COMMAND(  # noqa: N802
    ctx: Context,
    unit: str,
    week: str | None,
    received: str | None,
    campaign: str | None,
    *,
    is_nil: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """File a return."""
    view = ctx.choose(campaign, unit)
    span = parse_week(week, ctx.today) if week is not None else week_of(ctx.today)
    due = weekly_return(view.campaign.deadlines, span)
    found = view.roster.find(unit, due[1].due_on if due else ctx.today, fragments=True)
    received_at = _received(ctx, received)
    filing = Filing(found, span, is_nil, received_at, ctx.now)
    done = submit_return(view, filing, ctx.rehearse if dry_run else ctx.open_journal, ctx.batch_info(), dry_run=dry_run)
    view = view.but(journal=ctx.reading)  # the store may just have been made
    _answer(ctx, view, due[0].title if due else "", done, as_json=as_json, dry_run=dry_run)


def _received(ctx: Context, text: str | None) -> datetime | None:
    return parse_moment(text, ctx.today).replace(tzinfo=ctx.zone) if text else None


def _answer(ctx: Context, view: View, title: str, done: Submission, *, as_json: bool, dry_run: bool) -> None:
    if as_json or dry_run or is_terminal():
        from tracker.render.compose_receipts import compose_submission  # noqa: PLC0415 a pipe gets the id alone
        from tracker.render.shapes.returns import shape_submission  # noqa: PLC0415

        said = Answer(
            lambda: compose_submission(title, done, dry_run=dry_run, undo=suggest_undo(ctx)),
            lambda: shape_submission(view, done),
        )
        answer(choose_output(None, as_json, None, (TABLE, "json")), said)
    else:
        sys.stdout.write(f"{done.id}\n")
