"""Figures over time as charts: burn-ups against the plan, the phases side by side, and who kept to the returns.

Specifications are Vega-Lite. What a colour says is said by a dash, a place or a word too, so that it can be read in grey.
The colours are those of a page in the light: it puts those of the dark in their place. Days are numbers (milliseconds of
UTC), as a machine's time zone must not move them.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from fractions import Fraction
from itertools import groupby
from math import floor
from typing import Any

from tracker.domain.calendar import DAY
from tracker.domain.criteria import Aim, Criterion, Kind
from tracker.domain.quantity import rounded
from tracker.i18n import _, day, language, number, short_day
from tracker.render.document import Chart
from tracker.render.words import say_amount, say_value
from tracker.services.series import Point, Series

INK, QUIET, GRID, DONE = "#1b1f24", "#555d66", "#d3d8de", "#2b6ca8"
FACE = "Arimo, Arial, Liberation Sans, Helvetica, sans-serif"  # of the same widths; the first comes with the program
WIDTH, HEIGHT = 230, 105  # of the field that the lines stand in
_FIT = {"autosize": {"type": "fit", "contains": "padding"}, "width": 335, "height": 145}  # of a whole picture
_NARROWEST_PHASE = 90
_BESIDE = 58  # between phases: there stands what is asked for in the end
_LATE_SHARE = 0.75  # of a span: what ends later stands beside what is asked for in the end
_ROOM = Fraction(1, 8)  # above the highest and, of rates, below the lowest figure

Specification = dict[str, Any]


def burn_up_charts(every: Sequence[Series]) -> tuple[Chart, ...]:
    """Return a picture of each series: what was done (a full line) and what was asked for (a dashed one)."""
    return tuple(
        Chart(
            _title(one.criterion), say_series(one), write_specification(_draw_series(one, WIDTH, _domain([one])) | _FIT)
        )
        for one in every
    )


def phase_charts(every: Sequence[Series]) -> tuple[Chart, ...]:
    """Return a picture of each criterion: its phases side by side, each from its own first day, to one measure."""
    ordered = sorted(every, key=lambda one: one.criterion.id)
    groups = {name: list(some) for name, some in groupby(ordered, key=lambda one: one.criterion.id)}
    return tuple(_chart_of_phases(groups[name]) for name in dict.fromkeys(one.criterion.id for one in every))


def join_charts(title: str, charts: Sequence[Chart], columns: int = 2) -> Chart:
    """Return charts as one picture, each under its title, as a paper has room for."""
    parts = [{"title": one.title, **_content(one)} for one in charts]
    said = " ".join(f"{one.title}: {one.alternative}" for one in charts)
    return Chart(title, said, write_specification({"concat": parts, "columns": columns, "align": "each"}))


def say_series(series: Series) -> str:
    """Say what a picture of a series shows: its figures on the days that are worth telling, and what is asked for in the end."""
    criterion, last = series.criterion, series.asked[-1]
    says = [_say_mark(series, one) for one in series.actual if one.day in series.marks]
    asked = say_figure(criterion, last.figure)
    if criterion.aim is Aim.STAY_UNDER:
        says.append(_("at most {amount}").format(amount=asked))
    elif not criterion.adds_up and criterion.aim is Aim.REACH:
        says.append(_("{asked} to reach").format(asked=asked))
    elif criterion.adds_up and last.day not in series.marks:
        says.append(_("{asked} planned by {day}").format(asked=asked, day=day(last.day)))
    return as_sentence(says)


def as_sentence(parts: Iterable[str]) -> str:
    """Put parts together as a sentence."""
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def say_figure(criterion: Criterion, figure: Fraction, way: Callable[[Fraction], int] | None = None) -> str:
    """Write a figure of a series, where `way` is given rounded that way to the criterion's decimals."""
    if criterion.kind is Kind.RATE:
        return say_value(criterion, figure)
    step = Fraction(1, 10**criterion.decimals)
    return say_amount(criterion, way(figure / step) * step if way else figure)


def _say_actual(criterion: Criterion, figure: Fraction) -> str:
    """Write what was achieved, in full as tables do: of a divided figure a unit has parts."""
    return say_value(criterion, figure) if criterion.kind is Kind.RATE else number(rounded(figure, 3))


