"""Mergers, splits, dissolutions, other names and places: each as an edit of the roster."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tracker.domain.reorganisation import Draft, Fields, Operation, Reorganisation
from tracker.domain.text import spell
from tracker.domain.units import Roster, UnitVersion, unit_spellings
from tracker.domain.value import Value
from tracker.errors import TrackerError


class Heir(Value, frozen=True):
    """A unit that takes over another, and its share as it was given, "" where none was."""

    unit: str
    share: str = ""


def merge_units(
    roster: Roster,
    on: date,
    basis: str,
    sources: Sequence[UnitVersion],
    heir: UnitVersion,
    children_to: str | None,
) -> Reorganisation:
    """Let units become one, which may be new or one of them.

    Raises: TrackerError merge-of-one, and all that stands in the way.
    """
    draft = Draft(roster, on)
    ending = [one for one in sources if one.id != heir.id]
    if not ending or len({one.id for one in ending}) < len(ending):
        raise TrackerError.of("merge-of-one")
    for source in ending:
        draft.end(source)
        draft.link(Operation.MERGE, source, heir.id, "1")
    if heir not in roster.by_id.get(heir.id, ()):  # a new one, whose id must not have been used
        draft.begin(heir, after=ending[-1].id)
    draft.move_children([one.id for one in ending], children_to)
    return draft.finish(Operation.MERGE, basis)


def split_unit(
    roster: Roster,
    on: date,
    basis: str,
    source: UnitVersion,
    heirs: Sequence[Heir],
    begun: Sequence[UnitVersion],
    children_to: str | None,
) -> Reorganisation:
    """Let a unit go over to several, itself among them where it lives on; `begun` are those that are new.

    Raises: TrackerError split-into-one, and all that stands in the way.
    """
    if len({one.unit for one in heirs}) < max(2, len(heirs)):
        raise TrackerError.of("split-into-one")
    draft = Draft(roster, on)
    if source.id not in {one.unit for one in heirs}:
        draft.end(source)
        draft.move_children([source.id], children_to)
    for unit in begun:
        draft.begin(unit, after=source.id)
    for heir in heirs:
        draft.link(Operation.SPLIT, source, heir.unit, heir.share)
    return draft.finish(Operation.SPLIT, basis)


def rename_unit(
    roster: Roster, on: date, basis: str, unit: UnitVersion, name: str | None, code: str | None
) -> Reorganisation:
    """Give a unit another name or code (None: the one it has) from a day on; it is still found by its old name."""
    draft = Draft(roster, on)
    fields: dict[str, Fields] = {} if code is None else {"code": code}
    if name and name != unit.name:
        fields |= {"name": name, "aliases": _known_as(roster, unit, name, on)}
    draft.change(unit.id, **fields)
    return draft.finish(Operation.RENAME, basis)


def _known_as(roster: Roster, unit: UnitVersion, name: str, on: date) -> tuple[str, ...]:
    """Return the other names of a unit with its old one, unless that is another's name."""
    kept = tuple(one for one in unit.aliases if spell(one) != spell(name))
    others = (one for one in roster.alive(on) if one.id != unit.id)
    is_taken = any(spell(unit.name) in unit_spellings(one) for one in others)
    if is_taken or spell(unit.name) in {spell(one) for one in (name, *kept)}:
        return kept
    return (*kept, unit.name)


def move_units(
    roster: Roster, on: date, basis: str, units: Iterable[UnitVersion], fields: Mapping[str, str]
) -> Reorganisation:
    """Let units stand under another parent, in another cluster or on another level from a day on.

    Raises: TrackerError under-itself, changes-no-unit.
    """
    draft = Draft(roster, on)
    for unit in units:
        parent = fields.get("parent")
        if parent and any(one.id == parent for one in roster.subtree(unit.id, on)):
            raise TrackerError.of("under-itself", unit=unit.name, id=unit.id, parent=parent)
        draft.change(unit.id, **fields)
    return draft.finish(Operation.REPARENT, basis)


def dissolve_units(
    roster: Roster, on: date, basis: str, units: Sequence[UnitVersion], children_to: str | None
) -> Reorganisation:
    """Let units end without an heir.

    Raises: TrackerError with all that stands in the way.
    """
    draft = Draft(roster, on)
    for unit in units:
        draft.end(unit)
        draft.link(Operation.DISSOLVE, unit, "")
    draft.move_children([one.id for one in units], children_to)
    return draft.finish(Operation.DISSOLVE, basis)
