"""Every JSON document that a command prints, in every state of a campaign, against its published schema."""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker
from tests.conftest import ROOT
from tests.fixtures.contest import make_contest, said

Ask = Callable[..., Result]

SCHEMAS = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "docs" / "schemas").iterdir()}
NAMES = {schema["title"]: schema for schema in SCHEMAS.values()}
READING = (
    "status",
    "status --all",
    "units",
    "units --missing",
    "units --totals",
    "units --tree --view as-of",
    "units --lineage",
    "returns --per unit",
    "quality",
    "achievements",
    "deadlines",
    "concern list --all",
    *("commend list", "commend awards"),
    "score list",
    "targets list",
    "rank",
    *(f"export --what {what}" for what in ("achievements", "units", "totals", "journal")),
    "report weekly",
    "report weekly --week last",
    "report final",
    "where",
    "validate",
    "remind --within 30d",
)
STATES = """\
campaigns:
  - id: khong-dot
    title: No phases, no deadlines, no targets
    start: 1/3/2025
    end: 30/4/2025
    units: units.csv
    criteria:
      - {id: so, title: Số, kind: count, decimals: 3}
      - {id: ty-le, title: Tỷ lệ, kind: rate, measure: người/xã, target: 6.61}
  - id: co-khoang-trong
    title: Days between phases, every kind of target
    launched_on: 5/3/2025
    start: 1/3/2025
    end: 30/4/2025
    units: units.csv
    phases:
      - {id: p1, title: P1, start: 1/3/2025, end: 10/3/2025}
      - {id: p2, title: P2, start: 21/3/2025, end: 20/4/2025}
    criteria:
      - {id: moi-xa, title: Mỗi xã, kind: count, unit_targets: {commune: 1}}
      - {id: tung-dot, title: Từng đợt, kind: count, targets: {p1: 3}}
      - {id: bang-0, title: Bằng 0, kind: count, target: 0}
      - {id: phan-tram, title: Phần trăm, kind: rate, target: 75%}
    deadlines:
      - {title: Tuần, every: friday 16:00, return: weekly}
      - {title: Nhắc, every: monday 08:00}
      - {title: Sơ kết, due: 15/3/2025}
"""
CHECKER = FormatChecker(formats=())


@CHECKER.checks("date", raises=ValueError)
def _is_day(value: object) -> bool:
    return not isinstance(value, str) or str(date.fromisoformat(value)) == value


@CHECKER.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or ("T" in value and datetime.fromisoformat(value).tzinfo is not None)


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(NAMES[name], format_checker=CHECKER)


def wrong(document: Any) -> list[str]:
    return [f"{one.json_path}: {one.message}" for one in validator(document["schema"]).iter_errors(document)]


def check(folder: Path, command: str, today: str) -> str:
    """Run a command and check what it prints; return the name of the document, "" where it printed none."""
    said = tracker(*shlex.split(command), "--json", "--today", today, cwd=folder)
    assert said.code in (0, 1, 3), (command, said)
    if not said.out:
        return ""
    assert wrong(said.json) == [], (command, today)
    return str(said.json["schema"])


def fill(folder: Path) -> Iterator[str]:
    """Log, import and file in a folder with small campaigns, and yield what was printed."""
    today = "2025-03-10"
    (folder / "good.csv").write_text("date,unit,criterion,quantity,ref\n6/3/2025,b,mo-hinh,1,A\n", encoding="utf-8")
    (folder / "bad.csv").write_text("date,unit,criterion,quantity\n6/3/2025,x,mo-hinh,-1\n7,8\n", encoding="utf-8")
    (folder / "other.md").write_text("journal 0123456789abcdef", encoding="utf-8")
    for command in (
        "report verify other.md",
        "log -u a -c mo-hinh -q 1 -n",
        "log -u a -c mo-hinh -q 1 --ref R",
        "log -u a -c mo-hinh -q 1 --ref R",
        "log -u b -c kham-pha -q 3 --of 4",
        "log -u b -c kham-pha -q 0 --of 0",
        "log -u b -c nuoc-sach -q 0,25 --note x --evidence http://y",
        *("import good.csv -n", "import good.csv", "import good.csv", "import bad.csv"),
        *("submit -u a -n", "submit -u a --week last", "submit -u a --week last", "submit -u b --nil --week 2025-W09"),
        "log -u a -c mo-hinh -q 5 --set",
        "log -u a -c mo-hinh -q 5 --set",
        *("amend 1-1 -q 2 -d 5/3 --note x --reason y -n", "amend 1-1 -q 2 -d 5/3 --note x --reason y"),
        *("undo --list", "undo -n", "undo", "undo", "void 1-2 --reason y", "void 1-6 --reason y", "undo 4"),
        *("undo --list", "history", "history --all", "history 1-1", "history 1-6", "show 1-6"),
        *(
            "roster rename a --name X --on 2025-03-05 --basis y -n",
            "roster reparent a --cluster C --on 2025-03-05 --basis y",
        ),
        "undo",
        *("fsck", "backup b.db -n", "backup b.db", "restore b.db -n", "restore b.db --yes", "fsck --full"),
        *("status --known-at 2025-03-10", "report weekly --known-at 2025-03-10"),
        *("show 1-1", "show 1-2", "achievements -u d", "units d", "status -u a", "status -u d", "report weekly -u d"),
    ):
        yield check(folder, command, today)
    marked = tracker("log", *shlex.split("-u a -c mo-hinh -q 1 --model"), "--today", today, cwd=folder).out.strip()
    for command in (
        *("log -u a -c mo-hinh -q 1 --highlight --model", f"highlight {marked} -n", f"highlight {marked}"),
        *(f"highlight {marked}", f"show {marked}", "report weekly", "report weekly -u d", "report final"),
    ):
        yield check(folder, command, today)
    add = "concern add -u a --field x y --ref C --raised-on 5/3"
    id_ = tracker(*shlex.split(add), "--today", today, cwd=folder).out.strip()
    for command in (
        *(f"{add} -n", add, f"concern answer {id_} z -n", f"concern answer {id_} --passed-up-to z", f"show {id_}"),
        *("concern list", "report weekly", f"history {id_}", f"void {id_} --reason y", "undo"),
    ):
        yield check(folder, command, today)


