"""Entries: `tracker.receipt/1`, `tracker.achievements/1`, `tracker.achievement/1`."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tracker.domain.criteria import Criterion
from tracker.domain.entries import Achievement, Total
from tracker.domain.progress import Progress
from tracker.domain.quantity import as_decimal
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import head, shape_figure
from tracker.services.log import Receipt
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.domain.events import EventRecord
    from tracker.render.schemas.entries import (
        AchievementFields,
        AchievementShape,
        AchievementsShape,
        CorrectedShape,
        EvidenceFileShape,
        MarkingShape,
        MarkShape,
        ReceiptShape,
        RunningTotalShape,
        TotalsShape,
    )
    from tracker.render.schemas.figures import Counted
    from tracker.services.highlights import Marking


def shape_receipt(receipt: Receipt) -> "ReceiptShape":
    """Return `tracker.receipt/1`."""
    posting, criterion = receipt.posting, receipt.criterion
    unit, campaign = receipt.of_unit, receipt.of_campaign

    return {
        "schema": "tracker.receipt/1",
        "id": receipt.id or None,
        "already_there": receipt.already_there,
        "campaign": posting.campaign,
        "unit": posting.unit,
        "criterion": posting.criterion,
        "work": posting.work or None,
        "date": posting.day,
        "quantity": plain(as_decimal(posting.quantity)),
        "denominator": None if posting.denominator is None else plain(as_decimal(posting.denominator)),
        "phase": receipt.phase.id if receipt.phase else None,
        "before": _shape_totals(criterion, unit.before, campaign.before),
        "after": _shape_totals(criterion, unit.after, campaign.after),
        "late": receipt.is_late,
        "running_total": _shape_running_total(receipt),
        "marks": list(receipt.marks),
    }


def shape_marking(done: "Marking", counted: "tuple[date, int | None]", *, dry_run: bool) -> "MarkingShape":
    """Return `tracker.highlight/1`."""
    return {
        "schema": "tracker.highlight/1",
        "as_of": counted[0],
        "entries": counted[1],
        "id": done.id or None,
        "entry": done.entry.id,
        "kind": done.kind,
        "already_there": done.already_there,
        "dry_run": dry_run,
    }


def _shape_running_total(receipt: Receipt) -> "RunningTotalShape | None":
    if receipt.stated is None:
        return None
    posting, span, before, *_ = receipt.stated
    return {
        "start": span.start,
        "end": posting.day,
        "before": shape_figure(receipt.criterion, before),
        "after": shape_figure(receipt.criterion, Total(posting.quantity, posting.denominator or 0)),
    }


def _shape_totals(criterion: Criterion, unit: Progress, campaign: Progress) -> "TotalsShape":
    return {"unit": shape_figure(criterion, unit.actual), "campaign": shape_figure(criterion, campaign.actual)}


def shape_achievement(one: Achievement) -> "AchievementFields":
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
        "state": one.state,
        "work": posting.work or None,
    }


def achievement_columns() -> list[str]:
    """Return the columns of a table of entries."""
    from tracker.render.schemas.entries import AchievementFields  # noqa: PLC0415 for a table alone

    return list(AchievementFields.__annotations__)


def shape_entry(
    one: Achievement,
    corrected: "CorrectedShape",
    file: "EvidenceFileShape | None",
    marks: "Sequence[EventRecord]",
    as_of: date,
    entries: int,
) -> "AchievementShape":
    """Return `tracker.achievement/1`: one entry, what became of it, and how many entries its campaign has."""
    counted: Counted = {"as_of": as_of, "entries": entries}
    fields = shape_achievement(one)
    return {
        "schema": "tracker.achievement/1",
        **counted,
        **fields,
        **corrected,
        "evidence_file": file,
        "marks": _marks(marks),
    }


def _marks(marks: "Sequence[EventRecord]") -> "list[MarkShape]":
    from tracker.domain.honours import Highlighted  # noqa: PLC0415 receipts need none

    return [{"id": one.id, "kind": one.event.body.mark} for one in marks if isinstance(one.event.body, Highlighted)]


def shape_achievements(view: View, entries: Sequence[Achievement]) -> "AchievementsShape":
    """Return `tracker.achievements/1`."""
    listed = [shape_achievement(one) for one in entries]
    return {"schema": "tracker.achievements/1", **head(view), "achievements": listed}
