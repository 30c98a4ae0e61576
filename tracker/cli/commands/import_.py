"""tracker import."""

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from io import SEEK_END
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tracker.cli.bar import Bar, shown
from tracker.cli.command import argument, command, option
from tracker.cli.context import Context
from tracker.cli.errors import say_sentence
from tracker.cli.late import parse_late
from tracker.cli.output import TABLE, Answer, answer, choose_output, suggest_undo
from tracker.cli.written_file import write_file
from tracker.domain.calendar import Span, parse_day
from tracker.domain.text import clean, visible
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.files.entries_file import Entries, Told, open_entries
from tracker.files.roster_file import open_file
from tracker.files.rows import Wish
from tracker.i18n import N_, _, ngettext
from tracker.render.compose_intake import compose_intake
from tracker.render.formats.csv import render_rows
from tracker.render.shapes.intake import shape_intake
from tracker.services.deliveries import Delivery
from tracker.services.intake import NumberedClaim, Terms, take_in
from tracker.services.intake_outcome import Intake, Rejected
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.schemas.entries import RejectedShape

MOST_SHOWN = 100
OFTEN = 1000


class _OfFile(Value, frozen=True):
    """The options that tell of the file itself, as typed."""

    sheet: str | None
    mapping: Sequence[str]
    encoding: str | None
    date: str | None
    week: str | None
    is_total: bool
    rejected: str | None


