"""What an import changes in a campaign's targets or baselines, and what held before."""

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from tracker.domain.books import BaselineRow
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Criterion, TargetRow
from tracker.domain.units import Roster, UnitVersion
from tracker.domain.value import Value

BookRow: TypeAlias = TargetRow | BaselineRow


class BookChanges(Value, frozen=True):
    """What a file that is imported makes new or different: each row with the one in whose place it stands, if there is one.

    `same` counts the rows that say what is there already; `passed_over` are rows that are no unit's, with their labels.
    """

    book: str
    source: str
    reason: str
    rows: tuple[tuple[BookRow | None, BookRow], ...]
    same: int
    passed_over: tuple[tuple[int, str], ...]

    @property
    def added(self) -> int:
        """How many rows are new."""
        return sum(before is None for before, _ in self.rows)

    @property
    def changed(self) -> int:
        """How many rows are different from now on."""
        return len(self.rows) - self.added


def targets_of(campaign: Campaign) -> list[TargetRow]:
    """Return all targets of a campaign, those of single units too."""
    return [*(row for one in campaign.criteria for row in one.targets), *campaign.books.targets]


def find_targets(campaign: Campaign, unit: UnitVersion | None, criterion: str | None) -> list[TargetRow]:
    """Return the targets of a campaign by criterion, unit, phase and day: all of them, or those of a criterion, and those of a
    unit, of its level and of the whole campaign.
    """
    criteria = {one.id: at for at, one in enumerate(campaign.criteria)}
    phases = {one.id: at for at, one in enumerate(campaign.phases, 1)}
    found = [
        row
        for row in targets_of(campaign)
        if criterion in (None, row.criterion)
        and (unit is None or row.unit == unit.id or (not row.unit and row.level in ("", unit.level)))
    ]

    def place(row: TargetRow) -> tuple[int, bool, str, str, int, date]:
        when = row.start or campaign.span.start
        return criteria[row.criterion], row.unit != "", row.unit, row.level, phases.get(row.phase, 0), when

    return sorted(found, key=place)


def find_held(
    targets: Iterable[TargetRow], new: TargetRow, criterion: Criterion, roster: Roster, day: date
) -> TargetRow | None:
    """Return what held before a target for the same unit or level: its own, that of its level, what holds for everyone.

    `day` is the one on which the level of a unit is asked for.
    """
    unit = roster.last_version(new.unit, day) if new.unit in roster.by_id else None
    level = unit.level if unit else new.level
    phases = (new.phase,) if criterion.adds_up else (new.phase, "")
    is_single = bool(new.unit or new.level)
    fitting = [
        row
        for row in targets
        if row.criterion == new.criterion
        and row.phase in phases
        and row.unit in (new.unit, "")
        and row.level in (level, "")
        and (row.unit or row.level or not is_single or not criterion.adds_up)
        and (new.start is None or row.start is None or row.start < new.start)
    ]
    best = [(bool(row.unit), bool(row.level), bool(row.phase), row.start or date.min) for row in fitting]
    return fitting[best.index(max(best))] if fitting else None


def is_in_force(targets: Iterable[TargetRow], one: TargetRow, day: date) -> bool:
    """Whether a target holds on a day: it has begun, and no later one has."""
    if one.start and one.start > day:
        return False
    return not any(
        (row.criterion, row.unit, row.level, row.phase) == (one.criterion, one.unit, one.level, one.phase)
        and (one.start or date.min) < (row.start or date.min) <= day
        for row in targets
    )
