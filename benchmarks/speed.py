"""Measures how quick tracker is: ratios of processor time over whole processes, taken in turns, medians.

python -m nox -s benchmark -- [--rounds 15] [--size 1000000] [--large 5000000] [--write docs/speed.md]
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))  # last: the installed tracker is measured

from benchmarks.contest import write_contest
from benchmarks.counts import Count, count_bytes, count_writes
from benchmarks.definitions import make_definition
from benchmarks.goals import PYTHON, Command, Goal, Sandbox, list_goals
from benchmarks.intake import make_csv
from benchmarks.nation import write_nation
from benchmarks.peers import find_taskwarrior, find_watson
from benchmarks.report import Row, list_facts, render_page, write_page
from benchmarks.stores import AS_OF, make_store
from benchmarks.totals import make_indexed

SMALL, PEERS = 1000, 100_000
UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "TRACKER_", "COLUMNS")


def main() -> int:
    """Measure and print a table; exit 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15, help="how often each side is run")
    parser.add_argument("--size", type=int, default=1_000_000, help="achievements in the full store")
    parser.add_argument("--large", type=int, default=5_000_000, help="achievements in the large store; 0: none")
    parser.add_argument("--peers", type=int, default=PEERS, help="entries in the stores of the peers")
    parser.add_argument("--only", nargs="+", metavar="GOAL", help="these goals alone, as S1 S3")
    parser.add_argument("--watson", type=Path, help="where Watson is")
    parser.add_argument("--papers", default=PYTHON, help="the Python that has the extras docx and xlsx")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "tracker-benchmark", help="a folder")
    parser.add_argument("--write", type=Path, help="a page to write the table into")
    given = parser.parse_args()
    given.keep = given.keep.resolve()
    rows: list[Row | Count] = list(measure_counts(given))
    facts = list_facts()
    if not given.only or set(given.only) - {"S8", "S12"}:
        box = make_sandbox(given)
        check_cached(box.definition)
        facts += list_sizes(given, box)
        rows += measure_goals(given, box)
    rows.sort(key=lambda row: int((row.goal if isinstance(row, Row) else row).name[1:]))
    text = render_page(rows, facts)
    print(f"\n{text}")
    if given.write:
        write_page(given.write, text)
    return 0 if all(row.is_met for row in rows) else 1


def measure_counts(given: argparse.Namespace) -> Iterator[Count]:
    """Measure and print the goals that are no ratio."""
    for name, count, size in (("S8", count_writes, 0), ("S12", count_bytes, given.size)):
        if not given.only or name in given.only:
            print(counted := count(make_store(given.keep / str(size), size)), flush=True)
            yield counted


def measure_goals(given: argparse.Namespace, box: Sandbox) -> Iterator[Row]:
    """Measure and print the goals that are ratios."""
    for goal in list_goals(box):
        if not given.only or goal.name in given.only:
            print(row := measure(goal, min(given.rounds, goal.rounds)), flush=True)
            yield row


def make_sandbox(given: argparse.Namespace) -> Sandbox:
    """Make what is measured, or find it as it was left."""
    full = make_store(given.keep / str(given.size), given.size)
    empty = make_store(given.keep / "0", 0)
    return Sandbox(
        empty,
        make_store(given.keep / str(SMALL), SMALL),
        full,
        make_store(given.keep / "nation", SMALL, write_nation),
        make_store(given.keep / f"contest-{given.size}", given.size, write_contest),
        make_store(given.keep / str(given.large), given.large) if given.large else None,
        make_definition(given.keep / "definition"),
        make_indexed(full / "tracker.db"),
        make_csv(given.keep / f"rows-{given.size}.csv", empty, given.size),
        find_taskwarrior(given.keep / f"taskwarrior-{given.peers}", given.peers),
        find_watson(given.keep / f"watson-{given.peers}", given.peers, given.watson),
        given.papers,
    )


def list_sizes(given: argparse.Namespace, box: Sandbox) -> list[str]:
    """Return how large everything was that was measured."""
    stores = f"achievements: {SMALL:,} in the small store, {given.size:,} in the full one and in the CSV"
    stores += f", {given.large:,} in the large one" if given.large else ""
    with box.definition.open(encoding="utf-8") as file:
        lines = sum(1 for _ in file)
    peers = [f"{peer.version} ({given.peers:,} entries)" for peer in (box.taskwarrior, box.watson) if peer]
    return [stores, f"campaigns.yaml: {lines:,} lines", *(["peers: " + ", ".join(peers)] if peers else [])]


def check_cached(definition: Path) -> None:
    """See that a definition which was read into the store is not read again: later commands load no YAML."""
    where = ("-C", "cand80-0", "--today", AS_OF)
    status = (PYTHON, "-X", "importtime", "-m", "tracker", "status", *where)
    log = (PYTHON, "-m", "tracker", "log", "-u", "a", "-c", "mo-hinh", "-q", "1", *where)
    said = [
        subprocess.run(command, cwd=definition.parent, capture_output=True, text=True, check=True).stderr
        for command in (log, status, status)
    ]
    loaded = {line.rpartition("|")[2].strip() for line in said[-1].splitlines()}
    assert "tracker.cli.main" in loaded
    assert not loaded & {"yaml", "tracker.files.campaign_file"}, "a later command read campaigns.yaml again"


def measure(goal: Goal, rounds: int) -> Row:
    """Run a goal's command and its base in turns and take the medians."""
    if goal.base is None:
        return Row(goal)
    ours, base = [], []
    for _ in range(rounds + 1):
        base.append(cpu(goal.base))
        ours.append(cpu(goal.ours))
    return Row(
        goal, rounds, statistics.median(ours[1:]), statistics.median(base[1:])
    )  # the first pair warms the caches


def cpu(command: Command) -> float:
    """Return the processor time (user and system, in seconds) of a whole process, or what it tells of itself."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(UNWANTED)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command.line,
        cwd=command.folder,
        env={**environment, **command.environment},
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if command.tells else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if command.tells:
        return float(done.stdout)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
