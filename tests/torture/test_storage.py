"""Disks that fail and power that is cut: a store holds what it held or what it was told, and what fails says so."""

import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.harness import Result
from tests.torture.places import ask, log, make_place, make_rows
from tests.torture.storage.driver import through
from tests.torture.storage.failing import FailingDisk
from tests.torture.storage.power import Commit, Lost, Name, RecordingDisk, Sync, Write, chain, cut_power
from tests.torture.storage.tasks import FROZEN, LOG, TASKS, Place, Task, done, make_elsewhere, read_stores
from tracker.journal.copies import SIDES, beside

Rounds = Callable[[int, int], int]
Figures = Callable[[str, str, str], None]
REFUSALS = {"store-full", "store-read-only", "store-unsure"}
# Of two failures below one call apsw raises one and complains of the other.
TWO_AT_ONCE = "ignore:Exception ignored in. None:pytest.PytestUnraisableExceptionWarning"


class Ended(StrEnum):
    """How a command ended on a disk that fails."""

    DONE = "done"
    REFUSED = "refused"
    UNSURE = "not confirmed by the disk, and there"


@pytest.mark.filterwarnings(TWO_AT_ONCE)
@pytest.mark.parametrize("lasts", [False, True], ids=["once", "from-then-on"])
def test_whichever_write_fails_a_command_does_all_or_nothing(
    tmp_path: Path, lasts: bool, rounds: Rounds, figures: Figures
) -> None:
    ended: Counter[Ended] = Counter()
    tasks = list(TASKS.values())[rounds(lasts, 0) :: rounds(2, 1)]  # every other one, where time is short
    for number, task in enumerate(tasks):
        ended.update(fail_each(task, tmp_path / str(number), lasts=lasts, stride=rounds(31, 1)))
    assert ended[Ended.REFUSED] > 2 * len(tasks)
    showed = ", ".join(f"{ended[how]} {how}" for how in Ended)
    how = "it and all after it fail" if lasts else "it fails once"
    figures("writes", f"{', '.join(TASKS)}: each of {ended.total()} writes; {how}", f"0 half done: {showed}")


def fail_each(task: Task, folder: Path, *, lasts: bool, stride: int) -> Iterator[Ended]:
    """Let the first write of a command fail, then another in its place, until all succeed; yield how each run ended."""
    task.prepare(folder)
    place, before = Place(folder), read_stores(folder, task)
    done(ask(folder, *task.command))
    after = read_stores(folder, task)
    for number in count(1, stride):
        place.put_back()
        disk = FailingDisk(number, lasts=lasts)
        with through(disk):
            said = ask(folder, *task.command)
        now = read_stores(folder, task)
        yield ending(said, is_old=now == before, is_new=now == after)
        assert not [one for one in folder.iterdir() if one.name.startswith(".")], "a draft was left"
        if disk.done < number:
            assert said.code == 0
            return
        if now == before:
            done(ask(folder, *task.command))
            assert read_stores(folder, task) == after


def ending(said: Result, *, is_old: bool, is_new: bool) -> Ended:
    """Tell how a command ended: all or nothing is there, and a refusal is one in words of its own."""
    assert is_old != is_new, said
    if said.code == 0:
        assert is_new, said
        return Ended.DONE
    (first, *_) = said.err.splitlines()
    refusal = first.removeprefix("error[").partition("]")[0]
    assert (said.code, said.out, refusal in REFUSALS) == (4, "", True), said
    if is_old:
        return Ended.REFUSED
    assert refusal == "store-unsure", said
    return Ended.UNSURE


class State(StrEnum):
    """What a store is after a power cut."""

    WHOLE = "whole"
    LOST = "lost"
    CORRUPT = "corrupt"


class Recording(NamedTuple):
    """What happened to a disk, the store on it, and what may be entered next."""

    disk: RecordingDisk
    store: Path
    entry: tuple[str, ...]

    def cuts(self, number: int, chance: random.Random) -> Iterator[int]:
        """Yield moments for a cut: any, and as often just after something was acknowledged."""
        events, begins = self.disk.events, self.disk.begins
        told = [at + 1 for at, event in enumerate(events) if isinstance(event, Commit) and at >= begins]
        for one in range(number):
            yield chance.choice(told) if one % 2 else chance.randint(begins, len(events))

    def judge(self, cut: int, lost: Lost, chance: random.Random) -> State:
        """Cut the power, and let the program, over the disk of this machine, say what there is."""
        self._lay_out(cut_power(self.disk.events[:cut], lost, chance), chance)
        told = [[], *(event.rows for event in self.disk.events[:cut] if isinstance(event, Commit))]
        under_way = [event.rows for event in self.disk.events[cut:] if isinstance(event, Commit)][:1]
        rows = self._read()
        if rows in (told[-1], *under_way):
            return State.WHOLE
        return State.LOST if rows in told else State.CORRUPT

    def _read(self) -> list[tuple[int, bytes]] | None:
        """Return what the journal holds, None where it is not whole or cannot be gone on with as ever."""
        if not self.store.exists() or not self.store.stat().st_size:
            return []
        folder = self.store.parent
        if ask(folder, "fsck", "--full").code:
            return None
        with closing(sqlite3.connect(self.store)) as connection:
            rows = chain(connection)
        if ask(folder, *self.entry).code or ask(folder, "fsck").code:
            return None
        with closing(sqlite3.connect(self.store)) as connection:
            return rows if connection.execute("PRAGMA journal_mode").fetchone() == ("wal",) else None

    def _lay_out(self, files: Mapping[str, bytes], chance: random.Random) -> None:
        """Put files where the store was; of the log's index, which is never synced, anything may be there."""
        log = f"{self.store.name}-wal"
        index = {f"{self.store.name}-shm": chance.randbytes(32768)} if log in files and chance.random() < 0.5 else {}
        for path in (beside(self.store, side) for side in ("", *SIDES)):
            data = {**files, **index}.get(path.name)
            path.unlink(missing_ok=True) if data is None else path.write_bytes(data)


