"""tracker restore."""

from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.bar import shown
from tracker.cli.command import argument, command, option
from tracker.cli.context import USUAL_ZONE, Context
from tracker.cli.evidence_copies import compose_evidence, doubts, shape_evidence
from tracker.cli.output import TABLE, Answer, answer, choose_output
from tracker.cli.places import near
from tracker.cli.prompts import can_ask, confirm
from tracker.errors import TrackerError
from tracker.i18n import N_, _, ngettext
from tracker.journal.backup import Restored, restore_store
from tracker.render.compose_receipts import say_first
from tracker.render.document import Block, Document, Role, Run, paragraph
from tracker.render.words import say_head

if TYPE_CHECKING:
    from tracker.render.schemas.files import RestoreShape


@command(
    "restore",
    summary=N_("Put a backup in the store's place."),
    examples=(
        "tracker restore tracker-20250301-160000.db --dry-run",
        "tracker restore tracker-20250301-160000.db --yes",
    ),
    more=N_(
        "Checks a backup and puts it in the store's place; a damaged one is refused. What the store held is kept beside "
        "it, as tracker.db.20250301-160000.old, and can be restored in turn. What is logged from then on bears another "
        "first number than before, so that no two entries share an id. Evidence in the folder beside the backup comes along."
    ),
)
@argument("file", metavar="FILE")
@option("--yes", "-y", is_flag=True, help=N_("Do not ask."))
@option("--no-input", is_flag=True, help=N_("Ask nothing; without --yes a store that is there stays."))
@option("--dry-run", "-n", is_flag=True, help=N_("Check the backup; change nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def COMMAND(ctx: Context, file: str, *, yes: bool, no_input: bool, dry_run: bool, as_json: bool) -> None:  # noqa: N802
    """Restore the store."""
    ctx.refuse_known_at()
    store, backup = near(ctx.store_file.path), Path(file)
    if not (yes or dry_run) and store.exists() and backup.is_file():
        _ask(store, backup, can_ask=can_ask() and not no_input)
    with shown(quiet=ctx.options.quiet) as bar:
        done = restore_store(store, backup, ctx.recorded_at, dry_run=dry_run, progress=bar.tell)
    said = Answer(
        lambda: _document(store, backup, done, dry_run=dry_run), lambda: _shape(ctx, file, done, dry_run=dry_run)
    )
    ctx.warn(list(doubts(done.evidence)))
    answer(choose_output(None, as_json, None, (TABLE, "json")), said)


def _ask(store: Path, backup: Path, *, can_ask: bool) -> None:
    """Ask whether the store is to be replaced.

    Raises: TrackerError not-confirmed, restore-unasked.
    """
    if not can_ask:
        raise TrackerError.of("restore-unasked", store=store.name)
    question = _("Put {file} in the place of {store}? What it holds is kept beside it.")
    if not confirm(question.format(file=backup.name, store=store.name)):
        raise TrackerError.of("not-confirmed")


def _document(store: Path, backup: Path, done: Restored, *, dry_run: bool) -> Document:
    entries = ngettext("{count} entry", "{count} entries", done.check.entries)
    head = say_head(done.check.head.hex())
    lines: list[Block] = [*say_first(dry_run)]
    lines.append(
        paragraph(Run("✔ ", Role.GOOD), Run(f"{backup.name} → {store.name}", Role.STRONG), f": {entries} · {head}")
    )
    if done.entries_before is not None:
        before = ngettext("The store held {count} entry.", "The store held {count} entries.", done.entries_before)
        lines.append(paragraph(before, indent=2))
    lines += compose_evidence(done.evidence)
    if done.kept:
        undo = Run(f'tracker restore "{done.kept}"', Role.CODE)
        lines.append(paragraph(_("What it held is kept; undo with:"), " ", undo, indent=2))
    return tuple(lines)


def _shape(ctx: Context, file: str, done: Restored, *, dry_run: bool) -> "RestoreShape":
    return {
        "schema": "tracker.restore/1",
        "as_of": ctx.today_in(USUAL_ZONE),
        "entries": done.check.entries,
        "file": file,
        "head": done.check.head.hex(),
        "entries_before": done.entries_before,
        "kept": str(done.kept) if done.kept else None,
        "evidence": shape_evidence(done.evidence),
        "dry_run": dry_run,
    }
