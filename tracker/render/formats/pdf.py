"""A paper to sign as PDF: laid out by Typst with fonts of our own, archivable (PDF/A-2a) and accessible (PDF/UA-1)."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from tracker.errors import TrackerError
from tracker.i18n import _
from tracker.render.column_widths import measure_column, share_list, share_width
from tracker.render.document import (
    Block,
    Cell,
    Chart,
    Document,
    Heading,
    Paragraph,
    Part,
    Role,
    Run,
    Table,
)
from tracker.render.drawing import can_draw, draw_svg
from tracker.render.formats.said_cells import say_cell
from tracker.render.layout import ND30
from tracker.render.metrics import break_title
from tracker.render.official import Annex, Official, list_addressees, place_addressees

if TYPE_CHECKING:
    from typst import PDFStandard

FONTS = Path(__file__).parent.parent / "fonts"
FONT = "Tinos"  # as wide as Times New Roman in every letter, and free
STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]
_TEMPLATE = Path(__file__).parent / "templates" / "official.typ"
_LONG = re.compile(r"\S{20}(?=\S)")  # longer than any number
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")  # signs that stand for no letter
_BREAK = "\u200b"  # where a word that no column is wide enough for may go on in the next line
_SMALLEST = 6.0
_WHOLE_ROWS, _WHOLE_LETTERS = 10, 1500  # a table no larger than this stands on one page
_WIDTH = ND30.page_width - ND30.left - ND30.right
_LANDSCAPE = ND30.page_height - ND30.left - ND30.right
_STRONG = (Role.STRONG, Role.NOW)


def render_pdf(official: Official) -> bytes:
    """Write a paper; the same paper gives the same bytes, on any machine.

    Where it holds a sign that no font here has (an emoji), it is written without claiming the standards.
    Raises: TrackerError extra-missing where typst is not installed.
    """
    try:
        import typst  # noqa: PLC0415 an extra
    except ImportError:
        raise TrackerError.of("extra-missing", library="typst", extra="pdf") from None
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    given = {"paper": json.dumps(_paper(official), ensure_ascii=False)}
    try:
        return typst.compile(_TEMPLATE, font_paths=fonts, sys_inputs=given, pdf_standards=STANDARDS, timestamp=0)
    except typst.TypstError:
        return typst.compile(_TEMPLATE, font_paths=fonts, sys_inputs=given, timestamp=0)


def _paper(official: Official) -> dict[str, Any]:
    """Return what the template reads: texts, never markup."""
    return {
        "layout": ND30._asdict(),
        "font": FONT,
        "language": official.language,
        "day": [official.day.year, official.day.month, official.day.day],
        "title": _text(" ".join(part for part in (official.kind, official.abstract) if part).replace("\n", " ")),
        "author": _text(official.agencies[-1] if official.agencies else ""),
        "provenance": _provenance(official),
        "keywords": _UNSEEN.sub("", official.keywords),
        "agencies": _agencies(official.agencies),
        "nation": [_text(official.nation[0]), _text(official.nation[1])],
        "number": _text(official.number),
        "place_and_date": _text(official.place_and_date),
        "kind": _text(official.kind),
        "abstract": _balanced(official.abstract, ND30.abstract, _WIDTH),
        **_addressed(official),
        "grounds": [_text(one) for one in official.grounds],
        "blocks": list(_blocks(official.body, _WIDTH)),
        "signature": {
            "lines": [_text(one) for one in official.signature.lines],
            "name": _text(official.signature.name),
        },
        "recipients-title": _("Recipients:"),
        "recipients": [_text(one) for one in official.recipients],
        "annexes": [_annex(one) for one in official.annexes],
    }


def _addressed(official: Official) -> dict[str, Any]:
    greeting, lines = _("To:"), [_text(one) for one in list_addressees(official)]
    place = place_addressees(greeting, lines, _WIDTH) if len(lines) > 1 else ()
    return {"to": greeting, "addressees": lines, "addressees-place": place}


def _provenance(official: Official) -> str:
    """Return where a paper says that its figures are from, so that programs can read that too."""
    blocks = [block for body in (official.body, *(one.body for one in official.annexes)) for block in body]
    said = [block for block in blocks if isinstance(block, Paragraph) and block.part is Part.FOOTER]
    return _UNSEEN.sub("", "".join(run.text for run in said[-1].runs)) if said else ""


def _agencies(named: Sequence[str]) -> list[str]:
    width = _WIDTH * ND30.header_left
    return [_balanced(one, ND30.agency, width, bold=at == len(named)) for at, one in enumerate(named, 1) if one.strip()]


def _balanced(text: str, size: float, width: float, *, bold: bool = True) -> str:
    """Break a centred text into lines about as long as each other; `size` is in points, `width` in millimetres."""
    return "\n".join(break_title(_text(text), size, width, bold=bold))


def _annex(annex: Annex) -> dict[str, Any]:
    width = _LANDSCAPE if annex.landscape else _WIDTH
    return {
        "title": _text(annex.title),
        "goes-with": _balanced(annex.goes_with, ND30.annex_title, width, bold=False),
        "landscape": annex.landscape,
        "blocks": list(_blocks(annex.body, width, depth=1)),
    }


def _blocks(document: Document, width: float, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the blocks; a heading's depth is at most one more than that of the heading before, as screen readers ask."""
    top = depth
    for block in document:
        if isinstance(block, Heading):
            depth = min(depth + 1, top + max(1, block.level - 1))
            yield _heading(block, depth)
        elif found := _block(block, width):
            yield found


