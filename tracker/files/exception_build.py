"""From the shapes of a deadline's exceptions to `LockException`s: which return stays open longer, for whom and why."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracker.domain.calendar import DAY, END_OF_DAY, named_month, named_week, parse_full_day
from tracker.domain.campaign import RosterData
from tracker.domain.returns import Deadline, LockException, Occurrence, Period, lock_of
from tracker.domain.schedule import Plan
from tracker.domain.text import nearest
from tracker.errors import TrackerError
from tracker.files.campaign_shape import DeadlineShape, ExceptionShape
from tracker.files.typed_reader import TypedReader


def build_exceptions(
    reader: TypedReader, shape: DeadlineShape, deadline: Deadline, plan: Plan | None, roster: RosterData | None
) -> tuple[LockException, ...]:
    """Return the exceptions; problems go to the reader's source, those that follow from others are not told."""
    if not shape.exceptions or plan is None:
        return ()
    if deadline.period and not shape.lock_after:
        reader.source.report("exceptions-unlocked", reader.node(shape, "exceptions"))
    units = {version.id for version in roster.versions} if roster else set()
    found = []
    for one in shape.exceptions:
        found.append(_build(reader, one, deadline, plan))
        if units:
            _check_units(reader, one, units)
    return tuple(one for one in found if one)


def _build(reader: TypedReader, shape: ExceptionShape, deadline: Deadline, plan: Plan) -> LockException | None:
    occurrence = _find(reader, shape, deadline, plan)
    if occurrence is None or occurrence.covers is None or not (shape.until and shape.reason):
        return None
    until = datetime.combine(shape.until, END_OF_DAY, ZoneInfo(plan.zone))
    lock = lock_of(deadline, occurrence, "")
    if lock and until <= lock.at:
        reader.source.report("exception-early", reader.node(shape, "until"), until=shape.until, lock=lock.at.date())
    return LockException(occurrence.covers, until, shape.reason, tuple(shape.units or ()))


def _find(reader: TypedReader, shape: ExceptionShape, deadline: Deadline, plan: Plan) -> Occurrence | None:
    """Return the date whose return the exception is about: that of the week or month named, or the only one."""
    named = {key: str(text) for key in ("week", "period") if (text := getattr(shape, key))}
    if not named and deadline.period is not Period.ONCE:
        if not {"week", "period"} & (reader.node(shape).entries or {}).keys():
            key = "period" if deadline.period is Period.MONTHLY else "week"
            reader.source.report("key-missing", reader.node(shape), key=key)
        return None
    fitting = list(deadline.occurrences)
    for key, text in named.items():
        node, day = reader.node(shape, key), _day_within(text, plan.week_start)
        if day is None:
            reader.source.report("bad-period", node, text=text)
            return None
        fitting = [one for one in fitting if one.covers and day in one.covers]
        if not fitting and deadline.occurrences:
            reader.source.report("exception-nowhere", node, text=text)
    return fitting[0] if fitting else None


def _day_within(text: str, week_start: int) -> date | None:
    """Return a day in a week (2025-W06), a month (2025-02, 2/2025) or the day itself; None where it is none of these."""
    try:
        if week := named_week(text, week_start):
            return week.start + 3 * DAY
        if month := named_month(text):
            return month.start
        return parse_full_day(text)
    except TrackerError:
        return None


def _check_units(reader: TypedReader, shape: ExceptionShape, known: set[str]) -> None:
    nodes = reader.node(shape, "units").items or []
    if shape.units == [] and not nodes:
        reader.source.report("list-empty", reader.node(shape, "units"), key="units")
    for node in nodes:
        if node.text and node.text not in known:
            reader.source.report("unit-unknown", node, unit=node.text, nearest=nearest(node.text, known, 1))
