"""Targets as a table: a row for a unit, for each unit of a level, or for the whole campaign."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

import msgspec

from tracker.domain.book_changes import targets_of
from tracker.domain.campaign import Campaign, Phase
from tracker.domain.criteria import Criterion, TargetRow
from tracker.domain.text import nearest
from tracker.errors import TrackerError
from tracker.files.book_table import BookTable, parse_day_written
from tracker.files.cells import Reads
from tracker.files.header import Column
from tracker.files.table import Record
from tracker.files.target_text import parse_target

TARGET_COLUMNS = (
    Column("unit", required=False, spellings=("đơn vị", "tên đơn vị", "mã đơn vị")),
    Column("level", required=False, spellings=("cấp",)),
    Column("criterion", required=True, spellings=("tiêu chí",)),
    Column("phase", required=False, spellings=("đợt",)),
    Column("target", required=True, spellings=("chỉ tiêu",), reads=Reads.SHARE),
    Column("from", required=False, spellings=("từ ngày", "áp dụng từ", "áp dụng từ ngày"), reads=Reads.DAY),
    Column("reason", required=False, spellings=("lý do",)),
)

TargetKey: TypeAlias = tuple[str, str, str, str, date | None]


class WrittenTarget(NamedTuple):
    """A target, and the row that it is written in."""

    row: int
    target: TargetRow


def key_of(target: TargetRow) -> TargetKey:
    """Return what no two targets may share."""
    return (target.criterion, target.unit, target.level, target.phase, target.start)


def read_targets(book: BookTable) -> list[WrittenTarget]:
    """Return the targets of a table; what is wrong with rows, and what stands there twice, is reported."""
    reader = _Targets(book)
    written = [WrittenTarget(record.row, target) for record in book if (target := reader.read(record))]
    seen: dict[TargetKey, int] = {}
    for row, target in written:
        if (first := seen.setdefault(key_of(target), row)) != row:
            book.report(row, "criterion", "target-repeated", row=first)
    return written


def said_of(phase: Phase, day: date) -> dict[str, object]:
    """Return the particulars of a change after the end of its phase."""
    return {"day": day, "title": phase.title, "phase": phase.id, "end": phase.span.end}


def check_targets(book: BookTable, written: Sequence[WrittenTarget]) -> None:
    """Report what does not go with the targets of campaigns.yaml: the same ones, or phases beside the whole campaign."""
    known = {key_of(row) for row in targets_of(book.campaign)}
    for row, target in written:
        if key_of(target) in known:
            book.report(row, "target", "target-in-both", criterion=target.criterion)
    check_phases(book, written)


def check_phases(book: BookTable, written: Sequence[WrittenTarget]) -> None:
    """Report amounts that add up and are for phases beside others for the whole campaign, or the other way round."""
    campaign = book.campaign
    own = reversed(targets_of(campaign))
    phased = {row.criterion: bool(row.phase) for row in own if row.amount is not None}
    adding = {one.id for one in campaign.criteria if one.adds_up}
    for row, target in written:
        if target.criterion in adding and target.amount is not None:
            is_phased = phased.setdefault(target.criterion, bool(target.phase))
            if is_phased is not bool(target.phase):
                book.report(row, "phase", "target-lacks-phase" if is_phased else "target-has-phase")


def spread_targets(targets: Iterable[TargetRow], campaign: Campaign) -> Iterator[TargetRow]:
    """Yield targets as they count: what is not assigned without a phase is so in every phase that has a target."""
    rows = list(targets)
    phased = {row.criterion for row in (*targets_of(campaign), *rows) if row.phase}
    adding = {one.id for one in campaign.criteria if one.adds_up}
    for row in rows:
        if row.amount is None and not row.phase and row.criterion in phased & adding:
            yield from (msgspec.structs.replace(row, phase=phase.id) for phase in campaign.phases)
        else:
            yield row


class _Targets:
    """Reads rows as targets."""

    def __init__(self, book: BookTable) -> None:
        self.book, self.span = book, book.campaign.span
        self.levels = {version.level for version in book.roster.versions}

    def read(self, record: Record) -> TargetRow | None:
        book, before = self.book, len(self.book.table.problems)
        criterion = book.need(record, "criterion", book.criterion)
        phase = book.read(record, "phase", book.phase)
        start = book.read(record, "from", self._start)
        reason = book.cell(record, "reason")
        if start and phase and start > phase.span.end:
            book.report(record.row, "from", "change-after-phase", **said_of(phase, start))
        if start and not reason:
            book.report(record.row, "reason", "field-missing", field="reason")
        day = start or (phase.span.start if phase else self.span.start)
        unit = book.read(record, "unit", lambda text: book.unit(text, day)) or ""
        level = book.read(record, "level", self._level) or ""
        if unit and level:
            book.report(record.row, "level", "target-of-both")
        amount = self._amount(record, criterion, is_whole=not (unit or level)) if criterion else None
        if criterion is None or len(book.table.problems) > before:
            return None
        return TargetRow(criterion.id, amount, unit, level, phase.id if phase else "", start, reason if start else "")

    def _amount(self, record: Record, criterion: Criterion, *, is_whole: bool) -> int | None:
        before = len(self.book.table.problems)
        amount = self.book.need(record, "target", lambda text: parse_target(text, criterion))
        if amount is None and is_whole and len(self.book.table.problems) == before:
            self.book.report(record.row, "target", "not-assigned-whole")
        return amount

    def _start(self, text: str) -> date:
        day = parse_day_written(text)
        if not self.span.start < day <= self.span.end:
            raise TrackerError.of("change-outside", day=day, start=self.span.start, end=self.span.end)
        return day

    def _level(self, text: str) -> str:
        if text not in self.levels:
            known = sorted(self.levels)
            raise TrackerError.of("level-unknown", name=text, nearest=nearest(text, known, 1), known=known)
        return text
