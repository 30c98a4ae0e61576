"""What each unit achieved in each phase, criterion by criterion, in either view."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.calendar import DAY, Span
from tracker.domain.criteria import Kind
from tracker.domain.entries import Total, add_total
from tracker.domain.lineage import Held, Holder, Shares, allot_total
from tracker.domain.units import UnitSpan
from tracker.services.view import View

Key = tuple[str, str]  # a unit, or a phase, and a criterion


class UnitTotal(NamedTuple):
    """A unit's own total in a phase, without that of the units under it; `phase` is "" between phases.

    `denominator` is None of what is no rate. `holder` says whose the total is: the unit's, or, rolled forward, that it is
    not allocated to any, stands with one that is no more or is dated after the end of one.
    """

    phase: str
    criterion: str
    holder: Holder
    quantity: int
    denominator: int | None
    entries: int

    @property
    def unit(self) -> str:
        """The unit that it is told under."""
        return self.holder.unit


def unit_totals(view: View, span: Span, unit: str | None = None) -> Iterator[UnitTotal]:
    """Yield the totals of a span by phase, criterion and unit, in the order of the campaign and its roster.

    With `unit` those of that unit and all under it. Units: thousandths.
    """
    criteria = {one.id: (at, one.kind) for at, one in enumerate(view.campaign.criteria)}
    units = {one: at for at, one in enumerate(view.roster.by_id)}
    last = (len(criteria), None)
    order = {held: at for at, held in enumerate((Held.UNIT, Held.DISSOLVED, Held.AFTER_END, Held.UNALLOCATED))}

    def place(one: tuple[Holder, str]) -> tuple[object, ...]:
        holder, criterion = one
        return (
            *(criteria.get(criterion, last)[0], order[holder.held], units.get(holder.unit, len(units)), holder.unit),
            *(holder.on or date.min, criterion),
        )

    stretches = view.campaign.stretches(span)
    for (_, days), (phase, found) in zip(stretches, _totals(view, span, unit), strict=True):
        totals = _with_states(view, found, days, unit)
        for (holder, criterion), total in sorted(totals.items(), key=lambda one: place(one[0])):
            if any(total):
                is_rate = criteria.get(criterion, last)[1] is Kind.RATE or total.denominator != 0
                denominator = total.denominator if is_rate else None
                yield UnitTotal(phase, criterion, holder, total.quantity, denominator, total.entries)


def totals_by_holder(view: View, span: Span, unit: str | None = None) -> dict[tuple[Holder, str], Total]:
    """Return what stands with each holder over a span, all phases together; of a state what there is at its end.

    With `unit` what stands with that unit and all under it.
    """
    found: dict[tuple[Holder, str], Total] = {}
    for one in unit_totals(view, span, unit):
        total = Total(one.quantity, one.denominator or 0, one.entries)
        add_total(found, (one.holder, one.criterion), total)
    return _with_states(view, found, span, unit)


def totals_by_unit(view: View, span: Span) -> dict[Key, Total]:
    """Return the own total of each (unit, criterion) over a span, in either view."""
    if view.rolled is None:
        own = view.journal.totals_by_unit(view.campaign.id, span)
        totals = _with_states(view, {(Holder(unit), name): total for (unit, name), total in own.items()}, span)
    else:
        totals = totals_by_holder(view, span)
    return {(one.unit, name): total for (one, name), total in totals.items() if one.held is Held.UNIT}


def _with_states(
    view: View, totals: dict[tuple[Holder, str], Total], span: Span, unit: str | None = None
) -> dict[tuple[Holder, str], Total]:
    """Return totals in which those of states are what there is at the end of the span."""
    names = {one.id for one in view.campaign.criteria if one.is_state}
    if not names:
        return totals
    from tracker.services.states import States, as_state  # noqa: PLC0415 many a campaign has none

    found = {key: as_state(Total(), total) if key[1] in names else total for key, total in totals.items()}
    for key, value in States(view, span).by_holder(unit).items():
        found[key] = as_state(value, totals.get(key, Total()))
    return found


def _totals(view: View, span: Span, unit: str | None) -> Iterable[tuple[str, dict[tuple[Holder, str], Total]]]:
    """Yield each phase with the totals in it, by whom they stand with."""
    stretches = view.campaign.stretches(span)
    if view.rolled is None:
        read = _of_parts(view, view.roster.within(unit)) if unit else _of_all(view)
        for (phase, _), totals in zip(stretches, read([days for _, days in stretches]), strict=True):
            yield phase, {(Holder(one), criterion): total for (one, criterion), total in totals.items()}
        return
    inside = view.rolled.is_inside
    cut = [(phase, part) for phase, days in stretches for part in cut_at(days, view.rolled.lineage.turns)]
    eras = list(zip(cut, _of_all(view)([part for _, part in cut]), strict=True))
    for phase, _ in stretches:
        rolled = _roll(view, [(part, totals) for (name, part), totals in eras if name == phase])
        yield phase, {key: total for key, total in rolled.items() if unit is None or inside(key[0], unit)}


def _of_all(view: View) -> Callable[[Sequence[Span]], list[dict[Key, Total]]]:
    return lambda spans: view.journal.totals_by_span(view.campaign.id, spans)


def _of_parts(view: View, parts: Sequence[UnitSpan]) -> Callable[[Sequence[Span]], list[dict[Key, Total]]]:
    def read(days: Span) -> dict[Key, Total]:
        found: dict[Key, Total] = {}
        for part in parts:
            for criterion, total in view.journal.unit_totals(view.campaign.id, [part], days).items():
                add_total(found, (part.unit, criterion), total)
        return found

    return lambda spans: [read(days) for days in spans]


def cut_at(span: Span, turns: Iterable[date]) -> list[Span]:
    """Cut a span before each of some days."""
    starts = [span.start, *(on for on in turns if span.start < on <= span.end)]
    ends = [*(on - DAY for on in starts[1:]), span.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _roll(view: View, eras: Sequence[tuple[Span, dict[Key, Total]]]) -> dict[tuple[Holder, str], Total]:
    """Roll amounts forward; those of a unit that go the same way are added up before they are divided."""
    assert view.rolled is not None
    lineage = view.rolled.lineage
    together: dict[tuple[str, str, int], tuple[Shares, Total]] = {}
    for days, totals in eras:
        followed = {unit: lineage.era(unit, days.start) for unit in {unit for unit, _ in totals}}
        for (unit, criterion), total in totals.items():
            at, shares = followed[unit]
            before = together.get((unit, criterion, at))
            together[unit, criterion, at] = (shares, before[1].plus(total) if before else total)
    found: dict[tuple[Holder, str], Total] = {}
    for (_, criterion, _), (shares, total) in together.items():
        for holder, part in allot_total(total, shares).items():
            held = view.rolled.ended(holder)
            add_total(found, (held, criterion), part)
    return found
