"""Backups that are whole, whatever goes on meanwhile, and restores that lose nothing."""

import multiprocessing
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.fixtures.small import EVER, SPRING, at, info, on, posting, record, total
from tests.journal.damage import NOW, check, fill, spoil, unwritable
from tracker.errors import TrackerError
from tracker.journal import backup
from tracker.journal.backup import Copy, Restored, back_up, restore_store
from tracker.journal.store import Store, open_for_writing

ID = SPRING.id
FROZEN = ROOT / "tests" / "fixtures" / "stores" / "v1" / "tracker.db"


def save(store: Path, target: Path, *, replace: bool = False, dry_run: bool = False) -> Copy:
    return back_up(store, target, NOW, replace=replace, dry_run=dry_run)


def restore(store: Path, file: Path, *, dry_run: bool = False) -> Restored:
    return restore_store(store, file, NOW, dry_run=dry_run)


def refused(call: Callable[..., object], *arguments: Any) -> str:
    """The code of a refusal."""
    with pytest.raises(TrackerError) as caught:
        call(*arguments)
    return caught.value.code


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


@pytest.fixture
def path(path: Path) -> Path:
    """A whole store, closed."""
    with closing(open_for_writing(path, at(1))) as store:
        fill(store)
    return path


@pytest.fixture
def saved(path: Path, tmp_path: Path) -> Path:
    """A backup of it; the store has one more entry since."""
    (tmp_path / "elsewhere").mkdir()
    file = save(path, tmp_path / "elsewhere" / "backup.db").file
    with closing(open_for_writing(path, at(1))) as store:
        record(store, posting("a", on(20), 100))
    return file


def test_a_backup_holds_what_the_store_holds_for_its_owner_alone(path: Path) -> None:
    before = path.read_bytes()
    copy = save(path, path.with_name("backup.db"))
    assert check(copy.file) == check(path) == copy.check
    assert copy.check.entries == 4
    assert copy.file.stat().st_mode & 0o777 == 0o600
    assert names(path.parent) == ["backup.db", "tracker.db"]
    assert path.read_bytes() == before


def test_a_backup_never_takes_the_place_of_a_file_unasked(path: Path) -> None:
    target = path.with_name("backup.db")
    target.write_text("mine", encoding="utf-8")
    assert refused(save, path, target) == "backup-exists"
    assert target.read_text(encoding="utf-8") == "mine"
    assert save(path, target, replace=True).check == check(target)
    assert names(path.parent) == ["backup.db", "tracker.db"]


@pytest.mark.parametrize("name", ["tracker.db", "tracker.db-wal", "tracker.db-shm", "./x/../tracker.db", "link.db"])
def test_a_backup_never_goes_onto_the_store_itself(path: Path, name: str) -> None:
    path.with_name("x").mkdir()
    path.with_name("link.db").symlink_to(path)
    before = path.read_bytes()
    with pytest.raises(TrackerError) as caught:
        save(path, path.parent / name, replace=True)
    assert caught.value.code == "backup-onto-store"
    assert path.read_bytes() == before


def test_a_backup_of_a_damaged_store_is_not_kept(path: Path) -> None:
    spoil(path, "UPDATE journal SET quantity = 1 WHERE id = 1")
    target = path.with_name("backup.db")
    target.write_text("an older backup", encoding="utf-8")
    with pytest.raises(TrackerError) as caught:
        save(path, target, replace=True)
    assert caught.value.code == "copy-damaged"
    assert target.read_text(encoding="utf-8") == "an older backup"
    assert names(path.parent) == ["backup.db", "tracker.db"]


def test_a_backup_needs_a_store_and_a_place(path: Path, tmp_path: Path) -> None:
    assert refused(save, tmp_path / "none.db", tmp_path / "backup.db") == "store-missing"
    assert refused(save, path, tmp_path / "none" / "backup.db") == "file-unwritable"
    assert not (tmp_path / "none").exists()


def test_a_rehearsal_of_a_backup_leaves_nothing(path: Path) -> None:
    assert save(path, path.with_name("backup.db"), dry_run=True).check.entries == 4
    assert names(path.parent) == ["tracker.db"]


def test_a_store_that_cannot_be_written_is_backed_up_elsewhere(path: Path) -> None:
    with unwritable(path) as store:
        with pytest.raises(TrackerError) as caught:
            save(store, store.with_name("backup.db"))
        assert caught.value.code == "file-unwritable"
        assert names(store.parent) == ["tracker.db"]
        with tempfile.TemporaryDirectory() as folder:
            assert check(save(store, Path(folder, "backup.db")).file).entries == 4


