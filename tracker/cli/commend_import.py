"""Taking in a file of commendations: all of it, or nothing and every cell that is wrong."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tracker.cli.context import Context
from tracker.cli.errors import in_order, say_sentence
from tracker.cli.output import TABLE, Answer, answer, choose_output, suggest_undo
from tracker.domain.honours import Commendation
from tracker.domain.text import clean, visible
from tracker.errors import Problem, TrackerError
from tracker.files.book_table import parse_day_written
from tracker.files.commendations_file import CommendationsFile, open_commendations
from tracker.files.roster_file import open_file
from tracker.files.rows import Wish
from tracker.render.compose_commendations import compose_taken_in
from tracker.render.shapes.commendations import shape_taken_in
from tracker.services.commending import RowProblem, TakenIn, import_commendations, judge_commendations, list_known
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.schemas.commendations import RejectedCommendationShape


def take_in(ctx: Context, file: str, sheet: str | None, campaign: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Note the commendations of a file.

    Raises: TrackerError rows-rejected with what is wrong with every row, and what reading the file raises.
    """
    view = ctx.choose(campaign)
    name = "stdin" if file == "-" else clean(Path(file).name) or visible(file, kept="")
    with _opened(file, name) as stream:
        book = open_commendations(stream, name, Wish(sheet, fonts=True), list_known(view))
        with book.table:
            done, problems = _take_in(ctx, view, book, name, dry_run=dry_run)
    ctx.warn([one for one in book.problems if one.is_warning])
    rows = len({one.place.line for one in problems if one.place})
    if problems and not as_json:
        raise TrackerError([Problem("rows-rejected", {"count": rows}), *problems])
    known = view.but(journal=ctx.reading)
    said = Answer(
        lambda: compose_taken_in(name, done, dry_run=dry_run, undo=suggest_undo(ctx)) if done else (),
        lambda: shape_taken_in(known, name, done, _shape(book, problems), rows=book.rows, dry_run=dry_run),
    )
    answer(choose_output(None, as_json, None, (TABLE, "json")), said)
    if problems:
        sys.exit(1)


def _take_in(
    ctx: Context, view: View, book: CommendationsFile, name: str, *, dry_run: bool
) -> tuple[TakenIn | None, list[Problem]]:
    """Return what was done, or all that is wrong, each problem with its place."""
    events, wrong = judge_commendations(view, list(book), parse_day_written)
    problems = [one for one in book.problems if not one.is_warning] + _placed(book, wrong)
    if problems:
        return None, problems
    if any(isinstance(one.body, Commendation) and one.body.note for _row, one in events):
        ctx.warn([Problem("note-personal-data", {})])
    journal = ctx.rehearse if dry_run else ctx.open_journal
    done = import_commendations(view, events, journal, ctx.batch_info(name), dry_run=dry_run)
    if not isinstance(done, TakenIn):
        return None, _placed(book, done)
    if done.alike:
        ctx.warn([Problem("commendations-alike", {"count": done.alike})])
    rows, already_there = done.rows + book.already_there, done.already_there + book.already_there
    return done._replace(rows=rows, already_there=already_there), []


def _placed(book: CommendationsFile, problems: Sequence[RowProblem]) -> list[Problem]:
    return [one.problem.at(book.table.place(one.row, one.field)) for one in problems]


def _shape(book: CommendationsFile, problems: Sequence[Problem]) -> "list[RejectedCommendationShape]":
    titles = [clean(title) for title in book.table.titles]
    return [
        {
            "row": one.place.line,
            "column": titles[one.place.column - 1] if one.place.column <= len(titles) else "",
            "code": one.code,
            "message": say_sentence(one),
        }
        for one in in_order(problems)
        if one.place
    ]


@contextmanager
def _opened(file: str, name: str) -> Iterator[IO[bytes]]:
    if file == "-":
        yield sys.stdin.buffer
    else:
        with open_file(Path(file), name) as stream:
            yield stream
