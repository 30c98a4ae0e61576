"""Rosters and lineage as CSV, and their checks."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import IO, TypeAlias

from tracker.domain.calendar import Span, parse_full_day
from tracker.domain.text import clean, nearest
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.errors import Problem, TrackerError
from tracker.files.campaign_shape import ID_PATTERN
from tracker.files.header import Column
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


def read_lineage(path: Path, name: str, units: Iterable[str]) -> tuple[list[Edge], list[Problem]]:
    """Read the lineage of a roster whose unit ids are `units`.

    Raises: TrackerError where the file cannot be read as a table at all.
    """
    known = set(units)
    refuse_pipe(path, name)
    with open_file(path, name) as stream:
        table = open_table(stream, name, LINEAGE_COLUMNS)
        edges = [edge for record in table if not record.problems and (edge := _edge(record, table, known))]
    return edges, table.problems


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
    aliases = tuple(alias.strip() for alias in cells.get("aliases", "").split("|") if alias.strip())
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
    if share and not _is_share(share):
        _report(table, record.row, "share", "bad-share", text=share)
    if on is None or len(table.problems) > before:
        return None
    return Edge(on, cells["kind"], cells["from"], cells["to"], share, cells.get("basis", ""))


def _is_share(text: str) -> bool:
    return re.fullmatch(r"0*1([.,]0+)?|0?[.,][0-9]+|0+([.,][0-9]+)?", text) is not None


def _report(table: Table, row: int, column: str, code: str, **params: object) -> None:
    table.problems.append(Problem(code, params, table.place(row, column)))
