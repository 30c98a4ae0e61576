"""What stands in a paper in Word: tables, pictures, texts to the letter, and a file that is the same each time."""

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table

from tests.render.docx_reading import assert_no_lines, find, list_paragraphs, read, written
from tests.render.papers import CHART, NAUGHTY, make_official, make_table
from tracker.i18n import speak
from tracker.render.document import Column, Heading, Part, Role, Run, paragraph
from tracker.render.document import Table as Figures
from tracker.render.formats.docx import render_docx

LEFT, CENTER, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
TEXT_WIDTH = 160  # 210 without 30 on the left and 20 on the right


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    speak("vi")
    yield
    speak("en")


@pytest.fixture
def paper() -> Any:
    return docx.Document(BytesIO(written()))


def test_header_rows_are_repeated_and_rows_do_not_break(paper: Any) -> None:
    tables = [one for one in paper.tables if one.rows[0].cells[0].text == "Đơn vị"]
    assert len(tables) == 3
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert not any(row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows[1:])


def test_short_tables_stay_whole_and_of_long_ones_no_single_row_goes_on(paper: Any) -> None:
    def kept(table: Table) -> list[bool]:
        return [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in table.rows[1:]]

    short, long = (next(one for one in paper.tables if len(one.rows) == rows) for rows in (5, 41))
    assert kept(short) == [True] * 3 + [False]
    assert kept(long) == [False] * 38 + [True, False]


def test_numbers_stand_right_and_a_table_is_as_wide_as_the_text(paper: Any) -> None:
    table = next(one for one in paper.tables if len(one.rows) == 41)
    cells = table.rows[3].cells
    assert [cell.text for cell in cells[:3]] == ["Công an xã Hoằng Thái 2", "2", "4"]
    assert cells[1].paragraphs[0].style.paragraph_format.alignment == RIGHT
    assert cells[0].paragraphs[0].style.paragraph_format.alignment == LEFT
    assert table.rows[1].cells[0].paragraphs[0].runs[0].bold
    assert sum(cell.width.mm for cell in cells) == pytest.approx(247, abs=1)
    assert table.style.name == "Bảng số liệu"


def test_a_table_too_wide_for_the_page_gets_smaller_letters_and_keeps_its_width() -> None:
    columns = tuple(Column(f"Tiêu chí số {at}", right=True) for at in range(24))
    wide = Figures(columns, (tuple(Run("1.234.567") for _ in columns),))
    (table,) = (one for one in read(body=(wide,)).tables if len(one.columns) == 24)
    assert sum(cell.width.mm for cell in table.rows[0].cells) == pytest.approx(TEXT_WIDTH, abs=1)
    assert table.rows[1].cells[0].paragraphs[0].runs[0].font.size.pt < 11


def test_columns_that_say_nothing_are_left_out_and_lists_have_no_lines() -> None:
    empty = Figures((Column("A"), Column("B")), ((Run("x"), Run(" ")),))
    listed = Figures((Column(""), Column("")), ((Run("Nhãn", Role.QUIET), Run("chữ")),))
    document = read(body=(empty, listed, Figures((Column("C"),), ())), annexes=())
    tables = document.tables[1:-1]
    assert [[cell.text for row in one.rows for cell in row.cells] for one in tables] == [["A", "x"], ["Nhãn", "chữ"]]
    assert_no_lines(tables[1])


def test_charts_are_pictures_that_say_what_they_show(paper: Any) -> None:
    (picture,) = paper.inline_shapes
    assert picture._inline.docPr.get("descr") == CHART.alternative
    assert picture._inline.docPr.get("title") == CHART.title
    assert picture.width.mm == pytest.approx(TEXT_WIDTH, abs=1)
    assert find(paper, CHART.title).text


def test_a_tall_chart_leaves_room_for_the_text_around_it() -> None:
    tall = CHART._replace(specification=CHART.specification.replace('"height": 120', '"height": 1200'))
    (picture,) = read(body=(tall,)).inline_shapes
    assert picture.height.mm == pytest.approx(120, abs=1)
    assert picture.width.mm < 60


