"""From the shapes of a campaign's deadlines to `Deadline`s with their dated occurrences."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from functools import cached_property

from tracker.domain.calendar import END_OF_DAY, MONDAY, WEEKDAYS, Span
from tracker.domain.campaign import Phase, RosterData
from tracker.domain.returns import Deadline, Occurrence, Period
from tracker.domain.schedule import (
    MOST_DATES,
    Covers,
    Move,
    Plan,
    Rule,
    WorkingDays,
    each_month,
    each_week,
    find_gap,
    parse_rule,
)
from tracker.domain.text import nearest
from tracker.files.campaign_shape import CampaignShape, DeadlineShape, Return
from tracker.files.exception_build import build_exceptions
from tracker.files.public_holidays import PublicHolidays, read_public_holidays
from tracker.files.typed_reader import TypedReader

_EVERY = re.compile(r"(monthly\s+\d{1,2}|[a-z]+|FREQ=\S+)(?:\s+(\d{1,2}):(\d{2}))?", re.IGNORECASE | re.ASCII)
_LOCK_AFTER = re.compile(r"(\d{1,3}) days?", re.ASCII)
_OF_RETURNS = ("covers", "lock_after", "exceptions")


class DeadlineBuilder:
    """Checks the deadlines of one campaign and builds them; problems go to the reader's source."""

    def __init__(
        self, reader: TypedReader, shape: CampaignShape, span: Span | None, roster: RosterData | None, zone: str
    ) -> None:
        self.reader, self.shape, self.span, self.roster, self.zone = reader, shape, span, roster, zone
        self.week_start = WEEKDAYS.index(shape.week_start) if shape.week_start else MONDAY
        self.report = reader.source.report

    def build(self, phases: Sequence[Phase]) -> tuple[Deadline, ...]:
        """Return the deadlines; where a problem was found they are of no use."""
        built = tuple(self._deadline(shape, phases) for shape in self.shape.deadlines or [])
        self._check_years(built)
        self._check_alike(built)
        return built

    def rest_days(self) -> tuple[date, ...]:
        """Return the days of the campaign that are not worked."""
        return tuple(day for day in self.span or () if not self._working_days.is_working(day))

    def _deadline(self, shape: DeadlineShape, phases: Sequence[Phase]) -> Deadline:
        self._check_keys(shape)
        lock_after = self._lock_after(shape)
        period = Period(shape.return_) if shape.return_ else None
        dated = self._once(shape, phases) if shape.due else self._again(shape, period) if shape.every else ()
        deadline = Deadline(shape.title or "", period, dated, lock_after)
        if not shape.exceptions:
            return deadline
        exceptions = build_exceptions(self.reader, shape, deadline, self._plan(shape), self.roster)
        return Deadline(deadline.title, period, dated, lock_after, exceptions)

    def _check_alike(self, built: Iterable[Deadline]) -> None:
        """Report a return about the very days of another: the journal knows a return by its days."""
        returns = [(shape, one) for shape, one in zip(self.shape.deadlines or [], built, strict=True) if one.is_return]
        known: dict[Span, str] = {}
        for shape, deadline in returns if len(returns) > 1 else ():
            spans = [one.covers for one in deadline.occurrences if one.covers]
            if days := next((one for one in spans if one in known), None):
                params = {"other": known[days], "start": days.start, "end": days.end}
                self.report("returns-alike", self.reader.node(shape, "return"), **params)
            known |= dict.fromkeys(spans, deadline.title)

    def _check_keys(self, shape: DeadlineShape) -> None:
        reader, written = self.reader, self.reader.node(shape).entries or {}
        if "every" in written and "due" in written:
            self.report("deadline-twice", reader.node(shape, "due"))
        elif "every" not in written and "due" not in written:
            self.report("deadline-without-day", reader.node(shape))
        elif shape.return_ and ("due" in written) is not (shape.return_ is Return.ONCE):
            self.report(
                "return-needs-every" if "due" in written else "return-needs-due",
                reader.node(shape, "return"),
                period=shape.return_,
            )
        if shape.exceptions == [] and not reader.node(shape, "exceptions").items:
            self.report("list-empty", reader.node(shape, "exceptions"), key="exceptions")
        for key in _OF_RETURNS:
            if key in written and "return" not in written:
                self.report("key-of-returns", reader.node(shape, key), key=key)

    def _lock_after(self, shape: DeadlineShape) -> int | None:
        found = _LOCK_AFTER.fullmatch(shape.lock_after or "")
        if shape.lock_after and not found:
            self.report("bad-lock-after", self.reader.node(shape, "lock_after"), text=shape.lock_after)
        return int(found[1]) if found and shape.return_ else None

    def _once(self, shape: DeadlineShape, phases: Sequence[Phase]) -> tuple[Occurrence, ...]:
        """Return the one date; units may owe a return about a phase by it, or about the campaign's days up to it."""
        plan, day = self._plan(shape), shape.due
        if plan is None or day is None:
            return ()
        covers = None
        if shape.return_ is Return.ONCE:
            covers = self._phase(shape, phases) if shape.covers else plan.campaign.until(day)
            if covers is None and not shape.covers:
                self.report("covers-nothing", self.reader.node(shape, "due"), day=day, start=plan.campaign.start)
        return plan.once(day, END_OF_DAY, covers, self._move(shape))

    def _phase(self, shape: DeadlineShape, phases: Sequence[Phase]) -> Span | None:
        spans = {phase.id: phase.span for phase in phases}
        name = str(shape.covers)
        if name not in spans:
            known = {"nearest": nearest(name, spans, 1), "known": list(spans)}
            self.report("phase-unknown", self.reader.node(shape, "covers"), name=name, **known)
        return spans.get(name)

    def _again(self, shape: DeadlineShape, period: Period | None) -> tuple[Occurrence, ...]:
        """Return each date of what comes again; a return has one date for each of its weeks or months."""
        node, text = self.reader.node(shape, "every"), str(shape.every)
        when, covers, plan = self._when(text), self._covers(shape), self._plan(shape)
        if when is None:
            self.report("bad-every", node, text=text)
        if when is None or covers is None or plan is None or period is Period.ONCE:
            return ()
        dated = plan.expand(*when, period, covers, self._move(shape))
        if len(dated) > MOST_DATES:
            self.report("every-too-often", node, text=text, most=MOST_DATES)
        elif not dated and plan.is_launched_in_time:
            self.report("every-never", node, text=text)
        elif gap := find_gap(dated):
            self.report("return-rhythm", node, period=period, day=gap.original_on or gap.due_on)
        return dated

    def _when(self, text: str) -> tuple[Rule, time] | None:
        """Read "friday 16:00", "monthly 25 16:00" or "FREQ=... 16:00" as a rule and a time."""
        found = _EVERY.fullmatch(text.strip())
        if found is None:
            return None
        word, *more = found[1].lower().split()
        try:
            at = time(int(found[2]), int(found[3])) if found[2] else END_OF_DAY
            if more:
                return (each_month(int(more[0])), at) if 1 <= int(more[0]) <= 31 else None
            return each_week(WEEKDAYS.index(word)) if word in WEEKDAYS else parse_rule(
                word.upper(), self.week_start
            ), at
        except ValueError:
            return None

    def _covers(self, shape: DeadlineShape) -> Covers | None:
        """Return which week or month a return is about; None where what is written there is neither."""
        known = [one.value for one in Covers]
        if shape.covers and shape.covers not in known:
            if shape.return_ and shape.return_ is not Return.ONCE:
                near = nearest(shape.covers, known, 1)
                self.report(
                    "bad-choice", self.reader.node(shape, "covers"), text=shape.covers, known=known, nearest=near
                )
            return None
        return Covers(shape.covers or Covers.CURRENT)

    def _move(self, shape: DeadlineShape) -> Move:
        return Move(shape.holidays or self.shape.holidays or Move.NEXT)

    def _plan(self, shape: DeadlineShape) -> Plan | None:
        if self.span is None:
            return None
        days = WorkingDays() if self._move(shape) is Move.NONE else self._working_days
        return Plan(self.span, self.shape.launched_on, self.zone, self.week_start, days)

    @cached_property
    def _holidays(self) -> PublicHolidays:
        """The public holidays of the campaign's years and, as a deadline may move, of those around them."""
        assert self.span is not None
        return read_public_holidays(self.span.start.year - 1, self.span.end.year + 1)

    @cached_property
    def _working_days(self) -> WorkingDays:
        known, off = self._holidays.days, frozenset(self.shape.days_off or ())
        worked = frozenset(self.shape.working_days or ())
        if not (off or worked):
            return known
        return WorkingDays((known.off | off) - worked, (known.worked | worked) - off)

    def _check_years(self, deadlines: Iterable[Deadline]) -> None:
        """Report, as a warning, a year whose days off are not known yet and of which the campaign names none itself."""
        named = {day.year for day in (*(self.shape.days_off or ()), *(self.shape.working_days or ()))}
        moving = zip(deadlines, self.shape.deadlines or [], strict=True)
        years = {
            one.due_on.year
            for dated, shape in moving
            if self._move(shape) is not Move.NONE and self._ends_unknown(dated)
            for one in dated.occurrences
        }
        unknown = sorted(year for year in years - named if year > self._holidays.known_until)
        if unknown:
            self.report("holidays-unknown", self.reader.node(self.shape, "end"), year=str(unknown[0]))

    def _ends_unknown(self, deadline: Deadline) -> bool:
        """Whether its last date lies in a year whose public holidays are not known; most need no closer look."""
        dates = deadline.occurrences
        return bool(dates) and dates[-1].due_on.year > self._holidays.known_until
