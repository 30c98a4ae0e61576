"""tracker log-achievement."""

import sys
from typing import TYPE_CHECKING

import click

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, suggest_undo
from tracker.cli.screen import is_terminal
from tracker.domain.entries import WORK_MARK, Claim, State
from tracker.errors import Problem
from tracker.i18n import N_
from tracker.services.log import Receipt, amounts_of, log_achievement

if TYPE_CHECKING:
    from tracker.domain.honours import HighlightKind


@command(
    "log-achievement",
    summary=N_("Log an achievement of a unit (alias: log)."),
    examples=(
        'tracker log -u "xã Hoằng Thái" -c mo-hinh -q 1 -d 28/2/2025 --note "Camera an ninh"',
        "tracker log -u th-14755 -c kham-pha-an -q 3 --of 4",
        "tracker log -u th-14884 -c mo-hinh -q 12 --set",
    ),
    more=N_(
        "Logs what a unit achieved on a day, in the campaign that has the unit and the criterion on that day, and shows "
        "what that changes. No state secrets and no personal data in notes."
    ),
)
@option("--unit", "-u", metavar="UNIT", required=True, help=N_("Id, code, name or part of a name."))
@option(
    "--criterion",
    "-c",
    metavar="CRITERION",
    required=True,
    help=N_("Id, title or part of a title; of a milestone with the work that is done: tru-so/w12."),
)
@option("--quantity", "-q", metavar="QTY", help=N_("How many; of a rate, the numerator; a named work counts 1."))
@option("--of", "denominator", metavar="QTY", help=N_("Of a rate, the denominator."))
@option("--date", "-d", "date", metavar="DAY", help=N_("The day it was achieved; today unless said."))
@option("--note", metavar="TEXT", help=N_("What it was. No state secrets, no personal data."))
@option("--evidence", metavar="PATH|URL", help=N_("A file, which is kept beside the store, or an http(s) address."))
@option("--ref", metavar="KEY", help=N_("Your own key: the same key is never logged twice."))
@option("--highlight", is_flag=True, help=N_("It is an exemplary case, for the reports to tell of."))
@option("--model", is_flag=True, help=N_("It is a model practice, for the reports to tell of."))
@option(
    "--set",
    "is_total",
    is_flag=True,
    help=N_("QTY is the unit's running total in the phase up to the day; the difference is logged."),
)
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--late", metavar="TEXT", help=N_("Why this is recorded after its phase was closed; it is kept apart."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def COMMAND(  # noqa: N802
    ctx: Context,
    campaign: str | None,
    late: str | None,
    *,
    is_total: bool,
    highlight: bool,
    model: bool,
    dry_run: bool,
    as_json: bool,
    **typed: str | None,
) -> None:
    """Log an achievement."""
    if typed["quantity"] is None and WORK_MARK not in str(typed["criterion"]):
        raise _missing_quantity()
    if late is not None:
        from tracker.cli.late import parse_late  # noqa: PLC0415 most entries are not late

        late = parse_late(late)
    claim = Claim(**{"date": "today"} | {name: text for name, text in typed.items() if text is not None})
    views = [ctx.view(one) for one in ctx.campaigns(campaign)]
    receipt = log_achievement(
        views,
        claim,
        ctx.rehearse if dry_run else ctx.open_journal,
        ctx.batch_info(),
        is_total=is_total,
        late=late or "",
        marks=[_mark(model=model)] if highlight or model else (),
        dry_run=dry_run,
    )
    _warn(ctx, receipt)
    _answer(ctx, receipt, as_json=as_json, dry_run=dry_run)


def _mark(*, model: bool) -> "HighlightKind":
    """Return the one mark that an entry gets."""
    from tracker.domain.honours import HighlightKind  # noqa: PLC0415 few entries are marked

    return HighlightKind.MODEL if model else HighlightKind.EXEMPLARY


def _missing_quantity() -> click.MissingParameter:
    """Return what is said of everything but a named work, which counts 1."""
    context = click.get_current_context()
    option = next(one for one in context.command.params if one.name == "quantity")
    return click.MissingParameter(ctx=context, param=option)


def _warn(ctx: Context, receipt: Receipt) -> None:
    """Say what nobody would see in the receipt."""
    if receipt.state is not State.CURRENT:
        ctx.warn([Problem("ref-corrected", {"ref": receipt.posting.ref, "id": receipt.id, "state": receipt.state})])
    if receipt.stated and receipt.stated.later:
        named = {"unit": receipt.unit.name, "criterion": receipt.criterion.title}
        ids = {"unit_id": receipt.posting.unit, "criterion_id": receipt.posting.criterion}
        ctx.warn([Problem("set-later", {**named, **ids, "day": receipt.posting.day, "count": receipt.stated.later})])


def _answer(ctx: Context, receipt: Receipt, *, as_json: bool, dry_run: bool) -> None:
    if as_json or dry_run or is_terminal():
        from tracker.render.compose_receipts import compose_receipt  # noqa: PLC0415 a pipe gets the id alone
        from tracker.render.shapes.entries import shape_receipt  # noqa: PLC0415 likewise

        said = Answer(
            lambda: compose_receipt(receipt, dry_run=dry_run, undo=suggest_undo(ctx)), lambda: shape_receipt(receipt)
        )
        answer(choose_output(None, as_json, None, (TABLE, "json")), said)
    elif receipt.id:
        sys.stdout.write(f"{receipt.id}\n")
    else:
        named = {"unit": receipt.unit.name, "criterion": receipt.criterion.title}
        ctx.warn([Problem("set-stands", {**named, "now": (amounts_of(receipt.posting),)})])
