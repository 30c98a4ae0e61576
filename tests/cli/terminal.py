"""A real terminal for a real program: what is typed into it, and what it shows."""

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.cli.harness import UNMEASURED, environment

PATIENCE = 30.0
# The program that is run gets the terminal as its own, so that Ctrl-C and pagers work as they do for a person.
OWN = (
    "import fcntl, os, sys, termios\n"
    "os.setsid()\n"
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
    "os.execvp(sys.argv[1], sys.argv[1:])\n"
)


class Terminal:
    """A program at a terminal."""

    def __init__(self, process: subprocess.Popen[bytes], handle: int) -> None:
        self.process, self.handle = process, handle
        self.shown = ""
        self.read = b""
        self._seen = 0

    def type(self, text: str) -> None:
        """Type something."""
        os.write(self.handle, text.encode())

    def wait(self, pattern: str) -> str:
        """Wait until something is shown that was not waited for before, and return what was shown up to its end."""
        end = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.shown[self._seen :])):
            is_open = self._listen(end - time.monotonic())
            assert is_open, f"no {pattern!r} in {self.shown[self._seen :]!r}, and it has ended"
            assert time.monotonic() < end, f"no {pattern!r} in {self.shown[self._seen :]!r}"
        start, self._seen = self._seen, self._seen + found.end()
        return self.shown[start : self._seen]

    def finish(self, key: str = "") -> int:
        """Wait until the program ends, pressing a key again and again where it waits for one; return its exit code."""
        end = time.monotonic() + PATIENCE
        while self._listen(0.5 if key else end - time.monotonic()):
            assert time.monotonic() < end, self.shown
            if key:
                self.type(key)
        return self.process.wait(PATIENCE)

    def _listen(self, seconds: float) -> bool:
        """Take in what is shown, if anything is by then; False where nothing ever will be."""
        if not select.select([self.handle], [], [], max(0.0, seconds))[0]:
            return True
        try:
            data = os.read(self.handle, 65536)
        except OSError:  # Linux says so when the last program has closed the terminal
            data = b""
        self.read += data
        self.shown = re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|[=>])|\r", "", self.read.decode(errors="replace"))
        return bool(data)


@contextmanager
def terminal(
    command: Sequence[str], cwd: Path, env: Mapping[str, str], columns: int = 100, lines: int = 24
) -> Iterator[Terminal]:
    """Run a program at a terminal of so many columns and lines."""
    import fcntl  # noqa: PLC0415 not on Windows
    import termios  # noqa: PLC0415

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", OWN, *command],
        cwd=cwd,
        env=environment({**UNMEASURED, **env}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(ours)
