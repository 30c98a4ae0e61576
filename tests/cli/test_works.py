"""Named works of milestones in entries: each done once, on its day, and in every figure of its criterion."""

import csv
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import Result, tracker
from tests.cli.terminal import terminal
from tests.cli.test_completion import values
from tests.cli.test_documents import wrong
from tests.cli.test_template import strings

Golden = Callable[[str, str], None]
TODAY = "2025-05-10"
WHY = ("--reason", "gõ nhầm")
CAMPAIGN = """\
campaigns:
  - id: xuan
    title: Thi đua mùa xuân
    start: 1/1/2025
    end: 31/12/2025
    units: units.csv
    lineage: lineage.csv
    phases:
      - {id: dot-1, title: Đợt 1, start: 1/1/2025, end: 30/6/2025}
      - {id: dot-2, title: Đợt 2, start: 1/7/2025, end: 31/12/2025}
    criteria:
      - {id: mo-hinh, title: Mô hình, kind: count, measure: mô hình}
      - {id: tru-so, title: Trụ sở mô hình mới, kind: milestone, measure: trụ sở, max_points: 10}
      - {id: tru-so-cu, title: Trụ sở sửa chữa, kind: milestone, measure: trụ sở}
    deadlines:
      - {title: Báo cáo tuần, every: friday 16:00, return: weekly}
"""
UNITS = """\
id,code,name,level,parent,valid_from,valid_to
t,1,Công an tỉnh,province,,,
a,11,Công an xã An Bình,commune,t,,
b,12,Công an xã Bình Minh,commune,t,,
c,13,Công an xã Cẩm Tú,commune,t,,30/6/2025
d,14,Công an xã Dân Lý,commune,t,,
"""
LINEAGE = "date,kind,from,to,share,basis\n1/7/2025,merge,c,b,,NQ 1\n"
WORKS = """\
id,criterion,unit,title,planned
w1,tru-so,a,Trụ sở An Bình,28/2/2025
w2,tru-so,a,Trụ sở An Bình khu Đông,30/4/2025
w3,tru-so,b,Trụ sở Bình Minh,30/9/2025
w4,tru-so,c,Trụ sở Cẩm Tú,
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A campaign whose milestone has four named works, one of them of a unit that another takes in on 1/7."""
    files = {"campaigns.yaml": CAMPAIGN, "units.csv": UNITS, "lineage.csv": LINEAGE, "xuan-works.csv": WORKS}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def ask(folder: Path, *arguments: str, **settings: Any) -> Result:
    return tracker(*arguments, cwd=folder, **{"TRACKER_TODAY": TODAY, **settings})


def done(folder: Path, *arguments: str, **settings: Any) -> str:
    found = ask(folder, *arguments, **settings)
    assert found.code == 0, found.err
    return found.out


def log(folder: Path, unit: str, criterion: str, day: str, *others: str, **settings: Any) -> Result:
    return ask(folder, "log", "-u", unit, "-c", criterion, "-d", day, *others, **settings)


def figure(folder: Path, *arguments: str, within: str = "campaign", **settings: Any) -> Any:
    """What status says of the milestone."""
    document = json.loads(done(folder, "status", "--json", *arguments, **settings))
    return next(one[within]["actual"] for one in document["criteria"] if one["id"] == "tru-so")


def works(folder: Path, *arguments: str, **settings: Any) -> dict[str, tuple[str | None, bool]]:
    listed = json.loads(done(folder, "targets", "list", "--json", *arguments, **settings))["works"]
    return {one["id"]: (one["done_on"], one["late"]) for one in listed}


@pytest.mark.parametrize("text", ["tru-so/w1", "tru-so/Trụ sở An Bình", "mo hinh moi/w1", "tru-so / tru so an binh "])
def test_a_work_is_named_after_its_criterion(office: Path, text: str) -> None:
    """By its id, its title or a part of it, as the criterion is; it counts 1 without a quantity."""
    assert log(office, "a", text, "20/2/2025").out == "1-1\n"
    (entry,) = json.loads(done(office, "ls", "--json"))["achievements"]
    assert (entry["criterion"], entry["work"], entry["quantity"]) == ("tru-so", "w1", 1)
    assert figure(office) == 1
    assert works(office)["w1"] == ("2025-02-20", False)


