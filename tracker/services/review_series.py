"""Figures over time for a review: of a phase, or of each phase of a campaign."""

from tracker.services.closing import view_at_closing
from tracker.services.review import Review
from tracker.services.series import Series, build_series


def build_review_series(review: Review) -> tuple[Series, ...]:
    """Return the series of what is reviewed, in a final review those of each phase that has begun.

    A phase that was closed is as it was judged then.
    """
    unit = review.unit.id if review.unit else None
    if review.phase or not review.phases:
        return build_series(review.view, review.phase, unit)
    views = (view_at_closing(review.view, one.closing) if one.closing else review.view for one in review.phases)
    return tuple(
        series
        for one, view in zip(review.phases, views, strict=True)
        for series in build_series(view.but(as_of=min(view.as_of, one.span.end)), one.phase, unit)
    )
