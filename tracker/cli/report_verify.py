"""tracker report verify."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.command import argument, command
from tracker.cli.context import USUAL_ZONE, Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.domain.text import clean
from tracker.errors import TrackerError
from tracker.i18n import N_

if TYPE_CHECKING:
    from tracker.domain.campaign import Definition
    from tracker.services.verify import Printed

FORMATS = (TABLE, "json", "md")


@command(
    "verify",
    summary=N_("See whether a report's figures are still those of the journal."),
    examples=("tracker report verify tuan-06.pdf", "tracker report verify tuan-06.html --json"),
    more=N_(
        "Looks the hash that a report bears up in the journal: the report is as the journal stands now, or what was recorded "
        "since then and how much of that is about days up to the report's own; exits with 1 where the journal never had "
        "the hash. Reads md, html, txt, json, csv, docx, pdf and xlsx, - is standard input. Changed figures beside a "
        "right hash are not found: compare them with the report that --known-at HASH writes again."
    ),
)
@argument("file", metavar="FILE")
@output_options(*FORMATS)
def verify_command(ctx: Context, file: str, chosen: Output) -> None:
    """Verify a report."""
    from tracker.journal.heads import StoreHeads  # noqa: PLC0415 other reports need none of it
    from tracker.render.compose_verification import compose_verification  # noqa: PLC0415 likewise
    from tracker.render.shapes.verification import shape_verification  # noqa: PLC0415 likewise
    from tracker.services.verify import Match, verify_report  # noqa: PLC0415 likewise

    ctx.refuse_known_at()
    printed = _read(file)
    name = clean(Path(file).name) or "-"
    journal = StoreHeads(ctx.reading)
    definition = _definition(ctx)
    found = verify_report(journal, printed)
    if found.row and found.row.number and definition:
        found = found._replace(closed=_closed_as_of(ctx, definition, found.row.number))
    today, entries = ctx.counted(definition)
    said = Answer(
        document=lambda: compose_verification(found, name, definition.zone if definition else USUAL_ZONE),
        shape=lambda: shape_verification(found, name, journal.head()[1].hex(), today, entries),
    )
    answer(chosen, said)
    if found.match is Match.NONE:
        sys.exit(1)


def _read(file: str) -> "Printed":
    from tracker.files.printed_report import read_printed  # noqa: PLC0415 other reports read no file
    from tracker.files.roster_file import open_file  # noqa: PLC0415 likewise

    if file == "-":
        return read_printed(sys.stdin.buffer, "-")
    path = Path(file)
    name = path.name or file
    with open_file(path, name) as stream:
        return read_printed(stream, name)


def _closed_as_of(ctx: Context, definition: "Definition", row: int) -> tuple[str, ...]:
    """Return the phases that were closed with a row as the last that counts."""
    from tracker.services.closing import find_closings  # noqa: PLC0415 other reports need none

    closings = (one.closed for campaign in definition.campaigns for one in find_closings(ctx.reading, campaign.id))
    return tuple(one.title for one in closings if one.last == row)


def _definition(ctx: Context) -> "Definition | None":
    """Return the campaigns, where there are any: a report is verified without."""
    try:
        return ctx.definition
    except TrackerError:
        return None
