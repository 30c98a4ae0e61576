"""A unit's card: its versions, where it came from and what became of it, how it reports and what it did."""

from datetime import date
from typing import NamedTuple

from tracker.domain.calendar import DAY
from tracker.domain.campaign import Phase
from tracker.domain.entries import Total
from tracker.domain.units import Edge, UnitVersion
from tracker.services.return_rates import GroupBy, days_due, rate_returns
from tracker.services.view import View
from tracker.services.works import WorkStatus, find_works


class Column(NamedTuple):
    """The totals of a phase, or (None) of the campaign."""

    phase: Phase | None
    totals: dict[str, Total]


class UnitCard(NamedTuple):
    """A unit as of a day.

    `under` counts the units alive under it. `expected`, `filed` and `on_time` count its own returns that were due by then.
    The totals and `works` are of the unit and all under it, in the view that is asked for.
    """

    view: View
    unit: UnitVersion
    versions: tuple[UnitVersion, ...]
    came_from: tuple[Edge, ...]
    went_to: tuple[Edge, ...]
    under: int
    expected: int
    filed: int
    on_time: int
    last_entry_on: date | None
    columns: tuple[Column, ...]
    works: tuple[WorkStatus, ...]


def build_card(view: View, unit: UnitVersion) -> UnitCard:
    """Return the card of a unit."""
    campaign, roster = view.campaign, view.roster
    expected, filed, on_time = _count_returns(view, unit.id)
    spans = [one for one in campaign.phases if one.span.start <= view.as_of] if campaign.has_phases else []
    return UnitCard(
        view=view,
        unit=unit,
        versions=tuple(roster.by_id[unit.id]),
        came_from=tuple(sorted((edge for edge in roster.edges if edge.heir == unit.id), key=_by_day)),
        went_to=tuple(sorted((edge for edge in roster.edges if edge.source == unit.id), key=_by_day)),
        under=max(0, len(roster.subtree(unit.id, view.as_of)) - 1),
        expected=expected,
        filed=filed,
        on_time=on_time,
        last_entry_on=view.journal.last_entry_on(campaign.id, view.as_of, [unit.id]).get(unit.id),
        columns=tuple(Column(one, view.totals(view.span_of(one), unit.id)) for one in (*spans, None)),
        works=find_works(view, unit.id),
    )


def _by_day(edge: Edge) -> date:
    return edge.on


def _count_returns(view: View, unit: str) -> tuple[int, int, int]:
    """Return how many returns the unit itself owed by the as-of day, filed, and filed on time."""
    rates = rate_returns(view, days_due(view), GroupBy.UNIT, unit)
    return next(((one.expected, one.actual, one.on_time) for one in rates.groups if one.group == unit), (0, 0, 0))


def trace(edges: tuple[Edge, ...], on: date, unit: str | None = None) -> list[Edge]:
    """Return the steps of lineage up to a day, oldest first; with `unit` those that lead to it or on from it."""
    known = sorted((edge for edge in edges if edge.on <= on), key=_by_day)
    if unit is None:
        return known
    before, after = {unit: on + DAY}, {unit: date.min}
    into = [edge for edge in reversed(known) if _reach(before, edge.heir, edge.source, edge.on, earlier=True)]
    onward = [edge for edge in known if _reach(after, edge.source, edge.heir, edge.on, earlier=False)]
    found = {*into, *onward}
    return [edge for edge in known if edge in found]


def _reach(known: dict[str, date], near: str, far: str, on: date, *, earlier: bool) -> bool:
    """Whether a step leads on from a unit that is reached already; then the unit at its other end is reached too."""
    if near not in known or not (on < known[near] if earlier else on > known[near]):
        return False
    known[far] = max(on, known.get(far, on)) if earlier else min(on, known.get(far, on))
    return True
