"""Closing and reopening a phase: receipts."""

from tracker.i18n import _, day, ngettext
from tracker.render.compose_receipts import say_first, say_undo
from tracker.render.document import Document, Gap, Role, Run, paragraph
from tracker.render.words import SHORT_HASH
from tracker.services.closing import Closed, Reopened


def compose_closed(done: Closed, table: Document, *, dry_run: bool, undo: str = "") -> Document:
    """Compose the receipt of a closing under the final table; `undo` takes it back."""
    phase = done.phase
    said = _("{phase} would be closed") if dry_run else _("{phase} is closed")
    entries = ngettext("{count} entry", "{count} entries", done.prepared.entries)
    reopen = f'tracker reopen {phase.id} --reason "..."'
    late = (
        _('Entries dated in it would be refused from then on; --late "reason" records them apart.')
        if dry_run
        else _('Entries dated in it are refused from now on; --late "reason" records them apart.')
    )
    lines = [
        paragraph(
            Run("✔ ", Role.GOOD),
            Run(said.format(phase=phase.title), Role.STRONG),
            f" · {entries} · SHA-256 {done.sha256[:SHORT_HASH]}",
            Run("" if dry_run else f"  {done.id}", Role.CODE),
        ),
        paragraph(late, indent=2),
    ]
    if not dry_run:
        lines.append(paragraph(_("Open it again:") + " ", Run(reopen, Role.CODE), indent=2))
    gap = (Gap(),) if table else ()
    return (*say_first(dry_run), *table, *gap, *lines, *say_undo("" if dry_run else undo))


def compose_reopened(done: Reopened, *, dry_run: bool, undo: str = "") -> Document:
    """Compose the receipt of a reopening; `undo` takes it back."""
    closing = done.closing
    said = _("{phase} would be open again") if dry_run else _("{phase} is open again")
    closed = _("closed by {who} on {day}").format(who=closing.record.recorded_by, day=day(closing.as_of))
    return (
        *say_first(dry_run),
        paragraph(
            Run("✔ ", Role.GOOD),
            Run(said.format(phase=closing.closed.title), Role.STRONG),
            f" · {closed} · {done.reason}",
            Run("" if dry_run else f"  {done.id}", Role.CODE),
        ),
        *say_undo("" if dry_run else undo),
    )
