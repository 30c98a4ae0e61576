"""Pages as files: whole in themselves, the same figures as everywhere, data that stays data. tests/browser opens them."""

import re
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
    """Reads a page: its tags, each closed in its turn, the settings of tags, and the texts of each table's rows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.style = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"th", "td"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open or "th" in self.open:
            self.rows[-1][-1] += data
        if self.open[-1:] == ["style"]:
            self.style += data


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
    """The policy allows the one style that stands in the page and nothing else, wherever it may come from."""
    page = ask_demo("report", "weekly", "-f", "html").out
    outline = Outline(page)
    assert {tag for tag, _ in outline.tags} & {"script", "a", "img", "iframe", "form", "object", "base"} == set()
    assert not any(name.startswith("on") or name == "style" for _, settings in outline.tags for name in settings)
    policy = next(text["content"] for _, text in outline.tags if text.get("http-equiv") == "Content-Security-Policy")
    own = b64encode(sha256(outline.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{own}'; img-src data:; base-uri 'none'; form-action 'none'"
    assert re.findall(r"(?:https?:)?//|url\(|@import", page) == []


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
    assert {"script", "img"} & {tag for tag, _ in outline.tags} == set()
    assert any(NAUGHTY in cell for row in outline.rows for cell in row)
    escaped = "&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt; &#34;&amp;&#39; {{ 7*7 }}"
    assert page.count(escaped) >= 6
