"""Corrections: amended, voided, undone; nothing is erased, and every figure follows."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from tests.fixtures.small import (
    EVER,
    ROSTER,
    SPRING,
    SUMMER,
    at,
    claim,
    info,
    on,
    posting,
    reassign,
    record,
    total,
    view,
)
from tracker.domain.calendar import week_of
from tracker.domain.corrections import find_standing, parse_reason, root_of, undone_by
from tracker.domain.entries import State
from tracker.errors import TrackerError
from tracker.journal.store import Store
from tracker.services.amend import Amendment, amend_entry
from tracker.services.history import What, build_history, latest_corrections
from tracker.services.intake import NumberedClaim, Terms, take_in
from tracker.services.log import Receipt, log_achievement
from tracker.services.ports import BatchInfo, Journal, Search
from tracker.services.running import RunningTotals
from tracker.services.submit import Filing, submit_return
from tracker.services.undo import Undoing, undo_invocation
from tracker.services.view import View
from tracker.services.void import Voiding, void_record

ID = SPRING.id
WEEK = week_of(on(12))


def not_opened() -> Journal:
    pytest.fail("the journal was opened to write")


def views(journal: Store) -> list[View]:
    return [view(journal, on(31)), view(journal, on(31), SUMMER)]


def why(command: str, reason: str = "nhầm") -> BatchInfo:
    return info(command).but(reason=reason)


def log(
    journal: Store,
    unit: str = "a",
    day: str = "12/3/2025",
    quantity: str = "3",
    ref: str = "",
    is_total: bool = False,
    late: str = "",
) -> Receipt:
    typed = claim(unit, day, quantity, ref=ref)
    return log_achievement(
        [view(journal, on(31))], typed, lambda: journal, info(), dry_run=False, is_total=is_total, late=late
    )


def submit(journal: Store, *, is_nil: bool = False) -> str:
    filing = Filing(ROSTER.last_version("a", on(12)), WEEK, is_nil, None, at(14))
    return submit_return(view(journal, on(31)), filing, lambda: journal, info("submit"), dry_run=False).id


def amend(journal: Store, id_: str, *, dry_run: bool = False, **typed: str) -> Amendment:
    return amend_entry(views(journal), id_, typed, lambda: journal, why(f"amend {id_}"), dry_run=dry_run)


def void(journal: Store, id_: str, among: list[View] | None = None, *, dry_run: bool = False) -> Voiding:
    return void_record(among or views(journal), id_, lambda: journal, why(f"void {id_}"), dry_run=dry_run)


def undo(journal: Store, number: int | None = None, *, dry_run: bool = False) -> Undoing:
    return undo_invocation(views(journal), number, lambda: journal, info("undo"), dry_run=dry_run)


def refused(code: str, caught: pytest.ExceptionInfo[TrackerError]) -> Mapping[str, object]:
    assert caught.value.code == code
    return caught.value.problem.params


def counted(journal: Store) -> dict[str, str]:
    """What counts: each entry's day, quantity and note."""
    found = (one for one in journal.achievements(Search()) if one.state is State.CURRENT)
    return {one.id: f"{one.posting.unit} {one.posting.day} {one.posting.quantity // 1000}" for one in found}


def test_an_amendment_takes_the_entry_back_and_posts_another_with_its_ref(journal: Store) -> None:
    log(journal, ref="R-1")
    done = amend(journal, "1-1", quantity="5", date="24/3/2025", note="Đã kiểm tra")
    assert (done.id, done.entry.id, done.reason) == ("1-3", "1-1", "nhầm")
    assert [tuple(one) for one in done.changes] == [
        ("date", on(12), on(24)),
        ("quantity", 3000, 5000),
        ("note", "", "Đã kiểm tra"),
    ]
    assert counted(journal) == {"1-3": "a 2025-03-24 5"}
    (old, new) = journal.achievements(Search())
    assert (old.state, new.state, new.posting.ref, new.posting.replaces) == (State.AMENDED, State.CURRENT, "R-1", 1)
    assert journal.totals(ID, EVER) == {"mo-hinh": total(5, 1)}
    assert [one.reason for one in journal.invocations()] == ["nhầm", ""]


def test_an_amendment_changes_the_figures_of_both_phases(journal: Store) -> None:
    log(journal, "b", "10/3/2025", "2")
    log(journal)
    done = amend(journal, "1-2", quantity="5", date="24/3/2025")
    assert [(one.within and one.within.id, one.before, one.after) for one in done.figures] == [
        ("dot-1", total(5, 2), total(2, 1)),
        ("dot-2", total(0, 0), total(5, 1)),
    ]
    assert amend(journal, done.id, note="x").figures == ()


