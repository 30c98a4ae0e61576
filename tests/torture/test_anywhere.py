"""Every example of every command where little can be shown, or nothing, or nobody listens: it ends as it always does."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from tests.cli.harness import UNMEASURED, Result, environment, tracker
from tracker.cli.command import Help
from tracker.cli.main import COMMANDS, build_program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other streams")
DAY: dict[str, Any] = {"TRACKER_TODAY": "2025-03-01"}
BARE = {"COLUMNS": "20", "LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "TERM": "dumb"}
# What a shell does to the streams, and what the environment says; in the end the shell tells the exit code.
SITUATIONS: dict[str, tuple[str, dict[str, str]]] = {
    "COLUMNS=20, LANG=C, ASCII, no terminal": ("<&-", BARE),
    "a closed stdout": (">&-", {}),
    "every stream closed": ("<&- >&- 2>&-", {}),
    "a pipe that nobody reads": ("", {}),
    "a full disk behind stdout": (">/dev/full", {}),
}
UNREAD, FULL = list(SITUATIONS)[-2:]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sandbox that the examples are about."""
    folder = tmp_path_factory.mktemp("anywhere")
    assert tracker("demo", cwd=folder).code == 0
    return folder / "tracker-demo"


def list_examples() -> Iterator[tuple[str, ...]]:
    """Yield the command lines that the help shows, and those of the program itself."""
    program = build_program()
    context = click.Context(program, info_name="tracker")
    commands: list[click.Command | None] = [program, *(program.get_command(context, name) for name in COMMANDS)]
    for command in commands:
        assert isinstance(command, Help)
        inner = command.commands.values() if command is not program and isinstance(command, click.Group) else ()
        for one in (command, *inner):
            assert isinstance(one, Help)
            lines = (re.split(r" [|>]", example)[0] for example in one.examples)  # the shell does what follows
            yield from (tuple(shlex.split(line)[1:]) for line in lines)


def run(folder: Path, arguments: tuple[str, ...], streams: str, env: dict[str, str], *, unread: bool) -> Result:
    """Run a command line as a process in a situation."""
    reading, writing = os.pipe()
    if unread:
        os.close(reading)
    with subprocess.Popen(
        ["sh", "-c", f'exec "$@" {streams}', "sh", sys.executable, "-m", "tracker", *arguments],
        cwd=folder,
        env=environment({**DAY, **UNMEASURED, **env}),
        stdin=subprocess.DEVNULL,
        stdout=writing if unread else subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        os.close(writing)
        out, err = running.communicate(timeout=120)
    if not unread:
        os.close(reading)
    return Result(running.returncode, (out or b"").decode(), err.decode())


def expected(usual: Result, name: str) -> int:
    """The exit code in a situation: the usual one, but where an answer cannot be written; nobody misses an unread one."""
    if name == UNREAD and usual.out:
        return 0
    return 1 if name == FULL and usual.out and usual.code == 0 else usual.code


def test_every_example_everywhere(
    demo: Path, tmp_path: Path, rounds: Callable[[int, int], int], figures: Callable[[str, str, str], None]
) -> None:
    examples = sorted(set(list_examples()))
    every, count = rounds(30, 1), 0
    for number, arguments in enumerate(examples):
        chosen = [name for place, name in enumerate(SITUATIONS) if (number + place) % every == 0]
        if not chosen:
            continue
        usual = tracker(*arguments, cwd=Path(shutil.copytree(demo, tmp_path / str(number))), **DAY)
        for name in chosen:
            streams, env = SITUATIONS[name]
            folder = Path(shutil.copytree(demo, tmp_path / f"{number} {count}"))
            done = run(folder, arguments, streams, env, unread=name == UNREAD)
            shutil.rmtree(folder)
            assert "Traceback" not in done.err, (arguments, name, done)
            assert "error[unexpected]" not in done.err, (arguments, name, done)
            assert done.code == expected(usual, name), (arguments, name, usual, done)
            count += 1
    figures(
        "signals",
        f"the {len(examples)} examples of the help with {'; '.join(SITUATIONS)}",
        f"{count} runs: no traceback, the usual exit code",
    )
