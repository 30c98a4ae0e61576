"""How entries, returns and events are said, in the reader's language, with ids where they are defined no more."""

from collections.abc import Sequence
from datetime import date, tzinfo

from tracker.domain.calendar import Span
from tracker.domain.corrections import Change, ReturnRecord
from tracker.domain.criteria import Criterion
from tracker.domain.entries import Achievement, Posting, split_key
from tracker.domain.events import EventRecord
from tracker.domain.evidence import say_evidence
from tracker.domain.quantity import as_decimal
from tracker.i18n import N_, _, day, moment, ngettext, number
from tracker.render.compose_receipts import say_logged
from tracker.render.event_words import say_event
from tracker.render.words import NOTHING, say_long_span
from tracker.services.records import Record
from tracker.services.view import View

FIELDS = {
    "unit": N_("unit"),
    "criterion": N_("criterion"),
    "date": N_("date"),
    "quantity": N_("quantity"),
    "denominator": N_("denominator"),
    "note": N_("note"),
    "evidence": N_("evidence"),
}


def say_record(record: Record, views: Sequence[View]) -> str:
    """Say in a line what an entry, a return or an event says."""
    match record:
        case Achievement(posting=posting):
            return f"{say_about(posting, views)} {say_entry(posting, views)}"
        case ReturnRecord(campaign=campaign, filed=filed):
            kind = _("nil return") if filed.is_nil else _("return")
            unit = say_unit(filed.unit, campaign, filed.span_end, views)
            return f"{unit} · {kind} {say_long_span(Span(filed.span_start, filed.span_end))}"
        case EventRecord():
            return say_event(record, name_of_unit(record, views))


def name_of_unit(record: EventRecord, views: Sequence[View]) -> str:
    """Name the unit of an event as it was called on its day, "" where it has none."""
    event = record.event
    return say_unit(event.unit, event.campaign, event.day or date.max, views) if event.unit else ""


def say_entry(posting: Posting, views: Sequence[View]) -> str:
    """Say what an entry logs, and its day."""
    return f"{say_logged(posting, criterion_of(posting, views))} · {day(posting.day)}"


def say_about(posting: Posting, views: Sequence[View]) -> str:
    """Name the unit and the criterion of an entry."""
    title = _say_criterion(posting.key, posting.campaign, views)
    return f"{say_unit(posting.unit, posting.campaign, posting.day, views)} · {title}"


def _say_criterion(key: str, campaign: str, views: Sequence[View]) -> str:
    view = view_of(views, campaign)
    return view.campaign.title_of(*split_key(key)) if view else key


def say_changes(changes: Sequence[Change], posting: Posting, views: Sequence[View]) -> str:
    """Say what an amendment changed."""
    return "; ".join(say_change(one, posting, views) for one in changes)


def say_change(change: Change, posting: Posting, views: Sequence[View]) -> str:
    """Say how a field of an entry was and how it is."""
    values = (_say_value(change.field, one, posting, views) for one in (change.before, change.after))
    field = _(FIELDS[change.field])
    return f"{field} {' → '.join(values)}"


def _say_value(field: str, value: object, posting: Posting, views: Sequence[View]) -> str:
    match field, value:
        case _, None | "":
            return NOTHING
        case _, date():
            return day(value)
        case _, int():
            return number(as_decimal(value))
        case "evidence", str():
            return f"“{say_evidence(value)}”"
        case "unit", str():
            return say_unit(value, posting.campaign, posting.day, views)
        case "criterion", str():
            return _say_criterion(value, posting.campaign, views)
    return f"“{value}”"


def view_of(views: Sequence[View], campaign: str) -> View | None:
    """Return what is seen of a campaign, None where it is defined no more."""
    return next((one for one in views if one.campaign.id == campaign), None)


def criterion_of(posting: Posting, views: Sequence[View]) -> Criterion | None:
    """Return the criterion of an entry, None where it is defined no more."""
    view = view_of(views, posting.campaign)
    criteria = view.campaign.criteria if view else ()
    return next((one for one in criteria if one.id == posting.criterion), None)


def say_unit(unit: str, campaign: str, on: date, views: Sequence[View]) -> str:
    """Name a unit as it was called on a day."""
    view = view_of(views, campaign)
    return view.roster.name_on(unit, on) if view else unit


def say_filed(record: ReturnRecord, zone: tzinfo) -> str:
    """Say what a return says and when it was received."""
    kind = _("nil return") if record.filed.is_nil else _("return")
    received = _("received {moment}").format(moment=moment(record.filed.received_at.astimezone(zone)))
    return f"{kind} · {received}"


def say_counts(entries: int, returns: int, events: int) -> str:
    """Say how many entries, returns and events."""
    counts = [ngettext("{count} entry", "{count} entries", entries)] if entries or not (returns or events) else []
    counts += [ngettext("{count} return", "{count} returns", returns)] if returns else []
    counts += [ngettext("{count} event", "{count} events", events)] if events else []
    return ", ".join(counts)
