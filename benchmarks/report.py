"""What was measured, as a page of Markdown with the facts of the machine."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from benchmarks.goals import Goal

BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"
PACKAGES = ("tracker", "click", "rich", "msgspec", "PyYAML", "sqlite-utils")


class Row(NamedTuple):
    """A goal, how many rounds were run, and the median processor time of both sides in seconds."""

    goal: Goal
    rounds: int = 0
    ours: float = 0
    base: float = 0

    @property
    def is_met(self) -> bool:
        """Whether the goal was reached, or could not be measured."""
        return self.goal.base is None or self.ours <= self.goal.limit * self.base

    def __str__(self) -> str:
        goal = self.goal
        if goal.base is None:
            return f"| {goal.name} | {goal.what} | – | {goal.limit} | not measured: {goal.base_is} | | |"
        measured = f"{self.ours / self.base:.2f}" + ("" if self.is_met else " **missed**")
        times = " / ".join(_milliseconds(seconds) for seconds in (self.ours, self.base))
        return f"| {goal.name} | {goal.what} | {goal.base_is} | {goal.limit} | {measured} | {times} | {self.rounds} |"


def render_page(rows: Sequence[object], facts: Iterable[str]) -> str:
    """Return the table and the facts as Markdown."""
    titles = ("", "ours", "against", "at most", "measured", "CPU ms", "rounds")
    table = [f"| {' | '.join(titles)} |", "|---|---|---|---:|---:|---:|---:|", *map(str, rows)]
    return "\n".join((*table, "", *(f"- {fact}" for fact in facts), ""))


def write_page(path: Path, text: str) -> None:
    """Put what was measured between the marks of a page."""
    before, rest = path.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def list_facts() -> list[str]:
    """Return when and on what machine this runs."""
    today = datetime.now(UTC).date()  # noqa: TID251 a benchmark may
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"{today}, {_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}",
    ]


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.0f}" if seconds >= 0.01 else f"{seconds * 1000:.2f}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
