"""Where a campaign stands, on any day of it and for any of its units."""

from datetime import date, time, timedelta

import pytest

from tests.fixtures.small import (
    PHASES,
    REVIEW,
    ROSTER,
    SPAN,
    SPRING,
    SUMMER,
    VERSIONS,
    WEEKLY,
    ZONE_NAME,
    at,
    campaign,
    file_return,
    on,
    posting,
    reassign,
    record,
    total,
    view,
    weekly,
)
from tests.services.conftest import POSTINGS
from tracker.domain.calendar import Span
from tracker.domain.campaign import State
from tracker.domain.progress import Progress, Standing
from tracker.domain.returns import Deadline, Period
from tracker.domain.schedule import Covers
from tracker.domain.units import Roster, UnitVersion
from tracker.errors import TrackerError
from tracker.journal.store import Store, memory_store
from tracker.services.discipline import deadline_statuses, latest_return, silent_units
from tracker.services.status import Alert, Status, build_status
from tracker.services.view import View

REPORTING = ["d1", "d2", "a", "b", "c", "d"]


def unit(unit_id: str, day: date = SPAN.end) -> UnitVersion:
    return ROSTER.last_version(unit_id, day)


def shown(*values: object) -> tuple[object, ...]:
    return values


def week_due(seen: View) -> date:
    """The first day of the week whose return is the latest."""
    covers = latest_return(seen)[1].covers
    assert covers
    return covers.start


def campaign_progress(status: Status) -> dict[str, Progress]:
    return {one.criterion.id: one.campaign for one in status.criteria}


def phase_progress(status: Status) -> dict[str, Progress]:
    return {one.criterion.id: one.phase for one in status.criteria if one.phase}


@pytest.mark.parametrize(
    ("as_of", "state", "launched", "phase", "entries", "last"),
    [
        (on(1), State.BEFORE, False, None, 0, None),
        (on(7), State.RUNNING, False, "dot-1", 1, on(5)),
        (on(10), State.RUNNING, True, "dot-1", 2, on(10)),
        (on(18), State.RUNNING, True, "dot-1", 3, on(12)),
        (on(19), State.BETWEEN, True, None, 3, on(12)),
        (on(20), State.BETWEEN, True, None, 4, on(20)),
        (on(21), State.RUNNING, True, "dot-2", 4, on(20)),
        (on(10, 4), State.RUNNING, True, "dot-2", 8, on(8, 4)),
        (on(11, 4), State.ENDED, True, None, 8, on(8, 4)),
    ],
)
def test_state_phase_and_entries_are_those_of_the_day(
    full: Store, as_of: date, state: State, launched: bool, phase: str | None, entries: int, last: date | None
) -> None:
    status = build_status(view(full, as_of))
    assert (status.state, status.launched, status.entries, status.last_entry_on) == (state, launched, entries, last)
    assert (status.phase.id if status.phase else None) == phase
    assert {one.phase is None for one in status.criteria} == {phase is None}


def test_progress_is_judged_in_the_phase_and_in_the_campaign(full: Store) -> None:
    status = build_status(view(full, on(12)))  # day 8 of 14 in the phase
    phase, whole = phase_progress(status), campaign_progress(status)
    assert shown(phase["mo-hinh"].actual, phase["mo-hinh"].target, whole["mo-hinh"].target) == (total(3, 2), 8, 16)
    assert (phase["tin-bao"].actual, phase["tin-bao"].standing) == (total(9, 1, 10), Standing.MEETING)
    assert shown(phase["gop-quy"].target, whole["gop-quy"].target) == (None, 74)
    assert shown(phase["hoi-thi"].target, whole["hoi-thi"].target, phase["hoi-thi"].expected) == (14, 56, 8)
    assert shown(phase["tru-so"].target, whole["tru-so"].target) == (None, 4)
    assert [one.phase.standing for one in status.criteria if one.phase] == [
        "behind", "meeting", "no-target", "behind", "no-target",
    ]  # fmt: skip


def test_the_second_phase_begins_at_nothing_and_the_campaign_goes_on(full: Store) -> None:
    status = build_status(view(full, on(24)))
    assert phase_progress(status)["mo-hinh"].actual == total(1, 1)
    assert campaign_progress(status)["mo-hinh"].actual == total(4, 3)
    assert phase_progress(status)["gop-quy"].actual == total(0, 0)  # what fell between the phases is the campaign's
    assert campaign_progress(status)["gop-quy"].actual == total(10, 1)


def test_after_the_end_targets_are_met_or_missed(full: Store) -> None:
    record(full, posting("d1", on(10, 4), 60, "hoi-thi"))
    status = build_status(view(full, on(30, 4)))
    standings = {name: one.standing for name, one in campaign_progress(status).items()}
    assert standings == {
        "mo-hinh": "missed", "tin-bao": "missed", "gop-quy": "missed", "hoi-thi": "met", "tru-so": "missed",
    }  # fmt: skip
    assert status.alerts == ()
    assert status.is_late


