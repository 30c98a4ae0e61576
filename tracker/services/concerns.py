"""The concerns register: what units raise, who must answer, and what became of it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from functools import partial

from tracker.domain.calendar import Span
from tracker.domain.event_kinds import EventKind
from tracker.domain.events import EventRecord
from tracker.domain.statements import Answer, Concern
from tracker.domain.text import fold, sort_key
from tracker.domain.units import UnitSpan
from tracker.domain.value import Value
from tracker.services.ports import Journal
from tracker.services.view import View


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
