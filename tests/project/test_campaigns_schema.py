"""The JSON Schema of campaigns.yaml as an editor uses it: it takes what `tracker validate` takes, and sees usual slips."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.conftest import ROOT
from tools.schemas import write_schemas
from tracker.files.campaign_file import read_definition

SCHEMA = json.loads((ROOT / "docs" / "campaigns.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
ROSTER = "id,code,name,level,parent,cluster\nt,1,Tỉnh,province,,\na,10,Xã A,commune,t,cum-1\n"
LINEAGE = "date,kind,from,to\n"
BOOKS = {
    "chi-tieu.csv": "criterion,target\n",
    "cung-ky.csv": "criterion,quantity\n",
    "cong-trinh.csv": "id,criterion,unit,title\n",
}
GOOD = """\
timezone: Asia/Ho_Chi_Minh
campaigns:
  - id: thu
    title: Phong trào thử
    short_title: Thử
    theme: Chủ đề
    motto: Phương châm
    launched_by: Tỉnh
    launched_on: 20/8/2024
    start: 19/8/2024
    end: 2024-10-18
    units: units.csv
    lineage: lineage.csv
    targets: chi-tieu.csv
    baselines: cung-ky.csv
    works: cong-trinh.csv
    pace: workdays
    week_start: friday
    holidays: next
    days_off: [6/9/2024]
    working_days: [2024-09-07]
    phases:
      - {id: dot-1, title: Đợt 1, theme: Một, start: 19/8/2024, end: 17-9-2024}
      - {id: dot-2, title: Đợt 2, start: 2024-09-18, end: "18.10.2024"}
    criteria:
      - {id: so, title: Số, kind: count, measure: cái, direction: up, decimals: 2, target: 1.5, per: phase, max_points: 10}
      - {id: ty-le, title: Tỷ lệ, kind: rate, of: events, over_100: true, target: 75%}
      - {id: tung-dot, title: Từng đợt, kind: count, targets: {dot-1: 60, dot-2: "1.000"}}
      - {id: tung-xa, title: Từng xã, kind: count, unit_targets: {commune: 1}}
      - {id: giam, title: Giảm, kind: rate, direction: down, target: 5%, baselines: {dot-1: 94/120}, not_assigned: [a]}
      - {id: tran, title: Trần, kind: count, ceiling: 20, changes: [{from: 1/9/2024, ceiling: 15, reason: Bổ sung}]}
      - {id: cung-ky, title: Cùng kỳ, kind: count, direction: down, baseline: 120}
    deadlines:
      - {title: Báo cáo tuần, every: friday 16:00, return: weekly, covers: previous, lock_after: 7 days,
         exceptions: [{week: 2024-W37, until: 30/9/2024, reason: Lũ}]}
      - {title: Sơ kết, due: 25/9/2024}
      - {title: Báo cáo tháng, every: monthly 25 16:00, return: monthly, holidays: previous, lock_after: 3 days,
         exceptions: [{period: 2024-09, until: 5/10/2024, reason: Lũ, units: [a]}]}
      - {title: Báo cáo sơ kết, due: 25/9/2024, return: once, covers: dot-1, lock_after: 1 day,
         exceptions: [{until: 30/9/2024, reason: Lũ}]}
      - {title: Giao ban, every: FREQ=MONTHLY;BYDAY=-1FR}
    scoring:
      enough_returns: 75.5%
      ties: [fewer-penalties, ty-le]
      bands: [{title: Tốt, from: 85%, quota: 20%}, {title: Khá, from: 70%}]
      sheets:
        - title: Bảng chung
          clusters: [cum-1]
          levels: [commune]
          items:
            - {criterion: so, max_points: 7, model: linear, cap: 120%}
            - {title: Nhóm, items: [{criterion: ty-le, max_points: 7.5, model: steps, steps: {80%: 5, 100%: 7.5}}]}
            - {criterion: tung-dot, model: bonus-penalty, points: 0.5, most: 5, against: tran, penalty: 1, least: -5}
    not_considered: [{unit: a, from: 2/9/2024, to: 2024-09-30, basis: Quyết định}]
    checks: [{id: du, title: Không hơn, rule: ty-le.of <= so + tran}]
    letterhead: {agencies: [Tỉnh, 2025], symbol: 010, place: Huế, authority: TL. GIÁM ĐỐC, post: TRƯỞNG PHÒNG, signer: An,
      addressees: [Ban Giám đốc], grounds: [Căn cứ Luật], recipients: [Như trên, "Lưu: VT"]}
    commendations: [{id: thu-khen, title: Thư khen, kind: form, english: Praise, whom: any, level: unit}]
  - {id: hai, title: Hai, start: 1/1/2025, end: 2/1/2025, units: units.csv,
     criteria: [{id: y, title: Y, kind: count, plausible: {least: 1, most: 50}}],
     scoring: {sheet: [{criterion: y, max_points: 3, model: per-event, points: 1}]}}
