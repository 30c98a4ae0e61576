"""An empty journal, and one with a few entries in both phases, the gap between them and a moving unit."""

import pytest

from tests.fixtures.small import on, posting, record
from tracker.journal.store import Store, memory_store

POSTINGS = (
    posting("a", on(5), 1),
    posting("b", on(10), 2),
    posting("c", on(12), 9, "tin-bao", of=10),
    posting("a", on(20), 10, "gop-quy"),
    posting("b", on(24), 1),
    posting("b", on(27), 1),
    posting("m", on(2, 4), 3),
    posting("a", on(8, 4), 0, "tin-bao", of=10),
)


@pytest.fixture
def journal() -> Store:
    return memory_store()


@pytest.fixture
def full(journal: Store) -> Store:
    record(journal, *POSTINGS)
    return journal
