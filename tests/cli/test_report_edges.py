"""What reports say at the edges: of nothing, of one unit, of one phase, of a unit that has ended."""

from pathlib import Path

import pytest

from tests.cli.harness import tracker
from tests.cli.papers import read, review_paper, weekly_paper

CAMPAIGN = """\
campaigns:
  - id: edges
    title: Edges
    start: 3/3/2025
    end: 30/3/2025
    units: units.csv
    phases:
      - {id: one, title: One, start: 3/3/2025, end: 11/3/2025}
      - {id: two, title: Two, start: 12/3/2025, end: 30/3/2025}
    criteria:
      - {id: acts, title: Acts, kind: count, measure: act, target: 2}
      - {id: calls, title: Calls, kind: rate, target: 90%}
      - {id: fires, title: Fires, kind: zero, measure: fire}
    deadlines:
      - {title: Weekly return, every: friday 16:00, return: weekly}
"""
UNITS = "id,code,name,level,parent,valid_from,valid_to\nclub,1,Club,club,,,\n"
ENDED = "top,1,Top,group,,,\nold,2,Old,club,top,,2025-03-11\nnew,3,New,club,top,2025-03-12,\n"


@pytest.fixture
def club(tmp_path: Path) -> Path:
    """A campaign of one unit."""
    (tmp_path / "campaigns.yaml").write_text(CAMPAIGN, encoding="utf-8")
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    return tmp_path


def log(folder: Path, criterion: str, day: str, *amount: str, unit: str = "club") -> None:
    done = tracker("log", "-u", unit, "-c", criterion, "-d", day, *amount, cwd=folder, TRACKER_TODAY=day)
    assert done.code == 0, done


def page(folder: Path, today: str, *asked: str) -> str:
    return tracker("report", *asked, "-f", "md", cwd=folder, TRACKER_TODAY=today).out


def results(folder: Path, week: str = "2025-W11", today: str = "2025-03-16") -> list[str]:
    return read(weekly_paper(folder, week, today).body)["II. RESULTS AGAINST THE TARGETS"]


def test_a_week_that_brought_nothing_is_not_split_by_phase(club: Path) -> None:
    log(club, "acts", "2025-03-04", "-q", "1")
    log(club, "calls", "2025-03-13", "-q", "1", "--of", "2")
    said = results(club)
    assert any(one.startswith("- Acts: in the week no result (the week before 1); ") for one in said)
    assert any(one.startswith("- Fires: in the week none happened; ") for one in said)
    assert any(one.startswith("- Calls: in the week a rate of 50% (1/2; Two: 50%); ") for one in said), said


def test_a_week_that_brought_something_is_split_by_phase(club: Path) -> None:
    log(club, "acts", "2025-03-13", "-q", "1")
    assert any(one.startswith("- Acts: in the week 1 act gained (One: 0; Two: 1); ") for one in results(club))


def test_what_did_not_occur_is_neither_met_nor_missed(club: Path) -> None:
    log(club, "acts", "2025-03-13", "-q", "2")
    assert "The whole campaign: all targets are met or on plan." in results(club)
    said = read(review_paper(club, None, "2025-04-10").body)
    assert said["1. Strengths"] == ["Targets that are met: Acts; Fires."]
    assert "The whole campaign: all targets are met." in said["1. Results by criterion"]
    assert "2 of 2 criteria with a target met it." in page(club, "2025-04-10", "final")


def test_nothing_is_not_told_phase_by_phase(club: Path) -> None:
    log(club, "acts", "2025-03-13", "-q", "1")
    said = read(review_paper(club, None, "2025-04-10").body)["1. Results by criterion"]
    assert "- Fires: none happened, as demanded." in said
    assert "- Calls: nothing occurred." in said
    assert any(one.startswith("- Acts: 1 act achieved") and one.endswith("; of these One: 0; Two: 1.") for one in said)


def test_a_phase_is_compared_with_one_that_brought_nothing(club: Path) -> None:
    log(club, "acts", "2025-03-13", "-q", "1")
    said = read(review_paper(club, "two", "2025-04-10").body)["1. Results by criterion"]
    assert any(one.startswith("- Acts: 1 act achieved; against One: 0; ") for one in said), said
    assert "- Fires: none happened, as demanded; campaign to date none happened, as demanded." in said