"""
MODELS = {
    "linear": "max_points: 3, cap: 100%",
    "leader-relative": "max_points: 3, cap: 200%",
    "per-event": "max_points: 3, points: 2",
    "pass-fail": "max_points: 3",
    "steps": "max_points: 3, steps: {90%: 3}",
    "bonus-penalty": "points: 2, most: 4",
}


class Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it: no is text, and so is every day; 010 is a number."""


Core.yaml_implicit_resolvers = {}
for tag, pattern in (
    ("null", r"~|null|Null|NULL|"),
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("int", r"[-+]?[0-9]+"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), None)
Core.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))


def problems(text: str) -> list[str]:
    document = yaml.load(text, Loader=Core)
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(document)]


def is_accepted(folder: Path, text: str) -> bool:
    (folder / "units.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "lineage.csv").write_text(LINEAGE, encoding="utf-8")
    for name, header in BOOKS.items():
        (folder / name).write_text(header, encoding="utf-8")
    (folder / "campaigns.yaml").write_text(text, encoding="utf-8")
    return read_definition(folder / "campaigns.yaml").definition is not None


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def test_it_is_made_from_the_types() -> None:
    """And so are the others, none too many."""
    made = write_schemas()
    there = {str(path.relative_to(ROOT).as_posix()) for path in (ROOT / "docs").rglob("*.schema.json")}
    assert there == made.keys()
    for name, text in made.items():
        assert (ROOT / name).read_text(encoding="utf-8") == text, f"{name}: python tools/docs.py"


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", sorted({ROOT / "campaigns.yaml", *(ROOT / "docs").rglob("*campaigns*.yaml")}), ids=str)
def test_the_project_s_own_campaigns_pass(path: Path) -> None:
    assert problems(path.read_text(encoding="utf-8")) == []


def test_the_first_line_names_it() -> None:
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", (ROOT / "campaigns.yaml").read_text(encoding="utf-8"))
    assert named
    assert (ROOT / named[1]) == ROOT / "docs" / "campaigns.schema.json"


def test_every_key_has_a_text() -> None:
    for name, definition in SCHEMA["$defs"].items():
        assert definition["description"]
        for key, part in definition["properties"].items():
            assert len(part["description"]) > 10, f"{name}.{key}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: thu\n", "id: no\n"),
        ("id: thu\n", "id: 010\n"),
        ("id: thu\n", "id: 2025\n"),
        ("id: thu\n", "id: EWR-AA\n"),
        ("id: thu\n", "id: true\n"),
        ("title: Phong trào thử", "title: 2025"),
        ("title: Phong trào thử", "title: 19:30"),
        ("title: Phong trào thử", "title: yes"),
        ("theme: Chủ đề", 'theme: "a: b # c"'),
        ("start: 19/8/2024\n", 'start: " 19/8/2024 "\n'),
        ("target: 1.5", "target: 0"),
        ("target: 1.5", 'target: "1,5"'),
        ("decimals: 2, target: 1.5", "target: 1.234.567"),
        ("target: 75%", "target: 75"),
        ("target: 75%", "targets: {dot-1: 70%, dot-2: 75%}"),
        ("target: 75%", "target: 75%, unit_targets: {a: not assigned}"),
        ("target: 75%", "ceiling: 5%"),
        (
            "kind: count, measure: cái, direction: up, decimals: 2, target: 1.5, per: phase",
            "kind: milestone, target: 9",
        ),
        ("target: 75%", "target: 0.5 %"),
        ("target: 75%", 'target: "99,5%"'),
        ("decimals: 2", 'decimals: "2"'),
        ("over_100: true", 'over_100: "false"'),
        ("every: friday 16:00", "every: Monday  7:30"),
        ("every: friday 16:00", "every: sunday"),
        ("lock_after: 7 days", "lock_after: 1 day"),
        ("timezone: Asia/Ho_Chi_Minh\n", ""),
        ("timezone: Asia/Ho_Chi_Minh", "timezone: UTC"),
        (GOOD[GOOD.index("    deadlines") :], ""),
        ("direction: up, ", ""),
        ("monthly 25 16:00", "Monthly 5"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "freq=daily;interval=10 8:00"),
        ("return: once, covers: dot-1", "return: once"),
        ("period: 2024-09", "period: 9/2024"),
        ("period: 2024-09", "week: 2024-W37"),
        ("holidays: next", "holidays: none"),
        ("days_off: [6/9/2024]", "days_off: [2024-09-06, 6.9.2024]"),
        ("enough_returns: 75.5%", 'enough_returns: "80 %"'),
        ("least: -5", 'least: "0"'),
        ("least: -5", "least: 0"),
        ("points: 0.5", 'points: "0,5"'),
        ("ty-le.of <= so + tran", "ty-le≥so"),
        (", to: 2024-09-30", ""),
        ("{least: 1, most: 50}", "{most: 50}"),
    ],
)
def test_what_is_accepted_passes(tmp_path: Path, old: str, new: str) -> None:
    text = changed(old, new)
    assert is_accepted(tmp_path, text)
    assert problems(text) == []


