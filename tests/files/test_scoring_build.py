"""How an office writes its own scoring: every form of it, and what is wrong with it, at its place."""

from datetime import date
from pathlib import Path

import pytest

from tracker.domain.scheme import (
    Band,
    BonusPenalty,
    Check,
    Group,
    LeaderRelative,
    Leaf,
    Linear,
    NotConsidered,
    PassFail,
    PerEvent,
    Plausible,
    Rules,
    Sheet,
    Step,
    Steps,
    sheet_for,
    sheets_of,
)
from tracker.domain.units import UnitVersion
from tracker.errors import Problem
from tracker.files.campaign_file import Reading, read_definition

HEAD = """\
campaigns:
  - id: thu
    title: Phong trào thử
    start: 19/8/2024
    end: 19/8/2025
    units: units.csv
    criteria:
      - {id: mo-hinh, title: Mô hình, kind: count, unit_targets: {commune: 1}, max_points: 10}
      - {id: kham-pha, title: Khám phá, kind: rate, target: 75%, max_points: 20}
      - {id: tin-bao, title: Tin báo, kind: count, unit_targets: {commune: 1}}
      - {id: ung-ho, title: Ủng hộ, kind: count, target: 1000}
      - {id: ky-luat, title: Kỷ luật, kind: count}
"""
ROSTER = """\
id,code,name,level,parent,cluster
t,1,Tỉnh,province,,
h,2,Huyện,district,t,cum-2
a,10,Xã A,commune,t,cum-1
b,11,Xã B,commune,t,cum-1
"""
BONUS = "model: bonus-penalty"