def commend(folder: Path) -> Iterator[str]:
    """Propose and decide commendations, name who gets them, write the papers, and yield what was printed."""
    today = "2025-03-10"
    (folder / "khen.csv").write_text("date,award,collectives\n5/3/2025,Giấy khen,1\n", encoding="utf-8")
    propose = tracker(*shlex.split("commend add giay-khen --individuals 2 --proposal"), "--today", today, cwd=folder)
    id_ = propose.out.split()[-1]
    for command in (
        *(
            "commend import khen.csv -n",
            "commend import khen.csv",
            "commend add bang-khen --collectives 1 --date 5/3 -n",
        ),
        *("commend proposal", f"commend name {id_} --collective X", f"commend decide {id_} --number 5 --date 9/3"),
        *(
            f"commend annex {id_}",
            "commend list",
            f"show {id_}",
            f"history {id_}",
            "report weekly",
            "report final",
            "fsck",
        ),
    ):
        yield check(folder, command, today)


def close(folder: Path) -> Iterator[str]:
    """Close a phase, record something late, and open it again, and yield what was printed."""
    late = "log -u a -c mo-hinh -q 1 -d 5/3 --late x"
    for command in (
        *("close dot-1 -n", "close dot-1 --yes", "close dot-1", f"{late} -n", late, "achievements --late"),
        *("history", "status", "report weekly", "report weekly --week 2025-W10", "fsck", "rank --phase dot-1"),
        *("report phase dot-1", "report phase dot-1 -u a", "report phase dot-2", "report final"),
        *("reopen dot-1 --reason x -n", "reopen dot-1 --reason x", "reopen dot-1 --reason x"),
    ):
        yield check(folder, command, "2025-04-05")


def test_the_documents_of_scores_and_ranks(tmp_path: Path) -> None:
    contest, today = make_contest(tmp_path / "contest"), "2025-05-05"
    for command in (
        *(
            "rank",
            "rank --phase dot-1",
            "rank --cluster 'Cụm 1'",
            "commend recipients --phase dot-1",
            "explain a",
            "explain c",
            "explain dong",
        ),
        *(
            "explain a -c hoat-dong",
            "score set a -c mo-hinh 5 -n",
            "score set a -c mo-hinh 5",
            "score list",
            "score list a",
        ),
        *("score justify a -c mo-hinh x", "score review a -c mo-hinh 5 --final --reason x", "explain a", "show 1-277"),
    ):
        assert check(contest, command, today), command
    said(contest, "close", "dot-1", "--yes")
    ranked = ("rank --phase dot-1", "report phase dot-1", "report final", "report final -u dong")
    for command in (*ranked, "explain a --phase dot-1", "explain a -c mo-hinh --phase dot-1"):
        assert check(contest, command, today), command


def test_every_document_in_every_state(tmp_path: Path) -> None:
    """Before, running, on the last day and after; with an empty store and a filled one."""
    folder = define(tmp_path)
    days = ("2025-02-20", "2025-03-01", "2025-03-10", "2025-04-01", "2025-04-30", "2025-05-10")
    seen = {check(folder, command, today) for command in READING for today in days}
    assert not (folder / "tracker.db").exists()
    seen |= set(fill(folder)) | set(commend(folder)) | set(close(folder))
    seen |= {check(folder, command, today) for command in READING for today in days}
    (folder / "chi-tieu.csv").write_text("unit,criterion,phase,target\na,mo-hinh,dot-1,3\n", encoding="utf-8")
    seen.add(check(folder, "targets import chi-tieu.csv -n", "2025-03-10"))
    assert (
        seen - {""} | {"tracker.explain/1", "tracker.scored/1", "tracker.recipients/1"} == NAMES.keys()
    )  # those three: of a campaign with scores


