"""A document as Markdown; data stays data, whatever signs it holds."""

import re

from tracker.render.document import (
    Block,
    Cell,
    Chart,
    Document,
    Gap,
    Heading,
    Meter,
    Paragraph,
    Role,
    Run,
    Sparkline,
    Table,
    Title,
)
from tracker.render.formats.bars import draw_meter, draw_sparkline

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&$])")
_BEGINS_BLOCK = r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+=]))"  # a list, a rule or the line under a heading


def render_md(document: Document) -> str:
    """Write a document as Markdown."""
    return "\n".join(filter(None, (_block(block) for block in document))).rstrip() + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {_escape(text)}\n"
        case Paragraph(runs, indent) if indent:  # what hangs under something is a list below it
            return f"{' ' * (indent - 2)}- {''.join(map(_run, runs)).strip()}\n"
        case Paragraph(runs):
            return re.sub(_BEGINS_BLOCK, r"\1\\", "".join(map(_run, runs))) + "\n"
        case Table():
            return _table(block)
        case Chart(title, alternative):
            return f"**{_escape(title)}**: {_escape(alternative)}\n"
        case Gap() | Title():
            return ""


def _table(table: Table) -> str:
    titles = [_escape(column.title) for column in table.columns]
    rules = ["---:" if column.right else "---" for column in table.columns]
    lines = [titles, rules, *([_cell(cell) for cell in row] for row in table.rows)]
    text = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    notes = filter(None, (table.more, *(column.note for column in table.columns)))
    return text + "".join(f"\n{_escape(note)}\n" for note in notes)


def _cell(cell: Cell) -> str:
    match cell:
        case Run():
            return _run(cell)
        case Meter(share, plan):
            return draw_meter(share, plan)
        case Sparkline(values):
            return draw_sparkline(values)


def _run(run: Run) -> str:
    if run.role is Role.CODE:
        return f"`{run.text.replace('`', '')}`"
    text = _escape(run.text)
    return (
        f"**{text.strip()}**" + " " * (len(text) - len(text.rstrip()))
        if run.role is Role.STRONG and text.strip()
        else text
    )


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
