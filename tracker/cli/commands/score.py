"""tracker score set, review, justify and list."""

import sys

from tracker.cli.command import SETTINGS, Group, SignedCommand, argument, command, global_options, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, is_terminal, output_options, suggest_undo
from tracker.domain.events import Authority
from tracker.i18n import N_
from tracker.services.phases import choose_phase
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
@option("--criterion", "-c", metavar="CRITERION", required=True, help=N_("What is scored."))
@option("--phase", metavar="ID", help=_PHASE)
@option("--reason", metavar="TEXT", default="", help=N_("Why."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def set_(
    ctx: Context, unit: str, points: str, criterion: str, phase: str | None, reason: str, campaign: str | None,
    *, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Note a unit's own score."""
    asked = Asked(unit, criterion, phase)
    _give(ctx, campaign, asked, points, Authority.SELF, reason, dry_run=dry_run, as_json=as_json)


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
@option("--criterion", "-c", metavar="CRITERION", required=True, help=N_("What is scored."))
@option("--reason", metavar="TEXT", required=True, help=N_("Why."))
@option("--final", is_flag=True, help=N_("These are the final points."))
@option("--phase", metavar="ID", help=_PHASE)
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def review(
    ctx: Context, unit: str, points: str, criterion: str, phase: str | None, reason: str, campaign: str | None,
    *, final: bool, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Note a review."""
    authority = Authority.FINAL if final else Authority.REVIEW
    asked = Asked(unit, criterion, phase)
    _give(ctx, campaign, asked, points, authority, reason, dry_run=dry_run, as_json=as_json)


def _give(
    ctx: Context, campaign: str | None, asked: Asked, points: str, authority: Authority, reason: str,
    *, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    view = ctx.choose(campaign, asked.unit)
    journal, info = ctx.rehearse if dry_run else ctx.open_journal, ctx.batch_info(asked.unit)
    done = give_points(view, asked, points, authority, reason, journal, info, dry_run=dry_run)
    _say(ctx, done, as_json=as_json, dry_run=dry_run)


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
@option("--criterion", "-c", metavar="CRITERION", required=True, help=N_("What is scored."))
@option("--phase", metavar="ID", help=_PHASE)
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def justify(
    ctx: Context, unit: str, text: str, criterion: str, phase: str | None, campaign: str | None,
    *, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Note an explanation."""
    view = ctx.choose(campaign, unit)
    journal, info = ctx.rehearse if dry_run else ctx.open_journal, ctx.batch_info(unit)
    done = note_explanation(view, Asked(unit, criterion, phase), text, journal, info, dry_run=dry_run)
    _say(ctx, done, as_json=as_json, dry_run=dry_run)


def _say(ctx: Context, done: Scored, *, as_json: bool, dry_run: bool) -> None:
    if as_json or dry_run or is_terminal():
        from tracker.render.compose_scores import compose_scored  # noqa: PLC0415 a pipe gets the id alone
        from tracker.render.shapes.scores import shape_scored  # noqa: PLC0415

        known = done._replace(view=done.view.but(journal=ctx.reading))
        said = Answer(
            lambda: compose_scored(done, dry_run=dry_run, undo=suggest_undo(ctx)),
            lambda: shape_scored(known, dry_run=dry_run),
        )
        answer(choose_output(None, as_json, None, (TABLE, "json")), said)
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
    format: str | None,  # noqa: A002
    output: str | None,
    *,
    as_json: bool,
) -> None:
    """List what was given."""
    from tracker.render.compose_scores import compose_scores  # noqa: PLC0415 what writes needs none
    from tracker.render.shapes.scores import given_columns, shape_given_rows, shape_scores  # noqa: PLC0415

    view = ctx.choose(campaign, unit)
    found, chosen = ctx.find_unit(view, unit), choose_phase(view, phase)
    records = events_of_scores(view, chosen)
    shown = [one for one in records if found is None or one.event.unit == found.id]
    said = Answer(
        lambda: compose_scores(view, chosen, shown, records),
        lambda: shape_scores(view, chosen, shown, records),
        lambda: shape_given_rows(view, shown, records),
        given_columns,
    )
    answer(choose_output(format, as_json, output, FORMATS), said)
