"""tracker report template, and --template of the commands that write papers."""

import sys
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.cli.harness import tracker

TODAY: dict[str, Any] = {"TRACKER_TODAY": "2025-03-21"}


@pytest.fixture
def folder(small: Path) -> Path:
    """A campaign with one entry, and a template to begin with."""
    tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "2", "-d", "2025-03-20", cwd=small, **TODAY)
    assert tracker("report", "template", "-o", "mau.docx", cwd=small).code == 0
    return small


def text_of(path: Path) -> str:
    return "\n".join(docx.Document(str(path)).element.body.itertext())


@pytest.mark.parametrize("report", [("weekly",), ("final",)])
def test_a_report_is_put_into_a_template_the_same_each_time(folder: Path, report: tuple[str, ...]) -> None:
    for name in ("a.docx", "b.docx"):
        said = tracker("report", *report, "--template", "mau.docx", "-o", name, cwd=folder, **TODAY)
        assert (said.code, said.out, said.err) == (0, "", "")
    assert (folder / "a.docx").read_bytes() == (folder / "b.docx").read_bytes()
    tracker("report", *report, "-o", "plain.docx", cwd=folder, **TODAY)
    words, plain = (text_of(folder / name).split() for name in ("a.docx", "plain.docx"))
    assert words == plain


def test_a_template_of_ones_own_is_never_written_over(folder: Path) -> None:
    before = (folder / "mau.docx").read_bytes()
    tracker("report", "template", "-o", "mau.docx", cwd=folder).refused(1, "template-exists")
    assert (folder / "mau.docx").read_bytes() == before


@pytest.mark.parametrize("output", [("-o", "a.pdf"), ("-o", "a.txt"), ("--json",), ("--format", "html")])
def test_a_template_is_for_word_alone(folder: Path, output: tuple[str, ...]) -> None:
    tracker("report", "weekly", "--template", "mau.docx", *output, cwd=folder, **TODAY).refused(2, "template-for-word")


def test_a_template_that_is_wrong_writes_nothing(folder: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ nguoi_ky }}")
    document.save(str(folder / "sai.docx"))
    said = tracker("report", "weekly", "--template", "sai.docx", "-o", "a.docx", cwd=folder, **TODAY)
    assert "nguoi_ky" in said.refused(1, "template-names").err
    assert "place_and_date" in said.err
    for name, code in (("campaigns.yaml", "template-not-docx"), (".", "file-unreadable")):
        tracker("report", "weekly", "--template", name, "-o", "a.docx", cwd=folder, **TODAY).refused(1, code)
    tracker("report", "weekly", "--template", "mất.docx", "-o", "a.docx", cwd=folder, **TODAY).refused(
        3, "file-missing"
    )
    assert not (folder / "a.docx").exists()


def test_word_files_are_not_written_to_a_screen(folder: Path) -> None:
    tracker("report", "template", cwd=folder, screen=80).refused(2, "binary-to-terminal")
    tracker("report", "weekly", "--template", "mau.docx", cwd=folder, screen=80, **TODAY).refused(
        2, "binary-to-terminal"
    )


@pytest.mark.parametrize(
    ("number", "day", "said"),
    [
        ("5", "7/4/2025", ("Số: 05/BC", "ngày 07 tháng 4 năm 2025")),
        ("12", "21/2/2025", ("Số: 12/BC", "ngày 21 tháng 02 năm 2025")),
    ],
)
def test_numbers_and_days_below_ten_get_the_zeros_of_the_law(
    folder: Path, number: str, day: str, said: tuple[str, str]
) -> None:
    path = folder / "reports" / "xuan" / "weekly-2025-W12.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"## number\n\n{number}\n\n## signed_on\n\n{day}\n", encoding="utf-8")
    done = tracker("report", "weekly", "-o", "a.docx", cwd=folder, **TODAY, TRACKER_LANG="vi")
    assert done.code == 0, done.err
    heads = [cell.text for cell in docx.Document(str(folder / "a.docx")).tables[0].rows[1].cells]
    assert heads[0].startswith(said[0])
    assert heads[1].endswith(said[1])


def test_a_template_is_not_written_over_with_the_paper(folder: Path) -> None:
    before = (folder / "mau.docx").read_bytes()
    (folder / "link.docx").symlink_to("mau.docx")
    for template, output in (("mau.docx", "./mau.docx"), ("mau.docx", "link.docx"), ("link.docx", "mau.docx")):
        said = tracker("report", "weekly", "--template", template, "-o", output, cwd=folder, **TODAY)
        said.refused(2, "output-is-template")
    assert (folder / "mau.docx").read_bytes() == before
    assert (folder / "link.docx").is_symlink()


@pytest.mark.parametrize("name", ["t.pdf", "t.xlsx", "t"])
def test_a_template_is_called_what_it_is(folder: Path, name: str) -> None:
    said = tracker("report", "template", "-o", name, cwd=folder).refused(2, "format-unknown")
    assert ".docx" in said.err
    assert not (folder / name).exists()


@pytest.mark.parametrize(("format_", "library"), [("docx", "docx.oxml.parser"), ("pdf", "typst")])
def test_a_paper_that_is_refused_says_nothing_of_its_pictures(
    folder: Path, monkeypatch: pytest.MonkeyPatch, format_: str, library: str
) -> None:
    for missing in (library, "vl_convert"):
        monkeypatch.setitem(sys.modules, missing, None)
    said = tracker("report", "weekly", "-o", f"a.{format_}", cwd=folder, **TODAY).refused(1, "extra-missing")
    assert "pictures-left-out" not in said.err