def test_the_whole_language_passes(tmp_path: Path) -> None:
    """Every key of the schema stands in the example."""
    assert is_accepted(tmp_path, GOOD)
    assert problems(GOOD) == []
    keys = {key for definition in SCHEMA["$defs"].values() for key in definition["properties"]}
    assert sorted(key for key in keys if f"{key}:" not in GOOD) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Phong trào thử", "tilte: Phong trào thử"),
        ("    title: Phong trào thử\n", ""),
        ("    units: units.csv\n", ""),
        ("title: Phong trào thử", "title:"),
        ("title: Phong trào thử", 'title: ""'),
        ("title: Phong trào thử", "title: [x]"),
        ("title: Phong trào thử", "title: {x: y}"),
        ("theme: Một,", "theme: Một, hai,"),
        ("id: thu\n", "id: thử\n"),
        ("id: thu\n", "id: -1\n"),
        ("id: dot-1, ", ""),
        ("id: dot-1", "id: đợt 1"),
        ("start: 19/8/2024\n", "start: 19/8/24\n"),
        ("start: 19/8/2024\n", "start: today\n"),
        ("start: 19/8/2024\n", "start: 19/8-2024\n"),
        ("start: 19/8/2024\n", "start: 2024\n"),
        ("end: 2024-10-18\n", "end: 20241018\n"),
        ("end: 2024-10-18\n", "end: 18 October 2024\n"),
        ("kind: count, measure", "kind: cuont, measure"),
        ("per: phase", "per: week"),
        ("return: weekly, covers", "return: daily, covers"),
        ("return: weekly, covers", "return: once, covers"),
        ("return: once", "return: monthly"),
        ("covers: previous", "covers: last"),
        ("monthly 25", "monthly 32"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "MONTHLY;BYDAY=-1FR"),
        ("week_start: friday", "week_start: Friday"),
        ("holidays: next", "holidays: later"),
        ("days_off: [6/9/2024]", "days_off: []"),
        ("days_off: [6/9/2024]", "days_off: 6/9/2024"),
        ("days_off: [6/9/2024]", "days_off: [tomorrow]"),
        ("units: [a]", "units: []"),
        (", reason: Lũ, units", ", units"),
        ("decimals: 2", "decimals: 4"),
        ("decimals: 2", "decimals: -1"),
        ("decimals: 2", "decimals: two"),
        ("decimals: 2", "decimals: 1.5"),
        ("over_100: true", "over_100: yes"),
        ("over_100: true", "over_100: 1"),
        ("target: 1.5", "target: -1"),
        ("target: 1.5", "target: many"),
        ("target: 1.5", "target: [1.5]"),
        ("target: 75%", "target: three quarters"),
        ("baselines: {dot-1: 94/120}", "baselines: {dot-1: 94 of 120}"),
        ("from: 1/9/2024", "since: 1/9/2024"),
        ("not_assigned: [a]", "not_assigned: a"),
        ("targets: {dot-1: 60, dot-2: \"1.000\"}", "targets: 60"),
        ("dot-1: 60", "dot-1: x"),
        ("unit_targets: {commune: 1}", "unit_targets: [commune, 1]"),
        ("max_points: 10", "max_points: ten"),
        ("every: friday 16:00", "every: freitag 16:00"),
        ("every: friday 16:00", "every: friday 16h"),
        ("every: friday 16:00", "every: 16:00"),
        ("every: friday 16:00, ", ""),
        ("Sơ kết, due: 25/9/2024", "Sơ kết, due: 25/9/2024, every: friday"),
        ("Sơ kết, due: 25/9/2024", "Sơ kết, due:"),
        ("lock_after: 7 days", "lock_after: a week"),
        ("lock_after: 7 days", "lock_after: 7"),
        (GOOD[GOOD.index("    criteria") : GOOD.index("    deadlines")], "    criteria: []\n"),
        (GOOD[GOOD.index("    phases") : GOOD.index("    criteria")], "    phases: []\n"),
        (GOOD[GOOD.index("    deadlines") :], "    deadlines: {title: x, due: 1/1/2025}\n"),
        (GOOD[GOOD.index("campaigns") :], "campaigns: []\n"),
        (GOOD[GOOD.index("campaigns") :], ""),
        ("enough_returns: 75.5%", "enough_returns: 0.8"),
        ("enough_returns: 75.5%", "enough_returns: 75.55%"),
        ("ties: [fewer-penalties, ty-le]", "ties: so"),
        ("ties: [fewer-penalties, ty-le]", "ties: []"),
        ("from: 85%", "from: 85"),
        (", from: 70%", ""),
        ("quota: 20%", "quota: most"),
        ("clusters: [cum-1]", "clusters: []"),
        ("levels: [commune]", "levels: commune"),
        ("model: steps", "model: step"),
        ("steps: {80%: 5, 100%: 7.5}", "steps: [5, 7.5]"),
        ("80%: 5", "80%: five"),
        ("penalty: 1", "penalty: -1"),
        ("least: -5", "least: 5"),
        ("least: -5", "leats: -5"),
        ("{unit: a, ", "{"),
        ("from: 2/9/2024", "from: now"),
        (", basis: Quyết định", ""),
        ("{id: du, ", "{"),
        (", rule: ty-le.of <= so + tran", ""),
        ("{least: 1, most: 50}", "50"),
        ("timezone:", "timezon:"),
    ],
)  # fmt: skip
def test_what_is_refused_for_its_shape_fails(tmp_path: Path, old: str, new: str) -> None:
    text = changed(old, new)
    assert not is_accepted(tmp_path, text)
    assert problems(text) != []


