"""tracker close and reopen: what a phase was closed with is said again, byte for byte, whatever comes later."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker
from tests.journal.damage import spoil

CLOSING_DAY, LATER = "2025-04-02", "2025-04-12"
WEEK = "2025-W10"
COMMANDS = (
    *(f"report weekly --week {WEEK} -f {one}" for one in ("table", "md", "html", "json")),
    f"report weekly --week {WEEK} -u d --json",
    f"report weekly --week {WEEK} -u d --view as-of -f md",
    f"report weekly --week {WEEK} --lang vi -f html",
    *(f"report phase dot-1 -f {one}" for one in ("table", "md", "html", "json", "csv")),
    "report phase dot-1 -u d --view as-of --json",
    "report phase dot-1 -u a --lang vi -f md",
    "explain a -c mo-hinh --phase dot-1 --json",
    *(f"rank --phase dot-1 -f {one}" for one in ("table", "md", "html", "json", "csv")),
    *(f"explain a --phase dot-1 -f {one}" for one in ("table", "md", "json")),
)


def say(folder: Path, command: str, *more: str, today: str = LATER, **env: Any) -> Result:
    return tracker(*command.split(), *more, cwd=folder, TRACKER_TODAY=today, **env)


def done(folder: Path, command: str, *more: str, today: str = LATER, **env: Any) -> Result:
    said = say(folder, command, *more, today=today, **env)
    assert said.code == 0, said
    return said


@pytest.fixture
def running(tmp_path: Path) -> Path:
    """Đợt 1 is over, with entries of three units and a return."""
    folder = define(tmp_path / "small")
    path = folder / "campaigns.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("per: phase}", "per: phase, max_points: 10}"), "utf-8")
    for unit, day, quantity in (("a", "5/3", "3"), ("b", "6/3", "20"), ("c", "12/3", "4"), ("a", "31/3", "1")):
        done(folder, f"log -u {unit} -c mo-hinh -q {quantity} -d {day}", today=CLOSING_DAY)
    done(folder, f"submit -u a --week {WEEK} --received", "7/3/2025 10:00", today=CLOSING_DAY)
    return folder


@pytest.fixture
def closed(running: Path) -> Path:
    done(running, "close dot-1", today=CLOSING_DAY)
    return running


def test_a_closing_shows_the_final_table_and_what_is_unfinished(running: Path) -> None:
    rehearsed = done(running, "close dot-1 -n", today=CLOSING_DAY)
    assert rehearsed.out.startswith("A rehearsal: nothing was written.\nRanking · Đợt 1")
    assert "✔ Đợt 1 would be closed · 4 entries · SHA-256" in rehearsed.out
    assert "Not closed yet: these ranks would be final" in rehearsed.out
    assert "Entries dated in it would be refused from then on" in rehearsed.out
    assert "are final" not in rehearsed.out
    assert [line.split("[")[1].split("]")[0] for line in rehearsed.err.splitlines() if line.startswith("warning")] == [
        "closing-missing", "closing-unranked",
    ]  # fmt: skip
    said = done(running, "close dot-1 --json", today=CLOSING_DAY).json
    assert said["ranking"] == done(running, "rank --phase dot-1 --json").json
    assert (said["schema"], said["campaign"], said["phase"], said["id"]) == (
        "tracker.closing/1",
        "xuan",
        "dot-1",
        "1-6",
    )
    assert (said["last"], said["phase_entries"], said["dry_run"], said["ranking"]["closed"]) == (5, 4, False, True)
    say(running, "close dot-1").refused(1, "phase-is-closed")


def test_a_person_is_asked(running: Path) -> None:
    assert tracker("close", "dot-1", cwd=running, typed="no\n", TRACKER_TODAY=CLOSING_DAY).code == 1
    said = tracker("close", "dot-1", cwd=running, typed="yes\n", screen=100, TRACKER_TODAY=CLOSING_DAY)
    assert said.code == 0
    assert "Close Đợt 1 with these ranks?" in said.err
    assert "Ranking · Đợt 1" in said.err
    assert "Ranking" not in said.out
    assert "tracker undo" in said.out


def test_what_is_refused(running: Path) -> None:
    say(running, "close dot-2").refused(1, "phase-not-over")
    say(running, "close dot-9").refused(3, "phase-not-found")
    say(running, "reopen dot-1 --reason x").refused(1, "phase-is-open")
    say(running, "reopen dot-1 --reason", "").refused(2, "reason-missing")
    say(running, "log -u a -c mo-hinh -q 1 -d 5/3 --late", " ").refused(2, "late-unexplained")
    say(running, "log -u a -c mo-hinh -q 1 -d 5/3 --late", "x" * 2001).refused(1, "text-too-long")
    assert "earlier-open" in say(running, "close dot-2 -n", today="2025-05-02").err


def rename(folder: Path) -> None:
    """What a campaign's office may edit later: titles, targets, phases, points, deadlines, weeks, units."""
    path = folder / "campaigns.yaml"
    text = path.read_text(encoding="utf-8")
    for before, after in (
        ("title: Mô hình,", "title: Mô hình mới,"),
        ("target: 31, per: phase", "target: 50, per: phase"),
        ("max_points: 10", "max_points: 20"),
        ("title: Đợt 1, start: 1/3/2025, end: 31/3/2025", "title: Đợt một, start: 1/3/2025, end: 15/3/2025"),
        ("every: friday 16:00", "every: thursday 9:00"),
        ("Phong trào xuan", "Phong trào khác"),
    ):
        assert before in text
        text = text.replace(before, after)
    path.write_text(text.replace("    units: units.csv", "    units: units.csv\n    lineage: lineage.csv"), "utf-8")
    units = folder / "units.csv"
    units.write_text(
        units.read_text(encoding="utf-8").replace("Công an xã An Bình", "Công an phường An Bình")
        .replace("b,12,Công an xã Hòa Bình,commune,d,,,", "b,12,Công an xã Hòa Bình,commune,d,,,9/3/2025"),
        "utf-8",
    )  # fmt: skip
    (folder / "lineage.csv").write_text("date,kind,from,to,share,basis\n10/3/2025,merge,b,a,,NQ 1\n", "utf-8")


