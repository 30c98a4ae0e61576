"""What each unit achieved in each phase, criterion by criterion."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.domain.calendar import DAY, Span
from tracker.domain.campaign import Kind
from tracker.domain.entries import Total
from tracker.domain.units import UnitSpan
from tracker.services.view import View


class UnitTotal(NamedTuple):
    """A unit's own total in a phase, without that of the units under it; `phase` is "" between phases.

    `denominator` is None of what is no rate.
    """

    phase: str
    criterion: str
    unit: str
    quantity: int
    denominator: int | None
    entries: int


def unit_totals(view: View, span: Span, parts: Sequence[UnitSpan] | None) -> Iterator[UnitTotal]:
    """Yield the totals of a span by phase, criterion and unit, in the order of the campaign and its roster.

    `parts`: the units and days that are wanted; None is all. Units: thousandths.
    """
    criteria = {one.id: (at, one.kind) for at, one in enumerate(view.campaign.criteria)}
    units = {unit: at for at, unit in enumerate(view.roster.by_id)}
    last = (len(criteria), None)
    for phase, days in _phases(view, span):
        totals = _totals(view, days, parts)
        for (unit, criterion), total in sorted(
            totals.items(), key=lambda one: (criteria.get(one[0][1], last)[0], units.get(one[0][0], len(units)), one[0])
        ):
            if any(total):
                is_rate = criteria.get(criterion, last)[1] is Kind.RATE or total.denominator != 0
                denominator = total.denominator if is_rate else None
                yield UnitTotal(phase, criterion, unit, total.quantity, denominator, total.entries)


def _totals(view: View, days: Span, parts: Sequence[UnitSpan] | None) -> dict[tuple[str, str], Total]:
    if parts is None:
        return view.journal.totals_by_unit(view.campaign.id, days)
    found: dict[tuple[str, str], Total] = {}
    for part in parts:
        for criterion, total in view.journal.unit_totals(view.campaign.id, [part], days).items():
            key = (part.unit, criterion)
            found[key] = found.get(key, Total()).plus(total)
    return found


def _phases(view: View, span: Span) -> Iterator[tuple[str, Span]]:
    """Yield the phases and, under "", the days that none holds, each as far as the span holds it."""
    phases = [(one.id, one.span) for one in view.campaign.phases]
    whole = view.campaign.span
    ends = [whole.start - DAY, *(one.end for _, one in phases)]
    starts = [*(one.start for _, one in phases), whole.end + DAY]
    gaps = [("", Span(end + DAY, start - DAY)) for end, start in zip(ends, starts, strict=True) if start - end > DAY]
    for name, days in sorted([*phases, *gaps], key=lambda one: one[1]):
        if within := days.clip(span):
            yield name, within
