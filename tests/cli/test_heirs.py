"""What heirs do not get when units merge or are split: it is listed for somebody to decide, and nothing is made up."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import tracker

CAMPAIGN = """\
timezone: Asia/Ho_Chi_Minh
campaigns:
  - id: xuan
    title: Thi đua mùa xuân
    start: 1/3/2025
    end: 30/4/2025
    units: units.csv
    lineage: lineage.csv
    phases:
      - {id: dot-1, title: Đợt 1, start: 1/3/2025, end: 31/3/2025}
      - {id: dot-2, title: Đợt 2, start: 1/4/2025, end: 30/4/2025}
    criteria:
      - {id: mo-hinh, title: Mô hình, kind: count, measure: mô hình, unit_targets: {commune: 4}}
      - {id: dot-xuat, title: Đột xuất, kind: zero, measure: vụ}
      - {id: don-thu, title: Đơn thư, kind: count, measure: đơn, CEILING}
      - {id: ton, title: Án tồn, kind: stock, measure: vụ, direction: down, ceiling: 99, unit_targets: {commune: 3}}
      - {id: vi-pham, title: Vi phạm, kind: count, measure: người}
      - {id: nha, title: Trụ sở, kind: stock, measure: trụ sở}
    scoring:
      sheet:
        - {criterion: mo-hinh, max_points: 10}
        - {criterion: dot-xuat, max_points: 10, model: pass-fail}
        - {criterion: don-thu, max_points: 10}
        - {criterion: ton, max_points: 10}
        - {model: bonus-penalty, against: vi-pham, penalty: 2, least: -10}
"""
UNITS = """\
id,code,name,level,parent,cluster,valid_from,valid_to
t,1,Công an tỉnh,province,,,,
a,11,Công an xã An Bình,commune,t,,,
b,12,Công an xã Bắc Sơn,commune,t,,,9/4/2025
d,13,Công an xã Đông Hà,commune,t,,,9/4/2025
e,14,Công an xã Êm Đềm,commune,t,,10/4/2025,
f,15,Công an xã Phú An,commune,t,,10/4/2025,
"""
LINEAGE = """\
date,kind,from,to,share,basis
10/4/2025,merge,b,a,,NQ 1
10/4/2025,split,d,e,,NQ 2
10/4/2025,split,d,f,,NQ 2
"""
CEILING = "ceiling: 99, unit_targets: {commune: 2}"
ENTRIES = """\
date,unit,criterion,quantity,denominator
5/3/2025,a,nha,3,
2/4/2025,a,nha,5,
2/4/2025,b,nha,2,
2/4/2025,b,dot-xuat,1,
3/4/2025,b,vi-pham,2,
3/4/2025,a,vi-pham,1,
4/4/2025,b,mo-hinh,4,
4/4/2025,d,mo-hinh,3,
5/4/2025,d,don-thu,1,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {"units.csv": UNITS, "lineage.csv": LINEAGE, "entries.csv": ENTRIES}
    files["campaigns.yaml"] = CAMPAIGN.replace("CEILING", CEILING)
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    said(tmp_path, "import", "entries.csv", today="2025-04-08")
    said(tmp_path, "score", "set", "b", "-c", "mo-hinh", "9", today="2025-04-08")
    return tmp_path


def said(folder: Path, *command: str, today: str = "2025-04-20", **settings: Any) -> str:
    done = tracker(*command, cwd=folder, TRACKER_TODAY=today, **settings)
    assert (done.code, done.err) == (0, ""), done
    return done.out


def document(folder: Path, *command: str) -> Any:
    done = tracker(*command, "--json", cwd=folder, TRACKER_TODAY="2025-04-20")
    assert (done.code, done.err) == (0, ""), done
    return done.json


def lines(folder: Path, unit: str) -> dict[str, Any]:
    return {one["criterion"]: one for one in document(folder, "explain", unit)["lines"]}


