"""A look into an XLSX. Source: ECMA-376, part 1, SpreadsheetML."""

import re
from collections.abc import Callable
from zipfile import ZipFile

from tracker.files.workbooks.area import BUILT_IN, Area, Kind, Look, Note, Range, Sheet, WorkbookError, note_of
from tracker.files.workbooks.parts import Attributes, collect, follow

_TRUE = ("1", "true")


def look_into_xlsx(archive: ZipFile) -> Look:
    """Look into an XLSX."""
    parts = collect(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    targets = {one.get("Id", ""): one.get("Target", "") for one in parts}
    book = collect(archive, "xl/workbook.xml", "sheet", "workbookPr")
    formats = _read_formats(archive)
    sheets = {}
    for one in book:
        target = targets.get(next((value for key, value in one.items() if key.endswith(":id")), ""), "")
        if "worksheets/" in target:
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            name = one.get("name", "")
            sheets[name] = Sheet(one.get("state", "visible") == "visible", _look_at(archive, path, name, formats))
    return Look(sheets, any(one.get("date1904") in _TRUE for one in book))


def _look_at(archive: ZipFile, path: str, name: str, formats: list[Note | None]) -> Callable[[], Area]:
    def look() -> Area:
        scan = _Cells(Area(name), formats)
        follow(archive, path, scan)
        return scan.area

    return look


def _read_formats(archive: ZipFile) -> list[Note | None]:
    """Return what the format of each cell style says of its cells."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = _Styles()
    follow(archive, "xl/styles.xml", styles)
    return [note_of(styles.codes.get(one, "")) for one in styles.cells]


class _Styles:
    """Follows the part of the styles: the code of each number format, and the format of each cell style."""

    def __init__(self) -> None:
        self.codes = {str(number): code for number, code in BUILT_IN.items()}
        self.cells: list[str] = []
        self.handlers = {
            "numFmt": self._take_format,
            "xf": lambda attributes: self.cells.append(attributes.get("numFmtId", "")),
            "cellXfs": lambda _: self.cells.clear(),  # those before are of named styles
        }

    def _take_format(self, attributes: Attributes) -> None:
        self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    def text(self, text: str) -> None:
        pass

    def finish(self) -> None:
        pass


class _Cells:
    """Follows the part of a sheet, cell by cell."""

    def __init__(self, area: Area, formats: list[Note | None]) -> None:
        self.area, self._formats = area, formats
        self.handlers = {
            "c": self._begin,
            "v": self._hold,
            "is": self._hold,
            "f": self._take_formula,
            "row": self._take_row,
            "mergeCell": self._take_merged,
        }
        self._row = self._column = -1
        self._columns: dict[str, int] = {}
        self._attributes: Attributes = {}
        self._text = ""
        self._is_formula = self._holds = self._reads = False

    def text(self, text: str) -> None:
        if self._reads:
            self._text += text

    def finish(self) -> None:
        """Count the cell that was begun last."""
        if not (self._holds or self._is_formula):
            return
        if "r" in self._attributes:
            self._row, self._column = self._at(self._attributes["r"])
        if self._holds:
            self.area.hold(self._row, self._column)
        if note := self._note():
            self.area.note(self._row, self._column, note)

    def _note(self) -> Note | None:
        kind, text = self._attributes.get("t", "n"), self._text.strip()
        if kind == "e":
            return Note(Kind.ERROR, text)
        if self._is_formula and not text and kind != "str":  # a text may well come out empty
            return Note(Kind.UNCOMPUTED)
        style = int(self._attributes.get("s", 0))
        return self._formats[style] if kind == "n" and style < len(self._formats) else None

    def _begin(self, attributes: Attributes) -> None:
        self.finish()
        self._column += 1
        self._attributes = attributes
        self._is_formula = self._holds = self._reads = False

    def _hold(self, _: Attributes) -> None:
        self._holds = True
        self._reads, self._text = self._is_formula or self._attributes.get("t") == "e", ""

    def _take_formula(self, _: Attributes) -> None:
        self._is_formula, self._text = True, ""

    def _take_row(self, attributes: Attributes) -> None:
        self._begin({})
        self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column = -1

    def _take_merged(self, attributes: Attributes) -> None:
        first, _, last = attributes["ref"].partition(":")
        self.area.merged.append(Range(*self._at(first), *self._at(last or first)))

    def _at(self, ref: str) -> tuple[int, int]:
        """Return the row and column that B7 names."""
        name = ref.rstrip("0123456789")
        if name not in self._columns:
            if not re.fullmatch("[A-Z]{1,3}", name):
                raise WorkbookError("workbook-damaged", reason=ref)
            column = 0
            for letter in name:
                column = column * 26 + ord(letter) - ord("A") + 1
            self._columns[name] = column - 1
        return int(ref[len(name) :]) - 1, self._columns[name]