def test_reports_of_a_closed_phase_never_change(closed: Path) -> None:
    said = {command: done(closed, command, today=CLOSING_DAY) for command in COMMANDS}
    done(closed, "log -u a -c mo-hinh -q 9 -d 5/3 --late", "nộp muộn")
    done(closed, "log -u a -c kham-pha -q 1 --of 2 -d 6/3 --late", "nộp muộn")
    done(closed, "void 1-2 --reason trùng --late trùng")
    done(closed, f"submit -u b --week {WEEK}")
    done(closed, "concern add -u a --field hau-can --raised-on 6/3 x")
    rename(closed)
    done(closed, "validate")
    done(closed, "log -u a -c mo-hinh -q 5 -d 5/4")
    for command, before in said.items():
        again = done(closed, command)
        assert again.out == before.out, command
        known = done(closed, command, "--known-at", "2027-01-01")
        assert known.out == before.out or command.startswith(("rank", "explain")), command
    assert "Mô hình mới" in done(closed, "report weekly --week 2025-W15 -f md").out


def test_a_report_from_before_the_closing_was_known_is_as_it_was_then(closed: Path) -> None:
    head = done(closed, f"report weekly --week {WEEK} --json").json["head"]
    done(closed, "log -u a -c mo-hinh -q 9 -d 5/3 --late muộn")
    before = done(closed, "rank --phase dot-1 --json --known-at", head, today=CLOSING_DAY).json
    assert (before["closed"], before["head"]) == (False, head)


def test_a_history_says_why_something_was_recorded_late(closed: Path) -> None:
    done(closed, "amend 1-1 -q 5 --reason nhầm --late", "Công văn 5")
    done(closed, "void 1-2 --reason trùng --late", "Công văn 6")
    assert "nhầm · late: Công văn 5" in done(closed, "history 1-1").out
    assert "trùng · late: Công văn 6" in done(closed, "show 1-2").out
    corrections = done(closed, "history").out
    assert "nhầm · late: Công văn 5" in corrections
    assert [one["late"] for one in done(closed, "history 1-1 --json").json["steps"]] == [None, "Công văn 5"]
    done(closed, "undo")
    assert "late: Công văn 6" in done(closed, "history 1-2").out


