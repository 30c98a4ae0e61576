"""Rosters and lineage as CSV, and their checks."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import IO, TypeAlias

from tracker.domain.calendar import Span, parse_full_day
from tracker.domain.lineage import check_edges
from tracker.domain.reorganisation import is_share
from tracker.domain.roster_import import ListedUnit
from tracker.domain.text import clean, nearest
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.errors import Problem, TrackerError
from tracker.files.header import Column
from tracker.files.rows import Wish
from tracker.files.scalars import ID_PATTERN
from tracker.files.sources import refuse_pipe
from tracker.files.table import Record, Table, open_table

ROSTER_COLUMNS = (
    Column("id", required=True, spellings=("mã đơn vị",)),
    Column("code", required=True, spellings=("mã", "mã số")),
    Column("name", required=True, spellings=("tên", "tên đơn vị")),
    Column("level", required=True, spellings=("cấp",)),
    Column("parent", required=True, spellings=("cấp trên", "đơn vị cấp trên")),
    Column("cluster", required=False, spellings=("cụm", "khối", "cụm thi đua")),
    Column("aliases", required=False, spellings=("tên khác", "tên gọi khác")),
    Column("valid_from", required=False, spellings=("từ ngày",)),
    Column("valid_to", required=False, spellings=("đến ngày",)),
)
LISTED_COLUMNS = tuple(one._replace(required=one.name == "name") for one in ROSTER_COLUMNS)  # of a list to import
LINEAGE_COLUMNS = (
    Column("date", required=True, spellings=("ngày",)),
    Column("kind", required=True, spellings=("loại",)),
    Column("from", required=True, spellings=("từ",)),
    Column("to", required=True, spellings=("đến",)),
    Column("share", required=False, spellings=("tỷ lệ",)),
    Column("basis", required=False, spellings=("căn cứ",)),
)
LINEAGE_KINDS = ("merge", "split", "dissolve")

_OPEN_ENDS = ("9999-12-31", "31/12/9999")  # as databases write a day that is not known yet

Rows: TypeAlias = list[tuple[int, UnitVersion]]


def read_roster(path: Path, name: str) -> tuple[list[UnitVersion], list[Problem]]:
    """Read a roster; each row is a version of a unit.

    Raises: TrackerError where the file cannot be read as a table at all.
    """
    refuse_pipe(path, name)
    with open_file(path, name) as stream:
        table = open_table(stream, name, ROSTER_COLUMNS)
        rows = [(record.row, _version(record, table)) for record in table if not record.problems]
    wrong = {problem.place.line for problem in table.problems if problem.place}
    _check_versions([(row, version) for row, version in rows if row not in wrong], table)
    _check_parents(rows, table)
    return [version for _, version in rows], table.problems


def read_lineage(path: Path, name: str, versions: Sequence[UnitVersion]) -> tuple[list[Edge], list[Problem]]:
    """Read the lineage of a roster.

    Raises: TrackerError where the file cannot be read as a table at all.
    """
    known = {version.id for version in versions}
    refuse_pipe(path, name)
    with open_file(path, name) as stream:
        table = open_table(stream, name, LINEAGE_COLUMNS)
        rows = [
            (record.row, edge)
            for record in table
            if not record.problems and (edge := _edge(record, table, known)) is not None
        ]
    roster = Roster(versions, [edge for _, edge in rows])
    if all(problem.is_warning for problem in table.problems):  # a row that is left out would make others look wrong
        for one in check_edges(roster):
            _report(table, rows[one.edge][0], one.field, one.problem.code, **one.problem.params)
        _warn_of_ends(roster, table)
    return list(roster.edges), table.problems


def open_listed(stream: IO[bytes], name: str, wish: Wish) -> Table:
    """Open a list of units to import.

    Raises: TrackerError where it cannot be read as a table at all.
    """
    return open_table(stream, name, LISTED_COLUMNS, wish)


def read_listed(table: Table, on: date) -> list[ListedUnit]:
    """Return the units of a list that it has for a day; what is wrong with rows is added to the table's problems."""
    return [one for record in table if not record.problems and (one := _listed(record, table, on))]


def _listed(record: Record, table: Table, on: date) -> ListedUnit | None:
    cells = {name: clean(text) for name, text in record.cells.items()}
    start, end = (_optional_day(record, table, column) for column in ("valid_from", "valid_to"))
    if (start and on < start) or (end and end < on):
        return None
    if not cells["name"]:
        _report(table, record.row, "name", "field-missing", field="name")
    if cells.get("id") and not re.fullmatch(ID_PATTERN, cells["id"]):
        _report(table, record.row, "id", "bad-id", text=cells["id"])
    said = {name: cells[name] for name in ("code", "level", "parent", "cluster") if name in cells}
    aliases = _aliases(cells["aliases"]) if "aliases" in cells else None
    return ListedUnit(record.row, cells["name"], cells.get("id", ""), aliases=aliases, **said)


def _aliases(text: str) -> tuple[str, ...]:
    return tuple(alias.strip() for alias in text.split("|") if alias.strip())


