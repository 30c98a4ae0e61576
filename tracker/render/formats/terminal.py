"""A document on a terminal, by rich. Data is never read as markup; numbers are never cut, names are, in the middle.

Tables are laid out here, row by row: rich's own measures and pads every cell of a table before it shows the first.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from rich.cells import cell_len, split_graphemes
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.text import Text

from tracker.domain.text import visible
from tracker.render.document import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Gap,
    Heading,
    Paragraph,
    Role,
    Run,
    Table,
    Title,
)
from tracker.render.formats.plain import draw_cell, render_plain

STYLES = {
    Role.PLAIN: "",
    Role.STRONG: "bold",
    Role.QUIET: "dim",
    Role.GOOD: "green",
    Role.BAD: "bold red",
    Role.NOW: "bold cyan",
    Role.CODE: "cyan",
}
SHORTEST, READABLE = 12, 18  # how short names become, and how short as long as there is an extra column to give up
EXTRA = 4  # the least `spare` of one
NARROWEST = 20
FOLDED = 40  # a longer word, as the path of a file, goes over lines
ROWS = 100


def render_terminal(document: Document, console: Console) -> None:
    """Draw a document on a console; one that is no terminal gets plain text."""
    if console.is_terminal:
        for part in _draw_on_screen(document, console):
            console.print(part, crop=False)
    else:
        console.file.write(render_plain(document, console.width))


def render_parts(document: Document, console: Console) -> Iterator[str]:
    """Draw a document as a terminal shows it, piece by piece, so that a long one can be read from its start at once."""
    for part in _draw_on_screen(document, console):
        with console.capture() as captured:
            console.print(part, crop=False)
        yield captured.get()


def _draw_on_screen(document: Document, console: Console) -> Iterator[RenderableType]:
    console.width = max(console.width, NARROWEST)  # some terminals say 0
    return _draw_all(document, console, console.width)


def _draw_all(document: Document, console: Console, screen: int) -> Iterator[RenderableType]:
    for block in document:
        yield from _draw(block, console, screen)


def _draw(block: Block, console: Console, screen: int) -> Iterator[RenderableType]:
    match block:
        case Heading(text, level):
            yield Text(visible(text, kept=""), style="bold" if level == 1 else "bold cyan")
        case Paragraph(runs, indent):
            line = Text.assemble(*((visible(run.text), STYLES[run.role]) for run in runs), overflow="fold")
            yield Padding(line, (0, 0, 0, indent), expand=False)
        case Table():
            yield from _draw_table(block, console, screen)
        case Chart(title, alternative):
            yield Text(f"{title}: {alternative}", style="dim")
        case Gap():
            yield Text("")
        case Title():
            pass  # a screen's own title is not ours


def _draw_table(table: Table, console: Console, screen: int) -> Iterator[RenderableType]:
    shown = [at for at, column in enumerate(table.columns) if column.from_width <= screen]
    runs = [[_as_run(row[at]) for at in shown] for row in table.rows]
    columns, rows, widths = _fit([table.columns[at] for at in shown], runs, console.width)
    if _whole(widths) > console.width:
        yield from _draw_stacked(columns, rows)
    else:
        if any(one.title for one in columns):
            rows = [[_heading(column, width) for column, width in zip(columns, widths, strict=True)], *rows]
        for start in range(0, len(rows), ROWS):
            drawn = (_draw_row(row, columns, widths, console) for row in rows[start : start + ROWS])
            yield Segments([segment for segments in drawn for segment in segments])
    for note in filter(None, (table.more, *(column.note for column in columns))):
        yield Text(note, style="dim")


def _heading(column: Column, width: int) -> Run:
    title = Text(column.title)
    if not column.wraps:
        title.truncate(width, overflow="ellipsis")  # a title is known by its start
    return Run(title.plain, Role.QUIET)


def _draw_row(row: Sequence[Run], columns: Sequence[Column], widths: list[int], console: Console) -> Iterator[Segment]:
    """Draw a row; texts that go over lines make it higher."""
    cells = [_lines(run.text, column, width, console) for run, column, width in zip(row, columns, widths, strict=True)]
    styles = [console.get_style(STYLES[run.role]) if run.role is not Role.PLAIN else None for run in row]
    for number in range(max(map(len, cells), default=0)):
        gap = 0
        for lines, column, width, style in zip(cells, columns, widths, styles, strict=True):
            text = lines[number] if number < len(lines) else ""
            spare = width - cell_len(text)
            before, after = (spare, 0) if column.right else (0, spare)
            yield Segment(" " * (gap + before))
            yield Segment(text, style)
            gap = after + 2
        yield Segment.line()


def _lines(text: str, column: Column, width: int, console: Console) -> list[str]:
    """Return the lines of a cell."""
    if cell_len(text) <= width:
        return [text]
    if column.wraps:
        return [line.plain.rstrip() for line in Text(text).wrap(console, width)]
    return [shorten(text, width)]


def _draw_stacked(columns: list[Column], rows: list[list[Run]]) -> Iterator[RenderableType]:
    """Draw each row over several lines, where even the shortest names leave no room for the numbers."""
    for row in rows:
        first, *rest = (Text(run.text, STYLES[run.role], overflow="fold") for run in row)
        named = zip(columns[1:], rest, strict=True)
        parts = [_labelled(column, text) for column, text in named if text]
        line = Text(" · ", overflow="fold").join(parts)
        yield first
        yield Padding(line, (0, 0, 0, 2))


def _labelled(column: Column, text: Text) -> Text:
    """Return a figure with its column's title; words that go over lines speak for themselves."""
    if column.title == "%":
        return Text.assemble(text, "%")
    return text if column.wraps else Text.assemble((f"{column.title}\u00a0", "dim"), text)


