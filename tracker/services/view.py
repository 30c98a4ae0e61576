"""What a use case looks at: a campaign, its units, the journal, and the day it is seen from."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from tracker.domain.calendar import END_OF_DAY, Span
from tracker.domain.campaign import Campaign, Phase
from tracker.domain.entries import Total
from tracker.domain.text import clean
from tracker.domain.units import Roster, UnitSpan
from tracker.domain.value import Value

if TYPE_CHECKING:
    from tracker.services.ports import Journal
    from tracker.services.rolled import Rolled


class View(Value, frozen=True):
    """A campaign as of a day: entries dated later are left out, whenever they were recorded.

    With `known_at` the journal shows only what was recorded by that moment. `find_evidence` returns what the journal is to
    say of a piece of evidence. Figures of a unit are those reported, of the units as they were; with `rolled` they are
    rolled forward to the units of a day.
    """

    campaign: Campaign
    roster: Roster
    journal: "Journal"
    as_of: date
    zone: tzinfo
    known_at: datetime | None = None
    find_evidence: Callable[[str], str] = clean
    rolled: "Rolled | None" = None

    @property
    def moment(self) -> datetime:
        """The last moment of the as-of day."""
        return datetime.combine(self.as_of, END_OF_DAY, self.zone)

    def totals(self, span: Span, unit: str | None = None) -> dict[str, Total]:
        """Return each criterion's total over a span up to the as-of day, for all units or one and those under it.

        Of a state the total is what there is at the end of the span: what stood before it goes on in it, and a span in
        which nothing was entered has the state it began with. What was recorded late about a phase that was closed is part
        of longer spans alone.
        """
        known = span.until(self.as_of)
        if known is None:
            return {}
        found = self._sums(span, known, unit)
        if self.journal.has_events(self.campaign.id, "late-entries"):
            from tracker.services.late import late_totals, without_late  # noqa: PLC0415 hardly any campaign has some

            found = without_late(found, late_totals(self, span, unit))
        if any(one.is_state for one in self.campaign.criteria):
            from tracker.services.states import with_states  # noqa: PLC0415 many a campaign has none

            return with_states(self, found, span, unit)
        return found

    def _sums(self, span: Span, known: Span, unit: str | None) -> dict[str, Total]:
        if unit is None:
            return self.journal.totals(self.campaign.id, known)
        phases = self._phases_of(span) if self.journal.is_assigned(self.campaign.id, self.campaign.assignment) else None
        return self.of_unit(unit, lambda parts: self.journal.unit_totals(self.campaign.id, parts, known, phases))

    def of_unit(self, unit: str, ask: Callable[[Sequence[UnitSpan]], dict[str, Total]]) -> dict[str, Total]:
        """Return what a question about units and days comes to for a unit and those under it."""
        return self.rolled.total(unit, ask) if self.rolled else ask(self.roster.within(unit))

    def days_of(self, unit: str) -> Sequence[UnitSpan]:
        """Return the units, with their days, that figures of a unit and those under it come from."""
        return self.rolled.days(unit) if self.rolled else self.roster.within(unit)

    def _phases_of(self, span: Span) -> Sequence[str] | None:
        """Return the phases that a span consists of; days between phases are filed under ""."""
        if span == self.campaign.span:
            return [*(phase.id for phase in self.campaign.phases), ""]
        return next(([phase.id] for phase in self.campaign.phases if phase.span == span), None)

    def span_of(self, phase: Phase | None) -> Span:
        """Return the days of a phase, or of the campaign."""
        return phase.span if phase else self.campaign.span
