"""Whether a store's tables are as the steps made them, and whether its rows agree with one another."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing

import msgspec

from tracker.journal.chain import digest_of, sha256
from tracker.journal.finding import Finding, found

_SCHEMA = """SELECT type, name, tbl_name, sql FROM sqlite_schema
    WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name <> '_sqlite_migrations'"""
_ENTRY = "(SELECT batch.installation || '-' || {table}.id FROM batch WHERE batch.id = {table}.batch)"

# Each asks for rows that should not be: what the table is, the row, its entry, and the number that it names.
_WRONG_REVERSALS = """SELECT 'journal', journal.id, {entry}, journal.reverses
    FROM journal LEFT JOIN journal AS taken ON taken.id = journal.reverses
    WHERE journal.reverses IS NOT NULL AND (taken.id IS NULL OR taken.id >= journal.id OR taken.reverses IS NOT NULL
        OR journal.quantity IS NOT -taken.quantity OR journal.denominator IS NOT -taken.denominator
        OR (journal.campaign, journal.unit, journal.day, journal.criterion)
            IS NOT (taken.campaign, taken.unit, taken.day, taken.criterion))"""
_WRONG_RETURN_REVERSALS = """SELECT 'filing', filing.id, {entry}, filing.reverses
    FROM filing LEFT JOIN filing AS taken ON taken.id = filing.reverses
    WHERE filing.reverses IS NOT NULL AND (taken.id IS NULL OR taken.id >= filing.id OR taken.reverses IS NOT NULL
        OR (filing.campaign, filing.unit, filing.first_day, filing.last_day)
            IS NOT (taken.campaign, taken.unit, taken.first_day, taken.last_day))"""
_WRONG_HEIRS = """SELECT 'journal', journal.id, {entry}, journal.replaces
    FROM journal WHERE journal.replaces >= journal.id OR journal.replaces IS NOT NULL AND journal.reverses IS NOT NULL"""
_WRONG_EVENT_REVERSALS = """SELECT 'event', event.id, {entry}, event.reverses
    FROM event LEFT JOIN event AS taken ON taken.id = event.reverses
    WHERE event.reverses IS NOT NULL AND (taken.id IS NULL OR taken.id >= event.id OR taken.reverses IS NOT NULL
        OR (event.kind, event.campaign, event.unit, event.day, event.about, event.body)
            IS NOT (taken.kind, taken.campaign, taken.unit, taken.day, taken.about, taken.body))"""
_WRONG_EVENT_HEIRS = """SELECT 'event', event.id, {entry}, event.replaces
    FROM event WHERE event.replaces >= event.id OR event.replaces IS NOT NULL AND event.reverses IS NOT NULL"""
# What marks an entry is about one; all else is about an event or a return.
_ABOUT_NOTHING = """SELECT 'event', event.id, {entry}, event.about FROM event WHERE event.about IS NOT NULL
    AND CASE event.kind WHEN 'highlight' THEN event.about NOT IN (SELECT id FROM journal)
        ELSE event.about NOT IN (SELECT id FROM event) AND event.about NOT IN (SELECT id FROM filing) END"""
_TAKEN_TWICE = (
    "SELECT '{table}', max(id), NULL, reverses FROM {table} WHERE reverses > 0 GROUP BY reverses HAVING count(*) > 1"
)
_STANDS = "reverses IS NULL AND NOT EXISTS (SELECT 1 FROM {table} AS back WHERE back.reverses = {table}.id)"
_REFS = """SELECT 'journal', max(id), NULL, min(id) FROM journal WHERE ref IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM journal AS back WHERE back.reverses = journal.id) GROUP BY ref HAVING count(*) > 1"""
_RETURNS = f"""SELECT 'filing', max(id), NULL, min(id) FROM filing WHERE {_STANDS.format(table="filing")}
    GROUP BY campaign, first_day, last_day, unit HAVING count(*) > 1"""
_RELATIONS = (
    ("reversal-wrong", _WRONG_REVERSALS.format(entry=_ENTRY.format(table="journal"))),
    ("reversal-wrong", _WRONG_RETURN_REVERSALS.format(entry=_ENTRY.format(table="filing"))),
    ("reversal-wrong", _WRONG_HEIRS.format(entry=_ENTRY.format(table="journal"))),
    ("reversal-wrong", _WRONG_EVENT_REVERSALS.format(entry=_ENTRY.format(table="event"))),
    ("reversal-wrong", _WRONG_EVENT_HEIRS.format(entry=_ENTRY.format(table="event"))),
    ("event-about-nothing", _ABOUT_NOTHING.format(entry=_ENTRY.format(table="event"))),
    ("row-twice", _TAKEN_TWICE.format(table="event")),
    ("row-twice", _TAKEN_TWICE.format(table="journal")),
    ("row-twice", _TAKEN_TWICE.format(table="filing")),
    ("row-twice", _REFS),
    ("row-twice", _RETURNS),
)


def check_schema(connection: sqlite3.Connection, steps: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Finding]:
    """Compare tables, columns, indexes, triggers and views with those that the steps make."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for _, statements in steps:
            for statement in statements:
                fresh.execute(statement)
        wanted = {(kind, name): made for kind, name, *made in fresh.execute(_SCHEMA)}
    there = {(kind, name): made for kind, name, *made in connection.execute(_SCHEMA)}
    for kind, name in sorted(wanted.keys() | there.keys(), key=str):
        if (kind, name) not in there:
            yield found("schema-missing", "sqlite_schema", kind=kind, name=name)
        elif (kind, name) not in wanted:
            yield found("schema-foreign", "sqlite_schema", kind=kind, name=name)
        elif there[kind, name] != wanted[kind, name]:
            yield found("schema-differs", "sqlite_schema", kind=kind, name=name)
    done = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'tracker' ORDER BY id")
    if [name for (name,) in done] != [name for name, _ in steps]:
        yield found("schema-missing", "_sqlite_migrations", kind="table", name="_sqlite_migrations")


