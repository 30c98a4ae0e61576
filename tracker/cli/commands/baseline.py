"""tracker baseline import."""

from typing import Any

from tracker.cli.command import SETTINGS, Group, argument, command, global_options
from tracker.cli.commands.targets import importing
from tracker.cli.context import Context
from tracker.i18n import N_

COMMAND = Group(
    "baseline",
    params=global_options(),
    help=N_("Takes what there was a year before from a spreadsheet into the campaign's file of baselines."),
    context_settings=SETTINGS,
    add_help_option=False,
)
COMMAND.examples = (
    "tracker baseline import cung-ky.xlsx --phase dot-2 -n",
    "tracker baseline import cung-ky.csv",
)


@COMMAND.add_command
@command(
    "import",
    summary=N_("Take in what there was in the same days a year before."),
    examples=("tracker baseline import cung-ky.xlsx --phase dot-2 -n", "tracker baseline import cung-ky.csv"),
    more=N_(
        "Takes CSV or a workbook: a row for each figure (unit, criterion, quantity, denominator, and phase, or from and to: "
        "days of the year before), or a row for each unit and a column for each criterion. Without a phase and days it is "
        "about the campaign's days a year before. Shows what changes, asks, and writes the campaign's file of baselines with "
        "the old one kept; tracker undo takes it back."
    ),
)
@argument("file", metavar="FILE")
@importing
def import_(ctx: Context, file: str, **asked: Any) -> None:
    """Import baselines."""
    from tracker.cli.book_editing import Wanted, import_book, manner_of  # noqa: PLC0415 help needs none of it

    wanted = Wanted(file, asked["campaign"], asked["phase"], asked["sheet"])
    import_book(ctx, "baselines", wanted, manner_of(asked))
