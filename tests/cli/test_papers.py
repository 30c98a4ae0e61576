"""The signed weekly report, in the situations of a campaign, as its readers read it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROSTER, define
from tests.cli.harness import tracker
from tests.cli.papers import empty_headings, headings, read, tables, texts, weekly_paper

LANGUAGES = pytest.mark.parametrize("lang", ["en", "vi"])
HEADINGS = {
    "vi": [
        "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO",
        "II. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU",
        "III. ĐIỂN HÌNH, MÔ HÌNH; ĐƠN VỊ CẦN ĐÔN ĐỐC",
        "IV. KHÓ KHĂN, VƯỚNG MẮC",
        "V. NHIỆM VỤ TRỌNG TÂM TUẦN TỚI",
        "VI. ĐỀ XUẤT, KIẾN NGHỊ",
    ],
    "en": [
        "I. LEADERSHIP AND DIRECTION",
        "II. RESULTS AGAINST THE TARGETS",
        "III. EXEMPLARY CASES AND MODELS; UNITS TO CHASE",
        "IV. DIFFICULTIES AND OBSTACLES",
        "V. MAIN TASKS OF THE NEXT WEEK",
        "VI. PROPOSALS",
    ],
}
LETTERHEAD = """\
    letterhead:
      agencies: [Công an tỉnh, Phòng Tham mưu]
      symbol: PV01
      place: Thanh Hóa
      authority: KT. Trưởng phòng
      post: Phó Trưởng phòng
      addressees: [Giám đốc Công an tỉnh]
      grounds: ["Căn cứ Kế hoạch số 12;", Thực hiện chỉ đạo của Giám đốc]
      recipients: [Như trên, "- Các phòng;", "Lưu: VT, PV01."]
"""


def log(folder: Path, unit: str, criterion: str, quantity: str, day: str, *more: str) -> None:
    done = tracker("log", "-u", unit, "-c", criterion, "-q", quantity, "-d", day, *more, cwd=folder, TRACKER_TODAY=day)
    assert done.code == 0, done


def file(folder: Path, unit: str, received: str, *more: str, week: str = "2025-W11") -> None:
    done = tracker("submit", "-u", unit, "--week", week, "--nil", "--received", received, *more, cwd=folder)
    assert done.code == 0, done


def report(folder: Path, week: str = "2025-W11", today: str = "2025-03-17", **more: Any) -> dict[str, list[str]]:
    """Return what stands under each heading of the week's paper."""
    return read(weekly_paper(folder, week, today, **more).body)


@LANGUAGES
def test_it_has_the_six_sections_and_none_is_empty(small: Path, lang: str) -> None:
    paper = weekly_paper(small, "2025-W11", "2025-03-17", lang=lang)
    assert headings(paper.body) == HEADINGS[lang]
    assert empty_headings(paper.body) == []
    assert all(one.strip() for one in texts(paper))


def test_a_week_in_which_nothing_was_logged(small: Path) -> None:
    said = report(small, lang="vi")
    results = said[HEADINGS["vi"][1]]
    assert results[0] == "Trong tuần chưa có kết quả nào được ghi nhận."
    assert "chậm 16 ngày so với tiến độ, thiếu 16 mô hình" in results[1]
    assert said["1. Điển hình, mô hình"] == ["Trong tuần chưa ghi nhận điển hình, mô hình mới."]
    assert said["2. Đơn vị cần đôn đốc"][0] == "- Chưa có đơn vị nào nộp báo cáo tuần (hạn nộp: ngày 14/3/2025)."
    assert said[HEADINGS["vi"][3]] == ["Trong tuần chưa ghi nhận khó khăn, vướng mắc phát sinh."]
    assert said[HEADINGS["vi"][5]][0] == "Trong tuần không có đề xuất, kiến nghị."


