"""The review of a phase (sơ kết đợt) or of the whole campaign (tổng kết) as a value."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from tracker.domain.calendar import DAY, Span
from tracker.domain.campaign import Phase
from tracker.domain.criteria import Criterion
from tracker.domain.entries import Total
from tracker.domain.progress import Progress
from tracker.domain.quantity import as_decimal
from tracker.domain.returns import Period
from tracker.domain.units import UnitVersion
from tracker.errors import TrackerError
from tracker.services.closing import Closing, find_closing, frozen, view_at_closing
from tracker.services.commendations import Counts, count_commendations
from tracker.services.concerns import ConcernStatus, Query, find_concerns
from tracker.services.discipline import DeadlineStatus, deadline_statuses
from tracker.services.highlights import Highlight, find_highlights
from tracker.services.late import LateCount, count_late, late_in_all
from tracker.services.measure import progress_of
from tracker.services.rank import RankGroup, Ranking, build_ranking
from tracker.services.return_rates import GroupBy, ReturnRates, days_due, rate_returns
from tracker.services.succession import Turn, list_turns
from tracker.services.view import View

MOST_DEADLINES = 5


class PhaseFigures(NamedTuple):
    """How each criterion, by its id, stands in a phase or (`phase` None) in the whole campaign.

    `entries` are those that count in it; `closing` is set where the phase was closed: then its figures are those of that day.
    """

    phase: Phase | None
    span: Span
    progress: Mapping[str, Progress]
    entries: int
    closing: Closing | None = None


class PhasePlace(NamedTuple):
    """A unit's place in the ranking of one phase; `rank` is None where it was not ranked."""

    rank: int | None
    total: Decimal


class Review(NamedTuple):
    """The review of a phase or, where `phase` is None, of the whole campaign; for all units, or `unit` and those under it.

    Figures stop at the earlier of the last day of `span` and the as-of day, which is the `view`'s; once the span is over
    (`is_over`) they are judged as final. Returns are those due in the span and received by the as-of day asked for, as the
    last ones may come after it. `phases` are those begun, in a review of one phase that alone; `campaign` is the whole to
    date; `previous` and `following` the phases around it. `ranking` is that of the phase, or of the campaign's figures as
    a whole, None where nothing is scored; `places` are those that each phase gave, by phase and unit, in a final review.
    `turns` are the days within the span on which units changed. `closing` is set of a phase that was closed; `late` counts
    what was recorded after that, `late_totals` is what it comes to by criterion in a final review, in the whole alone. `entries` and `voided` are of the campaign up to the view's day.
    """

    view: View
    span: Span
    phase: Phase | None
    is_over: bool
    phases: tuple[PhaseFigures, ...]
    campaign: PhaseFigures
    previous: PhaseFigures | None
    following: PhaseFigures | None
    returns: ReturnRates | None
    returns_by_unit: ReturnRates | None
    ranking: Ranking | None
    places: Mapping[str, Mapping[str, PhasePlace]]
    highlights: tuple[Highlight, ...]
    commendations: Counts
    concerns: tuple[ConcernStatus, ...]
    turns: tuple[Turn, ...]
    deadlines: tuple[DeadlineStatus, ...]
    late: tuple[LateCount, ...]
    late_totals: Mapping[str, Total]
    closing: Closing | None
    entries: int
    voided: int
    head: str
    unit: UnitVersion | None

    @property
    def is_final(self) -> bool:
        """Whether it is the review of the whole campaign."""
        return self.phase is None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The campaign's criteria."""
        return self.view.campaign.criteria

    @property
    def own(self) -> PhaseFigures:
        """The figures of what is reviewed: the phase's, or the campaign's."""
        return self.campaign if self.phase is None else self.phases[0]

    @property
    def spans(self) -> tuple[PhaseFigures, ...]:
        """All that there are figures of: the phases, then the whole campaign."""
        return (*self.phases, self.campaign)

    @property
    def clusters(self) -> tuple[RankGroup, ...]:
        """The groups of the ranking; of one unit, those in which it or units under it are ranked, and these alone."""
        if self.ranking is None:
            return ()
        if (below := self.below) is None:
            return self.ranking.groups
        cut = (
            one._replace(units=tuple(own for own in one.units if own.unit.id in below)) for one in self.ranking.groups
        )
        return tuple(one for one in cut if one.units)

    @property
    def below(self) -> frozenset[str] | None:
        """The unit and those under it on the day whose units are ranked; None of all."""
        if self.unit is None:
            return None
        return frozenset(one.id for one in self.view.roster.subtree(self.unit.id, self.view.as_of))


