"""What an import did, and how it understood the file."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.domain.entries import Posting, State
from tracker.errors import Problem
from tracker.services.deliveries import Delivered


class Rejected(NamedTuple):
    """A wrong field of a row."""

    row: int
    field: str
    problem: Problem
    at: int | None = None
    source: Sequence[object] = ()


class LeftOut(NamedTuple):
    """What the reader of a file passed over: columns by their titles, rows by what they begin with, zeros."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[int, str], ...] = ()
    zeros: int = 0


class Understood(NamedTuple):
    """A row and the entry that it was understood as."""

    row: int
    posting: Posting


class Corrected(NamedTuple):
    """A row whose ref stands for an entry that was amended or voided since."""

    row: int
    ref: str
    id: str
    state: State


class Name(NamedTuple):
    """A name that means nothing, the rows that have it, and the names nearest to it."""

    field: str
    name: str
    rows: int
    first_row: int
    nearest: tuple[str, ...]


class Intake(NamedTuple):
    """What an import did; nothing was written where `rejected` holds anything, unless the good rows were asked for.

    `unchanged`: running totals that stood already; `later`: those before whose day there are later entries. `first`: the
    first entries as understood. `repeated` of the first `looked_at` rows without a ref say what an entry says already.
    `corrected` are rows already there whose entries were amended or voided since, the first of them in `known`. `returns`
    is None where none were asked for. `recorded_late` are those of phases that were closed.
    """

    rows: int
    written: int
    already_there: int
    rejected: tuple[Rejected, ...]
    batch: int | None
    unchanged: int = 0
    later: int = 0
    first: tuple[Understood, ...] = ()
    repeated: int = 0
    looked_at: int = 0
    corrected: int = 0
    known: tuple[Corrected, ...] = ()
    returns: tuple[Delivered, ...] | None = None
    recorded_late: int = 0


def unknown_names(rejected: Iterable[Rejected]) -> list[Name]:
    """Return each name of a unit or criterion that was not found, once, in the order of the rows."""
    found: dict[tuple[str, str], Name] = {}
    for row, field, problem, *_ in rejected:
        if problem.code in ("unit-not-found", "criterion-not-found"):
            name, near = str(problem.params[field]), problem.params["nearest"]
            assert isinstance(near, list)
            before = found.get((field, name), Name(field, name, 0, row, tuple(near)))
            found[field, name] = before._replace(rows=before.rows + 1)
    return list(found.values())