def test_a_week_in_which_all_targets_are_kept(small: Path) -> None:
    log(small, "a", "mo-hinh", "31", "2025-03-11")
    log(small, "a", "nuoc-sach", "610", "2025-03-11")
    log(small, "b", "kham-pha", "8", "2025-03-12", "--of", "10")
    en, vi = report(small)[HEADINGS["en"][1]], report(small, lang="vi")[HEADINGS["vi"][1]]
    assert en[:3] == [
        "In the week 2 units logged 3 results.",
        "Đợt 1: all targets are met or on plan.",
        "The whole campaign: all targets are met or on plan.",
    ]
    assert en[3] == (
        "- Mô hình: in the week 31 mô hình gained; Đợt 1 to date 31 mô hình achieved, 100% of the target (31 mô hình), "
        "the target is met; campaign to date 31 mô hình achieved, 50% of the target (62 mô hình), 15 days ahead of the plan."
    )
    assert vi[4] == "- Khám phá án: trong tuần đạt 80% (8/10); lũy kế Đợt 1 đạt 80% (8/10), đang đạt chỉ tiêu 75%."


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (["a"], "In the week 1 unit logged 1 result."),
        (["a", "a"], "In the week 1 unit logged 2 results."),
        (["a", "b"], "In the week 2 units logged 2 results."),
    ],
)
def test_one_is_one_and_two_are_two(small: Path, entries: list[str], expected: str) -> None:
    for unit in entries:
        log(small, unit, "mo-hinh", "1", "2025-03-11")
    assert report(small)[HEADINGS["en"][1]][0] == expected


def test_returns_are_told_as_they_came(small: Path) -> None:
    for unit in ("a", "b", "d"):
        file(small, unit, "14/3/2025 9:00")
    assert "- Weekly returns: 3/4 units have filed theirs, 3 of them on time." in report(small)["2. Units to chase"]
    assert "- 1 unit has not filed it: Công an xã Cẩm Lý." in report(small)["2. Units to chase"]
    assert "- Chase 1 unit that has not filed its weekly return." in report(small)[HEADINGS["en"][4]]
    file(small, "c", "14/3/2025 15:00")
    assert "- Cả 4 đơn vị đã nộp báo cáo tuần đúng hạn." in report(small, lang="vi")["2. Đơn vị cần đôn đốc"]


def test_a_units_own_report_goes_to_the_agency_above(small: Path) -> None:
    path = small / "campaigns.yaml"
    path.write_text(path.read_text(encoding="utf-8") + LETTERHEAD, encoding="utf-8")
    file(small, "a", "14/3/2025 9:00", "--difficulties", "Thiếu xe", "--proposals", "Cấp một xe máy.")
    log(small, "a", "mo-hinh", "2", "2025-03-11")
    paper = weekly_paper(small, "2025-W11", "2025-03-17", "a", "vi")
    assert paper.agencies == ("CÔNG AN TỈNH", "CÔNG AN XÃ AN BÌNH")
    assert paper.addressees == ("Công an tỉnh",)
    assert paper.number == "Số:       /BC"
    assert paper.signature.lines == ("THỦ TRƯỞNG ĐƠN VỊ",)
    assert paper.recipients == ("- Như trên;", "- Lưu: VT.")
    said = read(paper.body)
    assert said[""][0].startswith(
        "Công an xã An Bình báo cáo kết quả thực hiện Phong trào xuan: thi đua tuần từ ngày 10/3/2025"
    )
    assert said["2. Đơn vị cần đôn đốc"] == ["- Đơn vị đã nộp báo cáo tuần đúng hạn."]
    assert said[HEADINGS["vi"][3]][-1] == "- Công an xã An Bình: Thiếu xe"
    assert said[HEADINGS["vi"][5]][1] == "- Công an xã An Bình: Cấp một xe máy."


