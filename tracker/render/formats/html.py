"""A document as a page: one file with its style and its pictures inside, that asks nothing of any network.

It is whole without a script. The one that it carries, named by its hash in the page's policy, sorts and filters tables.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import groupby, takewhile
from pathlib import Path
from typing import NamedTuple, TypeGuard

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.i18n import _, language
from tracker.render.document import (
    Block,
    Cell,
    Chart,
    Document,
    Gap,
    Heading,
    Meter,
    Paragraph,
    Part,
    Run,
    Sparkline,
    Table,
    Title,
)
from tracker.render.drawing import can_draw, draw_svg
from tracker.render.formats.said_cells import say_meter, say_sparkline
from tracker.render.formats.sorting import is_ordered, split_totals, value_of

_NAMESPACES = re.compile(r' xmlns(:\w+)?="[^"]*"')  # a page knows them
TEMPLATES = Path(__file__).parent / "templates"


class Pictures(NamedTuple):
    """Charts that follow each other, beside each other on a page."""

    charts: tuple[Chart, ...]


class Section(NamedTuple):
    """A heading (the first section may have none) and the blocks under it; `id` is that of the heading."""

    id: str
    heading: Heading | None
    blocks: list[Block | Pictures]


def render_html(document: Document) -> str:
    """Write a document as a page. Texts are data: whatever signs they hold, they are shown and never run."""
    blocks = [block for block in document if not isinstance(block, Gap)]
    title = next(block.text for block in blocks if isinstance(block, Title | Heading))
    heading = next((block.text for block in blocks if _is_main(block)), title)
    drawn = [block for block in blocks if not isinstance(block, Title) and not _is_main(block)]
    opening = list(takewhile(lambda block: isinstance(block, Paragraph) and block.part is Part.BODY, drawn))
    rest = drawn[len(opening) :]
    style, script = (_read(name) for name in ("page.css", "page.js"))
    page = _environment().get_template("page.html")
    return page.render(
        language=language(),
        title=title,
        heading=heading,
        opening=opening,
        summary=_paragraphs(rest, Part.SUMMARY),
        summary_name=_("Summary"),
        sections=_sections([block for block in rest if not isinstance(block, Paragraph) or block.part is Part.BODY]),
        footer=_paragraphs(rest, Part.FOOTER),
        style=Markup(style),  # noqa: S704 our own file; the page's policy allows this text and no other
        style_hash=_hash(style),
        script=Markup(script),  # noqa: S704 as above
        script_hash=_hash(script),
        has_script=any(is_sortable(block) for block in rest),
        filter_name=_("Filter"),
        rows_shown=_("{shown} of {all} rows"),
    )


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _is_main(block: Block) -> TypeGuard[Heading]:
    return isinstance(block, Heading) and block.level == 1


def _paragraphs(blocks: Iterable[Block], part: Part) -> list[Paragraph]:
    return [block for block in blocks if isinstance(block, Paragraph) and block.part is part]


def _sections(blocks: Sequence[Block]) -> list[Section]:
    sections: list[Section] = []
    for block in blocks:
        if isinstance(block, Heading):
            sections.append(Section(f"section-{len(sections) + 1}", block, []))
        else:
            if not sections:
                sections.append(Section("heading", None, []))
            sections[-1].blocks.append(block)
    return [one._replace(blocks=_beside(one.blocks)) for one in sections]


def _beside(blocks: Iterable[Block | Pictures]) -> list[Block | Pictures]:
    """Put charts that follow each other together."""
    groups = ([*some] for _is_chart, some in groupby(blocks, key=lambda block: isinstance(block, Chart)))
    return [one for some in groups for one in _joined(some)]


def _joined(blocks: list[Block | Pictures]) -> list[Block | Pictures]:
    charts = tuple(one for one in blocks if isinstance(one, Chart))
    return [Pictures(charts)] if charts else blocks


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for kind in (Table, Run, Meter, Sparkline, Pictures):
        environment.tests[kind.__name__.lower()] = lambda value, kind=kind: isinstance(value, kind)
    environment.filters.update(shown=shown_columns, notes=notes_of, say_meter=say_meter, say_sparkline=say_sparkline)
    environment.filters.update(value_of=value_of, split_totals=split_totals, draw=draw)
    environment.tests["sortable"] = is_sortable
    environment.globals["can_draw"] = can_draw()
    return environment


def is_sortable(block: Block) -> bool:
    """Whether a table has columns and an order that nothing is lost with."""
    return isinstance(block, Table) and is_ordered(block)


def draw(chart: Chart) -> Markup:
    """Draw a chart as a part of the page, which gives it its colours; those who hear the page are told what it shows."""
    drawn = _NAMESPACES.sub("", draw_svg(chart)).removeprefix("<svg ")
    whole = Markup(drawn)  # noqa: S704 the library escapes texts
    return Markup('<svg role="img" aria-label="{said}" {drawn}').format(said=chart.alternative, drawn=whole)


def shown_columns(table: Table) -> list[int]:
    """Return the places of the columns that hold anything at all."""
    return [at for at in range(len(table.columns)) if any(_says_something(row[at]) for row in table.rows)]


def notes_of(table: Table, shown: Iterable[int]) -> list[str]:
    """Return the lines under a table: its own and those of the columns shown."""
    return [note for note in (table.more, *(table.columns[at].note for at in shown)) if note]


def _says_something(cell: Cell) -> bool:
    match cell:
        case Run(text):
            return bool(text.strip())
        case Sparkline(values):
            return bool(values)
        case Meter():
            return True
