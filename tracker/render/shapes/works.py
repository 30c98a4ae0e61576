"""Named works of milestones, as other documents hold them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracker.services.works import WorkStatus

if TYPE_CHECKING:
    from tracker.render.schemas.works import WorkShape


def shape_works(works: Iterable[WorkStatus]) -> "list[WorkShape]":
    """Return works with the days on which they are planned and were done."""
    return [
        {
            "criterion": work.criterion,
            "id": work.id,
            "unit": work.unit,
            "title": work.title,
            "planned_on": work.planned_on,
            "done_on": done_on,
            "late": is_late,
        }
        for work, done_on, is_late in works
    ]
