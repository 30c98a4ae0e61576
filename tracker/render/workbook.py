"""A workbook: sheets of typed tables, each with what it is about above and native charts beside it."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.render.document import Table


class Drawing(StrEnum):
    """How a chart of a sheet draws its series."""

    LINE = "line"
    COLUMN = "column"


class SheetChart(NamedTuple):
    """A native chart over a sheet's own table: the column of its categories and those of its series."""

    title: str
    drawing: Drawing
    categories: int
    series: tuple[int, ...]


class Sheet(NamedTuple):
    """A sheet: its short name on the tab, a heading, lines under it, a table and charts."""

    name: str
    heading: str
    lines: tuple[str, ...]
    table: Table
    charts: tuple[SheetChart, ...] = ()


class Workbook(NamedTuple):
    """A workbook with the day that is fixed in its properties."""

    title: str
    day: date
    sheets: tuple[Sheet, ...]
