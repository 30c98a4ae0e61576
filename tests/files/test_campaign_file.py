"""campaigns.yaml: read as its language says, and every problem reported at once, each at its place."""

from datetime import date, time
from pathlib import Path

import msgspec
import pytest

from tests.fixtures.targets import of_levels, of_phases, whole
from tracker.domain.books import BaselineRow
from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign, assignment_key
from tracker.domain.criteria import Aim, Direction, Kind, TargetRow
from tracker.errors import Problem, TrackerError
from tracker.files.campaign_file import Reading, extract_campaign, read_definition
from tracker.files.shipped import shipped_folder
from tracker.files.sources import read_sources

GOOD = """\
timezone: Asia/Ho_Chi_Minh
campaigns:
  - id: thu
    title: Phong trào thử
    launched_on: 20/8/2024
    start: 19/8/2024
    end: 18/10/2024
    units: units.csv
    lineage: lineage.csv
    phases:
      - {id: dot-1, title: Đợt 1, start: 19/8/2024, end: 17/9/2024}
      - {id: dot-2, title: Đợt 2, start: 2024-09-18, end: "18/10/2024"}
    criteria:
      - {id: mo-hinh, title: Mô hình, kind: count, target: 10}
      - {id: ty-le, title: Tỷ lệ, kind: rate, target: 75%}
    deadlines:
      - {title: Báo cáo tuần, every: friday 16:00, return: weekly}
      - {title: Sơ kết, due: 25/9/2024}
"""
ROSTER = "id,code,name,level,parent\nt,1,Tỉnh,province,\na,10,Xã A,commune,t\nb,11,Xã B,commune,t\n"
LINEAGE = "date,kind,from,to\n1/9/2024,split,a,a\n1/9/2024,split,a,b\n"

Found = tuple[str, int, int, str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "lineage.csv").write_text(LINEAGE, encoding="utf-8")
    return tmp_path


def read(folder: Path, text: str) -> Reading:
    path = folder / "campaigns.yaml"
    path.write_text(text, encoding="utf-8")
    return read_definition(path)


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def places(problems: tuple[Problem, ...]) -> list[Found]:
    return [(one.code, one.place.line, one.place.column, one.place.path) for one in problems if one.place]


def campaign_of(reading: Reading) -> Campaign:
    assert reading.problems == ()
    assert reading.definition
    return reading.definition.campaigns[0]


COUNT = "      - {id: mo-hinh, title: Mô hình, kind: count, target: 10}\n"
RATE = "      - {id: ty-le, title: Tỷ lệ, kind: rate, target: 75%}\n"
WEEKLY = "      - {title: Báo cáo tuần, every: friday 16:00, return: weekly}\n"
ONCE = "      - {title: Sơ kết, due: 25/9/2024}\n"
FIRST, SECOND = (line + "\n" for line in GOOD.splitlines()[10:12])
HEAD = GOOD[GOOD.index("  - id") : GOOD.index("    phases")]
C0, C1 = "campaigns[0].criteria[0]", "campaigns[0].criteria[1]"


def changing(change: str) -> str:
    return f"target: 10, changes: [{{reason: x, {change}}}]"


