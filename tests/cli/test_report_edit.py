"""report --edit: the texts that people write, in an editor of theirs."""

import os
import re
import shlex
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker

TODAY = "2025-03-10"
WEEK = Path("reports/xuan/weekly-2025-W11.md")


@pytest.fixture
def office(small: Path) -> Path:
    """A folder with an entry."""
    assert tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", cwd=small, TRACKER_TODAY=TODAY).code == 0
    return small


def report(folder: Path, *options: str, editor: str = "", lang: str = "en", typed: str | None = "") -> Result:
    command = ("report", *(options or ("weekly",)), "--edit", "--json")
    return tracker(*command, cwd=folder, typed=typed, EDITOR=editor, VISUAL="", TRACKER_TODAY=TODAY, TRACKER_LANG=lang)


def editor_that(folder: Path, *lines: str) -> str:
    """Write an editor: a Python script that is given the file."""
    script = folder / "my editor.py"
    script.write_text("\n".join(("import pathlib, sys", "path = pathlib.Path(sys.argv[1])", *lines)), encoding="utf-8")
    return shlex.join([sys.executable, str(script)])


def test_without_a_terminal_the_file_is_made_and_named_and_the_report_written(office: Path) -> None:
    done = report(office, typed=None)
    assert done.code == 0
    assert done.json["schema"] == "tracker.weekly/1"
    assert f"the texts of this report are in {WEEK}" in done.err
    text = (office / WEEK).read_text(encoding="utf-8")
    assert text.startswith("# Weekly report 10/03-16/03/2025 · Phong trào xuan: thi đua\n")
    assert "## Difficulties\n" in text


def test_what_is_there_is_not_made_again(office: Path) -> None:
    (office / WEEK).parent.mkdir(parents=True)
    (office / WEEK).write_text("## Khó khăn\nThiếu máy in\n", encoding="utf-8")
    assert report(office, typed=None).code == 0
    assert (office / WEEK).read_text(encoding="utf-8") == "## Khó khăn\nThiếu máy in\n"


def test_the_editor_opens_the_file_beside_campaigns_yaml_from_any_folder(office: Path, tmp_path: Path) -> None:
    editor = editor_that(tmp_path, "path.write_text('## Khó khăn\\nThiếu máy in\\n', encoding='utf-8')")
    (office / "sub").mkdir()
    done = report(office / "sub", editor=editor)
    assert (done.code, done.json["schema"]) == (0, "tracker.weekly/1")
    assert (office / WEEK).read_text(encoding="utf-8") == "## Khó khăn\nThiếu máy in\n"


@pytest.mark.parametrize(
    ("options", "name", "heading"),
    [
        (("weekly", "-u", "d"), "weekly-2025-W11@d.md", "# Báo cáo tuần 10/03-16/03/2025"),
        (("phase", "dot-1"), "phase-dot-1.md", "# Sơ kết Đợt 1"),
        (("phase", "dot-1", "-u", "a"), "phase-dot-1@a.md", "# Sơ kết Đợt 1"),
        (("final",), "final.md", "# Tổng kết"),
    ],
)
def test_each_report_has_a_file_of_its_own(office: Path, options: tuple[str, ...], name: str, heading: str) -> None:
    assert report(office, *options, lang="vi", typed=None).code == 0
    (path,) = (office / "reports" / "xuan").iterdir()
    assert path.name == name
    assert path.read_text(encoding="utf-8").startswith(heading)


def test_what_was_written_wrong_is_told_at_once_and_kept(office: Path, tmp_path: Path) -> None:
    editor = editor_that(tmp_path, "path.write_text('## Kho khan\\na\\n## Ưu điểm\\nb\\n', encoding='utf-8')")
    done = report(office, editor=editor).refused(1, "section-unknown")
    assert "weekly-2025-W11.md:3:1" in done.err
    assert "## Ưu điểm" in (office / WEEK).read_text(encoding="utf-8")


def test_an_editor_that_writes_another_encoding_is_told_of(office: Path, tmp_path: Path) -> None:
    editor = editor_that(tmp_path, "path.write_bytes('## Khó khăn'.encode('utf-16'))")
    report(office, editor=editor).refused(1, "not-utf-8")


@pytest.mark.parametrize("editor", ["no-such-editor-here", 'vim "', f"{shlex.quote(sys.executable)} -c 'exit(1)'"])
def test_an_editor_that_fails_is_named_with_the_file(office: Path, editor: str) -> None:
    done = report(office, editor=editor).refused(1, "editor-failed")
    assert editor.split(maxsplit=1)[0] in done.err
    assert str(WEEK) in done.err
    assert (office / WEEK).exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_that_takes_no_file_is_told_of(office: Path) -> None:
    office.chmod(0o555)
    try:
        report(office, typed=None).refused(1, "file-unwritable")
    finally:
        office.chmod(0o755)


