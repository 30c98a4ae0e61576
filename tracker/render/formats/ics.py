"""Phases and deadlines as a calendar file (RFC 5545), which calendar programs import and bring up to date."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tracker.domain.calendar import DAY, END_OF_DAY, Span
from tracker.domain.campaign import Campaign
from tracker.domain.returns import Deadline, Occurrence
from tracker.errors import TrackerError
from tracker.i18n import _, day, language
from tracker.render.words import say_long_span, say_span

if TYPE_CHECKING:
    from icalendar import Event

_BEFORE_A_DAY = (timedelta(hours=-15), timedelta(hours=9))  # at 9:00 of the day before, and of the day
_BEFORE_A_MOMENT = (timedelta(days=-1), timedelta(hours=-2))


def render_ics(campaign: Campaign, as_of: date) -> str:
    """Write the phases as whole days and every date of every deadline with alarms; the same day gives the same text.

    A moment is written in UTC, which every program shows in its own time zone; an event keeps its name (UID) from file to
    file, also where a deadline moved, so that an import changes it and adds no other.

    Raises: TrackerError extra-missing where icalendar is not installed.
    """
    try:
        from icalendar import Calendar  # noqa: PLC0415 an extra, and slow to load
    except ImportError:
        raise TrackerError.of("extra-missing", library="icalendar", extra="calendar") from None
    calendar = Calendar()
    calendar.add("prodid", f"-//tracker//deadlines//{language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", campaign.name)
    events = [_phase(campaign, one.id, one.title, one.theme, one.span) for one in campaign.phases]
    events += [_deadline(campaign, one, dated) for one in campaign.deadlines for dated in one.occurrences]
    for event in events:
        event.add("dtstamp", datetime.combine(as_of, time(), UTC))
        calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _phase(campaign: Campaign, name: str, title: str, theme: str, span: Span) -> "Event":
    summary = f"{campaign.name}: {title}" if campaign.has_phases else campaign.name
    event = _event(summary, (campaign.id, "phase", name))
    event.add("dtstart", span.start)
    event.add("dtend", span.end + DAY)  # the first day after it
    event.add("transp", "TRANSPARENT")
    if theme:
        event.add("description", theme)
    return event


def _deadline(campaign: Campaign, deadline: Deadline, one: Occurrence) -> "Event":
    planned = one.original_on or one.due_on
    covers = f" {say_span(one.covers)}" if one.covers else ""
    event = _event(f"{deadline.title}{covers}", (campaign.id, deadline.title, str(deadline.period), str(planned)))
    is_whole_day = one.due_at.timetz().replace(tzinfo=None) == END_OF_DAY
    event.add("dtstart", one.due_on if is_whole_day else one.due_at.astimezone(UTC))
    if is_whole_day:
        event.add("dtend", one.due_on + DAY)
        event.add("transp", "TRANSPARENT")
    event.add("description", "\n".join(_describe(campaign, one)))
    for trigger in _BEFORE_A_DAY if is_whole_day else _BEFORE_A_MOMENT:
        event.add_component(_alarm(deadline.title, trigger))
    return event


def _describe(campaign: Campaign, one: Occurrence) -> list[str]:
    lines = [campaign.name]
    if one.covers:
        lines.append(_("about {span}").format(span=say_long_span(one.covers)))
    if one.original_on:
        lines.append(_("moved from {day}").format(day=day(one.original_on)))
    return lines


def _event(summary: str, key: tuple[str, ...]) -> "Event":
    from icalendar import Event  # noqa: PLC0415 an extra, and slow to load

    event = Event()
    event.add("uid", f"{sha256(chr(0).join(key).encode()).hexdigest()[:32]}@tracker")
    event.add("summary", summary)
    return event


def _alarm(title: str, trigger: timedelta) -> Any:
    from icalendar import Alarm  # noqa: PLC0415 likewise

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", trigger)
    return alarm
