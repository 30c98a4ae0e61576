"""The review of a phase and of the campaign: their figures, judged as final once their days are over."""

from datetime import date

import pytest

from tests.fixtures.small import (
    PHASES,
    ROSTER,
    SPAN,
    SUMMER,
    at,
    campaign,
    file_return,
    on,
    posting,
    record,
    total,
    view,
)
from tracker.domain.campaign import Phase
from tracker.domain.progress import Standing
from tracker.errors import TrackerError
from tracker.journal.store import Store
from tracker.services.review import Review, build_review
from tracker.services.status import build_status

FIRST, SECOND = PHASES
AFTER = on(30, 4)


def review(journal: Store, phase: Phase | None, as_of: date = AFTER, unit: str | None = None) -> Review:
    version = ROSTER.last_version(unit, min(as_of, SPAN.end)) if unit else None
    return build_review(view(journal, as_of), phase, version)


def test_a_phase_counts_its_own_days_and_the_campaign_up_to_its_end(full: Store) -> None:
    first = review(full, FIRST)
    assert first.own.progress["mo-hinh"].actual == total(3, 2)
    assert first.campaign.progress["mo-hinh"].actual == total(3, 2)  # nothing of the second phase
    assert (first.own.entries, first.entries, first.view.as_of) == (3, 3, FIRST.span.end)
    second = review(full, SECOND)
    assert second.own.progress["mo-hinh"].actual == total(5, 3)
    assert second.campaign.progress["mo-hinh"].actual == total(8, 5)
    assert (second.own.entries, second.entries) == (4, 8)
    assert (second.previous or second.own).progress == first.own.progress
    assert (first.previous, second.following) == (None, None)


def test_what_is_over_is_met_or_missed_and_what_runs_can_change(journal: Store) -> None:
    record(
        journal, posting("a", on(5), 14, "hoi-thi"), posting("a", on(6), 1), posting("a", on(6), 9, "tin-bao", of=10)
    )
    over = review(journal, FIRST).own.progress
    assert {name: over[name].standing for name in ("hoi-thi", "mo-hinh", "tin-bao")} == {
        "hoi-thi": Standing.MET, "mo-hinh": Standing.MISSED, "tin-bao": Standing.MET,
    }  # fmt: skip
    running = review(journal, FIRST, on(18))
    assert running.own.progress["tin-bao"].standing is Standing.MEETING
    assert (running.is_over, review(journal, FIRST, on(19)).is_over) == (False, True)
    assert running.own.progress["mo-hinh"] == build_status(view(journal, on(18))).criteria[0].phase


def test_a_phase_looks_the_same_on_every_day_after_it(full: Store) -> None:
    said = [review(full, FIRST, day) for day in (on(19), on(26), AFTER)]
    for one in said[1:]:
        assert (one.own, one.campaign, one.turns) == (said[0].own, said[0].campaign, said[0].turns)


def test_a_final_review_has_every_phase_and_the_whole(full: Store) -> None:
    final = review(full, None)
    assert [one.phase and one.phase.id for one in final.spans] == ["dot-1", "dot-2", None]
    assert [one.progress["mo-hinh"].actual.entries for one in final.spans] == [2, 3, 5]
    assert final.own.progress["gop-quy"].standing is Standing.MISSED
    assert (final.own.entries, sum(one.entries for one in final.phases)) == (8, 7)  # one lies between the phases
    assert [one.phase and one.phase.id for one in review(full, None, on(19)).phases] == ["dot-1"]


def test_a_campaign_without_phases_is_reviewed_as_a_whole(journal: Store) -> None:
    record(journal, posting("a", on(26), 5, "ao-am", campaign=SUMMER), campaign=SUMMER)
    final = build_review(view(journal, AFTER, SUMMER), None)
    assert (final.phases, final.own.progress["ao-am"].actual) == ((), total(5, 1))
    (only,) = SUMMER.phases
    assert build_review(view(journal, AFTER, SUMMER), only).own.progress == final.own.progress


@pytest.mark.parametrize("phase", [None, FIRST, SECOND])
def test_a_review_of_nothing_at_all(journal: Store, phase: Phase | None) -> None:
    empty = review(journal, phase)
    assert (empty.own.entries, empty.entries, empty.voided, empty.clusters, empty.concerns) == (0, 0, 0, (), ())


@pytest.mark.parametrize(("phase", "day"), [(SECOND, on(20)), (FIRST, on(4)), (None, on(4))])
def test_what_has_not_begun_is_refused(journal: Store, phase: Phase | None, day: date) -> None:
    with pytest.raises(TrackerError) as caught:
        review(journal, phase, day)
    assert caught.value.code == "phase-not-begun"
    first = (phase.span if phase else SPAN).start
    assert review(journal, phase, first).view.as_of == first


def test_a_unit_counts_with_those_under_it(full: Store) -> None:
    east, everything = review(full, None, unit="d1"), review(full, None)
    assert east.own.progress["mo-hinh"].actual == total(4, 3)  # b moved away on the 26th
    assert everything.own.progress["mo-hinh"].actual == total(8, 5)
    assert east.entries == 5
    assert east.returns is not None
    assert everything.returns is not None
    assert east.returns.total.expected < everything.returns.total.expected


def test_returns_are_those_due_in_the_days_and_received_by_the_day_asked(journal: Store) -> None:
    file_return(journal, "a", on(12), at(13))
    file_return(journal, "b", on(12), at(20))  # late, and after the phase
    first = review(journal, FIRST, on(18)).returns
    later = review(journal, FIRST, on(25)).returns
    assert first is not None
    assert later is not None
    assert (first.dates, first.total.expected, first.total.actual, first.total.on_time) == (1, 6, 1, 1)
    assert (later.dates, later.total.actual, later.total.on_time) == (1, 2, 1)
    assert review(journal, FIRST, on(13)).returns is None  # nothing was due yet


def test_deadlines_lie_ahead_of_the_day_that_is_looked_from(journal: Store) -> None:
    assert review(journal, FIRST).deadlines == ()
    first = review(journal, FIRST, on(19))
    assert [(one.title, one.occurrence.due_on) for one in first.deadlines] == [
        ("Báo cáo tuần", on(21)),
        ("Sơ kết Đợt 1", on(25)),
    ]
    assert first.following is not None
    assert first.following.phase == SECOND
    assert first.following.progress["hoi-thi"].target == 42
    assert review(journal, SECOND).following is None


def test_entries_that_were_taken_back_are_counted_apart(full: Store) -> None:
    assert review(full, None).voided == 0
    record(full, posting("a", on(5), -1, reverses=1))
    final = review(full, None)
    assert (final.entries, final.voided, final.own.progress["mo-hinh"].actual) == (7, 1, total(7, 4))
    assert (review(full, None, unit="d1").voided, review(full, None, unit="d2").voided) == (1, 0)
    assert (review(full, FIRST).voided, review(full, SECOND).voided) == (1, 1)


def test_a_campaign_without_criteria_or_deadlines(journal: Store) -> None:
    bare = build_review(view(journal, AFTER, campaign("xuan", PHASES, SPAN, ())), FIRST)
    assert (bare.criteria, bare.returns, bare.deadlines, bare.ranking) == ((), None, (), None)
