"""The files in use, and what is wrong with them."""

from datetime import date
from typing import Literal, TypedDict

from tracker.render.schemas.figures import Counted, PerhapsCounted


class FileShape(TypedDict):
    """A file in use."""

    path: str
    source: str
    """What decided it: an option, an environment variable, here, above (a folder above) or beside (campaigns.yaml, or the store)."""
    exists: bool


class WhereShape(PerhapsCounted):
    """`tracker where --json`: which files are used, and why."""

    schema: Literal["tracker.where/1"]
    version: str
    campaigns: FileShape
    store: FileShape
    evidence: FileShape
    """The folder that files named as evidence are kept in."""
    today: date
    language: str


class FindingShape(TypedDict):
    """A problem or a warning."""

    code: str
    severity: Literal["error", "warning"]
    file: str | None
    line: int | None
    column: int | None
    path: str | None
    """Where in the file it stands, as campaigns[0].phases[1].start."""
    message: str
    """The sentence, in the language of the output."""


class ValidateShape(PerhapsCounted):
    """`tracker validate --json`: every problem of campaigns.yaml and the files it names."""

    schema: Literal["tracker.validate/1"]
    file: str
    ok: bool
    """Whether there is no problem; warnings are none."""
    findings: list[FindingShape]


class StoreFindingShape(TypedDict):
    """One thing that is wrong with the store."""

    code: str
    where: str
    """The table and the row, with the entry's id where it has one."""
    message: str
    """The sentence, in the language of the output."""
    hint: str | None
    """What to do about it."""


class FsckShape(Counted):
    """`tracker fsck --json`: whether the store holds what was written to it; `entries` are all that stand in it."""

    schema: Literal["tracker.fsck/1"]
    ok: bool
    head: str
    """The hash of the journal's last row; zeros of an empty journal."""
    repaired: bool
    """Whether --repair made totals and indexes again."""
    findings: list[StoreFindingShape]


class EvidenceCopyShape(TypedDict):
    """The files that entries name as evidence, as they went along with a copy of the store."""

    folder: str
    """The folder beside the copy or, after a restore, beside the store."""
    files: int
    """How many of them are in it as they were kept."""
    copied: int
    """How many of these were not there before; in a rehearsal, would be copied."""
    lost: list[str]
    """Those that are in no folder any more, as entries name them."""


class BackupShape(Counted):
    """`tracker backup --json`: the store as it was copied; `entries` are all that stand in it."""

    schema: Literal["tracker.backup/1"]
    file: str
    bytes: int | None
    """Null in a rehearsal."""
    head: str
    """The hash of the journal's last row."""
    evidence: EvidenceCopyShape
    dry_run: bool


class RestoreShape(Counted):
    """`tracker restore --json`: what the store holds now; `entries` are all that stand in it."""

    schema: Literal["tracker.restore/1"]
    file: str
    """The backup that was put in the store's place."""
    head: str
    entries_before: int | None
    """How many entries the store held; null where there was none, or none that could be read."""
    kept: str | None
    """The file beside the store that keeps what it held; null where there was nothing, and in a rehearsal."""
    evidence: EvidenceCopyShape
    dry_run: bool
