"""Correcting as an office does it: amend, void, undo, history; and every figure follows."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker

Golden = Callable[[str, str], None]
TODAY = "2025-03-10"
CSV = b"date,unit,criterion,quantity,ref\n5/3/2025,b,mo-hinh,2,K1\n6/3/2025,b,mo-hinh,3,K2\n"
WHY = ("--reason", "gõ nhầm")
LOG = ("log", "-u", "a", "-c", "mo-hinh")


def run(cwd: Path, *arguments: str, **settings: Any) -> Result:
    return tracker(*arguments, cwd=cwd, **{"TRACKER_TODAY": TODAY, **settings})


def done(cwd: Path, *arguments: str, **settings: Any) -> str:
    said = run(cwd, *arguments, **settings)
    assert (said.code, said.err) == (0, ""), said
    return said.out


def figures(cwd: Path) -> list[Any]:
    """What the commands that show figures say, but for what grows: the journal's hash and how many entries were voided."""
    commands = ("status", "status -u d", "report weekly", "units --missing --week 2025-W10", "report weekly -u a")
    said = [run(cwd, *command.split(), "--json").json for command in commands]
    return [{**one, "head": "", "voided": 0} for one in said]


def ids(cwd: Path, *arguments: str) -> dict[str, str]:
    return {one["id"]: one["state"] for one in run(cwd, "ls", "--json", *arguments).json["achievements"]}


@pytest.fixture
def office(small: Path) -> Path:
    """1-1 and 1-2 of one unit, 1-3 of another with a ref, and the first one's return, 1-4."""
    for arguments in (
        (*LOG, "-q", "4"),
        (*LOG, "-q", "1", "-d", "4/3", "--note", "Camera an ninh"),
        ("log", "-u", "b", "-c", "kham-pha", "-q", "3", "--of", "4", "--ref", "R-1"),
        ("submit", "-u", "a", "--week", "2025-W10", "--received", "7/3 15:00"),
    ):
        done(small, *arguments)
    return small


WRITING = {
    "log": (*LOG, "-q", "7", "-d", "1/3"),
    "log with a ref": (*LOG, "-q", "7", "--ref", "R-9"),
    "log a total": (*LOG, "-q", "9", "--set"),
    "log for another unit": ("log", "-u", "c", "-c", "nuoc-sach", "-q", "0,25"),
    "import": ("import", "-"),
    "submit": ("submit", "-u", "b", "--week", "2025-W10"),
    "submit nil": ("submit", "-u", "b", "--week", "2025-W10", "--nil", "--received", "8/3 09:00"),
    "amend the figure": ("amend", "1-1", "-q", "2", *WHY),
    "amend the day": ("amend", "1-2", "-d", "2/3", *WHY),
    "amend the unit": ("amend", "1-1", "-u", "CAX An Bình, Công an huyện Đông", "-c", "nuoc-sach", *WHY),
    "amend a rate": ("amend", "1-3", "--of", "6", *WHY),
    "amend the note": ("amend", "1-2", "--note", "", *WHY),
    "void the only entry of a unit": ("void", "1-3", *WHY),
    "void the last entry of a unit": ("void", "1-1", *WHY),
    "void a return": ("void", "1-4", *WHY),
    "undo": ("undo",),
    "undo an earlier one": ("undo", "3"),
}


@pytest.mark.parametrize("name", WRITING)
def test_an_undo_brings_back_what_status_showed_before(office: Path, name: str) -> None:
    """And a second one brings back what it showed after; a rehearsal of either shows it and changes nothing."""
    before = figures(office)
    stored = (office / "tracker.db").read_bytes()
    assert run(office, *WRITING[name], "-n", stdin=CSV).out.startswith("A rehearsal: nothing was written.\n")
    assert (office / "tracker.db").read_bytes() == stored
    done(office, *WRITING[name], stdin=CSV)
    after = figures(office)
    if name != "amend the note":
        assert after != before
    rehearsed = run(office, "undo", "-n").out.splitlines()
    assert rehearsed[0] == "A rehearsal: nothing was written."
    assert figures(office) == after
    assert done(office, "undo").splitlines() == rehearsed[1:]
    assert figures(office) == before
    done(office, "undo")
    assert figures(office) == after
    done(office, "undo")
    assert figures(office) == before


