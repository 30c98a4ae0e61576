"""A progress bar for work that takes longer than half a second, on a terminal's stderr alone."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from tracker.i18n import _

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 0.5  # seconds


class Bar:
    """Shows how much of something is done, once it is clear that it takes long."""

    def __init__(self, *, quiet: bool) -> None:
        self._begun, self._silent = monotonic(), quiet or not sys.stderr.isatty()
        self._shown: tuple[Progress, TaskID] | None = None

    def tell(self, done: int, total: int) -> None:
        """Show how much of all is done."""
        if self._silent or monotonic() - self._begun < PATIENCE:
            return
        if self._shown is None:
            self._shown = _start()
        progress, task = self._shown
        progress.update(task, completed=done, total=total)

    def stop(self) -> None:
        """Take the bar away."""
        if self._shown:
            self._shown[0].stop()


@contextmanager
def shown(*, quiet: bool) -> Iterator[Bar]:
    """Give a bar for as long as something lasts."""
    bar = Bar(quiet=quiet)
    try:
        yield bar
    finally:
        bar.stop()


def _start() -> "tuple[Progress, TaskID]":
    from rich.console import Console  # noqa: PLC0415 quick work shows no bar
    from rich.progress import Progress  # noqa: PLC0415 likewise

    progress = Progress(console=Console(stderr=True), transient=True)
    progress.start()
    return progress, progress.add_task(_("Working"), total=None)
