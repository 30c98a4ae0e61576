"""Taking in a whole file of achievements: all of it or nothing, every wrong row named."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from typing import NamedTuple

from tracker.domain.entries import Achievement, Claim, Posting
from tracker.domain.judging import FieldProblem, Judge, Verdict, judge_among
from tracker.errors import Problem
from tracker.services.log import Known, opened, ref_differs
from tracker.services.ports import BatchInfo, Journal, OpenBatch, OpenJournal
from tracker.services.view import View

ROWS_AT_ONCE = 5000


class NumberedClaim(NamedTuple):
    """A claim and the row of the file that makes it; a row that is no claim at all has a problem instead."""

    row: int
    claim: Claim
    problem: Problem | None = None


class Rejected(NamedTuple):
    """A wrong field of a row."""

    row: int
    field: str
    problem: Problem


class Intake(NamedTuple):
    """What an import did; nothing was written where `rejected` holds anything."""

    rows: int
    written: int
    already_there: int
    rejected: tuple[Rejected, ...]
    batch: int | None


def take_in(
    views: Sequence[View], claims: Iterable[NumberedClaim], open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool
) -> Intake:
    """Append the achievements of a file in one batch."""
    taking = _Taking(views, open_journal, info)
    with ExitStack() as stack:
        rows = iter(claims)
        while chunk := list(islice(rows, ROWS_AT_ONCE)):
            taking.take(chunk, stack)
        return taking.finish(dry_run=dry_run)


class _Taking:
    """An import under way. The journal is opened with the first rows that have no problem, never for a wrong file."""

    def __init__(self, views: Sequence[View], open_journal: OpenJournal, info: BatchInfo) -> None:
        self.views, self.open_journal, self.info = views, open_journal, info
        self.judges = [Judge(one.campaign, one.roster, one.as_of, fragments=False) for one in views]
        self.journal: Journal = views[0].journal
        self.batch: OpenBatch | None = None
        self.head = 0
        self.rows = self.written = self.already_there = 0
        self.rejected: list[Rejected] = []

    def take(self, chunk: Sequence[NumberedClaim], stack: ExitStack) -> None:
        self.rows += len(chunk)
        judged = self._judged(chunk)
        if self.batch is None and not self.rejected:  # of a wrong file nothing is written, so nothing is opened
            self.journal = self.open_journal()
            views = [view.but(journal=self.journal) for view in self.views]
            self.batch = stack.enter_context(opened(views, self.info))
            self.head, _ = self.journal.head()
        fresh = list(self._fresh(judged))
        if self.batch:  # after a wrong row too: what is not kept still tells the refs of this file's first rows
            self.written += len(self.batch.post(fresh))

    def finish(self, *, dry_run: bool) -> Intake:
        keep = not dry_run and not self.rejected
        if self.batch:
            self.batch.keep = keep
        written = 0 if self.rejected else self.written
        batch = self.batch.id if self.batch and keep else None
        rejected = tuple(sorted(self.rejected, key=lambda one: one.row))
        return Intake(self.rows, written, self.already_there, rejected, batch)

    def _judged(self, chunk: Sequence[NumberedClaim]) -> list[tuple[int, Posting]]:
        judged = []
        for row, claim, problem in chunk:
            verdict = Verdict(None, (FieldProblem("", problem),)) if problem else judge_among(self.judges, claim)
            if verdict.posting:
                judged.append((row, verdict.posting))
            self._reject(row, verdict.problems)
        return judged

    def _fresh(self, judged: Sequence[tuple[int, Posting]]) -> Iterator[Posting]:
        """Yield what is not in the journal yet; a ref that stands for something else rejects its row."""
        known = self.journal.find_refs([posting.ref for _, posting in judged if posting.ref])
        seen = {ref: Known("" if self._is_own(entry) else entry.id, entry.posting) for ref, entry in known.items()}
        for row, posting in judged:
            before = seen.get(posting.ref)
            if before is None:
                if posting.ref:
                    seen[posting.ref] = Known("", posting)
                yield posting
            elif before.posting.is_same(posting):
                self.already_there += 1
            else:
                self._reject(row, [FieldProblem("ref", ref_differs(before, posting))])

    def _is_own(self, entry: Achievement) -> bool:
        """Whether an entry is a row of this file: those have the numbers after the head as it was found."""
        return self.batch is not None and int(entry.id.rpartition("-")[2]) > self.head

    def _reject(self, row: int, problems: Iterable[FieldProblem]) -> None:
        self.rejected += [Rejected(row, field, problem) for field, problem in problems]
