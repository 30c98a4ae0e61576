"""The status screen: one screen that says where a campaign stands."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tracker.domain.calendar import week_name
from tracker.domain.campaign import Campaign, State
from tracker.domain.returns import Occurrence
from tracker.i18n import _, day, ngettext, number, weekday
from tracker.render.compose_criteria import WIDE, compose_criteria
from tracker.render.document import (
    Block,
    Column,
    Document,
    Gap,
    Paragraph,
    Role,
    Run,
    Table,
    Title,
    facts,
    paragraph,
)
from tracker.render.words import say_day, say_due, say_open, say_span, say_units_view
from tracker.services.discipline import DeadlineStatus
from tracker.services.status import Alert, Status

if TYPE_CHECKING:
    from tracker.services.late import LateCount

MOST_ALERTS = 2


def compose_status(status: Status, commands: str = "") -> Document:
    """Compose the screen of one campaign; `commands` are added to each command that it suggests, on a terminal only."""
    title = Title(_("Status on {day}").format(day=day(status.view.as_of)))
    blocks: list[Block] = [title, _header(status)]
    if status.view.campaign.has_phases:
        blocks.append(_rail(status.view.campaign, status.view.as_of, status.closed))
    blocks.append(_freshness(status))
    if status.unit:
        blocks.append(paragraph(Run(say_units_view(status.view), Role.QUIET), indent=2))
    blocks.append(Gap())
    if status.criteria:
        blocks += [compose_criteria(status), Gap()]
    if rows := _facts(status, commands):
        blocks.append(facts(rows))
    return tuple(blocks)


def compose_overview(statuses: list[Status]) -> Document:
    """Compose one line for each campaign."""
    rows = []
    for status in statuses:
        campaign = status.view.campaign
        judged = [one.phase or one.campaign for one in status.criteria]
        behind = sum(one.standing in ("behind", "missed") for one in judged)
        rows.append(
            (
                Run(campaign.id, Role.CODE),
                Run(campaign.name),
                Run(_state(status)),
                Run(_("{count} of {all} criteria behind").format(count=behind, all=len(judged))),
            )
        )
    columns = (Column(""), Column("", shrinks=True), Column(""), Column("", from_width=WIDE))
    return (Table(columns, tuple(rows)),)


def _header(status: Status) -> Paragraph:
    campaign, today = status.view.campaign, status.view.as_of
    runs = [Run(campaign.name, Role.STRONG)]
    if status.unit:
        runs.append(Run(f" · {status.unit.name}", Role.STRONG))
    runs.append(Run(f" · {weekday(today)} {day(today)}"))
    if today in campaign.span:
        week, weeks = campaign.week_number(today), campaign.week_number(campaign.span.end)
        text = _("week {span} ({number}/{all})").format(span=say_span(campaign.week_of(today)), number=week, all=weeks)
        runs.append(Run(f" · {text}", Role.QUIET))
    return Paragraph(tuple(runs))


def _rail(campaign: Campaign, today: date, closed: Sequence[str]) -> Paragraph:
    """Draw the phases in one line: done, now, later; of many, those around today. `closed` can change no more."""
    phases = list(campaign.phases)
    now = next((at for at, one in enumerate(phases) if one.span.end >= today), len(phases) - 1)
    first = max(0, min(now - 1, len(phases) - 3))
    runs: list[Run] = []
    for phase in phases[first : first + 3]:
        if runs:
            runs.append(Run(" ─ ", Role.QUIET))
        span = phase.span
        length = ngettext("{count} day", "{count} days", span.days)
        if phase.id in closed:
            runs.append(Run(_("✔ {phase} (closed)").format(phase=phase.title), Role.QUIET))
        elif span.end < today:
            runs.append(Run(f"✔ {phase.title} ({length})", Role.QUIET))
        elif span.start > today:
            runs.append(Run(f"○ {phase.title} ({length})", Role.QUIET))
        else:
            left = span.left(today)
            rest = ngettext("{count} left", "{count} left", left) if left else _("the last day")
            text = _("day {number}/{all}").format(number=span.elapsed(today), all=span.days)
            runs.append(Run(f"▶ {phase.title}: {text}, {rest}", Role.NOW))
    return Paragraph(tuple(runs), indent=2)


def _freshness(status: Status) -> Paragraph:
    last = status.last_entry_on
    parts = [
        _state(status),
        _("figures up to {day}").format(day=day(last)) if last else "",
        ngettext("{count} entry", "{count} entries", status.entries) if status.entries else _("no figures yet"),
    ]
    return paragraph(" · ".join(part for part in parts if part), indent=2)


def _state(status: Status) -> str:
    campaign, today = status.view.campaign, status.view.as_of
    span = campaign.span
    match status.state:
        case State.BEFORE:
            left = ngettext("begins in {count} day", "begins in {count} days", (span.start - today).days)
            return _("not begun, {begins} ({day})").format(begins=left, day=day(span.start))
        case State.ENDED:
            return _("ended on {day}").format(day=day(span.end))
        case State.BETWEEN:
            later = next((one for one in campaign.phases if one.span.start > today), None)
            if later:
                return _("between phases, {phase} begins on {day}").format(phase=later.title, day=day(later.span.start))
            return _("after the last phase, ends on {day}").format(day=day(span.end))
        case State.RUNNING:
            text = _("Day {number}/{all}").format(number=span.elapsed(today), all=span.days)
            if campaign.launched_on and not status.launched:
                text += " · " + _("running, to be launched on {day}").format(day=day(campaign.launched_on))
            return text


def _facts(status: Status, commands: str) -> list[tuple[str, str]]:
    overdue = [one for one in status.deadlines if one.is_overdue]
    rows = [
        (_("Overdue"), f"{say_due(one.occurrence.due_on, status.view.as_of)}  {say_deadline(one)}") for one in overdue
    ]
    ahead = [one for one in status.deadlines if not one.is_overdue]
    if ahead:
        first, *others = ahead
        text = f"{say_due(first.occurrence.due_on, status.view.as_of)}  {say_deadline(first)}"
        text += "".join(f" · {say_day(one.occurrence.due_on, status.view.as_of)} {one.title}" for one in others)
        rows.append((_("Next due"), text))
    for at, alert in enumerate(status.alerts[:MOST_ALERTS]):
        rows.append((_("Attention") if at == 0 else "", say_alert(alert)))
    if status.late:
        rows.append((_("Recorded late"), f"{say_late(status.late)} · tracker ls --late"))
    if commands:
        rows.append((_("Next step"), commands))
    return rows


def say_next(deadlines: Sequence[DeadlineStatus], as_of: date) -> str:
    """Say in a sentence what is due next; "" where nothing is."""
    named = [f"{when} {what}" for when, what in list_due(deadlines[:2], as_of)]
    return _("Due next: {deadlines}.").format(deadlines="; ".join(named)) if named else ""


def list_due(deadlines: Sequence[DeadlineStatus], as_of: date) -> list[tuple[str, str]]:
    """List when deadlines are due, and their names."""
    return [(say_due(one.occurrence.due_on, as_of), say_deadline(one)) for one in deadlines]


def say_deadline(one: DeadlineStatus) -> str:
    """Name a deadline, the days it covers and, once it is overdue, how many units have not filed."""
    text = one.title
    if one.occurrence.covers:
        text += f" {say_span(one.occurrence.covers)}"
    if moved := say_moved(one.occurrence):
        text += f" ({moved})"
    if one.is_overdue and one.returns:
        missing, expected = len(one.returns.missing), len(one.returns.expected)
        text += ": " + _("{missing}/{expected} units have not filed").format(
            missing=number(missing), expected=number(expected)
        )
    return text


def say_moved(occurrence: Occurrence) -> str:
    """Say from which day a deadline was moved to a working day; nothing where it was not."""
    if occurrence.original_on is None:
        return ""
    return _("moved from {day}").format(day=say_day(occurrence.original_on, occurrence.due_on))


def say_late(late: "Sequence[LateCount]") -> str:
    """Say how much was recorded after phases were closed: after Đợt 1 was closed: 5 entries."""
    said = _("after {phase} was closed: {entries}")
    counts = ((one.title, ngettext("{count} entry", "{count} entries", one.entries)) for one in late)
    return "; ".join(said.format(phase=phase, entries=entries) for phase, entries in counts)


def say_alert(alert: Alert) -> str:
    """Put an alert in words."""
    if alert.code == "open-concerns":
        return say_open(alert.concerns, alert.days)
    silent = ngettext("{count} unit has", "{count} units have", alert.units)
    return _("{units} sent nothing for more than {days} days").format(units=silent, days=alert.days)


def suggest(status: Status, suffix: str) -> str:
    """Return the commands that come next in this state; `suffix` repeats the options that were given."""
    week = week_name(status.view.campaign.week_of(status.view.campaign.span.end))
    match status.state:
        case State.BEFORE:
            commands = ["tracker units", "tracker deadlines"]
        case State.ENDED:
            commands = [f"tracker report weekly --week {week}", "tracker achievements"]
        case _ if not status.entries:
            commands = ["tracker log -u UNIT -c CRITERION -q 1", "tracker import FILE"]
        case _ if status.unit:
            commands = [f"tracker achievements -u {status.unit.id}", f"tracker submit -u {status.unit.id}"]
        case _ if not status.launched:
            commands = ["tracker achievements", "tracker deadlines"]
        case _:
            asks = any(one.is_return for one in status.view.campaign.deadlines)
            commands = ["tracker units --missing" if asks else "tracker achievements", "tracker report weekly"]
    return " · ".join(command + suffix for command in commands)
