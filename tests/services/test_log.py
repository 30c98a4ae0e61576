"""Logging one achievement: in the campaign that fits, with its effect on the whole."""

import pytest

from tests.fixtures.small import SUMMER, at, claim, info, on, posting, record, total, view
from tracker.domain.entries import Claim
from tracker.errors import TrackerError
from tracker.journal.store import Store
from tracker.services.log import Receipt, log_achievement
from tracker.services.ports import Journal, Search


def not_opened() -> Journal:
    pytest.fail("the journal was opened to write")


def shown(*values: object) -> tuple[object, ...]:
    return values


def log(journal: Store, claim: Claim, day: int = 12, *, dry_run: bool = False) -> Receipt:
    return log_achievement([view(journal, on(day))], claim, lambda: journal, info(), dry_run=dry_run)


def among(journal: Store, claim: Claim) -> Receipt:
    """Log among two campaigns, as of 31/3."""
    views = [view(journal, on(31)), view(journal, on(31), SUMMER)]
    return log_achievement(views, claim, lambda: journal, info(), dry_run=False)


def test_a_receipt_says_what_the_unit_and_the_campaign_had_before_and_have_now(journal: Store) -> None:
    record(journal, posting("a", on(5)), posting("b", on(6), 2), posting("a", on(6), 9, "gop-quy"))
    done = log(journal, claim("Xã An", "7/3/2025", "3", "Mô hình", ref="R-1"))
    assert (done.id, done.unit.id, done.criterion.id, done.already_there) == ("1-4", "a", "mo-hinh", False)
    assert done.phase is not None
    assert done.phase.id == "dot-1"
    assert (done.of_unit.before.actual, done.of_unit.after.actual) == (total(1, 1), total(4, 2))
    assert (done.of_campaign.before.actual, done.of_campaign.after.actual) == (total(3, 2), total(6, 3))
    assert shown(done.of_unit.after.target, done.of_unit.after.standing, done.of_campaign.after.target) == (2, "met", 8)
    (kept,) = journal.find_refs(["R-1"]).values()
    assert (kept.id, kept.posting.day, kept.recorded_at) == ("1-4", on(7), at(1, 4))
    assert journal.totals("xuan", done.phase.span)["mo-hinh"] == done.of_campaign.after.actual


def test_a_district_has_its_own_figures_without_those_under_it(journal: Store) -> None:
    record(journal, posting("a", on(5)), posting("d1", on(5), 2))
    assert log(journal, claim("d1", "7/3/2025", "1")).of_unit.after.actual == total(3, 2)


def test_a_rate_is_pooled(journal: Store) -> None:
    record(journal, posting("a", on(5), 1, "tin-bao", of=2))
    done = log(journal, claim("a", "7/3/2025", "8", "tin-bao", of="8"))
    assert done.of_campaign.after.actual == total(9, 2, 10)
    assert (done.of_campaign.before.standing, done.of_campaign.after.standing) == ("behind", "meeting")


def test_between_phases_the_effect_is_on_the_campaign(full: Store) -> None:
    done = log(full, claim("a", "19/3/2025", "1"), 25)
    assert done.phase is None
    assert shown(done.of_campaign.before.actual, done.of_campaign.before.target) == (total(4, 3), 16)
    assert (done.posting.phase, done.of_unit.after.actual) == ("", total(2, 2))


def test_what_is_dated_after_today_does_not_count_in_the_receipt(full: Store) -> None:
    assert log(full, claim("b", "9/3/2025", "1"), 9).of_campaign.after.actual == total(2, 2)


def test_a_dry_run_shows_the_effect_and_writes_nothing(journal: Store) -> None:
    done = log(journal, claim("a", "7/3/2025", "3"), dry_run=True)
    assert (done.id, done.of_unit.after.actual) == ("1-1", total(3, 1))
    assert journal.head()[0] == 0
    assert list(journal.achievements(Search())) == []


