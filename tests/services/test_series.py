"""Figures over time, counted by hand: what was done and what was asked for by each day that is worth telling."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import msgspec
import pytest

from tests.fixtures.small import PHASES, SPAN, at, file_return, on, view
from tests.fixtures.targets import whole
from tracker.domain.criteria import Criterion, Kind
from tracker.journal.store import Store
from tracker.services.measure import progress_of
from tracker.services.return_rates import GroupBy
from tracker.services.review import build_review
from tracker.services.review_series import build_review_series
from tracker.services.series import Point, Series, build_returns, build_series

END = on(10, 4)


def series_of(journal: Store, as_of: date = END, unit: str | None = None) -> dict[str, Series]:
    return {one.criterion.id: one for one in build_series(view(journal, as_of), None, unit)}


def by_day(points: tuple[Point, ...]) -> dict[date, Fraction]:
    return {one.day: one.figure for one in points}


def test_what_was_done_by_each_day(full: Store) -> None:
    found = by_day(series_of(full)["mo-hinh"].actual)
    assert found[on(4)] == 0  # the eve of the first day
    assert found[on(11)] == 3  # a and b
    assert found[on(18)] == 3  # the end of the first phase
    assert found[on(25)] == 4
    assert found[END] == 8
    assert [*found] == sorted(found)


def test_what_the_plan_asks_for_bends_with_its_phases(full: Store) -> None:
    asked = by_day(series_of(full)["hoi-thi"].asked) if "hoi-thi" in series_of(full) else {}
    assert [asked[one] for one in (on(4), on(18), on(20), END)] == [0, 14, 14, 56]
    assert by_day(series_of(full)["gop-quy"].asked)[END] == 74


def test_the_last_figure_is_the_one_that_is_reported(full: Store) -> None:
    for as_of in (on(5), on(18), on(19), on(29), END, on(20, 4)):
        looked = view(full, as_of)
        for one in build_series(looked):
            progress = progress_of(looked, one.criterion, looked.totals(SPAN), None)
            figure = (
                progress.actual.value if one.criterion.kind is Kind.RATE else Fraction(progress.actual.quantity, 1000)
            )
            assert one.progress == progress
            assert tuple(one.actual[-1]) == (min(as_of, END), figure)


def test_a_rate_is_that_of_all_days_so_far(full: Store) -> None:
    found = series_of(full)["tin-bao"]
    figures = by_day(found.actual)
    assert on(11) not in figures  # nothing had occurred
    assert (figures[on(18)], figures[END]) == (Fraction(9, 10), Fraction(9, 20))
    assert {one.figure for one in found.asked} == {Fraction(9, 10)}


def test_days_worth_telling(full: Store) -> None:
    assert series_of(full)["mo-hinh"].marks == (on(18), END)
    assert series_of(full, on(12))["mo-hinh"].marks == (on(12),)


@pytest.mark.parametrize("as_of", [on(4), on(1)])
def test_before_the_campaign_there_is_none(full: Store, as_of: date) -> None:
    assert build_series(view(full, as_of)) == ()


def test_a_unit_has_its_own(full: Store) -> None:
    found = series_of(full, unit="d2")
    assert by_day(found["mo-hinh"].actual)[END] == 4  # b from 26/3 on, and m
    assert "gop-quy" not in found  # a target for the whole campaign is no unit's own


def test_each_phase_begins_anew(full: Store) -> None:
    review = build_review(view(full, on(27)), None)
    found = {(one.phase.id, one.criterion.id): one for one in build_review_series(review) if one.phase}
    assert {phase for phase, _ in found} == {one.id for one in PHASES}
    first, second = (by_day(found[phase, "mo-hinh"].actual) for phase in ("dot-1", "dot-2"))
    assert [first[on(18)], second[on(20)], second[on(27)]] == [3, 0, 2]


def test_what_must_not_happen_is_not_drawn(full: Store) -> None:
    looked = view(full, END)
    zero = Criterion("khong", "Không để xảy ra", Kind.ZERO, "vụ", 0, False)
    less = Criterion("mo-hinh", "Nhiều nhất", Kind.COUNT, "", 0, False, whole(5_000), has_ceiling=True)
    (found,) = build_series(looked.but(campaign=msgspec.structs.replace(looked.campaign, criteria=(zero, less))))
    assert found.criterion is less
    assert {one.figure for one in found.asked} == {5}


def test_returns_week_by_week(journal: Store) -> None:
    file_return(journal, "a", on(12), at(14))
    file_return(journal, "b", on(12), at(20))
    found = build_returns(view(journal, on(21)))
    assert found is not None
    assert found.by is GroupBy.UNIT
    assert [week.start for week, _ in found.weeks] == [on(10), on(17)]
    first, second = (rates for _, rates in found.weeks)
    assert (first.total.actual, second.total.actual) == (2, 0)
    assert {one.group: one.actual for one in first.groups if one.actual} == {"a": 1, "b": 1}


def test_before_the_first_return_is_due_there_is_none(journal: Store) -> None:
    assert build_returns(view(journal, on(13))) is None
    assert build_returns(view(journal, on(14))) is not None


def test_figures_stand_in_few_days(full: Store) -> None:
    """So few queries that a page of a year stays quick: a day a week, and those worth telling."""
    days = [one.day for one in series_of(full)["mo-hinh"].actual]
    assert len(days) <= SPAN.days // 7 + 1 + len(PHASES) + 1
    assert all(after - before <= timedelta(weeks=1) for before, after in pairwise(days))