def work(folder: Path, synchronous: str = "FULL") -> Recording:
    """Do an office's work on a recording disk from the first entry on: alone, then while another program looks on."""
    store = make_place(folder) / "tracker.db"
    make_rows(folder / "rows.csv", 300)
    disk = RecordingDisk(str(store), synchronous=synchronous)
    with through(disk):
        done(log(folder), log(folder, "--ref", "một"), ask(folder, "import", "rows.csv"), log(folder))
        done(ask(folder, "undo"), log(folder))
        with closing(sqlite3.connect(store, isolation_level=None)) as other:
            other.execute("SELECT count(*) FROM journal").fetchone()  # while it is open, no log is taken away
            done(*(log(folder, "--note", f"số {number}") for number in range(9)))
            done(ask(folder, "submit", "-u", "a", "--week", "2025-W10"), ask(folder, "undo"), ask(folder, "undo"))
            done(ask(folder, "void", "1-1", "--reason", "nhầm"), log(folder))
        done(log(folder), log(folder))
    return Recording(disk, store, LOG)


def bring_up(folder: Path, version: str) -> Recording:
    """Let a command bring an old store up, and another write into it."""
    store = Path(shutil.copytree(FROZEN / version, folder)) / "tracker.db"
    disk, entry = RecordingDisk(str(store)), ("log", "-u", "xa-1", "-c", "mo-hinh", "-q", "1")
    with through(disk):
        done(ask(folder, "status"), ask(folder, *entry))
    return Recording(disk, store, entry)


def restore(folder: Path) -> Recording:
    """Put another office's backup in a store's place, and write into it."""
    make_elsewhere(folder)
    disk = RecordingDisk(str(folder / "tracker.db"))
    with through(disk):
        done(ask(folder, "restore", "b.db", "--yes"))
        disk.acknowledge()
        done(log(folder))
    return Recording(disk, folder / "tracker.db", LOG)


def cut_often(recordings: Sequence[Recording], lost: Lost, number: int) -> Counter[State]:
    """Cut the power so many times, the recordings in turn."""
    chance = random.Random(f"{lost} {number}")
    share = -(-number // len(recordings))
    return Counter(
        recording.judge(cut, lost, chance) for recording in recordings for cut in recording.cuts(share, chance)
    )


@pytest.mark.parametrize("lost", Lost)
def test_a_power_cut_loses_nothing_that_was_acknowledged(
    tmp_path: Path, lost: Lost, rounds: Rounds, figures: Figures
) -> None:
    recordings = [work(tmp_path / f"{number}") for number in range(rounds(1, 8))]
    recordings += [bring_up(tmp_path / version.name, version.name) for version in sorted(FROZEN.iterdir())]
    recordings.append(restore(tmp_path / "restore"))
    assert_reaches_into_the_store(recordings[0])
    states = cut_often(recordings, lost, rounds(20, 300))
    assert states.keys() == {State.WHOLE}, states
    figures("power", f"{states.total()} cuts, what was not synced is {lost}", "0 lost, 0 corrupt")


def assert_reaches_into_the_store(recording: Recording) -> None:
    """See that the work puts the log into the store, begins logs anew in place, and takes them away."""
    events = recording.disk.events
    headers = Counter(event.file for event in events if isinstance(event, Write) and not event.offset)
    logs = [event.file for event in events if isinstance(event, Name) and event.name.endswith("-wal") and event.file]
    assert len(logs) > 5
    assert max(headers[file] for file in logs) > 2
    assert sum(isinstance(event, Sync) and event.file == 1 for event in events) > 10


def test_without_waiting_for_the_disk_entries_are_lost_and_stores_corrupt(
    tmp_path: Path, rounds: Rounds, figures: Figures
) -> None:
    """The canary: a simulation that found nothing here would find nothing anywhere."""
    number = rounds(10, 100)
    off, normal = ([work(tmp_path / how, how)] for how in ("OFF", "NORMAL"))
    none = sum((cut_often(off, lost, number) for lost in Lost), Counter[State]())
    some = sum((cut_often(normal, lost, number) for lost in Lost), Counter[State]())
    assert none[State.LOST] > 0 < none[State.CORRUPT], none
    assert some[State.LOST] > 0 == some[State.CORRUPT], some
    for how, states in (("OFF", none), ("NORMAL", some)):
        showed = f"{states[State.LOST]} lost entries, {states[State.CORRUPT]} were corrupt"
        figures("power", f"the canary, synchronous={how}: {states.total()} cuts", showed)