def test_an_old_store_is_backed_up_as_it_is(tmp_path: Path) -> None:
    store = Path(shutil.copy(FROZEN, tmp_path / "tracker.db"))
    copy = save(store, tmp_path / "backup.db")
    with closing(sqlite3.connect(copy.file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.check == check(store)


def write_until(store: str, ready: Event, stop: Event) -> None:
    with closing(open_for_writing(store, at(1))) as journal:
        while not stop.is_set():
            record(journal, *(posting("a", on(6)) for _ in range(20)))
            ready.set()


def test_a_backup_while_others_write_is_whole_and_keeps_nobody_waiting(path: Path) -> None:
    """Each copy is a state between two batches, and the writer goes on."""
    context = multiprocessing.get_context("spawn")
    ready, stop = context.Event(), context.Event()
    writer = context.Process(target=write_until, args=(str(path), ready, stop))
    writer.start()
    assert ready.wait(60)
    try:
        copies = [save(path, path.with_name(f"{number}.db")) for number in range(5)]
    finally:
        stop.set()
        writer.join(60)
    assert writer.exitcode == 0
    counts = [copy.check.entries for copy in copies]
    assert all(count % 20 == 4 for count in counts)
    assert counts == sorted(counts)
    assert [check(copy.file).findings for copy in copies] == [()] * 5


def test_a_restore_brings_back_what_was_saved_and_keeps_what_was_there(path: Path, saved: Path) -> None:
    there = check(path)
    done = restore(path, saved)
    assert (done.check, done.entries_before) == (check(saved), there.entries)
    assert check(path) == check(saved)
    assert done.kept is not None
    assert done.kept.name.startswith("tracker.db.")
    assert done.kept.suffix == ".old"
    assert done.kept.stat().st_mode & 0o777 == 0o600
    assert check(done.kept) == there
    assert restore(path, done.kept).check == there  # and back again
    assert check(path) == there


def test_what_only_the_log_holds_is_kept_and_never_applied_to_what_is_restored(path: Path, saved: Path) -> None:
    with closing(open_for_writing(path, at(1))) as store:
        store.connection.execute("PRAGMA wal_autocheckpoint=0")
        record(store, posting("c", on(20), 1000))
        killed = path.with_name("killed")
        killed.mkdir()
        for side in ("", "-wal", "-shm"):
            shutil.copy(f"{path}{side}", killed / f"tracker.db{side}")
    done = restore(killed / "tracker.db", saved)
    assert (done.entries_before, done.check.entries) == (6, 4)
    assert check(killed / "tracker.db") == check(saved)
    assert done.kept is not None
    assert check(done.kept).entries == 6
    with closing(open_for_writing(killed / "tracker.db", at(1))) as store:
        assert store.totals(ID, EVER)["mo-hinh"].entries == 3
    assert names(killed) == ["tracker.db", done.kept.name]


def test_a_restored_store_is_another_installation_before_it_writes(path: Path, saved: Path) -> None:
    restore(path, saved)
    with closing(open_for_writing(path, at(1))) as store:
        assert record(store, posting("a", on(7))) == ["2-10"]
        assert record(store, posting("a", on(8))) == ["2-11"]
        assert store.connection.execute("SELECT count(DISTINCT uuid) FROM installation").fetchone() == (2,)
    assert check(path).findings == ()


def test_a_restore_where_there_is_no_store_makes_one_of_its_own(tmp_path: Path, saved: Path) -> None:
    store = tmp_path / "new" / "tracker.db"
    store.parent.mkdir()
    done = restore(store, saved)
    assert (done.entries_before, done.kept) == (None, None)
    assert store.stat().st_mode & 0o777 == 0o600
    with closing(open_for_writing(store, at(1))) as journal:
        assert record(journal, posting("a", on(7))) == ["2-10"]
    assert names(store.parent) == ["tracker.db"]


def rubbish(path: Path) -> None:
    path.write_text("không phải kho\n" * 1000, encoding="utf-8")


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:8192])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("spoil_it", [rubbish, truncated, emptied])
def test_a_store_that_cannot_be_read_is_moved_aside_as_it_is(
    path: Path, saved: Path, spoil_it: Callable[[Path], None]
) -> None:
    spoil_it(path)
    Path(f"{path}-wal").write_bytes(b"what was left of a log")
    before = path.read_bytes()
    done = restore(path, saved)
    assert done.entries_before is None
    assert done.kept is not None
    assert done.kept.read_bytes() == before
    assert Path(f"{done.kept}-wal").read_bytes() == b"what was left of a log"
    assert not Path(f"{path}-wal").exists()
    assert check(path) == check(saved)


