"""Making, opening and refusing a store."""

import multiprocessing
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from tests.fixtures.small import EVER, SPRING, at, info, on, posting, record, total
from tracker.domain.entries import FiledReturn
from tracker.errors import TrackerError
from tracker.journal.migrations import migrate
from tracker.journal.refusals import explained
from tracker.journal.schema import APPLICATION_ID, VERSION
from tracker.journal.store import Cached, Store, open_for_reading, open_for_writing
from tracker.services.ports import Search

ID = SPRING.id
ANY = Search()
FILED = FiledReturn("a", on(10), on(16), is_nil=False, received_at=at(14))
TOGETHER, ROUNDS = 4, 12
_barrier: Barrier
NOBODY = 65534


def refused(call: Callable[[], object]) -> str:
    """The code of a refusal, which is always one of the store's."""
    with pytest.raises(TrackerError) as caught:
        call()
    assert caught.value.exit_code == 4
    return caught.value.code


def pragma(store: Store, name: str) -> object:
    return store.connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_new_store_is_for_its_owner_alone(path: Path) -> None:
    mask = os.umask(0o022)
    try:
        with closing(open_for_writing(path, at(1))) as store:
            record(store, posting("a", on(5)))
            modes = {one.name: one.stat().st_mode & 0o777 for one in path.parent.iterdir()}
    finally:
        os.umask(mask)
    assert modes == {"tracker.db": 0o600, "tracker.db-wal": 0o600, "tracker.db-shm": 0o600}


def test_a_new_store_says_what_it_is_and_writes_ahead(store: Store) -> None:
    assert pragma(store, "application_id") == APPLICATION_ID
    assert pragma(store, "user_version") == VERSION
    assert pragma(store, "journal_mode") == "wal"
    assert pragma(store, "synchronous") == 2  # FULL
    assert pragma(store, "busy_timeout") == 60_000
    ((id_, uuid, created_at),) = store.connection.execute("SELECT * FROM installation")
    assert (id_, len(uuid), created_at) == (1, 36, at(1).isoformat())


def test_each_of_our_tables_is_strict(store: Store) -> None:
    tables = {name: strict for _, name, kind, _, _, strict in store.connection.execute("PRAGMA table_list")
              if kind == "table" and not name.startswith(("sqlite_", "_sqlite"))}  # fmt: skip
    assert {"journal", "filing", "batch", "name", "total_by_day", "total_by_unit"} <= tables.keys()
    assert set(tables.values()) == {1}


@pytest.mark.parametrize("table", ["journal", "filing", "batch", "definition", "installation", "name"])
def test_what_was_written_is_neither_changed_nor_deleted(store: Store, table: str) -> None:
    record(store, posting("a", on(5)))
    with store.batch(info()) as batch:
        batch.file(ID, FILED)
    key = "sha256" if table == "definition" else "id"
    for statement in (f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
            store.connection.execute(statement)


def test_reading_where_there_is_no_store_makes_none(path: Path) -> None:
    store = open_for_reading(path, at(1))
    assert store.totals(ID, EVER) == {}
    assert store.read_cache("campaigns.yaml") is None
    store.close()
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("open_store", [open_for_reading, open_for_writing])
def test_an_old_file_without_content_is_no_new_store(path: Path, open_store: Callable[[Path, datetime], Store]) -> None:
    """What was cut off to nothing once held entries; SQLite would take it for a new store, and nobody would notice."""
    path.touch()
    os.utime(path, (at(1).timestamp() - 3600,) * 2)
    assert refused(lambda: open_store(path, at(1))) == "store-empty"
    assert path.stat().st_size == 0


def test_reading_an_empty_file_leaves_it_empty_and_writing_makes_it_a_store(path: Path) -> None:
    path.touch()
    with closing(open_for_reading(path, at(1))) as store:
        assert store.last_day(ID, on(31)) is None
    assert path.stat().st_size == 0
    with closing(open_for_writing(path, at(1))) as store:
        assert record(store, posting("a", on(5))) == ["1-1"]


def test_a_store_is_read_and_written_again(path: Path, store: Store) -> None:
    record(store, posting("a", on(5)))
    store.close()
    with closing(open_for_writing(path, at(2))) as again:
        record(again, posting("a", on(6)))
        with closing(open_for_reading(path, at(3))) as reader:
            assert reader.writable
            assert reader.totals(ID, EVER) == {"mo-hinh": total(2, 2)}
    assert again.path == str(path)


def test_a_store_writes_ahead_again_where_a_restore_was_cut_off(path: Path, store: Store) -> None:
    """In its usual mode SQLite may forget a commit at a power cut, and readers wait for writers."""
    record(store, posting("a", on(5)))
    assert store.connection.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)
    store.close()
    with closing(open_for_writing(path, at(2))) as again:
        assert pragma(again, "journal_mode") == "wal"
        assert record(again, posting("a", on(6))) == ["1-2"]


