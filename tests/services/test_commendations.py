"""The commendation register: what counts for which days, units and phases, by award and level."""

from datetime import date

import pytest

from tests.fixtures.small import SPAN, SPRING, SUMMER, info, on, view
from tracker.domain.calendar import Span
from tracker.journal.store import Store, memory_store
from tracker.services.commendation_judge import TypedCommendation
from tracker.services.commendations import CommendationQuery, Counts, count_commendations, find_commendations
from tracker.services.commending import (
    NotedCommendation,
    TypedDecision,
    add_commendation,
    decide_commendation,
)
from tracker.services.void import void_record

LAST = on(20, 4)


def add(journal: Store, award: str = "bang-khen", day: str = "10/3/2025", **typed: object) -> NotedCommendation:
    commended = TypedCommendation(award, day=day).but(**{"collectives": "1", **typed})
    return add_commendation(view(journal, LAST), commended, lambda: journal, info("commend add"), dry_run=False)


def decide(journal: Store, id_: str, day: str, refused: str | None = None, **typed: str) -> NotedCommendation:
    asked = {"collectives": "", "individuals": "", "number": "", "decided_by": "", **typed}
    views = [view(journal, LAST), view(journal, LAST, SUMMER)]
    decided = TypedDecision(day=day, refused=refused, **asked)
    return decide_commendation(views, id_, decided, lambda: journal, info("commend decide"), dry_run=False)


def counted(journal: Store, span: Span, as_of: date = LAST, unit: str | None = None) -> tuple[int, int]:
    counts = count_commendations(view(journal, as_of), span, unit)
    return counts.collectives, counts.individuals


@pytest.fixture
def journal() -> Store:
    """The first phase's review, held in the second; one of a week; one after the end; a proposal that waits."""
    journal = memory_store()
    add(journal, "bang-khen+giay-khen", "25/3/2025", collectives="34", individuals="74", phase="dot-1")
    add(journal, "bang-khen", "26/3/2025", individuals="2", unit="b", level="tỉnh")
    add(journal, "giay-khen", "15/4/2025", collectives="5")
    add(journal, "giay-khen", "27/3/2025", collectives="7", is_proposed=True)
    return journal


def test_a_phase_counts_what_was_noted_for_it_and_a_week_what_lies_in_it(journal: Store) -> None:
    first, second = (one.span for one in SPRING.phases)
    assert counted(journal, first) == (34, 74)
    assert counted(journal, second) == (1, 2)
    assert counted(journal, Span(on(24), on(30))) == (35, 76)
    assert counted(journal, Span(on(3), on(9))) == (0, 0)
    assert counted(journal, SPAN) == (40, 76)


def test_the_as_of_day_ends_what_counts(journal: Store) -> None:
    assert counted(journal, SPAN, on(25)) == (34, 74)
    assert counted(journal, SPAN, on(24)) == (0, 0)


def test_a_unit_counts_with_those_above_it_on_the_day(journal: Store) -> None:
    """Xã Bình moved to Huyện Tây on 26/3, the day of its commendation."""
    assert counted(journal, SPAN, unit="b") == (1, 2)
    assert counted(journal, SPAN, unit="d2") == (1, 2)
    assert counted(journal, SPAN, unit="d1") == (0, 0)


def test_totals_stand_in_the_order_of_the_law_and_the_levels(journal: Store) -> None:
    add(journal, "bang-khen", level="government")
    add(journal, "bang-khen", level="tỉnh")
    add(journal, "co-thi-dua-chinh-phu")
    counts = count_commendations(view(journal, LAST), SPAN)
    assert [("+".join(each.id for each in one.awards), one.level, one.collectives) for one in counts.decided] == [
        ("co-thi-dua-chinh-phu", "government", 1),
        ("bang-khen", "government", 1),
        ("bang-khen", "province", 2),
        ("bang-khen+giay-khen", None, 34),
        ("giay-khen", None, 5),
    ]
    assert [(one.collectives, one.commendations) for one in counts.proposed] == [(7, 1)]


def test_a_decision_moves_a_proposal_to_its_own_day(journal: Store) -> None:
    decide(journal, "1-4", "2/4/2025", collectives="6", number="9/QĐ")
    assert counted(journal, Span(on(31), on(6, 4))) == (6, 0)
    assert counted(journal, Span(on(24), on(30))) == (35, 76)
    before = count_commendations(view(journal, on(1, 4)), SPAN)
    assert [one.collectives for one in before.proposed] == [7]
    assert count_commendations(view(journal, LAST), SPAN).proposed == ()


def test_what_is_refused_or_voided_counts_nowhere(journal: Store) -> None:
    decide(journal, "1-4", "2/4/2025", refused="Chưa đủ tiêu chuẩn")
    void_record([view(journal, LAST)], "1-1", lambda: journal, info("void"), dry_run=False)
    counts = count_commendations(view(journal, LAST), SPAN)
    assert (counts.collectives, counts.individuals, counts.proposed) == (6, 2, ())


def test_another_campaign_has_its_own(journal: Store) -> None:
    assert count_commendations(view(journal, LAST, SUMMER), SUMMER.span) == Counts()
    assert find_commendations(view(journal, LAST, SUMMER), CommendationQuery()) == []
