"""The evidence that goes along with a copy of a store, into the folder beside it: only what its entries name."""

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tracker.domain.evidence import KeptFile, parse_kept
from tracker.errors import TrackerError
from tracker.journal.copies import Progress, open_as_is
from tracker.journal.evidence import FOLDER, holds, keep_copy

_IS_MADE = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'journal'"
_NAMED = "SELECT DISTINCT evidence FROM journal WHERE evidence LIKE 'sha256:%' ORDER BY evidence"
# Of one file: it is gone, or is not what was kept. What the folder itself refuses is the user's to know.
_LOST = {"evidence-unreadable", "evidence-changed", "evidence-link", "evidence-not-ordinary", "evidence-too-large"}


class EvidenceCopy(NamedTuple):
    """The files that the entries of a store name: how many are in the folder beside its copy, and how many of these are new.

    `lost` are those that are in neither folder as they were kept.
    """

    folder: Path
    files: int
    copied: int
    lost: tuple[KeptFile, ...]


def bring_evidence(
    store: Path, source: Path, target: Path, *, dry_run: bool, progress: Progress | None = None
) -> EvidenceCopy:
    """Bring the files that the entries of a store name from one evidence folder to another, each compared with its hash.

    Raises: TrackerError evidence-folder-link, file-unwritable.
    """
    named, copied, lost = _named_in(store), 0, []
    for number, kept in enumerate(named, 1):
        if not holds(target / kept.path, kept.digest):
            if _bring(kept, source, target, dry_run=dry_run):
                copied += 1
            else:
                lost.append(kept)
        if progress:
            progress(number, len(named))
    return EvidenceCopy(target, len(named) - len(lost), copied, tuple(lost))


def evidence_beside(file: Path) -> Path:
    """Return the evidence folder of a store or of its copy, its path as given."""
    return file.parent / FOLDER


def _bring(kept: KeptFile, source: Path, target: Path, *, dry_run: bool) -> bool:
    """Copy a file; return whether it was there, as it was kept."""
    if dry_run:
        return holds(source / kept.path, kept.digest)
    try:
        keep_copy(target, source / kept.path, kept)
    except TrackerError as error:
        if error.code not in _LOST:
            raise
        return False
    return True


def _named_in(store: Path) -> list[KeptFile]:
    """Return each file that entries name, once by what it holds and how it ends."""
    with closing(open_as_is(store)) as connection:
        if not connection.execute(_IS_MADE).fetchone():
            return []
        texts = [text for (text,) in connection.execute(_NAMED)]
    found = {kept.path: kept for text in texts if (kept := parse_kept(text))}
    return list(found.values())
