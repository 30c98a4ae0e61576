"""A long import is killed, ended or interrupted at random moments: all of it is there afterwards, or nothing."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.harness import UNMEASURED, environment, python
from tests.torture.places import DAY, count_entries, log, make_place, make_rows

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
IMPORT = [sys.executable, "-m", "tracker", "import", "rows.csv"]
NOTHING_WRITTEN = "error[interrupted]: interrupted; nothing was written"
TOO_LATE = (
    "error[interrupted-late]: interrupted too late: everything was recorded already\nhint: tracker undo takes it back"
)
AFTER = (
    "import os, signal, sys\n"
    "from tracker.cli.entry import main\n"
    "at = sys.argv.pop(1)\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background jobs ignore it
    "def stop(event, told):\n"
    "    if event == 'import' and told[0] == at:\n"
    "        os.kill(os.getpid(), signal.SIGINT)\n"
    "sys.addaudithook(stop)\n"
    "main()\n"
)


class Moments(NamedTuple):
    """How long an import takes that nobody disturbs, and from when on its transaction is written to the disk."""

    writes: float
    ends: float


class Hit(NamedTuple):
    """An import that got a signal: where it was then, how it ended and what it said."""

    where: str
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def rows(rounds: Callable[[int, int], int]) -> int:
    """How many rows are imported."""
    return rounds(1_000, 10_000)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory, rows: int) -> Path:
    """A folder with an entry that was acknowledged, and a file to import."""
    folder = make_place(tmp_path_factory.mktemp("killed") / "ready")
    make_rows(folder / "rows.csv", rows)
    assert log(folder).code == 0
    return folder


def begin(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        IMPORT,
        cwd=folder,
        env=environment({**DAY, **UNMEASURED}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def has_begun_to_write(folder: Path) -> bool:
    """Whether something stands in the write-ahead log: the rows are kept in memory until all are there."""
    with suppress(FileNotFoundError):
        return (folder / "tracker.db-wal").stat().st_size > 0
    return False


def wait_until_it_writes(folder: Path, running: subprocess.Popen[bytes]) -> None:
    while running.poll() is None and not has_begun_to_write(folder):
        pass  # the moment is short


def measure(folder: Path) -> Moments:
    """Let an import run to its end."""
    assert log(folder).code == 0  # what is kept of campaigns.yaml is written before
    start = time.monotonic()
    with begin(folder) as running:
        wait_until_it_writes(folder, running)
        writes = time.monotonic() - start
        _, err = running.communicate()
    assert running.returncode == 0, err
    return Moments(writes, time.monotonic() - start)


def is_held(folder: Path) -> bool:
    """Whether somebody holds the lock for writing."""
    with closing(sqlite3.connect(folder / "tracker.db", timeout=0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False


def locate(folder: Path, running: subprocess.Popen[bytes]) -> str:
    """Stop a program and find out how far it has come; "" where it holds no lock: it has not begun, or is done."""
    running.send_signal(signal.SIGSTOP)
    if running.returncode is not None:
        return "when it had ended"
    state = os.waitid(os.P_PID, running.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    if state is None or state.si_code != os.CLD_STOPPED:
        return "when it had ended"
    if not is_held(folder):
        return ""
    # In the transaction the log is there and empty; the last to close the store takes it away.
    is_early = (folder / "tracker.db-wal").exists() and not has_begun_to_write(folder)
    return "in the transaction" if is_early else "while it committed"


def hit(folder: Path, sent: signal.Signals, delay: float, *, aimed: bool) -> Hit:
    """Send a signal to an import after some seconds; aimed, they are counted from when it begins to write."""
    with begin(folder) as running:
        if aimed:
            wait_until_it_writes(folder, running)
        time.sleep(delay)  # a random moment is what this is about
        where = locate(folder, running)
        running.send_signal(sent)
        running.send_signal(signal.SIGCONT)
        out, err = running.communicate(timeout=60)
    if b"KeyboardInterrupt" in err and b", in main" not in err:
        return Hit("before tracker's first line", -sent, "", "")  # Python itself says where it was
    return Hit(where, running.returncode, out.decode(), err.decode().strip())


def choose_moments(chance: random.Random, moments: Moments, count: int) -> Iterator[tuple[float, bool]]:
    """Choose moments from the start of an import to beyond its end; every other one in the short time when it writes."""
    for number in range(count):
        if number % 2:
            yield chance.uniform(0, moments.ends - moments.writes), True
        else:
            yield chance.uniform(0, moments.ends * 1.1), False


@pytest.mark.parametrize(
    ("sent", "short", "long"), [(signal.SIGKILL, 5, 100), (signal.SIGTERM, 2, 50), (signal.SIGINT, 3, 50)]
)
def test_an_import_that_is_hit_is_there_whole_or_not_at_all(
    ready: Path,
    tmp_path: Path,
    rows: int,
    rounds: Callable[[int, int], int],
    figures: Callable[[str, str, str], None],
    sent: signal.Signals,
    short: int,
    long: int,
) -> None:
    moments = measure(Path(shutil.copytree(ready, tmp_path / "measured")))
    seen: Counter[str] = Counter()
    for number, (delay, aimed) in enumerate(choose_moments(random.Random(sent), moments, rounds(short, long))):
        folder = Path(shutil.copytree(ready, tmp_path / str(number)))
        assert log(folder).code == 0
        found = hit(folder, sent, delay, aimed=aimed)
        stored = count_entries(folder) - 2
        seen[found.where or ("after the commit" if stored else "before the transaction")] += 1
        assert_true_to_its_word(found, sent, stored, rows)
        again = python("-m", "tracker", "import", "rows.csv", cwd=folder, **DAY)
        assert again.returncode == 0, again
        assert count_entries(folder) == rows + 2
        shutil.rmtree(folder)
    assert seen.total() > seen["when it had ended"], "no moment was early enough"
    figures(
        "killed" if sent == signal.SIGKILL else "signals",
        f"an import of {rows:,} rows got {sent.name} at {seen.total()} random moments, half of them while it wrote: "
        + ", ".join(f"{count} {where}" for where, count in sorted(seen.items())),
        f"0 partial, 0 corrupt (`fsck --full`), 0 acknowledged lost; the same import again ended with exactly {rows:,}"
        + (" each time" if sent == signal.SIGKILL else "; no traceback, what it said was true"),
    )


def assert_true_to_its_word(found: Hit, sent: signal.Signals, stored: int, rows: int) -> None:
    """See that all was stored or nothing, that what the program said of it is so, and that it stopped when it was told."""
    assert stored in (0, rows), found
    if found.code == 0 or found.out:
        assert stored == rows, found
    elif sent == signal.SIGINT and found.where != "before tracker's first line":
        assert found.code == 130, found
        assert found.err in ({TOO_LATE} if stored else {NOTHING_WRITTEN, ""}), found  # nobody speaks yet at the start
    else:
        assert (found.code, found.err) == (-sent, ""), found
    if found.where == "when it had ended":
        assert stored == rows, found
    elif found.where == "in the transaction" and sent != signal.SIGINT:  # Python hears of that one a little later
        assert stored == 0, found


def test_an_interruption_after_all_was_recorded_says_so(ready: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ready, tmp_path / "late"))
    command = ("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "--json")
    done = python("-c", AFTER, "tracker.render.compose_receipts", *command, cwd=folder, **DAY, **UNMEASURED)
    assert (done.returncode, done.stdout, done.stderr.decode().strip()) == (130, b"", TOO_LATE)
    assert count_entries(folder) == 2
    done = python("-c", AFTER, "tracker.render.compose_receipts", *command, "-n", cwd=folder, **DAY, **UNMEASURED)
    assert (done.returncode, done.stdout, done.stderr.decode().strip()) == (130, b"", NOTHING_WRITTEN)
