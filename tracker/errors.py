"""What can be wrong, as values and as an exception, and one table of every code.

A `Problem` is a value: a code, its particulars and, in a file, its place. A `TrackerError` carries one or more of them
up to `cli/errors.py`, which alone translates and draws them.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tracker.error_table import Entry

DONE = 0


class Place(NamedTuple):
    """Where in a file a problem stands; line and column from 1, `width` cells to underline in `source`."""

    file: str
    line: int
    column: int
    source: str | None = None
    width: int = 1
    path: str = ""


class Problem(NamedTuple):
    """One thing that is wrong: a code of `TABLE`, the particulars its sentence needs, and its place."""

    code: str
    params: Mapping[str, object]
    place: Place | None = None

    @property
    def entry(self) -> "Entry":
        """The row of the table that explains this code."""
        from tracker.error_table import TABLE  # noqa: PLC0415 only after an error

        return TABLE[self.code]

    @property
    def is_warning(self) -> bool:
        """Whether it is only a warning, which never changes the exit code."""
        return self.entry.exit_code == DONE

    def at(self, place: Place) -> "Problem":
        """Return the same problem with its place."""
        return self._replace(place=place)


class TrackerError(Exception):
    """A refusal: one problem or many, shown all at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(problem.code for problem in self.problems))

    @classmethod
    def of(cls, code: str, **params: object) -> "TrackerError":
        """Make the error of a single problem."""
        return cls([Problem(code, params)])

    @property
    def problem(self) -> Problem:
        """The first problem."""
        return self.problems[0]

    @property
    def code(self) -> str:
        """The code of the first problem."""
        return self.problem.code

    @property
    def exit_code(self) -> int:
        """The exit code of the first problem that is not a warning."""
        return next((problem.entry.exit_code for problem in self.problems if not problem.is_warning), DONE)
