"""The criteria as a table of a paper: what some spans brought, what it came to, and how that stands."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from tracker.domain.criteria import Criterion, Kind
from tracker.domain.entries import Total
from tracker.domain.progress import Progress
from tracker.domain.quantity import as_decimal, rounded
from tracker.i18n import _, number
from tracker.render.document import Cell, Column, Run, Table
from tracker.render.progress_words import (
    pace_role,
    say_attainment,
    say_baseline,
    say_pace,
    say_plan,
    say_result_in_full,
    say_target,
)
from tracker.render.words import say_total


class CriterionLine(NamedTuple):
    """A criterion's line: its totals of the spans that columns are named for, and what it came to."""

    criterion: Criterion
    totals: Sequence[Total]
    progress: Progress


def compose_criteria_table(spans: Sequence[str], to_date: str, lines: Sequence[CriterionLine]) -> Table:
    """Compose the table; columns in which nothing stands are left out."""
    has_baseline = any(one.progress.baseline is not None for one in lines)
    has_plan = any(_plan(one.progress) not in (None, one.progress.target) for one in lines)
    columns = (
        Column(_("Item"), right=True),
        Column(_("Criterion"), wraps=True),
        Column(_("Measure")),
        *(Column(title, right=True) for title in spans),
        Column(to_date, right=True),
        *([Column(_("Same period"), right=True)] if has_baseline else []),
        *([Column(_("Plan to date"), right=True)] if has_plan else []),
        Column(_("Target"), right=True),
        Column("%", right=True),
        Column(_("Pace"), wraps=True),
    )
    rows = (_row(at, one, has_baseline=has_baseline, has_plan=has_plan) for at, one in enumerate(lines, 1))
    return Table(columns, tuple(rows))


def _row(at: int, line: CriterionLine, *, has_baseline: bool, has_plan: bool) -> tuple[Cell, ...]:
    criterion, progress = line.criterion, line.progress
    return (
        Run(number(at), value=Decimal(at)),
        Run(criterion.title),
        Run(criterion.measure),
        *(Run(say_total(criterion, one), value=value_of(criterion, one)) for one in line.totals),
        Run(say_result_in_full(criterion, progress), value=_result(criterion, progress)),
        *([Run(say_baseline(criterion, progress), value=progress.baseline)] if has_baseline else []),
        *([Run(say_plan(criterion, progress), value=_plan(progress))] if has_plan else []),
        Run(say_target(criterion, progress), value=progress.target),
        Run(say_attainment(progress), value=_percentage(progress)),
        Run(say_pace(criterion, progress), pace_role(progress)),
    )


def value_of(criterion: Criterion, total: Total) -> Decimal | None:
    """Return the number that stands for a total: of a rate its value to 4 places, if anything occurred."""
    if criterion.kind is not Kind.RATE:
        return as_decimal(total.quantity)
    return None if total.value is None else rounded(total.value, 4)


def _result(criterion: Criterion, progress: Progress) -> Decimal | None:
    """Return what it came to; beside a reduction a text says both figures, and no number stands for it."""
    return value_of(criterion, progress.actual) if progress.reduction is None else None


def _plan(progress: Progress) -> Decimal | None:
    return progress.expected if progress.days_ahead is not None else None


def _percentage(progress: Progress) -> Decimal | None:
    return None if progress.attainment is None else max(Decimal(0), progress.attainment * 100)
