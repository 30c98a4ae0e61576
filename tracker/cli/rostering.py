"""How a command edits a roster: planned, checked as a whole, shown, asked about, written with the old files kept."""

import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, suggest_undo
from tracker.cli.prompts import can_ask, confirm
from tracker.cli.screen import console
from tracker.cli.written_file import write_file
from tracker.domain.events import Event
from tracker.domain.file_edits import EditedFile, FileEdit, RosterEdit
from tracker.domain.reorganisation import Reorganisation
from tracker.domain.units import Roster
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.files.campaign_file import Reading, read_definition
from tracker.files.replacing import NewContent, Replaced, replaced
from tracker.files.roster_edit import LINEAGE_HEADER, edit_lineage, edit_roster
from tracker.i18n import _
from tracker.render.compose_roster import compose_edit, compose_edited
from tracker.render.document import Document
from tracker.render.formats.terminal import render_terminal
from tracker.render.shapes.rosters import shape_edit
from tracker.services.ports import BatchInfo
from tracker.services.reorganise import Effects, foresee
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.schemas.rosters import RosterShape


MOST_NAMED = 3
FAR = timedelta(days=366)


class Manner(Value, frozen=True):
    """How a command is to go about it."""

    yes: bool
    dry_run: bool
    as_json: bool


class Ground(Value, frozen=True):
    """The roster that is edited: its file and that of its lineage, "" where none is named, and the campaigns that use it.

    `view` is of the campaign that was chosen; `reading` is how the files were before.
    """

    view: View
    views: tuple[View, ...]
    units: str
    lineage: str
    reading: Reading

    @property
    def roster(self) -> Roster:
        """The units as they are."""
        return self.view.roster


def find_ground(ctx: Context, campaign: str | None, unit: str | None) -> Ground:
    """Return the roster of the campaign asked for; without one, of those running that have the unit.

    Raises: TrackerError campaign-ambiguous where these use several rosters.
    """
    ctx.refuse_known_at()
    likely = ctx.likely(campaign, unit)
    reading = read_definition(ctx.campaigns_file.path.resolve())
    if len({reading.rosters[one.id] for one in likely}) > 1:
        raise TrackerError.of("campaign-ambiguous", candidates=[one.id for one in likely])
    units, lineage = reading.rosters[likely[0].id]
    using = [one for one in ctx.campaigns() if reading.rosters[one.id][0] == units]
    return Ground(ctx.view(likely[0]), tuple(map(ctx.view, using)), units, lineage, reading)


def carry_out(ctx: Context, ground: Ground, edit: Reorganisation, manner: Manner) -> None:
    """Check an edit, show what it moves, ask, write it and answer.

    Raises: TrackerError lineage-unnamed, edit-breaks, not-confirmed, and what writing raises.
    """
    contents = _write_anew(ctx, ground, edit, dry_run=manner.dry_run)
    reading = read_with(ctx, contents)
    known = {_said(one) for one in ground.reading.problems}
    ctx.warn([*(one for one in reading.problems if _said(one) not in known), *_doubts(ground, edit)])
    effects = foresee(ground.views, edit)
    preview = () if edit.is_idle else compose_edit(edit, ground.roster, ground.views, effects)
    is_asked = can_ask() and not (manner.yes or manner.dry_run or edit.is_idle)
    if is_asked:
        show_preview(preview)
        if not confirm(_("Write to {files}?").format(files=", ".join(one.name for one in contents))):
            raise TrackerError.of("not-confirmed")
    kept = [] if manner.dry_run or edit.is_idle else [one.kept.name for one in _write(ctx, ground, edit, contents)]
    files = [one.name for one in contents]
    said = Answer(
        lambda: _document(ctx, edit, () if is_asked else preview, files, kept, dry_run=manner.dry_run),
        lambda: _shape(ctx, ground, edit, effects, files, kept, dry_run=manner.dry_run),
    )
    answer(choose_output(None, manner.as_json, None, (TABLE, "json")), said)


def show_preview(document: Document) -> None:
    """Show what is going to happen beside the answer, where the question is asked."""
    screen = console()
    screen.file = sys.stderr
    render_terminal(document, screen)


def _write_anew(ctx: Context, ground: Ground, edit: Reorganisation, *, dry_run: bool) -> list[NewContent]:
    """Return the files with what they are to hold; the roster is written first, so that no unit is ever missing."""
    found = [content_of(ctx, ground.units)]
    found = [one._replace(after=edit_roster(one.before, one.name, ground.roster.versions, edit)) for one in found]
    if edit.edges and not ground.lineage:
        _ask_for_lineage(ctx, ground, dry_run=dry_run)
    elif edit.edges:
        lineage = content_of(ctx, ground.lineage)
        found.append(lineage._replace(after=edit_lineage(lineage.before, lineage.name, edit)))
    return [one for one in found if one.after != one.before]


