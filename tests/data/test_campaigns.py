"""The shipped campaigns.yaml: read without a problem, and true to what was reported of the campaigns."""

import csv
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign, Definition
from tracker.domain.criteria import Aim, Kind, TargetRow
from tracker.domain.entries import split_key
from tracker.domain.plans import build_plan
from tracker.domain.quantity import THOUSAND, parse_quantity
from tracker.domain.returns import Deadline
from tracker.domain.units import Roster
from tracker.files.campaign_file import Reading, extract_campaign, read_definition

ROOT = Path(__file__).resolve().parents[2]
START, END = date(2024, 8, 19), date(2025, 8, 19)
PHASES = [
    (
        "dot-1",
        "Đợt 1",
        169,
        Span(date(2024, 8, 19), date(2025, 2, 3)),
        "Thi đua lập thành tích chào mừng kỷ niệm 95 năm Ngày thành lập Đảng Cộng sản Việt Nam (3/2/1930-3/2/2025)",
    ),
    (
        "dot-2",
        "Đợt 2",
        105,
        Span(date(2025, 2, 4), date(2025, 5, 19)),
        (
            "Thi đua lập thành tích chào mừng kỷ niệm 135 năm Ngày sinh Chủ tịch Hồ Chí Minh; "
            "50 năm Ngày giải phóng hoàn toàn miền Nam, thống nhất đất nước"
        ),
    ),
    (
        "dot-3",
        "Đợt 3",
        92,
        Span(date(2025, 5, 20), date(2025, 8, 19)),
        (
            "Thi đua lập thành tích chào mừng kỷ niệm 80 năm Ngày truyền thống Công an Nhân dân và "
            "20 năm Ngày hội Toàn dân bảo vệ an ninh Tổ quốc"
        ),
    ),
]
CRITERIA = {
    "cand80": {
        "mo-hinh": Kind.COUNT,
        "kham-pha-an": Kind.RATE,
        "kham-pha-an-nghiem-trong": Kind.RATE,
        "tiep-nhan-tin-bao": Kind.RATE,
        "giai-quyet-tin-bao": Kind.RATE,
        "truy-na": Kind.COUNT,
        "cong-trinh": Kind.COUNT,
        "hoat-dong": Kind.COUNT,
        "ung-ho": Kind.COUNT,
        "pham-phap-hinh-su": Kind.COUNT,
    },
    "mau-cac-tinh": {
        **dict.fromkeys(
            ["cong-trinh", "hoat-dong", "van-ban", "y-kien", "phieu-khao-sat", "qua-tang", "ung-ho"], Kind.COUNT
        ),
        "tru-so": Kind.MILESTONE,
        **dict.fromkeys(["ban-thuong-vu", "bien-che"], Kind.RATE),
    },
}

Campaigns = Mapping[str, Campaign]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_definition(ROOT / "campaigns.yaml")


@pytest.fixture(scope="module")
def definition(reading: Reading) -> Definition:
    assert reading.definition is not None
    return reading.definition


@pytest.fixture(scope="module")
def campaigns(definition: Definition) -> Campaigns:
    return {campaign.id: campaign for campaign in definition.campaigns}


@pytest.fixture(scope="module")
def cand80(campaigns: Campaigns) -> Campaign:
    return campaigns["cand80"]


@pytest.fixture(scope="module")
def thanh_hoa(definition: Definition, cand80: Campaign) -> Roster:
    data = definition.rosters[cand80.roster]
    return Roster(data.versions, data.edges)


def weekly_return(campaign: Campaign) -> Deadline:
    (found,) = [deadline for deadline in campaign.deadlines if deadline.is_return]
    return found


def planned(campaign: Campaign, criterion: str, roster: Roster, phase: str | None = None) -> list[int]:
    found = next(one for one in campaign.criteria if one.id == criterion)
    part = next(one for one in campaign.phases if one.id == phase) if phase else None
    return [step.amount for step in build_plan(found, campaign, roster, phase=part)]


def test_the_file_has_no_problem_and_no_warning(reading: Reading) -> None:
    assert reading.problems == ()


def test_campaigns_in_their_order(definition: Definition) -> None:
    assert definition.timezone == "Asia/Ho_Chi_Minh"
    assert [one.id for one in definition.campaigns] == ["cand80", "dt-antt-co-so", "dt-cand80", "mau-cac-tinh"]
    assert {one.span for one in definition.campaigns} == {Span(START, END)}


