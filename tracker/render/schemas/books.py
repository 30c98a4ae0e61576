"""Targets and baselines."""

from datetime import date
from typing import Literal, TypedDict

from tracker.render.schemas.figures import Counted, Number, PerhapsCounted
from tracker.render.schemas.rosters import KeptFileShape
from tracker.render.schemas.works import WorkShape


class TargetShape(TypedDict):
    """A target as it was set."""

    criterion: str
    unit: str | None
    """The unit that it is for; null of one for each unit of a level or for the whole campaign."""
    level: str | None
    phase: str | None
    """Null of one for the campaign; one of a rate, a reduction or a ceiling then holds in every span."""
    start: date | None
    """The day that it holds from, null from the beginning."""
    reason: str | None
    amount: Number | None
    """Of a percentage and a reduction a share (75% is 0.75); null where it is not assigned."""


class ListedTargetShape(TargetShape):
    """A target, and whether it holds today."""

    in_force: bool


class TargetsShape(Counted):
    """`tracker targets list --json`: the targets that are set, with their changes."""

    schema: Literal["tracker.targets/1"]
    campaign: str
    targets: list[ListedTargetShape]
    works: list[WorkShape]
    """The named works of milestones, those planned first before others; with -u those of the unit and all under it."""


class BaselineShape(TypedDict):
    """What there was in the days that are compared with."""

    criterion: str
    unit: str | None
    """Null of one for all units together."""
    start: date
    end: date
    quantity: Number
    denominator: Number | None


class TargetEditShape(TypedDict):
    """A target that is new or different."""

    before: TargetShape | None
    """The one in whose place it stands; null of a new one."""
    after: TargetShape


class BaselineEditShape(TypedDict):
    """A baseline that is new or different."""

    before: BaselineShape | None
    """The one in whose place it stands; null of a new one."""
    after: BaselineShape


class BookEditShape(PerhapsCounted):
    """`tracker targets import --json` and `tracker baseline import --json`: what a file makes new or different."""

    schema: Literal["tracker.book/1"]
    book: Literal["targets", "baselines"]
    campaign: str
    source: str
    reason: str
    added: int
    changed: int
    same: int
    targets: list[TargetEditShape]
    baselines: list[BaselineEditShape]
    files: list[KeptFileShape]
    dry_run: bool
