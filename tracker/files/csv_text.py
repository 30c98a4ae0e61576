"""A CSV as the text that it is: cells are set and rows added, and every other byte stays as it was."""

import codecs
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from tracker.domain.calendar import parse_full_day
from tracker.domain.text import guard_formula
from tracker.errors import TrackerError
from tracker.files.delimited import DELIMITERS
from tracker.files.header import Column
from tracker.files.table import open_table

_ENCODINGS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_BEFORE = re.compile("\ufeff?([sS][eE][pP]=[,;\t](\r\n|\r|\n))?")  # a mark, and what Excel wants to be told


class Row:
    """A row as it is written: its cells with their quotation marks, and what ends its line."""

    def __init__(self, cells: list[str], end: str) -> None:
        self.cells, self.end = cells, end

    @property
    def values(self) -> list[str]:
        """What the cells say; of an empty line nothing."""
        return [] if self.cells == [""] else [_unquoted(cell) for cell in self.cells]


class CsvText:
    """A CSV to be edited; `records` are its rows below the header that hold anything, as a table reads them,
    and then those that were added.

    Raises: TrackerError not-csv of a workbook or what else is no CSV; what reading a table raises.
    """

    def __init__(self, data: bytes, name: str, columns: Sequence[Column]) -> None:
        with open_table(io.BytesIO(data), name, columns) as table:
            read = [(record.row, list(record.values)) for record in table]
            self.positions, titles, header = dict(table.positions), table.titles, table.header_row
        self.encoding = next((found for mark, found in _ENCODINGS.items() if data.startswith(mark)), "utf-8")
        text = _decoded(data, self.encoding, name)
        begun = _BEFORE.match(text)
        self._begin = begun[0] if begun else ""
        for self.delimiter in DELIMITERS:
            self.rows = list(_scan(text[len(self._begin) :], self.delimiter))
            asked = [(header, titles), *read]
            if all(1 <= row <= len(self.rows) and self.rows[row - 1].values == values for row, values in asked):
                break
        else:
            raise TrackerError.of("not-csv", file=name)
        self.header = self.rows[header - 1]
        self.records = [self.rows[row - 1] for row, _ in read]
        self.columns = {column.name: column for column in columns}
        self._day_written: str | None = None
        self.is_translated = any(titles[at].strip().casefold() != name for name, at in self.positions.items())

    def value(self, row: Row, column: str) -> str:
        """Return what a row says in a column, "" where there is none."""
        at = self.positions.get(column, len(row.values))
        return row.values[at] if at < len(row.values) else ""

    def say_day(self, day: date | None, columns: Sequence[str]) -> str:
        """Write a day as the days in some columns are written."""
        if self._day_written is None:
            self._day_written = self._find_day(columns)
        return _write_day(day, self._day_written) if day else ""

    def _find_day(self, columns: Sequence[str]) -> str:
        written = (self.value(row, column).strip() for row in self.records for column in columns)
        days = list(filter(_is_day, written))
        short = next((one for one in days if len(one) < 10), "")  # it tells whether there are zeros before
        return short or next(iter(days), "1/1/2025" if self.is_translated else "2025-01-01")

    def set(self, row: Row, values: Mapping[str, str]) -> None:
        """Set cells of a row; a column that the file has not is added, at its right."""
        for column, value in values.items():
            if column not in self.positions and not value:
                continue
            at = self._position(column)
            row.cells += [""] * (at + 1 - len(row.cells))
            row.cells[at] = self._quoted(value, row.cells[at] or self._model(column))

    def insert(self, values: Mapping[str, str], after: Row, *, like: bool = False) -> Row:
        """Add a row after another one; `like` it, cells that are not named are the same."""
        blank = ['""' if cell.startswith('"') and not like else "" for cell in after.cells]
        row = Row(list(after.cells) if like else blank, after.end)
        row.cells += [""] * (len(self.header.cells) - len(row.cells))
        if not after.end:  # the last line of a file may have none
            after.end = self._line_end
        self.rows.insert(self.rows.index(after) + 1, row)
        self.records.append(row)
        self.set(row, values)
        return row

    def encode(self) -> bytes:
        """Return the bytes of the file."""
        lines = (self.delimiter.join(row.cells) + row.end for row in self.rows)
        return (self._begin + "".join(lines)).encode(self.encoding)

    @property
    def _line_end(self) -> str:
        return next((row.end for row in self.rows if row.end), "\n")

    def _position(self, column: str) -> int:
        """Return where a column stands; one that the file has not is added to every row."""
        if column not in self.positions:
            spelling = self.columns[column].spellings[:1] if self.is_translated else ()
            width = len(self.header.cells)
            self.header.cells.append(self._quoted(next(iter(spelling), column), self.header.cells[0]))
            for row in self.records:
                row.cells += [""] * (width + 1 - len(row.cells))
            self.positions[column] = width
        return self.positions[column]

    def _model(self, column: str) -> str:
        """Return a cell of the column that shows how its cells are written."""
        at = self.positions[column]
        return next((row.cells[at] for row in self.records if at < len(row.cells) and row.cells[at]), "")

    def _quoted(self, value: str, like: str) -> str:
        safe = guard_formula(value)
        if like.startswith('"') or re.search(r'["\r\n]|^\s|\s$', safe) or self.delimiter in safe:
            return '"' + safe.replace('"', '""') + '"'
        return safe


def _write_day(day: date, like: str) -> str:
    """Write a day as another one is written: ISO, or day first with its sign, with zeros before short numbers or not."""
    if re.match(r"\d{4}", like):
        return day.isoformat()
    sign, numbers = re.sub(r"\d", "", like)[0], (day.day, day.month)
    is_padded = re.match(r"\d\d\D\d\d\D", like)
    return sign.join([*(f"{one:02}" if is_padded else f"{one}" for one in numbers), f"{day.year:04}"])


def _is_day(text: str) -> bool:
    try:
        parse_full_day(text)
    except TrackerError:
        return False
    return True


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:  # a workbook, or a text that only a hint could make readable
        raise TrackerError.of("not-csv", file=name) from None


def _scan(text: str, delimiter: str) -> Iterator[Row]:
    """Yield the rows of a CSV as they are written."""
    cell = re.compile(rf'("(?:[^"]|"")*"|[^{delimiter}\r\n]*)({delimiter}|\r\n|\r|\n|\Z)')
    cells: list[str] = []
    at = 0
    while at < len(text) or cells:
        found = cell.match(text, at)
        if found is None:  # a quotation mark that is not a CSV's
            return
        cells.append(found[1])
        at = found.end()
        if found[2] != delimiter:
            yield Row(cells, found[2])
            cells = []


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
