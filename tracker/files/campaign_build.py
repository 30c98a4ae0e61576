"""From the shape of one campaign to a `Campaign`: what its keys must mean together."""

from collections.abc import Sequence
from itertools import accumulate

import msgspec

from tracker.domain.books import Books
from tracker.domain.calendar import DAY, Span
from tracker.domain.campaign import Campaign, Phase, RosterData, assignment_key
from tracker.domain.criteria import Criterion
from tracker.domain.returns import Deadline
from tracker.domain.units import Roster
from tracker.files.book_files import BookFiles, encode_books
from tracker.files.campaign_shape import CampaignShape, Pace, PhaseShape
from tracker.files.checks_build import RulesBuilder
from tracker.files.criterion_build import CriterionBuilder
from tracker.files.deadline_build import DeadlineBuilder
from tracker.files.letterhead_build import build_letterhead
from tracker.files.typed_reader import TypedReader

LONGEST_DAYS = 3660
_LISTS = (
    *("criteria", "phases", "deadlines", "days_off", "working_days", "not_considered", "checks", "commendations"),
)


def roster_key(shape: CampaignShape) -> str:
    """Return the name under which a campaign's roster and lineage stand in a definition."""
    return f"{shape.units} {shape.lineage}" if shape.lineage else str(shape.units)


class CampaignBuilder:
    """Checks one campaign and builds it; problems go to the reader's source."""

    def __init__(
        self, reader: TypedReader, shape: CampaignShape, roster: RosterData | None, zone: str, files: BookFiles
    ) -> None:
        self.reader, self.shape, self.roster, self.zone, self.files = reader, shape, roster, zone, files
        self.report = reader.source.report

    def build(self) -> Campaign | None:
        """Return the campaign, None where it has no id, title or span; where a problem was found it is of no use."""
        shape, span = self.shape, self._span(self.shape)
        phases = self._phases(span)
        criteria = CriterionBuilder(self.reader, shape, self.roster, span, phases)
        built = [one for each in shape.criteria or [] if (one := criteria.build(each))]
        self.reader.check_unique(shape.criteria or [])
        self._check_rest(span)
        dates = DeadlineBuilder(self.reader, shape, span, self.roster, self.zone)
        deadlines = dates.build(phases)
        campaign = self._campaign(span, phases, built, dates, deadlines)
        if campaign:
            books = Books(tuple(criteria.unit_targets), tuple(criteria.baselines))
            campaign = msgspec.structs.replace(campaign, encoded_books=encode_books(books))
            if self.roster:
                campaign = self.files.complete(shape, campaign, Roster(self.roster.versions, self.roster.edges))
        judged = {row.criterion for row in (campaign.books.targets if campaign else criteria.unit_targets)}
        known = campaign.criteria if campaign else built
        rules = RulesBuilder(self.reader, shape, self.roster, known, judged).build()
        letterhead = build_letterhead(self.reader, shape.letterhead)
        if not campaign:
            return None
        return msgspec.structs.replace(campaign, encoded_rules=rules, encoded_letterhead=letterhead)

    def _campaign(
        self,
        span: Span | None,
        phases: Sequence[Phase],
        criteria: Sequence[Criterion],
        dates: DeadlineBuilder,
        deadlines: tuple[Deadline, ...],
    ) -> Campaign | None:
        shape = self.shape
        if not (span and shape.id and shape.title):
            return None
        whole = Phase(shape.id, shape.short_title or shape.title, shape.theme, span)
        return Campaign(
            id=shape.id,
            title=shape.title,
            short_title=shape.short_title,
            theme=shape.theme,
            motto=shape.motto,
            launched_by=shape.launched_by,
            launched_on=shape.launched_on,
            span=span,
            phases=tuple(phases) or (whole,),
            has_phases=bool(phases),
            criteria=tuple(criteria),
            deadlines=deadlines,
            roster=roster_key(shape),
            assignment=assignment_key(phases or (whole,), self.roster.versions if self.roster else ()),
            week_start=dates.week_start,
            rest_days=dates.rest_days() if shape.pace is Pace.WORKDAYS else (),
        )

    def _span(self, shape: CampaignShape | PhaseShape) -> Span | None:
        if not (shape.start and shape.end):
            return None
        end = self.reader.node(shape, "end")
        if shape.end < shape.start:
            self.report("span-reversed", end, start=shape.start, end=shape.end)
            return None
        span = Span(shape.start, shape.end)
        if span.days > LONGEST_DAYS:
            self.report("campaign-too-long", end, days=span.days, most=LONGEST_DAYS)
            return None
        return span

    def _check_rest(self, span: Span | None) -> None:
        shape = self.shape
        if span and shape.launched_on and shape.launched_on > span.end:
            self.report("launch-after-end", self.reader.node(shape, "launched_on"), day=shape.launched_on, end=span.end)
        for field in _LISTS:
            if getattr(shape, field) == [] and not self.reader.node(shape, field).items:
                self.report("list-empty", self.reader.node(shape, field), key=field)

    def _phases(self, campaign: Span | None) -> list[Phase]:
        shapes = self.shape.phases or []
        self.reader.check_unique(shapes)
        phases = []
        for shape in shapes:
            span = self._span(shape)
            if span and campaign and span.clip(campaign) != span:
                field = "end" if span.start in campaign else "start"
                day = span.end if field == "end" else span.start
                self.report(
                    "phase-outside",
                    self.reader.node(shape, field),
                    phase=shape.id,
                    day=day,
                    start=campaign.start,
                    end=campaign.end,
                )
            if span and shape.id and shape.title:
                phases.append((Phase(shape.id, shape.title, shape.theme, span), shape))
        phases.sort(key=lambda pair: pair[0].span)
        self._check_overlaps(phases)
        if campaign and phases and len(phases) == len(self.reader.node(self.shape, "phases").items or ()):
            self._check_gaps(phases, campaign)
        return [phase for phase, _ in phases]

    def _check_overlaps(self, phases: list[tuple[Phase, PhaseShape]]) -> None:
        """Report phases, sorted by their spans, that begin before an earlier one has ended."""
        longest = accumulate((phase for phase, _ in phases), lambda *two: max(two, key=lambda phase: phase.span.end))
        for (phase, shape), earlier in zip(phases[1:], longest, strict=False):
            if phase.span.start in earlier.span:
                self.report(
                    "phase-overlap",
                    self.reader.node(shape, "start"),
                    first=earlier.id,
                    second=phase.id,
                    day=phase.span.start,
                    end=earlier.span.end,
                    next=earlier.span.end + DAY,
                )

    def _check_gaps(self, phases: list[tuple[Phase, PhaseShape]], campaign: Span) -> None:
        """Report, as warnings, the days of the campaign that no phase holds."""
        reached = campaign.start - DAY
        for phase, shape in phases:
            if phase.span.start > reached + DAY:
                start = self.reader.node(shape, "start")
                self.report("phase-gap", start, start=reached + DAY, end=phase.span.start - DAY)
            reached = max(reached, phase.span.end)
        if reached < campaign.end:
            self.report("phase-gap", self.reader.node(phases[-1][1], "end"), start=reached + DAY, end=campaign.end)
