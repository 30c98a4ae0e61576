"""A store of an earlier version answers as it did, and what it held is kept."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import tracker
from tests.conftest import ROOT
from tests.journal.damage import check, unwritable

FROZEN = ROOT / "tests" / "fixtures" / "stores"
ANSWERS = [
    (version.name, command)
    for version in sorted(FROZEN.iterdir())
    for command in json.loads((version / "answers.json").read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder of each version, its store migrated by the first command that read it."""
    folders = {}
    for version in FROZEN.iterdir():
        folders[version.name] = Path(shutil.copytree(version, tmp_path_factory.mktemp(version.name) / "office"))
        assert tracker("status", cwd=folders[version.name], TRACKER_TODAY="2026-01-02").code == 0
    return folders


def says(said: Any, before: Any) -> bool:
    """Whether a document says what it said; it may say more."""
    if isinstance(before, dict):
        return isinstance(said, dict) and all(key in said and says(said[key], one) for key, one in before.items())
    if isinstance(before, list):
        return isinstance(said, list) and len(said) == len(before) and all(map(says, said, before))
    return type(said) is type(before) and bool(said == before)


@pytest.mark.parametrize(("version", "command"), ANSWERS)
def test_the_answers_are_those_of_the_version_that_wrote_the_store(
    migrated: dict[str, Path], version: str, command: str
) -> None:
    said = tracker(*command.split(), "--json", cwd=migrated[version])
    assert (said.code, said.err) == (0, "")
    before = json.loads((FROZEN / version / "answers.json").read_text(encoding="utf-8"))[command]
    assert says(said.json, before), said.json


@pytest.mark.parametrize("version", dict(ANSWERS))
def test_the_chain_is_whole_and_what_was_there_is_kept(migrated: dict[str, Path], version: str) -> None:
    folder = migrated[version]
    assert tracker("fsck", "--full", cwd=folder).code == 0
    (kept,) = folder.glob("tracker-v*.db")
    assert kept.name.startswith(f"tracker-{version}-")
    assert check(kept) == check(FROZEN / version / "tracker.db") == check(folder / "tracker.db")


@pytest.mark.parametrize("version", dict(ANSWERS))
def test_what_was_kept_can_be_restored(migrated: dict[str, Path], version: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(migrated[version], tmp_path / "office"))
    before = tracker("status", "--json", "--today", "2026-01-02", cwd=folder).out
    (kept,) = folder.glob("tracker-v*.db")
    assert tracker("restore", kept.name, "--yes", cwd=folder).code == 0
    assert tracker("status", "--json", "--today", "2026-01-02", cwd=folder).out == before
    assert tracker("log", "-u", "xa-1", "-c", "mo-hinh", "-q", "1", "--today", "1/12/2025", cwd=folder).code == 0
    assert tracker("fsck", "--full", cwd=folder).code == 0


@pytest.mark.parametrize("version", dict(ANSWERS))
def test_an_old_store_that_cannot_be_written_answers_too(version: str) -> None:
    command = "status --today 2026-01-02"
    before = json.loads((FROZEN / version / "answers.json").read_text(encoding="utf-8"))[command]
    with unwritable(FROZEN / version / "tracker.db") as store:
        for name in ("campaigns.yaml", "don-vi.csv"):
            assert (FROZEN / version / name).is_file()
        said = tracker(
            *command.split(),
            "--json",
            "--db",
            store,
            "--campaigns",
            FROZEN / version / "campaigns.yaml",
            cwd=store.parent,
        )
    assert says(said.json, before), said
