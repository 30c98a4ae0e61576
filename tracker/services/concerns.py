"""The concerns register: what units raise, who must answer, and what became of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from typing import TypeVar

from tracker.domain.calendar import Span, parse_day
from tracker.domain.campaign import Campaign
from tracker.domain.events import Answer, Concern, Event, EventKind, EventRecord
from tracker.domain.text import clean, fold, sort_key, spell
from tracker.domain.units import UnitSpan
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.services.ports import BatchInfo, Journal, OpenJournal
from tracker.services.records import check_current, find_record
from tracker.services.view import View

Found = TypeVar("Found")
LONGEST = {"text": 2000, "field": 100, "to": 200, "ref": 200, "answer": 2000, "by": 200, "passed_up_to": 200}


class ConcernState(StrEnum):
    """What became of a concern."""

    OPEN = "open"
    ANSWERED = "answered"
    PASSED_UP = "passed-up"


class ConcernStatus(Value, frozen=True):
    """A concern and what became of it by the as-of day; `answers` are all that followed it, the first one first.

    `age` counts the days since it was raised, up to the day on which it was answered.
    """

    record: EventRecord
    content: Concern
    answers: tuple[EventRecord, ...]
    age: int

    @property
    def raised_on(self) -> date:
        """The day on which it was raised."""
        assert self.record.event.day is not None
        return self.record.event.day

    @property
    def last(self) -> Answer | None:
        """What was answered last, None while it is open."""
        body = self.answers[-1].event.body if self.answers else None
        return body if isinstance(body, Answer) else None

    @property
    def state(self) -> ConcernState:
        """What became of it."""
        return _state_of(self.answers)

    @property
    def must_answer(self) -> str:
        """Who must answer now: the level that it was passed up to, or who was named when it was raised."""
        return (self.last.passed_up_to if self.last else "") or self.content.to

    def is_told_of(self, span: Span) -> bool:
        """Whether a report of some days tells of it: it was raised or answered in them, or still waits."""
        answered = (one.event.day for one in self.answers if one.event.day)
        return self.state is not ConcernState.ANSWERED or self.raised_on in span or any(day in span for day in answered)


class Query(Value, frozen=True):
    """Which concerns are asked for; `states` none is any.

    `with_former` adds to those of a unit those of the units whose heir it is.
    """

    unit: str | None = None
    with_former: bool = False
    field: str = ""
    older_than: int | None = None
    states: tuple[ConcernState, ...] = ()


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


def find_concerns(view: View, query: Query = Query()) -> list[ConcernStatus]:  # noqa: B008 a frozen value
    """Return the concerns raised by the as-of day, the oldest first."""
    campaign, journal = view.campaign.id, view.journal
    if not journal.has_events(campaign, EventKind.CONCERN):
        return []
    days = Span(date.min, view.as_of)
    days_of = partial(days_with_former, view) if query.with_former else view.days_of
    units = days_of(query.unit) if query.unit else None
    answers: dict[int, list[EventRecord]] = {}
    for one in journal.events(campaign, EventKind.ANSWER, days=days):
        answers.setdefault(one.event.about or 0, []).append(one)
    raised = journal.events(campaign, EventKind.CONCERN, units=units, days=days)
    found = [_status(view, one, answers.get(one.number, ())) for one in raised]
    return sorted(filter(_matches(query), found), key=lambda one: (one.raised_on, one.record.number))


def days_with_former(view: View, unit: str) -> list[UnitSpan]:
    """Return the days of a unit and all under it, and of units whose heirs those are: what waits there waits with them."""
    from tracker.services.rolled import Rolled  # noqa: PLC0415 for a list of one unit alone

    return [*view.days_of(unit), *Rolled(view.roster, view.campaign, view.as_of).days(unit)]


def known_fields(journal: Journal, campaigns: Iterable[str]) -> list[str]:
    """Return the fields that concerns were raised in, in Vietnamese order."""
    bodies = (one.event.body for id_ in campaigns for one in journal.events(id_, EventKind.CONCERN))
    return sorted({one.field for one in bodies if isinstance(one, Concern)}, key=sort_key)


def _matches(query: Query) -> Callable[[ConcernStatus], bool]:
    def matches(one: ConcernStatus) -> bool:
        return (
            (not query.states or one.state in query.states)
            and fold(query.field) in fold(one.content.field)
            and (query.older_than is None or one.age > query.older_than)
        )

    return matches


def _status(view: View, record: EventRecord, followed: Sequence[EventRecord]) -> ConcernStatus:
    event = record.event
    assert isinstance(event.body, Concern)
    assert event.day is not None
    answers = tuple(sorted(followed, key=lambda one: (one.event.day or date.min, one.number)))
    last = answers[-1].event if answers else None
    end = last.day if last and last.day and _state_of(answers) is ConcernState.ANSWERED else view.as_of
    return ConcernStatus(record, event.body, answers, (end - event.day).days)


def _state_of(answers: Sequence[EventRecord]) -> ConcernState:
    body = answers[-1].event.body if answers else None
    if not isinstance(body, Answer):
        return ConcernState.OPEN
    return ConcernState.PASSED_UP if body.passed_up_to else ConcernState.ANSWERED


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
