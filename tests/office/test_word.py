"""Papers in Word opened by LibreOffice and printed: what stands where on the pages, in millimetres."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.harness import tracker
from tests.office.conftest import Convert
from tests.render.papers import make_official
from tracker.i18n import speak
from tracker.render.formats.docx import render_docx
from tracker.render.formats.docx_sample import render_sample
from tracker.render.formats.docx_template import render_template

ROWS = 60
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_POINT = 25.4 / 72


class Word(NamedTuple):
    """A word and where it stands on its page."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Page(NamedTuple):
    """A printed page: its size and its words."""

    width: float
    height: float
    words: list[Word]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


Print = Callable[[bytes], list[Page]]


@pytest.fixture(scope="module")
def printed(convert: Convert, poppler: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Print:
    folder = tmp_path_factory.mktemp("papers")
    done: dict[bytes, list[Page]] = {}

    def lay_out(data: bytes) -> list[Page]:
        if data not in done:
            path = folder / f"paper{len(done)}.docx"
            path.write_bytes(data)
            said = poppler("pdftotext", "-bbox", convert(path, "pdf"), "-")
            done[data] = [_read_page(found) for found in _PAGE.findall(said)]
        return done[data]

    return lay_out


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sandbox")
    assert tracker("demo", "--dir", "demo", cwd=root).code == 0
    return root / "demo"


def _read_page(found: tuple[str, str, str]) -> Page:
    width, height = (float(one) * _POINT for one in found[:2])
    words = []
    for *sides, text in _WORD.findall(found[2]):
        left, top, right, bottom = (float(one) * _POINT for one in sides)
        words.append(Word(left, top, right, bottom, text.replace("&amp;", "&").replace("&lt;", "<")))
    return Page(width, height, words)


@pytest.fixture(scope="module")
def pages(printed: Print) -> list[Page]:
    speak("vi")
    data = render_docx(make_official(rows=ROWS))
    speak("en")
    return printed(data)


def find(page: Page, text: str) -> Word:
    return next(word for word in page.words if word.text == text)


def test_pages_are_a4_and_the_annex_lies_across(pages: list[Page]) -> None:
    sizes = [(round(page.width), round(page.height)) for page in pages]
    assert sizes[0] == sizes[1] == sizes[-1] == (210, 297)
    assert set(sizes[2:-1]) == {(297, 210)}
    assert len(pages) == 6  # two of the paper, three of 60 units, one of the second annex


def assert_numbered(pages: list[Page]) -> None:
    """Check that the paper and each annex are numbered from 1, which is not shown."""
    number, annexes = 0, 0
    for page in pages:
        begins = re.match(r"(Phụ lục|Annex)\b", page.text.strip()) is not None
        number, annexes = (1 if begins else number + 1), annexes + begins
        assert [word.text for word in page.words if word.bottom < 20] == ([] if number == 1 else [str(number)])
    assert annexes


def test_pages_are_numbered_in_the_top_margin_but_for_the_first(pages: list[Page]) -> None:
    assert_numbered(pages)
    for page in pages:
        for word in (word for word in page.words if word.bottom < 20):
            assert (word.left + word.right) / 2 == pytest.approx(30 + (page.width - 50) / 2, abs=1)


def test_nothing_stands_in_the_margins(pages: list[Page]) -> None:
    for page in pages:
        body = [word for word in page.words if word.top > 18]
        assert min(word.left for word in body) >= 29.5
        assert max(word.right for word in body) <= page.width - 19.5
        assert max(word.bottom for word in body) <= page.height - 19.5


def test_heads_stand_beside_each_other(pages: list[Page]) -> None:
    first = pages[0]
    assert find(first, "CỘNG").top == pytest.approx(find(first, "CÔNG").top, abs=0.5)
    assert find(first, "Số:").bottom == pytest.approx(find(first, "Hóa,").bottom, abs=0.5)
    line = [word for word in first.words if abs(word.top - find(first, "CỘNG").top) < 0.5]
    assert line[-1].text == "NAM", "the name of the state takes one line"


def test_recipients_stand_level_with_the_post(pages: list[Page]) -> None:
    page = next(page for page in pages if "Nơi nhận:" in page.text)
    assert find(page, "KT.").top == pytest.approx(find(page, "Nơi").top, abs=1.5)
    assert "Trên đây là báo cáo" in page.text, "a signature does not stand alone"
    assert "Nguyễn Văn A" in page.text


def test_header_rows_stand_on_every_page_of_an_annex(pages: list[Page]) -> None:
    annex = [page for page in pages if page.width > page.height]
    assert all("Đơn vị" in page.text for page in annex)
    units = [int(word) for page in annex for word in re.findall(r"Hoằng Thái (\d+)", page.text)]
    assert units == list(range(ROWS))


def test_a_filled_in_template_prints_as_the_paper_does(printed: Print, pages: list[Page], tmp_path: Path) -> None:
    speak("vi")
    path = tmp_path / "mau.docx"
    path.write_bytes(render_sample())
    data = render_template(path, make_official(rows=ROWS))
    speak("en")
    found = printed(data)
    assert [page.text for page in found[:-1]] == [page.text for page in pages[:-1]]
    assert "Phụ lục II" in found[-1].text, "each annex begins on a page of its own"
    assert "Phụ lục II" not in found[-2].text


def test_long_words_and_wide_tables_stay_on_the_paper(printed: Print) -> None:
    endless = "Dàikhôngcódấucách" * 12
    page, *_ = printed(render_docx(make_official(rows=2, abstract=endless, agencies=(endless,), annexes=())))
    assert max(word.right for word in page.words) <= 190.5


@pytest.mark.parametrize("asked", ["weekly --week 2025-W06", "phase dot-1", "final"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_reports_of_the_sandbox_print_as_the_law_asks(sandbox: Path, printed: Print, asked: str, lang: str) -> None:
    path = sandbox / "report.docx"
    said = tracker("report", *asked.split(), "-o", path, cwd=sandbox, TRACKER_TODAY="2025-03-03", TRACKER_LANG=lang)
    assert said.code == 0, said.err
    pages = printed(path.read_bytes())
    first, *others = pages
    assert_numbered(pages)
    assert {"vi": "BÁO CÁO", "en": "REPORT"}[lang] in first.text
    for page in others:
        assert max(word.right for word in page.words) <= page.width - 19.5
        assert max(word.bottom for word in page.words) <= page.height - 19.5
    assert re.search(r"\b[0-9a-f]{16}\b", others[-1].text), "the last line says which journal this is of"
