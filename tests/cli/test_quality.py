"""tracker quality: what is worth a second look, with its numbers, and what is not."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import tracker

TODAY = "2025-03-10"
ROSTER = "id,code,name,level,parent,cluster\nt,1,Tỉnh,province,,\n" + "".join(
    f"{id_},{at},Xã {id_.upper()},commune,t,{'cum-2' if id_ == 'g' else 'cum-1'}\n"
    for at, id_ in enumerate("abcdefg", 10)
)
CAMPAIGN = """\
campaigns:
  - id: thu
    title: Phong trào thử
    start: 1/2/2025
    end: 30/4/2025
    units: units.csv
    phases:
      - {id: dot-1, title: Đợt 1, start: 1/2/2025, end: 28/2/2025}
      - {id: dot-2, title: Đợt 2, start: 1/3/2025, end: 30/4/2025}
    criteria:
      - {id: tin-bao, title: Tin báo, kind: count, measure: tin, plausible: {most: 100}}
      - {id: giai-quyet, title: Giải quyết, kind: rate, target: 90%}
      - {id: ton, title: Vụ còn tồn, kind: stock, measure: vụ}
      - {id: ung-ho, title: Ủng hộ, kind: count, measure: đồng, plausible: {least: 10000}}
    checks:
      - {id: khong-qua, title: Không giải quyết quá số đã nhận, rule: giai-quyet.of <= tin-bao}
