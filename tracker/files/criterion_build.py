"""From the shape of a criterion to a `Criterion` with its targets; what single units have goes into the books."""

from collections.abc import Iterator, Sequence

import msgspec

from tracker.domain.books import BaselineRow
from tracker.domain.calendar import Span, year_before
from tracker.domain.campaign import Phase, RosterData
from tracker.domain.criteria import Aim, Criterion, Direction, Kind, RateOf, TargetRow
from tracker.files.campaign_shape import CampaignShape, CriterionShape
from tracker.files.points import parse_points
from tracker.files.target_build import TargetBuilder
from tracker.files.target_text import MOST_DECIMALS, PERCENT, parse_baseline
from tracker.files.typed_reader import TypedReader
from tracker.files.yaml_tree import Node

_RATE_KEYS = ("of", "over_100")
_OF_EVENTS = (Kind.MILESTONE, Kind.ZERO, Kind.POINTS)  # what happens, happens whole


class CriterionBuilder:
    """Builds the criteria of one campaign; problems go to the reader's source.

    `unit_targets` and `baselines` gather what belongs into the campaign's books.
    """

    def __init__(
        self,
        reader: TypedReader,
        campaign: CampaignShape,
        roster: RosterData | None,
        span: Span | None,
        phases: Sequence[Phase],
    ) -> None:
        self.reader, self.span = reader, span
        self.report = reader.source.report
        phase_ids = [phase.id for phase in campaign.phases or () if phase.id] or [campaign.id or ""]
        self.targets = TargetBuilder(reader, span, phase_ids, roster)
        self.phases = {phase.id: phase.span for phase in phases} or ({campaign.id or "": span} if span else {})
        self.unit_targets: list[TargetRow] = []
        self.baselines: list[BaselineRow] = []

    def build(self, shape: CriterionShape) -> Criterion | None:
        """Return the criterion, None where its kind is not known; other problems are only reported."""
        if shape.kind is None:
            return None
        self._check_keys(shape, shape.kind)
        falls = shape.kind is Kind.ZERO or shape.direction is Direction.DOWN or shape.ceiling is not None
        falls = falls and shape.kind is not Kind.MILESTONE
        criterion = Criterion(
            id=shape.id or "",
            title=shape.title or "",
            kind=shape.kind,
            measure=shape.measure if shape.measure is not None else (PERCENT if shape.kind is Kind.RATE else ""),
            decimals=min(shape.decimals or 0, MOST_DECIMALS),
            over_100=bool(shape.over_100),
            direction=Direction.DOWN if falls else Direction.UP,
            of=shape.of or RateOf.EVENTS,
            has_ceiling=shape.ceiling is not None,
            max_points=self._max_points(shape),
        )
        rows = list(self.targets.build(shape, criterion))
        self.unit_targets += [row for row in rows if row.unit]
        if shape.baseline is not None or shape.baselines is not None:
            self.baselines += self._baselines(shape, criterion)
        return msgspec.structs.replace(criterion, targets=tuple(row for row in rows if not row.unit))

    def _check_keys(self, shape: CriterionShape, kind: Kind) -> None:
        """Report keys that say nothing of a kind, or contradict it."""
        node = self.reader.node
        if shape.decimals and shape.decimals > MOST_DECIMALS:
            self.report("decimals-too-many", node(shape, "decimals"), most=MOST_DECIMALS)
        elif shape.decimals and kind in _OF_EVENTS:
            self.report("decimals-of-events", node(shape, "decimals"), kind=kind)
        for key in _RATE_KEYS:
            if kind is not Kind.RATE and getattr(shape, key) is not None:
                self.report("key-of-rates", node(shape, key), key=key)
        if shape.direction is Direction.UP and (shape.ceiling is not None or kind is Kind.ZERO):
            self.report("direction-contrary", node(shape, "direction"))
        if kind is Kind.MILESTONE and (shape.direction is Direction.DOWN or shape.ceiling is not None):
            self.report("milestone-down", node(shape, "direction" if shape.direction else "ceiling"))

    def _max_points(self, shape: CriterionShape) -> int | None:
        if shape.max_points is None:
            return None
        return self.reader.parse(self.reader.node(shape, "max_points"), shape.max_points, parse_points)

    def _baselines(self, shape: CriterionShape, criterion: Criterion) -> Iterator[BaselineRow]:
        """Yield what there was in the days of the campaign, or of its phases, a year before."""
        key = "baseline" if shape.baseline is not None else "baselines"
        node = self.reader.node(shape, key)
        if criterion.aim is not Aim.REDUCE:
            self.report("baseline-needless", node, key=key)
        elif shape.baseline is not None and shape.baselines is not None:
            self.report("baseline-twice", self.reader.node(shape, "baselines"))
        elif shape.baseline is not None:
            yield from self._before(criterion, shape.baseline, node, self.span)
        elif shape.baselines is not None:
            nodes = node.entries or {}
            for phase in self.targets.known_phases(shape.baselines, nodes):
                yield from self._before(criterion, shape.baselines[phase], nodes[phase], self.phases.get(phase))

    def _before(self, criterion: Criterion, text: str, node: Node, span: Span | None) -> Iterator[BaselineRow]:
        read = self.reader.parse(node, text, lambda said: parse_baseline(said, criterion))
        if read is not None and span is not None:
            yield BaselineRow(criterion.id, "", year_before(span), *read)
