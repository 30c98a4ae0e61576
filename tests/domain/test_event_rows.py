"""Events as the journal keeps them: what is written is read back, and what is empty takes no room."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from tracker.domain.entries import State
from tracker.domain.events import Event, EventRecord, decode_body, encode_body, reversal_of_event
from tracker.domain.statements import Answer, Concern, ReturnTexts, parse_texts
from tracker.errors import TrackerError

CONCERN = Concern("Thiếu xe", "hau-can")
EVENT = Event("cand80", CONCERN, "c-1", date(2025, 3, 1), about=4, replaces=9)
RECORD = EventRecord("3-1042", EVENT, "3-4", datetime(2025, 3, 2, tzinfo=UTC), "Lan", 12, State.CURRENT)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (CONCERN, '{"text":"Thiếu xe","field":"hau-can"}'),
        (Concern("a", "b", "tỉnh", "r-1"), '{"text":"a","field":"b","to":"tỉnh","ref":"r-1"}'),
        (Answer(passed_up_to="bộ"), '{"passed_up_to":"bộ"}'),
        (ReturnTexts(proposals="x"), '{"proposals":"x"}'),
        (ReturnTexts(), "{}"),
    ],
)
def test_a_body_is_kept_as_what_was_said_and_read_back(body: Concern | Answer | ReturnTexts, text: str) -> None:
    assert encode_body(body) == text
    assert decode_body(body.kind.value, text) == body


def test_a_body_that_does_not_fit_its_kind_is_no_event() -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_body("concern", '{"text":3}')


def test_what_takes_an_event_back_is_the_same_with_its_number_and_stands_for_nothing() -> None:
    back = reversal_of_event(RECORD)
    assert back == Event("cand80", CONCERN, "c-1", date(2025, 3, 1), about=4, reverses=1042)
    assert (RECORD.number, RECORD.reverses, EVENT.kind.value) == (1042, None, "concern")


def test_the_texts_of_a_return_are_cleaned_and_may_be_as_long_as_is_said() -> None:
    texts = parse_texts(direction=" chỉ\tđạo\n", difficulties="x" * 2000)
    assert texts == ReturnTexts("chỉ đạo", "x" * 2000, "")
    with pytest.raises(TrackerError) as error:
        parse_texts(direction="a", proposals="x" * 2001)
    assert (error.value.code, error.value.problem.params) == (
        "text-too-long",
        {"name": "proposals", "length": 2001, "most": 2000},
    )