def check_relations(connection: sqlite3.Connection) -> Iterator[Finding]:
    """See that rows refer to rows that are there, and take back what stands, once."""
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield found("row-orphaned", _place(table, row), parent=parent)
    for code, sql in _RELATIONS:
        for table, row, entry, other in connection.execute(sql):
            yield found(code, _place(table, row, entry), other=other)
    has_none = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {table} WHERE batch = batch.id)" for table in ("journal", "filing", "event")
    )
    empty = f"SELECT id FROM batch WHERE {has_none}"
    for (number,) in connection.execute(empty):
        yield found("batch-empty", _place("batch", number))
    (last, count) = connection.execute("SELECT coalesce(max(id), 0), count(*) FROM batch NOT INDEXED").fetchone()
    if last != count:
        yield found("row-missing", "batch", count=last - count)


def check_definitions(connection: sqlite3.Connection) -> Iterator[Finding]:
    """See that definitions are what they were kept as, and the cache too."""
    for key, compiled, hash_of in connection.execute("SELECT sha256, compiled, hash_of FROM definition"):
        is_itself = sha256(compiled).digest() == key if hash_of == "itself" else _is_json(compiled)
        if not is_itself or hash_of not in ("itself", "sources"):
            yield found("definition-changed", f"definition {bytes(key).hex()[:16]}")
    rows = connection.execute("SELECT CAST(path AS BLOB), CAST(files AS BLOB), sources, compiled, hash FROM cache")
    for *parts, digest in rows:
        if digest_of(*parts) != digest:
            yield found("cache-changed", "cache")


def _is_json(data: bytes) -> bool:
    try:
        msgspec.json.decode(data)
    except msgspec.DecodeError:
        return False
    return True


def _place(table: str, row: int | None, entry: str | None = None) -> str:
    return " ".join(str(part) for part in (table, row, f"({entry})" if entry else None) if part is not None)
