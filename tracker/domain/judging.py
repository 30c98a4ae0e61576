"""From a claim to a posting: every check that an achievement passes before it enters the journal."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tracker.domain.calendar import parse_day
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Criterion, Kind
from tracker.domain.criterion_names import Named, find_named
from tracker.domain.entries import WORK_MARK, Claim, Posting
from tracker.domain.quantity import parse_quantity
from tracker.domain.text import clean
from tracker.domain.units import Roster, UnitVersion
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError

if TYPE_CHECKING:
    from tracker.domain.books import Work

LONGEST = {"note": 2000, "evidence": 1000, "ref": 200}

Found = TypeVar("Found")
Key = TypeVar("Key")


class FieldProblem(NamedTuple):
    """A problem and the field of the claim that has it."""

    field: str
    problem: Problem


class Verdict(Value, frozen=True):
    """A posting, or the problems that forbid it."""

    posting: Posting | None
    problems: tuple[FieldProblem, ...] = ()


class Located(Value, frozen=True):
    """Who did what when, as far as the claim says it."""

    day: date | None
    unit: UnitVersion | None
    named: Named | None
    problems: tuple[FieldProblem, ...]

    @property
    def criterion(self) -> Criterion | None:
        """What is counted, as far as it was found."""
        return self.named.criterion if self.named else None

    @property
    def work(self) -> "Work | None":
        """The work that is named."""
        return self.named.work if self.named else None


class Judge:
    """Checks claims against one campaign, and remembers what it has looked up, as files repeat themselves.

    `fragments` lets a unit or a criterion be found by a part of its name, as a person types it; a file may not.
    `find_evidence` returns what the journal says of a piece of evidence, or raises a TrackerError.
    """

    def __init__(
        self,
        campaign: Campaign,
        roster: Roster,
        today: date,
        *,
        fragments: bool,
        find_evidence: Callable[[str], str] = clean,
    ) -> None:
        self.campaign, self.roster, self.today, self.fragments = campaign, roster, today, fragments
        self._find_evidence = find_evidence
        self._days: dict[str, date | TrackerError] = {}
        self._eras: dict[date, int] = {}
        self._living: dict[tuple[str, int], UnitVersion] = {}
        self._refused: dict[tuple[str, date], UnitVersion | TrackerError] = {}
        self._named: dict[str, Named | TrackerError] = {}

    def judge(self, claim: Claim) -> Verdict:
        """Return the posting of a claim, or all that is wrong with it."""
        found = self.locate(claim)
        day, unit, criterion, problems = found.day, found.unit, found.criterion, list(found.problems)
        if criterion and criterion.kind is Kind.MILESTONE and self.campaign.has_books:
            from tracker.domain.works import check_work  # noqa: PLC0415 few entries are about works

            claim = check_work(self.campaign, self.roster, found, claim, problems)
        quantity, denominator = self._amounts(claim, criterion, problems) if criterion else (None, None)
        note = self._text("note", claim.note, problems)
        evidence = self._text("evidence", claim.evidence, problems)
        ref = self._text("ref", claim.ref, problems)
        if problems or day is None or unit is None or criterion is None or quantity is None:
            return Verdict(None, tuple(problems))
        phase = self.campaign.phase_on(day)
        return Verdict(
            Posting(
                campaign=self.campaign.id,
                unit=unit.id,
                day=day,
                criterion=criterion.id,
                quantity=quantity,
                denominator=denominator,
                phase=phase.id if phase else "",
                version_from=unit.valid_from,
                note=note,
                evidence=evidence,
                ref=ref,
                work=found.work.id if found.work else "",
            )
        )

    def locate(self, claim: Claim) -> Located:
        """Find the day, unit and criterion of a claim."""
        problems: list[FieldProblem] = []
        named = _recall(self._named, claim.criterion) or _attempt(
            problems, "criterion", lambda: _remember(self._named, claim.criterion, self._find_named)
        )
        day = _recall(self._days, claim.date) or _attempt(
            problems, "date", lambda: _remember(self._days, claim.date, self._day)
        )
        unit = self._find_unit(claim.unit, day, problems) if day else None
        return Located(day, unit, named, tuple(problems))

    def _find_unit(self, text: str, day: date, problems: list[FieldProblem]) -> UnitVersion | None:
        """Find a unit, once for all the days on which the same units live; a refusal names the day."""
        if self.fragments:  # a person names one unit
            return _attempt(problems, "unit", lambda: self._unit((text, day)))
        era = self._eras.get(day)
        if era is None:
            era = self._eras[day] = sum(turn <= day for turn in self.roster.turns)
        unit = self._living.get((text, era))
        if unit is None:
            unit = _attempt(problems, "unit", lambda: _remember(self._refused, (text, day), self._unit))
            if unit:
                self._living[text, era] = unit
                self._refused.pop((text, day))
        return unit

    def _day(self, text: str) -> date:
        if not text.strip():
            raise TrackerError.of("field-missing", field="date")
        day = parse_day(text, self.today)
        if day > self.today:
            raise TrackerError.of("future-day", day=day, today=self.today)
        if day not in self.campaign.span:
            span = self.campaign.span
            raise TrackerError.of(
                "day-outside-campaign", day=day, campaign=self.campaign.name, start=span.start, end=span.end
            )
        return day

    def _unit(self, key: tuple[str, date]) -> UnitVersion:
        text, day = clean(key[0]), key[1]
        if not text:
            raise TrackerError.of("field-missing", field="unit")
        return self.roster.find(text, day, fragments=self.fragments)

    def _find_named(self, text: str) -> Named:
        return find_named(self.campaign, text, fragments=self.fragments)

    def _amounts(
        self, claim: Claim, criterion: Criterion, problems: list[FieldProblem]
    ) -> tuple[int | None, int | None]:
        if criterion.kind is Kind.RATE and not claim.denominator.strip() and "/" in claim.quantity:
            numerator, _, of = claim.quantity.partition("/")
            amounts = {"numerator": numerator.strip(), "denominator": of.strip()}
            problems.append(_problem("quantity", "rate-in-one", criterion=criterion.title, **amounts))
            return None, None
        quantity = _attempt(problems, "quantity", lambda: _number("quantity", claim.quantity, criterion))
        if criterion.kind is not Kind.RATE:
            if claim.denominator.strip():
                problems.append(_problem("denominator", "denominator-not-taken", criterion=criterion.title))
            return quantity, None
        if not claim.denominator.strip():
            problems.append(_problem("denominator", "denominator-missing", criterion=criterion.title))
            return quantity, None
        denominator = _attempt(problems, "denominator", lambda: _number("denominator", claim.denominator, criterion))
        if quantity is not None and denominator is not None:
            problems += _rate_problems(criterion, quantity, denominator, claim)
        return quantity, denominator

    def _text(self, name: str, typed: str, problems: list[FieldProblem]) -> str:
        if not typed:
            return ""
        is_evidence = name == "evidence"
        text = _attempt(problems, name, lambda: self._find_evidence(typed)) or "" if is_evidence else clean(typed)
        if len(text) > LONGEST[name]:
            problems.append(_problem(name, "text-too-long", name=name, length=len(text), most=LONGEST[name]))
        return text


def judge_among(judges: Sequence[Judge], claim: Claim) -> Verdict:
    """Judge a claim by the one campaign that has its unit and criterion on its day.

    Where none has, the verdict of the one that comes nearest is returned; several are a problem that names them.
    """
    if len(judges) == 1:
        return judges[0].judge(claim)
    located = [(judge, judge.locate(claim)) for judge in judges]
    fitting = [judge for judge, found in located if not found.problems]
    if len(fitting) > 1:
        candidates = [judge.campaign.id for judge in fitting]
        return Verdict(None, (_problem("unit", "campaign-ambiguous", candidates=candidates),))
    best = fitting[0] if fitting else min(located, key=lambda pair: _distance(claim, pair[1]))[0]
    return best.judge(claim)


def _distance(claim: Claim, found: Located) -> tuple[bool, int]:
    """Return how far a campaign is from what a claim says: of a work that is named, one that has its criterion is nearest."""
    is_unknown = any(one.problem.code == "criterion-not-found" for one in found.problems)
    return is_unknown and WORK_MARK in claim.criterion, len(found.problems)


def _number(field: str, text: str, criterion: Criterion) -> int:
    if not text.strip():
        raise TrackerError.of("field-missing", field=field)
    return parse_quantity(text, criterion.decimals)


def _rate_problems(criterion: Criterion, quantity: int, denominator: int, claim: Claim) -> list[FieldProblem]:
    if quantity and not denominator:
        return [_problem("denominator", "denominator-zero", numerator=claim.quantity.strip())]
    if criterion.is_percent and not criterion.over_100 and quantity > denominator:
        amounts = {"numerator": claim.quantity.strip(), "denominator": claim.denominator.strip()}
        return [_problem("quantity", "rate-over-100", criterion=criterion.title, **amounts)]
    return []


def _problem(field: str, code: str, **params: object) -> FieldProblem:
    return FieldProblem(field, Problem(code, params))


def _attempt(problems: list[FieldProblem], field: str, call: Callable[[], Found]) -> Found | None:
    try:
        return call()
    except TrackerError as error:
        problems.extend(FieldProblem(field, problem) for problem in error.problems)
        return None


def _recall(known: dict[Key, Found | TrackerError], key: Key) -> Found | None:
    """Return what was found before: the quick way of a million rows."""
    found = known.get(key)
    return None if isinstance(found, TrackerError) else found


def _remember(known: dict[Key, Found | TrackerError], key: Key, look_up: Callable[[Key], Found]) -> Found:
    found = known.get(key)
    if found is None:
        try:
            found = look_up(key)
        except TrackerError as error:  # a refusal is remembered too: looking for near names is slow
            found = error
        known[key] = found
    if isinstance(found, TrackerError):
        raise found
    return found