def test_the_letterhead_stands_around_it(small: Path) -> None:
    path = small / "campaigns.yaml"
    path.write_text(path.read_text(encoding="utf-8") + LETTERHEAD, encoding="utf-8")
    paper = weekly_paper(small, "2025-W11", "2025-03-17", lang="vi")
    assert paper.agencies == ("CÔNG AN TỈNH", "PHÒNG THAM MƯU")
    assert paper.nation == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    assert paper.kind == "BÁO CÁO"
    assert paper.number == "Số:       /BC-PV01"
    assert paper.place_and_date == "Thanh Hóa, ngày      tháng      năm 2025"
    assert paper.addressees == ("Giám đốc Công an tỉnh",)
    assert paper.grounds == ("Căn cứ Kế hoạch số 12;", "Thực hiện chỉ đạo của Giám đốc.")
    assert paper.signature.lines == ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")
    assert paper.recipients == ("- Như trên;", "- Các phòng;", "- Lưu: VT, PV01.")
    assert {one.goes_with for one in paper.annexes} == {
        "(Kèm theo Báo cáo số       /BC-PV01 ngày      tháng      năm 2025 của Phòng Tham mưu)"
    }
    english = weekly_paper(small, "2025-W11", "2025-03-17")
    assert english.nation == ("SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness")
    assert (english.kind, english.number) == ("REPORT", "No.       /BC-PV01")


def test_what_people_wrote_stands_first_in_its_section(small: Path) -> None:
    path = small / "campaigns.yaml"
    path.write_text(path.read_text(encoding="utf-8") + LETTERHEAD, encoding="utf-8")
    assert tracker("report", "weekly", "--week", "2025-W11", "--edit", cwd=small, TRACKER_TODAY="2025-03-17").code == 0
    (written,) = small.glob("reports/**/*.md")
    written.write_text(
        "## Số\n5\n\n## Ngày ký\n3/2/2025\n\n## Khó khăn, vướng mắc\nMưa lũ kéo dài.\n\n"
        "## Nhiệm vụ trọng tâm\n- Tổ chức giao ban.\n",
        encoding="utf-8",
    )
    paper = weekly_paper(small, "2025-W11", "2025-03-17", lang="vi")
    assert paper.number == "Số: 05/BC-PV01"
    assert paper.place_and_date == "Thanh Hóa, ngày 03 tháng 02 năm 2025"
    said = read(paper.body)
    assert said[HEADINGS["vi"][3]] == ["Mưa lũ kéo dài."]
    tasks = said[HEADINGS["vi"][4]]
    assert tasks[0] == "- Tổ chức giao ban."
    assert any("chưa bảo đảm tiến độ" in one for one in tasks[1:])


def test_before_the_launch_no_return_is_owed(tmp_path: Path) -> None:
    folder = define(tmp_path / "early")
    path = folder / "campaigns.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("launched_on: 1/3/2025", "launched_on: 1/4/2025"), encoding="utf-8"
    )
    said = report(folder, "2025-W10", "2025-03-10")
    assert "The campaign runs; it is to be launched on 01/04/2025." in said[HEADINGS["en"][0]][0]
    assert "- No weekly return is owed for this week." in said["2. Units to chase"]


def without_phases(folder: Path) -> Path:
    """Make a campaign without phases, deadlines and targets."""
    (folder / "units.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "campaigns.yaml").write_text(
        "campaigns:\n  - {id: he, title: Mùa hè, start: 1/3/2025, end: 30/4/2025, units: units.csv,\n"
        "     criteria: [{id: ao-am, title: Áo ấm, kind: count}, {id: vi-pham, title: Vi phạm, kind: zero, measure: vụ}]}\n",
        encoding="utf-8",
    )
    return folder


@LANGUAGES
def test_a_campaign_without_phases_and_targets(tmp_path: Path, lang: str) -> None:
    without_phases(tmp_path)
    log(tmp_path, "a", "vi-pham", "1", "2025-03-11")
    paper = weekly_paper(tmp_path, "2025-W11", "2025-03-17", lang=lang)
    assert empty_headings(paper.body) == []
    results = read(paper.body)[HEADINGS[lang][1]]
    if lang == "vi":
        assert results[1:4] == [
            "Toàn phong trào: tiêu chí được giao chỉ tiêu chưa bảo đảm tiến độ: Vi phạm (1 vụ, yêu cầu không để xảy ra).",
            "- Vi phạm: trong tuần phát sinh 1 vụ; lũy kế từ đầu phong trào phát sinh 1 vụ, không bảo đảm yêu cầu không để xảy ra.",
            "Chưa phát sinh số liệu: Áo ấm.",
        ]
    assert paper.agencies == ()
    assert not any("Đợt" in one for one in texts(paper))


