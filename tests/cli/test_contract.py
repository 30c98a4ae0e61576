"""The JSON that scripts rely on: its keys, its numbers, and the documented sample reproduced."""

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import Result, tracker
from tests.fixtures.small import at, info
from tracker.domain.entries import FiledReturn
from tracker.journal.store import open_for_writing

Ask = Callable[..., Result]

SAMPLE = """
{"schema": "tracker.status/1", "as_of": "2025-03-01", "entries": 3412,
 "campaign": {"id": "cand80", "title": "...", "start": "2024-08-19", "end": "2025-08-19", "day": 195, "days": 366, "days_left": 171},
 "state": "running", "launched": true,
 "phase": {"id": "dot-2", "title": "Đợt 2", "start": "2025-02-04", "end": "2025-05-19", "day": 26, "days": 105, "days_left": 79},
 "criteria": [{"id": "mo-hinh", "title": "Mô hình ANTT", "kind": "count", "direction": "up", "measure": "mô hình",
   "phase":    {"actual": 124, "target": 547, "attainment": 0.2267, "expected": 135.448, "shortfall": 11.448, "days_ahead": -2, "need_per_day": 5.354, "standing": "behind"},
   "campaign": {"actual": 664, "target": 1641, "attainment": 0.4046, "expected": 682.448, "shortfall": 18.448, "days_ahead": -3, "need_per_day": 5.713, "standing": "behind"}}],
 "deadlines": [{"title": "Báo cáo tuần", "due_on": "2025-02-28", "days_left": -1, "covers": {"start": "2025-02-24", "end": "2025-03-02"}, "expected": 573, "returned": 536, "missing": 37},
               {"title": "Báo cáo tuần", "due_on": "2025-03-07", "days_left": 6, "covers": {"start": "2025-03-03", "end": "2025-03-09"}, "expected": 547, "returned": 0, "missing": 547}],
 "alerts": []}
"""
SAMPLE_CAMPAIGN = """
campaigns:
  - id: cand80
    title: "..."
    start: 19/8/2024
    end: 19/8/2025
    units: units.csv
    phases:
      - {id: dot-1, title: Đợt 1, start: 19/8/2024, end: 3/2/2025}
      - {id: dot-2, title: Đợt 2, start: 4/2/2025, end: 19/5/2025}
      - {id: dot-3, title: Đợt 3, start: 20/5/2025, end: 19/8/2025}
    criteria:
      - {id: mo-hinh, title: Mô hình ANTT, kind: count, measure: mô hình, unit_targets: {commune: 1}, per: phase}
    deadlines:
      - {title: Báo cáo tuần, every: friday 16:00, return: weekly}
"""


def _make_sample(folder: Path) -> None:
    """547 communes and, until 28/2, 26 districts; 540 and 124 done in two phases; 536 returns for one week."""
    districts = [f"d{n},,Huyện {n},district,t,28/2/2025" for n in range(26)]
    communes = [f"c{n},,Xã {n},commune,t," for n in range(547)]
    rows = ["id,code,name,level,parent,valid_to", "t,,Tỉnh,province,,", *districts, *communes]
    (folder / "units.csv").write_text("\n".join(rows), encoding="utf-8")
    (folder / "campaigns.yaml").write_text(SAMPLE_CAMPAIGN, encoding="utf-8")
    done = [("1/12/2024", 1)] * 540 + [("10/2/2025", 1)] * 124 + [("20/2/2025", 0)] * 547 + [("1/10/2024", 0)] * 2201
    entries = [f"{day},c{n % 547},mo-hinh,{quantity}" for n, (day, quantity) in enumerate(done)]
    text = "\n".join(["date,unit,criterion,quantity", *entries])
    assert tracker("import", "-", "--today", "2025-03-01", cwd=folder, stdin=text.encode()).code == 0
    store = open_for_writing(folder / "tracker.db", at(1))
    with store.batch(info("submit")) as batch:
        for n in range(536):
            batch.file("cand80", FiledReturn(f"c{n}", date(2025, 2, 24), date(2025, 3, 2), False, at(28, 2)))
    store.close()


def _holds(said: Any, sample: Any) -> bool:
    """Whether a document says what a sample does; it may say more."""
    if isinstance(sample, dict):
        return isinstance(said, dict) and all(name in said and _holds(said[name], one) for name, one in sample.items())
    if isinstance(sample, list):
        return len(said) == len(sample) and all(map(_holds, said, sample))
    return type(said) is type(sample) and bool(said == sample)


