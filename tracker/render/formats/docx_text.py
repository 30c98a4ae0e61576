"""Paragraphs of Word as text: WordprocessingML that any document may take in."""

import re
from collections.abc import Iterable
from unicodedata import normalize

from tracker.render.document import Role, Run

# What no XML may hold, and what would cut a page or a line of Word in two.
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BOLD = (Role.STRONG, Role.NOW)


def clean_text(text: str) -> str:
    """Return a text without the signs that a Word file cannot hold, its letters composed."""
    return _ILLEGAL.sub("", text if text.isascii() else normalize("NFC", text))


def write_text(text: str) -> str:
    """Write a text as the content of a run; line ends and tabs are Word's own."""
    return write_cleaned(clean_text(text))


def write_cleaned(text: str) -> str:
    """Write a text that is clean already."""
    said = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "\n" not in said and "\t" not in said:
        return f'<w:t xml:space="preserve">{said}</w:t>'
    lines = (
        "<w:tab/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in line.split("\t"))
        for line in said.split("\n")
    )
    return "<w:br/>".join(lines)


def write_run(run: Run, size: float | None = None) -> str:
    """Write a run; a paper is black, so only what is strong looks other than the style of its paragraph."""
    sized = f'<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>' if size else ""
    marks = ("<w:b/><w:bCs/>" if run.role in _BOLD else "") + sized
    return f"<w:r>{f'<w:rPr>{marks}</w:rPr>' if marks else ''}{write_text(run.text)}</w:r>"


def write_paragraph(style: str, content: str | Iterable[Run], properties: str = "") -> str:
    """Write a paragraph of a style, with properties of its own where it needs them."""
    runs = write_run(Run(content)) if isinstance(content, str) else "".join(map(write_run, content))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'