def read(folder: Path, text: str, head: str = HEAD) -> Reading:
    (folder / "units.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "campaigns.yaml").write_text(head + text, encoding="utf-8")
    return read_definition(folder / "campaigns.yaml")


def rules_of(folder: Path, text: str, head: str = HEAD) -> Rules:
    reading = read(folder, text, head)
    assert reading.problems == ()
    assert reading.definition
    return reading.definition.campaigns[0].rules


def sheet_of(folder: Path, *items: str) -> Sheet:
    text = "    scoring:\n      sheet:\n" + "".join(f"        - {{{one}}}\n" for one in items)
    (sheet,) = rules_of(folder, text).scoring.sheets
    return sheet


def problems_of(folder: Path, text: str) -> list[tuple[str, str]]:
    """Return the code of each problem and what it underlines."""
    return [(problem.code, underlined(problem)) for problem in read(folder, text).problems]


def underlined(problem: Problem) -> str:
    place = problem.place
    assert place
    assert place.source is not None
    return place.source[place.column - 1 :][: place.width]


def test_a_campaign_without_any_has_the_usual_rules(tmp_path: Path) -> None:
    reading = read(tmp_path, "")
    assert reading.definition
    campaign = reading.definition.campaigns[0]
    assert bytes(campaign.encoded_rules) == b"{}"
    assert campaign.rules == Rules()
    assert campaign.rules.scoring.enough_returns == 800


def test_without_a_sheet_what_has_maximum_points_is_scored(tmp_path: Path) -> None:
    reading = read(tmp_path, "")
    assert reading.definition
    (sheet,) = sheets_of(reading.definition.campaigns[0])
    assert sheet.leaves == (Leaf("mo-hinh", 10_000), Leaf("kham-pha", 20_000))
    bare = read(tmp_path, "", HEAD.replace(", max_points: 10", "").replace(", max_points: 20", ""))
    assert bare.definition
    assert sheets_of(bare.definition.campaigns[0]) == ()


@pytest.mark.parametrize(
    ("item", "leaf"),
    [
        ("criterion: mo-hinh", Leaf("mo-hinh", 10_000, Linear())),
        ("criterion: mo-hinh, max_points: 7.25", Leaf("mo-hinh", 7_250)),
        ('criterion: mo-hinh, max_points: "7,5", cap: 120%', Leaf("mo-hinh", 7_500, Linear(1200))),
        ("criterion: mo-hinh, model: linear, cap: 99.5%", Leaf("mo-hinh", 10_000, Linear(995))),
        ("criterion: mo-hinh, model: leader-relative", Leaf("mo-hinh", 10_000, LeaderRelative())),
        ("criterion: kham-pha, model: leader-relative, cap: 200 %", Leaf("kham-pha", 20_000, LeaderRelative(2000))),
        ("criterion: mo-hinh, model: per-event, points: 0.5", Leaf("mo-hinh", 10_000, PerEvent(500))),
        ("criterion: kham-pha, model: pass-fail", Leaf("kham-pha", 20_000, PassFail())),
        (
            "criterion: kham-pha, model: steps, steps: {100%: 20, 80%: 5}",
            Leaf("kham-pha", 20_000, Steps((Step(800, 5_000), Step(1000, 20_000)))),
        ),
        (f"{BONUS}, criterion: tin-bao, points: 2, most: 10", Leaf("tin-bao", 0, BonusPenalty(2_000, most=10_000))),
        (
            f"{BONUS}, against: ky-luat, penalty: 5, least: -10",
            Leaf("", 0, BonusPenalty(0, "ky-luat", 5_000, -10_000, 0)),
        ),
        (
            f"{BONUS}, criterion: tin-bao, points: 2, most: 10, against: ky-luat, penalty: 5, least: −7.5",
            Leaf("tin-bao", 0, BonusPenalty(2_000, "ky-luat", 5_000, -7_500, 10_000)),
        ),
        (
            f'{BONUS}, criterion: tin-bao, points: 2, most: 10, against: ky-luat, penalty: 5, least: "0"',
            Leaf("tin-bao", 0, BonusPenalty(2_000, "ky-luat", 5_000, 0, 10_000)),
        ),
    ],
)
def test_every_model_can_be_written(tmp_path: Path, item: str, leaf: Leaf) -> None:
    assert sheet_of(tmp_path, item) == Sheet((leaf,))


def test_parts_hold_parts_and_the_leaves_keep_their_order(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        "title: Một, items: [{criterion: mo-hinh}, {title: Hai, items: [{criterion: kham-pha}]}]",
        f"{BONUS}, against: ky-luat, penalty: 1, least: -5",
    )
    part = sheet.items[0]
    assert isinstance(part, Group)
    assert part.title == "Một"
    assert isinstance(part.items[1], Group)
    assert [leaf.name for leaf in sheet.leaves] == ["mo-hinh", "kham-pha", "ky-luat"]


def test_all_that_can_be_said_of_ranks(tmp_path: Path) -> None:
    scoring = rules_of(
        tmp_path,
        """\
    scoring:
      enough_returns: 75%
      ties: [fewer-penalties, kham-pha, higher-bonus, earlier-return]
      bands:
        - {title: Xuất sắc, from: 95%, quota: 20%}
        - {title: Tốt, from: 85.5%}
""",
    ).scoring
    assert scoring.sheets == ()
    assert scoring.enough_returns == 750
    assert scoring.ties == ("fewer-penalties", "kham-pha", "higher-bonus", "earlier-return")
    assert scoring.bands == (Band("Xuất sắc", 950, 200), Band("Tốt", 855))


def test_a_unit_is_scored_by_the_first_sheet_that_is_for_it(tmp_path: Path) -> None:
    sheets = rules_of(
        tmp_path,
        """\
    scoring:
      sheets:
        - {title: Cụm 1, clusters: [cum-1], levels: [commune], items: [{criterion: mo-hinh}]}
        - {title: Huyện, levels: [district], items: [{criterion: kham-pha}]}
        - {title: Còn lại, items: [{criterion: mo-hinh, max_points: 5}]}
""",
    ).scoring.sheets

    def title(level: str, cluster: str) -> str:
        sheet = sheet_for(sheets, UnitVersion("u", "", "U", level, "", cluster, (), None, None))
        return sheet.title if sheet else ""

    assert title("commune", "cum-1") == "Cụm 1"
    assert title("commune", "cum-2") == "Còn lại"
    assert title("district", "cum-1") == "Huyện"
    assert title("district", "") == "Huyện"
    assert sheet_for(sheets[:2], UnitVersion("u", "", "U", "province", "", "cum-1", (), None, None)) is None


def test_who_is_not_considered_what_is_checked_and_what_is_plausible(tmp_path: Path) -> None:
    rules = rules_of(
        tmp_path,
        """\
    not_considered:
      - {unit: a, from: 1/1/2025, to: 30/6/2025, basis: Quyết định số 12/QĐ-CAT}
      - {unit: a, from: 1/7/2025, basis: Quyết định số 90/QĐ-CAT}
      - {unit: b, from: 1/2/2025, to: 1/2/2025, basis: Kết luận}
    checks:
      - {id: tin, title: Không quá, rule: kham-pha.of<=tin-bao + mo-hinh}
      - {id: bang, title: Bằng, rule: tin-bao == mo-hinh}
      - {id: hon, title: Hơn, rule: tin-bao ≥ mo-hinh}
""",
        HEAD.replace("max_points: 10", "plausible: {least: 1, most: 1.500}"),
    )
    assert rules.not_considered == (
        NotConsidered("a", date(2025, 1, 1), date(2025, 6, 30), "Quyết định số 12/QĐ-CAT"),
        NotConsidered("a", date(2025, 7, 1), None, "Quyết định số 90/QĐ-CAT"),
        NotConsidered("b", date(2025, 2, 1), date(2025, 2, 1), "Kết luận"),
    )
    assert rules.checks == (
        Check("tin", "Không quá", (("kham-pha", True),), "<=", (("tin-bao", False), ("mo-hinh", False))),
        Check("bang", "Bằng", (("tin-bao", False),), "=", (("mo-hinh", False),)),
        Check("hon", "Hơn", (("tin-bao", False),), ">=", (("mo-hinh", False),)),
    )
    assert rules.plausible == (Plausible("mo-hinh", 1_000, 1_500_000),)


def test_an_id_that_ends_like_a_denominator_is_a_criterion(tmp_path: Path) -> None:
    head = HEAD.replace("id: ky-luat", "id: tin-bao.of")
    (check,) = rules_of(tmp_path, "    checks:\n      - {id: x, title: X, rule: tin-bao.of < tin-bao}\n", head).checks
    assert check.left == (("tin-bao.of", False),)


@pytest.mark.parametrize(
    ("item", "code", "at"),
    [
        ("criterion: mo-hnih", "criterion-unknown", "mo-hnih"),
        (f"{BONUS}, against: ky-lat, penalty: 5, least: -9", "criterion-unknown", "ky-lat"),
        ("max_points: 10", "key-missing", "{"),
        (f"{BONUS}", "key-missing", "{"),
        (f"{BONUS}, criterion: tin-bao, most: 10", "key-missing", "{"),
        (f"{BONUS}, criterion: tin-bao, points: 1", "key-missing", "{"),
        (f"{BONUS}, against: ky-luat, penalty: 1", "key-missing", "{"),
        (f"{BONUS}, against: ky-luat, least: -1", "key-missing", "{"),
        (f"{BONUS}, against: ky-luat, penalty: 5, least: 9", "least-positive", "9"),
        (f"{BONUS}, against: ky-luat, penalty: 5, least: -x", "not-points", "-x"),
        (f"{BONUS}, criterion: kham-pha, points: 1, most: 9", "model-of-events", "kham-pha"),
        (f"{BONUS}, against: kham-pha, penalty: 1, least: -9", "model-of-events", "kham-pha"),
        (f"{BONUS}, criterion: tin-bao, points: 1, most: 9, max_points: 9", "key-of-models", "max_points"),
        ("criterion: kham-pha, model: per-event, points: 1", "model-of-events", "kham-pha"),
        ("criterion: mo-hinh, model: per-event", "key-missing", "{"),
        ("criterion: mo-hinh, model: steps", "key-missing", "{"),
        ("criterion: mo-hinh, model: steps, steps: {}", "list-empty", "{"),
        ("criterion: mo-hinh, model: lineal", "bad-choice", "lineal"),
        ("criterion: mo-hinh, points: 1", "key-of-models", "points"),
        ("criterion: mo-hinh, model: pass-fail, cap: 100%", "key-of-models", "cap"),
        ("criterion: tin-bao", "points-missing", "tin-bao"),
        ("criterion: mo-hinh, max_points: ten", "not-points", "ten"),
        ("criterion: mo-hinh, max_points: 1.125", "not-points", "1.125"),
        ("criterion: mo-hinh, max_points: -1", "negative-quantity", "-1"),
        ("criterion: mo-hinh, cap: 2", "not-a-percentage", "2"),
        ("criterion: mo-hinh, cap: 99.55%", "not-a-percentage", "99.55%"),
        ("criterion: mo-hinh, cap: 0%", "cap-zero", "0%"),
        ("criterion: mo-hinh, model: leader-relative, cap: 0%", "cap-zero", "0%"),
        ("criterion: mo-hinh, model: steps, steps: {80%: 5, 100%: 11}", "step-over", "11"),
        ("criterion: mo-hinh, model: steps, steps: {80%: 5, 100%: 5}", "steps-falling", "5"),
        ("criterion: mo-hinh, model: steps, steps: {80%: 4, 80.0%: 5}", "steps-falling", "5"),
        ("criterion: mo-hinh, model: steps, steps: {0.8: 5}", "not-a-percentage", "0.8"),
        ("criterion: mo-hinh, model: steps, steps: {80%: five}", "not-points", "five"),
        ("title: Một", "key-missing", "{"),
        ("items: [{criterion: mo-hinh}]", "key-missing", "{"),
        ("title: Một, items: []", "list-empty", "["),
        ("title: Một, criterion: tin-bao, items: [{criterion: mo-hinh}]", "part-key", "criterion"),
        ("title: Một, items: [{criterion: mo-hnih}]", "criterion-unknown", "mo-hnih"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_line(tmp_path: Path, item: str, code: str, at: str) -> None:
    assert (code, at) in problems_of(tmp_path, f"    scoring:\n      sheet:\n        - {{{item}}}\n")


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("sheet: [{criterion: mo-hinh}, {title: A, items: [{criterion: mo-hinh}]}]", "criterion-twice", "mo-hinh"),
        ("sheet: [{criterion: mo-hinh}]\n      sheets: [{items: [{criterion: mo-hinh}]}]", "sheet-twice", "["),
        ("sheet: []", "list-empty", "["),
        ("sheets: [{items: []}]", "list-empty", "["),
        ("sheets: [{levels: [comune], items: [{criterion: mo-hinh}]}]", "level-unknown", "comune"),
        ("sheets: [{levels: [commune, commune], items: [{criterion: mo-hinh}]}]", "name-repeated", "commune"),
        ("sheets: [{clusters: [cum-9], items: [{criterion: mo-hinh}]}]", "cluster-unknown", "cum-9"),
        ("bands: [{title: A, from: 85%}, {title: B, from: 95%}]", "bands-rising", "95%"),
        ("bands: [{title: A, from: 85%}, {title: B, from: 85%}]", "bands-rising", "85%"),
        ("bands: [{title: A, from: 85%, quota: 120%}]", "percentage-over", "120%"),
        ("bands: [{title: A, from: 85}]", "not-a-percentage", "85"),
        ("bands: [{title: A}]", "key-missing", "{"),
        ("enough_returns: 101%", "percentage-over", "101%"),
        ("enough_returns: most", "not-a-percentage", "most"),
        ("ties: [fewer-penaltys]", "tie-unknown", "fewer-penaltys"),
        ("ties: [tin-bao]", "tie-unknown", "tin-bao"),
        ("ties: [mo-hinh, mo-hinh]", "name-repeated", "mo-hinh"),
        ("sheet: [{criterion: kham-pha}]\n      ties: [mo-hinh]", "tie-unknown", "mo-hinh"),
        ("sheat: []", "key-unknown", "sheat"),
    ],
)
def test_what_is_wrong_with_a_scoring(tmp_path: Path, text: str, code: str, at: str) -> None:
    assert (code, at) in problems_of(tmp_path, f"    scoring:\n      {text}\n")


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("not_considered: [{unit: x, from: 1/1/2025, basis: B}]", "unit-unknown", "x"),
        ("not_considered: [{unit: a, from: 2/1/2025, to: 1/1/2025, basis: B}]", "span-reversed", "1/1/2025"),
        (
            "not_considered: [{unit: a, from: 1/1/2025, basis: B}, {unit: a, from: 2/2/2025, to: 3/2/2025, basis: B}]",
            "not-considered-twice",
            "2/2/2025",
        ),
        (
            "not_considered: [{unit: a, from: 1/2/2025, to: 5/2/2025, basis: B}, {unit: a, from: 5/2/2025, basis: B}]",
            "not-considered-twice",
            "5/2/2025",
        ),
        ("not_considered: [{unit: a, from: 1/1/2025}]", "key-missing", "{"),
        ("not_considered: []", "list-empty", "["),
        ("checks: []", "list-empty", "["),
        ("checks: [{id: x, title: X, rule: tin-bao}]", "bad-rule", "tin-bao"),
        ("checks: [{id: x, title: X, rule: tin-bao <= }]", "bad-rule", "tin-bao <="),
        ("checks: [{id: x, title: X, rule: tin-bao <> mo-hinh}]", "bad-rule", "tin-bao <> mo-hinh"),
        ("checks: [{id: x, title: X, rule: tin-bao < mo-hinh < ung-ho}]", "bad-rule", "tin-bao < mo-hinh < ung-ho"),
        ("checks: [{id: x, title: X, rule: tin-bao <= mo-hihn}]", "criterion-unknown", "tin-bao <= mo-hihn"),
        ("checks: [{id: x, title: X, rule: tin-bao + <= mo-hinh}]", "criterion-unknown", "tin-bao + <= mo-hinh"),
        ("checks: [{id: x, title: X, rule: tin-bao.of <= mo-hinh}]", "of-no-rate", "tin-bao.of <= mo-hinh"),
        (
            "checks: [{id: x, title: X, rule: tin-bao < mo-hinh}, {id: x, title: Y, rule: tin-bao = mo-hinh}]",
            "id-repeated",
            "x",
        ),
        ("checks: [{id: x, title: X}]", "key-missing", "{"),
    ],
)
def test_what_is_wrong_with_flags_and_checks(tmp_path: Path, text: str, code: str, at: str) -> None:
    assert problems_of(tmp_path, f"    {text}\n") == [(code, at)]


