"""What both halves of reading share: a connection, and the numbers that stand for ids."""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.entries import split_key
from tracker.journal.days import as_number
from tracker.journal.refusals import explained

if TYPE_CHECKING:
    from tracker.domain.units import UnitSpan


class Rows:
    """A store's connection; `path` is None in memory."""

    def __init__(self, connection: sqlite3.Connection, path: str | None) -> None:
        self.connection, self.path = connection, path
        self._ids: dict[str, int] = {}
        self._texts: dict[int, str] = {}

    def name_id(self, text: str) -> int | None:
        """Return the number that stands for an id in the store, None where it has none yet."""
        if text not in self._ids:
            for (number,) in self._rows("SELECT id FROM name WHERE text = ?", (text,)):
                self._ids[text] = number
        return self._ids.get(text)

    def add_name(self, text: str) -> int:
        """Give an id a number."""
        number = self.connection.execute("INSERT INTO name (text) VALUES (?)", (text,)).lastrowid or 0
        self._ids[text] = number
        return number

    def forget_names(self) -> None:
        """Look the numbers up again: a rollback takes back those that it gave."""
        self._ids.clear()
        self._texts.clear()

    def parts_of(self, units: "Sequence[UnitSpan] | None") -> str | None:
        """Return units and days as the JSON that queries read; None is all."""
        if units is None:
            return None
        return as_json([(self.name_id(one.unit), as_number(one.span.start), as_number(one.span.end)) for one in units])

    def _text(self, number: int) -> str:
        if number not in self._texts:
            self._texts[number] = self._rows("SELECT text FROM name WHERE id = ?", (number,))[0][0]
        return self._texts[number]

    def _criterion(self, number: int) -> str:
        """Return the criterion of a number, which may stand for one of its works."""
        return split_key(self._text(number))[0]

    def _scope(self, campaign: str, span: Span) -> tuple[int | None, int, int]:
        return self.name_id(campaign), as_number(span.start), as_number(span.end)

    def _rows(self, sql: str, values: tuple[object, ...] = ()) -> list[Any]:
        with explained(self.path):
            return self.connection.execute(sql, values).fetchall()


def as_json(values: Sequence[object]) -> str:
    """Write values as the JSON that json_each() reads."""
    return msgspec.json.encode(values).decode()
