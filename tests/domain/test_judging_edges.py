"""Claims of a whole file under one judge: what it remembers of one row may not decide about another."""

from datetime import date

import msgspec
import pytest

from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Kind
from tracker.domain.criterion_names import find_criterion
from tracker.domain.entries import Claim
from tracker.domain.judging import Judge, judge_among
from tracker.domain.units import Roster
from tracker.errors import TrackerError

TODAY = date(2025, 7, 15)
GOOD = Claim("c-4", "mo-hinh", "15/7/2025", "1")


@pytest.fixture
def judge(campaign: Campaign, roster: Roster) -> Judge:
    return Judge(campaign, roster, TODAY, fragments=False)


def claimed(judge: Judge, **fields: str) -> tuple[str, date, str] | list[tuple[str, str]]:
    verdict = judge.judge(msgspec.structs.replace(GOOD, **fields))
    if verdict.posting is None:
        return [(found.field, found.problem.code) for found in verdict.problems]
    return verdict.posting.unit, verdict.posting.day, verdict.posting.criterion


def test_a_code_means_the_unit_that_has_it_on_the_day_of_each_row(judge: Judge) -> None:
    february, june, july = date(2025, 2, 1), date(2025, 6, 30), date(2025, 7, 1)
    for _ in range(2):
        for day, unit in ((july, "c-4"), (february, "c-1"), (june, "c-1"), (july, "c-4")):
            assert claimed(judge, unit="100", date=day.isoformat()) == (unit, day, "mo-hinh")


def test_a_refusal_of_one_day_is_none_of_another(judge: Judge) -> None:
    gone = [("unit", "unit-not-alive")]
    assert claimed(judge, unit="c-1", date="1/7/2025") == gone
    assert claimed(judge, unit="c-1", date="30/6/2025") == ("c-1", date(2025, 6, 30), "mo-hinh")
    assert claimed(judge, unit="c-1", date="1/7/2025") == gone
    assert claimed(judge, unit="nobody", date="1/7/2025") == [("unit", "unit-not-found")]


def test_every_row_has_its_own_day_and_criterion(judge: Judge) -> None:
    assert claimed(judge, criterion="hoa", date="14/7/2025") == ("c-4", date(2025, 7, 14), "hoa")
    assert claimed(judge) == ("c-4", TODAY, "mo-hinh")
    assert claimed(judge, criterion="Ủng hộ đồng bào") == ("c-4", TODAY, "ung-ho")
    assert claimed(judge, criterion="ung ho", date="16/7/2025") == [
        ("criterion", "criterion-not-found"),
        ("date", "future-day"),
    ]
    assert claimed(judge) == ("c-4", TODAY, "mo-hinh")


def test_a_person_may_name_a_criterion_by_a_part_and_a_file_may_not(campaign: Campaign, roster: Roster) -> None:
    claim = msgspec.structs.replace(GOOD, criterion="ung ho")
    typed = Judge(campaign, roster, TODAY, fragments=True).judge(claim)
    assert typed.posting is not None
    assert typed.posting.criterion == "ung-ho"
    assert Judge(campaign, roster, TODAY, fragments=False).judge(claim).posting is None


def test_what_is_as_long_as_may_be_is_kept_whole(judge: Judge) -> None:
    longest = {"note": "n" * 2000, "evidence": "e" * 1000, "ref": "r" * 200}
    posting = judge.judge(msgspec.structs.replace(GOOD, **longest)).posting
    assert posting is not None
    assert {name: getattr(posting, name) for name in longest} == longest
    empty = judge.judge(GOOD).posting
    assert empty is not None
    assert (empty.note, empty.evidence, empty.ref) == ("", "", "")


def find_evidence(text: str) -> str:
    if text == "anh.jpg":
        return "sha256:1 anh.jpg"
    raise TrackerError.of("evidence-not-found", path=text)


def test_evidence_is_looked_for_and_other_texts_are_not(campaign: Campaign, roster: Roster) -> None:
    judge = Judge(campaign, roster, TODAY, fragments=False, find_evidence=find_evidence)
    posting = judge.judge(msgspec.structs.replace(GOOD, evidence="anh.jpg", note="anh.jpg", ref="anh.jpg")).posting
    assert posting is not None
    assert (posting.evidence, posting.note, posting.ref) == ("sha256:1 anh.jpg", "anh.jpg", "anh.jpg")
    verdict = judge.judge(msgspec.structs.replace(GOOD, evidence="gone.jpg"))
    assert verdict.posting is None
    assert [(one.field, one.problem.code) for one in verdict.problems] == [("evidence", "evidence-not-found")]


def test_where_no_campaign_fits_the_one_with_the_fewest_problems_speaks(campaign: Campaign, roster: Roster) -> None:
    other = msgspec.structs.replace(campaign, id="other", criteria=campaign.criteria[1:])
    judges = [Judge(one, roster, TODAY, fragments=False) for one in (other, campaign)]
    found = judge_among(judges, msgspec.structs.replace(GOOD, unit="nobody")).problems
    assert [one.field for one in found] == ["unit"]


@pytest.mark.parametrize(
    ("criterion", "code"),
    [("tru-so/zz", "work-not-found"), ("tru-so/", "field-missing"), ("tru-so/an/x", "work-not-found")],
)
def test_the_campaign_that_has_the_criterion_of_a_work_speaks(
    campaign: Campaign, roster: Roster, criterion: str, code: str
) -> None:
    milestone = msgspec.structs.replace(campaign.criteria[0], id="tru-so", title="Trụ sở", kind=Kind.MILESTONE)
    other = msgspec.structs.replace(campaign, id="other", criteria=(milestone,))
    claim = msgspec.structs.replace(GOOD, criterion=criterion, unit="nobody", quantity="")
    for campaigns in ((campaign, other), (other, campaign)):
        judges = [Judge(one, roster, TODAY, fragments=False) for one in campaigns]
        assert [one.problem.code for one in judge_among(judges, claim).problems][:1] == [code]


def test_a_title_with_its_marks_is_exact_and_without_them_it_may_be_another_s(campaign: Campaign) -> None:
    titles = {"x": "Hòa giải", "y": "Hoa giai", "z": "Hoá giải"}
    first = campaign.criteria[0]
    alike = [msgspec.structs.replace(first, id=id_, title=title) for id_, title in titles.items()]
    found = msgspec.structs.replace(campaign, criteria=tuple(alike))
    assert [find_criterion(found, text, fragments=True).id for text in ("hoà giải", "HOA GIAI")] == ["x", "y"]
    with pytest.raises(TrackerError, match=r"^criterion-ambiguous$"):
        find_criterion(found, "hoa giải", fragments=False)
