"""What every correction shares: its rows fall where they belong, and what they change of the figures is added up."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.campaign import Phase
from tracker.domain.criteria import Criterion
from tracker.domain.entries import FiledReturn, Posting, Total
from tracker.domain.events import Event
from tracker.domain.value import Value
from tracker.services.discipline import Returns, returns_for_week
from tracker.services.log import Effect, assigned
from tracker.services.measure import progress_of
from tracker.services.ports import Assign, Journal, OpenBatch
from tracker.services.view import View


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

    def __init__(self, views: Sequence[View], journal: Journal, batch: OpenBatch) -> None:
        self.views = [view.but(journal=journal) for view in views]
        self.journal, self.batch = journal, batch
        self._by_campaign = {view.campaign.id: view for view in self.views}
        self._assigns: dict[str, Assign] = {}
        self._changes: dict[tuple[str, str], dict[str | None, Total]] = {}
        self._weeks: set[tuple[str, Span]] = set()

    def post(self, postings: Sequence[Posting]) -> list[str]:
        """Append postings and return their ids."""
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
        for phase in (posting.phase, None):  # None is the whole campaign, "" the days between phases
            changes[phase] = changes.get(phase, Total()).plus(amount)

    def _figures(self) -> Iterator[FigureChange]:
        for view in self.views:
            for criterion in view.campaign.criteria:
                changes = self._changes.get((view.campaign.id, criterion.id), {})
                for within in _shown(view, criterion, changes):
                    added = changes[within.id if within else None]
                    if added.quantity or added.denominator:
                        before = view.totals(view.span_of(within)).get(criterion.id, Total())
                        yield FigureChange(view, criterion, within, before, before.plus(added))


def _shown(view: View, criterion: Criterion, changes: Mapping[str | None, Total]) -> Sequence[Phase | None]:
    """Return the phases whose figure changes, and None where that of the whole campaign is what counts."""
    if criterion.is_for_whole_campaign:
        return [None] if changes else []
    phases = [phase for phase in view.campaign.phases if phase.id in changes]
    return [*phases, None] if "" in changes else phases
