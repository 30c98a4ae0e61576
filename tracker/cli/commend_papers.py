"""tracker commend recipients, name, proposal and annex: who is commended, by name, and the papers that say so."""

from collections.abc import Sequence
from typing import Any

import click

from tracker.cli.command import argument, command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Output, output_options
from tracker.i18n import N_

PAPER_FORMATS = (TABLE, "json", "md", "html", "docx", "pdf")
_CAMPAIGN = N_("The campaign.")
_NAMES = N_("The file of names; <campaign>-recipients.csv beside campaigns.yaml unless said.")
_NUMBER = N_("The paper's number, without its symbol.")
_SIGNED = N_("The day that the paper bears; left open unless said.")


@command(
    "recipients",
    summary=N_("Suggest who may be proposed, by the ranking of a phase."),
    examples=(
        "tracker commend recipients --phase dot-1",
        'tracker commend recipients --phase dot-1 --ranks 2 --band "Xuất sắc" --for 1-42 -o cand80-recipients.csv',
    ),
    more=N_(
        "Lists the units that lead their groups, and those of a band where one is named, with what that rests on. As CSV it is "
        "the beginning of a file of names. A suggestion from the figures alone: who is proposed is for people to say."
    ),
)
@option("--phase", metavar="ID", help=N_("The phase; the one that runs, or ended last, unless said."))
@option(
    "--ranks",
    metavar="COUNT",
    type=click.IntRange(0),
    default=1,
    help=N_("Up to which rank in each group; 1 unless said."),
)
@option("--band", metavar="NAME", help=N_("Also all units of this classification."))
@option("--cluster", metavar="NAME", help=N_("This cluster alone, or those under this unit."))
@option(
    "--for",
    "commendation",
    metavar="ID",
    help=N_("The proposal that the list is for; it stands in each line of the CSV."),
)
@option("--campaign", "-C", metavar="ID", help=_CAMPAIGN)
@output_options(TABLE, "json", "csv", "md", "html")
def recipients(ctx: Context, chosen: Output, **asked: Any) -> None:
    """Suggest who may be proposed."""
    from tracker.cli.commend_writing import suggest_recipients  # noqa: PLC0415 the register needs no ranking

    suggest_recipients(ctx, chosen, **asked)


@command(
    "name",
    summary=N_("Name who is commended or proposed, in a file of its own."),
    examples=(
        'tracker commend name 1-42 --collective "Công an xã Hoằng Thái" --merit "Dẫn đầu Cụm mẫu H1"',
        'tracker commend name 1-42 "Nguyễn Văn A" --post "Đại úy, Đội trưởng" --unit "Công an xã Hoằng Thái"',
    ),
    more=N_(
        "Adds a line to the file of names, which no export or backup carries; the journal never holds a name. Warns "
        "before people are named, and asks for the name at a terminal where it is not given, so that no shell remembers it."
    ),
)
@argument("commendation", metavar="ID")
@argument("name", metavar="[NAME]", required=False, default="")
@option("--collective", "is_collective", is_flag=True, help=N_("It is a collective; a person unless said."))
@option("--post", metavar="TEXT", default="", help=N_("The person's rank and post."))
@option("--unit", metavar="TEXT", default="", help=N_("Where the person serves, or what the collective belongs to."))
@option("--award", metavar="TEXT", default="", help=N_("Which of several titles or forms it is."))
@option("--merit", metavar="TEXT", default="", help=N_("What for."))
@option("--names", metavar="FILE", help=_NAMES)
@option("--yes", "-y", is_flag=True, help=N_("Do not ask."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def name_(ctx: Context, commendation: str, name: str, **asked: Any) -> None:
    """Name somebody."""
    from tracker.cli.commend_writing import add_name  # noqa: PLC0415 the register names nobody

    add_name(ctx, commendation, name, **asked)


@command(
    "proposal",
    summary=N_("Write the proposal for what waits for a decision (Tờ trình)."),
    examples=("tracker commend proposal -o to-trinh.docx", "tracker commend proposal 1-42 --number 15 -o to-trinh.pdf"),
    more=N_(
        "Writes the paper that proposes what is noted as a proposal, all of it or those named, in the layout of Decree "
        "30/2020/NĐ-CP, with the list of who is proposed where the file of names has them."
    ),
)
@argument("commendations", metavar="[ID...]", nargs=-1)
@option("--phase", metavar="ID", help=N_("Those for one phase."))
@option("--names", metavar="FILE", help=_NAMES)
@option("--number", metavar="TEXT", default="", help=_NUMBER)
@option("--signed-on", "signed_on", metavar="DAY", help=_SIGNED)
@option("--campaign", "-C", metavar="ID", help=_CAMPAIGN)
@output_options(*PAPER_FORMATS)
def proposal(ctx: Context, commendations: Sequence[str], chosen: Output, **asked: Any) -> None:
    """Write a proposal."""
    from tracker.cli.commend_writing import write_proposal  # noqa: PLC0415 the register needs no paper

    write_proposal(ctx, commendations, chosen, **asked)


@command(
    "annex",
    summary=N_("Write the list that goes with a decision (Danh sách)."),
    examples=(
        "tracker commend annex 1-42 -o danh-sach.docx",
        "tracker commend annex 1-42 --names ten.csv -o danh-sach.pdf",
    ),
    more=N_(
        "Writes the list of who is commended by a decision, collectives first, from the file of names, in the layout of Decree "
        "30/2020/NĐ-CP."
    ),
)
@argument("commendation", metavar="ID")
@option("--names", metavar="FILE", help=_NAMES)
@option("--number", metavar="TEXT", default="", help=_NUMBER)
@option(
    "--signed-on",
    "signed_on",
    metavar="DAY",
    help=N_("The day that the paper bears; that of the decision unless said."),
)
@output_options(*PAPER_FORMATS)
def annex(ctx: Context, commendation: str, chosen: Output, **asked: Any) -> None:
    """Write a list."""
    from tracker.cli.commend_writing import write_list  # noqa: PLC0415 the register needs no paper

    write_list(ctx, commendation, chosen, **asked)


PAPERS = (recipients, name_, proposal, annex)
