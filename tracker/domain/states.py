"""States (stock, milestones, rates of a state): with whom the last value of each unit stands once units have changed.

A unit that ended leaves its value to its heirs, by their shares, until an heir has an entry of its own dated on or after
that day. Without heirs the value is dropped; where no share decides it is not allocated to any of them, until all have said
what they have.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from tracker.domain.entries import LastValue, Total, add_total
from tracker.domain.lineage import Held, Holder, Shares, allot_total, share_out
from tracker.domain.units import Edge

_ONE = Fraction(1)
_GONE = Holder("", Held.DISSOLVED)  # what was dropped, or replaced by what an heir says itself

Steps = Sequence[tuple[date, Sequence[Edge]]]


def steps_by_unit(edges: Iterable[Edge], on: date) -> dict[str, Steps]:
    """Return the steps of lineage of each unit up to a day, the earliest first."""
    found: defaultdict[str, defaultdict[date, list[Edge]]] = defaultdict(lambda: defaultdict(list))
    for edge in edges:
        if edge.on <= on:
            found[edge.source][edge.on].append(edge)
    return {unit: sorted(steps.items()) for unit, steps in found.items()}


def settle(values: Mapping[str, Sequence[LastValue]], steps: Mapping[str, Steps]) -> dict[Holder, Total]:
    """Return with whom the values of one criterion stand, those that are unallocated among them.

    `values` holds of each unit the last one, and where it gave away a part of itself the last one before that too.
    """
    entered = {unit: max(one.day for one in some) for unit, some in values.items() if some}
    found: dict[Holder, Total] = {}
    for unit, some in values.items():
        for value in some:
            shares = _follow(unit, value.day, steps, entered)
            for holder, part in allot_total(Total(value.quantity, value.denominator), shares).items():
                if holder != _GONE:
                    add_total(found, holder, part)
    return found


def _follow(unit: str, day: date, steps: Mapping[str, Steps], entered: Mapping[str, date]) -> Shares:
    """Return with whom, and by which share, what a unit had on a day stands."""
    on, edges = next((one for one in steps.get(unit, ()) if one[0] > day), (day, ()))
    if not edges:
        return {Holder(unit): _ONE}
    ends = {heir: _end(heir, on, steps, entered) for heir in dict.fromkeys(edge.heir for edge in edges)}
    shares = share_out(edges)
    if shares is None:
        return _without_shares(unit, on, ends)
    found: defaultdict[Holder, Fraction] = defaultdict(Fraction)
    for heir, end in ends.items():
        for holder, share in end.items():
            found[holder] += shares[heir] * share
    return found


def _end(heir: str, on: date, steps: Mapping[str, Steps], entered: Mapping[str, date]) -> Shares:
    is_gone = not heir or entered.get(heir, date.min) >= on
    return {_GONE: _ONE} if is_gone else _follow(heir, on, steps, entered)


def _without_shares(unit: str, on: date, ends: Mapping[str, Shares]) -> Shares:
    holders = {holder for end in ends.values() for holder in end}
    if len(holders) == 1:
        return dict.fromkeys(holders, _ONE)
    among = {
        one: None for heir, end in ends.items() for holder in end for one in (holder.units if holder.unit else (heir,))
    }
    return {Holder(unit, Held.UNALLOCATED, on, tuple(among)): _ONE}
