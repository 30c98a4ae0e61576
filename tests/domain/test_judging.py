"""Claims judged: each becomes a posting, or names everything that forbids it."""

from datetime import date

import msgspec
import pytest

from tracker.domain.campaign import Campaign
from tracker.domain.criterion_names import find_criterion
from tracker.domain.entries import Claim, Posting
from tracker.domain.judging import Judge, judge_among
from tracker.domain.units import Roster
from tracker.errors import TrackerError

TODAY = date(2025, 3, 1)
GOOD = Claim(unit="c-1", criterion="mo-hinh", date="28/2", quantity="1")
RATE = msgspec.structs.replace(GOOD, criterion="kham-pha", quantity="94", denominator="120")


@pytest.fixture
def judge(campaign: Campaign, roster: Roster) -> Judge:
    return Judge(campaign, roster, TODAY, fragments=True)


def problems_of(judge: Judge, claim: Claim) -> list[tuple[str, str]]:
    verdict = judge.judge(claim)
    assert (verdict.posting is None) == bool(verdict.problems)
    return [(found.field, found.problem.code) for found in verdict.problems]


def test_a_claim_becomes_a_posting(judge: Judge) -> None:
    claim = Claim("hoang thai", "Mô hình bảo đảm ANTT", "28/2", "1.234", "", " a\tb\x1b ", "anh.jpg", "r-1")
    assert judge.judge(claim).posting == Posting(
        campaign="cand80",
        unit="c-1",
        day=date(2025, 2, 28),
        criterion="mo-hinh",
        quantity=1_234_000,
        note="a b",
        evidence="anh.jpg",
        ref="r-1",
        phase="dot-2",
        version_from=None,
    )


def test_an_entry_belongs_to_the_version_and_phase_of_its_day(judge: Judge, campaign: Campaign, roster: Roster) -> None:
    today = msgspec.structs.replace(GOOD, date="today")
    posting = judge.judge(today).posting
    assert posting
    assert posting.version_from == TODAY
    between = msgspec.structs.replace(campaign, phases=campaign.phases[:1])
    posting = Judge(between, roster, TODAY, fragments=True).judge(today).posting
    assert posting
    assert posting.phase == ""


@pytest.mark.parametrize(
    ("changes", "quantity", "denominator"),
    [
        ({}, 94_000, 120_000),
        ({"quantity": "0", "denominator": "0"}, 0, 0),
        ({"quantity": "120"}, 120_000, 120_000),
        ({"criterion": "bien-che", "quantity": "6,61", "denominator": "1"}, 6_610, 1_000),
    ],
)
def test_a_rate_takes_its_denominator(judge: Judge, changes: dict[str, str], quantity: int, denominator: int) -> None:
    posting = judge.judge(msgspec.structs.replace(RATE, **changes)).posting
    assert posting
    assert (posting.quantity, posting.denominator) == (quantity, denominator)


def test_a_rate_may_be_over_100_where_the_criterion_says_so(campaign: Campaign, roster: Roster) -> None:
    over = [msgspec.structs.replace(one, over_100=True) for one in campaign.criteria]
    judge = Judge(msgspec.structs.replace(campaign, criteria=tuple(over)), roster, TODAY, fragments=False)
    assert problems_of(judge, msgspec.structs.replace(RATE, quantity="121")) == []


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"date": ""}, [("date", "field-missing")]),
        ({"date": "2/3/2025"}, [("date", "future-day")]),
        ({"date": "18/8/2024"}, [("date", "day-outside-campaign")]),
        ({"date": "20250228"}, [("date", "bad-day")]),
        ({"date": "31/2"}, [("date", "no-such-day")]),
        ({"unit": " "}, [("unit", "field-missing")]),
        ({"unit": "Đông Hòa"}, [("unit", "unit-ambiguous")]),
        ({"unit": "th-380", "date": "today"}, [("unit", "unit-not-alive")]),
        ({"criterion": "", "quantity": ""}, [("criterion", "field-missing")]),
        ({"criterion": "mo-hing"}, [("criterion", "criterion-not-found")]),
        ({"quantity": " "}, [("quantity", "field-missing")]),
        ({"quantity": "-1"}, [("quantity", "negative-quantity")]),
        ({"quantity": "1,5"}, [("quantity", "too-many-decimals")]),
        ({"criterion": "hoa", "quantity": "1.234"}, [("quantity", "ambiguous-quantity")]),
        ({"denominator": "3"}, [("denominator", "denominator-not-taken")]),
        ({"criterion": "kham-pha"}, [("denominator", "denominator-missing")]),
        ({"criterion": "kham-pha", "denominator": "x"}, [("denominator", "bad-quantity")]),
        ({"criterion": "kham-pha", "denominator": "0"}, [("denominator", "denominator-zero")]),
        ({"criterion": "kham-pha", "quantity": "3", "denominator": "2"}, [("quantity", "rate-over-100")]),
        ({"note": "x" * 2001}, [("note", "text-too-long")]),
        ({"ref": "x" * 201}, [("ref", "text-too-long")]),
        (
            {"unit": "xyz", "quantity": "", "denominator": "1", "evidence": "x" * 1001},
            [
                ("unit", "unit-not-found"),
                ("quantity", "field-missing"),
                ("denominator", "denominator-not-taken"),
                ("evidence", "text-too-long"),
            ],
        ),
    ],
)
def test_every_problem_of_a_claim_is_named(
    judge: Judge, changes: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    claim = msgspec.structs.replace(GOOD, **changes)
    assert problems_of(judge, claim) == problems
    assert problems_of(judge, claim) == problems, "what was looked up before is refused again"


@pytest.mark.parametrize(
    ("text", "fragments", "criterion"),
    [
        ("hoa", True, "hoa"),
        ("mo hinh", True, "mo-hinh"),
        ("mô hình bảo đảm antt", False, "mo-hinh"),
        ("TY LE KHAM PHA AN", False, "kham-pha"),
        ("Hoà giải thành", False, "hoa"),
    ],
)
def test_a_criterion_is_found_by_id_title_or_fragment(
    campaign: Campaign, text: str, criterion: str, *, fragments: bool
) -> None:
    assert find_criterion(campaign, text, fragments=fragments).id == criterion


@pytest.mark.parametrize(
    ("text", "fragments", "code"),
    [
        ("mo hinh", False, "criterion-not-found"),
        ("an", True, "criterion-ambiguous"),
        ("\u0301", True, "field-missing"),
    ],
)
def test_a_criterion_is_never_guessed(campaign: Campaign, text: str, code: str, *, fragments: bool) -> None:
    with pytest.raises(TrackerError, match=f"^{code}$"):
        find_criterion(campaign, text, fragments=fragments)


@pytest.mark.parametrize(
    ("changes", "campaign_id", "problems"),
    [
        ({}, None, [("unit", "campaign-ambiguous")]),
        ({"criterion": "qua"}, "other", []),
        ({"unit": "n-5", "criterion": "ung-ho", "date": "today"}, None, [("unit", "unit-not-alive")]),
        ({"criterion": "qua", "quantity": "x"}, None, [("quantity", "bad-quantity")]),
        ({"date": "1/1/2024", "criterion": "qua"}, None, [("date", "day-outside-campaign")]),
    ],
)
def test_among_several_campaigns_the_one_that_fits_judges(
    campaign: Campaign,
    roster: Roster,
    changes: dict[str, str],
    campaign_id: str | None,
    problems: list[tuple[str, str]],
) -> None:
    present = msgspec.structs.replace(campaign.criteria[0], id="qua", title="Quà tặng")
    other = msgspec.structs.replace(campaign, id="other", criteria=(campaign.criteria[0], present))
    judges = [Judge(one, roster, TODAY, fragments=True) for one in (campaign, other)]
    verdict = judge_among(judges, msgspec.structs.replace(GOOD, **changes))
    assert [(found.field, found.problem.code) for found in verdict.problems] == problems
    assert (verdict.posting and verdict.posting.campaign) == campaign_id


def test_a_single_campaign_judges_whatever_fits(judge: Judge) -> None:
    verdict = judge_among([judge], GOOD)
    assert verdict.posting == judge.judge(GOOD).posting
    assert verdict.posting is not None
