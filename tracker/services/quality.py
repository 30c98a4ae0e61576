"""The figures of a phase that are worth a second look, unit by unit: as they were reported, by those who reported them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from tracker.domain.attainment import figure_of
from tracker.domain.calendar import Span
from tracker.domain.campaign import Phase
from tracker.domain.criteria import Criterion
from tracker.domain.entries import Achievement, State, Total, add_total
from tracker.domain.quality import Broken, Outlier, check_figures, find_outliers, is_plausible
from tracker.domain.scheme import Plausible
from tracker.domain.units import UnitVersion
from tracker.services.ports import Search
from tracker.services.unit_totals import totals_by_unit
from tracker.services.view import View

Figures: TypeAlias = Mapping[str, Mapping[str, Total]]  # of each unit, of each criterion


class OddEntry(NamedTuple):
    """An entry whose quantity is not where those of its criterion usually are."""

    entry: Achievement
    bounds: Plausible


class Finding(NamedTuple):
    """Something worth a second look: whose, of which criteria, and what it is."""

    unit: UnitVersion
    criteria: tuple[Criterion, ...]
    what: Broken | Outlier | OddEntry


class Quality(NamedTuple):
    """What a look at the figures of a phase found; `span` are the days looked at, `units` how many have figures."""

    view: View
    phase: Phase
    span: Span
    units: int
    findings: tuple[Finding, ...]


def review_quality(view: View, phase: Phase, unit: str | None = None) -> Quality:
    """Look at the figures of a phase up to the as-of day, or (`unit`) at those of one unit and all under it alone.

    Units are compared with those of their cluster or, without one, of their level under the same parent.
    """
    span = phase.span.until(view.as_of)
    assert span is not None, "a phase that has not begun has no figures"
    figures = _figures(view, span)
    units = {one: view.roster.last_version(one, span.end) for one in figures}
    wanted = {part.unit for part in view.roster.within(unit)} if unit else units.keys()
    found = [*_broken(view, figures, units), *_outliers(view, figures, units), *_odd(view, span)]
    order = {one: at for at, one in enumerate(view.roster.by_id)}
    shown = sorted((one for one in found if one.unit.id in wanted), key=lambda one: order[one.unit.id])
    return Quality(view, phase, span, len(figures.keys() & wanted), tuple(shown))


def _figures(view: View, span: Span) -> Figures:
    """Return what each unit reported itself, without those under it: sums of the span, or its last value up to the end."""
    states = {one.id for one in view.campaign.criteria if one.is_state}
    found: defaultdict[str, dict[str, Total]] = defaultdict(dict)
    for (unit, criterion), total in totals_by_unit(view, span).items():
        if criterion not in states and total.entries and unit in view.roster.by_id:
            found[unit][criterion] = total
    for criterion in states:
        last: dict[tuple[str, str], Total] = {}
        for entry in _entries(view, criterion, Span(view.campaign.span.start, span.end)):
            posting = entry.posting  # the oldest day comes first, so that the last value stays
            last[posting.unit, posting.key] = Total(posting.quantity, posting.denominator or 0, 1)
        for (unit, _), total in last.items():
            add_total(found[unit], criterion, total)
    return found


def _entries(view: View, criterion: str, span: Span) -> Iterator[Achievement]:
    search = Search(campaign=view.campaign.id, criterion=criterion, span=span)
    entries = (one for one in view.journal.achievements(search) if one.state is State.CURRENT)
    return (one for one in entries if one.posting.unit in view.roster.by_id)


def _broken(view: View, figures: Figures, units: Mapping[str, UnitVersion]) -> Iterator[Finding]:
    criteria = view.campaign.criteria_by_id
    for check in view.campaign.rules.checks:
        named = tuple(criteria[one] for one in dict.fromkeys(name for name, _ in (*check.left, *check.right)))
        for unit, own in figures.items():
            if broken := check_figures(check, own):
                yield Finding(units[unit], named, broken)


def _outliers(view: View, figures: Figures, units: Mapping[str, UnitVersion]) -> Iterator[Finding]:
    groups: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for unit in figures:
        groups[units[unit].group].append(unit)
    for criterion in view.campaign.criteria:
        for members in groups.values():
            peers = _compared(criterion, {one: figures[one] for one in members})
            for unit, outlier in find_outliers(peers).items():
                yield Finding(units[unit], (criterion,), outlier)


def _compared(criterion: Criterion, figures: Figures) -> dict[str, Fraction]:
    """Return the figures of those that have one: a unit that reported nothing is missing, not far off."""
    totals = ((unit, own[criterion.id]) for unit, own in figures.items() if criterion.id in own)
    return {unit: figure for unit, total in totals if (figure := figure_of(criterion, total)) is not None}


def _odd(view: View, span: Span) -> Iterator[Finding]:
    criteria = view.campaign.criteria_by_id
    for bounds in view.campaign.rules.plausible:
        for entry in _entries(view, bounds.criterion, span):
            if not is_plausible(bounds, entry.posting.quantity):
                unit = view.roster.last_version(entry.posting.unit, entry.posting.day)
                yield Finding(unit, (criteria[bounds.criterion],), OddEntry(entry, bounds))
