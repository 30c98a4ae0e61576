"""What a campaign is: its phases, criteria, targets and deadlines, checked and ready to be judged by."""

from collections.abc import Iterable
from datetime import date, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from tracker.domain.calendar import DAY, MONDAY, Span, parse_week, week_number, week_of
from tracker.domain.criteria import Criterion
from tracker.domain.returns import Deadline
from tracker.domain.units import Edge, UnitVersion

if TYPE_CHECKING:
    from tracker.domain.books import Books
    from tracker.domain.letterhead import Letterhead
    from tracker.domain.scheme import Rules

_EMPTY = msgspec.Raw(b"{}")


class State(StrEnum):
    """Where a day lies in a campaign."""

    BEFORE = "before"
    RUNNING = "running"
    BETWEEN = "between"
    ENDED = "ended"


class Phase(msgspec.Struct, frozen=True):
    """A part of a campaign (đợt) with a theme of its own."""

    id: str
    title: str
    theme: str
    span: Span


class Campaign(msgspec.Struct, frozen=True, dict=True):
    """A dated movement in which units compete to meet targets (phong trào thi đua).

    `phases` always holds at least one: a campaign without phases is one phase, and `has_phases` says so. `roster` names
    the roster of the definition that its units stand in, `assignment` the phases and unit versions that entries fall to.
    `week_start` is the weekday that its weeks begin on, 0 for Monday; `rest_days` do not count for its pace. What stands in
    its books, its rules and its letterhead is decoded when it is asked for.
    """

    id: str
    title: str
    short_title: str
    theme: str
    motto: str
    launched_by: str
    launched_on: date | None
    span: Span
    phases: tuple[Phase, ...]
    has_phases: bool
    criteria: tuple[Criterion, ...]
    deadlines: tuple[Deadline, ...]
    roster: str
    assignment: str
    week_start: int = MONDAY
    rest_days: tuple[date, ...] = ()
    encoded_books: msgspec.Raw = _EMPTY
    encoded_rules: msgspec.Raw = _EMPTY
    encoded_letterhead: msgspec.Raw = _EMPTY

    @property
    def has_books(self) -> bool:
        """Whether anything stands in its books; short commands ask this before they load more."""
        return self.encoded_books != _EMPTY

    @cached_property
    def criteria_by_id(self) -> dict[str, Criterion]:
        """The criteria by their ids."""
        return {one.id: one for one in self.criteria}

    def title_of(self, criterion: str, work: str = "") -> str:
        """Return the title of a criterion and, where one is named, of its work; ids where they are defined no more."""
        found = self.criteria_by_id.get(criterion)
        title = found.title if found else criterion
        if not work:
            return title
        works = self.books.works_of(criterion) if self.has_books else {}
        return f"{title}: {works[work].title if work in works else work}"

    @cached_property
    def books(self) -> "Books":
        """The targets of single units, the baselines and the works."""
        from tracker.domain.books import Books  # noqa: PLC0415 many a command asks for none

        return msgspec.json.decode(self.encoded_books, type=Books)

    @cached_property
    def rules(self) -> "Rules":
        """How its units are scored and ranked, and what figures are checked by."""
        from tracker.domain.scheme import Rules  # noqa: PLC0415 few commands ask

        return msgspec.json.decode(self.encoded_rules, type=Rules)

    @cached_property
    def letterhead(self) -> "Letterhead":
        """What stands around the text of its papers."""
        from tracker.domain.letterhead import Letterhead  # noqa: PLC0415 only papers ask

        return msgspec.json.decode(self.encoded_letterhead, type=Letterhead)

    def week_of(self, day: date) -> Span:
        """Return the week that holds a day, as weeks run in this campaign."""
        return week_of(day, self.week_start)

    def week_number(self, day: date) -> int:
        """Return which week of the campaign a day lies in, from 1."""
        return week_number(day, self.span.start, self.week_start)

    def parse_week(self, text: str | None, today: date) -> Span:
        """Turn what people type for a week into one of this campaign's weeks; None is that of `today`.

        Raises: TrackerError bad-week, no-such-week, no-such-day.
        """
        return self.week_of(today) if text is None else parse_week(text, today, self.week_start)

    def phase_on(self, day: date) -> Phase | None:
        """Return the phase that a day lies in."""
        return next((phase for phase in self.phases if day in phase.span), None)

    def stretches(self, span: Span) -> list[tuple[str, Span]]:
        """Return the phases and, under "", the days of the campaign that none holds, as far as a span holds them."""
        ends = [self.span.start - DAY, *(one.span.end for one in self.phases)]
        starts = [*(one.span.start for one in self.phases), self.span.end + DAY]
        gaps = [
            ("", Span(end + DAY, start - DAY)) for end, start in zip(ends, starts, strict=True) if start - end > DAY
        ]
        parts = sorted([*((one.id, one.span) for one in self.phases), *gaps], key=lambda one: one[1])
        return [(name, days) for name, part in parts if (days := part.clip(span))]

    def state_on(self, day: date) -> State:
        """Say whether a day lies before, in a phase of, between phases of or after the campaign."""
        if day < self.span.start:
            return State.BEFORE
        if day > self.span.end:
            return State.ENDED
        return State.RUNNING if self.phase_on(day) else State.BETWEEN

    def is_launched(self, day: date) -> bool:
        """Whether the campaign has been launched by a day; a campaign without a launch day starts launched."""
        return self.launched_on is None or self.launched_on <= day

    @property
    def name(self) -> str:
        """The short title, or the title where there is none."""
        return self.short_title or self.title


def assignment_key(phases: Iterable[Phase], versions: Iterable[UnitVersion]) -> str:
    """Return a hash over what decides to which phase and unit version an entry belongs."""
    import hashlib  # noqa: PLC0415 asked for when a campaign is compiled

    lines = [f"{phase.id} {phase.span.start} {phase.span.end}" for phase in phases]
    lines += [f"{version.id} {version.valid_from} {version.valid_to}" for version in versions]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class RosterData(msgspec.Struct, frozen=True):
    """The rows of a roster and the lineage that joins its units."""

    versions: tuple[UnitVersion, ...]
    edges: tuple[Edge, ...]


class Definition(msgspec.Struct, frozen=True):
    """All that campaigns.yaml and the files it names define, checked.

    `utc_offset` are the seconds by which the time zone is ahead of UTC, None where it moves its clocks.
    """

    timezone: str
    utc_offset: int | None
    campaigns: tuple[Campaign, ...]
    rosters: dict[str, RosterData]

    @property
    def zone(self) -> tzinfo:
        """The time zone; one that never moves its clocks is known by its offset alone."""
        if self.utc_offset is not None:
            return timezone(timedelta(seconds=self.utc_offset))
        from zoneinfo import ZoneInfo  # noqa: PLC0415 slow to load

        return ZoneInfo(self.timezone)
