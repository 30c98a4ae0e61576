"""What `tracker explain` says of targets, leaders, penalties and their entries."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import ROSTER
from tests.cli.harness import Result, tracker

CAMPAIGN = """\
timezone: Asia/Ho_Chi_Minh
campaigns:
  - id: xuan
    title: Xuân
    start: 1/3/2025
    end: 30/4/2025
    units: units.csv
    phases:
      - {id: dot-1, title: Đợt 1, start: 1/3/2025, end: 31/3/2025}
      - {id: dot-2, title: Đợt 2, start: 1/4/2025, end: 30/4/2025}
    criteria:
      - {id: mo-hinh, title: Mô hình, kind: count, unit_targets: {commune: 10}, per: phase}
      - {id: to, title: Tổ, kind: count, unit_targets: {commune: 30000}, per: phase}
      - {id: pham-phap, title: Phạm pháp, kind: count, measure: vụ, direction: down, target: 5%}
      - {id: trom, title: Trộm, kind: count, measure: vụ, direction: down, target: 5%}
      - {id: tai-nan, title: Tai nạn, kind: count, measure: vụ, direction: down, unit_targets: {commune: 5}, ceiling: 9}
      - {id: kham-pha, title: Khám phá án, kind: rate, measure: "%", target: 75%}
      - {id: khen, title: Khen, kind: count, measure: giấy khen}
      - {id: kl, title: Kỷ luật, kind: count, measure: người}
    scoring:
      sheet:
        - {criterion: mo-hinh, max_points: 20, model: leader-relative}
        - {criterion: to, max_points: 20}
        - {criterion: pham-phap, max_points: 10}
        - {criterion: trom, max_points: 10}
        - {criterion: tai-nan, max_points: 10}
        - {criterion: kham-pha, max_points: 15, model: leader-relative}
        - {criterion: khen, model: bonus-penalty, points: 1, against: kl, penalty: 0.5, least: -3, most: 5}
"""
ENTRIES = """\
date,unit,criterion,quantity,denominator
5/3/2025,a,mo-hinh,20,
5/3/2025,b,mo-hinh,15,
6/3/2025,a,to,29999,
7/3/2025,a,trom,2,
7/3/2025,a,pham-phap,3,
8/3/2025,a,kl,9,
9/3/2025,a,khen,1,
8/3/2025,b,kl,3,
9/3/2025,a,kham-pha,9,10
9/3/2025,b,kham-pha,8,10
"""
TODAY = "2025-04-05"


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """To read only."""
    return make(tmp_path_factory.mktemp("scored"))


def make(folder: Path) -> Path:
    for name, text in (
        ("campaigns.yaml", CAMPAIGN),
        ("units.csv", ROSTER),
        ("entries.csv", ENTRIES),
        ("xuan-baselines.csv", "criterion,unit,phase,quantity\ntrom,a,dot-1,0\n"),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    assert run(folder, "import", "entries.csv").code == 0
    return folder


def run(folder: Path, *command: str, lang: str = "vi") -> Result:
    return tracker(*command, cwd=folder, TRACKER_TODAY=TODAY, TRACKER_LANG=lang)


def explained(folder: Path, *command: str, lang: str = "vi") -> str:
    done = run(folder, "explain", *command, "--phase", "dot-1", lang=lang)
    assert (done.code, done.err) == (0, ""), done
    return done.out


def test_a_target_is_said_as_what_it_means(scored: Path) -> None:
    text = explained(scored, "a")
    assert "kết quả 3 vụ · chỉ tiêu giảm 5%\n" in text  # and nothing to compare with
    assert "kết quả 0 vụ · chỉ tiêu tối đa 5 vụ · đạt 100%" in text
    assert "result 3 vụ · target 5% less\n" in explained(scored, "a", lang="en")
    aims = {
        one["criterion"]: one["aim"] for one in run(scored, "explain", "a", "--phase", "dot-1", "--json").json["lines"]
    }
    assert (aims["mo-hinh"], aims["trom"], aims["tai-nan"]) == ("reach", "reduce", "stay-under")


def test_an_increase_over_nothing_is_said_in_words(scored: Path) -> None:
    assert "cùng kỳ 0 vụ · cùng kỳ không có nên không tính được tỷ lệ giảm" in explained(scored, "a")


def test_what_is_not_reached_is_never_100_per_cent(scored: Path) -> None:
    assert "kết quả 29.999 · chỉ tiêu 30.000 · đạt 99,9%" in explained(scored, "a")
    (line,) = run(scored, "explain", "a", "-c", "to", "--phase", "dot-1", "--json").json["lines"]
    assert line["attainment"] == 0.9999


def test_the_entries_of_penalties_are_those_of_the_line(scored: Path) -> None:
    for criterion in ("khen", "kl"):
        (line,) = run(scored, "explain", "a", "-c", criterion, "--phase", "dot-1", "--json").json["lines"]
        assert [(one["criterion"], one["quantity"]) for one in line["entries"]] == [("kl", 9), ("khen", 1)]
        assert (line["source"]["entries"], line["source"]["first"]) == (2, "2025-03-08")
    assert "1 lượt ghi, 08/03/2025 · tracker explain b -c khen --phase dot-1" in explained(scored, "b")
    assert "Kỷ luật         9" in explained(scored, "a", "-c", "kl")
    assert "min(max(1 × 1 − 9 × 0,5; −3); 5) = −3" in explained(scored, "a")
    run(scored, "score", "set", "a", "-c", "kl", "1", "--phase", "dot-1").refused(1, "criterion-not-scored")


def test_without_a_measure_no_space_is_left(scored: Path) -> None:
    for lang, way in (("en", r"To draw level: \S+ more of “Tổ” give"), ("vi", r"Để bằng điểm: thêm \S+ ở “Tổ” được")):
        assert re.search(way, explained(scored, "b", lang=lang))


def test_a_negative_number_is_no_option(tmp_path: Path) -> None:
    folder = make(tmp_path)
    for verb, points in (("set", "-1"), ("review", "-2,5")):
        done = run(
            folder, "score", verb, "a", "-c", "khen", points, "--phase", "dot-1", "--reason", "Biên bản", "--json"
        )
        assert done.json["counts"] == float(points.replace(",", "."))
    run(folder, "score", "set", "a", "-c", "khen", "-9", "--phase", "dot-1").refused(1, "points-out-of-range")
    run(folder, "score", "set", "a", "-c", "khen", "-x", "--phase", "dot-1").refused(2)


def test_the_leading_unit_is_named(tmp_path: Path) -> None:
    folder = make(tmp_path)
    assert run(folder, "close", "dot-1", "--yes").code == 0
    text = explained(folder, "b")
    assert "đạt 150% · đơn vị dẫn đầu: Công an xã An Bình (20/10)" in text
    assert "đạt 106,7% · đơn vị dẫn đầu: Công an xã An Bình (9/10)" in text
    assert "đạt 200% · đơn vị dẫn đầu: Công an xã An Bình\n" in explained(folder, "a")
    assert "Kỷ luật         3" in explained(folder, "b", "-c", "kl")  # of a closed phase too
