"""`tracker.scores/1` and `tracker.scored/1`: points that people give."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.domain.campaign import Phase
from tracker.domain.events import EventRecord
from tracker.domain.phase_events import ScoreGiven
from tracker.domain.quantity import as_decimal
from tracker.domain.scoring import limits
from tracker.domain.statements import Explanation
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import head
from tracker.services.scores import Scored, find_counting, given_of
from tracker.services.view import View

if TYPE_CHECKING:
    from decimal import Decimal

    from tracker.render.schemas.scores import GivenShape, Says, ScoredShape, ScoresShape


def shape_scores(view: View, phase: Phase, shown: Sequence[EventRecord], all_: Sequence[EventRecord]) -> "ScoresShape":
    """Return `tracker.scores/1`; `all_` are those of the phase, which say what counts."""
    return {
        "schema": "tracker.scores/1",
        **head(view),
        "campaign": view.campaign.id,
        "phase": phase.id,
        "given": shape_given_rows(view, shown, all_),
    }


def shape_given_rows(view: View, shown: Sequence[EventRecord], all_: Sequence[EventRecord]) -> "list[GivenShape]":
    """Return what people gave, one by one."""
    counting = {one.id for one in find_counting(all_).values()}
    return [shape_given(view, one, counts=one.id in counting) for one in shown]


def shape_given(view: View, record: EventRecord, *, counts: bool) -> "GivenShape":
    """Return points that somebody gave, or an explanation."""
    event = record.event
    assert event.day is not None
    assert isinstance(event.body, ScoreGiven | Explanation)
    return {
        "id": record.id,
        "unit": event.unit,
        "unit_name": view.roster.name_on(event.unit, event.day),
        "criterion": event.body.criterion,
        "says": _says(event.body),
        "points": _points(event.body),
        "text": event.body.text or None,
        "counts": counts,
        "date": event.day,
        "recorded_at": record.recorded_at,
        "recorded_by": record.recorded_by,
    }


def given_columns() -> list[str]:
    """Return the columns of a table of what people gave."""
    from tracker.render.schemas.scores import GivenShape  # noqa: PLC0415 for a table alone

    return list(GivenShape.__annotations__)


def shape_scored(done: Scored, *, dry_run: bool) -> "ScoredShape":
    """Return `tracker.scored/1`."""
    body = done.event.body
    assert isinstance(body, ScoreGiven | Explanation)
    return {
        "schema": "tracker.scored/1",
        **head(done.view),
        "id": None if dry_run else done.id,
        "unit": done.unit.id,
        "criterion": body.criterion,
        "phase": body.phase,
        "says": _says(body),
        "points": _points(body),
        "text": body.text or None,
        "maximum": plain(as_decimal(limits(done.leaf)[1])),
        "counts": plain(as_decimal(given_of(done.counts).points)) if done.counts else None,
        "dry_run": dry_run,
    }


def _says(body: ScoreGiven | Explanation) -> "Says":
    return "explanation" if isinstance(body, Explanation) else body.authority.value


def _points(body: ScoreGiven | Explanation) -> "Decimal | int | None":
    return plain(as_decimal(body.points)) if isinstance(body, ScoreGiven) else None
