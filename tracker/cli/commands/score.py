"""tracker score set, review, justify and list."""

import sys
from functools import wraps
from typing import Any, NamedTuple, cast

from tracker.cli.command import SETTINGS, Callback, Group, SignedCommand, argument, command, global_options, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, choose_output, output_options, suggest_undo
from tracker.cli.screen import is_terminal
from tracker.domain.phase_events import Authority
from tracker.i18n import N_
from tracker.services.phases import choose_phase
from tracker.services.ports import OpenJournal
from tracker.services.scores import Asked, Scored, events_of_scores, give_points, note_explanation

FORMATS = (TABLE, "json", "csv", "md", "html")
_PHASE = N_("The phase; the one that runs, or ended last, unless said.")

COMMAND = Group(
    "score",
    params=global_options(),
    help=N_(
        "Points that people give: a unit's own score, a review of it, the final word; and what a unit explains. Every value "
        "is kept with who gave it, when and why. The latest of the highest authority counts; tracker explain shows all of them."
    ),
    context_settings=SETTINGS,
    add_help_option=False,
)
COMMAND.examples = ("tracker score set th-14755 -c mo-hinh 9,5", "tracker score list th-14755")


class Manner(NamedTuple):
    """How a command writes: in which campaign, as a rehearsal or not, and how it answers."""

    campaign: str | None
    dry_run: bool
    as_json: bool

    def journal(self, ctx: Context) -> OpenJournal:
        """Return what opens the journal."""
        return ctx.rehearse if self.dry_run else ctx.open_journal


def _line_options(callback: Callback) -> Callback:
    """Add the options that name a line of a unit's sheet and how it is written; the command gets a `line` and a `manner`."""

    @wraps(callback)
    def run(
        *args: Any, unit: str, criterion: str, phase: str | None, campaign: str | None, dry_run: bool, as_json: bool,
        **others: Any,
    ) -> None:  # fmt: skip
        callback(*args, line=Asked(unit, criterion, phase), manner=Manner(campaign, dry_run, as_json), **others)

    for add in (
        option("--json", "as_json", is_flag=True, help=N_("Answer in JSON.")),
        option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing.")),
        option("--campaign", "-C", metavar="ID", help=N_("The campaign.")),
        option("--phase", metavar="ID", help=_PHASE),
        option("--criterion", "-c", metavar="CRITERION", required=True, help=N_("What is scored.")),
    ):
        run = add(run)
    return cast("Callback", run)


@COMMAND.add_command
@command(
    "set",
    summary=N_("Note the points that a unit gives itself."),
    examples=(
        "tracker score set th-14755 -c mo-hinh 9,5",
        'tracker score set th-14755 -c mo-hinh 9,5 --phase dot-1 --reason "Đã tính mô hình liên xã"',
    ),
    more=N_(
        "Notes the points that a unit gives itself for a criterion; they count instead of the computed ones until a review. "
        "From 0 up to the criterion's maximum; below 0, as -2,5, where the sheet has penalties."
    ),
    cls=SignedCommand,
)
@argument("unit", metavar="UNIT")
@argument("points", metavar="POINTS")
@option("--reason", metavar="TEXT", default="", help=N_("Why."))
@_line_options
def set_(ctx: Context, line: Asked, manner: Manner, points: str, reason: str) -> None:
    """Note a unit's own score."""
    _give(ctx, line, manner, points, Authority.SELF, reason)


