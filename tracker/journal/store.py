"""The store: one SQLite file. Opening it, its transactions, and what is said when it cannot be used."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import TrackerError
from tracker.journal.queries import Queries
from tracker.journal.refusals import BUSY_SECONDS, explained
from tracker.journal.schema import APPLICATION_ID, STEPS, VERSION
from tracker.services.ports import BatchInfo

if TYPE_CHECKING:
    from tracker.journal.append import Batch

CACHE_KIB = 65536  # a long import grows slow with less


class Store(Queries):
    """A journal in SQLite; see `services.ports.Journal` for what it answers.

    Raises: TrackerError store-busy, store-damaged, store-newer, store-full, store-read-only.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path | None, *, writable: bool) -> None:
        super().__init__(connection, path)
        self.writable = writable

    @contextmanager
    def batch(self, info: BatchInfo) -> "Iterator[Batch]":
        """Append what one command logs, all of it or nothing.

        The write lock is held from the start, so that what is read cannot change before it is written.
        """
        from tracker.journal.append import Batch  # noqa: PLC0415 reading commands append nothing

        with explained(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield (batch := Batch(self, info))
                batch.close()
                self.connection.execute("COMMIT" if batch.keep else "ROLLBACK")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            finally:
                self.forget_names()

    def close(self) -> None:
        """Close the store; its write-ahead log goes into it."""
        self.connection.close()

    def keep_definition(self, path: str, files: Sequence[str], sources: bytes, compiled: bytes) -> None:
        """Keep a compiled definition for later commands; a store that cannot be written now goes without."""
        if not self.writable:
            return
        self.connection.execute("PRAGMA busy_timeout=0")
        with suppress(sqlite3.OperationalError):
            self.write_cache(path, files, sources, compiled)
        self.connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


def open_for_reading(path: Path, now: datetime) -> Store:
    """Open a store to read it; one that does not exist is empty, and is not made."""
    if not path.exists() or not path.stat().st_size:
        return memory_store()
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    mode = "mode=rw" if writable else "mode=ro"
    if not writable and not Path(f"{path}-wal").exists():
        mode += "&immutable=1"  # a write-ahead log needs files that cannot be made here
    return _open(path, mode, now, writable=writable)


def open_for_writing(path: Path, now: datetime) -> Store:
    """Open a store to write; it is made, readable by its owner alone, where it does not exist."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise TrackerError.of("store-read-only", store=path.name, reason=error.strerror or str(error)) from None
    return _open(path, "mode=rw", now, writable=True)


def memory_store() -> Store:
    """Return an empty store that lives in memory only."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for _, statements in STEPS:
        for statement in statements:
            connection.execute(statement)
    connection.execute("INSERT INTO installation VALUES (1, 'memory', '')")
    return Store(connection, None, writable=True)


def _open(path: Path, mode: str, now: datetime, *, writable: bool) -> Store:
    uri = f"{path.resolve().as_uri()}?{mode}"
    with explained(path):
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
        try:
            if _version(connection, path) < VERSION:
                from tracker.journal.migrations import migrate  # noqa: PLC0415 only a new or old store needs sqlite-utils

                migrate(connection, now)
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        except BaseException:
            connection.close()
            raise
    return Store(connection, path, writable=writable)


def _version(connection: sqlite3.Connection, path: Path) -> int:
    # In one statement, as another program may be making the store at this moment.
    application, version, tables = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)"
        " FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application != APPLICATION_ID and (application or tables):
        raise TrackerError.of("store-foreign", store=path.name)
    if version > VERSION:
        raise TrackerError.of("store-newer", store=path.name)
    return int(version)