def test_the_same_ref_with_the_same_content_is_already_there(journal: Store) -> None:
    first = log(journal, claim("a", "7/3/2025", "3", ref="R-1"))
    again = log(journal, claim("xã an", "7-3-2025", "3", "Mô hình", ref=" R-1 "))
    assert (first.already_there, again.already_there, again.id) == (False, True, first.id)
    assert again.of_campaign.before == again.of_campaign.after == first.of_campaign.after
    assert journal.head()[0] == 1


@pytest.mark.parametrize(
    ("other", "now"),
    [
        (claim("b", "7/3/2025", "9", "tin-bao", of="10", ref="R-1"), ("Xã Bình [b]", "Tin báo", on(7), (9, 10))),
        (claim("a", "8/3/2025", "9", "tin-bao", of="10", ref="R-1"), ("Xã An [a]", "Tin báo", on(8), (9, 10))),
        (claim("a", "7/3/2025", "9", "mo-hinh", ref="R-1"), ("Xã An [a]", "Mô hình", on(7), (9,))),
        (claim("a", "7/3/2025", "8", "tin-bao", of="10", ref="R-1"), ("Xã An [a]", "Tin báo", on(7), (8, 10))),
        (claim("a", "7/3/2025", "9", "tin-bao", of="11", ref="R-1"), ("Xã An [a]", "Tin báo", on(7), (9, 11))),
    ],
)
def test_the_same_ref_with_other_content_is_refused_and_both_are_shown(
    journal: Store, other: Claim, now: tuple[object, ...]
) -> None:
    log(journal, claim("a", "7/3/2025", "9", "tin-bao", of="10", ref="R-1"))
    with pytest.raises(TrackerError) as caught:
        log(journal, other)
    assert caught.value.code == "ref-differs"
    assert caught.value.problem.params == {
        "ref": "R-1", "id": "1-1", "state": "current", "before": ("Xã An [a]", "Tin báo", on(7), (9, 10)), "now": now,
    }  # fmt: skip
    assert journal.head()[0] == 1


def test_entries_without_a_ref_are_never_merged(journal: Store) -> None:
    ids = [log(journal, claim("a", "7/3/2025", "3")).id for _ in range(2)]
    assert ids == ["1-1", "1-2"]


def test_every_problem_of_a_claim_is_named_and_the_journal_is_not_opened(journal: Store) -> None:
    with pytest.raises(TrackerError) as caught:
        log_achievement([view(journal, on(12))], claim("a", "13/3/2025", "x"), not_opened, info(), dry_run=False)
    assert [one.code for one in caught.value.problems] == ["future-day", "bad-quantity"]


@pytest.mark.parametrize(
    ("typed", "campaign", "phase"),
    [
        (claim("a", "26/3/2025", "1", "ao-am"), "he", "he"),
        (claim("a", "26/3/2025", "1", "mo-hinh"), "xuan", "dot-2"),
        (claim("a", "12/3/2025", "1", "tin-bao", of="1"), "xuan", "dot-1"),
    ],
)
def test_the_one_campaign_that_fits_is_taken(journal: Store, typed: Claim, campaign: str, phase: str) -> None:
    done = among(journal, typed)
    assert done.phase is not None
    assert (done.posting.campaign, done.view.campaign.id, done.phase.id) == (campaign, campaign, phase)
    assert journal.is_assigned(campaign, done.view.campaign.assignment)


def test_several_campaigns_that_fit_are_named(journal: Store) -> None:
    with pytest.raises(TrackerError) as caught:
        among(journal, claim("a", "26/3/2025", "1", "tin-bao", of="1"))
    assert caught.value.code == "campaign-ambiguous"
    assert caught.value.problem.params["candidates"] == ["xuan", "he"]


def test_where_no_campaign_fits_the_nearest_one_says_why(journal: Store) -> None:
    with pytest.raises(TrackerError) as caught:
        among(journal, claim("a", "12/3/2025", "1", "ao-am"))
    assert [one.code for one in caught.value.problems] == ["criterion-not-found"]
