"""What points and ranks come from."""

from datetime import date, datetime
from typing import Literal, TypeAlias, TypedDict

from tracker.render.schemas.figures import Counted, NameShape, Number, TitleShape
from tracker.render.schemas.ranking import (
    NoticeShape,
    PhaseTitleShape,
    RankedUnitShape,
    RankGroupNameShape,
    RankingRulesShape,
    RankState,
    SumsShape,
)
from tracker.render.schemas.scores import GivenShape

ModelName: TypeAlias = Literal["linear", "leader-relative", "per-event", "pass-fail", "steps", "bonus-penalty"]


class SourceShape(TypedDict):
    """The entries that a figure comes from."""

    entries: int
    first: date | None
    last: date | None
    command: str
    """The command that lists them."""


class EntryShape(TypedDict):
    """An entry that a figure comes from."""

    id: str
    date: date
    criterion: str
    """Its criterion: that of the line, or the one whose events are penalties."""
    criterion_title: str
    work: str | None
    """The id of the milestone's work that got done; null where none is named."""
    work_title: str | None
    unit: str
    unit_name: str
    quantity: Number
    denominator: Number | None
    note: str | None
    share: str | None
    """The part of it that stands with the unit, as 1/2, where units were divided; null for all of it."""


class FigureShape(TypedDict):
    """A figure or what it is measured against, in the criterion's own measure; of a rate both of its numbers."""

    value: Number | None
    """To 4 places where it is a rate's; null where nothing occurred."""
    numerator: Number | None
    denominator: Number | None


class LineShape(TypedDict):
    """One line of a unit's score sheet."""

    criterion: str
    """What the line is known by: its criterion or, where only penalties count, that whose events are penalised."""
    title: str
    measure: str
    path: list[str]
    """The parts of the sheet that it stands in, the outermost first."""
    column: Literal["score", "bonus"]
    model: ModelName
    declared: Literal["scoring", "max_points"]
    """The key of campaigns.yaml that declares it: scoring, or max_points of the criterion."""
    rule: str | None
    """Which rule of its model gave the points."""
    state: str
    """scored, or why the line leaves the denominator: not-assigned, no-target, no-baseline, not-reported,
    nothing-occurred."""
    direction: Literal["up", "down"]
    aim: Literal["reach", "reduce", "stay-under", "never"]
    """What the target means; not there in a phase that an earlier version closed."""
    actual: FigureShape
    target: Number | None
    """In the criterion's own measure; of a rate measured in % and of a reduction as a share (0.75, 0.05), to 6 places."""
    baseline: FigureShape | None
    attainment: Number | None
    """To 4 places; 1 or more only where the target is reached."""
    against: str | None
    """The criterion whose events are penalties."""
    penalties: Number | None
    """How many there were."""
    leader: NameShape | None
    """The unit that leads, which it is compared with."""
    maximum: Number
    """The maximum points; 0 in the column of bonus and penalty."""
    least: Number
    most: Number
    """The least and the most points that it can have."""
    inputs: dict[str, Number]
    """The numbers in the formula, exact."""
    formula: str | None
    """Names of inputs, whole numbers, + - * /, parentheses, min(), max() and comparisons, which are 1 or 0."""
    computed: Number | None
    """The formula's value rounded half up, away from zero, to two places."""
    given: list[GivenShape]
    """All that people gave and explained; the one that `counts` is taken instead of what is computed."""
    score: Number | None
    """The points that count; null where the line leaves the denominator."""
    provisional: bool
    source: SourceShape
    entries: list[EntryShape] | None
    """The entries themselves; null unless this criterion was asked for."""


class SheetPartShape(TypedDict):
    """A part of the sheet: the sums of the lines whose `path` begins with this one."""

    path: list[str]
    points: Number
    maximum: Number
    sheet_maximum: Number
    bonus: Number


class PeerShape(SumsShape):
    """What a unit of the group is ranked by."""

    id: str
    name: str
    rank: int | None
    state: RankState
    band: str | None
    points: dict[str, Number | None]
    """The points of each line."""
    complete_at: datetime | None


class OvertakeShape(TypedDict):
    """What would do to draw level with the unit above, all else staying as it is."""

    criterion: str
    title: str
    more: Number
    """So much more of the criterion's own measure."""
    measure: str
    points: Number
    """The points that it would add."""


class NeighbourShape(NameShape):
    """A unit that is ranked next to this one."""

    rank: int
    total: Number
    gap: Number
    """By how many points they differ."""
    decided_by: str | None
    """What separates them: points, a tie, shared."""


class RankedAboveShape(NeighbourShape):
    """The unit that is ranked above."""

    overtake: list[OvertakeShape]


class ExplainShape(RankedUnitShape, Counted):
    """`tracker explain --json`: all that a unit's points and rank come from, enough to work both out again.

    Each line is its formula's value with its inputs, rounded half up (away from zero) to two places, unless people gave
    points; `rebased` and `percentage` are rounded in the same way; everything else is a sum of what is printed.
    """

    schema: Literal["tracker.explain/1"]
    campaign: TitleShape
    phase: PhaseTitleShape
    ranked_on: date
    closed: bool
    head: str
    rounding: Literal["half up, away from zero, to 2 places: each line, rebased, percentage"]
    rules: RankingRulesShape
    group: RankGroupNameShape
    lines: list[LineShape]
    parts: list[SheetPartShape]
    peers: list[PeerShape]
    """The units of the group, best first, this one among them, with what ranks and bands follow from."""
    above: RankedAboveShape | None
    below: NeighbourShape | None
    notices: list[NoticeShape]
    """What it did not inherit, or may have of what is unallocated; not there in what was closed by a version before 1.2."""
