"""Stores of earlier versions become what a new store is, and what they held is kept beside them."""

import multiprocessing
import os
import shutil
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest

from tests.conftest import ROOT
from tests.fixtures.small import at
from tests.journal.damage import check, codes, unwritable
from tracker.domain.calendar import Span
from tracker.journal.schema import STEPS, VERSION
from tracker.journal.store import memory_store, open_for_reading, open_for_writing
from tracker.services.ports import Search

FROZEN = ROOT / "tests" / "fixtures" / "stores"
VERSIONS = sorted(path.name for path in FROZEN.iterdir())
TOGETHER = 8
_barrier: Barrier


def schema(connection: sqlite3.Connection) -> dict[str, str]:
    """Tables, indexes, triggers and views by name."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE tbl_name <> '_sqlite_migrations' AND sql <> ''"
    )
    return dict(rows.fetchall())


def rows_of(path: Path) -> list[object]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        return [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for table in ("journal", "filing", "batch")
        ]


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def old(version: str, path: Path) -> Path:
    """A store as an earlier version left it."""
    shutil.copy(FROZEN / version / "tracker.db", path)
    return path


def kept_beside(path: Path) -> list[Path]:
    return sorted(one for one in path.parent.iterdir() if one != path)


def test_there_is_a_frozen_store_of_every_released_schema() -> None:
    assert [f"v{number}" for number in range(1, VERSION)] == VERSIONS


def test_an_old_store_gets_the_schema_of_a_new_one(old: Path) -> None:
    with closing(open_for_writing(old, at(1))) as store, closing(memory_store()) as fresh:
        assert schema(store.connection) == schema(fresh.connection)
        assert store.connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        done = store.connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id").fetchall()
        assert [name for (name,) in done] == [name for name, _ in STEPS]


def test_the_chain_of_an_old_store_stays_whole(old: Path) -> None:
    before = check(old)
    assert before.findings == ()
    assert before.entries > 0
    open_for_writing(old, at(1)).close()
    assert check(old) == before


def test_looking_at_an_old_store_changes_nothing(old: Path) -> None:
    content = old.read_bytes()
    check(old)
    assert (old.read_bytes(), kept_beside(old)) == (content, [])


def test_an_old_store_that_was_changed_is_found_before_it_is_migrated(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("DROP INDEX journal_ref")
    assert codes(old) == {"schema-missing"}


def test_what_an_old_store_held_is_kept_beside_it(version: str, old: Path) -> None:
    before = rows_of(old)
    mask = os.umask(0o022)
    try:
        open_for_writing(old, at(1)).close()
    finally:
        os.umask(mask)
    (kept,) = kept_beside(old)
    assert kept.name.startswith(f"tracker-{version}-")
    assert kept.suffix == ".db"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert rows_of(kept) == before
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (int(version[1:]),)


def test_an_old_store_that_holds_nothing_is_not_kept(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in STEPS[0][1]:
            connection.execute(statement)
        connection.executescript("PRAGMA application_id=1953655666; PRAGMA user_version=1")
    with closing(sqlite3.connect(FROZEN / "v1" / "tracker.db")) as frozen, closing(sqlite3.connect(path)) as connection:
        for (sql,) in frozen.execute("SELECT sql FROM sqlite_schema WHERE tbl_name = '_sqlite_migrations'").fetchall():
            connection.execute(sql)
        connection.execute("INSERT INTO _sqlite_migrations VALUES (1, 'tracker', '0001-journal', '')")
        connection.commit()
    open_for_writing(path, at(1)).close()
    assert kept_beside(path) == []
    assert check(path).findings == ()


def test_an_old_store_that_cannot_be_written_is_read_all_the_same(old: Path) -> None:
    span = Span(date(2025, 1, 1), date(2025, 12, 31))
    with unwritable(old) as path:
        before = path.read_bytes()
        with closing(open_for_reading(path, at(1))) as store:
            assert not store.writable
            read = list(store.achievements(Search())), store.totals("thu-2025", span)
        assert (path.read_bytes(), kept_beside(path)) == (before, [])
    with closing(open_for_reading(old, at(1))) as migrated:
        assert read == (list(migrated.achievements(Search())), migrated.totals("thu-2025", span))
    assert read[0]


def open_at_once(folder: str, rounds: int) -> None:
    for number in range(rounds):
        _barrier.wait(timeout=60)
        with closing(open_for_writing(Path(folder, f"{number}.db"), at(1))) as store:
            assert schema(store.connection) == schema(memory_store().connection)


def keep_barrier(barrier: Barrier) -> None:
    global _barrier  # noqa: PLW0603 how a process of a pool is handed one
    _barrier = barrier


def test_programs_that_migrate_or_make_a_store_at_once_make_one_schema(tmp_path: Path) -> None:
    rounds = 6  # every other one has an old store to migrate, the rest make a new one
    for number in range(0, rounds, 2):
        shutil.copy(FROZEN / VERSIONS[number // 2 % len(VERSIONS)] / "tracker.db", tmp_path / f"{number}.db")
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(TOGETHER)
    with ProcessPoolExecutor(TOGETHER, context, keep_barrier, (barrier,)) as pool:
        list(pool.map(open_at_once, [str(tmp_path)] * TOGETHER, [rounds] * TOGETHER))
    for number in range(rounds):
        assert check(tmp_path / f"{number}.db").findings == ()
        with closing(sqlite3.connect(tmp_path / f"{number}.db")) as connection:
            installations = 2 if number == 2 else 1  # v2 was copied once
            assert connection.execute("SELECT count(*) FROM installation").fetchone() == (installations,)
    kept = {f"{number}.db" for number in range(rounds)}
    assert sorted(one.name[:5] for one in tmp_path.iterdir() if one.name not in kept) == ["0-v1-", "2-v2-", "4-v1-"]
