"""Targets, baselines and works in files beside campaigns.yaml: every row read, every wrong one told with its place."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.books import BaselineRow, Work
from tracker.domain.calendar import Span, year_before
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import TargetRow
from tracker.files.book_edit import HEADERS, edit_targets
from tracker.files.campaign_file import Reading, read_definition

YAML = """\
campaigns:
  - id: thu
    title: Phong trào thử
    start: 19/8/2024
    end: 18/8/2025
    units: units.csv
    phases:
      - {id: dot-1, title: Đợt 1, start: 19/8/2024, end: 28/2/2025}
      - {id: dot-2, title: Đợt 2, start: 1/3/2025, end: 18/8/2025}
    criteria:
      - {id: mo-hinh, title: Mô hình, kind: count, unit_targets: {commune: 1}, per: phase}
      - {id: truy-na, title: Truy nã, kind: count}
      - {id: ty-le, title: Tỷ lệ phá án, kind: rate, target: 75%}
      - {id: pham-phap, title: Phạm pháp hình sự, kind: count, direction: down, target: 5%}
      - {id: ty-le-giam, title: Tỷ lệ giảm, kind: rate, direction: down}
      - {id: diem-nong, title: Điểm nóng, kind: zero}
      - {id: tru-so, title: Trụ sở, kind: milestone}
"""
ROSTER = """\
id,code,name,level,parent,valid_from,valid_to
t,1,Tỉnh,province,,,
a,010,Công an xã An,commune,t,,
b,011,Công an xã Bình,commune,t,,30/6/2025
c,011,Công an xã Cao,commune,t,1/7/2025,
cu,012,Công an xã Cũ,commune,t,,1/1/2024
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "campaigns.yaml").write_text(YAML, encoding="utf-8")
    return tmp_path


def read(folder: Path, **files: str) -> Reading:
    for book, text in files.items():
        (folder / f"thu-{book}.csv").write_text(text, encoding="utf-8")
    return read_definition(folder / "campaigns.yaml")


def campaign_of(reading: Reading) -> Campaign:
    assert reading.problems == ()
    assert reading.definition
    return reading.definition.campaigns[0]


def whole(campaign: Campaign, criterion: str) -> tuple[TargetRow, ...]:
    return next(one.targets for one in campaign.criteria if one.id == criterion)


def found(reading: Reading) -> list[tuple[str, str, int, int]]:
    return [(one.code, one.place.file, one.place.line, one.place.column) for one in reading.problems if one.place]


def test_targets_of_units_levels_and_the_whole(folder: Path) -> None:
    text = """\
unit,level,criterion,phase,target,from,reason
a,,mo-hinh,dot-1,3,,
011,,Mô hình,Đợt 2,-,,
"Công an xã An",,truy na,,2,,
,commune,truy-na,,1,,
,,truy-na,,40,,
,,truy-na,,45,1/3/2025,Giao thêm
c,,ty-le,,"80,5%",,
,commune,ty-le,dot-2,90%,,
b,,pham-phap,,10%,,
a,,diem-nong,,không giao,,
"""
    campaign = campaign_of(read(folder, targets=text))
    assert campaign.books.targets == (
        TargetRow("mo-hinh", 3000, unit="a", phase="dot-1"),
        TargetRow("mo-hinh", None, unit="b", phase="dot-2"),
        TargetRow("truy-na", 2000, unit="a"),
        TargetRow("ty-le", 80_500, unit="c"),
        TargetRow("pham-phap", 10_000, unit="b"),
        TargetRow("diem-nong", None, unit="a"),
    )
    assert whole(campaign, "truy-na") == (
        TargetRow("truy-na", 1000, level="commune"),
        TargetRow("truy-na", 40_000),
        TargetRow("truy-na", 45_000, start=date(2025, 3, 1), reason="Giao thêm"),
    )
    assert whole(campaign, "ty-le") == (
        TargetRow("ty-le", 75_000),
        TargetRow("ty-le", 90_000, level="commune", phase="dot-2"),
    )


