"""CSV as offices write it: the delimiter found, a wrong quotation mark named with its row."""

import csv
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import chain, islice

from tracker.errors import Place, Problem, TrackerError
from tracker.files.cells import SourceRow
from tracker.files.header import Match

DELIMITERS = (",", ";", "\t")
_HEAD = 30
_EXCEL_SAYS = "sep="  # a first line for Excel alone, which does not show it as a row


def read_delimited(
    lines: Iterator[str], name: str, match: Callable[[Sequence[str]], Match]
) -> Generator[SourceRow, None, None]:
    """Yield the records of a CSV; `match` tells the delimiter by how well it splits the header.

    Raises: TrackerError csv-syntax.
    """
    begun, delimiter = _find_delimiter(lines, match)
    reader = csv.reader(chain(begun, lines), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, values in enumerate(reader, 1):
            yield row, values
    except csv.Error as error:
        raise TrackerError([Problem("csv-syntax", {"problem": str(error)}, Place(name, row + 1, 1))]) from None


def _find_delimiter(lines: Iterator[str], match: Callable[[Sequence[str]], Match]) -> tuple[list[str], str]:
    """Return the lines looked at and the delimiter that makes the best header of one of them."""
    begun: list[str] = []
    best, delimiter = Match(is_whole=False, known=-1, width=0), DELIMITERS[0]
    for line in islice(lines, _HEAD):
        if not begun and line.lower().startswith(_EXCEL_SAYS) and line[4:5] in DELIMITERS:
            return [], line[4]
        begun.append(line)
        for one in DELIMITERS:
            found = match(_split(line, one))
            if found > best:
                best, delimiter = found, one
        if best.is_whole:
            break
    return begun, delimiter


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
