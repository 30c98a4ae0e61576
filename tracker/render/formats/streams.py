"""Rows as CSV, JSON lines or one JSON document, part by part: a million of them need no memory."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any, TypeAlias

import msgspec

from tracker.domain.text import guard_formula

Row: TypeAlias = Sequence[object]

_AT_ONCE = 1000
_LOOKS_GROUPED = r"[1-9]\d{0,2}\.\d{3}"
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def stream_csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield rows under the names of the columns; text that would be a formula gets an apostrophe before it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for bunch in _bunches(rows):
        writer.writerows([_cell(value) for value in row] for row in bunch)
        yield file.getvalue()
        file.seek(0)
        file.truncate()
    yield file.getvalue()


def stream_jsonl(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield each row as an object on a line of its own."""
    for bunch in _bunches(rows):
        yield _ENCODER.encode_lines([dict(zip(columns, row, strict=True)) for row in bunch]).decode()


def stream_json(head: Mapping[str, Any], columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield one document: what stands in `head`, and the rows as `rows`, an object a line."""
    yield _ENCODER.encode(head).decode().removesuffix("}") + ',"rows":['
    separator = "\n"
    for bunch in _bunches(rows):
        yield separator + ",\n".join(_ENCODER.encode(dict(zip(columns, row, strict=True))).decode() for row in bunch)
        separator = ",\n"
    yield "\n]}\n"


def _bunches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while bunch := list(islice(left, _AT_ONCE)):
        yield bunch


def _cell(value: object) -> object:
    match value:
        case str():
            return guard_formula(value)
        case bool():
            return str(value).lower()
        case Decimal():
            text = str(value)
            # "1.234" could be read as a thousand; "01.234" cannot.
            return f"0{text}" if re.fullmatch(_LOOKS_GROUPED, text) else text
        case datetime():
            return value.isoformat()
    return value
