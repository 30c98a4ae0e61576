"""Entries: `tracker.receipt/1`, `tracker.achievements/1`."""

from collections.abc import Sequence
from datetime import date

from tracker.domain.entries import Achievement
from tracker.domain.quantity import as_decimal
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import Shape, head, shape_figure
from tracker.services.log import Effect, Receipt
from tracker.services.view import View


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


def shape_entry(one: Achievement, as_of: date, entries: int) -> Shape:
    """Return `tracker.achievement/1`: one entry, with how many its campaign has."""
    return {"schema": "tracker.achievement/1", "as_of": as_of, "entries": entries, **shape_achievement(one)}


def shape_achievements(view: View, entries: Sequence[Achievement]) -> Shape:
    """Return `tracker.achievements/1`."""
    return {**head("achievements", view), "achievements": [shape_achievement(one) for one in entries]}
