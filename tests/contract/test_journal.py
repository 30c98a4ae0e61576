"""What every journal answers, whatever it is kept in."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest

from tests.fixtures.small import (
    EVER,
    PHASES,
    ROSTER,
    SPAN,
    SPRING,
    SUMMER,
    ZONE,
    at,
    file_return,
    info,
    on,
    part,
    posting,
    reassign,
    record,
    recount,
    total,
)
from tracker.domain.calendar import Span, week_of
from tracker.domain.entries import FiledReturn, Posting
from tracker.errors import TrackerError
from tracker.services.ports import Journal, Search

ID = SPRING.id
ALL_PHASES = ["dot-1", "dot-2", ""]
LATER = datetime.max.replace(tzinfo=ZONE)

# Three units; a rate; both phases and the gap; an entry that is taken back; the other campaign.
POSTINGS = (
    posting("a", on(5), 3),
    posting("b", on(18), 4),
    posting("b", on(20), 5),
    posting("b", on(26), 6),
    posting("a", on(26), 8, "tin-bao", of=10, ref="r-1"),
    posting("b", on(26), 45, "tin-bao", of=90),
    posting("c", on(31), 7, ref="r-2"),
    posting("c", on(31), -7, reverses=7),
    posting("a", on(10, 4), 2, "gop-quy"),
    posting("a", on(26), 100, campaign=SUMMER),
)


@pytest.fixture
def full(journal: Journal) -> Journal:
    record(journal, *POSTINGS)
    return journal


def ids(journal: Journal, search: Search) -> list[str]:
    return [one.id for one in journal.achievements(search)]


def test_an_empty_journal_answers_with_nothing(journal: Journal) -> None:
    assert journal.writable
    answers: list[Mapping[Any, object]] = [
        journal.totals(ID, EVER),
        journal.weekly_totals(ID, SPAN),
        journal.unit_totals(ID, ROSTER.within("T"), EVER),
        journal.unit_totals(ID, ROSTER.within("T"), EVER, ALL_PHASES),
        journal.totals_by_unit(ID, EVER),
        journal.entries_by_unit(ID, EVER),
        journal.last_entry_on(ID, date.max),
        journal.find_refs(["r-1"]),
        journal.returns(ID, SPAN, LATER),
        journal.last_returns(ID, LATER),
    ]
    assert answers == [{}] * len(answers)
    assert (journal.entries(ID, date.max), journal.head()) == (0, (0, bytes(32)))
    assert journal.last_day(ID, date.max) is journal.last_day(ID, date.max, ROSTER.within("T")) is None
    assert list(journal.achievements(Search())) == []
    assert not journal.is_assigned(ID, SPRING.assignment)


def test_entries_are_numbered_one_after_the_other_and_returns_with_them(journal: Journal) -> None:
    assert record(journal, *POSTINGS[:2]) == ["1-1", "1-2"]
    assert file_return(journal, "a", on(12), at(14)) == "1-3"
    assert record(journal, POSTINGS[2]) == ["1-4"]


def test_a_batch_has_an_id_once_something_stands_in_it(journal: Journal) -> None:
    with journal.batch(info()) as batch:
        assert batch.post([]) == []
        assert batch.id is None
        batch.post(POSTINGS[:1])
        assert batch.id == 1
        batch.post(POSTINGS[1:2])
        assert batch.id == 1


@pytest.mark.parametrize("span", [EVER, SPAN, Span(on(5), on(5)), Span(on(6), on(18)), Span(on(19), on(26))])
def test_totals_count_both_ends_of_a_span_and_one_campaign(full: Journal, span: Span) -> None:
    found = {name: one for name, one in full.totals(ID, span).items() if one.entries}
    expected = {name: one for name, one in recount(POSTINGS[:-1], span).items() if one.entries}
    assert found == expected
    assert expected


def test_totals_of_a_rate_are_pooled_and_a_count_has_no_denominator(full: Journal) -> None:
    totals = full.totals(ID, EVER)
    assert totals["tin-bao"] == total(53, 2, 100)
    assert totals["mo-hinh"] == total(18, 4)
    assert full.totals(SUMMER.id, EVER) == {"mo-hinh": total(100, 1)}


def test_weekly_totals_are_those_of_each_seven_days(full: Journal) -> None:
    span = Span(on(5), on(27))  # 5/3-11/3, 12/3-18/3, 19/3-25/3, 26/3-27/3
    assert full.weekly_totals(ID, span) == {
        "mo-hinh": [total(3, 1), total(4, 1), total(5, 1), total(6, 1)],
        "tin-bao": [total(0, 0), total(0, 0), total(0, 0), total(53, 2, 100)],
    }


def test_unit_totals_count_each_unit_on_its_own_days(full: Journal) -> None:
    parts = [part("b", Span(on(20), on(31))), part("a", Span(on(1), on(5))), part("nobody")]
    assert full.unit_totals(ID, parts, Span(on(1), on(25))) == {"mo-hinh": total(8, 2)}
    assert full.unit_totals(ID, [], EVER) == {}
    assert full.unit_totals(ID, [part("a", Span(on(1), on(2)))], Span(on(3), on(4))) == {}


def test_totals_of_several_spans_are_those_of_each(full: Journal) -> None:
    spans = [Span(on(5), on(18)), Span(on(19), on(20)), Span(on(26), on(10, 4))]
    assert full.totals_by_span(ID, spans) == [full.totals_by_unit(ID, span) for span in spans]
    assert full.totals_by_span(ID, []) == []


@pytest.mark.parametrize("unit", ["T", "d1", "d2", "a", "b", "m"])
@pytest.mark.parametrize(("span", "phases"), [(SPAN, ALL_PHASES), *((one.span, [one.id]) for one in PHASES)])
def test_unit_totals_of_whole_phases_equal_those_of_their_days(
    full: Journal, unit: str, span: Span, phases: list[str]
) -> None:
    parts = ROSTER.within(unit)
    found, scanned = full.unit_totals(ID, parts, span, phases), full.unit_totals(ID, parts, span)
    assert {name: one for name, one in found.items() if one.entries} == {
        name: one for name, one in scanned.items() if one.entries
    }


def test_unit_totals_of_whole_phases_stop_at_the_end_of_the_span(full: Journal) -> None:
    known = Span(SPAN.start, on(26))
    assert full.unit_totals(ID, ROSTER.within("a"), known, ALL_PHASES) == {
        "mo-hinh": total(3, 1),
        "tin-bao": total(8, 1, 10),
    }


def test_totals_by_unit(full: Journal) -> None:
    assert full.totals_by_unit(ID, Span(on(20), on(30))) == {
        ("a", "tin-bao"): total(8, 1, 10),
        ("b", "mo-hinh"): total(11, 2),
        ("b", "tin-bao"): total(45, 1, 90),
    }


def test_the_last_entry_of_each_unit_is_one_that_stands(full: Journal) -> None:
    assert full.last_entry_on(ID, date.max) == {"a": on(10, 4), "b": on(26)}
    assert full.last_entry_on(ID, on(25)) == {"a": on(5), "b": on(20)}
    assert full.last_entry_on(ID, on(4)) == {}
    assert full.last_entry_on(ID, date.max, ["b", "c", "nobody"]) == {"b": on(26)}
    assert full.last_entry_on(ID, date.max, []) == {}


def test_the_last_day_is_one_with_an_entry_that_stands(full: Journal) -> None:
    assert full.last_day(ID, date.max) == on(10, 4)
    assert full.last_day(ID, on(9, 4)) == on(26)  # what was logged for 31/3 was taken back
    assert full.last_day(ID, on(26)) == on(26)
    assert full.last_day(ID, on(4)) is None


def test_the_last_day_of_units_is_one_on_which_they_counted(full: Journal) -> None:
    assert full.last_day(ID, date.max, [part("b"), part("c")]) == on(26)
    assert full.last_day(ID, date.max, [part("b", Span(on(1), on(25)))]) == on(20)
    assert full.last_day(ID, on(19), [part("a"), part("b")]) == on(18)
    assert full.last_day(ID, on(19), [part("a", Span(on(6), on(30))), part("c")]) is None
    assert full.last_day(ID, date.max, []) is None


def test_the_days_of_entries_are_those_that_stand(full: Journal) -> None:
    units = [part("a"), part("b"), part("c")]
    assert full.days_of_entries(ID, units, EVER) == {
        "mo-hinh": (4, on(5), on(26)),  # what was logged for 31/3 was taken back
        "tin-bao": (2, on(26), on(26)),
        "gop-quy": (1, on(10, 4), on(10, 4)),
    }
    assert full.days_of_entries(ID, [part("b", Span(on(19), on(30)))], Span(on(1), on(25))) == {
        "mo-hinh": (1, on(20), on(20))
    }
    assert full.days_of_entries(ID, [], EVER) == full.days_of_entries(ID, [part("d")], EVER) == {}


def test_entries_by_unit_count_those_that_stand(full: Journal) -> None:
    assert full.entries_by_unit(ID, EVER) == {"a": 3, "b": 4}
    assert full.entries_by_unit(ID, Span(on(26), on(31))) == {"a": 1, "b": 2}


def test_an_entry_that_is_taken_back_can_be_logged_again(full: Journal) -> None:
    record(full, posting("c", on(31), 9))
    assert full.totals(ID, Span(on(31), on(31))) == {"mo-hinh": total(9, 1)}
    assert full.last_entry_on(ID, date.max)["c"] == on(31)
    assert full.entries_by_unit(ID, EVER)["c"] == 1


def test_returns_are_those_of_a_period_received_by_a_moment(journal: Journal) -> None:
    file_return(journal, "a", on(12), at(14, hour=16))
    file_return(journal, "b", on(12), at(14, hour=17), is_nil=True)
    file_return(journal, "a", on(19), at(21))
    week = week_of(on(12))
    assert journal.returns(ID, week, at(14, hour=16)) == {
        "a": FiledReturn("a", week.start, week.end, is_nil=False, received_at=at(14, hour=16), id="1-1")
    }
    assert {unit: one.is_nil for unit, one in journal.returns(ID, week, at(15)).items()} == {"a": False, "b": True}
    assert journal.returns(ID, week_of(on(26)), LATER) == journal.returns(SUMMER.id, week, LATER) == {}
    assert journal.last_returns(ID, at(14, hour=16)) == {"a": at(14, hour=16)}
    assert journal.last_returns(ID, at(20)) == {"a": at(14, hour=16), "b": at(14, hour=17)}
    assert journal.last_returns(ID, LATER)["a"] == at(21)
    assert journal.last_returns(ID, at(1)) == {}


def test_find_refs(full: Journal) -> None:
    found = full.find_refs(["r-2", "unknown", "r-1"])
    assert {ref: one.id for ref, one in found.items()} == {"r-1": "1-5", "r-2": "1-7"}
    assert full.find_refs([]) == {}


def test_find_refs_takes_any_number_of_them(journal: Journal) -> None:
    record(journal, *(posting("a", on(5), ref=f"{number}") for number in range(7_000)))
    found = journal.find_refs([str(number) for number in range(10_000)])
    assert {ref: one.id for ref, one in found.items()} == {f"{number}": f"1-{number + 1}" for number in range(7_000)}


def test_an_achievement_is_read_back_as_it_was_posted(journal: Journal) -> None:
    posted = Posting(ID, "a", on(26), "tin-bao", 8_500, 10_125, 'Bà "Tư" \\ %s', "anh/1.jpg", "R-9")
    record(journal, posted)
    (found,) = journal.achievements(Search())
    assert found.posting == posted
    assert (found.id, found.recorded_at, found.recorded_by) == ("1-1", at(1, 4), "Lan")


def test_achievements_come_by_day_then_as_they_were_logged(journal: Journal) -> None:
    record(journal, posting("a", on(9)), posting("b", on(5)), posting("a", on(5)), posting("c", on(7)))
    assert ids(journal, Search()) == ["1-2", "1-3", "1-4", "1-1"]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        (Search(campaign=SUMMER.id), "10"),
        (Search(campaign="unknown"), ""),
        (Search(criterion="tin-bao"), "5 6"),
        (Search(ID, criterion="mo-hinh", span=Span(on(18), on(26))), "2 3 4"),
        (Search(id=4), "4"),
        (Search(id=11), ""),
        (Search(SUMMER.id, id=4), ""),
        (Search(id=8), ""),  # it takes another back, and is none itself
        (Search(ID, [part("a"), part("b", Span(on(20), on(26)))], span=Span(on(20), on(30))), "3 4 5 6"),
        (Search(units=[part("b", Span(on(18), on(18))), part("b", Span(on(26), on(26)))], criterion="mo-hinh"), "2 4"),
        (Search(units=[part("a", Span(on(1), on(30))), part("a", Span(on(5), on(5)))]), "1 5 10"),
        (Search(units=ROSTER.within("d2")), "4 6 7"),
        (Search(units=[part("nobody")]), ""),
        (Search(units=[]), ""),
        (Search(ID, span=Span(on(18), on(26)), batches=[1]), "2 3 4 5 6"),
        (Search(ID, batches=[]), ""),
    ],
)
def test_achievements_are_searched_by_all_that_is_given(full: Journal, search: Search, expected: str) -> None:
    assert sorted(ids(full, search), key=lambda id_: int(id_[2:])) == [f"1-{number}" for number in expected.split()]


def test_totals_of_what_some_invocations_wrote(full: Journal) -> None:
    append(full, [posting("a", on(18), 7), posting("b", on(19), 5), posting("a", on(5), 3, campaign=SUMMER)])
    append(full, [back(on(18), 11)])
    assert full.batch_totals(ID, [2], Span(on(18), on(18))) == {"mo-hinh": total(7, 1)}
    assert full.batch_totals(ID, [2], Span(on(18), on(19)), [part("b")]) == {"mo-hinh": total(5, 1)}
    assert full.batch_totals(ID, [], SPAN) == full.batch_totals("unknown", [2], SPAN) == {}
    assert full.batch_totals(ID, [2, 3], Span(on(18), on(18)))["mo-hinh"].entries == 0


def test_a_definition_is_kept_under_its_hash(full: Journal) -> None:
    found = info()
    assert (full.definition(found.definition), full.definition(bytes(32))) == (found.compiled, None)


def test_a_batch_that_fails_leaves_nothing(full: Journal) -> None:
    before = list(full.achievements(Search()))
    with pytest.raises(KeyError), full.batch(info()) as batch:  # noqa: PT012 the batch is what is tested
        batch.post([posting("a", on(6), 50, ref="r-3")])
        batch.file(ID, FiledReturn("a", on(10), on(16), is_nil=False, received_at=at(14)))
        raise KeyError
    assert list(full.achievements(Search())) == before
    assert full.totals(ID, Span(on(6), on(6))) == full.last_returns(ID, LATER) == full.find_refs(["r-3"]) == {}


def test_a_batch_that_is_not_kept_leaves_nothing_but_shows_its_own_entries(full: Journal) -> None:
    with full.batch(info()) as batch:
        assert batch.post([posting("m", on(2, 4), 50, "hoi-thi", ref="r-3")]) == ["1-11"]
        assert full.find_refs(["r-3"])["r-3"].posting.unit == "m"
        batch.keep = False
    assert full.find_refs(["r-3"]) == {}
    assert record(full, posting("d", on(6), 1, "tru-so")) == ["1-11"]
    assert full.totals(ID, Span(on(6), on(6))) == {"tru-so": total(1, 1)}
    assert full.last_entry_on(ID, on(6)) == {"a": on(5), "d": on(6)}


def test_a_ref_stands_once_in_a_journal(full: Journal) -> None:
    with pytest.raises(TrackerError), full.batch(info()) as batch:
        batch.post([posting("a", on(6)), posting("a", on(6), ref="r-1")])
    assert full.totals(ID, Span(on(6), on(6))) == {}


def test_a_roll_up_is_made_under_one_definition(full: Journal) -> None:
    assert full.is_assigned(ID, SPRING.assignment)
    assert not full.is_assigned(ID, "another")
    assert not full.is_assigned(SUMMER.id, SPRING.assignment)
    reassign(full, SUMMER)
    assert full.is_assigned(SUMMER.id, SUMMER.assignment)
    assert full.is_assigned(ID, SPRING.assignment)


def test_a_rebuild_follows_another_assignment(full: Journal) -> None:
    with full.batch(info()):
        full.rebuild(ID, "halves", lambda unit, day: ("early" if day < on(20) else "late", None))
    assert full.is_assigned(ID, "halves")
    whole = [part(unit, is_whole=True) for unit in ("a", "b")]
    early = Span(date.min, date.max - timedelta(days=1))
    assert full.unit_totals(ID, whole, early, ["early"]) == {"mo-hinh": total(7, 2)}
    assert full.unit_totals(ID, whole, early, ["early", "late"]) == {
        "mo-hinh": total(18, 4),
        "tin-bao": total(53, 2, 100),
        "gop-quy": total(2, 1),
    }
    assert full.unit_totals(SUMMER.id, ROSTER.within("a"), EVER, [SUMMER.id]) == {"mo-hinh": total(100, 1)}


def append(journal: Journal, rows: Iterable[Posting | FiledReturn], **why: Any) -> int:
    """Append rows in one invocation and return its number."""
    with journal.batch(info("correct").but(**why)) as batch:
        for row in rows:
            if isinstance(row, Posting):
                batch.post([row])
            else:
                batch.file(ID, row)
        assert batch.id is not None
        return batch.id


def back(day: date, number: int, unit: str = "a") -> Posting:
    return posting(unit, day, -1, reverses=number)


def again(unit: str, day: date, number: int, quantity: int = 1, ref: str = "") -> Posting:
    return msgspec.structs.replace(posting(unit, day, quantity, ref=ref), replaces=number)


@pytest.fixture
def corrected(journal: Journal) -> Journal:
    """An entry amended and the amendment undone, one voided, one undone; a return voided, which was undone."""
    filed = FiledReturn("a", on(10), on(16), is_nil=False, received_at=at(14))
    append(journal, [posting("a", on(5), ref="r-1"), posting("b", on(6), ref="r-2"), posting("c", on(7), ref="r-3")])
    append(journal, [back(on(5), 1), again("a", on(8), 1, 3, "r-1")], reason="amended")
    append(journal, [back(on(6), 2, "b")], reason="voided")
    append(journal, [posting("a", on(9), ref="r-4"), filed])
    append(journal, [posting("a", on(9), -1, reverses=7)], undoes=4)
    append(journal, [msgspec.structs.replace(filed, reverses=8)], reason="voided")
    append(journal, [filed], undoes=6)
    append(journal, [posting("a", on(8), -3, reverses=5), again("a", on(5), 5, ref="r-1")], undoes=2)
    return journal


def test_invocations_are_what_wrote_the_latest_first(corrected: Journal) -> None:
    counted = [(one.id, one.entries, one.returns) for one in corrected.invocations()]
    assert counted == [(8, 1, 0), (7, 0, 1), (6, 0, 1), (5, 1, 0), (4, 1, 1), (3, 1, 0), (2, 1, 0), (1, 3, 0)]
    assert [(one.reason, one.undoes) for one in corrected.invocations(last=2)] == [("", 2), ("", 6)]
    (one,) = corrected.invocations(number=3)
    assert (one.recorded_at, one.recorded_by, one.command, one.reason) == (at(1, 4), "Lan", "correct", "voided")
    assert corrected.invocations(number=9) == corrected.invocations(last=0) == []
    assert [one.id for one in corrected.invocations(corrections=True)] == [8, 7, 6, 5, 3, 2]
    assert [one.id for one in corrected.invocations(last=1, corrections=True)] == [8]
    assert corrected.undoes() == [(5, 4), (7, 6), (8, 2)]


def test_the_rows_of_an_invocation(corrected: Journal) -> None:
    assert [one.id for one in corrected.rows_of(1)] == ["1-1", "1-2", "1-3"]
    assert [one.number for one in corrected.rows_of(1, after=1, most=1)] == [2]
    assert [(one.number, one.reverses, one.posting.replaces) for one in corrected.rows_of(8)] == [
        (12, 5, None),
        (13, None, 5),
    ]
    assert corrected.rows_of(9) == corrected.rows_of(1, after=3) == []


def test_rows_by_their_numbers(corrected: Journal) -> None:
    assert [one.number for one in corrected.numbered([5, 4, 1, 99, 8])] == [1, 4, 5]  # 8 is a return
    assert corrected.numbered([1])[0].posting == msgspec.structs.replace(
        posting("a", on(5), ref="r-1"), phase="", version_from=None
    )
    assert corrected.numbered([]) == []


def test_the_state_of_an_entry(corrected: Journal) -> None:
    states = {one.number: one.state.value for one in corrected.achievements(Search())}
    assert states == {1: "amended", 2: "voided", 3: "current", 5: "amended", 7: "voided", 13: "current"}


def test_the_history_of_an_entry_is_the_same_from_each_of_its_rows(corrected: Journal) -> None:
    for number in (1, 5, 13):
        assert [one.number for one in corrected.history(number)] == [1, 4, 5, 12, 13]
    assert [one.number for one in corrected.history(2)] == [2, 6]
    assert [one.batch for one in corrected.history(7)] == [4, 5]
    assert [one.number for one in corrected.history(3)] == [3]
    assert corrected.history(99) == []


def test_the_history_of_a_return_is_that_of_its_unit_and_week(corrected: Journal) -> None:
    file_return(corrected, "a", on(19), at(21))
    for number in (8, 10, 11):
        line = corrected.return_history(number)
        assert [(one.number, one.reverses, one.state) for one in line] == [
            (8, None, "voided"),
            (10, 8, "current"),
            (11, None, "current"),
        ]
        assert (line[0].campaign, line[0].filed.unit, line[0].batch, line[0].recorded_by) == (ID, "a", 4, "Lan")
    assert [one.id for one in corrected.returns_of(7)] == ["1-11"]
    assert corrected.returns_of(1) == corrected.return_history(1) == []
    assert corrected.returns(ID, week_of(on(12)), LATER)["a"].id == "1-11"


def test_what_counts_leaves_out_what_was_taken_back(corrected: Journal) -> None:
    assert corrected.totals(ID, EVER) == {"mo-hinh": total(2, 2)}
    assert corrected.entries(ID, date.max) == 2
    assert corrected.last_entry_on(ID, date.max) == {"a": on(5), "c": on(7)}
    assert corrected.entries_by_unit(ID, EVER) == {"a": 1, "c": 1}


def test_a_ref_stays_with_what_was_corrected_and_leaves_what_was_undone(corrected: Journal) -> None:
    found = corrected.find_refs(["r-1", "r-2", "r-3", "r-4"])
    assert {ref: one.id for ref, one in found.items()} == {"r-1": "1-13", "r-2": "1-2", "r-3": "1-3"}
    append(corrected, [posting("c", on(9), ref="r-4")])
    assert corrected.find_refs(["r-4"])["r-4"].posting.unit == "c"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(posting("a", on(9), ref="r-3"), id="a ref that stands"),
        pytest.param(back(on(5), 1), id="an entry that was taken back"),
        pytest.param(FiledReturn("a", on(10), on(16), is_nil=True, received_at=at(15)), id="a return that stands"),
    ],
)
def test_what_stands_stands_once(corrected: Journal, row: Posting | FiledReturn) -> None:
    with pytest.raises(TrackerError):
        append(corrected, [row])
    assert len(corrected.invocations()) == 8


def test_a_batch_may_learn_what_it_undoes_before_its_first_row(corrected: Journal) -> None:
    with corrected.batch(info("undo")) as batch:
        batch.info = batch.info.but(undoes=3)
        batch.post([again("b", on(6), 2, ref="r-2")])
    assert corrected.invocations(last=1)[0].undoes == 3


@pytest.mark.parametrize(
    ("first", "end", "counts"),
    [
        (at(1, 4), at(2, 4), True),
        (at(1, 4).astimezone(UTC), at(1, 4, 12, 1), True),
        (at(1, 4, 12, 1), at(2, 4), False),
        (at(31), at(1, 4), False),
        (at(1, 4, 0).astimezone(timezone(-timedelta(hours=11))), at(2, 4, 0).astimezone(timezone(timedelta(hours=14))), True),
    ],
)  # fmt: skip
def test_what_was_recorded_between_two_moments_about_days(
    journal: Journal, first: datetime, end: datetime, counts: bool
) -> None:
    """Everything here is recorded on 1/4 at noon."""
    record(journal, posting("a", on(5), 2), posting("b", on(12), 3), posting("b", on(12), -3, reverses=2))
    record(journal, posting("c", on(12), 3, "tin-bao", of=4), posting("a", on(20), 9))
    recorded = (first, end)
    assert journal.corrections(ID, Span(on(5), on(12)), recorded) == (
        {"mo-hinh": total(2, 2), "tin-bao": total(3, 1, 4)} if counts else {}
    )
    assert journal.corrections(ID, Span(on(6), on(19)), recorded, [part("b"), part("a")]) == {}
    assert journal.corrections(SUMMER.id, EVER, recorded) == {}
    assert journal.later(ID, EVER) == {}


STAFF = "bien-che"
WORKS = ((on(6), "w1"), (on(8), "w2"))


def stood(journal: Journal, span: Span = EVER, units: list[str] | None = None) -> dict[str, tuple[date, int, int]]:
    found = journal.last_values(ID, [STAFF], span, units)
    assert {criterion for _, criterion in found} <= {STAFF}
    return {unit: (one.day, one.quantity // 1000, one.denominator // 1000) for (unit, _), one in found.items()}


def test_the_last_value_of_each_unit(journal: Journal) -> None:
    record(
        journal,
        posting("a", on(8), 5, STAFF, of=2),
        posting("a", on(6), 9, STAFF, of=3),
        posting("b", on(7), 4, STAFF),
        posting("b", on(9), 6),
        posting("c", on(9), 1, STAFF, campaign=SUMMER),
    )
    assert stood(journal) == {"a": (on(8), 5, 2), "b": (on(7), 4, 0)}
    assert stood(journal, Span(on(5), on(7))) == {"a": (on(6), 9, 3), "b": (on(7), 4, 0)}
    assert stood(journal, Span(on(8), on(9))) == {"a": (on(8), 5, 2)}
    assert stood(journal, units=["b", "c"]) == {"b": (on(7), 4, 0)}
    assert stood(journal, units=[]) == {}
    assert journal.last_values(ID, [], EVER) == journal.last_values("nowhere", [STAFF], EVER) == {}
    both = journal.last_values(ID, ["mo-hinh", STAFF], EVER)
    assert sorted(both) == [("a", STAFF), ("b", STAFF), ("b", "mo-hinh")]


def test_named_works_count_under_their_criterion(journal: Journal) -> None:
    """In every total; as last values each stands for itself. A criterion whose id begins alike is another."""
    first, second = (msgspec.structs.replace(posting("a", day, 1, STAFF), work=name) for day, name in WORKS)
    record(journal, first, second, posting("a", on(7), 4, STAFF), posting("a", on(7), 9, f"{STAFF}-2"))
    span, both = Span(on(5), on(9)), {STAFF: total(6, 3), f"{STAFF}-2": total(9, 1)}
    assert journal.totals(ID, span) == both
    assert journal.unit_totals(ID, [part("a")], span) == both
    assert journal.unit_totals(ID, [part("a")], EVER, ALL_PHASES) == both
    assert journal.totals_by_unit(ID, span) == {("a", name): one for name, one in both.items()}
    assert journal.totals_by_span(ID, [span]) == [journal.totals_by_unit(ID, span)]
    assert journal.weekly_totals(ID, span) == {name: [one] for name, one in both.items()}
    assert [cell[STAFF] for cell in journal.cells(ID, "dot-1").values()] == [total(6, 3)]
    assert journal.days_of_entries(ID, [part("a")], span)[STAFF] == (3, on(6), on(8))
    assert journal.batch_totals(ID, [1], span) == both
    assert [one.posting.work for one in journal.achievements(Search(criterion=STAFF))] == ["w1", "", "w2"]
    assert [one.posting.day for one in journal.achievements(Search(criterion=f"{STAFF}/w2"))] == [on(8)]
    assert sorted(key for _, key in journal.last_values(ID, [STAFF], EVER)) == [STAFF, f"{STAFF}/w1", f"{STAFF}/w2"]
    assert journal.works_done(ID, STAFF) == {"w1": on(6), "w2": on(8)}
    record(journal, msgspec.structs.replace(first, quantity=-1000, reverses=1))
    assert journal.works_done(ID, STAFF) == {"w2": on(8)}
    assert journal.works_done(SUMMER.id, STAFF) == journal.works_done(ID, "bien") == {}


def test_what_was_taken_back_is_no_last_value(journal: Journal) -> None:
    record(journal, posting("a", on(6), 9, STAFF), posting("a", on(8), 5, STAFF), posting("b", on(7), 4, STAFF))
    record(journal, posting("a", on(8), -5, STAFF, reverses=2), posting("b", on(7), -4, STAFF, reverses=3))
    assert stood(journal) == {"a": (on(6), 9, 0)}


def test_of_one_day_the_entry_recorded_last_stands(journal: Journal) -> None:
    record(journal, posting("a", on(6), 9, STAFF), posting("a", on(6), 5, STAFF), posting("b", on(6), 1, STAFF))
    assert stood(journal) == {"a": (on(6), 5, 0), "b": (on(6), 1, 0)}
    record(journal, posting("a", on(6), 7, STAFF))
    assert stood(journal)["a"] == (on(6), 7, 0)


def test_what_stands_for_an_entry_has_its_place_in_the_day(journal: Journal) -> None:
    record(journal, posting("a", on(6), 9, STAFF), posting("a", on(6), 5, STAFF))
    _replace(journal, 1, posting("a", on(6), 9, STAFF), posting("a", on(6), 8, STAFF))  # 1 becomes 4
    assert stood(journal) == {"a": (on(6), 5, 0)}
    _replace(journal, 4, posting("a", on(6), 8, STAFF), posting("a", on(6), 7, STAFF))  # and that 6
    assert stood(journal) == {"a": (on(6), 5, 0)}
    _replace(journal, 2, posting("a", on(6), 5, STAFF), posting("a", on(6), 3, STAFF))
    assert stood(journal) == {"a": (on(6), 3, 0)}
    _replace(journal, 6, posting("a", on(6), 7, STAFF), posting("a", on(7), 6, STAFF))  # another day is another place
    assert stood(journal) == {"a": (on(7), 6, 0)}


def _replace(journal: Journal, number: int, old: Posting, new: Posting) -> None:
    back = msgspec.structs.replace(old, quantity=-old.quantity, reverses=number)
    record(journal, back, msgspec.structs.replace(new, replaces=number))


def test_the_roll_up_of_a_phase_by_unit_version(full: Journal) -> None:
    assert full.cells(ID, "dot-1") == {
        ("a", date.min): {"mo-hinh": total(3, 1)},
        ("b", date.min): {"mo-hinh": total(4, 1)},
    }
    assert full.cells(ID, "") == {("b", date.min): {"mo-hinh": total(5, 1)}}
    late = full.cells(ID, "dot-2")
    assert late["b", on(26)] == {"mo-hinh": total(6, 1), "tin-bao": total(45, 1, 90)}
    assert late["a", date.min] == {"tin-bao": total(8, 1, 10), "gop-quy": total(2, 1)}
    assert late["c", date.min] == {"mo-hinh": total(0, 0)}
    assert sorted(late) == [("a", date.min), ("b", on(26)), ("c", date.min)]
    assert full.cells(ID, "dot-3") == full.cells("nowhere", "dot-1") == {}


def test_entries_that_were_taken_back_are_counted_unless_others_stand_for_them(full: Journal) -> None:
    assert [full.voided(ID, day) for day in (on(30), on(31), on(10, 4))] == [0, 1, 1]
    assert (full.voided(SUMMER.id, on(10, 4)), full.voided("nothing", on(10, 4))) == (0, 0)
    amended = [posting("a", on(5), -3, reverses=1), msgspec.structs.replace(posting("a", on(6), 2), replaces=1)]
    record(full, *amended)
    assert full.voided(ID, on(10, 4)) == 1
    record(full, posting("a", on(6), -2, reverses=12))
    assert full.voided(ID, on(10, 4)) == 2
    assert [full.voided(ID, on(10, 4), [part(one, Span(on(6), on(10, 4)))]) for one in "abc"] == [1, 0, 1]
