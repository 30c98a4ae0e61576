"""The store: one SQLite file. Opening it, its transactions, and what is said when it cannot be used."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from os import PathLike
from time import sleep
from typing import TYPE_CHECKING

import msgspec

from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.journal.records import Records
from tracker.journal.refusals import BUSY_SECONDS, explained
from tracker.journal.rows import as_json
from tracker.journal.schema import APPLICATION_ID, STEPS, VERSION
from tracker.journal.totals import Totals

if TYPE_CHECKING:
    from tracker.journal.append import Batch
    from tracker.services.ports import BatchInfo

CACHE_KIB = 65536  # a long import grows slow with less
_LOOKS = 5
_BETWEEN_LOOKS = 0.02  # seconds


class Cached(Value, frozen=True):
    """A compiled definition, the files it was made from and their bytes."""

    files: list[str]
    sources: bytes
    compiled: bytes


class Store(Totals, Records):
    """A journal in SQLite; see `services.ports.Journal` for what it answers.

    `keep_evidence` is called with what entries name as evidence before they are committed; what it raises forbids them.

    Raises: TrackerError log-missing, store-busy, store-damaged, store-empty, store-newer, store-full, store-read-only,
    store-unreadable.
    """

    def __init__(self, connection: sqlite3.Connection, path: str | None, *, writable: bool) -> None:
        super().__init__(connection, path)
        self.writable = writable
        self.keep_evidence: Callable[[Iterable[str]], None] | None = None
        self.has_recorded = False  # whether a batch was committed

    @contextmanager
    def batch(self, info: "BatchInfo") -> "Iterator[Batch]":
        """Append what one command logs, all of it or nothing.

        The write lock is held from the start, so that what is read cannot change before it is written.
        """
        from tracker.journal.append import Batch  # noqa: PLC0415 reading commands append nothing

        with explained(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield (batch := Batch(self, info))
                batch.close()
                if batch.keep and self.keep_evidence:
                    self.keep_evidence(batch.evidence)
                self.has_recorded = batch.keep  # an interruption may come as COMMIT returns
                self.connection.execute("COMMIT" if batch.keep else "ROLLBACK")
            except BaseException:
                if self.connection.in_transaction:
                    self.has_recorded = False
                    self.connection.execute("ROLLBACK")
                raise
            finally:
                self.forget_names()

    def close(self) -> None:
        """Close the store; its write-ahead log goes into it."""
        self.connection.close()

    def read_cache(self, path: str) -> Cached | None:
        """Return the definition compiled last for a campaigns.yaml, and what it was made from."""
        rows = self._rows("SELECT files, sources, compiled FROM cache WHERE path = ?", (path,))
        return next((Cached(msgspec.json.decode(files), *rest) for files, *rest in rows), None)

    def keep_definition(self, path: str, files: Sequence[str], sources: bytes, compiled: bytes) -> None:
        """Keep a compiled definition for later commands; a store that cannot be written now goes without."""
        if not self.writable:
            return
        self.connection.execute("PRAGMA busy_timeout=0")
        with suppress(sqlite3.OperationalError):
            row = (path, as_json(files), sources, compiled)
            from tracker.journal.chain import digest_of  # noqa: PLC0415 only a new definition is kept

            digest = digest_of(path.encode(), as_json(files).encode(), sources, compiled)
            self.connection.execute("INSERT OR REPLACE INTO cache VALUES (?, ?, ?, ?, ?)", (*row, digest))
        self.connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


def open_for_reading(path: str | PathLike[str], now: datetime) -> Store:
    """Open a store to read it; one that does not exist is empty, and is not made."""
    path = os.path.abspath(path)
    _refuse_cut_off(path, now)
    _refuse_without_log(path)
    if not os.path.exists(path) or not os.path.getsize(path):
        return memory_store()
    writable = os.access(path, os.W_OK) and os.access(os.path.dirname(path), os.W_OK)
    mode = "mode=rw" if writable else "mode=ro"
    if not writable and not os.path.exists(f"{path}-wal"):
        mode += "&immutable=1"  # a write-ahead log needs files that cannot be made here
    return _open(path, mode, now, writable=writable)


def open_for_writing(path: str | PathLike[str], now: datetime) -> Store:
    """Open a store to write; it is made, readable by its owner alone, where it does not exist."""
    path = os.path.abspath(path)
    _refuse_cut_off(path, now)
    _refuse_without_log(path)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise TrackerError.of(
            "store-read-only", store=os.path.basename(path), reason=error.strerror or str(error)
        ) from None
    return _open(path, "mode=rw", now, writable=True)


def _refuse_cut_off(path: str, now: datetime) -> None:
    """Refuse a file without a byte, which SQLite would take for a new store; a new one is another command's just now."""
    with suppress(OSError):
        found = os.stat(path)
        if found.st_size == 0 and now.timestamp() - found.st_mtime > BUSY_SECONDS:
            raise TrackerError.of("store-empty", store=os.path.basename(path))