def test_everything_but_the_list_counts_what_stands(office: Path) -> None:
    """Silent units, last entries, the week's entries, nil returns, all of it."""
    for arguments in (("void", "1-1"), ("void", "1-3"), ("amend", "1-2", "-d", "2/3")):
        done(office, *arguments, *WHY)
    assert ids(office) == {"1-1": "voided", "1-2": "amended", "1-3": "voided", "1-8": "current"}
    late = {"TRACKER_TODAY": "2025-03-30"}
    (alert,) = run(office, "status", "--json", **late).json["alerts"]
    assert (alert["code"], alert["units"], alert["days"]) == ("silent-units", 4, 14)
    weekly = run(office, "report", "weekly", "--week", "2025-W10", "--json").json
    (unit,) = (one for one in weekly["units"] if one["id"] == "a")
    assert (unit["week_entries"], unit["last_entry_on"], weekly["entries"]) == (0, "2025-03-02", 1)
    missing = run(office, "units", "--missing", "--week", "2025-W10", "--json").json["missing"]
    assert {one["id"]: one["last_entry_on"] for one in missing} == {"d": None, "b": None, "c": None}
    assert done(office, "submit", "-u", "a", "--nil") == "1-9\n"  # nothing of this week counts any more
    assert done(office, "ls").splitlines()[-1] == "4 entries, 1 of them counts"


def test_a_list_marks_what_counts_no_more_in_words(office: Path) -> None:
    columns = "Id   Date        Unit                 Criterion    Figure"
    assert done(office, "ls").splitlines()[0] == columns
    assert done(office, "ls").splitlines()[-1] == "3 entries"
    done(office, "amend", "1-1", "-q", "2", *WHY)
    done(office, "void", "1-2", *WHY)
    assert [line.split("  ")[2] for line in done(office, "ls").splitlines()[1:-1]] == ["voided", "amended", "", ""]
    assert "| 1-2 | 04/03/2025 | voided |" in done(office, "ls", "-f", "md")
    listed = csv.DictReader(done(office, "ls", "-f", "csv").splitlines())
    assert [one["state"] for one in listed] == ["voided", "amended", "current", "current"]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_screens(office: Path, golden: Golden, lang: str) -> None:
    commands: tuple[tuple[str, ...], ...] = (
        ("amend", "1-1", "-q", "3", "-d", "9/3", "--note", "Camera an ninh, thôn 3", *WHY, "-n"),
        ("amend", "1-1", "-q", "3", "-d", "9/3", "--note", "Camera an ninh, thôn 3", *WHY),
        ("void", "1-2", "--reason", "ghi trùng với 1-1"),
        ("void", "1-4", "--reason", "nộp nhầm đơn vị"),
        ("history", "1-1"),
        ("show", "1-1"),
        ("show", "1-4"),
        ("ls",),
        ("undo",),
        ("undo",),
        ("history",),
        ("undo", "--list"),
        ("history", "1-4"),
        (*LOG, "-q", "6", "--set"),
        (*LOG, "-q", "6", "--set"),
        (*LOG, "-q", "5", "--set"),
        ("log", "-u", "b", "-c", "mo-hinh", "-q", "5", "--ref", "R-1"),
        ("undo", "1"),
        ("amend", "1-2", "-q", "9", *WHY),
        ("amend", "1-4", "-q", "9", *WHY),
    )
    text = ""
    for one in commands:
        said = run(office, *one, screen=80, TRACKER_LANG=lang)
        text += f"$ tracker {' '.join(one)}\n{said.out}{said.err}\n"
    moment = r"\d\d/\d\d/\d{4} \d\d:\d\d"
    text = re.sub(rf"{moment} · Lan|Lan · {moment}|{moment}(?=  Lan)", _masked, text)
    golden(f"corrections.{lang}.txt", "".join(f"{line.rstrip()}\n" for line in text.splitlines()))


def _masked(found: re.Match[str]) -> str:
    return re.sub(r"\d", "#", found[0])


def test_a_pipe_gets_the_id_alone(office: Path) -> None:
    assert done(office, "amend", "1-1", "-q", "2", *WHY) == "1-6\n"
    assert done(office, "void", "1-6", *WHY) == "1-6\n"
    assert done(office, *LOG, "-q", "6", "--set") == "1-8\n"
    said = run(office, *LOG, "-q", "6", "--set")
    assert (said.code, said.out) == (0, "")
    assert said.err == (
        "warning[set-stands]: the running total of Công an xã An Bình, Mô hình is 6 already; nothing was added\n"
    )
    assert run(office, *LOG, "-q", "6", "--set", "--quiet") == Result(0, "", "")


