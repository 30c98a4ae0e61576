"""What a disk fails under: a command line each, what there is before it, and what stores hold afterwards."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.cli.harness import Result
from tests.conftest import ROOT
from tests.torture.places import ask, log, make_place, make_rows
from tests.torture.storage.power import chain

FROZEN = ROOT / "tests" / "fixtures" / "stores"
LOG = ("log", "-u", "a", "-c", "mo-hinh", "-q", "1")
ROWS = """SELECT day, unit.text, quantity, note, ref, reverses FROM journal JOIN name AS unit ON unit.id = unit
    ORDER BY journal.id"""


class Task(NamedTuple):
    """A command line, what makes the folder that it is given, and the stores that it may change."""

    prepare: Callable[[Path], object]
    command: tuple[str, ...]
    stores: tuple[str, ...] = ("tracker.db",)


def done(*said: Result) -> None:
    """See that commands ended well."""
    assert all((one.code, one.err) == (0, "") for one in said), said


def make_filled(folder: Path) -> None:
    """Make a store with some entries, one of them corrected, and a file of rows."""
    make_place(folder)
    make_rows(folder / "rows.csv", 200)
    make_rows(folder / "first.csv", 40)
    done(log(folder), ask(folder, "import", "first.csv"), ask(folder, "void", "1-1", "--reason", "nhầm"))


def make_saved(folder: Path) -> None:
    """Make a backup and enter more."""
    make_filled(folder)
    done(ask(folder, "backup", "b.db"), ask(folder, "undo"), log(folder))


def make_elsewhere(folder: Path) -> None:
    """Make a store, and a backup of another office's."""
    make_filled(folder / "elsewhere")
    done(ask(folder / "elsewhere", "backup", "../b.db"))
    shutil.rmtree(folder / "elsewhere")
    make_filled(folder)
    done(log(folder))


def make_old(folder: Path) -> None:
    """Make a store of the first version."""
    shutil.copytree(FROZEN / "v1", folder, dirs_exist_ok=True)


TASKS = {
    "the first entry": Task(make_place, LOG),
    "log": Task(make_filled, LOG),
    "import": Task(make_filled, ("import", "rows.csv")),
    "undo": Task(make_filled, ("undo",)),
    "submit": Task(make_filled, ("submit", "-u", "a", "--week", "2025-W10")),
    "migrate": Task(make_old, ("status",)),
    "backup": Task(make_filled, ("backup", "b.db"), ("tracker.db", "b.db")),
    "backup over another": Task(make_saved, ("backup", "b.db", "--force"), ("tracker.db", "b.db")),
    "restore": Task(make_saved, ("restore", "b.db", "--yes"), ("tracker.db", "b.db")),
    "restore of another store": Task(make_elsewhere, ("restore", "b.db", "--yes"), ("tracker.db", "b.db")),
}


def read_stores(folder: Path, task: Task) -> list[object]:
    """Return what the stores of a task hold, checked in every way; one that holds nothing yet is left out."""
    there = [name for name in task.stores if (folder / name).exists() and (folder / name).stat().st_size]
    return [held for held in (_read_store(folder, name) for name in there) if held]


def _read_store(folder: Path, name: str) -> object:
    checked = ask(folder, "fsck", "--full", "--db", name)
    assert (checked.code, checked.err) == (0, ""), checked
    with closing(sqlite3.connect(folder / name)) as connection:
        if not chain(connection):
            return None
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        returns = connection.execute("SELECT unit, first_day FROM filing ORDER BY id").fetchall()
        return version, connection.execute(ROWS).fetchall(), returns


class Place:
    """A folder that can be put back as it was; a file stays the same one on the disk, so that no store is a copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept = {one: one.read_bytes() for one in folder.iterdir()}

    def put_back(self) -> None:
        """Make every file what it was, and take away the others."""
        for one in set(self.folder.iterdir()) - self._kept.keys():
            one.unlink()
        for one, data in self._kept.items():
            if not one.exists() or one.read_bytes() != data:
                one.write_bytes(data)
