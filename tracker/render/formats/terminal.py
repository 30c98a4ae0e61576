"""A document on a terminal, by rich. Data is never read as markup; numbers are never cut, names are, in the middle."""

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
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
NARROWEST = 20
UNCUT = 100_000


def render_terminal(document: Document, console: Console) -> None:
    """Draw a document on a console; for one that is no terminal nothing is shortened, wrapped or padded."""
    if console.is_terminal:
        console.width = max(console.width, NARROWEST)  # some terminals say 0
        _draw_all(document, console, console.width)
    else:
        console.file.write(_unpadded(document, console))


def render_text(document: Document, width: int = 80) -> str:
    """Write a document as plain text, with the columns that a screen of `width` shows."""
    return _unpadded(document, Console(width=width, color_system=None, highlight=False, markup=False, emoji=False))


def _unpadded(document: Document, console: Console) -> str:
    screen, console.width = console.width, UNCUT
    with console.capture() as captured:
        _draw_all(document, console, screen)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _draw_all(document: Document, console: Console, screen: int) -> None:
    for block in document:
        _draw(block, console, screen)


def _draw(block: Block, console: Console, screen: int) -> None:
    match block:
        case Heading(text, level):
            console.print(Text(text, style="bold" if level == 1 else "bold cyan"), soft_wrap=False)
        case Paragraph(runs, indent):
            line = Text.assemble(*((run.text, STYLES[run.role]) for run in runs), overflow="fold")
            console.print(Padding(line, (0, 0, 0, indent), expand=False))
        case Table():
            _draw_table(block, console, screen)
        case Gap():
            console.print()


def _draw_table(table: Table, console: Console, screen: int) -> None:
    shown = [at for at, column in enumerate(table.columns) if column.from_width <= screen]
    cells = [[_text(row[at]) for at in shown] for row in table.rows]
    columns, rows, widths = _fit([table.columns[at] for at in shown], cells, console.width)
    if _whole(widths) > console.width:
        _draw_stacked(columns, rows, table.more, console)
        return
    drawn = RichTable(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=any(one.title for one in columns))
    for column, width in zip(columns, widths, strict=True):
        title, justify = Text(column.title, style="dim"), "right" if column.right else "left"
        drawn.add_column(title, justify=justify, no_wrap=not column.wraps, width=width)  # type: ignore[arg-type]
    for row in rows:
        fitting = zip(columns, row, widths, strict=True)
        drawn.add_row(*(text if column.wraps else shorten(text, width) for column, text, width in fitting))
    console.print(drawn)
    if table.more:
        console.print(Text(table.more, style="dim"))


def _draw_stacked(columns: list[Column], rows: list[list[Text]], more: str, console: Console) -> None:
    """Draw each row over several lines, where even the shortest names leave no room for the numbers."""
    for first, *rest in rows:
        named = zip(columns[1:], rest, strict=True)
        parts = [_labelled(column, text) for column, text in named if text]
        console.print(first, overflow="fold")
        console.print(Padding(Text(" · ").join(parts), (0, 0, 0, 2)), overflow="fold")
    if more:
        console.print(Text(more, style="dim"))


def _labelled(column: Column, text: Text) -> Text:
    """Return a figure with its column's title; words that go over lines speak for themselves."""
    if column.title == "%":
        return Text.assemble(text, "%")
    return text if column.wraps else Text.assemble((f"{column.title}\u00a0", "dim"), text)


def _fit(
    columns: list[Column], rows: list[list[Text]], screen: int
) -> tuple[list[Column], list[list[Text]], list[int]]:
    """Give each column its width, and save where the screen is too narrow: names, spare columns, then lines."""
    needs = [
        max([cell_len(column.title), *(row[at].cell_len for row in rows)], default=0)
        for at, column in enumerate(columns)
    ]
    excess = _whole(needs) - screen
    excess = _save(needs, excess, [SHORTEST if column.shrinks else None for column in columns])
    spare = max(range(len(columns)), key=lambda at: columns[at].spare, default=0)
    if excess > 0 and columns[spare].spare:
        kept = [at for at in range(len(columns)) if at != spare]
        return _fit([columns[at] for at in kept], [[row[at] for at in kept] for row in rows], screen)
    _save(needs, excess, [_longest_word(rows, at) if column.wraps else None for at, column in enumerate(columns)])
    return columns, rows, needs


def _whole(widths: list[int]) -> int:
    """Return how wide a table is with its columns and the gaps between them."""
    return sum(widths) + 2 * (len(widths) - 1)


def _save(needs: list[int], excess: int, least: list[int | None]) -> int:
    """Narrow the widest columns that have a least width, down to it; return what is still too much."""
    while excess > 0:
        able = [at for at, floor in enumerate(least) if floor is not None and needs[at] > floor]
        if not able:
            break
        needs[max(able, key=lambda at: needs[at])] -= 1
        excess -= 1
    return excess


def _longest_word(rows: list[list[Text]], at: int) -> int:
    return max((cell_len(word) for row in rows for word in row[at].plain.split()), default=1)


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
