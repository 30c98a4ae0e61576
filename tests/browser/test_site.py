"""The documentation's site in a browser, opened from a folder: it is searched there in Vietnamese, without a network."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.project.site import build_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(tmp_path_factory.mktemp("site"))


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("sáp nhập", "Sáp nhập, chia tách, giải thể"),
        ("không phát sinh", "5. Báo cáo của đơn vị"),
        ("roster", "3. The roster"),
    ],
)
def test_the_search_finds(site: Path, page: "Page", asked: str, found: str) -> None:
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((site / "vi" / "index.html").as_uri())
    page.get_by_role("textbox", name="Tìm kiếm").click()
    page.keyboard.type(asked)
    page.locator(".md-search-result__item", has_text=found).first.wait_for()
    assert errors == []
    assert {url.partition(":")[0] for url in requests} == {"file"}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["vi/start", "vi/automation", "en/campaign", "errors", "cli"])
def test_no_page_is_wider_than_the_screen(site: Path, page: "Page", name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((site / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