def test_without_the_library_that_draws_the_words_stand_in_a_charts_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.render.formats.docx_blocks.can_draw", lambda: False)
    document = read()
    assert find(document, f"{CHART.title}: {CHART.alternative}").text
    assert not document.inline_shapes


def test_texts_are_kept_to_the_letter_but_for_signs_that_no_file_can_hold(paper: Any) -> None:
    assert find(paper, "- A & B").text == "- " + re.sub("[\x00-\x08\x0b-\x1f\ufffe]", "", NAUGHTY)


def test_letters_are_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "Đã hoàn thành chỉ tiêu")
    assert find(read(body=(paragraph(decomposed),)), "Đã hoàn thành chỉ tiêu").text


def test_roles_that_are_not_strong_look_like_the_text_around_them() -> None:
    body = (paragraph(*(Run(role.value, role) for role in Role)),)
    runs = find(read(body=body), "plain").runs
    assert [run.text for run in runs if run.bold] == ["strong", "now"]
    assert not any(run.font.color.rgb for run in runs)


def test_where_figures_come_from_stands_small_at_the_end(paper: Any) -> None:
    last = [one for one in list_paragraphs(paper) if one.text][-1]
    assert last.text.startswith("Số liệu đến 02/3/2025")
    assert last.style is not None
    assert last.style.name == "Nguồn số liệu"


def test_a_heading_deeper_than_the_law_has_still_is_one() -> None:
    body = (Heading("Đầu", 1), Heading("Sâu", 6), paragraph("x", part=Part.SUMMARY))
    document = read(body=body)
    assert find(document, "ĐẦU").style.name == "Heading 1"  # type: ignore[union-attr]
    assert find(document, "Sâu").style.name == "Heading 3"  # type: ignore[union-attr]


def test_the_file_says_what_it_is_in_its_language_on_the_papers_day(paper: Any) -> None:
    told = paper.core_properties
    assert told.title.startswith("BÁO CÁO Kết quả thực hiện")
    assert told.author == told.last_modified_by == "PHÒNG CÔNG TÁC ĐẢNG VÀ CÔNG TÁC CHÍNH TRỊ"
    assert told.language == "vi-VN"
    assert told.keywords == "journal 0123456789abcdef"
    assert told.comments == ""
    assert told.created.replace(tzinfo=None) == told.modified.replace(tzinfo=None) == datetime(2025, 3, 3)  # noqa: DTZ001
    spoken = paper.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:lang')}")
    assert spoken.get(qn("w:val")) == "vi-VN"


def test_word_opens_the_file_as_its_own_and_not_in_the_mode_of_an_older_one(paper: Any) -> None:
    settings = zipfile.ZipFile(BytesIO(written())).read("word/settings.xml").decode()
    assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings


def test_the_same_paper_gives_the_same_bytes_and_another_day_others() -> None:
    assert render_docx(make_official(rows=40)) == written()
    assert render_docx(make_official(rows=40, day=date(2025, 3, 4))) != written()
    package = zipfile.ZipFile(BytesIO(written()))
    assert package.testzip() is None
    assert {info.date_time for info in package.infolist()} == {(2025, 3, 3, 0, 0, 0)}


def test_every_row_of_a_long_annex_is_there() -> None:
    document = docx.Document(BytesIO(render_docx(make_official(body=(), annexes=(make_official().annexes[0],)))))
    rows = document.tables[-1]._tbl.tr_lst
    assert len(rows) == 587
    assert "".join(rows[-1].itertext()).startswith("Công an xã Hoằng Thái 585")


def test_english_papers_speak_english() -> None:
    speak("en")
    document = read(language="en")
    assert find(document, "To: Giám đốc").text
    assert find(document, "Recipients:").text
    assert document.core_properties.language == "en-GB"
    assert make_table(1).rows
