"""Taking in a whole file of achievements: all of it or nothing, or its good rows, every wrong row named."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tracker.domain.entries import Achievement, Claim, Posting, State
from tracker.domain.judging import FieldProblem, judge_among
from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.services.deliveries import Delivered, Deliveries, Delivery
from tracker.services.intake_outcome import Corrected, Intake, Rejected, Understood
from tracker.services.log import Known, gate_of, judge_of, opened, ref_differs, says_same
from tracker.services.ports import BatchInfo, Journal, OpenBatch, OpenJournal
from tracker.services.repeated import Repeated
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.services.late import Gate
    from tracker.services.works import WorksDone

ROWS_AT_ONCE = 5000
SHOWN = 10


class Terms(Value, frozen=True):
    """How a file is taken in: as a rehearsal; each figure a running total; the good rows although others are wrong.

    `delivery`: its units file their returns too. `late`: why rows dated in closed phases are recorded.
    """

    dry_run: bool = False
    is_total: bool = False
    partial: bool = False
    delivery: Delivery | None = None
    late: str = ""


class NumberedClaim(msgspec.Struct, frozen=True, gc=False):
    """A claim and the row of the file that makes it; a row that is no claim at all has problems instead.

    `at`: where in the row its figure stands, in a table with a column for each criterion. `source`: the row itself.
    `is_nothing`: a 0 that is no entry, and says only that the unit reports.
    """

    row: int
    claim: Claim
    problems: tuple[FieldProblem, ...] = ()
    at: int | None = None
    source: Sequence[object] = ()
    is_nothing: bool = False


class _Judged(NamedTuple):
    claim: NumberedClaim
    posting: Posting


def take_in(
    views: Sequence[View],
    claims: Iterable[NumberedClaim],
    open_journal: OpenJournal,
    info: BatchInfo,
    terms: Terms = Terms(),  # noqa: B008 a value
    keep: Callable[[Intake], None] | None = None,
) -> Intake:
    """Append the achievements of a file in one batch; `keep` is called before that is final, and may still refuse."""
    taking = _Taking(views, open_journal, info, terms)
    with ExitStack() as stack:
        for bunch in _bunches(claims):
            taking.take(bunch, stack)
        intake = taking.finish(stack)
        if keep:
            keep(intake)
        return intake


def _bunches(claims: Iterable[NumberedClaim]) -> Iterator[list[NumberedClaim]]:
    """Yield some thousand claims at a time, never part of a row."""
    bunch: list[NumberedClaim] = []
    for claim in claims:
        if len(bunch) >= ROWS_AT_ONCE and claim.row != bunch[-1].row:
            yield bunch
            bunch = []
        bunch.append(claim)
    if bunch:
        yield bunch


class _Taking:
    """An import under way. The journal is opened with the first rows that have no problem, never for a wrong file."""

    def __init__(self, views: Sequence[View], open_journal: OpenJournal, info: BatchInfo, terms: Terms) -> None:
        self.views, self.open_journal, self.info, self.terms = views, open_journal, info, terms
        self.judges = [judge_of(one, fragments=False) for one in views]
        self.journal: Journal = views[0].journal
        self.batch: OpenBatch | None = None
        self.gate: Gate | None = None
        self.head = self.row = 0
        self.rows = self.written = self.already_there = self.unchanged = self.later = 0
        self.repeated = Repeated()
        self.rejected: list[Rejected] = []
        self.totals: list[_Judged] = []
        self.first: list[Understood] = []
        self.corrected: list[Corrected] = []
        self.corrected_count = 0
        self.deliveries = Deliveries(views, terms.delivery) if terms.delivery else None

    def take(self, bunch: Sequence[NumberedClaim], stack: ExitStack) -> None:
        judged = self._judge(bunch)
        if self.terms.is_total:  # each depends on those of the days before it
            self.totals += judged
            return
        self._open(stack)
        self._post(self._fresh(judged), judged)

    def finish(self, stack: ExitStack) -> Intake:
        if self.totals and not self.rejected:
            self._open(stack)
            self._post(self._differences(), self.totals)
        if self.batch and self.gate:
            self.gate.note(self.batch, self.views[0].as_of)
        returns = self._file_returns()
        keep = not self.terms.dry_run and (self.terms.partial or not self.rejected)
        if self.batch:
            self.batch.keep = keep
        return Intake(
            rows=self.rows,
            written=self.written if self.terms.partial or not self.rejected else 0,
            already_there=self.already_there,
            rejected=tuple(sorted(self.rejected, key=lambda one: one.row)),
            batch=self.batch.id if self.batch and keep else None,
            unchanged=self.unchanged,
            later=self.later,
            first=tuple(self.first),
            repeated=self.repeated.count,
            looked_at=self.repeated.looked_at,
            corrected=self.corrected_count,
            known=tuple(self.corrected),
            returns=returns,
            recorded_late=self.gate.count if self.gate else 0,
        )

    def _file_returns(self) -> tuple[Delivered, ...] | None:
        if self.deliveries is None:
            return None
        is_wrong = self.rejected and not self.terms.partial
        return self.deliveries.file(self.views, self.batch) if self.batch and not is_wrong else ()

    def _judge(self, bunch: Sequence[NumberedClaim]) -> list[_Judged]:
        judged = []
        for claim in bunch:
            if claim.row != self.row:
                self.row, self.rows = claim.row, self.rows + 1
            if claim.problems:
                self._reject(claim, claim.problems)
                continue
            verdict = judge_among(self.judges, claim.claim)
            if claim.claim.highlight:
                from tracker.services.highlights import judge_mark  # noqa: PLC0415 few files mark rows

                verdict = judge_mark(claim.claim, verdict)
            problems = verdict.problems
            if verdict.posting:
                judged.append(_Judged(claim, verdict.posting))
                if self.deliveries:
                    problems += self.deliveries.check(verdict.posting)
            if problems:
                self._reject(claim, problems)
        return judged

    def _open(self, stack: ExitStack) -> None:
        if self.batch or (self.rejected and not self.terms.partial):
            return  # of a wrong file nothing is written, so nothing is opened
        self.journal = self.open_journal()
        self.views = [view.but(journal=self.journal) for view in self.views]
        if self.deliveries:
            self.deliveries.look_at(self.views)
        self.batch = stack.enter_context(opened(self.views, self.info))
        self.head, _ = self.journal.head()
        self.gate = gate_of(self.journal, (view.campaign.id for view in self.views), self.terms.late)

    def _post(self, fresh: Iterable[_Judged], judged: Sequence[_Judged]) -> None:
        """Post what is fresh of the rows that were judged."""
        kept = list(fresh)
        if self.terms.partial and judged:  # of a row all is taken or nothing, so that it can be sent again
            these = takewhile(lambda one: one.row >= judged[0].claim.row, reversed(self.rejected))
            wrong = {one.row for one in these}
            kept, judged = ([one for one in some if one.claim.row not in wrong] for some in (kept, judged))
        if self.deliveries:
            self.deliveries.take((one.posting for one in judged), count=not self.terms.is_total)
            self.deliveries.take((one.posting for one in kept), count=True)
        postings = [posting for _, posting in kept]
        if not self.terms.is_total:
            self.repeated.look_at(self.journal, self.head, postings)
        if self.gate:
            self.gate.admit(postings)
        self.first += [Understood(claim.row, posting) for claim, posting in kept[: SHOWN - len(self.first)]]
        if self.batch:  # after a wrong row too: what is not kept still tells the refs of this file's first rows
            ids = self.batch.post(postings)
            self.written += len(ids)
            if any(claim.claim.highlight for claim, _ in kept):
                from tracker.services.highlights import mark_rows  # noqa: PLC0415 few files mark rows

                mark_rows(self.batch, [claim.claim for claim, _ in kept], postings, ids)

    def _fresh(self, judged: Sequence[_Judged]) -> Iterator[_Judged]:
        """Yield what is not in the journal yet; a ref that stands for something else rejects its row."""
        seen = self._known([posting for _, posting in judged])
        for one in judged:
            if one.claim.is_nothing:
                continue
            before = seen.get(one.posting.ref)
            if before is None:
                if one.posting.ref:
                    seen[one.posting.ref] = Known("", one.posting)
                if not self._is_shut_out(one, one.posting):
                    yield one
            elif before.posting.is_same(one.posting):
                self.already_there += 1
                self._note_corrected(one, before)
            else:
                self._reject(one.claim, [FieldProblem("ref", ref_differs(before, one.posting, self.views))])

    def _differences(self) -> Iterator[_Judged]:
        """Yield what is to be added so that the running totals are what the file states."""
        from tracker.services.running import RunningTotals  # noqa: PLC0415 most files hold no totals

        seen = self._known([posting for _, posting in self.totals])
        running = RunningTotals(self.views)
        for one in sorted(self.totals, key=lambda one: one.posting.day):
            try:
                stated = running.difference(one.posting)
            except TrackerError as error:
                self._reject(one.claim, [FieldProblem("quantity", error.problem)])
                continue
            before = seen.get(one.posting.ref)
            if before and not says_same(before, one.posting, stated):
                self._reject(one.claim, [FieldProblem("ref", ref_differs(before, one.posting, self.views))])
            elif stated.added is None:
                self.unchanged += 1
            else:
                self.later += bool(stated.later)
                if one.posting.ref:
                    seen[one.posting.ref] = Known("", one.posting)
                if not self._is_shut_out(one, stated.added):
                    yield one._replace(posting=stated.added)

    def _is_shut_out(self, one: _Judged, posting: Posting) -> bool:
        """Reject a row of a phase that was closed, or of a work that is done already."""
        problem = self.gate.problem(posting) if self.gate else None
        if problem:
            self._reject(one.claim, [FieldProblem("date", problem)])
        elif posting.work and (problem := self._works_done.admit(posting, self.views)):
            self._reject(one.claim, [FieldProblem("criterion", problem)])
        return problem is not None

    @cached_property
    def _works_done(self) -> "WorksDone":
        from tracker.services.works import WorksDone  # noqa: PLC0415 few files name works

        return WorksDone(self.journal)

    def _note_corrected(self, one: _Judged, before: Known) -> None:
        if before.id and before.state is not State.CURRENT:
            self.corrected_count += 1
            if len(self.corrected) < SHOWN:
                self.corrected.append(Corrected(one.claim.row, one.posting.ref, before.id, before.state))

    def _known(self, postings: Sequence[Posting]) -> dict[str, Known]:
        known = self.journal.find_refs([posting.ref for posting in postings if posting.ref])
        return {
            ref: Known("" if self._is_own(entry) else entry.id, entry.posting, entry.state)
            for ref, entry in known.items()
        }

    def _is_own(self, entry: Achievement) -> bool:
        """Whether an entry is a row of this file: those have the numbers after the head as it was found."""
        return self.batch is not None and entry.number > self.head

    def _reject(self, claim: NumberedClaim, problems: Iterable[FieldProblem]) -> None:
        for field, problem in problems:
            # The unit and the day of a row stand in it once, however many figures it has.
            at = None if field in ("unit", "date") else claim.at
            found = Rejected(claim.row, field, problem, at, claim.source)
            of_row = takewhile(lambda one: one.row == claim.row, reversed(self.rejected))
            if claim.at is None or found not in list(of_row):
                self.rejected.append(found)
