"""What an office's journal should say, kept in plain lists and dicts: nothing here is tracker's own.

Rows are numbered as they are written, those that take others back too. An entry is a line of rows: what was said first, and
what stood for it since. A row says a version; an undo that brings something back says the same version again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

START, END, TODAY = date(2025, 3, 1), date(2025, 4, 30), date(2025, 4, 20)
PHASES = {"dot-1": (START, date(2025, 3, 31)), "dot-2": (date(2025, 4, 1), END)}
LAST_DAYS = {"t": None, "d": None, "a": None, "b": None, "c": date(2025, 3, 31)}  # units; t is the province
CRITERIA = {"mo-hinh": 1000, "kham-pha": 1000, "nuoc-sach": 10}  # the finest quantity, in thousandths
RATE = "kham-pha"
DAY = timedelta(days=1)


class Refused(Exception):  # noqa: N818 as an office says it
    """The command must be refused, with a code where only one can be meant."""


class Said(NamedTuple):
    """What an entry says; amounts in thousandths, of a rate also the denominator."""

    unit: str
    day: date
    criterion: str
    quantity: int
    of: int | None
    ref: str = ""


@dataclass
class Row:
    """A row that says something, of a line of rows; `taken_by` is the command that took it back."""

    id: int
    line: int
    version: int
    said: Said
    command: int
    taken_by: int | None = None


@dataclass
class Return:
    """A return of a unit for the week that begins on a Monday."""

    id: int
    version: int
    unit: str
    monday: date
    nil: bool
    received: str
    command: int
    taken_by: int | None = None

    @property
    def line(self) -> tuple[str, date]:
        """What can be filed once at a time."""
        return self.unit, self.monday


AnyRow = Row | Return


@dataclass
class Office:
    """All that was written, and what a command changes of it."""

    rows: list[Row] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    undoes: dict[int, int | None] = field(default_factory=dict)  # each command that wrote, and the one that it undid
    last: int = 0

    # what is asked

    def standing(self) -> Iterator[Row]:
        """Yield what counts."""
        return (row for row in self.rows if row.taken_by is None)

    def everything(self) -> list[AnyRow]:
        """List what was ever said."""
        return [*self.rows, *self.returns]

    def total(self, criterion: str, first: date, last: date) -> tuple[int, int]:
        """Add a criterion up over some days: quantity and denominator."""
        said = [
            row.said for row in self.standing() if row.said.criterion == criterion and first <= row.said.day <= last
        ]
        return sum(one.quantity for one in said), sum(one.of or 0 for one in said)

    def state(self, row: Row) -> str:
        """Whether an entry counts, or why it does not."""
        if row.taken_by is None:
            return "current"
        return "amended" if any(other.line == row.line and other.id > row.id for other in self.rows) else "voided"

    def owing(self, monday: date) -> set[str]:
        """The units that owe a return for a week: those alive on its Friday, but for the province."""
        return {unit for unit in LAST_DAYS if unit != "t" and _lives(unit, monday + 4 * DAY)}

    def missing(self, monday: date) -> set[str]:
        """The units that owe a return for a week and have not filed it."""
        return self.owing(monday) - {one.unit for one in self.returns if one.monday == monday and one.taken_by is None}

    def is_undone(self, command: int) -> bool:
        """Whether an undo that stands took a command back."""
        return any(taken == command and not self.is_undone(undo) for undo, taken in self.undoes.items())

    # what is done; each returns the number of the row that it is about, 0 where nothing was written

    def log(self, said: Said, *, is_total: bool = False) -> int:
        """Log an entry, or the difference to a running total."""
        _check(said)
        known = self._under(said.ref)
        added: Said | None = said
        if is_total:
            there = self._so_far(said)
            rest = (said.quantity - there[0], None if said.of is None else said.of - there[1])
            if min(rest[0], rest[1] or 0) < 0:
                raise Refused("set-falls")
            added = said._replace(quantity=rest[0], of=rest[1]) if any(rest) else None
        if known:
            there_now = (
                said._replace(quantity=known.said.quantity, of=known.said.of) if is_total and not added else said
            )
            if known.said != there_now or (is_total and added):
                raise Refused("ref-differs")
            return 0
        if added is None:
            return 0
        return self._say(added, self._begin())

    def take_in(self, table: Iterable[Said]) -> int:
        """Import a file, all of it or nothing; return how many of its rows were written."""
        fresh: list[Said] = []
        for said in table:
            _check(said)
            known = self._under(said.ref)
            before = known.said if known else next((one for one in fresh if said.ref and one.ref == said.ref), None)
            if before is None:
                fresh.append(said)
            elif before != said:
                raise Refused
        command = self._begin() if fresh else 0
        for said in fresh:
            self._say(said, command)
        return len(fresh)

    def amend(self, number: int, **changes: object) -> int:
        """Let another row stand for an entry."""
        row = self._find(number)
        if not isinstance(row, Row):
            raise Refused("return-not-amended")
        said = row.said._replace(**changes)  # type: ignore[arg-type]
        _check(said, amounts={"quantity", "of"} & changes.keys() != set())
        if said == row.said:
            raise Refused("amends-nothing")
        command = self._begin()
        self._take(row, command)
        return self._say(said, command, row.line)

    def void(self, number: int) -> None:
        """Take an entry or a return back."""
        self._take(self._find(number), self._begin())

    def file(self, unit: str, monday: date, received: str, *, nil: bool) -> int:
        """File a return."""
        if monday > TODAY or unit not in self.owing(monday):
            raise Refused
        for one in self.returns:
            if one.line == (unit, monday) and one.taken_by is None:
                if (one.nil, one.received) != (nil, received):
                    raise Refused("return-differs")
                return 0
        if nil and any(row.said.unit == unit and monday <= row.said.day <= monday + 6 * DAY for row in self.standing()):
            raise Refused("nil-with-entries")
        number = self._number()
        self.returns.append(Return(number, number, unit, monday, nil, received, self._begin()))
        return number

    def undo(self, command: int | None) -> None:
        """Take back what a command wrote, and bring back what it took back: all of it or nothing."""
        target = self._undoable(command)
        rows = self.everything()
        taking = [self._as_it_stands(row) for row in rows if row.command == target]
        bringing = [row for row in rows if row.taken_by == target]
        self._see_room_for(bringing, {row.line for row in taking})
        undo = self._begin(target)
        for kind in (Row, Return):
            for row in taking:
                if isinstance(row, kind):
                    self._take(row, undo)
            for row in bringing:
                if isinstance(row, kind):
                    self._bring_back(row, undo)

    def _undoable(self, command: int | None) -> int:
        if command is None and not self.undoes:
            raise Refused("nothing-to-undo")
        target = command or max(self.undoes)
        if target not in self.undoes:
            raise Refused("invocation-not-found")
        if self.is_undone(target):
            raise Refused("invocation-undone")
        return target

    def _see_room_for(self, bringing: Iterable[AnyRow], gone: set[object]) -> None:
        """See that nothing else stands where something is to be brought back, and that its ref is free."""
        standing = {row.line for row in self.everything() if row.taken_by is None} - gone
        for row in bringing:
            held = self._under(row.said.ref) if isinstance(row, Row) else None
            if row.line in standing or (held and held.line != row.line):
                raise Refused("undo-blocked")

    # how it is written down

    def _begin(self, undoes: int | None = None) -> int:
        self.undoes[len(self.undoes) + 1] = undoes
        return len(self.undoes)

    def _number(self) -> int:
        self.last += 1
        return self.last

    def _say(self, said: Said, command: int, line: int | None = None, version: int | None = None) -> int:
        number = self._number()
        self.rows.append(Row(number, line or number, version or number, said, command))
        return number

    def _take(self, row: AnyRow, command: int) -> None:
        self._number()
        row.taken_by = command

    def _bring_back(self, row: AnyRow, undo: int) -> None:
        if isinstance(row, Row):
            self._say(row.said, undo, row.line, row.version)
        else:
            number = self._number()
            self.returns.append(Return(number, row.version, row.unit, row.monday, row.nil, row.received, undo))

    def _find(self, number: int) -> AnyRow:
        for row in self.everything():
            if row.id == number and row.taken_by is None:
                return row
        raise Refused

    def _as_it_stands(self, row: AnyRow) -> AnyRow:
        """Return the row by which what a row says stands now."""
        for other in self.everything():
            if other.version == row.version and other.taken_by is None:
                return other
        raise Refused("undo-blocked")

    def _under(self, ref: str) -> Row | None:
        """Return what was first said under a ref, unless the command that said it is undone."""
        firsts = (row for row in self.rows if row.id == row.line and ref and row.said.ref == ref)
        return next((row for row in firsts if not self.is_undone(row.command)), None)

    def _so_far(self, said: Said) -> tuple[int, int]:
        """Return a unit's own running total, from the start of the phase up to the day."""
        first = next(first for first, last in PHASES.values() if first <= said.day <= last)
        own = [
            row.said for row in self.standing() if (row.said.unit, row.said.criterion) == (said.unit, said.criterion)
        ]
        until = [one for one in own if first <= one.day <= said.day]
        return sum(one.quantity for one in until), sum(one.of or 0 for one in until)


def _lives(unit: str, day: date) -> bool:
    last = LAST_DAYS[unit]
    return last is None or day <= last


def _check(said: Said, *, amounts: bool = True) -> None:
    """See that an entry can be true; amounts that nobody touched were judged when they were written."""
    if not START <= said.day <= min(TODAY, END) or not _lives(said.unit, said.day):
        raise Refused
    if not amounts:
        return
    if said.quantity % CRITERIA[said.criterion] or (said.of is not None) != (said.criterion == RATE):
        raise Refused
    if said.of is not None and said.quantity > said.of:
        raise Refused
