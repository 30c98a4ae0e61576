"""The benchmarks measure what they say: a valid long definition, a store that holds as many entries as asked for."""

from pathlib import Path

import pytest

from benchmarks.contest import PHASE, UNIT, UNITS, write_contest
from benchmarks.counts import count_bytes, count_writes
from benchmarks.definitions import make_definition
from benchmarks.goals import Command, Goal
from benchmarks.peers import find_taskwarrior, find_watson
from benchmarks.report import Row, write_page
from benchmarks.stores import AS_OF, make_store
from tests.cli.harness import tracker
from tests.conftest import ROOT
from tracker.files.campaign_file import read_definition


def test_the_long_definition_is_long_and_valid(tmp_path: Path) -> None:
    path = make_definition(tmp_path, 1000)
    assert path.read_text(encoding="utf-8").count("\n") >= 1000
    reading = read_definition(path)
    assert reading.problems == ()
    assert reading.definition
    assert len({campaign.span for campaign in reading.definition.campaigns}) > 1


def test_a_store_holds_what_was_asked_for(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store", 300)
    assert tracker("status", "--json", "--today", AS_OF, cwd=folder).json["entries"] == 300


def test_a_contest_ranks_as_many_units_as_it_says(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "contest", 300, write_contest)
    ranked = tracker("rank", "--phase", PHASE, "--json", "--today", AS_OF, cwd=folder).json
    assert sum(len(group["units"]) for group in ranked["clusters"]) == UNITS
    explained = tracker("explain", UNIT, "--phase", PHASE, "--json", "--today", AS_OF, cwd=folder).json
    assert len(explained["lines"]) == 12


def test_a_goal_is_met_missed_or_not_measured() -> None:
    goal = Goal("S1", "`status`", Command(("a",)), Command(("b",)), "B", 1.6)
    met, missed, unknown = Row(goal, 15, 1.5, 1), Row(goal, 15, 1.7, 1), Row(goal._replace(base=None, base_is="no b"))
    assert [row.is_met for row in (met, missed, unknown)] == [True, False, True]
    assert str(met) == "| S1 | `status` | B | 1.6 | 1.50 | 1,500 / 1,000 | 15 |"
    assert "**missed**" in str(missed)
    assert "not measured: no b" in str(unknown)


def test_many_writers_and_the_room_that_an_achievement_takes(tmp_path: Path) -> None:
    writes = count_writes(make_store(tmp_path / "0", 0), 3, 2)
    assert (writes.name, writes.is_met, writes.measured.startswith("0, 0, ")) == ("S8", True, True)
    room = count_bytes(make_store(tmp_path / "300", 300))
    assert (room.name, room.is_met) == ("S12", False)  # a small store is mostly the definition that it keeps
    assert str(room).endswith(" B **missed** | | 1 |")


def test_the_page_takes_the_table_and_keeps_the_rest(tmp_path: Path) -> None:
    page = tmp_path / "speed.md"
    before = (ROOT / "docs" / "speed.md").read_text(encoding="utf-8")
    page.write_text(before, encoding="utf-8")
    for table in ("| a |", "| b |"):
        write_page(page, table)
    text = page.read_text(encoding="utf-8")
    assert "| b |" in text
    assert "| a |" not in text
    assert text.partition("<!-- measured -->")[0] == before.partition("<!-- measured -->")[0]
    assert text.partition("<!-- /measured -->")[2] == before.partition("<!-- /measured -->")[2]


@pytest.mark.parametrize("find", [find_taskwarrior, lambda folder, size: find_watson(folder, size, None)])
def test_a_peer_that_is_not_there_is_none(find: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert callable(find)
    assert find(tmp_path / "peer", 10) is None
    assert not (tmp_path / "peer").exists()
