"""The ranking of a phase: who is ranked in which group, by which points, and who is not and why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from tracker.domain.attainment import Measured
from tracker.domain.calendar import DAY, Span
from tracker.domain.campaign import Campaign, Phase
from tracker.domain.criteria import Criterion
from tracker.domain.events import EventRecord
from tracker.domain.ranking import Ranked, RankState, UnitState, rank_group
from tracker.domain.scheme import THOUSANDTHS, NotConsidered, Scoring, Sheet, sheet_for, sheets_of
from tracker.domain.scoring import Given, UnitScore, score_group
from tracker.domain.text import sort_key
from tracker.domain.units import UnitVersion
from tracker.services.discipline import returns_of
from tracker.services.figures import figures_of, measure_units
from tracker.services.inheritance import (
    Notice,
    ended_units,
    find_apart,
    find_heirs,
    list_notices,
    without_heirs,
)
from tracker.services.rolled import roll_forward
from tracker.services.scores import Key, as_given, events_of_scores, find_counting
from tracker.services.standings import ranked_on, ranking_units
from tracker.services.view import View


class Filed(NamedTuple):
    """A unit's returns that were due in the phase so far: owed, filed, and when the last of them came if none is missing."""

    expected: int = 0
    actual: int = 0
    complete_at: datetime | None = None

    def is_enough(self, share: int) -> bool:
        """Whether so many thousandths of what was owed were filed; nothing owed is enough."""
        return self.actual * THOUSANDTHS >= self.expected * share


class RankedUnit(NamedTuple):
    """A unit in its group, and all that its place rests on.

    `flags` are those that keep it from being considered on the ranking day; `lifted` one that ended within the phase, so that
    its figures count from the day after.
    """

    unit: UnitVersion
    place: Ranked
    score: UnitScore
    filed: Filed
    flags: tuple[NotConsidered, ...]
    lifted: NotConsidered | None

    @property
    def counted_from(self) -> date | None:
        """The day from which its figures count, where it was not considered before."""
        return self.lifted.end + DAY if self.lifted and self.lifted.end else None

    @property
    def is_given(self) -> bool:
        """Whether people gave some of its points."""
        return any(line.given for line in (*self.score.lines, *self.score.bonus_lines))


class RankGroup(NamedTuple):
    """The units that are ranked against each other, best first: a cluster, or those of a level under one parent."""

    id: str
    cluster: str
    parent: UnitVersion | None
    level: str
    sheet: Sheet
    units: tuple[RankedUnit, ...]

    @property
    def name(self) -> str:
        """What it is called: its cluster, or the unit above."""
        return self.cluster or (self.parent.name if self.parent else "")


class Undecided(NamedTuple):
    """A flag of a unit that ended since; its heirs do not inherit it, and somebody has to decide."""

    flag: NotConsidered
    name: str
    heirs: tuple[UnitVersion, ...]


class Ranking(NamedTuple):
    """The ranking of a phase as of a day.

    `view` is what it was asked from, `rolled` what figures are taken from; `on` the day whose units and groups are ranked.
    `is_closed` once the phase was closed, so that nothing is provisional. `given` are all the points and explanations that
    people gave for the phase.
    """

    view: View
    rolled: View
    phase: Phase
    on: date
    is_closed: bool
    groups: tuple[RankGroup, ...]
    given: tuple[EventRecord, ...]
    undecided: tuple[Undecided, ...]
    head: str
    notices: tuple[Notice, ...] = ()

    @property
    def criteria(self) -> dict[str, Criterion]:
        """The campaign's criteria by their ids."""
        return self.view.campaign.criteria_by_id

    @property
    def scoring(self) -> Scoring:
        """The bands, the ties and the share of returns that is enough."""
        return self.view.campaign.rules.scoring

    def find(self, unit: str) -> tuple[RankGroup, RankedUnit] | None:
        """Return a unit with the group that it is ranked in."""
        return next(((group, one) for group in self.groups for one in group.units if one.unit.id == unit), None)


def build_ranking(view: View, of: Phase | None, *, is_closed: bool = False) -> Ranking:
    """Rank the units of a phase, or of the campaign, as they are on its last day, or on the as-of day as long as it runs.

    The campaign as a whole is ranked by the figures and targets of all its phases; points that people gave are a phase's.
    """
    phase = of or whole_phase(view.campaign)
    on = ranked_on(phase, view.as_of)
    rules, sheets = view.campaign.rules, sheets_of(view.campaign)
    units = ranking_units(view.roster, phase, view.as_of)
    rolled = roll_forward(view.but(as_of=on))
    flags = _flags_by_unit(rules.not_considered)
    lifted = {unit: one for unit, own in flags.items() if (one := _lifted(own, phase.span, on))}
    given = events_of_scores(view, phase)
    counting = as_given(find_counting(given))
    groups: tuple[RankGroup, ...] = ()
    if sheets:
        since = {unit: one.end + DAY for unit, one in lifted.items() if one.end}
        figures = measure_units(rolled, of, since)
        filed = _file_returns(view, phase)
        grouped = _group(units, sheets)
        known = _Known(view, figures, counting, filed, flags, lifted, on, is_closed)
        ranked = (_rank(known, *key, members) for key, members in grouped.items())
        groups = tuple(sorted(ranked, key=lambda one: (not one.cluster, sort_key(one.name))))
    undecided = tuple(_undecided(rolled, rules.not_considered, phase, {one.id for one in units}))
    notices = tuple(_notices(rolled, phase, find_counting(given).values())) if groups else ()
    head = view.journal.head()[1].hex()
    return Ranking(view, rolled, phase, on, is_closed, groups, tuple(given), undecided, head, notices)