def test_json_tells_what_changed(office: Path) -> None:
    said = json.loads(done(office, "amend", "1-3", "-q", "2", "--of", "5", *WHY, "--json"))
    assert (said["id"], said["amended"], said["reason"], said["entries"]) == ("1-6", "1-3", "gõ nhầm", 3)
    assert said["changes"] == [
        {"field": "quantity", "before": 3, "after": 2},
        {"field": "denominator", "before": 4, "after": 5},
    ]
    rate = [{"numerator": n, "denominator": d, "value": v} for n, d, v in ((3, 4, 0.75), (2, 5, 0.4))]
    assert said["figures"] == [
        {"campaign": "xuan", "criterion": "kham-pha", "phase": "dot-1", "before": rate[0], "after": rate[1]}
    ]
    said = json.loads(done(office, "undo", "--json"))
    assert (said["number"], said["undone"]["command"], said["about"]["number"]) == (6, "amend 1-3", 5)
    assert (said["taken_back"], said["brought_back"]) == ({"entries": 1, "returns": 0, "events": 0},) * 2
    said = json.loads(done(office, "history", "1-3", "--json"))
    assert (said["id"], said["state"], said["stands"]) == ("1-3", "amended", "1-8")
    assert [(one["what"], one["id"], one["replaced"], one["about"]) for one in said["steps"]] == [
        ("logged", "1-3", None, None),
        ("amended", "1-6", "1-3", None),
        ("undone", "1-8", "1-6", 5),
    ]
    said = json.loads(done(office, "show", "1-3", "--json"))
    assert (said["state"], said["reason"], said["corrected_by"], said["stands"]) == ("amended", "gõ nhầm", "Lan", "1-8")
    assert json.loads(done(office, "show", "1-8", "--json"))["corrected_by"] is None
    assert json.loads(done(office, "show", "1-4", "--json"))["schema"] == "tracker.return/1"
    said = json.loads(done(office, "undo", "--list", "--json"))
    assert [(one["number"], one["undone_by"], one["undoes"]) for one in said["invocations"]][:2] == [
        (6, None, 5),
        (5, 6, None),
    ]
    said = json.loads(done(office, *LOG, "-q", "6", "--set", "--json"))
    assert (said["quantity"], said["running_total"]["before"], said["running_total"]["after"]) == (1, 5, 6)
    again = json.loads(done(office, *LOG, "-q", "6", "--set", "--json"))
    assert (again["id"], again["already_there"], again["running_total"]["before"]) == (None, True, 6)


@pytest.mark.parametrize(
    ("arguments", "code", "problems"),
    [
        (("amend", "1-1", *WHY), 2, ["amends-nothing"]),
        (("amend", "1-1", "-q", "4", "-u", "CAX An Bình", *WHY), 2, ["amends-nothing"]),
        (("amend", "1-1", "-q", "5"), 2, []),
        (("amend", "1-1", "-q", "5", "--reason", " "), 2, ["reason-missing"]),
        (("amend", "1-1", "-q", "x", "-d", "11/3/2025", "--of", "2", *WHY), 1, ["future-day", "bad-quantity", "denominator-not-taken"]),
        (("amend", "1-9", "-q", "5", *WHY), 3, ["entry-not-found"]),
        (("amend", "2-1", "-q", "5", *WHY), 3, ["entry-not-found"]),
        (("amend", "42", "-q", "5", *WHY), 2, ["bad-entry-id"]),
        (("amend", "1-4", "-q", "5", *WHY), 1, ["return-not-amended"]),
        (("amend", "1-1", "-c", "mohinh", *WHY), 3, ["criterion-not-found"]),
        (("void", "1-1"), 2, []),
        (("void", "1-9", *WHY), 3, ["entry-not-found"]),
        (("void", "1-1", "--reason", "x" * 2001), 1, ["text-too-long"]),
        (("undo", "9"), 3, ["invocation-not-found"]),
        (("undo", "x"), 2, []),
        (("history", "1-9"), 3, ["entry-not-found"]),
        (("show", "1-9"), 3, ["entry-not-found"]),
        ((*LOG, "-q", "4", "--set", "-d", "10/3"), 1, ["set-falls"]),
    ],
)  # fmt: skip
def test_slips(office: Path, arguments: tuple[str, ...], code: int, problems: list[str]) -> None:
    before = (office / "tracker.db").read_bytes()
    for lang in ("vi", "en"):
        said = run(office, *arguments, TRACKER_LANG=lang).refused(code, *problems)
        assert "{" not in said.err
    assert (office / "tracker.db").read_bytes() == before


@pytest.mark.parametrize("arguments", [("undo",), ("undo", "-n"), ("undo", "--json")])
def test_where_nothing_was_recorded_nothing_can_be_undone(small: Path, arguments: tuple[str, ...]) -> None:
    run(small, *arguments).refused(3, "nothing-to-undo")
    assert done(small, "undo", "--list") == "Nothing has been recorded yet.\n"
    assert done(small, "history") == "Nothing has been corrected yet.\n"
    assert json.loads(done(small, "history", "--json"))["steps"] == []
    run(small, "void", "1-1", *WHY).refused(3, "entry-not-found")
    assert not (small / "tracker.db").exists()