def test_a_part_of_a_title_that_one_work_has(office: Path) -> None:
    assert log(office, "a", "tru-so/khu dong", "2/5/2025", "-q", "1").code == 0
    assert works(office) == {"w1": (None, True), "w2": ("2025-05-02", True), "w3": (None, False), "w4": (None, False)}
    log(office, "a", "tru-so/an b", "2/5/2025").refused(2, "work-ambiguous")


@pytest.mark.parametrize(
    ("unit", "criterion", "quantity", "code", "problem"),
    [
        ("a", "tru-so/w9", "1", 3, "work-not-found"),
        ("a", "tru-so/", "1", 1, "field-missing"),
        ("a", "mo-hinh/w1", "1", 1, "work-not-milestone"),
        ("a", "nothing/w1", "1", 3, "criterion-not-found"),
        ("b", "tru-so-cu/w1", "1", 3, "work-not-found"),
        ("b", "tru-so/w1", "1", 1, "work-of-another"),
        ("t", "tru-so/w1", "1", 1, "work-of-another"),
        ("a", "tru-so/w1", "2", 1, "work-is-one"),
        ("a", "tru-so/w1", "0", 1, "work-is-one"),
        ("a", "tru-so", "1", 2, "work-not-named"),
    ],
)
def test_what_is_not_so(office: Path, unit: str, criterion: str, quantity: str, code: int, problem: str) -> None:
    log(office, unit, criterion, "20/2/2025", "-q", quantity).refused(code, problem)
    assert not (office / "tracker.db").exists()


def test_a_quantity_is_still_asked_of_everything_else(office: Path) -> None:
    said = log(office, "a", "mo-hinh", "20/2/2025")
    assert (said.code, said.err.splitlines()[0]) == (2, "error: Missing option '--quantity' / '-q'.")
    assert take(office, "date,unit,criterion,quantity\n20/2/2025,a,mo-hinh,\n").code == 1


def test_a_unit_without_named_works_enters_numbers_beside_them(office: Path) -> None:
    """The last of them is what it has; the named works of others come on top."""
    assert log(office, "d", "tru-so", "1/2/2025", "-q", "3").code == 0
    assert log(office, "d", "tru-so", "1/3/2025", "-q", "2").code == 0
    assert log(office, "a", "tru-so/w1", "20/2/2025").code == 0
    assert [figure(office), figure(office, "-u", "d"), figure(office, "-u", "a")] == [3, 2, 1]


def test_a_work_counts_once(office: Path) -> None:
    """On whatever day it is entered again; taken back, it can be entered anew."""
    log(office, "a", "tru-so/w1", "20/2/2025")
    again = log(office, "a", "tru-so/w1", "22/2/2025").refused(1, "work-done")
    assert "Trụ sở An Bình was done on 20/2/2025" in again.err
    assert log(office, "a", "tru-so/w1", "22/2/2025", "-n").code == 1
    done(office, "void", "1-1", *WHY)
    assert (figure(office), works(office)["w1"]) == (0, (None, True))
    assert log(office, "a", "tru-so/w1", "3/3/2025").code == 0
    assert (figure(office), works(office)["w1"]) == (1, ("2025-03-03", True))
    assert [one["id"] for one in json.loads(done(office, "ls", "-c", "tru-so/w1", "--json"))["achievements"]] == [
        "1-1",
        "1-3",
    ]
    ask(office, "undo", "2").refused(1, "work-done")


def test_a_ref_stands_for_its_work(office: Path) -> None:
    assert log(office, "a", "tru-so/w1", "20/2/2025", "--ref", "K1").code == 0
    assert log(office, "a", "tru-so/w1", "20/2/2025", "--ref", "K1", "--json").json["already_there"]
    log(office, "a", "tru-so/w2", "20/2/2025", "--ref", "K1").refused(1, "ref-differs")


def test_a_total_of_a_work_is_the_work(office: Path) -> None:
    assert log(office, "a", "tru-so/w1", "20/2/2025", "--set").code == 0
    assert log(office, "a", "tru-so/w2", "21/2/2025", "--set").code == 0
    assert "warning[set-stands]" in log(office, "a", "tru-so/w1", "25/2/2025", "--set").err
    assert figure(office) == 2


