"""A file of achievements: all of it or nothing, every wrong row named."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.fixtures.small import SUMMER, at, claim, info, on, posting, record, total, view
from tracker.domain.calendar import Span
from tracker.domain.entries import Claim
from tracker.domain.judging import FieldProblem
from tracker.errors import Problem, TrackerError
from tracker.journal.store import Store, open_for_writing
from tracker.services.intake import ROWS_AT_ONCE, NumberedClaim, Terms, take_in
from tracker.services.intake_outcome import Intake, Rejected
from tracker.services.ports import Journal

Made = tuple[int, str, str]


def not_opened() -> Journal:
    pytest.fail("the journal was opened to write")


def numbered(claims: Iterable[Claim]) -> Iterator[NumberedClaim]:
    """Rows as a spreadsheet counts them: the first is the header."""
    return (NumberedClaim(row, one) for row, one in enumerate(claims, 2))


def take(journal: Store, claims: Iterable[Claim], *, dry_run: bool = False) -> Intake:
    views = [view(journal, on(31)), view(journal, on(31), SUMMER)]
    done = take_in(views, numbered(claims), lambda: journal, info("import a.csv"), Terms(dry_run=dry_run))
    return done._replace(first=(), repeated=0, looked_at=0)


def rejected(intake: Intake) -> list[Made]:
    return [(one.row, one.field, one.problem.code) for one in intake.rejected]


def row(ref: str = "", quantity: str = "1", unit: str = "a") -> Claim:
    return claim(unit, "12/3/2025", quantity, ref=ref)


def many(count: int) -> list[Claim]:
    return [row(f"r-{number}") for number in range(count)]


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_file_is_taken_in_one_batch_whatever_campaigns_its_rows_are_for(journal: Store) -> None:
    record(journal, posting("b", on(5)))
    done = take(journal, [row("r-1"), row(), row(), claim("m", "30/3/2025", "2", "ao-am"), row("r-2", "3", "Xã Bình")])
    assert rejected(done) == [(5, "unit", "unit-not-alive")]
    done = take(journal, [row("r-1"), row(), row(), claim("a", "30/3/2025", "2", "ao-am"), row("r-2", "3", "Xã Bình")])
    assert done == Intake(rows=5, written=5, already_there=0, rejected=(), batch=2)
    assert journal.totals("xuan", Span(on(12), on(12))) == {"mo-hinh": total(6, 4)}
    assert journal.totals("he", Span(on(30), on(30))) == {"ao-am": total(2, 1)}
    assert journal.is_assigned("he", SUMMER.assignment)


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(journal: Store) -> None:
    assert take(journal, many(3), dry_run=True) == Intake(3, 3, 0, (), None)
    assert journal.head()[0] == 0


def test_an_empty_file_opens_no_journal(journal: Store) -> None:
    views = [view(journal, on(31))]
    assert take_in(views, iter(()), not_opened, info()) == Intake(0, 0, 0, (), None)


def test_a_file_of_several_chunks_is_one_batch(journal: Store) -> None:
    done = take(journal, many(2 * ROWS_AT_ONCE + 1))
    assert (done.rows, done.written, done.batch) == (2 * ROWS_AT_ONCE + 1, 2 * ROWS_AT_ONCE + 1, 1)
    assert journal.entries("xuan", on(31)) == 2 * ROWS_AT_ONCE + 1


def test_a_wrong_row_far_down_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    with closing(open_for_writing(path, at(1))) as store:
        record(store, posting("a", on(5)))
        before = content(path)
        claims = many(12_000)
        claims[7_000 - 2] = row("r-x", "một")
        claims[11_000 - 2] = row("r-1", "2")
        done = take(store, claims)
        assert rejected(done) == [(7_000, "quantity", "bad-quantity"), (11_000, "ref", "ref-differs-in-file")]
        assert (done.rows, done.written, done.batch) == (12_000, 0, None)
        assert content(path) == before
        assert take(store, many(3)).batch == 2


def test_rows_already_there_are_passed_over(journal: Store) -> None:
    take(journal, many(3))
    done = take(journal, [*many(2), row("new"), row()])
    assert done == Intake(rows=4, written=2, already_there=2, rejected=(), batch=2)
    assert take(journal, many(3)) == Intake(rows=3, written=0, already_there=3, rejected=(), batch=None)
    assert journal.head()[0] == 5


@pytest.mark.parametrize("between", [0, ROWS_AT_ONCE - 1, ROWS_AT_ONCE, 2 * ROWS_AT_ONCE])
def test_a_ref_that_stands_twice_in_a_file_is_one_entry(journal: Store, between: int) -> None:
    done = take(journal, [row("twice"), *many(between), row("twice")])
    assert (done.written, done.already_there, done.rejected) == (between + 1, 1, ())


@pytest.mark.parametrize("between", [0, ROWS_AT_ONCE - 1, ROWS_AT_ONCE])
def test_a_ref_with_other_content_in_one_file_is_refused(journal: Store, between: int) -> None:
    done = take(journal, [row("twice"), *many(between), row("twice", "2")])
    (one,) = done.rejected
    assert (one.row, one.field, one.problem.code) == (between + 3, "ref", "ref-differs-in-file")
    assert one.problem.params == {
        "ref": "twice", "id": "", "state": "current",
        "before": ("Xã An [a]", "Mô hình", on(12), (1,)), "now": ("Xã An [a]", "Mô hình", on(12), (2,)),
    }  # fmt: skip
    assert journal.head()[0] == 0


def test_a_ref_with_other_content_in_the_journal_is_refused(journal: Store) -> None:
    record(journal, posting("b", on(5)), posting("a", on(12), ref="r-0"))
    done = take(journal, [row("new"), row("r-0", "1", "b")])
    assert rejected(done) == [(3, "ref", "ref-differs")]
    assert done.rejected[0].problem.params == {
        "ref": "r-0", "id": "1-2", "state": "current",
        "before": ("Xã An [a]", "Mô hình", on(12), (1,)), "now": ("Xã Bình [b]", "Mô hình", on(12), (1,)),
    }  # fmt: skip
    assert journal.head()[0] == 2


def test_every_problem_is_named_row_by_row_and_a_wrong_file_opens_no_journal(journal: Store) -> None:
    record(journal, posting("a", on(12), ref="r-0"))
    broken = Problem("csv-syntax", {"problem": "?"})
    rows = [
        NumberedClaim(2, row("r-0", "2")),
        NumberedClaim(3, claim("zz", "1/2/2025", "x", "none")),
        NumberedClaim(4, Claim(), (FieldProblem("", broken),)),
        NumberedClaim(5, row("r-1")),
        NumberedClaim(6, row("r-1", "2")),
        NumberedClaim(7, claim("zz", "12/3/2025", "x")),
    ]
    done = take_in([view(journal, on(31))], rows, not_opened, info())
    assert rejected(done) == [
        (2, "ref", "ref-differs"),
        (3, "criterion", "criterion-not-found"),
        (3, "date", "day-outside-campaign"),
        (4, "", "csv-syntax"),
        (6, "ref", "ref-differs-in-file"),
        (7, "unit", "unit-not-found"),
        (7, "quantity", "bad-quantity"),
    ]
    assert done.rejected[3] == Rejected(4, "", broken)
    assert (done.rows, done.written, done.batch) == (6, 0, None)


def test_a_row_that_several_campaigns_may_mean_is_refused(journal: Store) -> None:
    typed: Sequence[Claim] = [claim("a", "26/3/2025", "1", "tin-bao", of="1")]
    assert rejected(take(journal, typed)) == [(2, "unit", "campaign-ambiguous")]


def test_a_total_too_large_refuses_the_whole_file(journal: Store) -> None:
    with pytest.raises(TrackerError) as caught:
        take(journal, [row(quantity="999999999999")] * 9300)
    assert caught.value.code == "total-too-large"
    assert journal.head()[0] == 0
