"""Rows as CSV that a spreadsheet opens without running anything in it."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Write rows under the names of the first one's keys; text that would be a formula gets an apostrophe before it."""
    if not rows:
        return ""
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return file.getvalue()


def _safe(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