def test_a_file_in_the_place_of_the_folder_is_told_of(office: Path) -> None:
    (office / "reports").write_text("", encoding="utf-8")
    report(office, typed=None).refused(1, "file-unwritable")


def test_a_pipe_in_the_place_of_the_file_is_not_waited_for(office: Path) -> None:
    (office / WEEK).parent.mkdir(parents=True)
    os.mkfifo(office / WEEK)
    assert "[file-not-ordinary]" in report(office, typed=None).err


def test_two_campaigns_keep_their_texts_apart(tmp_path: Path) -> None:
    folder = define(tmp_path / "two", "mot", "hai")
    for campaign in ("mot", "hai"):
        assert report(folder, "weekly", "-C", campaign, typed=None).code == 0
    assert sorted(one.name for one in (folder / "reports").iterdir()) == ["hai", "mot"]


def test_a_closed_phase_keeps_its_figures_and_marks_and_is_signed_by_who_signs_now(office: Path) -> None:
    pytest.importorskip("docx")

    def ask(*command: str) -> Result:
        done = tracker(*command, cwd=office, TRACKER_TODAY="2025-04-05", TRACKER_LANG="vi")
        assert done.code == 0, done
        return done

    ask("close", "dot-1", "--yes")
    before = ask("report", "phase", "dot-1", "--json").out
    ask("highlight", "1-1")
    definition = office / "campaigns.yaml"
    letterhead = "    letterhead: {agencies: [Tỉnh Mẫu, Phòng Mới], symbol: PM, post: Trưởng phòng}\n    units:"
    definition.write_text(definition.read_text("utf-8").replace("    units:", letterhead), encoding="utf-8")
    texts = office / "reports" / "xuan" / "phase-dot-1.md"
    texts.parent.mkdir(parents=True)
    texts.write_text("## Số\n7\n## Bài học\nChuẩn bị sớm & đủ <người>.\n", encoding="utf-8")
    assert ask("report", "phase", "dot-1", "--json").out == before
    ask("report", "phase", "dot-1", "-o", "so-ket.docx")
    with zipfile.ZipFile(office / "so-ket.docx") as archive:
        text = re.sub("<[^>]+>", "", archive.read("word/document.xml").decode())
    for said in ("PHÒNG MỚI", "07/BC-PM", "TRƯỞNG PHÒNG", "Chuẩn bị sớm &amp; đủ &lt;người&gt;."):
        assert said in text, said


@pytest.mark.parametrize("output", [("-o", "a.md"), ("-o", "a.html"), ("-o", "a.xlsx"), ("--json",), ()])
def test_an_answer_without_the_texts_says_where_they_go(office: Path, output: tuple[str, ...]) -> None:
    done = tracker("report", "weekly", "--edit", *output, cwd=office, TRACKER_TODAY=TODAY)
    assert done.code == 0
    assert done.err.count("what people write for a report stands in the paper alone (docx, pdf)") == 1
    assert "-o report.docx" in done.err


@pytest.mark.parametrize("name", ["a.docx", "a.pdf"])
def test_a_paper_has_the_texts_and_needs_no_word_about_them(office: Path, name: str) -> None:
    done = tracker("report", "weekly", "--edit", "-o", name, cwd=office, TRACKER_TODAY=TODAY)
    assert (done.code, "texts-left-out" in done.err) == (0, False)


@pytest.mark.parametrize(
    ("options", "missing", "code", "problem"),
    [
        (("-o", "a.docx", "--template", "khong-co.docx"), "", 3, "file-missing"),
        (("-o", "a.docx", "--template", "campaigns.yaml"), "", 1, "template-not-docx"),
        (("-o", "a.docx"), "docx", 1, "extra-missing"),
        (("-o", "a.pdf"), "typst", 1, "extra-missing"),
        (("-f", "docx"), "", 2, "binary-to-terminal"),
    ],
)
def test_what_keeps_the_paper_from_being_written_is_told_before_anybody_types(
    office: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], missing: str, code: int, problem: str
) -> None:
    if missing:
        monkeypatch.setitem(sys.modules, missing, None)
    editor: dict[str, Any] = {"EDITOR": "no-such-editor-here", "VISUAL": ""}
    done = tracker(
        "report", "weekly", "--edit", *options, cwd=office, typed="", screen=80, TRACKER_TODAY=TODAY, **editor
    )
    done.refused(code, problem)
    assert not (office / WEEK).exists()
