"""Filing a return: once, for a week that is owed, by a unit that owes it."""

from datetime import datetime

import pytest

from tests.fixtures.small import ROSTER, SUMMER, ZONE, at, file_return, info, on, posting, record, view
from tracker.domain.calendar import week_of
from tracker.domain.campaign import Campaign
from tracker.domain.entries import FiledReturn
from tracker.errors import TrackerError
from tracker.journal.store import Store
from tracker.services.ports import Journal
from tracker.services.submit import Filing, Submission, submit_return

WEEK = week_of(on(12))
LATER = datetime.max.replace(tzinfo=ZONE)


def not_opened() -> Journal:
    pytest.fail("the journal was opened to write")


def filing(unit_id: str = "a", day: int = 12, received_at: datetime | None = None, *, is_nil: bool = False) -> Filing:
    return Filing(ROSTER.last_version(unit_id, on(day)), week_of(on(day)), is_nil, received_at, at(14, hour=15))


def submit(journal: Store, filing: Filing, *, dry_run: bool = False) -> Submission:
    return submit_return(view(journal, on(14)), filing, lambda: journal, info("submit"), dry_run=dry_run)


def test_a_return_is_filed_with_the_units_entries_and_the_count_of_returns(journal: Store) -> None:
    record(journal, posting("a", on(10)), posting("a", on(16)), posting("a", on(17)), posting("b", on(12)))
    file_return(journal, "b", on(12), at(13))
    file_return(journal, "T", on(12), at(13))  # owes none, and does not count
    done = submit(journal, filing())
    filed = FiledReturn("a", WEEK.start, WEEK.end, is_nil=False, received_at=at(14, hour=15), id="1-7")
    assert done == Submission(
        "1-7", filing().unit, filed, on_time=True, entries=2, actual=2, expected=6, already_there=False
    )
    assert journal.returns("xuan", WEEK, LATER)["a"] == filed


def test_the_moment_it_was_received_decides_whether_it_is_on_time(journal: Store) -> None:
    week_before = at(7, hour=16)
    early = submit(journal, filing(received_at=week_before, is_nil=True))
    assert (early.filed.received_at, early.filed.is_nil, early.on_time, early.entries) == (week_before, True, True, 0)
    late = filing("b").but(now=at(14, hour=16, minute=1))
    assert not submit(journal, late).on_time
    to_the_second = filing("c").but(now=at(14, hour=16).replace(microsecond=999))
    done = submit(journal, to_the_second)
    assert done.on_time
    assert journal.returns("xuan", WEEK, LATER)["c"] == done.filed


def test_a_dry_run_files_nothing(journal: Store) -> None:
    done = submit(journal, filing(), dry_run=True)
    assert (done.id, done.actual, done.already_there) == ("1-1", 1, False)
    assert journal.returns("xuan", WEEK, LATER) == {}


@pytest.mark.parametrize("again", [None, at(13)])
def test_the_same_return_again_is_already_there(journal: Store, again: datetime | None) -> None:
    first = submit(journal, filing(received_at=at(13), is_nil=True))
    record(journal, posting("a", on(16)))  # what came later does not make another return of it
    second = submit(journal, filing(received_at=again, is_nil=True))
    assert (second.id, second.already_there, second.filed, second.actual) == (first.id, True, first.filed, 1)
    assert journal.head()[0] == 2


@pytest.mark.parametrize(
    "other", [filing(received_at=at(13)), filing(received_at=at(12), is_nil=True), filing(is_nil=False)]
)
def test_another_return_for_the_same_week_is_refused(journal: Store, other: Filing) -> None:
    submit(journal, filing(received_at=at(13), is_nil=True))
    with pytest.raises(TrackerError) as caught:
        submit(journal, other)
    assert caught.value.code == "return-differs"
    assert caught.value.problem.params == {
        "id": "1-1", "unit": "Xã An", "received": at(13), "is_nil": True, "start": on(10), "end": on(16),
    }  # fmt: skip


def test_a_return_is_not_nil_where_the_unit_has_entries(journal: Store) -> None:
    record(journal, posting("a", on(16)), posting("b", on(12)))
    with pytest.raises(TrackerError) as caught:
        submit(journal, filing(is_nil=True))
    assert (caught.value.code, caught.value.problem.params["count"]) == ("nil-with-entries", 1)
    taken_back = posting("a", on(16), -1, reverses=1)
    record(journal, taken_back)
    assert submit(journal, filing(is_nil=True)).entries == 0


@pytest.mark.parametrize(
    ("asked", "campaign", "code"),
    [
        (filing(day=17), None, "week-in-future"),
        (filing(day=5), None, "no-returns"),
        (filing(), SUMMER, "no-returns"),
        (filing("T"), None, "return-not-owed"),
        (filing("m"), None, "return-not-owed"),
    ],
)
def test_what_is_not_owed_is_refused_before_the_journal_is_opened(
    journal: Store, asked: Filing, campaign: Campaign | None, code: str
) -> None:
    seen = view(journal, on(14))
    seen = seen.but(campaign=campaign) if campaign else seen
    with pytest.raises(TrackerError) as caught:
        submit_return(seen, asked, not_opened, info(), dry_run=False)
    assert caught.value.code == code
    assert "start" in caught.value.problem.params
