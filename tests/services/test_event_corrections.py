"""Voiding and undoing events: what follows another goes with it, and comes back with it."""

from collections.abc import Callable

import pytest

from tests.fixtures.small import SPRING, at, info, on, view
from tracker.domain.entries import FiledReturn
from tracker.domain.event_kinds import EventKind
from tracker.domain.events import Event
from tracker.domain.file_edits import RosterEdit
from tracker.domain.statements import Answer, Concern, ReturnTexts
from tracker.errors import TrackerError
from tracker.journal.store import Store
from tracker.services.amend import amend_entry
from tracker.services.history import build_history, latest_corrections, only_record
from tracker.services.undo import Counts, Undoing, undo_invocation
from tracker.services.void import Voiding, void_record

ID = SPRING.id
NOTHING = Counts(0, 0, 0)


def note(journal: Store, *events: Event) -> list[str]:
    with journal.batch(info("concern")) as batch:
        return [batch.note(one) for one in events]


def raise_concern(journal: Store, unit: str = "a") -> str:
    return note(journal, Event(ID, Concern("Thiếu máy in", "Hậu cần"), unit, on(12)))[0]


def answer(journal: Store, about: int, text: str = "Đã cấp") -> str:
    return note(journal, Event(ID, Answer(text), "a", on(14), about))[0]


def submit(journal: Store) -> None:
    """A return and its texts, in one command."""
    with journal.batch(info("submit")) as batch:
        filed = batch.file(ID, FiledReturn("a", on(10), on(16), is_nil=False, received_at=at(14)))
        batch.note(Event(ID, ReturnTexts("chỉ đạo"), "a", on(16), int(filed[2:])))


def void(journal: Store, id_: str, *, dry_run: bool = False) -> Voiding:
    because = info(f"void {id_}").but(reason="nhầm")
    return void_record([view(journal, on(31))], id_, lambda: journal, because, dry_run=dry_run)


def undo(journal: Store, number: int | None = None) -> Undoing:
    return undo_invocation([view(journal, on(31))], number, lambda: journal, info("undo"), dry_run=False)


def standing(journal: Store) -> list[tuple[str, str, str]]:
    return [(one.id, one.event.kind, one.about) for one in journal.events(ID)]


def refused(code: str, call: Callable[[], object]) -> TrackerError:
    with pytest.raises(TrackerError) as caught:
        call()
    assert caught.value.code == code
    return caught.value


def test_an_event_that_is_voided_stands_no_more_and_is_told_of(journal: Store) -> None:
    raise_concern(journal)
    done = void(journal, "1-1")
    assert (done.record.id, done.figures, done.returns) == ("1-1", (), ())
    assert journal.events(ID) == []
    history = build_history(journal, "1-1")
    assert [(one.what, one.invocation.reason) for one in history.steps] == [("noted", ""), ("voided", "nhầm")]
    assert (history.now, history.record.state) == (None, "voided")
    refused("entry-taken-back", lambda: void(journal, "1-1"))
    (step,) = latest_corrections(journal)
    assert (step.what, step.record and step.record.id) == ("voided", "1-1")


def test_a_rehearsal_voids_nothing(journal: Store) -> None:
    raise_concern(journal)
    void(journal, "1-1", dry_run=True)
    assert standing(journal) == [("1-1", "concern", "")]


def test_what_follows_goes_with_a_concern_and_comes_back_with_it(journal: Store) -> None:
    raise_concern(journal)
    answer(journal, 1)
    void(journal, "1-1")
    assert standing(journal) == []
    done = undo(journal)
    assert (done.taken, done.brought) == (NOTHING, Counts(0, 0, 2))
    assert standing(journal) == [("1-5", "concern", ""), ("1-6", "answer", "1-5")]
    done = undo(journal)  # the undo of the undo: void once more
    assert (done.taken, done.brings_back) == (Counts(0, 0, 2), True)
    assert standing(journal) == []
    undo(journal)
    assert standing(journal) == [("1-9", "concern", ""), ("1-10", "answer", "1-9")]
    refused("entry-replaced", lambda: void(journal, "1-1"))


