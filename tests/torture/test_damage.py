"""Files spoiled behind tracker's back: fsck tells, and what it passes shows the figures that were there."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from tests.cli.conftest import define
from tests.cli.harness import UNMEASURED, Result, process
from tests.journal.damage import content, differs, flips
from tests.torture.filled import TODAY, done, fill, run, say_figures

ROWS = 4000
PAGE = 4096
SIDES = ("-wal", "-shm")
Rounds = Callable[[int, int], int]
Keep = Callable[[str, str, str], None]
LOG = ("log", "-u", "a", "-c", "mo-hinh", "-q", "100", "-d", "2/3/2025")
HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM journal").fetchone()
print("held", flush=True)
sys.stdin.read()
"""


class Office:
    """A folder whose store is spoiled again and again, and what that store was and said."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store = folder, fill(folder, ROWS)
        self.data, self.content, self.figures = self.store.read_bytes(), content(self.store), say_figures(folder)
        assert all((one.code, one.err) == (0, "") for one in self.figures)
        assert fsck(folder).code == 0

    def spoil(self, data: bytes) -> Result:
        """Put other bytes in the store's place, as they lie on a disk, and check them."""
        for side in SIDES:
            Path(f"{self.store}{side}").unlink(missing_ok=True)
        self.store.write_bytes(data)
        return fsck(self.folder)


def fsck(folder: Path) -> Result:
    said = run(folder, "fsck", "--full", "--json")
    assert said.code in (0, 1, 4), said
    return said


def codes(said: Result) -> set[str]:
    return {one["code"] for one in said.json["findings"]}


def see_right_or_refused(folder: Path, right: Sequence[Result]) -> None:
    """See that every figure is as it was, or refused in words."""
    for before, now in zip(right, say_figures(folder), strict=True):
        assert now.out == before.out if now.code == 0 else (now.code, now.out) == (4, ""), now


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("torture") / "office")


def test_flipped_bits(office: Office, rounds: Rounds, figures: Keep) -> None:
    """One bit of the file turned over, anywhere: some stand in room that nothing is read from."""
    count, told, silent = rounds(25, 400), 0, 0
    for spoiled in flips(office.data, count):
        said = office.spoil(spoiled)
        if said.code:
            told += 1
            continue
        silent += differs(office.store, office.content)
        see_right_or_refused(office.folder, office.figures)
    assert told > count * 0.6
    assert told / (told + silent) >= 0.95
    size = f"{len(office.data) // 1024} KB, vacuumed: {ROWS} entries with notes, corrections, returns"
    figures(
        "damage",
        f"{count} bits flipped, one at a time, in a dense store ({size})",
        f"{told} of the {told + silent} that change anything reported; no wrong figure without a report",
    )


def test_damage_is_said_in_words(office: Office, rounds: Rounds) -> None:
    for spoiled in flips(office.data, rounds(10, 400)):
        office.spoil(spoiled)
        for command in (
            ("status",),
            ("achievements",),
            ("report", "weekly"),
            ("history", "1-2"),
            (*LOG, "-n"),
            ("undo", "-n"),
        ):
            said = run(office.folder, *command)
            assert said.code in (0, 1, 4)
            assert "Traceback" not in said.err + said.out


def test_the_real_program_says_the_same(office: Office, rounds: Rounds) -> None:
    for spoiled in flips(office.data, rounds(2, 20)):
        said = office.spoil(spoiled)
        real = process("fsck", "--full", "--json", cwd=office.folder, TRACKER_TODAY=TODAY)
        assert (real.returncode, real.stdout.decode()) == (said.code, said.out)


def test_cut_short(office: Office, rounds: Rounds, figures: Keep) -> None:
    """At every page: also where the file ends in the middle of the journal as if nothing had followed."""
    lengths = range(0, len(office.data), PAGE * rounds(8, 1))
    silent = [length for length in lengths if office.spoil(office.data[:length]).code == 0]
    assert silent == []
    figures("damage", f"the store cut short at every 4 KB, {len(lengths)} times", f"{len(lengths)} reported")


@contextmanager
def killed(store: Path) -> Iterator[None]:
    """Give a store a log that outlives its program: what is written meanwhile stands in the log alone."""
    with Popen(
        [sys.executable, "-c", HOLD, store], stdin=PIPE, stdout=PIPE, env={**os.environ, **UNMEASURED}
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline().strip() == b"held"
        yield
        holder.kill()


def laid_out(folder: Path, store: Path, log: Path | None, index: Path | None = None) -> Path:
    """Make a folder of the files that lie in it: a store, the log and the index of a log, whosoever they are."""
    define(folder)
    for side, file in (("", store), ("-wal", log), ("-shm", index)):
        if file:
            shutil.copy(file, folder / f"tracker.db{side}")
    return folder


def test_a_deleted_log(tmp_path: Path, rounds: Rounds, figures: Keep) -> None:
    """Of a store whose program was killed: until somebody decides, every command says that something is gone."""
    count = rounds(2, 20)
    store = fill(tmp_path / "office", 400)
    with killed(store):
        for number in range(count):
            done(store.parent, *LOG)
            log, index = Path(f"{store}-wal"), Path(f"{store}-shm")
            whole = laid_out(tmp_path / f"whole-{number}", store, log, index)
            spoiled = laid_out(tmp_path / f"spoiled-{number}", store, None, index)
            assert fsck(whole).json["ok"]
            for command in (("status",), ("ls",), LOG, ("undo",), ("report", "weekly")):
                run(spoiled, *command).refused(4, "log-missing")
            run(spoiled, "backup", "copy.db").refused(1, "copy-damaged")
            assert codes(fsck(spoiled)) == {"log-missing"}
            bare = fsck(laid_out(tmp_path / f"bare-{number}", store, None)).json
            assert bare["ok"]  # a whole store as it was before: nothing but a printed hash tells
            assert bare["head"] != fsck(whole).json["head"]
    figures(
        "damage",
        f"the -wal of a killed store deleted, {count} times",
        f"{count} reported, every command refuses; with the -shm deleted too, only the hash of a printed report tells",
    )


def test_the_log_of_another_store(tmp_path: Path, rounds: Rounds, figures: Keep) -> None:
    """Of a stranger; of a copy that went its own way, whichever of them it lies beside; or of what the store became."""
    count = rounds(2, 20)
    own, stranger = fill(tmp_path / "own", 400), fill(tmp_path / "stranger", 500)
    old, copy = (Path(shutil.copytree(own.parent, tmp_path / name)) / "tracker.db" for name in ("old", "copy"))
    done(own.parent, *LOG, "--note", "ghi sau khi sao chép")
    others = [("stranger", own, stranger), ("copy", own, copy), ("origin", old, own)]
    with killed(own), killed(stranger), killed(copy):
        for number in range(count):
            for store in (own, stranger, copy):
                done(store.parent, *LOG, "--note", store.parent.name)
            for name, base, other in others:
                folder = laid_out(tmp_path / f"{name}-{number}", base, Path(f"{other}-wal"))
                assert fsck(folder).code, name
            later = laid_out(tmp_path / f"later-{number}", old, Path(f"{copy}-wal"))
            assert fsck(later).json["ok"]
            see_right_or_refused(later, say_figures(copy.parent))
    figures(
        "damage",
        f"another store's -wal put beside, {len(others) * count} times: a stranger's, a copy's, the original's",
        f"{len(others) * count} reported; the log of what the same store became leads to just that",
    )
