"""The signed reviews: of a phase while it runs and once it is over, and of the whole campaign."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import define
from tests.cli.harness import tracker
from tests.cli.papers import empty_headings, headings, read, review_paper, tables, texts
from tests.fixtures.contest import make_contest

LANGUAGES = pytest.mark.parametrize("lang", ["en", "vi"])
TITLES = {
    "vi": ["1. Ưu điểm", "2. Hạn chế, khó khăn, vướng mắc", "3. Nguyên nhân", "4. Bài học kinh nghiệm"],
    "en": ["1. Strengths", "2. Limits and difficulties", "3. Causes", "4. Lessons"],
}


@pytest.fixture(scope="module")
def contest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_contest(tmp_path_factory.mktemp("papers") / "contest")


@LANGUAGES
@pytest.mark.parametrize(("phase", "today"), [("dot-1", "2025-03-20"), ("dot-1", "2025-05-05"), (None, "2025-05-05")])
def test_no_section_is_empty(contest: Path, tmp_path: Path, lang: str, phase: str | None, today: str) -> None:
    for folder in (contest, define(tmp_path / "bare")):
        paper = review_paper(folder, phase, today, lang=lang)
        assert len(headings(paper.body)) == 5
        assert headings(paper.body, 3)[-4:] == TITLES[lang]
        assert empty_headings(paper.body) == []
        assert all(one.strip() for one in texts(paper))


def test_a_phase_is_compared_with_the_one_before_and_the_next_one_announced(demo: Path) -> None:
    paper = review_paper(demo, "dot-2", "2025-06-01", lang="vi")
    assert paper.abstract == "Sơ kết Đợt 2 phong trào “Thi đua đặc biệt CAND\N{NO-BREAK SPACE}80”", (
        "no line ends before 80"
    )
    said = read(paper.body)
    models = next(one for one in said["1. Kết quả theo tiêu chí"] if one.startswith("- Mô hình"))
    assert "so với Đợt 1: 691" in models
    tasks = said["IV. PHƯƠNG HƯỚNG, NHIỆM VỤ ĐỢT TIẾP THEO"]
    assert tasks[0].startswith("- Triển khai Đợt 3 từ ngày 20/5/2025 đến ngày 19/8/2025, chủ đề “")
    assert tasks[1].startswith("- Chỉ tiêu Đợt 3: Mô hình bảo đảm ANTT: 547 mô hình; ")
    assert "Số vụ phạm pháp hình sự: giảm 5%." in tasks[1]
    joined = " ".join(said["I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, TỔ CHỨC THỰC HIỆN"])
    assert "từ 573 thành 547 đơn vị (ngày 01/3/2025)" in joined


def test_a_phase_that_runs_is_said_to_run(contest: Path) -> None:
    running, over = (review_paper(contest, "dot-1", today) for today in ("2025-03-20", "2025-05-05"))
    assert "still going on; figures up to the end of 20/03/2025" in texts(running)[0]
    assert "(figures up to the end of 31/03/2025)" in texts(over)[0]


def test_scores_and_ranks_are_those_of_the_ranking(contest: Path) -> None:
    paper = review_paper(contest, "dot-1", "2025-05-05")
    done = tracker("rank", "--phase", "dot-1", "--json", cwd=contest, TRACKER_TODAY="2025-05-05")
    groups = json.loads(done.out)["clusters"]
    ranks = tables(paper)[1 : 1 + len(groups)]
    for table, group in zip(ranks, groups, strict=True):
        shown = [(getattr(row[0], "value", None), getattr(row[1], "text", "")) for row in table.rows]
        assert shown == [(one["rank"], one["label"]) for one in group["units"]]
    first = [one for group in groups for one in group["units"] if one["rank"] == 1]
    leading = next(one for one in texts(paper) if one.startswith("- First by score as it stands: "))
    assert first
    assert all(f"{one['name']} ({one['total']:.2f} points)" in leading for one in first)


def test_the_final_review_has_a_table_for_each_phase_and_the_succession_of_units(demo: Path) -> None:
    paper = review_paper(demo, None, "2025-09-01")
    criteria, _charts, ranks, succession = paper.annexes
    assert len(headings(criteria.body, 3)) == 4
    assert headings(succession.body, 3) == [
        "Units from 01/01/2025: 574 before, 573 since",
        "Units from 01/03/2025: 573 before, 547 since",
        "Units from 01/07/2025: 547 before, 166 since",
    ]
    assert ranks.title == "Annex III\nFINAL SCORES AND RANKS"
    groups = len(headings(ranks.body, 3))
    assert f"- Who comes first in each of {groups} groups stands in the annex." in texts(paper)
    rates = next(one for one in texts(paper) if one.startswith("- Tỷ lệ điều tra"))
    assert rates.endswith("; by phase Đợt 1: 77.9%; Đợt 2: 80.3%; Đợt 3: 80.0%."), "shares are no parts of each other"
    models = next(one for one in texts(paper) if one.startswith("- Mô hình bảo"))
    review = json.loads(tracker("report", "final", "--json", cwd=demo, TRACKER_TODAY="2025-09-01").out)
    own = next(one for one in review["criteria"] if one["id"] == "mo-hinh")["by_span"]
    amounts = [f"{one['actual']:,}" for one in own]
    assert f"Đợt 1: {amounts[0]}; Đợt 2: {amounts[1]}; Đợt 3: {amounts[2]}" in models
    assert models.startswith(f"- Mô hình bảo đảm ANTT: {amounts[3]} mô hình achieved")


def test_commendations_are_told_and_proposals_proposed(contest: Path, tmp_path: Path) -> None:
    folder = define(tmp_path / "praised")
    add = ("commend", "add", "--phase", "dot-1", "-d", "2025-04-05")
    for more in (
        ("giay-khen", "--collectives", "2", "--individuals", "1"),
        ("bang-khen", "--level", "tỉnh", "--individuals", "3", "--proposal"),
    ):
        done = tracker(*add, *more, cwd=folder, TRACKER_TODAY="2025-04-10")
        assert done.code == 0, done
    said = read(review_paper(folder, "dot-1", "2025-04-10", lang="vi").body)
    assert said["V. ĐỀ XUẤT, KIẾN NGHỊ"][0] == "- Đề nghị xem xét, khen thưởng: Bằng khen (cấp tỉnh) cho 3 cá nhân."
    assert said["3. Công tác khen thưởng"] == ["Đã khen thưởng: Giấy khen cho 2 tập thể và 1 cá nhân."]


@LANGUAGES
def test_a_units_own_review_is_about_it_alone(contest: Path, lang: str) -> None:
    paper = review_paper(contest, "dot-1", "2025-05-05", "a", lang)
    assert paper.agencies[-1] == "CÔNG AN XÃ A"
    assert empty_headings(paper.body) == []
    said = {getattr(cell, "text", "") for row in tables(paper)[-1].rows for cell in row}
    assert "Công an xã A" in said
    assert "Công an xã B" not in said


@pytest.mark.parametrize(
    ("lang", "interim", "final", "last"),
    [
        (
            "vi",
            "Được thảo luận, kết luận tại hội nghị sơ kết.",
            "Được thảo luận, kết luận tại hội nghị tổng kết.",
            "Trên đây là báo cáo tổng kết phong trào",
        ),
        (
            "en",
            "To be discussed and concluded at the interim review conference.",
            "To be discussed and concluded at the final review conference.",
            "This is the final review of the campaign",
        ),
    ],
)
def test_a_paper_names_its_own_conference_and_itself(
    contest: Path, lang: str, interim: str, final: str, last: str
) -> None:
    phase, whole = (read(review_paper(contest, one, "2025-05-05", lang=lang).body) for one in ("dot-1", None))
    for title in TITLES[lang][2:]:
        assert (phase[title], whole[title]) == ([interim], [final])
    assert texts(review_paper(contest, None, "2025-05-05", lang=lang))[-1].startswith(last)


@LANGUAGES
def test_totals_and_shares_of_ranks_have_two_places(contest: Path, lang: str) -> None:
    point = "," if lang == "vi" else "."
    shown = []
    for table in tables(review_paper(contest, "dot-1", "2025-05-05", lang=lang))[1:]:
        titles = [one.title for one in table.columns]
        if "%" in titles:
            share = titles.index("%")
            shown += [getattr(row[at], "text", "") for row in table.rows for at in (share - 1, share)]
    assert shown
    assert all(one == "–" or re.fullmatch(rf"\d+{re.escape(point)}\d\d", one) for one in shown), shown
