"""Whether the rows of a store follow from one another as they were chained, and hold what could have been written."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from heapq import merge
from operator import itemgetter
from typing import Any, TypeAlias

import msgspec

from tracker.domain.events import decode_body
from tracker.domain.text import could_be_kept
from tracker.errors import TrackerError
from tracker.journal.chain import link
from tracker.journal.copies import Progress
from tracker.journal.days import as_number
from tracker.journal.finding import Finding, found
from tracker.journal.records import GENESIS

_ENTRIES = """SELECT id, batch, hash, campaign, unit, day, criterion, quantity, denominator, note, evidence, ref, reverses,
    replaces FROM journal NOT INDEXED ORDER BY id"""
_RETURNS = """SELECT id, batch, hash, campaign, unit, first_day, last_day, is_nil, received_at, reverses
    FROM filing NOT INDEXED ORDER BY id"""
_EVENTS = """SELECT id, batch, hash, campaign, unit, kind, day, about, body, reverses, replaces
    FROM event NOT INDEXED ORDER BY id"""
_BATCHES = """SELECT uuid, recorded_at, recorded_by, command, lower(hex(definition)), reason, undoes, installation
    FROM batch LEFT JOIN installation ON installation.id = installation WHERE batch.id = ?"""
_ROWS_AT_ONCE = 10_000
_NEVER_KEPT = "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"

_DAYS = f"BETWEEN {as_number(date(1000, 1, 1))} AND {as_number(date(8999, 12, 31))}"
_AMOUNT = "BETWEEN -999999999999999 AND 999999999999999"  # 12 digits before the point, 3 after it
_SECONDS = f"BETWEEN {as_number(date(1000, 1, 1)) * 86400} AND {as_number(date(8999, 12, 31)) * 86400}"
_NUMBER = "typeof({0}) = 'integer' AND {0} "
_HASH = "typeof({0}) = 'blob' AND length({0}) = 32"
_PERHAPS = "{0} IS NULL OR "
# What a row of each column holds; texts and moments are looked at one by one.
_VALUES: dict[str, dict[str, str]] = {
    "journal": {
        "day": _NUMBER + _DAYS,
        "quantity": _NUMBER + _AMOUNT,
        "denominator": f"{_PERHAPS}{_NUMBER}{_AMOUNT}",
        "reverses": f"{_PERHAPS}{_NUMBER}> 0",
        "replaces": f"{_PERHAPS}{_NUMBER}> 0",
        "hash": _HASH,
    },
    "filing": {
        "first_day": _NUMBER + _DAYS,
        "last_day": _NUMBER + _DAYS + " AND last_day >= first_day",
        "is_nil": _NUMBER + "IN (0, 1)",
        "received_at": _NUMBER + _SECONDS,
        "hash": _HASH,
    },
    "event": {
        "day": f"{_PERHAPS}{_NUMBER}{_DAYS}",
        "about": f"{_PERHAPS}{_NUMBER}BETWEEN 1 AND id - 1",
        "reverses": f"{_PERHAPS}{_NUMBER}> 0",
        "replaces": f"{_PERHAPS}{_NUMBER}> 0",
        "hash": _HASH,
    },
    "batch": {"undoes": f"{_PERHAPS}{_NUMBER}BETWEEN 1 AND id - 1"},
    "definition": {"sha256": _HASH, "compiled": "typeof({0}) = 'blob'"},
    "installation": {"uuid": "typeof({0}) = 'text' AND length({0}) = 36"},
    "place": {"inode": _NUMBER + ">= 0"},
}
_TEXTS = {
    "journal": ("note", "evidence", "ref"),
    "event": ("kind",),
    "name": ("text",),
    "batch": ("recorded_by", "reason"),
    "assignment": ("key",),
}
_Row: TypeAlias = tuple[int, str, int, Any, tuple[Any, ...]]  # its number, table, batch, hash and chained fields
_MOMENTS = {"batch": "recorded_at", "installation": "created_at"}


def check_chain(connection: sqlite3.Connection, progress: Progress | None) -> Iterator[Finding]:
    """Compute every hash again from the rows of all three tables in their order, each number used once.

    Goes on from the hash that is kept, so that one change is one finding and not one for every row after it.
    """
    names = dict(connection.execute("SELECT id, text FROM name"))
    (last,) = connection.execute(
        "SELECT coalesce(max(id), 0) FROM (SELECT max(id) AS id FROM journal UNION ALL SELECT max(id) FROM filing"
        " UNION ALL SELECT max(id) FROM event)"
    ).fetchone()
    head, batch, number, entry = GENESIS, None, 0, ""
    tables = (read(connection, names) for read in (_entries, _returns, _events))
    for id_, table, own, kept, fields in merge(*tables, key=itemgetter(0)):
        if own != batch:
            batch, (made, installation) = own, _batch(connection, own)
            head, entry = _linked(head, made), f"{installation}-"
        if id_ != number + 1:
            code = "row-twice" if id_ == number else "row-missing"
            yield found(code, f"{table} {id_} ({entry}{id_})", other=id_, count=id_ - number - 1)
        head = _linked(head, fields)
        if head != kept:
            yield found("row-changed", f"{table} {id_} ({entry}{id_})")
            head = kept if isinstance(kept, bytes) else head
        number = id_
        if progress and number % _ROWS_AT_ONCE == 0:
            progress(number, last)


def _entries(connection: sqlite3.Connection, names: dict[int, str]) -> Iterator[_Row]:
    for id_, batch, kept, campaign, unit, day, criterion, *rest, replaces in connection.execute(_ENTRIES):
        heir = () if replaces is None else (replaces,)
        fields = (names.get(campaign), names.get(unit), day, names.get(criterion), *rest, *heir)
        yield id_, "journal", batch, kept, fields


def _returns(connection: sqlite3.Connection, names: dict[int, str]) -> Iterator[_Row]:
    for id_, batch, kept, campaign, unit, *rest, reverses in connection.execute(_RETURNS):
        back = () if reverses is None else (reverses,)
        yield id_, "filing", batch, kept, ("return", names.get(campaign), names.get(unit), *rest, *back)


def _events(connection: sqlite3.Connection, names: dict[int, str]) -> Iterator[_Row]:
    for id_, batch, kept, campaign, unit, kind, *rest, reverses, replaces in connection.execute(_EVENTS):
        back = () if reverses is None else (reverses,)
        links = back if replaces is None else (reverses, replaces)
        yield id_, "event", batch, kept, ("event", kind, names.get(campaign), names.get(unit), *rest, *links)


def _batch(connection: sqlite3.Connection, number: int) -> tuple[tuple[Any, ...], object]:
    row = connection.execute(_BATCHES, (number,)).fetchone()
    if row is None:
        return (), "?"
    *fields, reason, undoes, installation = row
    return (*fields, *((reason, undoes) if any((reason, undoes)) else ())), installation


def _linked(head: Any, fields: tuple[Any, ...]) -> bytes:
    try:
        return link(head, fields)
    except UnicodeEncodeError:  # bytes that are no text: nothing that was ever chained
        return GENESIS


def check_values(connection: sqlite3.Connection) -> Iterator[Finding]:
    """See that each column of each row holds what tracker writes: types, ranges, clean texts, moments."""
    for table, columns in _VALUES.items():
        key = "hex(sha256)" if table == "definition" else "id"
        for column, rule in columns.items():
            rows = connection.execute(f"SELECT {key} FROM {table} NOT INDEXED WHERE NOT ({rule.format(column)})")
            yield from (found("value-impossible", f"{table} {row}", column=column) for (row,) in rows)
    for table, texts in _TEXTS.items():
        key = "campaign" if table == "assignment" else "id"
        for row, *values in connection.execute(f"SELECT {key}, {', '.join(texts)} FROM {table} NOT INDEXED"):
            for column, text in zip(texts, values, strict=True):
                if text is not None and not (isinstance(text, str) and could_be_kept(text)):
                    yield found("value-impossible", f"{table} {row}", column=column)
    for table, column in _MOMENTS.items():
        for row, text in connection.execute(f"SELECT id, {column} FROM {table}"):
            if not _is_moment(text):
                yield found("value-impossible", f"{table} {row}", column=column)
    yield from _check_bodies(connection)


def _check_bodies(connection: sqlite3.Connection) -> Iterator[Finding]:
    for row, kind, body in connection.execute("SELECT id, kind, body FROM event NOT INDEXED"):
        if not _is_body(kind, body):
            yield found("value-impossible", f"event {row}", column="body")


def _is_clean(text: Any) -> bool:
    """Whether a text is one that any version has ever kept: NFC, one line, no control or bidirectional characters."""
    return (
        isinstance(text, str)
        and text == text.strip()
        and unicodedata.is_normalized("NFC", text)
        and (text.isprintable() or not re.search(_NEVER_KEPT, text))
    )


def _is_body(kind: Any, text: Any) -> bool:
    """Whether a body is one of its kind, of texts that could be kept; a newer version may know more kinds."""
    try:
        told = msgspec.json.decode(text)
        with suppress(TrackerError):
            decode_body(kind, text)
    except (msgspec.MsgspecError, TypeError, ValueError):
        return False
    return isinstance(told, dict) and all(map(could_be_kept, _texts_in(told)))


def _texts_in(part: Any) -> Iterator[str]:
    match part:
        case str():
            yield part
        case dict():
            yield from (text for one in part.values() for text in _texts_in(one))
        case list():
            yield from (text for one in part for text in _texts_in(one))


def _is_moment(text: Any) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except (TypeError, ValueError):
        return False
