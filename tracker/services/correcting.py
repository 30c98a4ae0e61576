"""What every correction shares: its rows fall where they belong, and what they change of the figures is added up."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.campaign import Phase
from tracker.domain.criteria import Criterion
from tracker.domain.entries import FiledReturn, Posting, Total, add_total
from tracker.domain.events import Event
from tracker.domain.value import Value
from tracker.services.discipline import Returns, returns_for_week
from tracker.services.log import Effect, assigned, gate_of
from tracker.services.measure import progress_of
from tracker.services.ports import Assign, Journal, OpenBatch
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.services.late import Gate
    from tracker.services.works import WorksDone


class FigureChange(Value, frozen=True):
    """A criterion's total before and after a correction, in a phase or (`within` None) in the whole campaign."""

    view: View
    criterion: Criterion
    within: Phase | None
    before: Total
    after: Total

    @property
    def effect(self) -> Effect:
        """The progress before and after."""
        totals = (self.before, self.after)
        return Effect(
            *(progress_of(self.view, self.criterion, {self.criterion.id: one}, self.within) for one in totals)
        )


class Correcting:
    """A correction being written to a batch. Campaigns that are defined no more can be corrected too."""

    def __init__(self, views: Sequence[View], journal: Journal, batch: OpenBatch, late: str = "") -> None:
        self.views = [view.but(journal=journal) for view in views]
        self.journal, self.batch = journal, batch
        self._by_campaign = {view.campaign.id: view for view in self.views}
        self._assigns: dict[str, Assign] = {}
        self._changes: dict[tuple[str, str], dict[str | None, Total]] = {}
        self._states: dict[tuple[str, str, str | None], Total] = {}
        self._weeks: set[tuple[str, Span]] = set()
        self.late, self.excused = late, frozenset[int]()  # see `late.Gate`
        self._gate: Gate | None = None
        self._asked: set[str] = set()
        self._works_done: WorksDone | None = None

    def post(self, postings: Sequence[Posting]) -> list[str]:
        """Append postings and return their ids.

        Raises: TrackerError phase-closed, work-done.
        """
        self._admit(postings)
        self._see_undone([one for one in postings if one.work])
        placed = [self._place(one) for one in postings]
        for one in placed:
            self._count(one)
        return self.batch.post(placed)

    def file(self, campaign: str, filed: FiledReturn) -> str:
        """File a return, or take one back."""
        self._weeks.add((campaign, Span(filed.span_start, filed.span_end)))
        return self.batch.file(campaign, filed)

    def note(self, event: Event) -> str:
        """Note an event, or take one back; no figure changes by it."""
        return self.batch.note(event)

    def note_late(self) -> None:
        """Note which of the rows that were posted are late; once all of them are."""
        if self._gate:
            self._gate.note(self.batch, self.views[0].as_of)

    def figures(self) -> tuple[FigureChange, ...]:
        """Return each figure that changes; to be asked while the batch is open, when the roll-ups are as they were."""
        return tuple(self._figures())

    def returns(self) -> tuple[tuple[View, Returns], ...]:
        """Return the returns of each week that one was filed for or taken back from, as they are now."""
        found = (
            (view, returns_for_week(view, week))
            for campaign, week in sorted(self._weeks)
            if (view := self._by_campaign.get(campaign))
        )
        return tuple((view, returns) for view, returns in found if returns)

    def _admit(self, postings: Sequence[Posting]) -> None:
        campaigns = {one.campaign for one in postings} - self._asked
        self._asked |= campaigns
        if self._gate is None and (gate := gate_of(self.journal, campaigns, self.late)):
            self._gate, gate.excused = gate, self.excused
        if self._gate:
            self._gate.admit(postings)

    def _see_undone(self, postings: Sequence[Posting]) -> None:
        """See that no work is done twice by what is amended or brought back."""
        if postings and self._works_done is None:
            from tracker.services.works import WorksDone  # noqa: PLC0415 few entries name a work

            self._works_done = WorksDone(self.journal)
        if self._works_done:
            self._works_done.take(postings, self.views)

    def _place(self, posting: Posting) -> Posting:
        assign = self._assigns.get(posting.campaign)
        if assign is None:  # nothing of this campaign stands in the batch yet, so its roll-up can still be made
            assign = self._assigns[posting.campaign] = assigned(self.views, self.journal, posting.campaign)
        phase, version_from = assign(posting.unit, posting.day)
        return msgspec.structs.replace(posting, phase=phase, version_from=version_from)

    def _count(self, posting: Posting) -> None:
        view = self._by_campaign.get(posting.campaign)
        if view is None or posting.day > view.as_of:
            return
        amount = Total(posting.quantity, posting.denominator or 0, posting.weight)
        changes = self._changes.setdefault((posting.campaign, posting.criterion), {})
        is_closed = self._gate is not None and self._gate.closing_of(posting) is not None
        # None is the whole campaign, "" the days between phases; the figures of a closed phase stay as they are.
        for phase in (None,) if is_closed else (posting.phase, None):
            self._keep_state(view, posting.criterion, phase)
            add_total(changes, phase, amount)

    def _keep_state(self, view: View, criterion: str, phase: str | None) -> None:
        """Keep what a state was before the first row is posted that may change it."""
        key = (view.campaign.id, criterion, phase)
        if key not in self._states and any(one.is_state for one in view.campaign.criteria if one.id == criterion):
            within = next((one for one in view.campaign.phases if one.id == phase), None)
            self._states[key] = view.totals(view.span_of(within)).get(criterion, Total())

    def _figures(self) -> Iterator[FigureChange]:
        for view in self.views:
            for criterion in view.campaign.criteria:
                changes = self._changes.get((view.campaign.id, criterion.id), {})
                for within in _shown(view, criterion, changes):
                    added = changes[within.id if within else None]
                    now = view.totals(view.span_of(within)).get(criterion.id, Total())
                    if criterion.is_state:
                        before = self._states[view.campaign.id, criterion.id, within.id if within else None]
                        after = now
                    else:
                        before, after = now, now.plus(added)
                    if before[:2] != after[:2]:
                        yield FigureChange(view, criterion, within, before, after)


def _shown(view: View, criterion: Criterion, changes: Mapping[str | None, Total]) -> Sequence[Phase | None]:
    """Return the phases whose figure changes, and None where that of the whole campaign is what counts."""
    phases = [phase for phase in view.campaign.phases if phase.id in changes]
    if criterion.is_for_whole_campaign or not phases:
        return [None] if changes else []
    return [*phases, None] if "" in changes else phases
