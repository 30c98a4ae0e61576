"""The weekly report as a value: what a week brought, clipped to the phases it lies in."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.calendar import DAY, Span, week_name
from tracker.domain.campaign import Phase
from tracker.domain.criteria import Criterion
from tracker.domain.entries import Total
from tracker.domain.event_kinds import EventKind
from tracker.domain.progress import Progress
from tracker.domain.units import UnitVersion
from tracker.errors import TrackerError
from tracker.services.discipline import DeadlineStatus, Returns, deadline_statuses, returns_for_week, silent_units
from tracker.services.measure import progress_of
from tracker.services.status import SILENT_DAYS
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.services.commendations import Counts
    from tracker.services.concerns import ConcernStatus
    from tracker.services.highlights import Highlight
    from tracker.services.late import LateCount
    from tracker.services.return_texts import UnitTexts

MOST_DEADLINES = 5


class PhaseDays(NamedTuple):
    """The days of the week that lie in a phase."""

    phase: Phase
    span: Span


class SpanFigures(NamedTuple):
    """A criterion over the week's days in a phase, and in that phase up to them; and how the phase stands."""

    phase: str
    week: Total
    cumulative: Total
    progress: Progress


class CriterionWeek(NamedTuple):
    """A criterion's week, the week before, each phase's own figures and the campaign's."""

    criterion: Criterion
    week: Total
    previous_week: Total
    by_span: tuple[SpanFigures, ...]
    campaign: Progress


class UnitWeek(NamedTuple):
    """A unit's week; `returned` and `on_time` are None where it owes no return."""

    unit: UnitVersion
    week_entries: int
    last_entry_on: date | None
    returned: bool | None
    on_time: bool | None


class Correction(NamedTuple):
    """What was recorded about days that had been reported: the change, and how many entries were added or corrected."""

    criterion: Criterion
    change: Total


class Weekly(NamedTuple):
    """The weekly report of a campaign, or of one unit and those under it.

    Figures stop at the earlier of the week's end and the as-of day, which is the `view`'s as-of day; `returns` alone are
    those received by the as-of day itself, as a week's return may be due, and come, after its end. `corrections` were
    recorded in the week about days before it; `later`, where the view shows what was known at a moment, after that about
    the days that it counts; `late` was by now recorded about phases that were closed, for all units alone. `concerns` are those raised or answered in the week, and those open or passed up since before;
    `texts` came with the `returns`. `highlights` and `commendations` (None where nobody ever noted one) are the week's.
    `voided` counts the entries up to the as-of day that were taken back for good. `head` is the hash of the journal's last row.
    """

    view: View
    week: Span
    spans: tuple[PhaseDays, ...]
    entries: int
    criteria: tuple[CriterionWeek, ...]
    units: tuple[UnitWeek, ...]
    returns: Returns | None
    deadlines: tuple[DeadlineStatus, ...]
    silent: tuple[UnitVersion, ...]
    unit: UnitVersion | None
    corrections: tuple[Correction, ...]
    later: tuple[Correction, ...]
    late: "tuple[LateCount, ...]"
    concerns: "tuple[ConcernStatus, ...]"
    texts: "tuple[UnitTexts, ...]"
    highlights: "tuple[Highlight, ...]"
    commendations: "Counts | None"
    voided: int
    head: str

    @property
    def name(self) -> str:
        """The name of the week, as 2025-W06."""
        return week_name(self.week)


def build_weekly(view: View, week: Span, unit: UnitVersion | None = None) -> Weekly:
    """Return the weekly report of a week.

    Raises: TrackerError week-outside where no day of the week lies in the campaign, week-in-future.
    """
    campaign, days = view.campaign, _days(view, week)
    of_unit = unit.id if unit else None
    returns = returns_for_week(view, week, of_unit)
    view = view.but(as_of=min(week.end, view.as_of))
    spans = tuple(PhaseDays(one, part) for one in campaign.phases if (part := one.span.clip(week)))
    totals = view.totals(campaign.span, of_unit)
    return Weekly(
        view=view,
        week=week,
        spans=spans,
        entries=sum(total.entries for total in totals.values()),
        criteria=_criteria(view, week, days, spans, totals, of_unit),
        units=_units(view, days, returns, of_unit),
        returns=returns,
        deadlines=tuple(one for one in deadline_statuses(view, of_unit, MOST_DEADLINES) if one.days_left >= 0),
        silent=tuple(silent_units(view, SILENT_DAYS, of_unit)),
        unit=unit,
        corrections=_corrections(view, week, of_unit),
        later=_later(view, of_unit),
        late=_late(view) if unit is None else (),
        concerns=_concerns(view, week, of_unit),
        texts=_texts(view, returns),
        highlights=_highlights(view, days, of_unit),
        commendations=_commendations(view, days, of_unit),
        voided=view.journal.voided(campaign.id, view.as_of, view.days_of(of_unit) if of_unit else None),
        head=view.journal.head()[1].hex(),
    )


def _days(view: View, week: Span) -> Span:
    """Return the days of a week that lie in the campaign."""
    campaign = view.campaign
    days = week.clip(campaign.span)
    if days is None:
        raise TrackerError.of(
            "week-outside",
            start=week.start,
            end=week.end,
            campaign=campaign.name,
            first=campaign.span.start,
            last=campaign.span.end,
        )
    if days.start > view.as_of:
        raise TrackerError.of("week-in-future", start=week.start, end=week.end)
    return days


