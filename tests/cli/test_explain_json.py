"""Everything that `rank --json` says of a unit follows from `explain --json` alone, without the program."""

import json
from contextlib import chdir
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import tracker
from tests.fixtures.contest import TODAY, make_contest, said
from tests.fixtures.explained import SUMS, rank_peers, work_out
from tests.fixtures.formula import points
from tracker.cli.context import Context, Options
from tracker.render.formats.json import render_json
from tracker.render.shapes.explanation import shape_explanation
from tracker.services.phases import choose_phase
from tracker.services.rank import build_ranking

RANKED = ("rank", "state", "band", "decided_by", *SUMS)
PHASES = {"dot-1": "2025-02-03", "dot-2": "2025-05-19", "dot-3": "2025-08-19"}


@pytest.fixture(scope="module")
def contest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_contest(tmp_path_factory.mktemp("contest") / "thu")


def read(folder: Path, *command: str, today: str = TODAY) -> Any:
    done = tracker(*command, "--json", cwd=folder, TRACKER_TODAY=today)
    assert (done.code, done.err) == (0, ""), done
    return _as_read(done.out)


def see_that_it_follows(unit: dict[str, Any], document: dict[str, Any]) -> None:
    """See that a unit's line of the ranking is what the explanation comes to, line by line."""
    for line in document["lines"]:
        if line["formula"]:
            assert points(line["formula"], line["inputs"]) == line["computed"], (unit["id"], line)
    assert work_out(document) == {key: unit[key] for key in RANKED}, unit["id"]


@pytest.mark.parametrize("phase", ["dot-1", "dot-2"])
@pytest.mark.parametrize("today", ["2025-03-24", "2025-04-20", TODAY])
def test_each_way_of_scoring(contest: Path, phase: str, today: str) -> None:
    if phase == "dot-2" and today < "2025-04":
        return
    ranking = read(contest, "rank", "--phase", phase, today=today)
    for group in ranking["clusters"]:
        for unit in group["units"]:
            document = read(contest, "explain", unit["id"], "--phase", phase, today=today)
            see_that_it_follows(unit, document)
            see_peers(group, document)


def see_peers(group: dict[str, Any], document: dict[str, Any]) -> None:
    """See that what an explanation says of the other units is what is said of each of them."""
    told = {one["id"]: one for one in document["peers"]}
    assert {one["id"]: [one[key] for key in SUMS] for one in group["units"]} == {
        unit: [one[key] for key in SUMS] for unit, one in told.items()
    }
    assert {one["id"]: one["rank"] for one in group["units"] if one["rank"]} == {
        unit: rank for unit, (rank, _, _) in rank_peers(document).items()
    }


def test_a_closed_phase_says_enough_too(contest: Path) -> None:
    said(contest, "close", "dot-1", "--yes")
    ranking = read(contest, "rank", "--phase", "dot-1")
    assert ranking["closed"]
    units = [unit for group in ranking["clusters"] for unit in group["units"]]
    for unit in units:
        see_that_it_follows(unit, read(contest, "explain", unit["id"], "--phase", "dot-1"))
    assert not any(unit["provisional"] for unit in units)
    said(contest, "reopen", "dot-1", "--reason", "Thử")


@pytest.mark.parametrize("phase", PHASES)
def test_every_unit_of_the_sample_campaign(demo: Path, phase: str) -> None:
    """The explanations are made from one ranking here; the program makes a ranking for each, which says the same."""
    today = PHASES[phase]
    ranking = read(demo, "rank", "--phase", phase, today=today)
    with chdir(demo):
        view = Context(Options(today=today), "explain", lambda problems: None).choose("cand80")
        made = build_ranking(view, choose_phase(view, phase))
        units = [unit for group in ranking["clusters"] for unit in group["units"]]
        told = {unit["id"]: _as_read(render_json(shape_explanation(made, unit["id"]))) for unit in units}
    assert len(units) > 150
    for unit in units:
        see_that_it_follows(unit, told[unit["id"]])
    for group in ranking["clusters"]:
        see_peers(group, told[group["units"][0]["id"]])
    assert read(demo, "explain", units[-1]["id"], "--phase", phase, today=today) == told[units[-1]["id"]]


def _as_read(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)
