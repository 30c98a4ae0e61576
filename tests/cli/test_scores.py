"""Points that people give, on the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CAMPAIGN, ROSTER
from tests.cli.harness import Result, tracker

TODAY = "2025-03-10"
POINTS = {"mo-hinh": 10, "kham-pha": 20}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder whose campaign gives points for two of its three criteria."""
    text = CAMPAIGN.format(id="xuan")
    for criterion, points in POINTS.items():
        text = text.replace(f"id: {criterion},", f"id: {criterion}, max_points: {points},")
    (tmp_path / "campaigns.yaml").write_text(f"timezone: Asia/Ho_Chi_Minh\ncampaigns:\n{text}", encoding="utf-8")
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    return tmp_path


def run(folder: Path, *command: str, screen: int | None = None, lang: str = "en", today: str = TODAY) -> Result:
    return tracker(*command, cwd=folder, screen=screen, TRACKER_TODAY=today, TRACKER_LANG=lang)


def said(folder: Path, *command: str, screen: int | None = None, lang: str = "en", today: str = TODAY) -> str:
    done = run(folder, *command, screen=screen, lang=lang, today=today)
    assert (done.code, done.err) == (0, ""), done
    return done.out


def points_of(folder: Path, unit: str = "a", today: str = TODAY) -> dict[str, float]:
    """What counts for a unit, line by line."""
    document = json.loads(said(folder, "explain", unit, "--json", today=today))
    return {line["criterion"]: line["score"] for line in document["lines"]}


def give(folder: Path, verb: str, points: str, *options: str) -> str:
    return said(folder, "score", verb, "a", "-c", "mo-hinh", points, *options)


def test_a_pipe_gets_the_id_and_a_screen_what_counts_since(small: Path) -> None:
    assert give(small, "set", "9,5") == "1-1\n"
    review = ("score", "review", "a", "-c", "mô hình", "8", "--reason", "Một mô hình chưa được công nhận")
    assert said(small, *review, screen=80).splitlines() == [
        "✔ Công an xã An Bình · Mô hình: review 8/10  1-2",
        "  Một mô hình chưa được công nhận",
        "  Monday 10/03/2025 · Đợt 1",
        "  Counts: review 8 (Lan, 10/03/2025)",
        "  Undo: tracker undo",
    ]
    screen = said(small, "score", "set", "a", "-c", "mo-hinh", "10", screen=80, lang="vi").splitlines()
    assert screen[0] == "✔ Công an xã An Bình · Mô hình: tự chấm 10/10  1-3"
    assert screen[2] == "  Được tính: thẩm định 8 (Lan, 10/03/2025)"


def test_the_latest_of_the_highest_authority_counts(small: Path) -> None:
    assert points_of(small) == {"mo-hinh": None, "kham-pha": None}
    for verb, points, counts, *options in (
        ("set", "9", 9), ("set", "7,25", 7.25), ("review", "6", 6), ("set", "10", 6), ("review", "5.5", 5.5),
        ("review", "4", 4, "--final"), ("review", "8", 4), ("review", "3", 3, "--final"),
    ):  # fmt: skip
        reason = [] if verb == "set" else ["--reason", "Biên bản"]
        give(small, verb, points, *reason, *map(str, options))
        assert points_of(small)["mo-hinh"] == counts, (verb, points)
    document = json.loads(said(small, "score", "list", "a", "--json"))
    assert [one["id"] for one in document["given"] if one["counts"]] == ["1-8"]
    assert [one["points"] for one in document["given"]] == [9, 7.25, 6, 10, 5.5, 4, 8, 3]
    assert points_of(small, "b") == {"mo-hinh": None, "kham-pha": None}


def test_an_explanation_changes_no_points(small: Path) -> None:
    give(small, "set", "9")
    said(small, "score", "justify", "a", "-c", "mo-hinh", "Hai mô hình ra mắt muộn")
    assert points_of(small)["mo-hinh"] == 9
    assert "explanation (Lan, 10/03/2025): Hai mô hình ra mắt muộn  1-2" in said(small, "explain", "a")


