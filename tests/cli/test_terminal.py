"""At a real terminal and between real processes: pages, colours, letters, interruptions, streams that are gone."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import UNMEASURED, environment, python, tracker
from tests.cli.terminal import terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other terminals, streams and signals")
DAY: dict[str, Any] = {"TRACKER_TODAY": "2025-03-01"}
TRACKER = [sys.executable, "-m", "tracker"]
LONG, SHORT = ("ls", "--week", "2025-W09"), ("ls", "-u", "th-14755", "--week", "2025-W09")
PAGER = "import sys; text = sys.stdin.read(); print('PAGED', text.count('\\n'), chr(27) in text)"


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A pager that says how many lines it was given, and whether in colour."""
    script = tmp_path / "a pager" / "pager.py"
    script.parent.mkdir()
    script.write_text(PAGER)
    return f"{sys.executable} '{script}'"


def shown(folder: Path, *arguments: str, columns: int = 100, **env: Any) -> tuple[str, int]:
    """What a terminal shows of a command, and its exit code."""
    with terminal([*TRACKER, *arguments], folder, {**DAY, **env}, columns) as screen:
        code = screen.finish()
        return screen.shown, code


@pytest.mark.parametrize("arguments", [LONG, ("units",), ("report", "weekly"), ("help", "start")])
def test_a_long_answer_goes_through_the_pager(demo: Path, pager: str, arguments: tuple[str, ...]) -> None:
    """The pager gets what stands there without one, no line less."""
    said, code = shown(demo, *arguments, PAGER=pager)
    whole, _ = shown(demo, *arguments, PAGER="cat")
    assert code == 0
    assert said == f"PAGED {whole.count(chr(10))} False\n"  # it did not say that it knows colours


@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        (("status",), {"LINES": "5"}),
        ((), {"LINES": "2"}),
        (SHORT, {}),
        (("ls", "--json"), {}),
        (("status", "-h"), {"LINES": "5"}),
        (LONG, {"PAGER": "cat"}),
        (LONG, {"PAGER": ""}),
        (LONG, {"PAGER": "no-such-pager"}),
        (LONG, {"PAGER": "less '"}),
        (LONG, {"TERM": "dumb"}),
    ],
)
def test_without_a_pager(demo: Path, pager: str, arguments: tuple[str, ...], env: dict[str, Any]) -> None:
    said, code = shown(demo, *arguments, **({"PAGER": pager} | env))
    assert code == 0
    assert "PAGED" not in said
    assert said.count("\n") > 1


def test_no_pager_on_a_pipe(demo: Path, pager: str) -> None:
    done = python("-m", "tracker", *LONG, cwd=demo, **DAY, PAGER=pager)
    assert b"PAGED" not in done.stdout
    assert done.stdout.count(b"\n") > 30


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
def test_less(demo: Path) -> None:
    """Colours are shown, the first screen waits, and leaving early is silent."""
    with terminal([*TRACKER, *LONG], demo, DAY, lines=10) as screen:
        first = screen.wait(r"\n:")
        assert first.count("\n") <= 10
        screen.type(" ")
        screen.wait(r"\n:")
        assert "1-" in screen.shown
        screen.type("\x03")  # it is the pager's
        screen.wait("\x07")
        assert screen.finish(key="q") == 0
        assert "error" not in screen.shown
        assert "Traceback" not in screen.shown


@pytest.mark.parametrize("pager", ["head -n 3", "true", "false"])
def test_a_pager_that_is_left_early(demo: Path, pager: str) -> None:
    said, code = shown(demo, *LONG, PAGER=pager)
    assert code == 0
    assert said.count("\n") == (3 if pager.startswith("head") else 0)


def test_a_long_answer_is_read_from_its_start_at_once(tmp_path: Path) -> None:
    """The pager does not wait for the end; there is none here."""
    endless = "from itertools import repeat; from tracker.cli.pager import show; show(repeat('a line\\n'), 24)"
    with terminal([sys.executable, "-c", endless], tmp_path, {"PAGER": "head -n 3"}) as screen:
        assert screen.finish() == 0
        assert screen.shown == "a line\n" * 3


@pytest.mark.parametrize(
    ("env", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"TERM": "dumb", "FORCE_COLOR": "1"}, False)],
)
def test_colours(demo: Path, env: dict[str, str], coloured: bool) -> None:
    with terminal([*TRACKER, "status"], demo, {**DAY, **env}) as screen:
        assert screen.finish() == 0
        assert (b"\x1b[" in screen.read) == coloured


@pytest.mark.parametrize("columns", [20, 37, 80])
def test_a_narrow_terminal(demo: Path, columns: int) -> None:
    for command in ("status", "units", "report weekly", ""):
        said, code = shown(demo, *command.split(), columns=columns, PAGER="cat")
        assert code == 0
        assert max(map(len, said.splitlines())) <= columns


