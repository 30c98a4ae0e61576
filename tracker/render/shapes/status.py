"""`tracker.status/1`, and deadlines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tracker.domain.campaign import Criterion
from tracker.domain.progress import Progress
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import head, shape_figure, shape_span
from tracker.services.discipline import DeadlineStatus
from tracker.services.status import CriterionStatus, Status
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.schemas.figures import ProgressShape
    from tracker.render.schemas.status import (
        CriterionStatusShape,
        DeadlineShape,
        DeadlinesShape,
        DueShape,
        StatusesShape,
        StatusShape,
    )


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
        "alerts": [{"code": alert.code, "units": alert.units, "days": alert.days} for alert in status.alerts],
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
        "direction": "up",
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
    listed: list[DeadlineShape] = [
        {
            **shape_due(one),
            "due_at": one.occurrence.due_at,
            "original_on": one.occurrence.due_on,
            "kind": "return" if one.returns else "review",
        }
        for one in deadlines
    ]
    return {"schema": "tracker.deadlines/1", **head(view), "deadlines": listed}


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
