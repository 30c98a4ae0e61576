"""--known-at: the moment, or the hash at the foot of a report, after which nothing is shown."""

import re
from datetime import date, datetime, tzinfo

from tracker.domain.calendar import parse_instant
from tracker.errors import TrackerError
from tracker.journal.known import limit_to_head, limit_to_moment
from tracker.journal.store import Store

_HEAD = r"(?ai)[0-9a-f]{12,64}"


def day_known(text: str, today: date, zone: tzinfo) -> date:
    """Return the day that figures of a moment are looked at from: its own; of a hash, today."""
    return today if re.fullmatch(_HEAD, text) else min(today, _parse(text, today, zone).astimezone(zone).date())


def show_as_known(store: Store, text: str, today: date, zone: tzinfo) -> datetime:
    """Let a store show only what was known, and return the moment.

    Raises: TrackerError bad-known-at, no-such-day, head-not-found.
    """
    if re.fullmatch(_HEAD, text):
        return limit_to_head(store, text).astimezone(zone)
    moment = _parse(text, today, zone)
    limit_to_moment(store, moment)
    return moment


def _parse(text: str, today: date, zone: tzinfo) -> datetime:
    try:
        return parse_instant(text, today, zone)
    except TrackerError as error:
        if error.code == "bad-moment":
            raise TrackerError.of("bad-known-at", text=text) from None
        raise
