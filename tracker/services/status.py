"""Where a campaign stands: phase, progress, deadlines, alerts."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tracker.domain.calendar import Span
from tracker.domain.campaign import Phase, State
from tracker.domain.criteria import Criterion
from tracker.domain.entries import Total
from tracker.domain.progress import Progress
from tracker.domain.units import UnitVersion
from tracker.domain.value import Value
from tracker.services.discipline import DeadlineStatus, deadline_statuses, silent_units
from tracker.services.measure import progress_of
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.services.late import LateCount

SILENT_DAYS = 14
RECENT_WEEKS = 8


class CriterionStatus(Value, frozen=True):
    """A criterion in the phase (None between phases) and in the campaign, and its last weeks, oldest first."""

    criterion: Criterion
    phase: Progress | None
    campaign: Progress
    weeks: tuple[Total, ...]


class Alert(Value, frozen=True):
    """Something to look at: how many `units` sent nothing for more than `days` days, or raised `concerns` that nobody has
    answered, the oldest `days` days ago.
    """

    code: str
    units: int
    days: int
    concerns: int = 0


class Status(Value, frozen=True):
    """A campaign as of a day, for all units or (`unit`) for one and those under it.

    `closed` are the phases that were closed by then, `late` what was recorded about them since.
    """

    view: View
    state: State
    launched: bool
    phase: Phase | None
    entries: int
    last_entry_on: date | None
    criteria: tuple[CriterionStatus, ...]
    deadlines: tuple[DeadlineStatus, ...]
    alerts: tuple[Alert, ...]
    unit: UnitVersion | None = None
    closed: tuple[str, ...] = ()
    late: "tuple[LateCount, ...]" = ()

    @property
    def is_late(self) -> bool:
        """Whether a return is overdue, or a criterion behind or missed."""
        late = ("behind", "missed")
        judged = [one.phase or one.campaign for one in self.criteria]
        return any(one.is_overdue for one in self.deadlines) or any(one.standing in late for one in judged)


def build_status(view: View, unit: UnitVersion | None = None, *, weeks: bool = False) -> Status:
    """Return the status of a campaign; `weeks` adds the totals of the last weeks for each criterion."""
    campaign, today = view.campaign, view.as_of
    phase = campaign.phase_on(today)
    of_unit = unit.id if unit else None
    of_campaign = view.totals(campaign.span, of_unit)
    of_phase = view.totals(phase.span, of_unit) if phase else {}
    recent = recent_weeks(view) if weeks and not unit else {}
    criteria = tuple(
        CriterionStatus(
            one,
            progress_of(view, one, of_phase, phase, of_unit) if phase else None,
            progress_of(view, one, of_campaign, None, of_unit),
            tuple(recent.get(one.id, ())),
        )
        for one in campaign.criteria
    )
    return Status(
        view=view,
        state=campaign.state_on(today),
        launched=campaign.is_launched(today),
        phase=phase,
        entries=sum(total.entries for total in of_campaign.values()),
        last_entry_on=view.journal.last_day(campaign.id, today, view.days_of(unit.id) if unit else None),
        criteria=criteria,
        deadlines=deadline_statuses(view, of_unit),
        alerts=find_alerts(view, of_unit),
        unit=unit,
        **_closed(view),
    )


def _closed(view: View) -> dict[str, Any]:
    if not view.journal.has_events(view.campaign.id, "phase-closed"):
        return {}
    from tracker.services.late import closed_by, count_late  # noqa: PLC0415 most campaigns have no closed phase

    return {"closed": closed_by(view), "late": count_late(view)}


def recent_weeks(view: View) -> dict[str, list[Total]]:
    """Return each criterion's totals of the last weeks, oldest first; of a state what there was at their ends."""
    last = view.campaign.week_of(min(view.as_of, view.campaign.span.end))
    span = Span(last.start - timedelta(weeks=RECENT_WEEKS - 1), min(last.end, view.as_of))
    weeks = view.journal.weekly_totals(view.campaign.id, span)
    if not any(one.is_state for one in view.campaign.criteria):
        return weeks
    from tracker.services.states import weekly_states  # noqa: PLC0415 many a campaign has none

    return weekly_states(view, span, weeks)


def find_alerts(view: View, unit: str | None = None) -> tuple[Alert, ...]:
    """Return what to look at beside criteria and deadlines."""
    return (*_silent(view, unit), *_unanswered(view, unit))


def _unanswered(view: View, unit: str | None) -> tuple[Alert, ...]:
    units = view.days_of(unit) if unit else None
    count, raised_by, oldest = view.journal.unanswered(view.campaign.id, view.as_of, units)
    return (Alert("open-concerns", raised_by, (view.as_of - oldest).days, count),) if oldest else ()


def _silent(view: View, unit: str | None) -> tuple[Alert, ...]:
    if view.campaign.state_on(view.as_of) in (State.BEFORE, State.ENDED):
        return ()
    if not any(deadline.is_return for deadline in view.campaign.deadlines):
        return ()
    silent = silent_units(view, SILENT_DAYS, unit)
    return (Alert("silent-units", len(silent), SILENT_DAYS),) if silent else ()