def open_file(path: Path, name: str) -> IO[bytes]:
    """Open a file to read its bytes.

    Raises: TrackerError file-missing, file-not-ordinary, file-unreadable.
    """
    try:
        if path.is_char_device() or path.is_block_device():
            raise TrackerError.of("file-not-ordinary", file=name)
        return path.open("rb")
    except FileNotFoundError:
        raise TrackerError.of("file-missing", file=name) from None
    except OSError as error:
        raise TrackerError.of("file-unreadable", file=name, reason=error.strerror or str(error)) from None


def _version(record: Record, table: Table) -> UnitVersion:
    cells = {name: clean(text) for name, text in record.cells.items()}
    for column in ("id", "name", "level"):
        if not cells[column]:
            _report(table, record.row, column, "field-missing", field=column)
    if cells["id"] and not re.fullmatch(ID_PATTERN, cells["id"]):
        _report(table, record.row, "id", "bad-id", text=cells["id"])
    start = _optional_day(record, table, "valid_from")
    end = None if cells.get("valid_to") in _OPEN_ENDS else _optional_day(record, table, "valid_to")
    if start and end and end < start:
        _report(table, record.row, "valid_to", "span-reversed", start=start, end=end)
    aliases = _aliases(cells.get("aliases", ""))
    texts = {name: cells[name] for name in ("id", "code", "name", "level", "parent")}
    return UnitVersion(**texts, cluster=cells.get("cluster", ""), aliases=aliases, valid_from=start, valid_to=end)


def _optional_day(record: Record, table: Table, column: str) -> date | None:
    text = record.cells.get(column, "").strip()
    if not text:
        return None
    try:
        return parse_full_day(text)
    except TrackerError as error:
        table.problems.append(error.problem.at(table.place(record.row, column)))
        return None


def _check_versions(rows: Rows, table: Table) -> None:
    """Report versions of one unit that overlap."""
    by_id: defaultdict[str, list[tuple[Span, int]]] = defaultdict(list)
    for row, version in rows:
        by_id[version.id].append((version.span, row))
    for unit, spans in by_id.items():
        spans.sort()
        for (earlier, first), (later, second) in pairwise(spans):
            if earlier.end >= later.start:
                _report(
                    table, max(first, second), "valid_from", "versions-overlap", unit=unit, earlier=min(first, second)
                )


def _check_parents(rows: Rows, table: Table) -> None:
    """Report parents that do not exist, are not alive with their child or stand under it."""
    roster = Roster(version for _, version in rows)
    for row, version in rows:
        if not version.parent:
            continue
        if version.parent not in roster.by_id:
            near = nearest(version.parent, roster.by_id, 1)
            _report(table, row, "parent", "parent-unknown", parent=version.parent, nearest=near)
        elif _is_looped(roster, version):
            _report(table, row, "parent", "parent-loop", unit=version.id, parent=version.parent)
        elif roster.lifetime(version.parent).clip(version.span) != version.span:
            _report(table, row, "parent", "parent-not-alive", parent=version.parent)


def _warn_of_ends(roster: Roster, table: Table) -> None:
    """Warn of units that end although the lineage does not say what became of them."""
    told = {edge.source for edge in roster.edges}
    ended = [unit for unit, versions in roster.by_id.items() if unit not in told and versions[-1].valid_to]
    if ended:
        names = [f"{roster.by_id[unit][-1].name} [{unit}]" for unit in ended]
        _report(table, table.header_row, "from", "ends-untold", candidates=names)


def _is_looped(roster: Roster, version: UnitVersion) -> bool:
    # A loop begins on the first day of one of its versions, so that day is the only one to look at.
    on, seen = version.span.start, {version.id}
    parent = roster.version(version.parent, on)
    while parent and parent.id not in seen:
        seen.add(parent.id)
        parent = roster.version(parent.parent, on)
    return parent is not None and parent.id == version.id


def _edge(record: Record, table: Table, known: set[str]) -> Edge | None:
    cells = {name: clean(text) for name, text in record.cells.items()}
    before = len(table.problems)
    on = _optional_day(record, table, "date")
    if not cells["date"]:
        _report(table, record.row, "date", "field-missing", field="date")
    if cells["kind"] not in LINEAGE_KINDS:
        _report(table, record.row, "kind", "bad-choice", text=cells["kind"], known=LINEAGE_KINDS, nearest=[])
    for column in ("from", "to"):
        if cells[column] and cells[column] not in known:
            _report(
                table, record.row, column, "unit-unknown", unit=cells[column], nearest=nearest(cells[column], known, 1)
            )
    if not cells["from"] or (not cells["to"] and cells["kind"] != "dissolve"):
        _report(
            table,
            record.row,
            "to" if cells["from"] else "from",
            "field-missing",
            field="to" if cells["from"] else "from",
        )
    share = cells.get("share", "")
    if share and not is_share(share):
        _report(table, record.row, "share", "bad-share", text=share)
    if on is None or len(table.problems) > before:
        return None
    return Edge(on, cells["kind"], cells["from"], cells["to"], share, cells.get("basis", ""))


def _report(table: Table, row: int, column: str, code: str, **params: object) -> None:
    table.problems.append(Problem(code, params, table.place(row, column)))
