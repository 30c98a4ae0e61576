"""Baselines: the same days a year before, prorated exactly and rounded once."""

from datetime import date
from fractions import Fraction

import pytest

from tracker.domain.baselines import Prorated, pool, prorate, same_period, sum_baselines
from tracker.domain.books import BaselineRow
from tracker.domain.calendar import Span
from tracker.domain.entries import Total
from tracker.domain.units import UnitVersion


def span(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("days", "today", "before"),
    [
        (span("2024-08-19", "2025-02-03"), "2024-08-19", span("2023-08-19", "2023-08-19")),
        (span("2024-08-19", "2025-02-03"), "2024-12-31", span("2023-08-19", "2023-12-31")),
        (span("2024-08-19", "2025-02-03"), "2025-06-01", span("2023-08-19", "2024-02-03")),
        (span("2024-08-19", "2025-02-03"), "2024-08-18", None),
        # 28/2 that ends a span reaches to 29/2 where that year has it
        (span("2025-02-04", "2025-05-19"), "2025-02-28", span("2024-02-04", "2024-02-29")),
        (span("2025-02-04", "2025-05-19"), "2025-02-27", span("2024-02-04", "2024-02-27")),
        (span("2025-02-04", "2025-05-19"), "2025-03-01", span("2024-02-04", "2024-03-01")),
        (span("2024-02-04", "2024-05-19"), "2024-02-28", span("2023-02-04", "2023-02-28")),
        (span("2024-02-04", "2024-05-19"), "2024-02-29", span("2023-02-04", "2023-02-28")),
        # a span that starts on 29/2 starts on 1/3
        (span("2024-02-29", "2024-05-19"), "2024-03-05", span("2023-03-01", "2023-03-05")),
        (span("2024-02-29", "2024-05-19"), "2024-02-29", None),
    ],
)
def test_the_same_calendar_dates_a_year_before(days: Span, today: str, before: Span | None) -> None:
    assert same_period(days, date.fromisoformat(today)) == before


YEAR = BaselineRow("c", "a", span("2023-08-19", "2024-08-18"), 366_000)  # 366 days: 1 a day
HALF = BaselineRow("c", "b", span("2023-09-01", "2023-09-30"), 10_000, 20_000)


@pytest.mark.parametrize(
    ("days", "amounts"),
    [
        (span("2023-08-19", "2023-08-19"), {"a": (1000, 0)}),
        (span("2023-08-19", "2023-09-10"), {"a": (23_000, 0)}),  # of b nothing is known until 1/9
        (span("2023-09-01", "2023-09-10"), {"a": (10_000, 0), "b": (Fraction(10_000, 3), Fraction(20_000, 3))}),
        (span("2023-09-01", "2023-09-30"), {"a": (30_000, 0), "b": (10_000, 20_000)}),
        (span("2023-09-30", "2023-10-01"), {"a": (2000, 0)}),
        (span("2023-08-19", "2024-08-18"), {"a": (366_000, 0)}),
        (span("2023-08-18", "2024-08-18"), {}),
        (span("2023-08-19", "2024-08-19"), {}),
        (span("2025-01-01", "2025-01-31"), {}),
        (None, {"a": (0, 0), "b": (0, 0)}),
    ],
)
def test_of_a_row_the_days_that_both_hold_count(
    days: Span | None, amounts: dict[str, tuple[Fraction, Fraction]]
) -> None:
    assert prorate([YEAR, HALF], days) == {unit: Prorated(*amount) for unit, amount in amounts.items()}


def test_rows_of_a_unit_add_up() -> None:
    rows = [
        BaselineRow("c", "", span("2023-09-01", "2023-09-30"), 1000),
        BaselineRow("c", "", span("2023-10-01", "2023-10-31"), 5000),
    ]
    assert prorate(rows, span("2023-09-21", "2023-10-31")) == {"": Prorated(Fraction(1000, 3) + 5000, Fraction(0))}


def test_a_rate_has_no_part_in_days() -> None:
    autumn = BaselineRow("c", "b", span("2023-10-01", "2023-12-31"), 30_000, 40_000)
    rows, part = [autumn, HALF], span("2023-09-30", "2023-10-01")
    assert pool(rows, part, is_state=False) == {"b": Prorated(Fraction(40_000), Fraction(60_000))}
    assert pool(rows, part, is_state=True) == {"b": Prorated(Fraction(30_000), Fraction(40_000))}  # the last there was
    first = span("2023-09-02", "2023-09-03")
    assert pool(rows, first, is_state=True) == pool(rows, first, is_state=False)
    assert pool(rows, first, is_state=True) == {"b": Prorated(Fraction(10_000), Fraction(20_000))}
    assert pool([HALF], part, is_state=True) == {}
    assert pool(rows, None, is_state=True) == {"b": Prorated()}


@pytest.mark.parametrize(
    ("exact", "rounded"), [(Fraction(1, 3), 0), (Fraction(1, 2), 1), (Fraction(3, 2), 2), (Fraction(5, 3), 2)]
)
def test_amounts_are_rounded_half_up_at_the_end(exact: Fraction, rounded: int) -> None:
    assert Prorated(exact, exact + 1).round() == Total(rounded, rounded + 1)


def unit(id_: str, parent: str) -> UnitVersion:
    return UnitVersion(id_, "", id_, "", parent, "", (), None, None)


ALIVE = [unit("T", ""), unit("d", "T"), unit("a", "d"), unit("b", "d"), unit("c", "T")]


def amounts(**thirds: int) -> dict[str, Prorated]:
    return {one: Prorated(Fraction(third, 3), Fraction(third)) for one, third in thirds.items()}


def test_units_add_up_before_anything_is_rounded() -> None:
    assert sum_baselines(amounts(a=1, b=1, c=1), ALIVE, ["T", "d", "a", "b", "c"]) == Total(1, 3)
    assert sum_baselines(amounts(a=1, b=1, c=1), ALIVE, ["a"]) == Total(0, 1)
    assert sum_baselines(amounts(a=1, b=1, c=1), ALIVE, ["T", "d"]) is None
    assert sum_baselines({}, ALIVE, ["a"]) is None


def test_what_is_given_for_a_group_is_of_all_under_it() -> None:
    assert sum_baselines(amounts(d=30, a=9, c=6), ALIVE, ["T", "d", "a", "b", "c"]) == Total(12, 36)
    assert sum_baselines(amounts(d=30, a=9, c=6), ALIVE[1:4], ["d", "a", "b"]) == Total(10, 30)
    assert sum_baselines(amounts(d=30, a=9, c=6), ALIVE[2:3], ["a"]) == Total(3, 9)


def test_a_share_of_an_amount() -> None:
    assert Prorated(Fraction(6), Fraction(9)).times(Fraction(1, 3)) == Prorated(Fraction(2), Fraction(3))
