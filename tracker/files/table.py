"""CSV as offices write it: UTF-8, the delimiter found, headers in any order and language, every wrong cell with its place.

Rows are counted as a spreadsheet counts them: the header is row 1, a record over several lines is one row.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import IO, NamedTuple

from tracker.domain.text import clean, fold, nearest
from tracker.errors import Place, Problem, TrackerError

DELIMITERS = (",", ";", "\t")


class Column(NamedTuple):
    """A column a table may have: its name, whether it must be there, and other spellings of its header."""

    name: str
    required: bool
    spellings: tuple[str, ...] = ()


class Record(NamedTuple):
    """A row of a table by column name; cells that it leaves out are "". `problem`: it has more cells than columns."""

    row: int
    cells: Mapping[str, str]
    problem: Problem | None = None


class Table:
    """A CSV file opened and its header understood; `problems` gathers what is wrong with rows, and warnings.

    Raises: TrackerError with every problem of the header; not-utf-8 and csv-syntax while it is read.
    """

    def __init__(self, stream: IO[bytes], name: str, columns: Sequence[Column]) -> None:
        self.name = name
        self.problems: list[Problem] = []
        lines = _decoded(stream, name)
        header = next(lines, "")
        self._reader = csv.reader(chain([header], lines), delimiter=_delimiter(header, columns), strict=True)
        self.positions = self._understand(self._next_row() or [], columns)

    def __iter__(self) -> Iterator[Record]:
        row = 1
        empty = dict.fromkeys(self.positions, "")
        while (values := self._next_row(row)) is not None:
            row += 1
            if not any(value.strip() for value in values):
                continue
            cells = {name: values[at] for name, at in self.positions.items() if at < len(values)}
            problem = None
            if any(value.strip() for value in values[self.width :]):
                problem = Problem("cells-extra", {"width": self.width}, Place(self.name, row, self.width + 1))
                self.problems.append(problem)
            yield Record(row, empty | cells if len(cells) < len(empty) else cells, problem)

    def place(self, row: int, column: str) -> Place:
        """Return the place of a cell."""
        return Place(self.name, row, self.positions.get(column, 0) + 1)

    def _next_row(self, row: int = 0) -> list[str] | None:
        try:
            return next(self._reader, None)
        except csv.Error as error:
            raise TrackerError([Problem("csv-syntax", {"problem": str(error)}, Place(self.name, row + 1, 1))]) from None

    def _understand(self, header: list[str], columns: Sequence[Column]) -> dict[str, int]:
        known = {fold(spelling): column.name for column in columns for spelling in (column.name, *column.spellings)}
        self.width = len(header)
        positions: dict[str, int] = {}
        problems: list[Problem] = []
        present = {known.get(fold(clean(title))) for title in header}
        for at, title in enumerate(header):
            name, place = known.get(fold(clean(title))), Place(self.name, 1, at + 1)
            if name is None and title.strip():
                near = [one for one in nearest(title, known, 1) if known[one] not in present]
                found = Problem(
                    "header-unknown" if near else "column-ignored", {"title": clean(title), "nearest": near}, place
                )
                (problems if near else self.problems).append(found)
            elif name in positions:
                problems.append(Problem("header-repeated", {"title": clean(title)}, place))
            elif name:
                positions[name] = at
        missing = [column.name for column in columns if column.required and column.name not in positions]
        if missing:
            problems.append(Problem("header-missing", {"columns": missing}, Place(self.name, 1, 1)))
        if problems:
            raise TrackerError(problems)
        return positions


def _delimiter(header: str, columns: Sequence[Column]) -> str:
    known = {fold(spelling) for column in columns for spelling in (column.name, *column.spellings)}

    def hits(delimiter: str) -> tuple[int, int]:
        titles = [fold(clean(title.strip().strip('"'))) for title in header.split(delimiter)]
        return sum(title in known for title in titles), len(titles)

    return max(DELIMITERS, key=hits)


def _decoded(stream: IO[bytes], name: str) -> Iterator[str]:
    for number, line in enumerate(_lines(stream, name), 1):
        try:
            text = line.decode("utf-8" if number > 1 else "utf-8-sig")
        except UnicodeDecodeError as error:
            wrong, at = error.object, error.start  # without the byte order mark
            place = Place(name, number, len(wrong[:at].decode()) + 1)
            raise TrackerError([Problem("not-utf-8", {"byte": f"0x{wrong[at]:02x}"}, place)]) from None
        yield text


def _lines(stream: IO[bytes], name: str) -> Iterator[bytes]:
    try:
        for chunk in stream:
            yield from chunk.splitlines(keepends=True)  # a CR alone ends a line too
    except OSError as error:
        raise TrackerError.of("file-unreadable", file=name, reason=error.strerror or str(error)) from None