def test_entries_dated_later_do_not_count_whenever_they_were_recorded(full: Store) -> None:
    before = build_status(view(full, on(26)))
    record(full, posting("a", on(27), 50))
    assert campaign_progress(build_status(view(full, on(26)))) == campaign_progress(before)
    record(full, posting("a", on(26), 50))
    assert build_status(view(full, on(26))).entries == before.entries + 1


@pytest.mark.parametrize("as_of", [on(24), on(25), on(26), on(31), on(10, 4), on(30, 4)])
@pytest.mark.parametrize("unit_id", ["T", "d1", "d2", "b", "m"])
def test_a_unit_counts_with_all_under_it_while_they_stood_there(full: Store, unit_id: str, as_of: date) -> None:
    """Where the roll-up is of this definition, and where it is of another."""
    another = memory_store()
    record(another, *POSTINGS)
    few = Roster(VERSIONS[:4])
    reassign(another, campaign("xuan", PHASES[:1], SPAN, (), versions=few.versions), few)
    statuses = [build_status(view(one, as_of), unit(unit_id)) for one in (full, another)]
    below = {"T": "abcm", "d1": "ab", "d2": "bcm", "b": "b", "m": "m"}[unit_id]
    span_of_b = {"d1": Span(SPAN.start, on(25)), "d2": Span(on(26), SPAN.end)}.get(unit_id, SPAN)
    counted = [
        one for one in POSTINGS if one.unit in below and one.day <= as_of and (one.unit != "b" or one.day in span_of_b)
    ]
    for status in statuses:
        assert status.entries == len(counted)
        assert campaign_progress(status)["mo-hinh"].actual.quantity == sum(
            one.quantity for one in counted if one.criterion == "mo-hinh"
        )
        assert status.last_entry_on == max((one.day for one in counted), default=None)
    assert campaign_progress(statuses[0]) == campaign_progress(statuses[1])
    assert phase_progress(statuses[0]) == phase_progress(statuses[1])


def test_a_unit_has_targets_where_they_are_set_for_it_or_below_it(full: Store) -> None:
    status = build_status(view(full, on(24)), unit("d1"))
    assert status.unit == unit("d1")
    assert {name: one.target for name, one in campaign_progress(status).items()} == {
        "mo-hinh": 8, "tin-bao": None, "gop-quy": None, "hoi-thi": None, "tru-so": 2,
    }  # fmt: skip
    assert phase_progress(build_status(view(full, on(2, 4)), unit("m")))["mo-hinh"].target is None


def test_the_last_weeks_of_a_criterion_are_shown_when_asked_for(full: Store) -> None:
    weeks = {one.criterion.id: one.weeks for one in build_status(view(full, on(12)), weeks=True).criteria}
    assert weeks["mo-hinh"] == (*[total(0, 0)] * 6, total(1, 1), total(2, 1))
    assert weeks["hoi-thi"] == ()
    ended = {one.criterion.id: one.weeks for one in build_status(view(full, on(30, 4)), weeks=True).criteria}
    assert ended["mo-hinh"][-4:] == (total(0, 0), total(2, 2), total(3, 1), total(0, 0))
    assert {one.weeks for one in build_status(view(full, on(12)), unit("d1"), weeks=True).criteria} == {()}


DUE = {"first": on(14), "second": on(21), "review": on(25), "third": on(28), "fourth": on(4, 4), "last": on(11, 4)}


@pytest.mark.parametrize(
    ("as_of", "filed", "expected"),
    [
        (on(1), "", [("first", 13, 6), ("review", 24, None)]),
        (on(14), "", [("first", 0, 6), ("review", 11, None)]),
        (on(15), "", [("first", -1, 6), ("second", 6, 6), ("review", 10, None)]),
        (on(15), "a b c d d1 d2", [("second", 6, 6), ("review", 10, None)]),
        (on(15), "a b c d d1", [("first", -1, 1), ("second", 6, 6), ("review", 10, None)]),
        (on(25), "", [("second", -4, 6), ("review", 0, None), ("third", 3, 6)]),
        (on(10, 4), "", [("fourth", -6, 5), ("last", 1, 5)]),
        (on(11, 4), "", [("fourth", -7, 5), ("last", 0, 5)]),
        (on(15, 4), "", [("last", -4, 5)]),
    ],
)
def test_deadlines_are_what_is_overdue_then_what_is_due(
    journal: Store, as_of: date, filed: str, expected: list[tuple[str, int, int | None]]
) -> None:
    for unit_id in filed.split():
        file_return(journal, unit_id, on(12), at(14))
    found = build_status(view(journal, as_of)).deadlines
    assert [(one.occurrence.due_on, one.days_left, len(one.returns.missing) if one.returns else None) for one in found] == [
        (DUE[name], left, missing) for name, left, missing in expected
    ]  # fmt: skip
    assert [one.is_overdue for one in found] == [left < 0 for _, left, _ in expected]
    assert {one.title for one in found} <= {WEEKLY.title, REVIEW.title}


