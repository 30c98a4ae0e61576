"""States: what there is on a day is the last value of each unit, in every place that shows a figure."""

from collections.abc import Sequence
from datetime import date

import msgspec
import pytest

from tests.fixtures.small import (
    CRITERIA,
    PHASES,
    SPAN,
    campaign,
    claim,
    info,
    on,
    posting,
    record,
    total,
    view,
)
from tests.fixtures.targets import of_levels
from tests.services.test_rolled import ROSTER
from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Criterion, Kind, RateOf
from tracker.domain.entries import Posting, Total
from tracker.domain.lineage import Held, Holder
from tracker.domain.progress import Standing
from tracker.journal.store import Store, memory_store
from tracker.services.amend import amend_entry
from tracker.services.log import assign_by, log_achievement
from tracker.services.rolled import roll_forward
from tracker.services.status import build_status
from tracker.services.unit_totals import totals_by_holder, totals_by_unit, unit_totals
from tracker.services.unit_tree import Row, build_tree
from tracker.services.view import View
from tracker.services.weekly import build_weekly

OFFICES = Criterion("nha", "Trụ sở mới", Kind.STOCK, "trụ sở", 0, False, of_levels(commune=1000))
STAFF = Criterion("bien-che", "Biên chế", Kind.RATE, "người", 0, False, of=RateOf.STATE)
BOTH = campaign("xuan", PHASES, SPAN, (OFFICES, STAFF, *CRITERIA), versions=ROSTER.versions)
# On 1/4: c and d become m; a gives e 40% of itself; b goes to m and f without shares; d1, the district of a and b, ends.
POSTINGS = (
    posting("a", on(6), 3, "nha"),
    posting("a", on(10), 5, "nha"),
    posting("b", on(12), 2, "nha"),
    posting("c", on(22), 1, "nha"),
    posting("d", on(11), 4, "nha"),
    posting("d1", on(7), 9, "nha"),
    posting("c", on(8), 6, "bien-che", of=1),
    posting("d", on(9), 10, "bien-che", of=2),
    posting("a", on(5), 7),
)


def seen(as_of: date, postings: Sequence[Posting] = POSTINGS, of: Campaign = BOTH) -> View:
    journal: Store = memory_store()
    record(journal, *postings, campaign=of)
    with journal.batch(info()):
        journal.rebuild(of.id, of.assignment, assign_by(view(journal, SPAN.end, of, ROSTER)))
    return view(journal, as_of, of, ROSTER)


def offices(view: View, unit: str | None = None, span: Span = SPAN) -> int:
    return view.totals(span, unit).get("nha", Total()).quantity // 1000


@pytest.mark.parametrize(
    ("as_of", "whole", "units"),
    [
        (on(6), 3, {"a": 3, "d1": 3, "T": 3}),
        (on(10), 5 + 9, {"a": 5, "d1": 5 + 9, "d2": 0, "T": 14}),
        (on(31), 5 + 2 + 1 + 4 + 9, {"a": 5, "b": 2, "d1": 16, "d2": 5, "m": 0, "T": 21}),
        # 60% of a's 5 stay, 40% go to e; b's 2 are of m or f, so surely under d2; what d1 had itself is no more
        (on(1, 4), 3 + 2 + 5 + 2, {"a": 3, "e": 2, "m": 5, "f": 0, "d2": 7, "b": 0, "d1": 0, "T": 12}),
    ],
)
def test_what_there_is_on_a_day(as_of: date, whole: int, units: dict[str, int]) -> None:
    one = seen(as_of)
    assert offices(one) == offices(roll_forward(one)) == whole
    assert {unit: offices(one, unit) for unit in units} == units
    assert {unit: offices(roll_forward(one), unit) for unit in units if ROSTER.version(unit, as_of)} == {
        unit: number for unit, number in units.items() if ROSTER.version(unit, as_of)
    }