def test_what_must_not_happen_and_penalties_stay_with_the_unit_they_happened_in(folder: Path) -> None:
    of_a = lines(folder, "a")
    assert (of_a["dot-xuat"]["actual"]["value"], of_a["dot-xuat"]["score"]) == (0, 10)
    assert (of_a["vi-pham"]["penalties"], of_a["vi-pham"]["score"]) == (1, -2)
    assert of_a["mo-hinh"]["actual"]["value"] == 4
    assert (of_a["dot-xuat"]["source"]["entries"], of_a["vi-pham"]["source"]["entries"]) == (0, 1)
    (alone,) = document(folder, "explain", "a", "-c", "vi-pham")["lines"]
    assert [one["unit"] for one in alone["entries"]] == ["a"]
    status = document(folder, "status", "--view", "as-of", "-u", "a")
    counts = {one["id"]: one["campaign"]["actual"] for one in status["criteria"]}
    assert (counts["dot-xuat"], counts["vi-pham"]) == (1, 3)


def test_what_no_heir_has_is_listed_against_them(folder: Path) -> None:
    def said_of(notices: Any) -> list[tuple[Any, ...]]:
        return [
            (one["kind"], one["unit"], one["criterion"], one["quantity"], [heir["id"] for heir in one["heirs"]])
            for one in notices
        ]

    expected = [
        ("figure", "b", "dot-xuat", 1, ["a"]),
        ("figure", "b", "vi-pham", 2, ["a"]),
        ("points", "b", "mo-hinh", 9, ["a"]),
        ("unallocated", "d", "mo-hinh", 3, ["e", "f"]),
        ("unallocated", "d", "don-thu", 1, ["e", "f"]),
    ]
    assert said_of(document(folder, "rank")["notices"]) == expected
    assert said_of(document(folder, "explain", "a")["notices"]) == expected[:3]
    assert said_of(document(folder, "explain", "e")["notices"]) == expected[3:]
    for command in (("rank",), ("explain", "e")):
        text = " ".join(said(folder, *command, TRACKER_LANG="vi").split())
        assert "Cần quyết định" in text
        assert "Công an xã Đông Hà" in text
        assert "3 mô hình (Mô hình)" in text
        assert "chưa phân bổ" in text
    assert document(folder, "rank", "--phase", "dot-1")["notices"] == []


def test_heirs_of_a_split_without_shares_have_no_target_of_it(folder: Path) -> None:
    of_e = lines(folder, "e")
    for criterion in ("mo-hinh", "don-thu"):
        assert (of_e[criterion]["state"], of_e[criterion]["target"], of_e[criterion]["score"]) == (
            "no-target",
            None,
            None,
        )
    assert lines(folder, "a")["don-thu"]["target"] == 4  # what is set for it and for what became part of it


def test_a_ceiling_of_zero_that_was_set_stays_one(folder: Path) -> None:
    text = (folder / "campaigns.yaml").read_text(encoding="utf-8")
    (folder / "campaigns.yaml").write_text(text.replace(CEILING, CEILING.replace("2", "0")), encoding="utf-8")
    line = lines(folder, "a")["don-thu"]
    assert (line["target"], line["state"]) == (0, "scored")
    assert lines(folder, "e")["don-thu"]["state"] == "no-target"


def test_a_state_that_nobody_reported_is_not_judged(folder: Path) -> None:
    line = lines(folder, "a")["ton"]
    assert (line["state"], line["score"], line["attainment"]) == ("not-reported", None, None)
    said(folder, "log", "-u", "a", "-c", "ton", "-q", "0", "-d", "20/3/2025", today="2025-03-21")
    line = lines(folder, "a")["ton"]
    assert (line["state"], line["score"], line["actual"]["value"]) == ("scored", 10, 0)


def test_totals_of_states_do_not_add_up_over_phases(folder: Path) -> None:
    text = said(folder, "units", "--totals", "-c", "nha", today="2025-04-08", TRACKER_LANG="en")
    rows = [row.split() for row in text.splitlines() if row.strip()]
    assert ["Công", "an", "xã", "An", "Bình", "5"] in rows
    assert next(row for row in rows if row[:2] == ["The", "whole"])[-1] == "7"
    status = document(folder, "status")
    assert {one["id"]: one["campaign"]["actual"] for one in status["criteria"]}["nha"] == 7
    of_phases = [one for one in document(folder, "units", "--totals")["totals"] if one["criterion"] == "nha"]
    assert [(one["unit"], one["phase"], one["quantity"]) for one in of_phases] == [
        ("a", "dot-1", 3), ("a", "dot-2", 7), ("b", "dot-2", 0),
    ]  # fmt: skip