def _say_mark(series: Series, point: Point) -> str:
    criterion = series.criterion
    figure = _say_actual(criterion, point.figure)
    asked = next((one.figure for one in series.asked if one.day == point.day), None)
    if asked is not None and criterion.adds_up:
        said = say_figure(criterion, asked)
        return _("{figure} of {asked} planned by {day}").format(figure=figure, asked=said, day=day(point.day))
    if asked is not None and criterion.aim is Aim.REDUCE:
        said = say_figure(criterion, asked, floor)
        return _("{figure} by {day}, at most {asked} allowed").format(figure=figure, asked=said, day=day(point.day))
    return _("{figure} by {day}").format(figure=figure, day=day(point.day))


def _title(criterion: Criterion) -> str:
    return f"{criterion.title} ({criterion.measure})" if criterion.measure else criterion.title


def _chart_of_phases(every: Sequence[Series]) -> Chart:
    width = max(_NARROWEST_PHASE, 2 * WIDTH // len(every) - _BESIDE)
    domain = _domain(every)
    parts = [
        {"title": one.phase.title if one.phase else "", **_draw_series(one, width, domain, is_first=not at)}
        for at, one in enumerate(every)
    ]
    said = (f"{one.phase.title}: {say_series(one)}" if one.phase else say_series(one) for one in every)
    title = _title(every[0].criterion)
    return Chart(title, " ".join(said), write_specification({"hconcat": parts, "bounds": "flush", "spacing": _BESIDE}))


def write_specification(content: Specification) -> str:
    """Write a specification whole, with the look that all pictures share."""
    return json.dumps(
        {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "padding": 3,
            **content,
            "config": _look(),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _content(chart: Chart) -> Specification:
    """Return what a picture holds, its field of the size that it has beside others."""
    own = ("$schema", "padding", "config", "autosize")
    content = {name: value for name, value in json.loads(chart.specification).items() if name not in own}
    return content | ({"width": WIDTH, "height": HEIGHT} if "layer" in content else {})


def _look() -> Specification:
    decimal, thousands = (",", ".") if language() == "vi" else (".", ",")
    number = {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}
    return {
        "aria": False,  # a picture is told as a whole, by its alternative
        "font": FACE,
        "locale": {"number": number},
        "view": {"stroke": None},
        "axis": {
            "labelColor": QUIET,
            "labelFontSize": 10,
            "titleColor": QUIET,
            "titleFontSize": 10,
            "gridColor": GRID,
            "domainColor": QUIET,
            "tickColor": QUIET,
            "tickSize": 3,
            "labelPadding": 3,
        },
        "mark": {"aria": False},
        "axisY": {"minExtent": 34},
        "legend": {"labelColor": QUIET, "labelFontSize": 10, "titleColor": QUIET, "titleFontSize": 10},
        "title": {"color": INK, "fontSize": 11, "fontWeight": 600, "anchor": "start", "frame": "group", "offset": 8},
        "text": {"font": FACE, "fontSize": 10.5},
    }


def _draw_series(series: Series, width: int, domain: tuple[float, float], *, is_first: bool = True) -> Specification:
    """Draw a series in layers: the ends of phases, what is asked for, what was done, and the figures at their ends."""
    axes = {"x": _days_axis(series), "y": _figures_axis(series.criterion, domain, is_first=is_first)}
    asked, done = [_as_data(one) for one in series.asked], [_as_data(one) for one in series.actual]
    turns = [{"day": _moment(one)} for one in series.marks[:-1]]
    layers = [
        _layer(turns, {"type": "rule", "color": GRID, "strokeDash": [2, 2]}, {"x": axes["x"]}),
        _layer(asked, {"type": "line", "color": INK, "strokeDash": [5, 3], "strokeWidth": 1.3}, axes),
        _layer(done, {"type": "line", "color": DONE, "strokeWidth": 2.6}, axes),
        *_label_ends(series, axes),
    ]
    return {"width": width, "height": HEIGHT, "layer": [one for one in layers if one["data"]["values"]]}


def _label_ends(series: Series, axes: Specification) -> list[Specification]:
    """Write beside the end of each line how much it comes to, clear of the lines and of each other."""
    end = series.asked[-1]
    asked = {"type": "text", "color": INK, "align": "left", "dx": 5, "dy": -5, "lineHeight": 11}
    asked_layer = _layer([{**_as_data(end), "text": _say_asked(series, end)}], asked, axes | _TEXT)
    last = series.actual[-1]
    there = next((point.figure for point in series.asked if point.day == last.day), end.figure)
    is_above, is_rate = last.figure >= there, series.criterion.kind is Kind.RATE
    if (end.day - last.day).days < (1 - _LATE_SHARE) * series.span.days:
        asked["dy"] = 4 if is_above else -16
    to_the_left = is_above and not is_rate  # of a line that rises
    label: Specification = {
        "type": "text",
        "color": DONE,
        "fontWeight": "bold",
        "align": "right" if to_the_left else "left",
    }
    label |= {"dx": -3 if to_the_left else 3, "dy": -9 if is_above else 12}
    text = {**_as_data(last), "text": _say_actual(series.criterion, last.figure)}
    dot = {"type": "point", "filled": True, "opacity": 1, "color": DONE, "size": 40}
    return [asked_layer, _layer([_as_data(last)], dot, axes), _layer([text], label, axes | _TEXT)]


_TEXT = {"text": {"field": "text", "type": "nominal"}}


def _say_asked(series: Series, end: Point) -> list[str]:
    criterion = series.criterion
    if criterion.aim is Aim.REACH:
        name = _("plan") if criterion.adds_up else _("target")
        return [name, say_figure(criterion, end.figure)]
    return [_("at most"), say_figure(criterion, end.figure, floor)]


def _layer(values: Sequence[Specification], mark: Specification, encoding: Specification) -> Specification:
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}


def _days_axis(series: Series) -> Specification:
    """Name the first day of the span and of each phase in it, and the last day; the year where it is another one."""
    span = series.span
    starts = [one + DAY for one in series.marks[:-1]]
    ticks = [one for one in [span.start, *starts] if (span.end - one).days * 5 > span.days] + [span.end]
    names: dict[str, Any] = {}
    year = 0
    for one in ticks:
        names[str(_moment(one))] = [short_day(one), str(one.year) if one.year != year else ""]
        year = one.year
    axis = {
        "values": [_moment(one) for one in ticks],
        "labelExpr": f"{json.dumps(names)}[datum.value]",
        "title": None,
        "grid": False,
        "labelAlign": "center",
        "labelOverlap": False,
    }
    domain = [_moment(span.start - DAY), _moment(span.end)]
    return {"field": "day", "type": "quantitative", "scale": {"domain": domain, "nice": False}, "axis": axis}


def _figures_axis(criterion: Criterion, domain: tuple[float, float], *, is_first: bool) -> Specification:
    if criterion.is_percent:
        form, step = ",.1~%", 0.001
    else:
        places = 2 if criterion.kind is Kind.RATE else criterion.decimals
        form, step = f",.{places}~f", 10**-places
    axis = {"format": form, "tickCount": 3, "tickMinStep": step, "title": None, "domain": False, "ticks": False}
    axis["labelOpacity"] = int(is_first)
    scale = {"domain": list(domain), "nice": False, "zero": False}
    return {"field": "figure", "type": "quantitative", "scale": scale, "axis": axis}


def _domain(every: Sequence[Series]) -> tuple[float, float]:
    """Return the lowest and the highest figure of the pictures; amounts begin at nothing."""
    figures = [point.figure for one in every for point in (*one.actual, *one.asked)]
    least, most = min(figures), max(figures)
    criterion = every[0].criterion
    if criterion.kind is not Kind.RATE:
        return 0, float(max(most, Fraction(1, 10**criterion.decimals)) * (1 + _ROOM))
    room = max(most - least, Fraction(1, 50)) * _ROOM * 2
    highest = min(most + room, max(most, Fraction(1))) if criterion.is_percent else most + room
    return float(max(Fraction(0), least - room)), float(highest)


def _as_data(point: Point) -> Specification:
    return {"day": _moment(point.day), "figure": float(round(point.figure, 6))}


def _moment(on: date) -> int:
    return int(datetime.combine(on, time(), UTC).timestamp()) * 1000
