"""From the shape of a criterion to a `Criterion` with its target."""

from collections.abc import Sequence

import msgspec

from tracker.domain.campaign import RosterData
from tracker.domain.criteria import Criterion, Kind, TargetRow
from tracker.domain.quantity import parse_quantity
from tracker.domain.text import nearest
from tracker.errors import TrackerError
from tracker.files.campaign_shape import LATER_CHOICES, LATER_KEYS, CampaignShape, CriterionShape
from tracker.files.typed_reader import TypedReader
from tracker.files.yaml_tree import Node

MOST_DECIMALS = 3
PERCENT = "%"
_RATE_KEYS = ("of", "over_100")
_TARGET_KEYS = ("target", "targets", "unit_targets")


class CriterionBuilder:
    """Builds the criteria of one campaign; problems go to the reader's source."""

    def __init__(self, reader: TypedReader, campaign: CampaignShape, roster: RosterData | None) -> None:
        self.reader = reader
        self.report = reader.source.report
        self.phase_ids = [phase.id for phase in campaign.phases or () if phase.id] or [campaign.id or ""]
        self.levels = sorted({version.level for version in roster.versions}) if roster else None

    def build(self, shape: CriterionShape) -> Criterion | None:
        """Return the criterion, None where its kind is not known or not done yet; other problems are only reported."""
        if self._is_for_later(shape) or shape.kind is None:
            return None
        kind, decimals = Kind(shape.kind.value), shape.decimals or 0
        if decimals > MOST_DECIMALS:
            self.report("decimals-too-many", self.reader.node(shape, "decimals"), most=MOST_DECIMALS)
        for key in _RATE_KEYS:
            if kind is Kind.COUNT and getattr(shape, key) is not None:
                self.report("key-of-rates", self.reader.node(shape, key), key=key)
        if shape.max_points is not None:
            self._amount(self.reader.node(shape, "max_points"), shape.max_points, MOST_DECIMALS)
        without_target = Criterion(
            id=shape.id or "",
            title=shape.title or "",
            kind=kind,
            measure=shape.measure if shape.measure is not None else (PERCENT if kind is Kind.RATE else ""),
            decimals=min(decimals, MOST_DECIMALS),
            over_100=bool(shape.over_100),
        )
        return msgspec.structs.replace(without_target, targets=self._targets(shape, without_target))

    def _is_for_later(self, shape: CriterionShape) -> bool:
        """Report what the language of the file knows and this version does not do yet."""
        later = [field for field in ("kind", "direction", "of") if getattr(shape, field) in LATER_CHOICES]
        later += [field for field in LATER_KEYS if getattr(shape, field) is not None]
        for field in later:
            node = self.reader.node(shape, field)
            self.report("not-yet", node, what=f"{field}: {node.text}")
        return bool(later)

    def _targets(self, shape: CriterionShape, criterion: Criterion) -> tuple[TargetRow, ...]:
        given = [key for key in _TARGET_KEYS if getattr(shape, key) is not None]
        if len(given) > 1:
            self.report("target-twice", self.reader.node(shape, given[1]), first=given[0], second=given[1])
            return ()
        if shape.per and (not given or given[0] == "targets" or criterion.kind is Kind.RATE):
            self.report("per-misplaced", self.reader.node(shape, "per"))
        if criterion.kind is Kind.RATE:
            return self._rate_target(shape, criterion, given)
        if shape.target is not None:
            return self._whole_target(shape, shape.target, criterion)
        if shape.targets is not None:
            known = self._known(shape, "targets", shape.targets, self.phase_ids, "phase-unknown")
            return _for_phases(criterion, self._amounts(shape, "targets", known, criterion))
        if shape.unit_targets is not None:
            known = self._known(shape, "unit_targets", shape.unit_targets, self.levels, "level-unknown")
            amounts = self._amounts(shape, "unit_targets", known, criterion)
            phases = self.phase_ids if shape.per else ("",)
            return tuple(
                TargetRow(criterion.id, amount, level=level, phase=phase)
                for phase in phases
                for level, amount in amounts.items()
            )
        return ()

    def _whole_target(self, shape: CriterionShape, text: str, criterion: Criterion) -> tuple[TargetRow, ...]:
        amount = self._amount(self.reader.node(shape, "target"), text, criterion.decimals)
        if amount is None:
            return ()
        return _for_phases(criterion, dict.fromkeys(self.phase_ids if shape.per else ("",), amount))

    def _rate_target(self, shape: CriterionShape, criterion: Criterion, given: list[str]) -> tuple[TargetRow, ...]:
        """Read a rate's target: 75% or, for a rate not measured in %, a plain number."""
        if given and given != ["target"]:
            self.report("rate-target-form", self.reader.node(shape, given[0]), key=given[0])
            return ()
        if shape.target is None:
            return ()
        node, text = self.reader.node(shape, "target"), shape.target.strip()
        value = self._amount(node, text.removesuffix(PERCENT if criterion.is_percent else ""), MOST_DECIMALS)
        if value is None:
            return ()
        if criterion.is_percent and not text.endswith(PERCENT) and value <= 1000:
            self.report("percent-unclear", node, text=text, percent=f"{text}%")
            return ()
        return (TargetRow(criterion.id, value),)

    def _known(
        self, shape: CriterionShape, field: str, amounts: dict[str, str], names: Sequence[str] | None, code: str
    ) -> dict[str, str]:
        """Leave out, and report, keys that name no phase or level; all are known while the roster is unreadable."""
        nodes = self.reader.node(shape, field).entries or {}
        for name in amounts:
            if names is not None and name not in names:
                self.report(code, nodes[name].key, name=name, nearest=nearest(name, names, 1), known=names)
        return {name: text for name, text in amounts.items() if names is None or name in names}

    def _amounts(
        self, shape: CriterionShape, field: str, texts: dict[str, str], criterion: Criterion
    ) -> dict[str, int]:
        nodes = self.reader.node(shape, field).entries or {}
        read = {name: self._amount(nodes[name], text, criterion.decimals) for name, text in texts.items()}
        return {name: amount for name, amount in read.items() if amount is not None}

    def _amount(self, node: Node, text: str, decimals: int) -> int | None:
        try:
            return parse_quantity(text, decimals)
        except TrackerError as error:
            self.report(error.code, node, **error.problem.params)
            return None


def _for_phases(criterion: Criterion, amounts: dict[str, int]) -> tuple[TargetRow, ...]:
    return tuple(TargetRow(criterion.id, amount, phase=phase) for phase, amount in amounts.items())
