"""Where an answer goes and in which form: files whole or not at all, tables that never cut a number."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker

Ask = Callable[..., Result]
TODAY = ("--today", "2025-03-01")
FORMATS = {
    "status": {"json", "md", "html", "txt"},
    "units": {"json", "csv", "md", "html", "txt"},
    "units --missing": {"json", "csv", "md", "html", "txt"},
    "returns --per cluster": {"json", "csv", "md", "html", "txt"},
    "achievements --week 2025-W09": {"json", "csv", "md", "html", "txt"},
    "show 1-5": {"json", "txt"},
    "deadlines": {"json", "csv", "md", "html", "txt"},
    "report weekly": {"json", "csv", "md", "html", "txt"},
    "validate": {"json", "txt"},
    "where": {"json", "txt"},
}
FLAGS = {"txt": "table"}
NARROWED = (
    *(
        "status",
        "status -u th-395 --today 2025-02-03",
        "units th-395 --on 1/2/2025",
        "units --missing",
        "returns",
        "show 1-5",
        "",
    ),
    *("achievements --week 2025-W09", "deadlines", "report weekly --week 2025-W06", "where", "report weekly -u th-395"),
)


@pytest.mark.parametrize("command", FORMATS)
def test_the_suffix_names_the_format(demo: Path, tmp_path: Path, command: str) -> None:
    for suffix in ("json", "csv", "md", "html", "txt"):
        file = tmp_path / f"kết quả.{suffix.upper() if suffix == 'md' else suffix}"
        said = tracker(*command.split(), "-o", file, *TODAY, cwd=demo)
        if suffix in FORMATS[command]:
            assert said == Result(0, "", "")
            flagged = tracker(*command.split(), "-f", FLAGS.get(suffix, suffix), *TODAY, cwd=demo)
            assert _same(file.read_bytes().decode(), flagged.out)
        else:
            said.refused(2, "format-unknown")
    assert {path.suffix.lower()[1:] for path in tmp_path.iterdir()} == FORMATS[command]


def _same(file: str, shown: str) -> bool:
    """A table in a file is as wide as a page, one on a pipe as it likes; their words are the same."""
    return file == shown or file.split() == shown.split()


@pytest.mark.parametrize("command", FORMATS)
def test_json_has_a_short_name_for_a_file_of_any_name(demo: Path, tmp_path: Path, command: str) -> None:
    file = tmp_path / "out.txt"
    assert tracker(*command.split(), "--json", "-o", file, *TODAY, cwd=demo) == Result(0, "", "")
    assert file.read_text(encoding="utf-8") == tracker(*command.split(), "-f", "json", *TODAY, cwd=demo).out
    assert tracker(*command.split(), "--json", "-o", "-", *TODAY, cwd=demo).out == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ("--json -o out.csv", "json, csv"),
        ("-f md -o out.JSON", "md, json"),
        ("--json -f csv", "json, csv"),
        ("-f table -o out.md", "table, md"),
    ],
)
def test_two_formats_are_refused(demo: Path, options: str, named: str) -> None:
    before = sorted(demo.iterdir())
    said = tracker("units", *options.split(), *TODAY, cwd=demo).refused(2, "formats-differ")
    assert f": {named}\n" in said.err
    assert sorted(demo.iterdir()) == before


@pytest.mark.parametrize("options", [("--json", "-f", "json"), ("--json", "-o", "-"), ("-f", "json", "--json")])
def test_one_format_said_twice_is_one(demo: Path, options: tuple[str, ...]) -> None:
    assert tracker("units", *options, *TODAY, cwd=demo) == tracker("units", "--json", *TODAY, cwd=demo)


def test_a_csv_of_nothing_still_names_its_columns(demo: Path, small: Path) -> None:
    """A program that reads the table finds its columns, whether or not there is a row today."""
    (bare := small.parent / "bare").mkdir()
    text = (small / "campaigns.yaml").read_text(encoding="utf-8")
    (bare / "campaigns.yaml").write_text(text[: text.index("    deadlines:")], encoding="utf-8")
    shutil.copy(small / "units.csv", bare)
    filed = tracker("report", "weekly", "--week", "2025-W08", "--json", *TODAY, cwd=demo).json["units"]
    unit = next(one["id"] for one in filed if one["returned"] and one["name"].startswith("Công an xã"))
    nothing = {
        "achievements": ("achievements", "--since", "1/3/2025", "--until", "1/3/2025", "-u", "th-395"),
        "units --missing": ("units", unit, "--missing", "--week", "2025-W08"),
        "deadlines": ("deadlines",),
    }
    for command, arguments in nothing.items():
        some = tracker(*command.split(), "-f", "csv", *TODAY, cwd=demo).out
        none = tracker(*arguments, "-f", "csv", *TODAY, cwd=bare if command == "deadlines" else demo).out
        assert none == some.splitlines()[0] + "\n", command


def test_a_file_is_written_whole_or_not_at_all(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text("before")
    tracker("units", "-u-no-such", "-o", file, *TODAY, cwd=demo)
    assert file.read_text() == "before"
    taken = tmp_path / "taken.csv"
    taken.mkdir()
    tracker("units", "-o", taken, *TODAY, cwd=demo).refused(1, "file-unwritable")
    tracker("units", "-o", tmp_path / "no" / "units.csv", *TODAY, cwd=demo).refused(1, "file-unwritable")
    assert tracker("units", "-o", file, *TODAY, cwd=demo).code == 0
    assert len(file.read_text(encoding="utf-8").splitlines()) == 549
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken.csv", "units.csv"]


def test_a_written_file_can_be_read_by_others(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    tracker("status", "-o", file, *TODAY, cwd=demo)
    assert file.stat().st_mode & 0o400
    assert b"\r" not in file.read_bytes()


@pytest.mark.parametrize(
    "command", [one for one, formats in FORMATS.items() if "csv" in formats and one != "report weekly"]
)
def test_csv_says_what_json_does(demo: Path, command: str) -> None:
    document = tracker(*command.split(), "--json", *TODAY, cwd=demo).json
    lists = {key: value for key, value in document.items() if isinstance(value, list)}
    listed = lists["missing"] if "missing" in lists else next(iter(lists.values()))
    assert len(lists) == 1 + ("missing" in lists)  # who is missing, and how each group keeps to it
    rows = list(csv.DictReader(tracker(*command.split(), "-f", "csv", *TODAY, cwd=demo).out.splitlines()))
    assert len(rows) == len(listed) > 0
    for row, one in zip(rows, listed, strict=True):
        flat = {
            f"{name}_{part}": text
            for name, nested in one.items()
            if isinstance(nested, dict)
            for part, text in nested.items()
        }
        for name, value in ({**one, **flat}).items():
            if name in row and name != "recorded_at":
                assert row[name] == ("" if value is None else str(value))
        assert not any("{" in text for text in row.values())
        assert {name for name in one if name != "covers"} <= row.keys()


def digits(text: str) -> Counter[str]:
    """The numbers that a text holds, how often each; the phase's name above a column is a name."""
    return Counter(re.findall(r"\d[\d.,/]*\d|\d", text.replace("(Đợt 1)", "")))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("command", NARROWED)
