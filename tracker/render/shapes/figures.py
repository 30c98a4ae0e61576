"""What every document begins with, and figures as JSON has them."""

from decimal import Decimal
from typing import Any, TypeAlias

from tracker.domain.calendar import Span
from tracker.domain.campaign import Criterion, Kind
from tracker.domain.progress import Total
from tracker.domain.quantity import as_decimal, rounded
from tracker.render.formats.json import plain
from tracker.services.view import View

Shape: TypeAlias = dict[str, Any]


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


def shape_span(span: Span) -> Shape:
    """Return a span of days."""
    return {"start": span.start, "end": span.end}
