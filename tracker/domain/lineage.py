"""Units that change: with whom an amount stands once units have merged, split and ended.

An amount of a unit, dated a day, passes through every step of lineage after that day. Shares are exact and multiply along
the way; only at the end is an amount allotted in whole thousandths, so that nothing is lost or made.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import NamedTuple, TypeAlias

from tracker.domain.calendar import DAY, Span
from tracker.domain.entries import Total
from tracker.domain.units import Edge, Roster
from tracker.errors import Problem


class Held(StrEnum):
    """How an amount stands: with a unit, with one of several that no share decides between, or with one that is no more.

    What is dated after the end of a unit whose amounts went on then stands with that unit.
    """

    UNIT = "unit"
    UNALLOCATED = "unallocated"
    DISSOLVED = "dissolved"
    AFTER_END = "after-end"


class Holder(NamedTuple):
    """Who an amount stands with.

    Of what is unallocated, `unit` was split on `on` without shares, and the amount is one of the units `among`.
    """

    unit: str
    held: Held = Held.UNIT
    on: date | None = None
    among: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """The units of which one or more hold the amount."""
        return self.among or (self.unit,)


Shares: TypeAlias = Mapping[Holder, Fraction]
_ONE = Fraction(1)


class Lineage:
    """The steps of lineage up to a day, followed to their ends.

    The steps of one day happen at once: what a unit takes over that day does not leave with what it gives away.
    """

    def __init__(self, edges: Iterable[Edge], as_of: date, units: Iterable[str]) -> None:
        self._order = {unit: at for at, unit in enumerate(units)}
        self._after: defaultdict[str, list[tuple[date, Shares]]] = defaultdict(list)
        steps: defaultdict[date, defaultdict[str, list[Edge]]] = defaultdict(lambda: defaultdict(list))
        for edge in edges:
            if edge.on <= as_of:
                steps[edge.on][edge.source].append(edge)
        for on in sorted(steps, reverse=True):
            followed = {source: self._follow(some, on) for source, some in steps[on].items()}
            for source, shares in followed.items():
                self._after[source].append((on, shares))

    @property
    def turns(self) -> list[date]:
        """The days on which a step happens."""
        return sorted({on for steps in self._after.values() for on, _ in steps})

    def eras(self, unit: str) -> list[tuple[Span, Shares]]:
        """Return the spans of days on which a unit's amounts go the same way, and with whom those amounts stand."""
        steps = [*reversed(self._after.get(unit, ())), (None, {Holder(unit): _ONE})]
        found, start = [], date.min
        for on, shares in steps:
            found.append((Span(start, on - DAY if on else date.max), shares))
            start = on or start
        return found

    def shares(self, unit: str, day: date) -> Shares:
        """Return with whom, and by which share, an amount of a unit stands that is dated `day`; they add up to 1."""
        return self.era(unit, day)[1]

    def era(self, unit: str, day: date) -> tuple[int, Shares]:
        """Return the same after how many steps of the unit follow the day: amounts with as many go the same way."""
        steps = self._after.get(unit, ())  # the latest stand first
        ahead = sum(on > day for on, _ in steps)
        return ahead, steps[ahead - 1][1] if ahead else {Holder(unit): _ONE}

    def _follow(self, edges: Sequence[Edge], on: date) -> Shares:
        source, heirs = edges[0].source, sorted({edge.heir for edge in edges}, key=self._place)
        shares = share_out(edges)
        ends = {heir: self._end(source, heir, on) for heir in heirs}
        if shares is None:
            return self._without_shares(source, on, ends.values())
        found: defaultdict[Holder, Fraction] = defaultdict(Fraction)
        for heir in heirs:
            for holder, share in ends[heir].items():
                found[holder] += shares[heir] * share
        return dict(sorted(found.items(), key=lambda one: (self._place(one[0].unit), one[0][1:3] != (Held.UNIT, None))))

    def _end(self, source: str, heir: str, on: date) -> Shares:
        return self.shares(heir, on) if heir else {Holder(source, Held.DISSOLVED, on): _ONE}

    def _without_shares(self, source: str, on: date, ends: Iterable[Shares]) -> Shares:
        """Leave unallocated what one of several has; where all came together again since, it is theirs."""
        holders = {holder for end in ends for holder in end}
        if len(holders) == 1:
            return dict.fromkeys(holders, _ONE)
        among = sorted({unit for holder in holders for unit in holder.units}, key=self._place)
        return {Holder(source, Held.UNALLOCATED, on, tuple(among)): _ONE}

    def _place(self, unit: str) -> tuple[int, str]:
        return self._order.get(unit, len(self._order)), unit


def share_out(edges: Sequence[Edge]) -> dict[str, Fraction] | None:
    """Return the share of each heir of a unit's steps on one day; None where they do not say.

    One step without a share is of the whole.
    """
    if len(edges) == 1 and not edges[0].share and edges[0].kind != "split":
        return {edges[0].heir: _ONE}
    if not all(edge.share for edge in edges) or len({edge.heir for edge in edges}) < len(edges):
        return None
    shares = {edge.heir: Fraction(edge.share.replace(",", ".")) for edge in edges}
    return shares if sum(shares.values()) == 1 else None


def allot(amount: int, shares: Shares) -> dict[Holder, int]:
    """Divide an amount by shares in whole thousandths, by largest remainder; the parts add up to the amount.

    Where remainders are equal the first named goes first.
    """
    if len(shares) == 1:
        return dict.fromkeys(shares, amount)
    exact = {holder: amount * share for holder, share in shares.items()}
    parts = {holder: floor(one) for holder, one in exact.items()}
    left = amount - sum(parts.values())
    for holder in sorted(exact, key=lambda one: parts[one] - exact[one])[:left]:
        parts[holder] += 1
    return parts