def test_names_given_by_another_command_are_seen(path: Path, store: Store) -> None:
    with closing(open_for_writing(path, at(2))) as other:
        assert store.totals(ID, EVER) == {}
        assert store.find_refs([]) == {}
        record(other, posting("a", on(5)))
        assert store.totals(ID, EVER) == {"mo-hinh": total(1, 1)}
        assert record(store, posting("a", on(6))) == ["1-2"]


def test_names_of_a_batch_that_was_taken_back_are_given_anew(store: Store) -> None:
    with store.batch(info()) as batch:
        batch.post([posting("a", on(5), criterion_id="first")])
        assert store.totals_by_unit(ID, EVER) == {("a", "first"): total(1, 1)}
        batch.keep = False
    record(store, posting("b", on(5), criterion_id="second"))
    assert store.totals_by_unit(ID, EVER) == {("b", "second"): total(1, 1)}
    record(store, posting("a", on(5), criterion_id="first"))
    assert store.totals_by_unit(ID, EVER).keys() == {("a", "first"), ("b", "second")}


def newer(path: Path) -> None:
    open_for_writing(path, at(1)).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={VERSION + 1}")


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE journal (id)")


def foreign_and_empty(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id=7")


def rubbish(path: Path) -> None:
    path.write_text("Kính gửi: Giám đốc Công an tỉnh\n" * 100, encoding="utf-8")


def little_rubbish(path: Path) -> None:
    path.write_bytes(b"hello")


@pytest.mark.parametrize("opening", [open_for_reading, open_for_writing])
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (newer, "store-newer"),
        (foreign, "store-foreign"),
        (foreign_and_empty, "store-foreign"),
        (rubbish, "store-damaged"),
        (little_rubbish, "store-damaged"),
    ],
)
def test_what_is_no_store_of_ours_is_refused_and_left_alone(
    path: Path, make: Callable[[Path], None], code: str, opening: Callable[[Path, object], Store]
) -> None:
    make(path)
    before = path.read_bytes()
    assert refused(lambda: opening(path, at(1))) == code
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["tracker.db"]


def test_a_damaged_store_is_said_to_be_damaged_when_it_is_read(path: Path, store: Store) -> None:
    record(store, posting("a", on(5)))
    roots = store.connection.execute("SELECT rootpage FROM sqlite_schema WHERE name IN ('journal', 'total_by_day')")
    pages = [root for (root,) in roots]
    store.close()
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * 4096)
            file.write(b"\xa5" * 4096)
    with closing(open_for_reading(path, at(1))) as reader:
        assert refused(lambda: reader.totals(ID, EVER)) == "store-damaged"
        assert refused(lambda: list(reader.achievements(ANY))) == "store-damaged"


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    assert refused(lambda: open_for_writing(tmp_path, at(1))) == "store-read-only"
    assert refused(lambda: open_for_writing(tmp_path / "no" / "tracker.db", at(1))) == "store-read-only"


def test_a_full_disk_is_said_and_nothing_is_written(store: Store) -> None:
    record(store, posting("a", on(5)))
    store.connection.execute(f"PRAGMA max_page_count={pragma(store, 'page_count')}")
    many = [posting("a", on(6), ref=f"{number}" * 50) for number in range(2000)]
    assert refused(lambda: record(store, *many)) == "store-full"
    assert store.totals(ID, EVER) == {"mo-hinh": total(1, 1)}


def test_what_the_disk_did_not_confirm_is_not_said_to_be_unwritten() -> None:
    failed = sqlite3.OperationalError("disk I/O error")
    failed.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
    with pytest.raises(TrackerError) as caught, explained("tracker.db"):
        raise failed
    assert (caught.value.code, caught.value.exit_code) == ("store-unsure", 4)


def test_a_second_writer_waits_for_the_first(path: Path, store: Store) -> None:
    def second() -> list[str]:
        with closing(open_for_writing(path, at(1))) as other:
            return record(other, posting("b", on(5)))

    with ThreadPoolExecutor() as threads:
        with store.batch(info()) as batch:
            waiting = threads.submit(second)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
            assert batch.post([posting("a", on(5))]) == ["1-1"]
        assert waiting.result() == ["1-2"]


def test_a_store_that_stays_busy_is_refused(path: Path, store: Store) -> None:
    with closing(open_for_writing(path, at(1))) as other, store.batch(info()) as batch:
        batch.post([posting("a", on(5))])
        other.connection.execute("PRAGMA busy_timeout=20")
        assert refused(lambda: record(other, posting("b", on(5)))) == "store-busy"
        assert other.totals(ID, EVER) == {}  # a reader neither waits nor sees what is half written


def make_at_once(folder: str, name: str, rounds: int) -> None:
    for number in range(rounds):
        _barrier.wait(timeout=60)
        with closing(open_for_writing(Path(folder, f"{number}.db"), at(1))) as store:
            record(store, posting("a", on(5), ref=name))


def keep_barrier(barrier: Barrier) -> None:
    global _barrier  # noqa: PLW0603 how a process of a pool is handed one
    _barrier = barrier