def test_a_figure_of_the_whole_campaign_is_one(journal: Store) -> None:
    record(journal, posting("a", on(5), 4, "gop-quy"), posting("a", on(24), 6, "gop-quy"), posting("a", on(19), 1))
    (done,) = void(journal, "1-2").figures
    assert (done.within, done.before, done.after) == (None, total(10, 2), total(4, 1))
    (done,) = void(journal, "1-3").figures  # between phases
    assert (done.criterion.id, done.within, done.before) == ("mo-hinh", None, total(1, 1))


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ({"quantity": "x", "date": "1/4/2025"}, ["future-day", "bad-quantity"]),
        ({"unit": "c", "date": "31/2/2025", "denominator": "4"}, ["no-such-day", "denominator-not-taken"]),
        (
            {"unit": "zz", "criterion": "zz", "note": "x" * 2001},
            ["criterion-not-found", "unit-not-found", "text-too-long"],
        ),
        ({"criterion": "tin-bao"}, ["denominator-missing"]),
        ({"unit": "m"}, ["unit-not-alive"]),
    ],
)
def test_an_amendment_is_judged_anew_and_every_problem_named(
    journal: Store, typed: dict[str, str], codes: list[str]
) -> None:
    log(journal)
    with pytest.raises(TrackerError) as caught:
        amend_entry(views(journal), "1-1", typed, not_opened, why("amend"), dry_run=False)
    assert [one.code for one in caught.value.problems] == codes


@pytest.mark.parametrize(
    "typed", [{}, {"quantity": "3"}, {"unit": "Xã An", "criterion": "Mô hình", "date": "12-3-2025"}]
)
def test_an_amendment_that_changes_nothing_is_refused(journal: Store, typed: dict[str, str]) -> None:
    log(journal)
    with pytest.raises(TrackerError) as caught:
        amend_entry(views(journal), "1-1", typed, not_opened, why("amend"), dry_run=False)
    refused("amends-nothing", caught)
    assert caught.value.exit_code == 2


def test_a_rate_keeps_its_denominator_unless_it_becomes_a_count(journal: Store) -> None:
    record(journal, posting("a", on(12), 3, "tin-bao", of=4))
    done = amend(journal, "1-1", quantity="2")
    assert (done.posting.quantity, done.posting.denominator) == (2000, 4000)
    done = amend(journal, done.id, criterion="tin-bao", quantity="1")
    assert done.posting.denominator == 4000
    done = amend(journal, done.id, criterion="mo-hinh")
    assert (done.posting.quantity, done.posting.denominator) == (1000, None)
    assert [one.field for one in done.changes] == ["criterion", "denominator"]


def test_amounts_that_nobody_touched_stay_whatever_may_be_typed_for_them(journal: Store) -> None:
    """1.234 is ambiguous when typed, and 1/0 is what a running total may add."""
    record(journal, posting("a", on(12), 1, "tin-bao", of=0))
    done = amend(journal, "1-1", note="x")
    assert (done.posting.quantity, done.posting.denominator) == (1000, 0)


def test_only_what_counts_can_be_corrected(journal: Store) -> None:
    log(journal)
    amend(journal, "1-1", quantity="5")
    for correct in (lambda: amend(journal, "1-1", quantity="6"), lambda: void(journal, "1-1")):
        with pytest.raises(TrackerError) as caught:
            correct()
        assert refused("entry-replaced", caught) == {"id": "1-1", "now": "1-3"}
    void(journal, "1-3")
    for id_ in ("1-1", "1-3"):
        with pytest.raises(TrackerError) as caught:
            amend(journal, id_, quantity="6")
        assert refused("entry-taken-back", caught) == {"id": id_, "who": "Lan", "command": "void 1-3"}
    for id_, code in (("1-2", "entry-not-found"), ("2-1", "entry-not-found"), ("1", "bad-entry-id")):
        with pytest.raises(TrackerError) as caught:
            void(journal, id_)
        refused(code, caught)
    assert journal.head()[0] == 4


def test_what_somebody_else_corrected_meanwhile_is_not_corrected_again(journal: Store) -> None:
    log(journal)

    def open_late() -> Journal:
        void(journal, "1-1")
        return journal

    with pytest.raises(TrackerError) as caught:
        amend_entry(views(journal), "1-1", {"quantity": "4"}, open_late, why("amend"), dry_run=False)
    refused("entry-taken-back", caught)
    assert journal.totals(ID, EVER) == {"mo-hinh": total(0, 0)}


