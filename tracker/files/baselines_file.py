"""Baselines as a table: what there was of a unit, or of all, in the days that are compared with."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from tracker.domain.books import BaselineRow
from tracker.domain.calendar import Span, year_before
from tracker.domain.criteria import Aim, Criterion
from tracker.domain.text import clean
from tracker.errors import TrackerError
from tracker.files.book_table import BookTable, parse_day_written
from tracker.files.cells import Reads
from tracker.files.header import Column
from tracker.files.table import Record
from tracker.files.target_text import parse_baseline

BASELINE_COLUMNS = (
    Column("unit", required=False, spellings=("đơn vị", "tên đơn vị", "mã đơn vị")),
    Column("criterion", required=True, spellings=("tiêu chí",)),
    Column("quantity", required=True, spellings=("số cùng kỳ", "cùng kỳ", "số lượng", "kết quả"), reads=Reads.SHARE),
    Column("denominator", required=False, spellings=("mẫu số",), reads=Reads.NUMBER),
    Column("phase", required=False, spellings=("đợt",)),
    Column("from", required=False, spellings=("từ ngày",), reads=Reads.DAY),
    Column("to", required=False, spellings=("đến ngày",), reads=Reads.DAY),
    Column("note", required=False, spellings=("ghi chú",)),  # where the figure is from, for whoever reads the file
)


class WrittenBaseline(NamedTuple):
    """A baseline, and the row that it is written in."""

    row: int
    baseline: BaselineRow


def read_baselines(book: BookTable, own: Sequence[BaselineRow] = ()) -> list[WrittenBaseline]:
    """Return the baselines of a table; what is wrong with rows, and days that count twice, also with `own`, are reported."""
    written = [WrittenBaseline(record.row, one) for record in book if (one := _baseline(book, record))]
    _check_days(book, own, written)
    return written


def _check_days(book: BookTable, own: Iterable[BaselineRow], written: Iterable[WrittenBaseline]) -> None:
    """Report rows about days that another row of the same unit and criterion, or campaigns.yaml, is about too."""
    found: defaultdict[tuple[str, str], list[tuple[Span, int]]] = defaultdict(list)
    for row, one in [*((0, one) for one in own), *written]:
        found[one.criterion, one.unit].append((one.span, row))
    for spans in found.values():
        for (earlier, first), (later, second) in pairwise(sorted(spans)):
            if later.start <= earlier.end:
                row, other = max(first, second), min(first, second)
                code = "baselines-overlap" if other else "baseline-in-both"
                book.report(row, "quantity", code, row=other, start=later.start, end=min(later.end, earlier.end))


def _baseline(book: BookTable, record: Record) -> BaselineRow | None:
    before = len(book.table.problems)
    criterion = book.need(record, "criterion", lambda text: _falling(book.criterion(text)))
    unit = book.read(record, "unit", lambda text: book.unit(text, book.campaign.span.start)) or ""
    span = _span(book, record)
    amounts = book.need(record, "quantity", lambda text: _amounts(book, record, text, criterion)) if criterion else None
    if criterion is None or amounts is None or span is None or len(book.table.problems) > before:
        return None
    return BaselineRow(criterion.id, unit, span, *amounts)


def _falling(criterion: Criterion) -> Criterion:
    if criterion.aim is not Aim.REDUCE:
        raise TrackerError.of("baseline-not-falling", criterion=criterion.title)
    return criterion


def _amounts(book: BookTable, record: Record, text: str, criterion: Criterion) -> tuple[int, int]:
    """Read 94 of 120 from one cell or two."""
    denominator = book.cell(record, "denominator")
    return parse_baseline(f"{text}/{denominator}" if denominator else text, criterion)


def _span(book: BookTable, record: Record) -> Span | None:
    """Return the days that a row names, or those of a phase or of the campaign a year before."""
    start, end = (book.read(record, column, parse_day_written) for column in ("from", "to"))
    written = [column for column in ("from", "to") if clean(record.cells.get(column, ""))]
    phase = book.read(record, "phase", book.phase) if not written else None
    if written and clean(record.cells.get("phase", "")):
        book.report(record.row, "phase", "baseline-when")
    elif len(written) == 1:
        missing = "to" if written == ["from"] else "from"
        book.report(record.row, missing, "field-missing", field=missing)
    elif start and end and end < start:
        book.report(record.row, "to", "span-reversed", start=start, end=end)
    elif start and end:
        return Span(start, end)
    return year_before(phase.span if phase else book.campaign.span)
