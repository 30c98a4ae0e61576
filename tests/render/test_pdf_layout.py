"""The law's figures in a PDF: sizes, faces, margins, places, rules, annexes. They are typed again from the law here."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from tests.render.pdf_reading import MM, copied, one, paper, pieces, read, units
from tracker.i18n import speak
from tracker.render.document import Column, Heading, Run, Table, paragraph
from tracker.render.official import Annex

A4 = (595.276, 841.890)


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    speak("vi")
    yield
    speak("en")


def test_sizes_and_faces_are_those_of_the_law() -> None:
    body = (
        Heading("I. Kết quả", 2),
        Heading("1. Mô hình", 3),
        Heading("a) Đã làm", 4),
        paragraph("Nội dung báo cáo."),
    )
    reader = read(paper(body))
    page = reader.pages[0]
    expected = {
        "CÔNG AN TỈNH THANH HÓA": (12, "Tinos"),
        "PHÒNG CÔNG TÁC ĐẢNG": (12, "Tinos-Bold"),
        "CỘNG HÒA XÃ HỘI": (12, "Tinos-Bold"),
        "Độc lập - Tự do": (13, "Tinos-Bold"),
        "Số: 05/BC-PX03": (13, "Tinos"),
        "Thanh Hóa, ngày 07": (13, "Tinos-Italic"),
        "BÁO CÁO": (14, "Tinos-Bold"),
        "Kết quả thi đua tuần": (14, "Tinos-Bold"),
        "Kính gửi": (14, "Tinos"),
        "Căn cứ Luật": (14, "Tinos-Italic"),
        "I. KẾT QUẢ": (14, "Tinos-Bold"),
        "1. Mô hình": (14, "Tinos-Bold"),
        "a) Đã làm": (14, "Tinos"),
        "Nội dung báo cáo.": (14, "Tinos"),
        "KT. TRƯỞNG PHÒNG": (14, "Tinos-Bold"),
        "Nguyễn Văn A": (14, "Tinos-Bold"),
        "Nơi nhận:": (12, "Tinos-BoldItalic"),
        "- Lưu: VT.": (11, "Tinos"),
    }
    found = {text: one(page, text) for text in expected}
    assert {text: (piece.size, piece.font) for text, piece in found.items()} == expected
    assert found["Số: 05/BC-PX03"].y == found["Thanh Hóa, ngày 07"].y
    assert found["Nơi nhận:"].x < found["KT. TRƯỞNG PHÒNG"].x
    assert found["Nơi nhận:"].y == pytest.approx(found["KT. TRƯỞNG PHÒNG"].y, abs=3)


def test_pages_are_a4_with_the_margins_of_the_law() -> None:
    reader = read(paper((paragraph("Một hai ba bốn năm sáu bảy tám chín mười. " * 200),)))
    assert [(float(page.mediabox.width), float(page.mediabox.height)) for page in reader.pages] == [
        pytest.approx(A4, abs=0.1)
    ] * len(reader.pages)
    lines = [piece for piece in pieces(reader.pages[1]) if piece.text != "2"]
    assert min(piece.x for piece in lines) == pytest.approx(30 * MM, abs=0.5)
    assert max(piece.y for piece in lines) < A4[1] - 20 * MM < max(piece.y for piece in lines) + 14
    assert min(piece.y for piece in lines) > 20 * MM


def test_every_paragraph_begins_with_an_indent_and_lines_have_the_spacing_of_the_law() -> None:
    body = (paragraph("Đoạn thứ nhất. " * 20), paragraph("Đoạn thứ hai. " * 20))
    found = [piece for piece in pieces(read(paper(body)).pages[0]) if "Đoạn" in piece.text]
    indented = [piece for piece in found if piece.x == pytest.approx((30 + 12.7) * MM, abs=0.5)]
    assert len(indented) == 2
    gaps = [upper.y - lower.y for upper, lower in pairwise(found) if upper.y - lower.y > 1]
    line = 14 * 1.15 * 1.149
    assert min(gaps) == pytest.approx(line, abs=0.3)
    assert max(gaps) == pytest.approx(line + 6, abs=0.3)


def test_page_numbers_stand_in_the_middle_of_the_top_margin_and_not_on_the_first_page() -> None:
    reader = read(paper((paragraph("Dài. " * 1500),), Annex("Phụ lục", "(Kèm theo báo cáo)", (units(80),))))
    annex = next(at for at, page in enumerate(reader.pages) if page.mediabox.width > page.mediabox.height)
    assert 2 < annex < len(reader.pages) - 2
    numbers = [*range(1, annex + 1), *range(1, len(reader.pages) - annex + 1)]  # each annex is numbered by itself
    for number, page in zip(numbers, reader.pages, strict=True):
        height, width = float(page.mediabox.height), float(page.mediabox.width)
        top = [piece for piece in pieces(page) if piece.y > height - 20 * MM]
        if number == 1:
            assert top == []
            continue
        (said,) = top
        assert (said.text, said.size, said.font) == (str(number), 14, "Tinos")
        assert said.x == pytest.approx((30 * MM + width - 20 * MM) / 2, abs=8)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("Độc lập", 0.99, 1.01), ("PHÒNG CÔNG TÁC", 1 / 3, 1 / 2), ("Kết quả thi đua", 1 / 3, 1 / 2)],
)
def test_rules_are_as_long_as_the_law_says(text: str, least: float, most: float) -> None:
    page = read(paper()).pages[0]
    said = one(page, text)
    begin, length = min(
        ((x, length) for x, y, length in _rules(page) if 0 < said.y - y < 8), key=lambda rule: abs(rule[0] - said.x)
    )
    width = 2 * (begin + length / 2 - said.x)  # both stand in the middle
    assert least <= length / width <= most


def _rules(page: Any) -> list[tuple[float, float, float]]:
    """Return where the lines begin that a page draws, and how long they are."""
    found, place, begun = [], (0.0, 0.0), 0.0
    for operands, operator in page.get_contents().operations:
        if operator == b"cm":
            place = float(operands[4]), float(operands[5])
        elif operator == b"m":
            begun = float(operands[0])
        elif operator == b"l":
            found.append((*place, abs(float(operands[0]) - begun)))
    return found


def test_annexes_are_landscape_with_a_header_row_on_each_page() -> None:
    reader = read(paper((), Annex("Phụ lục\nKết quả theo đơn vị", "(Kèm theo Báo cáo số 05)", (units(120),))))
    annex = [page for page in reader.pages if page.mediabox.width > page.mediabox.height]
    assert len(annex) > 2
    assert all("Đơn vị" in page.extract_text() for page in annex)
    assert "(Kèm theo Báo cáo số 05)" in annex[0].extract_text()
    rows = [line for page in annex for line in page.extract_text().splitlines() if "Công an xã số" in line]
    assert len(rows) == 120


def test_small_tables_stand_on_one_page_and_long_ones_do_not_get_lost() -> None:
    small = Table((Column("Đơn vị"), Column("Điểm", right=True)), tuple((Run(f"Xã {at}"), Run("1")) for at in range(8)))
    pages = [page.extract_text() for page in read(paper((small,) * 12)).pages]
    assert [text.count("Xã 0") for text in pages] == [text.count("Xã 7") for text in pages]
    long = Table((Column("Ý kiến"),), tuple((Run(f"{at} " + "rất dài " * 900 + "hết"),) for at in range(2)))
    assert copied(read(paper((long,)))).count("hết") == 2


def test_an_annex_may_stand_upright() -> None:
    reader = read(paper((), Annex("Phụ lục", "", (units(3),), landscape=False)))
    assert all(page.mediabox.width < page.mediabox.height for page in reader.pages)


@pytest.mark.parametrize("count", [4, 24, 60])
def test_numbers_of_a_wide_table_stay_on_the_page_and_in_one_piece(count: int) -> None:
    columns = (Column("Đơn vị"), *(Column(f"Tiêu chí {at}", right=True) for at in range(count)))
    table = Table(columns, ((Run("Công an xã Thọ Xuân"), *(Run("1.234,5") for _ in range(count))),) * 3)
    page = read(paper((), Annex("Phụ lục", "", (table,)))).pages[-1]
    assert page.extract_text().count("1.234,5") == 3 * count
    if count < 30:  # sixty are more than the law's paper has room for
        assert max(piece.x for piece in pieces(page)) < float(page.mediabox.width) - 20 * MM