def test_amending_goes_from_work_to_work(office: Path) -> None:
    log(office, "a", "tru-so/w1", "20/2/2025")
    done(office, "amend", "1-1", "-d", "21/2/2025", *WHY)
    assert works(office)["w1"] == ("2025-02-21", False)
    done(office, "amend", "1-3", "-c", "tru-so/w2", *WHY)
    assert (works(office)["w1"][0], works(office)["w2"][0]) == (None, "2025-02-21")
    ask(office, "amend", "1-5", "-q", "2", *WHY).refused(1, "work-is-one")
    log(office, "a", "tru-so/w1", "1/3/2025")
    ask(office, "amend", "1-6", "-c", "tru-so/w2", *WHY).refused(1, "work-done")
    ask(office, "undo", "3").refused(1, "work-done")  # w1 has been entered anew
    done(office, "void", "1-6", *WHY)
    done(office, "undo", "3")
    assert (works(office)["w1"][0], works(office)["w2"][0], figure(office)) == ("2025-02-21", None, 1)


def test_a_number_becomes_a_work(office: Path) -> None:
    """A number that was entered before the works had names."""
    (office / "xuan-works.csv").rename(office / "later.csv")
    log(office, "a", "tru-so", "20/2/2025", "-q", "1")
    log(office, "a", "tru-so", "25/2/2025", "-q", "2")
    (office / "later.csv").rename(office / "xuan-works.csv")
    assert figure(office) == 2
    done(office, "amend", "1-2", "-c", "tru-so/w2", *WHY)
    done(office, "amend", "1-1", "-c", "tru-so/w1", *WHY)
    assert figure(office) == 2
    assert works(office, "-u", "a") == {"w1": ("2025-02-20", False), "w2": ("2025-02-25", False)}


def test_a_phase_holds_what_stands_at_its_end(office: Path) -> None:
    log(office, "a", "tru-so/w1", "20/2/2025")
    log(office, "b", "tru-so/w3", "5/7/2025", TRACKER_TODAY="2025-07-06")
    late = {"TRACKER_TODAY": "2025-07-06"}
    assert [figure(office, within=one, **late) for one in ("phase", "campaign")] == [2, 2]
    assert figure(office) == 1
    assert works(office)["w3"] == (None, False)


def test_a_work_goes_with_its_unit_to_the_heir(office: Path) -> None:
    """Done before or after the merger, entered by whoever lives; the heir's own entries drop nothing of it."""
    late = {"TRACKER_TODAY": "2025-07-10"}
    log(office, "b", "tru-so/w4", "20/6/2025", **late).refused(1, "work-of-another")
    log(office, "a", "tru-so/w4", "8/7/2025", **late).refused(1, "work-of-another")
    assert log(office, "c", "tru-so/w4", "20/6/2025", **late).code == 0
    assert log(office, "b", "tru-so/w3", "5/7/2025", **late).code == 0
    assert [figure(office, *some, **late) for some in ((), ("-u", "b"), ("-u", "t"))] == [2, 2, 2]
    done(office, "void", "1-1", *WHY, **late)
    assert log(office, "b", "tru-so/w4", "8/7/2025", **late).code == 0
    assert [figure(office, "-u", "b", "--view", view, **late) for view in ("reported", "as-of")] == [2, 2]


TABLE = """\
date,unit,criterion,quantity,ref
20/2/2025,a,tru-so/w1,,
2/5/2025,a,tru-so/Trụ sở An Bình khu Đông,1,R2
1/3/2025,d,tru-so,4,
"""


def take(folder: Path, text: str, *others: str) -> Result:
    (folder / "entries.csv").write_text(text, encoding="utf-8")
    return ask(folder, "import", "entries.csv", *others)


def test_a_table_names_works(office: Path) -> None:
    assert take(office, TABLE, "--json").json["written"] == 3
    assert figure(office) == 6
    exported = done(office, "export")
    assert [one["criterion"] for one in csv.DictReader(exported.splitlines())] == ["tru-so/w1", "tru-so/w2", "tru-so"]
    (office / "tracker.db").unlink()
    assert take(office, exported, "--json").json["written"] == 3
    assert (figure(office), works(office)["w1"]) == (6, ("2025-02-20", False))


