"""The process that reads a workbook: little memory, little time, nothing but rows out; what it dies of stays with it.

    python -P -m tracker.files.workbooks.child [SHEET] < WORKBOOK

Answers in JSON lines: first what the workbook is, then its rows in bunches, then its end; or one refusal.
"""

import faulthandler
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from itertools import chain, islice, repeat
from typing import IO, Any

import msgspec

from tracker.files.workbooks.area import MOST_CELLS, Area, Kind, Look, Note, Range, WorkbookError
from tracker.files.workbooks.parts import open_archive

MEGABYTES = 256
SECONDS = 30
ROWS_AT_ONCE = 200
HEAD = 30
FORM, FORM_ROWS = "tracker", 2  # the hidden sheet of an entry workbook, and how many of its rows are read

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_OTHERS = {"word/document.xml": "Word", "ppt/presentation.xml": "PowerPoint", "content.xml": "OpenDocument"}

_Row = tuple[int, list[Any]]


def main() -> None:
    """Read the workbook on stdin and write its rows on stdout."""
    _confine()
    out, encode = sys.stdout.buffer, msgspec.json.encode
    with open(0, "rb", closefd=False) as file:  # stdin, as a file to move about in
        try:
            for message in _read(file, sys.argv[1] if len(sys.argv) > 1 else None):
                out.write(encode(message) + b"\n")
            out.flush()
        except BrokenPipeError:
            os._exit(0)  # nobody reads on
        except WorkbookError as refused:
            _refuse(out, refused.code, refused.params)
        except MemoryError:
            _refuse(out, "workbook-beyond", {})
        except BaseException as error:  # noqa: BLE001 the library panics beside Exception
            _refuse(out, "workbook-damaged", {"reason": str(error)[:200]})


def _refuse(out: IO[bytes], code: str, params: dict[str, object]) -> None:
    out.write(msgspec.json.encode({"code": code, "params": params}) + b"\n")
    out.flush()


def _confine() -> None:
    """Take away what a table does not need; where there are no limits of memory, there is one of time."""
    faulthandler.dump_traceback_later(SECONDS, exit=True, file=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    try:
        import resource  # noqa: PLC0415 not on Windows
    except ImportError:
        return
    for limit, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, MEGABYTES << 20)):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


def _read(file: IO[bytes], asked: str | None) -> Iterator[object]:
    look = _look_into(file)
    name = _find(look, asked) if asked else None
    areas = {one: sheet.look() for one, sheet in look.sheets.items() if one == name or (not name and sheet.is_visible)}
    filled = [one for one, area in areas.items() if not area.is_empty]
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 not before the look

    file.seek(0)
    with CalamineWorkbook.from_filelike(file) as book:
        if len(filled) > 1:
            yield {"heads": {one: list(islice(_rows(book, areas[one]), HEAD)) for one in filled}}
            return
        name = name or next(iter([*filled, *areas]), None)
        last_row = areas[name].last_row + 1 if name else 0
        yield {"sheet": name, "is_1904": look.is_1904, "last_row": last_row, "form": _read_form(book, look)}
        rows = _rows(book, areas[name]) if name else iter(())
        faulthandler.cancel_dump_traceback_later()  # from here on whoever takes the rows sets the pace
        while bunch := list(islice(rows, ROWS_AT_ONCE)):
            yield bunch
        yield {"end": True}


def _look_into(file: IO[bytes]) -> Look:
    """Look into a workbook with what knows its format.

    Raises: WorkbookError, also for what is a workbook of another kind or none.
    """
    file.seek(0)  # whoever had the file before has moved in it
    if file.read(4) == b"\xd0\xcf\x11\xe0":
        from tracker.files.workbooks.xls import look_into_xls  # noqa: PLC0415 one format a run

        file.seek(0)
        return look_into_xls(file.read())
    archive = open_archive(file)
    names = set(archive.namelist())
    if "xl/vbaProject.bin" in names:
        raise WorkbookError("workbook-other", kind="XLSM")
    if "xl/workbook.xml" in names:
        from tracker.files.workbooks.xlsx import look_into_xlsx  # noqa: PLC0415 one format a run

        return look_into_xlsx(archive)
    if "content.xml" in names and archive.read("mimetype").startswith(_ODS):
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise WorkbookError("workbook-protected")
        from tracker.files.workbooks.ods import look_into_ods  # noqa: PLC0415 likewise

        return look_into_ods(archive)
    if "xl/workbook.bin" in names:
        raise WorkbookError("workbook-other", kind="XLSB")
    raise WorkbookError("not-a-table", kind=next((kind for name, kind in _OTHERS.items() if name in names), "ZIP"))


