"""The hash chain, computed here from the tables alone, without the code that makes it."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count

import msgspec
import pytest

from tests.fixtures.small import SPRING, SUMMER, at, info, on, posting, record
from tracker.domain.entries import FiledReturn
from tracker.journal.store import Store, memory_store

Row = tuple[object, ...]


def digest(before: bytes, fields: Iterable[object]) -> bytes:
    """SHA-256 over the hash before and each field: its length in 4 bytes, least first, and its text; FFFFFFFF for none."""
    found = bytearray(before)
    for field in fields:
        text = b"" if field is None else str(field).encode()
        found += b"\xff\xff\xff\xff" if field is None else len(text).to_bytes(4, "little") + text
    return hashlib.sha256(bytes(found)).digest()


def links(connection: sqlite3.Connection) -> Iterator[tuple[int, int, bytes, Row]]:
    """The number, batch, kept hash and fields of each entry and return, in their order."""
    rows = connection.execute(
        "SELECT journal.id, batch, hash, c.text, u.text, day, k.text, quantity, denominator, note, evidence, ref, reverses, replaces"
        " FROM journal JOIN name c ON c.id = campaign JOIN name u ON u.id = unit JOIN name k ON k.id = criterion"
    ).fetchall()
    rows = [
        row if row[-1] is not None else row[:-1] for row in rows
    ]  # what came with corrections is hashed where it is
    returns = connection.execute(
        "SELECT filing.id, batch, hash, 'return', c.text, u.text, first_day, last_day, is_nil, received_at, reverses"
        " FROM filing JOIN name c ON c.id = campaign JOIN name u ON u.id = unit"
    ).fetchall()
    rows += [row if row[-1] is not None else row[:-1] for row in returns]
    return ((number, batch, kept, tuple(fields)) for number, batch, kept, *fields in sorted(rows))


def is_whole(connection: sqlite3.Connection) -> bool:
    """Whether each entry has the number after the one before it, and the hash that follows from all before it."""
    head, current = bytes(32), 0
    for expected, (number, batch, kept, fields) in zip(count(1), links(connection), strict=False):
        if batch != current:
            current = batch
            made = connection.execute(
                "SELECT uuid, recorded_at, recorded_by, command, lower(hex(definition)), reason, undoes FROM batch"
                " JOIN installation ON installation.id = installation WHERE batch.id = ?",
                (batch,),
            ).fetchone()
            head = digest(head, (made if any(made[-2:]) else made[:-2]) if made else ())
        head = digest(head, fields)
        if (number, kept) != (expected, head):
            return False
    return True


@pytest.fixture
def store() -> Store:
    """Entries, a reversal and returns in four batches, with every column filled somewhere."""
    store = memory_store()
    record(store, posting("a", on(5), 2, ref="r-1"), posting("b", on(6), 8, "tin-bao", of=10))
    with store.batch(info("submit", b"two")) as batch:
        for unit in ("a", "b"):
            batch.file(SPRING.id, FiledReturn(unit, on(10), on(16), is_nil=unit == "b", received_at=at(14)))
    with store.batch(info("amend").but(reason="nhầm", undoes=1)) as batch:
        batch.post([posting("a", on(5), -2, reverses=1), msgspec.structs.replace(posting("a", on(5), 3), replaces=1)])
    with store.batch(info("log", b"two")) as batch:
        batch.post([posting("c", on(30), 5, campaign=SUMMER)])
        batch.file(SPRING.id, FiledReturn("c", on(10), on(16), is_nil=False, received_at=at(15)))
        batch.file(SPRING.id, FiledReturn("c", on(10), on(16), is_nil=False, received_at=at(15), reverses=8))
    return store


def test_each_hash_follows_from_all_before_it(store: Store) -> None:
    assert is_whole(store.connection)
    assert [number for number, *_ in links(store.connection)] == list(range(1, 10))
    (last,) = [kept for number, _, kept, _ in links(store.connection) if number == 9]
    assert store.head() == (9, last)


def test_the_first_link_hangs_on_32_zero_bytes(store: Store) -> None:
    assert digest(bytes(32), ["x", None, 5]) == hashlib.sha256(
        bytes(32) + b"\x01\x00\x00\x00x" + b"\xff\xff\xff\xff" + b"\x01\x00\x00\x005"
    ).digest()  # fmt: skip
    (uuid,) = store.connection.execute("SELECT uuid FROM installation").fetchone()
    of_batch = digest(bytes(32), [uuid, at(1, 4).isoformat(), "Lan", "log", info().definition.hex()])
    day = (on(5) - date(1970, 1, 1)).days
    first = digest(of_batch, ["xuan", "a", day, "mo-hinh", 2000, None, None, None, "r-1", None])
    assert next(kept for _, _, kept, _ in links(store.connection)) == first


CHANGES = [
    *(("journal", 5, column, value) for column, value in (
        ("id", 50), ("batch", 1), ("campaign", 2), ("unit", 1), ("day", 20153), ("criterion", 1), ("quantity", -2001),
        ("denominator", 0), ("note", "x"), ("evidence", "x"), ("ref", "x"), ("reverses", None), ("hash", bytes(32)),
    )),
    *(("filing", 4, column, value) for column, value in (
        ("id", 40), ("batch", 1), ("campaign", 2), ("unit", 1), ("first_day", 0), ("last_day", 0), ("is_nil", 0),
        ("received_at", 0), ("hash", bytes(32)),
    )),
    *(("batch", 2, column, value) for column, value in (
        ("id", 20), ("installation", 2), ("recorded_at", "x"), ("recorded_by", "x"), ("command", "x"),
        ("definition", info().definition),
    )),
    ("installation", 1, "uuid", "x"),
    ("name", 2, "text", "x"),
    ("journal", 1, "quantity", 2001),
    ("journal", 6, "replaces", None),
    ("filing", 9, "reverses", None),
    ("batch", 3, "reason", "x"),
    ("batch", 3, "undoes", 2),
    ("filing", 8, "received_at", 0),
]  # fmt: skip


@pytest.mark.parametrize(("table", "row", "column", "value"), CHANGES)
def test_a_change_of_any_column_breaks_the_chain(
    store: Store, table: str, row: int, column: str, value: object
) -> None:
    store.connection.execute(f"DROP TRIGGER {table}_never_UPDATE")
    before = store.connection.execute(f"SELECT {column} FROM {table} WHERE id = ?", (row,)).fetchone()
    store.connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, row))
    assert before != (value,)
    assert not is_whole(store.connection)


@pytest.mark.parametrize(("table", "row"), [("journal", 1), ("journal", 5), ("filing", 4)])
def test_an_entry_taken_out_breaks_the_chain(store: Store, table: str, row: int) -> None:
    store.connection.execute(f"DROP TRIGGER {table}_never_DELETE")
    assert store.connection.execute(f"DELETE FROM {table} WHERE id = ?", (row,)).rowcount == 1
    assert not is_whole(store.connection)


def test_every_column_of_the_record_is_changed_above(store: Store) -> None:
    tables = {"journal", "filing", "batch"}
    columns = {
        (table, name) for table in tables for _, name, *_ in store.connection.execute(f"PRAGMA table_info({table})")
    }
    assert columns == {(table, column) for table, _, column, _ in CHANGES if table in tables}