def test_a_rehearsal_of_a_correction_writes_nothing(journal: Store) -> None:
    log(journal)
    assert amend(journal, "1-1", quantity="5", dry_run=True).figures[0].after == total(5, 1)
    assert void(journal, "1-1", dry_run=True).figures[0].after == total(0, 0)
    done = undo(journal, dry_run=True)
    assert (done.number, done.taken.entries, done.figures[0].after) == (None, 1, total(0, 0))
    assert (journal.head()[0], journal.totals(ID, EVER)) == (1, {"mo-hinh": total(3, 1)})


def test_a_return_is_voided_and_filed_again(journal: Store) -> None:
    log(journal)
    submit(journal)
    with pytest.raises(TrackerError) as caught:
        amend(journal, "1-2", note="x")
    refused("return-not-amended", caught)
    done = void(journal, "1-2")
    ((_, returns),) = done.returns
    assert (returns.actual, journal.returns(ID, WEEK, at(31))) == (0, {})
    with pytest.raises(TrackerError) as caught:
        void(journal, "1-2")
    refused("entry-taken-back", caught)
    assert submit(journal) == "1-4"
    with pytest.raises(TrackerError) as caught:
        undo(journal, 3)  # the voided one cannot come back beside it
    assert [one.code for one in caught.value.problems] == ["undo-blocked", "return-in-the-way"]
    assert build_history(journal, "1-4").steps[0].what is What.FILED


def test_an_undo_takes_the_last_invocation_back_and_the_next_one_brings_it_back(journal: Store) -> None:
    log(journal)
    log(journal, "b", "10/3/2025", "2", "R-2")
    first = undo(journal)
    assert (first.invocation.id, first.root.id, first.brings_back, first.number) == (2, 2, False, 3)
    assert (first.taken.entries, first.brought.entries) == (1, 0)
    assert counted(journal) == {"1-1": "a 2025-03-12 3"}
    second = undo(journal)
    assert (second.invocation.id, second.root.id, second.brings_back) == (3, 2, True)
    assert (second.taken.entries, second.brought.entries) == (0, 1)
    assert counted(journal) == {"1-4": "b 2025-03-10 2", "1-1": "a 2025-03-12 3"}
    assert journal.find_refs(["R-2"])["R-2"].id == "1-4"
    third = undo(journal)
    assert (third.root.id, third.brings_back, counted(journal)) == (2, False, {"1-1": "a 2025-03-12 3"})


def test_the_undo_of_an_amendment_brings_back_what_it_said_before(journal: Store) -> None:
    log(journal, ref="R-1")
    amend(journal, "1-1", quantity="5")
    done = undo(journal)
    assert (done.taken.entries, done.brought.entries) == (1, 1)
    assert counted(journal) == {"1-5": "a 2025-03-12 3"}
    assert [one.what for one in build_history(journal, "1-1").steps] == [What.LOGGED, What.AMENDED, What.UNDONE]
    undo(journal)
    assert counted(journal) == {"1-7": "a 2025-03-12 5"}
    assert {one.state for one in journal.achievements(Search())} == {State.AMENDED, State.CURRENT}


def test_an_earlier_invocation_is_undone_where_all_that_it_wrote_stands(journal: Store) -> None:
    log(journal)
    log(journal, "b", "10/3/2025", "2")
    assert undo(journal, 1).invocation.id == 1
    assert counted(journal) == {"1-2": "b 2025-03-10 2"}
    with pytest.raises(TrackerError) as caught:
        undo(journal, 1)
    assert refused("invocation-undone", caught) == {"number": "1", "command": "log", "undo": "3"}


def test_what_stands_in_the_way_of_an_undo_is_named(journal: Store) -> None:
    take_in(
        views(journal), [NumberedClaim(row, claim("a", "12/3/2025")) for row in range(2, 22)], lambda: journal,
        info("import a.csv"), Terms(),
    )  # fmt: skip
    amend(journal, "1-1", quantity="5")
    void(journal, "1-2")
    before = journal.head()
    with pytest.raises(TrackerError) as caught:
        undo(journal, 1)
    assert refused("undo-blocked", caught) == {"number": "1", "command": "import a.csv", "count": 2}
    assert [one.params for one in caught.value.problems[1:]] == [
        {"id": "1-1", "number": "2", "command": "amend 1-1", "who": "Lan"},
        {"id": "1-2", "number": "3", "command": "void 1-2", "who": "Lan"},
    ]
    assert journal.head() == before
    for id_ in range(3, 21):
        void(journal, f"1-{id_}")
    with pytest.raises(TrackerError) as caught:
        undo(journal, 1)
    assert (refused("undo-blocked", caught)["count"], len(caught.value.problems)) == (20, 11)


