"""Reorganisations: what a merger, a split, another name or parent changes in the rows of a roster and its lineage.

Nothing is changed in place: an edit says which rows get another content, which rows are new and which edges are added.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeAlias

import msgspec

from tracker.domain.calendar import DAY
from tracker.domain.lineage import check_edges
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError

Fields: TypeAlias = str | tuple[str, ...]  # the value of a version's field, but its days


def is_share(text: str) -> bool:
    """Whether a text is a share, from 0 to 1."""
    return re.fullmatch(r"0*1([.,]0+)?|0?[.,][0-9]+|0+([.,][0-9]+)?", text) is not None


class Operation(StrEnum):
    """What is done to units."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    REPARENT = "reparent"
    DISSOLVE = "dissolve"
    IMPORT = "import"


class Turn(Value, frozen=True):
    """What becomes of a unit on the day: the version before it and from it on; None where there is none."""

    before: UnitVersion | None
    after: UnitVersion | None

    @property
    def unit(self) -> UnitVersion:
        """The unit, as it is from the day on where it goes on."""
        found = self.after or self.before
        assert found is not None
        return found


class Reorganisation(Value, frozen=True):
    """An edit of a roster from a day on.

    `changed` are rows by their number among the versions, `added` new rows by that of the row they stand after,
    `edges` the edges that are added to the lineage, `turns` what becomes of each unit that the edit is about.
    """

    operation: Operation
    on: date
    basis: str
    changed: Mapping[int, UnitVersion]
    added: Mapping[int, Sequence[UnitVersion]]
    edges: tuple[Edge, ...]
    turns: tuple[Turn, ...]

    @property
    def ended(self) -> list[UnitVersion]:
        """The units that end the day before."""
        return [one.before for one in self.turns if one.before and one.after is None]

    @property
    def is_idle(self) -> bool:
        """Whether all stays as it is."""
        return not (self.changed or self.added or self.edges)

    def apply_to(self, roster: Roster) -> Roster:
        """Return the roster as it is after the edit."""
        versions: list[UnitVersion] = []
        for at, version in enumerate(roster.versions):
            versions += [self.changed.get(at, version), *self.added.get(at, ())]
        return Roster(versions, [*roster.edges, *self.edges])


