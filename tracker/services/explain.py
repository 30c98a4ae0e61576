"""What a unit's points and rank come from: lines, entries, what people said, its neighbours in the ranking."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import NamedTuple

from tracker.domain.calendar import Span
from tracker.domain.criteria import Criterion
from tracker.domain.entries import Achievement, State
from tracker.domain.events import EventRecord
from tracker.domain.formulas import Working, explain_line
from tracker.domain.models import round_points
from tracker.domain.phase_events import ScoreGiven
from tracker.domain.quantity import THOUSAND
from tracker.domain.ranking import RankState
from tracker.domain.scheme import Group, Leaf, Linear, PerEvent
from tracker.domain.scoring import Line, UnitScore, limits, rebase
from tracker.domain.statements import Explanation
from tracker.domain.units import UnitSpan
from tracker.errors import TrackerError
from tracker.services.inheritance import find_apart, without_heirs
from tracker.services.ports import Search
from tracker.services.rank import RankedUnit, RankGroup, Ranking
from tracker.services.rolled import Rolled

MOST_WAYS = 3


class Counted(NamedTuple):
    """An entry that a figure comes from; `share` is the part of it that stands with the unit."""

    entry: Achievement
    share: Fraction


class Source(NamedTuple):
    """The entries that a figure comes from; `listed` are they themselves, None unless they were asked for."""

    entries: int = 0
    first: date | None = None
    last: date | None = None
    listed: tuple[Counted, ...] | None = None

    def plus(self, other: "Source") -> "Source":
        """Return both, as a line rests on them whose penalties are those of another criterion."""
        first = min((one for one in (self.first, other.first) if one), default=None)
        last = max((one for one in (self.last, other.last) if one), default=None)
        listed = None if self.listed is None else _in_order((*self.listed, *(other.listed or ())))
        return Source(self.entries + other.entries, first, last, listed)


class Way(NamedTuple):
    """What would do to draw level with the unit above: so many thousandths more of a criterion, and the points that adds."""

    criterion: Criterion
    more: int
    points: int


class ExplainedLine(NamedTuple):
    """A line, how it is worked out, what people gave and said, and where its figure comes from."""

    line: Line
    path: tuple[str, ...]
    working: Working
    given: tuple[EventRecord, ...]
    source: Source


class Explained(NamedTuple):
    """A unit's place in the ranking of a phase, and all that it comes from; `ways` lead to the unit `above`."""

    ranking: Ranking
    group: RankGroup
    one: RankedUnit
    lines: tuple[ExplainedLine, ...]
    above: RankedUnit | None
    below: RankedUnit | None
    ways: tuple[Way, ...]


def explain_unit(ranking: Ranking, unit: str, criterion: str | None = None) -> Explained:
    """Explain the place of a unit; with `criterion`, the entries of that line are listed.

    Raises: TrackerError unit-not-ranked, nothing-scored.
    """
    found = ranking.find(unit)
    if found is None:
        code = "unit-not-ranked" if ranking.groups else "nothing-scored"
        name = ranking.view.roster.name_on(unit, ranking.on)
        raise TrackerError.of(code, unit=name, day=ranking.on, campaign=ranking.view.campaign.name)
    group, one = found
    asked = one.score.line(criterion) if criterion else None
    sources = find_sources(ranking, one, asked.leaf.criteria if asked else ())
    said = [record for record in ranking.given if record.event.unit == unit]
    lines = tuple(_explain(ranking, one, *leaf, said, sources) for leaf in _paths(group))
    at = group.units.index(one)
    above = group.units[at - 1] if at and one.place.rank else None
    after = group.units[at + 1] if at + 1 < len(group.units) and one.place.rank else None
    below = after if after and after.place.state is RankState.RANKED else None
    ways = tuple(_ways(ranking, one, above)) if above else ()
    return Explained(ranking, group, one, lines, above, below, ways)


def find_sources(ranking: Ranking, one: RankedUnit, asked: Collection[str]) -> dict[str, Source]:
    """Return the entries that a unit's figures come from, criterion by criterion; of those `asked` for one by one."""
    view, rolled = ranking.rolled, ranking.rolled.rolled
    assert rolled is not None
    start = max(ranking.phase.span.start, one.counted_from or ranking.phase.span.start)
    days = Span(start, max(start, ranking.on))
    before = Span(view.campaign.span.start, days.end)
    found: dict[str, Source] = {}
    parts = rolled.days(one.unit.id)
    states = {each.id for each in view.campaign.criteria if each.is_state}
    apart = find_apart(view)
    own = without_heirs(view).rolled if apart else rolled
    assert own is not None
    ways = [(parts, False), (own.days(one.unit.id), True)] if apart else [(parts, False)]
    for (some, of_own), (span, of_states) in product(
        ways, ((days, False), (before, True)) if states else ((days, False),)
    ):
        for name, counted in view.journal.days_of_entries(view.campaign.id, some, span).items():
            if (name in states) is of_states and (name in apart) is of_own:
                found[name] = Source(*counted)
    for criterion in asked:
        span = before if criterion in states else days
        listed = tuple(_list(ranking, own if criterion in apart else rolled, one.unit.id, criterion, span))
        found[criterion] = found.get(criterion, Source())._replace(listed=listed)
    return found


