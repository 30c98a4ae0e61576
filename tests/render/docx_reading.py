"""Papers in Word read back by python-docx."""

from functools import cache
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from tests.render.papers import make_official
from tracker.render.formats.docx import render_docx


@cache
def written() -> bytes:
    return render_docx(make_official(rows=40))


def read(**changes: Any) -> Any:
    return docx.Document(BytesIO(render_docx(make_official(rows=2, **changes))))


def list_paragraphs(document: Any) -> list[Paragraph]:
    return [Paragraph(one, document) for one in document.element.body.iter(qn("w:p"))]


def find(document: Any, starts: str) -> Paragraph:
    return next(one for one in list_paragraphs(document) if one.text.startswith(starts))


def following(found: Paragraph) -> Any:
    """Return the paragraph after one, as it stands in the file."""
    return found._p.getnext()


def millimetres(twips: str | int) -> float:
    return int(twips) / 1440 * 25.4


def assert_no_lines(table: Table) -> None:
    assert table._tbl.tblPr.find(qn("w:tblStyle")) is None
    assert not list(table._tbl.iter(qn("w:tblBorders"), qn("w:tcBorders")))