def _refuse_without_log(path: str) -> None:
    """Refuse a store that lost its write-ahead log: opened, it would be what it was earlier, and nothing would tell."""
    if os.path.exists(path) and is_log_missing(path):
        names = {side: f"{os.path.basename(path)}-{side}" for side in ("wal", "shm")}
        raise TrackerError.of("log-missing", **names)


def is_log_missing(path: str) -> bool:
    """Whether the index of a log is there without it; programs that come and go make and take both, not at once."""
    for _ in range(_LOOKS):
        if not os.path.exists(f"{path}-shm") or os.path.exists(f"{path}-wal"):
            return False
        sleep(_BETWEEN_LOOKS)
    return True


def memory_store() -> Store:
    """Return an empty store that lives in memory only."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for _, statements in STEPS:
        for statement in statements:
            connection.execute(statement)
    connection.execute("INSERT INTO installation VALUES (1, 'memory', '')")
    return Store(connection, None, writable=True)


def _open(path: str, mode: str, now: datetime, *, writable: bool) -> Store:
    with explained(path):
        connection = sqlite3.connect(f"{uri_of(path)}?{mode}", uri=True, isolation_level=None, timeout=BUSY_SECONDS)
        try:
            if version_of(connection, path) < VERSION or (writable and not _writes_ahead(connection)):
                connection = _bring_up(connection, path, now, writable=writable)
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        except BaseException:
            connection.close()
            raise
    return Store(connection, path, writable=writable)


def _writes_ahead(connection: sqlite3.Connection) -> bool:
    """Whether a store has a write-ahead log; a restore that was cut off leaves one without."""
    return bool(connection.execute("PRAGMA journal_mode").fetchone() == ("wal",))


def _bring_up(connection: sqlite3.Connection, path: str, now: datetime, *, writable: bool) -> sqlite3.Connection:
    """Migrate a store or, where it cannot be written, a private copy of it."""
    from pathlib import Path  # noqa: PLC0415 only a new or old store is brought up

    from tracker.journal import migrations  # noqa: PLC0415 only a new or old store needs sqlite-utils

    if writable:
        migrations.migrate(connection, now, Path(path))
        return connection
    with closing(connection):
        return migrations.copy_migrated(connection, now)


def uri_of(path: str) -> str:
    """Return an absolute path as the address that SQLite takes. Source: "URI filenames" of SQLite's documentation."""
    plain = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23").replace(os.sep, "/")
    return f"file://{plain if plain.startswith('/') else f'/{plain}'}"


def version_of(connection: sqlite3.Connection, path: str) -> int:
    """Return the schema's version of a store, 0 of a new one.

    Raises: TrackerError store-foreign, store-newer.
    """
    # In one statement, as another program may be making the store at this moment.
    application, version, tables = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)"
        " FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application != APPLICATION_ID and (application or tables):
        raise TrackerError.of("store-foreign", store=os.path.basename(path))
    if version > VERSION:
        raise TrackerError.of("store-newer", store=os.path.basename(path))
    return int(version)
