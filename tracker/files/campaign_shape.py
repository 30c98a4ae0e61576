"""The shape of campaigns.yaml: every key, its type, whether it is required. The reader and the JSON Schema follow it.

A field without a default is required; None then means that it was missing or wrong, and the reader has said so.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

ID_PATTERN = "^[A-Za-z0-9][A-Za-z0-9._-]*$"
_DAY_PATTERN = r"^(\d{4}-\d{2}-\d{2}|\d{1,2}([/.-])\d{1,2}\2\d{4})$"

Id = Annotated[str, msgspec.Meta(pattern=ID_PATTERN)]
Day = Annotated[date, msgspec.Meta(extra_json_schema={"pattern": _DAY_PATTERN})]
Amount = Annotated[str, msgspec.Meta(description="A number, or 75% for a rate", examples=["75%", 100])]


class KindName(StrEnum):
    """The kinds of criteria that the file's language knows."""

    COUNT = "count"
    RATE = "rate"
    STOCK = "stock"
    MILESTONE = "milestone"
    ZERO = "zero"
    POINTS = "points"


class Direction(StrEnum):
    """Whether more is better."""

    UP = "up"
    DOWN = "down"


class RateOf(StrEnum):
    """What a rate is taken over: events in time, or the last state of each unit."""

    EVENTS = "events"
    STATE = "state"


class Per(StrEnum):
    """What a target is repeated for."""

    PHASE = "phase"


class Return(StrEnum):
    """The period of a return."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    ONCE = "once"


class CoversName(StrEnum):
    """Which week a return is about."""

    CURRENT = "current"
    PREVIOUS = "previous"


class PhaseShape(msgspec.Struct):
    """A phase (đợt)."""

    id: Id | None
    title: str | None
    start: Day | None
    end: Day | None
    theme: str = ""


class CriterionShape(msgspec.Struct):
    """A criterion (tiêu chí) and its target."""

    id: Id | None
    title: str | None
    kind: KindName | None
    measure: str | None = None
    direction: Direction | None = None
    of: RateOf | None = None
    decimals: int | None = None
    over_100: bool | None = None
    target: Amount | None = None
    per: Per | None = None
    targets: dict[str, Amount] | None = None
    unit_targets: dict[str, Amount] | None = None
    ceiling: Amount | None = None
    max_points: Amount | None = None


class DeadlineShape(msgspec.Struct):
    """A deadline (hạn): `every` for a return that comes again, `due` for a single day."""

    title: str | None
    every: str | None = None
    due: Day | None = None
    return_: Return | None = msgspec.field(default=None, name="return")
    covers: CoversName | None = None
    lock_after: str | None = None


class CampaignShape(msgspec.Struct):
    """A campaign (phong trào thi đua)."""

    id: Id | None
    title: str | None
    start: Day | None
    end: Day | None
    units: str | None
    criteria: list[CriterionShape] | None
    short_title: str = ""
    theme: str = ""
    motto: str = ""
    launched_by: str = ""
    launched_on: Day | None = None
    lineage: str | None = None
    phases: list[PhaseShape] | None = None
    deadlines: list[DeadlineShape] | None = None


class FileShape(msgspec.Struct):
    """The file campaigns.yaml."""

    campaigns: list[CampaignShape] | None
    timezone: str = "Asia/Ho_Chi_Minh"
