"""How units are scored and ranked, as a campaign declares it: sheets, a tree of criteria with maximum points, models, bands, ties.

Units: points are in thousandths of a point; caps, shares, steps and percentages in thousandths of the whole, so that 95% is 950.
"""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from tracker.domain.commendations import Award

if TYPE_CHECKING:
    from tracker.domain.campaign import Campaign
    from tracker.domain.units import UnitVersion

THOUSANDTHS = 1000
POINT_PLACES = 2  # scores are rounded to them, so that none are given, or declared, more finely
ENOUGH_RETURNS = 800  # of a thousand. Source: the campaign rules, 80%
OPERATORS = ("<=", "<", "=", ">=", ">")  # that the two sides of a check are compared by


class Linear(msgspec.Struct, frozen=True, tag="linear"):
    """The maximum times the attainment, which counts from 0 to `cap`."""

    cap: int = THOUSANDTHS


class LeaderRelative(msgspec.Struct, frozen=True, tag="leader-relative"):
    """Half of the maximum at the target, the rest by the excess over it against the leader's, which counts up to `cap`.

    Source: a provincial police rule in use.
    """

    cap: int | None = None


class PerEvent(msgspec.Struct, frozen=True, tag="per-event"):
    """So many points for each event, up to the maximum."""

    points: int


class PassFail(msgspec.Struct, frozen=True, tag="pass-fail"):
    """The maximum where the target is reached, else nothing."""


class Step(msgspec.Struct, frozen=True, array_like=True):
    """The points from an attainment on."""

    start: int
    points: int


class Steps(msgspec.Struct, frozen=True, tag="steps"):
    """The points of the highest step whose attainment is reached; nothing below the first."""

    steps: tuple[Step, ...]


class BonusPenalty(msgspec.Struct, frozen=True, tag="bonus-penalty"):
    """So many points for each event less so many for each event of the criterion `against`, from `least` to `most`.

    They stand in a column of their own beside the score.
    """

    points: int = 0
    against: str = ""
    penalty: int = 0
    least: int = 0
    most: int = 0


Model: TypeAlias = Linear | LeaderRelative | PerEvent | PassFail | Steps | BonusPenalty


class Leaf(msgspec.Struct, frozen=True, tag="leaf"):
    """A criterion that is scored; `criterion` is "" where only penalties of another one count.

    `maximum` is 0 of a bonus or penalty, which is no part of the sheet's maximum.
    """

    criterion: str
    maximum: int
    model: Model = Linear()

    @property
    def name(self) -> str:
        """What it is known by, no two of a sheet alike: its criterion, or that whose events are penalised."""
        return self.criterion or (self.model.against if isinstance(self.model, BonusPenalty) else "")

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria that its points come from: its own, and that whose events are penalised."""
        against = self.model.against if isinstance(self.model, BonusPenalty) else ""
        return tuple(one for one in (self.criterion, against) if one)


class Group(msgspec.Struct, frozen=True, tag="group"):
    """A part of the tree; its maximum and its points are the sums of what it holds."""

    title: str
    items: tuple["Leaf | Group", ...]


class Sheet(msgspec.Struct, frozen=True):
    """A score sheet (bảng chấm điểm) for the units of some clusters and levels; none named is all."""

    items: tuple[Leaf | Group, ...]
    title: str = ""
    clusters: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """What is scored, in the order of the sheet."""
        return tuple(_leaves(self.items))

    def is_for(self, unit: "UnitVersion") -> bool:
        """Whether a unit may be scored by it: where both clusters and levels are named it is in one of each."""
        return (not self.clusters or unit.cluster in self.clusters) and (not self.levels or unit.level in self.levels)


class Band(msgspec.Struct, frozen=True):
    """A classification (xếp loại) from a percentage of the maximum on; `quota` is the most of the units that may be in it."""

    title: str
    least: int
    quota: int | None = None


class Tie(StrEnum):
    """What decides between units of equal points; beside these a criterion's id, whose points then decide."""

    FEWER_PENALTIES = "fewer-penalties"
    HIGHER_BONUS = "higher-bonus"
    EARLIER_RETURN = "earlier-return"


class Scoring(msgspec.Struct, frozen=True):
    """How a campaign scores: the sheets, of which the first that fits a unit is its own; bands, best first; ties, in turn.

    `enough_returns` is the share of its returns under which a unit is not ranked.
    """

    sheets: tuple[Sheet, ...] = ()
    bands: tuple[Band, ...] = ()
    ties: tuple[str, ...] = ()
    enough_returns: int = ENOUGH_RETURNS


class NotConsidered(msgspec.Struct, frozen=True):
    """A unit that is not considered (không xét thi đua, KXTĐ) from a day to another, None without end, on a legal basis."""

    unit: str
    start: date
    end: date | None
    basis: str


class Check(msgspec.Struct, frozen=True):
    """A rule that figures of one unit should keep, as solved <= reported; what breaks it is shown and never refused.

    Each side is a sum of (criterion, whether of its denominator).
    """

    id: str
    title: str
    left: tuple[tuple[str, bool], ...]
    operator: str
    right: tuple[tuple[str, bool], ...]


class Plausible(msgspec.Struct, frozen=True):
    """From where to where the quantity of a single entry needs no second look; None is open. Units: thousandths."""

    criterion: str
    least: int | None
    most: int | None


class Rules(msgspec.Struct, frozen=True):
    """How the units of a campaign are judged beside their targets; `awards` are those that it adds to the lists of the law."""

    scoring: Scoring = Scoring()
    not_considered: tuple[NotConsidered, ...] = ()
    checks: tuple[Check, ...] = ()
    plausible: tuple[Plausible, ...] = ()
    awards: tuple[Award, ...] = ()


def sheets_of(campaign: "Campaign") -> tuple[Sheet, ...]:
    """Return the score sheets: those declared, or one of all criteria that have maximum points; none where none has."""
    if declared := campaign.rules.scoring.sheets:
        return declared
    leaves = tuple(Leaf(one.id, one.max_points) for one in campaign.criteria if one.max_points)
    return (Sheet(leaves),) if leaves else ()


def sheet_for(sheets: tuple[Sheet, ...], unit: "UnitVersion") -> Sheet | None:
    """Return the sheet that a unit is scored by: the first that is for it."""
    return next((one for one in sheets if one.is_for(unit)), None)


def _leaves(items: tuple[Leaf | Group, ...]) -> list[Leaf]:
    return [leaf for one in items for leaf in ([one] if isinstance(one, Leaf) else _leaves(one.items))]
