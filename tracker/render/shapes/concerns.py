"""`tracker.concerns/1`, `tracker.noted-concern/1` and the concerns of a report."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.render.shapes.figures import head
from tracker.services.concerns import ConcernStatus, days_with_former
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.schemas.concerns import ConcernFields, ConcernsShape, NotedConcernShape
    from tracker.services.raising import Noted


def shape_concerns(view: View, concerns: Sequence[ConcernStatus], unit: str | None) -> "ConcernsShape":
    """Return `tracker.concerns/1`."""
    days = days_with_former(view, unit) if unit else None
    count, _, oldest = view.journal.unanswered(view.campaign.id, view.as_of, days)
    return {
        "schema": "tracker.concerns/1",
        **head(view),
        "campaign": view.campaign.id,
        "open": count,
        "oldest_days": (view.as_of - oldest).days if oldest else None,
        "concerns": [shape_concern(view, one) for one in concerns],
    }


def shape_concern(view: View, one: ConcernStatus) -> "ConcernFields":
    """Return a concern and what became of it."""
    unit, last = one.record.event.unit, one.answers[-1] if one.answers else None
    answer = one.last
    return {
        "id": one.record.id,
        "unit": unit,
        "unit_name": view.roster.name_on(unit, one.raised_on),
        "field": one.content.field,
        "text": one.content.text,
        "raised_on": one.raised_on,
        "state": one.state,
        "age_days": one.age,
        "must_answer": one.must_answer or None,
        "answer": (answer.text or None) if answer else None,
        "answered_by": (answer.by or None) if answer else None,
        "answered_on": last.event.day if last else None,
        "passed_up_to": (answer.passed_up_to or None) if answer else None,
        "answer_id": last.id if last else None,
        "ref": one.content.ref or None,
        "recorded_at": one.record.recorded_at,
        "recorded_by": one.record.recorded_by,
    }


def concern_columns() -> list[str]:
    """Return the columns of a table of concerns."""
    from tracker.render.schemas.concerns import ConcernFields  # noqa: PLC0415 for a table alone

    return list(ConcernFields.__annotations__)


def shape_noted(done: "Noted", about: str | None, *, dry_run: bool) -> "NotedConcernShape":
    """Return `tracker.noted-concern/1`; `about` is the concern that was answered."""
    assert done.event.day is not None
    return {
        "schema": "tracker.noted-concern/1",
        **head(done.view),
        "id": None if dry_run and not done.already_there else done.id,
        "concern": about,
        "unit": done.event.unit,
        "field": done.concern.field,
        "date": done.event.day,
        "open": done.open,
        "oldest_days": done.oldest if done.open else None,
        "already_there": done.already_there,
        "dry_run": dry_run,
    }