def _heading(heading: Heading, depth: int) -> dict[str, Any]:
    text = _text(heading.text)
    return {
        "kind": "heading",
        "level": heading.level,
        "depth": depth,
        "text": text.upper() if heading.level <= 2 else text,
    }


def _block(block: Block, width: float) -> dict[str, Any] | None:
    match block:
        case Paragraph(runs, indent, part):
            said = [{"text": _text(one.text), "bold": one.role in _STRONG} for one in runs]
            return {"kind": "paragraph", "runs": said, "indent": indent, "part": part}
        case Table():
            return _table(block, width)
        case Chart() if can_draw():
            return {
                "kind": "chart",
                "title": _text(block.title),
                "alternative": normalize("NFC", block.alternative),
                "svg": draw_svg(block),
            }
        case Chart(title, alternative):
            said = [{"text": _text(f"{title}: {alternative}"), "bold": False}]
            return {"kind": "paragraph", "runs": said, "indent": 0, "part": "body"}
    return None  # a document's title is the paper's abstract; gaps are the law's


def _table(table: Table, width: float) -> dict[str, Any] | None:
    """Return a table over a width, without columns that say nothing; one without titles is a list of facts."""
    texts = [[_text(say_cell(cell)) for cell in row] for row in table.rows]
    shown = [at for at in range(len(table.columns)) if any(row[at].strip() for row in texts)]
    if not shown:
        return None
    columns = [table.columns[at]._replace(title=_text(table.columns[at].title)) for at in shown]
    parted = [[text.replace(_BREAK, " ") for text in column] for column in zip(*texts, strict=True)]
    rooms = [
        measure_column(one._replace(title=one.title.replace(_BREAK, " ")), parted[at])
        for at, one in zip(shown, columns, strict=True)
    ]
    is_list = not any(one.title for one in columns)
    scale = min(1.0, width / sum(one.least for one in rooms))
    return {
        "kind": "list" if is_list else "table",
        "titles": [one.title for one in columns],
        "right": [one.right for one in columns],
        "widths": share_list(rooms, width) if is_list else share_width(rooms, width),
        "size": max(_SMALLEST, int(ND30.annex_table * scale * 2) / 2),
        "rows": [[_cell(row[at], texts[number][at]) for at in shown] for number, row in enumerate(table.rows)],
        "whole": len(texts) <= _WHOLE_ROWS and sum(len(text) for row in texts for text in row) <= _WHOLE_LETTERS,
        "notes": [_text(one) for one in (table.more, *(one.note for one in columns)) if one],
    }


def _cell(cell: Cell, text: str) -> Any:
    return {"text": text} if isinstance(cell, Run) and cell.role in _STRONG else text


def _text(text: str) -> str:
    composed = _UNSEEN.sub("", normalize("NFC", text)).replace("\t", " ")
    return _LONG.sub(lambda found: found.group() + _BREAK, composed)