def _list(ranking: Ranking, rolled: Rolled, unit: str, criterion: str, span: Span) -> Iterable[Counted]:
    whole, shared = rolled.parts(unit)
    parts: list[tuple[Sequence[UnitSpan], Fraction]] = [(whole, Fraction(1))]
    parts += [([part.days], sum((part.shares[one] for one in part.inside), Fraction(0))) for part in shared]
    found: list[Counted] = []
    for days, share in parts:
        search = Search(ranking.view.campaign.id, days, criterion, span)
        entries = ranking.view.journal.achievements(search)
        found += [Counted(entry, share) for entry in entries if entry.state is State.CURRENT]
    return _in_order(found)


def _in_order(entries: Iterable[Counted]) -> tuple[Counted, ...]:
    return tuple(sorted(entries, key=lambda one: (one.entry.posting.day, one.entry.number)))


def _paths(group: RankGroup) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Yield the lines of a group's sheet by name, each with the parts that it stands in."""
    pending: list[tuple[Leaf | Group, tuple[str, ...]]] = [(one, ()) for one in group.sheet.items]
    while pending:
        item, path = pending.pop(0)
        if isinstance(item, Leaf):
            yield item.name, path
        else:
            pending = [(one, (*path, item.title)) for one in item.items] + pending


def _explain(
    ranking: Ranking, one: RankedUnit, name: str, path: tuple[str, ...],
    said: Sequence[EventRecord], sources: Mapping[str, Source],
) -> ExplainedLine:  # fmt: skip
    line = one.score.line(name)
    assert line is not None
    given = tuple(record for record in said if _criterion_of(record) == name)
    found = [sources.get(criterion, Source()) for criterion in line.leaf.criteria]
    return ExplainedLine(line, path, explain_line(ranking.criteria, line), given, reduce(Source.plus, found))


def _criterion_of(record: EventRecord) -> str:
    assert isinstance(record.event.body, ScoreGiven | Explanation)
    return record.event.body.criterion


def _ways(ranking: Ranking, one: RankedUnit, above: RankedUnit) -> Iterable[Way]:
    """Yield what of a single criterion would do to draw level, the smallest amount first.

    Only what is plain: amounts up to a target on a line that is scored linearly, or so many points for each.
    """
    found = list[Way]()
    for line in one.score.lines if above.score.total > one.score.total else ():
        criterion, rate = ranking.criteria.get(line.leaf.criterion), _points_for_one(line)
        if criterion and criterion.adds_up and rate and line.points is not None and not line.given:
            more = _needed(criterion, line, rate, one.score, above.score.total)
            if (line.measured.actual.quantity + more) * rate <= limits(line.leaf)[1]:
                gained = _total_with(line, rate, one.score, more) - one.score.total
                found.append(Way(criterion, more, gained))
    yield from sorted(found, key=lambda way: way.more)[:MOST_WAYS]


def _points_for_one(line: Line) -> Fraction | None:
    """Return how many points a plain line gives for each thousandth of its criterion."""
    target = line.measured.goal.target
    match line.leaf.model:
        case Linear() if target:
            return Fraction(line.leaf.maximum) / target
        case PerEvent(points=points):
            return Fraction(points, THOUSAND)
    return None


def _needed(criterion: Criterion, line: Line, rate: Fraction, score: UnitScore, wanted: int) -> int:
    """Return how much more of a criterion brings a total to what is wanted. Units: thousandths."""
    step: int = THOUSAND // 10**criterion.decimals
    points = Fraction(wanted - score.total) * score.maximum / score.sheet_maximum
    steps = max(1, int(points / rate / step) - 1)
    while _total_with(line, rate, score, steps * step) < wanted:  # roundings move it by a step or two
        steps += 1
    return steps * step


def _total_with(line: Line, rate: Fraction, score: UnitScore, more: int) -> int:
    """Return the total with more of one line's criterion, rounded as scores are."""
    own = (line.measured.actual.quantity + more) * rate
    whole = score.score - (line.points or 0) + round_points(own.numerator, own.denominator)
    return rebase(whole, score.maximum, score.sheet_maximum) + score.bonus