D0, D1 = "campaigns[0].deadlines[0]", "campaigns[0].deadlines[1]"
P0, P1 = "campaigns[0].phases[0]", "campaigns[0].phases[1]"


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),  # ^ marks the place
    [
        # keys
        ("    title: Phong", "    ^tilte: x\n    title: Phong", "key-unknown", "campaigns[0].tilte"),
        ("    title: Phong", "    ^id: x\n    title: Phong", "key-repeated", ""),
        ("title: Đợt 1,", "title: Đợt 1, ^hai,", "key-from-sentence", f"{P0}.hai"),
        (HEAD, HEAD.replace("- id", "- ^id").replace("    units: units.csv\n", ""), "key-missing", "campaigns[0]"),
        ("{title: Sơ kết, ", "^{", "key-missing", D1),
        # values
        ("title: Phong trào thử", "title:^", "value-missing", "campaigns[0].title"),
        ("title: Phong trào thử", 'title: ^" "', "value-missing", "campaigns[0].title"),
        ("title: Phong trào thử", "title: ^[x]", "not-a-scalar", "campaigns[0].title"),
        (FIRST, "      - ^dot-1\n", "not-a-mapping", P0),
        ("target: 10", "targets: ^10", "not-a-mapping", f"{C0}.targets"),
        (WEEKLY + ONCE, "      ^x: y\n", "not-a-list", "campaigns[0].deadlines"),
        (COUNT + RATE, "      ^[]\n", "list-empty", "campaigns[0].criteria"),
        (GOOD[GOOD.index("  - id") :], "  ^[]\n", "list-empty", "campaigns"),
        ("target: 75%", "target: 75%, over_100: ^yes", "not-a-flag", f"{C1}.over_100"),
        ("target: 10", "target: 10, decimals: ^one", "not-a-whole-number", f"{C0}.decimals"),
        ("target: 10", "target: 10, decimals: ^4", "decimals-too-many", f"{C0}.decimals"),
        ("kind: count", "kind: ^cuont", "bad-choice", f"{C0}.kind"),
        ("id: dot-1", "id: ^đợt-1", "bad-id", f"{P0}.id"),
        ("id: ty-le", "id: ^mo-hinh", "id-repeated", f"{C1}.id"),
        ("id: dot-2", "id: ^dot-1", "id-repeated", f"{P1}.id"),
        ("Asia/Ho_Chi_Minh", "^Asia/Hanoi", "timezone-unknown", "timezone"),
        ("Asia/Ho_Chi_Minh", "^../../etc/passwd", "timezone-unknown", "timezone"),
        # days
        ("start: 19/8/2024\n", "start: ^19/8/24\n", "bad-file-day", "campaigns[0].start"),
        ("start: 19/8/2024\n", "start: ^today\n", "bad-file-day", "campaigns[0].start"),
        ("start: 19/8/2024\n", "start: ^1/1/0001\n", "bad-file-day", "campaigns[0].start"),
        ("    end: 18/10/2024", "    end: ^31/12/9999", "bad-file-day", "campaigns[0].end"),
        ("due: 25/9/2024", "due: ^31/9/2024", "no-such-day", f"{D1}.due"),
        ("    end: 18/10/2024", "    end: ^18/8/2024", "span-reversed", "campaigns[0].end"),
        ("    end: 18/10/2024", "    end: ^18/10/2204", "campaign-too-long", "campaigns[0].end"),
        ("launched_on: 20/8/2024", "launched_on: ^19/10/2024", "launch-after-end", "campaigns[0].launched_on"),
        ("start: 2024-09-18", "start: ^17/9/2024", "phase-overlap", f"{P1}.start"),
        ("end: 17/9/2024", "end: ^18/8/2024", "span-reversed", f"{P0}.end"),
        ('end: "18/10/2024"', "end: ^19/10/2024", "phase-outside", f"{P1}.end"),
        ("Đợt 1, start: 19/8/2024", "Đợt 1, start: ^18/8/2024", "phase-outside", f"{P0}.start"),
        # criteria and targets
        ("target: 10", "targets: {^dot-3: 10}", "phase-unknown", f"{C0}.targets.dot-3"),
        ("target: 10", "unit_targets: {^comune: 1}", "level-unknown", f"{C0}.unit_targets.comune"),
        ("target: 10", "target: 10, unit_targets: ^{commune: 1}", "target-twice", f"{C0}.unit_targets"),
        ("target: 10", "per: ^phase", "per-misplaced", f"{C0}.per"),
        ("target: 10", "targets: {dot-1: 1}, per: ^phase", "per-misplaced", f"{C0}.per"),
        ("target: 75%", "target: 75%, per: ^phase", "per-misplaced", f"{C1}.per"),
        ("target: 75%", "targets: {dot-1: 75%, dot-2: ^x}", "bad-quantity", f"{C1}.targets.dot-2"),
        ("target: 75%", "target: ^0.75", "percent-unclear", f"{C1}.target"),
        ("target: 75%", "target: ^1", "percent-unclear", f"{C1}.target"),
        ("target: 75%", "measure: người/xã, target: ^75%", "bad-quantity", f"{C1}.target"),
        ("target: 75%", "target: ^three quarters", "bad-quantity", f"{C1}.target"),
        ("target: 10", "target: ^-1", "negative-quantity", f"{C0}.target"),
        ("target: 10", "target: ^0.5", "too-many-decimals", f"{C0}.target"),
        ("target: 10", "target: 10, max_points: ^ten", "not-points", f"{C0}.max_points"),
        ("target: 10", "target: 10, over_100: ^true", "key-of-rates", f"{C0}.over_100"),
        ("target: 10", "target: 10, of: ^events", "key-of-rates", f"{C0}.of"),
        ("target: 10", "direction: down, target: ^5", "reduction-unclear", f"{C0}.target"),
        ("target: 10", "direction: down, target: ^120%", "reduction-too-large", f"{C0}.target"),
        ("target: 10", "target: 5%, direction: down, ceiling: ^3", "target-twice", f"{C0}.ceiling"),
        ("target: 10", "direction: ^up, ceiling: 20", "direction-contrary", f"{C0}.direction"),
        ("target: 10", "ceiling: ^5%", "bad-quantity", f"{C0}.ceiling"),
        ("target: 75%", "ceiling: ^0.5", "percent-unclear", f"{C1}.ceiling"),
        ("target: 75%", "ceiling: 5%, per: ^phase", "per-misplaced", f"{C1}.per"),
        ("kind: count, target: 10", "kind: zero, target: ^0", "zero-with-target", f"{C0}.target"),
        ("kind: count, target: 10", "kind: zero, ceiling: ^0", "zero-with-target", f"{C0}.ceiling"),
        ("kind: count, target: 10", "kind: zero, direction: ^up", "direction-contrary", f"{C0}.direction"),
        ("kind: count", "kind: points, decimals: ^1", "decimals-of-events", f"{C0}.decimals"),
        ("kind: count", "kind: milestone, direction: ^down", "milestone-down", f"{C0}.direction"),
        ("kind: count, target: 10", "kind: milestone, ceiling: ^10", "milestone-down", f"{C0}.ceiling"),
        ("kind: count", "kind: stock, of: ^state", "key-of-rates", f"{C0}.of"),
        ("kind: count", "kind: stock, per: ^phase", "per-misplaced", f"{C0}.per"),
        ("target: 10", "target: ^not assigned", "not-assigned-whole", f"{C0}.target"),
        ("target: 10", "target: 10, not_assigned: [a, ^c]", "level-unknown", f"{C0}.not_assigned[1]"),
        ("target: 10", "target: 10, not_assigned: ^[]", "list-empty", f"{C0}.not_assigned"),
        ("target: 10", "target: 10, baseline: ^8", "baseline-needless", f"{C0}.baseline"),
        ("target: 10", "direction: down, baseline: ^8/10", "baseline-form", f"{C0}.baseline"),
        ("target: 75%", "direction: down, baseline: ^8", "baseline-form-rate", f"{C1}.baseline"),
        ("target: 10", "direction: down, baseline: 8, baselines: ^{dot-1: 4}", "baseline-twice", f"{C0}.baselines"),
        ("target: 10", "direction: down, baselines: {^dot-3: 4}", "phase-unknown", f"{C0}.baselines.dot-3"),
        ("target: 10", "target: 10, changes: [^{from: 1/9/2024, reason: x}]", "change-empty", f"{C0}.changes[0]"),
        ("target: 10", "target: 10, changes: [^{from: 1/9/2024, target: 9}]", "key-missing", f"{C0}.changes[0]"),
        ("target: 10", changing("from: ^19/8/2024, target: 9"), "change-outside", f"{C0}.changes[0].from"),
        ("target: 10", changing("from: ^19/10/2024, target: 9"), "change-outside", f"{C0}.changes[0].from"),
        ("target: 10", changing("from: 1/9/2024, ceiling: ^9"), "change-unlike", f"{C0}.changes[0].ceiling"),
        (
            "target: 10",
            "target: 10, changes: [^{from: 1/9/2024, reason: x, targets: {dot-2: 9}}]",
            "change-spans",
            f"{C0}.changes[0]",
        ),
        ("target: 10", changing("from: 1/9/2024, target: ^x"), "bad-quantity", f"{C0}.changes[0].target"),
        # deadlines
        ("due: 25/9/2024", "due: ^25/9/2024, every: friday", "deadline-twice", f"{D1}.due"),
        ("{title: Sơ kết, due: 25/9/2024}", "^{title: Sơ kết}", "deadline-without-day", D1),
        ("due: 25/9/2024", "every: ^~", "value-missing", f"{D1}.every"),
        ("friday 16:00", "^freitag 16:00", "bad-every", f"{D0}.every"),
        ("friday 16:00", "^friday 16:60", "bad-every", f"{D0}.every"),
        ("friday 16:00", "^friday 16h", "bad-every", f"{D0}.every"),
        ("friday 16:00", "^monthly 32", "bad-every", f"{D0}.every"),
        ("friday 16:00", "^~", "value-missing", f"{D0}.every"),
        ("friday 16:00, return: weekly", "^friday 16:00, return: monthly", "return-rhythm", f"{D0}.every"),
        ("due: 25/9/2024", "due: 25/9/2024, return: ^weekly", "return-needs-every", f"{D1}.return"),
        ("return: weekly", "return: weekly, lock_after: ^a week", "bad-lock-after", f"{D0}.lock_after"),
        # the files it names
        ("units: units.csv", "units: ^unit.csv", "named-file-missing", "campaigns[0].units"),
        ("units: units.csv", "units: ^.", "file-unreadable", "campaigns[0].units"),
        ("lineage: lineage.csv", "lineage: ^none.csv", "named-file-missing", "campaigns[0].lineage"),
    ],
)
def test_a_problem_is_reported_once_where_it_stands(folder: Path, old: str, new: str, code: str, path: str) -> None:
    before, _, after = changed(old, new).partition("^")
    reading = read(folder, before + after)
    assert places(reading.problems) == [(code, before.count("\n") + 1, len(before) - before.rfind("\n"), path)]
    assert reading.definition is None


