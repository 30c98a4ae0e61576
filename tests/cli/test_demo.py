"""`tracker demo`: a sandbox that is there whole or not at all, the same for everybody, with commands that work."""

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import Result, environment, process, tracker

Golden = Callable[[str, str], None]
Ask = Callable[..., Result]
EXPECTED = {
    *("SANDBOX.txt", "bao-cao-tuan-2025-W09.md", "campaigns.schema.json", "campaigns.yaml", "tracker.db", "units")
}
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits or signals")


def printed_commands(said: str) -> list[list[str]]:
    """The commands that demo prints, the change of folder first."""
    found = [shlex.split(line) for line in said.splitlines() if line.startswith(("  cd ", "  tracker "))]
    assert found[0][0] == "cd"
    return found


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_printed_command_works(sandbox: Path, lang: str) -> None:
    said = tracker("demo", "--dir", sandbox, cwd=sandbox.parent, TRACKER_LANG=lang)
    (_cd, folder), *commands = printed_commands(said.out)
    assert len(commands) == 10
    for name, *arguments in commands:
        done = tracker(*arguments, cwd=sandbox.parent / folder, TRACKER_LANG=lang)
        assert (name, done.code, done.err) == ("tracker", 0, ""), (arguments, done)
        assert done.out
    assert commands[-1][1] == "explain"


def test_folders_with_spaces_are_quoted(sandbox: Path) -> None:
    spaced = sandbox.rename(sandbox.parent / "thử nghiệm 1")
    said = tracker("demo", "--dir", spaced.name, cwd=spaced.parent)
    assert printed_commands(said.out)[0] == ["cd", "thử nghiệm 1"]


def test_what_it_makes(made: tuple[Path, Result]) -> None:
    folder, said = made
    assert (said.code, said.err) == (0, "")
    assert {path.name for path in folder.iterdir()} == EXPECTED
    assert {path.name for path in folder.parent.iterdir()} == {folder.name}
    assert "Thi đua đặc biệt CAND 80 · Saturday 01/03/2025" in said.out
    report = (folder / "bao-cao-tuan-2025-W09.md").read_text(encoding="utf-8")
    assert report.startswith("# Weekly report · Thi đua đặc biệt CAND 80\n")
    if sys.platform != "win32":
        assert (folder / "tracker.db").stat().st_mode & 0o777 == 0o600


def test_every_entry_is_marked(ask_demo: Ask) -> None:
    listed = ask_demo("achievements", "--json", "--today", "2025-08-20").json["achievements"]
    assert len(listed) == 12_587
    assert all(one["note"].startswith("[MẪU] ") for one in listed)
    assert {one["recorded_by"] for one in listed} == {"tracker demo"}
    assert {one["criterion"] for one in listed} == {one["id"] for one in ask_demo("status", "--json").json["criteria"]}


def test_figures_are_the_same_on_every_machine(ask_demo: Ask, golden: Golden) -> None:
    golden("demo-status.json", ask_demo("status", "--json").out)


def test_twice_is_shown_as_it_is(sandbox: Path) -> None:
    before = (sandbox / "tracker.db").read_bytes()
    tracker("log", "-u", "th-15499", "-c", "mo-hinh", "-q", "1", "--today", "2025-03-01", cwd=sandbox)
    said = tracker("demo", "--dir", sandbox.name, cwd=sandbox.parent)
    assert said.code == 0
    assert "6,249 entries" in said.out
    assert (sandbox / "tracker.db").read_bytes() != before


@pytest.mark.parametrize("used", ["notes.txt", "tracker.db"])
def test_a_folder_in_use_is_refused(tmp_path: Path, used: str) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / used).write_text("mine")
    tracker("demo", "--dir", "here", cwd=tmp_path).refused(1, "folder-in-use")
    tracker("demo", "--dir", f"here/{used}", cwd=tmp_path).refused(1, "folder-in-use")
    assert [path.name for path in (tmp_path / "here").iterdir()] == [used]
    assert (tmp_path / "here" / used).read_text() == "mine"


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    assert tracker("demo", "--dir", ".", cwd=tmp_path).code == 0
    assert {path.name for path in tmp_path.iterdir()} == EXPECTED
    assert tracker("status", "--today", "2025-03-01", cwd=tmp_path).code == 0


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    tracker("demo", "--dir", "file/inside", cwd=tmp_path).refused(1, "file-unwritable")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@posix
def test_under_five_seconds(tmp_path: Path) -> None:
    before = os.times()
    done = process("demo", cwd=tmp_path)
    after = os.times()
    assert done.returncode == 0
    assert after.children_user + after.children_system - before.children_user - before.children_system < 5


@posix
def test_nothing_stays_of_one_that_fails(tmp_path: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20));"
    code = f"{limit} from tracker.cli.main import start; raise SystemExit(start(['demo', '--dir', 'a/b']))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment({}), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("error[store-full]")
    assert list((tmp_path / "a").iterdir()) == []


@posix
def test_nothing_stays_of_one_that_is_interrupted(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "tracker", "demo"],
        cwd=tmp_path,
        env=environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not any(path.name == "tracker.db" for path in tmp_path.glob(".tracker-demo.*/*")):
        assert running.poll() is None
    os.kill(running.pid, signal.SIGINT)
    out, err = running.communicate()
    assert (running.returncode, out) == (130, "")
    assert err.strip().startswith("error[interrupted]")
    assert list(tmp_path.iterdir()) == []


def test_the_report_is_the_command_s(demo: Path, ask_demo: Ask) -> None:
    written = (demo / "bao-cao-tuan-2025-W09.md").read_text(encoding="utf-8")
    assert ask_demo("report", "weekly", "-f", "md").out == written


def test_the_figures_do_not_follow_the_day_it_is_made(tmp_path: Path, ask_demo: Ask) -> None:
    """Made again under another day, language and folder, it holds the same entries and returns."""
    done = process("demo", "--dir", "thu", "--lang", "vi", "--today", "2025-06-01", cwd=tmp_path, TRACKER_USER="Hoa")
    assert done.returncode == 0

    def kept(one: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in one.items() if name != "recorded_at"}

    question = ("achievements", "--json", "--today", "2025-08-20")
    listed = json.loads(process(*question, cwd=tmp_path / "thu").stdout)["achievements"]
    assert list(map(kept, listed)) == list(map(kept, ask_demo(*question).json["achievements"]))
    missing = ("units", "--missing", "--json", "--today", "2025-03-01")
    assert tracker(*missing, cwd=tmp_path / "thu").json == ask_demo(*missing).json
