"""A document as plain text, for what is no terminal: nothing is shortened, wrapped, padded at the end or coloured."""

import re
from collections.abc import Iterable, Iterator

from tracker.domain.text import visible
from tracker.render.document import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Gap,
    Heading,
    Meter,
    Paragraph,
    Run,
    Sparkline,
    Table,
    Title,
)
from tracker.render.formats.bars import draw_meter, draw_sparkline

WIDTH = 80
# Letters that fill one place each, as nearly all that is written here: of others rich knows the width, and loads slowly.
_NARROW = re.compile("[ -~\xa0-\u02ff\u1ea0-\u1ef9\u2010-\u2027\u2190-\u2193\u2500-\u259f]*")


def render_plain(document: Document, width: int = WIDTH) -> str:
    """Write a document with the columns that a screen of `width` shows."""
    lines = (line.rstrip() for block in document for text in _draw(block, width) for line in text.splitlines() or [""])
    return "".join(f"{line}\n" for line in lines)


def _draw(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading(text):
            yield visible(text, kept="")
        case Paragraph(runs, indent):
            text = "".join([visible(run.text) for run in runs]).expandtabs()
            yield "".join(f"{' ' * indent}{line}\n" for line in text.splitlines())
        case Table():
            yield from _draw_table(block, width)
        case Chart(title, alternative):
            yield f"{title}: {alternative}"
        case Gap():
            yield ""
        case Title():
            pass  # the text has a heading of its own


def _draw_table(table: Table, width: int) -> Iterator[str]:
    shown = [at for at, column in enumerate(table.columns) if column.from_width <= width]
    columns = [_draw_column([row[at] for row in table.rows], table.columns[at]) for at in shown]
    lines = map("  ".join, zip(*columns, strict=True))
    if not any(table.columns[at].title for at in shown):
        next(lines, None)
    yield from lines
    yield from filter(None, (table.more, *(table.columns[at].note for at in shown)))


def _draw_column(cells: Iterable[Cell], column: Column) -> list[str]:
    """Return the title of a column and its cells, all of one width."""
    texts = [column.title, *map(draw_cell, cells)]
    if _NARROW.fullmatch("".join(texts)):
        width = max(map(len, texts))
        return [text.rjust(width) for text in texts] if column.right else [text.ljust(width) for text in texts]
    from rich.cells import cell_len  # noqa: PLC0415 hardly any text asks for it

    widths = [cell_len(text) for text in texts]
    gaps = [" " * (max(widths) - width) for width in widths]
    return [gap + text if column.right else text + gap for text, gap in zip(texts, gaps, strict=True)]


def draw_cell(cell: Cell) -> str:
    """Return a cell as a line of text without signs that a screen cannot show."""
    match cell:
        case Run(text):
            return text if text.isprintable() else visible(text, kept="")
        case Meter(share, plan):
            return draw_meter(share, plan)
        case Sparkline(values):
            return draw_sparkline(values)
