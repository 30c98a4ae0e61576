"""The file of a report's texts: what is read of it, and every problem at its place."""

from datetime import date
from pathlib import Path

import pytest

from tracker.domain.report_texts import NO_TEXTS, TITLES, ReportKind, ReportTexts, sections_of
from tracker.errors import TrackerError
from tracker.files.report_texts_file import path_of_texts, read_report_texts
from tracker.i18n import speak
from tracker.render.report_skeleton import render_skeleton


def read(folder: Path, text: str | bytes, kind: ReportKind = ReportKind.PHASE) -> ReportTexts:
    path = folder / "texts.md"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_report_texts(path, kind, "vi")


def problems(folder: Path, text: str | bytes, kind: ReportKind = ReportKind.WEEKLY) -> list[tuple[str, int, int]]:
    with pytest.raises(TrackerError) as raised:
        read(folder, text, kind)
    places = [(one.code, one.place) for one in raised.value.problems]
    return [(code, place.line, place.column) for code, place in places if place]


def test_sections_paragraphs_and_items(tmp_path: Path) -> None:
    text = """\
# Sơ kết Đợt 1

## Số văn bản
5
## Ngày ký
10/2/2025
## I. Công tác lãnh đạo, chỉ đạo:
Ban hành 2 kế hoạch,
1 công văn.

* Kiểm tra 3 đơn vị
+ Họp giao ban
  hằng tuần
1. Mục một
a) Điểm a
## ƯU ĐIỂM ##
**Không** phải dấu <b> & [liên kết](x) nào.
## khó khăn
"""
    assert read(tmp_path, text) == ReportTexts(
        number="5",
        signed_on=date(2025, 2, 10),
        direction=(
            "Ban hành 2 kế hoạch, 1 công văn.",
            "- Kiểm tra 3 đơn vị",
            "- Họp giao ban hằng tuần",
            "1. Mục một",
            "a) Điểm a",
        ),
        strengths=("**Không** phải dấu <b> & [liên kết](x) nào.",),
    )


@pytest.mark.parametrize("title", ["lessons", *TITLES["lessons"]])
def test_a_heading_is_the_key_or_a_title_in_any_language_and_spelling(tmp_path: Path, title: str) -> None:
    for spelled in (title, title.upper(), f"4. {title}:"):
        assert read(tmp_path, f"## {spelled}\nMột\n").lessons == ("Một",)
    assert read(tmp_path, "### bai hoc kinh nghiem\r\nMột\r\n").lessons == ("Một",)


def test_a_byte_order_mark_and_other_forms_of_letters_make_no_difference(tmp_path: Path) -> None:
    decomposed = "## Ưu điểm\nMột".encode()
    assert read(tmp_path, b"\xef\xbb\xbf" + decomposed).strengths == ("Một",)
    assert read(tmp_path, "## U\u031bu \u0111ie\u0302\u0309m\nMo\u0323\u0302t").strengths == ("Một",)


def test_no_file_and_comments_alone_hold_no_texts(tmp_path: Path) -> None:
    assert read_report_texts(tmp_path / "none.md", ReportKind.FINAL, "vi") == NO_TEXTS
    assert read(tmp_path, "") == NO_TEXTS
    assert read(tmp_path, "## Ưu điểm\n<!-- gợi ý\n## Không\ncòn --> \n") == NO_TEXTS


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", list(ReportKind))
def test_what_is_made_for_people_to_fill_in_is_read_as_empty_and_has_room_for_all(
    tmp_path: Path, kind: ReportKind, language: str
) -> None:
    speak(language)
    text = render_skeleton(kind, "Báo cáo")
    assert read(tmp_path, text, kind) == NO_TEXTS
    filled = text.replace(" -->\n", " -->\n\n7\n").replace("-->\n\n7\n", "-->\n", 1)
    with pytest.raises(TrackerError) as raised:
        read(tmp_path, filled, kind)
    assert [one.code for one in raised.value.problems] == ["bad-file-day"]  # 7 is no day, and all else is fine
    found = read(tmp_path, filled.replace("\n\n7\n", "\n\n7/2/2025\n", 2).replace("\n\n7/2/2025\n", "\n\n7\n", 1), kind)
    for name in sections_of(kind):
        assert getattr(found, name), name


def test_every_problem_is_told_at_its_place(tmp_path: Path) -> None:
    text = """\
Lời mở đầu
## Kết quả
x
## Số văn bản
05/BC-PX03
## Ngày ký
31/2/2025
##  Khó khăn
a
## Khó khăn, vướng mắc
b
## Bài học
  <!-- không đóng
"""
    assert problems(tmp_path, text) == [
        ("text-without-section", 1, 1),
        ("section-unknown", 2, 1),
        ("bad-paper-number", 5, 1),
        ("no-such-day", 7, 1),
        ("section-twice", 10, 1),
        ("section-unknown", 12, 1),
        ("comment-unclosed", 13, 3),
    ]


def test_a_wrong_heading_names_the_one_that_is_nearest(tmp_path: Path) -> None:
    with pytest.raises(TrackerError) as raised:
        read(tmp_path, "## Nguyên nhan chính\n")
    assert raised.value.problem.params["nearest"] == ["Nguyên nhân"]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("## Ưu điểm\nM\u1ed9t".encode("utf-16"), ("not-utf-8", 1, 1)),
        ("## Khó khăn\nMột".encode("cp1258", "replace"), ("not-utf-8", 1, 6)),
    ],
)
def test_a_file_that_is_not_utf_8_is_refused_with_the_place(
    tmp_path: Path, data: bytes, found: tuple[str, int, int]
) -> None:
    assert problems(tmp_path, data) == [found]


def test_a_long_line_is_taken_and_a_section_beyond_all_measure_refused(tmp_path: Path) -> None:
    assert read(tmp_path, f"## Ưu điểm\n{'từ ' * 6000}").strengths == (("từ " * 6000).strip(),)
    assert problems(tmp_path, f"## Khó khăn\n{'từ ' * 7000}") == [("text-too-long", 2, 1)]
    with pytest.raises(TrackerError) as raised:
        read(tmp_path, b"#" * (1024 * 1024 + 1))
    assert raised.value.code == "file-too-large"


def test_signs_that_act_on_what_shows_them_are_taken_out(tmp_path: Path) -> None:
    assert read(tmp_path, "## Ưu điểm\nMột\x1b[31m \u202ehai\u202c\x00").strengths == ("Một[31m hai",)


def test_no_two_reports_share_a_file(tmp_path: Path) -> None:
    paths = [
        path_of_texts(tmp_path, "a", ReportKind.FINAL, ""),
        path_of_texts(tmp_path, "a", ReportKind.PHASE, "final"),
        path_of_texts(tmp_path, "a", ReportKind.PHASE, "2025-W06"),
        path_of_texts(tmp_path, "a", ReportKind.WEEKLY, "2025-W06"),
        path_of_texts(tmp_path, "a", ReportKind.PHASE, "x-y"),
        path_of_texts(tmp_path, "a", ReportKind.PHASE, "x", "y"),
    ]
    assert len(set(paths)) == len(paths)
    assert paths[3] == tmp_path / "reports" / "a" / "weekly-2025-W06.md"
    assert paths[5].name == "phase-x@y.md"
