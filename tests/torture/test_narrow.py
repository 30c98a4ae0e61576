"""No room, no permission, no home: every command does its work, or refuses in words and leaves all as it was."""

import errno
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.harness import UNMEASURED, environment
from tests.torture.places import DAY, ask, check, make_place, make_rows

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows limits and forbids in other ways")
COMMANDS = {
    "log": ("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "--evidence", "photo.jpg"),
    "import": ("import", "rows.csv"),
    "submit": ("submit", "-u", "a", "--week", "2025-W10"),
    "undo": ("undo",),
    "backup": ("backup", "copy.db"),
    "export": ("export", "-o", "all.csv"),
    "report": ("report", "weekly", "-o", "week.html"),
    "template": ("template", "-u", "d", "--children", "-o", "form.xlsx"),
    "init": ("init", "--dir", "new"),
    "demo": ("demo", "--dir", "sandbox"),
}
WRITING = ("log", "import", "submit", "undo")
RECORDING = {"log": 1, "import": 600, "undo": -300}  # how many entries each adds to the figures
REFUSALS = {"store-full": 4, "store-read-only": 4, "store-unreadable": 4, "file-unwritable": 1}
HELD = 300
Rounds = Callable[[int, int], int]
Figures = Callable[[str, str, str], None]


class Done(NamedTuple):
    """How a command line ended, and the code of its first problem."""

    code: int
    problem: str
    out: str
    err: str


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that was imported into, and what the commands take."""
    folder = make_place(tmp_path_factory.mktemp("narrow") / "ready")
    make_rows(folder / "rows.csv", HELD)
    assert ask(folder, "import", "rows.csv").code == 0
    make_rows(folder / "rows.csv", HELD + RECORDING["import"])
    (folder / "photo.jpg").write_bytes(bytes(range(256)) * 64)
    return folder


def run(folder: Path, command: Sequence[str], before: Sequence[str] = (), **env: str) -> Done:
    """Run a command line, after one that takes something away from it."""
    line = [*before, sys.executable, "-m", "tracker", *command]
    wanted = environment({**DAY, **UNMEASURED, **env})
    done = subprocess.run(line, cwd=folder, env=wanted, capture_output=True, text=True, encoding="utf-8", check=False)
    problem = done.stderr.partition("error[")[2].partition("]")[0]
    return Done(done.returncode, problem, done.stdout, done.stderr)


def list_files(folder: Path) -> dict[str, int]:
    """Every file under a folder and its size. The store's own may grow; evidence is copied first, and found by the next try."""
    files = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return {name: (folder / name).stat().st_size for name in files if not name.startswith(("tracker.db", "evidence"))}


def assert_whole(folder: Path, name: str, done: Done, files: dict[str, int]) -> None:
    """See that a command did what it had to do, or that it said why not and changed nothing."""
    assert "Traceback" not in done.err, done
    if done.code == 0:
        assert check(folder) == HELD + RECORDING.get(name, 0), done
        return
    assert (done.code, done.out) == (REFUSALS.get(done.problem), ""), done
    assert list_files(folder) == files, done
    assert check(folder) == HELD, done


def say(seen: Counter[str]) -> str:
    """Say how many did their work and how many refused."""
    words = {"": "done"}
    return ", ".join(f"{number} {words.get(problem, problem)}" for problem, number in sorted(seen.items()))


def test_a_file_size_limit(ready: Path, tmp_path: Path, rounds: Rounds, figures: Figures) -> None:
    """Limits from nothing to enough, counted in blocks of 512 bytes; at every one of them it is all or nothing."""
    seen: Counter[str] = Counter()
    limits = [0, *(1 << power for power in range(rounds(0, 15)))]
    for name, command in COMMANDS.items():
        for blocks in limits:
            folder = Path(shutil.copytree(ready, tmp_path / "narrow"))
            files = list_files(folder)
            done = run(folder, command, ("sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"))
            assert_whole(folder, name, done, files)
            assert done.code or blocks, f"{name} needs no room"
            assert done.code == 0 or blocks < 1 << 14, done
            seen[done.problem] += 1
            shutil.rmtree(folder)
    figures("narrow", f"{seen.total()} command lines under file-size limits from 0 to enough", say(seen))


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of 4 MB."""
    if not sys.platform.startswith("linux") or os.geteuid():
        pytest.skip("only root can mount a disk of 4 MB, on Linux")
    folder = tmp_path_factory.mktemp("disk")
    mount = ("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder))
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(("umount", str(folder)), check=True)


def fill(folder: Path, room: int) -> None:
    """Fill a disk up to some bytes of room."""
    with (folder / "filler").open("wb", buffering=0) as file:
        free = os.statvfs(folder)
        file.write(bytes(max(0, free.f_bavail * free.f_frsize - room)))


def test_a_disk_of_4_mb(ready: Path, disk: Path, rounds: Rounds, figures: Figures) -> None:
    seen: Counter[str] = Counter()
    rooms = [room << 14 for room in range(1, rounds(2, 64), 4)]  # in bytes
    for name, command in COMMANDS.items():
        for room in rooms:
            folder = Path(shutil.copytree(ready, disk / name))
            files = list_files(folder)
            fill(folder, room)
            done = run(folder, command, TMPDIR=str(folder))
            (folder / "filler").unlink()
            assert_whole(folder, name, done, files)
            seen[done.problem] += 1
            shutil.rmtree(folder)
    assert len(seen) > 1
    figures("narrow", f"{seen.total()} command lines on a disk of 4 MB, full or nearly", say(seen))


def without_privileges() -> Sequence[str]:
    """What a command line begins with so that modes of files hold for it: for root they do not."""
    if os.geteuid():
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root needs setpriv to give up its privileges")
    return (setpriv, "--bounding-set", "-dac_override,-dac_read_search")


@contextmanager
def forbidden(folder: Path, *, store: int, within: int) -> Iterator[None]:
    """Let the store and its folder have other modes for a while."""
    modes = {folder / "tracker.db": store, folder: within}
    before = {path: path.stat().st_mode for path in modes}
    for path, mode in modes.items():
        path.chmod(mode)
    try:
        yield
    finally:
        for path, mode in reversed(before.items()):
            path.chmod(mode)


@pytest.mark.parametrize(
    ("store", "within", "refused", "where"),
    [
        (0o444, 0o555, COMMANDS, "in a read-only folder"),
        (0o600, 0o555, (*WRITING, "backup"), "in a folder where nothing can be made"),
        (0o444, 0o755, WRITING, "on a read-only store"),
        (0o000, 0o755, (*WRITING, "backup", "export", "report"), "on a store without any permission"),
    ],
)
def test_without_permission(
    ready: Path, tmp_path: Path, figures: Figures, store: int, within: int, refused: Iterable[str], where: str
) -> None:
    begin = without_privileges()
    seen: Counter[str] = Counter()
    folder = Path(shutil.copytree(ready, tmp_path / "narrow"))
    files = list_files(folder)
    for name in refused:
        with forbidden(folder, store=store, within=within):
            done = run(folder, COMMANDS[name], begin)
        assert done.code, done
        assert_whole(folder, name, done, files)
        seen[done.problem] += 1
    figures("narrow", f"{seen.total()} commands {where}", say(seen))


def test_reading_where_nothing_can_be_written(ready: Path, tmp_path: Path) -> None:
    begin = without_privileges()
    folder = Path(shutil.copytree(ready, tmp_path / "narrow"))
    before = list_files(folder)
    with forbidden(folder, store=0o444, within=0o555):
        for command in ("status", "ls", "report weekly", "fsck --full", "export", "history", "where", "validate"):
            assert run(folder, command.split(), begin).code == 0
    assert list_files(folder) == before


def test_a_store_that_cannot_be_read_says_so(ready: Path, tmp_path: Path) -> None:
    begin = without_privileges()
    folder = Path(shutil.copytree(ready, tmp_path / "narrow"))
    with forbidden(folder, store=0o000, within=0o755):
        for command in ("status", "ls --json", "fsck", "log -u a -c mo-hinh -q 1", "backup"):
            done = run(folder, command.split(), begin)
            said = f"error[store-unreadable]: tracker.db cannot be read: {os.strerror(errno.EACCES)}\n"
            assert (done.code, done.out, done.err) == (4, "", said), command


def test_no_home(ready: Path, tmp_path: Path, rounds: Rounds, figures: Figures) -> None:
    """Nothing is looked for in a home, and nobody's name is needed."""
    nobody = [part for name in ("HOME", "USER", "LOGNAME", "TRACKER_USER") for part in ("-u", name)]
    homes = (["HOME=/nowhere/at/all"], [])[: rounds(1, 2)]
    for name, command in COMMANDS.items():
        for number, home in enumerate(homes):
            folder = Path(shutil.copytree(ready, tmp_path / f"{name}-{number}"))
            done = run(folder, command, ("env", *nobody, *home))
            assert done.code == 0, done
            assert_whole(folder, name, done, {})
    figures("narrow", f"{len(COMMANDS)} commands with no HOME, and with one that does not exist", "all done")