def test_what_was_given_is_a_record_like_any_other(small: Path) -> None:
    give(small, "set", "9", "--reason", "Tự chấm")
    give(small, "review", "6", "--reason", "Thiếu hồ sơ")
    assert "points given: mo-hinh · dot-1 · own score · 9 · Tự chấm" in said(small, "history", "1-1")
    assert "Thiếu hồ sơ" in said(small, "show", "1-2")
    said(small, "undo")
    assert points_of(small)["mo-hinh"] == 9
    said(small, "void", "1-1", "--reason", "Nhầm đơn vị")
    assert points_of(small)["mo-hinh"] is None
    assert json.loads(said(small, "score", "list", "--json"))["given"] == []
    assert "Tự chấm" in said(small, "export", "--what", "journal", "-f", "csv")
    assert said(small, "fsck", "--full").startswith("✔")


def test_points_given_later_do_not_count_before(small: Path) -> None:
    give(small, "set", "9")
    assert points_of(small, today="2025-03-09")["mo-hinh"] is None
    assert points_of(small, today="2025-03-31")["mo-hinh"] == 9
    assert points_of(small, today="2025-04-02")["mo-hinh"] is None  # those of another phase
    said(small, "score", "set", "a", "-c", "mo-hinh", "8", "--phase", "dot-1", today="2025-04-05")
    ended = json.loads(said(small, "explain", "a", "--phase", "dot-1", "--json", today="2025-04-05"))
    assert ended["lines"][0]["score"] == 8


def test_a_rehearsal_keeps_nothing(small: Path) -> None:
    document = json.loads(give(small, "set", "9", "-n", "--json"))
    assert (document["id"], document["counts"], document["maximum"], document["dry_run"]) == (None, 9, 10, True)
    assert not (small / "tracker.db").exists()


@pytest.mark.parametrize(
    ("points", "code"),
    [("10,01", "points-out-of-range"), ("-1", "points-out-of-range"), ("1,005", "ambiguous-quantity"),
     ("0,005", "points-too-fine"), ("chín", "bad-quantity")],
)  # fmt: skip
def test_points_outside_the_limits_are_refused(small: Path, points: str, code: str) -> None:
    done = run(small, "score", "set", "-c", "mo-hinh", "a", "--", points)
    done.refused(1 if code.startswith(("points", "ambiguous", "bad")) else 2, code)
    assert not (small / "tracker.db").exists()


def test_points_that_would_not_count_are_refused(small: Path) -> None:
    path = small / "campaigns.yaml"
    text = path.read_text(encoding="utf-8").replace("target: 31,", "unit_targets: {commune: 5}, not_assigned: [b],")
    path.write_text(text, encoding="utf-8")
    done = run(small, "score", "set", "b", "-c", "mo-hinh", "5").refused(1, "criterion-not-assigned")
    assert "Mô hình is not assigned to Công an xã Hòa Bình in Đợt 1" in done.err
    assert "tracker targets list -u b" in done.err
    for verb in (("set", "t", "5"), ("justify", "t", "Giải trình")):
        run(small, "score", *verb, "-c", "mo-hinh").refused(3, "unit-not-ranked")
    assert not (small / "tracker.db").exists()
    give(small, "set", "5")


def test_what_nobody_scores_is_refused(small: Path) -> None:
    done = run(small, "score", "set", "a", "-c", "nuoc-sach", "1")
    assert "its score sheet has: mo-hinh, kham-pha" in done.refused(1, "criterion-not-scored").err
    run(small, "score", "set", "a", "-c", "mo-hinh", "1", "--phase", "dot-2").refused(3, "phase-not-begun")
    run(small, "score", "set", "a", "-c", "mo-hinh", "1", "--phase", "dot-9").refused(3, "phase-not-found")
    run(small, "score", "justify", "a", "-c", "mo-hinh", " ").refused(1, "field-missing")


def test_the_list_is_a_table_of_all_that_was_given(small: Path) -> None:
    give(small, "set", "9")
    give(small, "review", "6,5", "--reason", "Thiếu hồ sơ")
    lines = said(small, "score", "list", screen=80, lang="vi").splitlines()
    assert max(map(len, lines)) <= 80
    assert " ".join(lines[1].split()) == "1-1 10/03/2025 Công an xã An Bình Mô hình tự chấm 9"
    assert lines[2].endswith("✔ 6,5  Thiếu hồ sơ")
    assert said(small, "score", "list", "b") == "Nobody gave points in Đợt 1, and no unit explained any.\n"
    rows = said(small, "score", "list", "-f", "csv").splitlines()
    assert [row.split(",")[7] for row in rows] == ["counts", "false", "true"]
    assert rows[0].startswith("id,unit,unit_name,criterion,says,points,text,counts,date")
    assert len(rows) == 3
