"""Events in a store: what another program cannot do to them, what fsck finds, what was known of them, and the view."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.fixtures.small import SPRING, at, file_return, info, on, posting, record
from tests.journal.damage import FULL, check, codes, spoil
from tracker.domain.event_kinds import EventKind
from tracker.domain.events import Event, reversal_of_event
from tracker.domain.honours import Highlighted, HighlightKind
from tracker.domain.statements import Answer, Concern, ReturnTexts
from tracker.errors import TrackerError
from tracker.journal.known import limit_to_head, limit_to_moment
from tracker.journal.repair import repair_store
from tracker.journal.store import Store, open_for_reading, open_for_writing
from tracker.services.ports import Search

ID = SPRING.id
TEXT = "Thiếu máy in"


def note_at(store: Store, hour: int, *events: Event) -> None:
    with store.batch(info("concern").but(recorded_at=at(20, 4, hour))) as batch:
        for one in events:
            batch.note(one)


@pytest.fixture
def full(path: Path, store: Store) -> Path:
    """An entry, a return and its texts; a concern that is answered, the answer taken back and given again."""
    record(store, posting("a", on(5)))
    file_return(store, "a", on(12), at(14))
    note_at(
        store,
        8,
        Event(ID, ReturnTexts("chỉ đạo"), "a", on(16), about=2),
        Event(ID, Concern(TEXT, "Hậu cần"), "a", on(12)),
    )
    note_at(store, 9, Event(ID, Answer("Đã cấp", "Lan"), "a", on(14), about=4))
    (told,) = store.events(ID, EventKind.ANSWER)
    note_at(store, 10, reversal_of_event(told))
    note_at(store, 11, told.event.but(replaces=5))
    store.close()
    return path


def test_nothing_is_wrong_with_events(full: Path) -> None:
    found = check(full)
    assert (found.findings, found.entries) == ((), 1)
    with closing(open_for_reading(full, at(1))) as store:
        assert store.head() == (7, found.head)


@pytest.mark.parametrize(
    "change", ["UPDATE event SET body = '{}'", "DELETE FROM event", "UPDATE event SET unit = NULL"]
)
def test_nothing_changes_an_event(full: Path, change: str) -> None:
    with closing(sqlite3.connect(full)) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(change)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE event SET body = replace(body, 'máy in', 'giấy') WHERE id = 4", "row-changed"),
        ("UPDATE event SET day = day + 1 WHERE id = 4", "row-changed"),
        ("UPDATE event SET unit = NULL WHERE id = 4", "row-changed"),
        ("UPDATE event SET kind = 'answer' WHERE id = 4", "row-changed"),
        ("UPDATE event SET about = 2 WHERE id = 5", "row-changed"),
        ("UPDATE event SET hash = zeroblob(32) WHERE id = 7", "row-changed"),
        ("DELETE FROM event WHERE id = 3", "row-missing"),
        ("UPDATE event SET body = replace(body, 'Lan', 'Hoa') WHERE id = 6", "reversal-wrong"),
        ("UPDATE event SET replaces = 8 WHERE id = 7", "reversal-wrong"),
        ("UPDATE event SET about = 1 WHERE id = 5", "event-about-nothing"),
        ("UPDATE event SET body = '{' WHERE id = 4", "value-impossible"),
        ("UPDATE event SET body = '[]' WHERE id = 4", "value-impossible"),
        ("UPDATE event SET body = '{}' WHERE id = 4", "value-impossible"),
        ("UPDATE event SET body = replace(body, 'máy', char(27)) WHERE id = 4", "value-impossible"),
        ("UPDATE event SET day = 99999999 WHERE id = 4", "value-impossible"),
        ("UPDATE event SET about = 5 WHERE id = 5", "value-impossible"),
    ],
)
def test_what_was_changed_behind_its_back_is_found(full: Path, change: str, code: str) -> None:
    spoil(full, change)
    assert code in codes(full)


def test_the_batch_of_an_event_that_is_gone_is_empty(full: Path) -> None:
    spoil(full, "DELETE FROM event WHERE id = 7")
    assert codes(full) == {"batch-empty"}


def test_a_repair_leaves_events_as_they_are(full: Path) -> None:
    before = check(full)
    repair_store(full)
    assert check(full) == before


def test_a_kind_that_a_newer_version_knows_is_no_damage_but_cannot_be_read(full: Path) -> None:
    """Closings and scores are to come without a step of the schema."""
    with closing(open_for_writing(full, at(1))) as store:
        concern = next(one for one in store.events(ID) if one.event.kind is EventKind.CONCERN)
        with store.batch(info()) as batch:
            batch.note(concern.event)
    spoil(full, "UPDATE event SET kind = 'closing', body = '{\"phase\":\"dot-1\"}' WHERE id = 8")
    assert {one.code for one in check(full, FULL).findings} == {"row-changed"}  # by this test alone
    with closing(open_for_reading(full, at(1))) as store:
        assert len(store.events(ID, EventKind.CONCERN)) == 1
        with pytest.raises(TrackerError) as caught:
            store.event_history(8)
    assert (caught.value.code, caught.value.exit_code) == ("event-unknown", 4)


def test_a_body_that_cannot_be_read_is_a_damaged_store(full: Path) -> None:
    spoil(full, "UPDATE event SET body = '{}' WHERE id = 4")
    with closing(open_for_reading(full, at(1))) as store, pytest.raises(TrackerError) as caught:
        store.events(ID)
    assert caught.value.code == "store-damaged"


@pytest.mark.parametrize(("hour", "numbers"), [(7, []), (8, [3, 4]), (9, [3, 4, 5]), (10, [3, 4]), (11, [3, 4, 7])])
def test_what_was_known_of_events_at_a_moment(full: Path, hour: int, numbers: list[int]) -> None:
    with closing(open_for_reading(full, at(1))) as store:
        limit_to_moment(store, at(20, 4, hour))
        assert [one.number for one in store.events(ID)] == numbers


def test_what_follows_an_unknown_row_is_unknown_too(store: Store) -> None:
    """The clock stood wrong when the return was filed, on 1/4, and when the concern was raised."""
    file_return(store, "a", on(12), at(14))
    note_at(store, 9, Event(ID, Concern(TEXT, "y"), "a", on(12)))
    for about in (1, 2):
        with store.batch(info("x").but(recorded_at=at(20))) as batch:
            batch.note(Event(ID, Answer("z"), "a", on(12), about))
    limit_to_moment(store, at(25))
    assert (store.events(ID), store.head()) == ([], (0, bytes(32)))


def test_what_was_known_of_events_at_a_head(full: Path) -> None:
    with closing(open_for_reading(full, at(1))) as store:
        ((head,),) = store.connection.execute("SELECT lower(hex(hash)) FROM event WHERE id = 5").fetchall()
        assert limit_to_head(store, head[:16]) == at(20, 4, 9)
        assert [one.number for one in store.events(ID)] == [3, 4, 5]
        assert store.head() == (5, bytes.fromhex(head))
        assert len(list(store.achievements(Search()))) == 1
        assert store.event_history(5)[0].state == "current"
        assert len(store.invocations()) == 4


def test_the_view_shows_what_stands_to_other_programs(full: Path) -> None:
    with closing(sqlite3.connect(full)) as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute("SELECT * FROM events")]
        texts = connection.execute("SELECT body ->> 'text' FROM events WHERE kind = 'concern'").fetchall()
    assert [(row["id"], row["kind"], row["unit"], row["date"], row["about"]) for row in rows] == [
        ("1-3", "return-texts", "a", "2025-03-16", "1-2"),
        ("1-4", "concern", "a", "2025-03-12", None),
        ("1-7", "answer", "a", "2025-03-14", "1-4"),
    ]
    assert (rows[0]["campaign"], rows[0]["command"], rows[0]["recorded_by"]) == (ID, "concern", "Lan")
    assert [tuple(row) for row in texts] == [(TEXT,)]


def test_a_mark_is_about_an_entry(full: Path) -> None:
    with closing(open_for_writing(full, at(1))) as store:
        note_at(store, 12, Event(ID, Highlighted(HighlightKind.MODEL), "a", on(5), 1))
        assert [one.about for one in store.events(ID, EventKind.HIGHLIGHT)] == ["1-1"]
    assert check(full).findings == ()
    spoil(full, "UPDATE event SET about = 2 WHERE kind = 'highlight'")
    assert "event-about-nothing" in codes(full)
