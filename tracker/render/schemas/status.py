"""The status of campaigns, and deadlines."""

from datetime import date, datetime
from typing import Literal, TypedDict

from tracker.domain.campaign import State
from tracker.domain.criteria import Direction, Kind
from tracker.render.schemas.figures import Counted, NameShape, ProgressShape, SpanShape, TitleShape, Viewed


class CampaignDaysShape(TitleShape, SpanShape):
    """A campaign and the as-of day in it."""

    day: int | None
    """Which day of the campaign it is, from 1; null before it and after it."""
    days: int
    days_left: int
    """How many days there are after the as-of day."""


class PhaseDaysShape(TitleShape, SpanShape):
    """A phase and the as-of day in it."""

    day: int
    days: int
    days_left: int


class CriterionStatusShape(TypedDict):
    """Where a criterion stands."""

    id: str
    title: str
    kind: Kind
    direction: Direction
    measure: str
    phase: ProgressShape | None
    """In the phase of the as-of day; null outside phases."""
    campaign: ProgressShape
    """In the whole campaign."""


class DueShape(TypedDict):
    """A deadline and, of a return, how many units have filed it."""

    title: str
    due_on: date
    days_left: int
    """Days from the as-of day to the due day, negative once it has passed."""
    covers: SpanShape | None
    """The week that a return is about."""
    expected: int | None
    """How many units owe the return; null where no unit owes anything."""
    returned: int | None
    missing: int | None


class DeadlineShape(DueShape):
    """A deadline with its moment."""

    due_at: datetime
    original_on: date
    """The due day before it was moved to a working day; the due day itself where it was not."""
    kind: Literal["return", "review"]
    period: Literal["weekly", "monthly", "once"] | None
    """How often units owe the return; null where no unit owes anything."""
    state: Literal["overdue", "ahead", "done"]
    """overdue: the day has passed and returns are missing. done: it has passed, and none is."""


class AlertShape(TypedDict):
    """Something to look at."""

    code: str
    """silent-units: units that owe returns and have sent nothing for more than `days` days; open-concerns: units that
    raised concerns which nobody has answered, the oldest `days` days ago."""
    units: int
    days: int
    concerns: int
    """How many concerns; 0 of other alerts."""


class LateShape(TypedDict):
    """What was recorded, amended or voided of a phase after it was closed: it counts in the campaign alone."""

    phase: str
    entries: int


class StatusShape(Counted, Viewed):
    """`tracker status --json`: where a campaign stands."""

    schema: Literal["tracker.status/1"]
    campaign: CampaignDaysShape
    unit: NameShape | None
    """The unit asked for, which stands for all under it too."""
    state: State
    launched: bool
    phase: PhaseDaysShape | None
    """The phase of the as-of day; null outside phases."""
    criteria: list[CriterionStatusShape]
    deadlines: list[DueShape]
    """Returns that are overdue, then the next date of every deadline; three at most."""
    alerts: list[AlertShape]
    closed: list[str]
    """The phases that were closed by the as-of day."""
    late: list[LateShape]


class StatusesShape(Counted):
    """`tracker status --all --json`: where every campaign of the file stands."""

    schema: Literal["tracker.statuses/1"]
    campaigns: list[StatusShape]


class DeadlinesShape(Counted):
    """`tracker deadlines --json`: returns that are overdue, then the next date of every deadline; with --all every date."""

    schema: Literal["tracker.deadlines/1"]
    deadlines: list[DeadlineShape]


class ReminderShape(TitleShape):
    """What the office of a campaign has to be reminded of."""

    deadlines: list[DeadlineShape]
    """Returns that are missing and still taken, and what is due soon."""
    alerts: list[AlertShape]


class RemindersShape(Counted):
    """`tracker remind --json`: what is missing or due soon; the exit code is 1 where there is anything."""

    schema: Literal["tracker.remind/1"]
    within_days: int
    """How many days ahead were looked at."""
    campaigns: list[ReminderShape]
    """The campaigns that have something to be reminded of."""
