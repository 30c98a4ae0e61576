"""A table as offices keep it: its header found below any titles, every wrong cell with its place.

Rows are counted as a spreadsheet counts them, the file's first row being row 1; a record over several lines is one row.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from types import TracebackType
from typing import IO, Any, NamedTuple

from tracker.domain.judging import FieldProblem
from tracker.domain.text import unguard_formula
from tracker.errors import Place, Problem
from tracker.files.cells import Cell, Fault, Reads, Source, as_text, letters
from tracker.files.header import Column, Header
from tracker.files.rows import Wish, open_rows

HEADER_WITHIN = 30


class Record(NamedTuple):
    """A row of a table: the text of each of its columns, in the order of `names`; what the row leaves out is "".

    `problems`: cells that cannot be read, or more cells than columns. `values` is the row as it stands in the file.
    """

    row: int
    names: tuple[str, ...]
    texts: tuple[str, ...]
    problems: tuple[FieldProblem, ...]
    values: Sequence[Cell]

    @property
    def cells(self) -> dict[str, str]:
        """The texts by the names of their columns."""
        return dict(zip(self.names, self.texts, strict=True))


class Table:
    """A file opened and its header understood; `problems` gathers what is wrong with rows, and warnings.

    Raises: TrackerError with every problem of the header; what is wrong with the file itself while it is read.
    """

    def __init__(self, source: Source, header: Header) -> None:
        self.name, self.sheet, self._source, self._header = source.name, source.sheet, source, header
        self.last_row = source.last_row
        self.header_row, self.titles = self._find_header()
        self.problems: list[Problem] = []
        self.positions: dict[str, int] = {}
        self._understand(self.header_row, self.titles)

    def __enter__(self) -> "Table":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading."""
        self._source.rows.close()

    def __iter__(self) -> Iterator[Record]:
        is_text = self._source.is_text
        for row, values in self._source.rows:
            if is_text:  # the quick way, for files of a million rows
                joined = "".join(values)  # type: ignore[arg-type]
                if joined and "'" not in joined and len(values) == len(self.titles) and not joined.isspace():
                    yield Record(row, self._names, self._pick(values), (), values)
                    continue
            if row == 0:
                self._understand(0, [_title(cell) for cell in values])
            elif any(values) and any(cell != "" if not isinstance(cell, str) else cell.strip() for cell in values):
                yield self._record(row, values)

    def place(self, row: int, column: str | int) -> Place:
        """Return the place of a cell, by its column's name or position."""
        at = column if isinstance(column, int) else self.positions.get(column, 0)
        path = f"{self.sheet}!{letters(at)}{row}" if self.sheet else ""
        return Place(self.name, max(row, 1), at + 1, path=path)

    def texts(self, values: Sequence[Cell]) -> list[str]:
        """Return a row as texts, each cell as its column understands it; of one that it cannot use, what is seen."""
        reads = {at: how for _, at, how in self._reading}
        texts = (as_text(cell, reads.get(at, Reads.TEXT), self._source.epoch) for at, cell in enumerate(values))
        return [text.shown if isinstance(text, Fault) else self._meant(text) for text in texts]

    def _record(self, row: int, values: Sequence[Cell]) -> Record:
        problems: list[FieldProblem] = []
        texts = []
        for name, at, reads in self._reading:
            text = as_text(values[at], reads, self._source.epoch) if at < len(values) else ""
            if isinstance(text, Fault):
                problems.append(FieldProblem(name, Problem(text.code, {"shown": text.shown}, self.place(row, at))))
            texts.append("" if isinstance(text, Fault) else self._meant(text))
        width = len(self.titles)
        if len(values) > width and any(_title(value).strip() for value in values[width:]):
            problems.append(FieldProblem("", Problem("cells-extra", {"width": width}, self.place(row, width))))
        self.problems += [problem for _, problem in problems]
        return Record(row, self._names, tuple(texts), tuple(problems), values)

    def _meant(self, text: str) -> str:
        return unguard_formula(text) if self._source.is_escaped else text

    def _find_header(self) -> tuple[int, list[str]]:
        """Return the first row that has all the titles, or else the one that most likely was meant to."""
        seen: list[tuple[int, list[str]]] = []
        for row, values in islice(self._source.rows, HEADER_WITHIN):
            titles = [_title(cell) for cell in values]
            if row == 0 or self._header.match(titles).is_whole:
                return row, titles
            seen.append((row, titles))
        return max(seen, key=lambda one: self._header.count_likely(one[1]), default=(1, []))

    def _understand(self, row: int, titles: list[str]) -> None:
        self.positions, problems = self._header.understand(titles, lambda at: self.place(row, at))
        self.problems += [problem for problem in problems if problem not in self.problems]
        self.titles = titles
        self._names, self._pick = tuple(self.positions), _picker(tuple(self.positions.values()))
        self._reading = [(name, at, self._header.columns[name].reads) for name, at in self.positions.items()]


def open_table(
    stream: IO[bytes],
    name: str,
    columns: Sequence[Column],
    wish: Wish = Wish(),  # noqa: B008 a value
) -> Table:
    """Open a file of any format that holds a table.

    Raises: TrackerError with every problem of its header, or where it is no table at all.
    """
    header = Header(columns)
    source = open_rows(stream, name, header.match, wish)
    try:
        return Table(source, header)
    except BaseException:
        source.rows.close()
        raise


def _picker(positions: tuple[int, ...]) -> Callable[[Sequence[Cell]], tuple[Any, ...]]:
    """Return what picks the cells at some positions out of a row."""
    if len(positions) > 1:
        return itemgetter(*positions)
    return lambda values: tuple(values[at] for at in positions)


def _title(cell: Cell) -> str:
    text = as_text(cell, Reads.TEXT, None)
    return text.shown if isinstance(text, Fault) else text
