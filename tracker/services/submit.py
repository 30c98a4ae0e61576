"""Filing a unit's return, with the three texts that go with it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.entries import FiledReturn, Posting, number_of
from tracker.domain.returns import find_covering, lock_of
from tracker.domain.units import UnitSpan, UnitVersion
from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.services.discipline import Returns, returns_of
from tracker.services.log import opened, see_undone
from tracker.services.ports import BatchInfo, OpenBatch, OpenJournal
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.domain.statements import ReturnTexts


class Filing(Value, frozen=True):
    """What is to be filed for the days that a return `covers`; `postings` are logged with it.

    `received_at` None means `now`, in the campaign's time zone.
    """

    unit: UnitVersion
    covers: Span
    is_nil: bool
    received_at: datetime | None
    now: datetime
    texts: "ReturnTexts | None" = None
    postings: tuple[Posting, ...] = ()


class Submission(Value, frozen=True):
    """A return as filed, with the unit's entries in its days, and how many of these returns there are now.

    `exception` is why it was still taken after its lock, `texts` are those written now.
    """

    id: str
    unit: UnitVersion
    filed: FiledReturn
    on_time: bool
    entries: int
    actual: int
    expected: int
    already_there: bool
    exception: str = ""
    texts: "ReturnTexts | None" = None


def submit_return(
    view: View, filing: Filing, open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool
) -> Submission:
    """File a unit's return; the same return twice is "already there", and texts that it lacked are added.

    Raises: TrackerError week-in-future, no-returns, return-not-owed, nil-with-entries, return-locked,
    return-differs, texts-differ, work-done.
    """
    covers, unit = filing.covers, filing.unit
    owed = _find_owed(view, filing)
    view = view.but(journal=open_journal())
    with opened([view], info) as batch:
        see_undone(view, filing.postings)
        batch.post(filing.postings)
        entries = own_entries(view, unit.id, covers)
        known = _known(view, filing)
        if filing.is_nil and entries and not known:
            raise TrackerError.of("nil-with-entries", unit=unit.name, count=entries, **_days(filing))
        batch.keep = not dry_run
        filed = known or file_return(view, filing, batch)
        is_said = _say(view, filing, filed, batch)
        returns = returns_of(view, owed.deadline, owed.occurrence)
        return Submission(
            id=filed.id,
            unit=unit,
            filed=filed,
            on_time=filed.received_at <= owed.occurrence.due_at,
            entries=entries,
            actual=len({one.id for one in returns.expected} & (returns.filed.keys() | {unit.id})),
            expected=len(returns.expected),
            already_there=known is not None and not is_said,
            exception=_exception(returns, filed),
            texts=filing.texts if is_said else None,
        )


def file_return(view: View, filing: Filing, batch: OpenBatch) -> FiledReturn:
    """Write a return that is owed and not there yet into a batch.

    Raises: TrackerError return-locked.
    """
    received_at = (filing.received_at or filing.now).replace(microsecond=0)
    check_open(view, filing.unit, filing.covers, received_at)
    filed = FiledReturn(filing.unit.id, filing.covers.start, filing.covers.end, filing.is_nil, received_at)
    return msgspec.structs.replace(filed, id=batch.file(view.campaign.id, filed))


def check_open(view: View, unit: UnitVersion, covers: Span, received_at: datetime) -> None:
    """See that a return is still taken that was received at a moment.

    Raises: TrackerError return-locked. Source: a return is locked some days after it was due, unless a dated exception with
    a reason leaves it open (`lock_after` and `exceptions` of campaigns.yaml).
    """
    found = find_covering(view.campaign.deadlines, covers)
    lock = lock_of(*found, unit.id) if found else None
    if lock and received_at > lock.at:
        raise TrackerError.of("return-locked", unit=unit.name, at=lock.at, start=covers.start, end=covers.end)


def _days(filing: Filing) -> dict[str, date]:
    return {"start": filing.covers.start, "end": filing.covers.end}


def _find_owed(view: View, filing: Filing) -> Returns:
    """Return what is owed with this return, as seen now; a store need not exist for it."""
    days = _days(filing)
    if filing.covers.start > view.as_of:
        raise TrackerError.of("week-in-future", **days)
    found = find_covering(view.campaign.deadlines, filing.covers)
    if found is None:
        raise TrackerError.of("no-returns", campaign=view.campaign.name, **days)
    returns = returns_of(view, *found)
    if filing.unit.id not in {one.id for one in returns.expected}:
        raise TrackerError.of("return-not-owed", unit=filing.unit.name, **days)
    return returns


def _known(view: View, filing: Filing) -> FiledReturn | None:
    """Return what the unit has filed already, where that says the same."""
    ever = datetime.max.replace(tzinfo=view.zone)
    known = view.journal.returns(view.campaign.id, filing.covers, ever).get(filing.unit.id)
    if known and (known.is_nil, known.received_at) != (filing.is_nil, filing.received_at or known.received_at):
        params = {"id": known.id, "unit": filing.unit.name, "received": known.received_at, "is_nil": known.is_nil}
        raise TrackerError.of("return-differs", **params, **_days(filing))
    return known


def _say(view: View, filing: Filing, filed: FiledReturn, batch: OpenBatch) -> bool:
    """Write the texts of a return, where there are any that it does not have; return whether there were."""
    if filing.texts is None:
        return False
    from tracker.domain.events import Event  # noqa: PLC0415 most returns come without
    from tracker.services.return_texts import join_texts, texts_of  # noqa: PLC0415 likewise

    number = number_of(filed.id)
    known = texts_of(view.journal, number)
    texts = join_texts(known, filing.texts) if known else filing.texts
    if texts is None:
        raise TrackerError.of("texts-differ", unit=filing.unit.name, id=filed.id, received=filed.received_at)
    if texts != known:
        batch.note(Event(view.campaign.id, texts, filed.unit, filed.received_at.date(), about=number))
    return texts != known


def _exception(returns: Returns, filed: FiledReturn) -> str:
    """Return why a return was taken after the moment that locks it for others."""
    lock = lock_of(returns.deadline, returns.occurrence, filed.unit)
    usual = lock_of(msgspec.structs.replace(returns.deadline, exceptions=()), returns.occurrence, filed.unit)
    is_late = usual is not None and filed.received_at > usual.at
    return lock.exception.reason if is_late and lock and lock.exception else ""


def own_entries(view: View, unit: str, days: Span) -> int:
    """Count what a unit logged in the days of a return."""
    totals = view.journal.unit_totals(view.campaign.id, [UnitSpan(unit, days, is_whole=False)], days)
    return sum(total.entries for total in totals.values())
