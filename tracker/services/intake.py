"""Taking in a whole file of achievements: all of it or nothing, every wrong row named."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from tracker.domain.entries import Claim, Posting
from tracker.domain.judging import FieldProblem, Judge, judge_among
from tracker.errors import Problem
from tracker.services.log import Known, opened, ref_differs
from tracker.services.ports import BatchInfo
from tracker.services.view import View

ROWS_AT_ONCE = 5000


class NumberedClaim(NamedTuple):
    """A claim and the row of the file that makes it."""

    row: int
    claim: Claim


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


def take_in(views: Sequence[View], claims: Iterable[NumberedClaim], info: BatchInfo, *, dry_run: bool) -> Intake:
    """Append the achievements of a file in one batch."""
    return _Taking(views, claims, info).run(dry_run=dry_run)


class _Taking:
    def __init__(self, views: Sequence[View], claims: Iterable[NumberedClaim], info: BatchInfo) -> None:
        self.views, self.claims, self.info = views, iter(claims), info
        self.judges = [Judge(one.campaign, one.roster, one.as_of, fragments=False) for one in views]
        self.journal = views[0].journal
        self.rows = self.written = self.already_there = 0
        self.rejected: list[Rejected] = []

    def run(self, *, dry_run: bool) -> Intake:
        with opened(self.views, self.info) as batch:
            while chunk := list(islice(self.claims, ROWS_AT_ONCE)):
                self.rows += len(chunk)
                fresh = list(self._fresh(self._judged(chunk)))
                if not self.rejected:
                    self.written += len(batch.post(fresh))
            batch.keep = not dry_run and not self.rejected
        written = 0 if self.rejected else self.written
        return Intake(self.rows, written, self.already_there, tuple(self.rejected), batch.id if batch.keep else None)

    def _judged(self, chunk: Sequence[NumberedClaim]) -> list[tuple[int, Posting]]:
        judged = []
        for row, claim in chunk:
            verdict = judge_among(self.judges, claim)
            if verdict.posting:
                judged.append((row, verdict.posting))
            self._reject(row, verdict.problems)
        return judged

    def _fresh(self, judged: Sequence[tuple[int, Posting]]) -> Iterator[Posting]:
        """Yield what is not in the journal yet; a ref that stands for something else rejects its row."""
        known = self.journal.find_refs([posting.ref for _, posting in judged if posting.ref])
        seen = {ref: Known(entry.id, entry.posting) for ref, entry in known.items()}
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

    def _reject(self, row: int, problems: Iterable[FieldProblem]) -> None:
        self.rejected += [Rejected(row, field, problem) for field, problem in problems]