def content_of(ctx: Context, name: str) -> NewContent:
    """Return a file that campaigns.yaml names, with what it holds.

    Raises: TrackerError file-unreadable.
    """
    path = (_folder(ctx) / name).resolve()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TrackerError.of("file-unreadable", file=name, reason=error.strerror or str(error)) from None
    return NewContent(path, name, data, data)


def _folder(ctx: Context) -> Path:
    return ctx.campaigns_file.path.resolve().parent


def _ask_for_lineage(ctx: Context, ground: Ground, *, dry_run: bool) -> None:
    """Make the file of a lineage and ask for the line that names it: campaigns.yaml itself is never rewritten.

    Raises: TrackerError lineage-unnamed.
    """
    units = PurePosixPath(ground.units)
    name = str(units.with_name(f"{units.stem}-lineage.csv"))
    params = {"campaign": ground.view.campaign.id, "file": name, "units": ground.units}
    if dry_run:
        ctx.warn([Problem("lineage-to-name", params)])
        return
    path = _folder(ctx) / name
    if not path.exists():
        write_file(path, LINEAGE_HEADER)
    raise TrackerError.of("lineage-unnamed", **params)


def read_with(ctx: Context, contents: Sequence[NewContent]) -> Reading:
    """Read the campaigns with new files, as every command will.

    Raises: TrackerError edit-breaks with every problem.
    """
    with TemporaryDirectory() as folder:
        instead = {}
        for number, content in enumerate(contents):
            path = instead[content.name] = Path(folder) / str(number)
            path.write_bytes(content.after)
        reading = read_definition(ctx.campaigns_file.path.resolve(), instead)
    if reading.definition is None:
        raise TrackerError([Problem("edit-breaks", {}), *(one for one in reading.problems if not one.is_warning)])
    return reading


def _said(problem: Problem) -> str:
    return f"{problem.code} {problem.params}"


def _doubts(ground: Ground, edit: Reorganisation) -> Iterator[Problem]:
    """Warn of campaigns that share the units and not their lineage, and of a day that may be of a mistyped year."""
    others = [one.campaign.id for one in ground.views if ground.reading.rosters[one.campaign.id][1] != ground.lineage]
    if edit.edges and others:
        yield Problem("roster-shared-in-part", {"campaigns": others})
    spans = {one.campaign.id: one.campaign.span for one in ground.views}
    if all(max(span.start - edit.on, edit.on - span.end) > FAR for span in spans.values()):
        yield Problem("roster-day-far", {"day": edit.on, "campaigns": list(spans)})


def _write(ctx: Context, ground: Ground, edit: Reorganisation, contents: Sequence[NewContent]) -> list[Replaced]:
    """Replace the files and note it in the journal: both, or neither."""
    heirs = (one.heir for one in edit.edges if one.heir)
    units = tuple(dict.fromkeys([*(one.unit.id for one in edit.turns), *heirs]))
    body = RosterEdit(edit.operation.value, units, edit.on, edit.basis, ())
    named = (*units[:MOST_NAMED], *(["…"] if len(units) > MOST_NAMED else []))
    info = ctx.batch_info(" ".join(named)).but(reason=edit.basis)
    return replace_noted(ctx, contents, info, Event(ground.view.campaign.id, body, day=edit.on))


def replace_noted(ctx: Context, contents: Sequence[NewContent], info: BatchInfo, event: Event) -> list[Replaced]:
    """Replace files and note the event in the journal, its body with the files that were written."""
    assert isinstance(event.body, FileEdit)
    journal = ctx.open_journal()
    with replaced(contents, ctx.recorded_at.astimezone(ctx.zone)) as done, journal.batch(info) as batch:
        names = tuple(one.content.name for one in done)
        batch.note(event.but(body=event.body.but(files=names, kept=tuple(map(_note, done)))))
    return done


def _note(one: Replaced) -> EditedFile:
    before, after = (sha256(data).hexdigest() for data in (one.content.before, one.content.after))
    return EditedFile(one.content.name, before, after, one.kept.name)


def _document(
    ctx: Context, edit: Reorganisation, preview: Document, files: Sequence[str], kept: Sequence[str], *, dry_run: bool
) -> Document:
    undo = suggest_undo(ctx)
    return (*preview, *compose_edited(edit, files, kept, dry_run=dry_run, undo="" if edit.is_idle else undo))


def _shape(
    ctx: Context,
    ground: Ground,
    edit: Reorganisation,
    effects: Effects,
    files: Sequence[str],
    kept: Sequence[str],
    *,
    dry_run: bool,
) -> "RosterShape":
    pairs = [(file, kept[at] if kept else None) for at, file in enumerate(files)]
    return shape_edit(edit, ground.views, effects, pairs, ctx.counted(ctx.definition), dry_run=dry_run)