def test_the_documented_status(tmp_path: Path) -> None:
    _make_sample(tmp_path)
    said = tracker("status", "--json", "--today", "2025-03-01", cwd=tmp_path).json
    assert _holds(said, json.loads(SAMPLE)), said
    documented = json.loads(SAMPLE)["criteria"][0]["phase"].keys()
    assert said["criteria"][0]["phase"].keys() - documented == {"baseline", "reduction", "flagged", "forecast"}


COMMON = {"schema", "as_of", "entries"}
KEYS: dict[str, tuple[str, set[str]]] = {
    "status --json": (
        "tracker.status/1",
        {*COMMON, "campaign", "state", "launched", "phase", "criteria", "deadlines", "alerts"},
    ),
    "status --all --json": ("tracker.statuses/1", {*COMMON, "campaigns"}),
    "report weekly --json": (
        "tracker.weekly/1",
        {
            *COMMON,
            *("week", "start", "end", "spans", "criteria", "units", "returns", "highlights", "concerns", "deadlines"),
            *("commendations", "voided", "head"),
        },
    ),
    "report final --json": (
        "tracker.review/1",
        {
            *(*COMMON, "kind", "phase", "over", "closed", "start", "end", "spans", "criteria", "returns", "clusters"),
            *("places", "highlights", "commendations", "concerns", "succession", "deadlines", "voided", "head"),
        },
    ),
    "achievements --week 2025-W09 --json": ("tracker.achievements/1", {*COMMON, "achievements"}),
    "units --json": ("tracker.units/1", {*COMMON, "on", "units"}),
    "units --totals --json": ("tracker.totals/1", {*COMMON, "view", "totals", "unallocated"}),
    "units --missing --json": ("tracker.missing/1", {*COMMON, "week", "expected", "actual", "on_time", "missing"}),
    "deadlines --json": ("tracker.deadlines/1", {*COMMON, "deadlines"}),
    "show 1-1 --json": ("tracker.achievement/1", {*COMMON, "id", "unit", "criterion", "quantity", "state"}),
    "where --json": ("tracker.where/1", {*COMMON, "campaigns", "store", "today", "language"}),
    "validate --json": ("tracker.validate/1", {*COMMON, "file", "ok", "findings"}),
}
INSIDE: dict[str, tuple[str, set[str]]] = {
    "achievements --week 2025-W09 --json": (
        "achievements",
        {
            *("id", "date", "unit", "criterion", "quantity", "denominator", "note", "evidence", "ref"),
            *("recorded_at", "recorded_by", "state"),
        },
    ),
    "units --json": ("units", {"id", "code", "name", "level", "parent", "cluster", "valid_from", "valid_to"}),
    "units --totals --json": ("totals", {"unit", "criterion", "phase", "quantity", "denominator"}),
    "units --missing --json": ("missing", {"id", "name", "parent", "last_entry_on"}),
    "deadlines --json": ("deadlines", {"title", "due_on", "due_at", "original_on", "days_left", "kind"}),
    "report weekly --json": ("units", {"id", "name", "week_entries", "last_entry_on", "returned", "on_time"}),
    "report final --json": ("criteria", {"id", "title", "kind", "direction", "measure", "by_span", "previous"}),
    "status --json": ("criteria", {"id", "title", "kind", "direction", "measure", "phase", "campaign"}),
}


@pytest.mark.parametrize("command", KEYS)
def test_keys(ask_demo: Ask, command: str) -> None:
    said = ask_demo(*command.split(), TRACKER_LANG="vi")
    schema, keys = KEYS[command]
    assert (said.code, said.err) == (0, "")
    assert said.json["schema"] == schema
    assert keys <= said.json.keys()
    assert "\\u" not in said.out
    assert said.out.endswith("}\n")
    if command in INSIDE:
        name, inside = INSIDE[command]
        assert said.json[name]
        assert all(inside <= one.keys() for one in said.json[name])


def test_json_is_the_same_in_both_languages(ask_demo: Ask) -> None:
    for command in ("status --json", "report weekly --json", "units --missing --json", "deadlines --json"):
        english, vietnamese = (ask_demo(*command.split(), TRACKER_LANG=lang).out for lang in ("en", "vi"))
        assert english == vietnamese


