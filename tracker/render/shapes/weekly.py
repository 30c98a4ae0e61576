"""`tracker.weekly/1`."""

from typing import TYPE_CHECKING, Any

from tracker.domain.criteria import Criterion, Kind
from tracker.domain.entries import Total
from tracker.domain.progress import Progress
from tracker.domain.quantity import as_decimal
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import (
    FIGURES,
    flatten_figure,
    head,
    name_criterion,
    shape_figure,
    shape_span,
    viewed,
)
from tracker.render.shapes.returns import shape_returns, shape_texts
from tracker.render.shapes.status import shape_due, shape_late, shape_outlook, shape_progress
from tracker.services.weekly import Correction, CriterionWeek, UnitWeek, Weekly

if TYPE_CHECKING:
    from tracker.render.schemas.commendations import CommendationCountsShape
    from tracker.render.schemas.concerns import ConcernFields
    from tracker.render.schemas.highlights import HighlightShape
    from tracker.render.schemas.weekly import CorrectionShape, CriterionWeekShape, UnitWeekShape, WeeklyShape


def shape_weekly(weekly: Weekly) -> "WeeklyShape":
    """Return `tracker.weekly/1`."""
    returns = weekly.returns
    return {
        "schema": "tracker.weekly/1",
        **head(weekly.view, weekly.entries),
        "campaign": {"id": weekly.view.campaign.id, "title": weekly.view.campaign.title},
        "unit": {"id": weekly.unit.id, "name": weekly.unit.name} if weekly.unit else None,
        **viewed(weekly.view),
        "week": weekly.name,
        **shape_span(weekly.week),
        "spans": [{"phase": part.phase.id, **shape_span(part.span)} for part in weekly.spans],
        "criteria": [_criterion_week(one) for one in weekly.criteria],
        "units": [_unit_week(one) for one in weekly.units],
        "returns": shape_returns(returns),
        "highlights": _highlights(weekly),
        "commendations": _commendations(weekly),
        "concerns": _concerns(weekly),
        "texts": [{"unit": one.unit.id, "name": one.unit.name, **shape_texts(one.texts)} for one in weekly.texts],
        "deadlines": [shape_due(one) for one in weekly.deadlines],
        "corrections": [_correction(one) for one in weekly.corrections],
        "later": [_correction(one) for one in weekly.later],
        "late": [shape_late(one) for one in weekly.late],
        "voided": weekly.voided,
        "head": weekly.head,
    }


def _highlights(weekly: Weekly) -> "list[HighlightShape]":
    if not weekly.highlights:
        return []
    from tracker.render.shapes.highlights import shape_highlight  # noqa: PLC0415 many a campaign has none

    return [shape_highlight(one) for one in weekly.highlights]


def _commendations(weekly: Weekly) -> "CommendationCountsShape":
    if weekly.commendations is None:
        return {"collectives": 0, "individuals": 0, "decided": [], "proposed": []}
    from tracker.render.shapes.commendations import shape_counts  # noqa: PLC0415 many a campaign has none

    return shape_counts(weekly.commendations)


def _concerns(weekly: Weekly) -> "list[ConcernFields]":
    if not weekly.concerns:
        return []
    from tracker.render.shapes.concerns import shape_concern  # noqa: PLC0415 many a campaign has none

    return [shape_concern(weekly.view, one) for one in weekly.concerns]


def _criterion_week(one: CriterionWeek) -> "CriterionWeekShape":
    criterion, campaign = one.criterion, one.campaign
    return {
        "id": criterion.id,
        "title": criterion.title,
        "week": shape_figure(criterion, one.week),
        "previous_week": shape_figure(criterion, one.previous_week),
        "by_span": [
            {
                "phase": part.phase,
                "week": shape_figure(criterion, part.week),
                "cumulative": shape_figure(criterion, part.cumulative),
                "progress": shape_progress(criterion, part.progress),
            }
            for part in one.by_span
        ],
        "campaign": shape_figure(criterion, campaign.actual),
        "progress": shape_progress(criterion, campaign),
        "target": plain(campaign.target),
        "attainment": plain(campaign.attainment),
        "standing": campaign.standing,
        **shape_outlook(campaign),
    }


def _correction(one: Correction) -> "CorrectionShape":
    is_rate, is_state = one.criterion.kind is Kind.RATE, one.criterion.is_state
    return {
        "criterion": one.criterion.id,
        "quantity": None if is_state else plain(as_decimal(one.change.quantity)),
        "denominator": plain(as_decimal(one.change.denominator)) if is_rate and not is_state else None,
        "entries": one.change.entries,
    }


def _unit_week(one: UnitWeek) -> "UnitWeekShape":
    return {
        "id": one.unit.id,
        "name": one.unit.name,
        "week_entries": one.week_entries,
        "last_entry_on": one.last_entry_on,
        "returned": one.returned,
        "on_time": one.on_time,
    }


_COLUMNS = ("week", "week_numerator", "week_denominator", "actual", "numerator", "denominator")


def weekly_columns() -> list[str]:
    """Return the columns of a table of a weekly report."""
    span = ("phase", "start", "end", "criterion", "title", "measure")
    return [*span, *_COLUMNS, *FIGURES, "as_of", "entries", "voided", "head"]


def weekly_rows(weekly: Weekly) -> "list[dict[str, Any]]":
    """Return a weekly report as a table: a row for each criterion and phase, and (of no phase) the whole campaign."""
    last = {"as_of": weekly.view.as_of, "entries": weekly.entries, "voided": weekly.voided, "head": weekly.head}

    def row(criterion: Criterion, days: dict[str, Any], week: Total, progress: Progress) -> dict[str, Any]:
        shown = dict(shape_progress(criterion, progress))
        in_week = {f"week_{name}": one for name, one in flatten_figure(shape_figure(criterion, week)).items()}
        figures = {"week": in_week.pop("week_actual"), **in_week, **flatten_figure(shown["actual"])}
        return {**days, **name_criterion(criterion), **figures, **{name: shown[name] for name in FIGURES}, **last}

    spans = {part.phase.id: {"phase": part.phase.id, **shape_span(part.span)} for part in weekly.spans}
    whole = {"phase": "", **shape_span(weekly.week)}
    return [
        *(
            row(one.criterion, spans[part.phase], part.week, part.progress)
            for one in weekly.criteria
            for part in one.by_span
        ),
        *(row(one.criterion, whole, one.week, one.campaign) for one in weekly.criteria),
    ]
