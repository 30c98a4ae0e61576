"""Papers as PDF, read back: every letter, texts as they were typed, what the file says of itself, and the same bytes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from tests.render.pdf_reading import MM, copied, flat, one, paper, pieces, read, units
from tracker.errors import TrackerError
from tracker.i18n import speak
from tracker.render.document import Chart, Column, Heading, Part, Role, Run, Table, facts, paragraph
from tracker.render.formats.pdf import render_pdf
from tracker.render.official import Annex

ALPHABET = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
SIGNS = "0123456789 fjwz FJWZ .,;:!?…'\"‘’“”«»()[]{}<>/\\|@#$%^&*_=+-–—~`°±×÷²³≥≤≠€₫§·•†‰"
HOSTILE = (
    "#panic()",
    "$x$",
    "*đậm*",
    "_nghiêng_",
    "\\n",
    "@nhãn",
    "<thẻ>",
    "`mã`",
    "// ghi chú",
    "= mục",
    "[a](b)",
    "--",
    '"',
)


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    speak("vi")
    yield
    speak("en")


def test_fonts_are_our_own_and_inside_the_file() -> None:
    reader = read(paper((paragraph(Run("đậm", Role.STRONG)),)))
    fonts = {str(font["/BaseFont"]): font for page in reader.pages for font in _fonts(page)}
    assert {name.partition("+")[2] for name in fonts} == {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
    for font in fonts.values():
        assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]


def _fonts(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("role", [Role.PLAIN, Role.STRONG])
def test_every_vietnamese_letter_is_in_the_font(form: Any, role: Role) -> None:
    letters = normalize(form, f"{ALPHABET} {ALPHABET.upper()} {SIGNS}")
    spaced = " ".join(letters.split()) if form == "NFD" else " ".join(letters)
    official = paper((paragraph(Run(spaced, role)),), place_and_date=ALPHABET, grounds=(spaced,), recipients=(spaced,))
    reader = read(official)
    names = {
        str(font["/BaseFont"]).partition("+")[2].partition("-")[0] for page in reader.pages for font in _fonts(page)
    }
    assert names == {"Tinos"}  # no letter came from another face
    assert flat(copied(reader)).count(flat(spaced)) == 3
    assert b"<pdfaid:part>2" in render_pdf(official)  # which no file may claim that lacks a letter


def test_texts_are_shown_as_they_are() -> None:
    said = " ".join(HOSTILE)
    table = Table((Column(said),), ((Run(said),),))
    reader = read(
        paper((Heading(said, 4), paragraph(said), table, facts([(said, said)])), abstract=said, grounds=(said,))
    )
    assert flat(copied(reader)).count(flat(said)) == 8


@pytest.mark.parametrize(
    "text", ["a" * 3000, "漢字 😀", "\u200d", "", "   ", "\x00\x1b[0m", "x\ty\nz", "ﷺ", "]]>", "\u202eabc", "#" * 400]
)
def test_no_text_stops_a_paper_from_being_written(text: str) -> None:
    everywhere = (text,)
    body = (paragraph(text), Heading(text, 2), units(1), Table((Column(text),), ((Run(text),),)), facts([(text, text)]))
    changes = {"agencies": everywhere, "grounds": everywhere, "addressees": everywhere, "recipients": everywhere}
    official = paper(body, Annex(text, text, body), abstract=text, number=text, kind=text, keywords=text, **changes)
    assert len(read(official).pages) > 1


def test_a_paper_with_nothing_in_it_is_written() -> None:
    empty = paper(agencies=(), grounds=(), addressees=(), recipients=(), kind="", abstract="", number="", keywords="")
    assert len(read(empty._replace(body=())).pages) == 1


def test_long_words_go_on_in_the_next_line() -> None:
    few, many = (len(_baselines(read(paper((paragraph("w" * count),))).pages[0])) for count in (5, 500))
    assert many - few > 500 * 14 * 0.72 / ((210 - 30 - 20) * MM) - 1  # 0.72: how wide a w is


def _baselines(page: Any) -> set[float]:
    return {round(float(operands[5])) for operands, operator in page.get_contents().operations if operator == b"cm"}


def test_the_file_says_what_it_is() -> None:
    reader = read(paper())
    info, root = reader.metadata, cast("Any", reader.root_object)
    assert info is not None
    assert (info.title, info.author) == ("BÁO CÁO Kết quả thi đua tuần 06 năm 2025", "PHÒNG CÔNG TÁC ĐẢNG")
    assert info.keywords == "sổ 0123456789abcdef"
    assert info.creation_date is not None
    assert info.creation_date.date() == date(2025, 2, 7)
    assert str(root["/Lang"]) == "vi"
    assert root["/MarkInfo"]["/Marked"]
    data = render_pdf(paper())
    assert b"<pdfaid:part>2" in data
    assert b"<pdfuaid:part>1" in data


def test_headings_and_annexes_are_bookmarks() -> None:
    body = (
        Heading("I. Kết quả", 2),
        Heading("1. Mô hình", 3),
        units(1),
        Heading("II. Khó khăn", 2),
        paragraph("Không."),
    )
    reader = read(paper(body, Annex("Phụ lục I\nKẾT QUẢ", "", (Heading("Đợt 1", 2), units(2)))))
    assert _titles(reader.outline) == ["I. KẾT QUẢ", ["1. Mô hình"], "II. KHÓ KHĂN", "Phụ lục I KẾT QUẢ", ["ĐỢT 1"]]


def _titles(outline: list[Any]) -> list[Any]:
    return [_titles(one) if isinstance(one, list) else one.title for one in outline]


def test_a_sign_without_a_glyph_costs_the_claim_and_not_the_paper() -> None:
    data = render_pdf(paper((paragraph("xong 😀"),)))
    assert b"<pdfaid:part>" not in data
    assert b"<pdfuaid:part>" not in data


def test_a_chart_is_drawn_and_said() -> None:
    pytest.importorskip("vl_convert")
    values = '{"values": [{"x": 1, "y": 2}, {"x": 2, "y": 4}]}'
    fields = (
        '{"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative", "title": "Mức độ"}}'
    )
    chart = Chart("Tiến độ", "Tăng từ 2 lên 4.", f'{{"data": {values}, "mark": "line", "encoding": {fields}}}')
    reader = read(paper((chart,)))
    text = copied(reader)
    assert "Tiến độ" in text
    assert "Mức độ" in text  # of the picture itself
    assert any("Tăng từ 2 lên 4." in str(alternative) for alternative in _alternatives(reader))


def _alternatives(reader: PdfReader) -> list[str]:
    objects: list[Any] = [reader.get_object(number) for number in reader.xref[0]]
    return [str(found["/Alt"]) for found in objects if isinstance(found, dict) and "/Alt" in found]


def test_a_chart_that_cannot_be_drawn_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.render.formats.pdf.can_draw", lambda: False)
    assert "Tiến độ: Tăng từ 2 lên 4." in copied(read(paper((Chart("Tiến độ", "Tăng từ 2 lên 4.", "{}"),))))


def test_where_figures_come_from_stands_under_the_annex() -> None:
    said = paragraph("Số liệu đến 07/02/2025 · sổ 0123456789ab", part=Part.FOOTER)
    last = read(paper((), Annex("Phụ lục", "", (units(2), said)))).pages[-1]
    found = one(last, "sổ 0123456789ab")
    assert found.size == 11
    assert found.y == min(piece.y for piece in pieces(last))


def test_the_signature_is_never_alone_on_a_page() -> None:
    for lines in range(24, 34):
        body = tuple(paragraph(f"Đoạn {at}.") for at in range(lines))
        last = read(paper(body)).pages[-1]
        signed = last.extract_text()
        assert "Nguyễn Văn A" in signed
        assert f"Đoạn {lines - 1}." in signed
        assert "Nơi nhận:" in signed
        assert "KT. TRƯỞNG PHÒNG" in signed


def test_the_same_paper_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys; from tests.render.pdf_reading import paper, units; from tracker.render.official import Annex; "
        "from tracker.render.formats.pdf import render_pdf; from tracker.i18n import speak; speak('vi'); "
        "sys.stdout.buffer.write(render_pdf(paper((), Annex('Phụ lục', '', (units(9),)))))"
    )
    surroundings = {**os.environ, "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "99", "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=surroundings)
    assert done.stdout == render_pdf(paper((), Annex("Phụ lục", "", (units(9),))))


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(TrackerError) as refused:
        render_pdf(paper())
    assert refused.value.code == "extra-missing"
    assert refused.value.problem.params["extra"] == "pdf"