@command(
    "import",
    summary=N_("Import achievements from a spreadsheet, CSV or JSON lines."),
    examples=(
        "tracker import ket-qua.xlsx --dry-run",
        'tracker import bao-cao-tuan.xlsx --submit --received "28/2/2025 15:30"',
    ),
    more=N_(
        "Imports achievements from XLSX, ODS, XLS, CSV or JSON lines, all of the file or nothing. A row an entry: columns "
        "date, unit, criterion, quantity and, where needed, denominator, note, evidence, ref, highlight (or ngày, đơn vị, "
        "tiêu chí, số lượng, mẫu số, ghi chú, minh chứng, mã, nổi bật). Or a row a unit and a column a criterion, the day by --date, --week "
        "or a column; a filled-in workbook of tracker template as it is. Rows with a ref that is already there are passed over."
    ),
)
@argument("file", metavar="FILE|-")
@option("--sheet", metavar="NAME|NUMBER", help=N_("The sheet of a workbook."))
@option(
    "--mapping",
    multiple=True,
    metavar="TITLE=COLUMN,...",
    help=N_("What columns are: Ngày báo cáo=date,Ghi=ignore; a criterion by its id."),
)
@option("--encoding", metavar="NAME", help=N_("The encoding of a CSV that is neither UTF-8 nor UTF-16: cp1258."))
@option("--date", "-d", metavar="DAY", help=N_("The day of rows that name none."))
@option("--week", metavar="WEEK", help=N_("The same by a week: its last day, or today."))
@option(
    "--set",
    "is_total",
    is_flag=True,
    help=N_("Figures are running totals in the phase up to the day; the differences are logged."),
)
@option("--submit", is_flag=True, help=N_("File the week's returns of the units in the file too."))
@option("--received", metavar="MOMENT", help=N_("When the returns arrived; now unless said."))
@option("--rejected", metavar="FILE", help=N_("Import the good rows; write the others to a CSV to correct and import."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--late", metavar="TEXT", help=N_("Why this is recorded after its phase was closed; it is kept apart."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def COMMAND(  # noqa: N802
    ctx: Context,
    file: str,
    campaign: str | None,
    late: str | None,
    received: str | None,
    *,
    submit: bool,
    dry_run: bool,
    as_json: bool,
    **asked: Any,
) -> None:
    """Import a file."""
    name = "stdin" if file == "-" else clean(Path(file).name) or visible(file, kept="")
    ctx.table = file
    views = [ctx.view(one) for one in ctx.campaigns(campaign)]
    received_at = _received(ctx, received, submit=submit)
    of_file = _OfFile(**asked)
    told = _understand(ctx, views, of_file).but(campaign=campaign, today=ctx.today, returns=submit)
    with _opened(file, name) as stream, _open_entries(stream, name, views, told) as entries:
        views = [view for view in views if entries.form is None or view.campaign.id == entries.form.campaign.id]
        day = told.within or (entries.form.week.start if entries.form else None)
        delivery = Delivery(day, received_at, ctx.now) if submit else None
        terms = Terms(dry_run, of_file.is_total, of_file.rejected is not None, delivery, parse_late(late))
        with shown(quiet=ctx.options.quiet) as bar:
            claims = _watched(entries, stream, bar)
            open_journal = ctx.rehearse if dry_run else ctx.open_journal
            keep = None if dry_run or of_file.rejected is None else partial(_write_rejected, of_file.rejected, entries)
            intake = take_in(views, claims, open_journal, ctx.batch_info(name), terms, keep)
        intake = intake._replace(rejected=tuple(sorted(intake.rejected, key=lambda one: _place(entries, one)[1:3])))
        ctx.warn([*(one for one in entries.problems if one.is_warning), *_doubts(entries, intake)])
    if intake.rejected and not (as_json or terms.partial):
        raise TrackerError(_problems(entries, intake, "rows-rejected"))
    said = Answer(
        lambda: compose_intake(name, intake, entries.left_out, views, dry_run=dry_run, undo=suggest_undo(ctx)),
        lambda: shape_intake(name, intake, entries.left_out, _shape_rejected(entries, intake), dry_run=dry_run),
    )
    answer(choose_output(None, as_json, None, (TABLE, "json")), said)
    if intake.rejected and as_json:
        sys.exit(1)
    if intake.rejected:
        code = "rows-rejected" if dry_run else "rows-left"
        raise TrackerError(_problems(entries, intake, code, file=of_file.rejected))


def _understand(ctx: Context, views: Sequence[View], asked: _OfFile) -> Told:
    """Return what the options tell of the file.

    Raises: TrackerError date-or-week, set-or-rejected, file-exists, bad-mapping, bad-day, bad-week, week-in-future,
    campaign-ambiguous.
    """
    if asked.date and asked.week:
        raise TrackerError.of("date-or-week")
    if asked.is_total and asked.rejected:
        raise TrackerError.of("set-or-rejected")
    if asked.rejected and Path(asked.rejected).exists():
        raise TrackerError.of("file-exists", file=asked.rejected)
    days = parse_day(asked.date, ctx.today) if asked.date else _days_of(views, asked.week) if asked.week else None
    first, last = (days.start, days.end) if isinstance(days, Span) else (days, days)
    return Told(
        wish=Wish(asked.sheet, asked.encoding, fonts=True),
        renamed=_parse_mapping(asked.mapping),
        day=last.isoformat() if last else "",
        within=first,
        zeros=asked.is_total,
        sources=asked.rejected is not None,
    )


def _received(ctx: Context, text: str | None, *, submit: bool) -> datetime | None:
    """Return when returns arrived; None is now.

    Raises: TrackerError received-alone, bad-moment, no-such-day, received-in-future.
    """
    if text is None:
        return None
    if not submit:
        raise TrackerError.of("received-alone")
    return ctx.moment(text)


def _days_of(views: Sequence[View], week: str) -> Span:
    """Return the days of a week up to today."""
    weeks = {view.campaign.parse_week(week, view.as_of): view.as_of for view in views}
    if len(weeks) > 1:  # their weeks begin on different days
        raise TrackerError.of("campaign-ambiguous", candidates=[view.campaign.id for view in views])
    ((span, today),) = weeks.items()
    if span.start > today:
        raise TrackerError.of("week-in-future", start=span.start, end=span.end)
    return Span(span.start, min(span.end, today))


def _parse_mapping(texts: Sequence[str]) -> dict[str, str]:
    """Return what columns are, by their titles; a title that holds a comma stands in quotation marks.

    Raises: TrackerError bad-mapping.
    """
    found = {}
    for pair in (pair for pairs in csv.reader(texts, skipinitialspace=True) for pair in pairs):
        title, _, column = (part.strip() for part in pair.rpartition("="))
        if not title or not column:
            raise TrackerError.of("bad-mapping", text=pair)
        found[title] = column
    return found


def _open_entries(stream: IO[bytes], name: str, views: Sequence[View], told: Told) -> Entries:
    rosters = list({id(view.roster): view.roster for view in views}.values())
    return open_entries(stream, name, [view.campaign for view in views], rosters, told)


def _watched(entries: Entries, stream: IO[bytes], bar: Bar) -> Iterator[NumberedClaim]:
    """Yield the claims and tell the bar how far they have come: by rows, or by bytes where nobody knows how many rows."""
    last = entries.table.last_row
    size = 0 if last or not stream.seekable() else _size(stream)
    for number, claim in enumerate(entries):
        if number % OFTEN == 0 and (last or size):
            bar.tell(*((claim.row, last) if last else (stream.tell(), size)))
        yield claim


def _size(stream: IO[bytes]) -> int:
    at = stream.tell()
    size = stream.seek(0, SEEK_END)
    stream.seek(at)
    return size


def _doubts(entries: Entries, intake: Intake) -> Iterator[Problem]:
    """Yield warnings of what is likely a slip."""
    if intake.repeated * 2 > intake.looked_at and not intake.rejected:
        yield Problem("rows-repeated", {"count": intake.repeated, "of": intake.looked_at})
    if intake.corrected:
        yield Problem("refs-corrected", {"count": intake.corrected})
        for one in intake.known:
            params = {"ref": one.ref, "id": one.id, "state": one.state}
            yield Problem("ref-corrected", params, entries.place(one.row, "ref", None))
    contradicted = [id_ for one in intake.returns or () for id_ in one.contradicted]
    if contradicted:
        yield Problem("nil-contradicted", {"count": len(contradicted), "ids": contradicted})
    if intake.later:
        yield Problem("totals-later", {"count": intake.later})


def _problems(entries: Entries, intake: Intake, code: str, **params: object) -> list[Problem]:
    """Return the problems of rows, each once however many rows share it, after one that counts them all."""
    shared: dict[str, list[Rejected]] = {}
    for one in intake.rejected:
        shared.setdefault(f"{one.field} {one.problem.code} {one.problem.params}", []).append(one)
    shown = [_at_first(entries, rows) for rows in list(shared.values())[:MOST_SHOWN]]
    first = Problem(code, {"count": len({one.row for one in intake.rejected}), **params})
    rest = [Problem("problems-too-many", {"most": MOST_SHOWN})] if len(shared) > MOST_SHOWN else []
    return [first, *shown, *rest]


def _at_first(entries: Entries, rows: Sequence[Rejected]) -> Problem:
    place = _place(entries, rows[0])
    more = ngettext("and in {count} more row", "and in {count} more rows", len(rows) - 1) if len(rows) > 1 else ""
    return rows[0].problem.at(place._replace(path=" · ".join(part for part in (place.path, more) if part)))


def _place(entries: Entries, one: Rejected) -> Any:
    return one.problem.place or entries.place(one.row, one.field, one.at)


def _shape_rejected(entries: Entries, intake: Intake) -> "list[RejectedShape]":
    return [
        {
            "row": one.row,
            "column": entries.say_column(one.field, one.at),
            "code": one.problem.code,
            "message": say_sentence(one.problem),
        }
        for one in intake.rejected
    ]


def _write_rejected(path: str, entries: Entries, intake: Intake) -> None:
    """Write the rows that were rejected, each with its problems in a column more."""
    sentences: dict[int, list[str]] = {}
    values: dict[int, Sequence[Any]] = {}
    for one in intake.rejected:
        sentences.setdefault(one.row, []).append(say_sentence(one.problem))
        values[one.row] = one.source
    if values:
        rows = [[*entries.texts(values[row]), "; ".join(said)] for row, said in sorted(sentences.items())]
        write_file(Path(path), render_rows([*entries.titles, _("problem")], rows))


@contextmanager
def _opened(file: str, name: str) -> Iterator[IO[bytes]]:
    if file == "-":
        yield sys.stdin.buffer
    else:
        with open_file(Path(file), name) as stream:
            yield stream
