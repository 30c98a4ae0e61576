"""Where campaigns.yaml and the store are, and what decided it; what the environment holds. Paths are plain text: pathlib is slow to load."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError

if TYPE_CHECKING:
    from pathlib import Path

CAMPAIGNS_FILE = "campaigns.yaml"
STORE_FILE = "tracker.db"


class Found(Value, frozen=True):
    """A path and what decided it."""

    name: str
    source: str

    @property
    def path(self) -> "Path":
        """The path as such; short commands do without."""
        from pathlib import Path  # noqa: PLC0415 slow to load

        return Path(self.name)


def near(path: "Path") -> "Path":
    """Return a path as people here would write it: from this folder on where it lies in or under it."""
    from pathlib import Path  # noqa: PLC0415 slow to load

    here = Path.cwd()
    return path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path


def find_campaigns(asked_for: str | None) -> Found:
    """Return the campaigns.yaml that is used: the one named, or the one here or in a folder above.

    Raises: TrackerError no-campaigns-file.
    """
    for asked, source in (
        (asked_for, "--campaigns"),
        (os.environ.get("TRACKER_CAMPAIGNS"), "TRACKER_CAMPAIGNS"),
    ):
        if asked:
            return Found(os.path.join(asked, CAMPAIGNS_FILE) if os.path.isdir(asked) else asked, source)
    folder, source = os.getcwd(), "here"
    while not os.path.isfile(path := os.path.join(folder, CAMPAIGNS_FILE)):
        above, source = os.path.dirname(folder), "above"
        if above == folder:
            raise TrackerError.of("no-campaigns-file")
        folder = above
    return Found(path, source)


def find_store(asked_for: str | None, beside: Callable[[], Found]) -> Found:
    """Return the store that is used: the one named, or tracker.db beside campaigns.yaml."""
    for asked, source in ((asked_for, "--db"), (os.environ.get("TRACKER_DB"), "TRACKER_DB")):
        if asked:
            return Found(asked, source)
    return Found(os.path.join(os.path.dirname(beside().name), STORE_FILE), "beside")


@contextmanager
def held_by(variable: str) -> Iterator[str]:
    """Give what an environment variable holds; what is wrong with it is said of the variable."""
    try:
        yield os.environ.get(variable, "")
    except TrackerError as error:
        raise TrackerError([Problem("bad-variable", {"name": variable}), *error.problems]) from None
