"""Measures the goals S1-S5 and S9: ratios of processor time over whole processes, taken in turns, medians.

    python -m nox -s benchmark -- [--rounds 15] [--large 5000000]

B is `import click` and rich's console and table, C is `import click` alone, each in a process of its own.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.stores import AS_OF, make_store

C = "import click"
B = "import click; from rich.console import Console; from rich.table import Table"
PYTHON = sys.executable
TRACKER = str(Path(PYTHON).with_name("tracker"))


class Goal(NamedTuple):
    """A goal: the median of `command` is to be at most `limit` times that of `base`."""

    name: str
    what: str
    command: Sequence[str]
    base: Sequence[str]
    limit: float
    folder: Path | None = None
    base_folder: Path | None = None


def main() -> int:
    """Measure and print a table; exit 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--large", type=int, default=5_000_000)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "tracker-benchmark")
    given = parser.parse_args()
    small, full = (make_store(given.keep / str(size), size) for size in (1000, given.size))
    large = make_store(given.keep / str(given.large), given.large) if given.large else full
    rows = [measure(goal, given.rounds) for goal in goals(small, full, large)]
    print(f"\n| # | what | goal | measured | ms |\n|---|---|---|---|---|\n{chr(10).join(row for _, row in rows)}")
    return 0 if all(met for met, _ in rows) else 1


def goals(small: Path, full: Path, large: Path) -> list[Goal]:
    """Return the goals over stores of 1,000, 1,000,000 and 5,000,000 achievements."""
    b, c = ([PYTHON, "-c", code] for code in (B, C))
    today = ["--today", AS_OF]
    status = [TRACKER, "status", *today]
    log = [TRACKER, "log", "-u", "th25-14797", "-c", "mo-hinh", "-q", "1", *today]
    weekly = [TRACKER, "report", "weekly", "--week", "2025-W20", "--json", *today]
    return [
        Goal("S1", "status, 1,000,000", status, b, 1.6, full),
        Goal("S2", "status, 5,000,000 over 1,000", status, status, 1.2, large, small),
        Goal("S3", "status --json, 1,000,000", [*status, "--json"], b, 0.9, full),
        Goal("S4", "--help", [TRACKER, "--help"], c, 1.3),
        Goal("S4", "--version", [TRACKER, "--version"], c, 1.3),
        Goal("S5", "log-achievement, 1,000,000", log, c, 1.5, full),
        Goal("S5", "log-achievement, 1,000,000 over 1,000", log, log, 1.1, full, small),
        Goal("S9", "report weekly --json, 1,000,000", weekly, b, 2.0, full),
    ]


def measure(goal: Goal, rounds: int) -> tuple[bool, str]:
    """Run a goal's command and its base in turns and compare the medians."""
    ours, theirs = [], []
    for _ in range(rounds + 1):
        theirs.append(cpu(goal.base, goal.base_folder))
        ours.append(cpu(goal.command, goal.folder))
    own, base = statistics.median(ours[1:]), statistics.median(theirs[1:])  # the first pair warms the caches
    ratio = own / base
    row = f"| {goal.name} | {goal.what} | {goal.limit} | {ratio:.2f} | {own * 1000:.0f} / {base * 1000:.0f} |"
    print(row, flush=True)
    return ratio <= goal.limit, row


def cpu(command: Sequence[str], folder: Path | None) -> float:
    """Return the processor time (user and system, in seconds) of a whole process."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