def test_headers_may_be_vietnamese_and_the_table_a_spreadsheets(folder: Path) -> None:
    text = "Đơn vị;Tiêu chí;Đợt;Chỉ tiêu;Từ ngày;Lý do\nCông an xã An;Mô hình;Đợt 1;4;1/9/2024;Điều chỉnh\n"
    campaign = campaign_of(read(folder, targets=text))
    assert campaign.books.targets == (TargetRow("mo-hinh", 4000, "a", "", "dot-1", date(2024, 9, 1), "Điều chỉnh"),)


def test_what_is_not_assigned_is_so_in_every_phase(folder: Path) -> None:
    campaign = campaign_of(read(folder, targets="unit,criterion,target\na,mo-hinh,not assigned\na,ty-le,-\n"))
    assert campaign.books.targets == (
        TargetRow("mo-hinh", None, unit="a", phase="dot-1"),
        TargetRow("mo-hinh", None, unit="a", phase="dot-2"),
        TargetRow("ty-le", None, unit="a"),
    )


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("a,,mo-hinh,dot-3,1,,", "phase-unknown", 4),
        ("a,,,dot-1,1,,", "field-missing", 3),
        ("a,,mo-hin,dot-1,1,,", "criterion-not-found", 3),
        ("x,,mo-hinh,dot-1,1,,", "unit-not-found", 1),
        ("cu,,mo-hinh,dot-1,1,,", "unit-not-alive", 1),
        (",ward,mo-hinh,dot-1,1,,", "level-unknown", 2),
        ("a,commune,mo-hinh,dot-1,1,,", "target-of-both", 2),
        ("a,,mo-hinh,dot-1,,,", "field-missing", 5),
        ("a,,mo-hinh,dot-1,1.5,,", "too-many-decimals", 5),
        ("a,,mo-hinh,dot-1,many,,", "bad-quantity", 5),
        ("a,,ty-le,,0.8,,", "percent-unclear", 5),
        ("a,,ty-le,,120%,,", "target-over-100", 5),
        ("a,,mo-hinh,dot-1,1,1/3/2025,x", "change-after-phase", 6),
        ("a,,pham-phap,,10,,", "reduction-unclear", 5),
        ("a,,diem-nong,,0,,", "zero-with-target", 5),
        (",,truy-na,,-,,", "not-assigned-whole", 5),
        ("a,,mo-hinh,,1,,", "target-lacks-phase", 4),
        (",commune,mo-hinh,dot-1,1,,", "target-in-both", 5),
        ("a,,mo-hinh,dot-1,1,1/2/2025,", "field-missing", 7),
        ("a,,mo-hinh,dot-1,1,19/8/2024,x", "change-outside", 6),
        ("a,,mo-hinh,dot-1,1,3/25,x", "bad-file-day", 6),
    ],
)
def test_a_wrong_target_is_told_with_its_cell(folder: Path, row: str, code: str, column: int) -> None:
    reading = read(folder, targets=f"unit,level,criterion,phase,target,from,reason\nb,,truy-na,,1,,\n{row}\n")
    assert found(reading) == [(code, "thu-targets.csv", 3, column)]
    assert reading.definition is None


def test_a_target_that_stands_twice_names_the_first_row(folder: Path) -> None:
    (problem,) = read(folder, targets="unit,criterion,target\na,truy-na,1\n010,truy-na,2\n").problems
    assert (problem.code, problem.params["row"], problem.place and problem.place.line) == ("target-repeated", 2, 3)


def test_phases_beside_the_whole_campaign_are_a_problem(folder: Path) -> None:
    reading = read(folder, targets="unit,criterion,phase,target\na,truy-na,,1\nb,truy-na,dot-1,2\n")
    assert found(reading) == [("target-has-phase", "thu-targets.csv", 3, 3)]


