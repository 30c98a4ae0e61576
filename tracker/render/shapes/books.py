"""Targets and baselines: `tracker.targets/1`, `tracker.book/1`."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from tracker.domain.book_changes import BookChanges, is_in_force, targets_of
from tracker.domain.books import BaselineRow
from tracker.domain.criteria import PER_CENT, Aim, Criterion, Kind, TargetRow
from tracker.domain.quantity import as_decimal, rounded
from tracker.render.formats.json import plain
from tracker.render.shapes.works import shape_works
from tracker.services.view import View
from tracker.services.works import WorkStatus

if TYPE_CHECKING:
    from typing import Literal

    from tracker.render.schemas.books import (
        BaselineShape,
        BookEditShape,
        ListedTargetShape,
        TargetShape,
        TargetsShape,
    )

    Criteria = Mapping[str, Criterion]


def shape_targets(view: View, targets: Sequence[TargetRow], works: Sequence[WorkStatus]) -> "TargetsShape":
    """Return `tracker.targets/1`."""
    criteria, everything = view.campaign.criteria_by_id, targets_of(view.campaign)
    listed: list[ListedTargetShape] = [
        {**_target(one, criteria), "in_force": is_in_force(everything, one, view.as_of)} for one in targets
    ]
    return {
        "schema": "tracker.targets/1",
        "as_of": view.as_of,
        "entries": view.journal.entries(view.campaign.id, view.as_of),
        "campaign": view.campaign.id,
        "targets": listed,
        "works": shape_works(works),
    }


def target_columns() -> list[str]:
    """Return the columns of a table of targets."""
    from tracker.render.schemas.books import ListedTargetShape  # noqa: PLC0415 for a table alone

    return list(ListedTargetShape.__annotations__)


def shape_book_edit(
    changes: BookChanges,
    view: View,
    files: Sequence[tuple[str, str | None]],
    counted: tuple[date, int | None],
    *,
    dry_run: bool,
) -> "BookEditShape":
    """Return `tracker.book/1`; `files` are those written, each with the one that keeps what it held."""
    criteria = view.campaign.criteria_by_id
    return {
        "schema": "tracker.book/1",
        "as_of": counted[0],
        "entries": counted[1],
        "book": cast("Literal['targets', 'baselines']", changes.book),
        "campaign": view.campaign.id,
        "source": changes.source,
        "reason": changes.reason,
        "added": changes.added,
        "changed": changes.changed,
        "same": changes.same,
        "targets": [
            {
                "before": _target(before, criteria) if isinstance(before, TargetRow) else None,
                "after": _target(after, criteria),
            }
            for before, after in changes.rows
            if isinstance(after, TargetRow)
        ],
        "baselines": [
            {
                "before": _baseline(before, criteria) if isinstance(before, BaselineRow) else None,
                "after": _baseline(after, criteria),
            }
            for before, after in changes.rows
            if isinstance(after, BaselineRow)
        ],
        "files": [{"file": file, "kept": kept} for file, kept in files],
        "dry_run": dry_run,
    }


def _baseline(row: BaselineRow, criteria: "Criteria") -> "BaselineShape":
    is_rate = criteria[row.criterion].kind is Kind.RATE
    return {
        "criterion": row.criterion,
        "unit": row.unit or None,
        "start": row.span.start,
        "end": row.span.end,
        "quantity": plain(as_decimal(row.quantity)),
        "denominator": plain(as_decimal(row.denominator)) if is_rate else None,
    }


def _target(row: TargetRow, criteria: "Criteria") -> "TargetShape":
    criterion, amount = criteria[row.criterion], None
    if row.amount is not None:
        is_share = criterion.aim is Aim.REDUCE or criterion.is_percent
        amount = rounded(Fraction(row.amount, PER_CENT), 5) if is_share else as_decimal(row.amount)
    return {
        "criterion": row.criterion,
        "unit": row.unit or None,
        "level": row.level or None,
        "phase": row.phase or None,
        "start": row.start,
        "reason": row.reason or None,
        "amount": None if amount is None else plain(amount),
    }