@pytest.mark.parametrize(
    ("lang", "one", "page"),
    [
        ("vi", "1 đơn vị đã hoàn thành mọi chỉ tiêu được giao của phong trào", "1/1 tiêu chí có giao chỉ tiêu"),
        ("en", "1 unit has met every target of its own in the campaign", "1 of 1 criterion with a target"),
    ],
)
def test_who_leads_in_a_campaign_without_phases(tmp_path: Path, lang: str, one: str, page: str) -> None:
    path = without_phases(tmp_path) / "campaigns.yaml"
    own = "kind: count, unit_targets: {commune: 1}}, {id: vi-pham"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: count}, {id: vi-pham", own), encoding="utf-8")
    for unit in "abc":
        log(tmp_path, unit, "ao-am", "1", "2025-03-11")
    log(tmp_path, "b", "vi-pham", "1", "2025-03-11")
    log(tmp_path, "c", "vi-pham", "1", "2025-03-12")
    told = report(tmp_path, lang=lang)
    assert f"- {one}: Công an xã An Bình." in next(said for title, said in told.items() if title.startswith("1. "))
    path.write_text(re.sub(r", \{id: vi-pham[^}]*\}", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    done = tracker(
        "report", "weekly", "--week", "2025-W11", cwd=tmp_path, TRACKER_TODAY="2025-03-17", TRACKER_LANG=lang
    )
    assert page in done.out


def test_a_campaign_that_is_over_has_its_review_ahead(tmp_path: Path) -> None:
    folder = without_phases(tmp_path)
    assert report(folder, "2025-W18", "2025-05-20", lang="vi")[HEADINGS["vi"][4]] == [
        "Phong trào đã kết thúc; các đơn vị chuẩn bị tổng kết."
    ]
    assert report(folder, "2025-W12", "2025-05-20")[HEADINGS["en"][4]] == [
        "Units go on with the tasks of the campaign as planned."
    ]


@pytest.mark.parametrize("week", ["2025-W11", "2025-W14"])  # it lived until Monday of the second
def test_a_unit_that_is_no_more_has_the_weeks_of_its_life(small: Path, week: str) -> None:
    name = "Công an xã Cẩm Lý"
    log(small, "c", "mo-hinh", "2", "2025-03-11")
    weekly = ("report", "weekly", "-u", name, "--json", "--today", "2025-04-20", "--week")
    said = tracker(*weekly, week, cwd=small)
    assert (said.code, said.json["unit"]["id"], said.json["criteria"][0]["campaign"]) == (0, "c", 2), said
    tracker(*weekly, "2025-W15", cwd=small).refused(1, "unit-not-alive")


def test_on_the_last_day_every_sentence_judges_as_of_the_day(tmp_path: Path) -> None:
    folder = define(tmp_path / "last")
    log(folder, "a", "mo-hinh", "3", "2025-04-29")
    running = " ".join(report(folder, "2025-W18", "2025-04-30")[HEADINGS["en"][1]])
    assert "behind: " in running
    assert "not met" not in running
    assert "behind the plan" in running
    over = " ".join(report(folder, "2025-W18", "2025-05-01")[HEADINGS["en"][1]])
    assert "behind" not in over
    assert "not met: " in over or "no target is met: " in over


def test_the_week_of_two_phases_tells_each_by_itself(demo: Path) -> None:
    paper = weekly_paper(demo, "2025-W06", "2025-03-01", lang="vi")
    results = read(paper.body)[HEADINGS["vi"][1]]
    models = next(one for one in results if one.startswith("- Mô hình bảo đảm ANTT"))
    assert "trong tuần có thêm 36 mô hình (Đợt 1: 6; Đợt 2: 30; tuần trước 10)" in models
    assert "kết thúc Đợt 1 được 691 mô hình, đạt 126,3% chỉ tiêu (547 mô hình), vượt chỉ tiêu" in models
    assert "lũy kế Đợt 2 được 30 mô hình, đạt 5,5% chỉ tiêu (547 mô hình), bảo đảm tiến độ" in models
    crimes = next(one for one in results if one.startswith("- Số vụ phạm pháp hình sự"))
    assert "giảm 6,1% so với cùng kỳ (363 vụ), đạt chỉ tiêu giảm 5%" in crimes
    assert "-" not in crimes.removeprefix("- ")
    titles = [one.title for one in paper.annexes]
    assert titles == [
        "Phụ lục I\nKẾT QUẢ THỰC HIỆN THEO TIÊU CHÍ",
        "Phụ lục II\nDIỄN BIẾN KẾT QUẢ THEO THỜI GIAN",
        "Phụ lục III\nKẾT QUẢ VÀ TÌNH HÌNH BÁO CÁO CỦA CÁC ĐƠN VỊ",
    ]
    *criteria, units = tables(paper)
    assert [len(one.rows) for one in criteria] == [10, 10, 10]
    assert len(units.rows) == 573


def test_a_paper_of_what_was_known_says_when_and_what_came_since(small: Path) -> None:
    log(small, "a", "mo-hinh", "1", "2025-03-11")
    head = json.loads(tracker("fsck", "--json", cwd=small).out)["head"]
    log(small, "b", "mo-hinh", "4", "2025-03-12")
    known = tracker(
        *("report", "weekly", "--week", "2025-W11", "--known-at", head, "--today", "2025-03-17", "-o", "known.docx"),
        cwd=small,
    )
    assert known.code == 0, known
    import docx  # noqa: PLC0415 the one test that reads a file

    paper = docx.Document(str(small / "known.docx"))
    said = "\n".join(one.text for one in paper.paragraphs)
    assert "In the week 1 unit logged 1 result." in said
    assert "Additions and corrections recorded after " in said
    assert ": Mô hình 4 more (1 entry)." in said
    assert "what was recorded later is left out" in said


def test_what_was_marked_is_told_with_its_unit(small: Path) -> None:
    log(small, "a", "mo-hinh", "1", "2025-03-11", "--model", "--note", "Camera an ninh")
    log(small, "b", "kham-pha", "4", "2025-03-12", "--of", "5", "--highlight")
    said = report(small, lang="vi")["1. Điển hình, mô hình"]
    assert said[:2] == [
        "- Công an xã An Bình: Camera an ninh (mô hình; Mô hình: 1 mô hình; 11/3/2025).",
        "- Công an xã Hòa Bình: Khám phá án (điển hình; Khám phá án: 80% (4/5); 12/3/2025).",
    ]


def test_what_is_there_by_now_is_said_once(tmp_path: Path) -> None:
    folder = define(tmp_path / "states")
    path = folder / "campaigns.yaml"
    state = "      - {id: tru-so, title: Trụ sở, kind: stock, measure: trụ sở, target: 4}\n"
    path.write_text(
        path.read_text(encoding="utf-8").replace("    criteria:\n", f"    criteria:\n{state}"), encoding="utf-8"
    )
    log(folder, "a", "tru-so", "1", "2025-03-11")
    results = report(folder, lang="vi")[HEADINGS["vi"][1]]
    assert "- Trụ sở: đến nay có 1 trụ sở, đạt 25% chỉ tiêu (4 trụ sở), còn thiếu 3 trụ sở." in results


def test_those_a_paper_is_addressed_to_come_first_among_its_recipients(small: Path) -> None:
    path = small / "campaigns.yaml"
    path.write_text(path.read_text(encoding="utf-8") + LETTERHEAD.replace("Như trên, ", ""), encoding="utf-8")
    assert weekly_paper(small, "2025-W11", "2025-03-17", lang="vi").recipients[:2] == ("- Như trên;", "- Các phòng;")
