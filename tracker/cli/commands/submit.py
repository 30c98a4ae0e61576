"""tracker submit."""

import sys
from typing import TYPE_CHECKING

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, suggest_undo
from tracker.cli.return_choice import WantedReturn, choose_return, return_options
from tracker.cli.screen import is_terminal
from tracker.domain.text import clean
from tracker.errors import Problem, TrackerError
from tracker.i18n import N_
from tracker.services.submit import Filing, Submission, submit_return
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.domain.statements import ReturnTexts

_TEXTS = ("direction", "difficulties", "proposals")


@command(
    "submit",
    summary=N_("File a unit's return."),
    examples=(
        "tracker submit -u th-14884",
        'tracker submit -u "xã Mường Lý" --week -1 --nil --received "28/2/2025 15:30"',
    ),
    more=N_(
        "Files a unit's weekly return, also when nothing happened (--nil), or with --month or --return another one that it "
        "owes; what arrived late is marked, what arrived after its lock is refused. The texts go into the weekly report. "
        "With --ask the program asks for each criterion's figure and the texts, and logs what is answered."
    ),
)
@option("--unit", "-u", metavar="UNIT", required=True, help=N_("Id, code, name or part of a name."))
@return_options(N_("2025-W09, -1, last or a day; this week unless said."))
@option("--nil", "is_nil", is_flag=True, help=N_("Nothing happened in these days."))
@option("--direction", metavar="TEXT", help=N_("The direction that the unit gave."))
@option("--difficulties", metavar="TEXT", help=N_("Its difficulties."))
@option("--proposals", metavar="TEXT", help=N_("Its proposals."))
@option("--ask", "is_asked", is_flag=True, help=N_("Ask for the figures and texts, and log what is answered."))
@option("--received", metavar="MOMENT", help=N_("When it arrived; now unless said."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def COMMAND(  # noqa: N802
    ctx: Context,
    unit: str,
    wanted: WantedReturn,
    received: str | None,
    campaign: str | None,
    *,
    is_nil: bool,
    is_asked: bool,
    dry_run: bool,
    as_json: bool,
    **typed: str | None,
) -> None:
    """File a return."""
    view = ctx.choose(campaign, unit)
    deadline, occurrence = choose_return(view, wanted)
    assert occurrence.covers is not None
    found = view.roster.find(unit, occurrence.due_on, fragments=True)
    texts = _texts({name: text for name in _TEXTS if (text := typed[name]) is not None})
    received_at = None if received is None else ctx.moment(received)
    filing = Filing(found, occurrence.covers, is_nil, received_at, ctx.now, texts)
    if is_asked:
        filing = _asked(ctx, view, filing)
    done = submit_return(view, filing, ctx.rehearse if dry_run else ctx.open_journal, ctx.batch_info(), dry_run=dry_run)
    view = view.but(journal=ctx.reading)  # the store may just have been made
    _answer(ctx, view, deadline.title, done, as_json=as_json, dry_run=dry_run)


def _texts(typed: dict[str, str]) -> "ReturnTexts | None":
    """Return the texts that were given.

    Raises: TrackerError field-missing, text-too-long.
    """
    if not typed:
        return None
    if empty := [name for name, text in typed.items() if not clean(text)]:
        raise TrackerError(Problem("field-missing", {"field": name}) for name in empty)
    from tracker.domain.statements import parse_texts  # noqa: PLC0415 most returns come without

    return parse_texts(**typed)


def _asked(ctx: Context, view: View, filing: Filing) -> Filing:
    from tracker.cli.prompts import can_ask  # noqa: PLC0415 only here

    if not can_ask():
        raise TrackerError.of("nobody-to-ask", option="--ask")
    from tracker.cli.return_questions import ask_return  # noqa: PLC0415 most returns are typed in one line

    # What is refused whatever the answers are is refused before anybody has typed them.
    submit_return(view, filing, ctx.rehearse, ctx.batch_info(), dry_run=True)
    return ask_return(view, filing)


def _answer(ctx: Context, view: View, title: str, done: Submission, *, as_json: bool, dry_run: bool) -> None:
    if as_json or dry_run or is_terminal():
        from tracker.render.compose_receipts import compose_submission  # noqa: PLC0415 a pipe gets the id alone
        from tracker.render.shapes.returns import shape_submission  # noqa: PLC0415 likewise

        said = Answer(
            lambda: compose_submission(title, done, dry_run=dry_run, undo=suggest_undo(ctx)),
            lambda: shape_submission(view, done),
        )
        answer(choose_output(None, as_json, None, (TABLE, "json")), said)
    else:
        sys.stdout.write(f"{done.id}\n")
