"""A week, clipped to the phases it lies in, the units in it, and what they filed."""

from datetime import date, time
from decimal import Decimal

import pytest

from tests.fixtures.small import (
    PHASES,
    ROSTER,
    SPAN,
    SUMMER,
    ZONE_NAME,
    at,
    campaign,
    file_return,
    on,
    posting,
    reassign,
    record,
    total,
    unit,
    view,
    weekly,
)
from tracker.domain.calendar import Span, week_of
from tracker.domain.entries import Total
from tracker.domain.progress import Standing
from tracker.domain.returns import Deadline, Period
from tracker.domain.schedule import Covers
from tracker.domain.units import Roster
from tracker.errors import TrackerError
from tracker.journal.store import Store
from tracker.services.weekly import CriterionWeek, UnitWeek, Weekly, build_weekly

LATE = on(30, 4)


def report(journal: Store, day: date, as_of: date = LATE, unit_id: str | None = None) -> Weekly:
    of_unit = ROSTER.last_version(unit_id, day) if unit_id else None
    return build_weekly(view(journal, as_of), week_of(day), of_unit)


def figures(weekly: Weekly, criterion: str) -> CriterionWeek:
    return next(one for one in weekly.criteria if one.criterion.id == criterion)


def units(weekly: Weekly) -> dict[str, UnitWeek]:
    return {one.unit.id: one for one in weekly.units}


def spans(weekly: Weekly) -> dict[str, tuple[date, date]]:
    return {one.phase.id: (one.span.start, one.span.end) for one in weekly.spans}


@pytest.mark.parametrize(
    ("day", "name", "expected"),
    [
        (on(5), "2025-W10", {"dot-1": (on(5), on(9))}),
        (on(12), "2025-W11", {"dot-1": (on(10), on(16))}),
        (on(20), "2025-W12", {"dot-1": (on(17), on(18)), "dot-2": (on(21), on(23))}),
        (on(10, 4), "2025-W15", {"dot-2": (on(7, 4), on(10, 4))}),
    ],
)
def test_a_week_is_clipped_to_the_phases(
    journal: Store, day: date, name: str, expected: dict[str, tuple[date, date]]
) -> None:
    weekly = report(journal, day)
    assert (weekly.name, weekly.week, spans(weekly)) == (name, week_of(day), expected)
    assert all(one.by_span == () or [part.phase for part in one.by_span] == list(expected) for one in weekly.criteria)


def test_a_week_in_two_phases_shows_the_figures_of_each(journal: Store) -> None:
    logged = {9: 4, 10: 1, 14: 2, 17: 10, 18: 20, 19: 40, 21: 100, 23: 200, 24: 1000}
    record(journal, *(posting("a", on(day), quantity) for day, quantity in logged.items()))
    one = figures(report(journal, on(20)), "mo-hinh")
    first, second = one.by_span
    assert one.week == total(10 + 20 + 40 + 100 + 200, 5)  # with the day between the phases
    assert one.previous_week == total(3, 2)
    assert (first.week, first.cumulative) == (total(30, 2), total(37, 5))
    assert (second.week, second.cumulative) == (total(300, 2), total(300, 2))
    assert one.campaign.actual == total(377, 8)
    assert (first.progress.actual, first.progress.standing, first.progress.target) == (
        total(37, 5),
        Standing.MET,
        Decimal(8),
    )
    assert report(journal, on(20)).entries == 8


def test_cumulative_figures_stop_at_the_earlier_of_the_weeks_end_and_today(full: Store) -> None:
    record(full, posting("a", on(25), 5), posting("a", on(26), 7))
    today = report(full, on(26), on(25))
    assert (today.view.as_of, figures(today, "mo-hinh").week) == (on(25), total(6, 2))
    assert figures(today, "mo-hinh").by_span[0].cumulative == figures(today, "mo-hinh").week
    assert figures(today, "mo-hinh").campaign.actual == total(1 + 2 + 1 + 5, 4)
    assert units(today)["b"].last_entry_on == on(24)
    later = report(full, on(26))
    assert (later.view.as_of, figures(later, "mo-hinh").week) == (on(30), total(14, 4))
    assert (later.entries, figures(later, "mo-hinh").campaign.actual) == (8, total(17, 6))


