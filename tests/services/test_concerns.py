"""The concerns register: raised, answered, passed up, and what the office is told of them."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.fixtures.small import SPRING, SUMMER, info, on, part, view
from tracker.domain.calendar import Span
from tracker.domain.event_kinds import EventKind
from tracker.errors import TrackerError
from tracker.journal.store import Store, memory_store
from tracker.services.concerns import ConcernState, Query, find_concerns, known_fields
from tracker.services.raising import LONGEST, Answered, Noted, Raised, add_concern, answer_concern
from tracker.services.remind import build_reminder
from tracker.services.status import Alert, find_alerts
from tracker.services.void import void_record
from tracker.services.weekly import build_weekly

ID, LAST = SPRING.id, on(31)
OPEN, ANSWERED, PASSED_UP = ConcernState.OPEN, ConcernState.ANSWERED, ConcernState.PASSED_UP


def add(
    journal: Store,
    unit: str = "a",
    day: str = "12/3/2025",
    field: str = "Hậu cần",
    *,
    dry_run: bool = False,
    **typed: str,
) -> Noted:
    raised = Raised(unit, field, typed.get("text", "Thiếu máy in"), day, typed.get("to", ""), typed.get("ref", ""))
    return add_concern(view(journal, on(31)), raised, lambda: journal, info("concern add"), dry_run=dry_run)


def answer(
    journal: Store,
    id_: str = "1-1",
    text: str = "Đã cấp",
    *,
    day: str = "20/3/2025",
    to: str = "",
    dry_run: bool = False,
) -> Noted:
    views = [view(journal, on(31)), view(journal, on(31), SUMMER)]
    typed = Answered(text, "Phòng Hậu cần", day, to)
    return answer_concern(views, id_, typed, lambda: journal, info("concern answer"), dry_run=dry_run)


def listed(journal: Store, as_of: date = LAST, **query: object) -> list[tuple[str, ConcernState, int]]:
    found = find_concerns(view(journal, as_of), Query(**query))  # type: ignore[arg-type]
    return [(one.record.id, one.state, one.age) for one in found]


def codes(call: Callable[[], object]) -> list[str]:
    with pytest.raises(TrackerError) as caught:
        call()
    return [one.code for one in caught.value.problems]


def test_a_concern_is_open_until_it_is_answered(journal: Store) -> None:
    assert listed(journal) == []
    done = add(journal)
    assert (done.id, done.open, done.oldest, done.already_there) == ("1-1", 1, 19, False)
    assert listed(journal) == [("1-1", OPEN, 19)]
    done = answer(journal)
    assert (done.id, done.open, done.oldest) == ("1-2", 0, 0)
    assert listed(journal) == [("1-1", ANSWERED, 8)]
    assert listed(journal, states=(OPEN,)) == []


def test_a_concern_as_of_a_day(journal: Store) -> None:
    add(journal)
    answer(journal)
    assert listed(journal, on(11)) == []
    assert listed(journal, on(12)) == [("1-1", OPEN, 0)]
    assert listed(journal, on(19)) == [("1-1", OPEN, 7)]
    assert listed(journal, on(20)) == [("1-1", ANSWERED, 8)]


def test_what_was_passed_up_waits_for_its_answer(journal: Store) -> None:
    add(journal, to="Phòng Hậu cần")
    (one,) = find_concerns(view(journal, on(31)))
    assert one.must_answer == "Phòng Hậu cần"
    answer(journal, text="", to="Bộ Công an")
    (one,) = find_concerns(view(journal, on(31)))
    assert (one.state, one.age, one.must_answer) == (PASSED_UP, 19, "Bộ Công an")
    answer(journal, day="31/3/2025")
    (one,) = find_concerns(view(journal, on(31)))
    assert (one.state, one.age, len(one.answers)) == (ANSWERED, 19, 2)
    assert codes(lambda: answer(journal)) == ["concern-answered"]


def test_an_answer_that_is_voided_opens_the_concern_again(journal: Store) -> None:
    add(journal)
    answer(journal)
    because = info("void 1-2").but(reason="nhầm")
    void_record([view(journal, on(31))], "1-2", lambda: journal, because, dry_run=False)
    assert listed(journal) == [("1-1", OPEN, 19)]
    assert answer(journal).open == 0


def test_a_rehearsal_notes_nothing(journal: Store) -> None:
    assert add(journal, dry_run=True).open == 1
    add(journal)
    assert answer(journal, dry_run=True).open == 0
    assert listed(journal) == [("1-1", OPEN, 19)]


def test_what_concerns_are_asked_for(journal: Store) -> None:
    add(journal, "a", "12/3/2025")
    add(journal, "b", "20/3/2025", "Trụ sở")  # under d1 then, under d2 since 26/3
    add(journal, "c", "5/3/2025", "Trụ sở, đất đai")
    answer(journal, "1-1", day="21/3/2025")
    assert listed(journal) == [("1-3", OPEN, 26), ("1-1", ANSWERED, 9), ("1-2", OPEN, 11)]
    assert listed(journal, states=(OPEN,), older_than=11) == [("1-3", OPEN, 26)]
    assert listed(journal, field="tru so") == [("1-3", OPEN, 26), ("1-2", OPEN, 11)]
    assert listed(journal, unit="d1") == [("1-1", ANSWERED, 9), ("1-2", OPEN, 11)]
    assert listed(journal, unit="b") == [("1-2", OPEN, 11)]


def test_concerns_of_a_unit_that_merged_are_with_its_heir(journal: Store) -> None:
    add(journal, "c", "20/3/2025")  # c and d become m on 1/4
    add(journal, "a", "21/3/2025")
    april = on(5, 4)
    assert listed(journal, april, unit="m") == []
    assert listed(journal, april, unit="m", with_former=True) == [("1-1", OPEN, 16)]
    assert listed(journal, april, unit="d2", with_former=True) == [("1-1", OPEN, 16)]
    assert listed(journal, april, unit="c", with_former=True) == [("1-1", OPEN, 16)]
    assert listed(journal, april, unit="d", with_former=True) == []
    assert listed(journal, on(31), unit="m", with_former=True) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"text": " \u200b"}, ["field-missing"]),
        ({"text": "", "field": ""}, ["field-missing", "field-missing"]),
        ({"text": "x" * (LONGEST["text"] + 1), "to": "y" * (LONGEST["to"] + 1)}, ["text-too-long", "text-too-long"]),
        ({"day": "1/4/2025"}, ["day-to-come"]),
        ({"day": "31/2/2025"}, ["no-such-day"]),
        ({"day": "4/3/2025"}, ["raised-before-campaign"]),
        ({"day": "4/3/2025", "unit": "zz"}, ["raised-before-campaign", "unit-not-found"]),
        ({"unit": "zz"}, ["unit-not-found"]),
        ({"unit": "m", "day": "31/3/2025"}, ["unit-not-alive"]),
        ({"unit": "zz", "field": "x" * 101}, ["text-too-long", "unit-not-found"]),
    ],
)
def test_every_problem_of_what_was_typed_is_named(journal: Store, typed: dict[str, str], expected: list[str]) -> None:
    assert codes(lambda: add(journal, **typed)) == expected  # type: ignore[arg-type]
    assert journal.head()[0] == 0


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"text": ""}, ["answer-missing"]),
        ({"text": "", "day": "1/4/2025"}, ["answer-missing", "day-to-come"]),
        ({"day": "11/3/2025"}, ["answered-before-raised"]),
        ({"to": "x" * 201}, ["text-too-long"]),
        ({"id_": "1-2"}, ["not-a-concern"]),
        ({"id_": "1-9"}, ["concern-not-found"]),
        ({"id_": "x"}, ["bad-entry-id"]),
    ],
)
def test_every_problem_of_an_answer_is_named(journal: Store, typed: dict[str, str], expected: list[str]) -> None:
    add(journal)
    add(journal, "b")
    answer(journal, "1-2")
    answer_id = {"id_": "1-3"} if typed.get("id_") == "1-2" else {}
    assert codes(lambda: answer(journal, **{**typed, **answer_id})) == expected  # type: ignore[arg-type]
    assert journal.head()[0] == 3


def test_a_ref_notes_a_concern_once(journal: Store) -> None:
    add(journal, ref="Y-1")
    done = add(journal, ref="Y-1")
    assert (done.id, done.already_there) == ("1-1", True)
    assert codes(lambda: add(journal, "b", ref="Y-1")) == ["concern-ref-differs"]
    assert len(listed(journal)) == 1
    because = info("void 1-1").but(reason="nhầm")
    void_record([view(journal, on(31))], "1-1", lambda: journal, because, dry_run=False)
    assert add(journal, "b", ref="Y-1").id == "1-3"


def test_a_field_keeps_the_spelling_that_it_was_named_by_first(journal: Store) -> None:
    for field in ("Hóa chất", "HOÁ CHẤT", "hoa chat", "Hoa chất", "hậu cần"):
        add(journal, field=field)
    assert known_fields(journal, [ID]) == ["hậu cần", "Hoa chất", "Hóa chất"]
    assert known_fields(journal, [SUMMER.id]) == []


def test_texts_are_cleaned(journal: Store) -> None:
    add(journal, text="  Thiếu\nmáy\x1b[31m in\u202e ", field=" Hậu\tcần ")
    (one,) = find_concerns(view(journal, on(31)))
    assert (one.content.text, one.content.field) == ("Thiếu máy[31m in", "Hậu cần")


def test_open_concerns_are_an_alert_and_a_reminder(journal: Store) -> None:
    add(journal, "a", "12/3/2025")
    add(journal, "a", "14/3/2025")
    add(journal, "c", "20/3/2025")
    answer(journal, "1-1")
    alert = Alert("open-concerns", 2, 17, 2)
    assert alert in find_alerts(view(journal, on(31)))
    assert Alert("open-concerns", 1, 17, 1) in find_alerts(view(journal, on(31)), "d1")
    assert alert in build_reminder(view(journal, on(31)), 0).alerts
    assert [one.code for one in find_alerts(view(journal, on(13)))].count("open-concerns") == 1
    for id_ in ("1-2", "1-3"):
        answer(journal, id_)
    assert [one.code for one in find_alerts(view(journal, on(31)))].count("open-concerns") == 0


def test_the_weekly_report_has_what_its_week_brought_and_what_waits(journal: Store) -> None:
    add(journal, "a", "5/3/2025")  # answered before the week
    add(journal, "a", "5/3/2025")  # answered in it
    add(journal, "a", "6/3/2025")  # passed up before
    add(journal, "c", "11/3/2025")  # raised and answered in it
    add(journal, "c", "17/3/2025")  # after it
    add(journal, "b", "7/3/2025")  # open
    answer(journal, "1-1", day="9/3/2025")
    answer(journal, "1-2", day="10/3/2025")
    answer(journal, "1-3", text="", to="Bộ", day="7/3/2025")
    answer(journal, "1-4", day="16/3/2025")
    answer(journal, "1-6", day="17/3/2025")
    weekly = build_weekly(view(journal, on(31)), Span(on(10), on(16)))
    assert [(one.record.id, one.state, one.age) for one in weekly.concerns] == [
        ("1-2", ANSWERED, 5),
        ("1-3", PASSED_UP, 10),
        ("1-6", OPEN, 9),
        ("1-4", ANSWERED, 5),
    ]
    of_unit = build_weekly(
        view(journal, on(31)), Span(on(10), on(16)), view(journal, on(31)).roster.last_version("d2", on(16))
    )
    assert [one.record.id for one in of_unit.concerns] == ["1-4"]


def test_a_concern_of_a_campaign_that_is_defined_no_more_is_not_answered() -> None:
    journal = memory_store()
    add(journal)
    with pytest.raises(TrackerError) as caught:
        answer_concern(
            [view(journal, on(31), SUMMER)], "1-1", Answered("x", "", "", ""), lambda: journal, info(), dry_run=False
        )
    assert caught.value.code == "campaign-undefined"
    assert len(journal.events(ID, EventKind.CONCERN, units=[part("a")])) == 1
