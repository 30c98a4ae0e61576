"""What the help says is true: every example runs, every form it shows is taken or refused as it says."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import click
import pytest

from tests.cli.harness import Result, environment, tracker
from tests.conftest import ROOT
from tracker.cli.main import ALIASES, COMMANDS, build_program
from tracker.cli.output import SUFFIXES
from tracker.cli.topics import TOPICS
from tracker.cli.topics.parts import Heading, Lines, Made, Prose, Terms
from tracker.cli.topics.running import FORMAT_NAMES, VARIABLES
from tracker.cli.topics.typing_in import (
    DAYS,
    DECIMAL,
    MOMENTS,
    REFUSED_DAYS,
    REFUSED_QUANTITIES,
    UNIT_NAMES,
    WEEKS,
    WHOLE,
)
from tracker.domain.calendar import parse_day, parse_moment, parse_week
from tracker.domain.quantity import parse_quantity
from tracker.error_table import EXIT_CODES, TABLE
from tracker.errors import TrackerError
from tracker.files.campaign_shape import CampaignShape, CriterionShape, DeadlineShape, PhaseShape
from tracker.files.starter import UNITS_FILES
from tracker.i18n import _, speak

Ask = Callable[..., Result]
LANGUAGES = pytest.mark.parametrize("lang", ["vi", "en"])
TODAY = date(2025, 3, 1)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by the words that call it, those of groups too."""
    program = build_program()
    context = click.Context(program, info_name="tracker")
    yield "", program
    for name in COMMANDS:
        command = program.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {part}", one) for part, one in command.commands.items())


EXAMPLES = sorted({example for _, command in commands() for example in getattr(command, "examples", ())})


def lines_of(topic: str, lang: str) -> list[tuple[str, str]]:
    """What a topic shows as it is typed, each with the file that it stands in."""
    speak(lang)
    return [
        (_(part.text), _(part.file) if part.file else "") for part in TOPICS[topic].parts if isinstance(part, Lines)
    ]


def forms(terms: Terms, sign: str = ", ") -> list[str]:
    return [form for term, _ in terms.rows for form in term.split(sign)]


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_has_two_examples(name: str) -> None:
    examples = dict(commands())[name].examples  # type: ignore[attr-defined]
    assert len(examples) >= 2
    words = "tracker (log|ls|" + name + ")" if name in ALIASES.values() else f"tracker {name}"
    assert all(re.match(words, example) for example in examples)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_runs_in_the_sandbox(sandbox: Path, tmp_path: Path, example: str) -> None:
    put_in(sandbox, example)
    for name in re.findall(r"report verify (\S+)", example):
        assert tracker("report", "weekly", "-o", name, cwd=sandbox, TRACKER_TODAY=TODAY.isoformat()).code == 0
    if example.startswith("tracker reopen"):
        assert tracker("close", "dot-1", cwd=sandbox, TRACKER_TODAY=TODAY.isoformat()).code == 0
    (tmp_path / "empty").mkdir()
    folder = tmp_path / "empty" if example.startswith("tracker init") else sandbox
    if ">" in example:
        run_in_bash(example, folder)
    else:
        program, *arguments = shlex.split(with_record(sandbox, example))
        said = tracker(*arguments, cwd=folder, TRACKER_TODAY=TODAY.isoformat())
        found = int(arguments[0] == "remind")  # which says by its exit code that there is something to do
        warns = {"close", "name", "annex"} & set(arguments)  # of what is unfinished in the sandbox, of names of people
        talk = said.err if warns else ""
        assert (program, said.code, said.err) == ("tracker", found, talk), said
        assert said.out or {"-o", "--ics"} & set(arguments)


def with_record(sandbox: Path, example: str) -> str:
    """Name a concern or a commendation of the sandbox where an example names any."""
    group = next((one for one in ("concern answer", "commend annex", "commend") if one in example), "")
    if not group or "1-42" not in example:
        return example
    asked = {"concern answer": "concern list", "commend annex": "commend list --decided"}.get(
        group, "commend list --proposed"
    )
    document = tracker(*asked.split(), "--json", cwd=sandbox, TRACKER_TODAY=TODAY.isoformat()).json
    listed = [one["id"] for key in ("concerns", "commendations") for one in document.get(key, ())]
    if group == "commend annex":
        rows = f"commendation,kind,name\n{listed[-1]},cá nhân,Nguyễn Văn Mẫu\n"
        for name in ("cand80-recipients.csv", "ten.csv"):
            (sandbox / name).write_text(rows, encoding="utf-8")
    return example.replace("1-42", listed[-1])