@pytest.mark.parametrize(
    ("old", "new", "found", "start", "end"),
    [
        ("end: 17/9/2024", "end: 15/9/2024", (12, 42, f"{P1}.start"), date(2024, 9, 16), date(2024, 9, 17)),
        ('end: "18/10/2024"', "end: 16/10/2024", (12, 59, f"{P1}.end"), date(2024, 10, 17), date(2024, 10, 18)),
        (FIRST, "", (11, 42, f"{P0}.start"), date(2024, 8, 19), date(2024, 9, 17)),
    ],
)
def test_days_without_a_phase_are_only_a_warning(
    folder: Path, old: str, new: str, found: tuple[int, int, str], start: date, end: date
) -> None:
    reading = read(folder, changed(old, new))
    assert places(reading.problems) == [("phase-gap", *found)]
    assert reading.problems[0].params == {"start": start, "end": end}
    assert reading.definition


@pytest.mark.parametrize(
    ("old", "new", "day"),
    [
        ('end: "18/10/2024"', "end: 19/10/2024", date(2024, 10, 19)),
        ("Đợt 1, start: 19/8/2024", "Đợt 1, start: 18/8/2024", date(2024, 8, 18)),
    ],
)
def test_a_phase_that_leaves_the_campaign_names_the_day(folder: Path, old: str, new: str, day: date) -> None:
    assert [problem.params["day"] for problem in read(folder, changed(old, new)).problems] == [day]


