"""Files replaced together: all of them or none, and what they held is kept."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tracker.errors import TrackerError
from tracker.files.replacing import NewContent, replaced

NOW = datetime(2025, 7, 1, 10, 15, tzinfo=UTC)
KEPT = "20250701-101500.old"


def new(path: Path) -> NewContent:
    return NewContent(path, path.name, b"old", b"new")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two files."""
    paths = tmp_path / "a.csv", tmp_path / "b.csv"
    for path in paths:
        path.write_bytes(b"old")
    return paths


def test_files_get_their_content_and_what_they_held_is_kept(two: tuple[Path, Path]) -> None:
    two[0].chmod(0o640)
    with replaced([new(path) for path in two], NOW) as done:
        assert [one.kept.name for one in done] == [f"a.csv.{KEPT}", f"b.csv.{KEPT}"]
    assert [path.read_bytes() for path in two] == [b"new", b"new"]
    assert [one.kept.read_bytes() for one in done] == [b"old", b"old"]
    assert names(two[0].parent) == ["a.csv", f"a.csv.{KEPT}", "b.csv", f"b.csv.{KEPT}"]
    if sys.platform != "win32":
        assert two[0].stat().st_mode & 0o777 == 0o640
    two[0].write_bytes(b"old")
    with replaced([new(two[0])], NOW) as done:  # again in the same second
        pass
    assert done[0].kept.name == "a.csv.20250701-101500-2.old"


def test_after_an_error_all_is_as_it_was(two: tuple[Path, Path]) -> None:
    seen = []
    with pytest.raises(KeyboardInterrupt), replaced([new(path) for path in two], NOW):  # noqa: PT012 it is the block's
        seen += [path.read_bytes() for path in two]
        raise KeyboardInterrupt
    assert seen == [b"new", b"new"]
    assert [path.read_bytes() for path in two] == [b"old", b"old"]
    assert names(two[0].parent) == ["a.csv", "b.csv"]


def test_a_file_that_changed_meanwhile_is_not_overwritten(two: tuple[Path, Path]) -> None:
    two[1].write_bytes(b"of somebody else")
    with pytest.raises(TrackerError, match=r"^file-changed$"), replaced([new(path) for path in two], NOW):
        pass
    assert [path.read_bytes() for path in two] == [b"old", b"of somebody else"]
    assert names(two[0].parent) == ["a.csv", "b.csv"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that can be read and not replaced")
def test_where_the_second_cannot_be_replaced_the_first_is_put_back(two: tuple[Path, Path], tmp_path: Path) -> None:
    with _mounted_in_the_way(two[1]):
        with pytest.raises(TrackerError, match=r"^file-unwritable$") as error, replaced([new(p) for p in two], NOW):
            pass
        assert error.value.problem.params["file"] == "b.csv"
        assert [path.read_bytes() for path in two] == [b"old", b"old"]
    assert names(tmp_path) == ["a.csv", "b.csv"]


@contextmanager
def _mounted_in_the_way(path: Path) -> Iterator[None]:
    """Mount a file over itself: it can be read, and nothing can be renamed onto it."""
    import subprocess  # noqa: PLC0415

    if os.getuid() or subprocess.run(["mount", "--bind", path, path], capture_output=True, check=False).returncode:
        pytest.skip("only root may mount")
    try:
        yield
    finally:
        subprocess.run(["umount", path], check=True)


def test_a_folder_that_cannot_be_written_to(two: tuple[Path, Path]) -> None:
    folder = two[0].parent
    is_root = sys.platform != "win32" and os.getuid() == 0
    for path in (folder, *folder.parents[:2]):
        path.chmod(0o755)
    folder.chmod(0o555)
    if is_root:
        os.setresuid(65534, 65534, 0)
    try:
        with pytest.raises(TrackerError, match=r"^file-unwritable$"), replaced([new(path) for path in two], NOW):
            pass
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
        folder.chmod(0o755)
    assert [path.read_bytes() for path in two] == [b"old", b"old"]
    assert names(folder) == ["a.csv", "b.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such thing")
def test_the_folder_is_on_the_disk_before_the_block_goes_on(two: tuple[Path, Path], monkeypatch: Any) -> None:
    """What the block writes elsewhere, such as a note of this, is then never ahead of the files."""
    synced: list[int] = []
    really = os.fsync

    def fsync(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        really(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with replaced([new(path) for path in two], NOW):
        assert two[0].parent.stat().st_ino in synced
