"""What a check of a store finds, as values."""

import sqlite3
from typing import NamedTuple

from tracker.errors import Problem, TrackerError

# What reading a damaged store may end in; each is a finding, never a traceback.
DAMAGE = (sqlite3.Error, sqlite3.Warning, TrackerError, ArithmeticError, LookupError, TypeError, ValueError)


class Finding(NamedTuple):
    """One thing that is wrong, and where: a table and its row, with the entry's id where it has one."""

    problem: Problem
    where: str

    @property
    def code(self) -> str:
        """The code of the error table."""
        return self.problem.code


def found(code: str, where: str, **params: object) -> Finding:
    """Make a finding."""
    return Finding(Problem(code, params), where)
