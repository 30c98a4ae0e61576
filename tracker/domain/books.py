"""What figures are measured against beside a criterion's own targets: targets of single units, baselines, named works.

They come from files beside campaigns.yaml, thousands of rows of them, and are decoded when they are asked for.
"""

from datetime import date

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.criteria import TargetRow


class BaselineRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What there was in the days that are compared with: of a unit or ("") of all, in thousandths; of a rate both numbers.

    `span` are the days of that time, as a rule the same calendar dates a year before.
    """

    criterion: str
    unit: str
    span: Span
    quantity: int
    denominator: int = 0


class Work(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A named work of a milestone: whose it is, and by when it is planned to be done."""

    criterion: str
    id: str
    unit: str
    title: str
    planned_on: date | None = None


class Books(msgspec.Struct, frozen=True):
    """The rows of a campaign's files: targets of single units, baselines, works."""

    targets: tuple[TargetRow, ...] = ()
    baselines: tuple[BaselineRow, ...] = ()
    works: tuple[Work, ...] = ()
