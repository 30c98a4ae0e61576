"""How units stand against their own targets: counted, not scored."""

from datetime import date
from typing import NamedTuple

from tracker.domain.campaign import Phase
from tracker.domain.criteria import Aim
from tracker.domain.entries import Total
from tracker.domain.plans import UnitGoals
from tracker.domain.progress import LATE, Standing
from tracker.domain.units import Roster, UnitVersion
from tracker.services.measure import progress_of
from tracker.services.unit_totals import totals_by_unit
from tracker.services.view import View

_KEPT = (Standing.MET, Standing.AHEAD, Standing.ON_PACE)


class UnitStanding(NamedTuple):
    """How many of a unit's own targets of a phase are reached or on the plan, out of how many, and how many are reached.

    `is_beyond` where something happened there that must not, or more than its ceiling.
    """

    unit: UnitVersion
    kept: int
    met: int
    targets: int
    is_beyond: bool = False

    @property
    def is_leading(self) -> bool:
        """Whether every target is reached and no limit is broken."""
        return self.met == self.targets and not self.is_beyond


def ranked_on(phase: Phase, as_of: date) -> date:
    """Return the day whose units are ranked in a phase: its last one, or the as-of day as long as it runs."""
    return min(as_of, phase.span.end)


def ranking_units(roster: Roster, phase: Phase, as_of: date) -> list[UnitVersion]:
    """Return the units that a phase ranks, as their clusters and levels are at its end."""
    return roster.reporting(ranked_on(phase, as_of))


def build_standings(view: View, phase: Phase, of: UnitVersion | None = None) -> list[UnitStanding]:
    """Return the standing of each unit (or of `of` and those under it) that has targets of its own, in roster order.

    The units are those of the phase's ranking or, rolled forward, of the day of that view; one with others under it counts
    with them.
    """
    on = view.rolled.on if view.rolled else ranked_on(phase, view.as_of)
    added_up = [one for one in view.campaign.criteria if one.adds_up]
    goals = [(one, UnitGoals(one, view.campaign, view.roster, phase, view.as_of)) for one in added_up]
    criteria = [(one, goal) for one, goal in goals if goal.is_of_units]
    known = phase.span.until(view.as_of)
    own = totals_by_unit(view, known) if known and criteria else {}
    found = []
    below = {one.id for one in view.roster.subtree(of.id, on)} if of else None
    for unit in view.roster.reporting(on):
        if below is not None and unit.id not in below:
            continue
        judged_by = [one for one, goal in criteria if goal.names(unit)]
        if judged_by and view.roster.children(unit.id, on):
            totals = view.totals(phase.span, unit.id)
        else:
            totals = {one.id: own.get((unit.id, one.id), Total()) for one in view.campaign.criteria}
        progress = [progress_of(view, one, totals, phase, unit.id) for one in judged_by]
        judged = [one.standing for one in progress if one.target]
        if judged:
            kept, met = sum(one in _KEPT for one in judged), judged.count(Standing.MET)
            found.append(UnitStanding(unit, kept, met, len(judged), _is_beyond(view, totals, phase, unit)))
    return found


def _is_beyond(view: View, totals: dict[str, Total], phase: Phase, unit: UnitVersion) -> bool:
    """Whether a unit has what must not happen, or more than the ceiling that is set for it."""
    limits = (one for one in view.campaign.criteria if one.aim in (Aim.NEVER, Aim.STAY_UNDER))
    occurred = (one for one in limits if totals.get(one.id, Total()).quantity)
    return any(progress_of(view, one, totals, phase, unit.id).standing in LATE for one in occurred)