def build_review(
    view: View, phase: Phase | None, unit: UnitVersion | None = None, *, closing: Closing | None = None
) -> Review:
    """Return the review of a phase, or of the whole campaign; with `closing` what is seen then is all there is of a phase.

    Raises: TrackerError phase-not-begun.
    """
    asked, campaign, span = view, view.campaign, _span(view, phase)
    view = view.but(as_of=min(span.end, view.as_of))
    of_unit = unit.id if unit else None
    figures = partial(_figures, asked, span.end, of_unit)
    begun = _begun(view) if phase is None else [phase]
    before, after = _around(campaign.phases, phase)
    whole = figures(None)
    is_closed = closing is not None if phase else all(find_closing(asked, one.id) for one in campaign.phases)
    ranking = build_ranking(asked, phase, is_closed=is_closed)
    returns = partial(_returns, asked, span if phase else days_due(asked), unit=of_unit)
    return Review(
        view=view,
        span=span,
        phase=phase,
        is_over=asked.as_of > span.end or closing is not None,
        phases=tuple(figures(one, closing) for one in begun),
        campaign=whole,
        previous=figures(before) if before else None,
        following=figures(after) if after else None,
        returns=returns(GroupBy.PARENT),
        returns_by_unit=returns(GroupBy.UNIT),
        ranking=ranking if ranking.groups else None,
        places={one.id: _places(asked, one) for one in begun} if phase is None and ranking.groups else {},
        highlights=find_highlights(view, span, of_unit),
        commendations=count_commendations(asked, span, of_unit),
        concerns=_concerns(view, span, of_unit),
        turns=list_turns(view, span, of_unit),
        deadlines=_deadlines(asked, phase, of_unit),
        late=count_late(asked) if phase is None and unit is None else (),
        late_totals=late_in_all(view, of_unit) if phase is None else {},
        closing=closing,
        entries=whole.entries,
        voided=view.journal.voided(campaign.id, view.as_of, view.days_of(of_unit) if of_unit else None),
        head=view.journal.head()[1].hex(),
        unit=unit,
    )


def _span(view: View, phase: Phase | None) -> Span:
    """Return the days of a phase, or of the campaign, that has begun."""
    span = view.span_of(phase)
    if span.start > view.as_of:
        title = phase.title if phase else view.campaign.name
        raise TrackerError.of("phase-not-begun", phase=title, start=span.start, day=view.as_of)
    return span


def _begun(view: View) -> list[Phase]:
    """Return the phases that have begun; a campaign without phases has none."""
    return [one for one in view.campaign.phases if view.campaign.has_phases and one.span.start <= view.as_of]


def _around(phases: tuple[Phase, ...], phase: Phase | None) -> tuple[Phase | None, Phase | None]:
    """Return the phases before and after one."""
    if phase is None:
        return None, None
    before = [one for one in phases if one.span.end < phase.span.start]
    after = [one for one in phases if one.span.start > phase.span.end]
    return (before[-1] if before else None), (after[0] if after else None)


def _figures(
    view: View, last: date, unit: str | None, phase: Phase | None, closing: Closing | None = None
) -> PhaseFigures:
    """Return the figures of a phase, or of the campaign, up to a last day; what ended by then is judged as final.

    Those of a phase that was closed are what they were then, whatever was defined since.
    """
    if phase and closing is None and (closing := find_closing(view, phase.id)):
        view = view_at_closing(view, closing).but(rolled=view.rolled)
        phase = next(one for one in view.campaign.phases if one.id == closing.closed.phase)
    span = view.span_of(phase)
    until = min(span.end, last)
    seen = view.but(as_of=min(view.as_of, until))
    judged = view.but(as_of=min(view.as_of, until + DAY if until == span.end else until))
    totals = seen.totals(span, unit)
    progress = {one.id: progress_of(judged, one, totals, phase, unit) for one in view.campaign.criteria}
    return PhaseFigures(phase, span, progress, sum(one.entries for one in totals.values()), closing)


def _deadlines(view: View, phase: Phase | None, unit: str | None) -> tuple[DeadlineStatus, ...]:
    """Return what is due from the day that is looked from; a review of the whole campaign plans no weekly returns."""
    ahead = (one for one in deadline_statuses(view, unit, None) if one.days_left >= 0)
    return tuple(one for one in ahead if phase or not _is_weekly(one))[:MOST_DEADLINES]


def _is_weekly(one: DeadlineStatus) -> bool:
    return one.returns is not None and one.returns.deadline.period is Period.WEEKLY


def _returns(view: View, span: Span, by: GroupBy, unit: str | None) -> ReturnRates | None:
    if not any(deadline.is_return for deadline in view.campaign.deadlines):
        return None
    rates = rate_returns(view, span, by, unit)
    return rates if rates.dates else None


def _places(view: View, phase: Phase) -> dict[str, PhasePlace]:
    """Return each unit's place in a phase; of a closed one as it was closed."""
    if kept := frozen(view, phase):
        units = (one for group in kept["rank"]["clusters"] for one in group["units"])
        return {one["id"]: PhasePlace(one["rank"], Decimal(one["total"])) for one in units}
    ranked = (one for group in build_ranking(view, phase).groups for one in group.units)
    return {one.unit.id: PhasePlace(one.place.rank, as_decimal(one.score.total)) for one in ranked}


def _concerns(view: View, span: Span, unit: str | None) -> tuple[ConcernStatus, ...]:
    """Return the concerns that were raised or answered in a span, and those that waited through it."""
    return tuple(one for one in find_concerns(view, Query(unit)) if one.is_told_of(span))
