"""The files beside campaigns.yaml that hold a campaign's targets, baselines and works: read, and joined with its own."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from tracker.domain.books import Books, Work
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import TargetRow
from tracker.domain.units import Roster
from tracker.errors import Problem, TrackerError
from tracker.files.baselines_file import BASELINE_COLUMNS, WrittenBaseline, read_baselines
from tracker.files.book_table import BookTable
from tracker.files.campaign_shape import CampaignShape
from tracker.files.header import Column
from tracker.files.roster_file import open_file
from tracker.files.sources import refuse_pipe
from tracker.files.table import open_table
from tracker.files.targets_file import TARGET_COLUMNS, WrittenTarget, check_targets, read_targets, spread_targets
from tracker.files.typed_reader import TypedReader
from tracker.files.works_file import WORK_COLUMNS, read_works, targets_of_works

COLUMNS: Mapping[str, Sequence[Column]] = {
    "targets": TARGET_COLUMNS,
    "baselines": BASELINE_COLUMNS,
    "works": WORK_COLUMNS,
}
BOOKS = tuple(COLUMNS)


def book_names(shape: CampaignShape) -> dict[str, str]:
    """Return the file of each book of a campaign: the one that it names, or the one that is read where there is one."""
    return {book: getattr(shape, book) or f"{shape.id}-{book}.csv" for book in BOOKS if shape.id}


class _Read(NamedTuple):
    """What stands in a campaign's files."""

    targets: list[WrittenTarget]
    baselines: list[WrittenBaseline]
    works: list[Work]


class BookFiles:
    """Reads the files of campaigns; problems go to the reader's source. `instead` are files to read in the place of some."""

    def __init__(self, reader: TypedReader, folder: Path, instead: Mapping[str, Path]) -> None:
        self.reader, self.folder, self.instead = reader, folder, instead

    def complete(self, shape: CampaignShape, campaign: Campaign, roster: Roster) -> Campaign:
        """Return a campaign with what its files say, too."""
        read = _Read([], [], [])
        names = book_names(shape)
        there = [book for book in BOOKS if getattr(shape, book) or self._path(names[book]).is_file()]
        for book in there:
            self._read(book, shape, campaign, roster, read)
        return _joined(campaign, read) if there else campaign

    def _path(self, name: str) -> Path:
        return self.instead.get(name, self.folder / name)

    def _read(self, book: str, shape: CampaignShape, campaign: Campaign, roster: Roster, read: _Read) -> None:
        """Read a file; that it cannot be read is a problem of the line that names it."""
        name, source = book_names(shape)[book], self.reader.source
        path = self._path(name)
        try:
            refuse_pipe(path, name)
            with open_file(path, name) as stream, open_table(stream, name, COLUMNS[book]) as table:
                rows = BookTable(table, campaign, roster)
                _READERS[book](rows, read)
                source.problems += table.problems
        except TrackerError as error:
            node = self.reader.node(shape, book) if getattr(shape, book) else self.reader.node(shape)
            missing = [Problem("named-file-missing", {"file": name})] if error.code == "file-missing" else None
            source.problems += [
                one if one.place else one.at(source.place_of(node)) for one in missing or error.problems
            ]


def _read_targets(rows: BookTable, read: _Read) -> None:
    found = read_targets(rows)
    check_targets(rows, found)
    read.targets.extend(found)


def _read_baselines(rows: BookTable, read: _Read) -> None:
    read.baselines.extend(read_baselines(rows, rows.campaign.books.baselines))


def _read_works(rows: BookTable, read: _Read) -> None:
    read.works.extend(read_works(rows))


_READERS: Mapping[str, Callable[[BookTable, _Read], None]] = {
    "targets": _read_targets,
    "baselines": _read_baselines,
    "works": _read_works,
}


def _joined(campaign: Campaign, read: _Read) -> Campaign:
    """Return a campaign with the rows of its files: those of single units in its books, the others in its criteria."""
    own = campaign.books
    targets = list(spread_targets((one.target for one in read.targets), campaign))
    set_for = {row.criterion for one in campaign.criteria for row in one.targets}
    set_for |= {row.criterion for row in (*own.targets, *targets)}
    targets += targets_of_works(read.works, set_for)
    whole: defaultdict[str, list[TargetRow]] = defaultdict(list)
    for row in targets:
        if not row.unit:
            whole[row.criterion].append(row)
    criteria = tuple(
        msgspec.structs.replace(one, targets=(*one.targets, *whole[one.id])) if one.id in whole else one
        for one in campaign.criteria
    )
    books = Books(
        targets=(*own.targets, *(row for row in targets if row.unit)),
        baselines=(*own.baselines, *(one.baseline for one in read.baselines)),
        works=tuple(read.works),
    )
    return msgspec.structs.replace(campaign, criteria=criteria, encoded_books=encode_books(books))


def encode_books(books: Books) -> msgspec.Raw:
    """Return books as a definition keeps them."""
    return msgspec.Raw(msgspec.json.encode(books))
