"""What is exported as one JSON document."""

from datetime import date
from typing import Literal

from tracker.render.schemas.figures import Counted


class ExportShape(Counted):
    """`tracker export --json`: every row of what was asked for, its keys the columns of the CSV."""

    schema: Literal["tracker.export/1"]
    what: Literal["achievements", "units", "totals", "journal"]
    campaign: str | None
    """Null of a journal of all campaigns."""
    view: Literal["reported", "as-of"] | None
    """Of totals: which view they are in; as-of rows say in `held` whether a unit has them."""
    rolled_to: date | None
    rows: list[dict[str, str | int | float | bool | None]]
