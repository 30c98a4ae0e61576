"""`tracker.review/1`, and its table."""

from typing import TYPE_CHECKING, Any

from tracker.domain.criteria import Criterion
from tracker.domain.units import UnitVersion
from tracker.render.formats.json import plain
from tracker.render.shapes.commendations import shape_counts
from tracker.render.shapes.concerns import shape_concern
from tracker.render.shapes.figures import FIGURES, flatten_figure, head, name_criterion, shape_span, viewed
from tracker.render.shapes.highlights import shape_highlight
from tracker.render.shapes.ranking import select_groups, shape_phase, shape_ranking
from tracker.render.shapes.returns import shape_return_rate
from tracker.render.shapes.status import shape_due, shape_late, shape_progress
from tracker.services.review import PhaseFigures, Review
from tracker.services.succession import Step, Turn

if TYPE_CHECKING:
    from tracker.render.schemas.figures import NameShape
    from tracker.render.schemas.ranking import RankGroupShape
    from tracker.render.schemas.review import (
        CriterionReviewShape,
        PhaseClosingShape,
        ReviewFigureShape,
        ReviewReturnsShape,
        ReviewShape,
        ReviewSpanShape,
        StepShape,
        TurnShape,
        UnitPlacesShape,
    )


def shape_review(review: Review) -> "ReviewShape":
    """Return `tracker.review/1`."""
    campaign, phase, following = review.view.campaign, review.phase, review.following
    ranking = shape_ranking(review.ranking) if review.ranking else None
    clusters = select_groups(ranking, None, review.below)["clusters"] if ranking else []
    is_whole = ranking is not None and review.unit is None
    return {
        "schema": "tracker.review/1",
        **head(review.view, review.entries),
        "kind": "final" if review.is_final else "phase",
        "campaign": {"id": campaign.id, "title": campaign.title},
        "phase": shape_phase(phase) if phase else None,
        "unit": _name(review.unit) if review.unit else None,
        **viewed(review.view),
        **shape_span(review.span),
        "over": review.is_over,
        "closed": _closing(review),
        "spans": [_span(review, one) for one in review.spans],
        "criteria": [_criterion(review, one) for one in review.criteria],
        "returns": _returns(review),
        "clusters": clusters,
        "places": _places(review, clusters),
        "undecided": ranking["undecided"] if ranking and is_whole else [],
        "notices": ranking["notices"] if ranking and is_whole else [],
        "highlights": [shape_highlight(one) for one in review.highlights],
        "commendations": shape_counts(review.commendations),
        "concerns": [shape_concern(review.view, one) for one in review.concerns],
        "succession": [_turn(one) for one in review.turns],
        "next_phase": shape_phase(following.phase) if following and following.phase else None,
        "deadlines": [shape_due(one) for one in review.deadlines],
        "late": [shape_late(one) for one in review.late],
        "voided": review.voided,
        "head": review.head,
    }


def _closing(review: Review) -> "PhaseClosingShape | None":
    if (closing := review.closing) is None:
        return None
    return {"id": closing.record.id, "closed_on": closing.as_of, "sha256": closing.closed.sha256}


def _span(review: Review, one: PhaseFigures) -> "ReviewSpanShape":
    return {
        "phase": one.phase.id if one.phase else None,
        "title": one.phase.title if one.phase else review.view.campaign.title,
        **shape_span(one.span),
        "entries": one.entries,
        "closed": one.closing is not None,
    }


def _criterion(review: Review, criterion: Criterion) -> "CriterionReviewShape":
    known = [figures for one in review.spans if (figures := _figure(criterion, one))]
    return {
        "id": criterion.id,
        "title": criterion.title,
        "kind": criterion.kind,
        "direction": criterion.direction,
        "measure": criterion.measure,
        "by_span": known,
        "previous": _figure(criterion, review.previous),
        "following": _figure(criterion, review.following),
    }


def _figure(criterion: Criterion, figures: PhaseFigures | None) -> "ReviewFigureShape | None":
    """Return a criterion's figures; None where a phase was closed with a definition that has no such criterion."""
    progress = figures.progress.get(criterion.id) if figures else None
    if figures is None or progress is None:
        return None
    return {"phase": figures.phase.id if figures.phase else None, **shape_progress(criterion, progress)}


def _returns(review: Review) -> "ReviewReturnsShape | None":
    returns, units = review.returns, review.returns_by_unit
    if returns is None or units is None:
        return None
    return {
        "dates": returns.dates,
        "total": shape_return_rate(returns.total),
        "groups": [shape_return_rate(one) for one in returns.groups],
        "units": [shape_return_rate(one) for one in units.groups],
    }


def _places(review: Review, clusters: "list[RankGroupShape]") -> "list[UnitPlacesShape]":
    if not review.places:
        return []
    return [
        {
            "unit": unit["id"],
            "places": [
                {"phase": phase, "rank": own[unit["id"]].rank, "total": plain(own[unit["id"]].total)}
                for phase, own in review.places.items()
                if unit["id"] in own
            ],
        }
        for group in clusters
        for unit in group["units"]
    ]


def _turn(turn: Turn) -> "TurnShape":
    return {
        "date": turn.on,
        "before": turn.before,
        "after": turn.after,
        "steps": [_step(one) for one in turn.steps],
        "renamed": [{"id": one.after.id, "before": one.before.name, "after": one.after.name} for one in turn.renamed],
        "moved": turn.moved,
        "begun": [_name(one) for one in turn.begun],
        "ended": [_name(one) for one in turn.ended],
    }


def _step(step: Step) -> "StepShape":
    return {
        "kind": step.kind,
        "sources": [_name(one) for one in step.sources],
        "heirs": [_name(one) for one in step.heirs],
        "shares": list(step.shares),
        "basis": step.basis,
    }


def _name(unit: UnitVersion) -> "NameShape":
    return {"id": unit.id, "name": unit.name}


def review_columns() -> list[str]:
    """Return the columns of a table of a review."""
    return [
        *("phase", "start", "end", "criterion", "title", "measure", "actual", "numerator", "denominator"),
        *FIGURES,
        *("as_of", "entries", "voided", "head"),
    ]


def review_rows(review: Review) -> list[dict[str, Any]]:
    """Return a review as a table: a row for each criterion and span; the whole campaign has no phase."""
    rows = []
    for one in review.spans:
        span = {"phase": one.phase.id if one.phase else "", **shape_span(one.span)}
        for criterion in review.criteria:
            if figure := _figure(criterion, one):
                known = {name: dict(figure)[name] for name in FIGURES}
                rows.append(
                    {
                        **span,
                        **name_criterion(criterion),
                        **flatten_figure(figure["actual"]),
                        **known,
                        **_counted(review),
                    }
                )
    return rows


def _counted(review: Review) -> dict[str, Any]:
    return {"as_of": review.view.as_of, "entries": review.entries, "voided": review.voided, "head": review.head}