@pytest.mark.parametrize("campaign", ["cand80", "dt-antt-co-so", "dt-cand80", "mau-cac-tinh"])
def test_each_campaign_stands_alone(campaign: str, tmp_path: Path) -> None:
    text = extract_campaign((ROOT / "campaigns.yaml").read_text(encoding="utf-8"), campaign)
    shutil.copytree(ROOT / "units", tmp_path / "units")
    (tmp_path / "campaigns.yaml").write_text(text, encoding="utf-8")
    alone = read_definition(tmp_path / "campaigns.yaml")
    assert alone.problems == ()
    assert alone.definition is not None
    assert [one.id for one in alone.definition.campaigns] == [campaign]


def test_cand80_says_what_was_announced(cand80: Campaign) -> None:
    assert cand80.title == (
        "Phong trào thi đua đặc biệt chào mừng kỷ niệm 80 năm Ngày truyền thống Công an Nhân dân Việt Nam "
        "(19/8/1945-19/8/2025); 20 năm Ngày hội Toàn dân bảo vệ an ninh Tổ quốc (19/8/2005-19/8/2025)"
    )
    assert cand80.short_title == "Thi đua đặc biệt CAND 80"
    assert cand80.theme == (
        "Xây dựng lực lượng Công an Nhân dân thực sự trong sạch, vững mạnh, chính quy, tinh nhuệ, hiện đại"
    )
    assert cand80.motto == (
        "Phát huy truyền thống anh hùng, cách mạng, rèn cán, lập công, vì nước, vì dân, quên thân phục vụ"
    )
    assert (cand80.launched_by, cand80.launched_on) == ("Công an tỉnh Thanh Hóa", date(2024, 9, 19))


def test_cand80_has_three_phases_of_366_days(cand80: Campaign) -> None:
    found = [(one.id, one.title, one.span.days, one.span, one.theme) for one in cand80.phases]
    assert found == PHASES
    assert sum(one.span.days for one in cand80.phases) == cand80.span.days == 366


@pytest.mark.parametrize("campaign", CRITERIA)
def test_criteria_in_their_order(campaigns: Campaigns, campaign: str) -> None:
    found = [(one.id, one.kind) for one in campaigns[campaign].criteria]
    assert found == list(CRITERIA[campaign].items())


def test_weekly_returns_of_cand80_are_owed_from_the_launch_to_the_last_week(cand80: Campaign) -> None:
    occurrences = weekly_return(cand80).occurrences
    assert occurrences[0].due_on == date(2024, 9, 20)
    assert occurrences[0].due_at.isoformat() == "2024-09-20T16:00:00+07:00"
    assert occurrences[0].covers == Span(date(2024, 9, 16), date(2024, 9, 22))
    assert occurrences[-1].due_on == date(2025, 8, 22)
    assert occurrences[-1].covers == Span(date(2025, 8, 18), date(2025, 8, 24))
    assert len(occurrences) == 49
    moved = {one.original_on: one.due_on for one in occurrences if one.original_on}
    assert moved == {
        date(2025, 1, 31): date(2025, 2, 3),
        date(2025, 5, 2): date(2025, 5, 5),
    }  # Tết, and 2/5 off for 26/4
    assert {(one.original_on or one.due_on).isoweekday() for one in occurrences} == {5}


def test_deadlines(campaigns: Campaigns) -> None:
    final = ("Tổng kết", date(2025, 8, 31))
    dated = {
        "cand80": [("Sơ kết Đợt 1", date(2025, 2, 10)), ("Sơ kết Đợt 2", date(2025, 5, 26)), final],
        "dt-antt-co-so": [("Sơ kết", date(2025, 2, 28)), final],
        "dt-cand80": [final],
    }
    for campaign, expected in dated.items():
        weekly, *others = campaigns[campaign].deadlines
        assert (weekly.title, weekly.is_return) == ("Báo cáo tuần", True)
        assert [(one.title, one.occurrences[0].due_on) for one in others] == expected
        assert not any(one.is_return for one in others)
    assert campaigns["mau-cac-tinh"].deadlines == ()


@pytest.mark.parametrize(
    ("first", "last", "units"),
    [
        (date(2024, 9, 20), date(2024, 12, 31), 574),
        (date(2025, 1, 1), date(2025, 2, 28), 573),
        (date(2025, 3, 1), date(2025, 6, 30), 547),
        (date(2025, 7, 1), date(2025, 8, 22), 166),
    ],
)
def test_units_that_owe_a_return(cand80: Campaign, thanh_hoa: Roster, first: date, last: date, units: int) -> None:
    due = [one.due_on for one in weekly_return(cand80).occurrences if one.due_on in Span(first, last)]
    assert due
    assert {len(thanh_hoa.reporting(day)) for day in (first, *due, last)} == {units}