@pytest.mark.parametrize(
    ("plausible", "code", "at"),
    [
        ("{}", "key-missing", "{"),
        ("{most: many}", "bad-quantity", "many"),
        ("{least: 5, most: 4}", "most-under-least", "4"),
        ("{least: 0.5}", "too-many-decimals", "0.5"),
        ("5", "not-a-mapping", "5"),
    ],
)
def test_what_is_wrong_with_a_plausible_range(tmp_path: Path, plausible: str, code: str, at: str) -> None:
    reading = read(tmp_path, "", HEAD.replace("max_points: 10", f"plausible: {plausible}"))
    assert [(one.code, underlined(one)) for one in reading.problems] == [(code, at)]


def test_a_line_that_no_unit_has_a_target_for_is_only_warned_of(tmp_path: Path) -> None:
    text = "    scoring:\n      sheet:\n        - {criterion: ung-ho, max_points: 5}\n"
    reading = read(tmp_path, text)
    assert [(one.code, underlined(one)) for one in reading.problems] == [("scored-without-target", "ung-ho")]
    assert reading.definition
    for fitting in ("model: per-event, points: 1", "model: leader-relative"):
        assert read(tmp_path, text.replace("max_points: 5", f"max_points: 5, {fitting}")).problems == ()


@pytest.mark.parametrize(
    ("criterion", "is_warned"),
    [
        ("kind: zero", False),
        ("kind: count, direction: down, target: 5%", False),
        ("kind: rate, target: 5%", False),
        ("kind: rate", True),
        ("kind: stock, target: 5", True),
        ("kind: count, ceiling: 5", True),
        ("kind: count, unit_targets: {a: 1}", False),
    ],
)
def test_some_targets_of_the_whole_hold_for_each_unit(tmp_path: Path, criterion: str, is_warned: bool) -> None:
    head = HEAD.replace("kind: count, target: 1000", criterion)
    reading = read(tmp_path, "    scoring:\n      sheet: [{criterion: ung-ho, max_points: 5}]\n", head)
    assert [one.code for one in reading.problems] == ["scored-without-target"] * is_warned


