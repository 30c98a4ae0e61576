"""Returns and units: `tracker.missing/1`, `tracker.returns/1`, `tracker.submission/1`, `tracker.units/1`."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from tracker.domain.calendar import Span, week_name
from tracker.domain.quantity import rounded
from tracker.domain.returns import Period
from tracker.domain.statements import ReturnTexts
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import head, shape_span
from tracker.services.discipline import Returns
from tracker.services.return_rates import ReturnRate, ReturnRates
from tracker.services.submit import Submission
from tracker.services.view import View

if TYPE_CHECKING:
    from decimal import Decimal

    from tracker.render.schemas.weekly import (
        MissingShape,
        MissingUnitShape,
        ReturnRateShape,
        ReturnRatesShape,
        ReturnsShape,
        SubmissionShape,
        TextsShape,
    )


def shape_returns(returns: Returns | None) -> "ReturnsShape":
    """Return how many returns were owed, filed, and filed on time."""
    if returns is None:
        return {"expected": 0, "actual": 0, "on_time": 0}
    return {"expected": len(returns.expected), "actual": returns.actual, "on_time": returns.on_time}


def shape_missing(view: View, returns: Returns, rates: ReturnRates, last: Mapping[str, date]) -> "MissingShape":
    """Return `tracker.missing/1`."""
    covers = returns.occurrence.covers
    assert covers is not None
    missing: list[MissingUnitShape] = [
        {
            "id": unit.id,
            "name": unit.name,
            "parent": unit.parent or None,
            "cluster": unit.cluster or None,
            "last_entry_on": last.get(unit.id),
        }
        for unit in returns.missing
    ]
    return {
        "schema": "tracker.missing/1",
        **head(view),
        "title": returns.deadline.title,
        "week": week_name(covers) if returns.deadline.period is Period.WEEKLY else None,
        **shape_span(covers),
        "due_on": returns.occurrence.due_on,
        **shape_returns(returns),
        "by": rates.by,
        "groups": [shape_return_rate(one) for one in rates.groups],
        "missing": missing,
    }


def missing_columns() -> list[str]:
    """Return the columns of a table of missing returns."""
    from tracker.render.schemas.weekly import MissingUnitShape  # noqa: PLC0415 for a table alone

    return list(MissingUnitShape.__annotations__)


def shape_return_rates(view: View, rates: ReturnRates) -> "ReturnRatesShape":
    """Return `tracker.returns/1`."""
    return {
        "schema": "tracker.returns/1",
        **head(view),
        **shape_span(rates.span),
        "by": rates.by,
        "dates": rates.dates,
        "groups": [shape_return_rate(one) for one in rates.groups],
        "total": shape_return_rate(rates.total),
    }


def shape_return_rate(one: ReturnRate) -> "ReturnRateShape":
    """Return the returns of a group."""
    return {
        "id": one.group or None,
        "name": one.name or None,
        "expected": one.expected,
        "actual": one.actual,
        "rate": _share(one.rate),
        "on_time": one.on_time,
        "on_time_rate": _share(one.on_time_rate),
    }


def rate_columns() -> list[str]:
    """Return the columns of a table of how returns are kept to."""
    from tracker.render.schemas.weekly import ReturnRateShape  # noqa: PLC0415 for a table alone

    return list(ReturnRateShape.__annotations__)


def _share(share: Fraction | None) -> "int | Decimal | None":
    return None if share is None else plain(rounded(share, 4))


def shape_texts(texts: ReturnTexts) -> "TextsShape":
    """Return the texts of a return."""
    return {"direction": texts.direction, "difficulties": texts.difficulties, "proposals": texts.proposals}


def shape_submission(view: View, one: Submission) -> "SubmissionShape":
    """Return `tracker.submission/1`."""
    return {
        "schema": "tracker.submission/1",
        **head(view),
        "id": one.id or None,
        "already_there": one.already_there,
        "unit": one.unit.id,
        **shape_span(Span(one.filed.span_start, one.filed.span_end)),
        "nil": one.filed.is_nil,
        "received_at": one.filed.received_at,
        "on_time": one.on_time,
        "exception": one.exception or None,
        "actual": one.actual,
        "expected": one.expected,
    }
