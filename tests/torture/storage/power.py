# ruff: noqa: N802 the methods' names are SQLite's
"""A disk that notes all that happens to it, and what would be on it had the power been cut in between.

A file holds what was synced; of what came later anything may survive: nothing, some writes, some sectors of some.
Names are kept apart: what was created or deleted holds once the folder is synced, as SQLite does on Linux with the
first sync of a -wal or -journal by whoever opened it (UNIXFILE_DIRSYNC). Of one name's changes an early part survives.
"""

import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import apsw

from tests.torture.storage.failing import SECTOR, name_of

LOGS = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
SURVIVAL = (0.1, 0.5, 0.9)


class Lost(StrEnum):
    """What a power cut does to what was not synced."""

    DROPPED = "dropped"
    REORDERED = "reordered"
    TORN = "torn"


class Write(NamedTuple):
    """Bytes at a place of a file."""

    file: int
    offset: int
    data: bytes

    def onto(self, content: bytearray, filler: int) -> None:
        """Put the bytes where they belong; what lies before them and was never written is anything."""
        content.extend(bytes([filler]) * (self.offset - len(content)))
        content[self.offset : self.offset + len(self.data)] = self.data

    def sectors(self) -> "Iterator[Write]":
        """Split it where sectors end."""
        at, end = self.offset, self.offset + len(self.data)
        while at < end:
            after = min(end, (at // SECTOR + 1) * SECTOR)
            yield Write(self.file, at, self.data[at - self.offset : after - self.offset])
            at = after


class Truncate(NamedTuple):
    """A new length of a file."""

    file: int
    size: int

    def onto(self, content: bytearray, filler: int) -> None:
        """Cut the file off, or fill it up."""
        del content[self.size :]
        content.extend(bytes([filler]) * (self.size - len(content)))


class Sync(NamedTuple):
    """A file is durable; with `names`, so is everything created and deleted up to now; file 0 is nothing but that."""

    file: int
    names: bool


class Name(NamedTuple):
    """A file got a name, or with None nothing has it any more."""

    name: str
    file: int | None


class Commit(NamedTuple):
    """The program was told that these rows stand in the journal."""

    rows: list[tuple[int, bytes]]


Event = Write | Truncate | Sync | Name | Commit


class RecordingDisk(apsw.VFS):
    """Writes what happens to a store, its -wal and its -journal into `events`; other files are let through.

    The log goes into the store every `checkpoint` pages, so that it does so often.
    """

    vfs = "recording"

    def __init__(self, store: str, *, synchronous: str = "FULL", checkpoint: int = 12) -> None:
        self.events: list[Event] = []
        self.synchronous, self.checkpoint = synchronous, checkpoint
        self._store, self._own = store, {store, f"{store}-wal", f"{store}-journal"}
        self._files: dict[str, int] = {}
        self._given = 0
        if Path(store).exists():
            file = self._name(store)
            self.events += [Write(file, 0, Path(store).read_bytes()), Sync(file, names=True)]
            self.acknowledge()
        self.begins = len(self.events)
        super().__init__(self.vfs, "")

    def committed(self, connection: apsw.Connection) -> None:
        """Note that the program may now say that it is done."""
        if connection.filename == self._store:
            self.events.append(Commit(chain(connection)))

    def acknowledge(self) -> None:
        """Note that what the store holds now was told to be there."""
        with closing(sqlite3.connect(self._store)) as connection:
            self.events.append(Commit(chain(connection)))

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        path = name_of(name)
        if path not in self._own or path is None:
            return apsw.VFSFile("", name, flags)
        file = RecordingFile(self, name, flags)
        file.number = self._files.get(path) or self._name(path)
        file.names = bool(flags[0] & LOGS)
        return file

    def _name(self, path: str) -> int:
        self._given += 1
        self._files[path] = self._given
        self.events.append(Name(Path(path).name, self._given))
        return self._given

    def xDelete(self, name: str, syncdir: bool) -> None:
        super().xDelete(name, syncdir)
        if self._files.pop(name, None):
            self.events.append(Name(Path(name).name, None))
        if syncdir:
            self.events.append(Sync(0, names=True))


class RecordingFile(apsw.VFSFile):
    """A file of a recording disk; the first sync of a log makes `names` durable too."""

    number = 0
    names = False

    def __init__(self, disk: RecordingDisk, name: Any, flags: list[int]) -> None:
        self._events = disk.events
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._events.append(Write(self.number, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        self._events.append(Truncate(self.number, size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._events.append(Sync(self.number, self.names))
        self.names = False


def chain(connection: Any) -> list[tuple[int, bytes]]:
    """Return the number and the hash of every row, whatever it is; none of a store that is not made yet."""
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE name IN ('journal', 'filing', 'event')"
    ).fetchall()
    return sorted(row for (table,) in tables for row in connection.execute(f"SELECT id, hash FROM {table}"))


def cut_power(events: Sequence[Event], lost: Lost, chance: random.Random) -> dict[str, bytes]:
    """Return the files that are there once the power is back, by their names."""
    durable: dict[int, bytearray] = {}
    unsynced: dict[int, list[Write | Truncate]] = {}
    names: dict[str, int | None] = {}
    unnamed: list[Name] = []
    for event in events:
        match event:
            case Write() | Truncate():
                unsynced.setdefault(event.file, []).append(event)
            case Sync():
                _apply(unsynced.pop(event.file, []), durable.setdefault(event.file, bytearray()), 0)
                if event.names:
                    names.update((one.name, one.file) for one in unnamed)
                    unnamed.clear()
            case Name():
                unnamed.append(event)
            case Commit():
                pass
    share = chance.choice(SURVIVAL)
    for file, changes in unsynced.items():
        content = durable.setdefault(file, bytearray())
        _apply(_survivors(changes, lost, share, chance), content, chance.choice((0, 0xA5)))
    names.update(_survivors_of_names(unnamed, lost, chance))
    return {name: bytes(durable.get(file, b"")) for name, file in names.items() if file}


def _apply(changes: Iterable[Write | Truncate], content: bytearray, filler: int) -> None:
    for change in changes:
        change.onto(content, filler)


def _survivors(
    changes: Sequence[Write | Truncate], lost: Lost, share: float, chance: random.Random
) -> Iterator[Write | Truncate]:
    for change in changes if lost != Lost.DROPPED else ():
        parts = change.sectors() if lost == Lost.TORN and isinstance(change, Write) else (change,)
        yield from (part for part in parts if chance.random() < share)


def _survivors_of_names(changes: Sequence[Name], lost: Lost, chance: random.Random) -> dict[str, int | None]:
    survivors: dict[str, int | None] = {}
    for name in dict.fromkeys(change.name for change in changes):
        files = [change.file for change in changes if change.name == name]
        if lost != Lost.DROPPED and (kept := chance.randint(0, len(files))):
            survivors[name] = files[kept - 1]
    return survivors