"""
ENTRIES = (
    "date,unit,criterion,quantity,denominator\n"
    + "".join(
        f"3/3/2025,{unit},tin-bao,{amount},\n" for unit, amount in zip("abcdef", (1, 2, 3, 4, 30, 3), strict=True)
    )
    + "3/3/2025,g,tin-bao,90,\n3/3/2025,a,giai-quyet,1,2\n3/3/2025,b,giai-quyet,1,2\n"
    + "4/3/2025,a,ung-ho,500,\n4/3/2025,b,ung-ho,10000,\n5/3/2025,c,ung-ho,9999,\n"
)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "campaigns.yaml").write_text(CAMPAIGN, encoding="utf-8")
    log(tmp_path, ENTRIES)
    return tmp_path


def log(folder: Path, rows: str) -> None:
    (folder / "rows.csv").write_text(rows, encoding="utf-8")
    done = tracker("import", "rows.csv", cwd=folder, TRACKER_TODAY=TODAY)
    assert done.code == 0, done


def said(folder: Path, *options: str, lang: str = "en", today: str = TODAY) -> str:
    done = tracker("quality", *options, cwd=folder, TRACKER_TODAY=today, TRACKER_LANG=lang)
    assert (done.code, done.err) == (0, ""), done
    return done.out


def findings(folder: Path, *options: str, today: str = TODAY) -> list[dict[str, Any]]:
    document = json.loads(said(folder, *options, "--json", today=today), parse_float=Decimal)
    found: list[dict[str, Any]] = document["findings"]
    return found


def test_each_finding_tells_why_with_the_numbers(office: Path) -> None:
    assert said(office).splitlines()[:-1] == [
        "A second look at the figures",
        "Phong trào thử · Đợt 2 · 01/03-10/03/2025",
        "4 figures to look at · 7 units with figures",
        "rules not kept: 1 · far from their peers: 1 · unusual entries: 2",
        "",
        "Xã A [a] · Không giải quyết quá số đã nhận",
        "  the rule khong-qua is not kept: giai-quyet.of <= tin-bao",
        "  2 <= 1 does not hold",
        "  tracker ls -u a --phase dot-2",
        "",
        "Xã A [a] · Ủng hộ: 500 đồng · 04/03/2025",
        "  one entry is smaller than usual",
        "  500 < 10,000",
        "  tracker show 1-10",
        "",
        "Xã C [c] · Ủng hộ: 9,999 đồng · 05/03/2025",
        "  one entry is smaller than usual",
        "  9,999 < 10,000",
        "  tracker show 1-12",
        "",
        "Xã E [e] · Tin báo: 30 tin",
        "  far above the middle of the 6 units of cum-1 that have a figure, 3 tin",
        "  z = 0.6745 × (30 − 3) / 1 = 18.21; |z| > 3.5",
        "  tracker ls -u e -c tin-bao --phase dot-2",
        "",
        "Amend an entry that is wrong with tracker amend; leave one that is right.",
        "Looked at: rules (checks:): 1 · ranges (plausible:): 2 · each unit beside its peers",
    ]


def test_the_commands_that_it_names_show_the_entries(office: Path) -> None:
    for one in findings(office):
        done = tracker(*one["command"].split()[1:], cwd=office, TRACKER_TODAY=TODAY, TRACKER_LANG="en")
        assert done.code == 0
        assert one["name"] in done.out


def test_every_figure_can_be_worked_out_from_the_json(office: Path) -> None:
    check, small, _, outlier = findings(office)
    assert (check["check"], check["formula"]) == ("khong-qua", "giai-quyet.of <= tin-bao")
    assert check["inputs"] == {"giai-quyet.of": 2, "tin-bao": 1}
    assert check["criteria"] == ["giai-quyet", "tin-bao"]
    assert (small["entry"], small["formula"]) == ("1-10", "least <= quantity")
    assert small["inputs"] == {"least": 10000, "quantity": 500}
    given = outlier["inputs"]
    assert outlier["formula"] == "0.6745 * (x - median) / mad"
    assert given == {"x": 30, "median": 3, "mad": 1, "z": Decimal("18.2115"), "limit": Decimal("3.5"), "peers": 6}
    assert eval(outlier["formula"], {}, {"x": 30.0, "median": 3.0, "mad": 1.0}) == pytest.approx(float(given["z"]))


def test_a_rate_is_compared_by_its_value(office: Path) -> None:
    rows = "".join(f"6/3/2025,{unit},giai-quyet,{n},10\n" for unit, n in zip("cdef", (9, 9, 9, 9), strict=True))
    log(
        office,
        "date,unit,criterion,quantity,denominator\n" + rows + "6/3/2025,a,giai-quyet,8,8\n6/3/2025,b,giai-quyet,0,8\n",
    )
    (one,) = [one for one in findings(office, "-u", "b") if one["kind"] == "outlier"]
    assert one["formula"] == "(x - median) / (1.253314 * mean_deviation)"
    assert (one["inputs"]["x"], one["inputs"]["median"]) == (Decimal("0.1"), Decimal("0.9"))
    assert "Xã B [b] · Giải quyết: 10%\n" in said(office, "-u", "b")
    assert (
        "far below the middle of the 6 units of cum-1 that have a figure, 90%\n  z = (10 − 90) / (1.253314 × 13.3333) = −4.79"
        in said(office, "-u", "b")
    )


def test_a_state_is_the_last_value_also_of_the_phase_before(office: Path) -> None:
    rows = "".join(f"20/2/2025,{unit},ton,5,\n" for unit in "abcdef")
    log(office, "date,unit,criterion,quantity,denominator\n" + rows + "25/2/2025,f,ton,50,\n")
    (found,) = [one for one in findings(office) if one["criteria"] == ["ton"]]
    assert (found["unit"], found["inputs"]["x"]) == ("f", 50)
    log(office, "date,unit,criterion,quantity,denominator\n9/3/2025,f,ton,5,\n")
    assert [one for one in findings(office) if one["criteria"] == ["ton"]] == []


def test_what_is_too_large_for_one_entry_is_found_where_the_sum_is_not_asked(office: Path) -> None:
    log(office, "date,unit,criterion,quantity,denominator\n7/3/2025,g,tin-bao,101,\n")
    (found,) = findings(office, "-u", "g")
    assert (found["kind"], found["inputs"], found["formula"]) == (
        "entry",
        {"quantity": 101, "most": 100},
        "quantity <= most",
    )
    assert "  one entry is larger than usual\n  101 > 100\n" in said(office, "-u", "g")


def test_what_was_amended_or_taken_back_is_not_found_again(office: Path) -> None:
    for command in (("amend", "1-10", "-q", "10000"), ("void", "1-12")):
        done = tracker(*command, "--reason", "Sai đơn vị tính", cwd=office, TRACKER_TODAY=TODAY)
        assert done.code == 0, done
    assert {one["kind"] for one in findings(office)} == {"check", "outlier"}


def test_a_phase_a_unit_and_all_under_it_can_be_asked_for(office: Path) -> None:
    assert findings(office, "--phase", "dot-1") == []
    assert "0 figures to look at · 0 units with figures" in said(office, "--phase", "dot-1")
    assert {one["unit"] for one in findings(office, "-u", "e")} == {"e"}
    assert len(findings(office, "-u", "t")) == len(findings(office)) == 4
    assert findings(office, today="2025-03-03") == [one for one in findings(office) if one["kind"] != "entry"]


def test_a_phase_that_has_not_begun_or_is_none_is_refused(office: Path) -> None:
    for phase, code in (("dot-2", "phase-not-begun"), ("dot-9", "phase-not-found")):
        done = tracker("quality", "--phase", phase, cwd=office, TRACKER_TODAY="2025-02-10", TRACKER_LANG="en")
        assert f"error[{code}]" in done.err


def test_a_campaign_without_phases_or_clusters_names_none(office: Path) -> None:
    text = CAMPAIGN[: CAMPAIGN.index("    phases")] + CAMPAIGN[CAMPAIGN.index("    criteria") :]
    (office / "campaigns.yaml").write_text(text, encoding="utf-8")
    (office / "units.csv").write_text(ROSTER.replace("cum-1", "").replace("cum-2", ""), encoding="utf-8")
    found = {one["kind"]: one["command"] for one in findings(office)}
    assert found["outlier"] == "tracker ls -u g -c tin-bao"
    assert found["check"] == "tracker ls -u a"
    assert "units of Tỉnh that have a figure" in said(office)


def test_a_table_has_a_row_for_each(office: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(said(office, "-f", "csv"))))
    assert [row["kind"] for row in rows] == ["check", "entry", "entry", "outlier"]
    assert rows[0]["criteria"] == "giai-quyet tin-bao"
    assert rows[3]["finding"] == "Tin báo: 30 tin"
    assert rows[3]["formula"].startswith("z = 0.6745 × (30")


def test_in_vietnamese_numbers_are_written_so(office: Path) -> None:
    seen = said(office, lang="vi")
    assert "  z = 0,6745 × (30 − 3) / 1 = 18,21; |z| > 3,5\n" in seen
    assert "4 chỗ cần xem lại · 7 đơn vị có số liệu" in seen