def test_corrections_that_were_undone_stand_in_no_ones_way(journal: Store) -> None:
    """An import can be taken back though one of its rows was amended, the amendment undone, redone and undone again."""
    take_in(
        views(journal), [NumberedClaim(2, claim("a", "12/3/2025")), NumberedClaim(3, claim("b", "12/3/2025"))],
        lambda: journal, info("import a.csv"), Terms(),
    )  # fmt: skip
    amend(journal, "1-1", quantity="5")
    for _ in range(3):
        undo(journal)
    assert undo(journal, 1).taken.entries == 2
    assert counted(journal) == {}
    undo(journal)
    assert sorted(counted(journal).values()) == ["a 2025-03-12 1", "b 2025-03-12 1"]
    with pytest.raises(TrackerError) as caught:
        undo(journal, 2)
    refused("invocation-undone", caught)


def test_a_voided_entry_is_brought_back_after_a_detour(journal: Store) -> None:
    log(journal, ref="R-1")
    void(journal, "1-1")
    for _ in range(4):
        undo(journal)
    assert undo(journal, 2).brought.entries == 1
    assert list(counted(journal).values()) == ["a 2025-03-12 3"]
    assert [one.state for one in journal.achievements(Search())][:-1] == [State.AMENDED] * 3
    assert [journal.find_refs(["R-1"])["R-1"].id] == list(counted(journal))


@pytest.mark.parametrize("times", [1, 3])
def test_a_ref_is_free_once_its_entry_is_undone_whatever_was_undone_before(journal: Store, times: int) -> None:
    log(journal, ref="R-1")
    for correct in (lambda id_: void(journal, id_), lambda id_: amend(journal, id_, quantity="5")):
        (standing,) = counted(journal)
        correct(standing)
        for _ in range(times):
            assert log(journal, ref="R-1").already_there is True
            undo(journal)
    assert log(journal, ref="R-1").state is State.CURRENT
    undo(journal, 1)
    assert (counted(journal), journal.find_refs(["R-1"])) == ({}, {})
    assert log(journal, quantity="4", ref="R-1").already_there is False


def test_a_ref_that_was_given_away_meanwhile_stands_in_the_way(journal: Store) -> None:
    log(journal, ref="R-1")
    undo(journal)
    log(journal, "b", ref="R-1")
    with pytest.raises(TrackerError) as caught:
        undo(journal, 2)
    assert [one.code for one in caught.value.problems] == ["undo-blocked", "ref-in-the-way"]
    assert caught.value.problems[1].params["id"] == "1-3"
    undo(journal)
    assert undo(journal, 2).brought.entries == 1


def test_there_must_be_something_to_undo(journal: Store) -> None:
    for number, code in ((None, "nothing-to-undo"), (1, "invocation-not-found")):
        with pytest.raises(TrackerError) as caught:
            undo_invocation(views(journal), number, not_opened, info("undo"), dry_run=False)
        refused(code, caught)
        assert caught.value.exit_code == 3


def test_an_import_of_several_pages_is_undone_as_one_step(journal: Store) -> None:
    claims = [NumberedClaim(row, claim("a", "12/3/2025", "1", ref=f"r-{row}")) for row in range(2, 12_002)]
    log(journal)
    take_in(views(journal), claims, lambda: journal, info("import a.csv"), Terms())
    done = undo(journal)
    assert (done.taken.entries, done.figures[0].after, done.root.command) == (12_000, total(3, 1), "import a.csv")
    assert journal.find_refs(["r-2", "r-12001"]) == {}
    done = undo(journal)
    assert (done.brought.entries, journal.totals(ID, EVER)["mo-hinh"]) == (12_000, total(12_003, 12_001))
    assert take_in(views(journal), claims, lambda: journal, info(), Terms()).already_there == 12_000


def test_an_import_that_was_undone_is_sent_again_and_one_that_was_voided_is_not(journal: Store) -> None:
    log(journal, ref="R-1")
    undo(journal)
    assert not log(journal, ref="R-1").already_there
    void(journal, "1-3")
    again = log(journal, ref="R-1")
    assert (again.already_there, again.id, again.state) == (True, "1-3", State.VOIDED)
    with pytest.raises(TrackerError) as caught:
        log(journal, quantity="4", ref="R-1")
    params = refused("ref-differs", caught)
    assert (params["state"], params["before"]) == (State.VOIDED, ("Xã An [a]", "Mô hình", on(12), (Decimal(3),)))