class Draft:
    """A reorganisation being put together; `wrong` gathers what stands in its way."""

    def __init__(self, roster: Roster, on: date) -> None:
        self.roster, self.on, self.eve = roster, on, on - DAY
        self.wrong: list[Problem] = []
        self._changed: dict[int, UnitVersion] = {}
        self._added: defaultdict[int, list[UnitVersion]] = defaultdict(list)
        self._edges: list[Edge] = []
        self._turns: dict[str, Turn] = {}

    def finish(self, operation: Operation, basis: str) -> Reorganisation:
        """Return what was put together.

        Raises: TrackerError with all that stands in its way; changes-no-unit, but of a list, which may say what is so.
        """
        if self.wrong:
            raise TrackerError(self.wrong)
        edges = tuple(msgspec.structs.replace(edge, basis=basis) for edge in self._edges)
        turns = tuple(self._turns.values())
        done = Reorganisation(operation, self.on, basis, self._changed, dict(self._added), edges, turns)
        if done.is_idle and operation is not Operation.IMPORT:
            raise TrackerError.of("changes-no-unit")
        if wrong := [*self._check_parents(done), *self._check_edges(done)]:
            raise TrackerError(wrong)
        return done

    def _check_parents(self, done: Reorganisation) -> Iterator[Problem]:
        """Report parents that units get and that do not live on the day."""
        after = done.apply_to(self.roster)
        for one in done.turns:
            is_new = one.after and (one.before is None or one.before.parent != one.after.parent)
            if one.after and is_new and one.after.parent and not after.version(one.after.parent, self.on):
                params = {"unit": one.after.name, "id": one.after.id, "parent": one.after.parent, "day": self.on}
                yield Problem("parent-gone", params)

    def _check_edges(self, done: Reorganisation) -> Iterator[Problem]:
        found = check_edges(done.apply_to(self.roster))
        return (one.problem for one in found if one.edge >= len(self.roster.edges))

    def end(self, unit: UnitVersion) -> None:
        """Let a unit end the day before."""
        later = [version for version in self.roster.by_id[unit.id] if version.span.start >= self.on]
        if later:
            self._report("unit-goes-on", unit=unit.name, id=unit.id, day=self.on, start=later[0].span.start)
            return
        at, version = self._row(unit.id, self.eve)
        if version.span.end > self.eve:
            self._changed[at] = msgspec.structs.replace(version, valid_to=self.eve)
        self._turns[unit.id] = Turn(version, None)

    def begin(self, unit: UnitVersion, after: str = "") -> None:
        """Let a new unit begin on the day, in a row that stands after those of another one ("": after all)."""
        if unit.id in self.roster.by_id or unit.id in self._turns:
            self._report("unit-exists", id=unit.id)
            return
        version = msgspec.structs.replace(unit, valid_from=self.on, valid_to=None)
        rows = [at for at, one in enumerate(self.roster.versions) if not after or one.id == after]
        self._added[rows[-1]].append(version)
        self._turns[unit.id] = Turn(None, version)

    def change(self, unit: str, **fields: Fields) -> None:
        """Change a unit from the day on; later rows follow where they held the same as the row of the day."""
        at, version = self._row(unit, self.on)
        self._change_row(at, fields)
        for later, one in enumerate(self.roster.versions):
            if one.id == unit and one.span.start > max(self.on, version.span.start):
                alike = {name: value for name, value in fields.items() if getattr(one, name) == getattr(version, name)}
                self._change_row(later, alike)

    def link(self, kind: Operation, source: UnitVersion, heir: str, share: str = "") -> None:
        """Add an edge of the lineage."""
        is_first = all(edge.source != source.id for edge in self._edges)
        if is_first and any(edge.source == source.id and edge.on == self.on for edge in self.roster.edges):
            self._report("unit-has-edge", unit=source.name, id=source.id, day=self.on)
        self._edges.append(Edge(self.on, kind.value, source.id, heir, share, ""))

    def move_children(self, ended: Collection[str], parent: str | None) -> None:
        """Let the units under those that end stand under another one, which may be new; None where none is named."""
        rows = [
            (at, version)
            for at, version in enumerate(self.roster.versions)
            if version.parent in ended and version.id not in ended and version.span.end >= self.on
        ]
        if parent is None:
            if rows:
                named = list({one.id: f"{one.name} [{one.id}]" for _, one in rows}.values())
                self._report("children-remain", units=list(ended), candidates=named)
        elif parent in ended or any(one.id == parent for _, one in rows):
            self._report("children-to-none", parent=parent)
        else:
            for at, _ in rows:
                self._change_row(at, {"parent": parent})

    def _row(self, unit: str, day: date) -> tuple[int, UnitVersion]:
        """Return the row of a unit that was found on a day."""
        return next((at, one) for at, one in enumerate(self.roster.versions) if one.id == unit and one.is_alive(day))

    def _change_row(self, at: int, fields: Mapping[str, Fields]) -> None:
        """Change a row from the day on: one that began before ends, and another goes on."""
        version = self.roster.versions[at]
        changed = msgspec.structs.replace(version, **fields)
        if changed == version:
            return
        self._turns.setdefault(version.id, Turn(version, changed))
        if version.span.start >= self.on:
            self._changed[at] = changed
        else:
            self._changed[at] = msgspec.structs.replace(version, valid_to=self.eve)
            self._added[at].insert(0, msgspec.structs.replace(changed, valid_from=self.on))

    def _report(self, code: str, **params: object) -> None:
        self.wrong.append(Problem(code, params))