def test_campaigns_without_phases_and_deadlines_and_days_between(tmp_path: Path) -> None:
    folder = define(tmp_path)
    (folder / "campaigns.yaml").write_text(STATES, encoding="utf-8")
    for command in ("log -u a -c so -q 0,125", "log -u a -c ty-le -q 7 --of 1", "log -u a -c moi-xa -q 1"):
        assert check(folder, command, "2025-03-05") == "tracker.receipt/1"
    assert check(folder, "log -u b -c phan-tram -q 1 --of 2", "2025-03-15") == "tracker.receipt/1"
    seen: dict[str, set[str]] = {}
    for campaign in ("khong-dot", "co-khoang-trong"):
        for today in ("2025-02-20", "2025-03-02", "2025-03-08", "2025-03-15", "2025-04-10", "2025-04-25", "2025-05-10"):
            said = tracker("status", "-C", campaign, "--json", "--today", today, cwd=folder).json
            seen.setdefault(campaign, set()).add(said["state"])
            for command in READING:
                check(folder, f"{command} -C {campaign}" if command not in ("where", "validate") else command, today)
    assert seen == {
        "khong-dot": {"before", "running", "ended"},
        "co-khoang-trong": {"before", "running", "between", "ended"},
    }


@pytest.mark.parametrize("today", ["2025-03-01", "2025-08-20"])
def test_the_sandbox(demo: Path, today: str) -> None:
    for command in (*READING, "achievements --week 2025-W09", "status -u th-395", "report weekly --week 2025-W06"):
        if command != "achievements":
            check(demo, command, today)


def test_findings(tmp_path: Path) -> None:
    """A wrong definition, and one that only warns; what cannot be known is null, never left out."""
    folder = define(tmp_path)
    good = (folder / "campaigns.yaml").read_text(encoding="utf-8")
    for text, ok in (("", False), ("x: [", False), (good.replace("30/4", "31/4"), False), (good + "\n", True)):
        (folder / "campaigns.yaml").write_text(text, encoding="utf-8")
        said = tracker("validate", "--json", "--today", "2025-03-10", cwd=folder)
        assert wrong(said.json) == []
        assert (said.json["ok"], said.json["as_of"], said.json["entries"]) == (ok, "2025-03-10", 0 if ok else None)
        where = tracker("where", "--json", "--today", "2025-03-10", cwd=folder)
        assert (where.code, where.err, wrong(where.json)) == (0, "", [])
        assert (where.json["as_of"], where.json["entries"]) == ("2025-03-10", 0 if ok else None)
    (folder / "campaigns.yaml").write_text(good.replace("start: 1/4/2025", "start: 2/4/2025"), encoding="utf-8")
    said = tracker("validate", "--json", cwd=folder)
    assert (said.code, wrong(said.json), said.json["findings"][0]["severity"]) == (0, [], "warning")


def test_what_a_store_counts(tmp_path: Path) -> None:
    """`where` and `validate` count as the campaigns do, and a store that cannot be read hides only that."""
    folder = define(tmp_path, "xuan", "he")
    for campaign in ("xuan", "he", "he"):
        tracker("log", "-C", campaign, *["-u", "a", "-c", "mo-hinh", "-q", "1", "--today", "2025-03-10"], cwd=folder)
    for command in ("where", "validate", "validate ."):
        said = [tracker(*command.split(), "--json", "--today", day, cwd=folder) for day in ("2025-03-09", "2025-03-10")]
        assert [one.json["entries"] for one in said] == [0, 3]
    (folder / "tracker.db").write_text("no store", encoding="utf-8")
    for command in ("where", "validate"):
        answer = tracker(*command.split(), "--json", cwd=folder)
        assert (answer.code, answer.err, answer.json["entries"], wrong(answer.json)) == (0, "", None, [])


def test_what_is_left_out_or_of_another_type_is_wrong(ask_demo: Ask) -> None:
    good = ask_demo("status", "--json").json
    assert wrong(good) == []
    assert wrong({**good, "more": 1}) == []
    assert wrong({name: value for name, value in good.items() if name != "state"})
    assert wrong({**good, "state": "asleep"})
    assert wrong({**good, "as_of": "1/3/2025"})
    assert wrong({**good, "entries": "3412"})
    criterion = good["criteria"][0]
    assert wrong({**good, "criteria": [{**criterion, "campaign": {**criterion["campaign"], "target": "1641"}}]})


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_asks_for_every_key_and_forbids_none(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["description"].startswith("`tracker ")
    for shape in (schema, *schema.get("$defs", {}).values()):
        if "properties" in shape:
            assert sorted(shape["required"]) == sorted(shape["properties"])
            assert "additionalProperties" not in shape


def test_every_document_has_a_schema_and_a_line_in_the_list() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tracker").rglob("*.py")]
    named = {name for text in sources for name in re.findall(r"\btracker\.[a-z-]+/\d+\b", text)}
    listed = re.findall(
        r"^\| \[`(.*?)`\]\(schemas/(.*?)\)", (ROOT / "docs" / "json.md").read_text("utf-8"), re.MULTILINE
    )
    assert named == NAMES.keys() == dict(listed).keys()
    assert {file: SCHEMAS[file]["title"] for _, file in listed} == {file: name for name, file in listed}
