"""What the program uses of the standard library's sqlite3, over apsw: only apsw takes a file system of our own.

Two programs' worth of SQLite never hold one file at a time: POSIX locks are a process's, not a library's.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from os import PathLike, fspath
from typing import Any, NoReturn, Protocol, Self

import apsw
import pytest

OPENING = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
# As Modules/_sqlite/util.c of Python tells them apart; the rest are DatabaseError.
KINDS: dict[type[sqlite3.Error], tuple[type[apsw.Error], ...]] = {
    sqlite3.OperationalError: (
        apsw.SQLError, apsw.PermissionsError, apsw.AbortError, apsw.BusyError, apsw.LockedError, apsw.ReadOnlyError,
        apsw.InterruptError, apsw.IOError, apsw.FullError, apsw.CantOpenError, apsw.ProtocolError, apsw.SchemaChangeError,
    ),
    sqlite3.IntegrityError: (apsw.ConstraintError, apsw.MismatchError),
    sqlite3.InterfaceError: (apsw.MisuseError, apsw.RangeError),
    sqlite3.DataError: (apsw.TooBigError,),
    sqlite3.ProgrammingError: (apsw.ConnectionClosedError, apsw.CursorClosedError, apsw.BindingsError),
}  # fmt: skip


class Settings(Protocol):
    """How the connections of a run are made: the VFS below them, and after how many pages the log goes into the store."""

    vfs: str
    synchronous: str
    checkpoint: int

    def committed(self, connection: apsw.Connection) -> None: ...


def _reraise(error: apsw.Error) -> NoReturn:
    kind = next((ours for ours, theirs in KINDS.items() if isinstance(error, theirs)), sqlite3.DatabaseError)
    same = kind(str(error))
    same.sqlite_errorcode = getattr(error, "extendedresult", 0)
    raise same from error


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        _reraise(error)


@contextmanager
def _kept_quiet() -> Iterator[None]:
    """Say nothing of a failure that SQLite tells nobody of; apsw raises whatever its file system raised."""
    with suppress(apsw.IOError, apsw.FullError, apsw.CantOpenError):
        yield


class Cursor:
    """A result, row by row."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection, self._cursor = connection, connection.cursor()
        self.description: Any = None

    def _describe(self, cursor: apsw.Cursor, *_: object) -> bool:
        """Keep the columns' names before the first row: apsw forgets them where there is none."""
        self.description = tuple((name, *[None] * 6) for name, *_ in cursor.get_description())
        return True

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        with _translated():
            return next(self._cursor)

    @property
    def lastrowid(self) -> int:
        return self._connection.last_insert_rowid()

    @property
    def rowcount(self) -> int:
        return self._connection.changes()

    def run(self, sql: str, values: Any) -> Self:
        with _translated():
            self._cursor.exec_trace = self._describe
            try:
                self._cursor.execute(sql, values)
            finally:
                self._cursor.exec_trace = None  # or they would hold each other, and a statement with its locks
        return self

    def run_each(self, sql: str, rows: Iterable[Any]) -> Self:
        with _translated():
            self._cursor.executemany(sql, rows)
        return self

    def fetchone(self) -> Any:
        with _translated():
            return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        with _translated():
            return list(self._cursor)


class Connection:
    """A connection in the shape that `sqlite3.connect(..., isolation_level=None)` gives one."""

    isolation_level = None
    # Kept for whoever sets it; texts that are not UTF-8 are looked at by the real sqlite3 alone.
    text_factory: Callable[[bytes], Any] = str

    def __init__(self, settings: Settings, path: str, flags: int) -> None:
        self._settings = settings
        with _translated():
            self._own = apsw.Connection(path, flags, settings.vfs)
        self._own.set_wal_hook(self._checkpoint)

    def _checkpoint(self, own: apsw.Connection, name: str, pages: int) -> int:
        """Do what SQLite does after a commit: whether the log could be put into the store is told to nobody."""
        if pages >= self._settings.checkpoint:
            with _kept_quiet():
                own.wal_checkpoint(name, apsw.SQLITE_CHECKPOINT_PASSIVE)
        return apsw.SQLITE_OK

    def execute(self, sql: str, values: Any = ()) -> Cursor:
        if sql == "PRAGMA synchronous=FULL":
            sql = f"PRAGMA synchronous={self._settings.synchronous}"
        if sql == "ROLLBACK":
            return self._roll_back()
        cursor = Cursor(self._own).run(sql, values)
        if sql == "COMMIT":
            self._settings.committed(self._own)
        return cursor

    def _roll_back(self) -> Cursor:
        """Roll back; what cannot be put back now is put back by whoever opens the store next, and nobody is told."""
        with _translated(), _kept_quiet():
            self._own.execute("ROLLBACK")
        assert not self.in_transaction
        return Cursor(self._own)

    def executemany(self, sql: str, rows: Iterable[Any]) -> Cursor:
        return Cursor(self._own).run_each(sql, rows)

    @property
    def in_transaction(self) -> bool:
        return self._own.in_transaction

    def rollback(self) -> None:
        if self.in_transaction:
            self.execute("ROLLBACK")

    def backup(
        self, target: Self, *, pages: int = -1, progress: Callable[[int, int, int], object] | None = None
    ) -> None:
        with _translated():
            steps = target._own.backup("main", self._own, "main")
            try:
                while not steps.done:
                    steps.step(pages)
                    if progress:
                        progress(0, steps.remaining, steps.page_count)
            finally:
                with _kept_quiet():  # what failed was said by the step
                    steps.finish()

    def close(self) -> None:
        with _translated(), _kept_quiet():
            self._own.close()


@contextmanager
def through(settings: Settings) -> Iterator[None]:
    """Give every connection that is made meanwhile another file system below it."""

    def connect(
        path: str | PathLike[str], timeout: float = 5, *, isolation_level: None = None, uri: bool = False
    ) -> Connection:
        connection = Connection(settings, fspath(path), OPENING | (apsw.SQLITE_OPEN_URI if uri else 0))
        connection.execute(f"PRAGMA busy_timeout={int(timeout * 1000)}")
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect)
        yield
