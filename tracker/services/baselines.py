"""Baselines of the campaign, of groups and of single units, in either view."""

from functools import cache

from tracker.domain.baselines import Prorated, pool, prorate, same_period, sum_baselines
from tracker.domain.calendar import DAY, Span
from tracker.domain.criteria import Criterion, Kind
from tracker.domain.entries import Total
from tracker.domain.targets import find_below
from tracker.services.rolled import Rolled
from tracker.services.view import View


def baseline_of(view: View, criterion: Criterion, span: Span, unit: str | None) -> Total | None:
    """Return what there was in the same days as those of a span so far, of all or of a unit with those under it.

    None where nothing is known of them.
    """
    amounts = _prorated(view, criterion, span)
    if unit is not None and view.rolled:
        return _roll(view, view.rolled, amounts).get(unit)
    if unit is None:
        units, alive = list(amounts), view.roster.alive(span.start)
    else:
        alive = view.roster.subtree(unit, span.start)
        units = [one.id for one in alive]
    return amounts[""].round() if unit is None and "" in amounts else sum_baselines(amounts, alive, units)


def baselines_by_unit(view: View, criterion: Criterion, span: Span) -> dict[str, Total]:
    """Return the same of every unit of a rolled view of which anything is known, with those under it."""
    assert view.rolled is not None
    return _roll(view, view.rolled, _prorated(view, criterion, span))


def _prorated(view: View, criterion: Criterion, span: Span) -> dict[str, Prorated]:
    campaign = view.campaign
    rows = campaign.books.baselines_of.get(criterion.id, ()) if campaign.has_books else ()
    days = same_period(span, view.as_of)
    if criterion.is_state or criterion.kind is Kind.RATE:
        return pool(rows, days, is_state=criterion.is_state)
    return prorate(rows, days)


def _roll(view: View, rolled: Rolled, amounts: dict[str, Prorated]) -> dict[str, Total]:
    """Roll what units had before the campaign forward, to them and those above them."""
    first = view.campaign.span.start - DAY
    below = find_below(frozenset(amounts), view.roster.alive(first))
    inside = cache(lambda unit: {one for holder in rolled.lineage.shares(unit, first) for one in rolled.above(holder)})
    found: dict[str, Prorated] = {}
    for source, amount in amounts.items():
        shares = rolled.lineage.shares(source, first) if source else {}
        for holder, share in shares.items():
            part = amount if len(shares) == 1 else amount.times(share)
            for unit in rolled.above(holder):
                if source not in below or unit not in inside(below[source]):
                    found[unit] = found[unit].plus(part) if unit in found else part
    return {unit: one.round() for unit, one in found.items()}
