"""Plans: the expected figure and its inverse agree, and splitting a span changes neither."""

from datetime import date
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.domain.attainment import Goal
from tracker.domain.calendar import DAY, Span
from tracker.domain.criteria import Criterion, Kind
from tracker.domain.entries import Total
from tracker.domain.pace import Plan, Step
from tracker.domain.progress import Progress, measure_progress

COUNT = Criterion("c", "C", Kind.COUNT, "", 3, over_100=False)
START = date(2024, 8, 19)


class Planned(NamedTuple):
    """A span, and a plan for some of its days."""

    span: Span
    plan: Plan


def progress_of(quantity: int, planned: Planned, today: date) -> Progress:
    return measure_progress(COUNT, Total(quantity), Goal(), planned.plan, planned.span, today)


def expected_on(day_number: int, planned: Planned) -> int:
    """Return the thousandths expected after a number of days, rounded to whole ones."""
    expected = progress_of(0, planned, planned.span.start + DAY * (day_number - 1)).expected
    assert expected is not None
    return int(expected * 1000)


@st.composite
def planned(draw: st.DrawFn) -> Planned:
    """Up to four steps with rests before, between and after them."""
    steps, day = [], START
    for _ in range(draw(st.integers(1, 4))):
        day += DAY * draw(st.integers(0, 20))
        span = Span(day, day + DAY * draw(st.integers(0, 60)))
        steps.append(Step(span, draw(st.integers(0, 200_000))))
        day = span.end + DAY
    assume(any(step.amount for step in steps))
    return Planned(Span(START, day + DAY * draw(st.integers(0, 20))), tuple(steps))


@given(planned(), st.integers(0, 1_000_000), st.data())
def test_days_ahead_lead_to_the_day_on_which_the_plan_asks_for_what_is_there(
    planned: Planned, quantity: int, data: st.DataObject
) -> None:
    elapsed = data.draw(st.integers(0, planned.span.days))
    days = progress_of(quantity, planned, planned.span.start + DAY * (elapsed - 1)).days_ahead
    assert days is not None
    counted = min(quantity, sum(step.amount for step in planned.plan))
    now, there = expected_on(elapsed, planned), expected_on(elapsed + days, planned)
    if days > 0:
        assert now <= there <= counted
    elif days < 0:
        assert counted <= there <= now
    else:
        before, after = expected_on(elapsed - 1, planned), expected_on(elapsed + 1, planned)
        assert before <= counted <= after


@given(st.integers(2, 400), st.integers(0, 3_000), st.integers(0, 1_000_000), st.data())
def test_splitting_a_span_changes_no_expected_sum(days: int, per_day: int, quantity: int, data: st.DataObject) -> None:
    cut, elapsed = data.draw(st.integers(1, days - 1)), data.draw(st.integers(0, days + 5))
    span = Span(START, START + DAY * (days - 1))
    first, second = Span(START, START + DAY * (cut - 1)), Span(START + DAY * cut, span.end)
    parts = (Step(first, per_day * first.days), Step(second, per_day * second.days))
    today = START + DAY * (elapsed - 1)
    whole = progress_of(quantity, Planned(span, (Step(span, per_day * days),)), today)
    assert progress_of(quantity, Planned(span, parts), today) == whole
