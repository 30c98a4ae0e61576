"""Baselines: what there was in the same days a year before (cùng kỳ), prorated and added up over units, exact.

Source: the campaign rules. The same period are the same calendar dates a year before; of a row that covers more days than
that the days that both hold count, each alike. Nothing is rounded before all is added up.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from tracker.domain.books import BaselineRow
from tracker.domain.calendar import Span, year_before
from tracker.domain.entries import Total
from tracker.domain.quantity import rounded
from tracker.domain.targets import find_below
from tracker.domain.units import UnitVersion


class Prorated(NamedTuple):
    """What falls on some days. Units: exact thousandths."""

    quantity: Fraction = Fraction(0)
    denominator: Fraction = Fraction(0)

    def plus(self, other: "Prorated") -> "Prorated":
        """Add another amount."""
        return Prorated(self.quantity + other.quantity, self.denominator + other.denominator)

    def times(self, share: Fraction) -> "Prorated":
        """Return a share of it."""
        return Prorated(self.quantity * share, self.denominator * share)

    def round(self) -> Total:
        """Return it in whole thousandths, half up."""
        return Total(int(rounded(self.quantity, 0)), int(rounded(self.denominator, 0)))


def same_period(span: Span, today: date) -> Span | None:
    """Return the days that those of a span up to `today` are compared with; None where there are none."""
    known = span.until(today)
    before = year_before(known) if known else None
    return before if before and before.start <= before.end else None


def prorate(rows: Iterable[BaselineRow], days: Span | None) -> dict[str, Prorated]:
    """Return what of some rows falls on some days, by unit, "" being all of them; of no days that is nothing.

    A unit is left out whose rows do not tell of each of those days.
    """
    found: dict[str, Prorated] = {}
    for unit, some in _telling(rows, days).items():
        found[unit] = Prorated()
        for row, common in some:
            share = Fraction(common, row.span.days)
            found[unit] = found[unit].plus(Prorated(row.quantity * share, row.denominator * share))
    return found


def pool(rows: Iterable[BaselineRow], days: Span | None, *, is_state: bool) -> dict[str, Prorated]:
    """Return the same of what has no part in days: rates of all the rows together, of a state the last of them alone."""
    found: dict[str, Prorated] = {}
    for unit, some in _telling(rows, days).items():
        held = [row for row, common in sorted(some, key=lambda one: one[0].span) if common]
        found[unit] = Prorated()
        for row in held[-1:] if is_state else held:
            found[unit] = found[unit].plus(Prorated(Fraction(row.quantity), Fraction(row.denominator)))
    return found


def _telling(rows: Iterable[BaselineRow], days: Span | None) -> dict[str, list[tuple[BaselineRow, int]]]:
    """Return the rows of each unit that tell of all of some days, each with how many of them it holds."""
    found: dict[str, list[tuple[BaselineRow, int]]] = {}
    common = cache(lambda span: both.days if days and (both := days.clip(span)) else 0)
    for row in rows:
        found.setdefault(row.unit, []).append((row, common(row.span)))
    wanted = days.days if days else 0
    return {unit: some for unit, some in found.items() if sum(held for _, held in some) >= wanted}


def sum_baselines(amounts: Mapping[str, Prorated], alive: Sequence[UnitVersion], units: Iterable[str]) -> Total | None:
    """Return what some units had together; None where nothing is known of any.

    What is given for a unit is of that unit with all under it, as they stand among those `alive`.
    """
    below = find_below(frozenset(amounts), alive)
    some = [amounts[unit] for unit in units if unit in amounts and unit not in below]
    total = Prorated()
    for one in some:
        total = total.plus(one)
    return total.round() if some else None
