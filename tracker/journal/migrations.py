"""Brings a store to the present schema; each step and the record of it share one transaction."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlite_utils import Database, Migrations

from tracker.journal.copies import copy_store, draft_beside, open_as_is, put_in_place, stamped
from tracker.journal.schema import APPLICATION_ID, STEPS, VERSION


def migrate(connection: sqlite3.Connection, now: datetime, path: Path | None = None) -> None:
    """Apply the steps that a store lacks; a new store becomes an installation of its own.

    Two programs may come at once: the second waits and finds nothing left to do. What an old store held is kept in a
    file beside it first.
    """
    _log_ahead(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        if path:
            _keep_old(connection, path, now)
        _bring_up(connection, now)
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def copy_migrated(source: sqlite3.Connection, now: datetime) -> sqlite3.Connection:
    """Return a private copy of a store in the present schema; the store itself stays as it is."""
    copy = sqlite3.connect("", isolation_level=None)  # in memory, in a temporary file once it is large
    try:
        source.backup(copy)
        copy.execute("BEGIN")
        _bring_up(copy, now)
        copy.execute("COMMIT")
    except BaseException:
        copy.close()
        raise
    return copy


def _keep_old(connection: sqlite3.Connection, path: Path, now: datetime) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if not 0 < version < VERSION:
        return
    (holds,) = connection.execute("SELECT EXISTS (SELECT 1 FROM batch)").fetchone()
    if not holds:
        return
    kept = stamped(path, f"{path.stem}-v{version}-", now, ".db")
    # Another connection reads what is committed, while this one keeps every other program from writing.
    with closing(open_as_is(path)) as source, draft_beside(kept) as draft:
        copy_store(source, draft)
        put_in_place(draft, kept, replace=False)


def _bring_up(connection: sqlite3.Connection, now: datetime) -> None:
    _steps().apply(Database(connection, recursive_triggers=False))
    if not connection.execute("SELECT count(*) FROM installation").fetchone()[0]:
        connection.execute("INSERT INTO installation VALUES (1, ?, ?)", (str(uuid4()), now.isoformat()))
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={VERSION}")


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Give a new store its write-ahead log.

    SQLite does not wait for the lock that this takes, as it does for all others: wait for the file, then try, then again.
    """
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise


def _steps() -> Migrations:
    steps = Migrations("tracker")
    for name, statements in STEPS:
        steps(name=name)(_apply(statements))
    return steps


def _apply(statements: tuple[str, ...]) -> Callable[[Database], None]:
    def step(db: Database) -> None:
        for statement in statements:
            db.execute(statement)

    return step