def test_a_rate_is_pooled_over_the_week_never_averaged(journal: Store) -> None:
    record(journal, posting("a", on(10), 1, "tin-bao", of=1), posting("b", on(11), 0, "tin-bao", of=9))
    record(journal, posting("c", on(4), 5, "tin-bao", of=5))
    one = figures(report(journal, on(12)), "tin-bao")
    assert (one.week, one.previous_week, one.week.value) == (total(1, 2, 10), total(5, 1, 5), total(1, 0, 10).value)


def test_the_week_before_the_first_brought_nothing(full: Store) -> None:
    weekly = report(full, on(5))
    assert {one.previous_week for one in weekly.criteria} == {Total()}
    assert figures(weekly, "mo-hinh").week == total(1, 1)


@pytest.mark.parametrize(
    ("day", "as_of", "code"),
    [
        (on(1), LATE, "week-outside"),
        (on(14, 4), LATE, "week-outside"),
        (on(24), on(23), "week-in-future"),
        (on(5), on(4), "week-in-future"),  # the week has begun, the campaign has not
    ],
)
def test_a_week_outside_the_campaign_or_still_to_come_is_refused(
    journal: Store, day: date, as_of: date, code: str
) -> None:
    with pytest.raises(TrackerError) as caught:
        report(journal, day, as_of)
    assert (caught.value.code, caught.value.exit_code) == (code, 1)


def test_units_are_those_that_owe_a_return_and_others_that_logged(full: Store) -> None:
    record(full, posting("T", on(11), 4), posting("a", on(4), 1))
    found = units(report(full, on(12)))
    assert list(found) == ["d1", "d2", "a", "b", "c", "d", "T"]
    assert {name: one.week_entries for name, one in found.items() if one.week_entries} == {"b": 1, "c": 1, "T": 1}
    assert {name: one.last_entry_on for name, one in found.items() if one.last_entry_on} == {
        "a": on(5), "b": on(10), "c": on(12), "T": on(11),
    }  # fmt: skip
    assert (found["T"].returned, found["T"].on_time, found["a"].returned, found["a"].on_time) == (
        None,
        None,
        False,
        False,
    )


def test_units_that_ended_in_the_week_are_listed_as_they_last_were(journal: Store) -> None:
    record(journal, posting("c", on(31), 1), posting("m", on(1, 4), 1))
    found = units(report(journal, on(1, 4)))
    assert list(found) == ["d1", "d2", "a", "b", "m", "c"]
    assert (found["c"].unit.name, found["c"].returned, found["m"].returned) == ("Xã Cẩm", None, False)


def test_a_unit_that_the_roster_holds_no_more_keeps_its_figures_but_is_not_listed(full: Store) -> None:
    smaller = Roster(one for one in ROSTER.versions if one.id != "b")
    weekly = build_weekly(view(full, LATE, roster=smaller), week_of(on(12)))
    assert figures(weekly, "mo-hinh").week == total(2, 1)
    assert "b" not in units(weekly)


def test_a_week_before_the_launch_asks_for_no_returns(full: Store) -> None:
    weekly = report(full, on(5))
    assert weekly.returns is None
    assert list(units(weekly)) == ["d1", "d2", "a", "b", "c", "d"]
    assert {(one.returned, one.on_time) for one in weekly.units} == {(None, None)}


FILED = {"a": at(14, hour=16), "b": at(14, hour=16, minute=1), "c": at(20)}


@pytest.mark.parametrize(("as_of", "expected"), [(on(13), ""), (on(14), "a b"), (on(19), "a b"), (on(20), "a b c")])
def test_returns_are_on_time_late_or_missing_as_of_today_not_of_the_weeks_end(
    journal: Store, as_of: date, expected: str
) -> None:
    for unit_id, received_at in FILED.items():
        file_return(journal, unit_id, on(12), received_at)
    weekly = report(journal, on(12), as_of)
    found, returned = units(weekly), expected.split()
    assert weekly.returns is not None
    assert (len(weekly.returns.expected), weekly.returns.actual) == (6, len(returned))
    assert [one.id for one in weekly.returns.missing] == [one for one in found if one not in returned]
    assert [name for name, one in found.items() if one.returned] == returned
    assert [name for name, one in found.items() if one.on_time] == returned[:1]
    assert weekly.returns.on_time == len(returned[:1])


