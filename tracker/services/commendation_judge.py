"""Judging commendations as they are typed or imported: the event of each, or all that is wrong with it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from tracker.domain.commendations import Award, AwardLevel, Whom, find_awards, parse_level
from tracker.domain.events import Event
from tracker.domain.honours import Commendation
from tracker.domain.judging import FieldProblem
from tracker.domain.quantity import THOUSAND, parse_quantity
from tracker.domain.text import clean
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.services.commendations import awards_of
from tracker.services.phases import find_phase
from tracker.services.view import View

Found = TypeVar("Found")
MOST_DIGITS = 6
_TEXTS = ("number", "decided_by", "basis", "note", "ref")
LONGEST = {"number": 100, "decided_by": 200, "basis": 500, "note": 2000, "ref": 200, "refused": 2000}


class TypedCommendation(Value, frozen=True):
    """A commendation as typed; what is "" was not said."""

    award: str
    collectives: str = ""
    individuals: str = ""
    level: str = ""
    day: str = ""
    unit: str = ""
    phase: str = ""
    number: str = ""
    decided_by: str = ""
    basis: str = ""
    note: str = ""
    ref: str = ""
    is_proposed: bool = False


class CommendationJudge:
    """Checks commendations against one campaign; `parse` reads their days, `fragments` lets a part of a unit's name do."""

    def __init__(self, view: View, parse: Callable[[str], date], *, fragments: bool) -> None:
        self.view, self._parse, self._fragments = view, parse, fragments
        self.awards = tuple(awards_of(view.campaign).values())

    def judge(self, typed: TypedCommendation) -> tuple[Event | None, list[FieldProblem]]:
        """Return the event of a commendation, or all that is wrong with it."""
        problems: list[FieldProblem] = []
        awards = _try(problems, "award", lambda: find_awards(typed.award, self.awards)) or ()
        level = self._level(typed.level, awards, problems)
        collectives, individuals = self._counts(typed, awards, problems)
        day = check_day(self.view, typed.day, self._parse, problems)
        unit = ""
        if typed.unit and day:
            found = _try(
                problems, "unit", lambda: self.view.roster.find(clean(typed.unit), day, fragments=self._fragments)
            )
            unit = found.id if found else ""
        phase = self._phase(typed.phase, day, problems)
        texts = {name: check_text(name, getattr(typed, name), problems) for name in _TEXTS}
        if problems:
            return None, problems
        ids = tuple(one.id for one in awards)
        body = Commendation(
            ids, level or "", collectives, individuals, phase, **texts, is_proposed=typed.is_proposed
        )  # fmt: skip
        return Event(self.view.campaign.id, body, unit, day), []

    def _level(self, text: str, awards: Sequence[Award], problems: list[FieldProblem]) -> AwardLevel | None:
        """Return who commends: the level that is said, or that the awards are always of."""
        own = next((one for one in awards if one.level), None)
        level = _try(problems, "level", lambda: parse_level(text)) if clean(text) else None
        if own and level and level is not own.level:
            params = {"award_called": own, "award_level": own.level, "award_said": level}
            problems.append(FieldProblem("level", Problem("award-of-level", params)))
        return level or (own.level if own else None)

    def _counts(
        self, typed: TypedCommendation, awards: Sequence[Award], problems: list[FieldProblem]
    ) -> tuple[int, int]:
        before = len(problems)
        collectives = read_number("collectives", typed.collectives, problems)
        individuals = read_number("individuals", typed.individuals, problems)
        if not (collectives or individuals) and len(problems) == before:
            problems.append(FieldProblem("collectives", Problem("nobody-commended", {})))
        for field, amount, others in (
            ("collectives", collectives, Whom.INDIVIDUAL),
            ("individuals", individuals, Whom.COLLECTIVE),
        ):
            wrong = next((one for one in awards if one.whom is others), None)
            if amount and wrong:
                problems.append(FieldProblem(field, Problem(f"award-not-for-{field}", {"award_called": wrong})))
        return collectives, individuals

    def _phase(self, text: str, day: date | None, problems: list[FieldProblem]) -> str:
        """Return the phase that is said, or that the day lies in; "" for the campaign as a whole, whose id says so too."""
        campaign = self.view.campaign
        if not campaign.has_phases or clean(text) == campaign.id:
            return ""
        if clean(text):
            phase = _try(problems, "phase", lambda: find_phase(campaign, clean(text)))
        else:
            phase = campaign.phase_on(day) if day else None
        return phase.id if phase else ""


def check_day(view: View, text: str, parse: Callable[[str], date], problems: list[FieldProblem]) -> date | None:
    """Return the day of a commendation or decision, today where none is said; what is wrong joins the problems."""
    day = _try(problems, "date", lambda: parse(text)) if text else view.as_of
    campaign = view.campaign
    if day and day > view.as_of:
        problems.append(FieldProblem("date", Problem("day-to-come", {"day": day, "today": view.as_of})))
        return None
    if day and day < campaign.span.start:
        params = {"day": day, "campaign": campaign.name, "start": campaign.span.start}
        problems.append(FieldProblem("date", Problem("commended-before-campaign", params)))
    return day


def read_number(field: str, text: str, problems: list[FieldProblem]) -> int:
    """Return how many were commended, 0 where nobody says it; what is wrong joins the problems."""
    return (_try(problems, field, lambda: _whole(clean(text))) or 0) if clean(text) else 0


def _whole(text: str) -> int:
    try:
        amount = parse_quantity(text, 0) // THOUSAND
    except TrackerError as error:
        known = ("negative-quantity", "quantity-too-large")
        raise error if error.code in known else TrackerError.of("not-a-whole-number", text=text) from None
    if amount >= 10**MOST_DIGITS:
        raise TrackerError.of("quantity-too-large", text=text, digits=MOST_DIGITS)
    return amount


def check_text(field: str, text: str, problems: list[FieldProblem]) -> str:
    """Return a text as it is kept; one that is too long joins the problems."""
    text, most = clean(text), LONGEST[field]
    if len(text) > most:
        params = {"name": field, "length": len(text), "most": most}
        problems.append(FieldProblem(field, Problem("text-too-long", params)))
    return text


def _try(problems: list[FieldProblem], field: str, call: Callable[[], Found]) -> Found | None:
    try:
        return call()
    except TrackerError as error:
        problems += [FieldProblem(field, one) for one in error.problems]
        return None
