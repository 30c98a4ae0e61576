"""tracker targets import and list."""

from typing import Any

from tracker.cli.command import SETTINGS, Callback, Group, argument, command, global_options, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.domain.book_changes import find_targets
from tracker.domain.criterion_names import find_criterion
from tracker.domain.text import clean
from tracker.errors import TrackerError
from tracker.i18n import N_

FORMATS = (TABLE, "json", "csv", "md", "html")

COMMAND = Group(
    "targets",
    params=global_options(),
    help=N_("Takes targets from a spreadsheet into the campaign's file of targets, and lists those that are set."),
    context_settings=SETTINGS,
    add_help_option=False,
)
COMMAND.examples = (
    "tracker targets import chi-tieu.xlsx --phase dot-2 -n",
    'tracker targets list -u "thị trấn Thọ Xuân"',
)


def importing(callback: Callback) -> Callback:
    """Add what every import into a file of the campaign takes."""
    for add in reversed(
        (
            option("--phase", metavar="ID", help=N_("The phase of rows that name none.")),
            option("--sheet", metavar="NAME|NUMBER", help=N_("The sheet of a workbook.")),
            option("--campaign", "-C", metavar="ID", help=N_("The campaign.")),
            option("--yes", "-y", is_flag=True, help=N_("Do not ask.")),
            option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing.")),
            option("--json", "as_json", is_flag=True, help=N_("Answer in JSON.")),
        )
    ):
        callback = add(callback)
    return callback


@COMMAND.add_command
@command(
    "import",
    summary=N_("Take in targets, of single units too."),
    examples=(
        "tracker targets import chi-tieu.xlsx --phase dot-2 -n",
        'tracker targets import chi-tieu.csv --from 1/3/2025 --reason "Điều chỉnh theo Kế hoạch 25"',
    ),
    more=N_(
        "Takes CSV or a workbook: a row for each target (unit, level, criterion, phase, target, from, reason), or a row for "
        "each unit and a column for each criterion. A dash is “not assigned”. Shows what changes, asks, and writes the "
        "campaign's file of targets with the old one kept; tracker undo takes it back. With --from the targets hold from "
        "that day on and what was before stays; without it a row takes the place of the same target."
    ),
)
@argument("file", metavar="FILE")
@option("--from", "start", metavar="DAY", help=N_("The first day on which the new targets hold."))
@option("--reason", metavar="TEXT", help=N_("Why they change."))
@importing
def import_(ctx: Context, file: str, start: str | None, reason: str | None, **asked: Any) -> None:
    """Import targets."""
    from tracker.cli.book_editing import Wanted, import_book, manner_of  # noqa: PLC0415 a list needs none of it

    why = clean(reason or "")
    if start is not None and not why:
        raise TrackerError.of("option-needs", option="--from", others="--reason")
    wanted = Wanted(file, asked["campaign"], asked["phase"], asked["sheet"], start, why)
    import_book(ctx, "targets", wanted, manner_of(asked))


@COMMAND.add_command
@command(
    "list",
    summary=N_("List the targets that are set, with their changes."),
    examples=("tracker targets list -c mo-hinh", 'tracker targets list -u "thị trấn Thọ Xuân" --json'),
    more=N_(
        "Lists every target as it was set. With -u those of a unit, of its level and of the whole campaign. Then the named "
        "works of milestones, with the days on which they are planned and were done."
    ),
)
@option("--unit", "-u", metavar="UNIT", help=N_("The unit."))
@option("--criterion", "-c", metavar="CRITERION", help=N_("Id, title or part of a title."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@output_options(*FORMATS)
def list_(
    ctx: Context,
    unit: str | None,
    criterion: str | None,
    campaign: str | None,
    chosen: Output,
) -> None:
    """List targets."""
    from tracker.render.compose_books import compose_targets  # noqa: PLC0415 an import needs none of it
    from tracker.render.shapes.books import shape_targets, target_columns  # noqa: PLC0415 likewise
    from tracker.services.works import find_works  # noqa: PLC0415 likewise

    view = ctx.choose(campaign, unit)
    version = ctx.find_unit(view, unit)
    asked = find_criterion(view.campaign, criterion, fragments=True).id if criterion else None
    found = find_targets(view.campaign, version, asked)
    works = find_works(view, version.id if version else None, asked)
    said = Answer(
        lambda: compose_targets(view, found, works),
        lambda: shape_targets(view, found, works),
        rows=lambda: shape_targets(view, found, works)["targets"],
        columns=target_columns,
    )
    answer(chosen, said)
