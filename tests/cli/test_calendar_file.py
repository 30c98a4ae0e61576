"""The calendar file, read back by other programs: khal imports and lists it, icalendar and vobject take it apart."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]

from tests.cli.harness import Result, tracker

DAY = ("--today", "2025-03-01")
KHAL = """\
[calendars]
[[tracker]]
path = {folder}/events
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Asia/Ho_Chi_Minh
default_timezone = Asia/Ho_Chi_Minh
[default]
default_calendar = tracker
[sqlite]
path = {folder}/khal.db
"""
MOVED = "2025-02-03 16:00|Báo cáo tuần 27/01-02/02"


def write(folder: Path, file: Path, today: str = "2025-03-01") -> Path:
    done = tracker("deadlines", "--ics", file, "--today", today, cwd=folder, TRACKER_LANG="vi")
    assert (done.code, done.out, done.err) == (0, "", "")
    return file


@pytest.fixture(scope="module")
def file(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(demo, tmp_path_factory.mktemp("calendar") / "hạn nộp.ics")


def khal(folder: Path, *arguments: str | Path) -> str:
    command = [sys.executable, "-m", "khal", "-c", str(folder / "khal.conf"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", env={"LC_ALL": "C.UTF-8"})
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_khal_lists_the_phases_and_deadlines(file: Path, tmp_path: Path) -> None:
    (tmp_path / "khal.conf").write_text(KHAL.format(folder=tmp_path), encoding="utf-8")
    (tmp_path / "events").mkdir()
    for _ in range(2):  # imported again, events are brought up to date, not doubled
        khal(tmp_path, "import", "--batch", file)
        assert len(list((tmp_path / "events").glob("*.ics"))) == 3 + 49 + 3
    shape = ("--format", "{start-date} {start-time}|{title}|{end-date}", "--day-format", "")
    said = set(khal(tmp_path, "list", *shape, "2025-01-25", "20d").splitlines())
    assert {line.rpartition("|")[0] for line in said if line} == {
        "2024-08-19 |Thi đua đặc biệt CAND 80: Đợt 1",
        "2025-02-04 |Thi đua đặc biệt CAND 80: Đợt 2",
        MOVED,
        "2025-02-07 16:00|Báo cáo tuần 03/02-09/02",
        "2025-02-10 |Sơ kết Đợt 1",
    }
    assert "2024-08-19 |Thi đua đặc biệt CAND 80: Đợt 1|2025-02-03" in said  # its last day is part of it


def events(file: Path) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    assert isinstance(calendar, icalendar.Calendar)
    return {str(one["summary"]): one for one in calendar.walk("VEVENT")}


def test_a_moment_stands_in_utc_and_a_whole_day_without_a_zone(file: Path) -> None:
    found = events(file)
    moved = found["Báo cáo tuần 27/01-02/02"]
    assert moved.start == datetime(2025, 2, 3, 9, tzinfo=UTC)  # 16:00 in Vietnam
    assert str(moved["description"]).splitlines() == [
        "Thi đua đặc biệt CAND 80",
        "kỳ báo cáo 27/01-02/02/2025",
        "dời từ 31/01/2025",
    ]
    review = found["Sơ kết Đợt 1"]
    assert (review.start, review.end) == (date(2025, 2, 10), date(2025, 2, 11))
    alarms = [one["trigger"].dt for one in moved.walk("VALARM")]
    assert alarms == [timedelta(days=-1), timedelta(hours=-2)]


def test_vobject_reads_every_event(file: Path) -> None:
    calendar = vobject.readOne(file.read_text(encoding="utf-8"))
    assert len(calendar.vevent_list) == 3 + 49 + 3
    assert all(event.uid.value.endswith("@tracker") and event.dtstamp.value for event in calendar.vevent_list)


def test_lines_are_short_and_end_as_the_standard_says(file: Path) -> None:
    lines = file.read_bytes().split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


def test_the_names_of_events_stay_when_a_deadline_moves(sandbox: Path, tmp_path: Path) -> None:
    before = events(write(sandbox, tmp_path / "before.ics"))
    path = sandbox / "campaigns.yaml"
    text = path.read_text(encoding="utf-8").replace("    deadlines:\n", "    holidays: none\n    deadlines:\n", 1)
    path.write_text(text, encoding="utf-8")
    after = events(write(sandbox, tmp_path / "after.ics", "2025-03-02"))
    assert {name: str(one["uid"]) for name, one in before.items()} == {
        name: str(one["uid"]) for name, one in after.items()
    }
    assert len({str(one["uid"]) for one in before.values()}) == len(before)
    summary = MOVED.partition("|")[2]
    assert (before[summary].start, after[summary].start) == (
        datetime(2025, 2, 3, 9, tzinfo=UTC),
        datetime(2025, 1, 31, 9, tzinfo=UTC),
    )
    assert before[summary]["dtstamp"].dt < after[summary]["dtstamp"].dt


def test_it_is_written_as_any_other_format(demo: Path, file: Path, tmp_path: Path) -> None:
    def ask(*arguments: str | Path) -> Result:
        return tracker("deadlines", *arguments, *DAY, cwd=demo, TRACKER_LANG="vi")

    text = file.read_bytes().decode()
    assert ask("--ics", "-").out == ask("-f", "ics").out == text
    assert ask("-o", tmp_path / "han.ics").code == 0
    assert (tmp_path / "han.ics").read_bytes() == file.read_bytes()
    for more in (("--json",), ("-f", "csv"), ("-o", tmp_path / "x.json")):
        ask("--ics", tmp_path / "no.ics", *more).refused(2, "formats-differ")
    ask("--ics", tmp_path / "no" / "han.ics").refused(1, "file-unwritable")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["han.ics"]


def test_a_campaign_without_phases_is_one_event(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("id,code,name,level,parent\nt,1,Tỉnh,province,\n", encoding="utf-8")
    (tmp_path / "campaigns.yaml").write_text(
        "campaigns:\n  - {id: x, title: 'A; B, C', start: 1/1/2025, end: 2/1/2025, units: units.csv,"
        " criteria: [{id: a, title: A, kind: count}]}\n",
        encoding="utf-8",
    )
    ((name, only),) = events(write(tmp_path, tmp_path / "x.ics")).items()
    assert (name, only.start, only.end) == ("A; B, C", date(2025, 1, 1), date(2025, 1, 3))


def test_what_is_not_installed_is_named(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    done = tracker("deadlines", "--ics", tmp_path / "han.ics", *DAY, cwd=demo).refused(1, "extra-missing")
    assert "tracker[calendar]" in done.err
