"""How units are named in lists, so that each can be told from its namesakes."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from tracker.domain.text import sort_key
from tracker.domain.units import Roster, UnitVersion
from tracker.i18n import _

Names: TypeAlias = Counter[str | tuple[str, str]]


def name_scope(unit: UnitVersion | None) -> str:
    """Name whose figures a report has: those of a unit, or of the whole campaign."""
    return unit.name if unit else _("The whole campaign")


def name_units(units: Iterable[UnitVersion], roster: Roster, on: date) -> list[str]:
    """Name units in the order of their letters."""
    names = count_names(roster, on)
    return sorted((name_unit(one, roster, on, names) for one in units), key=sort_key)


@lru_cache(maxsize=1)  # a closing explains hundreds of units one after the other
def count_names(roster: Roster, on: date) -> Names:
    """Count the units of each name, and of each name under each unit, on a day."""
    return Counter(key for one in roster.alive(on) for key in (one.name, (one.name, one.parent)))


def name_unit(unit: UnitVersion, roster: Roster, on: date, names: Names) -> str:
    """Name a unit; one with namesakes on that day as "name, parent" and, where they have the same parent, with its id."""
    if names[unit.name] < 2:
        return unit.name
    if names[unit.name, unit.parent] > 1 or not unit.parent:
        return f"{unit.name} [{unit.id}]"
    return f"{unit.name}, {roster.name_on(unit.parent, on)}"
