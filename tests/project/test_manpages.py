"""The man pages: whole, clean for the programs that show them, and saying what the help says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT
from tools.manpages import FOLDERS, commands, write_pages
from tracker.cli.topics import TOPICS
from tracker.cli.topics.parts import Lines
from tracker.i18n import _, speak

PAGES = write_pages()
needs = {name: pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed") for name in ("mandoc", "groff", "man")}  # fmt: skip


@pytest.fixture(params=[name for name in PAGES if "tracker-start" in name or name.endswith(("tracker.1", "log.1"))])
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """One page as a file."""
    path = tmp_path / Path(request.param).name
    path.write_text(PAGES[request.param], encoding="utf-8")
    return path


def run(*command: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "LC_ALL": "C.UTF-8", **env}
    return subprocess.run([str(one) for one in command], env=surroundings, capture_output=True, text=True, check=False)


def test_every_command_and_topic_has_its_page_in_every_language() -> None:
    names = [f"man1/{path.replace(' ', '-')}.1" for path, _command in commands()]
    names += [f"man7/tracker-{name}.7" for name in TOPICS]
    assert set(PAGES) == {f"{folder}/{name}" for folder in FOLDERS.values() for name in names}


def test_the_folder_holds_these_pages_and_no_others() -> None:
    """Their content is compared by tools/docs.py --check."""
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "man").rglob("*") if path.is_file()}
    assert found == set(PAGES)


@pytest.mark.skipif(not os.environ.get("TRACKER_TEST_INSTALLED"), reason="the folder's own tracker installs no pages")
def test_they_are_installed_where_man_looks_for_them() -> None:
    share = Path(sys.prefix) / "share"
    for name, text in PAGES.items():
        assert (share / Path(name).relative_to("docs")).read_text(encoding="utf-8") == text


@needs["mandoc"]
def test_mandoc_finds_nothing_wrong(tmp_path: Path) -> None:
    for number, (name, text) in enumerate(PAGES.items()):
        path = tmp_path / f"{number}-{Path(name).name}"
        path.write_text(text, encoding="utf-8")
        said = run("mandoc", "-T", "lint", "-W", "warning", path).stdout.splitlines()
        assert [line for line in said if not line.endswith('missing date, using "": TH')] == []


@needs["groff"]
def test_groff_warns_of_nothing(page: Path) -> None:
    done = run("groff", "-man", "-k", "-T", "utf8", "-ww", page)
    assert (done.returncode, done.stderr) == (0, "")


@needs["man"]
def test_man_shows_it(page: Path) -> None:
    done = run("man", "--warnings", "-l", page, MANWIDTH="100", MAN_KEEP_FORMATTING="", PAGER="cat", MANPAGER="cat")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(rf"{page.stem} - \S", done.stdout)


@needs["mandoc"]
@pytest.mark.parametrize("language", FOLDERS)
def test_what_is_typed_can_be_copied(tmp_path: Path, language: str) -> None:
    """Lines, options and examples come out letter by letter: no dash, quotation mark or backslash is made nicer."""
    speak(language)
    expected = {f"man7/tracker-{name}.7": _lines(name) for name in TOPICS}
    for path, command in commands():
        context = click.Context(command, info_name=path)
        options = [option for param in command.params if isinstance(param, click.Option) for option in param.opts]
        examples = list(getattr(command, "examples", ()))
        assert context.command_path == path
        expected[f"man1/{path.replace(' ', '-')}.1"] = [*options, *examples]
    for number, (name, lines) in enumerate(expected.items()):
        file = tmp_path / f"{number}.man"
        file.write_text(PAGES[f"{FOLDERS[language]}/{name}"], encoding="utf-8")
        shown = run("mandoc", "-T", "utf8", "-O", "width=300", file).stdout
        plain = re.sub(r".\x08", "", shown)
        assert [line for line in lines if line not in plain] == [], name


def _lines(topic: str) -> list[str]:
    return [line for part in TOPICS[topic].parts if isinstance(part, Lines) for line in _(part.text).splitlines()]
