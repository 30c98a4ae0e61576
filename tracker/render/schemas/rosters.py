"""Edits of a roster."""

from datetime import date
from typing import Literal, TypedDict

from tracker.domain.reorganisation import Operation
from tracker.render.schemas.figures import Number, PerhapsCounted


class VersionShape(TypedDict):
    """A unit on a day."""

    code: str
    name: str
    level: str
    parent: str
    cluster: str
    aliases: list[str]


class TurnShape(TypedDict):
    """What becomes of a unit on the day."""

    id: str
    what: Literal["ends", "begins", "changes"]
    before: VersionShape | None
    """As it was the day before; null of a unit that begins."""
    after: VersionShape | None
    """As it is from the day on; null of a unit that ends."""


class EdgeShape(TypedDict):
    """A step of the lineage."""

    kind: str
    source: str
    heir: str | None
    """The unit that it goes to; null where there is none."""
    share: str | None
    """Null where none is given: what was achieved before then stands as unallocated."""


class StrayShape(TypedDict):
    """What was recorded about a unit on days on which it is no more."""

    campaign: str
    unit: str
    entries: list[str]
    returns: int


class TargetChangeShape(TypedDict):
    """A target set by the units alive on the first day of its span, before the edit and after it."""

    campaign: str
    criterion: str
    phase: str | None
    before: Number
    after: Number


class KeptFileShape(TypedDict):
    """A file that the edit is written to."""

    file: str
    kept: str | None
    """The file beside it that holds what it held; null in a rehearsal."""


class RosterShape(PerhapsCounted):
    """`tracker roster merge|split|rename|reparent|dissolve|import --json`: what becomes of which units."""

    schema: Literal["tracker.roster/1"]
    operation: Operation
    on: date
    basis: str
    campaigns: list[str]
    """Those that use the roster."""
    units: list[TurnShape]
    lineage: list[EdgeShape]
    strays: list[StrayShape]
    targets: list[TargetChangeShape]
    files: list[KeptFileShape]
    dry_run: bool
