"""What every command takes: the global options, where files are found, languages, colours and old consoles."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, environment, process, python, tracker
from tracker import __version__
from tracker.cli.main import ALIASES, COMMANDS

Ask = Callable[..., Result]
TODAY = ("--today", "2025-03-10")
COMMAND_LINES = {
    "status": (),
    "units": (),
    "achievements": (),
    "show": ("1-1",),
    "history": ("1-1",),
    "returns": (),
    "deadlines": (),
    "remind": (),
    "concern": ("list",),
    "rank": ("--phase", "dot-1"),
    "explain": ("a", "--phase", "dot-1"),
    "quality": ("--phase", "dot-1"),
    "score": ("list", "--phase", "dot-1"),
    "close": ("dot-1", "-n"),
    "reopen": ("dot-1", "--reason", "x", "-n"),
    "targets": ("list",),
    "baseline": ("import", "before.csv", "-n"),
    "roster": ("rename", "a", "--name", "X", "--on", "2025-03-05", "--basis", "y", "-n"),
    "report": ("weekly",),
    "export": (),
    "log-achievement": ("-u", "a", "-c", "mo-hinh", "-q", "1"),
    "import": ("file.csv",),
    "template": ("-u", "a", "-o", "new.xlsx"),
    "submit": ("-u", "a"),
    "highlight": ("1-1",),
    "amend": ("1-1", "-q", "3", "--reason", "x"),
    "void": ("1-1", "--reason", "x"),
    "undo": (),
    "fsck": (),
    "backup": ("copy.db",),
    "restore": ("saved.db",),
    "init": ("--dir", "new"),
    "demo": (),
    "validate": (),
    "commend": ("list",),
    "where": (),
    "help": ("dates",),
    "completion": ("bash",),
}

REFUSED = ("explain", "close", "reopen")  # nothing is scored, and no phase can be closed or opened yet


@pytest.fixture
def filled(small: Path) -> Path:
    """A campaign with one entry, a file to import and a backup."""
    assert tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "2", "-d", "5/3", *TODAY, cwd=small).code == 0
    (small / "file.csv").write_text("date,unit,criterion,quantity\n6/3/2025,b,mo-hinh,1\n", encoding="utf-8")
    (small / "before.csv").write_text("criterion,quantity\n", encoding="utf-8")
    assert tracker("backup", "saved.db", cwd=small).code == 0
    return small


def test_the_table_of_this_test_is_whole() -> None:
    assert COMMAND_LINES.keys() == COMMANDS.keys()


@pytest.mark.parametrize("command", COMMAND_LINES)
def test_global_options_stand_before_the_command_or_after(filled: Path, command: str) -> None:
    elsewhere = define(filled.parent / "elsewhere")
    options = (
        *("--campaigns", filled / "campaigns.yaml", "--db", filled / "tracker.db", "--lang", "vi"),
        *("--color", "never", "--by", "Hoa", "--quiet", *TODAY),
    )
    rest = (
        ("-n",)
        if command
        in ("log-achievement", "import", "template", "submit", "amend", "void", "undo", "init", "backup", "restore")
        else ()
    )
    arguments = [
        filled / one if one in ("file.csv", "before.csv", "saved.db") else one for one in COMMAND_LINES[command]
    ]
    before = tracker(*options, command, *arguments, *rest, cwd=elsewhere)
    after = tracker(command, *arguments, *rest, *options, cwd=elsewhere)
    assert before == after
    assert before.code == int(command in ("remind", *REFUSED))  # reminding found something to be reminded of
    assert before.err.startswith("lỗi[") if command in REFUSED else before.err == ""
    assert not (elsewhere / "tracker.db").exists()


@pytest.mark.parametrize("command", [*COMMANDS, "report weekly"])
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help(tmp_path: Path, command: str, lang: str, flag: str) -> None:
    said = tracker(*command.split(), flag, "--lang", lang, cwd=tmp_path)
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    at = lines.index("Ví dụ:" if lang == "vi" else "Examples:")
    assert all(line.startswith("  tracker ") for line in lines[at + 1 : at + 3])
    assert ("Tùy chọn:" if lang == "vi" else "Options:") in lines


def test_the_program_s_help_lists_every_command(tmp_path: Path) -> None:
    said = tracker("--help", cwd=tmp_path).out
    assert [name for name in COMMANDS if f"\n  {name}" in said] == list(COMMANDS)
    assert tracker("-h", cwd=tmp_path).out == said


def test_version(tmp_path: Path) -> None:
    assert tracker("--version", cwd=tmp_path) == Result(0, f"tracker {__version__}\n", "")


def test_aliases(filled: Path) -> None:
    assert ALIASES == {"log": "log-achievement", "ls": "achievements"}
    assert tracker("ls", *TODAY, cwd=filled) == tracker("achievements", *TODAY, cwd=filled)
    log, same = (
        tracker(name, "-u", "a", "-c", "mo-hinh", "-q", "1", "-n", "--json", *TODAY, cwd=filled)
        for name in ("log", "log-achievement")
    )
    assert log == same


def test_the_environment_and_what_beats_it(filled: Path) -> None:
    elsewhere, other = define(filled.parent / "elsewhere"), filled.parent / "other.db"
    env: dict[str, Any] = {
        "TRACKER_CAMPAIGNS": str(filled),
        "TRACKER_DB": str(filled / "tracker.db"),
        "TRACKER_TODAY": "2025-03-10",
        "TRACKER_LANG": "vi",
    }
    said = tracker("where", "--json", cwd=elsewhere, **env).json
    assert said["campaigns"] == {
        "path": str(filled / "campaigns.yaml"),
        "source": "TRACKER_CAMPAIGNS",
        "exists": True,
    }
    assert said["store"] == {"path": str(filled / "tracker.db"), "source": "TRACKER_DB", "exists": True}
    assert (said["today"], said["language"], said["version"]) == ("2025-03-10", "vi", __version__)
    options = ("--campaigns", elsewhere, "--db", other, "--today", "11/3/2025", "--lang", "en")
    said = tracker("where", "--json", *options, cwd=elsewhere, **env).json
    assert said["campaigns"]["source"] == "--campaigns"
    assert said["store"] == {"path": str(other), "source": "--db", "exists": False}
    assert (said["today"], said["language"]) == ("2025-03-11", "en")


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("TRACKER_TODAY", "31/2/2025", "no-such-day"),
        ("TRACKER_TODAY", "soon", "bad-day"),
        ("TRACKER_LANG", "fr", "bad-language"),
    ],
)
def test_what_is_wrong_with_the_environment_is_said_of_the_variable(
    filled: Path, name: str, value: str, problem: str
) -> None:
    env: dict[str, Any] = {name: value}
    said = tracker("status", cwd=filled, **env).refused(2, "bad-variable", problem)
    assert name in said.err
    assert value in said.err
    option = {"TRACKER_TODAY": ("--today", "10/3/2025"), "TRACKER_LANG": ("--lang", "en")}[name]
    assert tracker("status", *option, cwd=filled, **env).code == 0
    assert tracker("--help", cwd=filled, **env).code == 0


@pytest.mark.parametrize("twice", ["-u a -u b --unit", "--unit=a -u a --unit", "-u a --by Lan --by Hoa --by"])
def test_an_option_that_is_given_twice_is_refused(filled: Path, twice: str) -> None:
    """click would take the last and say nothing: an entry would go to a unit that nobody meant."""
    *options, name = twice.split()
    before = tracker("ls", "--json", *TODAY, cwd=filled).out
    said = tracker("log", "-c", "mo-hinh", "-q", "1", *options, *TODAY, cwd=filled)
    assert (said.code, said.out) == (2, "")
    assert f"{name} is given twice" in said.err
    assert tracker("ls", "--json", *TODAY, cwd=filled).out == before


def test_a_global_option_after_the_command_beats_the_one_before(filled: Path) -> None:
    said = tracker("--today", "9/3/2025", "status", "--json", "--today", "10/3/2025", cwd=filled).json
    assert said["as_of"] == "2025-03-10"


def test_a_campaign_is_found_in_a_folder_above(filled: Path) -> None:
    below = filled / "2025" / "thang-3"
    below.mkdir(parents=True)
    said = tracker("where", "--json", *TODAY, cwd=below).json
    assert (said["campaigns"]["source"], said["store"]["source"]) == ("above", "beside")
    assert said["store"]["path"] == str(filled / "tracker.db")
    assert tracker("status", "--json", *TODAY, cwd=below).json["entries"] == 1
    shown = tracker("where", *TODAY, "--lang", "vi", cwd=below).out
    assert re.search(r"campaigns +\S+/campaigns.yaml +có trong thư mục cấp trên", shown), shown


def test_first_run(tmp_path: Path) -> None:
    for lang in ("vi", "en"):
        said = tracker("--lang", lang, cwd=tmp_path)
        assert (said.code, said.err, len(said.out.splitlines())) == (0, "", 3)
        assert [line.split("  ")[0] for line in said.out.splitlines()] == [
            "tracker demo",
            "tracker init",
            "tracker help start",
        ]
    for command in ("status", "log -u a -c b -q 1", "where", "validate", "units", "report weekly"):
        said = tracker(*command.split(), cwd=tmp_path).refused(3, "no-campaigns-file")
        assert "tracker init" in said.err


@pytest.mark.parametrize(
    ("env", "lang"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "vi_VN.UTF-8", "TRACKER_LANG": "en"}, "en"),
        ({"TRACKER_LANG": "VI"}, "vi"),
    ],
)
def test_language(small: Path, env: dict[str, Any], lang: str) -> None:
    said = tracker("where", "--json", *TODAY, cwd=small, **{"TRACKER_LANG": "", **env})
    assert said.json["language"] == lang
    assert tracker("where", "--json", "--lang=en", *TODAY, cwd=small, **env).json["language"] == "en"


def test_several_campaigns(tmp_path: Path) -> None:
    """Each gets a line, the first its screen; what must be one campaign asks which."""
    folder = define(tmp_path, "xuan", "he")
    said = tracker("status", *TODAY, cwd=folder)
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()[:2]] == ["xuan", "he"]
    assert "Phong trào xuan: thi đua · Monday 10/03/2025" in said.out
    assert "Phong trào he: thi đua · Monday" not in said.out
    chosen = tracker("status", "-C", "he", *TODAY, cwd=folder).out
    assert chosen.startswith("Phong trào he: thi đua · Monday 10/03/2025")
    both = tracker("status", "--all", *TODAY, cwd=folder).out
    assert both.endswith(chosen)
    assert [one["campaign"]["id"] for one in tracker("status", "--all", "--json", *TODAY, cwd=folder).json["campaigns"]] == ["xuan", "he"]  # fmt: skip
    assert [line.split()[0] for line in tracker(*TODAY, cwd=folder).out.splitlines()[:2]] == ["xuan", "he"]
    for command in ("status --json", "units", "units --missing", "ls", "deadlines", "report weekly", "submit -u a"):
        said = tracker(*command.split(), *TODAY, cwd=folder).refused(2, "campaign-ambiguous")
        assert said.err.splitlines()[1:3] == ["  xuan", "  he"]
        assert tracker(*command.split(), "-C", "he", *TODAY, cwd=folder).code == 0
    tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", *TODAY, cwd=folder).refused(2, "campaign-ambiguous")
    assert tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "-C", "he", *TODAY, cwd=folder).code == 0
    tracker("ls", "-C", "thu", *TODAY, cwd=folder).refused(3, "campaign-not-found")


def test_the_campaign_that_has_the_unit_is_taken(tmp_path: Path) -> None:
    folder = define(tmp_path, "xuan", "he")
    text = (folder / "campaigns.yaml").read_text(encoding="utf-8")
    (folder / "campaigns.yaml").write_text(text.replace("units.csv", "he.csv").replace("he.csv", "units.csv", 1))
    (folder / "he.csv").write_text("id,code,name,level,parent\nt,1,Tỉnh Hè,province,\nx,9,Xã X,commune,t\n")
    assert tracker("log", "-u", "x", "-c", "mo-hinh", "-q", "1", *TODAY, cwd=folder).code == 0
    assert tracker("submit", "-u", "x", *TODAY, cwd=folder).code == 0
    assert tracker("status", "-u", "x", "--json", *TODAY, cwd=folder).json["campaign"]["id"] == "he"
    assert tracker("ls", "-u", "x", "--json", *TODAY, cwd=folder).json["achievements"][0]["campaign"] == "he"
    assert tracker("units", "x", "--json", *TODAY, cwd=folder).json["units"][0]["name"] == "Xã X"


def test_a_time_zone_that_moves_its_clocks(small: Path) -> None:
    text = (small / "campaigns.yaml").read_text(encoding="utf-8")
    (small / "campaigns.yaml").write_text(text.replace("Asia/Ho_Chi_Minh", "Europe/Berlin"), encoding="utf-8")
    said = tracker("deadlines", "--json", *TODAY, cwd=small).json["deadlines"]
    assert [one["due_at"] for one in said][:2] == ["2025-03-07T16:00:00+01:00", "2025-03-14T16:00:00+01:00"]
    later = tracker("deadlines", "--json", "--today", "2025-04-07", cwd=small).json["deadlines"]
    assert {"2025-03-28T16:00:00+01:00", "2025-04-04T16:00:00+02:00"} <= {one["due_at"] for one in later}


def test_check(small: Path) -> None:
    """Nothing late: 0. A criterion behind, or a return overdue: 1, with the same screen."""
    early = tracker("status", "--check", "--today", "2025-02-20", cwd=small)
    assert early == tracker("status", "--today", "2025-02-20", cwd=small)
    assert early.code == 0
    late = tracker("status", "--check", "--today", "2025-03-10", cwd=small)
    assert (late.code, late.err) == (1, "")
    assert late.out == tracker("status", "--today", "2025-03-10", cwd=small).out
    assert tracker("status", "--check", "--json", "--today", "2025-03-10", cwd=small).json["entries"] == 0


def test_check_tells_a_script(small: Path) -> None:
    done = process("status", "--check", "--json", "--today", "2025-03-10", cwd=small)
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.endswith(b"}\n")


@pytest.mark.parametrize(
    ("arguments", "env", "coloured"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "always"), {"TERM": "dumb"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--color", "auto"), {"NO_COLOR": "1"}, False),
    ],
)
def test_colour(ask_demo: Ask, arguments: tuple[str, ...], env: dict[str, Any], coloured: bool) -> None:
    said = ask_demo("status", *arguments, **env).out
    assert bool(re.search(r"\x1b\[[0-9;]*3[16]m", said)) == coloured
    assert ("\x1b" in said) == coloured


def test_nothing_is_said_by_colour_alone(ask_demo: Ask) -> None:
    plain, coloured = (ask_demo("status", screen=100, **env).out for env in ({}, {"NO_COLOR": "", "FORCE_COLOR": "1"}))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert coloured != plain


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1258", "cp437"])
def test_old_consoles(ask_demo: Ask, encoding: str) -> None:
    """Letters that the console lacks lose their accents; every figure stays, in its place."""
    new = ask_demo("status", TRACKER_LANG="vi", screen=80).out.splitlines()
    old = process_with_encoding(ask_demo, encoding).splitlines()
    assert [len(line) for line in old] == [len(line) for line in new]
    assert [re.findall(r"[\d.,/]+\d", line) for line in old] == [re.findall(r"[\d.,/]+\d", line) for line in new]
    assert "?" not in "".join(old)


def process_with_encoding(ask: Ask, encoding: str) -> str:
    """What a console of an encoding shows."""
    return ask("status", TRACKER_LANG="vi", screen=80, encoding=encoding).out


def test_data_keeps_its_letters_on_an_old_console(filled: Path) -> None:
    """What another program reads is UTF-8 whatever the console can show."""
    for arguments in (("status", "--json"), ("units", "-f", "csv"), ("report", "weekly", "-f", "md")):
        old, new = (process(*arguments, *TODAY, cwd=filled, PYTHONIOENCODING=one).stdout for one in ("ascii", "utf-8"))
        assert old == new
        assert "ô".encode() in new or "Công".encode() in new


def test_errors_on_an_old_console(small: Path) -> None:
    done = process("status", "-u", "Lạ", *TODAY, cwd=small, PYTHONIOENCODING="ascii", TRACKER_LANG="vi")
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.startswith(b'loi[unit-not-found]: khong co don vi "La"')


def test_streams_that_are_closed(filled: Path) -> None:
    """A program started without streams, as pythonw does it, works and says nothing."""
    run = "import sys; sys.{} = None; from tracker.cli.main import start; sys.exit(start(sys.argv[1:]))"

    def without(stream: str, *arguments: str) -> tuple[int, bytes, bytes]:
        done = python("-c", run.format(stream), *arguments, cwd=filled)
        return done.returncode, done.stdout, done.stderr.partition(b":")[0]

    assert without("stdout", "status", *TODAY) == (0, b"", b"")
    assert without("stderr", "show", "9-9") == (3, b"", b"")
    assert without("stdin", "import", "-") == (1, b"", b"error[header-missing]")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes differ")
@pytest.mark.parametrize(
    "command", ["achievements --json", "achievements", "export", "status", "status --check --json", "--help"]
)
def test_a_broken_pipe_is_silent(demo: Path, command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *command.split()],
            cwd=demo,
            env=environment({"TRACKER_TODAY": "2025-03-01"}),
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.stderr == b""
    assert done.returncode in (0, 1)


@pytest.mark.parametrize(
    "line",
    [
        "units --missing --week", "units --missing --month", "units --missing --return", "units --on", "submit -u a --month",
        "submit -u a --received", "report weekly --output", "deadlines --ics", "status --today", "status --campaigns",
        "ls --since",
    ],
)  # fmt: skip
def test_what_nothing_is_named_by_is_refused(filled: Path, line: str) -> None:
    for empty in ("", " "):
        said = tracker(*line.split(), empty, *(() if "--today" in line else TODAY), cwd=filled)
        assert (said.code, said.out) == (2, ""), said
        assert f"{line.rsplit(maxsplit=1)[-1]} is empty" in said.err


def test_a_text_may_be_empty(filled: Path) -> None:
    assert tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "--note", "", *TODAY, cwd=filled).code == 0
