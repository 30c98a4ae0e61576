"""Which return a command is about: --week, --month and --return, or else the one that units owe most often."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, cast

from tracker.cli.command import Callback, option
from tracker.domain.calendar import month_of, parse_month
from tracker.domain.returns import Deadline, Occurrence, Period, find_return
from tracker.domain.text import fold, nearest
from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.i18n import N_
from tracker.services.view import View


class WantedReturn(Value, frozen=True):
    """What was asked for; None where it was not."""

    week: str | None = None
    month: str | None = None
    title: str | None = None


def return_options(week: str) -> Callable[[Callback], Callback]:
    """Add --week (with its help), --month and --return to a command, which gets them as `wanted`."""

    def add(callback: Callback) -> Callback:
        @wraps(callback)
        def run(*args: Any, week: str | None, month: str | None, title: str | None, **others: Any) -> None:
            callback(*args, wanted=WantedReturn(week, month, title), **others)

        titled = option("--return", "title", metavar="TITLE", help=N_("A return by its title, or part of it."))
        monthly = option("--month", metavar="MONTH", help=N_("2025-02, -1 or last: the monthly return."))
        return cast("Callback", option("--week", metavar="WEEK", help=week)(monthly(titled(run))))

    return add


def choose_return(view: View, asked: WantedReturn) -> tuple[Deadline, Occurrence]:
    """Return the return that is asked for; this week's, this month's or the only one where no period is named.

    Raises: TrackerError period-twice, return-not-found, return-ambiguous, no-returns, bad-week, bad-month.
    """
    if asked.week is not None and asked.month is not None:
        raise TrackerError.of("period-twice")
    deadlines = [one for one in view.campaign.deadlines if one.is_return and _is_of(one, asked)]
    if asked.title is not None:
        deadlines = [_named(deadlines, asked.title)]
    period = next((period for period in Period if period in {one.period for one in deadlines}), Period.WEEKLY)
    if period is Period.ONCE:
        return _only(deadlines)
    if period is Period.MONTHLY or asked.month is not None:
        days = month_of(view.as_of) if asked.month is None else parse_month(asked.month, view.as_of)
    else:
        days = view.campaign.parse_week(asked.week, view.as_of)
    found = find_return(deadlines, period, days.start)
    if found is None:
        raise TrackerError.of("no-returns", campaign=view.campaign.name, start=days.start, end=days.end)
    return found


def _is_of(deadline: Deadline, asked: WantedReturn) -> bool:
    """Whether a return comes as often as the option that is given says."""
    if asked.week is not None:
        return deadline.period is Period.WEEKLY
    return asked.month is None or deadline.period is Period.MONTHLY


def _named(deadlines: Sequence[Deadline], title: str) -> Deadline:
    exact = [one for one in deadlines if fold(one.title) == fold(title)]
    found = exact or [one for one in deadlines if fold(title) in fold(one.title)]
    if not found:
        known = [one.title for one in deadlines]
        raise TrackerError.of("return-not-found", title=title, nearest=nearest(title, known, 1), known=known)
    _check_only(found)
    return found[0]


def _only(deadlines: Sequence[Deadline]) -> tuple[Deadline, Occurrence]:
    _check_only(deadlines)
    return deadlines[0], deadlines[0].occurrences[0]


def _check_only(deadlines: Sequence[Deadline]) -> None:
    if len(deadlines) > 1:
        raise TrackerError.of("return-ambiguous", candidates=[one.title for one in deadlines])
