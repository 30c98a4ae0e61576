"""The pages on paper: A4, few sheets, every letter there, heads repeated, no row torn apart."""

import io
import re
from collections.abc import Callable
from unicodedata import normalize

import pytest

from tests.browser.conftest import Open

Print = Callable[..., list[str]]


@pytest.fixture
def printed(visit: Open) -> Print:
    """Print a page and return the text of each sheet, A4 every one."""

    def print_page(name: str, scheme: str = "light") -> list[str]:
        from pypdf import PdfReader  # noqa: PLC0415 an extra: the other tests do without

        sheets = PdfReader(io.BytesIO(visit(name, scheme=scheme).page.pdf(prefer_css_page_size=True))).pages
        for sheet in sheets:
            assert (float(sheet.mediabox.width), float(sheet.mediabox.height)) == pytest.approx((595.3, 841.9), abs=1)
        return [" ".join(normalize("NFC", sheet.extract_text()).split()) for sheet in sheets]

    return print_page


@pytest.mark.parametrize(
    ("name", "most"), [("weekly", 3), ("weekly-en", 3), ("unit", 2), ("nothing", 2), ("status", 2)]
)
def test_a_leader_s_page_is_a_few_sheets(printed: Print, name: str, most: int) -> None:
    """Two of words and tables, and one that the pictures of a whole campaign take."""
    assert 1 <= len(printed(name)) <= most


def test_every_letter_is_on_paper(printed: Print) -> None:
    sheets = printed("weekly")
    said = " ".join(sheets)
    for text in (
        "Báo cáo tuần · Thi đua đặc biệt CAND 80",
        "8/10 tiêu chí có giao chỉ tiêu đang đạt hoặc vượt kế hoạch phong trào.",
        "Hạn sắp tới: 10/02 (thứ Hai) Sơ kết Đợt 1; 14/02 (thứ Sáu) Báo cáo tuần 10/02-16/02.",
        "Kết quả theo tiêu chí",
        "Vận động đầu thú, bắt đối tượng truy nã",
        "352.500.000",
        "Tính đến 09/02/2025 · gồm 5.516 lượt ghi",
    ):
        assert text in said
    assert [f"{at + 1} / {len(sheets)}" in sheet for at, sheet in enumerate(sheets)] == [True] * len(sheets)


def test_a_dark_screen_prints_on_white_paper(visit: Open, printed: Print) -> None:
    assert printed("weekly", "dark") == printed("weekly")
    page = visit("weekly", scheme="dark").page
    page.emulate_media(media="print", color_scheme="dark")
    paper, ink = page.evaluate(
        "(({backgroundColor, color}) => [backgroundColor, color])(getComputedStyle(document.body))"
    )
    assert paper == "rgb(255, 255, 255)"
    assert max(map(int, re.findall(r"\d+", ink))) < 64


def test_a_long_table_says_on_each_sheet_what_its_columns_are(printed: Print) -> None:
    sheets = printed("units")
    assert len(sheets) > 5
    assert all("Mã số Tên Cấp Trực thuộc" in sheet for sheet in sheets)
    assert len(set(re.findall(r"\bth-\d+", " ".join(sheets)))) == 547


def test_no_row_is_torn_apart(printed: Print) -> None:
    sheets = printed("hostile-units")
    assert len(sheets) > 2
    starts, ends = ([set(re.findall(rf"{word}(\d+)", sheet)) for sheet in sheets] for word in ("đầu", "cuối"))
    assert starts == ends
    assert len(set.union(*starts)) == 60


def test_a_section_begins_with_its_table(printed: Print) -> None:
    """No heading stands at the foot of a sheet, its figures on the next."""
    for sheet in printed("missing"):
        assert re.search(r"(ghi lần cuối \d\d/\d\d/\d{4}|chưa có lượt ghi)$", sheet), sheet[-80:]
