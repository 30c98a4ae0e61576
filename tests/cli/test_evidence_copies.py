"""Evidence goes along with a backup, into the folder beside it, and comes back with a restore."""

import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker
from tracker.journal.evidence_copy import bring_evidence

TODAY = ("--today", "2025-03-10")
FILES = {"ảnh.jpg": b"a photo", "biên bản.pdf": b"minutes"}


def path_of(name: str) -> str:
    digest = sha256(FILES[name]).hexdigest()
    return f"evidence/{digest[:2]}/{digest}{Path(name).suffix}"


def log(cwd: Path, evidence: str, **more: Any) -> Result:
    return tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "--evidence", evidence, *TODAY, cwd=cwd, **more)


def kept(cwd: Path) -> list[str]:
    return sorted(str(one.relative_to(cwd)) for one in (cwd / "evidence").rglob("*") if one.is_file())


def codes(cwd: Path, *rest: str) -> list[str]:
    return [one["code"] for one in tracker("fsck", "--full", "--json", *rest, *TODAY, cwd=cwd).json["findings"]]


@pytest.fixture
def office(small: Path) -> Path:
    """A folder with a store whose entries name two files, one of them twice, and an address."""
    for name, data in FILES.items():
        (small / name).write_bytes(data)
    for evidence in (*FILES, "ảnh.jpg", "https://a.vn/anh.jpg"):
        assert log(small, evidence).code == 0
    (small / "evidence" / "orphan.jpg").write_bytes(b"no entry names it")
    return small


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder to keep backups in."""
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_a_backup_takes_along_what_entries_name_and_no_more(office: Path, stick: Path) -> None:
    said = tracker("backup", stick / "b.db", "--json", *TODAY, cwd=office).json["evidence"]
    assert said == {"folder": str(stick / "evidence"), "files": 2, "copied": 2, "lost": []}
    assert kept(stick) == sorted(map(path_of, FILES))
    assert [(stick / path_of(name)).read_bytes() for name in FILES] == list(FILES.values())
    assert all(one.stat().st_mode & 0o077 == 0 for one in (stick / "evidence").rglob("*"))
    assert codes(stick, "--db", str(stick / "b.db")) == []


def test_the_next_backup_copies_what_is_new(office: Path, stick: Path) -> None:
    tracker("backup", stick, cwd=office)
    (office / "mới.txt").write_bytes(b"new")
    log(office, "mới.txt")
    (stick / path_of("ảnh.jpg")).write_bytes(b"damaged meanwhile")
    said = tracker("backup", stick, "-n", cwd=office)
    assert f"  3 files of evidence · 2 copied now · {stick / 'evidence'}\n" in said.out
    assert len(kept(stick)) == 2
    assert tracker("backup", stick, "--json", cwd=office).json["evidence"]["copied"] == 2
    assert (stick / path_of("ảnh.jpg")).read_bytes() == FILES["ảnh.jpg"]
    assert tracker("backup", stick, "--json", cwd=office).json["evidence"]["copied"] == 0


def test_a_backup_beside_the_store_shares_its_folder(office: Path) -> None:
    before = kept(office)
    said = tracker("backup", "b.db", "-n", cwd=office)
    assert said.out.splitlines()[-1] == "  2 files of evidence · all there already · evidence"
    assert tracker("backup", "b.db", cwd=office).out == "b.db\n"
    assert kept(office) == before


def test_a_restore_on_another_computer_brings_the_files_too(office: Path, stick: Path, tmp_path: Path) -> None:
    tracker("backup", stick / "b.db", cwd=office)
    shutil.move(stick, tmp_path / "usb")
    shutil.rmtree(office)
    new = define(tmp_path / "new")
    said = tracker("restore", tmp_path / "usb" / "b.db", *TODAY, cwd=new)
    assert said.code == 0, said
    assert "  2 files of evidence · 2 copied now · evidence\n" in said.out
    assert kept(new) == sorted(map(path_of, FILES))
    assert codes(new) == []


def test_a_rehearsal_copies_nothing(office: Path, stick: Path, tmp_path: Path) -> None:
    assert tracker("backup", stick / "b.db", "-n", cwd=office).code == 0
    assert list(stick.iterdir()) == []
    tracker("backup", stick / "b.db", cwd=office)
    new = define(tmp_path / "new")
    assert tracker("restore", stick / "b.db", "-n", "--json", cwd=new).json["evidence"]["copied"] == 2
    assert kept(new) == []


@pytest.mark.parametrize("harm", ["gone", "changed", "a link"])
def test_a_file_that_is_lost_is_named_and_the_rest_is_saved(office: Path, stick: Path, harm: str) -> None:
    path = office / path_of("ảnh.jpg")
    path.unlink()
    if harm == "changed":
        path.write_bytes(b"another photo")
    elif harm == "a link":
        path.symlink_to(office / "ảnh.jpg")
    said = tracker("backup", stick / "b.db", cwd=office)
    assert (said.code, said.out) == (0, f"{stick / 'b.db'}\n")
    assert said.err.splitlines()[0] == (
        "warning[evidence-left]: files of evidence that are in neither folder as they were kept: 1 (ảnh.jpg)"
    )
    assert kept(stick) == [path_of("biên bản.pdf")]
    assert set(codes(stick, "--db", str(stick / "b.db"))) == {"evidence-lost"}


def test_a_restore_mends_what_the_folder_lost(office: Path, stick: Path) -> None:
    tracker("backup", stick / "b.db", cwd=office)
    (office / path_of("ảnh.jpg")).write_bytes(b"another photo")
    assert codes(office) == ["evidence-altered"] * 2
    assert tracker("restore", stick / "b.db", "--yes", cwd=office).code == 0
    assert codes(office) == []


def test_a_folder_that_is_a_link_is_not_written_to(office: Path, stick: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (stick / "evidence").symlink_to(tmp_path / "other")
    tracker("backup", stick / "b.db", cwd=office).refused(1, "evidence-folder-link")
    assert not (stick / "b.db").exists()
    assert list((tmp_path / "other").iterdir()) == []


def test_a_journal_that_cannot_be_read_is_not_one_that_names_nothing(office: Path, stick: Path) -> None:
    with closing(sqlite3.connect(stick / "odd.db")) as connection:
        connection.execute("CREATE TABLE journal (id)")
    with pytest.raises(sqlite3.OperationalError):
        bring_evidence(stick / "odd.db", office / "evidence", stick / "evidence", dry_run=True)
    with closing(sqlite3.connect(stick / "empty.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    assert bring_evidence(stick / "empty.db", office / "evidence", stick / "evidence", dry_run=True).files == 0
