"""From the shape of a deadline to a `Deadline` with its dated occurrences."""

import re
from datetime import date, time

from tracker.domain.calendar import Span
from tracker.domain.returns import WEEKDAYS, Covers, Deadline, once, weekly
from tracker.files.campaign_shape import LATER_CHOICES, DeadlineShape
from tracker.files.typed_reader import TypedReader

_EVERY = re.compile(r"([a-z]+)(?:\s+(\d{1,2}):(\d{2}))?", re.IGNORECASE | re.ASCII)
_LOCK_AFTER = re.compile(r"\d{1,3} days?", re.ASCII)
_END_OF_DAY = time(23, 59, 59)


def build_deadline(
    reader: TypedReader, shape: DeadlineShape, campaign: Span | None, launched_on: date | None, zone: str
) -> Deadline | None:
    """Return the deadline, None where it has no dates; problems go to the reader's source."""
    report, written = reader.source.report, reader.node(shape).entries or {}
    if "every" in written and "due" in written:
        report("deadline-twice", reader.node(shape, "due"))
    elif "every" not in written and "due" not in written:
        report("deadline-without-day", reader.node(shape))
    elif shape.return_ and (shape.return_ in LATER_CHOICES or "due" in written):
        report("not-yet", reader.node(shape, "return"), what=f"return: {shape.return_}")
    if shape.lock_after and not _LOCK_AFTER.fullmatch(shape.lock_after):
        report("bad-lock-after", reader.node(shape, "lock_after"), text=shape.lock_after)
    if shape.due:
        return Deadline(shape.title or "", is_return=False, occurrences=(once(shape.due, zone),))
    when = _when(reader, shape, shape.every) if shape.every else None
    if when is None or campaign is None:
        return None
    covers = Covers(shape.covers.value) if shape.covers else Covers.CURRENT
    occurrences = weekly(*when, covers, campaign, launched_on, zone)
    return Deadline(shape.title or "", is_return=shape.return_ is not None, occurrences=occurrences)


def _when(reader: TypedReader, shape: DeadlineShape, every: str) -> tuple[int, time] | None:
    """Read "friday 16:00" as a weekday, 0 for Monday, and a time."""
    node = reader.node(shape, "every")
    found = _EVERY.fullmatch(every.strip())
    if found and found[1].lower() in WEEKDAYS:
        try:
            at = time(int(found[2]), int(found[3])) if found[2] else _END_OF_DAY
        except ValueError:
            reader.source.report("bad-every", node, text=every)
            return None
        return WEEKDAYS.index(found[1].lower()), at
    reader.source.report(
        "not-yet" if every.startswith("monthly") else "bad-every", node, text=every, what=f"every: {every}"
    )
    return None
