"""The journal as it was known: every answer is the one that was given then, whatever was recorded since."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.small import EVER, ROSTER, SPAN, SPRING, UNITS, ZONE, at, info, on, part, posting, total, view
from tests.journal.damage import unwritable
from tracker.domain.calendar import Span
from tracker.domain.entries import FiledReturn, Posting
from tracker.errors import TrackerError
from tracker.journal.known import limit_to_head, limit_to_moment
from tracker.journal.store import Store, memory_store, open_for_reading, open_for_writing
from tracker.services.log import opened
from tracker.services.ports import Search

ID = SPRING.id
WEEK = Span(on(10), on(16))
FILED = FiledReturn("a", WEEK.start, WEEK.end, is_nil=False, received_at=at(14))


def record_at(store: Store, moment: datetime, *postings: Posting) -> None:
    with opened([view(store, SPAN.end)], info().but(recorded_at=moment)) as batch:
        batch.post(postings)


def file_at(store: Store, moment: datetime, filed: FiledReturn) -> None:
    with store.batch(info("submit").but(recorded_at=moment)) as batch:
        batch.file(ID, filed)


def back(number: int, unit: str, day: int, quantity: int) -> Posting:
    return posting(unit, on(day), -quantity, reverses=number)


def answers(store: Store) -> dict[str, Any]:
    """What a journal answers, all of it."""
    seen = view(store, SPAN.end)
    late = datetime(2030, 1, 1, tzinfo=ZONE)
    return {
        "head": store.head(),
        "totals": store.totals(ID, EVER),
        "weekly": store.weekly_totals(ID, SPAN),
        "units": {one: {name: found for name, found in seen.totals(SPAN, one).items() if found.entries} for one in UNITS},
        "by unit": {key: found for key, found in store.totals_by_unit(ID, EVER).items() if any(found)},
        "entries": [store.entries(ID, day) for day in SPAN],
        "last": (store.last_entry_on(ID, SPAN.end), store.last_day(ID, SPAN.end), store.last_day(ID, SPAN.end, [part("a")])),
        "counted": store.entries_by_unit(ID, SPAN),
        "last values": store.last_values(ID, ["mo-hinh", "tin-bao"], EVER),
        "returns": (store.returns(ID, WEEK, late), store.last_returns(ID, late)),
        "achievements": list(store.achievements(Search(campaign=ID, units=ROSTER.within("T")))),
        "invocations": [(one.id, one.entries, one.returns) for one in store.invocations()],
        "undoes": store.undoes(),
        "rows": [[(row.number, row.state) for row in store.rows_of(one.id)] for one in store.invocations()],
        "refs": store.find_refs(["r-1"]).keys(),
    }  # fmt: skip


@pytest.fixture
def store() -> Iterator[Store]:
    with closing(memory_store()) as store:
        record_at(store, at(10), posting("a", on(5), 2, ref="r-1"), posting("b", on(6), 8, "tin-bao", of=10))
        file_at(store, at(14), FILED)
        record_at(
            store, at(15), back(1, "a", 5, 2), msgspec.structs.replace(posting("a", on(5), 5, ref="r-1"), replaces=1)
        )
        yield store


def add_later(store: Store) -> None:
    record_at(store, at(20), posting("c", on(12), 7), posting("m", on(2, 4), 1), posting("a", on(4), 1, "gop-quy"))
    record_at(store, at(21), back(5, "a", 5, 5))
    file_at(store, at(22), msgspec.structs.replace(FILED, reverses=3))
    file_at(store, at(22), msgspec.structs.replace(FILED, is_nil=True))
    record_at(store, at(23), posting("d", on(12), 7))


@pytest.mark.parametrize("moment", [at(19), at(15), at(15).astimezone(UTC), at(20) - timedelta(seconds=1)])
def test_every_answer_is_that_of_the_moment(store: Store, moment: datetime) -> None:
    then = answers(store)
    add_later(store)
    assert answers(store) != then
    limit_to_moment(store, moment)
    assert answers(store) == then


def test_every_answer_is_that_of_the_head(store: Store) -> None:
    then, head = answers(store), store.head()[1].hex()
    add_later(store)
    assert limit_to_head(store, head[:16]) == at(15)
    assert answers(store) == then


def test_a_head_that_never_was_is_refused(store: Store) -> None:
    with pytest.raises(TrackerError) as caught:
        limit_to_head(store, "0" * 16)
    assert caught.value.code == "head-not-found"


def test_before_anything_was_recorded_there_was_nothing(store: Store) -> None:
    limit_to_moment(store, at(9))
    assert answers(store) == answers(memory_store())


def test_what_came_later_is_told_by_criterion(store: Store) -> None:
    assert store.later(ID, EVER) == {}
    add_later(store)
    limit_to_moment(store, at(19))
    # of mo-hinh 7 + 1 + 7 more and 5 taken back, in four entries
    assert store.later(ID, EVER) == {"mo-hinh": total(10, 4), "gop-quy": total(1, 1)}
    assert store.later(ID, Span(on(5), on(12))) == {"mo-hinh": total(9, 3)}
    assert store.later(ID, EVER, [part("a"), part("m", Span(on(1), on(2)))]) == {
        "mo-hinh": total(-5, 1),
        "gop-quy": total(1, 1),
    }


def test_an_entry_of_a_clock_that_was_set_back_counts_by_its_moment(store: Store) -> None:
    record_at(store, at(1), posting("d", on(12), 7))
    limit_to_moment(store, at(2))
    assert [one.number for one in store.achievements(Search())] == [6]


def test_what_takes_back_an_unknown_entry_is_unknown_too(store: Store) -> None:
    """The clock stood wrong when the void and its undo were recorded: without the entry they would count below nothing."""
    record_at(store, at(25), posting("d", on(12), 7))
    record_at(store, at(2), back(6, "d", 12, 7))
    record_at(store, at(3), msgspec.structs.replace(posting("d", on(12), 7), replaces=6))
    limit_to_moment(store, at(20))
    assert "d" not in store.entries_by_unit(ID, SPAN)
    assert store.totals(ID, EVER)["mo-hinh"] == total(5, 1)


def test_a_store_that_cannot_be_written_shows_the_past_too(path: Path) -> None:
    with closing(open_for_writing(path, at(1))) as kept:
        record_at(kept, at(10), posting("a", on(5), 2))
        record_at(kept, at(20), posting("a", on(5), 3))
    with unwritable(path) as copy, closing(open_for_reading(copy, at(1))) as reader:
        limit_to_moment(reader, at(12))
        assert reader.totals(ID, EVER) == {"mo-hinh": total(2, 1)}


units = st.sampled_from(["a", "b", "c"])
days = st.dates(SPAN.start, SPAN.end)
rows = st.builds(posting, units, days, st.integers(0, 9), st.sampled_from(["mo-hinh", "gop-quy"]))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(rows, min_size=1, max_size=4), min_size=1, max_size=5), st.data())
def test_any_past_of_any_journal(history: list[list[Posting]], data: st.DataObject) -> None:
    """Whatever is recorded, and whatever of it is taken back, each state can be shown again."""
    store, known, number = memory_store(), [answers(memory_store())], 0
    standing: list[tuple[int, Posting]] = []
    for hour, fresh in enumerate(history):
        some = list(fresh)
        takes_back: bool = data.draw(st.booleans())
        if standing and takes_back:
            taken, entry = standing.pop(data.draw(st.integers(0, len(standing) - 1)))
            some.append(msgspec.structs.replace(entry, quantity=-entry.quantity, reverses=taken))
        record_at(store, at(10, hour=hour), *some)
        standing += [(number + n, one) for n, one in enumerate(some, 1) if one.reverses is None]
        number += len(some)
        known.append(answers(store))
    step = data.draw(st.integers(0, len(history)))
    limit_to_moment(store, at(10, hour=step) - timedelta(minutes=1))
    assert answers(store) == known[step]