def test_what_an_heir_reports_takes_the_place_of_what_it_was_left() -> None:
    heirs = (posting("m", on(2, 4), 8, "nha"), posting("e", on(3, 4), 1, "nha"))
    before, one = seen(on(1, 4), (*POSTINGS, *heirs)), seen(on(3, 4), (*POSTINGS, *heirs))
    assert (offices(before, "m"), offices(before, "e")) == (5, 2)
    assert (offices(one, "m"), offices(one, "e"), offices(one, "a")) == (8, 1, 3)
    assert offices(one) == 8 + 1 + 3 + 2  # b's 2 are still of m or f
    allocated = seen(on(4, 4), (*POSTINGS, *heirs, posting("f", on(4, 4), 1, "nha")))
    assert offices(allocated) == 8 + 1 + 3 + 1


def test_what_a_unit_kept_and_what_it_gave_come_from_what_it_had_then() -> None:
    later = seen(SPAN.end, (*POSTINGS, posting("a", on(2, 4), 1, "nha")))
    assert (offices(later, "a"), offices(later, "e")) == (1, 2)


def test_a_phase_goes_on_with_what_was_there() -> None:
    one = seen(on(24))
    first, second = (one.totals(phase.span)["nha"] for phase in PHASES)
    assert (first, second) == (total(5 + 2 + 4 + 9, 5), total(21, 1))  # and each counts its own entries
    assert one.totals(PHASES[1].span, "a")["nha"] == total(5, 0)
    assert one.totals(SPAN)["nha"] == total(21, 6)
    assert offices(one, None, Span(on(1), on(4))) == 0
    assert seen(on(4)).totals(SPAN) == {}


def test_a_rate_of_a_state_is_pooled() -> None:
    assert seen(on(31)).totals(SPAN, "d2")["bien-che"] == total(16, 2, 3)
    assert seen(on(1, 4)).totals(SPAN, "m")["bien-che"] == total(16, 0, 3)


def test_rolled_forward_a_past_phase_shows_what_there_was_with_todays_units() -> None:
    rolled = roll_forward(seen(SPAN.end))
    assert offices(rolled, "m", PHASES[0].span) == 4  # of d; c had none in the first phase
    assert offices(rolled, "m", PHASES[1].span) == 5


