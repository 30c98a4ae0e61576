"""A document as a page: one file with its style inside, that asks nothing of any network and runs no script."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from decimal import Decimal
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple, TypeGuard

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.i18n import _, language, percent
from tracker.render.document import (
    Block,
    Cell,
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

TEMPLATES = Path(__file__).parent / "templates"


class Section(NamedTuple):
    """A heading (the first section may have none) and the blocks under it; `id` is that of the heading."""

    id: str
    heading: Heading | None
    blocks: list[Block]


def render_html(document: Document) -> str:
    """Write a document as a page. Texts are data: whatever signs they hold, they are shown and never run."""
    blocks = [block for block in document if not isinstance(block, Gap)]
    title = next(block.text for block in blocks if isinstance(block, Title | Heading))
    heading = next((block.text for block in blocks if _is_main(block)), title)
    drawn = [block for block in blocks if not isinstance(block, Title) and not _is_main(block)]
    opening = list(takewhile(lambda block: isinstance(block, Paragraph) and block.part is Part.BODY, drawn))
    rest = drawn[len(opening) :]
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
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
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
    )


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
    return sections


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for kind in (Table, Run, Meter, Sparkline):
        environment.tests[kind.__name__.lower()] = lambda value, kind=kind: isinstance(value, kind)
    environment.filters.update(shown=shown_columns, notes=notes_of, say_meter=say_meter, say_sparkline=say_sparkline)
    return environment


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


def say_sparkline(line: Sparkline) -> str:
    """Say a sparkline for those who hear the page."""
    return _("from the oldest to the newest: {amounts}").format(amounts="; ".join(line.said))


def say_meter(meter: Meter) -> str:
    """Say a meter for those who hear the page."""
    done = percent(Decimal(str(meter.share)))
    if meter.plan is None:
        return _("{done} of the target").format(done=done)
    plan = percent(Decimal(str(meter.plan)))
    return _("{done} of the target; by now the plan is {plan}").format(done=done, plan=plan)