def test_no_number_is_ever_cut(ask_demo: Ask, command: str, lang: str) -> None:
    """What a narrow screen shows of a column it shows whole; columns are given up one by one, names in their middle."""
    wide = ask_demo(*command.split(), screen=200, TRACKER_LANG=lang).out
    known = digits(wide)
    before = Counter[str]()
    for columns in (40, 50, 60, 80, 100, 120, 160):
        shown = ask_demo(*command.split(), screen=columns, TRACKER_LANG=lang).out
        found = digits(" ".join(shown.split()))
        assert found <= known, (columns, found - known)
        assert before <= found, (columns, before - found)
        before = found


@pytest.mark.parametrize("columns", [0, 1, 12, 40, 60, 80, 100, 120, 160])
def test_nothing_is_wider_than_the_screen(ask_demo: Ask, columns: int) -> None:
    for command in ("status", "report weekly", "units --missing", "deadlines"):
        lines = ask_demo(*command.split(), screen=columns).out.splitlines()
        assert lines
        assert max(map(len, lines)) <= max(columns, 20)


def test_one_screen_is_enough(ask_demo: Ask) -> None:
    for lang in ("vi", "en"):
        for day in ("2024-08-01", "2024-08-19", "2025-02-03", "2025-03-01", "2025-08-19", "2025-08-20"):
            assert len(ask_demo("status", "--today", day, screen=80, TRACKER_LANG=lang).out.splitlines()) < 24


def test_a_pipe_is_not_shortened_or_padded(ask_demo: Ask) -> None:
    for command in ("status", "achievements --week 2025-W09", "report weekly", "units"):
        said = ask_demo(*command.split(), COLUMNS="40").out
        assert "…" not in said
        assert all(line == line.rstrip() for line in said.splitlines())


def test_commands_are_suggested_on_a_screen_only(ask_demo: Ask) -> None:
    """Each works as it stands, for the day and the campaign that are shown."""
    assert "tracker " not in ask_demo("status").out
    for day in ("2024-08-01", "2024-09-18", "2025-03-01", "2025-08-20"):
        said = ask_demo("status", "--today", day, screen=160).out.splitlines()[-1]
        commands = said.partition("Next step")[2].split(" · ")
        assert len(commands) == 2
        for command in commands:
            name, *arguments = command.split()
            assert (name, ask_demo(*arguments, "--json", TRACKER_TODAY="").code) == ("tracker", 0)


