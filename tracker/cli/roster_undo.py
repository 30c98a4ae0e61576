"""The undo of an edit of files (units, targets, baselines): they get back what they held, if nobody changed them since."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from tracker.cli.context import Context
from tracker.cli.output import Answer, suggest_undo
from tracker.cli.rostering import content_of, read_with, replace_noted
from tracker.domain.calendar import Span
from tracker.domain.campaign import Definition
from tracker.domain.corrections import root_of, undone_by
from tracker.domain.entries import State
from tracker.domain.events import Event
from tracker.domain.file_edits import EditedFile, FileEdit
from tracker.domain.units import UnitSpan
from tracker.errors import Problem, TrackerError
from tracker.files.book_edit import HEADERS
from tracker.files.replacing import NewContent
from tracker.render.compose_roster import compose_put_back
from tracker.render.shapes.corrections import shape_undoing
from tracker.services.ports import Invocation, Search
from tracker.services.undo import Counts, Undoing


def put_back(ctx: Context, invocation: Invocation, event: Event, *, dry_run: bool) -> Answer:
    """Undo an edit of files; that is an edit too, and can be undone.

    Raises: TrackerError invocation-undone, roster-edited-since, kept-missing, file-unreadable, undo-strands, edit-breaks.
    """
    assert isinstance(event.body, FileEdit)
    if undo := undone_by(ctx.reading.undoes()).get(invocation.id):
        number, command = str(invocation.id), invocation.command
        raise TrackerError.of("invocation-undone", number=number, command=command, undo=str(undo))
    contents = [_put_back(ctx, one, invocation) for one in event.body.kept]
    reading = read_with(ctx, contents)
    assert reading.definition is not None
    _refuse_strays(ctx, reading.definition)
    info = ctx.batch_info(str(invocation.id)).but(undoes=invocation.id)
    done = [] if dry_run else replace_noted(ctx, contents, info, event)
    undoing = _tell(ctx, invocation, is_done=bool(done))
    names, kept = [one.name for one in contents], [one.kept.name for one in done]
    return Answer(
        lambda: compose_put_back(undoing, ctx.zone, names, kept, dry_run=dry_run, undo=suggest_undo(ctx)),
        lambda: shape_undoing(undoing, ctx.counted(ctx.definition), dry_run=dry_run),
    )


def _put_back(ctx: Context, one: EditedFile, invocation: Invocation) -> NewContent:
    content = content_of(ctx, one.name)
    kept = content.path.with_name(one.kept)
    if sha256(content.before).hexdigest() != one.after:
        raise TrackerError.of("roster-edited-since", file=one.name, number=str(invocation.id), kept=one.kept)
    before = _read_kept(kept) if kept.is_file() else _header(one)
    if sha256(before).hexdigest() != one.before:
        raise TrackerError.of("kept-missing", file=one.name, kept=one.kept)
    return content._replace(after=before)


def _header(one: EditedFile) -> bytes:
    """Return what a book held as it was made: its header, of which no file is kept."""
    return next((text for text in HEADERS.values() if sha256(text).hexdigest() == one.before), b"")


def _read_kept(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TrackerError.of("file-unreadable", file=path.name, reason=error.strerror or str(error)) from None


def _refuse_strays(ctx: Context, after: Definition) -> None:
    """See that no unit goes that something was recorded about.

    Raises: TrackerError undo-strands.
    """
    ever = Span(date.min, date.max)
    problems: list[Problem] = []
    for view in map(ctx.view, ctx.campaigns()):
        left = {version.id for version in after.rosters[view.campaign.roster].versions}
        gone = [unit for unit in view.roster.by_id if unit not in left]
        if not gone:
            continue
        search = Search(campaign=view.campaign.id, units=[UnitSpan(unit, ever, is_whole=False) for unit in gone])
        used = {one.posting.unit for one in view.journal.achievements(search) if one.state is State.CURRENT}
        used |= view.journal.last_returns(view.campaign.id, view.moment).keys() & set(gone)
        problems += _name_strays(view.campaign.id, sorted(used))
    if problems:
        raise TrackerError(problems)


def _name_strays(campaign: str, units: Sequence[str]) -> list[Problem]:
    return [Problem("undo-strands", {"campaign": campaign, "candidates": list(units)})] if units else []


def _tell(ctx: Context, invocation: Invocation, *, is_done: bool) -> Undoing:
    journal = ctx.reading
    undoes = journal.undoes()
    root, is_brought_back = root_of(undoes, invocation.id)
    return Undoing(
        number=undone_by(undoes)[invocation.id] if is_done else None,
        invocation=invocation,
        root=journal.invocations(number=root)[0],
        brings_back=not is_brought_back,
        taken=Counts(0, 0, 1 if is_brought_back else 0),
        brought=Counts(0, 0, 0 if is_brought_back else 1),
        figures=(),
        returns=(),
    )