@COMMAND.add_command
@command(
    "review",
    summary=N_("Note the points of a review, or the final ones."),
    examples=(
        'tracker score review th-14755 -c mo-hinh 9 --reason "Một mô hình chưa có quyết định công nhận"',
        'tracker score review th-14755 -c mo-hinh 9 --final --reason "Biên bản họp Hội đồng ngày 7/2/2025"',
    ),
    more=N_(
        "Notes the points that a review gives; they count instead of the computed ones and of the unit's own score. With "
        "--final they are the last word: no later review or score counts before another --final."
    ),
    cls=SignedCommand,
)
@argument("unit", metavar="UNIT")
@argument("points", metavar="POINTS")
@option("--reason", metavar="TEXT", required=True, help=N_("Why."))
@option("--final", is_flag=True, help=N_("These are the final points."))
@_line_options
def review(ctx: Context, line: Asked, manner: Manner, points: str, reason: str, *, final: bool) -> None:
    """Note a review."""
    _give(ctx, line, manner, points, Authority.FINAL if final else Authority.REVIEW, reason)


def _give(ctx: Context, line: Asked, manner: Manner, points: str, authority: Authority, reason: str) -> None:
    view = ctx.choose(manner.campaign, line.unit)
    journal, info = manner.journal(ctx), ctx.batch_info(line.unit)
    _say(ctx, give_points(view, line, points, authority, reason, journal, info, dry_run=manner.dry_run), manner)


@COMMAND.add_command
@command(
    "justify",
    summary=N_("Note what a unit explains about its points."),
    examples=(
        'tracker score justify th-14755 -c mo-hinh "Hai mô hình ra mắt sau ngày chốt số liệu"',
        'tracker score justify th-14755 -c mo-hinh "Hồ sơ nộp muộn do bão" --phase dot-1',
    ),
    more=N_("Notes what a unit explains about a criterion. It changes no points and shows beside them."),
)
@argument("unit", metavar="UNIT")
@argument("text", metavar="TEXT")
@_line_options
def justify(ctx: Context, line: Asked, manner: Manner, text: str) -> None:
    """Note an explanation."""
    view = ctx.choose(manner.campaign, line.unit)
    journal, info = manner.journal(ctx), ctx.batch_info(line.unit)
    _say(ctx, note_explanation(view, line, text, journal, info, dry_run=manner.dry_run), manner)


def _say(ctx: Context, done: Scored, manner: Manner) -> None:
    if manner.as_json or manner.dry_run or is_terminal():
        from tracker.render.compose_scores import compose_scored  # noqa: PLC0415 a pipe gets the id alone
        from tracker.render.shapes.scores import shape_scored  # noqa: PLC0415 likewise

        known = done._replace(view=done.view.but(journal=ctx.reading))
        said = Answer(
            lambda: compose_scored(done, dry_run=manner.dry_run, undo=suggest_undo(ctx)),
            lambda: shape_scored(known, dry_run=manner.dry_run),
        )
        answer(choose_output(None, manner.as_json, None, (TABLE, "json")), said)
    else:
        sys.stdout.write(f"{done.id}\n")


@COMMAND.add_command
@command(
    "list",
    summary=N_("List the points that people gave, and what units explained."),
    examples=("tracker score list", "tracker score list th-14755 --phase dot-1 -o cham-diem.csv"),
    more=N_("Lists every value that people gave in a phase, with who, when and why, and which of them count."),
)
@argument("unit", metavar="[UNIT]", required=False)
@option("--phase", metavar="ID", help=_PHASE)
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@output_options(*FORMATS)
def list_(
    ctx: Context,
    unit: str | None,
    phase: str | None,
    campaign: str | None,
    chosen: Output,
) -> None:
    """List what was given."""
    from tracker.render.compose_scores import compose_scores  # noqa: PLC0415 what writes needs none
    from tracker.render.shapes.scores import given_columns, shape_given_rows, shape_scores  # noqa: PLC0415 likewise

    view = ctx.choose(campaign, unit)
    found, in_phase = ctx.find_unit(view, unit), choose_phase(view, phase)
    records = events_of_scores(view, in_phase)
    shown = [one for one in records if found is None or one.event.unit == found.id]
    said = Answer(
        lambda: compose_scores(view, in_phase, shown, records),
        lambda: shape_scores(view, in_phase, shown, records),
        lambda: shape_given_rows(view, shown, records),
        given_columns,
    )
    answer(chosen, said)
