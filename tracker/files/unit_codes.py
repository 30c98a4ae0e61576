"""Codes of units as files have them: spreadsheets take a code for a number and drop the zeros that it begins with."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from tracker.domain.units import Roster


class UnitCodes:
    """The ids and codes of the units of rosters, of all their days."""

    def __init__(self, rosters: Sequence[Roster]) -> None:
        self._rosters = rosters

    def restore_zeros(self, unit: str) -> str:
        """Return a code as the roster has it: spreadsheets make 127 of 00127."""
        text = unit.strip()
        if text in self.known:
            return unit
        codes = self._by_rest.get(text, set())
        return next(iter(codes)) if len(codes) == 1 else unit

    @cached_property
    def known(self) -> Collection[str]:
        """All ids and codes."""
        versions = [version for roster in self._rosters for version in roster.versions]
        return {version.id for version in versions} | {version.code for version in versions}

    @cached_property
    def _by_rest(self) -> Mapping[str, Collection[str]]:
        """The codes that begin with zeros, by what is left without them."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for roster in self._rosters:
            for version in roster.versions:
                if version.code.startswith("0"):
                    found[version.code.lstrip("0")].add(version.code)
        return found
