"""The stores that must keep the contract of `services.ports.Journal`: a new one is one line of `STORES`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fixtures.small import at
from tracker.journal.store import Store, memory_store, open_for_writing
from tracker.services.ports import Journal

STORES: dict[str, Callable[[Path], Store]] = {
    "file": lambda folder: open_for_writing(folder / "tracker.db", at(1)),
    "memory": lambda folder: memory_store(),
}


@pytest.fixture(params=STORES)
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    store = STORES[request.param](tmp_path)
    yield store
    store.connection.close()
