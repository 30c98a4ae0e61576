"""Achievements worth telling of."""

from datetime import date
from typing import TypedDict

from tracker.domain.honours import HighlightKind
from tracker.render.schemas.figures import Number


class HighlightShape(TypedDict):
    """An entry worth telling of, as it stands now."""

    id: str
    date: date
    unit: str
    name: str
    """What the unit was called on that day."""
    criterion: str
    quantity: Number
    """How many; of a rate, the numerator."""
    denominator: Number | None
    """Of a rate."""
    note: str
    kind: HighlightKind
    """exemplary: an exemplary case (điển hình); model: a model practice (mô hình)."""