def test_a_ref_of_another_campaign_names_both(journal: Store) -> None:
    record(journal, posting("a", on(26), 1, "ao-am", ref="R-1", campaign=SUMMER), campaign=SUMMER)
    with pytest.raises(TrackerError) as caught:
        log_achievement(views(journal), claim("a", "26/3/2025", ref="R-1"), lambda: journal, info(), dry_run=False)
    params = refused("ref-differs", caught)
    assert params["before"] == ("Phong trào he", "Xã An [a]", "Áo ấm", on(26), (1,))
    assert params["now"] == ("Phong trào xuan", "Xã An [a]", "Mô hình", on(26), (1,))


def test_entries_of_a_campaign_that_is_gone_can_be_voided_and_undone(journal: Store) -> None:
    """Whatever happens meanwhile, the figures are right when the campaign is back."""
    reassign(journal, SUMMER)
    record(journal, *(posting("a", on(26), 5, "ao-am", campaign=SUMMER) for _ in range(2)), campaign=SUMMER)
    spring = [view(journal, on(31))]
    with pytest.raises(TrackerError) as caught:
        amend_entry(spring, "1-1", {"quantity": "2"}, not_opened, why("amend"), dry_run=False)
    refused("campaign-undefined", caught)
    assert void(journal, "1-1", spring).figures == ()
    undo_invocation(spring, None, lambda: journal, info("undo"), dry_run=False)
    void(journal, "1-2", spring)
    assert journal.totals(SUMMER.id, EVER) == {"ao-am": total(5, 1)}
    assert not journal.is_assigned(SUMMER.id, SUMMER.assignment)
    assert log_achievement(
        [view(journal, on(31), SUMMER)], claim("a", "27/3/2025", "2", "ao-am"), lambda: journal, info(), dry_run=False
    ).of_unit.after.actual == total(7, 2)
    late = view(journal, date(2025, 4, 30), SUMMER)
    assert late.totals(SUMMER.span, "a") == {"ao-am": total(7, 2)}
    assert journal.is_assigned(SUMMER.id, SUMMER.assignment)


def test_the_history_of_an_entry_tells_every_step(journal: Store) -> None:
    log(journal)
    amend(journal, "1-1", quantity="5")
    void(journal, "1-3")
    undo(journal)
    history = build_history(journal, "1-3")
    assert [(one.what, one.record and one.record.id, one.before and one.before.id) for one in history.steps] == [
        (What.LOGGED, "1-1", None),
        (What.AMENDED, "1-3", "1-1"),
        (What.VOIDED, "1-3", "1-3"),
        (What.RESTORED, "1-5", None),
    ]
    assert [one.invocation.reason for one in history.steps] == ["", "nhầm", "nhầm", ""]
    assert history.steps[3].about is not None
    assert history.steps[3].about.command == "void 1-3"
    assert (history.now and history.now.id, history.end and history.end.what) == ("1-5", What.VOIDED)
    assert build_history(journal, "1-5").end is None


def test_the_latest_corrections_come_first(journal: Store) -> None:
    log(journal)
    submit(journal)
    amend(journal, "1-1", quantity="5")
    void(journal, "1-2")
    undo(journal)
    undo(journal)
    steps = latest_corrections(journal)
    assert [(one.invocation.id, one.what) for one in steps] == [
        (6, What.REDONE),
        (5, What.UNDONE),
        (4, What.VOIDED),
        (3, What.AMENDED),
    ]
    assert [one.about and one.about.id for one in steps] == [4, 4, None, None]
    assert [one.record and one.record.id for one in steps] == [None, None, "1-2", "1-4"]
    assert steps[3].changes
    assert latest_corrections(journal, 1) == steps[:1]


def total_of(journal: Store, quantity: str, day: str = "12/3/2025", *, of: str = "", ref: str = "") -> Receipt:
    typed = claim("a", day, quantity, "tin-bao" if of else "mo-hinh", of=of, ref=ref)
    return log_achievement([view(journal, on(31))], typed, lambda: journal, info(), is_total=True, dry_run=False)


