"""Cells as files give them, typed or not, and the text that a column reads from them.

A number of a spreadsheet is exact and has one meaning; the text made of it here says the same to whoever parses it.
"""

import re
from collections.abc import Generator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeAlias


class Reads(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"  # a number, or a percentage where a spreadsheet shows one
    DAY = "day"


class Fault(NamedTuple):
    """A cell that cannot be used: the code of its problem, and what is seen in it."""

    code: str
    shown: str = ""


class Covered(NamedTuple):
    """A cell below the first of a merged range, with the value that the range shows."""

    value: "str | int | float | date | Fault"


class Percentage(float):
    """A number that a spreadsheet shows as a percentage: 0.95 for 95%."""

    __slots__ = ()


Cell: TypeAlias = str | int | float | date | Fault | Covered


# A row and its number as a spreadsheet counts; number 0 names the columns and is no row of the file.
SourceRow: TypeAlias = tuple[int, Sequence[Cell]]


class Source(NamedTuple):
    """A file's rows, up to `last_row` where that is known. `sheet` is the sheet they stand on; `epoch` is day 0 of its serial days, None where it has none.

    `is_escaped`: texts may be guarded against being formulas, as in a CSV of ours (`domain.text.guard_formula`). `form` is
    what an entry workbook of ours says of itself.
    """

    name: str
    rows: Generator[SourceRow, None, None]
    sheet: str = ""
    epoch: date | None = None
    is_escaped: bool = False
    is_text: bool = False
    last_row: int = 0
    form: Mapping[str, str] = MappingProxyType({})


_NUMBERS = (Reads.NUMBER, Reads.SHARE)
PLACES = 9  # what is finer is noise of 0.1 + 0.2
_SERIAL_DAYS = (20_000, 80_000)  # 1954 to 2119; other numbers in a column of days are slips
_LOOKS_GROUPED = r"[1-9]\d{0,2}\.\d{3}"


def as_text(cell: Cell, reads: Reads, epoch: date | None) -> str | Fault:
    """Return what a column reads from a cell."""
    match cell:
        case str() | Fault():
            return cell
        case Covered(value):
            return Fault("cell-merged") if reads in _NUMBERS and value != "" else as_text(value, reads, epoch)
        case date():
            return Fault("cell-holds-day", cell.isoformat()) if reads in _NUMBERS else cell.isoformat()
        case Percentage() if reads is Reads.SHARE:
            return f"{_say_number(cell * 100, reads, None)}%"
        case _:
            return _say_number(cell, reads, epoch)


def _say_number(value: float, reads: Reads, epoch: date | None) -> str:
    if reads is Reads.DAY and epoch and _SERIAL_DAYS[0] <= value <= _SERIAL_DAYS[1]:
        return (epoch + timedelta(int(value))).isoformat()
    text = spell_number(value)
    # "1.234" could be read as a thousand; "01.234" cannot.
    return f"0{text}" if reads in _NUMBERS and re.fullmatch(_LOOKS_GROUPED, text) else text


def spell_number(value: float) -> str:
    """Write a number as digits, to the 15 digits that a spreadsheet keeps and to nine places."""
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(f"{round(value, PLACES):.15g}"), "f")


def letters(at: int) -> str:
    """Return what a spreadsheet calls a column: A, B, ... AA."""
    name, rest = "", at + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
