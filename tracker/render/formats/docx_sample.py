"""The template that an office begins its own with: the layout of the law, with names where the texts of a paper come."""

import re
from datetime import date

from tracker.i18n import _, language
from tracker.render.document import paragraph
from tracker.render.formats.docx_text import write_paragraph
from tracker.render.official import Annex, Official, Signature

_DAY = date(2025, 1, 1)  # a template is as old as its layout
# Texts about as long as those that will stand there: the lines under them are measured by them.
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_AGENCY, _ABSTRACT = "CƠ QUAN BAN HÀNH", "Trích yếu nội dung của báo cáo tuần, sơ kết, tổng kết"
_GOES_WITH = "(Kèm theo Báo cáo số 01/BC ngày 01 tháng 01 năm 2025 của cơ quan ban hành)"
_NAMES = {
    _AGENCY: "agency",
    _ABSTRACT: "abstract",
    _GOES_WITH: "annex.goes_with",
    "KIND": "kind",
    "NATION": "nation",
    _MOTTO: "motto",
}
_EACH = {"ABOVE": "agencies[:-1]", "GROUND": "grounds", "SIGNING": "signature.lines", "RECIPIENT": "recipients"}
_PAGES = re.compile(r"<w:sectPr>.*?</w:sectPr>")
_PARAGRAPH = re.compile(r"<w:p>(?:(?!</w:p>).)*</w:p>")


def render_sample() -> bytes:
    """Write the template in the reader's language; it fills in to the paper that is written without a template.

    Raises: TrackerError extra-missing where python-docx is not installed.
    """
    from tracker.render.formats.docx import render_written  # noqa: PLC0415 slow to load

    return render_written(_stand_in(), _put_tags, _("Template for papers"))


def _stand_in() -> Official:
    annex = Annex("{{ annex.title }}", _GOES_WITH, (paragraph("{{p annex.body }}"),))
    return Official(
        agencies=("ABOVE", _AGENCY),
        nation=("NATION", _MOTTO),
        number="{{ number }}",
        place_and_date="{{ place_and_date }}",
        kind="KIND",
        abstract=_ABSTRACT,
        addressees=("{{ addressees | join('; ') }}",),
        grounds=("GROUND",),
        body=(paragraph("{{p body }}"),),
        signature=Signature(("SIGNING",), "{{ signature.name }}"),
        recipients=("RECIPIENT",),
        annexes=(annex,),
        language=language(),
        day=_DAY,
    )


def _put_tags(written: str) -> str:
    """Put names in the place of what stands in for them, and repeat what there are several of."""
    for text, name in _NAMES.items():
        written = written.replace(text, f"{{{{ {name} }}}}")
    annex_pages = _PAGES.findall(written)[-1]
    return _PARAGRAPH.sub(lambda found: _repeat(found.group(), annex_pages), written)


def _repeat(own: str, annex_pages: str) -> str:
    for token, values in _EACH.items():
        if f">{token}<" in own:
            return _tag(f"for one in {values}") + own.replace(token, "{{ one }}") + _tag("endfor")
    if "{{ addressees" in own:
        return _tag("if addressees") + own + _tag("endif")
    if "{{ annex.title" in own:
        return _tag("for annex in annexes") + own
    if "{{p annex.body" in own:
        ends = write_paragraph("Break", (), annex_pages)
        return own + _tag("if not loop.last") + ends + _tag("endif") + _tag("endfor")
    return own


def _tag(said: str) -> str:
    return f"<w:p><w:r><w:t>{{%p {said} %}}</w:t></w:r></w:p>"
