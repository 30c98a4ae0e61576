"""The public holidays of Vietnam, with the days that are swapped for them, as the package `holidays` knows them."""

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from tracker.domain.schedule import WorkingDays

# Swap days that the package does not know (0.109). Source: the Government's announcement of 25/12/2025.
_SWAPPED = {date(2026, 1, 2): date(2026, 1, 10)}


class _DaysOff(msgspec.Struct):
    """What the package knows of some years, written by tools/days_off.py: to load the package itself takes 0.1 s."""

    first: int
    last: int
    off: set[date]
    worked: set[date]


class PublicHolidays(NamedTuple):
    """The days off of some years; of years after `known_until` only those that the law itself fixes."""

    days: WorkingDays
    known_until: int


@lru_cache  # campaigns of one file often run side by side
def read_public_holidays(first: int, last: int) -> PublicHolidays:
    """Return the days off from one year to another.

    Tết's length and swap days (a day off for a Saturday that is worked) are announced for each year at the end of the one
    before, so a release of the package knows them up to some year.
    """
    written = _written()
    if written.first <= first and last <= written.last:
        return _public_holidays(written.off, written.worked, written.last)
    from holidays import country_holidays  # noqa: PLC0415 for other years alone

    found = country_holidays("VN", years=range(first, last + 1))
    return _public_holidays(found.keys(), found.weekend_workdays, max(found.special_public_holidays))


def _public_holidays(off: Iterable[date], worked: Iterable[date], known_until: int) -> PublicHolidays:
    days = WorkingDays(frozenset({*off, *_SWAPPED}), frozenset({*worked, *_SWAPPED.values()}))
    return PublicHolidays(days, known_until)


@cache
def _written() -> _DaysOff:
    return msgspec.json.decode((Path(__file__).parent / "days_off.json").read_bytes(), type=_DaysOff)
