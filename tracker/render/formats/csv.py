"""Rows as CSV that a spreadsheet opens without running anything in it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tracker.domain.text import guard_formula


def render_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows under the names of the columns; text that would be a formula gets an apostrophe before it."""
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return file.getvalue()


def render_rows(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write rows under titles, which may repeat, for a spreadsheet: with a byte order mark, as Excel wants it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([_safe(text) for text in row] for row in (titles, *rows))
    return f"\ufeff{file.getvalue()}"


def _safe(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return guard_formula(value) if isinstance(value, str) else value
