"""Logging one achievement: judged, appended, and its effect shown."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.campaign import Phase
from tracker.domain.criteria import Criterion
from tracker.domain.entries import Claim, Posting, State, Total
from tracker.domain.judging import Judge, judge_among
from tracker.domain.quantity import as_decimal
from tracker.domain.units import UnitSpan, UnitVersion
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.services.ports import Assign, BatchInfo, Journal, OpenBatch, OpenJournal
from tracker.services.view import View

if TYPE_CHECKING:
    from decimal import Decimal

    from tracker.domain.honours import HighlightKind
    from tracker.domain.progress import Progress
    from tracker.services.late import Gate
    from tracker.services.running import Stated


class Known(Value, frozen=True):
    """What was first recorded under a ref, and its state now; without an id, earlier in the same file."""

    id: str
    posting: Posting
    state: State = State.CURRENT


class Effect(Value, frozen=True):
    """A criterion's progress in the phase (or, between phases, the campaign) before and after an entry."""

    before: "Progress"
    after: "Progress"


class Receipt(Value, frozen=True):
    """What logging an achievement did. `already_there`: nothing was added, as its ref was known with the same content (whose
    `state` is that of the entry) or the running total that it states (`stated`) stood already.

    `unit_total` and `campaign_total` are what stood before it `within` its phase or, where the target is one for the whole
    campaign or the phase is closed, within that (None); `is_late`: after the closing. `marks` are why the entry is worth telling
    of. What the entry changed is worked out when somebody looks.
    """

    id: str
    posting: Posting
    view: View
    unit: UnitVersion
    criterion: Criterion
    phase: Phase | None
    within: Phase | None
    unit_total: Total
    campaign_total: Total
    change: Total
    already_there: bool
    state: State = State.CURRENT
    stated: "Stated | None" = None
    is_late: bool = False
    marks: "Sequence[HighlightKind]" = ()

    @property
    def of_unit(self) -> Effect:
        """What the entry changed for its unit."""
        return self._effect(self.unit_total, self.unit.id)

    @property
    def of_campaign(self) -> Effect:
        """What the entry changed for the whole."""
        return self._effect(self.campaign_total, None)

    def _effect(self, before: Total, unit: str | None) -> Effect:
        from tracker.services.measure import progress_of  # noqa: PLC0415 in a pipe nobody looks

        added = Total() if self.already_there else self.change
        progress = (
            progress_of(self.view, self.criterion, {self.criterion.id: total}, self.within, unit)
            for total in (before, before.plus(added))
        )
        return Effect(*progress)


def log_achievement(
    views: Sequence[View],
    claim: Claim,
    open_journal: OpenJournal,
    info: BatchInfo,
    *,
    is_total: bool = False,
    late: str = "",
    marks: "Sequence[HighlightKind]" = (),
    dry_run: bool,
) -> Receipt:
    """Log an achievement in the one campaign that has its unit and criterion on its day.

    With `is_total` the claim states a running total, and the difference to what is there is logged. `late` is why
    something is still logged in a phase that was closed, `marks` why it is worth telling of.

    Raises: TrackerError with every problem of the claim; ref-differs, set-falls, phase-closed, work-done.
    """
    verdict = judge_among([judge_of(one, fragments=True) for one in views], claim)
    if verdict.posting is None:
        raise TrackerError(problem for _, problem in verdict.problems)
    posting = verdict.posting
    view = next(one for one in views if one.campaign.id == posting.campaign).but(journal=open_journal())
    with opened([view], info) as batch:
        entry = view.journal.find_refs([posting.ref]).get(posting.ref) if posting.ref else None
        known = Known(entry.id, entry.posting, entry.state) if entry else None
        stated = _stated(view, posting) if is_total else None
        if known and not says_same(known, posting, stated):
            raise TrackerError([ref_differs(known, posting, views)])
        added = None if known else stated.added if stated else posting
        gate = gate_of(view.journal, [posting.campaign], late) if added else None
        is_late = gate is not None and gate.closing_of(posting) is not None
        receipt = _receipt(view, added or posting, known, stated, is_late=is_late)
        batch.keep = not dry_run
        if gate and added:
            gate.admit([added])
        see_undone(view, [added] if added else ())
        receipt = receipt.but(id=batch.post([added])[0]) if added else receipt
        if added and marks:
            receipt = _mark(batch, receipt, marks)
        if gate:
            gate.note(batch, view.as_of)
        return receipt


def see_undone(view: View, postings: Sequence[Posting]) -> None:
    """See that the works that postings name are not done yet.

    Raises: TrackerError work-done.
    """
    if named := [one for one in postings if one.work]:
        from tracker.services.works import WorksDone  # noqa: PLC0415 few entries name a work

        WorksDone(view.journal).take(named, [view])


def _mark(batch: OpenBatch, receipt: Receipt, marks: "Sequence[HighlightKind]") -> Receipt:
    from tracker.services.highlights import mark_of  # noqa: PLC0415 few entries are marked

    for kind in marks:
        batch.note(mark_of(receipt.posting, receipt.id, kind))
    return receipt.but(marks=marks)


