"""Units in time: their versions, the roster that holds them, and how a name finds one.

A unit has an id of ours; code, name, level, parent and cluster belong to its versions. Codes and names repeat, so every
look-up takes a day and an ambiguous one is never guessed.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property

import msgspec

from tracker.domain.calendar import DAY, Span
from tracker.domain.text import fold, nearest, spell
from tracker.errors import TrackerError


class UnitVersion(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A unit from `valid_from` to `valid_to`, both included; None is open."""

    id: str
    code: str
    name: str
    level: str
    parent: str
    cluster: str
    aliases: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None

    @property
    def span(self) -> Span:
        """The days of this version."""
        return Span(self.valid_from or date.min, self.valid_to or date.max)

    @property
    def group(self) -> tuple[str, str, str]:
        """What it is compared within: its cluster or, without one, the unit above and the level."""
        return (self.cluster, "", "") if self.cluster else ("", self.parent, self.level)

    def is_alive(self, on: date) -> bool:
        """Whether the version holds on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class Edge(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A step of lineage: on `on`, `source` went (whole or by `share`) to `heir`; no heir is a dissolution."""

    on: date
    kind: str
    source: str
    heir: str
    share: str
    basis: str


class UnitSpan(msgspec.Struct, frozen=True):
    """The days on which a unit counts for another; `is_whole` where they are all the days of one of its versions."""

    unit: str
    span: Span
    is_whole: bool


