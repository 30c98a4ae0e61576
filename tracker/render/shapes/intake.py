"""`tracker.import/1`."""

from collections.abc import Sequence

from tracker.render.shapes.figures import Shape
from tracker.services.intake import Intake


def shape_intake(file: str, intake: Intake, messages: Sequence[str], *, dry_run: bool) -> Shape:
    """Return `tracker.import/1`; `messages` are the sentences of the rejected rows."""
    return {
        "schema": "tracker.import/1",
        "file": file,
        "rows": intake.rows,
        "written": intake.written,
        "already_there": intake.already_there,
        "rejected": [
            {"row": one.row, "column": one.field, "code": one.problem.code, "message": message}
            for one, message in zip(intake.rejected, messages, strict=True)
        ],
        "batch": intake.batch,
        "dry_run": dry_run,
    }
