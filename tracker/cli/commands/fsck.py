"""tracker fsck."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.bar import shown
from tracker.cli.command import command, option
from tracker.cli.context import USUAL_ZONE, Context
from tracker.cli.errors import say_hint, say_sentence
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.domain.campaign import Definition
from tracker.errors import TrackerError
from tracker.i18n import N_, _, ngettext
from tracker.journal.check import Check, Depth, check_store
from tracker.journal.check_totals import Assignments
from tracker.journal.evidence import folder_beside
from tracker.journal.finding import Finding
from tracker.journal.repair import repair_store
from tracker.render.document import Block, Document, Gap, Role, Run, paragraph
from tracker.render.words import say_head
from tracker.services.log import assign_by

if TYPE_CHECKING:
    from tracker.render.schemas.files import FsckShape

FORMATS = (TABLE, "json", "md")


@command(
    "fsck",
    summary=N_("Check that the store holds what was written to it."),
    examples=("tracker fsck", "tracker fsck --full --json"),
    more=N_(
        "Checks the store's schema, that rows agree with one another, the chain of hashes, and the totals against a "
        "recount. Compare the hash it prints with those at the foot of your reports. Nothing is changed; exits with 1 "
        "when anything is wrong."
    ),
)
@option(
    "--full",
    is_flag=True,
    help=N_("SQLite's own integrity check, every row's values and the files kept as evidence too."),
)
@option("--repair", is_flag=True, help=N_("Make totals and indexes again where they alone are wrong."))
@output_options(*FORMATS)
def COMMAND(  # noqa: N802
    ctx: Context,
    *,
    full: bool,
    repair: bool,
    chosen: Output,
) -> None:
    """Check the store."""
    ctx.refuse_known_at()
    path = ctx.store_file.path
    ctx.leave_store()
    definition = _definition(ctx)
    check = _check(ctx, path, definition, full=full)
    repaired = repair and bool(check.findings) and check.can_be_repaired
    if repaired:
        repair_store(path)
        check = _check(ctx, path, definition, full=full)
    said = Answer(
        document=lambda: tuple(_document(path, check, repaired=repaired)),
        shape=lambda: _shape(ctx, check, definition, repaired=repaired),
    )
    answer(chosen, said)
    if check.findings:
        sys.exit(1)


def _definition(ctx: Context) -> Definition | None:
    """Return the campaigns, where there are any: a store can be checked without."""
    try:
        return ctx.definition
    except TrackerError:
        return None


def _check(ctx: Context, path: Path, definition: Definition | None, *, full: bool) -> Check:
    assignments: Assignments = {
        one.id: (one.assignment, assign_by(ctx.view(one))) for one in (definition.campaigns if definition else ())
    }
    with shown(quiet=ctx.options.quiet) as bar:
        depth = Depth(integrity=full, values=full, evidence=folder_beside(path) if full else None)
        return check_store(path, ctx.recorded_at, depth, assignments, bar.tell)


def _document(path: Path, check: Check, *, repaired: bool) -> Iterator[Block]:
    if repaired:
        yield paragraph(_("Totals and indexes were made again from the journal."))
    if not check.findings:
        entries = ngettext("{count} entry", "{count} entries", check.entries)
        head = say_head(check.head.hex())
        yield paragraph(Run("✔ ", Role.GOOD), Run(path.name, Role.STRONG), f": {entries} · {head}")
        return
    count = ngettext("{count} finding", "{count} findings", len(check.findings))
    yield paragraph(Run(path.name, Role.STRONG), ": ", Run(count, Role.BAD))
    for code in dict.fromkeys(one.code for one in check.findings):
        alike = [one for one in check.findings if one.code == code]
        yield from (Gap(), *_compose(alike))


def _compose(alike: list[Finding]) -> Document:
    """Compose findings of one kind: each with its place, and once what to do."""
    lines = [
        paragraph(Run(one.code, Role.BAD), "  ", Run(one.where, Role.STRONG), f": {say_sentence(one.problem)}")
        for one in alike
    ]
    hint = say_hint(alike[0].problem)
    return (*lines, paragraph(hint, indent=2)) if hint else tuple(lines)


def _shape(ctx: Context, check: Check, definition: Definition | None, *, repaired: bool) -> "FsckShape":
    return {
        "schema": "tracker.fsck/1",
        "as_of": ctx.today_in(definition.zone if definition else USUAL_ZONE),
        "entries": check.entries,
        "ok": not check.findings,
        "head": check.head.hex(),
        "repaired": repaired,
        "findings": [
            {
                "code": one.code,
                "where": one.where,
                "message": say_sentence(one.problem),
                "hint": say_hint(one.problem) or None,
            }
            for one in check.findings
        ],
    }
