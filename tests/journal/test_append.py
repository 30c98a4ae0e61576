"""A batch is written whole or not at all."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.fixtures.small import EVER, SPRING, SUMMER, at, info, on, posting, record, total
from tracker.domain.entries import FiledReturn, Posting
from tracker.errors import TrackerError
from tracker.journal.append import Batch
from tracker.journal.store import Store, memory_store
from tracker.services.ports import Search

ID = SPRING.id
FILED = FiledReturn("a", on(10), on(16), is_nil=False, received_at=at(14))
HALF = 2**62


def content(path: Path) -> list[str]:
    """All that a store says, as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def fail_after_writing(batch: Batch) -> None:
    raise KeyError


def take_back(batch: Batch) -> None:
    batch.keep = False


def post_what_cannot_be_stored(batch: Batch) -> None:
    batch.post([posting("new", on(6), ref="r-1")])  # a ref of this very batch


@pytest.mark.parametrize("ending", [fail_after_writing, take_back, post_what_cannot_be_stored])
def test_a_batch_that_is_not_kept_leaves_the_file_as_it_was(
    path: Path, store: Store, ending: Callable[[Batch], None]
) -> None:
    record(store, posting("a", on(5)), posting("b", on(26)))
    before = content(path)
    try:
        with store.batch(info("another", b"another definition")) as batch:
            store.rebuild(ID, "another", lambda unit, day: ("another", None))
            batch.post([posting("new", on(6), criterion_id="new", campaign=SUMMER, ref="r-1"), posting("a", on(5))])
            batch.file(ID, FILED)
            ending(batch)
    except (KeyError, TrackerError):
        pass
    assert content(path) == before
    assert record(store, posting("a", on(7))) == ["1-3"]


def test_a_batch_in_which_nothing_stands_leaves_the_file_as_it_was(path: Path, store: Store) -> None:
    record(store, posting("a", on(5)))
    before = content(path)
    with store.batch(info("another", b"another definition")) as batch:
        batch.post([])
    assert content(path) == before


def test_a_batch_says_who_wrote_when_with_which_command_under_which_definition(store: Store) -> None:
    for _ in range(2):
        with store.batch(info("import kết-quả.csv", b"one")) as batch:
            batch.post([posting("a", on(5)), posting("b", on(5))])
    with store.batch(info("submit", b"two")) as batch:
        batch.file(ID, FILED)
    rows = store.connection.execute(
        "SELECT batch.id, recorded_at, recorded_by, command, compiled FROM batch JOIN definition"
        " ON sha256 = definition ORDER BY 1"
    )
    who = (at(1, 4).isoformat(), "Lan")
    assert rows.fetchall() == [
        (1, *who, "import kết-quả.csv", b"one"),
        (2, *who, "import kết-quả.csv", b"one"),
        (3, *who, "submit", b"two"),
    ]
    assert store.connection.execute("SELECT count(*) FROM definition").fetchone() == (2,)
    assert store.connection.execute("SELECT id, batch FROM journal").fetchall() == [(1, 1), (2, 1), (3, 2), (4, 2)]
    assert store.connection.execute("SELECT id, batch FROM filing").fetchall() == [(5, 3)]


def large(day: int, quantity: int = 0, denominator: int | None = None) -> Posting:
    return Posting(ID, "a", on(day), "tin-bao", quantity, denominator, phase="dot-1")


@pytest.mark.parametrize(
    "batches",
    [
        pytest.param([[large(5, 2 * HALF)]], id="one row"),
        pytest.param([[large(5, HALF), large(5, HALF)]], id="a day"),
        pytest.param([[large(5, HALF)], [large(5, HALF)]], id="a day in two batches"),
        pytest.param([[large(5, HALF), large(6, HALF)]], id="two days"),
        pytest.param([[large(5, 0, HALF)], [large(6, 0, HALF)]], id="two denominators"),
        pytest.param([[large(5, HALF)], [large(6, HALF - 1)], [large(7, 1)]], id="just beyond"),
    ],
)
def test_a_total_beyond_64_bits_is_refused(store: Store, batches: Sequence[Sequence[Posting]]) -> None:
    for some in batches[:-1]:
        record(store, *some)
    before, entries = store.totals(ID, EVER), store.entries(ID, on(31))
    with pytest.raises(TrackerError) as caught:
        record(store, *batches[-1])
    assert caught.value.code == "total-too-large"
    assert caught.value.exit_code == 1
    assert (store.totals(ID, EVER), store.entries(ID, on(31))) == (before, entries)


def test_a_total_of_63_bits_is_kept(store: Store) -> None:
    record(store, large(5, HALF))
    record(store, large(6, HALF - 1))
    assert store.totals(ID, EVER)["tin-bao"].quantity == 2**63 - 1


def test_the_head_is_the_last_entry_or_return() -> None:
    store = memory_store()
    assert store.head() == (0, bytes(32))
    record(store, posting("a", on(5)))
    first = store.head()
    with store.batch(info("submit")) as batch:
        batch.file(ID, FILED)
    second = store.head()
    record(store, posting("a", on(6)), posting("a", on(7)))
    numbers = [first[0], second[0], store.head()[0]]
    assert numbers == [1, 2, 4]
    assert len({first[1], second[1], store.head()[1]}) == 3


def test_entries_bear_the_number_of_the_installation_that_wrote_them(store: Store) -> None:
    record(store, posting("a", on(5)))
    store.connection.execute("INSERT INTO installation VALUES (2, 'another', '')")
    assert record(store, posting("a", on(6))) == ["2-2"]
    assert [one.id for one in store.achievements(Search())] == ["1-1", "2-2"]


def test_a_return_is_filed_once_for_a_period(store: Store) -> None:
    with store.batch(info("submit")) as batch:
        batch.file(ID, FILED)
    with pytest.raises(TrackerError) as caught, store.batch(info("submit")) as batch:
        batch.file(ID, FILED)
    assert caught.value.exit_code == 4


def test_entries_are_counted_up_to_a_day(store: Store) -> None:
    record(store, posting("a", on(5)), posting("b", on(7)), posting("b", on(7), -1, reverses=2), posting("c", on(9)))
    assert [store.entries(ID, on(day)) for day in (4, 5, 7, 9)] == [0, 1, 1, 2]
    assert store.entries(SUMMER.id, on(9)) == 0
    assert store.totals(ID, EVER) == {"mo-hinh": total(2, 2)}
