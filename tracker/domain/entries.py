"""What units log: a claim as typed, a posting as it enters the journal, an achievement as it is read back."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

Key = TypeVar("Key")

WORK_MARK = "/"  # between a criterion and its work; no id holds one


def split_key(key: str) -> tuple[str, str]:
    """Return the criterion and the work, or "", that a key names."""
    criterion, _, work = key.partition(WORK_MARK)
    return criterion, work


def number_of(id: str) -> int:  # noqa: A002
    """Return the number in an id of the journal, as 1042 of 1-1042."""
    return int(id.rpartition("-")[2])


class Claim(msgspec.Struct, frozen=True):
    """An achievement as somebody wrote it, field by field, nothing decided yet."""

    unit: str = ""
    criterion: str = ""
    date: str = ""
    quantity: str = ""
    denominator: str = ""
    note: str = ""
    evidence: str = ""
    ref: str = ""
    highlight: str = ""


class Posting(msgspec.Struct, frozen=True):
    """One row of the journal: a unit achieved a quantity (in thousandths) of a criterion on a day.

    `phase` and `version_from` (the first day of the unit's version) say which roll-up cell it adds to; they are not kept
    with the row, as they come from definitions that may change. `reverses` names the row that this one takes back,
    `replaces` the one that it stands for since. `work` is the named work of a milestone that got done, "" where none is named.
    """

    campaign: str
    unit: str
    day: date
    criterion: str
    quantity: int
    denominator: int | None = None
    note: str = ""
    evidence: str = ""
    ref: str = ""
    reverses: int | None = None
    replaces: int | None = None
    phase: str = ""
    version_from: date | None = None
    work: str = ""

    @property
    def key(self) -> str:
        """What the journal keeps in its column of criteria: the criterion and, where one is named, the work: tru-so/w12."""
        return f"{self.criterion}{WORK_MARK}{self.work}" if self.work else self.criterion

    @property
    def weight(self) -> int:
        """What the row adds to the count of entries: a reversal takes one away."""
        return 1 if self.reverses is None else -1

    def is_same(self, other: "Posting") -> bool:
        """Whether two rows under one ref say the same: unit, criterion (with its work), day and quantities."""
        return all(
            getattr(self, name) == getattr(other, name)
            for name in ("campaign", "unit", "key", "day", "quantity", "denominator")
        )


class State(StrEnum):
    """Whether an entry counts."""

    CURRENT = "current"
    AMENDED = "amended"
    VOIDED = "voided"


class Achievement(msgspec.Struct, frozen=True):
    """An entry as it stands in the journal; `id` is the installation and its number, as 1-1042.

    `batch` is the number of the invocation that wrote it.
    """

    id: str
    posting: Posting
    recorded_at: datetime
    recorded_by: str
    batch: int = 0
    state: State = State.CURRENT

    @property
    def number(self) -> int:
        """Its number in the journal."""
        return number_of(self.id)

    @property
    def reverses(self) -> int | None:
        """The number of the entry that this row takes back."""
        return self.posting.reverses


class FiledReturn(msgspec.Struct, frozen=True):
    """A unit's return for a span of days, as filed; `received_at` is the moment that counts for "on time".

    `id` is the installation and its number, "" until it stands in the journal; `reverses` names the return that this
    one takes back.
    """

    unit: str
    span_start: date
    span_end: date
    is_nil: bool
    received_at: datetime
    id: str = ""
    reverses: int | None = None


class Total(NamedTuple):
    """The sum of entries: quantities, denominators (of a rate) and how many entries there are."""

    quantity: int = 0
    denominator: int = 0
    entries: int = 0

    def plus(self, other: "Total") -> "Total":
        """Add two totals; rates so added are pooled, never averaged."""
        return Total(self.quantity + other.quantity, self.denominator + other.denominator, self.entries + other.entries)

    def minus(self, other: "Total") -> "Total":
        """Take another total out of this one."""
        return Total(self.quantity - other.quantity, self.denominator - other.denominator, self.entries - other.entries)

    @property
    def value(self) -> "Fraction | None":
        """The pooled value of a rate; None where nothing occurred."""
        from fractions import Fraction  # noqa: PLC0415 logging asks for no ratio

        return Fraction(self.quantity, self.denominator) if self.denominator else None


def add_total(found: dict[Key, Total], key: Key, total: Total) -> None:
    """Add a total to what was found under its key so far."""
    found[key] = found[key].plus(total) if key in found else total


def add_by_key(many: "Iterable[Mapping[Key, Total]]") -> dict[Key, Total]:
    """Add up totals key by key."""
    found: dict[Key, Total] = {}
    for totals in many:
        for key, total in totals.items():
            add_total(found, key, total)
    return found


def add_up(totals: "Iterable[Total]") -> Total:
    """Add up totals to one."""
    found = Total()
    for one in totals:
        found = found.plus(one)
    return found


class LastValue(msgspec.Struct, frozen=True, gc=False):
    """A unit's latest entry that stands of a criterion: the state that it reported. Units: thousandths."""

    day: date
    quantity: int
    denominator: int = 0
