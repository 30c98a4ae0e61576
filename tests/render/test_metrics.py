"""Widths of texts, against those that Adobe published for Times in thousandths of its size."""

import pytest

from tracker.render.metrics import break_lines, break_title, measure_text

REGULAR = {" ": 250, "A": 722, "W": 944, "i": 278, "m": 778, "0": 500, "-": 333, "Đ": 722, "ế": 444}
BOLD = {" ": 250, "A": 722, "W": 1000, "i": 278, "m": 833, "0": 500, "-": 333, "Đ": 722, "Ộ": 778}


@pytest.mark.parametrize(("widths", "bold"), [(REGULAR, False), (BOLD, True)])
def test_letters_are_as_wide_as_those_of_times(widths: dict[str, int], bold: bool) -> None:
    for letter, width in widths.items():
        points = measure_text(letter, 1000, bold=bold) * 72 / 25.4
        assert points == pytest.approx(width, abs=1), letter


def test_a_text_is_as_wide_as_its_letters_and_grows_with_its_size() -> None:
    assert measure_text("AW", 14) == pytest.approx(measure_text("A", 14) + measure_text("W", 14))
    assert measure_text("AW", 28) == pytest.approx(2 * measure_text("AW", 14))
    assert measure_text("", 14) == 0
    assert measure_text("😀漢", 14) > 0, "what the font lacks takes room too"


def test_lines_fit_keep_every_word_and_are_about_as_long_as_each_other() -> None:
    text = "PHÒNG CÔNG TÁC ĐẢNG VÀ CÔNG TÁC CHÍNH TRỊ"
    lines = break_lines(text, 12, 60, bold=True)
    assert lines == ["PHÒNG CÔNG TÁC ĐẢNG", "VÀ CÔNG TÁC CHÍNH TRỊ"]
    assert break_lines(text, 12, 200, bold=True) == [text]
    assert break_lines("", 12, 60) == []
    assert break_lines("Dàikhôngcódấucách" * 9, 12, 60) == ["Dàikhôngcódấucách" * 9]


def test_a_no_break_space_keeps_words_together() -> None:
    lines = break_title("Kết quả thực hiện phong trào CAND\u00a080 trong tuần", 14, 70, bold=True)
    assert len(lines) > 1
    assert any("CAND\u00a080" in line for line in lines)
