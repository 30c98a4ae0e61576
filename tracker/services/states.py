"""The figures of states: what the units of a day have, from the last value of each of them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from tracker.domain.calendar import DAY, Span
from tracker.domain.entries import LastValue, Posting, Total, add_total, add_up, split_key
from tracker.domain.lineage import Held, Holder
from tracker.domain.states import Steps, settle, steps_by_unit
from tracker.services.view import View

DAYS_A_WEEK = 7

Values = Mapping[str, list[LastValue]]


class States:
    """The states of a campaign at the end of a span or, as long as it runs, on the as-of day.

    What stood before a phase goes on in it.
    """

    def __init__(self, view: View, span: Span) -> None:
        self.view, self.day = view, min(span.end, view.as_of)
        self.on = view.rolled.on if view.rolled else self.day
        known = view.campaign.span.until(self.day)
        steps = steps_by_unit(view.roster.edges, self.on)
        names = [one.id for one in view.campaign.criteria if one.is_state]
        found = _find(view, names, known, steps) if known else {}
        self.parts = {key: self._alive(settle(values, steps)) for key, values in found.items()}
        self.held = _fold(self.parts)

    def whole(self) -> dict[str, Total]:
        """Return what all units have of each state, with what is not allocated to any."""
        return {name: add_up(held.values()) for name, held in self.held.items()}

    def of_unit(self, unit: str) -> dict[str, Total]:
        """Return what a unit and those under it have of each state."""
        return {name: totals[unit] for name, totals in self.by_unit().items() if unit in totals}

    def by_holder(self, unit: str | None = None) -> dict[tuple[Holder, str], Total]:
        """Return what stands with each holder of each state; with `unit` of that unit and those under it."""
        return {
            (holder, name): total
            for name, held in self.held.items()
            for holder, total in held.items()
            if unit is None or unit in self._line(holder)
        }

    def by_unit(self) -> dict[str, dict[str, Total]]:
        """Return, for each state, what each unit and those under it have."""
        found: dict[str, dict[str, Total]] = {}
        for name, held in self.held.items():
            totals = found[name] = dict[str, Total]()
            for holder, total in held.items():
                for unit in self._line(holder):
                    add_total(totals, unit, total)
        return found

    def _alive(self, held: Mapping[Holder, Total]) -> dict[Holder, Total]:
        """Leave out what stands with a unit that is no more and has no heir."""
        roster = self.view.roster
        return {
            one: total for one, total in held.items() if one.held is not Held.UNIT or roster.version(one.unit, self.on)
        }

    def _line(self, holder: Holder) -> list[str]:
        """Return the units that surely have what stands with a holder, the lowest first."""
        first, *others = (self._above(unit) for unit in holder.units)
        return [unit for unit in first if all(unit in line for line in others)]

    def _above(self, unit: str) -> list[str]:
        line: list[str] = []
        version = self.view.roster.version(unit, self.on)
        while version and version.id not in line:
            line.append(version.id)
            version = self.view.roster.version(version.parent, self.on)
        return line


def with_states(view: View, totals: Mapping[str, Total], span: Span, unit: str | None) -> dict[str, Total]:
    """Return totals in which those of states are what there is at the end of the span; their entries are those counted."""
    states = States(view, span)
    values = states.of_unit(unit) if unit else states.whole()
    found = dict(totals)
    for one in view.campaign.criteria:
        if one.is_state and (one.id in totals or one.id in values):
            found[one.id] = as_state(values.get(one.id, Total()), totals.get(one.id, Total()))
    return found


def weekly_states(view: View, span: Span, weeks: Mapping[str, list[Total]]) -> dict[str, list[Total]]:
    """Return the totals of each seven days of a span, in which those of states are what there was at their ends."""
    starts = [span.start + DAY * days for days in range(0, span.days, DAYS_A_WEEK)]
    seen = [States(view, Span(start, start + DAY * (DAYS_A_WEEK - 1))).whole() for start in starts]
    found = dict(weeks)
    for name in {name for values in seen for name in values}:
        counted = weeks.get(name, [Total()] * len(starts))
        found[name] = [as_state(values.get(name, Total()), one) for values, one in zip(seen, counted, strict=True)]
    return found


def own_change(view: View, posting: Posting, span: Span) -> tuple[Total, Total]:
    """Return what a unit has of a state, and by how much an entry that is being logged changes that.

    An entry older than the one that the state comes from changes nothing.
    """
    states, holder = States(view, span), Holder(posting.unit)
    whole = states.held.get(posting.criterion, {}).get(holder, Total())
    before = states.parts.get(posting.key, {}).get(holder, Total())
    known = Span(view.campaign.span.start, states.day)
    last = view.journal.last_values(view.campaign.id, [posting.key], known, [posting.unit])
    own = last.get((posting.unit, posting.key))
    if (own and own.day > posting.day) or posting.day > states.day:
        return whole, Total(entries=1)
    quantity, denominator = posting.quantity - before.quantity, (posting.denominator or 0) - before.denominator
    return whole, Total(quantity, denominator, 1)


def as_state(value: Total, counted: Total) -> Total:
    """Return a state with the entries that a total counted."""
    return Total(value.quantity, value.denominator, counted.entries)


def _find(view: View, names: list[str], span: Span, steps: Mapping[str, Steps]) -> dict[str, Values]:
    """Return the last value of each unit and, where it gave away a part of itself by then, the last one before that."""
    last = view.journal.last_values(view.campaign.id, names, span)
    found: defaultdict[str, defaultdict[str, list[LastValue]]] = defaultdict(lambda: defaultdict(list))
    for (unit, name), value in last.items():
        found[name][unit].append(value)
    parted: defaultdict[date, set[str]] = defaultdict(set)
    for (unit, _), value in last.items():
        for on, _edges in steps.get(unit, ()):
            if span.start < on <= value.day:
                parted[on].add(unit)
    for on, units in parted.items():
        before = view.journal.last_values(view.campaign.id, names, Span(span.start, on - DAY), sorted(units))
        for (unit, name), value in before.items():
            if value not in found[name][unit]:
                found[name][unit].append(value)
    return {name: dict(values) for name, values in found.items()}


def _fold(parts: Mapping[str, Mapping[Holder, Total]]) -> dict[str, dict[Holder, Total]]:
    """Return what stands with whom of each criterion: what was entered without a name, and each work by its name."""
    found: dict[str, dict[Holder, Total]] = {}
    for key, held in parts.items():
        mine = found.setdefault(split_key(key)[0], {})
        for holder, total in held.items():
            mine[holder] = mine[holder].plus(total) if holder in mine else total
    return found