def put_in(sandbox: Path, example: str) -> None:
    """Put in a sandbox what an example takes for granted: the file that it names."""
    rows = rows_for(example)
    for name in re.findall(r"\S+\.(?:csv|xlsx|db|yaml)", example):
        if name.startswith("../"):
            shutil.copytree(sandbox, (sandbox / name).parent, ignore=shutil.ignore_patterns("tracker.db*"))
        elif name.endswith(".xlsx") and " import " in example:
            with pytest.importorskip("xlsxwriter").Workbook(sandbox / name) as book:
                sheet = book.add_worksheet()
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        elif " roster import " in example:
            units = tracker("units", "--on", "1/8/2025", "--json", cwd=sandbox).json["units"]
            listed = "".join(f"{one['id']},{one['name']}\n" for one in units)
            (sandbox / name).write_text(
                "id,name\n" + listed.replace("xã Hồi Xuân", "phường Hồi Xuân"), encoding="utf-8"
            )
        elif name.endswith(".csv") and " import " in example:
            (sandbox / name).write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
        elif name.endswith(".db") and " restore " in example:
            assert tracker("backup", name, cwd=sandbox).code == 0


def rows_for(example: str) -> list[list[str]]:
    """The rows of a table that an example imports."""
    if "targets import" in example:
        return [["unit", "criterion", "phase", "target"], ["th-14884", "mo-hinh", "dot-2", "3"]]
    if "baseline import" in example:
        return [["unit", "criterion", "quantity"], ["th-14884", "pham-phap-hinh-su", "1"]]
    if "commend import" in example:
        return [["date", "award", "collectives"], ["28/2/2025", "Giấy khen", "1"]]
    return [["date", "unit", "criterion", "quantity"], ["28/2/2025", "th-14884", "mo-hinh", "1"]]


def run_in_bash(example: str, home: Path) -> None:
    """Run an example that writes to a file below the home folder."""
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    (home / ".config" / "fish" / "completions").mkdir(parents=True)
    before = {path for path in home.rglob("*") if path.is_file()}
    line = f'tracker() {{ "{sys.executable}" -m tracker "$@"; }}; {example}'
    done = subprocess.run(
        ["bash", "-c", line], cwd=home, env=environment({"HOME": str(home)}), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert [path.stat().st_size > 100 for path in home.rglob("*") if path.is_file() and path not in before] == [True]


@LANGUAGES
def test_the_topics_are_listed(tmp_path: Path, lang: str) -> None:
    said = tracker("help", "--lang", lang, cwd=tmp_path)
    assert (said.code, said.err) == (0, "")
    listed = re.findall(r"^  ([a-z-]+) +\S", said.out, re.MULTILINE)
    assert listed == list(TOPICS)


@LANGUAGES
@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_fits_the_screen(tmp_path: Path, topic: str, lang: str) -> None:
    for columns in ("80", "100", "200"):
        said = tracker("help", topic, "--lang", lang, cwd=tmp_path, COLUMNS=columns)
        assert (said.code, said.err) == (0, "")
        assert max(map(len, said.out.splitlines())) <= min(int(columns), 100)
        assert said.out.startswith(f"{topic}: ")
        assert said.out.endswith("\n")


@pytest.mark.parametrize("name", [name for name, _ in commands() if name] + list(ALIASES))
def test_help_of_a_command_is_what_it_says_itself(tmp_path: Path, name: str) -> None:
    for lang in ("vi", "en"):
        said = tracker("help", *name.split(), "--lang", lang, cwd=tmp_path)
        assert said == tracker(*name.split(), "-h", "--lang", lang, cwd=tmp_path)


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("date", "dates"),
        ("campain-file", "campaign-file"),
        ("exit-code", "exit-codes"),
        ("statu", "status"),
        ("report week", "report weekly"),
        ("import file", ""),
        ("xyzzy", ""),
    ],
)
def test_the_nearest_topic_is_offered(tmp_path: Path, words: str, near: str) -> None:
    said = tracker("help", *words.split(), cwd=tmp_path).refused(2, "topic-unknown")
    assert f"no topic or command {words}{f'; did you mean {near}?' if near else chr(10)}" in said.err


def test_every_command_named_in_a_topic_exists() -> None:
    known = {name for name, _ in commands()} | ALIASES.keys() | {"COMMAND"}
    for lang in ("vi", "en"):
        speak(lang)
        texts = [_(part.text) for topic in TOPICS.values() for part in topic.parts if isinstance(part, Prose | Lines)]
        named = {name for text in texts for name in re.findall(r"\btracker ([a-z][a-z-]*|COMMAND)\b", text)}
        assert len(named) > 10
        assert named <= known, named - known


def test_headings_and_tables_are_there() -> None:
    """Each kind of part is shown somewhere, so that none is forgotten by whoever draws topics."""
    kinds = {type(part) for topic in TOPICS.values() for part in topic.parts}
    assert kinds == {Heading, Prose, Lines, Terms, Made}


