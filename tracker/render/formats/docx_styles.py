"""The named styles of a paper in Word, by the law's table: whoever changes one changes it everywhere it is used."""

from typing import NamedTuple

from tracker.render.layout import ND30

LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Style(NamedTuple):
    """A paragraph style: sizes and distances in points, indents in millimetres; `level` is that of a heading."""

    id: str
    name: str
    size: float
    bold: bool = False
    italic: bool = False
    align: str = "left"
    first_line: float = 0
    before: float = 0
    after: float = 0
    lines: float = 1
    level: int = 0
    keeps_next: bool = False


def _heading(number: int, *, bold: bool) -> Style:
    return Style(
        f"Heading{number}",
        f"heading {number}",
        ND30.heading,
        bold,
        first_line=ND30.first_line,
        after=ND30.gap,
        lines=ND30.line_spacing,
        level=number,
        keeps_next=True,
    )


def _text(id: str, name: str, size: float, *, italic: bool = False) -> Style:  # noqa: A002 what Word calls it
    return Style(
        id,
        name,
        size,
        italic=italic,
        align="both",
        first_line=ND30.first_line,
        after=ND30.gap,
        lines=ND30.line_spacing,
    )


_CELL_GAP = 1.5
_WORDS_OWN = ("heading 1", "heading 2", "heading 3", "Body Text", "caption", "header")
STYLES = (
    Style("Nation", "Quốc hiệu", ND30.nation, bold=True, align="center"),
    Style("Motto", "Tiêu ngữ", ND30.motto, bold=True, align="center"),
    Style("HigherAgency", "Cơ quan chủ quản", ND30.agency, align="center"),
    Style("Agency", "Cơ quan ban hành", ND30.agency, bold=True, align="center"),
    Style("Number", "Số và ký hiệu", ND30.number, align="center"),
    Style("PlaceAndDate", "Địa danh và thời gian", ND30.place_and_date, italic=True, align="center"),
    Style("Kind", "Tên loại văn bản", ND30.kind, bold=True, align="center", before=3 * ND30.gap),
    Style("Abstract", "Trích yếu", ND30.abstract, bold=True, align="center"),
    Style("Addressee", "Kính gửi", ND30.addressee, align="center", after=ND30.gap, lines=ND30.line_spacing),
    Style("Addressees", "Kính gửi nhiều nơi", ND30.addressee, lines=ND30.line_spacing),
    _text("Grounds", "Căn cứ", ND30.grounds, italic=True),
    _heading(1, bold=True),
    _heading(2, bold=True),
    _heading(3, bold=False),
    _text("BodyText", "Body Text", ND30.body),
    _text("Notice", "Lưu ý", ND30.body, italic=True),
    Style("Signer", "Quyền hạn và chức vụ", ND30.signature, bold=True, align="center"),
    Style("SignerName", "Họ tên người ký", ND30.signature, bold=True, align="center", before=5 * ND30.signature),
    Style("RecipientsTitle", "Nơi nhận", ND30.recipients_title, bold=True, italic=True),
    Style("Recipients", "Danh sách nơi nhận", ND30.recipients),
    Style("AnnexTitle", "Tên phụ lục", ND30.annex_title, bold=True, align="center", level=1, keeps_next=True),
    Style("AnnexOf", "Kèm theo văn bản", ND30.annex_title, italic=True, align="center"),
    Style("ColumnTitle", "Tiêu đề cột", ND30.annex_table, bold=True, align="center", keeps_next=True),
    Style("TableText", "Chữ trong bảng", ND30.annex_table, before=_CELL_GAP, after=_CELL_GAP),
    Style("TableNumber", "Số trong bảng", ND30.annex_table, align="right", before=_CELL_GAP, after=_CELL_GAP),
    Style("TableNote", "Ghi chú dưới bảng", ND30.annex_table, italic=True, before=ND30.gap / 2),
    Style("ListText", "Danh mục", ND30.body, after=ND30.gap / 2),
    Style("Caption", "caption", ND30.body - 1, bold=True, align="center", before=ND30.gap, keeps_next=True),
    Style("Picture", "Hình", ND30.body, align="center", after=ND30.gap),
    Style("Provenance", "Nguồn số liệu", ND30.recipients, align="both", before=ND30.gap),
    Style("Rule", "Đường kẻ", 2, align="center", after=ND30.gap),
    Style("Break", "Ngắt phần", 1),
    Style("Header", "header", ND30.page_number, align="center"),
)


def compose_styles(language: str) -> str:
    """Compose all of a document's styles, as WordprocessingML."""
    tongue = LANGUAGES.get(language, language)
    fonts = " ".join(f'w:{one}="{ND30.font}"' for one in ("ascii", "hAnsi", "eastAsia", "cs"))
    base = f'<w:rFonts {fonts}/><w:color w:val="000000"/>{_size(ND30.body)}'
    spoken = f'<w:lang w:val="{tongue}" w:eastAsia="{tongue}" w:bidi="ar-SA"/>'
    return (
        f"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{base}{spoken}</w:rPr></w:rPrDefault>"
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:rPr>{base}</w:rPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
        f"{''.join(map(compose_style, STYLES))}{_NO_LINES}{FIGURES}</w:styles>"
    )


def compose_style(style: Style) -> str:
    """Compose one style; all that the law lays down stands in it, so that it can stand in any document."""
    fonts = " ".join(f'w:{one}="{ND30.font}"' for one in ("ascii", "hAnsi", "eastAsia", "cs"))
    keeps = "<w:keepNext/>" if style.keeps_next else ""
    level = f'<w:outlineLvl w:val="{style.level - 1}"/>' if style.level else ""
    weight = f'<w:b w:val="{style.bold:d}"/><w:bCs w:val="{style.bold:d}"/>'
    slant = f'<w:i w:val="{style.italic:d}"/><w:iCs w:val="{style.italic:d}"/>'
    rule, line = ("exact", 40) if style.id in ("Rule", "Break") else ("auto", round(240 * style.lines))
    return (
        f'<w:style w:type="paragraph" w:customStyle="{style.name not in _WORDS_OWN:d}"'
        f' w:styleId="{style.id}"><w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{keeps}'
        f'<w:spacing w:before="{twentieths(style.before)}" w:after="{twentieths(style.after)}" w:line="{line}"'
        f' w:lineRule="{rule}"/><w:ind w:firstLine="{twips(style.first_line)}"/><w:jc w:val="{style.align}"/>{level}</w:pPr>'
        f'<w:rPr><w:rFonts {fonts}/>{weight}{slant}<w:color w:val="000000"/>{_size(style.size)}</w:rPr></w:style>'
    )


def twips(millimetres: float) -> int:
    """Return a length in twentieths of a point, from millimetres."""
    return round(millimetres * 1440 / 25.4)


def twentieths(points: float) -> int:
    """Return a length in twentieths of a point, from points."""
    return round(points * 20)


def _size(points: float) -> str:
    return f'<w:sz w:val="{points * 2:g}"/><w:szCs w:val="{points * 2:g}"/>'


_SIDES = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
NO_MARGINS = f"<w:tblCellMar>{_SIDES}</w:tblCellMar>"
_INSET = '<w:top w:w="0" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_NO_LINES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
    f"<w:tblPr>{NO_MARGINS}</w:tblPr></w:style>"
)
FIGURES = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="Figures"><w:name w:val="Bảng số liệu"/>'
    "<w:tblPr>"
    f"<w:tblBorders>{_LINES}</w:tblBorders><w:tblCellMar>{_INSET}</w:tblCellMar></w:tblPr></w:style>"
)