def test_model_practices_are_one_a_commune_and_phase(cand80: Campaign, thanh_hoa: Roster) -> None:
    for phase in cand80.phases:
        assert planned(cand80, "mo-hinh", thanh_hoa, phase.id) == [547 * THOUSAND]
    assert planned(cand80, "mo-hinh", thanh_hoa) == [547 * THOUSAND] * 3


def test_targets_of_the_whole_campaign_have_no_phases(cand80: Campaign, thanh_hoa: Roster) -> None:
    for criterion in ("hoat-dong", "ung-ho"):
        assert len(planned(cand80, criterion, thanh_hoa)) == 1
        assert [planned(cand80, criterion, thanh_hoa, phase.id) for phase in cand80.phases] == [[]] * 3


def test_dong_thap_runs_two_campaigns_side_by_side(campaigns: Campaigns) -> None:
    grassroots, police = campaigns["dt-antt-co-so"], campaigns["dt-cand80"]
    assert grassroots.theme == "Lực lượng mới, khí thế mới, thi đua bảo đảm ANTT ở cơ sở trong tình hình mới"
    assert police.theme == police.motto == ""
    assert grassroots.launched_on == police.launched_on == date(2024, 9, 27)
    assert weekly_return(grassroots).occurrences[0].due_on == date(2024, 9, 27)
    assert grassroots.roster == police.roster == "units/dong-thap.csv"
    assert not grassroots.has_phases
    assert not police.has_phases
    assert not {one.id for one in grassroots.criteria} & {one.id for one in police.criteria}


def test_crime_is_to_fall_by_a_twentieth_of_a_made_up_baseline(cand80: Campaign) -> None:
    crime = next(one for one in cand80.criteria if one.id == "pham-phap-hinh-su")
    assert (crime.aim, crime.targets) == (Aim.REDUCE, (TargetRow(crime.id, 5000),))
    year_before = [Span(date(2023, 8, 19), date(2024, 2, 3)), Span(date(2024, 2, 4), date(2024, 5, 19))]
    found = cand80.books.baselines
    assert [one.span for one in found] == [*year_before, Span(date(2024, 5, 20), date(2024, 8, 19))]
    assert {one.criterion for one in found} == {crime.id}
    with (ROOT / "units" / "thanh-hoa-baselines.csv").open(encoding="utf-8", newline="") as file:
        assert all(row["note"].startswith("[MẪU]") for row in csv.DictReader(file))


def test_only_the_sample_is_marked_and_its_one_target_was_stated(campaigns: Campaigns) -> None:
    marked = {one.id for one in campaigns.values() if one.title.startswith("[MẪU] ")}
    assert marked == {one.id for one in campaigns.values() if one.short_title.startswith("[MẪU] ")} == {"mau-cac-tinh"}
    targets = {one.id: one.targets for one in campaigns["mau-cac-tinh"].criteria if one.targets}
    assert targets == {"tru-so": (TargetRow("tru-so", 173_000),)}
    works = campaigns["mau-cac-tinh"].books.works
    assert len(works) == 173
    assert all(one.title.startswith("[MẪU] ") and one.planned_on is None for one in works)
    others = (one for each in campaigns.values() if each.id not in marked for one in each.criteria)
    assert all(one.targets for one in others)


def test_sample_results_name_units_and_criteria_of_the_sample(definition: Definition, campaigns: Campaigns) -> None:
    sample = campaigns["mau-cac-tinh"]
    with (ROOT / "samples" / "cac-tinh.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert rows
    assert {row["unit"] for row in rows} <= Roster(definition.rosters[sample.roster].versions).by_id.keys()
    named = [split_key(row["criterion"]) for row in rows]
    assert {criterion for criterion, _ in named} == {one.id for one in sample.criteria}
    done = {work for criterion, work in named if criterion == "tru-so"}
    assert len(done) == 60
    assert done < sample.books.works_of("tru-so").keys()
    assert all(date.fromisoformat(row["date"]) in sample.span for row in rows)
    decimals = {one.id: one.decimals for one in sample.criteria}
    assert all(parse_quantity(row["quantity"], decimals[split_key(row["criterion"])[0]]) > 0 for row in rows)
    states = {row["criterion"]: (row["quantity"], row["denominator"]) for row in rows if row["denominator"]}
    assert states == {"ban-thuong-vu": ("57", "173"), "bien-che": ("6,61", "1")}
    assert all(one.is_state for one in sample.criteria if one.id in states)
