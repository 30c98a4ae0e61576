"""What figures are measured against beside a criterion's own targets: targets of single units, baselines, named works.

They come from files beside campaigns.yaml, thousands of rows of them, and are decoded when they are asked for.
"""

from collections import defaultdict
from datetime import date
from functools import cached_property

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.criteria import TargetRow


class BaselineRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What there was in the days that are compared with: of a unit or ("") of all, in thousandths; of a rate both numbers.

    `span` are the days of that time, as a rule the same calendar dates a year before.
    """

    criterion: str
    unit: str
    span: Span
    quantity: int
    denominator: int = 0


class Work(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A named work of a milestone: whose it is, and by when it is planned to be done."""

    criterion: str
    id: str
    unit: str
    title: str
    planned_on: date | None = None


class UnitAmounts(dict[str, int | None]):
    """What is set for single units, None where it is not assigned; told apart by identity, as they hold thousands."""

    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__


class Books(msgspec.Struct, frozen=True, dict=True, omit_defaults=True):
    """The rows of a campaign's files: targets of single units, baselines, works."""

    targets: tuple[TargetRow, ...] = ()
    baselines: tuple[BaselineRow, ...] = ()
    works: tuple[Work, ...] = ()

    def works_of(self, criterion: str) -> dict[str, Work]:
        """Return the works of a milestone by their ids."""
        return self._works.get(criterion, {})

    def rows_of(self, criterion: str, phase: str) -> list[TargetRow]:
        """Return the targets of a criterion for a phase or, "", for the campaign, but those of single units."""
        return self._rows.get((criterion, phase), ([], []))[0]

    def unit_rows(self, criterion: str, phase: str) -> list[TargetRow]:
        """Return the targets of single units, in the order in which they begin to hold."""
        return self._rows.get((criterion, phase), ([], []))[1]

    def starts(self, criterion: str, phase: str) -> frozenset[date]:
        """Return the days on which targets of single units change."""
        key = (criterion, phase)
        if key not in self._starts:
            self._starts[key] = frozenset(row.start for row in self.unit_rows(*key) if row.start)
        return self._starts[key]

    def unit_amounts(self, criterion: str, phases: tuple[str, ...], day: date, *, adds_up: bool) -> UnitAmounts:
        """Return what holds for single units on a day; of several phases the last that says something of a unit.

        Of what adds up the phases before the last say only what is not assigned.
        """
        key = (criterion, phases, day)
        if key not in self._amounts:
            held = {
                row.unit: row.amount
                for phase in phases
                for row in self.unit_rows(criterion, phase)
                if start_of(row) <= day and (not adds_up or phase == phases[-1] or row.amount is None)
            }
            self._amounts[key] = UnitAmounts(held)
        return self._amounts[key]

    @cached_property
    def baselines_of(self) -> dict[str, list[BaselineRow]]:
        """The baselines of each criterion that has any."""
        found: defaultdict[str, list[BaselineRow]] = defaultdict(list)
        for row in self.baselines:
            found[row.criterion].append(row)
        return dict(found)

    @cached_property
    def _works(self) -> dict[str, dict[str, Work]]:
        found: defaultdict[str, dict[str, Work]] = defaultdict(dict)
        for one in self.works:
            found[one.criterion][one.id] = one
        return dict(found)

    @cached_property
    def _rows(self) -> dict[tuple[str, str], tuple[list[TargetRow], list[TargetRow]]]:
        """The rows for each criterion and phase, those of levels and all units and those of single units, as they begin."""
        found: defaultdict[tuple[str, str], tuple[list[TargetRow], list[TargetRow]]] = defaultdict(lambda: ([], []))
        for row in sorted(self.targets, key=start_of):
            found[row.criterion, row.phase][bool(row.unit)].append(row)
        return dict(found)

    @cached_property
    def _starts(self) -> dict[tuple[str, str], frozenset[date]]:
        return {}

    @cached_property
    def _amounts(self) -> dict[tuple[str, tuple[str, ...], date], UnitAmounts]:
        return {}


def start_of(row: TargetRow) -> date:
    """Return the day from which a target holds, the first there is of one that holds from the beginning."""
    return row.start or date.min
