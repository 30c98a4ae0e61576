"""tracker commend add, decide, import, list, awards, and the papers that go with them."""

import sys
from typing import Any

from tracker.cli.command import SETTINGS, Group, argument, command, global_options, option
from tracker.cli.commend_papers import PAPERS
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, choose_output, output_options, suggest_undo
from tracker.cli.prompts import warn_first
from tracker.cli.screen import is_terminal
from tracker.domain.commendations import AwardKind, find_awards, parse_level
from tracker.errors import Problem, TrackerError
from tracker.i18n import N_
from tracker.services.commendation_judge import TypedCommendation
from tracker.services.commendations import CommendationQuery, CommendationState, awards_of, find_commendations
from tracker.services.commending import (
    NotedCommendation,
    TypedDecision,
    add_commendation,
    decide_commendation,
)
from tracker.services.phases import find_phase
from tracker.services.view import View

FORMATS = (TABLE, "json", "csv", "md", "html")
_CAMPAIGN = N_("The campaign.")
_REHEARSE, _JSON = N_("Show what would happen; write nothing."), N_("Answer in JSON.")

COMMAND = Group(
    "commend",
    params=global_options(),
    help=N_(
        "The register of commendations: titles and forms of commendation, how many collectives and individuals, by which "
        "decision, and what is proposed. Names of people stand in a file of their own, never in the register."
    ),
    context_settings=SETTINGS,
    add_help_option=False,
)
COMMAND.examples = (
    'tracker commend add "Bằng khen, Giấy khen" --collectives 34 --individuals 74',
    "tracker commend list",
)


@COMMAND.add_command
@command(
    "add",
    summary=N_("Note a commendation, or a proposal for one."),
    examples=(
        'tracker commend add "Bằng khen" --level tinh --collectives 3 --number 512/QĐ-UBND --date 10/2/2025 --phase dot-1',
        "tracker commend add giay-khen --individuals 12 --proposal",
    ),
    more=N_(
        "Notes how many collectives and individuals were commended with which title or form. Several that papers count "
        "together are joined by commas. With --proposal they are proposed and wait for a decision; --number and --date are then "
        "those of the proposal, and tracker commend decide notes those of the decision. No names of people."
    ),
)
@argument("award", metavar="AWARD")
@option("--collectives", metavar="COUNT", default="", help=N_("How many collectives."))
@option("--individuals", metavar="COUNT", default="", help=N_("How many individuals."))
@option(
    "--level", metavar="LEVEL", default="", help=N_("The level of who commends: province or tỉnh, unit or đơn vị ...")
)
@option("--number", metavar="TEXT", default="", help=N_("The number of the decision, or of the proposal."))
@option(
    "--date", "-d", "day", metavar="DAY", default="", help=N_("The day of the decision or proposal; today unless said.")
)
@option("--decided-by", metavar="NAME", default="", help=N_("Which office or post decided."))
@option("--basis", metavar="TEXT", default="", help=N_("What it rests on."))
@option("--phase", metavar="ID", default="", help=N_("The phase it is for; that of the day unless said."))
@option("--unit", "-u", metavar="UNIT", default="", help=N_("The unit whose collectives or people they are."))
@option("--note", metavar="TEXT", default="", help=N_("A note."))
@option("--ref", metavar="KEY", default="", help=N_("Your own key: the same twice is noted once."))
@option("--proposal", "is_proposed", is_flag=True, help=N_("It is a proposal, which is decided later."))
@option("--campaign", "-C", metavar="ID", help=_CAMPAIGN)
@option("--yes", "-y", is_flag=True, help=N_("Do not ask."))
@option("--dry-run", "-n", is_flag=True, help=_REHEARSE)
@option("--json", "as_json", is_flag=True, help=_JSON)
def add(ctx: Context, campaign: str | None, *, yes: bool, dry_run: bool, as_json: bool, **typed: Any) -> None:
    """Note a commendation."""
    if typed["note"].strip():
        warn_first(ctx, Problem("note-personal-data", {}), yes=yes)
    view = ctx.choose(campaign, typed["unit"] or None)
    journal = ctx.rehearse if dry_run else ctx.open_journal
    done = add_commendation(view, TypedCommendation(**typed), journal, ctx.batch_info(), dry_run=dry_run)
    if done.alike:
        ctx.warn([Problem("commendation-alike", {"id": done.alike})])
    _say(ctx, done, None, as_json=as_json, dry_run=dry_run)


