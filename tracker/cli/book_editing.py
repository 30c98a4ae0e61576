"""How a command edits a campaign's targets or baselines: read, checked as a whole, shown, asked about, written."""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, suggest_undo
from tracker.cli.prompts import can_ask, confirm
from tracker.cli.roster_words import refuse_rows
from tracker.cli.rostering import Manner, content_of, read_with, replace_noted, show_preview
from tracker.cli.written_file import write_file
from tracker.domain.book_changes import BookChanges, BookRow
from tracker.domain.calendar import parse_day, year_before
from tracker.domain.criteria import TargetRow
from tracker.domain.events import Event
from tracker.domain.file_edits import BookEdit
from tracker.domain.text import clean, visible
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.files.baselines_file import read_baselines
from tracker.files.book_edit import HEADERS, baseline_key, edit_baselines, edit_targets
from tracker.files.book_files import COLUMNS
from tracker.files.book_import import ImportedBook, open_imported
from tracker.files.book_table import BookTable
from tracker.files.campaign_file import read_definition
from tracker.files.replacing import NewContent
from tracker.files.roster_file import open_file
from tracker.files.rows import Wish
from tracker.files.table import Table, open_table
from tracker.files.targets_file import check_phases, key_of, read_targets, said_of
from tracker.i18n import _
from tracker.render.compose_books import compose_book_changes, compose_book_edited
from tracker.render.document import Document
from tracker.render.shapes.books import shape_book_edit
from tracker.services.closing import Closing, find_closings
from tracker.services.phases import find_phase
from tracker.services.view import View


class Wanted(Value, frozen=True):
    """What the user asks for: the file, and what holds for rows that do not say it themselves."""

    file: str
    campaign: str | None
    phase: str | None
    sheet: str | None
    start: str | None = None
    reason: str = ""


def manner_of(asked: Mapping[str, Any]) -> Manner:
    """Return how the options of a command say that it is to go about it."""
    return Manner(*(asked[name] for name in Manner.__struct_fields__))


def import_book(ctx: Context, book: str, wanted: Wanted, manner: Manner) -> None:
    """Take rows into the campaign's file of a book.

    Raises: TrackerError list-rejected, edit-breaks, not-confirmed, phase-not-found, and what reading and writing raise.
    """
    ctx.refuse_known_at()
    view = ctx.choose(wanted.campaign)
    name = read_definition(ctx.campaigns_file.path.resolve()).books[view.campaign.id][book]
    content = _content(ctx, name, book)
    edit = _EDITORS[book](ctx, view, content, wanted)
    contents = [edit.content] if edit.content.after != content.before else []
    ctx.warn([one for one in read_with(ctx, contents).problems if contents and one.place and one.place.file == name])
    ctx.warn(_closed(view, edit.changes))
    preview = compose_book_changes(edit.changes, view) if contents else ()
    is_asked = bool(contents) and can_ask() and not (manner.yes or manner.dry_run)
    if is_asked:
        show_preview(preview)
        if not confirm(_("Write to {files}?").format(files=name)):
            raise TrackerError.of("not-confirmed")
    kept = _write(ctx, view, edit) if contents and not manner.dry_run else None
    said = Answer(
        lambda: (*(() if is_asked else preview), *_document(ctx, edit, kept, dry_run=manner.dry_run)),
        lambda: shape_book_edit(
            edit.changes,
            view,
            [(one.name, kept or None) for one in contents],
            ctx.counted(ctx.definition),
            dry_run=manner.dry_run,
        ),
    )
    answer(choose_output(None, manner.as_json, None, (TABLE, "json")), said)


def _closed(view: View, changes: BookChanges) -> list[Problem]:
    """Warn of closed phases that rows are about: they keep the targets and baselines that they were closed with."""
    closings = find_closings(view.journal, view.campaign.id) if changes.rows else ()
    found = [one for one in closings if any(_is_about(after, one) for _before, after in changes.rows)]
    return [Problem("book-of-closed", one.particulars) for one in found]


def _is_about(row: BookRow, closing: Closing) -> bool:
    if isinstance(row, TargetRow):
        return row.phase in ("", closing.closed.phase) and (row.start is None or row.start <= closing.span.end)
    return row.span.clip(year_before(closing.span)) is not None


def _document(ctx: Context, edit: "_Edited", kept: str | None, *, dry_run: bool) -> Document:
    if kept is None:
        return compose_book_edited(edit.changes, "", "", dry_run=dry_run, undo="")
    return compose_book_edited(edit.changes, edit.content.name, kept, dry_run=False, undo=suggest_undo(ctx))


class _Edited(Value, frozen=True):
    """An edit that is planned: what it says, and the file as it is to be."""

    changes: BookChanges
    content: NewContent


