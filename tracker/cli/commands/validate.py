"""tracker validate."""

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.command import argument, command
from tracker.cli.context import Context
from tracker.cli.errors import draw, in_order, say_sentence
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.cli.places import CAMPAIGNS_FILE
from tracker.domain.campaign import Definition
from tracker.domain.text import visible
from tracker.errors import Problem, TrackerError
from tracker.files.campaign_file import read_definition
from tracker.i18n import N_, ngettext
from tracker.render.document import Document, Role, Run, paragraph

if TYPE_CHECKING:
    from tracker.render.schemas.files import FindingShape, ValidateShape

FORMATS = (TABLE, "json")


@command(
    "validate",
    summary=N_("Check campaigns.yaml and every file it names."),
    examples=("tracker validate", "tracker validate ../moi/campaigns.yaml"),
    more=N_("Shows every problem of campaigns.yaml, its rosters and lineage at once; exits with 1 when there is one."),
)
@argument("file", metavar="[FILE]", required=False)
@output_options(*FORMATS)
def COMMAND(ctx: Context, file: str | None, chosen: Output) -> None:  # noqa: N802
    """Check a definition."""
    path = Path(file) if file else ctx.campaigns_file.path
    path = path / CAMPAIGNS_FILE if path.is_dir() else path
    definition, problems = _read(path)
    problems = in_order(problems)
    draw(problems)
    beside = Context(ctx.options.but(campaigns=str(path)), ctx.command, ctx.warn)
    said = Answer(
        document=lambda: _document(path, definition), shape=lambda: _shape(path, problems, beside, definition)
    )
    with closing(beside):
        if definition or chosen.format == "json":
            answer(chosen, said)
    if definition is None:
        sys.exit(1)


def _read(path: Path) -> tuple[Definition | None, Sequence[Problem]]:
    try:
        reading = read_definition(path)
    except TrackerError as error:
        if error.code == "file-missing":
            raise
        return None, error.problems
    return reading.definition, reading.problems


def _document(path: Path, definition: Definition | None) -> Document:
    assert definition is not None
    campaigns = ngettext("{count} campaign", "{count} campaigns", len(definition.campaigns))
    units = len({version.id for roster in definition.rosters.values() for version in roster.versions})
    counted = ngettext("{count} unit", "{count} units", units)
    return (paragraph(Run("✔ ", Role.GOOD), Run(path.name, Role.STRONG), f": {campaigns} · {counted}"),)


def _shape(path: Path, problems: Sequence[Problem], ctx: Context, definition: Definition | None) -> "ValidateShape":
    today, entries = ctx.counted(definition)
    return {
        "schema": "tracker.validate/1",
        "as_of": today,
        "entries": entries,
        "file": visible(path.name, kept=""),
        "ok": definition is not None,
        "findings": [_finding(one) for one in problems],
    }


def _finding(problem: Problem) -> "FindingShape":
    place = problem.place
    return {
        "code": problem.code,
        "severity": "warning" if problem.is_warning else "error",
        "file": visible(place.file, kept="") if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "path": visible(place.path, kept="") or None if place else None,
        "message": say_sentence(problem),
    }
