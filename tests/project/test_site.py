"""The documentation's site needs nothing from the network, and each page speaks its own language."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.project.site import build_site

FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data", "embed": "src"}
LINKS_NOT_FETCHED = {"canonical", "next", "prev", "alternate"}


class Fetched(HTMLParser):
    """What a browser fetches to show a page."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and not LINKS_NOT_FETCHED & set(values.get("rel", "").split()):
            self.found.append(values["href"])
        elif tag in FETCHED and FETCHED[tag] in values:
            self.found.append(values[FETCHED[tag]])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(tmp_path_factory.mktemp("site"))


def test_a_page_fetches_only_files_of_the_site(site: Path) -> None:
    reports = site / "reports"  # pages that stand alone: tests/browser
    pages = [page for page in site.rglob("*.html") if page.name != "404.html" and not page.is_relative_to(reports)]
    assert len(pages) > 25
    for page in pages:
        fetched = Fetched(page).found
        assert any(link.endswith(".css") for link in fetched)
        for link in fetched:
            assert not re.match(r"(\w+:)?//", link), (page, link)
            assert (page.parent / link.partition("?")[0]).is_file(), (page, link)


def test_no_style_fetches_from_elsewhere(site: Path) -> None:
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert styles
    assert [
        found for text in styles for found in re.findall(r"(?:url\(['\"]?|@import\s+['\"])(?:https?:)?//[^)'\"]*", text)
    ] == []


def test_each_page_speaks_its_own_language(site: Path) -> None:
    for language in ("vi", "en"):
        for source in (ROOT / "docs" / language).glob("*.md"):
            page = (site / language / f"{source.stem}.html").read_text(encoding="utf-8")
            assert f'<html lang="{language}"' in page
            assert ('placeholder="Tìm kiếm"' in page) == (language == "vi")


def test_every_page_can_be_found(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert index["config"]["lang"] == ["vi", "en"]
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    sources = {
        path.relative_to(ROOT / "docs").with_suffix(".html").as_posix() for path in (ROOT / "docs").rglob("*.md")
    }
    assert {name for name in sources if not name.startswith(("man/", "reports/"))} <= found
