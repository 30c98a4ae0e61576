"""Reports as papers to sign: their figures with the letterhead, what people wrote and the pictures around them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.cli.context import Context
from tracker.cli.report_texts import Subject, letterhead_now, subject_of_review, subject_of_week, texts_of_report
from tracker.i18n import _
from tracker.render.charts import burn_up_charts, join_charts, phase_charts
from tracker.render.document import Chart
from tracker.render.report_sentences import Around

if TYPE_CHECKING:
    from tracker.render.official import Official
    from tracker.services.review import Review
    from tracker.services.weekly import Weekly


def sign_weekly(ctx: Context, weekly: "Weekly") -> "Official":
    """Compose the weekly report as a paper to sign.

    Raises: TrackerError with every problem of the file that its texts stand in.
    """
    from tracker.render.compose_signable_weekly import compose_signable_weekly  # noqa: PLC0415 reviews need none
    from tracker.render.returns_chart import returns_charts  # noqa: PLC0415 likewise
    from tracker.services.weekly_series import build_weekly_series  # noqa: PLC0415 likewise

    series = build_weekly_series(weekly)
    around = _around(ctx, subject_of_week(weekly), burn_up_charts(series.criteria))
    charts = (*around.charts, *returns_charts(series.returns))
    return compose_signable_weekly(weekly, around._replace(standings=series.standings, charts=charts))


def sign_review(ctx: Context, review: "Review") -> "Official":
    """Compose the review of a phase or of the campaign as a paper to sign.

    Raises: TrackerError with every problem of the file that its texts stand in.
    """
    from tracker.render.compose_signable_review import compose_signable_review  # noqa: PLC0415 the weekly needs none
    from tracker.services.review_series import build_review_series  # noqa: PLC0415 likewise

    series = build_review_series(review)
    if review.is_final and review.phases:
        around = _around(ctx, subject_of_review(review), ())._replace(charts=phase_charts(series))
    else:
        around = _around(ctx, subject_of_review(review), burn_up_charts(series))
    return compose_signable_review(review, around)


def _around(ctx: Context, subject: Subject, charts: Sequence[Chart]) -> Around:
    """Put together what stands around a report; its pictures are one, side by side, as a paper has room for."""
    joined = (join_charts(_("Each criterion against what is asked"), charts),) if charts else ()
    return Around(letterhead_now(ctx, subject), texts_of_report(ctx, subject), charts=joined)
