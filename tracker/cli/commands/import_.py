"""tracker import."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.errors import say_sentence, warn
from tracker.cli.output import TABLE, Answer, answer, choose_output
from tracker.domain.text import clean
from tracker.error_table import N_
from tracker.errors import Place, Problem, TrackerError
from tracker.files.entries_file import open_entries, read_claims
from tracker.files.roster_file import open_file
from tracker.files.table import Table
from tracker.render.compose_receipts import compose_intake
from tracker.render.shapes.intake import shape_intake
from tracker.services.intake import Intake, Rejected, take_in


@command(
    "import",
    summary=N_("Import achievements from a CSV file."),
    examples=("tracker import ket-qua.csv", "tracker import ket-qua.csv --dry-run"),
    more=N_(
        "Imports achievements, all of the file or nothing: columns date, unit, criterion, quantity and, where needed, "
        "denominator, note, evidence, ref (or ngày, đơn vị, tiêu chí, số lượng, mẫu số, ghi chú, minh chứng, mã). "
        "Rows with a ref that is already there are passed over."
    ),
)
@click.argument("file", metavar="FILE|-")
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def COMMAND(ctx: Context, file: str, campaign: str | None, *, dry_run: bool, as_json: bool) -> None:  # noqa: N802
    """Import a file."""
    name = "stdin" if file == "-" else clean(Path(file).name) or file
    views = [ctx.view(one) for one in ctx.campaigns(campaign)]
    with _opened(file, name) as stream:
        table = open_entries(stream, name)
        intake = take_in(
            views,
            read_claims(table),
            ctx.rehearse if dry_run else ctx.open_journal,
            ctx.batch_info(name),
            dry_run=dry_run,
        )
    intake = intake._replace(rejected=tuple(sorted(intake.rejected, key=lambda one: _place(table, one)[1:3])))
    if not ctx.options.quiet:
        warn(table.problems)
    if as_json:
        messages = [say_sentence(one.problem) for one in intake.rejected]
        said = Answer(tuple, lambda: shape_intake(name, intake, messages, dry_run=dry_run))
        answer(choose_output(None, True, None, ("json",)), said)
    elif intake.rejected:
        raise TrackerError(_problems(table, intake))
    else:
        said = Answer(lambda: compose_intake(name, intake, dry_run=dry_run), dict)
        answer(choose_output(None, False, None, (TABLE,)), said)
    if intake.rejected:
        sys.exit(1)


def _problems(table: Table, intake: Intake) -> list[Problem]:
    rows = len({one.row for one in intake.rejected})
    placed = [one.problem.at(_place(table, one)) for one in intake.rejected]
    return [Problem("rows-rejected", {"count": rows}), *placed]


def _place(table: Table, one: Rejected) -> Place:
    return one.problem.place or table.place(one.row, one.field)


@contextmanager
def _opened(file: str, name: str) -> Iterator[IO[bytes]]:
    if file == "-":
        yield sys.stdin.buffer
    else:
        with open_file(Path(file), name) as stream:
            yield stream
