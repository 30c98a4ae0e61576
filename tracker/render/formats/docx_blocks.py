"""The text of a paper in Word: headings, paragraphs, tables and pictures, in the order in which they were composed."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from tracker.render.document import Block, Chart, Document, Heading, Paragraph, Part, Table
from tracker.render.drawing import can_draw, draw_png
from tracker.render.formats.docx_styles import twips
from tracker.render.formats.docx_table import write_table
from tracker.render.formats.docx_text import clean_text, write_paragraph
from tracker.render.layout import ND30

_EMUS = 36000  # in a millimetre
_TALLEST = 120 * _EMUS
_PARTS = {Part.FOOTER: "Provenance", Part.NOTICE: "Notice"}


def write_blocks(document: Document, width: float, part: Any, *, before_signature: bool = False) -> str:
    """Write the blocks of a text over a width in millimetres; `part` is what of the file takes the pictures in.

    A last paragraph `before_signature` stands on the same page as the signature.
    """
    written = list(_each(document, width, part))
    if before_signature and document and isinstance(document[-1], Paragraph):
        written[-1] = written[-1].replace("/>", "/><w:keepNext/>", 1)
    return "".join(written)


def _each(document: Document, width: float, part: Any) -> Iterator[str]:
    for block in document:
        if written := _block(block, width, part):
            yield written


def _block(block: Block, width: float, part: Any) -> str:
    match block:
        case Heading(text, level):
            return write_paragraph(f"Heading{min(max(level - 1, 1), 3)}", text.upper() if level <= 2 else text)
        case Paragraph(runs, indent, of):
            moved = f'<w:ind w:left="{twips(indent * ND30.first_line)}"/>' if indent else ""
            return write_paragraph(_PARTS.get(of, "BodyText"), runs, moved)
        case Table():
            return write_table(block, width)
        case Chart() if can_draw():
            return write_paragraph("Caption", block.title) + _picture(block, width, part)
        case Chart(title, alternative):
            return write_paragraph("BodyText", f"{title}: {alternative}")
    return ""  # a document's title is the paper's abstract; gaps are the law's


def _picture(chart: Chart, width: float, part: Any) -> str:
    """Write a picture as wide as the text, or as tall as leaves room for a text above it, with what it shows in words."""
    from docx.shape import InlineShape  # noqa: PLC0415 an extra, and slow to load
    from docx.shared import Length  # noqa: PLC0415 loaded by then
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 loaded by then

    inline = part.new_pic_inline(BytesIO(draw_png(chart)), width=round(width * _EMUS))
    shape = InlineShape(inline)
    if shape.height > _TALLEST:
        shape.width, shape.height = Length(shape.width * _TALLEST / shape.height), Length(_TALLEST)
    inline.docPr.set("title", clean_text(chart.title))
    inline.docPr.set("descr", clean_text(chart.alternative))
    drawn = etree.tostring(inline, encoding="unicode")
    return f'<w:p><w:pPr><w:pStyle w:val="Picture"/></w:pPr><w:r><w:drawing>{drawn}</w:drawing></w:r></w:p>'
