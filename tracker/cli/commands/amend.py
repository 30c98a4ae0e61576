"""tracker amend."""

import sys

from tracker.cli.command import argument, command, option
from tracker.cli.context import Context
from tracker.cli.late import parse_late
from tracker.cli.output import TABLE, Answer, answer, choose_output, suggest_undo
from tracker.cli.screen import is_terminal
from tracker.domain.corrections import parse_reason
from tracker.i18n import N_
from tracker.services.amend import Amendment, amend_entry
from tracker.services.view import View


@command(
    "amend",
    summary=N_("Correct an entry; what it said before stays in the record."),
    examples=(
        'tracker amend 1-42 -q 1 --reason "số liệu gõ nhầm"',
        'tracker amend 1-42 -d 27/2/2025 --note "Camera an ninh, thôn 3" --reason "bổ sung" -n',
    ),
    more=N_(
        "Corrects what is named of an entry, judged anew like a log. The entry is taken back and another stands for it, "
        "with its ref; tracker history ID shows both. A return is voided and filed again instead."
    ),
)
@argument("entry", metavar="ID")
@option("--unit", "-u", metavar="UNIT", help=N_("Id, code, name or part of a name."))
@option("--criterion", "-c", metavar="CRITERION", help=N_("Id, title or part of a title."))
@option("--quantity", "-q", metavar="QTY", help=N_("How many; of a rate, the numerator."))
@option("--of", "denominator", metavar="QTY", help=N_("Of a rate, the denominator."))
@option("--date", "-d", "date", metavar="DAY", help=N_("The day it was achieved."))
@option("--note", metavar="TEXT", help=N_('What it was; "" takes the note away. No state secrets, no personal data.'))
@option("--evidence", metavar="PATH|URL", help=N_("A file, which is kept beside the store, or an http(s) address."))
@option("--reason", metavar="TEXT", required=True, help=N_("Why; it stays in the record."))
@option("--late", metavar="TEXT", help=N_("Why this is recorded after its phase was closed; it is kept apart."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def COMMAND(  # noqa: N802
    ctx: Context, entry: str, reason: str, late: str | None, *, dry_run: bool, as_json: bool, **typed: str | None
) -> None:
    """Amend an entry."""
    info = ctx.batch_info(entry).but(reason=parse_reason(reason))
    views = [ctx.view(one) for one in ctx.campaigns()]
    wanted = {name: text for name, text in typed.items() if text is not None}
    open_journal = ctx.rehearse if dry_run else ctx.open_journal
    done = amend_entry(views, entry, wanted, open_journal, info, late=parse_late(late), dry_run=dry_run)
    _answer(ctx, views, done, as_json=as_json, dry_run=dry_run)


def _answer(ctx: Context, views: list[View], done: Amendment, *, as_json: bool, dry_run: bool) -> None:
    if as_json or dry_run or is_terminal():
        from tracker.render.compose_corrections import compose_amendment  # noqa: PLC0415 a pipe gets the id alone
        from tracker.render.shapes.corrections import shape_amendment  # noqa: PLC0415 likewise

        said = Answer(
            lambda: compose_amendment(done, views, dry_run=dry_run, undo=suggest_undo(ctx)),
            lambda: shape_amendment(done, ctx.counted(ctx.definition), dry_run=dry_run),
        )
        answer(choose_output(None, as_json, None, (TABLE, "json")), said)
    else:
        sys.stdout.write(f"{done.id}\n")
