"""Edits of a campaign's files, of which the journal keeps a note: its roster and lineage, its targets and baselines."""

from datetime import date
from typing import ClassVar, TypeAlias

from tracker.domain.event_kinds import EventKind
from tracker.domain.value import Value


class EditedFile(Value, frozen=True):
    """A file that was edited: the SHA-256 of what it held before and after, and the file beside it that keeps the former."""

    name: str
    before: str
    after: str
    kept: str


class RosterEdit(Value, frozen=True, omit_defaults=True):
    """An edit of a campaign's roster and lineage: which operation on which units, from which day on, on what basis.

    `files` are those that were written, `kept` what they held. The edit lives in them, and this is a note of it: an undo
    puts the files back and is noted as another edit.
    """

    kind: ClassVar[EventKind] = EventKind.ROSTER
    operation: str
    units: tuple[str, ...]
    on: date
    basis: str
    files: tuple[str, ...]
    kept: tuple[EditedFile, ...] = ()


class BookEdit(Value, frozen=True, omit_defaults=True):
    """An edit of a campaign's targets or baselines (the book) by a file that was imported: how many rows are new or changed.

    `on` is the day that changed targets hold from. As with an edit of the units, this is a note of what lives in files.
    """

    kind: ClassVar[EventKind] = EventKind.BOOK
    book: str
    source: str
    added: int
    changed: int
    on: date | None = None
    reason: str = ""
    files: tuple[str, ...] = ()
    kept: tuple[EditedFile, ...] = ()


FileEdit: TypeAlias = RosterEdit | BookEdit