def _content(ctx: Context, name: str, book: str) -> NewContent:
    """Return the file of a book; one that is not there yet begins with its header."""
    path = ctx.campaigns_file.path.resolve().parent / name
    return content_of(ctx, name) if path.exists() else NewContent(path.resolve(), name, HEADERS[book], HEADERS[book])


def _plan_targets(ctx: Context, view: View, content: NewContent, wanted: Wanted) -> _Edited:
    rows = _imported(ctx, view, "targets", wanted)
    with rows.table:
        new = read_targets(rows)
        check_phases(rows, new)
        refuse_rows(rows.problems)
    with _table(content, "targets") as table:
        known = read_targets(BookTable(table, view.campaign, view.roster))
    targets = [one.target for one in new]
    after = edit_targets(content.before, content.name, known, targets, view.campaign)
    before = {key_of(one.target): one.target for one in known}
    pairs: list[tuple[BookRow | None, BookRow]] = [(before.get(key_of(one)), one) for one in targets]
    return _edited("targets", content._replace(after=after), wanted, rows, pairs)


def _plan_baselines(ctx: Context, view: View, content: NewContent, wanted: Wanted) -> _Edited:
    rows = _imported(ctx, view, "baselines", wanted)
    with rows.table:
        new = read_baselines(rows)
        refuse_rows(rows.problems)
    with _table(content, "baselines") as table:
        known = read_baselines(BookTable(table, view.campaign, view.roster))
    baselines = [one.baseline for one in new]
    after = edit_baselines(content.before, content.name, known, baselines, view.campaign)
    before = {baseline_key(one.baseline): one.baseline for one in known}
    pairs: list[tuple[BookRow | None, BookRow]] = [(before.get(baseline_key(one)), one) for one in baselines]
    return _edited("baselines", content._replace(after=after), wanted, rows, pairs)


_EDITORS: Mapping[str, Callable[[Context, View, NewContent, Wanted], _Edited]] = {
    "targets": _plan_targets,
    "baselines": _plan_baselines,
}


def _imported(ctx: Context, view: View, book: str, wanted: Wanted) -> ImportedBook:
    """Open the file that is imported."""
    path = Path(wanted.file)
    name = clean(path.name) or visible(wanted.file, kept="")
    usual = {"phase": wanted.phase or ""}
    if wanted.start is not None:
        start, span = parse_day(wanted.start, ctx.today), view.campaign.span
        if not span.start < start <= span.end:
            raise TrackerError.of("change-outside", day=start, start=span.start, end=span.end)
        phase = find_phase(view.campaign, wanted.phase) if wanted.phase else None
        if phase and start > phase.span.end:
            raise TrackerError.of("change-after-phase", **said_of(phase, start))
        usual |= {"from": start.isoformat(), "reason": wanted.reason}
    with open_file(path, name) as stream:
        data = io.BytesIO(stream.read())
    table = open_imported(data, name, book, view.campaign, Wish(sheet=wanted.sheet, fonts=True))
    rows = ImportedBook(table, view.campaign, view.roster, book, usual)
    if wanted.phase:
        find_phase(view.campaign, wanted.phase)  # said before any row is
    return rows


def _table(content: NewContent, book: str) -> Table:
    return open_table(io.BytesIO(content.before), content.name, COLUMNS[book])


def _edited(
    book: str,
    content: NewContent,
    wanted: Wanted,
    rows: ImportedBook,
    pairs: Sequence[tuple[BookRow | None, BookRow]],
) -> _Edited:
    different = tuple((before, after) for before, after in pairs if before != after)
    same, passed_over = len(pairs) - len(different), tuple(rows.passed_over)
    return _Edited(BookChanges(book, rows.table.name, wanted.reason, different, same, passed_over), content)


def _write(ctx: Context, view: View, edited: _Edited) -> str:
    """Replace the file and note it in the journal: both, or neither.

    Returns the file that keeps what it held, "" where there was none: its header alone is not worth one.
    """
    changes, content = edited.changes, edited.content
    if is_new := not content.path.exists():
        write_file(content.path, content.before)
    starts = {after.start for _before, after in changes.rows if isinstance(after, TargetRow)}
    day = starts.pop() if len(starts) == 1 else None
    body = BookEdit(changes.book, changes.source, changes.added, changes.changed, day, changes.reason)
    info = ctx.batch_info(changes.source).but(reason=changes.reason or changes.source)
    try:
        (done,) = replace_noted(ctx, [content], info, Event(view.campaign.id, body, day=day))
    except BaseException:
        if is_new:
            content.path.unlink(missing_ok=True)
        raise
    if is_new:
        done.kept.unlink(missing_ok=True)
    return "" if is_new else done.kept.name