@pytest.mark.parametrize(("zone", "offset"), [("Asia/Ho_Chi_Minh", 7 * 3600), ("UTC", 0), ("Europe/Paris", None)])
def test_a_time_zone_that_moves_no_clocks_has_an_offset(folder: Path, zone: str, offset: int | None) -> None:
    definition = read(folder, changed("Asia/Ho_Chi_Minh", zone)).definition
    assert definition
    assert (definition.timezone, definition.utc_offset) == (zone, offset)


def test_a_campaign_may_be_launched_on_its_last_day(folder: Path) -> None:
    assert campaign_of(read(folder, changed("launched_on: 20/8/2024", "launched_on: 18/10/2024"))).launched_on


def test_a_shared_day_is_shown_as_the_guide_shows_it(folder: Path) -> None:
    problem = read(folder, changed("end: 17/9/2024", "end: 18/9/2024")).problems[0]
    assert problem.params == {
        "first": "dot-1",
        "second": "dot-2",
        "day": date(2024, 9, 18),
        "end": date(2024, 9, 18),
        "next": date(2024, 9, 19),
    }
    assert problem.place
    assert (problem.place.source, problem.place.width) == (SECOND.rstrip(), 10)


def test_every_problem_is_reported_at_once(folder: Path) -> None:
    (folder / "units.csv").write_text(ROSTER + "a,12,,commune,x\n", encoding="utf-8")
    (folder / "lineage.csv").write_text(LINEAGE + "1/9/2024,merge,a,c\n", encoding="utf-8")
    text = """\
timezone: Mars
campaigns:
  - id: một
    titel: x
    start: 19/8/24
    end: 18/10/2024
    units: units.csv
    lineage: lineage.csv
    phases:
      - {id: dot-1, title: Đợt 1, start: 19/8/2024, end: 31/9/2024}
      - {id: dot-2, title: Đợt 2, start: 1/10/2024, end: 18/10/2024}
      - {id: dot-3, title: Đợt 3, start: 18/10/2024, end: 18/10/2024}
    criteria:
      - {id: a, title: A, kind: count, targets: {dot-1: x, dot-2: 5}}
      - {id: a, kind: rate, decimals: 9, target: many}
    deadlines:
      - {title: T, every: someday}
      - {due: 1/1/2025, lock_after: soon}
"""
    assert sorted(found[:3] for found in places(read(folder, text).problems)) == [
        ("bad-every", 17, 27),
        ("bad-file-day", 5, 12),
        ("bad-id", 3, 9),
        ("bad-lock-after", 18, 37),
        ("bad-quantity", 14, 57),
        ("bad-quantity", 15, 50),
        ("decimals-too-many", 15, 39),
        ("field-missing", 5, 3),
        ("id-repeated", 15, 14),
        ("key-missing", 3, 5),
        ("key-missing", 15, 9),
        ("key-missing", 18, 9),
        ("key-of-returns", 18, 37),
        ("key-unknown", 4, 5),
        ("no-such-day", 10, 58),
        ("parent-unknown", 5, 5),
        ("phase-overlap", 12, 42),
        ("timezone-unknown", 1, 11),
        ("unit-unknown", 4, 4),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ("file-empty", 1, 1, "")),
        ("# nothing yet\n", ("file-empty", 1, 1, "")),
        ("- a\n", ("not-a-mapping", 1, 1, "")),
        ("~\n", ("not-a-mapping", 1, 1, "")),
        ("timezone: UTC\n", ("key-missing", 1, 1, "")),
        ("campaigns:\n", ("not-a-list", 1, 11, "campaigns")),
        ("campaigns: [1\n", ("yaml-syntax", 2, 1, "")),
        ("campaigns: &a []\n", ("yaml-anchor", 1, 12, "")),
    ],
)
def test_a_file_without_campaigns_is_a_problem(folder: Path, text: str, found: Found) -> None:
    reading = read(folder, text)
    assert (places(reading.problems), reading.definition) == ([found], None)
    assert reading.sources.startswith(b"tracker definition ")


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    path = folder / "campaigns.yaml"
    path.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(TrackerError, match=r"^not-utf-8$"):
        read_definition(path)


