"""Commendations as offices list them: a row for each decision or proposal, with how many collectives and individuals."""

from collections.abc import Container, Iterator
from typing import IO

from tracker.domain.text import clean, fold
from tracker.errors import Problem
from tracker.files.cells import Reads
from tracker.files.header import UNREAD, Column
from tracker.files.rows import Wish
from tracker.files.table import Record, Table, open_table
from tracker.services.commendation_judge import TypedCommendation
from tracker.services.commendations import CommendationState

COLUMNS = (
    Column("date", required=True, spellings=("ngày", "ngày quyết định", "ngày ký"), reads=Reads.DAY),
    Column(
        "award",
        required=True,
        spellings=("hình thức", "danh hiệu", "hình thức khen thưởng", "danh hiệu, hình thức", "danh hiệu/hình thức"),
    ),
    Column("level", required=False, spellings=("cấp", "cấp khen thưởng")),
    Column("collectives", required=False, spellings=("tập thể", "số tập thể"), reads=Reads.NUMBER),
    Column("individuals", required=False, spellings=("cá nhân", "số cá nhân"), reads=Reads.NUMBER),
    Column("number", required=False, spellings=("số quyết định", "quyết định", "số")),
    Column("decided_by", required=False, spellings=("người quyết định", "cơ quan quyết định", "cơ quan khen thưởng")),
    Column("basis", required=False, spellings=("căn cứ",)),
    Column("phase", required=False, spellings=("đợt",)),
    Column("unit", required=False, spellings=("đơn vị", "tên đơn vị", "mã đơn vị")),
    Column("note", required=False, spellings=("ghi chú",)),
    Column("ref", required=False, spellings=("mã",)),
    Column("state", required=False, spellings=("tình trạng", "trạng thái")),
    *(Column(f"{UNREAD}{name}", required=False, spellings=(name,)) for name in ("id", "recorded_at", "recorded_by")),
)
_IDENTITY = (f"{UNREAD}id", f"{UNREAD}recorded_at")
_TYPED = (
    "award",
    "collectives",
    "individuals",
    "level",
    "unit",
    "phase",
    "number",
    "decided_by",
    "basis",
    "note",
    "ref",
)
_STATES = {
    "": CommendationState.DECIDED,
    "decided": CommendationState.DECIDED,
    "da quyet dinh": CommendationState.DECIDED,
    "proposed": CommendationState.PROPOSED,
    "de nghi": CommendationState.PROPOSED,
    "dang de nghi": CommendationState.PROPOSED,
}
_KNOWN_STATES = (f"{CommendationState.DECIDED} (đã quyết định)", f"{CommendationState.PROPOSED} (đang đề nghị)")


class CommendationsFile:
    """A file of commendations; what its cells cannot say is among `problems` once its rows were read.

    Rows whose id and moment are `known` were listed from the same store; they are counted in `already_there` alone.
    """

    def __init__(self, table: Table, known: Container[tuple[str, ...]]) -> None:
        self.table, self.problems, self._known, self.already_there = table, table.problems, known, 0
        self.rows = 0

    def __iter__(self) -> Iterator[tuple[int, TypedCommendation]]:
        for record in self.table:
            self.rows += 1
            if tuple(clean(record.cells.get(name, "")) for name in _IDENTITY) in self._known:
                self.already_there += 1
            elif not record.problems:
                yield record.row, self._typed(record)

    def _typed(self, record: Record) -> TypedCommendation:
        """Return what a row says; what cannot be said is reported, and the rest of the row is checked all the same."""
        cells = {name: clean(text) for name, text in record.cells.items()}
        state = _STATES.get(fold(cells.get("state", "")))
        if state is None:
            self._report(record.row, "state", "bad-choice", text=cells["state"], known=_KNOWN_STATES, nearest=[])
        if not cells["date"]:
            self._report(record.row, "date", "field-missing", field="date")
        texts = {name: cells.get(name, "") for name in _TYPED}
        return TypedCommendation("").but(**texts, day=cells["date"], is_proposed=state is CommendationState.PROPOSED)

    def _report(self, row: int, column: str, code: str, /, **params: object) -> None:
        self.problems.append(Problem(code, params, self.table.place(row, column)))


def open_commendations(
    stream: IO[bytes], name: str, wish: Wish, known: Container[tuple[str, ...]]
) -> CommendationsFile:
    """Open a file of commendations; `known` are the ids, with moments, of those that stand in the store.

    Raises: TrackerError with every problem of its header, or where it is no table at all.
    """
    return CommendationsFile(open_table(stream, name, COLUMNS, wish), known)
