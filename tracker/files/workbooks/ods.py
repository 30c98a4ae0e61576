"""A look into an ODS. Source: OpenDocument 1.3, part 3, chapters 9 and 19."""

import re
from functools import partial
from zipfile import ZipFile

from tracker.files.workbooks.area import PERCENTAGE, Area, Kind, Look, Note, Range, Sheet
from tracker.files.workbooks.parts import Attributes, follow

_CELLS = ("table-cell", "covered-table-cell")
_ERROR = r"#[A-Z/0-9!?]+|Err:\d+"


def look_into_ods(archive: ZipFile) -> Look:
    """Look into an ODS, whose sheets are all in one part."""
    book = _Book(always_calculates=_is_by_an_office(archive))
    follow(archive, "content.xml", book)
    sheets = {area.name: Sheet(style not in book.hidden, partial(_same, area)) for area, style in book.areas}
    return Look(sheets, book.is_1904)


def _is_by_an_office(archive: ZipFile) -> bool:
    """Whether an office program saved the file: it calculates every formula, and gives one whose text is empty no type."""
    meta = archive.read("meta.xml") if "meta.xml" in archive.namelist() else b""
    return re.search(rb"<meta:generator>\s*\w*Office", meta) is not None


def _same(area: Area) -> Area:
    return area


class _Book:
    """Follows the part of all sheets, cell by cell."""

    def __init__(self, *, always_calculates: bool) -> None:
        self._always_calculates = always_calculates
        self.areas: list[tuple[Area, str]] = []
        self.hidden = set[str]()
        self.is_1904 = False
        self.handlers = {
            "table-cell": self._begin,
            "covered-table-cell": self._begin,
            "table-row": self._take_row,
            "table": self._take_table,
            "style": self._take_style,
            "table-properties": self._take_properties,
            "null-date": self._take_epoch,
        }
        self._row = self._column = 0
        self._rows = self._columns = 0
        self._attributes: Attributes = {}
        self._style = self._text = ""

    def text(self, text: str) -> None:
        self._text += text

    def finish(self) -> None:
        """Count the cell that was begun last."""
        self._begin({})

    def _begin(self, attributes: Attributes) -> None:
        if self._columns:
            self._count()
        self._column += self._columns
        self._columns = int(attributes.get("table:number-columns-repeated", 1))
        self._attributes, self._text = attributes, ""

    def _end_row(self) -> None:
        self._begin({})
        self._row += self._rows
        self._rows = self._column = self._columns = 0

    def _take_row(self, attributes: Attributes) -> None:
        self._end_row()
        self._rows = int(attributes.get("table:number-rows-repeated", 1))

    def _take_table(self, attributes: Attributes) -> None:
        self._end_row()
        self.areas.append((Area(attributes.get("table:name", "")), attributes.get("table:style-name", "")))
        self._row = 0

    def _take_style(self, attributes: Attributes) -> None:
        self._style = attributes.get("style:name", "")

    def _take_properties(self, attributes: Attributes) -> None:
        if attributes.get("table:display") == "false":
            self.hidden.add(self._style)

    def _take_epoch(self, attributes: Attributes) -> None:
        self.is_1904 = attributes.get("table:date-value", "").startswith("1904")

    def _count(self) -> None:
        text, formula = self._text.strip(), "table:formula" in self._attributes
        if not (text or formula or "office:value-type" in self._attributes):
            return
        area = self.areas[-1][0]
        last_row, last_column = self._row + self._rows - 1, self._column + self._columns - 1
        area.hold(self._row, self._column, last_row, last_column)
        note = _note(self._attributes, text)
        if note and not (note.kind is Kind.UNCOMPUTED and self._always_calculates):
            for row in range(self._row, last_row + 1):
                for column in range(self._column, last_column + 1):
                    area.note(row, column, note)
        down, right = (int(self._attributes.get(f"table:number-{one}-spanned", 1)) for one in ("rows", "columns"))
        if down > 1 or right > 1:
            area.merged.append(Range(self._row, self._column, self._row + down - 1, self._column + right - 1))


def _note(attributes: Attributes, text: str) -> Note | None:
    formula, kind = "table:formula" in attributes, attributes.get("office:value-type")
    if attributes.get("calcext:value-type") == "error" or (formula and re.fullmatch(_ERROR, text)):
        return Note(Kind.ERROR, text)
    if formula and not kind:
        return Note(Kind.UNCOMPUTED)
    if kind == "percentage":
        return PERCENTAGE
    return Note(Kind.DIGITS, text) if kind == "float" and re.fullmatch("0[0-9]+", text) else None
