"""Lists: missing returns, entries, deadlines, the files in use."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from tracker.domain.campaign import Campaign
from tracker.domain.entries import Achievement, State
from tracker.domain.events import EventRecord
from tracker.domain.quantity import as_decimal
from tracker.domain.units import Roster
from tracker.i18n import _, day, moment, ngettext, number, weekday, weekday_within
from tracker.render.compose_status import say_deadline
from tracker.render.document import Column, Document, Role, Run, Table, Title, facts, paragraph
from tracker.render.event_words import say_body
from tracker.services.discipline import DeadlineState, DeadlineStatus

if TYPE_CHECKING:
    from tracker.render.schemas.entries import EvidenceFileShape


def compose_achievements(
    entries: Sequence[Achievement], campaigns: Mapping[str, Campaign], rosters: Mapping[str, Roster]
) -> Document:
    """Compose a list of entries."""
    corrected = any(one.state is not State.CURRENT for one in entries)
    columns = [
        Column(_("Id")), Column(_("Date")), *([Column(_("State"))] if corrected else []), Column(_("Unit"), shrinks=True),
        Column(_("Criterion"), shrinks=True), Column(_("Figure"), right=True),
        Column(_("Note"), from_width=100, shrinks=True),
    ]  # fmt: skip
    rows = []
    for entry in entries:
        posting = entry.posting
        unit, criterion = _names(entry, campaigns, rosters)
        state = [say_state(entry.state)] if corrected else []
        texts = (entry.id, day(posting.day), *state, unit, criterion, say_posted(entry), posting.note)
        role = Role.PLAIN if entry.state is State.CURRENT else Role.QUIET
        rows.append(tuple(Run(text, role) for text in texts))
    return (
        Title(_("Achievements")),
        Table(tuple(columns), tuple(rows)),
        paragraph(Run(_say_count(entries), Role.QUIET)),
    )


def _say_count(entries: Sequence[Achievement]) -> str:
    """Say how many entries there are, and how many of them count where some do not."""
    text = ngettext("{count} entry", "{count} entries", len(entries))
    current = sum(one.state is State.CURRENT for one in entries)
    if current == len(entries):
        return text
    return f"{text}, " + ngettext("{count} of them counts", "{count} of them count", current)


def say_state(state: State) -> str:
    """Say that an entry counts no more, and why; nothing of one that counts."""
    match state:
        case State.CURRENT:
            return ""
        case State.AMENDED:
            return _("amended")
        case State.VOIDED:
            return _("voided")


def compose_entry(
    entry: Achievement,
    campaigns: Mapping[str, Campaign],
    rosters: Mapping[str, Roster],
    zone: tzinfo,
    corrections: Sequence[tuple[str, str]],
    file: "EvidenceFileShape | None",
    marks: Sequence[EventRecord] = (),
) -> Document:
    """Compose one entry as a card, the moment it was recorded as clocks in `zone` showed it, and what became of it.

    `file` is the one that was kept of its evidence, `marks` are the events that mark it.
    """
    posting = entry.posting
    marked = (f"{text} ({one.id})" for one in marks for _label, text in say_body(one.event.body))
    evidence = file["name"] if file else posting.evidence
    path = "" if not file else file["path"] if file["exists"] else _("{path} (not there)").format(path=file["path"])
    unit, criterion = _names(entry, campaigns, rosters)
    campaign = campaigns.get(posting.campaign)
    rows = [
        (_("Entry"), entry.id), (_("Campaign"), campaign.name if campaign else posting.campaign),
        (_("Unit"), f"{unit} [{posting.unit}]"), (_("Criterion"), f"{criterion} [{posting.key}]"),
        (_("Date"), f"{weekday(posting.day)} {day(posting.day)}"), (_("Figure"), say_posted(entry)),
        (_("Note"), posting.note), (_("Evidence"), evidence), (_("Kept as"), path), (_("Ref"), posting.ref),
        (_("Marked as"), ", ".join(marked)),
        (_("Recorded"), f"{moment(entry.recorded_at.astimezone(zone))} · {entry.recorded_by}"),
        *corrections,
    ]  # fmt: skip
    return (facts([row for row in rows if row[1]]),)


def say_posted(entry: Achievement) -> str:
    """Write what an entry logged: a number, or a rate's two numbers."""
    amounts = (entry.posting.quantity, entry.posting.denominator)
    return "/".join(number(as_decimal(one)) for one in amounts if one is not None)


def _names(entry: Achievement, campaigns: Mapping[str, Campaign], rosters: Mapping[str, Roster]) -> tuple[str, str]:
    """Return the names of an entry's unit and criterion, their ids where the definition has them no more."""
    posting = entry.posting
    campaign, roster = campaigns.get(posting.campaign), rosters.get(posting.campaign)
    unit = roster.name_on(posting.unit, posting.day) if roster else posting.unit
    return unit, campaign.title_of(posting.criterion, posting.work) if campaign else posting.key


def compose_deadlines(deadlines: Sequence[DeadlineStatus], *, with_state: bool = False) -> Document:
    """Compose a list of deadlines; where those that are done stand in it too, what each is."""
    state = (Column(_("State")),) if with_state else ()
    columns = (Column(_("Due")), Column(_("Deadline"), wraps=True), *state, Column(_("Days left"), right=True))
    rows = tuple(_deadline(one, with_state=with_state) for one in deadlines)
    return (Title(_("Deadlines")), Table(columns, rows) if rows else paragraph(_("No deadline lies ahead.")))


def _deadline(one: DeadlineStatus, *, with_state: bool) -> tuple[Run, ...]:
    role = {DeadlineState.OVERDUE: Role.BAD, DeadlineState.DONE: Role.QUIET, DeadlineState.AHEAD: Role.PLAIN}[one.state]
    return (
        Run(f"{day(one.occurrence.due_on)} ({weekday_within(one.occurrence.due_on)})"),
        Run(say_deadline(one)),
        *((Run(_say_deadline_state(one.state), role),) if with_state else ()),
        Run(number(one.days_left), role),
    )


def _say_deadline_state(state: DeadlineState) -> str:
    match state:
        case DeadlineState.OVERDUE:
            return _("overdue")
        case DeadlineState.DONE:
            return _("done")
        case DeadlineState.AHEAD:
            return _("ahead")