def test_a_week_of_two_phases_counts_late_entries_in_the_campaign_alone(closed: Path) -> None:
    week = "report weekly --week 2025-W14 --json"  # 31/3 is the last day of Đợt 1
    (before,) = (one for one in done(closed, week).json["criteria"] if one["id"] == "mo-hinh")
    done(closed, "log -u b -c mo-hinh -q 9 -d 31/3 --late", "nộp muộn")
    document = done(closed, "report weekly --week 2025-W15 --json").json
    (after,) = (one for one in done(closed, week).json["criteria"] if one["id"] == "mo-hinh")
    assert after["by_span"] == before["by_span"]
    assert (before["by_span"][0]["cumulative"], before["campaign"], after["week"]) == (28, 28, before["week"] + 9)
    assert document["late"] == [{"phase": "dot-1", "entries": 1}]
    assert [one["campaign"] for one in document["criteria"] if one["id"] == "mo-hinh"] == [37]
    assert "Recorded late after Đợt 1 was closed: 1 entry" in done(closed, "report weekly --week 2025-W15 -f md").out
    vi = done(closed, "report weekly --week 2025-W15 -f md --lang vi").out
    assert "Ghi muộn sau khi chốt Đợt 1: 1 lượt" in vi
    assert done(closed, "report weekly --week 2025-W15 -u b --json").json["late"] == []


def test_a_week_of_two_closed_phases_and_the_last_week_never_change(closed: Path) -> None:
    done(closed, "log -u a -c mo-hinh -q 2 -d 30/4", today="2025-04-30")
    done(closed, "log -u b -c mo-hinh -q 9 -d 31/3 --late muộn")
    done(closed, "close dot-2", today="2025-05-02")
    weeks = ("report weekly --json --week 2025-W14", "report weekly --json --week 2025-W18")
    said = [done(closed, one, today="2025-05-02").json for one in weeks]
    (models,) = (one for one in said[0]["criteria"] if one["id"] == "mo-hinh")
    assert (models["week"], [one["week"] for one in models["by_span"]]) == (10, [1, 0])
    for day in ("31/3", "1/4", "30/4"):
        done(closed, f"log -u b -c mo-hinh -q 5 -d {day} --late", "nộp muộn", today="2025-05-20")
    assert [done(closed, one, today="2025-05-20").json for one in weeks] == said


def test_status_names_closed_phases_and_what_is_late(closed: Path) -> None:
    assert done(closed, "status --json").json["closed"] == ["dot-1"]
    assert done(closed, "status --json", today="2025-04-01").json["closed"] == []
    assert "✔ Đợt 1 (closed) ─ ▶ Đợt 2" in done(closed, "status").out
    assert "Recorded late" not in done(closed, "status").out
    done(closed, "log -u b -c mo-hinh -q 9 -d 31/3 --late muộn")
    assert "Recorded late  after Đợt 1 was closed: 1 entry · tracker ls --late" in done(closed, "status").out
    assert done(closed, "status --json").json["late"] == [{"phase": "dot-1", "entries": 1}]


def test_late_entries_are_listed_apart(closed: Path) -> None:
    said = done(closed, "log -u b -c mo-hinh -q 9 -d 31/3 --json --late muộn").json
    assert (said["late"], said["before"]["campaign"], said["after"]["campaign"]) == (True, 28, 37)
    receipt = tracker("log", "-u", "b", "-c", "mo-hinh", "-q", "9", "-d", "30/3", "--late", "muộn", "-n",
                      cwd=closed, screen=100, TRACKER_TODAY=LATER).out  # fmt: skip
    assert "Đợt 1 (closed), recorded late" in receipt
    done(closed, "log -u b -c mo-hinh -q 1 -d 2/4")
    ids = [one["id"] for one in done(closed, "ls --late --json").json["achievements"]]
    assert ids == [said["id"]]
    assert done(closed, "ls --late --phase dot-2 --json").json["achievements"] == []
    assert done(closed, "ls --late --week 2025-W20 --json").json["achievements"] == []
    say(closed, "log -u b -c mo-hinh -q 9 -d 30/3").refused(1, "phase-closed")


def test_a_file_says_how_much_of_it_is_late(closed: Path) -> None:
    (closed / "muon.csv").write_text(
        "date,unit,criterion,quantity\n6/3/2025,a,mo-hinh,2\n5/4/2025,a,mo-hinh,3\n", "utf-8"
    )
    refused = say(closed, "import muon.csv --json").json["rejected"]
    assert [(one["row"], one["column"], one["code"]) for one in refused] == [(2, "date", "phase-closed")]
    assert "muon.csv:2:1" in say(closed, "import muon.csv").refused(1, "rows-rejected", "phase-closed").err
    said = done(closed, "import muon.csv --json --late", "xã nộp muộn").json
    assert (said["written"], said["recorded_late"]) == (2, 1)
    done(closed, "undo")
    assert "1 recorded late" in done(closed, "import muon.csv -n --late", "xã nộp muộn").out
    assert [one["state"] for one in done(closed, "ls --late --json").json["achievements"]] == ["voided"]


