"""The school's and the union's campaign: nothing in the product is about police."""

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.harness import Result, tracker
from tests.conftest import ROOT
from tests.project.test_catalogues import messages

POLICE = re.compile(
    r"police|công an|cảnh sát|\bCAND\b|\bANTT\b|an ninh|tội phạm|phá án|\bcrime|criminal", re.IGNORECASE
)
EXAMPLES = pytest.mark.parametrize(("name", "results", "lang"), [("school", "ket-qua.csv", "vi"), ("union", "results.csv", "en")])  # fmt: skip
SCREENS = (
    "status", "status --json", "units", "units --missing", "units --missing --json", "deadlines", "achievements",
    "achievements --json", "report weekly --week -1", "report weekly --week -1 --json", "report weekly -f md",
    "report weekly -f html", "where",
)  # fmt: skip


@pytest.fixture
def folder(name: str, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "docs" / "examples" / name, tmp_path / "example"))


def ask(folder: Path, command: str, lang: str) -> Result:
    done = tracker(*command.split(), cwd=folder, TRACKER_TODAY="2025-03-10", TRACKER_LANG=lang)
    assert done.code == 0, done.err
    return done


@EXAMPLES
def test_from_the_definition_to_the_report_without_a_warning(name: str, results: str, lang: str, folder: Path) -> None:
    rows = len((folder / results).read_text(encoding="utf-8").splitlines()) - 1
    assert ask(folder, "validate --json", lang).json["findings"] == []
    assert ask(folder, f"import {results} --json", lang).json["written"] == rows
    report = ask(folder, "report weekly --week -1 --json", lang)
    assert report.err == ""
    criteria = {one["id"]: one for one in report.json["criteria"]}
    if name == "school":
        assert criteria["tiet-hoc-tot"]["week"] == 6 + 6 + 8 + 7
        assert criteria["dung-gio"]["week"] == {"numerator": 805, "denominator": 810, "value": 0.9938}
        (span,) = criteria["ke-hoach-nho"]["by_span"]
        assert (span["phase"], span["week"], span["cumulative"]) == ("dot-2", 60.5, 60.5)
    else:
        assert criteria["initiatives"]["week"] == 1 + 3 + 2
        assert criteria["gifts"]["campaign"] == 73_500_000
        assert {unit["id"] for unit in report.json["units"]} == {"song-xanh", "hospital", "schools"}


@EXAMPLES
@pytest.mark.parametrize("speaks", ["vi", "en"])
def test_no_screen_is_about_the_force(name: str, results: str, lang: str, speaks: str, folder: Path) -> None:
    ask(folder, f"import {results}", speaks)
    for command in SCREENS:
        done = ask(folder, command, speaks)
        assert not POLICE.findall(done.out + done.err), command


def test_no_sentence_of_the_program_is_about_police() -> None:
    about = [source[0] for source, said in messages() if any(POLICE.search(text) for text in (*source, *said))]
    assert [text for text in about if not text.startswith("Makes a folder with the campaign of")] == []  # tracker demo
