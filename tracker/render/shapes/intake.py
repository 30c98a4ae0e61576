"""`tracker.import/1`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.domain.quantity import as_decimal
from tracker.services.deliveries import Delivered
from tracker.services.intake_outcome import Intake, LeftOut, Understood, unknown_names

if TYPE_CHECKING:
    from tracker.render.schemas.entries import DeliveredShape, ImportShape, RejectedShape, UnderstoodShape


def shape_intake(
    file: str, intake: Intake, left_out: LeftOut, rejected: "Sequence[RejectedShape]", *, dry_run: bool
) -> "ImportShape":
    """Return `tracker.import/1`; `rejected` are the wrong fields, their sentences in the reader's language."""
    return {
        "schema": "tracker.import/1",
        "file": file,
        "rows": intake.rows,
        "written": intake.written,
        "already_there": intake.already_there,
        "unchanged": intake.unchanged,
        "rejected": list(rejected),
        "unknown_names": [one._asdict() for one in unknown_names(intake.rejected)],  # type: ignore[misc]
        "left_out": {
            "columns": list(left_out.columns),
            "rows": [{"row": row, "text": text} for row, text in left_out.rows],
            "zeros": left_out.zeros,
        },
        "repeated": intake.repeated,
        "corrected": intake.corrected,
        "recorded_late": intake.recorded_late,
        "returns": None if intake.returns is None else _shape_returns(intake.returns),
        "first": [_shape_understood(one) for one in intake.first] if dry_run else [],
        "batch": intake.batch,
        "dry_run": dry_run,
    }


def _shape_returns(returns: Sequence[Delivered]) -> "DeliveredShape":
    weeks = [one.week for one in returns]
    return {
        "filed": sum(one.filed for one in returns),
        "nil": sum(one.nil for one in returns),
        "already_there": sum(one.already_there for one in returns),
        "start": min((one.start for one in weeks), default=None),
        "end": max((one.end for one in weeks), default=None),
        "on_time": all(one.is_on_time for one in returns) if returns else None,
    }


def _shape_understood(one: Understood) -> "UnderstoodShape":
    posting = one.posting
    return {
        "row": one.row,
        "date": posting.day,
        "campaign": posting.campaign,
        "unit": posting.unit,
        "criterion": posting.criterion,
        "work": posting.work or None,
        "quantity": as_decimal(posting.quantity),
        "denominator": None if posting.denominator is None else as_decimal(posting.denominator),
    }
