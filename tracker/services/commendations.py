"""The commendation register: who commended how many collectives and individuals with what, and who is proposed."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign
from tracker.domain.commendations import LAW, Award, AwardKind, AwardLevel
from tracker.domain.event_kinds import EventKind
from tracker.domain.events import EventRecord
from tracker.domain.honours import Commendation, CommendationDecided
from tracker.domain.value import Value
from tracker.services.view import View


class CommendationState(StrEnum):
    """What became of a commendation; one that was noted with its decision is decided from the first."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    REFUSED = "refused"


class CommendationStatus(Value, frozen=True):
    """A commendation and the decision that followed it, where it was noted as a proposal."""

    record: EventRecord
    content: Commendation
    decision: EventRecord | None = None

    @property
    def decided(self) -> CommendationDecided | None:
        """What was decided about the proposal."""
        body = self.decision.event.body if self.decision else None
        return body if isinstance(body, CommendationDecided) else None

    @property
    def state(self) -> CommendationState:
        """What became of it."""
        if self.decided and self.decided.refused:
            return CommendationState.REFUSED
        is_waiting = self.content.is_proposed and not self.decided
        return CommendationState.PROPOSED if is_waiting else CommendationState.DECIDED

    @property
    def day(self) -> date:
        """The day of the decision or, as long as there is none, of the proposal."""
        day = (self.decision or self.record).event.day
        assert day is not None
        return day

    @property
    def collectives(self) -> int:
        """How many collectives: those commended, or those proposed where that is open or refused."""
        return self._last.collectives

    @property
    def individuals(self) -> int:
        """How many individuals, in the same way."""
        return self._last.individuals

    @property
    def number(self) -> str:
        """The number of the decision or, as long as there is none, of the proposal."""
        return self.decided.number if self.decided else self.content.number

    @property
    def decided_by(self) -> str:
        """Who decided, or is to."""
        return (self.decided.decided_by if self.decided else "") or self.content.decided_by

    @property
    def level(self) -> AwardLevel | None:
        """The level of who commends, None where nobody said it."""
        return AwardLevel(self.content.level) if self.content.level else None

    @property
    def _last(self) -> Commendation | CommendationDecided:
        return self.decided if self.decided and not self.decided.refused else self.content


class CommendationQuery(Value, frozen=True):
    """Which commendations are asked for; what is None or empty is any. Several awards: those that have one of them."""

    unit: str | None = None
    awards: tuple[str, ...] = ()
    kind: AwardKind | None = None
    level: AwardLevel | None = None
    phase: str | None = None
    states: tuple[CommendationState, ...] = ()


class Count(NamedTuple):
    """What was given of some awards, counted together, by one level; `commendations` are how many lines of the register."""

    awards: tuple[Award, ...]
    level: AwardLevel | None
    collectives: int
    individuals: int
    commendations: int


class Counts(NamedTuple):
    """Commendations by award, in the order of the law, and level; `decided` were given, `proposed` wait for a decision."""

    decided: tuple[Count, ...] = ()
    proposed: tuple[Count, ...] = ()

    @property
    def collectives(self) -> int:
        """How many collectives were commended, each as often as it was."""
        return sum(one.collectives for one in self.decided)

    @property
    def individuals(self) -> int:
        """How many individuals were commended, each as often as he or she was."""
        return sum(one.individuals for one in self.decided)


def awards_of(campaign: Campaign) -> dict[str, Award]:
    """Return what can be awarded in a campaign by its id: the lists of the law, then what campaigns.yaml adds."""
    return {one.id: one for one in (*LAW, *campaign.rules.awards)}


def awards_named(campaign: Campaign, ids: Sequence[str]) -> tuple[Award, ...]:
    """Return awards by their ids; one that campaigns.yaml defines no more is called by its id."""
    known = awards_of(campaign)
    return tuple(known.get(one) or Award(one, AwardKind.FORM, one, one) for one in ids)


def find_commendations(view: View, query: CommendationQuery = CommendationQuery()) -> list[CommendationStatus]:  # noqa: B008 a frozen value
    """Return the commendations noted by the as-of day, in the order of their days."""
    campaign, journal = view.campaign.id, view.journal
    if not journal.has_events(campaign, EventKind.COMMENDATION):
        return []
    days = Span(date.min, view.as_of)
    units = view.days_of(query.unit) if query.unit else None
    decisions = {one.event.about: one for one in journal.events(campaign, EventKind.DECISION, days=days)}
    noted = journal.events(campaign, EventKind.COMMENDATION, units=units, days=days)
    found = [_status(one, decisions.get(one.number)) for one in noted]
    fitting = (one for one in found if _fits(view.campaign, one, query))
    return sorted(fitting, key=lambda one: (one.day, one.record.number))


def count_commendations(view: View, span: Span, unit: str | None = None) -> Counts:
    """Count the commendations of a span by the as-of day, of the whole campaign or of a unit and all under it.

    Those of a phase's span are the ones noted for that phase, whenever they were decided; those of the campaign's span are
    all of them; those of any other span were decided, or are proposed, within it.
    """
    found = find_commendations(view, CommendationQuery(unit))
    phase = next((one.id for one in view.campaign.phases if one.span == span), None)
    if span != view.campaign.span:
        found = [one for one in found if (one.content.phase == phase if phase else one.day in span)]
    return count(view.campaign, found)


def count(campaign: Campaign, commendations: Iterable[CommendationStatus]) -> Counts:
    """Count commendations by award and level."""
    of: dict[CommendationState, list[CommendationStatus]] = {state: [] for state in CommendationState}
    for one in commendations:
        of[one.state].append(one)
    return Counts(_count(campaign, of[CommendationState.DECIDED]), _count(campaign, of[CommendationState.PROPOSED]))


def _count(campaign: Campaign, commendations: Sequence[CommendationStatus]) -> tuple[Count, ...]:
    groups: dict[tuple[tuple[str, ...], AwardLevel | None], list[CommendationStatus]] = {}
    for one in commendations:
        groups.setdefault((one.content.awards, one.level), []).append(one)
    order = {id_: at for at, id_ in enumerate(awards_of(campaign))}
    levels = [*AwardLevel, None]
    ordered = sorted(
        groups.items(), key=lambda group: (*_order(group[0][0], order), levels.index(group[0][1]), group[0][0])
    )
    return tuple(
        Count(
            awards_named(campaign, ids),
            level,
            sum(one.collectives for one in some),
            sum(one.individuals for one in some),
            len(some),
        )
        for (ids, level), some in ordered
    )


def _order(ids: Sequence[str], order: dict[str, int]) -> tuple[int, int]:
    return min((order.get(one, len(order)) for one in ids), default=0), len(ids)


def _status(record: EventRecord, decision: EventRecord | None) -> CommendationStatus:
    body = record.event.body
    assert isinstance(body, Commendation)
    return CommendationStatus(record, body, decision)


def _fits(campaign: Campaign, one: CommendationStatus, query: CommendationQuery) -> bool:
    return (
        (not query.awards or bool(set(query.awards) & set(one.content.awards)))
        and (query.kind is None or any(each.kind is query.kind for each in awards_named(campaign, one.content.awards)))
        and (query.level is None or one.level is query.level)
        and (query.phase is None or one.content.phase == query.phase)
        and (not query.states or one.state in query.states)
    )
