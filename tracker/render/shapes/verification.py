"""`tracker.verify/1`."""

from datetime import date
from typing import TYPE_CHECKING, cast

from tracker.services.verify import Verification

if TYPE_CHECKING:
    from tracker.render.schemas.verification import VerifyShape


def shape_verification(found: Verification, file: str, head: str, today: date, entries: int | None) -> "VerifyShape":
    """Return `tracker.verify/1`."""
    row, since = found.row, found.since
    document = {
        "schema": "tracker.verify/1",
        "as_of": today,
        "entries": entries,
        "file": file,
        "format": found.printed.format,
        "hash": found.printed.hash,
        "report_as_of": found.printed.as_of,
        "match": found.match,
        "row": row.number if row else None,
        "recorded_at": row.recorded_at if row else None,
        "since": {"rows": since.rows, "concerning": since.concerning} if since else None,
        "head": head,
    }
    return cast("VerifyShape", document)
