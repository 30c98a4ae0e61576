"""Where the process begins and ends; both are trimmed, because a short command is mostly its start and its end."""

import atexit
import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

INTERRUPTED = 130

# A short run makes little garbage: looking for it while modules load costs 6 ms, and while a ranking is made as much again.
# A long import still gets its turn.
gc.set_threshold(200_000)


def main() -> NoReturn:
    """Run the program and leave with its exit code.

    What is registered for the end is done and the streams are flushed; then the process ends at once, without taking
    every module apart first, which costs another 12 ms.
    """
    try:
        from tracker.cli.main import start  # noqa: PLC0415 after the threshold is set

        code = start(sys.argv[1:])
    except KeyboardInterrupt:  # before there was anything to say, or while it was said
        code = INTERRUPTED
    atexit._run_exitfuncs()
    with suppress(OSError):  # nobody listens
        sys.stderr.flush()
    os._exit(code)
