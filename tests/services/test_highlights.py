"""Entries worth telling of: found by day and unit, as they stand after every correction."""

import pytest

from tests.fixtures.small import SPAN, info, on, view
from tracker.domain.calendar import Span
from tracker.domain.honours import HighlightKind
from tracker.errors import TrackerError
from tracker.journal.known import limit_to_row
from tracker.journal.store import Store
from tracker.services.amend import amend_entry
from tracker.services.highlights import find_highlights, mark_entry
from tracker.services.undo import undo_invocation
from tracker.services.void import void_record
from tracker.services.weekly import build_weekly

END = SPAN.end
EXEMPLARY, MODEL = HighlightKind.EXEMPLARY, HighlightKind.MODEL


def mark(journal: Store, id_: str, kind: HighlightKind = EXEMPLARY, *, dry_run: bool = False) -> str:
    return mark_entry([view(journal, END)], id_, kind, lambda: journal, info("highlight"), dry_run=dry_run).id


def amend(journal: Store, id_: str, **typed: str) -> str:
    why = info("amend").but(reason="sai")
    return amend_entry([view(journal, END)], id_, typed, lambda: journal, why, dry_run=False).id


def void(journal: Store, id_: str) -> None:
    void_record([view(journal, END)], id_, lambda: journal, info("void").but(reason="sai"), dry_run=False)


def undo(journal: Store) -> None:
    undo_invocation([view(journal, END)], None, lambda: journal, info("undo"), dry_run=False)


def found(journal: Store, span: Span = SPAN, unit: str | None = None, as_of: int = 30) -> list[tuple[str, str]]:
    shown = view(journal, on(as_of) if as_of < 30 else END)
    return [(one.id, one.kind) for one in find_highlights(shown, span, unit)]


def test_by_day_and_unit_and_no_later_than_the_day_that_is_looked_at(full: Store) -> None:
    for id_ in ("1-6", "1-2", "1-5"):  # all of unit b, which moves from d1 to d2 on 26/3; on 27/3, 10/3 and 24/3
        mark(full, id_)
    assert found(full) == [("1-2", EXEMPLARY), ("1-5", EXEMPLARY), ("1-6", EXEMPLARY)]
    assert found(full, Span(on(10), on(24))) == [("1-2", EXEMPLARY), ("1-5", EXEMPLARY)]
    assert found(full, unit="d1") == [("1-2", EXEMPLARY), ("1-5", EXEMPLARY)]
    assert found(full, unit="d2") == [("1-6", EXEMPLARY)]
    assert found(full, unit="b") == found(full)
    assert found(full, as_of=24) == [("1-2", EXEMPLARY), ("1-5", EXEMPLARY)]
    assert found(full, as_of=9) == []


def test_it_names_the_unit_of_that_day_and_what_was_done(full: Store) -> None:
    mark(full, "1-3", MODEL)
    (one,) = find_highlights(view(full, END), SPAN)
    assert (one.unit.name, one.criterion.title, one.quantity, one.denominator, one.day) == (
        *("Xã Cẩm", "Tin báo", 9000, 10_000, on(12)),
    )


def test_the_latest_mark_of_an_entry_counts_once(full: Store) -> None:
    first = mark(full, "1-1", MODEL)
    assert mark(full, "1-1", MODEL) == first
    second = mark(full, "1-1", EXEMPLARY)
    assert found(full) == [("1-1", EXEMPLARY)]
    assert mark(full, "1-1", MODEL) not in (first, second)
    assert found(full) == [("1-1", MODEL)]
    undo(full)
    assert found(full) == [("1-1", EXEMPLARY)]


def test_a_rehearsal_marks_nothing(full: Store) -> None:
    assert mark(full, "1-1", dry_run=True) == ""
    assert found(full) == []


def test_an_amended_entry_stays_marked_as_it_is_now(full: Store) -> None:
    first = mark(full, "1-6")
    now = amend(full, "1-6", date="24/3/2025", quantity="2")
    assert found(full) == [(now, EXEMPLARY)]
    assert found(full, unit="d1") == [(now, EXEMPLARY)]
    assert found(full, unit="d2") == []
    (one,) = find_highlights(view(full, END), SPAN)
    assert (one.day, one.quantity) == (on(24), 2000)
    assert mark(full, now) == first  # it is marked already


def test_a_voided_entry_is_gone_and_comes_back_with_it(full: Store) -> None:
    mark(full, "1-1")
    void(full, "1-1")
    assert found(full) == []
    undo(full)
    ((id_, kind),) = found(full)
    assert (kind, id_ != "1-1") == (EXEMPLARY, True)


def test_a_mark_is_voided_by_its_own_id(full: Store) -> None:
    void(full, mark(full, "1-1"))
    assert found(full) == []
    assert mark(full, "1-1")
    assert found(full) == [("1-1", EXEMPLARY)]


def test_undo_takes_a_mark_back_and_brings_it_back(full: Store) -> None:
    mark(full, "1-1")
    undo(full)
    assert found(full) == []
    undo(full)
    assert found(full) == [("1-1", EXEMPLARY)]


def test_the_undo_of_an_undo_follows_the_entry(full: Store) -> None:
    mark(full, "1-1")
    undo(full)
    now = amend(full, "1-1", quantity="4")
    undo_invocation([view(full, END)], 3, lambda: full, info("undo"), dry_run=False)  # the undo of the mark
    assert found(full) == [(now, EXEMPLARY)]
    void(full, now)
    undo_invocation([view(full, END)], 5, lambda: full, info("undo"), dry_run=False)
    with pytest.raises(TrackerError) as raised:
        undo_invocation([view(full, END)], 7, lambda: full, info("undo"), dry_run=False)
    assert [one.code for one in raised.value.problems] == ["undo-blocked", "followed-is-gone"]


@pytest.mark.parametrize(
    ("id_", "code"), [("1-99", "entry-not-found"), ("1", "bad-entry-id"), ("1-9", "not-an-entry"), ("1-2", "entry-")]
)
def test_only_an_entry_that_counts_can_be_marked(full: Store, id_: str, code: str) -> None:
    mark(full, "1-1")  # 1-9
    void(full, "1-2")
    with pytest.raises(TrackerError) as raised:
        mark(full, id_)
    assert raised.value.code.startswith(code)


def test_what_was_marked_later_is_not_known_before(full: Store) -> None:
    mark(full, "1-1")
    limit_to_row(full, 8)
    assert found(full) == []


def test_the_weekly_report_tells_of_those_of_its_week(full: Store) -> None:
    mark(full, "1-2")
    mark(full, "1-4")
    weekly = build_weekly(view(full, END), Span(on(10), on(16)))
    assert [one.id for one in weekly.highlights] == ["1-2"]
