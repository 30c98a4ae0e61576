"""What every document begins with, and figures as JSON has them."""

from typing import TYPE_CHECKING, Any

from tracker.domain.calendar import Span
from tracker.domain.criteria import Criterion, Kind
from tracker.domain.entries import Total
from tracker.domain.quantity import as_decimal, rounded
from tracker.render.formats.json import plain
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.schemas.figures import Counted, Figure, SpanShape, Viewed

# What of a criterion's progress a row of a table tells.
FIGURES = (
    *("target", "attainment", "expected", "shortfall", "days_ahead", "need_per_day", "standing"),
    *("baseline", "reduction"),
)


def head(view: View, entries: int | None = None) -> "Counted":
    """Return what every document begins with after its name; `entries` are the campaign's up to the as-of day unless given."""
    counted = view.journal.entries(view.campaign.id, view.as_of) if entries is None else entries
    return {"as_of": view.as_of, "entries": counted}


def viewed(view: View) -> "Viewed":
    """Return which view figures of units are in."""
    if view.rolled is None:
        return {"view": "reported", "rolled_to": None}
    return {"view": "as-of", "rolled_to": view.rolled.on}


def shape_figure(criterion: Criterion, total: Total) -> "Figure":
    """Return a figure: a number, or a rate with its parts."""
    if criterion.kind is Kind.RATE:
        value = total.value
        return {
            "numerator": plain(as_decimal(total.quantity)),
            "denominator": plain(as_decimal(total.denominator)),
            "value": None if value is None else plain(rounded(value, 4)),
        }
    return plain(as_decimal(total.quantity))


def shape_span(span: Span) -> "SpanShape":
    """Return a span of days."""
    return {"start": span.start, "end": span.end}


def name_criterion(criterion: Criterion) -> dict[str, Any]:
    """Return what a row of figures is about."""
    return {"criterion": criterion.id, "title": criterion.title, "measure": criterion.measure}


def flatten_figure(figure: Any) -> dict[str, Any]:
    """Return a figure in cells: of a rate its value and its parts."""
    if isinstance(figure, dict):
        return {"actual": figure["value"], "numerator": figure["numerator"], "denominator": figure["denominator"]}
    return {"actual": figure, "numerator": None, "denominator": None}