def test_an_undone_import_is_corrected_and_sent_again(small: Path) -> None:
    (small / "ket-qua.csv").write_bytes(CSV)
    shown = run(small, "import", "ket-qua.csv", screen=80).out
    assert shown.splitlines()[-1] == "  Undo: tracker undo"
    lines = run(small, "undo", screen=80).out.splitlines()
    assert lines[0] == "✔ Undone: import ket-qua.csv, 2 entries"
    assert lines[1].startswith("  invocation 1 · Lan · ")
    assert lines[2:] == ["  Mô hình, Đợt 1: 5 → 0/31 (0%), 5 → 10 short of the plan", "  Redo: tracker undo"]
    (small / "ket-qua.csv").write_bytes(CSV.replace(b",3,K2", b",4,K2"))
    done(small, "import", "ket-qua.csv")
    assert run(small, "status", "--json").json["criteria"][0]["phase"]["actual"] == 6
    run(small, "undo", "2").refused(1, "undo-blocked", "ref-in-the-way", "ref-in-the-way")


def test_a_voided_import_is_not_brought_back_by_sending_it_again(small: Path) -> None:
    done(small, "import", "-", stdin=CSV)
    done(small, "void", "1-1", *WHY)
    said = run(small, "import", "-", "--json", stdin=CSV).json
    assert (said["written"], said["already_there"]) == (0, 2)
    said = run(small, "log", "-u", "b", "-c", "mo-hinh", "-q", "2", "-d", "5/3", "--ref", "K1")
    assert (said.code, said.out) == (0, "1-1\n")
    assert said.err.startswith("warning[ref-corrected]: ref K1 is already there as 1-1 (voided since); nothing was")
    said = run(small, "log", "-u", "b", "-c", "mo-hinh", "-q", "3", "-d", "5/3", "--ref", "K1").refused(
        1, "ref-differs"
    )
    assert "(voided since): Công an xã Hòa Bình [b] · Mô hình · 5/3/2025 · 2; this says" in said.err


def test_who_corrects(office: Path) -> None:
    done(office, "amend", "1-1", "-q", "2", *WHY, "--by", "Hoa")
    done(office, "void", "1-2", *WHY, TRACKER_USER="Tư")
    done(office, "undo", TRACKER_USER="", USER="may-3")
    steps = run(office, "history", "--json").json["steps"]
    assert [one["invocation"]["recorded_by"] for one in steps] == ["may-3", "Tư", "Hoa"]
    run(office, "amend", "1-1", "-q", "3", *WHY).refused(1, "entry-replaced")
    said = run(office, "void", "1-1", *WHY, "--lang", "vi")
    assert said.err.startswith("lỗi[entry-replaced]: 1-1 không còn được tính; thay bằng 1-6\n")


def test_hints_name_the_store_that_was_written(office: Path) -> None:
    shutil.copytree(office, office / "other place")
    said = run(office, *LOG, "-q", "1", "--db", "other place/tracker.db", screen=80)
    assert said.out.splitlines()[-1] == '  Undo: tracker undo --db "other place/tracker.db"'


def test_entries_of_a_campaign_that_is_defined_no_more(tmp_path: Path) -> None:
    folder = define(tmp_path, "xuan", "he")
    for campaign in ("xuan", "he", "he"):
        done(folder, *LOG, "-q", "5", "-C", campaign)
    before = run(folder, "status", "-C", "he", "-u", "a", "--json").json
    define(tmp_path, "xuan")
    run(folder, "amend", "1-2", "-q", "2", *WHY).refused(1, "campaign-undefined")
    assert done(folder, "void", "1-2", *WHY) == "1-2\n"
    assert "he" in done(folder, "show", "1-2")
    done(folder, "void", "1-3", *WHY)
    done(folder, "undo")
    define(tmp_path, "xuan", "he")
    after = run(folder, "status", "-C", "he", "-u", "a", "--json").json
    assert (after["entries"], after["criteria"][0]["phase"]["actual"]) == (1, 5)
    done(folder, "undo", "4")
    assert run(folder, "status", "-C", "he", "-u", "a", "--json").json == before


def test_entries_dated_after_a_running_total_are_told(office: Path) -> None:
    said = run(office, *LOG, "-q", "3", "--set", "-d", "5/3")
    assert (said.code, said.out) == (0, "1-5\n")
    assert said.err.startswith("warning[set-later]: Công an xã An Bình has entries of Mô hình after 5/3/2025 too")


def test_the_list_of_corrections_ends_where_it_would_be_too_long(office: Path) -> None:
    for _ in range(21):
        done(office, "undo")
    assert len(run(office, "history", "--json").json["steps"]) == 20
    assert len(run(office, "history", "--all", "--json").json["steps"]) == 21
    assert len(run(office, "undo", "--list", "--json").json["invocations"]) == 20
