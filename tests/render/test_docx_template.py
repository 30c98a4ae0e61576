"""Papers in a template of an office's own: every text is kept, no template runs code, and what is wrong in one is named."""

import sys
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from tests.render.papers import NAUGHTY, make_official
from tracker.errors import TrackerError
from tracker.i18n import speak
from tracker.render.formats.docx import render_docx
from tracker.render.formats.docx_sample import render_sample
from tracker.render.formats.docx_template import render_template

Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    speak("vi")
    yield
    speak("en")


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a template of paragraphs, as somebody types them in Word."""

    def write(*lines: str, header: str = "") -> Path:
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        document.sections[0].header.paragraphs[0].text = header
        document.save(str(tmp_path / "mau.docx"))
        return tmp_path / "mau.docx"

    return write


def texts(data: bytes) -> list[str]:
    document = docx.Document(BytesIO(data))
    return [text for one in document.element.body.iter(qn("w:p")) if (text := Paragraph(one, document).text.strip())]


def refusal(path: Path, **changes: Any) -> Any:
    with pytest.raises(TrackerError) as caught:
        render_template(path, make_official(rows=2, **changes))
    (problem,) = caught.value.problems
    return problem


def test_names_are_filled_in_where_they_stand(make: Make) -> None:
    path = make(
        "{{ agency }} · {{ number }}",
        "{{ kind }} {{ abstract }}",
        "{{ signature.lines | join(' / ') }}",
        header="{{ motto }}",
    )
    written = render_template(path, make_official(rows=2, abstract="tuần 9"))
    assert texts(written) == [
        "PHÒNG CÔNG TÁC ĐẢNG VÀ CÔNG TÁC CHÍNH TRỊ · Số: 05/BC-PX03",
        "BÁO CÁO tuần 9",
        "KT. TRƯỞNG PHÒNG / PHÓ TRƯỞNG PHÒNG",
    ]
    assert docx.Document(BytesIO(written)).sections[0].header.paragraphs[0].text == "Độc lập - Tự do - Hạnh phúc"


def test_lists_sections_and_the_whole_text_come_as_paragraphs_of_word(make: Make) -> None:
    path = make(
        "{%p for one in recipients %}", "{{ one }}", "{%p endfor %}",
        "{%p for one in sections %}", "MỤC {{ one.title }}: {{ one.texts | length }}", "{%p endfor %}",
        "{{p body }}", "{%p for one in annexes %}", "{{ one.title }}", "{{p one.body }}", "{%p endfor %}",
    )  # fmt: skip
    said = texts(render_template(path, make_official(rows=2)))
    assert said[:5] == [
        "- Như trên;",
        "- Ban Giám đốc (để b/c);",
        "- Lưu: VT, PX03.",
        "MỤC I. Công tác lãnh đạo, chỉ đạo: 1",
        "MỤC II. Kết quả thực hiện các chỉ tiêu: 4",
    ]
    assert "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO" in said
    assert "Công an xã Hoằng Thái 1" in said


def test_texts_stay_texts_whatever_signs_they_hold(make: Make) -> None:
    path = make("{{ abstract }}|{{ number }}")
    written = render_template(path, make_official(rows=2, abstract="A & B <x>", number=NAUGHTY))
    assert texts(written) == ["A & B <x>|A & B <x> [31m {{ 7 * 7 }} {% raw %} ]]>"]


def test_the_same_template_and_paper_give_the_same_bytes(make: Make) -> None:
    path = make("{{ kind }}", "{{p body }}")
    first = render_template(path, make_official(rows=2))
    assert render_template(path, make_official(rows=2)) == first
    assert {info.date_time for info in zipfile.ZipFile(BytesIO(first)).infolist()} == {(2025, 3, 3, 0, 0, 0)}


def test_the_template_that_is_written_gives_the_paper_that_is_written_without_one(tmp_path: Path) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(render_sample())
    official = make_official(rows=3)
    said, plain = texts(render_template(path, official)), texts(render_docx(official))
    assert [" ".join(one.split()) for one in said] == [" ".join(one.split()) for one in plain]
    assert render_sample() == path.read_bytes()


def test_the_templates_own_styles_are_kept_and_those_it_lacks_are_added(make: Make) -> None:
    path = make("{{p body }}")
    document = docx.Document(str(path))
    document.styles["Heading 1"].font.name = "Arial"
    document.save(str(path))
    written = docx.Document(BytesIO(render_template(path, make_official(rows=2))))
    heading = next(one for one in written.paragraphs if one.text.startswith("I. CÔNG"))
    assert heading.style is not None
    assert heading.style.font.name == "Arial"
    assert written.tables[0].style is not None
    assert written.tables[0].style.name == "Bảng số liệu"
    assert "Lưu ý" in {one.style.name for one in written.paragraphs if one.style}


def test_the_template_that_is_written_has_a_title_of_its_own() -> None:
    assert docx.Document(BytesIO(render_sample())).core_properties.title == "Mẫu trình bày văn bản"


def test_pictures_of_a_template_are_told_apart(make: Make) -> None:
    written = docx.Document(BytesIO(render_template(make("{{p body }}", "{{p body }}"), make_official(rows=2))))
    ids = [one.get("id") for one in written.element.body.iter(qn("wp:docPr"))]
    assert len(ids) == len(set(ids)) == 2


def test_unknown_names_are_told_together_with_those_that_there_are(make: Make) -> None:
    problem = refusal(make("{{ nguoi_ky }}", "{% if so %}x{% endif %}", "{{ kind }}"))
    assert problem.code == "template-names"
    assert problem.params["names"] == ["nguoi_ky", "so"]
    assert {"kind", "number", "body", "annexes"} <= set(problem.params["known"])


@pytest.mark.parametrize(
    "line",
    [
        "Số {{ number",
        "Số {% for one in recipients %}",
        "Số {{ number | khong_co }}",
        "Số {{ signature.ten }}",
        "Số {{ recipients[99] }}",
        "Số {{ 1 / 0 }}",
        "Số {{ 9 ** 9 ** 9 }}",
        "Số {{ kind + 1 }}",
    ],
)
def test_a_broken_template_is_refused_with_the_text_that_it_is_broken_in(make: Make, line: str) -> None:
    problem = refusal(make("{{ kind }}", line, "{{ abstract }}"))
    assert problem.code == "template-broken"
    assert problem.params["reason"]
    assert problem.params["text"].startswith("Số {") or "for" in line or line.endswith("number")


def test_a_template_that_fails_without_a_word_is_refused_with_the_kind_of_failure(make: Make) -> None:
    problem = refusal(make("Số {{ 'x'|center(1000000000000000) }}"))
    assert (problem.code, problem.params["reason"]) == ("template-broken", "MemoryError")
    assert problem.params["text"].startswith("Số")


@pytest.mark.parametrize("lines", [(), ("BÁO CÁO",), ("{ number }", "{{ 'x' }}")])
def test_a_template_without_a_place_for_any_text_is_refused(make: Make, lines: tuple[str, ...]) -> None:
    problem = refusal(make(*lines))
    assert (problem.code, problem.params["tag"]) == ("template-empty", "{{ number }}")


def test_a_name_in_the_header_is_a_place_too(make: Make) -> None:
    assert render_template(make("x", header="{{ motto }}"), make_official(rows=2))


@pytest.mark.parametrize(
    "line",
    [
        "{{ kind.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ body.__init__.__globals__ }}",
        "{{ recipients.append('x') }}",
        "{{ '{0.__class__}'.format(kind) }}",
        "{{ cycler.__init__.__globals__.os.system('true') }}",
        "{{ lipsum.__globals__ }}",
    ],
)
def test_a_template_runs_no_code(make: Make, line: str) -> None:
    assert refusal(make(line)).code in ("template-broken", "template-names")


def change_package(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as package:
        parts = {one: package.read(one) for one in package.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w") as package:
        for one, data in parts.items():
            package.writestr(one, data)
    return path


def corrupt(path: Path) -> Path:
    """Spoil the packed text of a file, as a bad disk does."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        info = package.getinfo("word/document.xml")
    begin = info.header_offset + 30 + len(info.filename)
    data[begin : begin + 40] = b"\xff" * 40
    path.write_bytes(data)
    return path


