"""The criteria of a campaign as a table on the status screen, and the cells that other tables of figures have too."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from tracker.domain.criteria import Criterion, Kind
from tracker.domain.entries import Total
from tracker.domain.progress import Progress
from tracker.domain.quantity import as_decimal
from tracker.i18n import _
from tracker.render.document import Cell, Column, Meter, Run, Sparkline, Table
from tracker.render.progress_words import (
    pace_role,
    say_attainment,
    say_forecast,
    say_need,
    say_pace,
    say_result,
    say_target,
)
from tracker.render.words import NOTHING, say_total
from tracker.services.status import CriterionStatus, Status

BAR_FROM = 70
WIDE = 100
FORECAST_FROM = 120
_WHOLE = " *"


def compose_criteria(status: Status) -> Table:
    """Compose a row for each criterion, in the phase of the day or, between phases and without any, in the campaign."""
    has_phases, phase = status.view.campaign.has_phases, status.phase
    judged = [_judged(one, status) for one in status.criteria]
    columns = (
        Column(
            _("Criterion ({phase})").format(phase=phase.title) if phase and has_phases else _("Criterion"), shrinks=True
        ),
        Column(_("Result"), right=True),
        Column(_("Target"), right=True),
        Column("", from_width=BAR_FROM, spare=1),
        Column("%", right=True),
        Column(_("Pace"), wraps=True),
        Column(_("Needed a day"), right=True, from_width=WIDE, spare=2),
        Column(_("8 weeks"), from_width=WIDE, spare=4),
        *(forecast := forecast_column(judged)),
    )
    rows = tuple(_row(one, status, progress, forecast) for one, progress in zip(status.criteria, judged, strict=True))
    whole = _("of the whole campaign")
    return Table(columns, rows, more=f"*  {whole}" if any(_of_campaign(one, status) for one in status.criteria) else "")


def forecast_column(judged: Iterable[Progress]) -> tuple[Column, ...]:
    """Return the column of forecasts, with how they are made, where any of them says more than its result."""
    if all(one.forecast in (None, as_decimal(one.actual.quantity)) for one in judged):
        return ()
    note = _("Forecast: the result so far, divided by the days gone by, times all the days (the pace stays as it is).")
    return (Column(_("Forecast"), right=True, from_width=FORECAST_FROM, spare=3, note=note),)


def _judged(one: CriterionStatus, status: Status) -> Progress:
    return one.campaign if one.phase is None or _of_campaign(one, status) else one.phase


def _of_campaign(one: CriterionStatus, status: Status) -> bool:
    """Whether a criterion has a target for the whole campaign alone, so that its row shows the campaign's figure."""
    return (
        status.view.campaign.has_phases
        and one.phase is not None
        and one.phase.target is None
        and one.campaign.target is not None
    )


def _row(one: CriterionStatus, status: Status, progress: Progress, forecast: Sequence[Column]) -> tuple[Cell, ...]:
    criterion = one.criterion
    return (
        Run(criterion.title + (_WHOLE if _of_campaign(one, status) else "")),
        Run(say_result(criterion, progress)),
        Run(say_target(criterion, progress)),
        compose_meter(progress),
        Run(say_attainment(progress)),
        Run(say_pace(criterion, progress), pace_role(progress)),
        Run(say_need(criterion, progress.need_per_day) or NOTHING),
        compose_weeks(criterion, one.weeks),
        *(Run(say_forecast(criterion, progress)) for _column in forecast),
    )


def compose_meter(progress: Progress) -> Cell:
    """Draw how much of a target is reached and, where the plan has a pace, where it should be."""
    if progress.attainment is None:
        return Run("")
    share, plan = float(max(Decimal(0), progress.attainment)), None
    if progress.days_ahead is not None and progress.expected is not None and progress.target:
        plan = float(progress.expected / progress.target)
    return Meter(share, plan)


def compose_weeks(criterion: Criterion, weeks: Sequence[Total]) -> Sparkline:
    """Draw what each week brought, of a state what there was at its end."""
    heights = (float(one.value or 0) if criterion.kind is Kind.RATE else float(one.quantity) for one in weeks)
    return Sparkline(tuple(heights), tuple(say_total(criterion, one) for one in weeks))