@LANGUAGES
@pytest.mark.parametrize("today", ["2025-03-10", "2025-03-01", "2024-02-29", "2025-12-31"])
def test_start_leads_to_a_report(tmp_path: Path, lang: str, today: str) -> None:
    """A new user who types what `help start` shows has a campaign, its units, a sheet of results and a report."""
    folder, ran = tmp_path, list[str]()
    for text, file in lines_of("start", lang):
        if file:
            (folder / file).write_text(f"{text}\n", encoding="utf-8-sig")  # as spreadsheets save it
            continue
        for line in text.splitlines():
            program, *arguments = shlex.split(line)
            if program == "mkdir":
                (folder / arguments[0]).mkdir()
            elif program == "cd":
                folder /= arguments[0]
            else:
                said = tracker(*arguments, cwd=folder, TRACKER_TODAY=today, TRACKER_LANG=lang)
                assert (program, said.code, said.err) == ("tracker", 0, ""), (line, said)
                ran.append(arguments[0])
    assert ran == [
        *("init", "validate", "validate", "units", "log", "log", "import", "import", "ls"),
        *("status", "report", "report"),
    ]
    assert UNITS_FILES[lang] in {file for _, file in lines_of("start", lang)}
    weekly = tracker("report", "weekly", "--json", cwd=folder, TRACKER_TODAY=today).json
    assert weekly["entries"] == 5
    assert [one["week"] for one in weekly["criteria"]][:2] == [3, 1]
    (page,) = folder.glob("*.html")
    assert page.stat().st_size > 1000
    assert len(tracker("units", "--json", cwd=folder, TRACKER_TODAY=today).json["units"]) == 4


@LANGUAGES
def test_the_example_of_campaigns_yaml_is_sound(tmp_path: Path, lang: str) -> None:
    for text, file in lines_of("campaign-file", lang):
        (tmp_path / file).write_text(f"{text}\n", encoding="utf-8")
    said = tracker("validate", "--json", cwd=tmp_path).json
    assert (said["ok"], said["findings"]) == (True, [])
    assert tracker("status", "--today", "2025-03-10", cwd=tmp_path).code == 0


def test_the_keys_of_campaigns_yaml_are_those_of_its_schema() -> None:
    terms = [part for part in TOPICS["campaign-file"].parts if isinstance(part, Terms)]
    shapes = (CampaignShape, PhaseShape, CriterionShape, DeadlineShape)
    known = {name for shape in shapes for name in shape.__struct_encode_fields__}
    assert set(forms(terms[0])) <= known


def test_the_days_that_are_shown() -> None:
    for form in forms(DAYS):
        assert parse_day(form, TODAY) <= TODAY, form
    assert {parse_day(form, TODAY) for form in forms(DAYS)[:6]} == {date(2025, 2, 28)}
    for form in forms(WEEKS):
        assert parse_week(form, TODAY).days == 7
    for form in forms(MOMENTS):
        parse_moment(form, TODAY)


@pytest.mark.parametrize("form", forms(REFUSED_DAYS))
def test_the_days_that_are_refused(form: str) -> None:
    with pytest.raises(TrackerError):
        parse_day(form, TODAY)


def test_the_quantities_that_are_shown() -> None:
    for form in forms(WHOLE, " "):
        assert parse_quantity(form, 0) in (12_000, 1_234_000, 1_234_567_000)
    for form in forms(DECIMAL, " "):
        assert parse_quantity(form, 3) in (1500, 125, 1_234_500)
    for form in forms(REFUSED_QUANTITIES, " "):
        with pytest.raises(TrackerError):
            parse_quantity(form, 3)


def test_the_names_that_are_shown(sandbox: Path) -> None:
    *whole, fragment = [term for term, _ in UNIT_NAMES.rows]
    for name in (*whole, fragment):
        logged = tracker("log", "-u", name, "-c", "mo-hinh", "-q", "1", "-d", "28/2/2025", "--json", cwd=sandbox)
        assert logged.json["unit"] == "th-15499", name
        text = f'date,unit,criterion,quantity\n28/2/2025,"{name}",mo-hinh,1\n'
        filed = tracker("import", "-", "-n", cwd=sandbox, stdin=text.encode())
        assert filed.code == (1 if name == fragment else 0), (name, filed)


def test_the_formats_that_are_shown(ask_demo: Ask, tmp_path: Path) -> None:
    assert {suffix: name for name, suffix in (term.split(", ") for term, _ in FORMAT_NAMES.rows)} == SUFFIXES
    shown = ask_demo("help", "formats").out
    for name, command in commands():
        written = [param.type.choices for param in command.params if param.name == "format"]  # type: ignore[attr-defined]
        assert all(f"  {name} " in shown and f" {', '.join(choices)}\n" in shown for choices in written)
    for text, _file in lines_of("formats", "en"):
        for line in text.splitlines():
            assert ask_demo(*shlex.split(line.replace("week.html", str(tmp_path / "week.html")))[1:]).code == 0


def test_the_variables_that_are_read() -> None:
    sources = [path for path in (ROOT / "tracker").rglob("*.py") if "topics" not in path.parts]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    read = set(re.findall(r'"(TRACKER_[A-Z]+|NO_COLOR|FORCE_COLOR|PAGER)"', text))
    table = {name for name, _ in VARIABLES.rows}
    assert read | {"FORCE_COLOR", "COLUMNS"} == table  # the terminal's library reads these


def test_the_exit_codes_are_those_of_the_errors(tmp_path: Path) -> None:
    assert EXIT_CODES.keys() == {0, *(entry.exit_code for entry in TABLE.values())}
    shown = tracker("help", "exit-codes", cwd=tmp_path).out
    assert re.findall(r"^  (\d+) ", shown, re.MULTILINE) == [str(code) for code in EXIT_CODES]
