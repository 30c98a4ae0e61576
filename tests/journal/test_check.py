"""fsck: whatever was changed is found and named; nothing that tracker writes is a finding."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.fixtures.small import SPRING, at, info, on, posting, record
from tests.journal.damage import FULL, NOW, assignments, check, codes, content, differs, fill, flips, is_reported, spoil
from tracker.errors import TrackerError
from tracker.journal.check import MOST_ALIKE, Depth, check_store
from tracker.journal.repair import repair_store
from tracker.journal.store import Store, memory_store, open_for_reading, open_for_writing

PLAIN = Depth()


@pytest.fixture
def path(path: Path) -> Path:
    """A whole store, closed."""
    with closing(open_for_writing(path, at(1))) as store:
        fill(store)
    return path


def test_a_store_that_tracker_wrote_has_no_findings(path: Path) -> None:
    with closing(open_for_writing(path, at(1))) as store:
        known, head = assignments(store), store.head()[1]
    found = check(path, FULL, known)
    assert found.findings == ()
    assert (found.entries, found.head) == (4, head)
    assert [one.name for one in path.parent.iterdir()] == ["tracker.db"]


def test_where_there_is_no_store_nothing_is_wrong_and_nothing_is_made(tmp_path: Path) -> None:
    assert check(tmp_path / "tracker.db") == (0, bytes(32), ())
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_was_being_made_when_the_power_went_is_an_empty_one(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "tracker.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    assert check(tmp_path / "tracker.db") == (0, bytes(32), ())


CHANGES: list[tuple[str, str, str, str]] = [
    *((f"UPDATE journal SET {column} = {value} WHERE id = 6", "row-changed", "journal 6 (1-6)", column) for column, value in (
        ("campaign", 2), ("unit", 1), ("day", 20200), ("criterion", 1), ("quantity", 3001), ("denominator", 1),
        ("note", "'x'"), ("evidence", "'x'"), ("ref", "'r-2'"), ("replaces", 2), ("hash", "zeroblob(32)"),
    )),
    ("UPDATE journal SET quantity = 2001 WHERE id = 1", "row-changed", "journal 1 (1-1)", "first"),
    ("UPDATE journal SET batch = 4 WHERE id = 6", "row-changed", "journal 6 (1-6)", "batch"),
    *((f"UPDATE filing SET {column} = {value} WHERE id = 3", "row-changed", "filing 3 (1-3)", column) for column, value in (
        ("unit", 1), ("first_day", 20150), ("last_day", 20180), ("is_nil", 1), ("received_at", 0), ("hash", "zeroblob(32)"),
    )),
    ("UPDATE filing SET reverses = NULL WHERE id = 9", "row-changed", "filing 9 (1-9)", "reverses"),
    *((f"UPDATE batch SET {column} = {value} WHERE id = 3", "row-changed", "journal 5 (1-5)", column) for column, value in (
        ("recorded_at", "'2025-04-02T12:00:00+07:00'"), ("recorded_by", "'Minh'"), ("command", "'void'"),
        ("reason", "'khác'"), ("undoes", 2), ("definition", "(SELECT definition FROM batch WHERE id = 2)"),
    )),
    ("UPDATE installation SET uuid = upper(uuid)", "row-changed", "journal 1 (1-1)", "installation"),
    ("UPDATE name SET text = 'x' WHERE text = 'd'", "row-changed", "journal 8 (1-8)", "name"),
    ("DELETE FROM journal WHERE id = 2", "row-missing", "filing 3 (1-3)", "row gone"),
    ("DELETE FROM filing WHERE id = 9", "batch-empty", "batch 5", "last return gone"),
    ("DELETE FROM batch WHERE id = 2", "row-orphaned", "filing 3", "batch gone"),
    ("DELETE FROM name WHERE text = 'b'", "row-orphaned", "journal 2", "name gone"),
    ("DELETE FROM definition WHERE compiled = CAST('two' AS BLOB)", "row-orphaned", "batch 2", "definition gone"),
    ("UPDATE journal SET reverses = 2 WHERE id = 5", "reversal-wrong", "journal 5 (1-5)", "takes another back"),
    ("UPDATE journal SET quantity = -1000 WHERE id = 5", "reversal-wrong", "journal 5 (1-5)", "takes less back"),
    ("UPDATE filing SET reverses = 3 WHERE id = 9", "reversal-wrong", "filing 9 (1-9)", "takes another return back"),
    ("UPDATE journal SET replaces = 8 WHERE id = 6", "reversal-wrong", "journal 6 (1-6)", "replaces a later one"),
    ("UPDATE journal SET ref = 'r-1' WHERE id = 8", "row-twice", "journal 8", "ref twice"),
    ("UPDATE filing SET unit = 2, is_nil = 0, reverses = NULL WHERE id = 9", "row-twice", "filing 9", "return twice"),
    ("UPDATE total_by_day SET quantity = quantity + 1000 WHERE entries = 0 OR day = 20177", "total-wrong",
     "total_by_day xuan 2025-03-30 mo-hinh", "day"),
    ("DELETE FROM total_by_day WHERE day = 20153", "total-wrong", "total_by_day xuan 2025-03-06 tin-bao", "day gone"),
    ("INSERT INTO total_by_day VALUES (1, 20000, 3, 0, 0, 0)", "total-wrong", "total_by_day xuan 2024-10-04 mo-hinh", "day added"),
    ("UPDATE total_by_unit SET entries = 7 WHERE entries = 1 AND denominator > 0", "total-wrong", "total_by_unit", "unit"),
    ("UPDATE definition SET compiled = CAST('tow' AS BLOB) WHERE compiled = CAST('two' AS BLOB)", "definition-changed",
     "definition", "definition"),
    ("UPDATE cache SET compiled = CAST('[]' AS BLOB)", "cache-changed", "cache", "cache"),
    ("CREATE TABLE mine (id)", "schema-foreign", "sqlite_schema", "table added"),
    ("CREATE TRIGGER mine AFTER INSERT ON total_by_day BEGIN DELETE FROM total_by_day; END", "schema-foreign",
     "sqlite_schema", "trigger added"),
    ("DROP INDEX journal_by_unit", "schema-missing", "sqlite_schema", "index gone"),
    ("DROP VIEW returns", "schema-missing", "sqlite_schema", "view gone"),
    ("DELETE FROM _sqlite_migrations WHERE name LIKE '0002%'", "schema-missing", "_sqlite_migrations", "version"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "code", "where", "what"), CHANGES, ids=[f"{c[1]}:{c[3]}" for c in CHANGES])
def test_every_change_is_found_and_named(path: Path, statement: str, code: str, where: str, what: str) -> None:
    spoil(path, statement)
    found = [(one.code, one.where) for one in check(path, PLAIN).findings]
    assert any(kind == code and place.startswith(where) for kind, place in found), found


def test_one_change_is_one_break_of_the_chain(path: Path) -> None:
    spoil(path, "UPDATE journal SET note = 'x' WHERE id = 1")
    assert [(one.code, one.where) for one in check(path).findings] == [("row-changed", "journal 1 (1-1)")]


def test_what_was_taken_off_the_end_shows_in_the_totals_alone(path: Path) -> None:
    """A chain without its last links is whole: whoever takes them off the totals too is found by the printed hash only."""
    before = check(path).head
    spoil(path, "DELETE FROM journal WHERE id = 8", "DELETE FROM filing WHERE id = 9", "DELETE FROM batch WHERE id = 5")
    found = check(path, PLAIN)
    assert {one.code for one in found.findings} == {"total-wrong"}
    assert found.head != before


def test_the_total_by_unit_follows_the_definition_where_that_is_known(path: Path) -> None:
    with closing(open_for_writing(path, at(1))) as store:
        known = assignments(store)
    spoil(path, "UPDATE total_by_unit SET version_from = 5 WHERE denominator > 0")
    assert codes(path, PLAIN) == set()
    assert codes(path, PLAIN, known) == {"total-wrong"}
    other = {SPRING.id: ("another definition", known[SPRING.id][1])}
    assert codes(path, PLAIN, other) == set()


VALUES = [
    ("note", "'a' || char(0) || 'b'"), ("note", "'a' || char(0x202e)"), ("note", "'o' || char(0x309)"), ("note", "' a'"),
    ("note", "CAST(X'ff41' AS TEXT)"), ("quantity", "1000000000000000"), ("denominator", "-1000000000000000"),
    ("day", "-400000"), ("day", "3000000"), ("hash", "zeroblob(31)"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value"), VALUES)
def test_values_that_are_never_written_are_found_by_the_full_check(path: Path, column: str, value: str) -> None:
    spoil(path, f"UPDATE journal SET {column} = {value} WHERE id = 8")
    assert "value-impossible" not in codes(path, PLAIN)
    found = [one for one in check(path).findings if one.code == "value-impossible"]
    assert [(one.where, one.problem.params["column"]) for one in found] == [("journal 8", column)]


@pytest.mark.parametrize(("table", "column", "value"), [
    ("batch", "recorded_at", "'hôm nay'"), ("batch", "recorded_at", "'2025-04-01T12:00:00'"),
    ("installation", "uuid", "''"), ("filing", "is_nil", "2"), ("name", "text", "text || char(10)"),
])  # fmt: skip
def test_values_of_other_tables_too(path: Path, table: str, column: str, value: str) -> None:
    spoil(path, f"UPDATE {table} SET {column} = {value} WHERE id = (SELECT max(id) FROM {table})")
    assert "value-impossible" in codes(path)


def test_totals_and_the_cache_are_made_again(path: Path) -> None:
    whole = check(path)
    spoil(path, "UPDATE total_by_day SET quantity = 0", "DELETE FROM total_by_unit", "UPDATE cache SET sources = X'00'")
    broken = check(path)
    assert {one.code for one in broken.findings} == {"total-wrong", "cache-changed"}
    assert broken.can_be_repaired
    repair_store(path)
    assert check(path) == whole


def test_many_wrong_totals_are_made_again(path: Path) -> None:
    with closing(open_for_writing(path, at(1))) as store:
        record(store, *(posting(unit, on(day)) for unit in "abcd" for day in range(5, 30)))
    spoil(path, "UPDATE total_by_day SET quantity = 0")
    found = check(path)
    assert "findings-more" in {one.code for one in found.findings}
    assert found.can_be_repaired


def test_a_changed_row_is_not_repaired(path: Path) -> None:
    spoil(path, "UPDATE journal SET quantity = 0 WHERE id = 2")
    assert not check(path).can_be_repaired


def test_many_findings_alike_are_counted(path: Path) -> None:
    with closing(open_for_writing(path, at(1))) as store:
        record(store, *(posting("a", on(5 + n % 20)) for n in range(100)))
    spoil(path, "UPDATE journal SET hash = zeroblob(32)")
    found = check(path, PLAIN).findings
    assert sum(one.code == "row-changed" for one in found) == MOST_ALIKE
    (rest,) = [one.problem.params for one in found if one.code == "findings-more"]
    assert rest == {"kind": "row-changed", "more": 106 + 2 - MOST_ALIKE}


def test_progress_is_told(tmp_path: Path) -> None:
    with closing(open_for_writing(tmp_path / "new.db", at(1))) as store:
        record(store, *(posting("a", on(5), 0) for _ in range(20_009)))
    told: list[tuple[int, int]] = []
    check_store(tmp_path / "new.db", NOW, progress=lambda *one: told.append(one))
    assert told == [(10_000, 20_009), (20_000, 20_009)]


def refused(path: Path) -> str:
    with pytest.raises(TrackerError) as caught:
        check(path)
    assert caught.value.exit_code == 4
    return caught.value.code


def test_what_is_no_store_is_refused(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_text("Kính gửi" * 1000, encoding="utf-8")
    assert refused(other) == "store-damaged"
    other.unlink()
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (id)")
    assert refused(other) == "store-foreign"
    spoil(path, "PRAGMA user_version = 99")
    assert refused(path) == "store-newer"


def test_an_emptied_file_is_a_finding(path: Path) -> None:
    path.write_bytes(b"")
    assert codes(path) == {"store-emptied"}


def leave_log(path: Path) -> Store:
    """Write, and keep the write-ahead log where it is, as a program does that is killed."""
    store = open_for_writing(path, at(1))
    store.connection.execute("PRAGMA wal_autocheckpoint=0")
    for day in range(5, 15):
        record(store, posting("a", on(day)))
    return store


def copied(path: Path, folder: Path, *sides: str) -> Path:
    """Copy a store file by file, as nobody should."""
    folder.mkdir()
    for side in sides:
        shutil.copy(f"{path}{side}", folder / f"tracker.db{side}")
    return folder / "tracker.db"


def test_the_log_of_a_store_is_read_and_left_as_it_is(path: Path, tmp_path: Path) -> None:
    with closing(leave_log(path)):
        killed = copied(path, tmp_path / "killed", "", "-wal")
    before = [Path(f"{killed}{side}").read_bytes() for side in ("", "-wal")]
    found = check(killed)
    assert (found.findings, found.entries) == ((), 14)
    assert [Path(f"{killed}{side}").read_bytes() for side in ("", "-wal")] == before


def test_a_log_that_was_taken_away_is_missed(path: Path, tmp_path: Path) -> None:
    with closing(leave_log(path)):
        killed = copied(path, tmp_path / "killed", "", "-shm")
    for _ in range(2):  # no look at it takes the trace away
        assert codes(killed) == {"log-missing"}
        for opened in (open_for_reading, open_for_writing):
            with pytest.raises(TrackerError) as caught:
                opened(killed, NOW)
            assert (caught.value.code, caught.value.exit_code) == ("log-missing", 4)
    Path(f"{killed}-shm").unlink()
    with closing(open_for_reading(killed, NOW)) as store:
        assert store.head()[0] == 9


def test_the_log_of_another_store_is_found_and_not_applied(path: Path, tmp_path: Path) -> None:
    with closing(open_for_writing(tmp_path / "other.db", at(1))) as store:
        fill(store)
    with closing(leave_log(tmp_path / "other.db")):
        mixed = copied(path, tmp_path / "mixed", "")
        with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
            connection.execute("VACUUM")  # every page of the other store stands in its log
        shutil.copy(tmp_path / "other.db-wal", f"{mixed}-wal")
    before = mixed.read_bytes()
    assert "log-of-another-store" in codes(mixed)
    assert mixed.read_bytes() == before


@pytest.fixture
def large(path: Path) -> Path:
    with closing(open_for_writing(path, at(1))) as store:
        for day in range(5, 31):
            record(store, *(posting(unit, on(day), 3, ref=f"{unit}-{day}") for unit in "abcd"))
        with store.batch(info("import")) as batch:
            batch.post([posting("a", on(6), 1, criterion_id=f"khác-{n}") for n in range(200)])
    return path


def test_every_flipped_bit_that_matters_is_reported(large: Path) -> None:
    """Those in the unused room of pages change nothing that is read."""
    data, whole, known = large.read_bytes(), content(large), assignments(memory_store())
    told, silent = 0, 0
    for spoiled in flips(data, 250):
        large.write_bytes(spoiled)
        if is_reported(large, FULL, known):
            told += 1
        elif differs(large, whole):
            silent += 1
    assert told > 60
    assert silent <= 1  # of 250: as when the installation was made, or the number of its file


@pytest.mark.parametrize("depth", [PLAIN, FULL])
def test_a_store_cut_off_anywhere_is_reported(large: Path, depth: Depth) -> None:
    data = large.read_bytes()
    for length in range(0, len(data), 4096):
        large.write_bytes(data[:length])
        assert is_reported(large, depth, {}), length