def test_a_campaign_is_read_as_it_is_written(folder: Path) -> None:
    reading = read(folder, GOOD)
    campaign = campaign_of(reading)
    assert reading.definition
    roster = reading.definition.rosters[campaign.roster]
    assert ([one.id for one in roster.versions], len(roster.edges)) == (["t", "a", "b"], 2)
    assert campaign.assignment == assignment_key(campaign.phases, roster.versions)
    assert (campaign.id, campaign.title, campaign.short_title) == ("thu", "Phong trào thử", "")
    assert (campaign.launched_on, campaign.span) == (date(2024, 8, 20), Span(date(2024, 8, 19), date(2024, 10, 18)))
    assert campaign.has_phases
    assert [(phase.id, phase.span.days) for phase in campaign.phases] == [("dot-1", 30), ("dot-2", 31)]
    count, rate = campaign.criteria
    assert (count.kind, count.measure, count.decimals, count.over_100) == (Kind.COUNT, "", 0, False)
    assert (rate.kind, rate.measure, rate.is_percent, count.is_percent) == (Kind.RATE, "%", True, False)
    assert [(one.title, one.is_return) for one in campaign.deadlines] == [("Báo cáo tuần", True), ("Sơ kết", False)]
    weekly, once = (one.occurrences for one in campaign.deadlines)
    assert (weekly[0].due_on, weekly[-1].due_on, len(weekly)) == (date(2024, 8, 23), date(2024, 10, 18), 9)
    assert weekly[0].due_at.timetz().replace(tzinfo=None) == time(16)
    assert [one.due_on for one in once] == [date(2024, 9, 25)]


def test_words_of_yaml_stay_text(folder: Path) -> None:
    text = changed("id: thu", "id: no").replace("id: mo-hinh", "id: 010").replace("id: ty-le", "id: EWR-AA")
    campaign = campaign_of(read(folder, text.replace("title: Mô hình", "title: 19:30").replace("Sơ kết", "off")))
    assert [campaign.id, *(one.id for one in campaign.criteria)] == ["no", "010", "EWR-AA"]
    assert (campaign.criteria[0].title, campaign.deadlines[1].title) == ("19:30", "off")


