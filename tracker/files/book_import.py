"""Targets or baselines to import: a row each as in our files, or a row a unit and a column a criterion, as offices have them."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import IO

from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Kind
from tracker.domain.text import clean
from tracker.domain.units import Roster
from tracker.errors import Place, Problem
from tracker.files.book_files import COLUMNS
from tracker.files.book_table import BookTable
from tracker.files.cells import Reads
from tracker.files.entries_file import NOT_READ, TOTALS
from tracker.files.header import FIGURE, Column, Header
from tracker.files.rows import Wish, open_rows
from tracker.files.table import Record, Table
from tracker.files.wide import NOTHING, denominator_of, figure_columns

_FIGURES = {"targets": "target", "baselines": "quantity"}  # the column that a cell of a wide table stands for
_WHOSE = ("unit", "level")


class ImportedBook(BookTable):
    """The rows of a file that is imported; `passed_over` are those that are no unit's, as totals are, with their labels."""

    def __init__(self, table: Table, campaign: Campaign, roster: Roster, book: str, usual: Mapping[str, str]) -> None:
        super().__init__(table, campaign, roster, usual)
        self.book, self.figure = book, _FIGURES[book]
        self.is_wide = any(name.startswith(FIGURE) for name in table.positions)
        self.passed_over: list[tuple[int, str]] = []
        self._at: int | None = None

    def __iter__(self) -> Iterator[Record]:
        for record in super().__iter__():
            label = clean(record.cells.get("unit", ""))
            if re.fullmatch(TOTALS, label):
                self.passed_over.append((record.row, label))
            elif self.is_wide:
                yield from self._each_figure(record)
            else:
                yield record

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, once each: all figures of a row share its unit."""
        return list({(one.code, one.place, repr(one.params)): one for one in self.table.problems}.values())

    def place(self, row: int, column: str) -> Place:
        """Return the place of a cell; in a wide table all that is not the unit's stands under a criterion."""
        if self._at is not None and column not in _WHOSE:
            return self.table.place(row, self._at)
        return super().place(row, column)

    def _each_figure(self, record: Record) -> Iterator[Record]:
        """Yield a row for each figure of a wide one, as if it stood alone."""
        cells = record.cells
        whose = {name: cells.get(name, "") for name in _WHOSE}
        rates = {one.id for one in self.campaign.criteria if one.kind is Kind.RATE}
        for name, at in self.table.positions.items():
            criterion = name.removeprefix(FIGURE)
            if name == criterion or not self._is_figure(cells[name]) or self._is_denominator(name):
                continue
            denominator = cells.get(denominator_of(name), "") if criterion in rates else ""
            alone = {**whose, "criterion": criterion, self.figure: cells[name], "denominator": denominator}
            self._at = at
            yield Record(record.row, tuple(alone), tuple(alone.values()), (), record.values)
        self._at = None

    def _is_figure(self, text: str) -> bool:
        """Whether a cell says something; a dash is "not assigned" of a target and nothing of a baseline."""
        return clean(text) not in (("",) if self.book == "targets" else NOTHING)

    def _is_denominator(self, name: str) -> bool:
        return any(name == denominator_of(other) for other in self.table.positions)


def open_imported(stream: IO[bytes], name: str, book: str, campaign: Campaign, wish: Wish) -> Table:
    """Open a file of targets or baselines.

    Raises: TrackerError with every problem of its header, or where it is no table at all.
    """
    columns = [*COLUMNS[book], *NOT_READ, *_figures(book, campaign)]
    required = [one.name for one in COLUMNS[book] if one.required]

    def lacking(present: Collection[str]) -> Sequence[str]:
        is_wide = any(one.startswith(FIGURE) for one in present) and not set(required) <= set(present)
        needed = () if is_wide and set(_WHOSE) & set(present) else ("unit",) if is_wide else required
        return [one for one in needed if one not in present]

    header = Header(columns, lacking)
    source = open_rows(stream, name, header.match, wish)
    try:
        return Table(source, header)
    except BaseException:
        source.rows.close()
        raise


def _figures(book: str, campaign: Campaign) -> list[Column]:
    """Return a column for each criterion; only baselines of rates have denominators."""
    columns = [one._replace(reads=Reads.SHARE) for one in figure_columns([campaign])]
    names = {one.name for one in columns}
    return [one for one in columns if book == "baselines" or one.name not in {denominator_of(name) for name in names}]