class Roster:
    """The units of a campaign, with the look-ups that its size asks for built when first used."""

    def __init__(self, versions: Iterable[UnitVersion], edges: Iterable[Edge] = ()) -> None:
        self.versions = tuple(versions)
        self.edges = tuple(edges)
        self._alive: dict[date, list[UnitVersion]] = {}

    @cached_property
    def by_id(self) -> dict[str, list[UnitVersion]]:
        """The versions of each unit, oldest first."""
        found: defaultdict[str, list[UnitVersion]] = defaultdict(list)
        for version in self.versions:
            found[version.id].append(version)
        for versions in found.values():
            if len(versions) > 1:
                versions.sort(key=lambda version: version.valid_from or date.min)
        return dict(found)

    @cached_property
    def turns(self) -> list[date]:
        """The days on which a version begins or is no more: between two of them the same units live."""
        begins = {version.valid_from for version in self.versions if version.valid_from}
        ends = {version.valid_to for version in self.versions if version.valid_to}
        return sorted(begins | {end + DAY for end in ends if end < date.max})

    def alive(self, on: date) -> list[UnitVersion]:
        """Return the units alive on a day, in the roster's order."""
        if on not in self._alive:
            # is_alive() written out: every screen goes through a thousand versions for some days
            self._alive[on] = [
                version
                for version in self.versions
                if (version.valid_from is None or version.valid_from <= on)
                and (version.valid_to is None or on <= version.valid_to)
            ]
        return self._alive[on]

    def version(self, unit: str, on: date) -> UnitVersion | None:
        """Return the version of a unit that holds on a day."""
        return next((version for version in self.by_id.get(unit, ()) if version.is_alive(on)), None)

    def last_version(self, unit: str, on: date) -> UnitVersion:
        """Return the version on a day, or the nearest one where the unit was not alive."""
        versions = self.by_id[unit]
        started = [version for version in versions if version.span.start <= on]
        return self.version(unit, on) or (started[-1] if started else versions[0])

    def name_on(self, unit: str, on: date) -> str:
        """Return what a unit was called on a day, or nearest to it; its id where the roster has it no more."""
        return self.last_version(unit, on).name if unit in self.by_id else unit

    def name_before(self, unit: str, on: date) -> str:
        """Return what a unit was called on the day before another, when it was to change; its id where it is unknown."""
        return self.name_on(unit, on - DAY if on > date.min else on)

    def lifetime(self, unit: str) -> Span:
        """Return the days from a unit's first to its last."""
        versions = self.by_id[unit]
        return Span(versions[0].span.start, versions[-1].span.end)

    def children(self, unit: str, on: date) -> list[UnitVersion]:
        """Return the units directly under a unit on a day."""
        return [version for version in self._by_parent.get(unit, ()) if version.is_alive(on)]

    def reporting(self, on: date) -> list[UnitVersion]:
        """Return the units that owe a return on a day: all alive but those at the top that others report to."""
        alive = self.alive(on)
        parents = {version.parent for version in alive}
        return [version for version in alive if version.parent or version.id not in parents]

    def within(self, unit: str) -> list[UnitSpan]:
        """Return a unit and all under it, as reported: each unit with the days on which it stood under `unit`."""
        found = []
        pending = [(version, version.span) for version in self.by_id[unit]]
        while pending:
            version, span = pending.pop()
            found.append(UnitSpan(version.id, span, span == version.span))
            below = ((child, child.span.clip(span)) for child in self._by_parent.get(version.id, ()))
            pending += [(child, part) for child, part in below if part]
        return found

    def subtree(self, unit: str, on: date) -> list[UnitVersion]:
        """Return the units alive on a day that are `unit` or stand under it."""
        below = {part.unit for part in self.within(unit) if on in part.span}
        return [version for version in self.alive(on) if version.id in below]

    def find(self, query: str, on: date, *, fragments: bool) -> UnitVersion:
        """Return the one unit alive on a day that a person means.

        Exact id, then a code valid on the day, then the whole name or an alias (alone or as "name, parent"), then part of
        the name without accents (`fragments`) or the whole of it; the first level that hits decides.

        Raises: TrackerError unit-ambiguous, unit-not-found, unit-not-alive.
        """
        for level in (self._by_id_on, self._by_code, self._by_name, self._by_fragment if fragments else self._by_fold):
            found = level(query, on)
            if len(found) == 1:
                return found[0]
            if found:
                raise TrackerError.of("unit-ambiguous", unit=query, candidates=[self.label(unit, on) for unit in found])
        raise self._nothing(query, on)

    def label(self, unit: UnitVersion, on: date) -> str:
        """Return the name of a unit with its parent's, and its id, so that it can be told from its namesakes."""
        parent = self.version(unit.parent, on) if unit.parent else None
        return f"{unit.name}, {parent.name} [{unit.id}]" if parent else f"{unit.name} [{unit.id}]"

    def not_alive(self, unit: UnitVersion, on: date) -> TrackerError:
        """Return the refusal of a unit that does not live on a day, with those that followed it by then."""
        life = self.lifetime(unit.id)
        followed = [f"{one.name} [{one.id}]" for one in self._followers(unit.id, on)]
        return TrackerError.of(
            "unit-not-alive", unit=unit.name, id=unit.id, day=on, start=life.start, end=life.end, followed=followed
        )

    def _followers(self, unit: str, on: date) -> list[UnitVersion]:
        """Return the units alive on a day that a unit went to at its end, over as many steps as it took."""
        after = self.lifetime(unit).end
        heirs = {edge.heir: None for edge in self.edges if edge.source == unit and after < edge.on <= on}
        found: dict[str, UnitVersion] = {}
        for heir in heirs:
            version = self.version(heir, on)
            later = [version] if version else self._followers(heir, on) if heir in self.by_id else []
            found.update((one.id, one) for one in later)
        return list(found.values())

    def _nothing(self, query: str, on: date) -> TrackerError:
        meant = (unit for unit in self.versions if query == unit.id or spell(query) in unit_spellings(unit))
        exact = [unit for unit in meant if not self.version(unit.id, on)]
        if exact:
            return self.not_alive(exact[0], on)
        if "?" in query:
            return TrackerError.of("text-garbled", text=query)
        alive = self.alive(on)
        names = [name for unit in alive for name in (unit.name, *unit.aliases, unit.id)]
        return TrackerError.of("unit-not-found", unit=query, nearest=nearest(query, names))

    def _by_id_on(self, query: str, on: date) -> list[UnitVersion]:
        found = self.version(query, on)
        if found is None and query in self.by_id:
            raise self._nothing(query, on)
        return [found] if found else []

    def _by_code(self, query: str, on: date) -> list[UnitVersion]:
        return [unit for unit in self._codes.get(query, ()) if unit.is_alive(on)]

    def _by_name(self, query: str, on: date) -> list[UnitVersion]:
        whole = [unit for unit in self._spellings.get(spell(query), ()) if unit.is_alive(on)]
        if whole or "," not in query:
            return whole
        name, _, parent = (part.strip() for part in query.rpartition(","))
        named = (unit for unit in self._spellings.get(spell(name), ()) if unit.is_alive(on))
        return [unit for unit in named if self._is_named(unit.parent, parent, on)]

    def _is_named(self, unit: str, name: str, on: date) -> bool:
        version = self.version(unit, on)
        return version is not None and (name in (version.id, version.code) or spell(name) in unit_spellings(version))

    def _by_fold(self, query: str, on: date) -> list[UnitVersion]:
        key = fold(query)
        return [unit for unit in self.alive(on) if key in _folded(unit)]

    def _by_fragment(self, query: str, on: date) -> list[UnitVersion]:
        key = fold(query)
        return [unit for unit in self.alive(on) if key and any(key in name for name in _folded(unit))]

    @cached_property
    def _codes(self) -> dict[str, list[UnitVersion]]:
        found: defaultdict[str, list[UnitVersion]] = defaultdict(list)
        for version in self.versions:
            found[version.code].append(version)
        found.pop("", None)
        return dict(found)

    @cached_property
    def _spellings(self) -> dict[str, list[UnitVersion]]:
        found: defaultdict[str, list[UnitVersion]] = defaultdict(list)
        for version in self.versions:
            for spelling in unit_spellings(version):
                found[spelling].append(version)
        return dict(found)

    @cached_property
    def _by_parent(self) -> dict[str, list[UnitVersion]]:
        found: defaultdict[str, list[UnitVersion]] = defaultdict(list)
        for version in self.versions:
            if version.parent:
                found[version.parent].append(version)
        return dict(found)


def unit_spellings(unit: UnitVersion) -> set[str]:
    """Return the spellings of a unit's name and aliases."""
    return {spell(name) for name in (unit.name, *unit.aliases)}


def _folded(unit: UnitVersion) -> set[str]:
    return {fold(name) for name in (unit.name, *unit.aliases)}
