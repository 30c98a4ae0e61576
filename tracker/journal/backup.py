"""Copies of a store that can be relied on: checked before they are kept, and before one takes the store's place."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from tracker.errors import TrackerError
from tracker.journal.append import LARGEST
from tracker.journal.check import Check, Depth, check_log, check_store, has_foreign_log, summarize
from tracker.journal.copies import SIDES, Progress, beside, copy_store, draft_beside, open_as_is, put_in_place, stamped
from tracker.journal.evidence_copy import EvidenceCopy, bring_evidence, evidence_beside
from tracker.journal.refusals import explained
from tracker.journal.schema import VERSION
from tracker.journal.store import uri_of, version_of

IN_USE_SECONDS = 5
_UNREADABLE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


class Copy(NamedTuple):
    """A store that was copied: the file that holds the copy, what it holds, and the evidence that went along."""

    file: Path
    check: Check
    evidence: EvidenceCopy


class Restored(NamedTuple):
    """What a restore did: what the store holds now, how many entries it held, the file that keeps them.

    `entries_before` is None where that could not be read any more, `kept` where nothing was there to keep.
    """

    check: Check
    entries_before: int | None
    kept: Path | None
    evidence: EvidenceCopy


def back_up(
    store: Path, target: Path, now: datetime, *, replace: bool, dry_run: bool, progress: Progress | None = None
) -> Copy:
    """Copy a store into a file for its owner alone, while others write; it is checked before it gets its name.

    What its entries name as evidence is there, in the folder beside it, before it.

    Raises: TrackerError backup-onto-store, backup-exists, store-missing, copy-damaged, file-unwritable,
    evidence-folder-link.
    """
    _check_target(store, target, replace=replace)
    with explained(str(store)), draft_beside(target) as draft:
        check = _copy_checked(store.absolute(), draft, now, progress)
        folders = (evidence_beside(store), evidence_beside(target))
        evidence = bring_evidence(draft, *folders, dry_run=dry_run, progress=progress)
        if not dry_run:
            try:
                put_in_place(draft, target, replace=replace)
            except FileExistsError:
                raise TrackerError.of("backup-exists", file=str(target)) from None
            except OSError as error:
                raise TrackerError.of(
                    "file-unwritable", file=str(target), reason=error.strerror or str(error)
                ) from None
    return Copy(target, check, evidence)


def restore_store(
    store: Path, file: Path, now: datetime, *, dry_run: bool, progress: Progress | None = None
) -> Restored:
    """Put a copy in a store's place, as an installation of its own; what the store held is kept beside it.

    Other programs see the old store or the new one, nothing between; where one of them has the store open, nothing is done.
    The evidence that lies beside the copy comes along.

    Raises: TrackerError file-missing, restore-from-itself, copy-damaged, store-in-use, store-foreign, store-newer,
    evidence-folder-link, file-unwritable.
    """
    folders, given = (evidence_beside(file), evidence_beside(store)), store
    store = store.resolve()
    if not file.is_file():
        raise TrackerError.of("file-missing", file=str(file))
    if store.exists() and store.samefile(file):
        raise TrackerError.of("restore-from-itself", file=file.name)
    with draft_beside(store) as draft:
        with explained(str(file)):
            check = _copy_checked(file.absolute(), draft, now, progress)
            evidence = bring_evidence(draft, *folders, dry_run=dry_run, progress=progress)
        with explained(str(store)), _held(store) as held:
            entries = summarize(held)[0] if held else None
            kept = None
            if not dry_run:
                kept = _overwrite(held, store, draft, now) if held else _swap(store, draft, now)
    if kept and given.absolute() == store:
        kept = given.with_name(kept.name)
    return Restored(check, entries, kept, evidence)


def _check_target(store: Path, target: Path, *, replace: bool) -> None:
    if not store.is_file() or not store.stat().st_size:
        raise TrackerError.of("store-missing", store=str(store))
    own = {beside(store, side).resolve() for side in ("", *SIDES)}
    if target.resolve() in own or (target.exists() and store.samefile(target)):
        raise TrackerError.of("backup-onto-store", file=target.name)
    if not replace and (target.exists() or target.is_symlink()):
        raise TrackerError.of("backup-exists", file=str(target))


def _copy_checked(file: Path, draft: Path, now: datetime, progress: Progress | None) -> Check:
    """Copy a store as it is and see that the copy is whole."""
    if wrong := list(check_log(file)):
        raise TrackerError.of("copy-damaged", file=file.name, count=len(wrong))
    with closing(open_as_is(file)) as source:
        if not version_of(source, str(file)):  # no store yet: nothing, or one whose making was cut off
            raise TrackerError.of("copy-damaged", file=file.name, count=1)
        copy_store(source, draft, progress)
    check = check_store(draft, now, Depth(integrity=True), progress=progress)
    if check.findings:
        raise TrackerError.of("copy-damaged", file=file.name, count=len(check.findings))
    return check


@contextmanager
def _held(store: Path) -> Iterator[sqlite3.Connection | None]:
    """Hold a store, so that no other program reads or writes it; None where there is none that can be read."""
    try:
        if not _is_readable(store):
            yield None
            return
        address = f"{uri_of(str(store))}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=IN_USE_SECONDS)) as connection:
            # Every lock there is, for as long as the connection is open.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
            yield connection
    except sqlite3.OperationalError as error:
        if _code(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        raise TrackerError.of("store-in-use", store=store.name) from None


def _is_readable(store: Path) -> bool:
    """Whether a store can be read at all; one that cannot, and its log, are not touched for it.

    Raises: TrackerError store-foreign, store-newer.
    """
    if not store.exists() or not store.stat().st_size or has_foreign_log(store):
        return False
    with closing(open_as_is(store)) as connection:
        connection.execute(f"PRAGMA busy_timeout={int(IN_USE_SECONDS * 1000)}")
        try:
            version_of(connection, str(store))
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if isinstance(error, sqlite3.DatabaseError) and _code(error) not in _UNREADABLE:
                raise
            return False
    return True


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _overwrite(held: sqlite3.Connection, store: Path, draft: Path, now: datetime) -> Path:
    """Keep what a store holds in a file beside it, then copy another one into it, in one transaction."""
    kept = stamped(store, f"{store.name}.", now, ".old")
    with draft_beside(kept) as aside:
        copy_store(held, aside)
        put_in_place(aside, kept, replace=False)
    (last,) = held.execute("SELECT max(id) FROM installation").fetchone()
    _become_new(draft, now, store.stat().st_ino, above=last)
    # Not by way of a log: one that a power cut leaves behind would hold another store than the file it lies beside.
    held.execute("PRAGMA journal_mode=DELETE")
    with closing(sqlite3.connect(draft, isolation_level=None)) as source:
        source.backup(held)
    beside(store, "-shm").unlink(missing_ok=True)  # of a program that was killed; nobody else uses it now
    return kept


def _swap(store: Path, draft: Path, now: datetime) -> Path | None:
    """Move what lies there aside, unread, with its log, and give another store its name."""
    kept = stamped(store, f"{store.name}.", now, ".old")
    _become_new(draft, now, draft.stat().st_ino, above=0)
    moved = []
    try:
        for side in ("", *SIDES):
            with suppress(FileNotFoundError):
                beside(store, side).rename(beside(kept, side))
                moved.append(side)
        put_in_place(draft, store, replace=False)
    except FileExistsError:  # made by another program just now
        raise TrackerError.of("store-in-use", store=store.name) from None
    except OSError as error:
        for side in moved:
            beside(kept, side).rename(beside(store, side))
        raise TrackerError.of("store-read-only", store=store.name, reason=error.strerror or str(error)) from None
    return kept if moved else None


def _become_new(draft: Path, now: datetime, inode: int, above: int) -> None:
    """Make a copy the present schema's, and an installation of its own in the file that it is going to be.

    Its number is above those of the store that it replaces: ids that were printed are not given again.
    """
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
            from tracker.journal.migrations import migrate  # noqa: PLC0415 only an old store needs sqlite-utils

            migrate(connection, now)
        connection.execute("BEGIN IMMEDIATE")
        (last,) = connection.execute("SELECT max(id) FROM installation").fetchone()
        new = (max(last, above) + 1, str(uuid4()), now.isoformat())
        connection.execute("INSERT INTO installation VALUES (?, ?, ?)", new)
        connection.execute("INSERT OR REPLACE INTO place VALUES (1, ?)", (inode & LARGEST,))
        connection.execute("COMMIT")