def allot_total(total: Total, shares: Shares) -> dict[Holder, Total]:
    """Divide a total by shares; an entry that is divided counts with everyone who has a part of it."""
    if len(shares) == 1:
        return dict.fromkeys(shares, total)
    quantities = allot(total.quantity, shares)
    rest = total.denominator - total.quantity
    if total.denominator == 0:
        denominators = dict.fromkeys(shares, 0)
    elif rest >= 0:  # what did not succeed is divided beside what did, so that no rate passes 100% by rounding
        denominators = {holder: part + quantities[holder] for holder, part in allot(rest, shares).items()}
    else:
        denominators = allot(total.denominator, shares)
    return {holder: Total(quantities[holder], denominators[holder], total.entries) for holder in shares}


class EdgeProblem(NamedTuple):
    """A problem of the lineage: the step (its place among the roster's) and the field that has it."""

    edge: int
    field: str
    problem: Problem


def check_edges(roster: Roster) -> list[EdgeProblem]:
    """Return what does not make sense in a roster's lineage, in the order of its steps."""
    by_source: defaultdict[tuple[date, str], list[int]] = defaultdict(list)
    for at, edge in enumerate(roster.edges):
        by_source[edge.on, edge.source].append(at)
    found = [problem for at in range(len(roster.edges)) for problem in _check_life(roster, at)]
    for places in by_source.values():
        found += _check_repeated(roster.edges, places) or _check_shares(roster.edges, places)
        found += _check_end(roster, places)
    return sorted([*found, *_check_cycles(roster.edges)], key=lambda one: one.edge)


def _check_life(roster: Roster, at: int) -> list[EdgeProblem]:
    """See that a step begins at a unit of the day before and ends at one of the day."""
    edge, found = roster.edges[at], []
    before = edge.on - DAY if edge.on > date.min else edge.on
    if edge.source in roster.by_id and not roster.version(edge.source, before):
        found.append(EdgeProblem(at, "from", Problem("lineage-source-gone", {"unit": edge.source, "day": before})))
    if edge.heir in roster.by_id and not roster.version(edge.heir, edge.on):
        found.append(EdgeProblem(at, "to", Problem("lineage-heir-gone", {"unit": edge.heir, "day": edge.on})))
    return found


def _check_repeated(edges: Sequence[Edge], places: Sequence[int]) -> list[EdgeProblem]:
    heirs: set[str] = set()
    found = []
    for at in places:
        edge = edges[at]
        if edge.heir in heirs:
            params = {"unit": edge.source, "heir": edge.heir, "day": edge.on}
            found.append(EdgeProblem(at, "to", Problem("lineage-repeated", params)))
        heirs.add(edge.heir)
    return found


def _check_shares(edges: Sequence[Edge], places: Sequence[int]) -> list[EdgeProblem]:
    """See that the shares of a unit's steps on one day add up, or that there are none to guess from."""
    some = [edges[at] for at in places]
    params = {"unit": some[0].source, "day": some[0].on}
    shared = [edge for edge in some if edge.share]
    if len(shared) == len(some):
        total = sum((Decimal(edge.share.replace(",", ".")) for edge in some), Decimal(0))
        wrong = Problem("lineage-shares", {**params, "sum": total}) if total != 1 else None
    elif len(some) == 1:
        wrong = Problem("lineage-one-heir", params) if some[0].kind == "split" else None
    elif shared or any(edge.kind != "split" for edge in some):
        wrong = Problem("lineage-share-missing", params)
    else:
        wrong = None
    return [EdgeProblem(places[-1], "share", wrong)] if wrong else []


def _check_end(roster: Roster, places: Sequence[int]) -> list[EdgeProblem]:
    """See that a unit that gave all of itself away is no more."""
    last = roster.edges[places[-1]]
    keeps_part = any(roster.edges[at].heir == last.source for at in places)
    if keeps_part or not roster.version(last.source, last.on):
        return []
    return [EdgeProblem(places[-1], "from", Problem("lineage-source-lives", {"unit": last.source, "day": last.on}))]


def _check_cycles(edges: Sequence[Edge]) -> list[EdgeProblem]:
    """Find units that wholly become each other on one day; neighbours that exchange parts each keep the rest."""
    given: defaultdict[tuple[date, str], dict[str, int]] = defaultdict(dict)
    for at, edge in enumerate(edges):
        given[edge.on, edge.source].setdefault(edge.heir, at)
    found: dict[tuple[date, frozenset[str]], EdgeProblem] = {}
    for on, source in given:
        way = _way_back(given, on, source)
        if way:
            problem = Problem("lineage-cycle", {"units": sorted(way), "day": on})
            at = max(given[on, one][heir] for one in way for heir in given[on, one] if heir in way)
            found.setdefault((on, frozenset(way)), EdgeProblem(at, "to", problem))
    return list(found.values())


def _way_back(given: Mapping[tuple[date, str], Mapping[str, int]], on: date, start: str) -> list[str]:
    """Return the units on a way that comes back to `start` through units that keep nothing; none where there is none."""
    before: dict[str, str] = {}
    pending = [start]
    while pending:
        unit = pending.pop()
        heirs = given.get((on, unit), {})
        for heir in heirs if unit not in heirs else ():
            if heir == start:
                way = [unit]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way
            if heir and heir not in before:
                before[heir] = unit
                pending.append(heir)
    return []
