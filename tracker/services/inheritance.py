"""What heirs do not inherit when units merge or are split, and what is not allocated to any: somebody has to decide."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Aim
from tracker.domain.entries import Total, add_total
from tracker.domain.events import EventRecord
from tracker.domain.lineage import Held, Holder, allot_total
from tracker.domain.phase_events import ScoreGiven
from tracker.domain.scheme import BonusPenalty, sheets_of
from tracker.domain.units import Roster, UnitSpan, UnitVersion
from tracker.services.rolled import roll_forward
from tracker.services.view import View


class NoticeKind(StrEnum):
    """What somebody has to decide about."""

    FIGURE = "figure"  # what must not happen, and what is penalised
    POINTS = "points"  # that people gave
    UNALLOCATED = "unallocated"  # what a split without shares left to one of several


class Notice(NamedTuple):
    """What a unit had that is no more, or was split, and its heirs have not. Units: thousandths; a rate has a denominator."""

    kind: NoticeKind
    unit: str
    name: str
    criterion: str
    quantity: int
    denominator: int
    heirs: tuple[UnitVersion, ...]


def find_apart(view: View) -> frozenset[str]:
    """Return the criteria that are not inherited, none where no unit has heirs: what must not happen, what is penalised."""
    if not any(edge.on <= view.as_of for edge in view.roster.edges):
        return frozenset()
    return _apart(view.campaign)


def _apart(campaign: Campaign) -> frozenset[str]:
    models = [leaf.model for sheet in sheets_of(campaign) for leaf in sheet.leaves]
    penalised = {one.against for one in models if isinstance(one, BonusPenalty) and one.against}
    return frozenset(penalised | {one.id for one in campaign.criteria if one.aim is Aim.NEVER})


def without_heirs(view: View) -> View:
    """Return a rolled view in which nothing goes from one unit to another: each has what is its own, and theirs under it."""
    return roll_forward(view.but(roster=Roster(view.roster.versions)))


def find_heirs(view: View, unit: str) -> tuple[UnitVersion, ...]:
    """Return the living units that a unit went to, in a rolled view."""
    assert view.rolled is not None
    last = view.roster.last_version(unit, view.as_of)
    holders = view.rolled.lineage.shares(unit, min(last.span.end, view.as_of))
    ids = dict.fromkeys(one for holder in holders for one in holder.units if one != unit)
    return tuple(version for one in ids if (version := view.roster.version(one, view.as_of)))


def list_notices(
    view: View, span: Span, own: Mapping[str, Mapping[str, Total]], given: Iterable[EventRecord]
) -> Iterable[Notice]:
    """Yield what heirs have not of the units that ended by the day of a rolled view: of their `own` figures and points `given`."""
    apart, criteria, ended = find_apart(view), view.campaign.criteria, set(ended_units(view))
    for unit, totals in own.items():
        some = [one.id for one in criteria if one.id in apart and totals.get(one.id, Total()).quantity]
        heirs = find_heirs(view, unit) if some else ()
        for name in some if heirs else ():
            yield _notice(view, NoticeKind.FIGURE, unit, name, totals[name], heirs)
    for record in given:
        body, unit = record.event.body, record.event.unit
        if unit in ended and isinstance(body, ScoreGiven) and (heirs := find_heirs(view, unit)):
            yield _notice(view, NoticeKind.POINTS, unit, body.criterion, Total(body.points), heirs)
    left, order = _unallocated(view, span), {unit: at for at, unit in enumerate(view.roster.by_id)}
    for holder in sorted({one for one, _ in left}, key=lambda one: (order[one.unit], one)):
        among = tuple(version for one in holder.among if (version := view.roster.version(one, view.as_of)))
        for criterion in criteria:
            total = left.get((holder, criterion.id), Total())
            if criterion.id not in apart and total.quantity:
                yield _notice(view, NoticeKind.UNALLOCATED, holder.unit, criterion.id, total, among)


def _notice(
    view: View, kind: NoticeKind, unit: str, criterion: str, total: Total, heirs: tuple[UnitVersion, ...]
) -> Notice:
    name = view.roster.last_version(unit, view.as_of).name
    return Notice(kind, unit, name, criterion, total.quantity, total.denominator, heirs)


def ended_units(view: View) -> list[str]:
    """Return the units with heirs that do not live on the as-of day."""
    sources = dict.fromkeys(edge.source for edge in view.roster.edges if edge.on <= view.as_of)
    return [one for one in view.roster.by_id if one in sources and not view.roster.version(one, view.as_of)]


def _unallocated(view: View, span: Span) -> dict[tuple[Holder, str], Total]:
    """Return what no share gives to anyone, by whom it was left and criterion; of a state what there is at the end."""
    assert view.rolled is not None
    found: dict[tuple[Holder, str], Total] = {}
    is_any = False
    for unit in dict.fromkeys(edge.source for edge in view.roster.edges):
        for era, shares in view.rolled.lineage.eras(unit):
            open_ = [holder for holder in shares if holder.held is Held.UNALLOCATED]
            is_any = is_any or bool(open_)
            if open_ and (days := era.clip(span)):
                part = UnitSpan(unit, days, is_whole=False)
                for name, total in view.journal.unit_totals(view.campaign.id, [part], days).items():
                    for holder in open_:
                        own = allot_total(total, shares)[holder]
                        add_total(found, (holder, name), own)
    states = {one.id for one in view.campaign.criteria if one.is_state}
    if is_any and states:
        from tracker.services.states import States  # noqa: PLC0415 many a campaign has none

        found = {key: total for key, total in found.items() if key[1] not in states}
        values = States(view, span).by_holder().items()
        found |= {key: total for key, total in values if key[0].held is Held.UNALLOCATED}
    return found
