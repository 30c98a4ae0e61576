"""The neutral document: what a reader sees, before it is a terminal's, a Markdown file's or a page's.

A cell is typed by its alignment and role; texts are already in the reader's language.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Role(StrEnum):
    """What a piece of text means; a format decides how that looks, and nothing is said by looks alone."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    GOOD = "good"
    BAD = "bad"
    NOW = "now"
    CODE = "code"


class Part(StrEnum):
    """The part of a page that a paragraph stands in; a screen shows them all alike, one after the other."""

    BODY = "body"
    SUMMARY = "summary"
    NOTICE = "notice"
    FOOTER = "footer"


class Run(NamedTuple):
    """A piece of text with a role; `value` is the number or day that a sheet holds in its place.

    The number is what the text shows, of `78,2%` the share 0.782.
    """

    text: str
    role: Role = Role.PLAIN
    value: Decimal | date | None = None


class Meter(NamedTuple):
    """A bar: the share that is done, and (from 0 to 1) where the plan should be."""

    share: float
    plan: float | None = None


class Sparkline(NamedTuple):
    """Amounts over time, oldest first, and how each is said."""

    values: tuple[float, ...]
    said: tuple[str, ...] = ()


Cell: TypeAlias = Run | Meter | Sparkline


class Column(NamedTuple):
    """A column: `from_width` is the screen width at which it is shown.

    Where a screen is too narrow, texts that may be shortened (`shrinks`) are, then columns are given up (the greatest
    `spare` first; those of 4 and more before names get hard to read), then texts go on in the next line (`wraps`).
    Numbers are never cut. `note` says under the table what the column's figures are, wherever the column is shown.
    """

    title: str
    right: bool = False
    from_width: int = 0
    shrinks: bool = False
    spare: int = 0
    wraps: bool = False
    note: str = ""


class Title(NamedTuple):
    """What a document is called from outside: a window's title, and a page's where it has no heading of its own."""

    text: str


class Heading(NamedTuple):
    """A heading; level 1 is the document's title."""

    text: str
    level: int = 1


class Paragraph(NamedTuple):
    """A line or paragraph of runs."""

    runs: tuple[Run, ...]
    indent: int = 0
    part: Part = Part.BODY


class Table(NamedTuple):
    """A table with typed columns, `more` in a line of its own under it; without titles it is a list of facts.

    `folded` names a long table that a page shows on demand.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: str = ""
    folded: str = ""


class Chart(NamedTuple):
    """A picture of figures, told by a Vega-Lite specification (as JSON, its data inside).

    `alternative` says in a sentence or two what it shows, for those who cannot see it and where it cannot be drawn.
    """

    title: str
    alternative: str
    specification: str


class Gap(NamedTuple):
    """An empty line."""


Block: TypeAlias = Title | Heading | Paragraph | Table | Chart | Gap
Document: TypeAlias = tuple[Block, ...]


def paragraph(*runs: Run | str, indent: int = 0, part: Part = Part.BODY) -> Paragraph:
    """Make a paragraph of runs and plain texts."""
    return Paragraph(tuple(Run(run) if isinstance(run, str) else run for run in runs), indent, part)


def facts(rows: Sequence[tuple[str, ...]]) -> Table:
    """Make a list of facts: a quiet label and its texts."""
    width = max((len(row) for row in rows), default=1)
    columns = tuple(Column("", wraps=number == width - 1) for number in range(width))
    return Table(
        columns,
        tuple(tuple(Run(text, Role.QUIET if at == 0 else Role.PLAIN) for at, text in enumerate(row)) for row in rows),
    )
