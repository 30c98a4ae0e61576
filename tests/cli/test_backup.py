"""tracker backup and restore, as they are typed."""

import re
import sys
from pathlib import Path

import pytest

from tests.cli.harness import Result, process, tracker
from tests.cli.terminal import terminal
from tests.journal.damage import spoil

TODAY = ("--today", "10/3/2025")
NAME = r"tracker-\d{8}-\d{6}(-\d+)?\.db"


def log(folder: Path, quantity: str) -> Result:
    return tracker("log", "-u", "a", "-c", "mo-hinh", "-q", quantity, "-d", "5/3", *TODAY, cwd=folder)


def figures(folder: Path) -> str:
    said = tracker("status", "--json", *TODAY, cwd=folder)
    assert said.code == 0
    return said.out


@pytest.fixture
def used(small: Path) -> Path:
    assert log(small, "2").code == 0
    return small


def test_a_backup_has_a_name_of_its_own_beside_the_store(used: Path) -> None:
    names = [tracker("backup", cwd=used).out.strip() for _ in range(2)]
    assert all(re.fullmatch(NAME, Path(name).name) for name in names)
    assert len(set(names)) == 2
    assert {Path(name).parent for name in names} == {Path()}


def test_a_backup_into_a_folder_has_a_name_of_its_own_there(used: Path, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    said = tracker("backup", tmp_path / "usb", cwd=used)
    assert re.fullmatch(NAME, Path(said.out.strip()).name)
    assert Path(said.out.strip()).parent == tmp_path / "usb"


def test_what_a_backup_says(used: Path) -> None:
    head = tracker("fsck", "--json", cwd=used).json["head"]
    said = tracker("backup", "b.db", "--json", cwd=used)
    assert said.json | {"as_of": ""} == {
        "schema": "tracker.backup/1", "as_of": "", "entries": 1, "file": "b.db",
        "bytes": (used / "b.db").stat().st_size, "head": head, "dry_run": False,
        "evidence": {"folder": "evidence", "files": 0, "copied": 0, "lost": []},
    }  # fmt: skip
    tracker("backup", "b.db", cwd=used).refused(1, "backup-exists")
    assert tracker("backup", "b.db", "--force", cwd=used).out == "b.db\n"
    said = tracker("backup", "c.db", cwd=used, screen=100)
    assert " ".join(said.out.split()) == f"✔ c.db: 1 entry · journal {head[:16]}"
    said = tracker("backup", "d.db", "-n", cwd=used)
    assert said.out.startswith("A rehearsal: nothing was written.\n✔ ")
    assert not (used / "d.db").exists()
    tracker("backup", "tracker.db", "--force", cwd=used).refused(1, "backup-onto-store")


def test_without_a_store_there_is_nothing_to_save(small: Path) -> None:
    tracker("backup", cwd=small).refused(3, "store-missing")
    assert not (small / "tracker.db").exists()


def test_backup_and_restore_bring_back_the_figures_and_each_other(used: Path) -> None:
    saved = figures(used)
    tracker("backup", "b.db", cwd=used)
    log(used, "40")
    later = figures(used)
    assert later != saved
    said = tracker("restore", "b.db", "--yes", cwd=used)
    assert (said.code, said.err) == (0, "")
    assert "✔ b.db → tracker.db: 1 entry · journal " in said.out
    assert "The store held 2 entries." in said.out
    assert figures(used) == saved
    (kept,) = used.glob("tracker.db.*.old")
    assert f'tracker restore "{kept.name}"\n' in said.out
    document = tracker("restore", kept.name, "--json", "--yes", cwd=used).json
    assert (document["entries"], document["entries_before"], document["dry_run"]) == (2, 1, False)
    assert figures(used) == later
    assert log(used, "3").out == "3-3\n"  # the third installation: no id is given twice
    assert tracker("fsck", "--full", cwd=used).code == 0


def test_a_rehearsal_of_a_restore(used: Path) -> None:
    tracker("backup", "b.db", cwd=used)
    log(used, "40")
    before = (used / "tracker.db").read_bytes()
    said = tracker("restore", "b.db", "-n", "--json", cwd=used).json
    assert (said["entries"], said["entries_before"], said["kept"], said["dry_run"]) == (1, 2, None, True)
    assert (used / "tracker.db").read_bytes() == before


def test_a_damaged_backup_is_refused(used: Path) -> None:
    tracker("backup", "b.db", cwd=used)
    spoil(used / "b.db", "UPDATE journal SET quantity = 9")
    before = (used / "tracker.db").read_bytes()
    said = tracker("restore", "b.db", "-y", cwd=used).refused(1, "copy-damaged")
    assert "tracker fsck --full --db b.db" in said.err
    assert (used / "tracker.db").read_bytes() == before
    tracker("restore", "none.db", cwd=used).refused(3, "file-missing")
    tracker("restore", "tracker.db", "-y", cwd=used).refused(1, "restore-from-itself")


def test_a_backup_is_restored_where_there_is_no_campaign_and_no_store(used: Path, tmp_path: Path) -> None:
    tracker("backup", "b.db", cwd=used)
    (tmp_path / "new").mkdir()
    said = tracker("restore", used / "b.db", "--db", "kho.db", cwd=tmp_path / "new")
    assert said.code == 0, said
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["kho.db"]


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is POSIX's")
@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("\n", 1), ("no\n", 1)])
def test_somebody_at_a_terminal_is_asked(used: Path, typed: str, code: int) -> None:
    tracker("backup", "b.db", cwd=used)
    log(used, "40")
    command = [sys.executable, "-m", "tracker", "restore", "b.db"]
    with terminal(command, used, {}) as screen:
        screen.wait(r"Put b.db in the place of tracker.db\?.*\[no\]: ")
        screen.type(typed)
        assert screen.finish() == code
    assert tracker("status", "--json", *TODAY, cwd=used).json["entries"] == (1 if code == 0 else 2)


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is POSIX's")
@pytest.mark.parametrize(("flag", "code"), [("--yes", 0), ("--no-input", 1)])
def test_a_flag_answers_instead(used: Path, flag: str, code: int) -> None:
    tracker("backup", "b.db", cwd=used)
    with terminal([sys.executable, "-m", "tracker", "restore", "b.db", flag], used, {}) as screen:
        assert screen.finish() == code
        assert "?" not in screen.shown


def test_where_nobody_can_be_asked_nothing_is_replaced(used: Path) -> None:
    tracker("backup", "b.db", cwd=used)
    log(used, "40")
    before = (used / "tracker.db").read_bytes()
    for rest in ((), ("--no-input",), ("--json",)):
        said = tracker("restore", "b.db", *rest, cwd=used).refused(1, "restore-unasked")
        assert "tracker restore FILE --yes" in said.err
    assert (used / "tracker.db").read_bytes() == before
    assert not list(used.glob("*.old"))


def test_the_real_program(used: Path) -> None:
    """Its exit and its streams, in a process of its own."""
    saved = process("backup", "b.db", cwd=used)
    assert (saved.returncode, saved.stderr) == (0, b"")
    restored = process("restore", "b.db", "--yes", cwd=used)
    assert (restored.returncode, restored.stderr) == (0, b"")
    assert sorted(one.name.partition(".db")[0] for one in used.iterdir() if ".db" in one.name) == [
        "b",
        "tracker",
        "tracker",
    ]
