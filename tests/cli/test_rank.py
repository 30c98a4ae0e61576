"""Ranks and explanations on the command line."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker
from tests.cli.test_screens import masked
from tests.fixtures.contest import TODAY, make_contest, said

Golden = Callable[[str, str], None]
LANGUAGES = pytest.mark.parametrize("lang", ["vi", "en"])


@pytest.fixture(scope="module")
def contest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign that is scored in every way, to read only."""
    return make_contest(tmp_path_factory.mktemp("contest") / "thu")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The same to write in."""
    return make_contest(tmp_path / "thu")


def ask(folder: Path, *command: str, today: str = TODAY, lang: str = "en", screen: int | None = None) -> Result:
    return tracker(*command, cwd=folder, TRACKER_TODAY=today, TRACKER_LANG=lang, screen=screen)


def document(folder: Path, *command: str, today: str = TODAY) -> Any:
    done = ask(folder, *command, "--json", today=today)
    assert (done.code, done.err) == (0, ""), done
    return done.json


def units(ranking: Any) -> dict[str, Any]:
    return {unit["id"]: unit for group in ranking["clusters"] for unit in group["units"]}


@LANGUAGES
def test_the_screens_of_ranks(contest: Path, golden: Golden, lang: str) -> None:
    text = "".join(
        f"=== {' '.join(command)} ({width})\n{masked(said_screen(contest, command, width, lang))}\n"
        for command, width in (
            (("rank",), 80),
            (("rank", "--cluster", "cụm 1"), 120),
            (("explain", "a"), 80),
            (("explain", "h", "-c", "thu-hoi"), 80),
            (("explain", "c", "--phase", "dot-1"), 120),
        )
    )
    golden(f"ranks.{lang}.txt", text)


def said_screen(folder: Path, command: tuple[str, ...], width: int, lang: str) -> str:
    done = ask(folder, *command, lang=lang, screen=width)
    assert (done.code, done.err) == (0, "")
    lines = [line.rstrip() for line in done.out.splitlines()]
    assert max(map(len, lines)) <= width
    return "\n".join(lines)


def test_groups_are_clusters_and_else_levels_under_a_parent(contest: Path) -> None:
    ranking = document(contest, "rank")
    assert [(group["id"], group["cluster"], group["all"]) for group in ranking["clusters"]] == [
        ("Cụm 1", "Cụm 1", 6), ("Cụm 2", "Cụm 2", 6), ("t/district", None, 2), ("t/office", None, 1),
    ]  # fmt: skip
    assert (ranking["ranked_on"], ranking["closed"], ranking["phase"]["id"]) == ("2025-04-30", False, "dot-2")


def test_who_is_not_considered_or_files_too_little_has_no_rank(contest: Path) -> None:
    found = units(document(contest, "rank"))
    assert {unit: one["state"] for unit, one in found.items() if one["rank"] is None} == {
        "c": "not-considered", "k": "not-enough-data",
    }  # fmt: skip
    assert found["c"]["flags"] == [{"start": "2025-04-10", "end": None, "basis": "Quyết định 12/QĐ"}]
    assert found["k"]["returns"] == {"expected": 4, "actual": 0, "complete_at": None}
    before = units(document(contest, "rank", today="2025-04-09"))
    assert (before["c"]["state"], before["b"]["state"]) == ("ranked", "not-considered")


def test_after_a_flag_ended_only_what_came_later_counts(contest: Path) -> None:
    found = units(document(contest, "rank"))
    assert (found["b"]["counted_from"], found["a"]["counted_from"]) == ("2025-04-10", None)
    (line,) = document(contest, "explain", "b", "-c", "mo-hinh")["lines"]
    assert (line["actual"]["value"], line["entries"]) == (0, [])  # what it did on 5/4 stands before that day
    (line,) = document(contest, "explain", "b", "-c", "tin-bao")["lines"]
    assert [one["date"] for one in line["entries"]] == ["2025-04-19"]


def test_a_group_or_a_subtree_keeps_the_ranks_of_the_whole(contest: Path) -> None:
    whole = units(document(contest, "rank"))
    one = document(contest, "rank", "--cluster", "cum 2")
    assert [group["id"] for group in one["clusters"]] == ["Cụm 2"]
    below = document(contest, "rank", "-u", "dong")
    assert [(group["id"], len(group["units"]), group["all"]) for group in below["clusters"]] == [
        ("Cụm 1", 6, 6), ("t/district", 1, 2),
    ]  # fmt: skip
    for part in (one, below):
        assert all(unit == whole[name] for name, unit in units(part).items())
    for name in ("Cụm 9", ""):
        ask(contest, "rank", "--cluster", name).refused(3, "cluster-not-found")
    ask(contest, "explain", "a", "-c", " ").refused(1, "field-missing")


def test_a_table_has_a_row_for_each_unit(contest: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(contest, "rank", "-f", "csv").out)))
    assert len(rows) == 15
    first = rows[0]
    assert (first["cluster"], first["rank"], first["id"], first["band"]) == ("Cụm 1", "1", "d", "Tốt")
    assert {row["id"]: row["basis"] for row in rows if row["basis"]} == {"c": "Quyết định 12/QĐ"}


def test_the_way_to_draw_level_does(own: Path) -> None:
    above = document(own, "explain", "a")["above"]
    (way,) = (one for one in above["overtake"] if one["criterion"] == "mo-hinh")
    said(own, "log", "-u", "a", "-c", "mo-hinh", "-q", str(way["more"] - 1), "-d", "30/4/2025") if way[
        "more"
    ] > 1 else None
    assert document(own, "explain", "a")["total"] < above["total"]
    said(own, "log", "-u", "a", "-c", "mo-hinh", "-q", "1", "-d", "30/4/2025")
    after = document(own, "explain", "a")
    assert after["total"] >= above["total"]
    assert after["rank"] == 1


def test_entries_that_are_voided_leave_the_line(own: Path) -> None:
    (line,) = document(own, "explain", "d", "-c", "hoat-dong")["lines"]
    (entry,) = line["entries"]
    assert (line["source"]["entries"], line["source"]["first"]) == (1, entry["date"])
    said(own, "void", entry["id"], "--reason", "Nhầm")
    (line,) = document(own, "explain", "d", "-c", "hoat-dong")["lines"]
    assert (line["entries"], line["source"]["entries"], line["source"]["first"]) == ([], 0, None)
    assert (line["actual"]["value"], line["score"]) == (0, 0)


def test_heirs_do_not_inherit_a_flag_and_are_named(own: Path) -> None:
    said(own, "roster", "merge", "c", "d", "--into", "a", "--on", "20/4/2025", "--basis", "NQ 5", "--yes")
    ranking = document(own, "rank")
    assert "c" not in units(ranking)
    assert units(ranking)["a"]["state"] == "ranked"
    (undecided,) = ranking["undecided"]
    assert (undecided["unit"], [one["id"] for one in undecided["heirs"]]) == ("c", ["a"])
    assert "To decide" in ask(own, "rank").out
    (line,) = document(own, "explain", "a", "-c", "pham-phap")["lines"]
    assert {one["unit"] for one in line["entries"]} == {"a", "c", "d"}


def test_a_closed_phase_stays_as_it_was(own: Path) -> None:
    said(own, "close", "dot-1", "--yes")
    asked = (("rank",), ("explain", "a"), ("explain", "a", "-c", "mo-hinh"))
    before = [ask(own, *command, "--phase", "dot-1", "--json").out for command in asked]
    said(own, "log", "-u", "a", "-c", "mo-hinh", "-q", "9", "-d", "30/3/2025", "--late", "Báo cáo bổ sung")
    said(own, "log", "-u", "a", "-c", "mo-hinh", "-q", "2", "-d", "2/4/2025")
    assert [ask(own, *command, "--phase", "dot-1", "--json").out for command in asked] == before
    assert "Closed: these ranks are final" in ask(own, "explain", "a", "--phase", "dot-1").out
    ask(own, "score", "set", "a", "-c", "mo-hinh", "9", "--phase", "dot-1").refused(1, "phase-is-closed")


def test_a_campaign_that_scores_nothing_says_how(tmp_path: Path) -> None:
    folder = define(tmp_path / "small")
    done = ask(folder, "rank", today="2025-03-10")
    assert done.code == 0
    assert "Give criteria max_points: in campaigns.yaml" in done.out
    assert document(folder, "rank", today="2025-03-10")["clusters"] == []
    ask(folder, "explain", "a", today="2025-03-10").refused(1, "nothing-scored")


def test_a_campaign_without_phases_is_ranked_as_a_whole(tmp_path: Path) -> None:
    folder = define(tmp_path / "small")
    text = re.sub(r"    phases:\n(      - .*\n)+", "", (folder / "campaigns.yaml").read_text(encoding="utf-8"))
    text = text.replace("target: 31, per: phase", "unit_targets: {commune: 4}, max_points: 10")
    (folder / "campaigns.yaml").write_text(text, encoding="utf-8")
    tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "3", "-d", "2/3/2025", cwd=folder, TRACKER_TODAY="2025-03-03")
    ranking = document(folder, "rank", today="2025-03-03")
    assert units(ranking)["a"]["score"] == 7.5
    assert ask(folder, "rank", today="2025-03-03").out.startswith("Ranking · Phong trào xuan: thi đua\n")


def test_before_a_phase_begins_there_is_nothing_to_rank(contest: Path) -> None:
    ask(contest, "rank", today="2025-02-01").refused(3, "phase-not-begun")
    ask(contest, "rank", "--phase", "dot-2", today="2025-03-20").refused(3, "phase-not-begun")
    ask(contest, "explain", "t").refused(3, "unit-not-ranked")


def test_a_page_for_other_programs(contest: Path) -> None:
    markdown = ask(contest, "rank", "-f", "md").out
    assert "## Cụm 1 (6 units)" in markdown
    assert "| 1 | Công an xã D |" in markdown
    assert "<h2" in ask(contest, "explain", "a", "-f", "html").out
    assert "- Mô hình  **" in ask(contest, "explain", "a", "-f", "md").out
