"""Runs command lines: in this process with streams of its own, as quick as a call, or as the real program."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tracker.cli.main import start

FROM_OUTSIDE = ("TRACKER_", "LC_", "LANG", "TTY_", "PYTHONIOENCODING", "PYTHONUTF8")
# Coverage loads much, opens a database of its own and leaves half of it when a process is killed.
UNMEASURED: dict[str, Any] = {"COVERAGE_PROCESS_CONFIG": "", "COVERAGE_PROCESS_START": ""}
COLOURS = ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "LINES", "TERM")


class Result(NamedTuple):
    """What a command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The document it answered with."""
        return json.loads(self.out)

    def refused(self, code: int, *problems: str) -> "Result":
        """See that it said nothing on stdout, named the problems and ended with a code."""
        named = [line.partition("[")[2].partition("]")[0] for line in self.err.splitlines() if "]: " in line]
        assert (self.code, self.out, named) == (code, "", list(problems)), self
        return self


class Stream(io.TextIOWrapper):
    """A stream in memory, of a terminal where one is asked for."""

    def __init__(self, data: bytes = b"", encoding: str = "utf-8", *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(data), encoding=encoding, newline="\n")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        """What was written to it."""
        self.flush()
        written: io.BytesIO = self.buffer  # type: ignore[assignment]
        return written.getvalue().decode(self.encoding)


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command: nothing of the developer's own settings, Lan at the keyboard."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith((*FROM_OUTSIDE, *COLOURS))}
    return {**kept, "TRACKER_LANG": "en", "TRACKER_USER": "Lan", "TERM": "xterm", **extra}


@contextmanager
def _surroundings(streams: tuple[Stream, Stream, Stream], wanted: Mapping[str, str]) -> Iterator[None]:
    kept, before = (sys.stdin, sys.stdout, sys.stderr), dict(os.environ)
    try:
        sys.stdin, sys.stdout, sys.stderr = streams
        os.environ.clear()
        os.environ.update(wanted)
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
        os.environ.clear()
        os.environ.update(before)


def tracker(
    *arguments: str | Path,
    cwd: Path,
    stdin: bytes = b"",
    screen: int | None = None,
    typed: str | None = None,
    encoding: str = "utf-8",
    **env: str,
) -> Result:
    """Run a command line in this process; `screen` makes stdout a terminal of so many columns.

    `typed` is what somebody types at a terminal, on which stderr is shown too.
    """
    out, err = (
        Stream(encoding=encoding, terminal=screen is not None),
        Stream(encoding=encoding, terminal=typed is not None),
    )
    keys = Stream(stdin if typed is None else typed.encode(), terminal=typed is not None)
    columns = {"COLUMNS": str(screen), "NO_COLOR": "1"} if screen is not None else {}
    with chdir(cwd), _surroundings((keys, out, err), environment({**columns, **env})):
        code = start([str(one) for one in arguments])
    return Result(code, out.text(), err.text())


def process(*arguments: str | Path, cwd: Path, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the real program."""
    return python("-m", "tracker", *map(str, arguments), cwd=cwd, stdin=stdin, **env)


def python(*arguments: str, cwd: Path, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python in a process of its own."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, env=environment(env), input=stdin, capture_output=True, check=False)
