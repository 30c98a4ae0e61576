"""What goes wrong is said on stderr with the exit code of its kind, and leaves everything as it was."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import define
from tests.cli.harness import environment, tracker
from tracker.cli.main import ALIASES, COMMANDS
from tracker.error_table import TABLE

TODAY = ("--today", "2025-03-10")
READING = (
    "status", "status --all --json", "status -u a --check", "units", "units --missing", "achievements", "deadlines",
    "report weekly", "report weekly -f md", "validate", "where", "show 1-1", "-h", "",
)  # fmt: skip


@pytest.mark.parametrize("command", READING)
def test_reading_makes_no_store(small: Path, command: str) -> None:
    before = {path.name: path.read_bytes() for path in small.iterdir()}
    assert tracker(*command.split(), *TODAY, cwd=small).code in (0, 1, 3)
    assert {path.name: path.read_bytes() for path in small.iterdir()} == before


@pytest.mark.parametrize(
    ("command", "code", "problem"),
    [
        ("status --today 1/13/2025", 2, "no-such-day"),
        ("status --today soon", 2, "bad-day"),
        ("status -C he", 3, "campaign-not-found"),
        ("status -u Lạ", 3, "unit-not-found"),
        ("units binh", 2, "unit-ambiguous"),
        ("units --week last", 2, "option-needs"),
        ("units --missing --week 2024-W10", 3, "no-returns"),
        ("report weekly --week 2024-W10", 1, "week-outside"),
        ("report weekly --week 2025-W16", 1, "week-in-future"),
        ("report weekly --week 10", 2, "bad-week"),
        ("report weekly --week 2025-W60", 2, "no-such-week"),
        ("achievements --phase dot-3", 3, "phase-not-found"),
        ("achievements -c h", 2, "criterion-ambiguous"),
        ("achievements -c x", 3, "criterion-not-found"),
        ("achievements --until 31/4", 2, "no-such-day"),
        ("show 1", 2, "bad-entry-id"),
        ("show 1-1", 3, "entry-not-found"),
        ("show ١-١", 2, "bad-entry-id"),
        ("status -o status.docx", 2, "format-unknown"),
        ("status -o status.csv", 2, "format-unknown"),
        ("units -o no/units.csv", 1, "file-unwritable"),
        ("import no.csv", 3, "file-missing"),
        ("validate no.yaml", 3, "file-missing"),
        ("--campaigns no.yaml status", 3, "file-missing"),
        ("statsu", 2, "command-unknown"),
        ("report monthly", 2, "command-unknown"),
        ("help statsu", 2, "topic-unknown"),
        ("demo --dir units.csv", 1, "folder-in-use"),
        ("log --db no/tracker.db -u a -c mo-hinh -q 1", 4, "store-read-only"),
    ],
)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_exit_codes(small: Path, command: str, code: int, problem: str, lang: str) -> None:
    today = () if "--today" in command else TODAY
    said = tracker(*command.split(), *today, cwd=small, TRACKER_LANG=lang).refused(code, problem)
    assert TABLE[problem].exit_code == code
    assert "{" not in said.err
    if TABLE[problem].hint:
        assert said.err.splitlines()[-1].startswith("gợi ý: " if lang == "vi" else "hint: ")
    assert sorted(path.name for path in small.iterdir()) == ["campaigns.yaml", "units.csv"]


@pytest.mark.parametrize(
    "command",
    [
        "status --jsno",
        "status -x",
        "status extra",
        "log -u",
        "log",
        "log -u a -c b",
        "status --format xml",
        "status --json=1",
        "status --color blue",
        "status --lang fr",
        "--today",
        "report",
        "import",
        "--no-such status",
        "-- --no-such",
    ],
)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_usage(small: Path, command: str, lang: str) -> None:
    said = tracker(*command.split(), cwd=small, TRACKER_LANG=lang)
    assert (said.code, said.out) == (2, "")
    first = said.err.splitlines()[0]
    assert first.startswith(("lỗi: ", "Cách dùng: ") if lang == "vi" else ("error: ", "Usage: ")), said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (("statsu",), "status"),
        (("status", "--jsno"), "--json"),
        (("achievements", "-c", "mohinh"), "mo-hinh"),
        (("units", "CAX An Bihn"), "CAX An Bình"),
        (("achievements", "--phase", "dot-11"), "dot-1"),
        (("status", "-C", "xuann"), "xuan"),
        (("report", "weekli"), "report weekly"),
        (("lgo",), "log"),
        (("status", "--format", "jsn"), "json"),
        (("status", "--color", "alway"), "always"),
        (("completion", "bsh"), "bash"),
        (("help", "date"), "dates"),
        (("log", "-u", "a", "-c", "mo-hinhh", "-q", "1"), "mo-hinh"),
        (("report", "weekly", "--wek", "last"), "--week"),
    ],
)
def test_the_nearest_name_is_offered(small: Path, arguments: tuple[str, ...], near: str) -> None:
    said = tracker(*arguments, *TODAY, cwd=small)
    assert re.search(rf"did you mean [^?]*{near}", said.err), said.err


def test_every_command_named_in_a_hint_exists() -> None:
    named = {name for entry in TABLE.values() for name in re.findall(r"\btracker ([a-z][a-z-]*)", entry.hint)}
    assert named
    assert named <= {*COMMANDS, *ALIASES}


@pytest.fixture
def logged(small: Path) -> Path:
    """A campaign with one entry."""
    assert tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", *TODAY, cwd=small).code == 0
    return small


LOG = ("log", "-u", "a", "-c", "mo-hinh", "-q", "1")


def test_a_store_that_is_none(logged: Path) -> None:
    store = logged / "tracker.db"
    for data in (b"this is no database, whatever its name is" * 100, store.read_bytes()[:3000]):
        store.write_bytes(data)
        for command in (("status",), LOG):
            said = tracker(*command, *TODAY, cwd=logged).refused(4, "store-damaged")
            assert "hint: " in said.err
        assert store.read_bytes() == data


def test_a_store_of_another_program_or_a_newer_version(logged: Path) -> None:
    other = logged / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE mine (id)")
    before = other.read_bytes()
    for command in (("status",), LOG):
        tracker(*command, "--db", other, *TODAY, cwd=logged).refused(4, "store-foreign")
    assert other.read_bytes() == before
    with closing(sqlite3.connect(logged / "tracker.db")) as connection:
        connection.execute("PRAGMA user_version = 99")
    for command in (("status",), LOG):
        tracker(*command, *TODAY, cwd=logged).refused(4, "store-newer")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_store_that_may_not_be_written(logged: Path) -> None:
    (logged / "tracker.db").chmod(0o400)
    assert tracker("status", "--json", *TODAY, cwd=logged).json["entries"] == 1
    tracker(*LOG, *TODAY, cwd=logged).refused(4, "store-read-only")


def test_a_folder_as_store(small: Path) -> None:
    (small / "tracker.db").mkdir()
    for command in (("status",), LOG):
        said = tracker(*command, *TODAY, cwd=small)
        assert (said.code, said.out) == (4, ""), said
        assert "error[store-" in said.err


def test_where_an_error_comes_from(small: Path) -> None:
    """Only --debug shows a traceback, before the sentence."""
    plain = tracker("status", "-u", "Lạ", *TODAY, cwd=small)
    shown = tracker("status", "-u", "Lạ", "--debug", *TODAY, cwd=small)
    assert "Traceback" not in plain.err
    assert shown.err.startswith("Traceback (most recent call last):\n")
    assert shown.err.endswith(plain.err)
    assert shown.code == plain.code == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("command", ["where", "status --check --json", "--help"])
def test_an_output_that_takes_nothing(small: Path, command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *command.split()],
            cwd=small,
            env=environment({}),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "error[file-unwritable]: stdout cannot be written: No space left on device\n"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
def test_what_nobody_foresaw_is_said_without_a_traceback(small: Path) -> None:
    """No command line can hold a NUL, so nothing looks for one in the name of a file."""
    said = tracker("status", "--campaigns", "a\0b", *TODAY, cwd=small).refused(1, "unexpected")
    assert "Traceback" not in said.err
    assert "--debug" in said.err


def test_a_file_where_a_folder_is_expected(small: Path) -> None:
    tracker("status", "--campaigns", "units.csv/campaigns.yaml", cwd=small).refused(1, "file-unreadable")


def test_errors_in_the_definition_stop_every_command(small: Path) -> None:
    text = (small / "campaigns.yaml").read_text(encoding="utf-8")
    (small / "campaigns.yaml").write_text(text.replace("30/4/2025", "31/4/2025", 1), encoding="utf-8")
    said = tracker("validate", cwd=small).refused(1, "no-such-day")
    for command in (*READING[:9], "log -u a -c mo-hinh -q 1", "submit -u a", ""):
        assert tracker(*command.split(), *TODAY, cwd=small).err == said.err, command
    assert not (small / "tracker.db").exists()


def test_a_definition_that_breaks_later_stops_what_writes(logged: Path) -> None:
    path = logged / "campaigns.yaml"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("kind: rate", "kind: rat"), encoding="utf-8")
    tracker(*LOG, *TODAY, cwd=logged).refused(1, "bad-choice")
    path.write_text(good, encoding="utf-8")
    assert tracker("status", "--json", *TODAY, cwd=logged).json["entries"] == 1


def test_a_changed_definition_is_read_again(logged: Path) -> None:
    path = logged / "campaigns.yaml"
    tracker("status", *TODAY, cwd=logged)
    path.write_text(path.read_text(encoding="utf-8").replace("target: 31,", "target: 62,"), encoding="utf-8")
    assert tracker("status", "--json", *TODAY, cwd=logged).json["criteria"][0]["phase"]["target"] == 62
    roster = logged / "units.csv"
    roster.write_text(roster.read_text(encoding="utf-8").replace("Cẩm Lý", "Cẩm Lĩnh"), encoding="utf-8")
    assert tracker("units", "c", "--json", *TODAY, cwd=logged).json["units"][0]["name"] == "Công an xã Cẩm Lĩnh"


def test_warnings_change_nothing_but_stderr(tmp_path: Path) -> None:
    folder = define(tmp_path)
    text = (folder / "campaigns.yaml").read_text(encoding="utf-8")
    (folder / "campaigns.yaml").write_text(text.replace("start: 1/4/2025", "start: 3/4/2025"), encoding="utf-8")
    said = tracker("validate", cwd=folder)
    assert said.code == 0
    assert said.out == "✔ campaigns.yaml: 1 campaign · 5 units\n"
    assert said.err.startswith("warning[phase-gap]: no phase holds the days 1/4/2025 to 2/4/2025\n")
    assert tracker("status", *TODAY, cwd=folder).err == said.err
    assert tracker("status", "--quiet", *TODAY, cwd=folder).err == ""
    between = tracker("status", "--today", "2025-04-02", "--quiet", cwd=folder).out
    assert "between phases, Đợt 2 begins on 03/04/2025" in between
    (finding,) = tracker("validate", "--json", cwd=folder).json["findings"]
    assert (finding["severity"], finding["code"], finding["line"]) == ("warning", "phase-gap", 11)


@pytest.mark.parametrize(("lang", "near"), [("en", "; did you mean dot-2?"), ("vi", "; có lẽ là dot-2")])
def test_the_nearest_name_stands_after_those_there_are(small: Path, lang: str, near: str) -> None:
    said = tracker("report", "phase", "dot2", cwd=small, TRACKER_LANG=lang)
    assert said.err.splitlines()[0].endswith(f": dot-1, dot-2{near}"), said.err
