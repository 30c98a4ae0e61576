"""tracker show."""

from typing import TYPE_CHECKING

from tracker.cli.command import argument, command
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, output_options
from tracker.domain.corrections import ReturnRecord
from tracker.domain.entries import Achievement
from tracker.domain.evidence import parse_kept
from tracker.domain.text import visible
from tracker.i18n import N_
from tracker.journal.evidence import folder_beside
from tracker.render.compose_history import compose_return, say_corrections
from tracker.render.compose_lists import compose_entry
from tracker.render.shapes.corrections import shape_corrected, shape_return
from tracker.render.shapes.entries import shape_entry
from tracker.services.history import History, build_history

if TYPE_CHECKING:
    from tracker.render.schemas.entries import EvidenceFileShape

FORMATS = (TABLE, "json")


@command("show", summary=N_("Show one entry or return."), examples=("tracker show 1-42", "tracker show 1-42 --json"))
@argument("entry", metavar="ID")
@output_options(*FORMATS)
def COMMAND(ctx: Context, entry: str, format: str | None, as_json: bool, output: str | None) -> None:  # noqa: A002, N802
    """Show an entry or a return."""
    history = build_history(ctx.reading, entry)
    record = history.record
    said = _entry(ctx, record, history) if isinstance(record, Achievement) else _return(ctx, record, history)
    answer(choose_output(format, as_json, output, FORMATS), said)


def _entry(ctx: Context, record: Achievement, history: History) -> Answer:
    campaigns = {one.id: one for one in ctx.definition.campaigns}
    rosters = {one.id: ctx.roster(one) for one in ctx.definition.campaigns}
    entries = ctx.reading.entries(record.posting.campaign, ctx.today)
    file = _evidence_file(ctx, record)
    return Answer(
        lambda: compose_entry(record, campaigns, rosters, ctx.zone, say_corrections(history, ctx.zone), file),
        lambda: shape_entry(record, shape_corrected(history), file, ctx.today, entries),
    )


def _evidence_file(ctx: Context, record: Achievement) -> "EvidenceFileShape | None":
    kept = parse_kept(record.posting.evidence)
    if kept is None:
        return None
    path = folder_beside(ctx.store_file.name) / kept.path
    shown = visible(str(path), kept="")
    return {"name": kept.name, "sha256": kept.digest, "path": shown, "exists": path.is_file()}


def _return(ctx: Context, record: ReturnRecord, history: History) -> Answer:
    views = [ctx.view(one) for one in ctx.campaigns()]
    entries = ctx.reading.entries(record.campaign, ctx.today)
    return Answer(
        lambda: compose_return(record, history, views, ctx.zone),
        lambda: shape_return(record, history, ctx.today, entries),
    )
