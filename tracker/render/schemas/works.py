"""Named works of milestones."""

from datetime import date
from typing import TypedDict


class WorkShape(TypedDict):
    """A named work of a milestone."""

    criterion: str
    id: str
    unit: str
    title: str
    planned_on: date | None
    """By when it is planned to be done; null where no day is."""
    done_on: date | None
    """The day of its entry; null while it is not done."""
    late: bool
    """Whether it was done after that day or, past it, is still to do."""
