"""tracker backup."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.bar import shown
from tracker.cli.command import argument, command, option
from tracker.cli.context import USUAL_ZONE, Context
from tracker.cli.evidence_copies import compose_evidence, doubts, shape_evidence
from tracker.cli.output import TABLE, Answer, answer, choose_output
from tracker.cli.places import near
from tracker.cli.screen import is_terminal
from tracker.i18n import N_, ngettext
from tracker.journal.backup import Copy, back_up
from tracker.journal.copies import stamped
from tracker.render.compose_receipts import say_first
from tracker.render.document import Document, Role, Run, paragraph
from tracker.render.words import say_head

if TYPE_CHECKING:
    from tracker.render.schemas.files import BackupShape


@command(
    "backup",
    summary=N_("Copy the store into a file, while others write."),
    examples=("tracker backup", "tracker backup kho-du-phong.db --force"),
    more=N_(
        "Copies the store as it is at this moment into one file that you alone can read, checks the copy and only then "
        "gives it its name: tracker-20250301-160000.db beside the store unless you name one. The files that entries name "
        "as evidence go along, into the folder evidence beside it."
    ),
)
@argument("file", metavar="[FILE]", required=False)
@option("--force", is_flag=True, help=N_("Replace a file that is there."))
@option("--dry-run", "-n", is_flag=True, help=N_("Copy and check; keep nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def COMMAND(ctx: Context, file: str | None, *, force: bool, dry_run: bool, as_json: bool) -> None:  # noqa: N802
    """Back the store up."""
    ctx.refuse_known_at()
    store = near(ctx.store_file.path)
    with shown(quiet=ctx.options.quiet) as bar:
        copy = back_up(
            store, _target(ctx, store, file), ctx.recorded_at, replace=force, dry_run=dry_run, progress=bar.tell
        )
    ctx.warn(list(doubts(copy.evidence)))
    if as_json or dry_run or is_terminal():
        said = Answer(lambda: _document(copy, dry_run=dry_run), lambda: _shape(ctx, copy, dry_run=dry_run))
        answer(choose_output(None, as_json, None, (TABLE, "json")), said)
    else:
        sys.stdout.write(f"{copy.file}\n")


def _target(ctx: Context, store: Path, file: str | None) -> Path:
    named = Path(file) if file else store
    if file and not named.is_dir():
        return named
    beside = named / store.name if named.is_dir() else named
    return stamped(beside, f"{store.stem}-", ctx.recorded_at, ".db")


def _document(copy: Copy, *, dry_run: bool) -> Document:
    check = copy.check
    entries = ngettext("{count} entry", "{count} entries", check.entries)
    head = say_head(check.head.hex())
    return (
        *say_first(dry_run),
        paragraph(Run("✔ ", Role.GOOD), Run(str(copy.file), Role.STRONG), f": {entries} · {head}"),
        *compose_evidence(copy.evidence),
    )


def _shape(ctx: Context, copy: Copy, *, dry_run: bool) -> "BackupShape":
    return {
        "schema": "tracker.backup/1",
        "as_of": ctx.today_in(USUAL_ZONE),
        "entries": copy.check.entries,
        "file": str(copy.file),
        "bytes": None if dry_run else copy.file.stat().st_size,
        "head": copy.check.head.hex(),
        "evidence": shape_evidence(copy.evidence),
        "dry_run": dry_run,
    }