def test_of_a_running_total_the_difference_is_logged(journal: Store) -> None:
    record(journal, posting("a", on(5), 2), posting("a", on(13), 4), posting("b", on(5), 9), posting("a", on(24), 1))
    done = total_of(journal, "5")
    assert done.stated is not None
    assert (done.posting.quantity, done.stated.before, done.stated.later) == (3000, total(2, 1), 1)
    assert (done.stated.span, done.of_unit.after.actual) == (SPRING.phases[0].span, total(9, 3))
    again = total_of(journal, "5")
    assert (again.id, again.already_there, journal.head()[0]) == ("", True, 5)
    assert total_of(journal, "7", "26/3/2025").posting.quantity == 6000  # the other phase has 1 so far
    assert total_of(journal, "20", "19/3/2025").posting.quantity == 11_000  # between phases: the campaign


def test_a_running_total_that_falls_is_refused_with_both_figures(journal: Store) -> None:
    record(journal, posting("a", on(5), 6), posting("a", on(5), 3, "tin-bao", of=8))
    with pytest.raises(TrackerError) as caught:
        total_of(journal, "5")
    params = refused("set-falls", caught)
    assert (params["unit"], params["before"], params["now"]) == ("Xã An", ((6,),), ((5,),))
    with pytest.raises(TrackerError) as caught:
        total_of(journal, "3", of="7")
    assert refused("set-falls", caught)["before"] == ((3, 8),)
    void(journal, "1-1")
    assert total_of(journal, "5").posting.quantity == 5000


def test_of_a_rate_both_numbers_are_running_totals(journal: Store) -> None:
    assert total_of(journal, "3", of="5").posting.denominator == 5000
    done = total_of(journal, "4", "13/3/2025", of="5")  # one more of those known before
    assert (done.posting.quantity, done.posting.denominator) == (1000, 0)
    assert done.of_unit.after.actual == total(4, 2, 5)
    assert total_of(journal, "4", "14/3/2025", of="5").already_there


def test_a_running_total_with_a_ref_is_sent_once(journal: Store) -> None:
    first = total_of(journal, "5", ref="R-1")
    again = total_of(journal, "5", ref="R-1")
    assert (again.id, again.already_there, journal.head()[0]) == (first.id, True, 1)
    for quantity, day in (("6", "12/3/2025"), ("5", "13/3/2025")):
        with pytest.raises(TrackerError) as caught:
            total_of(journal, quantity, day, ref="R-1")
        refused("ref-differs", caught)


def test_running_totals_of_a_file_build_on_each_other(journal: Store) -> None:
    record(journal, posting("a", on(5), 2))
    totals = RunningTotals([view(journal, on(31))])
    stated = [totals.difference(posting("a", on(day), quantity)) for day, quantity in ((6, 5), (7, 5), (8, 9), (24, 4))]
    assert [one.added and one.added.quantity for one in stated] == [3000, None, 4000, 4000]
    record(journal, *(one.added for one in stated if one.added))
    assert totals.difference(posting("a", on(9), 10)).added == posting("a", on(9), 1)  # appended or not, it is counted
    with pytest.raises(TrackerError):
        totals.difference(posting("a", on(9), 9))


def test_an_undo_of_an_undo_undone_decides_what_is_undone() -> None:
    assert undone_by([]) == {}
    assert undone_by([(2, 1)]) == {1: 2}
    assert undone_by([(2, 1), (3, 2)]) == {2: 3}
    assert undone_by([(2, 1), (3, 2), (4, 3)]) == {3: 4, 1: 2}
    assert undone_by([(2, 1), (3, 2), (4, 1), (5, 4), (6, 3)]) == {4: 5, 3: 6, 1: 2}
    assert root_of([(2, 1), (3, 2), (4, 3)], 4) == (1, False)
    assert root_of([(2, 1), (3, 2)], 3) == (1, True)


def test_a_row_stands_by_what_brought_it_back(journal: Store) -> None:
    log(journal)
    amend(journal, "1-1", quantity="5")
    line = journal.history(1)
    assert find_standing(line[0], line, {}).number == 2  # the row that took it back
    undo(journal)
    line = journal.history(1)
    assert find_standing(line[0], line, undone_by(journal.undoes())).number == 5


@pytest.mark.parametrize(
    ("text", "code"), [("", "reason-missing"), (" \u200b\n", "reason-missing"), ("x" * 2001, "text-too-long")]
)
def test_a_reason_is_given(text: str, code: str) -> None:
    with pytest.raises(TrackerError) as caught:
        parse_reason(text)
    refused(code, caught)
    assert parse_reason("  gõ\nnhầm ") == "gõ nhầm"
