"""What a campaign knows of a day, and when two entries are the same."""

from datetime import date
from fractions import Fraction

import msgspec
import pytest

from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign, State, assignment_key
from tracker.domain.criteria import Criterion, Direction, Kind, TargetRow, goal_of
from tracker.domain.entries import Posting
from tracker.domain.units import Roster


@pytest.mark.parametrize(
    ("day", "state", "phase"),
    [
        (date(2024, 8, 18), State.BEFORE, None),
        (date(2024, 8, 19), State.RUNNING, "dot-1"),
        (date(2025, 2, 3), State.RUNNING, "dot-1"),
        (date(2025, 2, 4), State.BETWEEN, None),
        (date(2025, 5, 20), State.RUNNING, "dot-3"),
        (date(2025, 8, 19), State.RUNNING, "dot-3"),
        (date(2025, 8, 20), State.ENDED, None),
    ],
)
def test_a_day_lies_in_a_state_and_a_phase(campaign: Campaign, day: date, state: State, phase: str | None) -> None:
    with_gap = msgspec.structs.replace(campaign, phases=(campaign.phases[0], campaign.phases[2]))
    found = with_gap.phase_on(day)
    assert (with_gap.state_on(day), found and found.id) == (state, phase)


def test_a_campaign_runs_before_it_is_launched(campaign: Campaign) -> None:
    assert campaign.state_on(date(2024, 9, 18)) is State.RUNNING
    assert [campaign.is_launched(date(2024, 9, day)) for day in (18, 19)] == [False, True]
    assert msgspec.structs.replace(campaign, launched_on=None).is_launched(date.min)


def test_a_campaign_goes_by_its_short_title_where_it_has_one(campaign: Campaign) -> None:
    assert campaign.name == "CAND 80"
    assert msgspec.structs.replace(campaign, short_title="").name == "Phong trào thi đua đặc biệt"


def test_only_phases_and_versions_decide_where_an_entry_belongs(campaign: Campaign, roster: Roster) -> None:
    key = assignment_key(campaign.phases, roster.versions)
    retitled = [msgspec.structs.replace(phase, title="x", theme="y") for phase in campaign.phases]
    renamed = [msgspec.structs.replace(version, name="x", aliases=()) for version in roster.versions]
    assert assignment_key(retitled, renamed) == key
    moved = msgspec.structs.replace(campaign.phases[2], span=Span(date(2025, 5, 21), date(2025, 8, 19)))
    assert assignment_key([*campaign.phases[:2], moved], roster.versions) != key
    assert assignment_key(campaign.phases, roster.versions[:-1]) != key


POSTING = Posting("cand80", "c-1", date(2025, 3, 1), "mo-hinh", 1000, ref="r-1")


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({"note": "other", "evidence": "x.pdf", "phase": "dot-2"}, True),
        ({"unit": "c-2"}, False),
        ({"day": date(2025, 3, 2)}, False),
        ({"criterion": "ung-ho"}, False),
        ({"quantity": 2000}, False),
        ({"denominator": 1000}, False),
    ],
)
def test_rows_under_one_ref_are_the_same_by_what_they_count(changes: dict[str, object], *, is_same: bool) -> None:
    assert POSTING.is_same(msgspec.structs.replace(POSTING, **changes)) is is_same


def test_a_reversal_takes_an_entry_away() -> None:
    assert (POSTING.weight, msgspec.structs.replace(POSTING, reverses=7).weight) == (1, -1)


def test_its_weeks_begin_on_its_own_weekday_and_are_counted_from_its_first(campaign: Campaign) -> None:
    fridays = msgspec.structs.replace(campaign, week_start=4)
    week = Span(date(2025, 2, 28), date(2025, 3, 6))
    assert fridays.week_of(date(2025, 3, 1)) == week
    assert campaign.week_of(date(2025, 3, 1)) == Span(date(2025, 2, 24), date(2025, 3, 2))
    assert [fridays.week_number(date(2024, 8, day)) for day in (19, 22, 23)] == [1, 1, 2]
    assert campaign.week_number(date(2024, 8, 26)) == 2
    assert fridays.parse_week(None, date(2025, 3, 1)) == fridays.parse_week("1/3/2025", date(2026, 1, 1)) == week
    assert fridays.parse_week("last", date(2025, 3, 1)) == Span(date(2025, 2, 21), date(2025, 2, 27))


def test_a_span_falls_apart_into_phases_and_the_days_between_them(campaign: Campaign) -> None:
    first, _, third = campaign.phases
    with_gap = msgspec.structs.replace(campaign, phases=(first, third))
    gap = Span(date(2025, 2, 4), date(2025, 5, 19))
    assert with_gap.stretches(campaign.span) == [("dot-1", first.span), ("", gap), ("dot-3", third.span)]
    assert with_gap.stretches(Span(date(2025, 2, 3), date(2025, 2, 4))) == [
        ("dot-1", Span(date(2025, 2, 3), date(2025, 2, 3))),
        ("", Span(date(2025, 2, 4), date(2025, 2, 4))),
    ]
    assert [name for name, _ in campaign.stretches(campaign.span)] == ["dot-1", "dot-2", "dot-3"]
    middle = msgspec.structs.replace(campaign, phases=campaign.phases[1:2])
    assert middle.stretches(campaign.span) == [
        ("", Span(date(2024, 8, 19), date(2025, 2, 3))),
        ("dot-2", campaign.phases[1].span),
        ("", Span(date(2025, 5, 20), date(2025, 8, 19))),
    ]


def test_a_single_day_between_two_phases_is_a_stretch_too(campaign: Campaign) -> None:
    first, second, third = campaign.phases
    later = msgspec.structs.replace(second, span=Span(date(2025, 2, 5), second.span.end))
    found = msgspec.structs.replace(campaign, phases=(first, later, third)).stretches(campaign.span)
    assert found[1] == ("", Span(date(2025, 2, 4), date(2025, 2, 4)))


@pytest.mark.parametrize(
    ("kind", "measure", "goal"),
    [
        (Kind.COUNT, "vụ", Fraction(75_000)),
        (Kind.RATE, "%", Fraction(3, 4)),
        (Kind.RATE, "người/đơn vị", Fraction(75)),
        (Kind.STOCK, "%", Fraction(75_000)),
    ],
)
def test_what_a_target_of_75_asks_for(kind: Kind, measure: str, goal: Fraction) -> None:
    criterion = Criterion("x", "X", kind, measure, 0, over_100=False)
    assert goal_of(criterion, TargetRow("x", 75_000)) == goal
    assert goal_of(criterion, TargetRow("x", None)) is None
    falling = msgspec.structs.replace(criterion, direction=Direction.DOWN)
    assert goal_of(falling, TargetRow("x", 75_000)) == Fraction(3, 4)
