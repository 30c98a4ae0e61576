"""Concerns and answers as they are noted: what is typed is judged and written to the journal."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from tracker.domain.calendar import parse_day
from tracker.domain.campaign import Campaign
from tracker.domain.event_kinds import EventKind
from tracker.domain.events import Event, EventRecord
from tracker.domain.statements import Answer, Concern
from tracker.domain.text import clean, fold, spell
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.services.concerns import known_fields
from tracker.services.ports import BatchInfo, Journal, OpenJournal
from tracker.services.records import check_current, find_record
from tracker.services.view import View

Found = TypeVar("Found")
LONGEST = {"text": 2000, "field": 100, "to": 200, "ref": 200, "answer": 2000, "by": 200, "passed_up_to": 200}


class Raised(Value, frozen=True):
    """A concern as typed."""

    unit: str
    field: str
    text: str
    day: str
    to: str
    ref: str


class Answered(Value, frozen=True):
    """An answer as typed."""

    text: str
    by: str
    day: str
    passed_up_to: str


class Noted(Value, frozen=True):
    """What noting a concern or an answer did; how many concerns of the campaign are open since, the oldest for how long.

    `id` is "" in a rehearsal of what is not there yet.
    """

    id: str
    view: View
    concern: Concern
    event: Event
    open: int
    oldest: int
    already_there: bool = False


def add_concern(view: View, typed: Raised, open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool) -> Noted:
    """Note what a unit raised; the same ref twice with the same content is "already there".

    Raises: TrackerError with every problem of what was typed; concern-ref-differs.
    """
    problems: list[Problem] = []
    texts = _texts({"text": typed.text, "field": typed.field, "to": typed.to, "ref": typed.ref}, problems)
    problems += [Problem("field-missing", {"field": name}) for name in ("text", "field") if not texts[name]]
    day = _day(typed.day, view.as_of, problems)
    if day and day < view.campaign.span.start:
        problems.append(_too_early(view.campaign, day))
    unit = _try(problems, lambda: view.roster.find(clean(typed.unit), day, fragments=True)) if day else None
    if problems or unit is None or day is None:
        raise TrackerError(problems)
    texts["field"] = _known_spelling(texts["field"], known_fields(view.journal, [view.campaign.id]))
    concern = Concern(**texts)
    event = Event(view.campaign.id, concern, unit.id, day)
    view = view.but(journal=open_journal())
    with view.journal.batch(info) as batch:
        known = _find_ref(view.journal, event, concern.ref)
        batch.keep = not dry_run
        id_ = known.id if known else batch.note(event)
        return _noted(view, id_, concern, event, already_there=known is not None)


def answer_concern(
    views: Sequence[View], id: str, typed: Answered, open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool  # noqa: A002
) -> Noted:  # fmt: skip
    """Note the answer to a concern, or that it was passed up to a higher level.

    Raises: TrackerError with every problem of what was typed; bad-entry-id, concern-not-found, entry-replaced,
    entry-taken-back, not-a-concern, concern-answered, answer-missing, answered-before-raised, campaign-undefined.
    """
    record, concern = _find_concern(views[0].journal, id)
    view = next((one for one in views if one.campaign.id == record.event.campaign), None)
    if view is None:
        raise TrackerError.of("campaign-undefined", id=id, campaign=record.event.campaign)
    problems: list[Problem] = []
    texts = _texts({"answer": typed.text, "by": typed.by, "passed_up_to": typed.passed_up_to}, problems)
    if not texts["answer"] and not texts["passed_up_to"]:
        problems.append(Problem("answer-missing", {"id": id}))
    day = _day(typed.day, view.as_of, problems)
    raised_on = record.event.day
    if day and raised_on and day < raised_on:
        problems.append(Problem("answered-before-raised", {"id": id, "day": day, "raised": raised_on}))
    if problems:
        raise TrackerError(problems)
    body = Answer(texts["answer"], texts["by"], texts["passed_up_to"])
    event = Event(view.campaign.id, body, record.event.unit, day, record.number)
    view = view.but(journal=open_journal())
    with view.journal.batch(info) as batch:
        _check_unanswered(view.journal, record)  # once more: somebody may have been quicker
        batch.keep = not dry_run
        return _noted(view, batch.note(event), concern, event)


def _find_concern(journal: Journal, id: str) -> tuple[EventRecord, Concern]:  # noqa: A002
    try:
        record = find_record(journal, id)
    except TrackerError as error:
        raise TrackerError.of("concern-not-found", id=id) if error.code == "entry-not-found" else error from None
    if not isinstance(record, EventRecord) or not isinstance(record.event.body, Concern):
        raise TrackerError.of("not-a-concern", id=id)
    _check_unanswered(journal, record)
    return record, record.event.body


def _check_unanswered(journal: Journal, record: EventRecord) -> None:
    """See that a concern stands and waits for an answer; what was passed up still does."""
    check_current(journal, record)
    for one in journal.events_about(record.number):
        if isinstance(one.event.body, Answer) and not one.event.body.passed_up_to:
            raise TrackerError.of("concern-answered", id=record.id, answer=one.id, who=one.recorded_by)


def _find_ref(journal: Journal, event: Event, ref: str) -> EventRecord | None:
    """Return the concern that stands under a ref already."""
    for one in journal.events(event.campaign, EventKind.CONCERN) if ref else ():
        if isinstance(one.event.body, Concern) and one.event.body.ref == ref:
            if one.event.but(replaces=None) != event:
                raise TrackerError.of("concern-ref-differs", ref=ref, id=one.id)
            return one
    return None


def _noted(view: View, id: str, concern: Concern, event: Event, *, already_there: bool = False) -> Noted:  # noqa: A002
    count, _, oldest = view.journal.unanswered(view.campaign.id, view.as_of)
    days = (view.as_of - oldest).days if oldest else 0
    return Noted(id, view, concern, event, count, days, already_there)


def _texts(typed: Mapping[str, str], problems: list[Problem]) -> dict[str, str]:
    texts = {name: clean(text) for name, text in typed.items()}
    problems += [
        Problem("text-too-long", {"name": name, "length": len(text), "most": LONGEST[name]})
        for name, text in texts.items()
        if len(text) > LONGEST[name]
    ]
    return texts


def _day(text: str, today: date, problems: list[Problem]) -> date | None:
    day = _try(problems, lambda: parse_day(text, today)) if text else today
    if day and day > today:
        problems.append(Problem("day-to-come", {"day": day, "today": today}))
        return None
    return day


def _too_early(campaign: Campaign, day: date) -> Problem:
    params = {"day": day, "campaign": campaign.name, "start": campaign.span.start}
    return Problem("raised-before-campaign", params)


def _known_spelling(field: str, known: Iterable[str]) -> str:
    """Return a field as it was first spelled: case and the place of a tone make no other one, nor does leaving out all marks."""
    is_plain = field.isascii()
    alike = (one for one in known if spell(one) == spell(field) or (is_plain and fold(one) == fold(field)))
    return next(alike, field)


def _try(problems: list[Problem], call: Callable[[], Found]) -> Found | None:
    try:
        return call()
    except TrackerError as error:
        problems += error.problems
        return None
