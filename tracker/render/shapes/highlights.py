"""Achievements worth telling of, in reports."""

from typing import TYPE_CHECKING

from tracker.domain.quantity import as_decimal
from tracker.render.formats.json import plain
from tracker.services.highlights import Highlight

if TYPE_CHECKING:
    from tracker.render.schemas.highlights import HighlightShape


def shape_highlight(one: Highlight) -> "HighlightShape":
    """Return an entry worth telling of."""
    return {
        "id": one.id,
        "date": one.day,
        "unit": one.unit.id,
        "name": one.unit.name,
        "criterion": one.criterion.id,
        "quantity": plain(as_decimal(one.quantity)),
        "denominator": None if one.denominator is None else plain(as_decimal(one.denominator)),
        "note": one.note,
        "kind": one.kind,
    }
