"""What backup and restore say of the evidence that goes along."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.domain.text import visible
from tracker.errors import Problem
from tracker.i18n import _, ngettext
from tracker.journal.evidence_copy import EvidenceCopy
from tracker.render.document import Block, paragraph

if TYPE_CHECKING:
    from tracker.render.schemas.files import EvidenceCopyShape

MOST_NAMED = 5


def compose_evidence(copy: EvidenceCopy) -> tuple[Block, ...]:
    """Compose the line that says how many files are in the folder, and how many of these are new there."""
    if not copy.files:
        return ()
    text = ngettext("{count} file of evidence", "{count} files of evidence", copy.files)
    new = ngettext("{count} copied now", "{count} copied now", copy.copied) if copy.copied else _("all there already")
    return (paragraph(f"{text} · {new} · {copy.folder}", indent=2),)


def doubts(copy: EvidenceCopy) -> Iterator[Problem]:
    """Yield the warning that files are lost."""
    if copy.lost:
        names = [one.name for one in copy.lost[:MOST_NAMED]]
        yield Problem("evidence-left", {"count": len(copy.lost), "names": names})


def shape_evidence(copy: EvidenceCopy) -> "EvidenceCopyShape":
    """Return what went along."""
    folder = visible(str(copy.folder), kept="")
    return {"folder": folder, "files": copy.files, "copied": copy.copied, "lost": [one.text for one in copy.lost]}
