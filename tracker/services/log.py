"""Logging one achievement: judged, appended, and its effect shown."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from tracker.domain.calendar import Span
from tracker.domain.campaign import Criterion, Phase
from tracker.domain.entries import Claim, Posting
from tracker.domain.judging import Judge, judge_among
from tracker.domain.progress import Progress, Total
from tracker.domain.quantity import as_decimal
from tracker.domain.units import UnitSpan, UnitVersion
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.services.measure import progress_of
from tracker.services.ports import BatchInfo, OpenBatch, OpenJournal
from tracker.services.view import View


class Known(Value, frozen=True):
    """What stands under a ref: in the journal, or (without an id) earlier in the same file."""

    id: str
    posting: Posting


class Effect(NamedTuple):
    """A criterion's progress in the phase (or, between phases, the campaign) before and after an entry."""

    before: Progress
    after: Progress


class Receipt(Value, frozen=True):
    """What logging an achievement did. `already_there`: its ref was known with the same content, nothing was added.

    `unit_total` and `campaign_total` are what stood before it `within` its phase or, where the target is one for the whole
    campaign, within that (None); what the entry changed is worked out when somebody looks.
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
    already_there: bool

    @property
    def of_unit(self) -> Effect:
        """What the entry changed for its unit."""
        return self._effect(self.unit_total, self.unit.id)

    @property
    def of_campaign(self) -> Effect:
        """What the entry changed for the whole."""
        return self._effect(self.campaign_total, None)

    def _effect(self, before: Total, unit: str | None) -> Effect:
        added = Total() if self.already_there else Total(self.posting.quantity, self.posting.denominator or 0, 1)
        progress = (
            progress_of(self.view, self.criterion, {self.criterion.id: total}, self.within, unit)
            for total in (before, before.plus(added))
        )
        return Effect(*progress)


def log_achievement(
    views: Sequence[View], claim: Claim, open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool
) -> Receipt:
    """Log an achievement in the one campaign that has its unit and criterion on its day.

    Raises: TrackerError with every problem of the claim; ref-differs.
    """
    verdict = judge_among([Judge(one.campaign, one.roster, one.as_of, fragments=True) for one in views], claim)
    if verdict.posting is None:
        raise TrackerError(problem for _, problem in verdict.problems)
    posting = verdict.posting
    view = next(one for one in views if one.campaign.id == posting.campaign).but(journal=open_journal())
    with opened([view], info) as batch:
        entry = view.journal.find_refs([posting.ref]).get(posting.ref) if posting.ref else None
        known = Known(entry.id, entry.posting) if entry else None
        if known and not known.posting.is_same(posting):
            raise TrackerError([ref_differs(known, posting)])
        receipt = _receipt(view, posting, known)
        batch.keep = not dry_run
        return receipt if known else receipt.but(id=batch.post([posting])[0])


@contextmanager
def opened(views: Sequence[View], info: BatchInfo) -> Iterator[OpenBatch]:
    """Open a batch with the roll-ups by unit version made under the campaigns as they are defined now."""
    journal = views[0].journal
    with journal.batch(info) as batch:
        for view in views:
            campaign = view.campaign
            if not journal.is_assigned(campaign.id, campaign.assignment):
                journal.rebuild(campaign.id, campaign.assignment, assign_by(view))
        yield batch


def assign_by(view: View) -> Callable[[str, date], tuple[str, date | None]]:
    """Return what says to which phase and unit version an entry belongs."""

    def assign(unit: str, day: date) -> tuple[str, date | None]:
        phase, version = view.campaign.phase_on(day), view.roster.version(unit, day)
        # An entry that the roster has no version for any more belongs to none: no version begins on the last day.
        return phase.id if phase else "", version.valid_from if version else date.max

    return assign


def ref_differs(known: Known, posting: Posting) -> Problem:
    """Return the problem of a ref that already stands for other content."""
    params = {"ref": posting.ref, "id": known.id, "before": _content(known.posting), "now": _content(posting)}
    return Problem("ref-differs" if known.id else "ref-differs-in-file", params)


def _content(posting: Posting) -> str:
    amounts = [as_decimal(one) for one in (posting.quantity, posting.denominator) if one is not None]
    return f"{posting.unit} · {posting.criterion} · {posting.day} · {' / '.join(map(str, amounts))}"


def _receipt(view: View, posting: Posting, known: Known | None) -> Receipt:
    criterion = next(one for one in view.campaign.criteria if one.id == posting.criterion)
    phase = view.campaign.phase_on(posting.day)
    within = None if criterion.is_for_whole_campaign else phase
    span = view.span_of(within)
    return Receipt(
        id=known.id if known else "",
        posting=posting,
        view=view,
        unit=view.roster.last_version(posting.unit, posting.day),
        criterion=criterion,
        phase=phase,
        within=within,
        unit_total=_own_total(view, posting, span),
        campaign_total=view.totals(span).get(criterion.id, Total()),
        already_there=known is not None,
    )


def _own_total(view: View, posting: Posting, span: Span) -> Total:
    known = span.until(view.as_of)
    own = [UnitSpan(posting.unit, span, is_whole=False)]
    totals = view.journal.unit_totals(view.campaign.id, own, known) if known else {}
    return totals.get(posting.criterion, Total())
