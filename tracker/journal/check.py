"""Whether a store holds what was written to it: its schema, its chain, its roll-ups. Nothing is changed here."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tracker.journal.check_closings import check_closings
from tracker.journal.check_evidence import check_evidence
from tracker.journal.check_rows import check_chain, check_values
from tracker.journal.check_tables import check_definitions, check_relations, check_schema
from tracker.journal.check_totals import Assignments, check_totals
from tracker.journal.copies import Progress, beside, open_as_is
from tracker.journal.finding import DAMAGE, Finding, found
from tracker.journal.records import GENESIS
from tracker.journal.refusals import explained
from tracker.journal.schema import STEPS, VERSION
from tracker.journal.store import is_log_missing, uri_of, version_of

MOST_ALIKE = 20
_LOOKS = 3
_ORIGIN = """SELECT uuid, journal.id, hash FROM installation LEFT JOIN journal
    ON journal.id = coalesce(?, (SELECT max(id) FROM journal)) WHERE installation.id = 1"""
_REPAIRABLE = {"total-wrong", "cache-changed", "findings-more"}  # there are more only of kinds that are named too


class Check(NamedTuple):
    """What a check found; `entries` count those that stand, `head` is the hash of the last row."""

    entries: int
    head: bytes
    findings: tuple[Finding, ...]

    @property
    def can_be_repaired(self) -> bool:
        """Whether only such things are wrong as can be made again from the journal."""
        return {one.code for one in self.findings} <= _REPAIRABLE


class Depth(NamedTuple):
    """How far a check goes beyond the chain: SQLite's own integrity check, the values of every row, the files of a folder."""

    integrity: bool = False
    values: bool = False
    evidence: Path | None = None


def check_store(
    path: Path,
    now: datetime,
    depth: Depth = Depth(),  # noqa: B008 a frozen value
    assignments: Assignments | None = None,
    progress: Progress | None = None,
) -> Check:
    """Check a store as it lies there, in the schema of its own version.

    Raises: TrackerError store-damaged, store-foreign, store-newer where it cannot even be opened as a store.
    """
    path = path.absolute()
    if not path.exists():
        return Check(0, GENESIS, ())
    if not path.stat().st_size:
        return Check(0, GENESIS, (found("store-emptied", path.name),))
    findings = list(check_log(path))
    with explained(str(path)), closing(open_as_is(path)) as connection:
        version = version_of(connection, str(path))
        if not version and not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            return Check(0, GENESIS, tuple(findings))  # its making was cut off; the next command goes on with it
        findings += _guarded(check_schema(connection, STEPS[:version]), "schema")
        if depth.integrity:
            findings += _guarded(_check_integrity(connection), "pages")
        if version == VERSION:
            return _check_content(connection, findings, depth, assignments or {}, progress)
        if findings:
            return Check(0, GENESIS, tuple(findings))
        from tracker.journal.migrations import copy_migrated  # noqa: PLC0415 only an old store needs sqlite-utils

        with closing(copy_migrated(connection, now)) as copy:
            copy.text_factory = connection.text_factory
            return _check_content(copy, findings, depth, {}, progress)


def _check_content(
    connection: sqlite3.Connection,
    findings: list[Finding],
    depth: Depth,
    assignments: Assignments,
    progress: Progress | None,
) -> Check:
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("BEGIN")  # all checks see one state, whoever writes meanwhile
    for where, check in (
        ("relations", check_relations(connection)),
        ("chain", check_chain(connection, progress)),
        ("definition", check_definitions(connection)),
        ("event", check_closings(connection)),
        ("totals", check_totals(connection, assignments)),
        *([("values", check_values(connection))] if depth.values else []),
        *([("evidence", check_evidence(depth.evidence, connection))] if depth.evidence else []),
    ):
        findings += _guarded(check, where)
    entries, head = summarize(connection)
    return Check(entries, head, tuple(findings))


def summarize(connection: sqlite3.Connection) -> tuple[int, bytes]:
    """Return how many entries stand in a store, and the hash of its last row."""
    with suppress(*DAMAGE):
        (entries,) = connection.execute("SELECT count(*) - 2 * count(reverses) FROM journal NOT INDEXED").fetchone()
        found = connection.execute("SELECT name FROM sqlite_schema WHERE name IN ('journal', 'filing', 'event')")
        lasts = (f"SELECT * FROM (SELECT id, hash FROM {table} ORDER BY id DESC LIMIT 1)" for (table,) in found)
        heads = connection.execute(" UNION ALL ".join(lasts)).fetchall()  # an old store has no events
        head = max(heads, default=(0, GENESIS))[1]
        return entries, head if isinstance(head, bytes) else GENESIS
    return 0, GENESIS


def _guarded(check: Iterable[Finding], where: str) -> Iterator[Finding]:
    """Yield what a check finds, at most a few alike; damage that stops the check is a finding itself."""
    alike: dict[str, int] = {}
    try:
        for one in check:
            alike[one.code] = alike.get(one.code, 0) + 1
            if alike[one.code] <= MOST_ALIKE:
                yield one
    except DAMAGE as error:
        yield found("table-unreadable", where, reason=str(error))
    for code, count in alike.items():
        if count > MOST_ALIKE:
            yield found("findings-more", where, kind=code, more=count - MOST_ALIKE)


def _check_integrity(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (said,) in connection.execute(f"PRAGMA integrity_check({MOST_ALIKE + 1})"):
        if said != "ok":
            yield found("page-damaged", "sqlite", reason=" ".join(str(said).split()))


def check_log(path: Path) -> Iterator[Finding]:
    """See that the write-ahead log beside a store is there and its own."""
    log = beside(path, "-wal")
    if is_log_missing(str(path)):
        yield found("log-missing", log.name, wal=log.name, shm=beside(path, "-shm").name)
    if has_foreign_log(path):
        yield found("log-of-another-store", log.name)


def has_foreign_log(path: Path) -> bool:
    """Whether the log beside a store makes another one of it: SQLite itself applies whatever log lies there."""
    log = beside(path, "-wal")
    if not log.exists() or not log.stat().st_size:
        return False
    return all(_leads_elsewhere(path) for _ in range(_LOOKS))  # a program may put its log into the store right now


def _leads_elsewhere(path: Path) -> bool:
    """Whether a store has another origin with its log than without, or lacks the entry that was its last."""
    with suppress(*DAMAGE):
        without = _origin(f"{uri_of(str(path))}?mode=ro&immutable=1", None)
        if without:
            with_log = _origin(f"{uri_of(str(path))}?mode=ro", without[1] or 0)
            return bool(with_log and without != with_log)
    return False


def _origin(address: str, number: int | None) -> tuple[str, int | None, bytes | None] | None:
    """Return the first installation of a store, and the number and hash of an entry: the last one, unless one is asked for."""
    with closing(sqlite3.connect(address, uri=True)) as connection:
        row: tuple[str, int | None, bytes | None] | None = connection.execute(_ORIGIN, (number,)).fetchone()
        return row
