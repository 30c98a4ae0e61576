"""`tracker.status/1`, and deadlines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tracker.domain.criteria import Criterion
from tracker.domain.progress import Progress
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import head, shape_figure, shape_span, viewed
from tracker.services.discipline import DeadlineStatus
from tracker.services.remind import Reminder
from tracker.services.status import Alert, CriterionStatus, Status
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.schemas.figures import OutlookShape, ProgressShape
    from tracker.render.schemas.status import (
        AlertShape,
        CriterionStatusShape,
        DeadlineShape,
        DeadlinesShape,
        DueShape,
        LateShape,
        ReminderShape,
        RemindersShape,
        StatusesShape,
        StatusShape,
    )
    from tracker.services.late import LateCount


def shape_status(status: Status) -> "StatusShape":
    """Return `tracker.status/1`."""
    campaign, today = status.view.campaign, status.view.as_of
    span, phase = campaign.span, status.phase
    return {
        "schema": "tracker.status/1",
        **head(status.view, status.entries),
        "campaign": {
            "id": campaign.id,
            "title": campaign.title,
            **shape_span(span),
            "day": span.elapsed(today) if today in span else None,
            "days": span.days,
            "days_left": span.left(today),
        },
        "unit": {"id": status.unit.id, "name": status.unit.name} if status.unit else None,
        **viewed(status.view),
        "state": status.state,
        "launched": status.launched,
        "phase": {
            "id": phase.id,
            "title": phase.title,
            **shape_span(phase.span),
            "day": phase.span.elapsed(today),
            "days": phase.span.days,
            "days_left": phase.span.left(today),
        }
        if phase
        else None,
        "criteria": [_criterion_status(one) for one in status.criteria],
        "deadlines": [shape_due(one) for one in status.deadlines],
        "alerts": [shape_alert(alert) for alert in status.alerts],
        "closed": list(status.closed),
        "late": [shape_late(one) for one in status.late],
    }


def shape_statuses(statuses: Sequence[Status]) -> "StatusesShape":
    """Return `tracker.statuses/1`: the status of every campaign."""
    entries = sum(status.entries for status in statuses)
    campaigns = [shape_status(one) for one in statuses]
    return {"schema": "tracker.statuses/1", **head(statuses[0].view, entries), "campaigns": campaigns}


def _criterion_status(one: CriterionStatus) -> "CriterionStatusShape":
    criterion = one.criterion
    return {
        "id": criterion.id,
        "title": criterion.title,
        "kind": criterion.kind,
        "direction": criterion.direction,
        "measure": criterion.measure,
        "phase": shape_progress(criterion, one.phase) if one.phase else None,
        "campaign": shape_progress(criterion, one.campaign),
    }


def shape_progress(criterion: Criterion, progress: Progress) -> "ProgressShape":
    """Return a figure with its target and pace."""
    return {
        "actual": shape_figure(criterion, progress.actual),
        "target": plain(progress.target),
        "attainment": plain(progress.attainment),
        "expected": plain(progress.expected),
        "shortfall": plain(progress.shortfall),
        "days_ahead": progress.days_ahead,
        "need_per_day": plain(progress.need_per_day),
        "standing": progress.standing,
        **shape_outlook(progress),
    }


def shape_outlook(progress: Progress) -> "OutlookShape":
    """Return what a figure is compared with, and what it comes to."""
    return {
        "baseline": plain(progress.baseline),
        "reduction": plain(progress.reduction),
        "flagged": progress.is_flagged,
        "forecast": plain(progress.forecast),
    }


def shape_due(one: DeadlineStatus) -> "DueShape":
    """Return a deadline and, of a return, how many units have filed it."""
    covers, returns = one.occurrence.covers, one.returns
    return {
        "title": one.title,
        "due_on": one.occurrence.due_on,
        "days_left": one.days_left,
        "covers": shape_span(covers) if covers else None,
        "expected": len(returns.expected) if returns else None,
        "returned": returns.actual if returns else None,
        "missing": len(returns.missing) if returns else None,
    }


def shape_deadlines(view: View, deadlines: Sequence[DeadlineStatus]) -> "DeadlinesShape":
    """Return `tracker.deadlines/1`."""
    return {"schema": "tracker.deadlines/1", **head(view), "deadlines": [_deadline(one) for one in deadlines]}


def _deadline(one: DeadlineStatus) -> "DeadlineShape":
    period = one.returns.deadline.period if one.returns else None
    return {
        **shape_due(one),
        "due_at": one.occurrence.due_at,
        "original_on": one.occurrence.original_on or one.occurrence.due_on,
        "kind": "return" if one.returns else "review",
        "period": period.value if period else None,
        "state": one.state.value,
    }


def shape_reminders(views: Sequence[View], reminders: Sequence[Reminder], days: int) -> "RemindersShape":
    """Return `tracker.remind/1`."""
    entries = sum(view.journal.entries(view.campaign.id, view.as_of) for view in views)
    campaigns: list[ReminderShape] = [
        {
            "id": one.view.campaign.id,
            "title": one.view.campaign.title,
            "deadlines": [_deadline(deadline) for deadline in one.deadlines],
            "alerts": [shape_alert(alert) for alert in one.alerts],
        }
        for one in reminders
    ]
    return {"schema": "tracker.remind/1", **head(views[0], entries), "within_days": days, "campaigns": campaigns}


def shape_late(one: "LateCount") -> "LateShape":
    """Return how much was recorded after a phase was closed."""
    return {"phase": one.phase, "entries": one.entries}


def shape_alert(alert: Alert) -> "AlertShape":
    """Return something to look at."""
    return {"code": alert.code, "units": alert.units, "days": alert.days, "concerns": alert.concerns}


def shape_deadline_rows(view: View, deadlines: Sequence[DeadlineStatus]) -> list[dict[str, Any]]:
    """Return deadlines as flat rows."""
    listed = shape_deadlines(view, deadlines)["deadlines"]
    return [_flat(one) for one in listed]


def deadline_columns() -> list[str]:
    """Return the columns of a table of deadlines."""
    from tracker.render.schemas.status import DeadlineShape  # noqa: PLC0415 for a table alone

    return [*(name for name in DeadlineShape.__annotations__ if name != "covers"), "covers_start", "covers_end"]


def _flat(one: "DeadlineShape") -> dict[str, Any]:
    rest = {name: value for name, value in one.items() if name != "covers"}
    covers = one["covers"]
    return {
        **rest,
        "covers_start": covers["start"] if covers else None,
        "covers_end": covers["end"] if covers else None,
    }
