"""How units changed over some days: day by day who merged, was split, ended, began or got another name."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tracker.domain.calendar import DAY, Span
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.services.view import View

SPLIT, DISSOLVE = "split", "dissolve"


class Step(NamedTuple):
    """A step of lineage: what merged into one heir, one unit that was split, or all that ended without heirs alike.

    Sources are as they were the day before, heirs as they are on the day. `shares` are those of the sources that went to an
    heir or, of a split, of its heirs, in their order; "" where none is given.
    """

    kind: str
    sources: tuple[UnitVersion, ...]
    heirs: tuple[UnitVersion, ...]
    shares: tuple[str, ...]
    basis: str


class Renaming(NamedTuple):
    """A unit that goes on under another name."""

    before: UnitVersion
    after: UnitVersion


class Turn(NamedTuple):
    """A day on which units changed.

    `before` and `after` count the units that report on the day before and on it. `moved` counts those that go on under
    another unit, in another cluster or at another level; `begun` and `ended` are those that no step is about.
    """

    on: date
    before: int
    after: int
    steps: tuple[Step, ...]
    renamed: tuple[Renaming, ...]
    moved: int
    begun: tuple[UnitVersion, ...]
    ended: tuple[UnitVersion, ...]


def list_turns(view: View, span: Span, unit: str | None = None) -> tuple[Turn, ...]:
    """Return the days of a span, after its first, on which units changed by the as-of day; of `unit` those about it or
    units that stood under it.
    """
    roster, last = view.roster, min(span.end, view.as_of)
    days = sorted({*roster.turns, *(edge.on for edge in roster.edges)})
    inside = {part.unit for part in roster.within(unit)} if unit else None
    turns = (_turn(roster, on, unit, inside) for on in days if span.start < on <= last)
    return tuple(one for one in turns if one.steps or one.renamed or one.moved or one.begun or one.ended)


def _turn(roster: Roster, on: date, unit: str | None, inside: set[str] | None) -> Turn:
    def concerns(*ids: str) -> bool:
        return inside is None or not inside.isdisjoint(ids)

    edges = [one for one in roster.edges if one.on == on and concerns(one.source, one.heir)]
    told = {one for edge in edges for one in (edge.source, edge.heir)}
    was = {one.id: one for one in roster.alive(on - DAY) if concerns(one.id)}
    now = {one.id: one for one in roster.alive(on) if concerns(one.id)}
    both = [(was[one], now[one]) for one in was if one in now and was[one] is not now[one]]
    return Turn(
        on=on,
        before=_count(roster, on - DAY, unit),
        after=_count(roster, on, unit),
        steps=tuple(_steps(roster, on, edges)),
        renamed=tuple(Renaming(old, new) for old, new in both if old.name != new.name),
        moved=sum(_place(old) != _place(new) for old, new in both),
        begun=tuple(one for one in now.values() if one.id not in was and one.id not in told),
        ended=tuple(one for one in was.values() if one.id not in now and one.id not in told),
    )


def _count(roster: Roster, on: date, unit: str | None) -> int:
    reporting = {one.id for one in roster.reporting(on)}
    return len(reporting & {one.id for one in roster.subtree(unit, on)}) if unit else len(reporting)


def _place(unit: UnitVersion) -> tuple[str, str, str]:
    return unit.level, unit.parent, unit.cluster


def _steps(roster: Roster, on: date, edges: Iterable[Edge]) -> Iterable[Step]:
    """Yield the steps of one day, in the order in which the lineage names them first."""
    together: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        if not edge.heir:
            key = (DISSOLVE, edge.basis)
        else:
            key = (SPLIT, edge.source) if edge.kind == SPLIT else (edge.kind, edge.heir)
        together.setdefault(key, []).append(edge)
    for (kind, _), some in together.items():
        sources = dict.fromkeys(edge.source for edge in some)
        heirs = dict.fromkeys(edge.heir for edge in some if edge.heir)
        yield Step(
            kind,
            tuple(roster.last_version(one, on - DAY) for one in sources),
            tuple(roster.last_version(one, on) for one in heirs),
            tuple(edge.share for edge in some) if heirs else (),
            next((edge.basis for edge in some if edge.basis), ""),
        )
