"""The shapes of the JSON documents: keys that scripts rely on, only ever added to."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.domain.calendar import Span, week_name
from tracker.domain.campaign import Criterion, Kind
from tracker.domain.entries import Achievement
from tracker.domain.progress import Progress, Total
from tracker.domain.quantity import as_decimal, rounded
from tracker.domain.units import UnitVersion
from tracker.render.formats.json import plain
from tracker.services.discipline import DeadlineStatus, Returns
from tracker.services.intake import Intake
from tracker.services.log import Effect, Receipt
from tracker.services.status import CriterionStatus, Status
from tracker.services.submit import Submission
from tracker.services.view import View
from tracker.services.weekly import CriterionWeek, UnitWeek, Weekly

Shape = dict[str, Any]


def head(schema: str, view: View, entries: int | None = None) -> Shape:
    """Return what every document begins with; `entries` are the campaign's up to the as-of day unless given."""
    counted = view.journal.entries(view.campaign.id, view.as_of) if entries is None else entries
    return {"schema": f"tracker.{schema}/1", "as_of": view.as_of, "entries": counted}


def shape_figure(criterion: Criterion, total: Total) -> Decimal | int | Shape | None:
    """Return a figure: a number, or a rate with its parts."""
    if criterion.kind is Kind.RATE:
        value = total.value
        return {
            "numerator": plain(as_decimal(total.quantity)),
            "denominator": plain(as_decimal(total.denominator)),
            "value": None if value is None else plain(rounded(value, 4)),
        }
    return plain(as_decimal(total.quantity))


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


def shape_span(span: Span) -> Shape:
    """Return a span of days."""
    return {"start": span.start, "end": span.end}


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
        "alerts": [alert._asdict() for alert in status.alerts],
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


def shape_weekly(weekly: Weekly) -> Shape:
    """Return `tracker.weekly/1`."""
    returns = weekly.returns
    return {
        **head("weekly", weekly.view, weekly.entries),
        "campaign": {"id": weekly.view.campaign.id, "title": weekly.view.campaign.title},
        "unit": {"id": weekly.unit.id, "name": weekly.unit.name} if weekly.unit else None,
        "week": weekly.name,
        **shape_span(weekly.week),
        "spans": [{"phase": part.phase.id, **shape_span(part.span)} for part in weekly.spans],
        "criteria": [_criterion_week(one) for one in weekly.criteria],
        "units": [_unit_week(one) for one in weekly.units],
        "returns": shape_returns(returns),
        "highlights": [],
        "concerns": [],
        "deadlines": [shape_due(one) for one in weekly.deadlines],
    }


def shape_returns(returns: Returns | None) -> Shape:
    """Return how many returns were owed, filed, and filed on time."""
    if returns is None:
        return {"expected": 0, "actual": 0, "on_time": 0}
    return {"expected": len(returns.expected), "actual": returns.actual, "on_time": returns.on_time}


def _criterion_week(one: CriterionWeek) -> Shape:
    criterion, campaign = one.criterion, one.campaign
    return {
        "id": criterion.id,
        "title": criterion.title,
        "week": shape_figure(criterion, one.week),
        "previous_week": shape_figure(criterion, one.previous_week),
        "by_span": [
            {
                "phase": part.phase,
                "week": shape_figure(criterion, part.week),
                "cumulative": shape_figure(criterion, part.cumulative),
            }
            for part in one.by_span
        ],
        "campaign": shape_figure(criterion, campaign.actual),
        "target": plain(campaign.target),
        "attainment": plain(campaign.attainment),
        "standing": campaign.standing,
    }


def _unit_week(one: UnitWeek) -> Shape:
    return {
        "id": one.unit.id,
        "name": one.unit.name,
        "week_entries": one.week_entries,
        "last_entry_on": one.last_entry_on,
        "returned": one.returned,
        "on_time": one.on_time,
    }