def _corrections(view: View, week: Span, unit: str | None) -> tuple[Correction, ...]:
    """Return what was recorded between the week's first and last moment, by the real clock, about earlier days."""
    earlier = view.campaign.span.until(week.start - DAY)
    if earlier is None:
        return ()
    recorded = (_midnight(week.start, view), _midnight(week.end + DAY, view))
    return _by_criterion(view, unit, partial(view.journal.corrections, view.campaign.id, earlier, recorded))


def _later(view: View, unit: str | None) -> tuple[Correction, ...]:
    days = view.campaign.span.until(view.as_of)
    if view.known_at is None or days is None:
        return ()
    return _by_criterion(view, unit, partial(view.journal.later, view.campaign.id, days))


def _by_criterion(view: View, unit: str | None, ask: Callable[..., dict[str, Total]]) -> tuple[Correction, ...]:
    totals = view.of_unit(unit, ask) if unit else ask()
    return tuple(Correction(one, totals[one.id]) for one in view.campaign.criteria if one.id in totals)


def _late(view: View) -> "tuple[LateCount, ...]":
    if not view.journal.has_events(view.campaign.id, EventKind.LATE):
        return ()
    from tracker.services.late import count_late  # noqa: PLC0415 hardly any campaign has some

    return count_late(view)


def _concerns(view: View, week: Span, unit: str | None) -> "tuple[ConcernStatus, ...]":
    if not view.journal.has_events(view.campaign.id, EventKind.CONCERN):
        return ()
    from tracker.services.concerns import Query, find_concerns  # noqa: PLC0415 many a campaign has none

    return tuple(one for one in find_concerns(view, Query(unit)) if one.is_told_of(week))


def _texts(view: View, returns: Returns | None) -> "tuple[UnitTexts, ...]":
    if returns is None or not view.journal.has_events(view.campaign.id, EventKind.RETURN_TEXTS):
        return ()
    from tracker.services.return_texts import unit_texts  # noqa: PLC0415 many a campaign has none

    return unit_texts(view, returns)


def _highlights(view: View, days: Span, unit: str | None) -> "tuple[Highlight, ...]":
    if not view.journal.has_events(view.campaign.id, EventKind.HIGHLIGHT):
        return ()
    from tracker.services.highlights import find_highlights  # noqa: PLC0415 many a campaign has none

    return find_highlights(view, days, unit)


def _commendations(view: View, days: Span, unit: str | None) -> "Counts | None":
    if not view.journal.has_events(view.campaign.id, EventKind.COMMENDATION):
        return None
    from tracker.services.commendations import count_commendations  # noqa: PLC0415 many a campaign has none

    return count_commendations(view, days, unit)


def _midnight(day: date, view: View) -> datetime:
    return datetime.combine(day, time(), view.zone)


def _criteria(
    view: View, week: Span, days: Span, spans: tuple[PhaseDays, ...], totals: dict[str, Total], unit: str | None
) -> tuple[CriterionWeek, ...]:
    now = view.totals(days, unit)
    before = view.totals(Span(week.start - 7 * DAY, week.start - DAY), unit)
    by_phase = [(part.phase, view.totals(part.span, unit), view.totals(part.phase.span, unit)) for part in spans]
    return tuple(
        CriterionWeek(
            criterion,
            now.get(criterion.id, Total()),
            before.get(criterion.id, Total()),
            tuple(
                SpanFigures(
                    phase.id,
                    own.get(criterion.id, Total()),
                    cumulative.get(criterion.id, Total()),
                    progress_of(view, criterion, cumulative, phase, unit),
                )
                for phase, own, cumulative in by_phase
            ),
            progress_of(view, criterion, totals, None, unit),
        )
        for criterion in view.campaign.criteria
    )


def _units(view: View, days: Span, returns: Returns | None, unit: str | None) -> tuple[UnitWeek, ...]:
    """Return the units that owe a return for the week, and others that logged something in it."""
    roster = view.roster
    entries = _entries(view, Span(days.start, min(days.end, view.as_of)), unit)
    last = view.journal.last_entry_on(view.campaign.id, view.as_of)
    owing = {version.id: version for version in returns.expected} if returns else {}
    listed = list(owing.values()) or roster.reporting(days.end)
    seen = {version.id for version in listed}
    listed += [roster.last_version(one, days.end) for one in entries if one not in seen and one in roster.by_id]
    below = {part.unit for part in view.days_of(unit) if part.span.clip(days)} if unit else None
    return tuple(
        UnitWeek(
            one,
            entries.get(one.id, 0),
            last.get(one.id),
            one.id in returns.filed if returns and one.id in owing else None,
            returns.is_on_time(one.id) if returns and one.id in owing else None,
        )
        for one in listed
        if below is None or one.id in below
    )


def _entries(view: View, known: Span, unit: str | None) -> dict[str, int]:
    """Count the entries of each unit; those under `unit` count on the days on which they stood there."""
    if unit is None:
        return view.journal.entries_by_unit(view.campaign.id, known)
    counted: Counter[str] = Counter()
    parts = [(part.unit, within) for part in view.days_of(unit) if (within := part.span.clip(known))]
    for span in {within for _, within in parts}:
        found = view.journal.entries_by_unit(view.campaign.id, span)
        counted.update({one: found[one] for one, within in parts if within == span and one in found})
    return dict(counted)
