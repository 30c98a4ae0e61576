"""Targets and baselines written into the text of their files: pure, from bytes to bytes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from tracker.domain.books import BaselineRow
from tracker.domain.calendar import Span, year_before
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Aim, Criterion, TargetRow
from tracker.domain.quantity import as_decimal
from tracker.files.baselines_file import BASELINE_COLUMNS, WrittenBaseline
from tracker.files.csv_text import CsvText
from tracker.files.target_text import NOT_ASSIGNED, PERCENT
from tracker.files.targets_file import TARGET_COLUMNS, WrittenTarget, key_of

HEADERS: Mapping[str, bytes] = {
    "targets": b"unit,level,criterion,phase,target,from,reason\n",
    "baselines": b"unit,criterion,quantity,denominator,phase,from,to\n",
}
_LOOKS_GROUPED = r"[1-9]\d{0,2}\.\d{3}"

BaselineKey: TypeAlias = tuple[str, str, Span]


def edit_targets(
    data: bytes, name: str, known: Iterable[WrittenTarget], new: Sequence[TargetRow], campaign: Campaign
) -> bytes:
    """Return a file, whose rows are `known`, with new targets: in the row of the same target, or at its end.

    Raises: TrackerError not-csv.
    """
    text = CsvText(data, name, TARGET_COLUMNS)
    rows = {key_of(target): (text.rows[row - 1], target) for row, target in known}
    criteria = campaign.criteria_by_id
    last = text.records[-1] if text.records else text.header
    for target in new:
        said = {"target": _say_target(text, criteria[target.criterion], target.amount), "reason": target.reason}
        if key_of(target) in rows:
            row, before = rows[key_of(target)]
            text.set(row, said if before != target else {})
        else:
            start = text.say_day(target.start, ("from",))
            whose = {"unit": target.unit, "level": target.level, "criterion": target.criterion, "phase": target.phase}
            last = text.insert({**whose, **said, "from": start}, last)
    return text.encode()


def edit_baselines(
    data: bytes, name: str, known: Iterable[WrittenBaseline], new: Sequence[BaselineRow], campaign: Campaign
) -> bytes:
    """Return a file, whose rows are `known`, with new baselines: in the row about the same days, or at its end.

    Raises: TrackerError not-csv.
    """
    text = CsvText(data, name, BASELINE_COLUMNS)
    rows = {baseline_key(one): (text.rows[row - 1], one) for row, one in known}
    last = text.records[-1] if text.records else text.header
    for one in new:
        denominator = _spell(one.denominator) if one.denominator else ""
        said = {"quantity": _spell(one.quantity), "denominator": denominator}
        if baseline_key(one) in rows:
            row, before = rows[baseline_key(one)]
            text.set(row, said if before != one else {})
        else:
            whose = {"unit": one.unit, "criterion": one.criterion}
            last = text.insert({**whose, **said, **_say_days(text, one.span, campaign)}, last)
    return text.encode()


def baseline_key(one: BaselineRow) -> BaselineKey:
    """Return what no two baselines may share."""
    return (one.criterion, one.unit, one.span)


def _say_target(text: CsvText, criterion: Criterion, amount: int | None) -> str:
    if amount is None:
        return NOT_ASSIGNED[text.is_translated]
    return _spell(amount) + (PERCENT if criterion.aim is Aim.REDUCE or criterion.is_percent else "")


def _spell(thousandths: int) -> str:
    """Write an amount so that it has one meaning: 1.234 could be a thousand, 01.234 cannot."""
    said = format(as_decimal(thousandths), "f")
    return f"0{said}" if re.fullmatch(_LOOKS_GROUPED, said) else said


def _say_days(text: CsvText, span: Span, campaign: Campaign) -> dict[str, str]:
    """Say of which days a baseline is: nothing for those of the whole campaign, a phase, or the first and the last."""
    if span == year_before(campaign.span):
        return {}
    phases = (phase.id for phase in campaign.phases if year_before(phase.span) == span)
    if phase := next(phases, ""):
        return {"phase": phase}
    days: dict[str, date] = {"from": span.start, "to": span.end}
    return {name: text.say_day(day, ("from", "to")) for name, day in days.items()}