def gate_of(journal: Journal, campaigns: Iterable[str], late: str) -> "Gate | None":
    """Return what keeps rows out of closed phases, None where none was ever closed; `late` is why some are recorded."""
    if not any(journal.has_events(one, "phase-closed") for one in campaigns):
        return None
    from tracker.services.late import Gate  # noqa: PLC0415 most campaigns run, and no phase is closed

    return Gate(journal, late)


def judge_of(view: View, *, fragments: bool) -> Judge:
    """Return what checks claims against a campaign as it is seen."""
    return Judge(view.campaign, view.roster, view.as_of, fragments=fragments, find_evidence=view.find_evidence)


def _stated(view: View, posting: Posting) -> "Stated":
    from tracker.services.running import RunningTotals  # noqa: PLC0415 most entries are no totals

    return RunningTotals([view]).difference(posting)


def says_same(known: Known, posting: Posting, stated: "Stated | None") -> bool:
    """Whether a claim says what its ref stands for; a running total does where it is what is there by now."""
    if stated is None:
        return known.posting.is_same(posting)
    amounts = {"quantity": known.posting.quantity, "denominator": known.posting.denominator}
    return stated.added is None and known.posting.is_same(msgspec.structs.replace(posting, **amounts))


@contextmanager
def opened(views: Sequence[View], info: BatchInfo) -> Iterator[OpenBatch]:
    """Open a batch with the roll-ups by unit version made under the campaigns as they are defined now."""
    journal = views[0].journal
    with journal.batch(info) as batch:
        for view in views:
            assigned(views, journal, view.campaign.id)
        yield batch


def assigned(views: Sequence[View], journal: Journal, campaign: str) -> Assign:
    """See that a campaign's roll-up by unit version is made as it is defined now; return what assigns its entries.

    Where it is defined no more, its entries fall to no phase and no version until it is defined again.
    """
    view = next((one for one in views if one.campaign.id == campaign), None)
    key, assign = (view.campaign.assignment, assign_by(view)) if view else ("", _assign_nowhere)
    if not journal.is_assigned(campaign, key):
        journal.rebuild(campaign, key, assign)
    return assign


def _assign_nowhere(unit: str, day: date) -> tuple[str, date | None]:
    return "", date.max


def assign_by(view: View) -> Assign:
    """Return what says to which phase and unit version an entry belongs."""

    def assign(unit: str, day: date) -> tuple[str, date | None]:
        phase, version = view.campaign.phase_on(day), view.roster.version(unit, day)
        # An entry that the roster has no version for any more belongs to none: no version begins on the last day.
        return phase.id if phase else "", version.valid_from if version else date.max

    return assign


def ref_differs(known: Known, posting: Posting, views: Sequence[View]) -> Problem:
    """Return the problem of a ref that already stands for other content."""
    contents = {"before": _content(known.posting, views), "now": _content(posting, views)}
    if known.posting.campaign != posting.campaign:
        campaigns = {one.campaign.id: one.campaign.name for one in views}
        for name, one in (("before", known.posting), ("now", posting)):
            contents[name] = (campaigns.get(one.campaign, one.campaign), *contents[name])
    params = {"ref": posting.ref, "id": known.id, "state": known.state, **contents}
    return Problem("ref-differs" if known.id else "ref-differs-in-file", params)


def _content(posting: Posting, views: Sequence[View]) -> tuple[object, ...]:
    """Return what a posting says as people call it, with ids where they are defined no more."""
    view = next((one for one in views if one.campaign.id == posting.campaign), None)
    unit = posting.unit
    if view and unit in view.roster.by_id:
        unit = f"{view.roster.last_version(unit, posting.day).name} [{unit}]"
    title = view.campaign.title_of(posting.criterion, posting.work) if view else posting.key
    return unit, title, posting.day, amounts_of(posting)


def amounts_of(posting: Posting) -> "tuple[Decimal, ...]":
    """Return a posting's quantity and, of a rate, its denominator, in the criterion's measure."""
    return tuple(as_decimal(one) for one in (posting.quantity, posting.denominator) if one is not None)


def _receipt(view: View, posting: Posting, known: Known | None, stated: "Stated | None", *, is_late: bool) -> Receipt:
    criterion = next(one for one in view.campaign.criteria if one.id == posting.criterion)
    phase = view.campaign.phase_on(posting.day)
    within = None if criterion.is_for_whole_campaign or is_late else phase
    span = view.span_of(within)
    own, change = _own_total(view, posting, span), Total(posting.quantity, posting.denominator or 0, 1)
    if criterion.is_state:
        from tracker.services.states import as_state, own_change  # noqa: PLC0415 many a campaign has none

        state, change = own_change(view, posting, span)
        own = as_state(state, own)
    return Receipt(
        id=known.id if known else "",
        posting=posting,
        view=view,
        unit=view.roster.last_version(posting.unit, posting.day),
        criterion=criterion,
        phase=phase,
        within=within,
        unit_total=own,
        campaign_total=view.totals(span).get(criterion.id, Total()),
        change=change,
        already_there=known is not None or (stated is not None and stated.added is None),
        state=known.state if known else State.CURRENT,
        stated=stated,
        is_late=is_late,
    )


def _own_total(view: View, posting: Posting, span: Span) -> Total:
    known = span.until(view.as_of)
    own = [UnitSpan(posting.unit, span, is_whole=False)]
    totals = view.journal.unit_totals(view.campaign.id, own, known) if known else {}
    return totals.get(posting.criterion, Total())
