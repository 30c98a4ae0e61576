"""tracker show."""

from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.command import argument, command
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.cli.places import near
from tracker.domain.corrections import ReturnRecord
from tracker.domain.entries import Achievement
from tracker.domain.events import EventRecord
from tracker.domain.evidence import parse_kept
from tracker.domain.text import visible
from tracker.i18n import N_, moment
from tracker.journal.evidence import folder_beside
from tracker.render.compose_history import compose_return, say_corrections
from tracker.render.compose_lists import compose_entry
from tracker.render.event_words import compose_event
from tracker.render.record_words import name_of_unit
from tracker.render.shapes.corrections import shape_corrected, shape_event, shape_return
from tracker.render.shapes.entries import shape_entry
from tracker.services.highlights import marks_of
from tracker.services.history import History, build_history
from tracker.services.records import Record
from tracker.services.return_texts import texts_of

if TYPE_CHECKING:
    from tracker.render.schemas.entries import EvidenceFileShape

FORMATS = (TABLE, "json")


@command(
    "show", summary=N_("Show one entry, return or event."), examples=("tracker show 1-42", "tracker show 1-42 --json")
)
@argument("entry", metavar="ID")
@output_options(*FORMATS)
def COMMAND(ctx: Context, entry: str, chosen: Output) -> None:  # noqa: N802
    """Show an entry, a return or an event."""
    history = build_history(ctx.reading, entry)
    answer(chosen, _said(ctx, history.record, history))


def _said(ctx: Context, record: Record, history: History) -> Answer:
    match record:
        case Achievement():
            return _entry(ctx, record, history)
        case ReturnRecord():
            return _return(ctx, record, history)
        case EventRecord():
            return _event(ctx, record, history)


def _entry(ctx: Context, record: Achievement, history: History) -> Answer:
    campaigns = {one.id: one for one in ctx.definition.campaigns}
    rosters = {one.id: ctx.roster(one) for one in ctx.definition.campaigns}
    entries = ctx.reading.entries(record.posting.campaign, ctx.today)
    file, marks = _evidence_file(ctx, record), marks_of(ctx.reading, record)
    return Answer(
        lambda: compose_entry(
            record, campaigns, rosters, ctx.zone, say_corrections(history, ctx.zone), _nearby(file), marks
        ),
        lambda: shape_entry(record, shape_corrected(history), file, marks, ctx.today, entries),
    )


def _evidence_file(ctx: Context, record: Achievement) -> "EvidenceFileShape | None":
    kept = parse_kept(record.posting.evidence)
    if kept is None:
        return None
    path = folder_beside(ctx.store_file.name) / kept.path
    shown = visible(str(path), kept="")
    return {"name": kept.name, "sha256": kept.digest, "path": shown, "exists": path.is_file()}


def _nearby(file: "EvidenceFileShape | None") -> "EvidenceFileShape | None":
    """Return a file with its path as people here would write it."""
    return {**file, "path": str(near(Path(file["path"])))} if file else None


def _return(ctx: Context, record: ReturnRecord, history: History) -> Answer:
    views = [ctx.view(one) for one in ctx.campaigns()]
    entries = ctx.reading.entries(record.campaign, ctx.today)
    texts = texts_of(ctx.reading, record.number)
    return Answer(
        lambda: compose_return(record, texts, history, views, ctx.zone),
        lambda: shape_return(record, texts, history, ctx.today, entries),
    )


def _event(ctx: Context, record: EventRecord, history: History) -> Answer:
    views = [ctx.view(one) for one in ctx.campaigns()]
    entries = ctx.reading.entries(record.event.campaign, ctx.today)
    followers = ctx.reading.events_about(record.number)
    recorded = f"{moment(record.recorded_at.astimezone(ctx.zone))} · {record.recorded_by}"
    return Answer(
        lambda: compose_event(
            record, name_of_unit(record, views), views, followers, recorded, say_corrections(history, ctx.zone)
        ),
        lambda: shape_event(record, history, followers, ctx.today, entries),
    )
