"""A paper to sign as Word, laid out as the law asks, in named styles that an officer can change."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tracker.errors import TrackerError
from tracker.i18n import _
from tracker.render.formats.docx_blocks import write_blocks
from tracker.render.formats.docx_package import make_package, save_package, write_properties
from tracker.render.formats.docx_styles import NO_MARGINS, twips
from tracker.render.formats.docx_text import clean_text, write_paragraph, write_text
from tracker.render.layout import ND30
from tracker.render.metrics import break_title, measure_text
from tracker.render.official import Annex, Official, list_addressees, place_addressees

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
WIDTH = ND30.page_width - ND30.left - ND30.right
_LANDSCAPE = ND30.page_height - ND30.left - ND30.right
_HEADER = 9.0  # millimetres from the paper's edge to the page number: about the middle of the margin
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_GAP = write_paragraph("Break", (), '<w:spacing w:after="120"/>')
_THICK = '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>'


def render_docx(official: Official) -> bytes:
    """Write a paper; the same paper gives the same bytes.

    Raises: TrackerError extra-missing where python-docx is not installed.
    """
    return render_written(official)


def render_written(official: Official, change: Callable[[str], str] = str, title: str = "") -> bytes:
    """Write a paper whose text is changed, as WordprocessingML, before it is put into the file; `title` is the file's own."""
    try:
        from docx.oxml.parser import parse_xml  # noqa: PLC0415 an extra, and slow to load
    except ImportError:
        raise TrackerError.of("extra-missing", library="python-docx", extra="docx") from None
    document = make_package(official)
    write_properties(document, official, title)
    numbered = _number_pages(document)
    written = change(write_paper(official, document.part, numbered))
    whole = parse_xml(f"<w:document {NAMESPACES}><w:body>{written}</w:body></w:document>")
    for number, picture in enumerate(whole.iter(_PICTURE), 1):
        picture.set("id", str(number))
    document.part._element = whole  # at once: one after the other, python-docx takes 20 times as long
    return save_package(document, official)


def write_paper(official: Official, part: Any, numbered: str) -> str:
    """Write all of a paper; `numbered` is the header that bears the page number, `part` what takes pictures in."""
    sections = [(_main(official, part), False), *((_annex(one, part), one.landscape) for one in official.annexes)]
    pages = [_pages(landscape, numbered) for _text, landscape in sections]
    parts = [
        text + write_paragraph("Break", (), page)
        for (text, _landscape), page in zip(sections[:-1], pages, strict=False)
    ]
    return "".join((*parts, sections[-1][0], write_paragraph("Break", ()), pages[-1]))


def _main(official: Official, part: Any) -> str:
    return "".join(
        (
            _head(official),
            *_subject(official),
            _addressed(official),
            *(write_paragraph("Grounds", one) for one in official.grounds),
            write_blocks(official.body, WIDTH, part, before_signature=True),
            _signed(official),
        )
    )


def _head(official: Official) -> str:
    """Write the heads of the paper: whose it is on the left, the state's name and motto on the right."""
    left, right = WIDTH * ND30.header_left, WIDTH * (1 - ND30.header_left)
    higher = (break_title(clean_text(one), ND30.agency, left) for one in official.agencies[:-1])
    above = [write_paragraph("HigherAgency", "\n".join(lines)) for lines in higher]
    agency = official.agencies[-1] if official.agencies else ""
    nation, motto = official.nation
    first = (
        "".join((*above, _ruled("Agency", agency, ND30.agency, left, ND30.rule_share))),
        write_paragraph("Nation", nation) + _ruled("Motto", motto, ND30.motto, right, 1),
    )
    second = (write_paragraph("Number", official.number), write_paragraph("PlaceAndDate", official.place_and_date))
    return _pair((first, second), (left, right))


def _subject(official: Official) -> Iterator[str]:
    yield write_paragraph("Kind", official.kind)
    if official.abstract:
        yield _ruled("Abstract", official.abstract, ND30.abstract, WIDTH, ND30.rule_share)


