"""What became of an entry, which corrections were made, and which commands wrote."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from tracker.domain.calendar import Span
from tracker.domain.corrections import ReturnRecord
from tracker.domain.entries import Achievement
from tracker.domain.events import EventRecord
from tracker.domain.file_edits import FileEdit
from tracker.domain.statements import ReturnTexts
from tracker.i18n import N_, _, day, moment, ngettext
from tracker.render.compose_receipts import say_logged
from tracker.render.document import Column, Document, Role, Run, Table, Title, facts, paragraph
from tracker.render.event_words import say_body, say_event
from tracker.render.record_words import (
    criterion_of,
    say_about,
    say_changes,
    say_counts,
    say_filed,
    say_record,
    say_unit,
    view_of,
)
from tracker.render.words import say_long_span
from tracker.services.history import History, Step, What
from tracker.services.ports import Invocation
from tracker.services.records import Record
from tracker.services.view import View

WHATS = {
    What.LOGGED: N_("logged"),
    What.FILED: N_("filed"),
    What.NOTED: N_("noted"),
    What.AMENDED: N_("amended"),
    What.VOIDED: N_("voided"),
    What.UNDONE: N_("undone"),
    What.RESTORED: N_("restored"),
    What.REDONE: N_("redone"),
}


def compose_invocations(
    invocations: Sequence[tuple[Invocation, Record | None]],
    undone: Mapping[int, int],
    views: Sequence[View],
    zone: tzinfo,
) -> Document:
    """Compose the commands that wrote, the latest first, each with its entry or return where that is but one."""
    columns = (
        Column(_("No."), right=True), Column(_("When")), Column(_("Who"), shrinks=True), Column(_("Command"), shrinks=True),
        Column(_("Content"), wraps=True),
    )  # fmt: skip
    rows = tuple(
        (
            Run(str(one.id)),
            Run(moment(one.recorded_at.astimezone(zone))),
            Run(one.recorded_by),
            Run(one.command),
            Run(_say_invocation(one, record, undone, views), Role.QUIET if one.id in undone else Role.PLAIN),
        )
        for one, record in invocations
    )
    if not rows:
        return (Title(_("Invocations")), paragraph(_("Nothing has been recorded yet.")))
    return (Title(_("Invocations")), Table(columns, rows))


def _say_invocation(one: Invocation, record: Record | None, undone: Mapping[int, int], views: Sequence[View]) -> str:
    parts = [
        _("undoes {number}").format(number=one.undoes) if one.undoes else "",
        say_record(record, views) if record and not one.undoes else say_counts(one.entries, one.returns, one.events),
        "" if _tells_basis(record) and not one.undoes else one.reason,
        _("undone by {number}").format(number=undone[one.id]) if one.id in undone else "",
    ]
    return " · ".join(part for part in parts if part)


def _tells_basis(record: Record | None) -> bool:
    """Whether what is said of a record ends with its basis, which is why the command wrote it."""
    return isinstance(record, EventRecord) and isinstance(record.event.body, FileEdit)


def compose_history(history: History, views: Sequence[View], zone: tzinfo) -> Document:
    """Compose what became of an entry, a return or an event."""
    columns = (
        Column(_("When")), Column(_("Who"), shrinks=True), Column(_("What")), Column(_("Id")),
        Column(_("Content"), wraps=True), Column(_("Why"), wraps=True),
    )  # fmt: skip
    rows = tuple(
        (
            *_when_and_who(one, zone),
            Run(one.record.id if one.record else "", Role.CODE),
            Run(_say_content(one, views, zone)),
            Run(_say_why(one), Role.QUIET),
        )
        for one in history.steps
    )
    end = _("{id} counts").format(id=history.now.id) if history.now else _("Nothing of it counts now.")
    return (
        Title(_("History of {id}").format(id=history.record.id)),
        paragraph(Run(say_record(history.now or history.record, views), Role.STRONG)),
        Table(columns, rows),
        paragraph(Run(end, Role.QUIET)),
    )


def compose_corrections(steps: Sequence[Step], views: Sequence[View], zone: tzinfo) -> Document:
    """Compose the latest corrections."""
    if not steps:
        return (Title(_("Corrections")), paragraph(_("Nothing has been corrected yet.")))
    columns = (
        Column(_("No."), right=True), Column(_("When")), Column(_("Who"), shrinks=True), Column(_("What")),
        Column(_("About"), wraps=True), Column(_("Why"), wraps=True),
    )  # fmt: skip
    rows = tuple(
        (
            Run(str(one.invocation.id)),
            *_when_and_who(one, zone),
            Run(_say_step(one, views)),
            Run(_with_late(one, one.invocation.reason), Role.QUIET),
        )
        for one in steps
    )
    return (Title(_("Corrections")), Table(columns, rows))


def compose_return(
    record: ReturnRecord, texts: ReturnTexts | None, history: History, views: Sequence[View], zone: tzinfo
) -> Document:
    """Compose one return as a card."""
    view = view_of(views, record.campaign)
    rows = [
        (_("Return"), record.id),
        (_("Campaign"), view.campaign.name if view else record.campaign),
        (
            _("Unit"),
            f"{say_unit(record.filed.unit, record.campaign, record.filed.span_end, views)} [{record.filed.unit}]",
        ),
        (_("Period"), say_long_span(Span(record.filed.span_start, record.filed.span_end))),
        (_("Content"), say_filed(record, zone)),
        *(say_body(texts) if texts else []),
        (_("Recorded"), f"{moment(record.recorded_at.astimezone(zone))} · {record.recorded_by}"),
        *say_corrections(history, zone),
    ]
    return (facts(rows),)


def say_corrections(history: History, zone: tzinfo) -> list[tuple[str, str]]:
    """Return the facts about an entry or return that was corrected."""
    rows = []
    if end := history.end:
        now = "; " + _("{id} counts in its stead").format(id=history.now.id) if history.now else ""
        who = f"{moment(end.invocation.recorded_at.astimezone(zone))} · {end.invocation.recorded_by}"
        rows += [(_("State"), _(WHATS[end.what]) + now), (_("Why"), f"{_say_why(end)} · {who}")]
    if len(history.steps) > 1:
        steps = ngettext("{count} step", "{count} steps", len(history.steps))
        rows.append((_("History"), f"{steps} · tracker history {history.record.id}"))
    return rows


def _when_and_who(step: Step, zone: tzinfo) -> tuple[Run, Run, Run]:
    one = step.invocation
    return Run(moment(one.recorded_at.astimezone(zone))), Run(one.recorded_by), Run(_(WHATS[step.what]))


def _say_step(step: Step, views: Sequence[View]) -> str:
    """Say what a correction was about."""
    if step.record is None:
        assert step.about is not None
        counts = say_counts(step.about.entries, step.about.returns, step.about.events)
        return f"{step.about.command} ({step.about.id}): {counts}"
    if step.before is None or not step.changes:
        return f"{step.record.id}: {say_record(step.record, views)}"
    assert isinstance(step.record, Achievement)
    changes = say_changes(step.changes, step.record.posting, views)
    return f"{step.before.id} → {step.record.id}: {say_about(step.record.posting, views)} · {changes}"


def _say_content(step: Step, views: Sequence[View], zone: tzinfo) -> str:
    """Say what a step made of an entry: what changed, or all of it where it is new."""
    match step.record:
        case Achievement(posting=posting) if step.changes:
            return say_changes(step.changes, posting, views)
        case Achievement(posting=posting) if step.what in (What.LOGGED, What.RESTORED):
            return " · ".join(
                filter(None, (say_logged(posting, criterion_of(posting, views)), day(posting.day), posting.note))
            )
        case ReturnRecord() if step.what in (What.FILED, What.RESTORED):
            return say_filed(step.record, zone)
        case EventRecord() if step.what in (What.NOTED, What.RESTORED):
            return say_event(step.record, "")
    return ""


def _with_late(step: Step, why: str) -> str:
    return " · ".join(one for one in (why, _("late: {reason}").format(reason=step.late) if step.late else "") if one)


def _say_why(step: Step) -> str:
    if step.about is None:
        return _with_late(step, step.invocation.reason or step.invocation.command)
    return f"{step.invocation.command}: {step.about.command} ({step.about.id})"
