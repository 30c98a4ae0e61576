"""A look into an XLS: the compound file and the records of its workbook. Source: MS-CFB and MS-XLS."""

import struct
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from tracker.files.workbooks.area import BUILT_IN, Area, Kind, Look, Note, Range, Sheet, WorkbookError, note_of

_BOF, _EOF, _BOUNDSHEET, _DATEMODE, _FILEPASS, _FORMAT, _XF, _MERGED = 0x809, 0x0A, 0x85, 0x22, 0x2F, 0x41E, 0xE0, 0xE5
_FORMULA, _BOOLERR, _MULRK = 0x06, 0x205, 0xBD
_CELLS = {_FORMULA, _BOOLERR, 0x203, 0x204, 0x27E, 0xFD}  # with NUMBER, LABEL, RK and LABELSST
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BIFF8 = 0x600
_END = 0xFFFFFFFA  # sector numbers from here on mean something else


class Entry(NamedTuple):
    """A stream of a compound file: the sector it begins in, and its size."""

    start: int
    size: int


class CompoundFile:
    """A file of streams in chained sectors.

    Raises: struct.error, IndexError, ValueError where it is damaged.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._sector, self._mini = (1 << shift for shift in struct.unpack_from("<HH", data, 30))
        if not 128 <= self._sector <= 4096:
            raise ValueError("sector size")
        directory, self._cutoff, mini, tables = struct.unpack_from("<I4xII4xI", data, 48)
        allocation = [one for one in struct.unpack_from("<109I", data, 76) if one < _END]
        while tables < _END and len(allocation) <= len(data) // self._sector:
            *more, tables = self._numbers(tables)
            allocation += [one for one in more if one < _END]
        self._next = [number for sector in allocation for number in self._numbers(sector)]
        self._next_mini = [number for sector in self._chain(mini, self._next) for number in self._numbers(sector)]
        self.streams = self._read_directory(directory)
        self._small = b"".join(map(self._at, self._chain(self.streams["Root Entry"].start, self._next)))

    def read(self, name: str) -> bytes:
        """Return the bytes of a stream."""
        start, size = self.streams[name]
        if size >= self._cutoff:
            return b"".join(map(self._at, self._chain(start, self._next)))[:size]
        parts = (self._small[one * self._mini : (one + 1) * self._mini] for one in self._chain(start, self._next_mini))
        return b"".join(parts)[:size]

    def _read_directory(self, start: int) -> dict[str, Entry]:
        data = b"".join(map(self._at, self._chain(start, self._next)))
        found = {}
        for at in range(0, len(data), 128):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            if kind:
                name = data[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
                found[name] = Entry(*struct.unpack_from("<II", data, at + 116))
        return found

    def _at(self, sector: int) -> bytes:
        return self._data[(sector + 1) * self._sector : (sector + 2) * self._sector]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self._sector // 4}I", self._at(sector))

    def _chain(self, sector: int, following: list[int]) -> Iterator[int]:
        for _ in range(len(following) + 1):
            if sector >= _END:
                return
            yield sector
            sector = following[sector]
        raise ValueError("sectors in a circle")


def look_into_xls(data: bytes) -> Look:
    """Look into an XLS.

    Raises: WorkbookError workbook-protected, workbook-damaged; not-a-table for what else a compound file may hold.
    """
    try:
        file = CompoundFile(data)
        if "EncryptedPackage" in file.streams:
            raise WorkbookError("workbook-protected")
        name = next((one for one in ("Workbook", "Book") if one in file.streams), None)
        if name is None:
            raise WorkbookError("not-a-table", kind="Word" if "WordDocument" in file.streams else "OLE")
        return _look(file.read(name))
    except (struct.error, IndexError, KeyError, ValueError, OverflowError) as error:
        raise WorkbookError("workbook-damaged", reason=str(error)) from None


class _Globals:
    """What the records before the sheets say."""

    def __init__(self, book: bytes) -> None:
        self.is_1904 = False
        self.sheets: dict[str, tuple[int, bool]] = {}
        self._codes = dict(BUILT_IN)
        self._formats: list[int] = []
        version = 0
        for kind, at, size in _records(book, 0):
            if kind == _BOF:
                (version,) = struct.unpack_from("<H", book, at)
            elif kind == _FILEPASS:
                raise WorkbookError("workbook-protected")
            elif kind == _DATEMODE:
                self.is_1904 = book[at] == 1
            elif kind == _BOUNDSHEET and book[at + 5] == 0:
                name = _name(book, at + 6, version)
                (start,) = struct.unpack_from("<I", book, at)
                self.sheets[name] = (start, book[at + 4] & 3 == 0)
            elif kind == _FORMAT and version == _BIFF8:
                (number,) = struct.unpack_from("<H", book, at)
                self._codes[number] = book[at + 5 : at + size].decode("latin-1")
            elif kind == _XF:
                self._formats += struct.unpack_from("<2xH", book, at)

    def note(self, style: int) -> Note | None:
        """Return what the format of a cell style says of its cells."""
        return note_of(self._codes.get(self._formats[style], "")) if style < len(self._formats) else None


def _look(book: bytes) -> Look:
    found = _Globals(book)
    # The library reads every sheet as it opens the file, so every one is looked at first.
    areas = {name: (seen, _look_at(book, name, start, found)) for name, (start, seen) in found.sheets.items()}
    return Look({name: Sheet(seen, partial(_same, area)) for name, (seen, area) in areas.items()}, found.is_1904)


def _same(area: Area) -> Area:
    return area


def _look_at(book: bytes, name: str, start: int, found: _Globals) -> Area:
    area = Area(name)
    for kind, at, size in _records(book, start):
        if kind in _CELLS:
            row, column, style = struct.unpack_from("<HHH", book, at)
            _hold(area, row, column, kind, found.note(style), book[at + 6 : at + size])
        elif kind == _MULRK:
            row, column = struct.unpack_from("<HH", book, at)
            for number in range((size - 6) // 6):
                (style,) = struct.unpack_from("<H", book, at + 4 + 6 * number)
                _hold(area, row, column + number, kind, found.note(style), b"")
        elif kind == _MERGED:
            for corner in struct.iter_unpack("<HHHH", book[at + 2 : at + size]):
                area.merged.append(Range(corner[0], corner[2], corner[1], corner[3]))
    return area


def _hold(area: Area, row: int, column: int, kind: int, note: Note | None, value: bytes) -> None:
    area.hold(row, column)
    is_error = kind == _BOOLERR and value[1]
    if is_error or (kind == _FORMULA and value[0] == 2 and value[6:8] == b"\xff\xff"):
        area.note(row, column, Note(Kind.ERROR, _ERRORS.get(value[0 if is_error else 2], "#?")))
    elif note:
        area.note(row, column, note)


def _records(book: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield the kind, the place and the size of each record up to the end of the part that begins at a place."""
    depth = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 1:  # charts inside a sheet have records of their own
            yield kind, at + 4, size
        if depth == 0:
            return
        at += 4 + size


def _name(book: bytes, at: int, version: int) -> str:
    length = book[at]
    if version != _BIFF8:
        return book[at + 1 : at + 1 + length].decode("latin-1")
    if book[at + 1] & 1:
        return book[at + 2 : at + 2 + 2 * length].decode("utf-16-le")
    return book[at + 2 : at + 2 + length].decode("latin-1")
