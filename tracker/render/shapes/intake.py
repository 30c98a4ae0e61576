"""`tracker.import/1`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.domain.quantity import as_decimal
from tracker.services.intake import Intake, LeftOut, Understood, unknown_names

if TYPE_CHECKING:
    from tracker.render.schemas.entries import ImportShape, RejectedShape, UnderstoodShape


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
        "first": [_shape_understood(one) for one in intake.first] if dry_run else [],
        "batch": intake.batch,
        "dry_run": dry_run,
    }


def _shape_understood(one: Understood) -> "UnderstoodShape":
    posting = one.posting
    return {
        "row": one.row,
        "date": posting.day,
        "campaign": posting.campaign,
        "unit": posting.unit,
        "criterion": posting.criterion,
        "quantity": as_decimal(posting.quantity),
        "denominator": None if posting.denominator is None else as_decimal(posting.denominator),
    }