@COMMAND.add_command
@command(
    "decide",
    summary=N_("Note what was decided about a proposal."),
    examples=(
        "tracker commend decide 1-42 --number 512/QĐ-UBND --date 28/2/2025",
        'tracker commend decide 1-42 --refused "Chưa đủ tiêu chuẩn"',
    ),
    more=N_(
        "Notes the decision: as many as were proposed unless other counts are said, or why the proposal was refused."
    ),
)
@argument("commendation", metavar="ID")
@option("--collectives", metavar="COUNT", default="", help=N_("How many collectives were commended."))
@option("--individuals", metavar="COUNT", default="", help=N_("How many individuals were commended."))
@option("--number", metavar="TEXT", default="", help=N_("The number of the decision."))
@option("--date", "-d", "day", metavar="DAY", default="", help=N_("The day of the decision; today unless said."))
@option("--decided-by", metavar="NAME", default="", help=N_("Which office or post decided."))
@option("--refused", metavar="TEXT", default=None, help=N_("The proposal was refused, and why."))
@option("--dry-run", "-n", is_flag=True, help=_REHEARSE)
@option("--json", "as_json", is_flag=True, help=_JSON)
def decide(ctx: Context, commendation: str, *, dry_run: bool, as_json: bool, **typed: Any) -> None:
    """Note a decision."""
    views = [ctx.view(one) for one in ctx.campaigns()]
    journal, info = ctx.rehearse if dry_run else ctx.open_journal, ctx.batch_info(commendation)
    done = decide_commendation(views, commendation, TypedDecision(**typed), journal, info, dry_run=dry_run)
    _say(ctx, done, commendation, as_json=as_json, dry_run=dry_run)


def _say(ctx: Context, done: NotedCommendation, proposal: str | None, *, as_json: bool, dry_run: bool) -> None:
    if as_json or dry_run or is_terminal():
        from tracker.render.compose_commendations import compose_noted  # noqa: PLC0415 a pipe gets the id alone
        from tracker.render.shapes.commendations import shape_noted  # noqa: PLC0415 likewise

        known = done._replace(view=done.view.but(journal=ctx.reading))
        said = Answer(
            lambda: compose_noted(done, dry_run=dry_run, undo=suggest_undo(ctx)),
            lambda: shape_noted(known, proposal, dry_run=dry_run),
        )
        answer(choose_output(None, as_json, None, (TABLE, "json")), said)
    else:
        sys.stdout.write(f"{done.id}\n")


