"""The works of milestones as a table: what each is, whose, and by when it is planned."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tracker.domain.books import Work
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Criterion, Kind, TargetRow
from tracker.domain.quantity import THOUSAND
from tracker.errors import TrackerError
from tracker.files.book_table import BookTable, parse_day_written
from tracker.files.cells import Reads
from tracker.files.header import Column
from tracker.files.scalars import ID_PATTERN
from tracker.files.table import Record

WORK_COLUMNS = (
    Column("id", required=True, spellings=("mã", "mã công trình")),
    Column("criterion", required=True, spellings=("tiêu chí",)),
    Column("unit", required=True, spellings=("đơn vị", "tên đơn vị", "mã đơn vị")),
    Column("title", required=True, spellings=("tên", "tên công trình", "công trình")),
    Column(
        "planned", required=False, spellings=("kế hoạch", "ngày kế hoạch", "hoàn thành theo kế hoạch"), reads=Reads.DAY
    ),
)


def read_works(book: BookTable) -> list[Work]:
    """Return the works of a table; what is wrong with rows is reported."""
    found: list[Work] = []
    seen: set[tuple[str, str]] = set()
    for record in book:
        work = _work(book, record)
        if work and (work.criterion, work.id) in seen:
            book.report(record.row, "id", "id-repeated", id=work.id)
        elif work:
            seen.add((work.criterion, work.id))
            found.append(work)
    return found


def _work(book: BookTable, record: Record) -> Work | None:
    before = len(book.table.problems)
    work = book.need(record, "id", _id)
    criterion = book.need(record, "criterion", lambda text: _milestone(book.criterion(text)))
    planned = book.read(record, "planned", parse_day_written)
    unit = book.need(record, "unit", lambda text: book.unit(text, _within(planned, book.campaign)))
    title = book.need(record, "title", str)
    if len(book.table.problems) > before or not (work and criterion and unit and title):
        return None
    return Work(criterion.id, work, unit, title, planned)


def _id(text: str) -> str:
    if not re.fullmatch(ID_PATTERN, text):
        raise TrackerError.of("bad-id", text=text)
    return text


def _milestone(criterion: Criterion) -> Criterion:
    if criterion.kind is not Kind.MILESTONE:
        raise TrackerError.of("work-not-milestone", criterion=criterion.title)
    return criterion


def _within(day: date | None, campaign: Campaign) -> date:
    """Return the day of a campaign that a unit is looked up on: the planned one, if it lies in it."""
    return day if day and day in campaign.span else campaign.span.start


def targets_of_works(works: Sequence[Work], set_for: Iterable[str]) -> Iterator[TargetRow]:
    """Yield how many works there are, of all and of each unit: the target of a milestone for which none is set."""
    for criterion in dict.fromkeys(work.criterion for work in works if work.criterion not in set(set_for)):
        mine = [work.unit for work in works if work.criterion == criterion]
        yield TargetRow(criterion, len(mine) * THOUSAND)
        yield from (TargetRow(criterion, mine.count(unit) * THOUSAND, unit) for unit in dict.fromkeys(mine))
