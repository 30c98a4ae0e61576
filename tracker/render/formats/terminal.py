"""A document on a terminal, by rich. Data is never read as markup; numbers are never cut, names are, in the middle."""

import io
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from tracker.render.document import (
    Block,
    Cell,
    Column,
    Document,
    Gap,
    Heading,
    Meter,
    Paragraph,
    Role,
    Run,
    Sparkline,
    Table,
)
from tracker.render.formats.bars import draw_meter, draw_sparkline

STYLES = {
    Role.PLAIN: "",
    Role.STRONG: "bold",
    Role.QUIET: "dim",
    Role.GOOD: "green",
    Role.BAD: "bold red",
    Role.NOW: "bold cyan",
    Role.CODE: "cyan",
}
SHORTEST = 12
UNCUT = 100_000


def render_terminal(document: Document, console: Console) -> None:
    """Draw a document on a console; on one that is no terminal nothing is shortened or wrapped."""
    screen = console.width
    if not console.is_terminal:
        console.width = UNCUT
    for block in document:
        _draw(block, console, screen)


def render_text(document: Document, width: int = 80) -> str:
    """Write a document as plain text."""
    file = io.StringIO()
    render_terminal(
        document, Console(file=file, width=width, color_system=None, highlight=False, markup=False, emoji=False)
    )
    return file.getvalue()


def _draw(block: Block, console: Console, screen: int) -> None:
    match block:
        case Heading(text, level):
            console.print(Text(text, style="bold" if level == 1 else "bold cyan"), soft_wrap=False)
        case Paragraph(runs, indent):
            line = Text(" " * indent)
            for run in runs:
                line.append(run.text, STYLES[run.role])
            console.print(line, overflow="fold")
        case Table():
            _draw_table(block, console, screen)
        case Gap():
            console.print()


def _draw_table(table: Table, console: Console, screen: int) -> None:
    shown = [at for at, column in enumerate(table.columns) if column.from_width <= screen]
    columns = [table.columns[at] for at in shown]
    rows = [[_text(row[at]) for at in shown] for row in table.rows]
    widths = _widths(columns, rows, console.width)
    drawn = RichTable(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=any(one.title for one in columns))
    for column, width in zip(columns, widths, strict=True):
        drawn.add_column(
            Text(column.title, style="dim"), justify="right" if column.right else "left", no_wrap=True, width=width
        )
    for row in rows:
        drawn.add_row(*(shorten(text, width) for text, width in zip(row, widths, strict=True)))
    console.print(drawn)
    if table.more:
        console.print(Text(table.more, style="dim"))


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Text]], screen: int) -> list[int]:
    """Give each column what it needs, and take what is too much from those that may shrink, the widest first."""
    needs = [
        max([cell_len(column.title), *(row[at].cell_len for row in rows)], default=0)
        for at, column in enumerate(columns)
    ]
    excess = sum(needs) + 2 * (len(needs) - 1) - screen
    while excess > 0:
        shrinking = [at for at, column in enumerate(columns) if column.shrinks and needs[at] > SHORTEST]
        if not shrinking:
            break
        widest = max(shrinking, key=lambda at: needs[at])
        needs[widest] -= 1
        excess -= 1
    return needs


def shorten(text: Text, width: int) -> Text:
    """Cut a text in its middle so that it fits."""
    if text.cell_len <= width:
        return text
    tail = max(1, (width - 1) // 3)
    head = width - 1 - tail
    plain = text.plain
    start = next(n for n in range(len(plain), -1, -1) if cell_len(plain[:n]) <= head)
    end = next(n for n in range(len(plain) + 1) if cell_len(plain[n:]) <= tail)
    return Text(f"{plain[:start].rstrip()}…{plain[end:].lstrip()}", style=text.style)


def _text(cell: Cell) -> Text:
    match cell:
        case Run(text, role):
            return Text(text, style=STYLES[role])
        case Meter(share, plan):
            return Text(draw_meter(share, plan))
        case Sparkline(values):
            return Text(draw_sparkline(values))