def choices() -> list[tuple[str, str]]:
    found: list[tuple[str, Any]] = [
        (key, choice)
        for definition in SCHEMA["$defs"].values()
        for key, part in definition["properties"].items()
        for choice in part.get("enum", ())
    ]
    return [(key, str(choice).lower()) for key, choice in found]


@pytest.mark.parametrize(("key", "choice"), choices())
def test_every_choice_that_editors_offer_is_one(tmp_path: Path, key: str, choice: str) -> None:
    text = re.sub(rf"\b{key}: \w+", f"{key}: {choice}", GOOD, count=1)
    if (key, choice) in (("kind", "title"), ("kind", "form")):  # of an award; criteria have kinds of their own
        text = GOOD.replace("kind: form, english", f"kind: {choice}, english")
    if key == "model":  # each takes keys of its own
        line = f"{{criterion: cung-ky, model: {choice}, {MODELS[choice]}}}"
        text = GOOD.replace("{criterion: so, max_points: 7, model: linear, cap: 120%}", line)
    plain = ", decimals: 2, target: 1.5, per: phase"
    text = re.sub(rf"(kind: (?!count)\w+), measure: cái, direction: up{plain}", r"\1", text)
    text = text.replace(f"direction: down{plain}", "direction: down")
    if text.count("return: monthly") > 1:  # two about the same days are refused
        text = re.sub(r"(?m)^ *- {title: Báo cáo tháng.*\n.*\n", "", text)
    if "return: weekly, covers" not in text:
        text = text.replace(",\n         exceptions: [{week: 2024-W37, until: 30/9/2024, reason: Lũ}]", "")
    text = text.replace("every: friday 16:00, return: monthly", "every: monthly 25, return: monthly")
    text = text.replace("every: friday 16:00, return: once, covers: previous", "due: 25/9/2024, return: once")
    assert f"{key}: {choice}" in text
    assert is_accepted(tmp_path, text)
