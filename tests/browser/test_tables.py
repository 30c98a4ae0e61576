"""Tables in a browser: put in another order and filtered, by mouse and keyboard; whole where no script runs."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.browser.test_screen import faults, tab_to
from tracker.domain.text import sort_key

RESULTS = "Kết quả theo tiêu chí"


def column(page: Any, table: str, title: str) -> list[str]:
    """The texts of a column, from the top."""
    found = page.get_by_role("table", name=table, exact=True)
    heads = found.locator("thead").first.locator("th, td").all_inner_texts()
    at = next(at for at, head in enumerate(heads) if head.strip().startswith(title))
    return [str(row.locator("th, td").nth(at).inner_text()) for row in found.locator("tbody tr").all()]


def head(page: Any, table: str, title: str) -> Any:
    return page.get_by_role("table", name=table, exact=True).get_by_role("columnheader", name=title, exact=True)


def numbers(texts: Sequence[str]) -> list[float]:
    """The numbers of a column in Vietnamese; what has none is left out."""
    return [float(one.replace(".", "").replace(",", ".").rstrip("%")) for one in texts if one != "–"]


def test_a_click_sorts_by_what_numbers_are_worth(visit: Open) -> None:
    page = visit("weekly").page
    before = column(page, RESULTS, "Dự báo")
    found = head(page, RESULTS, "Dự báo")
    found.get_by_role("button").click()
    assert found.get_attribute("aria-sort") == "ascending"
    rising = column(page, RESULTS, "Dự báo")
    assert sorted(rising) == sorted(before)
    assert numbers(rising) == sorted(numbers(before))
    assert len(numbers(rising)) > 3
    found.get_by_role("button").click()
    assert found.get_attribute("aria-sort") == "descending"
    falling = column(page, RESULTS, "Dự báo")
    assert numbers(falling) == sorted(numbers(before), reverse=True)
    for texts in (rising, falling):  # what says nothing stands last either way
        assert set(texts[len(numbers(before)) :]) == {"–"}
    found.get_by_role("button").click()
    assert found.get_attribute("aria-sort") is None
    assert column(page, RESULTS, "Dự báo") == before


def test_the_keyboard_sorts_in_the_order_of_vietnamese_letters(visit: Open) -> None:
    page = visit("missing").page
    assert page.locator("button").count() == 0  # lists of facts stay as they are
    page = visit("weekly").page
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    name = "Kết quả từng đơn vị"
    found = head(page, name, "Đơn vị")
    found.get_by_role("button").focus()
    page.keyboard.press("Space")
    assert found.get_attribute("aria-sort") == "ascending"
    names = column(page, name, "Đơn vị")
    assert len(names) == 573
    assert names == sorted(names, key=sort_key)
    assert page.locator(":focus").evaluate("one => one.tagName") == "BUTTON"
    other = head(page, name, "Lượt ghi gần nhất")
    other.get_by_role("button").press("Enter")
    assert found.get_attribute("aria-sort") is None
    assert other.get_attribute("aria-sort") == "ascending"
    days = [datetime.strptime(one, "%d/%m/%Y") for one in column(page, name, "Lượt ghi gần nhất") if one != "–"]  # noqa: DTZ007
    assert days == sorted(days)
    assert len(days) > 100


def test_a_filter_finds_without_accents_and_says_how_many(visit: Open) -> None:
    page = visit("units").page
    box, told = page.get_by_role("searchbox", name="Lọc"), page.get_by_role("status")
    assert told.inner_text() == "548/548 dòng"
    assert told.get_attribute("aria-live") == "polite"
    tab_to(page, "input")
    page.keyboard.type("xuan tran")
    shown = page.locator("tbody tr:visible").all()
    assert 0 < len(shown) < 548
    assert told.inner_text() == f"{len(shown)}/548 dòng"
    for row in shown:
        assert {"xuân", "trấn"} <= set(row.inner_text().lower().split())
    box.fill("")
    assert told.inner_text() == "548/548 dòng"
    box.fill("không có đơn vị nào như vậy")
    assert told.inner_text() == "0/548 dòng"


def test_short_tables_have_no_filter(visit: Open) -> None:
    page = visit("status").page
    assert page.get_by_role("searchbox").count() == 0
    assert page.locator("th button").count() > 2


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_sort_and_filter(visit: Open, width: int, scheme: Any) -> None:
    page = visit("weekly", width, scheme).page
    page.locator("summary").click()
    head(page, "Kết quả từng đơn vị", "Đơn vị").get_by_role("button").click()
    page.get_by_role("searchbox").fill("tho xuan")
    assert faults(page, width) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["weekly", "units"])
def test_without_its_script_a_page_is_whole(visit: Open, name: str) -> None:
    page, full = visit(name, script=False).page, visit(name).page
    assert page.locator("button, input, output").count() == 0
    assert full.locator("button").count() > 2
    for one in (page, full):
        one.locator("summary").click() if one.locator("summary").count() else None
    assert page.locator("tbody tr").all_inner_texts() == full.locator("tbody tr").all_inner_texts()


@pytest.mark.parametrize("name", ["weekly", "units"])
def test_paper_shows_no_controls(visit: Open, name: str) -> None:
    from pypdf import PdfReader  # noqa: PLC0415 an extra: the other tests do without

    def printed(*, script: bool) -> list[str]:
        content = visit(name, script=script).page.pdf(prefer_css_page_size=True)
        return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(content)).pages]

    assert printed(script=True) == printed(script=False)


def test_pictures_take_the_colours_of_the_page(visit: Open) -> None:
    line = ".charts path[stroke='#2b6ca8']"
    seen = {
        scheme: visit("weekly", scheme=scheme).page.locator(line).first.evaluate("one => getComputedStyle(one).stroke")
        for scheme in ("light", "dark")
    }
    assert seen == {"light": "rgb(43, 108, 168)", "dark": "rgb(95, 163, 224)"}