def test_files_that_are_no_word_documents_are_refused(make: Make, tmp_path: Path) -> None:
    for name, data in {
        "a.docx": b"",
        "b.docx": b"%PDF-1.7",
        "c.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99,
    }.items():
        (tmp_path / name).write_bytes(data)
        assert refusal(tmp_path / name).code == "template-not-docx"
    whole = make("x").read_bytes()
    (tmp_path / "half.docx").write_bytes(whole[: len(whole) // 2])
    assert refusal(tmp_path / "half.docx").code == "template-not-docx"
    with zipfile.ZipFile(tmp_path / "other.docx", "w") as package:
        package.writestr("a.txt", "x")
    assert refusal(tmp_path / "other.docx").code == "template-not-docx"
    assert refusal(change_package(make("x"), "word/document.xml", lambda _: b"<w:p")).code == "template-not-docx"
    assert refusal(corrupt(make("{{ kind }}"))).code == "template-not-docx"
    assert refusal(tmp_path / "khong-co.docx").code == "file-missing"
    assert refusal(tmp_path).code == "file-unreadable"


def test_word_templates_with_macros_are_refused(make: Make) -> None:
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    path = change_package(make("x"), "[Content_Types].xml", lambda data: data.replace(plain, macro))
    assert refusal(path).code == "template-macros"


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(make: Make) -> None:
    path = make("x")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/x.bin", bytes(101_000_000))
    assert refusal(path).code == "template-too-large"


def test_a_missing_extra_is_named(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make("{{ kind }}")
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    problem = refusal(path)
    assert (problem.code, problem.params) == ("extra-missing", {"library": "docxtpl", "extra": "docx"})
    monkeypatch.setitem(sys.modules, "docx.oxml.parser", None)
    with pytest.raises(TrackerError) as caught:
        render_docx(make_official(rows=1))
    assert caught.value.problems[0].params == {"library": "python-docx", "extra": "docx"}


@pytest.mark.parametrize(
    ("lines", "tag"),
    [
        (("{{ body }}",), "{{p body }}"),
        (("Nội dung: {{body}} .",), "{{p body }}"),
        (("{{ annexes[0].body }}",), "{{p annexes[0].body }}"),
        (("{%p for one in sections %}", "{{ one.body }}", "{%p endfor %}"), "{{p one.body }}"),
        (("{{ annexes }}",), "{%p for one in annexes %}, {{p one.body }}, {%p endfor %}"),
    ],
)
def test_paragraphs_within_a_line_are_refused_with_the_tag_to_write(
    make: Make, lines: tuple[str, ...], tag: str
) -> None:
    problem = refusal(make("{{p body }}", *lines))
    assert (problem.code, problem.params["tag"]) == ("template-inline", tag)
