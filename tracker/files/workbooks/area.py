"""What a first look at a workbook finds, before a library opens it: is it safe, and what would the library not say?

A library makes a cell of every place up to the last one, and reads an error, or a formula that was never calculated, as
nothing. So every cell that holds something is counted here first, and those cells are noted.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from tracker.files.cells import letters

MOST_CELLS = 1_000_000


class WorkbookError(Exception):
    """A workbook that is not read: the code of the problem and its particulars."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Kind(StrEnum):
    """What a note says: the cell shows an error, has a formula without its value, shows digits with zeros before or a percentage."""

    ERROR = "error"
    UNCOMPUTED = "uncomputed"
    DIGITS = "digits"
    PERCENT = "percent"


class Note(NamedTuple):
    """What a library would not say of a cell; of digits, as many as are shown."""

    kind: Kind
    shown: str = ""


PERCENTAGE = Note(Kind.PERCENT)
BUILT_IN = {9: "0%", 10: "0.00%"}  # the percentages among the formats that no file spells out
_LITERAL = r'"[^"]*"|\\.|\[[^\]]*\]|[_*].'  # of a format: what is shown as it stands, a colour, a space, a filler


class Range(NamedTuple):
    """Cells from one corner to the other, both included; rows and columns from 0."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Area:
    """How far the cells of a sheet that hold something reach, and the notes on them; rows and columns from 0."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.notes: dict[int, dict[int, Note]] = {}
        self.merged: list[Range] = []
        self.is_empty = True
        self.last_row = -1
        self._first, self._last_column = 1 << 20, -1

    def hold(self, row: int, column: int, last_row: int | None = None, last_column: int | None = None) -> None:
        """Count a cell that holds something, or a block of them.

        Raises: WorkbookError workbook-too-large.
        """
        self.is_empty = False
        self._first = min(self._first, column)
        self.last_row = max(self.last_row, row if last_row is None else last_row)
        self._last_column = max(self._last_column, column if last_column is None else last_column)
        if (self.last_row + 1) * (self._last_column - self._first + 1) > MOST_CELLS:
            last = f"{letters(self._last_column)}{self.last_row + 1}"
            raise WorkbookError("workbook-too-large", sheet=self.name, cell=last, most=MOST_CELLS)

    def note(self, row: int, column: int, note: Note) -> None:
        """Note something on a cell."""
        self.is_empty = False
        self.notes.setdefault(row, {})[column] = note


def digits_of(code: str) -> str:
    """Return the zeros of a number format that only asks for digits, as 00000; "" for another.

    LibreOffice writes a language before it: [$-42A]00000.
    """
    found = re.match(r"(?:\[\$[^\]]*\])?(0{2,})(?=;|$)", code)
    return found[1] if found else ""


@cache
def note_of(code: str) -> Note | None:
    """Return what the number format of a cell says of it: digits with zeros before, or a percentage; None for another."""
    if digits := digits_of(code):
        return Note(Kind.DIGITS, digits)
    bare = re.sub(_LITERAL, "", code)
    return PERCENTAGE if "%" in bare.partition(";")[0] else None


class Sheet(NamedTuple):
    """A sheet: whether people see it, and how to look at its cells."""

    is_visible: bool
    look: Callable[[], Area]


class Look(NamedTuple):
    """What a look found: the sheets by name, in order, and whether serial days count from 1904."""

    sheets: dict[str, Sheet]
    is_1904: bool