def test_a_log_left_by_a_store_that_is_gone_is_not_applied(path: Path, saved: Path) -> None:
    with closing(open_for_writing(path, at(1))) as store:
        store.connection.execute("PRAGMA wal_autocheckpoint=0")
        record(store, posting("c", on(20), 1000))
        log = Path(f"{path}-wal").read_bytes()
    path.unlink()
    Path(f"{path}-wal").write_bytes(log)
    done = restore(path, saved)
    assert check(path) == check(saved)
    assert done.kept is not None
    assert Path(f"{done.kept}-wal").read_bytes() == log


def newer(path: Path) -> None:
    spoil(path, "PRAGMA user_version = 99")


def changed(path: Path) -> None:
    spoil(path, "UPDATE journal SET note = 'x' WHERE id = 1")


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (id)")


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("spoil_it", "code"),
    [
        (newer, "store-newer"),
        (changed, "copy-damaged"),
        (truncated, "store-damaged"),
        (rubbish, "store-damaged"),
        (foreign, "store-foreign"),
        (emptied, "copy-damaged"),
        (gone, "file-missing"),
    ],
)
def test_what_is_no_whole_backup_is_refused_and_nothing_is_changed(
    path: Path, saved: Path, spoil_it: Callable[[Path], None], code: str
) -> None:
    spoil_it(saved)
    before = path.read_bytes()
    assert refused(restore, path, saved) == code
    assert path.read_bytes() == before
    assert names(path.parent) == ["elsewhere", "tracker.db"]


def test_the_store_is_no_backup_of_itself(path: Path) -> None:
    assert refused(restore, path, path) == "restore-from-itself"
    path.with_name("link.db").symlink_to(path)
    assert refused(restore, path, path.with_name("link.db")) == "restore-from-itself"


def test_a_database_of_another_program_is_not_replaced(path: Path, saved: Path) -> None:
    foreign(path)
    before = path.read_bytes()
    assert refused(restore, path, saved) == "store-foreign"
    assert path.read_bytes() == before


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(sys.argv[2])
connection.execute("SELECT * FROM journal").fetchall()
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(path: Path, statement: str) -> Iterator[None]:
    """Another program that has the store open."""
    command = [sys.executable, "-c", HOLD, str(path), statement]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        yield
        assert other.stdin is not None
        other.stdin.close()


@pytest.mark.parametrize("statement", ["BEGIN IMMEDIATE", "BEGIN", "SELECT 1"])
def test_nothing_is_restored_while_another_program_has_the_store_open(
    path: Path, saved: Path, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "IN_USE_SECONDS", 0.05)
    before = check(path)
    with held(path, statement):
        assert refused(restore, path, saved) == "store-in-use"
    assert check(path) == before
    assert names(path.parent) == ["elsewhere", "tracker.db"]
    assert restore(path, saved).entries_before == 5


def test_a_rehearsal_of_a_restore_changes_nothing(path: Path, saved: Path) -> None:
    before = path.read_bytes()
    assert restore(path, saved, dry_run=True).check == check(saved)
    assert path.read_bytes() == before
    assert names(path.parent) == ["elsewhere", "tracker.db"]


def test_an_old_backup_is_restored_in_the_present_schema(path: Path) -> None:
    before = FROZEN.read_bytes()
    done = restore(path, FROZEN)
    assert done.check.findings == ()
    assert check(path) == check(FROZEN)
    with closing(open_for_writing(path, at(1))) as store:
        assert record(store, posting("a", on(7))) == [f"2-{store.head()[0]}"]
    assert FROZEN.read_bytes() == before
    assert names(FROZEN.parent) == names(ROOT / "tests" / "fixtures" / "stores" / "v1")


def test_a_backup_of_an_open_store_is_that_of_the_last_batch(path: Path, store: Store) -> None:
    with store.batch(info()) as batch:
        batch.post([posting("a", on(9))])
        assert save(path, path.with_name("meanwhile.db")).check.entries == 4
    assert save(path, path.with_name("after.db")).check.entries == 5
    assert store.totals(ID, EVER)["mo-hinh"] == total(10, 4)