@COMMAND.add_command
@command(
    "import",
    summary=N_("Take in commendations from a spreadsheet or CSV."),
    examples=("tracker commend import khen-thuong.xlsx -n", "tracker commend import khen-thuong.csv -C cand80"),
    more=N_(
        "Takes a row for each decision or proposal, all of the file or nothing: columns date, award, level, collectives, "
        "individuals, number, decided_by, basis, phase, unit, note, ref, state (or ngày, hình thức, cấp, tập thể, cá nhân, số "
        "quyết định ...). Rows with a ref that is already there are passed over. A list of tracker commend list is taken too; "
        "where it was written from this store its rows are already there."
    ),
)
@argument("file", metavar="FILE|-")
@option("--sheet", metavar="NAME|NUMBER", help=N_("The sheet of a workbook."))
@option("--campaign", "-C", metavar="ID", help=_CAMPAIGN)
@option("--dry-run", "-n", is_flag=True, help=_REHEARSE)
@option("--json", "as_json", is_flag=True, help=_JSON)
def import_(ctx: Context, file: str, sheet: str | None, campaign: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Import commendations."""
    from tracker.cli.commend_import import take_in  # noqa: PLC0415 other commands read no file

    take_in(ctx, file, sheet, campaign, dry_run=dry_run, as_json=as_json)


@COMMAND.add_command
@command(
    "list",
    summary=N_("List commendations and proposals, with their totals."),
    examples=(
        "tracker commend list",
        "tracker commend list --award bang-khen --level tinh --phase dot-1 -o khen-thuong.csv",
    ),
    more=N_("Lists the register in the order of its days, with totals by title or form and level."),
)
@option("--campaign", "-C", metavar="ID", help=_CAMPAIGN)
@option("--unit", "-u", metavar="UNIT", help=N_("One unit and all under it."))
@option("--award", metavar="AWARD", default="", help=N_("One title or form, or several joined by commas."))
@option("--titles", is_flag=True, help=N_("Only emulation titles."))
@option("--forms", is_flag=True, help=N_("Only forms of commendation."))
@option("--level", metavar="LEVEL", default="", help=N_("The level of who commends."))
@option("--phase", metavar="ID", help=N_("Those for one phase."))
@option("--decided", is_flag=True, help=N_("Only what is decided."))
@option("--proposed", is_flag=True, help=N_("Only what waits for a decision."))
@option("--refused", is_flag=True, help=N_("Only what was refused."))
@output_options(*FORMATS)
def list_(ctx: Context, campaign: str | None, unit: str | None, chosen: Output, **asked: Any) -> None:
    """List commendations."""
    from tracker.render.compose_commendations import compose_commendations  # noqa: PLC0415 what writes needs none
    from tracker.render.shapes.commendations import TABLE_COLUMNS, shape_commendations, shape_rows  # noqa: PLC0415 likewise

    view = ctx.choose(campaign, unit)
    found = ctx.find_unit(view, unit)
    commendations = find_commendations(view, _query(view, found.id if found else None, **asked))
    said = Answer(
        lambda: compose_commendations(view, commendations),
        lambda: shape_commendations(view, commendations),
        lambda: shape_rows(view, commendations),
        lambda: TABLE_COLUMNS,
    )
    answer(chosen, said)


def _query(
    view: View,
    unit: str | None,
    *,
    award: str,
    titles: bool,
    forms: bool,
    level: str,
    phase: str | None,
    **states: bool,
) -> CommendationQuery:
    if titles and forms:
        raise TrackerError.of("lists-exclude", options=["--titles", "--forms"])
    awards = find_awards(award, awards_of(view.campaign).values()) if award else ()
    return CommendationQuery(
        unit,
        tuple(one.id for one in awards),
        AwardKind.TITLE if titles else AwardKind.FORM if forms else None,
        parse_level(level) if level else None,
        find_phase(view.campaign, phase).id if phase else None,
        tuple(one for one in CommendationState if states[one]),
    )


@COMMAND.add_command
@command(
    "awards",
    summary=N_("List the titles and the forms of commendation that are known."),
    examples=("tracker commend awards", "tracker commend awards --json"),
    more=N_(
        "Lists the emulation titles and the forms of commendation of Law 06/2022/QH15, and those that the campaign adds under "
        "commendations: in campaigns.yaml."
    ),
)
@option("--campaign", "-C", metavar="ID", help=_CAMPAIGN)
@output_options(*FORMATS)
def awards(ctx: Context, campaign: str | None, chosen: Output) -> None:
    """List what can be awarded."""
    from tracker.render.compose_commendations import compose_awards  # noqa: PLC0415 what writes needs none
    from tracker.render.shapes.commendations import award_columns, shape_awards  # noqa: PLC0415 likewise

    view = ctx.choose(campaign)
    known = list(awards_of(view.campaign).values())
    said = Answer(
        lambda: compose_awards(known),
        lambda: shape_awards(view, known),
        lambda: shape_awards(view, known)["awards"],
        award_columns,
    )
    answer(chosen, said)


for _paper in PAPERS:
    COMMAND.add_command(_paper)