def test_an_answer_that_is_voided_leaves_the_concern_open(journal: Store) -> None:
    raise_concern(journal)
    answer(journal, 1)
    void(journal, "1-2")
    assert standing(journal) == [("1-1", "concern", "")]
    answer(journal, 1, "Sẽ cấp")
    assert standing(journal) == [("1-1", "concern", ""), ("1-4", "answer", "1-1")]


def test_an_answer_stands_in_the_way_of_undoing_its_concern(journal: Store) -> None:
    raise_concern(journal)
    answer(journal, 1)
    error = refused("undo-blocked", lambda: undo(journal, 1))
    (_, obstacle) = error.problems
    assert (obstacle.code, obstacle.params["follower"], obstacle.params["id"]) == ("event-in-the-way", "1-2", "1-1")
    undo(journal)
    undo(journal, 1)
    assert standing(journal) == []


def test_an_answer_does_not_come_back_without_its_concern(journal: Store) -> None:
    raise_concern(journal)
    answer(journal, 1)
    void(journal, "1-2")
    void(journal, "1-1")
    error = refused("undo-blocked", lambda: undo(journal, 3))
    assert [one.code for one in error.problems] == ["undo-blocked", "followed-is-gone"]


def test_an_answer_that_comes_back_follows_the_concern_as_it_stands_then(journal: Store) -> None:
    raise_concern(journal)
    answer(journal, 1)
    void(journal, "1-2")  # invocation 3
    void(journal, "1-1")
    undo(journal)
    assert standing(journal) == [("1-5", "concern", "")]
    undo(journal, 3)
    assert standing(journal) == [("1-5", "concern", ""), ("1-6", "answer", "1-5")]


def test_the_texts_of_a_return_go_and_come_back_with_it(journal: Store) -> None:
    submit(journal)
    (listed,) = journal.invocations()
    assert (listed.entries, listed.returns, listed.events) == (0, 1, 0)
    record = only_record(journal, listed)
    assert record is not None
    assert record.id == "1-1"
    void(journal, "1-1")
    assert standing(journal) == []
    done = undo(journal)
    assert done.brought == Counts(0, 1, 0)
    assert standing(journal) == [("1-6", "return-texts", "1-5")]
    undo(journal)
    undo(journal)
    assert standing(journal) == [("1-10", "return-texts", "1-9")]


def test_submitting_is_undone_as_a_whole(journal: Store) -> None:
    submit(journal)
    assert undo(journal).taken == Counts(0, 1, 0)
    assert standing(journal) == []
    assert undo(journal).brought == Counts(0, 1, 0)
    assert standing(journal) == [("1-6", "return-texts", "1-5")]


def test_texts_that_came_later_stand_in_the_way_of_undoing_the_return(journal: Store) -> None:
    submit(journal)
    note(journal, Event(ID, ReturnTexts("bổ sung"), "a", on(16), 1))
    error = refused("undo-blocked", lambda: undo(journal, 1))
    assert {one.code for one in error.problems} == {"undo-blocked", "event-in-the-way"}
    assert undo(journal).taken == Counts(0, 0, 1)


def test_what_cannot_be_voided_or_undone(journal: Store) -> None:
    submit(journal)
    note(journal, Event(ID, RosterEdit("merge", ("c", "m"), on(1, 4), "NQ 1", ("units.csv",))))
    refused("part-not-voided", lambda: void(journal, "1-2"))
    refused("event-not-voided", lambda: void(journal, "1-3"))
    refused("invocation-noted", lambda: undo(journal))
    refused(
        "event-not-amended",
        lambda: amend_entry([view(journal, on(31))], "1-3", {}, lambda: journal, info(), dry_run=False),
    )
    assert [one.event.kind for one in journal.events(ID)] == [EventKind.RETURN_TEXTS, EventKind.ROSTER]
