"""Achievements as CSV: rows as claims, with the place of each field."""

from collections.abc import Iterator
from typing import IO

from tracker.domain.entries import Claim
from tracker.files.table import Column, Table
from tracker.services.intake import NumberedClaim

COLUMNS = (
    Column("date", required=True, spellings=("ngày",)),
    Column("unit", required=True, spellings=("đơn vị",)),
    Column("criterion", required=True, spellings=("tiêu chí",)),
    Column("quantity", required=True, spellings=("số lượng", "kết quả")),
    Column("denominator", required=False, spellings=("mẫu số",)),
    Column("note", required=False, spellings=("ghi chú",)),
    Column("evidence", required=False, spellings=("minh chứng",)),
    Column("ref", required=False, spellings=("mã",)),
)


def open_entries(stream: IO[bytes], name: str) -> Table:
    """Open a CSV of achievements.

    Raises: TrackerError with every problem of its header.
    """
    return Table(stream, name, COLUMNS)


def read_claims(table: Table) -> Iterator[NumberedClaim]:
    """Return the claims that the rows make."""
    for record in table:
        yield NumberedClaim(record.row, Claim(**record.cells), record.problem)