def test_one_unit_is_one(club: Path) -> None:
    weekly = read(weekly_paper(club, "2025-W11", "2025-03-16").body)
    assert weekly["2. Units to chase"][0] == "- The unit has not filed its weekly return (due on 14/03/2025)."
    assert "The week's return has not been filed." in page(club, "2025-03-16", "weekly")
    done = tracker("submit", "-u", "club", "--week", "2025-W11", "--nil", "--received", "15/3/2025 9:00", cwd=club)
    assert done.code == 0, done
    weekly = read(weekly_paper(club, "2025-W11", "2025-03-16").body)
    assert weekly["2. Units to chase"] == ["- The unit filed its weekly return late."]
    organised = " ".join(read(review_paper(club, None, "2025-04-10").body)["I. ORGANISATION OF THE WORK"])
    assert "1 unit takes part by 30/03/2025." in organised


def test_returns_that_are_all_late_are_said_to_be(club: Path) -> None:
    (club / "units.csv").write_text(UNITS + "crew,2,Crew,club,,,\n", encoding="utf-8")
    for unit in ("club", "crew"):
        done = tracker("submit", "-u", unit, "--week", "2025-W11", "--nil", "--received", "15/3/2025 9:00", cwd=club)
        assert done.code == 0, done
    weekly = read(weekly_paper(club, "2025-W11", "2025-03-16").body)
    assert weekly["2. Units to chase"] == ["- Weekly returns: 2/2 units have filed theirs, none of them on time."]


def test_a_campaign_of_one_phase_has_one(club: Path) -> None:
    path = club / "campaigns.yaml"
    lines = [one for one in path.read_text(encoding="utf-8").splitlines() if "id: one" not in one]
    path.write_text("\n".join(lines), encoding="utf-8")
    organised = " ".join(read(review_paper(club, None, "2025-04-10").body)["I. ORGANISATION OF THE WORK"])
    assert "It has one phase: Two (from 12/03/2025 to 30/03/2025)." in organised


def test_a_unit_that_has_ended_owes_nothing_and_is_not_counted(club: Path) -> None:
    (club / "units.csv").write_text(UNITS.splitlines()[0] + "\n" + ENDED, encoding="utf-8")
    log(club, "acts", "2025-03-10", "-q", "1", unit="old")
    assert "0 of 0" not in page(club, "2025-03-16", "weekly", "-u", "old")


def test_what_is_needed_of_whole_things_is_said_for_a_day_or_a_week(club: Path) -> None:
    log(club, "acts", "2025-03-04", "-q", "0")
    said = read(weekly_paper(club, "2025-W12", "2025-03-23").body)["V. MAIN TASKS OF THE NEXT WEEK"]
    assert any("Acts (2 act needed each week)" in one for one in said), said


def test_units_that_are_behind_on_every_target_are_named(club: Path) -> None:
    rows = "".join(f"u{number},{number},Unit {number},club,top,,\n" for number in range(5))
    (club / "units.csv").write_text(f"{UNITS.splitlines()[0]}\ntop,9,Top,group,,,\n{rows}", encoding="utf-8")
    path = club / "campaigns.yaml"
    gifts = "\n      - {id: gifts, title: Gifts, kind: count, measure: gift, target: 2}"
    text = path.read_text(encoding="utf-8").replace("target: 2}", f"target: 2}}{gifts}")
    path.write_text(text.replace("target: 2}", "unit_targets: {club: 10}, per: phase}"), encoding="utf-8")
    for unit, criterion in (("u0", "acts"), ("u0", "gifts"), ("u1", "acts"), ("u2", "gifts")):
        log(club, criterion, "2025-03-13", "-q", "10", unit=unit)
    said = read(weekly_paper(club, "2025-W11", "2025-03-16").body)["2. Units to chase"]
    assert "- 4/5 units are behind on a target of their own; 2 on every one: Unit 3; Unit 4." in said