def test_baselines_are_of_a_year_before_or_of_days(folder: Path) -> None:
    text = """\
unit,criterion,quantity,denominator,phase,from,to
a,pham-phap,120,,,,
b,pham-phap,40,,dot-1,,
b,pham-phap,30,,Đợt 2,,
,ty-le-giam,94,120,,1/9/2023,31/12/2023
,ty-le-giam,5/9,,,1/1/2024,31/1/2024
"""
    year = Span(date(2023, 8, 19), date(2024, 8, 18))
    assert campaign_of(read(folder, baselines=text)).books.baselines == (
        BaselineRow("pham-phap", "a", year, 120_000),
        BaselineRow("pham-phap", "b", Span(date(2023, 8, 19), date(2024, 2, 29)), 40_000),
        BaselineRow("pham-phap", "b", Span(date(2024, 3, 1), date(2024, 8, 18)), 30_000),
        BaselineRow("ty-le-giam", "", Span(date(2023, 9, 1), date(2023, 12, 31)), 94_000, 120_000),
        BaselineRow("ty-le-giam", "", Span(date(2024, 1, 1), date(2024, 1, 31)), 5000, 9000),
    )


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("a,mo-hinh,1,,,,", "baseline-not-falling", 2),
        ("a,pham-phap,1,2,,,", "baseline-form", 3),
        ("a,ty-le-giam,1,,,,", "baseline-form-rate", 3),
        ("a,ty-le-giam,1,0,,,", "baseline-form-rate", 3),
        ("a,pham-phap,-1,,,,", "negative-quantity", 3),
        ("a,pham-phap,1,,dot-1,1/1/2024,31/1/2024", "baseline-when", 5),
        ("a,pham-phap,1,,,1/1/2024,", "field-missing", 7),
        ("a,pham-phap,1,,,,1/1/2024", "field-missing", 6),
        ("a,pham-phap,1,,,2/1/2024,1/1/2024", "span-reversed", 7),
        ("b,pham-phap,1,,,18/8/2024,1/9/2024", "baselines-overlap", 3),
    ],
)
def test_a_wrong_baseline_is_told_with_its_cell(folder: Path, row: str, code: str, column: int) -> None:
    reading = read(folder, baselines=f"unit,criterion,quantity,denominator,phase,from,to\nb,pham-phap,1,,,,\n{row}\n")
    assert found(reading) == [(code, "thu-baselines.csv", 3, column)]


def test_a_baseline_of_campaigns_yaml_is_not_counted_twice(folder: Path) -> None:
    text = YAML.replace("target: 5%", "target: 5%, baseline: 90")
    (folder / "campaigns.yaml").write_text(text, encoding="utf-8")
    reading = read(folder, baselines="criterion,quantity,phase\npham-phap,50,dot-1\n")
    assert found(reading) == [("baseline-in-both", "thu-baselines.csv", 2, 2)]


def test_works_set_the_target_of_their_milestone(folder: Path) -> None:
    text = "id,criterion,unit,title,planned\nts-1,tru-so,a,Trụ sở An,1/12/2024\nts-2,tru-so,011,Trụ sở Bình,\n"
    campaign = campaign_of(read(folder, works=text))
    assert campaign.books.works == (
        Work("tru-so", "ts-1", "a", "Trụ sở An", date(2024, 12, 1)),
        Work("tru-so", "ts-2", "b", "Trụ sở Bình"),
    )
    assert whole(campaign, "tru-so") == (TargetRow("tru-so", 2000),)
    assert campaign.books.targets == (TargetRow("tru-so", 1000, unit="a"), TargetRow("tru-so", 1000, unit="b"))
    again = campaign_of(read(folder, targets="criterion,target\ntru-so,5\n"))
    assert whole(again, "tru-so") == (TargetRow("tru-so", 5000),)
    assert again.books.targets == ()


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("ts-1,tru-so,a,Hai,", "id-repeated", 1),
        ("trụ-sở,tru-so,a,Hai,", "bad-id", 1),
        ("ts-2,mo-hinh,a,Hai,", "work-not-milestone", 2),
        ("ts-2,tru-so,,Hai,", "field-missing", 3),
        ("ts-2,tru-so,a,,", "field-missing", 4),
        ("ts-2,tru-so,a,Hai,31/2/2025", "no-such-day", 5),
    ],
)
def test_a_wrong_work_is_told_with_its_cell(folder: Path, row: str, code: str, column: int) -> None:
    reading = read(folder, works=f"id,criterion,unit,title,planned\nts-1,tru-so,a,Một,\n{row}\n")
    assert found(reading) == [(code, "thu-works.csv", 3, column)]