def _fit(columns: list[Column], rows: list[list[Run]], screen: int) -> tuple[list[Column], list[list[Run]], list[int]]:
    """Give each column its width, and save where the screen is too narrow: names, spare columns, then lines."""
    needs = [
        max([cell_len(column.title), *(cell_len(row[at].text) for row in rows)], default=0)
        for at, column in enumerate(columns)
    ]
    spare = max(range(len(columns)), key=lambda at: columns[at].spare, default=0)
    shortest = READABLE if columns and columns[spare].spare >= EXTRA else SHORTEST
    excess = _whole(needs) - screen
    excess = _save(needs, excess, [shortest if column.shrinks else None for column in columns])
    if excess > 0 and columns[spare].spare:
        kept = [at for at in range(len(columns)) if at != spare]
        return _fit([columns[at] for at in kept], [[row[at] for at in kept] for row in rows], screen)
    _save(
        needs,
        excess,
        [min(FOLDED, _longest_word(rows, at)) if column.wraps else None for at, column in enumerate(columns)],
    )
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


def _longest_word(rows: list[list[Run]], at: int) -> int:
    return max((cell_len(word) for row in rows for word in row[at].text.split()), default=1)


def shorten(text: str, width: int) -> str:
    """Cut a text in its middle so that it fits; a letter keeps its marks, and a wide one is never halved."""
    if cell_len(text) <= width:
        return text
    tail = max(1, (width - 1) // 3)
    letters = split_graphemes(text)[0]
    start = sum(1 for used in accumulate(cells for *_, cells in letters) if used <= width - 1 - tail)
    left = sum(1 for used in accumulate(cells for *_, cells in reversed(letters)) if used <= tail)
    end = letters[-left][0] if left else len(text)
    return f"{text[: letters[start][0]].rstrip()}…{text[end:].lstrip()}"


def _as_run(cell: Cell) -> Run:
    return Run(draw_cell(cell), cell.role if isinstance(cell, Run) else Role.PLAIN)
