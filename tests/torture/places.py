"""Folders to torture: a small campaign, a file to import into it, and what its store holds afterwards."""

from pathlib import Path
from typing import Any

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker

TODAY = "2025-04-30"
DAY: dict[str, Any] = {"TRACKER_TODAY": TODAY}
UNITS = ("a", "b", "d")


def make_place(folder: Path) -> Path:
    """Make a folder with a small campaign and no store."""
    return define(folder)


def make_rows(path: Path, count: int) -> Path:
    """Write a file of so many achievements, each with a ref and a note of 80 letters."""
    lines = (
        f"{1 + number % 28}/{3 + number % 2}/2025,{UNITS[number % 3]},mo-hinh,1,{f'Mô hình số {number} ':.<80},R{number}\n"
        for number in range(count)
    )
    path.write_text("date,unit,criterion,quantity,note,ref\n" + "".join(lines), encoding="utf-8")
    return path


def ask(folder: Path, *arguments: str) -> Result:
    """Ask the store something, as of the last day."""
    return tracker(*arguments, cwd=folder, **DAY)


def log(folder: Path, *more: str) -> Result:
    """Log one achievement in this process."""
    return ask(folder, "log", "-u", "a", "-c", "mo-hinh", "-q", "1", *more)


def check(folder: Path) -> int:
    """Check all that the store holds (rows, bytes, chain, roll-ups against a recount) and return how many entries."""
    checked = ask(folder, "fsck", "--full", "--json")
    assert (checked.code, checked.json["findings"]) == (0, []), checked
    entries: int = checked.json["entries"]
    return entries


def count_entries(folder: Path) -> int:
    """Check all that the store holds and return how many entries, as `status` counts them too."""
    entries = check(folder)
    assert entries == ask(folder, "status", "--json").json["entries"]
    return entries
