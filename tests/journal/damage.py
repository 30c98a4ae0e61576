"""Stores with something in every table, and ways of spoiling them behind tracker's back."""

import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tests.fixtures.small import ROSTER, SPAN, SPRING, at, info, on, posting, record, view
from tracker.domain.entries import FiledReturn
from tracker.errors import TrackerError
from tracker.journal.check import Check, Depth, check_store
from tracker.journal.check_totals import Assignments
from tracker.journal.store import Store
from tracker.services.log import assign_by

NOW = datetime(2025, 6, 1, tzinfo=UTC)
FULL = Depth(integrity=True, values=True)


def fill(store: Store) -> None:
    """Six rows of the journal, a reversal and its heir among them, and three returns in four batches."""
    record(store, posting("a", on(5), 2, ref="r-1"), posting("b", on(6), 8, "tin-bao", of=10))
    with store.batch(info("submit", b"two")) as batch:
        for unit in ("a", "b"):
            batch.file(SPRING.id, FiledReturn(unit, on(10), on(16), is_nil=unit == "b", received_at=at(14)))
    with store.batch(info("amend").but(reason="nhầm", undoes=1)) as batch:
        batch.post([
            posting("a", on(5), -2, reverses=1),
            msgspec.structs.replace(posting("a", on(5), 3, ref="r-1"), replaces=1, note="ghi chú"),
        ])  # fmt: skip
    record(store, posting("c", on(30), 5), posting("d", on(12), 1))
    with store.batch(info("void", b"two")) as batch:
        batch.file(SPRING.id, FiledReturn("b", on(10), on(16), is_nil=True, received_at=at(14), reverses=4))
    store.keep_definition("/x/campaigns.yaml", ["campaigns.yaml"], b"sources", b"{}")


def assignments(store: Store) -> Assignments:
    """How the small campaign is defined now."""
    return {SPRING.id: (SPRING.assignment, assign_by(view(store, SPAN.end, SPRING, ROSTER)))}


def check(path: Path, depth: Depth = FULL, known: Assignments | None = None) -> Check:
    """Check a store in every way."""
    return check_store(path, NOW, depth, known)


def codes(path: Path, depth: Depth = FULL, known: Assignments | None = None) -> set[str]:
    """The kinds of what is wrong with a store."""
    return {one.code for one in check(path, depth, known).findings}


def spoil(path: Path, *statements: str, values: tuple[object, ...] = ()) -> None:
    """Change a store as another program might, past its triggers, and leave the schema as it was."""
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement, values if "?" in statement else ())
        for _, sql in triggers:
            connection.execute(sql)


@contextmanager
def unwritable(path: Path) -> Iterator[Path]:
    """Give a copy of a store to one who may read it but write nothing; root becomes nobody for that long."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, folder))
        copy.chmod(0o444)
        copy.parent.chmod(0o555)
        is_root = os.getuid() == 0
        if is_root:
            os.setresuid(65534, 65534, 0)
        try:
            yield copy
        finally:
            if is_root:
                os.setresuid(0, 0, 0)
            copy.parent.chmod(0o755)


def content(path: Path) -> list[object]:
    """All that a store holds, by its tables and by its indexes; when a migration was made matters to nobody."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        connection.text_factory = bytes
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1").fetchall()
        read: list[object] = connection.execute("SELECT * FROM sqlite_schema").fetchall()
        for (name,) in tables:
            columns = "name" if name == b"_sqlite_migrations" else "*"
            read.append(connection.execute(f"SELECT {columns} FROM {name.decode()} NOT INDEXED").fetchall())
        return [*read, connection.execute("PRAGMA integrity_check").fetchall()]


def flips(data: bytes, count: int) -> Iterator[bytes]:
    """Yield copies of a file with one bit turned over, anywhere, the same ones every time."""
    chance = random.Random(4)
    for _ in range(count):
        spoiled = bytearray(data)
        spoiled[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        yield bytes(spoiled)


def is_reported(path: Path, depth: Depth, known: Assignments) -> bool:
    """Whether a check finds anything, or cannot even begin."""
    try:
        return bool(check(path, depth, known).findings)
    except TrackerError as error:
        return error.exit_code == 4


def differs(path: Path, whole: list[object]) -> bool:
    """Whether a store holds anything else than it did, or can no more be read."""
    try:
        return content(path) != whole
    except (sqlite3.Error, ValueError):
        return True
