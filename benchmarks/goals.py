"""The goals: which command against which base, and the ratio that it may reach."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.contest import PHASE, UNIT, UNITS
from benchmarks.definitions import OURS, PYYAML
from benchmarks.intake import BARE, IMPORT
from benchmarks.papers import BARE_PAPER, BARE_WORKBOOK, OUR_PAPER, OUR_WORKBOOK, ROWS
from benchmarks.peers import Peer
from benchmarks.stores import AS_OF
from benchmarks.totals import ASK, FROM_JOURNAL, FROM_ROLLUPS

PYTHON = sys.executable
TRACKER = str(Path(PYTHON).with_name("tracker"))
C = "import click"
B = "import click; from rich.console import Console; from rich.table import Table"
SLOW = 5  # rounds for what takes seconds


class Command(NamedTuple):
    """A command line, where it is run, and whether it prints its own processor time in seconds."""

    line: Sequence[str]
    folder: Path | None = None
    environment: Mapping[str, str] = {}
    tells: bool = False


class Goal(NamedTuple):
    """A goal: the median of `ours` is to be at most `limit` times that of `base`.

    Without a base it is not measured, for the reason that `base_is` gives. `rounds` are the most that are worth while.
    """

    name: str
    what: str
    ours: Command
    base: Command | None
    base_is: str
    limit: float
    rounds: int = 1000


class Sandbox(NamedTuple):
    """What was made for the measurements: the folders of the stores, the long definition, the indexed copy, the CSV, the peers."""

    empty: Path
    small: Path
    full: Path
    nation: Path
    contest: Path
    large: Path | None
    definition: Path
    indexed: Path
    rows: Path
    taskwarrior: Peer | None
    watson: Peer | None
    papers: str


def list_goals(box: Sandbox) -> Iterator[Goal]:
    """Return the goals over the stores of a sandbox."""
    b, c = (Command((PYTHON, "-c", code)) for code in (B, C))
    status, log = ("status", "--today", AS_OF), ("log", "-u", "th25-14797", "-c", "mo-hinh", "-q", "1")
    weekly = ("report", "weekly", "--week", "2025-W20", "--json", "--today", AS_OF)
    log_in = {folder: _tracker(*log, "--today", AS_OF, folder=folder) for folder in (box.small, box.full)}
    yield Goal(
        "S1", "`status`, in colour as on a screen", _tracker(*status, "--color", "always", folder=box.full), b, "B", 1.6
    )
    yield _nation(box, "`status`", status)
    yield _growth(box, status)
    yield Goal("S3", "`status --json`", _tracker(*status, "--json", folder=box.full), b, "B", 0.9)
    yield Goal("S4", "`--help`", _tracker("--help"), c, "C", 1.3)
    yield Goal("S4", "`--version`", _tracker("--version"), c, "C", 1.3)
    yield Goal("S4", "completion of `tracker sta`", _completion("tracker sta"), c, "C", 1.3)
    yield Goal("S5", "`log-achievement`", log_in[box.full], c, "C", 1.5)
    yield Goal("S5", "`log-achievement`", log_in[box.full], log_in[box.small], "the same into the small store", 1.1)
    yield _intake("into an empty store", box, box.empty, 0.18)
    yield _intake("into the full store", box, box.full, 0.15)
    yield _totals(box.indexed)
    yield Goal("S9", "`report weekly --json`, one week", _tracker(*weekly, folder=box.full), b, "B", 2.0)
    yield _nation(box, "`report weekly --json`", weekly)
    yield from _papers(box)
    yield _reading(box.definition)
    yield _against_taskwarrior(box, _tracker(*status, folder=box.full))
    yield _against_watson(box, log_in[box.full])
    yield from _contest(box.contest, b)


def _tracker(*arguments: str, folder: Path | None = None) -> Command:
    return Command((TRACKER, *arguments), folder)


def _completion(line: str) -> Command:
    words = line.split()
    asked = {"_TRACKER_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    return Command((TRACKER,), environment=asked)


def _growth(box: Sandbox, status: tuple[str, ...]) -> Goal:
    base = _tracker(*status, folder=box.small) if box.large else None
    base_is = "the same on the small store" if box.large else "no large store was asked for"
    return Goal("S2", "`status` on the large store", _tracker(*status, folder=box.large), base, base_is, 1.2)


def _nation(box: Sandbox, what: str, arguments: tuple[str, ...]) -> Goal:
    name = "S1" if arguments[0] == "status" else "S9"
    ours, base = (_tracker(*arguments, folder=folder) for folder in (box.nation, box.small))
    return Goal(
        name, f"{what}, a country of 3,400 units rebuilt three times", ours, base, "the same of one province", 3.0
    )


def _contest(folder: Path, b: Command) -> Iterator[Goal]:
    for asked in (("rank", "--json"), ("rank",), ("explain", UNIT), ("explain", UNIT, "--json")):
        ranked = _tracker(*asked, "--phase", PHASE, "--today", AS_OF, folder=folder)
        yield Goal("S14", f"`{' '.join(asked)}`, a phase of {UNITS} units by 12 criteria", ranked, b, "B", 3.0)


def _totals(indexed: Path) -> Goal:
    ours, base = (Command((PYTHON, "-c", ASK, str(indexed), sql), tells=True) for sql in (FROM_ROLLUPS, FROM_JOURNAL))
    return Goal("S7", "the totals of every criterion, in SQLite", ours, base, "a covering index", 0.1)


def _intake(where: str, box: Sandbox, folder: Path, share: float) -> Goal:
    """At least a share of the rows a second, so at most that many times the processor time."""
    ours = Command((PYTHON, "-c", IMPORT, TRACKER, str(box.rows), str(folder)), tells=True)
    base = Command((PYTHON, "-c", BARE, str(box.rows), str(box.rows.parent)), tells=True)
    return Goal("S6", f"`import` of a CSV {where}", ours, base, "a bare `executemany`", round(1 / share, 2), SLOW)


def _papers(box: Sandbox) -> Iterator[Goal]:
    for what, base_is, suffix, codes in (
        ("a paper in Word with an annex", "bare python-docx, rows copied", "docx", (OUR_PAPER, BARE_PAPER)),
        ("a workbook with a sheet", "bare XlsxWriter", "xlsx", (OUR_WORKBOOK, BARE_WORKBOOK)),
    ):
        ours, base = (
            Command((box.papers, "-c", code, str(box.rows.parent / f"{name}.{suffix}")))
            for name, code in zip(("ours", "base"), codes, strict=True)
        )
        yield Goal("S10", f"{what} of {ROWS} rows", ours, base, base_is, 1.3)


def _reading(path: Path) -> Goal:
    ours, base = (Command((PYTHON, "-c", code, str(path)), path.parent, tells=True) for code in (OURS, PYYAML))
    return Goal("S11", "reading and checking a long campaigns.yaml", ours, base, "`yaml.load(CSafeLoader)`", 0.7)


def _against_taskwarrior(box: Sandbox, status: Command) -> Goal:
    peer = box.taskwarrior
    base = Command((peer.program, "summary"), environment=peer.environment) if peer else None
    return Goal(
        "S13", "`status`", status, base, "`task summary`" if peer else "Taskwarrior is not installed", 0.15, SLOW
    )


def _against_watson(box: Sandbox, log: Command) -> Goal:
    peer, span = box.watson, ("--from", "2025-08-09 08:00", "--to", "2025-08-09 09:00")
    add = ("add", *span, "unit-1", "+criterion1")
    base = Command((peer.program, *add), environment=peer.environment) if peer else None
    return Goal(
        "S13", "`log-achievement`", log, base, "`watson add`" if peer else "Watson is not installed", 0.05, SLOW
    )
