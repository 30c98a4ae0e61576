"""`tracker.weekly/1`."""

from typing import TYPE_CHECKING

from tracker.domain.criteria import Kind
from tracker.domain.quantity import as_decimal
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import head, shape_figure, shape_span, viewed
from tracker.render.shapes.returns import shape_returns, shape_texts
from tracker.render.shapes.status import shape_due, shape_late, shape_outlook
from tracker.services.weekly import Correction, CriterionWeek, UnitWeek, Weekly

if TYPE_CHECKING:
    from tracker.render.schemas.concerns import ConcernFields
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
        "highlights": [],
        "concerns": _concerns(weekly),
        "texts": [{"unit": one.unit.id, "name": one.unit.name, **shape_texts(one.texts)} for one in weekly.texts],
        "deadlines": [shape_due(one) for one in weekly.deadlines],
        "corrections": [_correction(one) for one in weekly.corrections],
        "later": [_correction(one) for one in weekly.later],
        "late": [shape_late(one) for one in weekly.late],
        "head": weekly.head,
    }


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
            }
            for part in one.by_span
        ],
        "campaign": shape_figure(criterion, campaign.actual),
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
