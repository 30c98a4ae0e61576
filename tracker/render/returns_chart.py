"""Who kept to the weekly returns, as a picture: a row a unit or group, a column a week, darker where more was missing."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from tracker.domain.calendar import Span
from tracker.domain.quantity import rounded
from tracker.i18n import N_, _, day, ngettext, number, percent, short_day
from tracker.render.charts import GRID, INK, Specification, as_sentence, write_specification
from tracker.render.document import Chart
from tracker.services.return_rates import GroupBy, ReturnRate
from tracker.services.series import MOST_ROWS, ReturnsByWeek

CELL = 14
_MOST_TOLD = 3
_LONGEST_NAME = 190
_ROOM_OF_A_DAY = 40
TITLES = {
    GroupBy.UNIT: N_("Weekly returns by unit"),
    GroupBy.PARENT: N_("Weekly returns by parent unit"),
    GroupBy.CLUSTER: N_("Weekly returns by cluster"),
}
# The least share filed, how a share from there on is called, and its colour: the darker, the more is missing.
_BANDS = (
    (Fraction(1), N_("all filed"), "#e3ecf5"),
    (Fraction(9, 10), N_("90% and more"), "#a9cbe6"),
    (Fraction(7, 10), N_("70% and more"), "#5f9ccb"),
    (Fraction(1, 2), N_("half and more"), "#23649e"),
    (Fraction(0), N_("less than half"), "#0a2b4e"),
)
_FILED = ((Fraction(1), N_("filed"), _BANDS[0][2]), (Fraction(0), N_("not filed"), _BANDS[-1][2]))  # of single units


Weeks = dict[str, dict[int, ReturnRate]]
Bands = Sequence[tuple[Fraction, str, str]]


def returns_charts(returns: ReturnsByWeek | None) -> tuple[Chart, ...]:
    """Draw the picture where there are several weeks and several groups to compare; None of them is none."""
    if returns is None or len(returns.weeks) < 2 or len(returns.weeks[-1][1].groups) < 2:
        return ()
    return (returns_chart(returns),)


def returns_chart(returns: ReturnsByWeek) -> Chart:
    """Return a picture of who filed the returns of each week; those who filed least stand on top."""
    groups = _groups(returns)
    shares = {group: _share(weeks.values()) for group, weeks in groups.items()}
    ordered = sorted(groups, key=lambda group: shares[group])
    shown = ordered[:MOST_ROWS]
    bands = _FILED if returns.by is GroupBy.UNIT else _BANDS
    values = [
        {"row": row, "week": week, "band": _(_band(_share([rate]), bands))}
        for row, group in enumerate(shown)
        for week, rate in groups[group].items()
    ]
    names = _names(groups)
    weeks = [_name_week(week) for week, _rates in returns.weeks]
    encoding = {
        "x": {
            "field": "week",
            "type": "ordinal",
            "scale": {"domain": [*range(len(weeks))]},
            "axis": _weeks_axis(weeks),
        },
        "y": {"field": "row", "type": "ordinal", "axis": _names_axis([names[group] for group in shown])},
        "color": {"field": "band", "type": "nominal", "scale": _scale(bands), "legend": _LEGEND},
    }
    content = {
        "width": CELL * len(weeks),
        "height": CELL * len(shown),
        "data": {"values": values},
        "mark": {"type": "rect", "stroke": GRID, "strokeWidth": 0.5},
        "encoding": encoding,
    }
    told = [(names[group], shares[group]) for group in ordered[:_MOST_TOLD] if shares[group] < 1]
    return Chart(_(TITLES[returns.by]), _say(returns, told, len(groups) - len(shown)), write_specification(content))


def _groups(returns: ReturnsByWeek) -> Weeks:
    """Return what each group owed and filed, by the number of the week; of weeks in which it owed something."""
    found: Weeks = {}
    for number_, (_week, rates) in enumerate(returns.weeks):
        for rate in rates.groups:
            if rate.expected:
                found.setdefault(rate.group, {})[number_] = rate
    return found


def _names(groups: Weeks) -> dict[str, str]:
    """Name the groups as they were called last; those of the same name with what they are known by."""
    last = {group: weeks[max(weeks)].name or group for group, weeks in groups.items()}
    counted = Counter(last.values())
    return {group: (f"{name} [{group}]" if counted[name] > 1 else name) or _("(none)") for group, name in last.items()}


def _share(rates: Iterable[ReturnRate]) -> Fraction:
    owed = [*rates]
    return Fraction(sum(one.actual for one in owed), sum(one.expected for one in owed))


def _band(share: Fraction, bands: Bands) -> str:
    return next(name for least, name, _colour in bands if share >= least)


def _name_week(week: Span) -> str:
    return short_day(week.start)


def _weeks_axis(weeks: Sequence[str]) -> Specification:
    """Name so many weeks as there is room for, by their first days."""
    step = -(-len(weeks) // max(1, CELL * len(weeks) // _ROOM_OF_A_DAY))
    axis = {
        "title": _("week from"),
        "labelAngle": 0,
        "labelOverlap": False,
        "grid": False,
        "domain": False,
        "ticks": False,
    }
    return axis | {"values": [*range(0, len(weeks), step)], "labelExpr": f"{json.dumps(weeks)}[datum.value]"}


def _names_axis(names: Sequence[str]) -> Specification:
    axis = {
        "title": None,
        "labelLimit": _LONGEST_NAME,
        "labelColor": INK,
        "grid": False,
        "domain": False,
        "ticks": False,
    }
    return axis | {"labelExpr": f"{json.dumps(names)}[datum.value]"}


def _scale(bands: Bands) -> Specification:
    return {"domain": [_(name) for _least, name, _colour in bands], "range": [colour for *_rest, colour in bands]}


_LEGEND = {
    "title": None,
    "orient": "bottom",
    "direction": "horizontal",
    "symbolType": "square",
    "symbolStrokeColor": GRID,
}


def _say(returns: ReturnsByWeek, told: Sequence[tuple[str, Fraction]], hidden: int) -> str:
    """Say how many were filed in all and in the last week, who filed least and how many rows are not shown."""
    week, rates = returns.weeks[-1]
    every = [one.total for _week, one in returns.weeks]
    weeks = ngettext("{count} week", "{count} weeks", len(every))
    whole = _("{share} of the returns filed in {weeks}").format(share=_say_share(_share(every)), weeks=weeks)
    counts = {"actual": number(rates.total.actual), "expected": number(rates.total.expected)}
    last = _("{actual} of {expected} in the week from {day}").format(day=day(week.start), **counts)
    least = [f"{name} ({_say_share(share)})" for name, share in told]
    said = [whole, last, *([_("least by {groups}").format(groups=", ".join(least))] if least else [])]
    if hidden:
        said.append(
            ngettext(
                "{count} more with few missing is not shown", "{count} more with few missing are not shown", hidden
            )
        )
    return as_sentence(said)


def _say_share(share: Fraction) -> str:
    return percent(rounded(share, 6))