def test_programs_that_make_a_store_at_once_all_write_into_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(TOGETHER)
    with ProcessPoolExecutor(TOGETHER, context, keep_barrier, (barrier,)) as pool:
        list(pool.map(make_at_once, [str(tmp_path)] * TOGETHER, map(str, range(TOGETHER)), [ROUNDS] * TOGETHER))
    for number in range(ROUNDS):
        with closing(open_for_reading(tmp_path / f"{number}.db", at(1))) as store:
            assert store.find_refs([str(name) for name in range(TOGETHER)]).keys() == set("0123")
            assert pragma(store, "journal_mode") == "wal"
            assert store.connection.execute("SELECT count(*) FROM installation").fetchone() == (1,)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A store with one entry, in a folder that others may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder, "tracker.db")
        with closing(open_for_writing(path, at(1))) as store:
            record(store, posting("a", on(5)))
        yield path
        Path(folder).chmod(0o755)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Nobody, where the tests run as root, whom no mode of a file stops."""
    if os.getuid():
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o555), (0o444, 0o777), (0o666, 0o555)])
def test_a_store_that_cannot_be_written_is_read(shared: Path, file_mode: int, folder_mode: int) -> None:
    shared.chmod(file_mode)
    shared.parent.chmod(folder_mode)
    with unprivileged(), closing(open_for_reading(shared, at(1))) as store:
        assert not store.writable
        assert store.totals(ID, EVER) == {"mo-hinh": total(1, 1)}
        store.keep_definition("campaigns.yaml", ["campaigns.yaml"], b"", b"")
        assert store.read_cache("campaigns.yaml") is None
        assert refused(lambda: record(store, posting("a", on(6)))) == "store-read-only"
        assert [one.name for one in shared.parent.iterdir()] == ["tracker.db"]


def test_a_store_in_use_is_read_where_it_cannot_be_written(shared: Path) -> None:
    shared.chmod(0o644)
    with closing(open_for_writing(shared, at(1))) as writer:
        record(writer, posting("a", on(6)))  # stands in the write-ahead log
        with unprivileged(), closing(open_for_reading(shared, at(1))) as store:
            assert not store.writable
            assert store.totals(ID, EVER) == {"mo-hinh": total(2, 2)}


def test_a_store_cannot_be_made_or_opened_where_nothing_may_be_written(shared: Path) -> None:
    shared.chmod(0o444)
    shared.parent.chmod(0o555)
    with unprivileged():
        assert refused(lambda: open_for_writing(shared, at(1))) == "store-read-only"
        assert refused(lambda: open_for_writing(shared.with_name("new.db"), at(1))) == "store-read-only"


def test_a_definition_is_kept_for_later_commands(path: Path, store: Store) -> None:
    assert store.read_cache("/x/campaigns.yaml") is None
    store.keep_definition("/x/campaigns.yaml", ["campaigns.yaml", "đơn vị.csv"], b"\x00\x01", b"{}")
    store.keep_definition("/x/campaigns.yaml", ["campaigns.yaml"], b"\x02", b"[]")
    with closing(open_for_reading(path, at(1))) as reader:
        assert reader.read_cache("/x/campaigns.yaml") == Cached(["campaigns.yaml"], b"\x02", b"[]")
        assert reader.read_cache("/y/campaigns.yaml") is None


def test_a_definition_is_not_waited_for(path: Path, store: Store) -> None:
    with closing(open_for_reading(path, at(1))) as reader:
        with store.batch(info()) as batch:
            batch.post([posting("a", on(5))])
            reader.keep_definition("campaigns.yaml", [], b"", b"")
        assert reader.read_cache("campaigns.yaml") is None
        assert pragma(reader, "busy_timeout") == 60_000


def test_a_store_that_cannot_be_made_is_left_as_it_was(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("CREATE TABLE batch (mine)")
    assert refused(lambda: open_for_writing(path, at(1))) == "store-damaged"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("batch",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)


class Disturbed(sqlite3.Connection):
    """A connection whose file another program reads, just when the write-ahead log is asked for the first time."""

    other: sqlite3.Connection | None = None

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
        if sql == "PRAGMA journal_mode=WAL" and self.other:
            self.other.execute("BEGIN")
            self.other.execute("SELECT * FROM sqlite_schema").fetchall()
            try:
                return super().execute(sql, *rest)
            finally:
                self.other.close()
                self.other = None
        return super().execute(sql, *rest)


def test_the_write_ahead_log_is_asked_for_until_it_is_there(path: Path) -> None:
    with closing(sqlite3.connect(path)) as first:
        first.execute("CREATE TABLE t (id)")
        first.execute("DROP TABLE t")
    with closing(sqlite3.connect(path, isolation_level=None, factory=Disturbed)) as connection:
        connection.other = sqlite3.connect(path, isolation_level=None)
        migrate(connection, at(1))
        assert connection.other is None
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