def test_json_lines_name_works(office: Path) -> None:
    lines = [
        {"date": "2025-02-20", "unit": "a", "criterion": "tru-so/w1", "quantity": None},
        {"date": "2025-02-21", "unit": "b", "criterion": "tru-so/w3"},
    ]
    (office / "entries.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in lines), encoding="utf-8")
    assert ask(office, "import", "entries.jsonl", "--json").json["written"] == 2
    assert figure(office) == 2


def test_a_wrong_row_of_a_table_has_its_place(office: Path) -> None:
    """A work that an earlier row or entry has is as wrong as one that is unknown; nothing is written."""
    log(office, "b", "tru-so/w3", "1/5/2025")
    rows = "3/3/2025,a,tru-so/w1,1,\n3/3/2025,b,tru-so/w3,1,\n3/3/2025,a,tru-so/w7,1,\n3/3/2025,a,tru-so,1,\n"
    rejected = take(office, TABLE + rows, "--json").json["rejected"]
    assert [(one["row"], one["column"], one["code"]) for one in rejected] == [
        (5, "criterion", "work-done"), (6, "criterion", "work-done"), (7, "criterion", "work-not-found"),
        (8, "criterion", "work-not-named"),
    ]  # fmt: skip
    assert figure(office) == 1


def test_taken_in_with_rows_that_are_wrong_each_work_is_there_once(office: Path) -> None:
    rows = "3/3/2025,a,tru-so/w1,1,\n"
    assert ask(office, "import", "--help").code == 0
    assert take(office, TABLE + rows, "--rejected", "wrong.csv").code == 1
    assert (figure(office), works(office)["w1"][0]) == (6, "2025-02-20")


def test_what_was_known_at_a_moment(office: Path) -> None:
    """A store that knew nothing yet knows of no work."""
    log(office, "a", "tru-so/w1", "20/2/2025")
    before = ("--known-at", "2025-01-01")
    assert (figure(office, *before), works(office, *before)["w1"]) == (0, (None, True))


def test_every_reader_counts_works_with_their_criterion(office: Path) -> None:
    log(office, "a", "tru-so/w1", "20/2/2025")
    log(office, "a", "tru-so/w2", "8/5/2025")
    log(office, "b", "tru-so/w3", "9/5/2025")
    totals = json.loads(done(office, "units", "--totals", "--json"))["totals"]
    assert {one["unit"]: one["quantity"] for one in totals if one["criterion"] == "tru-so"} == {"a": 2, "b": 1}
    (week,) = [one for one in ask(office, "report", "weekly", "--json").json["criteria"] if one["id"] == "tru-so"]
    assert (week["week"], week["previous_week"], week["campaign"]) == (3, 1, 3)
    assert [one["id"] for one in json.loads(done(office, "ls", "-c", "tru-so", "--json"))["achievements"]] == [
        "1-1",
        "1-2",
        "1-3",
    ]
    (line,) = json.loads(done(office, "explain", "a", "-c", "tru-so", "--json"))["lines"]
    assert (line["actual"]["value"], line["source"]["entries"]) == (2, 2)
    assert [one["work_title"] for one in line["entries"]] == ["Trụ sở An Bình", "Trụ sở An Bình khu Đông"]
    assert "ok" in done(office, "fsck", "--full", "--json")
    assert {one["criterion"] for one in ask(office, "export", "--what", "totals", "--json").json["rows"]} == {"tru-so"}


def test_a_closed_phase_keeps_its_works(office: Path) -> None:
    late = {"TRACKER_TODAY": "2025-07-06"}
    log(office, "a", "tru-so/w1", "20/2/2025")
    done(office, "close", "dot-1", "--yes", **late)
    kept = done(office, "explain", "a", "-c", "tru-so", "--phase", "dot-1", "--json", **late)
    log(office, "a", "tru-so/w2", "2/5/2025", **late).refused(1, "phase-closed")
    assert log(office, "a", "tru-so/w2", "2/5/2025", "--late", "nộp muộn", **late).code == 0
    assert done(office, "explain", "a", "-c", "tru-so", "--phase", "dot-1", "--json", **late) == kept
    assert works(office, **late)["w2"] == ("2025-05-02", True)


def masked(text: str) -> str:
    """A screen without the moment of the recording, the head of the journal and the blanks at the ends of its lines."""
    known = re.sub(r"\d\d/\d\d/\d{4} \d\d:\d\d|[0-9a-f]{16}", "…", text)
    return "".join(f"{line.rstrip()}\n" for line in known.splitlines())


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_screens(office: Path, golden: Golden, lang: str) -> None:
    commands: tuple[tuple[str, ...], ...] = (
        ("log", "-u", "b", "-c", "tru-so/w3", "-d", "9/5/2025", "-n"),
        ("import", "more.csv", "-n"),
        ("log", "-u", "a", "-c", "tru-so/w1", "-d", "20/2/2025"),
        ("log", "-u", "a", "-c", "tru-so", "-q", "2"),
        ("log", "-u", "b", "-c", "tru-so/w1"),
        ("show", "1-1"),
        ("ls",),
        ("history",),
        ("units", "t"),
        ("targets", "list"),
        ("explain", "a", "-c", "tru-so"),
    )
    take(office, TABLE)
    (office / "more.csv").write_text("date,unit,criterion,quantity\n9/5/2025,b,tru-so/w3,\n", encoding="utf-8")
    done(office, "amend", "1-1", "-d", "21/2/2025", "--reason", "ghi nhầm ngày")
    said = []
    for command in commands:
        found = ask(office, *command, TRACKER_LANG=lang, COLUMNS="100")
        said.append(f"$ tracker {' '.join(command)}\n{masked(found.out)}{found.err}")
    golden(f"works.{lang}.txt", "\n".join(said))


@pytest.mark.parametrize(
    "arguments", [("targets", "list"), ("units", "a"), ("ls",), ("show", "1-1"), ("explain", "a", "-c", "tru-so")]
)
def test_documents_follow_their_schema(office: Path, arguments: tuple[str, ...]) -> None:
    log(office, "a", "tru-so/w1", "20/2/2025")
    assert wrong(json.loads(done(office, *arguments, "--json"))) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_a_return_asks_for_works_by_name(office: Path) -> None:
    """Those that are not done yet, one after the other; an empty answer goes on."""
    assert log(office, "a", "tru-so/w1", "20/2/2025").code == 0
    env = {"TRACKER_TODAY": TODAY, "TRACKER_LANG": "en"}
    with terminal([sys.executable, "-m", "tracker", "submit", "-u", "a", "--ask"], office, env) as seen:
        seen.wait(r"Mô hình \(mô hình\), on 10/05/2025 \[–\]: ")
        seen.type("\n")
        seen.wait(r"Trụ sở mô hình mới, done on 10/05/2025, by name \(Trụ sở An Bình khu Đông\) \[–\]: ")
        seen.type("w1\n")
        seen.wait("Trụ sở An Bình was done on 20/2/2025 already")
        seen.type("khu dong\n")
        seen.wait(r"Trụ sở sửa chữa \(trụ sở\), as it stands on 10/05/2025 \[–\]: ")
        seen.type("\n")
        for _each in range(3):
            seen.wait(r"\[–\]: ")
            seen.type("\n")
        seen.wait("1 entry in the period")
        assert seen.finish() == 0
    assert works(office)["w2"] == (TODAY, True)


def test_a_workbook_has_no_column_for_what_all_its_units_enter_by_name(office: Path) -> None:
    for unit in "ad":
        assert ask(office, "template", "-u", unit, "-o", f"{unit}.xlsx").code == 0
    shown = {unit: "Trụ sở mô hình mới" in strings(office / f"{unit}.xlsx") for unit in "ad"}
    assert shown == {"a": False, "d": True}


def test_works_are_offered_to_a_shell(office: Path) -> None:
    assert values(office, "tracker log -c tru-so/") == [f"tru-so/w{number}" for number in range(1, 5)]
    assert values(office, "tracker log -c bìnhminh") == ["tru-so/w3"]
