"""Closing a phase: what was counted stays; what comes later is refused, or kept apart for a reason."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tests.fixtures.small import (
    PHASES,
    ROSTER,
    SPRING,
    SUMMER,
    VERSIONS,
    ZONE,
    ZONE_NAME,
    at,
    claim,
    info,
    on,
    part,
    posting,
    record,
    total,
    view,
)  # fmt: skip
from tracker.domain.calendar import Span
from tracker.domain.campaign import Definition, RosterData
from tracker.domain.entries import Total
from tracker.domain.event_kinds import EventKind
from tracker.domain.events import Event
from tracker.domain.phase_events import LateEntries, PhaseClosed, PhaseFrozen, PhaseReopened
from tracker.errors import TrackerError
from tracker.journal.known import limit_to_row
from tracker.journal.store import Store
from tracker.services.amend import Amendment, amend_entry
from tracker.services.closing import (
    Closed,
    Closing,
    Reopened,
    check_open,
    close_phase,
    find_closing,
    find_closings,
    frozen,
    prepare_closing,
    reopen_phase,
    unpack,
    view_at_closing,
)  # fmt: skip
from tracker.services.history import build_history, latest_corrections, only_record
from tracker.services.intake import NumberedClaim, Terms, take_in
from tracker.services.intake_outcome import Intake
from tracker.services.late import count_late, late_spans
from tracker.services.log import Receipt, log_achievement
from tracker.services.ports import Search
from tracker.services.undo import Undoing, undo_invocation
from tracker.services.view import View
from tracker.services.void import Voiding, void_record

ID = SPRING.id
FIRST, SECOND = PHASES
CLOSED_ON = on(22)
DEFINED = msgspec.json.encode(Definition(ZONE_NAME, 25200, (SPRING,), {"units": RosterData(VERSIONS, ROSTER.edges)}))


def freeze(seen: View) -> dict[str, Any]:
    """The document of a phase: here its total, with a number as exact as points are."""
    found = seen.totals(FIRST.span).get("mo-hinh", Total())
    return {"rank": {"total": found.quantity, "points": Decimal("9.25")}, "explain": {"a": {"as_of": seen.as_of}}}


def close(journal: Store, phase: Any = FIRST, on_day: date = CLOSED_ON, *, dry_run: bool = False) -> Closed:
    seen, why = view(journal, on_day), info(f"close {phase.id}", DEFINED)
    prepared = prepare_closing(seen, phase, freeze)
    return close_phase(seen, phase, prepared, freeze, lambda: journal, why, dry_run=dry_run)


def reopen(journal: Store, *, dry_run: bool = False) -> Reopened:
    command = info("reopen dot-1")
    return reopen_phase(view(journal, on(23)), FIRST, "thiếu xã An", lambda: journal, command, dry_run=dry_run)


def log(journal: Store, unit: str = "a", day: str = "12/3/2025", quantity: str = "4", **how: Any) -> Receipt:
    views = [view(journal, on(24))]
    typed = claim(unit, day, quantity, ref=how.pop("ref", ""))
    return log_achievement(views, typed, lambda: journal, info(), **{"dry_run": False, **how})


def void(journal: Store, id_: str, late: str = "") -> Voiding:
    because = info(f"void {id_}").but(reason="nhầm")
    return void_record([view(journal, on(24))], id_, lambda: journal, because, late=late, dry_run=False)


def amend(journal: Store, id_: str, late: str = "", **typed: str) -> Amendment:
    because = info(f"amend {id_}").but(reason="nhầm")
    return amend_entry([view(journal, on(24))], id_, typed, lambda: journal, because, late=late, dry_run=False)


def undo(journal: Store, number: int | None = None) -> Undoing:
    return undo_invocation([view(journal, on(24))], number, lambda: journal, info("undo"), dry_run=False)


def bring(journal: Store, *claims: Any, **terms: Any) -> Intake:
    numbered = [NumberedClaim(row, one) for row, one in enumerate(claims, 2)]
    return take_in([view(journal, on(24))], numbered, lambda: journal, info("import"), Terms(**terms))


def refused(code: str, call: Callable[[], object]) -> TrackerError:
    with pytest.raises(TrackerError) as caught:
        call()
    assert caught.value.code == code
    return caught.value


def models(journal: Store, span: Span = FIRST.span, unit: str | None = None) -> Total:
    return view(journal, on(24)).totals(span, unit).get("mo-hinh", Total())


def the_closing(journal: Store) -> Closing:
    found = find_closing(view(journal, on(24)), FIRST.id)
    assert found is not None
    return found


@pytest.fixture
def closed(full: Store) -> Store:
    """1-1 to 1-8 are entries: two models, the figures of a rate, in Đợt 1, which 1-9 and 1-10 close."""
    close(full)
    return full


def test_a_closing_says_what_its_figures_rest_on(full: Store) -> None:
    done = close(full)
    closing = the_closing(full)
    assert (done.id, closing.record.id, closing.as_of, closing.span) == ("1-9", "1-9", CLOSED_ON, FIRST.span)
    body = closing.closed
    assert (body.phase, body.title, body.last, body.entries) == ("dot-1", "Đợt 1", 8, 3)
    assert (body.sha256, closing.particulars["who"]) == (done.sha256, "Lan")
    assert [one.event.kind for one in full.events(ID)] == [EventKind.CLOSED, EventKind.FROZEN]
    assert full.definition(bytes.fromhex(body.definition)) == DEFINED


def test_what_was_frozen_comes_back_with_exact_numbers_once_the_phase_is_over(closed: Store) -> None:
    document = frozen(view(closed, on(24)), FIRST)
    assert document == {"rank": {"total": 3000, "points": Decimal("9.25")}, "explain": {"a": {"as_of": "2025-03-22"}}}
    assert isinstance(document["rank"]["points"], Decimal)
    assert frozen(view(closed, FIRST.span.end), FIRST) == document
    assert frozen(view(closed, on(17)), FIRST) is None  # as of a day within the phase nothing was frozen
    assert frozen(view(closed, on(24)), SECOND) is None


def test_a_rehearsal_closes_nothing(full: Store) -> None:
    assert close(full, dry_run=True).prepared.entries == 3
    assert find_closings(full, ID) == ()


def test_a_phase_is_closed_once_and_after_its_last_day(full: Store) -> None:
    error = refused("phase-not-over", lambda: close(full, on_day=on(18)))
    assert (error.problem.params["end"], error.problem.params["day"]) == (on(18), on(18))
    close(full, on_day=on(19))
    assert refused("phase-is-closed", lambda: close(full)).problem.params["day"] == on(19)
    check_open(view(full, on(24)), SECOND)
    refused("phase-is-closed", lambda: check_open(view(full, on(24)), FIRST))


def test_what_is_recorded_while_somebody_thinks_is_closed_with_the_rest(full: Store) -> None:
    seen = view(full, CLOSED_ON)
    prepared = prepare_closing(seen, FIRST, freeze)
    record(full, posting("a", on(6), 5))
    done = close_phase(seen, FIRST, prepared, freeze, lambda: full, info("close", DEFINED), dry_run=False)
    assert (done.prepared.last, done.prepared.entries, done.prepared.document["rank"]["total"]) == (9, 4, 8000)
    again = prepare_closing(view(full, on(11, 4)), SECOND, freeze)
    close_phase(view(full, on(11, 4)), SECOND, again, freeze, lambda: full, info("close", DEFINED), dry_run=False)
    assert [one.closed.phase for one in find_closings(full, ID)] == ["dot-1", "dot-2"]
    refused("phase-is-closed", lambda: close_phase(
        seen, FIRST, prepared, freeze, lambda: full, info("close", DEFINED), dry_run=False))  # fmt: skip


def test_an_entry_of_a_closed_phase_is_refused_and_one_of_another_is_not(closed: Store) -> None:
    error = refused("phase-closed", lambda: log(closed))
    assert error.problem.params == {"phase": "dot-1", "title": "Đợt 1", "who": "Lan", "day": CLOSED_ON}
    assert closed.head()[0] == 10
    assert not log(closed, day="24/3/2025").is_late
    assert not log(closed, day="20/3/2025").is_late  # between the phases


def test_a_late_entry_counts_in_the_campaign_and_not_in_its_phase(closed: Store) -> None:
    before = models(closed), models(closed, SPRING.span), models(closed, unit="d1"), models(closed, unit="b")
    done = log(closed, late="đơn vị nộp muộn")
    assert (done.id, done.is_late, done.within) == ("1-11", True, None)
    assert [one.actual.quantity for one in (done.of_campaign.before, done.of_campaign.after)] == [4000, 8000]
    assert (models(closed), models(closed, unit="d1"), models(closed, unit="b")) == (before[0], *before[2:])
    assert models(closed, SPRING.span) == before[1].plus(total(4, 1))
    assert models(closed, Span(on(10), on(16))) == total(2, 1)  # a week of the phase, too
    (late,) = (one.event for one in closed.events(ID, EventKind.LATE))
    assert (late.body, late.about, late.day) == (LateEntries("dot-1", "đơn vị nộp muộn", 1), 9, on(24))
    assert frozen(view(closed, on(24)), FIRST)["rank"]["total"] == 3000  # type: ignore[index]


def test_figures_that_nothing_late_belongs_to_are_as_they_were(closed: Store) -> None:
    log(closed, unit="c", late="muộn")
    assert models(closed, Span(on(17), on(18))) == Total()
    assert models(closed, SECOND.span) == view(closed, on(24)).totals(SECOND.span)["mo-hinh"]
    assert view(closed, on(4)).totals(FIRST.span) == {}
    assert view(closed, on(24), SUMMER).totals(SUMMER.span) == {}


def test_a_criterion_that_has_late_entries_alone_has_none_in_the_phase(closed: Store) -> None:
    views = [view(closed, on(24))]
    log_achievement(views, claim("a", "6/3/2025", "3", "hoi-thi"), lambda: closed, info(), late="muộn", dry_run=False)
    assert "hoi-thi" not in view(closed, on(24)).totals(FIRST.span)
    assert view(closed, on(24)).totals(SPRING.span)["hoi-thi"] == total(3, 1)


def test_late_entries_are_counted_and_found_by_phase(closed: Store) -> None:
    assert (count_late(view(closed, on(24))), late_spans(view(closed, on(24)))) == ((), [])
    log(closed, late="muộn")
    log(closed, unit="b", late="muộn")
    log(closed, day="24/3/2025")
    (one,) = count_late(view(closed, on(24)))
    assert (one.phase, one.title, one.entries) == ("dot-1", "Đợt 1", 2)
    assert count_late(view(closed, on(23))) == ()  # recorded on 24/3
    ((span, batches),) = late_spans(view(closed, on(24)))
    found = closed.achievements(Search(ID, span=span, batches=batches))
    assert [entry.id for entry in found] == ["1-11", "1-13"]
    assert closed.batch_totals(ID, batches, span, [part("b")]) == {"mo-hinh": total(4, 1)}
    reopen(closed)
    assert (count_late(view(closed, on(24))), late_spans(view(closed, on(24)))) == ((), [])


def test_a_ref_that_is_there_already_is_not_late(full: Store) -> None:
    log(full, ref="K-1")
    close(full)
    assert log(full, ref="K-1").already_there
    assert log(full, quantity="5", is_total=True).already_there


def test_a_running_total_of_a_closed_phase_is_late_too(closed: Store) -> None:
    refused("phase-closed", lambda: log(closed, quantity="3", is_total=True))
    assert log(closed, quantity="3", is_total=True, late="muộn").posting.quantity == 2000


def test_corrections_of_a_closed_phase_are_refused_or_late(closed: Store) -> None:
    refused("phase-closed", lambda: void(closed, "1-2"))
    refused("phase-closed", lambda: amend(closed, "1-2", quantity="3"))
    refused("phase-closed", lambda: amend(closed, "1-5", date="12/3/2025"))  # into the phase
    refused("phase-closed", lambda: amend(closed, "1-2", date="24/3/2025"))  # and out of it
    assert closed.head()[0] == 10
    (figure,) = amend(closed, "1-2", "kiểm tra lại", quantity="5").figures
    assert (figure.within, figure.before.quantity, figure.after.quantity) == (None, 4000, 7000)
    assert models(closed) == total(3, 2)
    (figure,) = void(closed, "1-1", "ghi trùng").figures
    assert (figure.within, models(closed), models(closed, SPRING.span)) == (None, total(3, 2), total(6, 2))
    assert [one.entries for one in count_late(view(closed, on(24)))] == [2]
    assert void(closed, "1-5").figures[0].within == SECOND


def test_what_is_late_may_be_undone_and_brought_back(closed: Store) -> None:
    log(closed, late="muộn")
    whole = models(closed, SPRING.span)
    done = undo(closed)
    assert (done.taken.entries, done.taken.events, count_late(view(closed, on(24)))) == (1, 0, ())
    assert (models(closed), models(closed, SPRING.span)) == (total(3, 2), total(4, 3))
    undo(closed)
    assert (models(closed), models(closed, SPRING.span)) == (total(3, 2), whole)
    assert [one.entries for one in count_late(view(closed, on(24)))] == [1]


def test_an_undone_late_void_is_what_it_was(closed: Store) -> None:
    void(closed, "1-1", "ghi trùng")
    undo(closed)
    assert (models(closed), models(closed, SPRING.span)) == (total(3, 2), total(4, 3))


def test_what_counted_at_the_closing_is_not_undone(closed: Store) -> None:
    refused("phase-closed", lambda: undo(closed, 1))
    assert closed.head()[0] == 10


def test_the_closing_is_undone_as_the_last_step_and_brought_back(closed: Store) -> None:
    done = undo(closed)
    assert (done.taken.events, find_closings(closed, ID)) == (1, ())
    log(closed)
    error = refused("closing-outdated", lambda: undo(closed, 3))  # it would close what has changed since
    assert error.problem.params["number"] == "3"
    undo(closed)
    refused("closing-outdated", lambda: undo(closed, 3))


def test_a_closing_that_is_brought_back_is_the_same(closed: Store) -> None:
    before = frozen(view(closed, on(24)), FIRST)
    undo(closed)
    assert undo(closed).brought.events == 1
    assert frozen(view(closed, on(24)), FIRST) == before
    assert the_closing(closed).closed.last == 8


def test_late_entries_stand_in_the_way_of_undoing_their_closing(closed: Store) -> None:
    log(closed, late="muộn")
    error = refused("undo-blocked", lambda: undo(closed, 2))
    assert [one.code for one in error.problems] == ["undo-blocked", "event-in-the-way"]


def test_a_reopened_phase_takes_entries_and_counts_what_was_late(closed: Store) -> None:
    log(closed, late="muộn")
    done = reopen(closed)
    assert (done.closing.record.id, done.reason) == ("1-9", "thiếu xã An")
    assert (find_closings(closed, ID), frozen(view(closed, on(24)), FIRST)) == ((), None)
    assert models(closed) == total(7, 3)
    log(closed)
    refused("phase-is-open", lambda: reopen(closed))
    done_again = close(closed)
    assert (done_again.prepared.entries, models(closed)) == (5, total(11, 4))
    refused("phase-closed", lambda: undo(closed, 3))  # late then, counted now


def test_a_reopening_can_be_rehearsed_and_undone_as_the_last_step(closed: Store) -> None:
    reopen(closed, dry_run=True)
    assert len(find_closings(closed, ID)) == 1
    reopen(closed)
    undo(closed)
    assert the_closing(closed).record.id == "1-9"
    undo(closed)  # the undo of the undo opens it once more
    assert find_closings(closed, ID) == ()
    log(closed, day="24/3/2025")
    refused("closing-outdated", lambda: undo(closed, 5))


def test_somebody_may_be_quicker_to_reopen(closed: Store) -> None:
    def meanwhile() -> Store:
        reopen(closed)
        return closed

    seen = view(closed, on(24))
    refused("phase-is-open", lambda: reopen_phase(seen, FIRST, "r", meanwhile, info("reopen"), dry_run=False))


def test_closings_are_not_voided(closed: Store) -> None:
    log(closed, late="muộn")
    reopen(closed)
    refused("closing-not-voided", lambda: void(closed, "1-9"))
    refused("part-not-voided", lambda: void(closed, "1-10"))
    refused("part-not-voided", lambda: void(closed, "1-12"))
    refused("closing-not-voided", lambda: void(closed, "1-13"))


def test_a_file_with_rows_of_a_closed_phase_is_refused_row_by_row(closed: Store) -> None:
    rows = (claim("a", "12/3/2025"), claim("a", "23/3/2025"), claim("b", "6/3/2025"))
    found = bring(closed, *rows)
    assert [(one.row, one.field, one.problem.code) for one in found.rejected] == [
        (2, "date", "phase-closed"), (4, "date", "phase-closed"),
    ]  # fmt: skip
    assert closed.head()[0] == 10
    assert bring(closed, *rows, partial=True).written == 1
    assert [one.row for one in bring(closed, *rows, is_total=True).rejected] == [4]  # the other says what is there


def test_only_rows_of_closed_phases_are_late(closed: Store) -> None:
    found = bring(closed, claim("a", "12/3/2025", "5"), claim("a", "23/3/2025", "7"), late="bổ sung")
    assert (found.written, found.rejected) == (2, ())
    (late,) = (one.event.body for one in closed.events(ID, EventKind.LATE))
    assert late == LateEntries("dot-1", "bổ sung", 1)
    assert models(closed) == total(3, 2)
    assert models(closed, SPRING.span) == total(16, 5)
    assert bring(closed, claim("b", "23/3/2025"), late="bổ sung").written == 1
    assert len(closed.events(ID, EventKind.LATE)) == 1


def test_history_tells_who_closed_what_and_what_is_late(closed: Store) -> None:
    log(closed, late="muộn")
    void(closed, "1-1", "ghi trùng")
    bring(closed, claim("a", "12/3/2025"), claim("b", "12/3/2025"), late="bổ sung")
    reopen(closed)
    steps = [(one.what, one.record and one.record.id) for one in latest_corrections(closed)]
    assert steps == [("noted", "1-18"), ("noted", "1-17"), ("voided", "1-1"), ("noted", "1-12"), ("noted", "1-9")]
    assert [one.what for one in build_history(closed, "1-9").steps] == ["noted"]
    last = closed.invocations()
    assert [(one.entries, one.events) for one in last[:5]] == [(0, 1), (2, 0), (1, 0), (1, 0), (0, 1)]
    assert [found and found.id for found in (only_record(closed, one) for one in last[:5])] == [
        "1-18", None, "1-1", "1-11", "1-9",
    ]  # fmt: skip


def test_the_campaign_as_it_was_closed_is_that_of_its_definition_and_of_the_rows_that_count(closed: Store) -> None:
    log(closed, late="muộn")
    seen = view(closed, on(2, 4), msgspec.structs.replace(SPRING, title="Khác", phases=()))
    then = view_at_closing(seen, the_closing(closed))
    assert (then.campaign, then.as_of, then.zone.utcoffset(None)) == (
        SPRING,
        CLOSED_ON,
        at(1).astimezone(ZONE).utcoffset(),
    )
    assert then.roster.versions == ROSTER.versions
    limit_to_row(closed, the_closing(closed).closed.last)
    assert closed.head()[0] == 8
    assert then.totals(FIRST.span)["mo-hinh"] == total(3, 2)


def test_a_day_before_the_closing_is_looked_at_as_it_is(closed: Store) -> None:
    assert view_at_closing(view(closed, on(20)), the_closing(closed)).as_of == on(20)


def test_before_the_closing_was_known_the_phase_is_open(closed: Store) -> None:
    limit_to_row(closed, 8)
    assert find_closings(closed, ID) == ()
    limit_to_row(closed, 0)
    assert (closed.head()[0], closed.totals(ID, SPRING.span)) == (0, {})


@pytest.mark.parametrize("definition", [b"{}", DEFINED.replace(b'"xuan"', b'"khac"'), b"x"])
def test_a_definition_that_cannot_be_read_is_said(full: Store, definition: bytes) -> None:
    seen = view(full, CLOSED_ON)
    prepared = prepare_closing(seen, FIRST, freeze)
    close_phase(seen, FIRST, prepared, freeze, lambda: full, info("close", definition), dry_run=False)
    refused("closing-undefined", lambda: view_at_closing(seen, the_closing(full)))


@pytest.mark.parametrize("parts", [[], [PhaseFrozen("x")], [PhaseFrozen("eA==")], [PhaseFrozen("eJyrrgUAAXUA+Q==")]])
def test_a_document_that_is_damaged_is_said(full: Store, parts: list[PhaseFrozen]) -> None:
    body = PhaseClosed("dot-1", "Đợt 1", FIRST.span.start, FIRST.span.end, 8, 3, "", "0" * 64)
    with full.batch(info("close")) as batch:
        batch.note(Event(ID, body, day=CLOSED_ON))
        for one in parts:
            batch.note(Event(ID, one, day=CLOSED_ON, about=9))
        batch.note(Event(ID, LateEntries("dot-1", "muộn", 1), day=CLOSED_ON, about=9))
    refused("closing-damaged", lambda: frozen(view(full, on(24)), FIRST))


def test_what_was_packed_is_unpacked() -> None:
    assert unpack(PhaseFrozen("eJyrrgUAAXUA+Q==")) == b"{}"


def test_a_reopening_says_why(closed: Store) -> None:
    reopen(closed)
    (one,) = closed.events(ID, EventKind.REOPENED)
    assert (one.event.body, one.about) == (PhaseReopened("dot-1", "thiếu xã An"), "1-9")
    assert closed.invocations(last=1)[0].reason == "thiếu xã An"
