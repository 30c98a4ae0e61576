"""Whether a report still stands."""

from datetime import date, datetime
from typing import Literal, TypedDict

from tracker.render.schemas.figures import PerhapsCounted


class SinceShape(TypedDict):
    """What was recorded after a report was written."""

    rows: int
    """All rows of the journal: entries, returns, events and what takes them back."""
    concerning: int | None
    """Those about days up to the report's as-of, or about no day of their own; null where the file does not say that day."""


class VerifyShape(PerhapsCounted):
    """`tracker report verify --json`: whether the hash that a report bears is one of the journal's."""

    schema: Literal["tracker.verify/1"]
    file: str
    format: Literal["md", "html", "txt", "json", "csv", "docx", "pdf", "xlsx"]
    hash: str
    """The hash as the file bears it: all of it, or (on pages and papers) its beginning."""
    report_as_of: date | None
    """The day that the report's figures stop at; null where the file does not say it."""
    match: Literal["current", "earlier", "none"]
    """Whether the journal ends with the hash, had it in an earlier row, or never had it (exit code 1)."""
    row: int | None
    """The number of the row that has the hash; 0 is the journal before its first row."""
    recorded_at: datetime | None
    """When that row was recorded."""
    since: SinceShape | None
    head: str
    """The hash of the journal's last row now."""
