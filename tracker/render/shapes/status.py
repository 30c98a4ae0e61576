"""`tracker.status/1`, and deadlines."""

from collections.abc import Sequence

from tracker.domain.campaign import Criterion
from tracker.domain.progress import Progress
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import Shape, head, shape_figure, shape_span
from tracker.services.discipline import DeadlineStatus
from tracker.services.status import CriterionStatus, Status
from tracker.services.view import View


def shape_status(status: Status) -> Shape:
    """Return `tracker.status/1`."""
    campaign, today = status.view.campaign, status.view.as_of
    span, phase = campaign.span, status.phase
    return {
        **head("status", status.view, status.entries),
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


def shape_statuses(statuses: Sequence[Status]) -> Shape:
    """Return `tracker.statuses/1`: the status of every campaign."""
    entries = sum(status.entries for status in statuses)
    return {**head("statuses", statuses[0].view, entries), "campaigns": [shape_status(one) for one in statuses]}


def _criterion_status(one: CriterionStatus) -> Shape:
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


def shape_progress(criterion: Criterion, progress: Progress) -> Shape:
    """Return a figure with its target and pace."""
    numbers = {name: plain(getattr(progress, name)) for name in ("target", "attainment", "expected", "shortfall")}
    return {
        "actual": shape_figure(criterion, progress.actual),
        **numbers,
        "days_ahead": progress.days_ahead,
        "need_per_day": plain(progress.need_per_day),
        "standing": progress.standing,
    }


def shape_due(one: DeadlineStatus) -> Shape:
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


def shape_deadlines(view: View, deadlines: Sequence[DeadlineStatus]) -> Shape:
    """Return `tracker.deadlines/1`."""
    listed = [
        {
            **shape_due(one),
            "due_at": one.occurrence.due_at,
            "original_on": one.occurrence.due_on,
            "kind": "return" if one.returns else "review",
        }
        for one in deadlines
    ]
    return {**head("deadlines", view), "deadlines": listed}


def shape_deadline_rows(view: View, deadlines: Sequence[DeadlineStatus]) -> list[Shape]:
    """Return deadlines as flat rows."""
    listed = shape_deadlines(view, deadlines)["deadlines"]
    spans = [one.pop("covers") or {"start": None, "end": None} for one in listed]
    return [
        {**one, "covers_start": span["start"], "covers_end": span["end"]}
        for one, span in zip(listed, spans, strict=True)
    ]