def test_files_may_be_named_and_must_then_be_there(folder: Path) -> None:
    text = YAML.replace("    phases:", "    targets: chi-tieu.csv\n    works: danh-muc.csv\n    phases:")
    (folder / "campaigns.yaml").write_text(text, encoding="utf-8")
    (folder / "chi-tieu.csv").write_text("criterion,target\ntruy-na,5\n", encoding="utf-8")
    reading = read(folder, targets="this one is not read")
    assert found(reading) == [("named-file-missing", "campaigns.yaml", 8, 12)]
    assert reading.books["thu"] == {
        "targets": "chi-tieu.csv",
        "baselines": "thu-baselines.csv",
        "works": "danh-muc.csv",
    }
    (folder / "danh-muc.csv").write_text("id,criterion,unit,title\n", encoding="utf-8")
    assert whole(campaign_of(read(folder)), "truy-na") == (TargetRow("truy-na", 5000),)


def test_a_table_without_its_columns_says_so(folder: Path) -> None:
    assert found(read(folder, targets="unit,target\na,1\n")) == [("columns-missing", "thu-targets.csv", 1, 1)]


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        (date(2024, 8, 19), date(2025, 2, 3), Span(date(2023, 8, 19), date(2024, 2, 3))),
        (date(2025, 2, 4), date(2025, 2, 28), Span(date(2024, 2, 4), date(2024, 2, 29))),
        (date(2024, 2, 29), date(2024, 3, 31), Span(date(2023, 3, 1), date(2023, 3, 31))),
        (date(2024, 2, 1), date(2024, 2, 29), Span(date(2023, 2, 1), date(2023, 2, 28))),
        (date(2024, 1, 1), date(2024, 2, 28), Span(date(2023, 1, 1), date(2023, 2, 28))),
    ],
)
def test_the_same_dates_a_year_before(start: date, end: date, before: Span) -> None:
    assert year_before(Span(start, end)) == before


AMOUNTS = st.one_of(st.none(), st.integers(0, 10**15 - 1), st.sampled_from([1234, 1000, 125, 12_345, 999_999, 100_000]))
KINDS = (
    "kind: count, measure: m, decimals: 3",
    "kind: rate, target: 75%, over_100: true",
    "kind: rate, of: state, measure: người/xã",
    "kind: stock, ceiling: 5, decimals: 3",
)


@given(amounts=st.lists(AMOUNTS, min_size=4, max_size=4), is_translated=st.booleans())
def test_what_is_written_is_read_again(
    amounts: list[int | None], is_translated: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("books")
    criteria = "".join(f"      - {{id: k{at}, title: K{at}, {kind}}}\n" for at, kind in enumerate(KINDS))
    text = YAML[: YAML.index("      - {id: mo-hinh")] + criteria
    (folder / "campaigns.yaml").write_text(text, encoding="utf-8")
    (folder / "units.csv").write_text(ROSTER, encoding="utf-8")
    campaign = campaign_of(read_definition(folder / "campaigns.yaml"))
    changed = date(2025, 3, 1)
    targets = [TargetRow(f"k{at}", amount, unit="a") for at, amount in enumerate(amounts)]
    targets += [TargetRow(f"k{at}", amount, "b", "", "", changed, "Vì, thế") for at, amount in enumerate(amounts)]
    header = "đơn vị;tiêu chí;chỉ tiêu\n".encode() if is_translated else HEADERS["targets"]
    (folder / "thu-targets.csv").write_bytes(edit_targets(header, "thu-targets.csv", [], targets, campaign))
    found = campaign_of(read_definition(folder / "campaigns.yaml")).books.targets
    assert sorted(found, key=repr) == sorted(targets, key=repr)