def test_a_return_that_covers_the_week_before_is_reported_with_that_week(journal: Store) -> None:
    occurrences = weekly(4, time(16), Covers.PREVIOUS, SPAN, on(10), ZONE_NAME)
    previous = campaign("xuan", PHASES, SPAN, (), [Deadline("Báo cáo", Period.WEEKLY, occurrences)])
    file_return(journal, "a", on(12), at(21, hour=16))
    weekly_ = build_weekly(view(journal, LATE, previous), week_of(on(12)))
    assert weekly_.returns is not None
    assert weekly_.returns.occurrence.due_on == on(21)
    assert (weekly_.returns.actual, weekly_.returns.on_time) == (1, 1)


def test_deadlines_and_silence_are_those_at_the_weeks_end(journal: Store) -> None:
    record(journal, posting("a", on(12)))
    weekly = report(journal, on(24))
    assert [one.occurrence.due_on for one in weekly.deadlines] == [on(4, 4)]  # what was due is among the returns
    assert [one.id for one in weekly.silent] == ["d1", "d2", "a", "b", "c", "d"]
    assert [one.id for one in report(journal, on(24), on(26)).silent] == ["d1", "d2", "b", "c", "d"]


def test_the_week_of_a_unit_is_its_own_and_that_of_those_under_it(full: Store) -> None:
    file_return(full, "a", on(26), at(28))
    file_return(full, "b", on(26), at(28))
    weekly = report(full, on(26), unit_id="d1")  # b leaves d1 on the Wednesday
    assert weekly.unit == ROSTER.last_version("d1", on(26))
    assert (figures(weekly, "mo-hinh").week, figures(weekly, "mo-hinh").campaign.actual) == (total(1, 1), total(4, 3))
    assert figures(weekly, "mo-hinh").campaign.target == 8
    assert list(units(weekly)) == ["d1", "a", "b"]
    assert (units(weekly)["a"].returned, units(weekly)["b"].returned) == (True, None)
    assert weekly.returns is not None
    assert (len(weekly.returns.expected), weekly.returns.actual) == (2, 1)
    assert [one.id for one in weekly.silent] == ["d1"]


def test_a_unit_that_moved_away_is_not_listed_any_more(full: Store) -> None:
    record(full, posting("b", on(2, 4), 1), posting("b", on(3, 4), 1))
    assert list(units(report(full, on(2, 4), unit_id="d1"))) == ["d1", "a"]
    assert units(report(full, on(2, 4), unit_id="d2"))["b"].week_entries == 2
    assert list(units(report(full, on(5), unit_id="d2"))) == ["d2", "c", "d"]


def test_a_campaign_without_phases_or_returns(journal: Store) -> None:
    record(journal, posting("a", on(26), 5, "ao-am", campaign=SUMMER), campaign=SUMMER)
    weekly = build_weekly(view(journal, LATE, SUMMER), week_of(on(26)))
    (span,) = weekly.spans
    assert (span.phase.id, span.span) == (SUMMER.id, Span(on(24), on(30)))
    assert (weekly.returns, weekly.deadlines) == (None, ())
    (figure,) = figures(weekly, "ao-am").by_span
    assert figure.progress == figures(weekly, "ao-am").campaign
    assert (figure.week, figure.progress.target) == (total(5, 1), Decimal(38))


def test_a_week_is_the_same_under_another_definition_of_phases(full: Store) -> None:
    """Nothing of a week is read from the roll-up that follows the phases."""
    before = [one.week for one in report(full, on(26), unit_id="d2").criteria]
    renamed = campaign("xuan", PHASES[:1], SPAN, (), versions=(unit("x", "X", "commune", ""),))
    reassign(full, renamed)
    assert [one.week for one in report(full, on(26), unit_id="d2").criteria] == before
