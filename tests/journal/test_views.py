"""The store's documented views, as any program reads them; here the sqlite-utils library."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from tests.fixtures.small import SPRING, at, file_return, on, posting, record
from tracker.domain.entries import Posting
from tracker.journal.store import Store


@pytest.fixture
def database(path: Path, store: Store) -> Iterator[Database]:
    halves = Posting(
        SPRING.id, "b", on(26), "gop-quy", 1500, note="đợt hai", ref="R-1", phase="dot-2", version_from=on(26)
    )
    record(store, posting("a", on(5), 8, "tin-bao", of=10), halves, posting("a", on(19), 3))
    file_return(store, "a", on(12), at(14, hour=16, minute=30), is_nil=True)
    with closing(Database(path)) as database:
        yield database


def rows(database: Database, view: str) -> list[dict[str, Any]]:
    return list(database.view(view).rows)


def test_the_views_are_all_there_and_no_other(database: Database) -> None:
    assert set(database.view_names()) == {
        "achievements",
        "postings",
        "returns",
        "events",
        "daily_totals",
        "unit_totals",
    }


def test_achievements(database: Database) -> None:
    batch = {"recorded_at": at(1, 4).isoformat(), "recorded_by": "Lan", "command": "log", "campaign": "xuan"}
    first, second, third = rows(database, "achievements")
    assert first == batch | {
        "id": "1-1", "date": "2025-03-05", "unit": "a", "criterion": "tin-bao", "quantity": 8.0, "denominator": 10.0,
        "note": None, "evidence": None, "ref": None, "state": "current",
    }  # fmt: skip
    assert (second["quantity"], second["denominator"], second["note"], second["ref"]) == (1.5, None, "đợt hai", "R-1")
    assert third["date"] == "2025-03-19"


def test_returns(database: Database) -> None:
    assert rows(database, "returns") == [
        {
            "id": "1-4", "campaign": "xuan", "unit": "a", "first_day": "2025-03-10", "last_day": "2025-03-16", "is_nil": 1,
            "received_at": "2025-03-14T09:30:00Z", "recorded_at": at(1, 4).isoformat(), "recorded_by": "Lan",
        }
    ]  # fmt: skip


def test_daily_totals(database: Database) -> None:
    found = [(row["date"], row["criterion"], row["quantity"], row["denominator"], row["entries"])
             for row in rows(database, "daily_totals")]  # fmt: skip
    assert sorted(found) == [
        ("2025-03-05", "tin-bao", 8.0, 10.0, 1),
        ("2025-03-19", "mo-hinh", 3.0, 0.0, 1),
        ("2025-03-26", "gop-quy", 1.5, 0.0, 1),
    ]


def test_unit_totals(database: Database) -> None:
    found = [(row["phase"], row["unit"], row["version_from"], row["quantity"]) for row in rows(database, "unit_totals")]
    assert sorted(found) == [("", "a", None, 3.0), ("dot-1", "a", None, 8.0), ("dot-2", "b", "2025-03-26", 1.5)]