def test_deadlines_of_a_unit_are_those_of_the_units_under_it(journal: Store) -> None:
    file_return(journal, "a", on(12), at(14))
    file_return(journal, "c", on(12), at(14))
    overdue, *_ = deadline_statuses(view(journal, on(15)), "d1")
    assert overdue.returns is not None
    assert [one.id for one in overdue.returns.missing] == ["d1", "b"]
    assert (overdue.returns.actual, overdue.returns.on_time) == (1, 1)
    assert len(deadline_statuses(view(journal, on(15)), most=1)) == 1


def test_what_is_late_is_an_overdue_return_or_a_criterion_behind(journal: Store) -> None:
    assert not build_status(view(journal, on(1))).is_late
    assert build_status(view(journal, on(7))).is_late  # behind
    returns_only = campaign("xuan", PHASES, SPAN, (), (WEEKLY,))
    assert not build_status(view(journal, on(14), returns_only)).is_late
    assert build_status(view(journal, on(15), returns_only)).is_late


@pytest.mark.parametrize(("first", "second", "late"), [(30, 0, True), (0, 10, False), (30, 10, False)])
def test_in_a_phase_it_is_the_phase_that_is_late(journal: Store, first: int, second: int, late: bool) -> None:
    by_phase = campaign("xuan", PHASES, SPAN, SPRING.criteria[3:4])  # by 24/3: 14 in the first, 8 in the second
    record(journal, posting("a", on(5), first, "hoi-thi"), posting("a", on(21), second, "hoi-thi"))
    assert build_status(view(journal, on(24), by_phase)).is_late == late


def test_units_are_silent_once_more_than_so_many_days_brought_nothing(journal: Store) -> None:
    record(journal, posting("a", on(10)), posting("b", on(7)))
    file_return(journal, "c", on(12), at(11))
    silent = {
        day: [one.id for one in silent_units(view(journal, on(10) + timedelta(day)), 14)] for day in range(13, 17)
    }
    assert silent == {
        13: [],
        14: ["d1", "d2", "b", "d"],  # before the launch nobody owed a word
        15: ["d1", "d2", "a", "b", "d"],
        16: REPORTING,
    }
    assert [one.id for one in silent_units(view(journal, on(24)), 14, "d1")] == ["d1", "b"]
    assert "m" not in [one.id for one in silent_units(view(journal, on(15, 4)), 14)]
    assert "m" in [one.id for one in silent_units(view(journal, on(16, 4)), 14)]


def test_silent_units_are_alerted_while_the_campaign_runs(journal: Store) -> None:
    assert build_status(view(journal, on(1))).alerts == build_status(view(journal, on(23))).alerts == ()
    assert build_status(view(journal, on(24))).alerts == (Alert("silent-units", 6, 14),)
    assert build_status(view(journal, on(24)), unit("d1", on(24))).alerts == (Alert("silent-units", 3, 14),)
    record(journal, *(posting(one, on(20)) for one in REPORTING))
    assert build_status(view(journal, on(24))).alerts == ()
    assert build_status(view(journal, on(11, 4))).alerts == ()


def test_a_campaign_without_phases_is_one_phase_and_without_a_launch_day_starts_launched(journal: Store) -> None:
    record(journal, posting("a", on(24), 5, "ao-am", campaign=SUMMER), posting("a", on(24), 7), campaign=SUMMER)
    status = build_status(view(journal, on(24), SUMMER))
    assert status.launched
    assert status.phase == SUMMER.phases[0]
    assert phase_progress(status)["ao-am"] == campaign_progress(status)["ao-am"]
    assert (status.entries, status.deadlines) == (1, ())
    assert build_status(view(journal, on(7, 4), SUMMER)).alerts == ()  # it asks for no returns
    by_unit = build_status(view(journal, on(30, 4), SUMMER), unit("a"))
    assert campaign_progress(by_unit)["ao-am"].actual == total(5, 1)


@pytest.mark.parametrize(
    ("as_of", "week"), [(on(1), on(10)), (on(14), on(10)), (on(20), on(10)), (on(21), on(17)), (on(1, 5), on(7, 4))]
)
def test_the_latest_week_is_the_one_due_last_or_else_first(journal: Store, as_of: date, week: date) -> None:
    assert week_due(view(journal, as_of)) == week


def test_of_several_returns_the_one_due_last_decides(journal: Store) -> None:
    mondays = weekly(0, time(9), Covers.CURRENT, SPAN, on(10), ZONE_NAME)
    monday = Deadline("Giao ban", Period.WEEKLY, mondays)
    both = campaign("xuan", PHASES, SPAN, (), (WEEKLY, monday, REVIEW))
    weeks = {day: week_due(view(journal, on(day), both)) for day in (13, 14, 16, 17)}
    assert weeks == {13: on(10), 14: on(10), 16: on(10), 17: on(17)}


def test_a_campaign_without_returns_has_no_latest_one(journal: Store) -> None:
    with pytest.raises(TrackerError) as caught:
        latest_return(view(journal, on(24), SUMMER))
    assert (caught.value.code, caught.value.exit_code) == ("no-return", 3)
