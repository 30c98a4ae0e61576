"""Pages as files: whole in themselves, the same figures as everywhere, data that stays data. tests/browser opens them."""

import re
import sys
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.harness import Result, tracker

Ask = Callable[..., Result]
VOID = {"meta", "link", "rect"}
DRAWN = re.compile(r"[█░│▁▂▃▄▅▆▇]+")
COMMANDS = (
    *(
        "report weekly --week 2025-W06",
        "report weekly -u th-395",
        "status",
        "status --all",
        "units th-395 --on 1/2/2025",
    ),
    *("units --missing", "returns", "achievements --week 2025-W09", "deadlines"),
)


class Outline(HTMLParser):
    """Reads a page: its tags, each closed in its turn, the settings of tags, and the texts of each table's rows.

    `folded` are the rows of tables that a page shows on demand.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.folded: list[list[str]] = []
        self.style = self.script = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        rows = self.folded if "details" in self.open else self.rows
        if tag == "tr":
            rows.append([])
        if tag in {"th", "td"}:
            rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open or "th" in self.open:
            rows = self.folded if "details" in self.open else self.rows
            rows[-1][-1] += data
        if self.open[-1:] == ["style"]:
            self.style += data
        if self.open[-1:] == ["script"]:
            self.script += data


def of_md(text: str) -> list[list[str]]:
    """The texts of every row of Markdown's tables."""
    lines = [
        line[2:-2].replace("**", "").split(" | ")
        for line in text.splitlines()
        if line.startswith("| ") and "---" not in line
    ]
    return [[re.sub(r"\\(.)", r"\1", cell).strip("`") for cell in line] for line in lines]


def said(rows: list[list[str]]) -> list[list[str]]:
    """What rows say in words: without what is drawn, without empty ones."""
    texts = [[text for cell in row if (text := DRAWN.sub("", cell).strip())] for row in rows]
    return [row for row in texts if row]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_says_what_markdown_does(ask_demo: Ask, command: str, lang: str) -> None:
    page, text = (ask_demo(*command.split(), "-f", name, TRACKER_LANG=lang).out for name in ("html", "md"))
    outline = Outline(page)
    assert said(outline.rows) == said(of_md(text))
    assert len(outline.rows) > 2
    assert page.startswith("<!DOCTYPE html>\n")
    assert ("html", {"lang": lang}) in outline.tags


def test_a_page_is_whole_in_itself(ask_demo: Ask) -> None:
    """The policy allows the one style and the one script that stand in the page, nothing else wherever it may come from."""
    page = ask_demo("report", "weekly", "-f", "html").out
    outline = Outline(page)
    assert {tag for tag, _ in outline.tags} & {"a", "img", "iframe", "form", "object", "base"} == set()
    assert not any(name.startswith("on") or name == "style" for _, settings in outline.tags for name in settings)
    policy = next(text["content"] for _, text in outline.tags if text.get("http-equiv") == "Content-Security-Policy")
    assert [tag for tag, _ in outline.tags].count("script") == 1
    style, script = (b64encode(sha256(text.encode()).digest()).decode() for text in (outline.style, outline.script))
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; img-src data:; base-uri 'none';"
        " form-action 'none'"
    )
    assert re.findall(r"(?:https?:)?//|url\(|@import", page) == []


def test_a_page_with_nothing_to_sort_runs_nothing(ask_demo: Ask) -> None:
    page = ask_demo("units", "--missing", "-f", "html").out
    assert "<script" not in page
    assert "script-src" not in page


def test_without_the_library_that_draws_words_stand_for_pictures(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    command = ("report", "weekly", "--today", "2025-03-01")
    done = tracker(*command, "-o", tmp_path / "a.html", cwd=demo)
    assert (done.code, done.out) == (0, "")
    assert done.err.count("warning[pictures-left-out]") == 1
    assert "tracker[charts]" in done.err
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "815 of 682 planned by 01/03/2025" in page
    assert "<figure" not in page
    assert tracker(*command, "-f", "md", cwd=demo).err == ""


def test_the_same_input_gives_the_same_bytes(ask_demo: Ask, demo: Path, tmp_path: Path) -> None:
    page = ask_demo("report", "weekly", "-f", "html").out
    assert ask_demo("report", "weekly", "-f", "html", screen=40).out == page
    for name in ("a.html", "b.HTML"):
        tracker("report", "weekly", "-o", tmp_path / name, "--today", "2025-03-01", cwd=demo)
        assert (tmp_path / name).read_bytes() == page.encode()


def test_a_file_suggests_no_commands(demo: Path, tmp_path: Path) -> None:
    """Whether somebody sits at a terminal is not in the file."""
    for name in ("a.html", "a.md", "a.txt"):
        tracker("status", "-o", tmp_path / name, "--today", "2025-03-01", cwd=demo, screen=100)
        assert "tracker " not in (tmp_path / name).read_text(encoding="utf-8")


NAUGHTY = "<script>alert(1)</script> <img src=x onerror=alert(1)> \"&' {{ 7*7 }} {% raw %} <!-- --> ]]> &lt;"


def test_names_are_never_markup(small: Path) -> None:
    file = small / "campaigns.yaml"
    naughty = NAUGHTY.replace("'", "''")
    text = file.read_text(encoding="utf-8")
    for name in ("Mô hình", "Đợt 1", "Báo cáo tuần"):
        text = text.replace(f"title: {name},", f"title: '{naughty}',")
    file.write_text(re.sub('title: "[^"]+"', f"title: '{naughty}'", text), encoding="utf-8")
    roster = small / "units.csv"
    quoted = NAUGHTY.replace('"', '""')
    roster.write_text(roster.read_text(encoding="utf-8").replace("Công an xã An Bình", f'"{quoted}"'), encoding="utf-8")
    page = tracker("report", "weekly", "-f", "html", "--today", "2025-03-10", cwd=small).out
    outline = Outline(page)
    assert "img" not in {tag for tag, _ in outline.tags}
    assert "alert" not in outline.script
    assert [tag for tag, _ in outline.tags].count("script") == 1
    assert any(NAUGHTY in cell for row in outline.rows for cell in row)
    escaped = "&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt; &#34;&amp;&#39; {{ 7*7 }}"
    assert page.count(escaped) >= 6
