"""tracker units: totals in two views, the tree, a unit's card, the succession; and the view of other commands."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker
from tools.schemas import build_document_schemas

Ask = Callable[..., Result]
Golden = Callable[[str, str], None]
ROSTER = """\
id,code,name,level,parent,cluster,valid_from,valid_to
t,1,Công an tỉnh,province,,,,
d,20,Công an huyện Đông,district,t,,,31/3/2025
a,11,Công an xã An Bình,commune,d,Cụm 1,,31/3/2025
a,11,Công an phường An Bình,commune,t,Cụm 2,1/4/2025,
b,12,Công an xã Hòa Bình,commune,d,Cụm 1,,31/3/2025
c,13,Công an xã Cẩm Lý,commune,d,Cụm 1,,31/3/2025
m,14,Công an xã Minh Tân,commune,t,Cụm 2,1/4/2025,
"""
LINEAGE = """\
date,kind,from,to,share,basis
1/4/2025,dissolve,d,,,Nghị quyết 1
1/4/2025,split,b,a,"0,3",Nghị quyết 2
1/4/2025,split,b,m,0.7,Nghị quyết 2
1/4/2025,split,c,a,,Nghị quyết 3
1/4/2025,split,c,m,,Nghị quyết 3
"""
ENTRIES = """\
date,unit,criterion,quantity,denominator
5/3/2025,a,mo-hinh,1,
6/3/2025,b,mo-hinh,3,
7/3/2025,b,nuoc-sach,"0,33",
7/3/2025,c,mo-hinh,5,
8/3/2025,d,mo-hinh,7,
9/3/2025,b,kham-pha,2,3
2/4/2025,m,mo-hinh,10,
"""


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A campaign whose communes are merged and split on 1/4/2025, and what they logged."""
    folder = define(tmp_path / "changed")
    text = (folder / "campaigns.yaml").read_text(encoding="utf-8")
    text = text.replace("units: units.csv", "units: units.csv\n    lineage: lineage.csv")
    (folder / "campaigns.yaml").write_text(text, encoding="utf-8")
    (folder / "units.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "lineage.csv").write_text(LINEAGE, encoding="utf-8")
    said = tracker("import", "-", cwd=folder, stdin=ENTRIES.encode(), TRACKER_TODAY="2025-04-10")
    assert said.code == 0, said
    return folder


def ask(folder: Path, line: str, **settings: Any) -> Result:
    said = tracker(*line.split(), cwd=folder, **{"TRACKER_TODAY": "2025-04-10", **settings})
    assert (said.code, said.err) == (0, ""), said
    return said


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_screens(changed: Path, golden: Golden, lang: str) -> None:
    commands = (
        "units --tree",
        "units --tree --view as-of",
        "units --tree --view as-of -c mo-hinh d --on 31/3/2025",
        "units --totals --view as-of",
        "units d --totals --on 31/3/2025",
        "units a",
        "units b --view reported --on 1/3/2025",
        "units d --view as-of",
        "units --lineage",
        "units --lineage --on 1/3/2025",
        "status -u a --view as-of",
    )
    parts = [f"$ tracker {one}\n{ask(changed, one, screen=80, TRACKER_LANG=lang).out}" for one in commands]
    text = "\n".join(parts)
    golden(f"units.{lang}.txt", "".join(f"{line.rstrip()}\n" for line in text.splitlines()))


def amounts(rows: list[dict[str, Any]]) -> dict[tuple[str, str], float]:
    return {(one["unit"], one["criterion"]): one["quantity"] for one in rows}


def test_totals_as_the_contract_has_them(changed: Path) -> None:
    reported = ask(changed, "units --totals --json").json
    assert (reported["schema"], reported["view"], reported["rolled_to"]) == ("tracker.totals/1", "reported", None)
    assert reported["unallocated"] == []
    assert amounts(reported["totals"])["b", "mo-hinh"] == 3
    rolled = ask(changed, "units --totals --json --view as-of").json
    assert (rolled["view"], rolled["rolled_to"], rolled["entries"]) == ("as-of", "2025-04-10", 7)
    found = amounts(rolled["totals"])
    assert {unit: found[unit, "mo-hinh"] for unit in ("a", "d")} == {"a": 1.9, "d": 7}
    of_m = {
        one["phase"]: one["quantity"] for one in rolled["totals"] if (one["unit"], one["criterion"]) == ("m", "mo-hinh")
    }
    assert of_m == {"dot-1": 2.1, "dot-2": 10}
    assert {one["unit"] for one in rolled["totals"] if one["dissolved"]} == {"d"}
    (c,) = rolled["unallocated"]
    assert c == {
        "unit": "c",
        "on": "2025-04-01",
        "among": ["a", "m"],
        "criterion": "mo-hinh",
        "phase": "dot-1",
        "quantity": 5,
        "denominator": None,
    }
    for criterion in ("mo-hinh", "nuoc-sach", "kham-pha"):
        sums = [
            sum(one["quantity"] for one in (*said["totals"], *said["unallocated"]) if one["criterion"] == criterion)
            for said in (reported, rolled)
        ]
        assert sums[0] == pytest.approx(sums[1], abs=1e-9)


def test_totals_of_one_unit_and_those_under_it(changed: Path) -> None:
    named = ask(changed, "units t --totals --json --view as-of -c mo-hinh").json
    assert {one["unit"] for one in named["totals"]} == {"a", "m", "d"}
    assert [one["unit"] for one in named["unallocated"]] == ["c"]
    m = ask(changed, "units m --totals --json --view as-of").json
    assert ({one["unit"] for one in m["totals"]}, m["unallocated"]) == ({"m"}, [])
    d = ask(changed, "units d --totals --json --on 31/3/2025").json
    assert {one["unit"] for one in d["totals"]} == {"a", "b", "c", "d"}


@pytest.mark.parametrize(
    ("line", "columns", "rows"),
    [
        ("units --totals -f csv --view as-of", "unit,held,criterion,phase,quantity,denominator", 9),
        ("units --tree -f csv -c mo-hinh", "kind,depth,unit,name,units,criterion,quantity,denominator", 5),
        ("units --lineage -f csv", "date,kind,unit,name,heir,heir_name,share,basis", 5),
        ("units a -f csv", "id,code,name,level,parent,cluster,valid_from,valid_to", 1),
        ("export --what totals --view as-of", "campaign,phase,criterion,unit,quantity,denominator,entries,held", 9),
        ("export --what totals", "campaign,phase,criterion,unit,quantity,denominator,entries", 7),
    ],
)
def test_tables_for_other_programs(changed: Path, line: str, columns: str, rows: int) -> None:
    read = list(csv.DictReader(io.StringIO(ask(changed, line).out.lstrip("\ufeff"))))
    assert ",".join(read[0]) == columns
    assert len(read) == rows


def test_documents_are_as_their_schemas_say(changed: Path) -> None:
    schemas = build_document_schemas()
    lines = (
        *("units", "units a", "units --totals --view as-of", "units --tree", "units --tree --view as-of"),
        *("units --lineage", "units a --lineage", "export --what totals --view as-of", "status -u a --view as-of"),
        "report weekly -u a --view as-of",
    )
    for line in lines:
        document = ask(changed, f"{line} --json").json
        jsonschema.validate(document, schemas[document["schema"]])


def test_the_card_tells_a_units_history(changed: Path) -> None:
    card = ask(changed, "units a --json").json["card"]
    assert [one["name"] for one in card["versions"]] == ["Công an xã An Bình", "Công an phường An Bình"]
    assert [(one["unit"], one["share"], one["basis"]) for one in card["came_from"]] == [
        ("b", 0.3, "Nghị quyết 2"),
        ("c", None, "Nghị quyết 3"),
    ]
    assert (card["went_to"], card["under"], card["last_entry_on"]) == ([], 0, "2025-03-05")
    assert card["returns"] == {"expected": 5, "actual": 0, "on_time": 0}
    of_b = ask(changed, "units b --json").json
    assert [one["heir"] for one in of_b["card"]["went_to"]] == ["a", "m"]
    assert of_b["units"] == []


def test_status_and_weekly_of_a_unit_in_both_views(changed: Path) -> None:
    for view, actual in (("reported", 1), ("as-of", 1.9)):
        for line in (f"status -u a --view {view} --json", f"report weekly -u a --view {view} --json"):
            said = ask(changed, line).json
            first = said["criteria"][0]["campaign"]
            assert (said["view"], first["actual"] if isinstance(first, dict) else first) == (view, actual)
    week = ask(changed, "report weekly -u m --view as-of --week 2025-W10 --json").json
    assert (week["as_of"], week["rolled_to"], week["criteria"][0]["week"]) == ("2025-03-09", "2025-04-10", 2.1)
    assert {one["id"] for one in week["units"]} == {"b"}


@pytest.mark.parametrize(
    ("line", "code", "problem"),
    [
        ("units --tree --totals", 2, "lists-exclude"),
        ("units --view as-of", 2, "option-needs"),
        ("units --missing --view as-of", 2, "option-needs"),
        ("units -c mo-hinh", 2, "option-needs"),
        ("units --tree --week last", 2, "option-needs"),
        ("units --tree -c nothing", 3, "criterion-not-found"),
        ("status --view as-of", 2, "option-needs"),
        ("export --view as-of", 2, "option-needs"),
        ("units b --view as-of", 3, "unit-succeeded"),
        ("status -u c --view as-of", 3, "unit-succeeded"),
        ("units nobody", 3, "unit-not-found"),
    ],
)
def test_what_does_not_go_together_is_refused(changed: Path, line: str, code: int, problem: str) -> None:
    tracker(*line.split(), cwd=changed, TRACKER_TODAY="2025-04-10").refused(code, problem)


def test_the_refusal_names_the_heirs(changed: Path) -> None:
    said = tracker("status", "-u", "b", "--view", "as-of", cwd=changed, TRACKER_TODAY="2025-04-10")
    assert "Công an phường An Bình [a]" in said.err
    assert "Công an xã Minh Tân [m]" in said.err


@pytest.fixture
def merged(tmp_path: Path) -> Path:
    """A commune that raised a concern and logged for 3/4, and of which the roster learned later that it merged on 1/4."""
    folder = define(tmp_path / "merged")
    ask(folder, "log -u b -c mo-hinh -q 3 -d 5/3/2025")
    ask(folder, "log -u b -c mo-hinh -q 2 -d 3/4/2025")
    ask(folder, "concern add -u b --field Hậu-cần --raised-on 6/3/2025 Nhà-dột")
    text = (folder / "campaigns.yaml").read_text(encoding="utf-8")
    text = text.replace("units: units.csv", "units: units.csv\n    lineage: lineage.csv")
    (folder / "campaigns.yaml").write_text(text, encoding="utf-8")
    units = (folder / "units.csv").read_text(encoding="utf-8")
    units = units.replace("31/3/2025", "").replace(
        "b,12,Công an xã Hòa Bình,commune,d,,,", "b,12,Công an xã Hòa Bình,commune,d,,,31/3/2025"
    )
    (folder / "units.csv").write_text(units, encoding="utf-8")
    (folder / "lineage.csv").write_text("date,kind,from,to,share,basis\n1/4/2025,merge,b,a,,\n", encoding="utf-8")
    return folder


def test_what_is_dated_after_the_end_of_a_unit_is_told_as_such(merged: Path) -> None:
    for line in ("units --tree --view as-of", "units --totals --view as-of"):
        rows = [" ".join(one.split()) for one in ask(merged, line, screen=80).out.splitlines()]
        assert [one for one in rows if "unit's" in one or "Dissolved" in one] == [
            "Dated after the unit's end (1 unit) 2 – –"
        ]
    totals = ask(merged, "units --totals --json --view as-of").json["totals"]
    assert [(one["unit"], one["quantity"], one["held"], one["dissolved"]) for one in totals] == [
        ("a", 3, "unit", False),
        ("b", 2, "after-end", False),
    ]
    rows = ask(merged, "units --tree --json --view as-of").json["rows"]
    assert [(one["kind"], one["units"]) for one in rows if one["kind"] != "unit"] == [("after-end", 1), ("whole", 0)]
    schemas = build_document_schemas()
    for line in ("units --totals --view as-of", "units --tree --view as-of"):
        document = ask(merged, f"{line} --json").json
        jsonschema.validate(document, schemas[document["schema"]])


def test_figures_outside_the_tree_name_only_criteria_that_have_some(merged: Path) -> None:
    rows = [" ".join(one.split()) for one in ask(merged, "units --tree", screen=80).out.splitlines()]
    assert [one for one in rows if "Outside" in one] == ["Outside the tree of units 2 – –"]


def test_a_concern_waits_with_the_heir_of_the_unit_that_raised_it(merged: Path) -> None:
    for unit in ("a", "b", "d"):
        said = ask(merged, f"concern list -u {unit} --json").json
        assert [(one["unit"], one["unit_name"]) for one in said["concerns"]] == [("b", "Công an xã Hòa Bình")]
        assert said["open"] == 1
    assert ask(merged, "concern list -u c --json").json["concerns"] == []
    assert "Công an xã Hòa Bình" in ask(merged, "concern list -u a", screen=80).out


@pytest.mark.parametrize(
    ("lang", "hint"),
    [
        ("en", "Công an xã An Bình [a] followed it; tracker units b shows where it came from"),
        ("vi", "đơn vị kế thừa: Công an xã An Bình [a]; tracker units b cho biết"),
    ],
)
def test_a_unit_that_is_no_more_is_refused_with_its_heir(merged: Path, lang: str, hint: str) -> None:
    for line in ("submit -u b", "log -u b -c mo-hinh -q 1", "concern add -u b --field x y"):
        said = tracker(*line.split(), cwd=merged, TRACKER_TODAY="2025-04-10", TRACKER_LANG=lang)
        assert (said.code, "unit-not-alive" in said.err, hint in said.err) == (1, True, True), said


def test_the_card_counts_returns_as_tracker_returns_does(merged: Path) -> None:
    ask(merged, "submit -u a --week 2025-W11")
    for unit, expected in (("a", 5), ("b", 4), ("d", 5)):
        card = ask(merged, f"units {unit} --json").json["card"]["returns"]
        groups = ask(merged, f"returns -u {unit} --per unit --json").json["groups"]
        (of_unit,) = [one for one in groups if one["id"] == unit]
        assert card == {key: of_unit[key] for key in card}
        assert card["expected"] == expected


def test_an_empty_store_has_units_and_no_figures(small: Path) -> None:
    for view in ("reported", "as-of"):
        assert ask(small, f"units --totals --view {view} --json").json["totals"] == []
        rows = ask(small, f"units --tree --view {view} --json").json["rows"]
        assert [one["kind"] for one in rows] == ["unit"] * 4 + ["whole"]
    assert ask(small, "units --lineage --json").json["lineage"] == []
    before = ask(small, "units --tree --json --on 1/1/2025").json["rows"]
    assert before[-1] == {"kind": "whole", "depth": 0, "unit": None, "name": None, "units": 0, "own": [], "totals": []}
