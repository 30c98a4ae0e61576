"""Many at once: everything that was acknowledged is there, once, and nobody hears that the store is locked."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.crowd import write_at_once
from tests.cli.conftest import define
from tests.cli.harness import UNMEASURED, environment
from tests.conftest import ROOT
from tests.torture.places import DAY, TODAY, UNITS, ask, check, count_entries, make_place
from tracker.journal.schema import VERSION
from tracker.journal.store import memory_store

FROZEN = ROOT / "tests" / "fixtures" / "stores" / "v1" / "tracker.db"
LOG = ("log", "-u", "a", "-c", "mo-hinh", "-q", "1")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no shell to wait in")
TOGETHER = 8
Rounds = Callable[[int, int], int]
Figures = Callable[[str, str, str], None]


class Done(NamedTuple):
    """What a command line did."""

    code: int
    out: str
    err: str


def run_at_once(folder: Path, commands: Sequence[Sequence[str]]) -> list[Done]:
    """Run command lines that begin at the same moment: each waits until the one pipe to all of them is closed."""
    theirs, ours = os.pipe()
    with ExitStack() as stack:
        waiting = [stack.enter_context(_start(folder, command, theirs)) for command in commands]
        os.close(theirs)
        os.close(ours)
        said = [one.communicate(timeout=300) for one in waiting]
    return [Done(one.returncode, out, err) for one, (out, err) in zip(waiting, said, strict=True)]


def _start(folder: Path, command: Sequence[str], waits_for: int) -> subprocess.Popen[str]:
    wait = ("sh", "-c", 'read _; exec "$@"', "sh")
    return subprocess.Popen(
        [*wait, sys.executable, "-m", "tracker", *command],
        cwd=folder,
        env=environment({**DAY, **UNMEASURED}),
        stdin=waits_for,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def schema(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Tables, indexes, triggers and views by name; sqlite-utils keeps a table of its own of what it migrated."""
    asked = "SELECT name, sql FROM sqlite_schema WHERE tbl_name <> '_sqlite_migrations' AND sql <> '' ORDER BY name"
    return connection.execute(asked).fetchall()


def test_many_processes_write_for_a_while(tmp_path: Path, rounds: Rounds, figures: Figures) -> None:
    folder = make_place(tmp_path / "crowd")
    writers, most, seconds = rounds(8, 64), rounds(20, sys.maxsize), rounds(3600, 60)
    crowd = write_at_once(folder, TODAY, UNITS, writers, most, seconds)
    assert crowd.refused == []
    assert len(set(crowd.ids)) == len(crowd.ids) >= writers
    assert count_entries(folder) == len(crowd.ids)
    assert list_ids(folder) == set(crowd.ids)
    figures(
        "crowd",
        f"{writers} processes wrote for {seconds} s through the services, each write durable",
        f'{len(crowd.ids):,} acknowledged = {len(crowd.ids):,} stored, roll-ups = recount (`fsck --full`), 0 "locked"; '
        f"99% of the writes within {crowd.slowest(0.01):.2f} s, the longest {max(crowd.waits):.1f} s",
    )


def list_ids(folder: Path) -> set[str]:
    """The ids that the journal holds, as a program reads them."""
    return {one["id"] for one in ask(folder, "ls", "--json").json["achievements"]}


def test_command_lines_at_once(tmp_path: Path, figures: Figures) -> None:
    """What one leaves out the next one writes: the same ref by two of them is one entry."""
    folder = make_place(tmp_path / "lines")
    commands = [(*LOG, "--ref", f"R{number // 2}") for number in range(16)]
    done = run_at_once(folder, commands)
    assert [(one.code, one.err) for one in done] == [(0, "")] * 16
    told = [one.out.strip() for one in done]
    assert told[::2] == told[1::2]
    assert len(set(told)) == 8
    assert list_ids(folder) == set(told)
    assert count_entries(folder) == 8
    figures(
        "crowd",
        "16 command lines `tracker log` began at once, each ref by two of them",
        '8 entries, each told twice by its one id; 0 lost, 0 "locked"',
    )


@pytest.mark.parametrize("is_old", [False, True])
def test_programs_that_make_or_migrate_a_store_at_once(
    tmp_path: Path, rounds: Rounds, figures: Figures, is_old: bool
) -> None:
    with closing(memory_store()) as fresh:
        wanted = schema(fresh.connection)
    times = rounds(1, 50)
    for number in range(times):
        folder = define(tmp_path / str(number))
        held = 0
        if is_old:
            shutil.copy(FROZEN, folder / "tracker.db")
            held = check(folder)
        done = run_at_once(folder, [LOG] * TOGETHER)
        assert [(one.code, one.err) for one in done] == [(0, "")] * TOGETHER
        assert len({one.out for one in done}) == TOGETHER
        assert len({one.out.partition("-")[0] for one in done}) == 1, "two installations"
        assert check(folder) == held + TOGETHER
        with closing(sqlite3.connect(folder / "tracker.db")) as connection:
            assert schema(connection) == wanted
            assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert len(list(folder.glob("tracker-v1-*.db"))) == is_old
        shutil.rmtree(folder)
    done_to = "migrated a store of version 1" if is_old else "made a store"
    figures(
        "newborn",
        f"{TOGETHER} command lines {done_to} at the same moment and logged into it, {times} times",
        f"one schema, one installation, {TOGETHER} entries each time, no error"
        + ("; the old store kept once" if is_old else ""),
    )
