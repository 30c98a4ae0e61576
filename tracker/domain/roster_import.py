"""A new list of units compared with the roster as it is on a day: who is new, who ended, what changed. Nothing is guessed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.reorganisation import Draft, Fields, Operation, Reorganisation
from tracker.domain.text import fold, nearest, spell
from tracker.domain.units import Roster, UnitVersion, unit_spellings
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError

_A_SLIP = 0.92  # how much alike two names are where one may be the other mistyped; many begin with the same words


class ListedUnit(Value, frozen=True):
    """A unit as a list has it, in its row; None where the list has no such column."""

    row: int
    name: str
    id: str = ""
    code: str | None = None
    level: str | None = None
    parent: str | None = None
    cluster: str | None = None
    aliases: tuple[str, ...] | None = None


class Unclear(NamedTuple):
    """What in a row of a list cannot be understood without a guess."""

    row: int
    column: str
    problem: Problem


class Comparison:
    """A list under comparison; `unclear` gathers what is to be corrected before anything can be made of it."""

    def __init__(self, roster: Roster, on: date, listed: Sequence[ListedUnit]) -> None:
        self.roster, self.on, self.listed = roster, on, listed
        self.unclear: list[Unclear] = []
        self._named: defaultdict[str, list[UnitVersion]] = defaultdict(list)
        self._coded: defaultdict[str, list[UnitVersion]] = defaultdict(list)
        for unit in roster.alive(on):
            self._coded[unit.code].append(unit)
            for spelling in unit_spellings(unit):
                self._named[spelling].append(unit)

    def run(self, basis: str) -> Reorganisation | None:
        """Return the edit that makes the roster as the list has it from the day on; None where something is unclear.

        Raises: TrackerError listed-nobody, and what stands in the way of the edit.
        """
        if not self.listed:
            raise TrackerError.of("listed-nobody", day=self.on)
        known = {one.row: found for one in self.listed if (found := self._find(one))}
        self._check_twice(known)
        self._check_new([one for one in self.listed if one.row not in known])
        ids = {row: unit.id for row, unit in known.items()}
        ids |= self._make_ids([one for one in self.listed if one.row not in ids])
        parents = {one.row: self._find_parent(one, ids) for one in self.listed}
        if self.unclear:
            return None
        draft = Draft(self.roster, self.on)
        for unit in self.roster.alive(self.on):
            if unit.id not in ids.values():
                draft.end(unit)
        for one in self.listed:
            if one.row in known:
                draft.change(ids[one.row], **dict(_fields(one, parents[one.row])))
            else:
                fields = {
                    "code": "",
                    "cluster": "",
                    "aliases": (),
                    "parent": "",
                    **dict(_fields(one, parents[one.row])),
                }
                draft.begin(UnitVersion(id=ids[one.row], valid_from=None, valid_to=None, **fields))  # type: ignore[arg-type]
        return draft.finish(Operation.IMPORT, basis)

    def _find(self, one: ListedUnit) -> UnitVersion | None:
        """Return the unit that a row is about, None for a new one; a name or a code alone may be another unit's by now."""
        if one.id:
            found = self.roster.version(one.id, self.on)
            if found is None and one.id in self.roster.by_id:
                self._report(one, "id", "unit-ended", id=one.id, day=self.on)
            return found
        named = self._named.get(spell(one.name), [])
        coded = self._coded.get(one.code, []) if one.code else []
        fitting = [unit for unit in named if unit in coded or not (one.code and unit.code)]
        fitting = self._under(one, fitting) if len(fitting) > 1 else fitting
        if len(fitting) == 1:
            return fitting[0]
        doubtful = [*named, *coded] or self._alike(one.name)
        if doubtful:
            labels = list(dict.fromkeys(self.roster.label(unit, self.on) for unit in doubtful))
            self._report(one, "name", "listed-unclear", unit=one.name, candidates=labels)
        return None

    def _alike(self, name: str) -> list[UnitVersion]:
        """Return the units whose names differ from one by no more than a slip would."""
        from difflib import get_close_matches  # noqa: PLC0415 only an import of units asks

        by_fold: defaultdict[str, list[UnitVersion]] = defaultdict(list)
        for unit in self.roster.alive(self.on):
            by_fold[fold(unit.name)].append(unit)
        return [unit for match in get_close_matches(fold(name), by_fold, 3, _A_SLIP) for unit in by_fold[match]]

    def _under(self, one: ListedUnit, units: Sequence[UnitVersion]) -> list[UnitVersion]:
        """Return the units that stand under the parent that a row names."""
        above = spell(one.parent or "")
        parents = {unit.id: self.roster.version(unit.parent, self.on) for unit in units}
        return [
            unit
            for unit in units
            if above
            and (parent := parents[unit.id])
            and above in {spell(parent.id), parent.code, *unit_spellings(parent)}
        ]

    def _check_twice(self, known: Mapping[int, UnitVersion]) -> None:
        rows: dict[str, int] = {}
        for one in self.listed:
            if unit := known[one.row].id if one.row in known else one.id:
                if unit in rows:
                    self._report(one, "name", "listed-twice", id=unit, earlier=rows[unit])
                rows[unit] = one.row

    def _check_new(self, new: Sequence[ListedUnit]) -> None:
        """See that new units have what is not known of them yet; a parent of none is an empty cell, not no column."""
        doubtful = {one.row for one in self.unclear}
        for one in new:
            if one.row in doubtful:
                continue
            if not one.level:
                self._report(one, "level", "field-missing", field="level")
            if one.parent is None:
                self._report(one, "name", "new-unit-parentless", unit=one.name)

    def _make_ids(self, new: Sequence[ListedUnit]) -> dict[int, str]:
        """Return an id for each new unit: its own, or one made of its name, with its code or a number where that is taken."""
        taken = {*self.roster.by_id, *(one.id for one in self.listed)}
        found = {}
        for one in new:
            stem = (
                "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in fold(one.name)).split()) or "unit"
            )
            choices = (stem, *([f"{stem}-{one.code}"] if one.code else []), *(f"{stem}-{n}" for n in range(2, 10**4)))
            found[one.row] = one.id or next(choice for choice in choices if choice not in taken)
            taken.add(found[one.row])
        return found

    def _find_parent(self, one: ListedUnit, ids: Mapping[int, str]) -> str | None:
        """Return the id of the parent that a row names by id, code or name; it must be in the list too."""
        if not one.parent:
            return one.parent
        by_id = [id_ for id_ in ids.values() if id_ == one.parent]
        by_code = [ids[other.row] for other in self.listed if other.code and other.code == one.parent]
        by_name = [ids[other.row] for other in self.listed if spell(other.name) == spell(one.parent)]
        found = next((some for some in (by_id, by_code, by_name) if some), [])
        if len(found) == 1:
            return found[0]
        if found:
            self._report(one, "parent", "unit-ambiguous", unit=one.parent, candidates=found)
        else:
            near = nearest(one.parent, [other.name for other in self.listed], 1)
            self._report(one, "parent", "listed-parent-unknown", parent=one.parent, nearest=near)
        return None

    def _report(self, one: ListedUnit, column: str, code: str, **params: object) -> None:
        self.unclear.append(Unclear(one.row, column, Problem(code, params)))


def _fields(one: ListedUnit, parent: str | None) -> Iterator[tuple[str, Fields]]:
    """Yield what a row says of its unit."""
    said: dict[str, Fields | None] = {
        "name": one.name, "code": one.code, "level": one.level or None, "parent": parent, "cluster": one.cluster,
        "aliases": one.aliases,
    }  # fmt: skip
    for name, value in said.items():
        if value is not None:
            yield name, value
