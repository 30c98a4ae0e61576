"""The README's two commands, and every link of the documentation."""

import os
import re
import sys
from itertools import chain
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGES = [
    ROOT / "README.md",
    ROOT / "README.vi.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "units" / "README.md",
]
README = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()


def first_line_with(word: str) -> str:
    return next(line for line in README if word in line)


@pytest.mark.parametrize(
    ("word", "ends"), [("tracker demo", r"\S*bin/tracker demo"), ("pytest", r"\S*bin/python -m pytest -n auto")]
)
def test_one_line_does_all_of_its_own_set_up(word: str, ends: str) -> None:
    line = first_line_with(word)
    found = re.fullmatch(rf"python3 -m venv (\S+) && (\S+)/bin/python -m pip install \S.* && (\S+?)/{ends[3:]}", line)
    assert found, line
    assert len(set(found.groups())) == 1
    assert README[README.index(line) - 1] == "```sh"
    assert README[README.index(line) + 1] == "```"
    assert README.index(line) < 24


def test_the_vietnamese_page_has_the_same_lines() -> None:
    vietnamese = (ROOT / "README.vi.md").read_text(encoding="utf-8").splitlines()
    for word in ("tracker demo", "pytest"):
        assert next(line for line in vietnamese if word in line) == first_line_with(word)
    assert "README.md" in links(ROOT / "README.vi.md")


def test_neither_line_needs_the_other() -> None:
    folders = {first_line_with(word).split()[3] for word in ("tracker demo", "pytest")}
    assert len(folders) == 2


def test_ci_runs_the_readme_s_own_line() -> None:
    run = ROOT / ".ci" / "run"
    text = run.read_text(encoding="utf-8")
    assert "line=$(grep -m1 pytest README.md)\n" in text
    assert re.search(r'^bash .*-c "\$line"$', text, re.MULTILINE)
    assert "pip install" not in text.partition('-c "$line"')[0]
    assert sys.platform == "win32" or os.access(run, os.X_OK)


def test_ci_runs_every_session_that_nox_runs() -> None:
    """But for the tests, which the README's line has run."""
    noxfile = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    usual = re.findall(r"^@nox\.session\ndef (\w+)", noxfile, re.MULTILINE)
    (said,) = re.findall(r"--sessions ([\w ]+)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert said.split() == [one for one in usual if one != "tests"]


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings make, as the usual viewers do it."""
    headings = re.findall(r"^#+ +(.*?) *$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def links(page: Path) -> list[str]:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "", text)
    named = re.findall(r"^\[[^\]]+\]: +(\S+)", text, re.MULTILINE)
    return [*re.findall(r"\]\(([^)\s]+)[^)]*\)", text), *named, *re.findall(r"<(https?://[^>]+)>", text)]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if "://" in link:
            assert re.fullmatch(r"https://[\w.-]+\.[a-z]{2,}(/\S*)?", link), link
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_links_are_found() -> None:
    assert {"docs/status.svg", "docs/en/index.md", "README.vi.md", "CHANGELOG.md"} <= set(links(ROOT / "README.md"))
    assert len(list(chain.from_iterable(map(links, PAGES)))) > 10


def test_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.startswith("# Changes\n")
    assert re.search(r"^## \[Unreleased\]$", text, re.MULTILINE)
    assert re.findall(r"^### (\w+)$", text, re.MULTILINE)
    assert set(re.findall(r"^### (\w+)$", text, re.MULTILINE)) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}  # fmt: skip


def test_the_picture_needs_no_network() -> None:
    picture = (ROOT / "docs" / "status.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\s\"')]+", picture)) <= {
        "http://www.w3.org/2000/svg",
        "https://www.textualize.io",
    }
    assert "url(http" not in picture