def test_text_is_cleaned_once_here(folder: Path) -> None:
    text = changed("title: Phong trào thử", r'title: "Phong\ttra\u0300o\u202e thử "')
    assert campaign_of(read(folder, text)).title == "Phong trào thử"


MANY = """\
      - {id: pham-phap, title: Phạm pháp, kind: count, direction: down, target: 5%, baselines: {dot-1: 40, dot-2: 35}, max_points: 7.5}
      - {id: tai-nan, title: Tai nạn, kind: count, direction: down, baseline: 90}
      - {id: ton, title: Việc tồn, kind: stock, ceiling: 20, changes: [{from: 1/9/2024, ceiling: 12, reason: Bổ sung}]}
      - {id: diem-nong, title: Điểm nóng, kind: zero, not_assigned: [a]}
      - {id: tru-so, title: Trụ sở, kind: milestone, target: 173}
      - {id: thuong, title: Thưởng, kind: points, ceiling: 5, per: phase}
      - {id: uy-vien, title: Ủy viên, kind: rate, of: state, targets: {dot-1: 40%, dot-2: 100}, unit_targets: {a: 50%, commune: không giao}}
      - {id: bien-che, title: Biên chế, kind: rate, of: state, measure: người/xã, target: "6,61", direction: down, ceiling: 7}
      - {id: giam, title: Giảm tỷ lệ, kind: rate, direction: down, target: 2.5%, baseline: 94/120}
"""


def test_every_kind_is_read(folder: Path) -> None:
    text = changed(COUNT + RATE, MANY.replace('target: "6,61", ', ""))
    campaign = campaign_of(read(folder, text))
    kinds = {one.id: (one.kind, one.direction, one.aim, one.is_state) for one in campaign.criteria}
    assert kinds == {
        "pham-phap": (Kind.COUNT, Direction.DOWN, Aim.REDUCE, False),
        "tai-nan": (Kind.COUNT, Direction.DOWN, Aim.REDUCE, False),
        "ton": (Kind.STOCK, Direction.DOWN, Aim.STAY_UNDER, True),
        "diem-nong": (Kind.ZERO, Direction.DOWN, Aim.NEVER, False),
        "tru-so": (Kind.MILESTONE, Direction.UP, Aim.REACH, True),
        "thuong": (Kind.POINTS, Direction.DOWN, Aim.STAY_UNDER, False),
        "uy-vien": (Kind.RATE, Direction.UP, Aim.REACH, True),
        "bien-che": (Kind.RATE, Direction.DOWN, Aim.STAY_UNDER, True),
        "giam": (Kind.RATE, Direction.DOWN, Aim.REDUCE, False),
    }
    later = date(2024, 9, 1)
    assert {one.id: one.targets for one in campaign.criteria} == {
        "pham-phap": (TargetRow("pham-phap", 5000),),
        "tai-nan": (),
        "ton": (TargetRow("ton", 20_000), TargetRow("ton", 12_000, start=later, reason="Bổ sung")),
        "diem-nong": (),
        "tru-so": (TargetRow("tru-so", 173_000),),
        "thuong": (TargetRow("thuong", 5000, phase="dot-1"), TargetRow("thuong", 5000, phase="dot-2")),
        "uy-vien": (
            TargetRow("uy-vien", 40_000, phase="dot-1"),
            TargetRow("uy-vien", 100_000, phase="dot-2"),
            TargetRow("uy-vien", None, level="commune"),
        ),
        "bien-che": (TargetRow("bien-che", 7000),),
        "giam": (TargetRow("giam", 2500),),
    }
    assert campaign.books.targets == (TargetRow("diem-nong", None, unit="a"), TargetRow("uy-vien", 50_000, unit="a"))
    whole_before = Span(date(2023, 8, 19), date(2023, 10, 18))
    assert campaign.books.baselines == (
        BaselineRow("pham-phap", "", Span(date(2023, 8, 19), date(2023, 9, 17)), 40_000),
        BaselineRow("pham-phap", "", Span(date(2023, 9, 18), date(2023, 10, 18)), 35_000),
        BaselineRow("tai-nan", "", whole_before, 90_000),
        BaselineRow("giam", "", whole_before, 94_000, 120_000),
    )
    assert campaign.criteria[0].max_points == 7500


