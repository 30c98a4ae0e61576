"""Brings a store to the present schema; each step and the record of it share one transaction."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from sqlite_utils import Database, Migrations

from tracker.journal.schema import APPLICATION_ID, STEPS, VERSION


def migrate(connection: sqlite3.Connection, now: datetime) -> None:
    """Apply the steps that a store lacks; a new store becomes an installation of its own.

    Two programs may come at once: the second waits and finds nothing left to do.
    """
    _log_ahead(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        _steps().apply(Database(connection, recursive_triggers=False))
        if not connection.execute("SELECT count(*) FROM installation").fetchone()[0]:
            connection.execute("INSERT INTO installation VALUES (1, ?, ?)", (str(uuid4()), now.isoformat()))
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


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
