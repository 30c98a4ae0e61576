"""A first campaigns.yaml with its units and schema, from a few answers; every key is explained where it stands."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from string import Template

from tracker.domain.calendar import DAY, Span
from tracker.domain.campaign import Phase
from tracker.domain.value import Value
from tracker.files.shipped import shipped_folder

SCHEMA_FILE = "campaigns.schema.json"
UNITS_FILES = {"vi": "don-vi.csv", "en": "units.csv"}
_TEMPLATES = Path(__file__).resolve().parent / "templates"
_BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets take the letters of a CSV for others
_NEAR = 3


class Starter(Value, frozen=True):
    """What a first campaign is made from; the texts of the rest follow the language."""

    language: str
    title: str
    organisation: str
    span: Span
    launched_on: date
    phases: tuple[Phase, ...]
    deadlines: tuple[tuple[str, date], ...]


def build_starter(starter: Starter) -> dict[str, str]:
    """Return the texts by file name; campaigns.yaml, which makes use of the others, comes last."""
    units = UNITS_FILES[starter.language]
    values = {
        "year": starter.span.start.year,
        "title": _quoted(starter.title),
        "organisation": _quoted(starter.organisation),
        "launched_on": _day(starter.launched_on),
        "start": _day(starter.span.start),
        "end": _day(starter.span.end),
        "units": units,
        "phases": "\n".join(_phases(starter.phases)),
        "deadlines": "\n".join(_deadlines(starter.deadlines)),
    }
    return {
        SCHEMA_FILE: read_schema(),
        units: _BYTE_ORDER_MARK + _filled(f"units.{starter.language}.csv", organisation=_cell(starter.organisation)),
        "campaigns.yaml": _filled(f"campaigns.{starter.language}.yaml", **values),
    }


def read_schema() -> str:
    """Return the JSON Schema of campaigns.yaml."""
    return (shipped_folder() / "docs" / SCHEMA_FILE).read_text(encoding="utf-8")


def split_span(span: Span, count: int) -> list[Span]:
    """Cut a span into parts of about the same length; a cut near the first of a month is made there."""
    cuts = [span.start, *(_cut(span, number, count) for number in range(1, count)), span.end + DAY]
    return [Span(start, end - DAY) for start, end in pairwise(cuts)]


def _cut(span: Span, number: int, count: int) -> date:
    cut = span.start + DAY * (span.days * number // count)
    firsts = (day for back in range(-_NEAR, _NEAR + 1) if (day := cut + DAY * back).day == 1)
    return next(firsts, cut) if span.days > 3 * _NEAR * count else cut


def _filled(name: str, **values: object) -> str:
    return Template((_TEMPLATES / name).read_text(encoding="utf-8")).substitute(values)


def _phases(phases: tuple[Phase, ...]) -> Iterator[str]:
    """Write the phases; a single one needs no mention and stands there switched off."""
    off = "" if len(phases) > 1 else "# "
    yield f"    {off}phases:"
    for phase in phases:
        yield f"    {off}  - id: {phase.id}"
        yield f"    {off}    title: {_quoted(phase.title)}"
        yield f"    {off}    start: {_day(phase.span.start)}"
        yield f"    {off}    end: {_day(phase.span.end)}"


def _deadlines(deadlines: tuple[tuple[str, date], ...]) -> Iterator[str]:
    for title, due in deadlines:
        yield f"      - title: {_quoted(title)}"
        yield f"        due: {_day(due)}"


def _quoted(text: str) -> str:
    """Write a text as YAML; what JSON quotes YAML reads."""
    return json.dumps(text, ensure_ascii=False)


def _cell(text: str) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([text])
    return line.getvalue()


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
