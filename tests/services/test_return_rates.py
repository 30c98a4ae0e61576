"""How units keep to their returns, counted by hand on the small campaign."""

from fractions import Fraction

from tests.fixtures.small import at, file_return, on, view
from tracker.domain.calendar import Span
from tracker.journal.store import Store
from tracker.services.return_rates import GroupBy, ReturnRate, ReturnRates, rate_returns

MARCH = Span(on(1), on(31))


def counted(rates: ReturnRates) -> dict[str, tuple[int, int, int]]:
    return {one.group: (one.expected, one.actual, one.on_time) for one in rates.groups}


def test_of_units(journal: Store) -> None:
    """Due on 14/3 and 21/3 by the as-of day; `a` was late once, `b` filed once."""
    file_return(journal, "a", on(10), at(14, hour=9))
    file_return(journal, "a", on(17), at(22))
    file_return(journal, "b", on(10), at(14, hour=16))
    rates = rate_returns(view(journal, on(27)), MARCH, GroupBy.UNIT)
    assert rates.dates == 2
    assert counted(rates) == {
        **dict.fromkeys(("d1", "d2", "c", "d"), (2, 0, 0)),
        "a": (2, 2, 1),
        "b": (2, 1, 1),
    }
    assert rates.total == ReturnRate("", "", 12, 3, 2)
    assert (rates.total.rate, rates.total.on_time_rate) == (Fraction(1, 4), Fraction(1, 6))


def test_a_unit_counts_for_the_parent_it_had_on_the_due_day(journal: Store) -> None:
    """`b` moved from d1 to d2 on 26/3: due on 14/3, 21/3 and 28/3."""
    file_return(journal, "b", on(24), at(28, hour=9))
    by_parent = rate_returns(view(journal, on(30)), MARCH, GroupBy.PARENT)
    assert counted(by_parent) == {"T": (6, 0, 0), "d1": (5, 0, 0), "d2": (7, 1, 1)}
    assert [one.name for one in by_parent.groups] == ["Công an tỉnh", "Huyện Đông", "Huyện Tây"]
    below = rate_returns(view(journal, on(30)), MARCH, GroupBy.PARENT, "d1")
    assert counted(below) == {"T": (3, 0, 0), "d1": (5, 0, 0)}


def test_before_anything_was_due(journal: Store) -> None:
    rates = rate_returns(view(journal, on(6)), MARCH, GroupBy.CLUSTER)
    assert (rates.dates, rates.groups, rates.total.rate, rates.total.on_time_rate) == (0, (), None, None)
    assert rate_returns(view(journal, on(1)), Span(on(2), on(3)), GroupBy.CLUSTER).dates == 0