def test_changes_may_be_of_phases_levels_and_units(folder: Path) -> None:
    changes = "[{from: 1/9/2024, reason: Giao thêm, targets: {dot-2: 9}, unit_targets: {b: 4}, not_assigned: [a]}]"
    text = changed("target: 75%", f"target: 75%, changes: {changes}").replace(
        "target: 10",
        "unit_targets: {commune: 2}, per: phase, not_assigned: [b], changes: [{from: 1/9/2024, reason: Giao thêm, unit_targets: {commune: 3}, not_assigned: [a]}]",
    )
    campaign = campaign_of(read(folder, text))
    since = (date(2024, 9, 1), "Giao thêm")
    assert campaign.criteria[0].targets == (
        TargetRow("mo-hinh", 2000, level="commune", phase="dot-1"),
        TargetRow("mo-hinh", 2000, level="commune", phase="dot-2"),
        TargetRow("mo-hinh", 3000, "", "commune", "dot-1", *since),
        TargetRow("mo-hinh", 3000, "", "commune", "dot-2", *since),
    )
    assert campaign.criteria[1].targets == (
        TargetRow("ty-le", 75_000),
        TargetRow("ty-le", 9000, "", "", "dot-2", *since),
    )
    assert campaign.books.targets == (
        TargetRow("mo-hinh", None, unit="b", phase="dot-1"),
        TargetRow("mo-hinh", None, unit="b", phase="dot-2"),
        TargetRow("mo-hinh", None, "a", "", "dot-1", *since),
        TargetRow("mo-hinh", None, "a", "", "dot-2", *since),
        TargetRow("ty-le", 4000, "b", "", "", *since),
        TargetRow("ty-le", None, "a", "", "", *since),
    )


def test_the_pace_of_working_days_rests_at_weekends_and_on_days_off(folder: Path) -> None:
    assert campaign_of(read(folder, GOOD)).rest_days == ()
    assert campaign_of(read(folder, changed("    phases:", "    pace: calendar\n    phases:"))).rest_days == ()
    own = "    pace: workdays\n    days_off: [10/10/2024]\n    working_days: [7/9/2024]\n    phases:"
    rest = campaign_of(read(folder, changed("    phases:", own))).rest_days
    assert date(2024, 9, 8) in rest  # a Sunday
    off = {date(2024, 9, 2), date(2024, 9, 3), date(2024, 10, 10)}  # National Day, the day after it, one of their own
    assert off <= set(rest)
    assert date(2024, 9, 7) not in rest
    assert (len(rest), rest[0]) == (16 - 1 + 3, date(2024, 8, 24))


def test_a_campaign_without_phases_is_one_phase(folder: Path) -> None:
    text = changed("    phases:\n" + FIRST + SECOND, "").replace("target: 10}", "target: 10, per: phase}")
    campaign = campaign_of(read(folder, text))
    assert not campaign.has_phases
    assert [(phase.id, phase.title, phase.span) for phase in campaign.phases] == [
        ("thu", "Phong trào thử", campaign.span)
    ]
    assert [(one.phase, one.amount) for one in campaign.criteria[0].targets] == [("thu", 10_000)]
    assert [
        (one.code, one.place and one.place.line)
        for one in read(folder, text.replace("    criteria:", "    phases: []\n    criteria:")).problems
    ] == [("list-empty", 10)]


@pytest.mark.parametrize(
    ("criterion", "targets"),
    [
        ("kind: count", ()),
        ("kind: count, target: 500.000", whole(500_000_000)),
        ("kind: count, target: 0", whole(0)),
        ("kind: count, target: 100, per: phase", of_phases(dot_1=100_000, dot_2=100_000)),
        ("kind: count, targets: {dot-1: 60, dot-2: 40}", of_phases(dot_1=60_000, dot_2=40_000)),
        ("kind: count, unit_targets: {commune: 1}", of_levels(commune=1_000)),
        ("kind: count, unit_targets: {commune: 1}, per: phase", of_levels(("dot-1", "dot-2"), commune=1_000)),
        ('kind: count, decimals: 3, target: "0,125"', whole(125)),
        ("kind: rate, target: 75%", whole(75_000)),
        ("kind: rate, target: 75", whole(75_000)),
        ("kind: rate, target: 0.5 %", whole(500)),
        ("kind: rate, of: events, over_100: true, max_points: 10", ()),
        ("kind: rate, measure: người/xã, target: 6.61", whole(6_610)),
    ],
)
def test_targets_are_read_in_each_of_their_forms(folder: Path, criterion: str, targets: tuple[TargetRow, ...]) -> None:
    text = changed(COUNT, f"      - {{id: x, title: X, {criterion}}}\n")
    assert campaign_of(read(folder, text)).criteria[0].targets == tuple(
        msgspec.structs.replace(one, criterion="x") for one in targets
    )


