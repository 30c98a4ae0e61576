"""`tracker.closing/1` and `tracker.reopening/1`."""

from typing import TYPE_CHECKING

from tracker.render.shapes.figures import head
from tracker.services.closing import Closed, Reopened

if TYPE_CHECKING:
    from tracker.render.schemas.closings import ClosingShape, ReopeningShape


def shape_closing(done: Closed, *, dry_run: bool) -> "ClosingShape":
    """Return `tracker.closing/1`."""
    return {
        "schema": "tracker.closing/1",
        **head(done.view),
        "campaign": done.view.campaign.id,
        "phase": done.phase.id,
        "id": None if dry_run else done.id,
        "last": done.prepared.last,
        "phase_entries": done.prepared.entries,
        "sha256": done.sha256,
        "ranking": done.prepared.document["rank"],
        "dry_run": dry_run,
    }


def shape_reopening(done: Reopened, *, dry_run: bool) -> "ReopeningShape":
    """Return `tracker.reopening/1`."""
    return {
        "schema": "tracker.reopening/1",
        **head(done.view),
        "campaign": done.view.campaign.id,
        "phase": done.closing.closed.phase,
        "id": None if dry_run else done.id,
        "closing": done.closing.record.id,
        "reason": done.reason,
        "dry_run": dry_run,
    }
