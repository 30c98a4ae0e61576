"""A store in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.small import at
from tracker.journal.store import Store, open_for_writing


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tracker.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = open_for_writing(path, at(1))
    yield store
    store.close()