def shape_receipt(receipt: Receipt) -> Shape:
    """Return `tracker.receipt/1`."""
    posting, criterion = receipt.posting, receipt.criterion

    def totals(pick: str) -> Shape:
        effects: dict[str, Effect] = {"unit": receipt.of_unit, "campaign": receipt.of_campaign}
        return {name: shape_figure(criterion, getattr(effect, pick).actual) for name, effect in effects.items()}

    return {
        "schema": "tracker.receipt/1",
        "id": receipt.id,
        "already_there": receipt.already_there,
        "campaign": posting.campaign,
        "unit": posting.unit,
        "criterion": posting.criterion,
        "date": posting.day,
        "quantity": plain(as_decimal(posting.quantity)),
        "denominator": None if posting.denominator is None else plain(as_decimal(posting.denominator)),
        "phase": receipt.phase.id if receipt.phase else None,
        "before": totals("before"),
        "after": totals("after"),
    }


def shape_intake(file: str, intake: Intake, messages: Sequence[str], *, dry_run: bool) -> Shape:
    """Return `tracker.import/1`; `messages` are the sentences of the rejected rows."""
    return {
        "schema": "tracker.import/1",
        "file": file,
        "rows": intake.rows,
        "written": intake.written,
        "already_there": intake.already_there,
        "rejected": [
            {"row": one.row, "column": one.field, "code": one.problem.code, "message": message}
            for one, message in zip(intake.rejected, messages, strict=True)
        ],
        "batch": intake.batch,
        "dry_run": dry_run,
    }


def shape_achievement(one: Achievement) -> Shape:
    """Return an entry."""
    posting = one.posting
    return {
        "id": one.id,
        "date": posting.day,
        "campaign": posting.campaign,
        "unit": posting.unit,
        "criterion": posting.criterion,
        "quantity": plain(as_decimal(posting.quantity)),
        "denominator": None if posting.denominator is None else plain(as_decimal(posting.denominator)),
        "note": posting.note,
        "evidence": posting.evidence,
        "ref": posting.ref or None,
        "recorded_at": one.recorded_at,
        "recorded_by": one.recorded_by,
        "state": "current",
    }


def shape_submission(view: View, one: Submission) -> Shape:
    """Return `tracker.submission/1`."""
    return {
        **head("submission", view),
        "id": one.id or None,
        "already_there": one.already_there,
        "unit": one.unit.id,
        **shape_span(Span(one.filed.span_start, one.filed.span_end)),
        "nil": one.filed.is_nil,
        "received_at": one.filed.received_at,
        "on_time": one.on_time,
        "actual": one.actual,
        "expected": one.expected,
    }


def shape_unit(unit: UnitVersion) -> Shape:
    """Return a version of a unit."""
    names = ("id", "code", "name", "level", "parent", "cluster", "valid_from", "valid_to")
    return {name: getattr(unit, name) or None for name in names}


def shape_units(view: View, units: Sequence[UnitVersion]) -> Shape:
    """Return `tracker.units/1`: the units alive on a day."""
    return {**head("units", view), "on": view.as_of, "units": [shape_unit(one) for one in units]}


def shape_achievements(view: View, entries: Sequence[Achievement]) -> Shape:
    """Return `tracker.achievements/1`."""
    return {**head("achievements", view), "achievements": [shape_achievement(one) for one in entries]}


def shape_missing(view: View, returns: Returns, last: Mapping[str, date]) -> Shape:
    """Return `tracker.missing/1`."""
    covers = returns.occurrence.covers
    assert covers is not None
    missing = [
        {"id": unit.id, "name": unit.name, "parent": unit.parent or None, "last_entry_on": last.get(unit.id)}
        for unit in returns.missing
    ]
    week = {"week": week_name(covers.start), **shape_span(covers), "due_on": returns.occurrence.due_on}
    return {**head("missing", view), **week, **shape_returns(returns), "missing": missing}