def _addressed(official: Official) -> str:
    """Write whom the paper goes to: one stands beside the words for it, several are a list under them."""
    greeting, lines = _("To:"), list_addressees(official)
    if len(lines) < 2:
        return "".join(write_paragraph("Addressee", f"{greeting} {one}") for one in lines)
    place = place_addressees(greeting, lines, WIDTH)
    to = write_paragraph("Addressees", greeting, f'<w:keepNext/><w:ind w:left="{twips(place.greeting)}"/>')
    hung = f'<w:ind w:left="{twips(place.text)}" w:hanging="{twips(place.text - place.dash)}"/>'
    return "".join((to, *(write_paragraph("Addressees", one, hung) for one in lines), _GAP))


def _signed(official: Official) -> str:
    """Write who receives the paper and, level with it, who signs; both on one page."""
    received = [write_paragraph("RecipientsTitle", _("Recipients:"))] if official.recipients else []
    received += [write_paragraph("Recipients", one) for one in official.recipients]
    signer = [write_paragraph("Signer", one) for one in official.signature.lines]
    signer.append(write_paragraph("SignerName", official.signature.name))
    gap = write_paragraph("Break", (), '<w:keepNext/><w:spacing w:after="120"/>')
    return gap + _pair((("".join(received), "".join(signer)),), (WIDTH / 2, WIDTH / 2))


def _annex(annex: Annex, part: Any) -> str:
    width = _LANDSCAPE if annex.landscape else WIDTH
    goes_with = _ruled("AnnexOf", annex.goes_with, ND30.annex_title, width, ND30.rule_share, bold=False)
    return write_paragraph("AnnexTitle", annex.title) + goes_with + write_blocks(annex.body, width, part)


def _ruled(style: str, text: str, size: float, width: float, share: float, *, bold: bool = True) -> str:
    """Write a text with a line under it, as long as a share of the text's longest line."""
    lines = break_title(clean_text(text), size, width, bold=bold)
    if not lines:
        return ""
    length = max(measure_text(line, size, bold=bold) for line in lines) * share
    side = twips(max(0, width - length) / 2)
    rule = f'<w:pBdr>{_THICK}</w:pBdr><w:ind w:left="{side}" w:right="{side}"/>'
    return write_paragraph(style, "\n".join(lines), "<w:keepNext/>") + write_paragraph("Rule", (), rule)


def _pair(rows: Iterable[tuple[str, str]], widths: tuple[float, float]) -> str:
    """Write two columns beside each other without lines, each row whole on a page."""
    grid = "".join(f'<w:gridCol w:w="{twips(one)}"/>' for one in widths)
    written = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>{cell or "<w:p/>"}</w:tc>'
            for cell, width in zip(row, widths, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'{NO_MARGINS}<w:tblLook w:val="0000"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>'
    )


def _number_pages(document: Any) -> str:
    """Make the header with the page number, and return what a section names it by."""
    from docx.oxml.parser import parse_xml  # noqa: PLC0415 an extra, and slow to load

    section = document.sections[0]
    header = section.header._element
    field = f'<w:fldSimple w:instr=" PAGE ">{"<w:r>" + write_text("2") + "</w:r>"}</w:fldSimple>'
    written = f'<w:p {NAMESPACES}><w:pPr><w:pStyle w:val="Header"/></w:pPr>{field}</w:p>'
    header[:] = [parse_xml(written)]
    (reference,) = section._sectPr.headerReference_lst
    return f'<w:headerReference w:type="default" r:id="{reference.rId}"/>'


def _pages(landscape: bool, numbered: str) -> str:
    """Write how the pages of a section lie; the paper and each annex are numbered from 1, which is not shown."""
    width, height = ND30.page_width, ND30.page_height
    turned = ' w:orient="landscape"' if landscape else ""
    size = (height, width) if landscape else (width, height)
    return (
        f'<w:sectPr>{numbered}<w:type w:val="nextPage"/><w:pgSz w:w="{twips(size[0])}" w:h="{twips(size[1])}"{turned}/>'
        f'<w:pgMar w:top="{twips(ND30.top)}" w:right="{twips(ND30.right)}" w:bottom="{twips(ND30.bottom)}" '
        f'w:left="{twips(ND30.left)}" w:header="{twips(_HEADER)}" w:footer="{twips(_HEADER)}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )
