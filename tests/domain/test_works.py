"""Named works of a milestone: which one is meant, and what may be claimed of it."""

from datetime import date

import pytest

from tests.fixtures.books import with_books
from tests.fixtures.small import PHASES, SPAN, campaign, criterion
from tracker.domain.books import Work
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Kind
from tracker.domain.criterion_names import Named
from tracker.domain.entries import Claim
from tracker.domain.judging import FieldProblem, Located
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.domain.works import check_work, find_work
from tracker.errors import TrackerError

DAY, MERGED = date(2025, 3, 20), date(2025, 3, 15)
OFFICES, COUNT = criterion("tru-so", "Trụ sở", kind=Kind.MILESTONE), criterion("c", "Đếm")
HOA, HOA_MAI, BEN, GONE = (
    Work("tru-so", "w1", "a", "Trụ sở xã Hóa"),
    Work("tru-so", "w2", "a", "Trụ sở xã Hóa Mai"),
    Work("tru-so", "w3", "b", "Trụ sở xã Bến"),
    Work("tru-so", "w4", "d", "Nhà kho"),
)


def version(unit: str, first: date | None = None, last: date | None = None) -> UnitVersion:
    return UnitVersion(unit, "", f"Xã {unit.upper()}", "commune", "", "", (), first, last)


# b merged into c; d was dissolved without an heir.
UNITS = (version("a"), version("b", last=date(2025, 3, 14)), version("c", MERGED), version("d", last=date(2025, 3, 14)))
EDGES = (Edge(MERGED, "merge", "b", "c", "", ""), Edge(MERGED, "dissolve", "d", "", "", ""))
ROSTER = Roster(UNITS, EDGES)


@pytest.fixture
def offices() -> Campaign:
    return with_books(campaign("xuan", PHASES, SPAN, (OFFICES, COUNT)), works=(HOA, HOA_MAI, BEN, GONE))


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("w1", HOA),
        (" w1 ", HOA),
        ("Trụ sở xã Hóa", HOA),  # of which another title is longer
        ("TRỤ SỞ XÃ HOÁ", HOA),
        ("tru so xa hoa mai", HOA_MAI),
        ("Bến", BEN),
        ("kho", GONE),
    ],
)
def test_a_work_is_named_by_id_title_or_part(offices: Campaign, text: str, work: Work) -> None:
    assert find_work(offices, OFFICES, text, fragments=True) == work


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("xã", "work-ambiguous", {"candidates": [f"{one.title} [{one.id}]" for one in (HOA, HOA_MAI, BEN)]}),
        ("Trụ sở xã Ben x", "work-not-found", {"nearest": ["Trụ sở xã Bến", "Trụ sở xã Hóa", "Trụ sở xã Hóa Mai"]}),
        ("  ", "field-missing", {"field": "criterion"}),
    ],
)
def test_what_is_no_work_or_several_is_told(offices: Campaign, text: str, code: str, told: dict[str, object]) -> None:
    with pytest.raises(TrackerError) as error:
        find_work(offices, OFFICES, text, fragments=True)
    assert error.value.code == code
    assert {**error.value.problem.params, **told} == error.value.problem.params
    if code.startswith("work"):
        assert (error.value.problem.params["work"], error.value.problem.params["criterion"]) == (text, "Trụ sở")


def test_parts_of_titles_name_nothing_where_they_may_not(offices: Campaign) -> None:
    with pytest.raises(TrackerError, match="work-not-found"):
        find_work(offices, OFFICES, "Bến", fragments=False)
    assert find_work(offices, OFFICES, "Nha kho", fragments=False) == GONE


def test_only_milestones_have_works(offices: Campaign) -> None:
    with pytest.raises(TrackerError, match="work-not-milestone") as error:
        find_work(offices, COUNT, "w1", fragments=True)
    assert error.value.problem.params == {"criterion": "Đếm"}
    with pytest.raises(TrackerError, match="work-not-found"):
        find_work(campaign("xuan", PHASES, SPAN, (OFFICES,)), OFFICES, "w1", fragments=True)


def check(
    offices: Campaign, work: Work | None, unit: str | None, quantity: str = "", day: date | None = DAY
) -> tuple[str, list[FieldProblem]]:
    """Claim a quantity of the milestone; return the quantity that counts and what is wrong."""
    problems: list[FieldProblem] = []
    version = ROSTER.last_version(unit, day or DAY) if unit else None
    found = Located(day, version, Named(OFFICES, work), ())
    return check_work(offices, ROSTER, found, Claim(quantity=quantity), problems).quantity, problems


@pytest.mark.parametrize("quantity", ["", " ", "1"])
def test_a_work_counts_one(offices: Campaign, quantity: str) -> None:
    assert check(offices, HOA, "a", quantity) == ("1", [])


@pytest.mark.parametrize("quantity", ["2", "0", "một"])
def test_no_other_quantity_of_a_work_is_taken(offices: Campaign, quantity: str) -> None:
    _counted, (problem,) = check(offices, HOA, "a", quantity)
    assert (problem.field, problem.problem.code) == ("quantity", "work-is-one")
    assert problem.problem.params == {"work": HOA.title}


def test_a_work_is_entered_by_its_unit_or_its_heir(offices: Campaign) -> None:
    assert check(offices, BEN, "b", day=date(2025, 3, 14)) == ("1", [])
    assert check(offices, BEN, "c", day=MERGED) == ("1", [])
    _counted, (problem,) = check(offices, BEN, "a")
    assert (problem.field, problem.problem.code) == ("unit", "work-of-another")
    assert problem.problem.params == {"work": BEN.title, "unit": "Xã B", "unit_id": "b"}
    _counted, (problem,) = check(offices, HOA, "c")
    assert problem.problem.params == {"work": HOA.title, "unit": "Xã A", "unit_id": "a"}


def test_a_work_whose_unit_is_gone_without_an_heir_is_entered_by_anyone(offices: Campaign) -> None:
    assert check(offices, GONE, "a") == ("1", [])


def test_what_is_not_known_yet_is_not_judged(offices: Campaign) -> None:
    assert check(offices, BEN, None) == ("1", [])
    assert check(offices, BEN, "a", day=None) == ("1", [])


def test_a_unit_that_has_works_names_them(offices: Campaign) -> None:
    quantity, (problem,) = check(offices, None, "a", "2")
    assert quantity == "2"
    assert (problem.field, problem.problem.code) == ("criterion", "work-not-named")
    assert problem.problem.params == {
        "criterion": "Trụ sở",
        "candidates": [f"{HOA.title} [w1]", f"{HOA_MAI.title} [w2]"],
        "example": "tru-so/w1",
    }
    assert check(offices, None, "c", "2") == ("2", [])
    assert check(offices, None, None, "2") == ("2", [])