@pytest.mark.parametrize(
    ("deadline", "first", "at"),
    [
        ("every: friday 16:00, return: weekly, covers: current, lock_after: 7 days", date(2024, 8, 23), time(16)),
        ("every: Monday  7:30, return: weekly, covers: previous, lock_after: 1 day", date(2024, 8, 26), time(7, 30)),
        ("every: sunday, return: weekly", date(2024, 8, 25), time(23, 59, 59)),
    ],
)
def test_weekly_returns_are_expanded_to_dates(folder: Path, deadline: str, first: date, at: time) -> None:
    text = changed(WEEKLY, f"      - {{title: T, {deadline}}}\n")
    occurrence = campaign_of(read(folder, text)).deadlines[0].occurrences[0]
    assert (occurrence.due_on, occurrence.due_at.timetz().replace(tzinfo=None)) == (first, at)
    assert occurrence.covers == Span(date(2024, 8, 19), date(2024, 8, 25))


SECOND_CAMPAIGN = "  # the second\n  # campaign\n" + GOOD[GOOD.index("  - id") :].replace("id: thu", "id: hai")


def test_campaigns_of_one_roster_share_it_and_its_problems(folder: Path) -> None:
    reading = read(folder, GOOD + SECOND_CAMPAIGN)
    assert reading.definition
    assert [one.id for one in reading.definition.campaigns] == ["thu", "hai"]
    assert {one.roster for one in reading.definition.campaigns} == reading.definition.rosters.keys()
    assert [len(data.versions) for data in reading.definition.rosters.values()] == [3]
    (folder / "units.csv").write_text(ROSTER + "c,12,C,commune,x\n", encoding="utf-8")
    without_lineage = SECOND_CAMPAIGN.replace("    lineage: lineage.csv\n", "")
    assert places(read(folder, GOOD + SECOND_CAMPAIGN).problems) == [("parent-unknown", 5, 5, "")]
    assert places(read(folder, GOOD + without_lineage).problems) == [("parent-unknown", 5, 5, "")]


def test_an_unreadable_roster_hides_no_other_problem_and_makes_none(folder: Path) -> None:
    (folder / "units.csv").write_text("id,name\n", encoding="utf-8")
    text = changed("target: 10", "unit_targets: {commune: x}")
    problems = read(folder, text).problems
    assert [(one.code, one.place and (one.place.file, one.place.line)) for one in problems] == [
        ("columns-missing", ("units.csv", 1)),
        ("bad-quantity", ("campaigns.yaml", 14)),
    ]


def test_one_campaign_is_cut_out_with_its_comments(folder: Path) -> None:
    whole = "# all\n" + GOOD + "\n" + SECOND_CAMPAIGN
    first, second = (extract_campaign(whole, name) for name in ("thu", "hai"))
    assert first == "# all\n" + GOOD
    assert second == "# all\n" + GOOD[: GOOD.index("  - id")] + SECOND_CAMPAIGN
    assert campaign_of(read(folder, second)).id == "hai"


def test_the_sources_change_with_any_file(folder: Path) -> None:
    reading = read(folder, GOOD)
    books = ("thu-baselines.csv", "thu-targets.csv", "thu-works.csv")  # which may be there one day
    assert reading.files == ("campaigns.yaml", "lineage.csv", *books, "units.csv")
    assert read_sources(folder, reading.files) == reading.sources
    for name in books:
        (folder / name).write_text("criterion\n", encoding="utf-8")
        assert read_sources(folder, reading.files) != reading.sources
        (folder / name).unlink()
    for name in ("campaigns.yaml", "lineage.csv", "units.csv"):
        before = (folder / name).read_bytes()
        (folder / name).write_bytes(before + b"\n")
        assert read_sources(folder, reading.files) != reading.sources
        (folder / name).write_bytes(before)
    assert read_sources(folder, reading.files) == reading.sources


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and cannot be read")
def test_a_roster_that_fails_while_it_is_read_is_a_problem(folder: Path) -> None:
    reading = read(folder, changed("units: units.csv", "units: /proc/self/mem"))
    assert places(reading.problems) == [("file-unreadable", 8, 12, "campaigns[0].units")]


def test_the_shipped_campaigns_stand_beside_their_rosters() -> None:
    reading = read_definition(shipped_folder() / "campaigns.yaml")
    assert campaign_of(reading).id == "cand80"
