"""Ranks."""

from datetime import date, datetime
from typing import Literal, TypeAlias, TypedDict

from tracker.render.schemas.figures import Counted, NameShape, Number, SpanShape, TitleShape

RankState: TypeAlias = Literal["ranked", "not-considered", "not-enough-data"]


class PhaseTitleShape(SpanShape):
    """A phase; of a campaign without phases the whole of it."""

    id: str
    title: str


class BandShape(TypedDict):
    """A classification (xếp loại)."""

    title: str
    least: Number
    """The percentage of the sheet's maximum from which it holds."""
    quota: Number | None
    """The greatest share of a group's ranked units, rounded down to whole units, that may be in it; null for any."""


class RankingRulesShape(TypedDict):
    """What ranks follow from beside the points."""

    ties: list[str]
    """What decides in turn between equal totals: fewer-penalties, higher-bonus, earlier-return or the points of a criterion."""
    bands: list[BandShape]
    enough_returns: Number
    """The share of its returns due so far under which a unit is not ranked."""


class FlagShape(TypedDict):
    """A span of days in which a unit is not considered (không xét thi đua)."""

    start: date
    end: date | None
    basis: str


class ReturnsOfUnitShape(TypedDict):
    """A unit's returns that were due in the phase so far."""

    expected: int
    actual: int
    complete_at: datetime | None
    """When the last of them was received; null where one is missing, or none was due."""


class SumsShape(TypedDict):
    """A unit's points."""

    score: Number
    """The sum of its lines that count."""
    maximum: Number
    """The sum of the maximum points of those lines: 684 of 700 where something is not assigned."""
    sheet_maximum: Number
    """The maximum points of the whole sheet."""
    rebased: Number
    """score x sheet_maximum / maximum, to two places."""
    bonus: Number
    """The sum of the lines in the column of bonus and penalty."""
    penalty: Number
    """What penalties took off, as a number that is not negative: the tie fewer-penalties compares it."""
    total: Number
    """rebased + bonus: what units are ranked by."""
    percentage: Number | None
    """100 x total / sheet_maximum, to two places."""


class RankedUnitShape(SumsShape):
    """A unit in its group."""

    id: str
    name: str
    parent: NameShape | None
    label: str
    """The name, with that of the unit above or the id where another unit has the same one on the day."""
    rank: int | None
    state: RankState
    band: str | None
    decided_by: str | None
    """What separates it from the one above: points, a tie, shared; null for the first and for what has no rank."""
    provisional: bool
    """Whether some of its points will change when the phase is closed."""
    given: bool
    """Whether people gave some of its points."""
    returns: ReturnsOfUnitShape
    flags: list[FlagShape]
    """Why it is not considered."""
    counted_from: date | None
    """The day from which its figures count, where it was not considered before; null for all of the phase."""


class RankGroupNameShape(TypedDict):
    """A group of units that are ranked against each other."""

    id: str
    """The cluster, or, where units have none, the id of the unit above them and their level."""
    cluster: str | None
    parent: NameShape | None
    level: str | None
    sheet: str | None
    """The title of the score sheet, where it has one."""
    ranked: int
    """How many of its units have a rank."""
    all: int
    """How many units it has, also those that were not asked for."""


class RankGroupShape(RankGroupNameShape):
    """The units that are ranked against each other, best first."""

    units: list[RankedUnitShape]


class UndecidedShape(FlagShape):
    """A flag of a unit that is no more: its heirs do not inherit it, and somebody has to decide."""

    unit: str
    name: str
    heirs: list[NameShape]


class NoticeShape(TypedDict):
    """What a unit had that ended or was split, and its heirs have not, so that somebody has to decide."""

    kind: Literal["figure", "points", "unallocated"]
    """What must not happen or is penalised; points that people gave; what a split without shares left to one of several."""
    unit: str
    name: str
    criterion: str
    title: str
    measure: str
    quantity: Number
    denominator: Number | None
    """Null of what is no rate."""
    heirs: list[NameShape]


class RankShape(Counted):
    """`tracker rank --json`: the units of a phase, group by group."""

    schema: Literal["tracker.rank/1"]
    campaign: TitleShape
    phase: PhaseTitleShape
    ranked_on: date
    """The day whose units and groups are ranked: the phase's last, or the as-of day as long as it runs."""
    closed: bool
    """Whether the phase was closed; until then all of this is provisional."""
    head: str
    """The hash that the journal ends with."""
    rules: RankingRulesShape
    clusters: list[RankGroupShape]
    undecided: list[UndecidedShape]
    notices: list[NoticeShape]
    """What heirs did not inherit or is unallocated; not there in what was closed by a version before 1.2."""
