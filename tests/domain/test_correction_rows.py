"""Corrections as rows: what takes an entry back, what it said, what was changed, and which row stands now."""

from datetime import UTC, date, datetime
from typing import NamedTuple

import msgspec
import pytest

from tracker.domain.corrections import Change, changes_between, claim_of, find_standing, reversal_of, root_of, undone_by
from tracker.domain.entries import Achievement, Claim, LastValue, Posting, Total, number_of

POSTING = Posting(
    campaign="cand80",
    unit="c-1",
    day=date(2025, 3, 1),
    criterion="kham-pha",
    quantity=94_000,
    denominator=120_500,
    note="đợt 1",
    evidence="anh.jpg",
    ref="r-1",
    replaces=7,
    phase="dot-2",
    version_from=date(2025, 3, 1),
)
COUNTED = msgspec.structs.replace(POSTING, criterion="mo-hinh", denominator=None)


@pytest.mark.parametrize(("posting", "denominator"), [(POSTING, -120_500), (COUNTED, None)])
def test_what_takes_an_entry_back_negates_it_on_its_own_day_without_its_texts(
    posting: Posting, denominator: int | None
) -> None:
    entry = Achievement("3-1042", posting, datetime(2025, 3, 2, tzinfo=UTC), "Lan")
    back = reversal_of(entry)
    assert back == Posting("cand80", "c-1", date(2025, 3, 1), posting.criterion, -94_000, denominator, reverses=1042)
    assert (posting.quantity + back.quantity, posting.weight + back.weight) == (0, 0)


def test_an_entry_can_be_typed_again_as_it_stands() -> None:
    assert claim_of(POSTING) == Claim("c-1", "kham-pha", "2025-03-01", "94", "120.5", "đợt 1", "anh.jpg", "r-1")
    assert claim_of(COUNTED).denominator == ""


@pytest.mark.parametrize(
    ("thousandths", "text"),
    [(1_234, "01.234"), (1_230, "1.23"), (125, "00.125"), (1_000_500, "1000.5"), (1_234_000, "1234"), (0, "0")],
)
def test_an_amount_typed_again_can_only_be_read_as_itself(thousandths: int, text: str) -> None:
    typed = claim_of(msgspec.structs.replace(COUNTED, quantity=thousandths)).quantity
    assert typed == text


def test_an_amendment_names_every_field_it_changed_and_no_other() -> None:
    after = msgspec.structs.replace(
        POSTING,
        unit="c-2",
        day=date(2025, 3, 2),
        quantity=95_000,
        denominator=None,
        ref="r-9",
        phase="dot-3",
        replaces=9,
    )
    assert changes_between(POSTING, after) == (
        Change("unit", "c-1", "c-2"),
        Change("date", date(2025, 3, 1), date(2025, 3, 2)),
        Change("quantity", 94_000, 95_000),
        Change("denominator", 120_500, None),
    )
    texts = msgspec.structs.replace(POSTING, criterion="x", note="", evidence="b.jpg")
    assert [one.field for one in changes_between(POSTING, texts)] == ["criterion", "note", "evidence"]
    assert changes_between(POSTING, POSTING) == ()


def test_an_undo_that_was_undone_undoes_nothing() -> None:
    assert undone_by([]) == {}
    assert undone_by([(2, 1)]) == {1: 2}
    assert undone_by([(2, 1), (3, 2)]) == {2: 3}
    assert undone_by([(4, 3), (2, 1), (3, 2)]) == {3: 4, 1: 2}
    assert undone_by([(2, 1), (3, 2), (4, 1), (5, 4), (6, 3)]) == {4: 5, 3: 6, 1: 2}


def test_the_latest_undo_is_the_one_that_counts() -> None:
    assert undone_by([(2, 1), (5, 1)]) == {1: 5}


@pytest.mark.parametrize(("invocation", "root"), [(1, (1, True)), (2, (1, False)), (3, (1, True)), (4, (1, False))])
def test_every_second_undo_brings_back_what_it_is_about(invocation: int, root: tuple[int, bool]) -> None:
    assert root_of([(2, 1), (3, 2), (4, 3)], invocation) == root


class Row(NamedTuple):
    number: int
    batch: int
    reverses: int | None = None


def test_a_row_stands_for_itself_until_it_is_taken_back() -> None:
    first = Row(1, 1)
    assert find_standing(first, [first], {}) is first
    back, second = Row(2, 2, reverses=1), Row(3, 2)
    assert find_standing(first, [first, back, second], {}) is back
    assert find_standing(second, [first, back, second], {}) is second


def test_a_row_that_was_brought_back_stands_by_the_row_that_did_it_as_often_as_it_happens() -> None:
    """An amendment (2) is undone (3), which posts the entry anew; that one is amended (4) and brought back again (5)."""
    line = [
        Row(1, 1),
        Row(2, 2, 1),
        Row(3, 2),
        Row(4, 3, 3),
        Row(5, 3),
        Row(6, 4, 5),
        Row(7, 4),
        Row(8, 5, 7),
        Row(9, 5),
    ]
    assert find_standing(line[0], line[:5], {2: 3}) is line[4]
    assert find_standing(line[0], line, {2: 3}) is line[5], "the amendment of what was brought back was not undone"
    assert find_standing(line[0], line, {2: 3, 4: 5}) is line[8]


def test_the_undo_of_what_wrote_the_row_brings_nothing_back() -> None:
    """Its undo (2) only took the row back; that undo's own undo (3) is what posts it anew."""
    line = [Row(1, 1), Row(2, 2, 1)]
    assert find_standing(line[0], line, {1: 2}) is line[1]
    assert find_standing(line[0], line, {2: 3}) is line[1], "an undo that posted no row of this line"
    again = [*line, Row(3, 3)]
    assert find_standing(line[0], again, {2: 3}) is again[2]


@pytest.mark.parametrize(("id_", "number"), [("1-1042", 1042), ("12-7", 7), ("a-b-3", 3), ("9", 9)])
def test_the_number_of_a_row_follows_the_last_dash(id_: str, number: int) -> None:
    assert number_of(id_) == number


def test_totals_are_pooled() -> None:
    total = Total(94_000, 120_000, 3).plus(Total(6_000, 30_000, 2))
    assert total == Total(100_000, 150_000, 5)
    assert total.value is not None
    assert (total.value.numerator, total.value.denominator) == (2, 3)
    assert Total(5, 0, 1).value is None
    assert LastValue(date(2025, 3, 1), 60_000).denominator == 0
