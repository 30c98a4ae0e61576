"""`tracker init`: files that work at once, questions only to somebody who can answer, nothing overwritten."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.harness import Result, environment, process, tracker

UNITS = {"vi": "don-vi.csv", "en": "units.csv"}
UNIT, CRITERION = {"vi": "phong-1", "en": "dept-1"}, {"vi": "sang-kien", "en": "ideas"}
BOTH = pytest.mark.parametrize("lang", ["vi", "en"])
WEEK = [str(date(2026, 11, 16) + timedelta(days=n)) for n in range(7)]
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits or terminals")


def begin(folder: Path, lang: str = "en", *options: str, today: str = "2026-03-10", typed: str | None = None) -> Result:
    return tracker("init", *options, cwd=folder, typed=typed, TRACKER_LANG=lang, TRACKER_TODAY=today)


def campaign(folder: Path) -> dict[str, str]:
    """The first line of each key of the campaign, without its comment."""
    lines = (folder / "campaigns.yaml").read_text(encoding="utf-8").splitlines()
    found = (re.fullmatch(r"  (?:- |  )(\w+): (.*?)(?: # .*)?", line) for line in lines)
    return {one[1]: one[2] for one in found if one}


def complaints(err: str) -> list[str]:
    """What a command complains of, beside the days off of a coming year, which nobody knows yet."""
    return [code for code in re.findall(r"\[([a-z-]+)\]: ", err) if code != "holidays-unknown"]


def printed_commands(said: str) -> Iterator[list[str]]:
    return (shlex.split(line)[1:] for line in said.splitlines() if line.startswith("  tracker "))


@BOTH
@pytest.mark.parametrize("today", [*WEEK, "2024-02-29", "2026-12-31", "2027-01-01"])
def test_every_printed_command_works(tmp_path: Path, lang: str, today: str) -> None:
    said = begin(tmp_path, lang, today=today)
    assert (said.code, said.err) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [UNITS[lang], "campaigns.schema.json", "campaigns.yaml"]
    )
    commands = list(printed_commands(said.out))
    assert [one[0] for one in commands] == ["validate", "status", "log", "submit", "units", "report"]
    for arguments in commands:
        done = tracker(*arguments, cwd=tmp_path, TRACKER_LANG=lang, TRACKER_TODAY=today)
        assert (done.code, complaints(done.err)) == (0, []), arguments
        assert done.out
    status = tracker("status", "--json", cwd=tmp_path, TRACKER_TODAY=today).json
    assert (status["state"], status["launched"], status["entries"]) == ("running", True, 1)


@BOTH
def test_the_commands_in_its_comments_work(tmp_path: Path, lang: str) -> None:
    begin(tmp_path, lang)
    text = (tmp_path / "campaigns.yaml").read_text(encoding="utf-8")
    commands = re.findall(r"tracker ((?:validate|log|submit|units)(?: -{0,2}[\w-]+)*)", text)
    assert len(commands) == 5
    for command in commands:
        arguments = [*command.split(), *(("-u", UNIT[lang]) if command == "submit" else ())]
        done = tracker(*arguments, cwd=tmp_path, TRACKER_LANG=lang, TRACKER_TODAY="2026-03-10")
        assert (done.code, complaints(done.err)) == (0, []), arguments


@BOTH
def test_a_sheet_can_be_imported_at_once(tmp_path: Path, lang: str) -> None:
    begin(tmp_path, lang)
    sheet = f"ngày;đơn vị;tiêu chí;số lượng\n9/3/2026;{UNIT[lang]};{CRITERION[lang]};2\n"
    done = tracker("import", "-", "--json", cwd=tmp_path, stdin=sheet.encode(), TRACKER_TODAY="2026-03-10")
    assert (done.code, done.json["written"]) == (0, 1)


def test_where_the_campaign_does_not_run_today_other_commands_are_printed(tmp_path: Path) -> None:
    said = begin(tmp_path, "en", "--start", "1/1/2027", "--end", "30/6/2027")
    commands = list(printed_commands(said.out))
    assert [one[0] for one in commands] == ["validate", "status", "deadlines"]
    assert campaign(tmp_path)["launched_on"] == "1/1/2027"
    for arguments in commands:
        assert tracker(*arguments, cwd=tmp_path, TRACKER_TODAY="2026-03-10").code == 0


def test_printed_commands_repeat_what_they_need(tmp_path: Path) -> None:
    other = tmp_path / "other" / "campaigns.yaml"
    said = tracker(
        *("init", "--dir", "phong trào", "--today", "2026-03-10"), cwd=tmp_path, TRACKER_CAMPAIGNS=str(other)
    )
    assert '  cd "phong trào"' in said.out
    for arguments in printed_commands(said.out):
        done = tracker(*arguments, cwd=tmp_path / "phong trào", TRACKER_CAMPAIGNS=str(other))
        assert done.code == 0, arguments


@BOTH
def test_without_a_terminal_nothing_is_asked(tmp_path: Path, lang: str) -> None:
    (tmp_path / "real").mkdir()
    done = process("init", cwd=tmp_path / "real", stdin=b"1/1/2020\n", TRACKER_LANG=lang, TRACKER_TODAY="2026-03-10")
    assert (done.returncode, done.stderr) == (0, b"")
    assert campaign(tmp_path / "real")["start"] == "1/3/2026"
    for name, option in (("yes", "--yes"), ("no-input", "--no-input")):
        (tmp_path / name).mkdir()
        said = begin(tmp_path / name, lang, option, typed="1/1/2020\n")
        assert (said.code, said.err) == (0, "")
        assert campaign(tmp_path / name) == campaign(tmp_path / "real")


def test_options_answer_every_question(tmp_path: Path) -> None:
    said = begin(
        tmp_path,
        *("vi", "--start", "2026-01-05", "--end", "28.6.2026", "--title", 'Dạy tốt: "học tốt"'),
        *("--organisation", "Trường THPT Số 1", "--phases", "3"),
        typed="",
    )
    assert (said.code, said.err) == (0, "")
    found = campaign(tmp_path)
    assert (found["start"], found["end"]) == ("5/1/2026", "28/6/2026")
    assert (found["title"], found["launched_by"]) == (r'"Dạy tốt: \"học tốt\""', '"Trường THPT Số 1"')
    assert (tmp_path / "don-vi.csv").read_text(encoding="utf-8").count("Trường THPT Số 1") == 1
    status = tracker("status", "--json", cwd=tmp_path, TRACKER_TODAY="2026-03-10").json
    assert status["phase"] == {
        "id": "dot-2", "title": "Đợt 2", "start": "2026-03-01", "end": "2026-04-30", "day": 10, "days": 61, "days_left": 51
    }  # fmt: skip


@BOTH
def test_what_is_offered_is_a_year_that_runs(tmp_path: Path, lang: str) -> None:
    assert begin(tmp_path, lang, typed="\n\n\n\n\n").code == 0
    found = campaign(tmp_path)
    assert (found["start"], found["end"], found["launched_on"]) == ("1/3/2026", "28/2/2027", "9/3/2026")
    titles = {"vi": '"Phong trào thi đua 2026-2027"', "en": '"Emulation campaign 2026-2027"'}
    assert found["title"] == titles[lang]


@pytest.mark.parametrize(("start", "end"), [("29/2/2024", "28/2/2025"), ("1/3/2024", "28/2/2025"), ("2/3/2023", "1/3/2024")])  # fmt: skip
def test_a_year_from_a_first_day(tmp_path: Path, start: str, end: str) -> None:
    begin(tmp_path, "en", "--start", start, "--title", "T")
    assert campaign(tmp_path)["end"] == end


def test_a_wrong_answer_is_explained_and_asked_again(tmp_path: Path) -> None:
    answers = ("31/2/2026", "1/3", "soon", "1/2", "1/3/2126", "30/6/2026", "  Thi đua  ", "Trường A", "13", "hai", "2")
    said = begin(tmp_path, "en", typed="\n".join(answers) + "\n")
    assert said.code == 0
    questions = re.findall(r"([A-Z][a-z ]+) \[", said.err)
    assert questions == [
        *["First day"] * 2, *["Last day"] * 4, "Title", "Your organisation", *["Number of phases"] * 3
    ]  # fmt: skip
    assert re.findall(r"error\[(.*?)\]", said.err) == [
        *("no-such-day", "bad-day", "span-reversed", "campaign-too-long", "bad-phase-count", "bad-phase-count")
    ]
    found = campaign(tmp_path)
    assert (found["start"], found["end"], found["title"]) == ("1/3/2026", "30/6/2026", '"Thi đua"')


def test_only_what_no_option_says_is_asked(tmp_path: Path) -> None:
    said = begin(tmp_path, "en", "--start", "1/3/2026", "--title", "T", "--phases", "1", typed="30/6/2026\nA\n")
    assert re.findall(r"([A-Z][a-z ]+) \[", said.err) == ["Last day", "Your organisation"]
    assert said.code == 0


def test_the_end_of_the_answers_writes_nothing(tmp_path: Path) -> None:
    said = begin(tmp_path, "en", typed="1/3/2026\n")
    assert (said.code, said.out) == (130, "")
    assert "error[interrupted]" in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "code", "problems"),
    [
        (("--start", "31/2/2026"), 2, ["no-such-day"]),
        (("--start", "x", "--end", "31/2/2026", "--title", " ", "--organisation", ""), 2,
         ["bad-day", "no-such-day", "field-missing", "field-missing"]),
        (("--start", "1/3/2026", "--end", "1/2/2026"), 1, ["span-reversed"]),
        (("--start", "1/1/2000", "--end", "1/1/2026"), 1, ["campaign-too-long"]),
        (("--phases", "0"), 2, ["bad-phase-count"]),
        (("--phases", "²"), 2, ["bad-phase-count"]),
        (("--start", "1/3/2026", "--end", "1/3/2026", "--phases", "2"), 2, ["bad-phase-count"]),
        (("--today", "x"), 2, ["bad-day"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("typed", [None, ""])
def test_wrong_options_are_refused_before_anything_is_asked(
    tmp_path: Path, options: tuple[str, ...], code: int, problems: list[str], typed: str | None
) -> None:
    given = {"--start": "1/3/2026", "--end": "30/6/2026", "--title": "T", "--organisation": "O", "--phases": "1"}
    given |= dict(zip(options[::2], options[1::2], strict=True))
    said = begin(tmp_path, "en", *(text for pair in given.items() for text in pair), typed=typed)
    said.refused(code, *problems)
    assert list(tmp_path.iterdir()) == []


@BOTH
@pytest.mark.parametrize("name", ["campaigns.yaml", "units", "campaigns.schema.json"])
@pytest.mark.parametrize("options", [(), ("-n",)])
def test_nothing_is_overwritten(tmp_path: Path, lang: str, name: str, options: tuple[str, ...]) -> None:
    path = tmp_path / (UNITS[lang] if name == "units" else name)
    path.write_text("mine", encoding="utf-8")
    code = "campaigns-file-exists" if name == "campaigns.yaml" else "file-exists"
    said = begin(tmp_path, lang, *options, typed="\n" * 5).refused(1, code)
    assert "--dir" in said.err
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.read_text(encoding="utf-8") == "mine"


@posix
def test_a_link_that_leads_nowhere_is_not_overwritten_either(tmp_path: Path) -> None:
    (tmp_path / "campaigns.yaml").symlink_to(tmp_path / "gone" / "campaigns.yaml")
    begin(tmp_path).refused(1, "campaigns-file-exists")
    assert (tmp_path / "campaigns.yaml").is_symlink()


def test_another_folder_is_made(tmp_path: Path) -> None:
    begin(tmp_path)
    said = begin(tmp_path, "en", "--dir", "a/b")
    assert "  cd a/b\n" in said.out
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == sorted(
        path.name for path in tmp_path.iterdir() if path.is_file()
    )
    begin(tmp_path, "en", "--dir", "units.csv").refused(1, "file-unwritable")


@BOTH
def test_a_rehearsal_shows_what_would_be_written(tmp_path: Path, lang: str) -> None:
    rehearsed = begin(tmp_path, lang, "--dry-run")
    assert (rehearsed.code, rehearsed.err, list(tmp_path.iterdir())) == (0, "", [])
    begin(tmp_path, lang)
    for name in ("campaigns.yaml", UNITS[lang]):
        assert (tmp_path / name).read_text(encoding="utf-8-sig") in rehearsed.out
    begin(tmp_path, lang, "--dry-run", "--dir", "no/folder")
    assert not (tmp_path / "no").exists()


@posix
def test_nothing_stays_of_one_that_fails(tmp_path: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000));"
    code = f"{limit} from tracker.cli.main import start; raise SystemExit(start(['init']))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment({}), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error[file-unwritable]")
    assert list(tmp_path.iterdir()) == []


@posix
@BOTH
def test_at_a_real_terminal(tmp_path: Path, lang: str) -> None:
    import pty  # noqa: PLC0415 not on Windows

    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover the program itself
        os.chdir(tmp_path)
        os.execve(sys.executable, [sys.executable, "-m", "tracker", "init"], environment({"TRACKER_LANG": lang}))
    os.write(terminal, "1/1/2026\n31/12/2026\nThi đua: số 1\n\n4\n".encode())
    said = b"".join(iter(lambda: _read(terminal), b"")).decode()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, said
    assert ("Ngày đầu [" if lang == "vi" else "First day [") in said
    assert campaign(tmp_path)["title"] == '"Thi đua: số 1"'
    assert tracker("validate", cwd=tmp_path).code == 0


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other side has ended
        return b""


def test_the_first_line_names_the_schema_beside_it(tmp_path: Path, demo: Path) -> None:
    begin(tmp_path)
    schemas: list[str] = []
    read: Callable[[Path], str] = lambda path: path.read_text(encoding="utf-8")  # noqa: E731
    for folder in (tmp_path, demo):
        found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", read(folder / "campaigns.yaml"))
        assert found
        schemas.append(read(folder / found[1]))
    assert schemas[0] == schemas[1]
