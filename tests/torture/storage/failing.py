# ruff: noqa: N802 the methods' names are SQLite's
"""A disk of which one write, sync, truncation, creation or deletion fails, or every one from then on."""

from pathlib import Path
from typing import Any, NoReturn

import apsw

SECTOR = 512
WORDS = {
    apsw.SQLITE_FULL: "database or disk is full",
    apsw.SQLITE_IOERR_WRITE: "disk I/O error",
    apsw.SQLITE_IOERR_FSYNC: "disk I/O error",
    apsw.SQLITE_CANTOPEN: "unable to open database file",
}


def name_of(name: str | apsw.URIFilename | None) -> str | None:
    """Return the path of a file that is opened, None of a temporary one."""
    return name.filename() if isinstance(name, apsw.URIFilename) else name


def _error(code: int) -> Exception:
    error = apsw.exception_for(code)
    error.args = (WORDS[code],)
    return error


class FailingDisk(apsw.VFS):
    """Counts what changes the disk in `done`, and fails at number `fails`: once, or from then on where it `lasts`.

    A write that fails has written the sectors of its first half. One that fails once is an I/O error; what lasts is a full disk.
    """

    vfs = "failing"
    synchronous = "FULL"
    checkpoint = 12

    def __init__(self, fails: int, *, lasts: bool) -> None:
        self.done, self._fails, self._lasts = 0, fails, lasts
        super().__init__(self.vfs, "")

    def committed(self, connection: apsw.Connection) -> None:
        """Take no notice."""

    def is_over(self) -> bool:
        """Whether the next change fails."""
        self.done += 1
        return self.done >= self._fails if self._lasts else self.done == self._fails

    def change(self) -> None:
        """Count a change; refuse it when its time has come."""
        if self.is_over():
            self.refuse()

    def refuse(self) -> NoReturn:
        raise _error(apsw.SQLITE_FULL if self._lasts else apsw.SQLITE_IOERR_WRITE)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> "FailingFile":
        path = name_of(name)
        if flags[0] & apsw.SQLITE_OPEN_CREATE and not (path and Path(path).exists()) and self.is_over():
            raise _error(apsw.SQLITE_CANTOPEN)
        return FailingFile(self, name, flags)

    def xDelete(self, name: str, syncdir: bool) -> None:
        self.change()
        super().xDelete(name, syncdir)


class FailingFile(apsw.VFSFile):
    """A file of a failing disk."""

    def __init__(self, disk: FailingDisk, name: Any, flags: list[int]) -> None:
        self._disk = disk
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        if self._disk.is_over():
            super().xWrite(data[: len(data) // 2 // SECTOR * SECTOR], offset)
            self._disk.refuse()
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:
        if self._disk.is_over():
            raise _error(apsw.SQLITE_IOERR_FSYNC)
        super().xSync(flags)

    def xTruncate(self, size: int) -> None:
        self._disk.change()
        super().xTruncate(size)