def test_a_sheet_that_no_unit_is_scored_by_is_only_warned_of(tmp_path: Path) -> None:
    text = "sheets: [{title: Chung, items: [{criterion: mo-hinh}]}, {title: Xã, levels: [commune], items: [{criterion: mo-hinh}]}]"
    reading = read(tmp_path, f"    scoring:\n      {text}\n")
    assert [(one.code, one.params) for one in reading.problems] == [("sheet-unused", {"title": "Xã"})]
    assert reading.definition


def test_a_roster_that_cannot_be_read_is_the_one_problem(tmp_path: Path) -> None:
    text = """\
    scoring:
      sheets: [{clusters: [cum-9], levels: [xa], items: [{criterion: mo-hinh}]}]
    not_considered: [{unit: x, from: 1/1/2025, basis: B}]
"""
    (tmp_path / "campaigns.yaml").write_text(HEAD + text, encoding="utf-8")
    codes = [one.code for one in read_definition(tmp_path / "campaigns.yaml").problems]
    assert codes == ["named-file-missing"]


def test_what_follows_from_a_criterion_that_is_wrong_is_not_told(tmp_path: Path) -> None:
    head = HEAD.replace("kind: rate, target: 75%", "kind: rat, target: 75%")
    text = "    scoring:\n      sheet: [{criterion: kham-pha}]\n    checks: [{id: x, title: X, rule: kham-pha.of < tin-bao}]\n"
    assert [one.code for one in read(tmp_path, text, head).problems] == ["bad-choice"]


def test_parts_are_not_nested_without_end(tmp_path: Path) -> None:
    item = "{criterion: mo-hinh}"
    for _ in range(12):
        item = f"{{title: T, items: [{item}]}}"
    reading = read(tmp_path, f"    scoring:\n      sheet: [{item}]\n")
    assert [one.code for one in reading.problems] == ["yaml-too-deep"]