def test_points_of_a_closed_phase_are_settled(closed: Path) -> None:
    say(closed, "score set a -c mo-hinh 9 --phase dot-1").refused(1, "phase-is-closed")
    say(closed, "score review a -c mo-hinh 9 --phase dot-1 --reason x").refused(1, "phase-is-closed")


def test_own_scores_that_nobody_reviewed_are_named(running: Path) -> None:
    done(running, "score set a -c mo-hinh 9 --phase dot-1", today=CLOSING_DAY)
    assert "closing-unscored" in done(running, "close dot-1 -n", today=CLOSING_DAY).err


def test_a_reopened_phase_is_live_again_and_both_stand_in_the_history(closed: Path) -> None:
    done(closed, "log -u a -c mo-hinh -q 9 -d 5/3 --late muộn")
    said = done(closed, "reopen dot-1 --json --reason", "Bổ sung 3 xã").json
    assert (said["schema"], said["closing"], said["reason"]) == ("tracker.reopening/1", "1-6", "Bổ sung 3 xã")
    assert not done(closed, "rank --phase dot-1 --json").json["closed"]
    (one,) = (
        one for one in done(closed, f"report weekly --week {WEEK} --json").json["criteria"] if one["id"] == "mo-hinh"
    )
    assert one["week"] == 32
    history = done(closed, "history").out
    assert "closing of a phase" in history
    assert "Bổ sung 3 xã" in history
    shown = done(closed, "show 1-6 --json").json
    assert (shown["kind"], shown["body"]["phase"]) == ("phase-closed", "dot-1")
    again = tracker("undo", cwd=closed, screen=100, TRACKER_TODAY=LATER)
    assert again.code == 0
    assert done(closed, "rank --phase dot-1 --json").json["closed"]


def test_units_are_found_as_they_were_called_when_the_phase_was_closed(closed: Path) -> None:
    said = {
        one: done(closed, one, today=CLOSING_DAY).out for one in ("explain b --phase dot-1", "rank -u d --phase dot-1")
    }
    rename(closed)
    units = closed / "units.csv"
    units.write_text(
        units.read_text(encoding="utf-8").replace("Công an xã Cẩm Lý,commune,d", "Cẩm Lý mới,commune,t"), "utf-8"
    )
    for command, before in said.items():
        assert done(closed, command).out == before
    assert done(closed, "explain --phase dot-1", "xã Hòa Bình").out == said["explain b --phase dot-1"]


def test_a_phase_tells_which_campaign_is_meant(tmp_path: Path) -> None:
    folder = define(tmp_path / "two", "xuan", "he")
    path = folder / "campaigns.yaml"
    first, _, second = path.read_text(encoding="utf-8").partition("  - id: he")
    path.write_text(f"{first}  - id: he{second.replace('dot-', 'ky-')}", "utf-8")
    assert done(folder, "close ky-1 --json", today=CLOSING_DAY).json["campaign"] == "he"
    assert done(folder, "reopen ky-1 -n --json --reason x", today=CLOSING_DAY).json["campaign"] == "he"
    say(folder, "close dot-9", today=CLOSING_DAY).refused(2, "campaign-ambiguous")


def test_what_was_frozen_is_checked(closed: Path) -> None:
    assert done(closed, "fsck --full --json").json["ok"]
    text = json.dumps({"packed": "eJyrrgUAAXUA+Q=="})
    spoil(closed / "tracker.db", f"UPDATE event SET body = '{text}' WHERE kind = 'phase-frozen'")
    codes = [one["code"] for one in say(closed, "fsck --json").json["findings"]]
    assert codes == ["row-changed", "frozen-changed"]
    say(closed, "rank --phase dot-1").refused(4, "closing-damaged")
    spoil(closed / "tracker.db", "UPDATE event SET body = '{}' WHERE kind = 'phase-frozen'")
    assert "frozen-changed" in [one["code"] for one in say(closed, "fsck --json").json["findings"]]
    spoil(closed / "tracker.db", "DELETE FROM definition")
    assert "definition-lost" in [one["code"] for one in say(closed, "fsck --json").json["findings"]]
    say(closed, f"report weekly --week {WEEK}").refused(4, "closing-undefined")


def test_a_copy_of_the_store_is_closed_too(closed: Path) -> None:
    ranks = done(closed, "rank --phase dot-1 --json").out
    done(closed, "backup kho.db")
    done(closed, "reopen dot-1 --reason x")
    done(closed, "restore kho.db --yes")
    assert done(closed, "rank --phase dot-1 --json").out == ranks
    rows = done(closed, "export --what journal -f json").json
    assert "phase-closed" in json.dumps(rows)
