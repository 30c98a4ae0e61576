"""Completion in the shells that people type in, and what is offered there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from tests.cli.conftest import define
from tests.cli.harness import UNMEASURED, environment, python, tracker
from tests.cli.terminal import terminal
from tests.cli.test_help import commands
from tests.project.test_modules import DATA, NEVER, PICTURES, RUN
from tracker.cli.command import Argument, Choice, Option

posix = pytest.mark.skipif(sys.platform == "win32", reason="these shells are not at home here")
DAY: dict[str, Any] = {"TRACKER_TODAY": "2025-03-10"}


def shell(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed")


def offered(folder: Path, line: str, shell: str = "bash", **env: Any) -> list[str]:
    """What the program answers a shell for a line up to the cursor; the first is the kind of what follows."""
    words = line.split(" ")
    word = words[-1] if shell == "fish" else str(len(words) - 1)
    asked: dict[str, Any] = {"_TRACKER_COMPLETE": f"{shell}_complete", "COMP_WORDS": line, "COMP_CWORD": word}
    said = tracker(cwd=folder, **{**asked, **DAY, **env})
    assert (said.code, said.err) == (0, "")
    return said.out.splitlines()


def values(folder: Path, line: str, **env: Any) -> list[str]:
    """The values alone that are offered."""
    return offered(folder, line, COMP_TYPE="37", **env)[1:]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tracker st", ["status"]),
        ("tracker lo", ["log", "log-achievement"]),
        ("tracker --q", ["--quiet"]),
        ("tracker --lang ", ["vi", "en"]),
        ("tracker --lang vi st", ["status"]),
        ("tracker --version st", ["status"]),
        ("tracker statsu ", []),
        ("tracker status extra", []),
        ("tracker status --to", ["--today"]),
        ("tracker status --check --ch", []),
        ("tracker units -f ", ["table", "json", "csv", "md", "html"]),
        ("tracker units -f j", ["json"]),
        ("tracker report ", ["final", "phase", "template", "verify", "weekly"]),
        ("tracker report weekly --we", ["--week"]),
        ("tracker completion ", ["bash", "zsh", "fish"]),
        ("tracker help exit", ["exit-codes"]),
        ("tracker help stat", ["status"]),
        ("tracker help report ", ["final", "phase", "template", "verify", "weekly"]),
        ("tracker status -C ", ["xuan"]),
        ("tracker ls --phase ", ["dot-1", "dot-2"]),
        ("tracker close ", ["dot-1", "dot-2"]),
        ("tracker log -c ", ["mo-hinh", "kham-pha", "nuoc-sach"]),
        ("tracker log -c kham", ["kham-pha"]),
        ("tracker log -c sach", ["nuoc-sach"]),
        ("tracker log -c MÔ", ["mo-hinh"]),
        ("tracker log -u ", ["t", "d", "a", "b", "c"]),
        ("tracker log -u a", ["a"]),
        ("tracker log -u binh", ["a", "b"]),
        ("tracker log -u anbi", ["a"]),
        ("tracker log -u 13", ["c"]),
        ("tracker log -u xxx", []),
        ("tracker log -n --unit anbi", ["a"]),
        ("tracker log --unit=anbi", ["--unit=a"]),
        ("tracker units anbi", ["a"]),
        ("tracker log -u a -c mo-hinh -q ", []),
        ("tracker log --note ", []),
    ],
)
def test_what_is_offered(small: Path, line: str, expected: list[str]) -> None:
    assert values(small, line) == expected
    assert not (small / "tracker.db").exists()


def test_a_unit_of_the_day_that_is_meant(small: Path) -> None:
    """One that lives no more is offered where none of that day fits, or where another day is typed."""
    assert values(small, "tracker log -u cong", TRACKER_TODAY="2025-04-10") == ["t", "d", "a", "b"]
    assert values(small, "tracker log -u caml", TRACKER_TODAY="2025-04-10") == ["c"]
    assert values(small, "tracker --today 10/4/2025 log -u cong") == ["t", "d", "a", "b"]
    assert values(small, "tracker log -d 10/4/2025 -u cong", TRACKER_TODAY="2025-04-20") == ["t", "d", "a", "b"]
    assert values(small, "tracker log -d 10/3/2025 -u cong", TRACKER_TODAY="2025-04-20") == ["t", "d", "a", "b", "c"]


def test_names_of_the_campaign_that_is_named(tmp_path: Path) -> None:
    folder = define(tmp_path, "xuan", "he")
    text = (folder / "campaigns.yaml").read_text(encoding="utf-8")
    at = text.rindex("mo-hinh")
    (folder / "campaigns.yaml").write_text(text[:at] + "he-vui" + text[at + 7 :], encoding="utf-8")
    assert values(folder, "tracker status -C ") == ["xuan", "he"]
    assert values(folder, "tracker log -c ") == ["mo-hinh", "kham-pha", "nuoc-sach", "he-vui"]
    assert values(folder, "tracker log -C he -c ") == ["he-vui", "kham-pha", "nuoc-sach"]
    assert values(tmp_path.parent, f"tracker --campaigns {folder} status -C ") == ["xuan", "he"]
    assert values(tmp_path.parent, "tracker status -C ", TRACKER_CAMPAIGNS=str(folder)) == ["xuan", "he"]


def test_names_stand_beside_the_ids(small: Path) -> None:
    assert offered(small, "tracker log -u binh") == [
        "named",
        "a  Công an xã An Bình, Công an huyện Đông",
        "b  Công an xã Hòa Bình, Công an huyện Đông",
        " ",
    ]
    assert offered(small, "tracker log -u binh", COLUMNS="20")[1:] == [
        "a  Công an xã An Bì",
        "b  Công an xã Hòa B",
        " ",
    ]
    assert offered(small, "tracker log -u anb") == ["named", "a"]
    assert offered(small, "tracker status --js", TRACKER_LANG="vi", shell="fish") == [
        "named",
        "--json\tNhư --format json.",
    ]
    shown = offered(small, "tracker log -u binh", shell="zsh")
    assert shown[1::2] == ["a", "b"]
    assert shown[2] == "a  Công an xã An Bình, Công an huyện Đông"
    assert offered(small, "tracker log -u binh", shell="fish")[1] == (
        "cong an xa an binh\tCông an xã An Bình, Công an huyện Đông [a]"
    )


def test_what_fish_is_offered_can_be_typed(small: Path) -> None:
    for line in offered(small, "tracker log -u cong", shell="fish")[1:]:
        name, _, meaning = line.partition("\t")
        unit = tracker("log", "-u", name, "-c", "mo-hinh", "-q", "1", "-n", "--json", cwd=small, **DAY).json["unit"]
        assert meaning.endswith(f"[{unit}]") or name == unit
    for line in offered(small, "tracker log -c sach", shell="fish")[1:]:
        name = line.partition("\t")[0]
        assert tracker("log", "-u", "a", "-c", name, "-q", "1", "-n", cwd=small, **DAY).code == 0


def test_files_are_the_shell_s_own_matter(small: Path) -> None:
    for line in ("import ", "import x", "validate ", "-u a --campaigns ", "status -o ", "log --evidence "):
        assert offered(small, f"tracker {line}") == ["file"]
    assert offered(small, "tracker demo --dir ") == ["dir"]


@pytest.mark.parametrize("spoil", ["nothing", "yaml", "roster", "store", "today"])
@pytest.mark.parametrize("line", ["tracker log -u a", "tracker log -c m", "tracker status -C ", "tracker ls --phase d"])
def test_nothing_is_said_where_nothing_can_be_read(small: Path, spoil: str, line: str) -> None:
    folder, env = small, DAY | {"_TRACKER_COMPLETE": "zsh_complete"}
    match spoil:
        case "nothing":
            (folder / "campaigns.yaml").unlink()
        case "yaml":
            (folder / "campaigns.yaml").write_text("campaigns: [", encoding="utf-8")
        case "roster":
            (folder / "units.csv").unlink()
        case "store":
            (folder / "tracker.db").write_bytes(b"this is no database, whatever its name is" * 100)
        case "today":
            env["TRACKER_TODAY"] = "soon"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    words: dict[str, Any] = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    done = python("-m", "tracker", cwd=folder, **env, **words)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout in (b"", b"plain\n") or (spoil, "-C" in line) == ("today", True)  # campaigns know no day
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("asked", ["bash_complete", "powershell_complete", "tcsh", "_", "fish_source"])
def test_questions_that_are_none(small: Path, asked: str) -> None:
    assert tracker(cwd=small, _TRACKER_COMPLETE=asked) == (0, "", "")


def test_completing_loads_little(sandbox: Path) -> None:
    """Names of commands need nothing; those of units what the store keeps of the definition, and no YAML."""
    tracker("status", cwd=sandbox, TRACKER_TODAY="2025-03-01")

    def loaded(line: str) -> set[str]:
        words: dict[str, Any] = {
            "_TRACKER_COMPLETE": "zsh_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(line.count(" ")),
        }
        done = python("-c", RUN, cwd=sandbox, **words, **UNMEASURED, TRACKER_TODAY="2025-03-01")
        assert (done.returncode, bool(done.stdout)) == (0, True)
        return set(done.stderr.decode().split())

    assert sorted(loaded("tracker st") & (NEVER | PICTURES | DATA)) == []
    assert sorted(loaded("tracker log -u thoxu") & (NEVER | PICTURES)) == []


@pytest.fixture
def home(small: Path) -> dict[str, str]:
    """An environment in which `tracker` is found, and the scripts of the shells are in files."""
    (small / "bin").mkdir()
    program = small / "bin" / "tracker"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tracker "$@"\n')
    program.chmod(0o755)
    for name in ("bash", "zsh", "fish"):
        script = tracker("completion", name, cwd=small)
        assert script.code == 0
        (small / f"script.{name}").write_text(script.out, encoding="utf-8")
    return environment({"PATH": f"{small / 'bin'}:{os.environ['PATH']}", "HOME": str(small), **DAY})


LINES: list[tuple[str, str]] = [
    ("tracker stat", "tracker status"),
    ("tracker status --tod", "tracker status --today"),
    ("tracker units -f j", "tracker units -f json"),
    ("tracker report w", "tracker report weekly"),
    ("tracker log -u anbi", "tracker log -u a"),
    ('tracker log -u "an bi', 'tracker log -u "a"'),
    ("tracker log --unit=anbi", "tracker log --unit=a"),
    ("tracker log --unit=anbi -c nu", "tracker log --unit=anbi -c nuoc-sach"),
    ("tracker log -c kham", "tracker log -c kham-pha"),
    ("tracker ls --phase dot-2 -C x", "tracker ls --phase dot-2 -C xuan"),
    ("tracker --campaigns campaigns.yaml status -C x", "tracker --campaigns campaigns.yaml status -C xuan"),
    ("tracker --campaigns no.yaml status -C x", "tracker --campaigns no.yaml status -C x"),
    ("tracker validate campai", "tracker validate campaigns.yaml"),
    ("tracker status --output=campai", "tracker status --output=campaigns.yaml"),
    ("tracker nonsense a", "tracker nonsense a"),
]


# Ctrl-T shows the line that is being typed.
SHELLS = {
    "bash": (
        ["bash", "--norc", "--noprofile", "-i"],
        r"""say() { echo; echo "now: $READLINE_LINE"; }; bind -x '"\C-t": say'""",
    ),
    "zsh": (["zsh", "-f", "-i"], "say() { print -r -- $'\\n'\"now: $BUFFER\" }; zle -N say; bindkey '^T' say"),
}


def typed_line(name: str, folder: Path, env: dict[str, str], line: str) -> tuple[str, str]:
    """Type a line into a shell at a terminal and press Tab; return what became of it, and what was shown meanwhile."""
    command, binding = SHELLS[name]
    with terminal(command, folder, {**env, "PS1": "ready> "}) as screen:
        screen.wait("ready> ")
        screen.type(f"{binding}; source script.{name}; echo loaded\n")
        screen.wait("\nloaded\n.*ready> ")
        screen.type(f"{line}\t\x14")
        shown = screen.wait("now: .*\n")
        return shown.rpartition("now: ")[2].strip(), shown


@posix
@pytest.mark.parametrize(("line", "becomes"), LINES)
@pytest.mark.parametrize("name", [pytest.param(name, marks=shell(name)) for name in SHELLS])
def test_tab(small: Path, home: dict[str, str], name: str, line: str, becomes: str) -> None:
    said, _ = typed_line(name, small, home, line)
    assert said == becomes


@posix
@pytest.mark.parametrize("name", [pytest.param(name, marks=shell(name)) for name in SHELLS])
def test_a_name_stays_until_one_unit_is_left(small: Path, home: dict[str, str], name: str) -> None:
    """Where several fit, they are listed with their names and nothing that was typed is lost."""
    line, shown = typed_line(name, small, home, "tracker log -u binh" + "\t" * (name == "bash"))
    assert line == "tracker log -u binh"
    for unit in ("a  Công an xã An Bình, Công an huyện Đông", "b  Công an xã Hòa Bình, Công an huyện Đông"):
        assert unit in shown


@posix
@shell("fish")
def test_fish(small: Path, home: dict[str, str]) -> None:
    def complete(line: str) -> list[str]:
        ask = f"source script.fish; complete -C {line!r}"
        done = subprocess.run(["fish", "-c", ask], cwd=small, env=home, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode().splitlines()

    binh = [
        "cong an xa an binh\tCông an xã An Bình, Công an huyện Đông [a]",
        "cong an xa hoa binh\tCông an xã Hòa Bình, Công an huyện Đông [b]",
    ]
    assert complete("tracker status --tod") == [
        "--today\tTake this day as today, and as the as-of day of what is shown."
    ]
    assert complete("tracker log -u binh") == binh
    assert complete('tracker log -u "an bi') == binh[:1]
    assert complete("tracker log --unit=hoabi") == ["--unit=" + binh[1]]
    assert complete("tracker log -u a") == ["a\tCông an xã An Bình, Công an huyện Đông"]
    assert complete("tracker ls --phase dot-2 -C ") == ["xuan\tPhong trào xuan: thi đua"]
    assert complete("tracker units -f j") == ["json"]
    assert complete("tracker validate campai") == ["campaigns.yaml"]
    assert complete("tracker --campaigns no.yaml status -C x") == []


@posix
@shell("zsh")
def test_zsh_finds_the_script_in_its_path(small: Path, home: dict[str, str]) -> None:
    """As a package installs it, under the name that zsh looks for."""
    (small / "functions").mkdir()
    (small / "script.zsh").rename(small / "functions" / "_tracker")
    (small / "script.zsh").write_text(
        "fpath=(functions $fpath); autoload -Uz compinit; compinit -u\n", encoding="utf-8"
    )
    assert typed_line("zsh", small, home, "tracker log -u anbi")[0] == "tracker log -u a"


def test_every_value_can_be_completed() -> None:
    """Who adds an option or an argument gets completion and nearest names by our own classes alone."""
    params = [(path, param) for path, command in commands() for param in command.params if param.name != "version"]
    assert len(params) > 100
    for path, param in params:
        is_named = any(word in (param.metavar or "") for word in ("FILE", "DIR", "UNIT", "CRITERION", "TOPIC"))
        assert isinstance(param, Option | Argument) or not is_named, (path, param)
        assert isinstance(param.type, Choice) or not isinstance(param.type, click.Choice), (path, param)
