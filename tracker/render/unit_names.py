"""How units are named in lists, so that each can be told from its namesakes."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from tracker.domain.text import sort_key
from tracker.domain.units import Roster, UnitVersion


def name_units(units: Iterable[UnitVersion], roster: Roster, on: date) -> list[str]:
    """Name units in the order of their letters; one with namesakes on that day as "name, parent" and, where they have the
    same parent, with its id.
    """
    names = Counter(one.name for one in roster.alive(on))
    pairs = Counter((one.name, one.parent) for one in roster.alive(on) if names[one.name] > 1)

    def name(unit: UnitVersion) -> str:
        if names[unit.name] < 2:
            return unit.name
        if pairs[unit.name, unit.parent] > 1 or not unit.parent:
            return f"{unit.name} [{unit.id}]"
        return f"{unit.name}, {roster.name_on(unit.parent, on)}"

    return sorted(map(name, units), key=sort_key)
