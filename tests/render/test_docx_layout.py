"""A paper in Word, read back by python-docx and held against Decree 30/2020/ND-CP, Appendix I.

The law's figures stand here once more: they are not taken from the code that the papers are laid out by.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

import docx
import pytest
from docx.enum.section import WD_ORIENTATION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from tests.render.docx_reading import assert_no_lines, find, following, millimetres, read, written
from tracker.i18n import speak
from tracker.render.metrics import measure_text
from tracker.render.official import Signature

LEFT, CENTER, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
TEXT_WIDTH = 160  # 210 without 30 on the left and 20 on the right


class Law(NamedTuple):
    """What the law asks of a text: sizes it may have and the one in use, weight, slant, place, capitals."""

    starts: str
    sizes: tuple[float, float]
    size: float
    bold: bool
    italic: bool
    align: Any
    caps: bool


LAWS = (
    Law("CỘNG HÒA XÃ HỘI", (12, 13), 12, True, False, CENTER, True),
    Law("Độc lập - Tự do - Hạnh phúc", (13, 14), 13, True, False, CENTER, False),
    Law("CÔNG AN TỈNH THANH HÓA", (12, 13), 12, False, False, CENTER, True),
    Law("PHÒNG CÔNG TÁC ĐẢNG", (12, 13), 12, True, False, CENTER, True),
    Law("Số: 05/BC-PX03", (13, 13), 13, False, False, CENTER, False),
    Law("Thanh Hóa, ngày 03 tháng 02 năm 2025", (13, 14), 13, False, True, CENTER, False),
    Law("BÁO CÁO", (13, 14), 14, True, False, CENTER, True),
    Law("Kết quả thực hiện Phong trào", (13, 14), 14, True, False, CENTER, False),
    Law("Kính gửi: Giám đốc Công an tỉnh", (13, 14), 14, False, False, CENTER, False),
    Law("Căn cứ Kế hoạch số 12", (13, 14), 14, False, True, JUSTIFY, False),
    Law("I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO", (13, 14), 14, True, False, LEFT, True),
    Law("1. Kết quả theo tiêu chí", (13, 14), 14, True, False, LEFT, False),
    Law("a) Mô hình bảo đảm ANTT", (13, 14), 14, False, False, LEFT, False),
    Law("Trong tuần, toàn lực lượng", (13, 14), 14, False, False, JUSTIFY, False),
    Law("KT. TRƯỞNG PHÒNG", (13, 14), 14, True, False, CENTER, True),
    Law("PHÓ TRƯỞNG PHÒNG", (13, 14), 14, True, False, CENTER, True),
    Law("Nguyễn Văn A", (13, 14), 14, True, False, CENTER, False),
    Law("Nơi nhận:", (12, 12), 12, True, True, LEFT, False),
    Law("- Như trên;", (11, 11), 11, False, False, LEFT, False),
    Law("- Lưu: VT, PX03.", (11, 11), 11, False, False, LEFT, False),
    Law("Phụ lục I", (14, 14), 14, True, False, CENTER, False),
    Law("(Kèm theo Báo cáo số 05/BC-PX03)", (13, 14), 14, False, True, CENTER, False),
)


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    speak("vi")
    yield
    speak("en")


@pytest.fixture
def paper() -> Any:
    return docx.Document(BytesIO(written()))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.starts)
def test_text_has_the_size_weight_and_place_that_the_law_gives_it(paper: Any, law: Law) -> None:
    found = find(paper, law.starts)
    style = found.style
    assert style is not None
    assert style.font.size.pt == law.size
    assert law.sizes[0] <= style.font.size.pt <= law.sizes[1]
    assert (bool(style.font.bold), bool(style.font.italic)) == (law.bold, law.italic)
    assert style.paragraph_format.alignment == law.align
    assert not any(run.font.size for run in found.runs), "an officer who changes the style must change the text"
    assert not law.caps or found.text.isupper()


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.starts)
def test_every_style_names_times_new_roman_for_every_script_in_black(paper: Any, law: Law) -> None:
    style = find(paper, law.starts).style
    assert style is not None
    fonts = style.element.rPr.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{one}")) for one in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert str(style.font.color.rgb) == "000000"


def test_no_theme_overrides_the_font(paper: Any) -> None:
    assert "Theme" not in zipfile.ZipFile(BytesIO(written())).read("word/styles.xml").decode()


def test_paper_is_a4_with_the_margins_of_the_law(paper: Any) -> None:
    for section in paper.sections:
        sides = sorted((round(section.page_width.mm), round(section.page_height.mm)))
        assert sides == [210, 297]
        assert 20 <= round(section.top_margin.mm, 1) <= 25
        assert 20 <= round(section.bottom_margin.mm, 1) <= 25
        assert 30 <= round(section.left_margin.mm, 1) <= 35
        assert 15 <= round(section.right_margin.mm, 1) <= 20


def test_wide_annexes_lie_in_sections_of_their_own(paper: Any) -> None:
    turned = [section.orientation is WD_ORIENTATION.LANDSCAPE for section in paper.sections]
    assert turned == [False, True, False]
    assert paper.sections[1].page_width > paper.sections[1].page_height


def test_page_number_stands_centred_in_the_top_margin_and_not_on_the_first_page(paper: Any) -> None:
    first, *others = paper.sections
    (number,) = first.header.paragraphs
    assert 'w:instr=" PAGE "' in number._p.xml
    assert number.style.paragraph_format.alignment == CENTER
    assert 13 <= number.style.font.size.pt <= 14
    assert number.style.font.size.pt == 14
    below = first.header_distance.mm + number.style.font.size.pt * 1.15 / 72 * 25.4
    assert 0 < first.header_distance.mm < below < first.top_margin.mm
    assert first.different_first_page_header_footer
    assert first.first_page_header.is_linked_to_previous  # none is set: the first page's is empty
    for section in others:
        assert section.different_first_page_header_footer
        assert section.header.paragraphs[0]._p.xml == number._p.xml
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1", "each annex is numbered by itself"


def test_heads_stand_in_two_columns_of_40_to_60_without_lines(paper: Any) -> None:
    table = paper.tables[0]
    widths = [cell.width.mm for cell in table.rows[0].cells]
    assert widths == [pytest.approx(TEXT_WIDTH * 0.4, abs=1), pytest.approx(TEXT_WIDTH * 0.6, abs=1)]
    assert_no_lines(table)
    left, right = (cell.text for cell in table.rows[0].cells)
    assert left.startswith("CÔNG AN TỈNH THANH HÓA\nPHÒNG CÔNG TÁC")
    assert right.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    number, place = table.rows[1].cells
    assert (number.text, place.text) == ("Số: 05/BC-PX03", "Thanh Hóa, ngày 03 tháng 02 năm 2025")


@pytest.mark.parametrize(
    ("starts", "room", "least", "most"),
    [
        ("PHÒNG CÔNG TÁC", TEXT_WIDTH * 0.4, 1 / 3, 1 / 2),
        ("Độc lập", TEXT_WIDTH * 0.6, 0.99, 1.01),
        ("Kết quả thực hiện", TEXT_WIDTH, 1 / 3, 1 / 2),
    ],
)
def test_lines_under_texts_are_as_long_as_the_law_asks(
    paper: Any, starts: str, room: float, least: float, most: float
) -> None:
    found = find(paper, starts)
    assert found.style is not None
    size = found.style.font.size.pt
    text = max(measure_text(line, size, bold=True) for line in found.text.split("\n"))
    properties = following(found).pPr
    assert properties.find(qn("w:pBdr")).find(qn("w:bottom")).get(qn("w:val")) == "single"
    indents = properties.find(qn("w:ind"))
    sides = [millimetres(indents.get(qn(f"w:{side}"))) for side in ("left", "right")]
    assert sides[0] == sides[1]
    assert least <= (room - sum(sides)) / text <= most


def test_lines_of_a_long_abstract_are_about_as_long_as_each_other(paper: Any) -> None:
    lines = find(paper, "Kết quả thực hiện").text.split("\n")
    widths = [measure_text(line, 14, bold=True) for line in lines]
    assert len(lines) > 1
    assert max(widths) < TEXT_WIDTH
    assert min(widths) > 0.6 * max(widths)


@pytest.mark.parametrize("starts", ["Trong tuần", "Căn cứ Kế hoạch"])
def test_body_is_justified_with_indented_first_lines_and_gaps(paper: Any, starts: str) -> None:
    style = find(paper, starts).style
    assert style is not None
    laid = style.paragraph_format
    assert round(laid.first_line_indent.mm, 1) in (10.0, 12.7)
    assert laid.space_after.pt >= 6
    assert 1 <= laid.line_spacing <= 1.5


def test_headings_are_words_own_so_that_they_can_be_gone_through(paper: Any) -> None:
    names = [find(paper, starts).style.name for starts in ("I. CÔNG", "1. Kết", "a) Mô")]  # type: ignore[union-attr]
    assert names == ["Heading 1", "Heading 2", "Heading 3"]
    assert all(paper.styles[name].paragraph_format.keep_with_next for name in names)


def test_several_addressees_are_a_list_that_ends_as_the_law_has_it() -> None:
    document = read(addressees=("Bộ Công an", "Ủy ban nhân dân tỉnh;"))
    greeting, *listed = (one for one in document.paragraphs if one.style.style_id == "Addressees")
    assert greeting.text == "Kính gửi:"
    assert [one.text for one in listed] == ["- Bộ Công an;", "- Ủy ban nhân dân tỉnh."]
    before = greeting.paragraph_format.left_indent.mm
    for one in listed:
        dash = one.paragraph_format.left_indent.mm + one.paragraph_format.first_line_indent.mm
        assert dash == pytest.approx(before + 17.63, abs=0.2), "under the colon: as wide as Kính gửi is in Times of 14"
        assert 0 < dash - before < TEXT_WIDTH / 2


def test_signature_and_recipients_are_level_and_stay_on_one_page(paper: Any) -> None:
    table = next(one for one in paper.tables if "Nơi nhận:" in one.rows[0].cells[0].text)
    (row,) = table.rows
    assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    assert_no_lines(table)
    left, right = row.cells
    assert left.paragraphs[0].text == "Nơi nhận:"
    assert right.paragraphs[0].text == "KT. TRƯỞNG PHÒNG"
    assert right.paragraphs[-1].style.paragraph_format.space_before.pt >= 50, "room to sign"
    last = find(paper, "Trên đây là báo cáo")
    assert last.paragraph_format.keep_with_next, "a signature does not stand alone on a page"


def test_a_paper_without_letterhead_or_signer_is_still_a_paper() -> None:
    document = read(
        agencies=(), number="", place_and_date="", abstract="", addressees=(), grounds=(), recipients=(), annexes=(),
        signature=Signature((), ""),
    )  # fmt: skip
    assert find(document, "BÁO CÁO").text
    cells = list(document.element.body.iter(qn("w:tc")))
    assert cells
    assert all(one[-1].tag == qn("w:p") for one in cells), "Word calls a file damaged whose cell has no paragraph"
    assert document.element.body[-2].tag == qn("w:p"), "and a text ends with a paragraph"
    assert len(document.sections) == 1
