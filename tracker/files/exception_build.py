"""From the shapes of a deadline's exceptions to `LockException`s: which return stays open longer, for whom and why."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tracker.domain.calendar import DAY, named_week, parse_full_day
from tracker.domain.campaign import RosterData
from tracker.domain.returns import Deadline, LockException, Occurrence, Period, lock_of
from tracker.domain.schedule import Plan
from tracker.domain.text import nearest
from tracker.errors import TrackerError
from tracker.files.campaign_shape import DeadlineShape, ExceptionShape
from tracker.files.typed_reader import TypedReader

_WEEK = re.compile(r"([1-8]\d{3})-W(\d{2})", re.ASCII | re.IGNORECASE)
_MONTH = re.compile(r"([1-8]\d{3})-(\d{2})|(\d{1,2})/([1-8]\d{3})", re.ASCII)
_END_OF_DAY = time(23, 59, 59)


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
    until = datetime.combine(shape.until, _END_OF_DAY, ZoneInfo(plan.zone))
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
        if found := _WEEK.fullmatch(text):
            return named_week(int(found[1]), int(found[2]), week_start).start + 3 * DAY
        if found := _MONTH.fullmatch(text):
            return date(int(found[1] or found[4]), int(found[2] or found[3]), 1)
        return parse_full_day(text)
    except (ValueError, TrackerError):
        return None


def _check_units(reader: TypedReader, shape: ExceptionShape, known: set[str]) -> None:
    nodes = reader.node(shape, "units").items or []
    if shape.units == [] and not nodes:
        reader.source.report("list-empty", reader.node(shape, "units"), key="units")
    for node in nodes:
        if node.text and node.text not in known:
            reader.source.report("unit-unknown", node, unit=node.text, nearest=nearest(node.text, known, 1))