def whole_phase(campaign: Campaign) -> Phase:
    """Return the campaign as one phase; for a campaign without phases the only one it has."""
    return (
        Phase(campaign.id, campaign.name, campaign.theme, campaign.span) if campaign.has_phases else campaign.phases[0]
    )


class _Known(NamedTuple):
    """What groups are ranked by."""

    view: View
    figures: Mapping[str, Mapping[str, Measured]]
    given: Mapping[Key, Given]
    filed: Mapping[str, Filed]
    flags: Mapping[str, Sequence[NotConsidered]]
    lifted: Mapping[str, NotConsidered]
    on: date
    is_closed: bool


_GroupKey = tuple[str, str, str, Sheet]  # cluster, or parent and level; and the sheet


def _group(units: Iterable[UnitVersion], sheets: tuple[Sheet, ...]) -> dict[_GroupKey, list[UnitVersion]]:
    """Put units into groups: by cluster, those of none by parent and level; each with the sheet it is scored by."""
    found: dict[_GroupKey, list[UnitVersion]] = {}
    for unit in units:
        sheet = sheet_for(sheets, unit)
        if sheet is not None:
            found.setdefault((*unit.group, sheet), []).append(unit)
    return found


def _rank(
    known: _Known, cluster: str, parent: str, level: str, sheet: Sheet, units: Sequence[UnitVersion]
) -> RankGroup:
    campaign, scoring = known.view.campaign, known.view.campaign.rules.scoring
    scores = score_group(
        campaign.criteria_by_id,
        sheet,
        {one.id: known.figures.get(one.id, {}) for one in units},
        known.given,
        is_closed=known.is_closed,
    )
    effective = {
        one.id: tuple(flag for flag in known.flags.get(one.id, ()) if _is_in_effect(flag, known.on)) for one in units
    }
    filed = {one.id: known.filed.get(one.id, Filed()) for one in units}
    states = {
        one.id: UnitState(_state(effective[one.id], filed[one.id], scoring), filed[one.id].complete_at) for one in units
    }
    places = rank_group(scores, states, scoring.ties, scoring.bands)
    by_id = {one.id: one for one in units}
    ranked = tuple(
        RankedUnit(
            by_id[one.unit], one, scores[one.unit], filed[one.unit], effective[one.unit], known.lifted.get(one.unit)
        )
        for one in places
    )
    above = known.view.roster.version(parent, known.on) if parent else None
    return RankGroup(cluster or "/".join((parent, level)), cluster, above, level, sheet, ranked)


def _state(flags: Sequence[NotConsidered], filed: Filed, scoring: Scoring) -> RankState:
    if flags:
        return RankState.NOT_CONSIDERED
    return RankState.RANKED if filed.is_enough(scoring.enough_returns) else RankState.NOT_ENOUGH_DATA


def _flags_by_unit(flags: Iterable[NotConsidered]) -> dict[str, list[NotConsidered]]:
    found: dict[str, list[NotConsidered]] = {}
    for one in flags:
        found.setdefault(one.unit, []).append(one)
    return found


def _is_in_effect(flag: NotConsidered, on: date) -> bool:
    return flag.start <= on and (flag.end is None or on <= flag.end)


def _lifted(flags: Iterable[NotConsidered], span: Span, on: date) -> NotConsidered | None:
    """Return the flag that ended last within a phase, before its ranking day."""
    ended = [one for one in flags if one.end is not None and span.start <= one.end < on]
    return max(ended, key=lambda one: one.end or date.min, default=None)


def _file_returns(view: View, phase: Phase) -> dict[str, Filed]:
    """Return how each unit keeps to the returns that were due in a phase so far."""
    span = phase.span.until(view.as_of)
    received: dict[str, list[datetime | None]] = {}
    for deadline in view.campaign.deadlines if span else ():
        for occurrence in deadline.occurrences if deadline.is_return else ():
            if span and occurrence.due_on in span:
                returns = returns_of(view, deadline, occurrence)
                for unit in returns.expected:
                    filed = returns.filed.get(unit.id)
                    received.setdefault(unit.id, []).append(filed.received_at if filed else None)
    return {unit: _count_filed(moments) for unit, moments in received.items()}


def _count_filed(moments: Sequence[datetime | None]) -> Filed:
    known = [one for one in moments if one is not None]
    return Filed(len(moments), len(known), max(known) if len(known) == len(moments) else None)


def _notices(rolled: View, phase: Phase, given: Iterable[EventRecord]) -> Iterable[Notice]:
    """Return what heirs have not of what units had that ended, and what is not allocated to any of them."""
    ended, span = ended_units(rolled), phase.span.until(rolled.as_of)
    if not span or not any(edge.on <= rolled.as_of for edge in rolled.roster.edges):
        return ()
    own = figures_of(without_heirs(rolled), span, ended) if ended and find_apart(rolled) else {}
    return list_notices(rolled, span, own, given)


def _undecided(rolled: View, flags: Iterable[NotConsidered], phase: Phase, ranked: set[str]) -> Iterable[Undecided]:
    """Yield the flags of the phase whose units went to heirs before the ranking day."""
    for flag in flags:
        within = flag.start <= rolled.as_of and (flag.end is None or flag.end >= phase.span.start)
        is_gone = within and flag.unit not in ranked and flag.unit in rolled.roster.by_id
        if is_gone and (heirs := find_heirs(rolled, flag.unit)):
            yield Undecided(flag, rolled.roster.last_version(flag.unit, rolled.as_of).name, heirs)
