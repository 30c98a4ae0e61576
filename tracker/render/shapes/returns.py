"""Returns and units: `tracker.missing/1`, `tracker.submission/1`, `tracker.units/1`."""

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.domain.calendar import Span, week_name
from tracker.domain.units import UnitVersion
from tracker.render.shapes.figures import Shape, head, shape_span
from tracker.services.discipline import Returns
from tracker.services.submit import Submission
from tracker.services.view import View


def shape_returns(returns: Returns | None) -> Shape:
    """Return how many returns were owed, filed, and filed on time."""
    if returns is None:
        return {"expected": 0, "actual": 0, "on_time": 0}
    return {"expected": len(returns.expected), "actual": returns.actual, "on_time": returns.on_time}


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