@pytest.mark.parametrize("rolled", [False, True])
def test_totals_by_unit(*, rolled: bool) -> None:
    one = roll_forward(seen(on(1, 4))) if rolled else seen(on(1, 4))
    found = {
        (total.phase, total.holder.held, total.unit): (total.quantity // 1000, total.entries)
        for total in unit_totals(one, SPAN)
        if total.criterion == "nha" and total.quantity
    }
    if rolled:  # entries stand where the sums do
        assert found["dot-2", Held.UNIT, "m"] == (5, 1)
        assert found["dot-1", Held.UNIT, "m"] == (4, 1)
    else:
        assert found["dot-2", Held.UNIT, "m"] == (5, 0)
        assert found["dot-1", Held.UNIT, "d"] == (4, 1)
    assert found["dot-2", Held.UNIT, "e"][0] == 2
    assert found["dot-2", Held.UNALLOCATED, "b"][0] == 2
    own = {unit: total.quantity // 1000 for (unit, name), total in totals_by_unit(one, SPAN).items() if name == "nha"}
    assert {unit: number for unit, number in own.items() if number} == {"a": 3, "e": 2, "m": 5}
    holders = {holder: total for (holder, name), total in totals_by_holder(one, SPAN).items() if name == "nha"}
    assert sum(total.quantity for total in holders.values()) == 12_000
    of_m = [one for one in unit_totals(one, SPAN, "d2") if one.criterion == "nha" and one.quantity]
    assert {(one.phase, one.unit) for one in of_m if one.phase == "dot-2"} == {("dot-2", "m"), ("dot-2", "b")}


@pytest.mark.parametrize("rolled", [False, True])
def test_the_tree_ends_with_what_there_is(*, rolled: bool) -> None:
    one = roll_forward(seen(on(1, 4))) if rolled else seen(on(1, 4))
    rows = build_tree(one)
    found = {row.unit.id: row.totals["nha"].quantity // 1000 for row in rows if row.unit and "nha" in row.totals}
    assert (found["T"], found["d2"], found["m"], found["a"], found["e"]) == (
        12 if rolled else 10,
        7 if rolled else 5,
        5,
        3,
        2,
    )
    (whole,) = [row for row in rows if row.kind is Row.WHOLE]
    assert whole.totals["nha"] == total(12, 8 if rolled else 6)  # two of a's count with e too
    assert whole.totals["mo-hinh"] == total(7, 2 if rolled else 1)


def test_status_shows_what_there_is_and_how_it_was_week_by_week() -> None:
    (nha, staff, *_) = build_status(seen(on(31)), weeks=True).criteria
    assert nha.campaign.actual == total(21, 6)
    assert (nha.campaign.standing, nha.phase and nha.phase.standing) == (Standing.MEETING, Standing.MEETING)
    assert [week.quantity // 1000 for week in nha.weeks] == [0, 0, 0, 12, 20, 21, 21, 21]
    assert [week.entries for week in nha.weeks] == [0, 0, 0, 2, 3, 1, 0, 0]
    assert staff.weeks[-1] == total(16, 0, 3)


def test_of_a_week_the_state_at_its_end_is_shown() -> None:
    week = build_weekly(seen(SPAN.end), Span(on(17), on(23)))
    nha = week.criteria[0]
    assert (nha.week, nha.previous_week) == (total(21, 1), total(20, 3))
    assert [(span.phase, span.week.quantity, span.cumulative.quantity) for span in nha.by_span] == [
        ("dot-1", 20_000, 20_000),
        ("dot-2", 21_000, 21_000),
    ]
    assert week.entries == 9


def logged(one: View, unit: str, day: str, quantity: str, *, is_total: bool = False) -> tuple[Total, ...]:
    entry = claim(unit, day, quantity, "nha")
    receipt = log_achievement([one], entry, lambda: one.journal, info(), is_total=is_total, dry_run=False)
    return tuple(
        progress.actual
        for effect in (receipt.of_unit, receipt.of_campaign)
        for progress in (effect.before, effect.after)
    )


def test_a_receipt_says_how_the_state_changes() -> None:
    one = seen(on(24))
    assert logged(one, "a", "24/3/2025", "6") == (total(5, 0), total(6, 1), total(21, 1), total(22, 2))
    assert offices(one) == 22
    # an older entry changes nothing
    assert logged(one, "a", "23/3/2025", "1") == (total(6, 1), total(6, 2), total(22, 2), total(22, 3))
    assert logged(one, "b", "18/3/2025", "4") == (total(2, 1), total(4, 2), total(20, 5), total(22, 6))
    # an heir's first entry takes the place of what it was left
    later = one.but(as_of=on(2, 4))
    assert logged(later, "m", "2/4/2025", "9")[:2] == (total(5, 0), total(9, 1))


def test_a_running_total_of_a_state_is_the_state() -> None:
    one = seen(on(24))
    assert logged(one, "a", "24/3/2025", "4", is_total=True)[:2] == (total(5, 0), total(4, 1))
    assert logged(one, "a", "24/3/2025", "4", is_total=True)[:2] == (total(4, 1), total(4, 1))
    assert offices(one, "a") == 4


def test_a_correction_says_how_the_state_changes() -> None:
    one = seen(on(24))
    done = amend_entry([one], "1-2", {"quantity": "8"}, lambda: one.journal, info("amend"), dry_run=False)
    (change,) = [each for each in done.figures if each.within is not None]
    assert (change.before, change.after) == (total(20, 5), total(23, 5))
    unchanged = amend_entry([one], "1-1", {"quantity": "4"}, lambda: one.journal, info("amend"), dry_run=False)
    assert unchanged.figures == ()


def test_a_campaign_without_states_asks_for_none() -> None:
    sums = msgspec.structs.replace(BOTH, criteria=CRITERIA)
    assert seen(on(31), of=sums).totals(SPAN)["nha"].quantity == (3 + 5 + 2 + 1 + 4 + 9) * 1000


def test_a_holder_that_is_no_unit_has_no_unit() -> None:
    waiting = {holder for holder, _ in totals_by_holder(seen(on(1, 4)), SPAN) if holder.held is Held.UNALLOCATED}
    assert waiting == {Holder("b", Held.UNALLOCATED, on(1, 4), ("m", "f"))}