def test_letters_where_the_locale_is_c(demo: Path) -> None:
    """LC_ALL=C says that a terminal knows ASCII only; what a program reads is UTF-8 all the same."""
    cases: list[tuple[dict[str, Any], bool]] = [
        ({"LC_ALL": "C"}, True),
        ({"LC_ALL": "C", "PYTHONUTF8": "1"}, False),
        ({"LANG": "C"}, False),
    ]
    for env, plain in cases:
        said, code = shown(demo, "status", **env)
        assert code == 0
        assert said.isascii() == plain
        assert ("Thi dua dac biet" in said) == plain
        wrong, code = shown(demo, "status", "-u", "Lạ lùng", **env)
        assert (code, wrong.isascii()) == (3, plain)
    piped = python("-m", "tracker", "status", "--json", cwd=demo, **DAY, LC_ALL="C")
    assert "Đợt 2".encode() in piped.stdout


def test_control_c_while_it_waits_for_an_answer(tmp_path: Path) -> None:
    with terminal([*TRACKER, "init"], tmp_path, DAY) as screen:
        screen.wait(r"\]: ")
        screen.type("\x03")
        assert screen.finish() == 130
        assert "Traceback" not in screen.shown
        assert screen.shown.endswith("error[interrupted]: interrupted; nothing was written\n")
    assert list(tmp_path.iterdir()) == []


INTERRUPTED = (
    "import os, sys\n"
    "from tracker.cli.entry import main\n"
    "(_, event, sent), sys.argv[1:] = sys.argv[:3], sys.argv[3:]\n"
    "sys.addaudithook(lambda name, _: os.kill(os.getpid(), int(sent)) if name == event else None)\n"
    "main()\n"
)
COMMANDS = (
    *("", "status", "status --json", "units", "ls", "show 1-1", "deadlines", "report weekly", "demo"),
    *("log -u th-14755 -c mo-hinh -q 1", "import ket-qua.csv", "submit -u th-14884"),
)


@pytest.fixture
def whole(sandbox: Path) -> Path:
    """A sandbox with a file to import."""
    (sandbox / "ket-qua.csv").write_text("date,unit,criterion,quantity\n28/2/2025,th-14755,mo-hinh,1\n")
    return sandbox


def contents(folder: Path) -> set[str]:
    """What a folder holds beside what SQLite keeps while a store is open."""
    return {path.name for path in folder.iterdir()} - {"tracker.db-wal", "tracker.db-shm"}


@pytest.mark.parametrize("command", COMMANDS)
def test_an_interruption_in_the_middle(whole: Path, command: str) -> None:
    """Ctrl-C as the store is opened: nothing written, nothing left behind, no traceback."""
    before, entries = contents(whole), tracker("status", "--json", cwd=whole, **DAY).json["entries"]
    event = ("sqlite3.connect", str(int(signal.SIGINT)))
    done = python("-c", INTERRUPTED, *event, *command.split(), cwd=whole, **DAY, **UNMEASURED)
    assert (done.returncode, done.stdout) == (130, b"")
    assert done.stderr.strip() == b"error[interrupted]: interrupted; nothing was written"
    assert contents(whole) == before
    assert tracker("status", "--json", cwd=whole, **DAY).json["entries"] == entries


@pytest.mark.parametrize("command", ["status", "--help", "help dates", "validate"])
def test_an_interruption_at_the_start(whole: Path, command: str) -> None:
    """Ctrl-C while the program itself is loaded; there is nobody yet to say a word."""
    done = python("-c", INTERRUPTED, "open", str(int(signal.SIGINT)), *command.split(), cwd=whole, **DAY, **UNMEASURED)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.parametrize("command", COMMANDS[-3:])
def test_a_command_that_is_ended(whole: Path, command: str) -> None:
    entries = tracker("status", "--json", cwd=whole, **DAY).json["entries"]
    event = ("sqlite3.connect", str(int(signal.SIGTERM)))
    done = python("-c", INTERRUPTED, *event, *command.split(), cwd=whole, **DAY, **UNMEASURED)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGTERM, b"", b"")
    assert tracker("status", "--json", cwd=whole, **DAY).json["entries"] == entries
    assert tracker(*command.split(), cwd=whole, **DAY, **UNMEASURED).code == 0


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_from_outside(whole: Path, closed: str) -> None:
    """A file that is opened later does not come into the place of a stream that something is written to."""
    before = tracker("status", "--json", cwd=whole, **DAY).json["entries"]
    for command in ("log -u th-14755 -c mo-hinh -q 1", "ls --json", "status", "help dates"):
        line = f'exec "$@" {closed}'
        done = subprocess.run(
            ["sh", "-c", line, "sh", *TRACKER, *command.split()],
            cwd=whole,
            env=environment(DAY),
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert bool(done.stdout) == (">&-" not in closed.replace("2>&-", ""))
    assert tracker("status", "--json", cwd=whole, **DAY).json["entries"] == before + 1


def test_nobody_reads_the_errors(whole: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        for command, code in (("statsu", 2), ("status -u Không", 3), ("ls --format xml", 2)):
            run = [*TRACKER, *command.split()]
            done = subprocess.run(
                run, cwd=whole, env=environment(DAY), stderr=gone, stdout=subprocess.PIPE, check=False
            )
            assert (done.returncode, done.stdout) == (code, b"")


def test_what_the_pager_shows_can_be_shown(demo: Path, pager: str) -> None:
    said, _ = shown(
        demo, *LONG, PAGER=f'{sys.executable} -c "import sys; print(sys.stdin.read().isascii())"', LC_ALL="C"
    )
    assert re.sub(r"\s", "", said) == "True"
