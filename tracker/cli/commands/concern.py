"""tracker concern add, answer and list."""

import sys

from click import IntRange

from tracker.cli.command import SETTINGS, Group, argument, command, global_options, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, choose_output, output_options, suggest_undo
from tracker.cli.screen import is_terminal
from tracker.domain.text import clean
from tracker.errors import TrackerError
from tracker.i18n import N_
from tracker.services.concerns import ConcernState, Query, find_concerns
from tracker.services.raising import Answered, Noted, Raised, add_concern, answer_concern

FORMATS = (TABLE, "json", "csv", "md", "html")

COMMAND = Group(
    "concern",
    params=global_options(),
    help=N_(
        "The register of what units raise: difficulties, opinions, proposals, who must answer them and what was answered. "
        "Open ones show in tracker status, tracker remind and the weekly report."
    ),
    context_settings=SETTINGS,
    add_help_option=False,
)
COMMAND.examples = ("tracker concern list", 'tracker concern answer 1-42 "Đã cấp 2 máy in ngày 28/2/2025"')


@COMMAND.add_command
@command(
    "add",
    summary=N_("Note a concern that a unit raised."),
    examples=(
        'tracker concern add -u th-14755 --field "Hậu cần" "Đề nghị cấp thêm máy in"',
        'tracker concern add -u th-14755 --field "Chế độ" "Chậm phụ cấp" --raised-on 28/2/2025 --to "Phòng Hậu cần"',
    ),
    more=N_(
        "Notes what a unit raised, with its field and who must answer. A field is any text; one that was named before is "
        "taken as it was spelled then. No state secrets and no personal data."
    ),
)
@argument("text", metavar="TEXT")
@option("--unit", "-u", metavar="UNIT", required=True, help=N_("Id, code, name or part of a name."))
@option("--field", metavar="FIELD", required=True, help=N_("What it concerns, as “Hậu cần”."))
@option("--raised-on", "raised_on", metavar="DAY", default="", help=N_("When it was raised; today unless said."))
@option("--to", metavar="NAME", default="", help=N_("Who must answer."))
@option("--ref", metavar="KEY", default="", help=N_("Your own key: the same twice is noted once."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def add(ctx: Context, campaign: str | None, *, dry_run: bool, as_json: bool, raised_on: str, **typed: str) -> None:
    """Note a concern."""
    view = ctx.choose(campaign, typed["unit"])
    raised = Raised(**typed, day=raised_on)
    done = add_concern(view, raised, ctx.rehearse if dry_run else ctx.open_journal, ctx.batch_info(), dry_run=dry_run)
    _say(ctx, done, None, as_json=as_json, dry_run=dry_run)


@COMMAND.add_command
@command(
    "answer",
    summary=N_("Note the answer to a concern, or who it was passed up to."),
    examples=(
        'tracker concern answer 1-42 "Đã cấp 2 máy in" --by-whom "Phòng Hậu cần" --on 28/2/2025',
        'tracker concern answer 1-42 --passed-up-to "Bộ Công an"',
    ),
    more=N_(
        "Notes what was answered. What is beyond the office's authority is passed up: it is open no more and still waits for "
        "an answer, which is noted in the same way once it comes."
    ),
)
@argument("concern", metavar="ID")
@argument("text", metavar="[TEXT]", required=False, default="")
@option("--by-whom", metavar="NAME", default="", help=N_("Who answered."))
@option("--on", "day", metavar="DAY", default="", help=N_("When it was answered; today unless said."))
@option("--passed-up-to", "passed_up_to", metavar="NAME", default="", help=N_("The higher level that must answer now."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def answer_(ctx: Context, concern: str, by_whom: str, *, dry_run: bool, as_json: bool, **typed: str) -> None:
    """Note an answer."""
    views = [ctx.view(one) for one in ctx.campaigns()]
    journal, info = ctx.rehearse if dry_run else ctx.open_journal, ctx.batch_info(concern)
    done = answer_concern(views, concern, Answered(by=by_whom, **typed), journal, info, dry_run=dry_run)
    _say(ctx, done, concern, as_json=as_json, dry_run=dry_run)


def _say(ctx: Context, done: Noted, about: str | None, *, as_json: bool, dry_run: bool) -> None:
    if as_json or dry_run or is_terminal():
        from tracker.render.compose_concerns import compose_noted  # noqa: PLC0415 a pipe gets the id alone
        from tracker.render.shapes.concerns import shape_noted  # noqa: PLC0415 likewise

        said = Answer(
            lambda: compose_noted(done, dry_run=dry_run, undo=suggest_undo(ctx)),
            lambda: shape_noted(done.but(view=done.view.but(journal=ctx.reading)), about, dry_run=dry_run),
        )
        answer(choose_output(None, as_json, None, (TABLE, "json")), said)
    else:
        sys.stdout.write(f"{done.id}\n")


@COMMAND.add_command
@command(
    "list",
    summary=N_("List concerns: the open ones, or all."),
    examples=("tracker concern list", "tracker concern list --all --field hau-can -o y-kien.csv"),
    more=N_(
        "Lists what waits for an answer, the oldest first: open concerns and those that were passed up. --all adds those "
        "that are answered, with the answer; --open leaves out what was passed up."
    ),
)
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--unit", "-u", metavar="UNIT", help=N_("One unit and all under it, with what units raised that became it."))
@option("--field", metavar="FIELD", default="", help=N_("What it concerns; a part of it will do."))
@option("--open", "open_only", is_flag=True, help=N_("Only what nobody has answered or passed up."))
@option("--all", "show_all", is_flag=True, help=N_("Those that are answered, too."))
@option("--older-than", metavar="DAYS", type=IntRange(0), help=N_("Only what has waited for more days than these."))
@output_options(*FORMATS)
def list_(
    ctx: Context,
    campaign: str | None,
    unit: str | None,
    field: str,
    older_than: int | None,
    chosen: Output,
    *,
    open_only: bool,
    show_all: bool,
) -> None:
    """List concerns."""
    from tracker.render.compose_concerns import compose_concerns  # noqa: PLC0415 what writes needs none
    from tracker.render.shapes.concerns import concern_columns, shape_concern, shape_concerns  # noqa: PLC0415 likewise

    if open_only and show_all:
        raise TrackerError.of("lists-exclude", options=["--open", "--all"])
    view = ctx.choose(campaign, unit)
    found = ctx.find_unit(view, unit)
    states = (ConcernState.OPEN,) if open_only else () if show_all else (ConcernState.OPEN, ConcernState.PASSED_UP)
    of = found.id if found else None
    query = Query(of, with_former=True, field=clean(field), older_than=older_than, states=states)
    concerns = find_concerns(view, query)
    said = Answer(
        lambda: compose_concerns(view, concerns),
        lambda: shape_concerns(view, concerns, of),
        lambda: [shape_concern(view, one) for one in concerns],
        concern_columns,
    )
    answer(chosen, said)
