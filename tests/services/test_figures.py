"""What units are measured by: all at once the same as one by one."""

from collections.abc import Sequence
from datetime import date

import msgspec
import pytest

from tests.fixtures.small import CRITERIA, PHASES, SPAN, campaign, on, posting, reassign, record, view
from tests.fixtures.targets import of_levels
from tests.services.test_rolled import CAMPAIGN, POSTINGS, ROSTER
from tracker.domain.campaign import Campaign, Phase
from tracker.domain.criteria import Criterion, Kind, RateOf
from tracker.domain.entries import Posting, Total
from tracker.journal.store import Store, memory_store
from tracker.services.figures import measure_units
from tracker.services.measure import goal_for
from tracker.services.rolled import roll_forward
from tracker.services.view import View

STAFF = Criterion("bien-che", "Biên chế", Kind.RATE, "người", 0, False, of=RateOf.STATE)
OFFICES = Criterion("nha", "Trụ sở mới", Kind.STOCK, "trụ sở", 0, False, of_levels(commune=1000))
WITH_STATES = campaign("xuan", PHASES, SPAN, (*CRITERIA, STAFF, OFFICES), versions=ROSTER.versions)
STATES = (
    posting("a", on(6), 10, "bien-che", of=3),
    posting("b", on(7), 20, "bien-che", of=4),
    posting("c", on(8), 5, "nha"),
    posting("d", on(9), 6, "nha"),
    posting("a", on(8, 4), 9, "nha"),
)


def rolled(
    as_of: date, postings: Sequence[Posting] = POSTINGS, of: Campaign = CAMPAIGN, *, assigned: bool = True
) -> View:
    journal: Store = memory_store()
    record(journal, *postings, campaign=of)
    reassign(journal, of if assigned else msgspec.structs.replace(of, assignment="another"), ROSTER)
    return roll_forward(view(journal, as_of, of, ROSTER))


@pytest.mark.parametrize("assigned", [True, False], ids=["rolled up", "day by day"])
@pytest.mark.parametrize("as_of", [on(4), on(12), on(18), on(20), on(26), on(31), on(1, 4), on(2, 4), SPAN.end])
@pytest.mark.parametrize("phase", [*PHASES, None], ids=lambda one: one.id if one else "campaign")
@pytest.mark.parametrize("of", [CAMPAIGN, WITH_STATES], ids=["sums", "states"])
def test_all_units_at_once_are_measured_as_each_of_them(
    phase: Phase | None, as_of: date, of: Campaign, *, assigned: bool
) -> None:
    seen = rolled(as_of, (*POSTINGS, *STATES), of, assigned=assigned)
    found = measure_units(seen, phase)
    assert list(found) == [one.id for one in ROSTER.reporting(as_of)]
    for unit, figures in found.items():
        totals = seen.totals(seen.span_of(phase), unit)
        for criterion in of.criteria:
            assert figures[criterion.id].actual == totals.get(criterion.id, Total()), (unit, criterion.id)
            assert figures[criterion.id].goal == goal_for(seen, criterion, phase, unit)
