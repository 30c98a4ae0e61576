"""What every journal answers about events, whatever it is kept in."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.fixtures.small import SPRING, SUMMER, at, file_return, info, on, part, posting, record
from tracker.domain.calendar import Span
from tracker.domain.entries import State
from tracker.domain.event_kinds import EventKind
from tracker.domain.events import Body, Event, EventRecord, reversal_of_event
from tracker.domain.file_edits import BookEdit, RosterEdit
from tracker.domain.phase_events import LateEntries, PhaseClosed, PhaseFrozen, PhaseReopened
from tracker.domain.statements import Answer, Concern, ReturnTexts
from tracker.errors import TrackerError
from tracker.services.ports import Journal

ID = SPRING.id
CLOSED = Event(ID, PhaseClosed("dot-1", "Đợt 1", on(5), on(18), 8, 3, "0" * 64, "f" * 64), day=on(22))
BODIES: list[Body] = [
    Concern("Thiếu máy in: \"A4\" \\ 'x' 🎉", "Hậu cần", "Phòng Hậu cần", "Y-1"),
    Concern("x", "y"),
    Answer("Đã cấp", "Phòng Hậu cần"),
    Answer(passed_up_to="Bộ Công an"),
    ReturnTexts("Chỉ đạo", "", "Đề nghị cấp thêm"),
    ReturnTexts(),
    PhaseClosed("dot-1", "Đợt 1", date(2025, 3, 5), date(2025, 3, 18), 8, 3, "0" * 64, "f" * 64),
    PhaseFrozen("eJyrrgUAAXUA+Q=="),
    PhaseReopened("dot-1", "Bổ sung"),
    LateEntries("dot-1", "nộp muộn", 7),
    RosterEdit("merge", ("c", "d", "m"), date(2025, 4, 1), "NQ 1", ("units.csv", "lineage.csv")),
    BookEdit("targets", "giao.xlsx", 2, 1, date(2025, 3, 15), "KH 25", ("xuan-targets.csv",)),
    BookEdit("baselines", "cu.csv", 0, 3),
]


def note(journal: Journal, *events: Event, undoes: int | None = None) -> list[str]:
    with journal.batch(info("concern add").but(undoes=undoes)) as batch:
        return [batch.note(one) for one in events]


def concern(unit: str = "a", day: int = 12, text: str = "Thiếu máy in", campaign: str = ID) -> Event:
    return Event(campaign, Concern(text, "Hậu cần"), unit, on(day))


def answer(about: int, unit: str = "a", day: int = 14) -> Event:
    return Event(ID, Answer("Đã cấp"), unit, on(day), about)


def numbers(found: list[EventRecord]) -> list[int]:
    return [one.number for one in found]


def test_an_empty_journal_has_no_events(journal: Journal) -> None:
    assert not journal.has_events(ID, EventKind.CONCERN)
    assert journal.events(ID) == journal.events_about(1) == journal.events_of(1) == journal.event_history(1) == []


@pytest.mark.parametrize("body", BODIES)
def test_an_event_comes_back_as_it_was_noted(journal: Journal, body: Body) -> None:
    event = Event(ID, body, "a", on(12))
    assert note(journal, event) == ["1-1"]
    (found,) = journal.events(ID)
    assert found == EventRecord("1-1", event, "", at(1, 4), "Lan", 1, State.CURRENT)
    assert journal.has_events(ID, body.kind)


def test_events_share_their_numbers_and_the_chain_with_entries_and_returns(journal: Journal) -> None:
    heads = [journal.head()[1]]
    ids = []
    writes: tuple[Callable[[], str], ...] = (
        lambda: record(journal, posting("a", on(5)))[0],
        lambda: note(journal, concern())[0],
        lambda: file_return(journal, "a", on(12), at(14)),
        lambda: note(journal, answer(2))[0],
    )
    for write in writes:
        ids.append(write())
        heads.append(journal.head()[1])
    assert (ids, journal.head()[0]) == (["1-1", "1-2", "1-3", "1-4"], 4)
    assert len(set(heads)) == 5


def test_an_event_need_have_no_unit_and_no_day_and_may_be_about_a_return(journal: Journal) -> None:
    filed = file_return(journal, "a", on(12), at(14))
    note(journal, Event(ID, ReturnTexts("x"), about=int(filed[2:])))
    (found,) = journal.events_about(1)
    assert (found.event.unit, found.event.day, found.event.about, found.about) == ("", None, 1, filed)


def test_what_events_are_asked_for(journal: Journal) -> None:
    note(journal, concern("a", 12), concern("b", 20), concern("a", 12, campaign=SUMMER.id))
    note(journal, answer(1), Event(ID, ReturnTexts("x"), "a"))
    assert numbers(journal.events(ID)) == [1, 2, 4, 5]
    assert numbers(journal.events(ID, EventKind.CONCERN)) == [1, 2]
    assert numbers(journal.events(SUMMER.id)) == [3]
    assert numbers(journal.events(ID, units=[part("b"), part("a", Span(on(13), on(31)))])) == [2, 4, 5]
    assert numbers(journal.events(ID, units=[part("b", Span(on(1), on(19)))])) == []
    assert numbers(journal.events(ID, units=[])) == []
    assert numbers(journal.events(ID, days=Span(on(1), on(14)))) == [1, 4, 5]
    assert numbers(journal.events(ID, EventKind.CONCERN, days=Span(on(13), on(20)))) == [2]
    assert numbers(journal.events_about(1)) == [4]
    assert not journal.has_events(SUMMER.id, EventKind.ANSWER)


def test_what_was_taken_back_stands_no_more_and_may_be_brought_back_once(journal: Journal) -> None:
    note(journal, concern())
    (before,) = journal.events(ID)
    note(journal, reversal_of_event(before), undoes=1)
    assert journal.events(ID) == []
    note(journal, before.event.but(replaces=1), undoes=2)
    assert numbers(journal.events(ID)) == [3]
    for number in (1, 3):
        line = journal.event_history(number)
        assert [(one.number, one.reverses, one.event.replaces, one.state) for one in line] == [
            (1, None, None, "amended"),
            (2, 1, None, "current"),
            (3, None, 1, "current"),
        ]
    with pytest.raises(TrackerError):
        note(journal, reversal_of_event(before))
    assert numbers(journal.events_of(2)) == [2]


def test_a_batch_that_is_not_kept_notes_nothing(journal: Journal) -> None:
    with journal.batch(info()) as batch:
        batch.note(concern())
        batch.keep = False
    assert journal.head() == (0, bytes(32))


def test_invocations_count_events_but_not_what_is_part_of_a_return(journal: Journal) -> None:
    note(journal, concern(), concern("b"))
    filed = file_return(journal, "a", on(12), at(14))
    texts = Event(ID, ReturnTexts("x"), "a", about=int(filed[2:]))
    note(journal, texts)
    with journal.batch(info("submit")) as batch:
        batch.post([posting("a", on(5))])
        batch.note(concern())
    counts = [(one.entries, one.returns, one.events) for one in journal.invocations()]
    assert counts == [(1, 0, 1), (0, 0, 1), (0, 1, 0), (0, 0, 2)]


def test_invocations_do_not_count_what_is_never_noted_alone(journal: Journal) -> None:
    note(journal, CLOSED, Event(ID, PhaseFrozen("eA=="), about=1))
    with journal.batch(info("log").but(reason="muộn")) as batch:
        batch.post([posting("a", on(5))])
        batch.note(Event(ID, LateEntries("dot-1", "muộn", 1), about=1))
    note(journal, concern())
    assert [(one.entries, one.events) for one in journal.invocations()] == [(0, 1), (1, 0), (0, 1)]
    assert [one.id for one in journal.invocations(corrections=True)] == [2, 1]  # a closing is told of without a reason


def test_who_noted_or_took_back_something_about_a_row(journal: Journal) -> None:
    late = Event(ID, LateEntries("dot-1", "muộn", 1), about=1)
    note(journal, CLOSED, Event(ID, PhaseFrozen("eA=="), about=1))
    assert journal.batches_about(1, EventKind.LATE) == []
    note(journal, late, late)
    note(journal, reversal_of_event(journal.events(ID, EventKind.LATE)[0]))
    assert (journal.batches_about(1, EventKind.LATE), journal.batches_about(1, EventKind.FROZEN)) == ([2, 3], [1])


def test_what_nobody_answered_is_counted(journal: Journal) -> None:
    assert journal.unanswered(ID, on(31)) == (0, 0, None)
    note(journal, concern("a", 12), concern("a", 14), concern("b", 20), concern("a", 5, campaign=SUMMER.id))
    assert journal.unanswered(ID, on(31)) == (3, 2, on(12))
    assert journal.unanswered(ID, on(14)) == (2, 1, on(12))
    assert journal.unanswered(ID, on(31), [part("b"), part("a", Span(on(13), on(31)))]) == (2, 2, on(14))
    assert journal.unanswered(ID, on(31), []) == (0, 0, None)
    note(
        journal,
        answer(1, day=21),
        Event(ID, Answer(passed_up_to="Bộ"), "a", on(22), 2),
        Event(ID, ReturnTexts(), about=3),
    )
    assert journal.unanswered(ID, on(31)) == (1, 1, on(20))
    assert journal.unanswered(ID, on(21)) == (2, 2, on(14))
    (first, _) = journal.events(ID, EventKind.ANSWER)
    note(journal, reversal_of_event(first))
    assert journal.unanswered(ID, on(31)) == (2, 2, on(12))
