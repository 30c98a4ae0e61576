"""What a page's tables are sorted by: the numbers and days behind their texts, and which of them have an order to lose."""

import re
from datetime import date
from decimal import Decimal

from tracker.i18n import language
from tracker.render.document import Cell, Column, Meter, Role, Run, Sparkline, Table

FEWEST = 3  # rows that it is worth to sort
_DAY = re.compile(r"(?a)(\d{2})/(\d{2})/(\d{4})")
_NUMBER = {
    "vi": re.compile(r"(?a)\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
    "en": re.compile(r"(?a)\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
}

Row = tuple[Cell, ...]


def is_ordered(table: Table) -> bool:
    """Whether the rows of a table may be put in another order: it has titles, and is no tree."""
    rows, _totals = split_totals(table)
    firsts = [row[0].text for row in rows if row and isinstance(row[0], Run)]
    is_tree = len({len(text) - len(text.lstrip()) for text in firsts}) > 1
    return len(rows) >= FEWEST and any(column.title for column in table.columns) and not is_tree


def split_totals(table: Table) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the rows of a table and, apart, those that it ends with and that sum them up, strong in every cell."""
    at = len(table.rows)
    while at > 1 and all(isinstance(cell, Run) and cell.role is Role.STRONG for cell in table.rows[at - 1]):
        at -= 1
    return table.rows[:at], table.rows[at:]


def value_of(cell: Cell, column: Column) -> str | None:
    """Return what a cell is sorted by where that is not its text: a number, a day (year first), "" where it says nothing."""
    match cell:
        case Meter(share):
            return f"{share:.4f}"
        case Sparkline(values):
            return f"{values[-1]:f}" if values else ""
        case Run(value=Decimal() as value):
            return _unless(cell.text, f"{value:f}")
        case Run(value=date() as value):
            return value.isoformat()
        case Run(text):
            return _unless(text, _read_text(text, column))


def _read_text(text: str, column: Column) -> str | None:
    if not any(letter.isalnum() for letter in text):
        return ""
    if found := _DAY.fullmatch(text.strip()):
        return "-".join(reversed(found.groups()))
    found = _NUMBER[language()].search(text) if column.right else None
    if found is None:
        return None
    plain = found[0].replace(".", "").replace(",", ".") if language() == "vi" else found[0].replace(",", "")
    return f"-{plain}" if text[: found.start()].rstrip().endswith(("-", "−")) else plain


def _unless(text: str, value: str | None) -> str | None:
    return None if value == text.strip() else value