def test_suggestions_name_the_campaign_where_there_are_several(tmp_path: Path) -> None:
    folder = define(tmp_path, "xuan", "he")
    tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "-C", "he", "--today", "2025-03-10", cwd=folder)
    for arguments in ((), ("-C", "he"), ("--all",)):
        said = tracker("status", *arguments, "--today", "2025-03-10", cwd=folder, screen=160).out
        found = re.findall(r"tracker (units|report|deadlines)([^·\n]*)", said)
        for name, rest in found:
            assert tracker(name, *rest.split(), cwd=folder).code == 0, (name, rest)
        assert found or not arguments


def test_markdown_keeps_data_as_data(small: Path) -> None:
    note = "a|b *c* [d](e) <f> `g` # h"
    tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "--note", note, "--today", "2025-03-10", cwd=small)
    row = tracker("ls", "-f", "md", "--today", "2025-03-10", cwd=small).out.splitlines()[2]
    assert r"a\|b \*c\* \[d\](e) \<f\> \`g\` \# h" in row
    assert len(re.findall(r"(?<!\\)\|", row)) == 7


def test_the_same_bytes_again(ask_demo: Ask) -> None:
    for command in (
        "status --json",
        "report weekly -f md",
        "report weekly --json",
        "achievements -f csv",
        "units -f md",
    ):
        assert ask_demo(*command.split()).out == ask_demo(*command.split()).out


def test_lists_that_hold_nothing(small: Path) -> None:
    today = ("--today", "2025-03-10")
    assert json.loads(tracker("ls", "--json", *today, cwd=small).out)["achievements"] == []
    assert tracker("ls", *today, cwd=small).out.endswith("0 entries\n")
    for unit in "dab":
        tracker("submit", "-u", unit, "--week", "30/4/2025", "--today", "2025-05-02", cwd=small)
    assert tracker("deadlines", "--today", "2025-12-01", cwd=small).out == "No deadline lies ahead.\n"
    for command in ("ls --since 9/3 --until 5/3", "ls --phase dot-2", "ls -u b --week last"):
        assert tracker(*command.split(), "--json", *today, cwd=small).json["achievements"] == []


def test_an_answer_is_never_written_over_a_store(demo: Path) -> None:
    before = (demo / "tracker.db").read_bytes()
    tracker("achievements", "-f", "csv", "-o", "tracker.db", cwd=demo).refused(1, "output-is-store")
    tracker("export", "-f", "csv", "-o", "tracker.db", cwd=demo).refused(1, "output-is-store")
    assert (demo / "tracker.db").read_bytes() == before


@pytest.mark.parametrize(
    "command",
    [
        "report final -f md",
        "export -f csv",
        "fsck --json",
        "export --what journal --json",
        "deadlines -f ics",
        "units -f html",
    ],
)
def test_an_answer_is_never_written_over_what_defines_the_campaigns(sandbox: Path, command: str) -> None:
    (sandbox / "link.yaml").symlink_to("campaigns.yaml")
    for name in ("campaigns.yaml", "link.yaml"):
        before = (sandbox / name).read_bytes()
        tracker(*command.split(), "-o", name, cwd=sandbox).refused(1, "output-is-definition")
        assert (sandbox / name).read_bytes() == before
    (sandbox / "campaigns.yaml").write_text("campaigns: [", encoding="utf-8")  # what is wrong in it is not lost either
    assert tracker(*command.split(), "-o", "campaigns.yaml", cwd=sandbox).code == 1
    assert (sandbox / "campaigns.yaml").read_text(encoding="utf-8") == "campaigns: ["


@pytest.mark.parametrize("which", ["", "-lineage", "-baselines"])
def test_nor_over_a_file_that_campaigns_yaml_names(sandbox: Path, which: str) -> None:
    name = f"units/thanh-hoa{which}.csv"
    before = (sandbox / name).read_bytes()
    for command in ("achievements", "export", "report final"):
        tracker(*command.split(), "-o", name, cwd=sandbox).refused(1, "output-is-definition")
    assert (sandbox / name).read_bytes() == before
    assert tracker("export", "-o", "units/other.csv", cwd=sandbox).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in folders")
def test_a_pipe_takes_the_answer_and_stays_a_pipe(demo: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        assert tracker("status", "-o", str(pipe), cwd=demo).code == 0
        said = reader.communicate(timeout=30)[0]
    assert json.loads(said)["schema"] == "tracker.status/1"
    assert pipe.is_fifo()
