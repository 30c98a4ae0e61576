"""Rates are pooled: however entries are grouped, the value is one sum over another."""

from fractions import Fraction
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.entries import Total

RATES = st.integers(0, 10**9).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
ENTRIES = st.lists(RATES.map(lambda rate: Total(*rate, entries=1)), max_size=12)


def pooled(totals: list[Total]) -> Total:
    return reduce(Total.plus, totals, Total())


@given(ENTRIES, st.data())
def test_grouping_changes_no_rate(entries: list[Total], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(entries))
    cut = data.draw(st.integers(0, len(entries)))
    total = pooled([pooled(shuffled[:cut]), pooled(shuffled[cut:])])
    assert total == pooled(entries)
    assert total.entries == len(entries)
    denominators = sum(entry.denominator for entry in entries)
    numerators = sum(entry.quantity for entry in entries)
    assert total.value == (Fraction(numerators, denominators) if denominators else None)


@given(ENTRIES)
def test_nothing_occurred_changes_no_rate(entries: list[Total]) -> None:
    assert pooled([*entries, Total(0, 0, 1)]).value == pooled(entries).value
