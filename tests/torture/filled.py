"""A store that an office has filled for two months, without room left in its file, and what its figures are."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker

TODAY = "2025-05-05"
FIGURES = ("status", "status -u d", "report weekly --week 2025-W10", "achievements")
NOTES = ("Camera an ninh thôn 3", "Tổ liên gia tự quản", "", "Tuyên truyền pháp luật tại trường trung học cơ sở")


def fill(folder: Path, rows: int) -> Path:
    """Make a store of entries, corrections and returns in a folder of its own; return its file."""
    define(folder)
    table = "\n".join(["date,unit,criterion,quantity,denominator,note,ref", *_rows(rows)])
    done(folder, "import", "-", stdin=table.encode())
    for number in range(1, rows, rows // 10):
        done(folder, "amend", f"1-{number}", "-d", "31/3/2025", "--reason", "ghi nhầm ngày")
        done(folder, "void", f"1-{number + 1}", "--reason", "ghi trùng")
    for week in range(10, 18):
        for unit in "ab":
            done(folder, "submit", "-u", unit, "--week", f"2025-W{week}", "--received", f"{week - 8}/4/2025 09:00")
    for _ in range(3):
        done(folder, "undo")
    with closing(sqlite3.connect(folder / "tracker.db")) as connection:
        connection.execute("VACUUM")
    return folder / "tracker.db"


def _rows(count: int) -> Iterator[str]:
    chance = random.Random(4)
    for number in range(count):
        day, unit = f"{chance.randrange(1, 31)}/{chance.choice('34')}/2025", chance.choice("ab")
        what = chance.choice(("mo-hinh,{0},", "kham-pha,{0},{1}", "nuoc-sach,{0}.25,"))
        amount = what.format(chance.randrange(9), chance.randrange(9, 19))
        yield f"{day},{unit},{amount},{chance.choice(NOTES)},{f'K-{number}' if number % 2 else ''}"


def run(folder: Path, *arguments: str, **settings: Any) -> Result:
    """Run a command line on the day from which the filled store is looked at."""
    return tracker(*arguments, cwd=folder, **{"TRACKER_TODAY": TODAY, **settings})


def done(folder: Path, *arguments: str, **settings: Any) -> str:
    """Run a command line that must succeed; return what it says."""
    said = run(folder, *arguments, **settings)
    assert (said.code, said.err) == (0, ""), said
    return said.out


def say_figures(folder: Path) -> list[Result]:
    """What each command that shows figures says, to the byte."""
    return [run(folder, *command.split(), "--json") for command in FIGURES]
