"""What the weekly report says of days that were reported before, and of what came after it was signed."""

from datetime import datetime, timedelta

import msgspec
import pytest

from tests.fixtures.small import ROSTER, SPAN, UNITS, at, info, on, posting, total, view
from tracker.domain.calendar import week_of
from tracker.domain.entries import Posting, Total
from tracker.journal.known import limit_to_moment
from tracker.journal.store import Store
from tracker.services.log import opened
from tracker.services.weekly import Correction, Weekly, build_weekly

WEEK = week_of(on(24))  # until 30/3
SECOND = timedelta(seconds=1)


def record_at(journal: Store, moment: datetime, *postings: Posting) -> None:
    with opened([view(journal, SPAN.end)], info().but(recorded_at=moment)) as batch:
        batch.post(postings)


def report(journal: Store, unit_id: str | None = None, known_at: datetime | None = None) -> Weekly:
    of_unit = ROSTER.last_version(unit_id, on(30)) if unit_id else None
    return build_weekly(view(journal, on(30)).but(known_at=known_at), WEEK, of_unit)


def said(corrections: tuple[Correction, ...]) -> dict[str, Total]:
    return {one.criterion.id: one.change for one in corrections}


def amended(number: int, unit: str, day: int, before: int, after: int) -> tuple[Posting, Posting]:
    """The two rows of an amendment."""
    back = posting(unit, on(day), -before, reverses=number)
    return back, msgspec.structs.replace(posting(unit, on(day), after), replaces=number)


def test_a_report_without_late_entries_has_no_corrections(journal: Store) -> None:
    record_at(journal, at(12), posting("a", on(12), 5))
    record_at(journal, at(25), posting("a", on(24), 5), posting("a", on(25), 5))
    assert (report(journal).corrections, report(journal).later) == ((), ())


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        (at(24, hour=0) - SECOND, False),  # the Sunday before
        (at(24, hour=0), True),
        (at(30, hour=23, minute=59), True),
        (at(31, hour=0), False),
    ],
)
def test_what_is_recorded_in_the_week_about_earlier_days_corrects_earlier_periods(
    journal: Store, moment: datetime, counts: bool
) -> None:
    rows = (posting("a", on(23), 2), posting("b", on(5), 3), posting("c", on(12), 3, "tin-bao", of=4))
    record_at(journal, moment, *rows, posting("a", on(24), 50))
    expected = {"mo-hinh": total(5, 2), "tin-bao": total(3, 1, 4)}
    assert said(report(journal).corrections) == (expected if counts else {})


def test_an_amendment_is_one_entry_and_only_the_difference(journal: Store) -> None:
    record_at(journal, at(12), posting("a", on(12), 5), posting("a", on(13), 9))
    record_at(journal, at(26), *amended(1, "a", 12, 5, 3), posting("a", on(13), -9, reverses=2))
    assert said(report(journal).corrections) == {"mo-hinh": total(-11, 2)}


def test_what_was_added_and_taken_back_again_is_no_correction(journal: Store) -> None:
    record_at(journal, at(26), posting("a", on(12), 5))
    record_at(journal, at(27), posting("a", on(12), -5, reverses=1))
    assert report(journal).corrections == ()


def test_an_entry_moved_into_the_week_leaves_the_days_before_it(journal: Store) -> None:
    record_at(journal, at(12), posting("a", on(12), 5))
    moved = msgspec.structs.replace(posting("a", on(25), 5), replaces=1)
    record_at(journal, at(26), posting("a", on(12), -5, reverses=1), moved)
    assert said(report(journal).corrections) == {"mo-hinh": total(-5, 1)}


def test_a_unit_sees_its_own_corrections_on_the_days_that_it_stood_there(journal: Store) -> None:
    record_at(journal, at(27), posting("a", on(12), 1), posting("b", on(12), 2), posting("c", on(12), 4))
    assert said(report(journal, "d1").corrections) == {"mo-hinh": total(3, 2)}
    assert said(report(journal, "d2").corrections) == {"mo-hinh": total(4, 1)}
    assert said(report(journal, "b").corrections) == {"mo-hinh": total(2, 1)}


def test_the_first_week_corrects_nothing(journal: Store) -> None:
    record_at(journal, at(6), posting("a", on(5), 1), posting("a", on(4), 1))
    first = build_weekly(view(journal, on(30)), week_of(on(5)))
    assert first.corrections == ()


def figures(weekly: Weekly) -> list[object]:
    """All that a report says but what came later."""
    return list(weekly._replace(later=(), view=view(weekly.view.journal, on(30)))[1:])


@pytest.mark.parametrize("unit_id", [None, *UNITS])
def test_a_signed_report_is_made_again_with_a_list_of_what_came_later(full: Store, unit_id: str | None) -> None:
    signed_at = at(1, 4)  # when all of it was recorded
    signed = figures(report(full, unit_id))
    record_at(full, at(3, 4), posting("b", on(26), 7), posting("m", on(2, 4), 100))  # April is not in the report
    record_at(full, at(3, 4), posting("a", on(5), -1, reverses=1), *amended(2, "b", 10, 2, 1))
    assert unit_id == "m" or figures(report(full, unit_id)) != signed
    limit_to_moment(full, signed_at)
    again = report(full, unit_id, known_at=signed_at)
    assert figures(again) == signed
    of_unit = {
        "b": total(6, 2),
        "a": total(-1, 1),
        "d1": total(-2, 2),
        "d2": total(7, 1),
        None: total(5, 3),
        "T": total(5, 3),
    }
    assert said(again.later) == ({"mo-hinh": of_unit[unit_id]} if unit_id in of_unit else {})


def test_the_head_is_the_journals(full: Store) -> None:
    assert report(full).head == full.head()[1].hex()