def _find(look: Look, asked: str) -> str:
    """Return the name of the sheet that is asked for by its name, or by its number among those that people see."""
    names = [name for name, sheet in look.sheets.items() if sheet.is_visible]
    if asked in look.sheets:
        return asked
    if asked.isdecimal() and 1 <= int(asked) <= len(names):
        return names[int(asked) - 1]
    raise WorkbookError("sheet-unknown", sheet=asked, known=names)


def _read_form(book: Any, look: Look) -> dict[str, str]:
    """Return what the hidden sheet of an entry workbook says: its campaign and week."""
    sheet = look.sheets.get(FORM)
    if sheet is None or sheet.is_visible:
        return {}
    rows = (cells for _, cells in islice(_rows(book, sheet.look()), FORM_ROWS))
    return {cells[0]: cells[1] for cells in rows if len(cells) > 1 and all(isinstance(one, str) for one in cells[:2])}


def _rows(book: Any, area: Area) -> Iterator[_Row]:
    """Yield the rows that hold something, each from column A on."""
    sheet = book.get_sheet_by_name(area.name)
    margin = [""] * (sheet.start or (0, 0))[1]
    fill = _Fill(area)
    last = max(area.notes, default=-1) + 1
    for row, values in enumerate(chain(sheet.iter_rows() if sheet.start else (), repeat(())), 0):
        if row >= last and not values:
            return
        cells = margin + [_plain(value) for value in values]
        for column, note in area.notes.get(row, {}).items():
            cells += [""] * (column + 1 - len(cells))
            cells[column] = _noted(cells[column], note)
        fill.apply(row, cells)
        if any(cell != "" for cell in cells):
            yield row + 1, cells


def _plain(value: Any) -> Any:
    """Return a cell as it travels: texts and numbers as such, the rest named."""
    match value:
        case bool():
            return str(value).upper()
        case float() if value - value != 0:
            return {"error": str(value)}
        case str() | int() | float():
            return value
        case datetime():
            return {"day": value.date()}
        case date():
            return {"day": value}
    return str(value)  # a time of day


def _noted(cell: Any, note: Note) -> Any:
    match note.kind:
        case Kind.ERROR:
            return {"error": note.shown}
        case Kind.UNCOMPUTED:
            return {"uncomputed": True}
        case Kind.PERCENT:
            return {"percent": cell} if isinstance(cell, int | float) else cell
    is_whole = isinstance(cell, int | float) and cell >= 0 and cell == int(cell)
    return str(int(cell)).zfill(len(note.shown)) if is_whole else cell


class _Fill:
    """Shows the value of a merged range in the cells below its first."""

    def __init__(self, area: Area) -> None:
        self._ranges = sorted(one for one in area.merged if one.last_row > one.first_row)
        if sum(one.last_row - one.first_row for one in self._ranges) > MOST_CELLS:
            raise WorkbookError("workbook-beyond")
        self._open: list[tuple[Range, Any]] = []
        self._ranges.reverse()

    def apply(self, row: int, cells: list[Any]) -> None:
        """Fill a row, and keep the values of the ranges that begin in it."""
        self._open = [one for one in self._open if one[0].last_row >= row]
        for found, value in self._open:
            cells += [""] * (found.first_column + 1 - len(cells))
            cells[found.first_column] = {"covered": value}
        while self._ranges and self._ranges[-1].first_row <= row:
            found = self._ranges.pop()
            value = cells[found.first_column] if found.first_column < len(cells) else ""
            if value != "":
                self._open.append((found, value))


if __name__ == "__main__":
    main()