def test_the_way_of_an_entry(small: Path) -> None:
    """Its receipt, its line in the list and its card say the same."""
    said = tracker(
        *("log", "-u", "CAX An Bình", "-c", "Nước sạch", "-q", "1.234,5", "-d", "5/3", "--note", "bể Đông"),
        *("--evidence", "https://example.org/1", "--ref", "NS-1", "--json", "--today", "2025-03-10"),
        cwd=small,
    )
    assert said.json == {
        "schema": "tracker.receipt/1",
        "id": "1-1",
        "already_there": False,
        "campaign": "xuan",
        "unit": "a",
        "criterion": "nuoc-sach",
        "work": None,
        "date": "2025-03-05",
        "quantity": 1234.5,
        "denominator": None,
        "phase": "dot-1",
        "before": {"unit": 0, "campaign": 0},
        "after": {"unit": 1234.5, "campaign": 1234.5},
        "late": False,
        "marks": [],
        "running_total": None,
    }
    card = tracker("show", "1-1", "--json", "--today", "2025-03-10", cwd=small).json
    (line,) = tracker("ls", "--json", "--today", "2025-03-10", cwd=small).json["achievements"]
    assert {name: card[name] for name in line} == line
    assert (line["note"], line["evidence"], line["ref"]) == ("bể Đông", "https://example.org/1", "NS-1")
    assert (line["recorded_by"], line["state"]) == ("Lan", "current")


def test_a_rate_keeps_its_two_numbers(small: Path) -> None:
    command = ("log", "-u", "a", "-c", "kham-pha", "--json", "--today", "2025-03-10")
    assert tracker(*command, "-q", "94", "--of", "120", cwd=small).code == 0
    said = tracker(*command, "-q", "0", "--of", "0", cwd=small)
    assert said.json["before"]["unit"] == {"numerator": 94, "denominator": 120, "value": 0.7833}
    assert said.json["after"] == said.json["before"]
    status = tracker("status", "--json", "--today", "2025-03-10", cwd=small).json
    assert status["entries"] == 2
    assert status["criteria"][1]["phase"] == {
        "actual": {"numerator": 94, "denominator": 120, "value": 0.7833},
        "target": 0.75,
        "attainment": 1.0444,
        "expected": 0.75,
        "shortfall": 0,
        "days_ahead": None,
        "need_per_day": None,
        "standing": "meeting",
        "baseline": None,
        "reduction": None,
        "flagged": False,
        "forecast": None,
    }


def test_numbers_are_exact(small: Path) -> None:
    for quantity in ("999999999999,99", "0.1", "0,2"):
        tracker("log", "-u", "a", "-c", "nuoc-sach", "-q", quantity, "--today", "2025-03-10", cwd=small)
    listed = tracker("ls", "--json", "--today", "2025-03-10", cwd=small).out
    assert re.findall(r'"quantity": (\S+),', listed) == ["999999999999.99", "0.1", "0.2"]
    said = json.loads(tracker("status", "--json", "--today", "2025-03-10", cwd=small).out, parse_float=Decimal)
    assert said["criteria"][2]["campaign"]["actual"] == Decimal("1000000000000.29")


def test_an_entry_counts_by_its_day_not_by_when_it_was_recorded(small: Path) -> None:
    tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "3", "-d", "5/3", "--today", "2025-04-20", cwd=small)
    for today, entries in (("2025-03-04", 0), ("2025-03-05", 1), ("2025-04-01", 1)):
        assert tracker("status", "--json", "--today", today, cwd=small).json["entries"] == entries


def test_a_submission(small: Path) -> None:
    command = ("submit", "-u", "a", "--nil", "--received", "7/3/2025 15:59", "--json", "--today", "2025-03-10")
    said = tracker(*command, "--week", "last", cwd=small).json
    assert said | {"as_of": "", "entries": 0} == {
        "schema": "tracker.submission/1",
        "as_of": "",
        "entries": 0,
        "id": "1-1",
        "already_there": False,
        "unit": "a",
        "start": "2025-03-03",
        "end": "2025-03-09",
        "nil": True,
        "received_at": "2025-03-07T15:59:00+07:00",
        "on_time": True,
        "exception": None,
        "actual": 1,
        "expected": 4,
    }
    assert tracker(*command, "--week", "last", cwd=small).json["already_there"]
