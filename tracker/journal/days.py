"""Days as the store keeps them: whole numbers from 1/1/1970, so that SQL can compare and show them."""

from datetime import date

_EPOCH = date(1970, 1, 1).toordinal()


def as_number(day: date | None) -> int:
    """Return the number of a day; an open start is the first day there is."""
    return (day or date.min).toordinal() - _EPOCH


def as_day(number: int) -> date:
    """Return the day of a number."""
    return date.fromordinal(number + _EPOCH)
