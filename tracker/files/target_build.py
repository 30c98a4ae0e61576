"""From the keys of a criterion, and of its changes, to the rows of its targets."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from tracker.domain.calendar import Span
from tracker.domain.campaign import RosterData
from tracker.domain.criteria import Criterion, Kind, TargetRow
from tracker.domain.text import nearest
from tracker.errors import TrackerError
from tracker.files.campaign_shape import ChangeShape, CriterionShape, Per
from tracker.files.target_text import parse_target
from tracker.files.typed_reader import TypedReader
from tracker.files.yaml_tree import Node

_ALONE = ("target", "targets", "ceiling")  # each says what the others would
_KEYS = (*_ALONE, "unit_targets")

TargetShape: TypeAlias = CriterionShape | ChangeShape
Written: TypeAlias = tuple[str, Node | None]  # a name, and where it stands


class _From(NamedTuple):
    """From when targets hold, and why."""

    start: date | None = None
    reason: str = ""


_BEGINNING = _From()


class TargetBuilder:
    """Builds the targets of one campaign's criteria; problems go to the reader's source."""

    def __init__(
        self, reader: TypedReader, span: Span | None, phases: Sequence[str], roster: RosterData | None
    ) -> None:
        self.reader, self.span, self.phases = reader, span, phases
        self.report = reader.source.report
        self.levels = {version.level for version in roster.versions} if roster else None
        self.units = {version.id for version in roster.versions} if roster else set()

    def build(self, shape: CriterionShape, criterion: Criterion) -> Iterator[TargetRow]:
        """Yield the targets that a criterion has from the beginning, and those of its changes."""
        own = list(self._rows(shape, criterion, _BEGINNING, per=shape.per))
        is_phased = criterion.adds_up and any(row.phase for row in own)
        yield from own
        yield from self._unassigned(shape, criterion, _BEGINNING, is_phased=is_phased)
        seen: set[date] = set()
        for change in shape.changes or ():
            if self._check(change, criterion, seen):
                since = _From(change.from_, change.reason or "")
                changed = list(self._rows(change, criterion, since, per=change.per or shape.per))
                if own and criterion.adds_up and any(bool(row.phase) is not is_phased for row in changed):
                    self.report("change-spans", self.reader.node(change))
                yield from changed
                yield from self._unassigned(change, criterion, since, is_phased=is_phased)

    def _rows(self, shape: TargetShape, criterion: Criterion, since: _From, *, per: Per | None) -> Iterator[TargetRow]:
        given = [key for key in _KEYS if getattr(shape, key) is not None]
        alone = given if criterion.adds_up else [key for key in given if key in _ALONE]
        if len(alone) > 1:
            self.report("target-twice", self.reader.node(shape, alone[1]), first=alone[0], second=alone[1])
            return
        if shape.per:
            self._check_per(shape, criterion, given)
        phases = self.phases if per else ("",)
        for key in ("target", "ceiling"):
            if (text := getattr(shape, key)) is not None:
                for _name, amount in self._amounts({"": text}, {"": self.reader.node(shape, key)}, criterion):
                    yield from _each_phase(criterion, amount, phases, since)
        if shape.targets is not None:
            nodes = self.reader.node(shape, "targets").entries or {}
            known = {name: shape.targets[name] for name in self.known_phases(shape.targets, nodes)}
            for phase, amount in self._amounts(known, nodes, criterion):
                yield from _each_phase(criterion, amount, (phase,), since)
        if shape.unit_targets is not None:
            nodes = self.reader.node(shape, "unit_targets").entries or {}
            names = self._known_units((name, nodes[name].key) for name in shape.unit_targets)
            known = {name: shape.unit_targets[name] for name in names}
            amounts = self._amounts(known, nodes, criterion, may_lack=True)
            yield from self._each_unit(criterion, dict(amounts), phases, since)

    def _each_unit(
        self, criterion: Criterion, amounts: Mapping[str, int | None], phases: Iterable[str], since: _From
    ) -> Iterator[TargetRow]:
        """Yield the targets of levels, and of units that are named by their ids."""
        for phase in phases:
            for name, amount in amounts.items():
                is_level = self.levels is None or name in self.levels
                unit, level = ("", name) if is_level else (name, "")
                yield TargetRow(criterion.id, amount, unit, level, phase, *since)

    def _unassigned(
        self, shape: TargetShape, criterion: Criterion, since: _From, *, is_phased: bool
    ) -> Iterator[TargetRow]:
        """Yield that a criterion is not assigned, for each phase where its targets are those of phases."""
        if shape.not_assigned is None:
            return
        node = self.reader.node(shape, "not_assigned")
        if not node.items:
            self.report("list-empty", node, key="not_assigned")
        names = self._known_units((item.text or "", item) for item in node.items or ())
        yield from self._each_unit(criterion, dict.fromkeys(names), self.phases if is_phased else ("",), since)

    def _check_per(self, shape: TargetShape, criterion: Criterion, given: Sequence[str]) -> None:
        """Report per: phase where nothing is repeated, or where what is set holds in every span anyway."""
        is_amount = criterion.adds_up or (criterion.has_ceiling and criterion.kind in (Kind.COUNT, Kind.POINTS))
        if not (given and given[0] != "targets" and is_amount):
            self.report("per-misplaced", self.reader.node(shape, "per"))

    def _check(self, change: ChangeShape, criterion: Criterion, seen: set[date]) -> bool:
        """Whether a change says from when it holds; what else is wrong with it is reported."""
        contrary = "target" if criterion.has_ceiling else "ceiling"
        if getattr(change, contrary) is not None:
            self.report("change-unlike", self.reader.node(change, contrary), key=contrary)
        if not any(getattr(change, key) is not None for key in (*_KEYS, "not_assigned")):
            self.report("change-empty", self.reader.node(change))
        day, node = change.from_, self.reader.node(change, "from")
        if day is None:
            return False
        if self.span and not self.span.start < day <= self.span.end:
            self.report("change-outside", node, day=day, start=self.span.start, end=self.span.end)
        elif day in seen:
            self.report("change-repeated", node, day=day)
        seen.add(day)
        return True

    def known_phases(self, names: Iterable[str], nodes: Mapping[str, Node]) -> list[str]:
        """Return the names that are phases' and report the others."""
        return list(self._known(((name, nodes[name].key) for name in names), "phase-unknown", self.phases))

    def _known_units(self, written: Iterable[Written]) -> Iterator[str]:
        """Yield the names of levels and units, and report others; all are known while the roster is unreadable."""
        if self.levels is None:
            return (name for name, _node in written)
        return self._known(written, "level-unknown", self.levels, self.units)

    def _known(
        self, written: Iterable[Written], code: str, names: Collection[str], others: Collection[str] = ()
    ) -> Iterator[str]:
        for name, node in written:
            if name in names or name in others:
                yield name
            else:
                near = nearest(name, [*names, *others], 1)
                self.report(code, node, name=name, nearest=near, known=sorted(names))

    def _amounts(
        self, texts: Mapping[str, str], nodes: Mapping[str, Node], criterion: Criterion, *, may_lack: bool = False
    ) -> Iterator[tuple[str, int | None]]:
        """Yield the amounts that can be read; only a unit or a level may have none assigned."""
        for name, text in texts.items():
            try:
                amount = parse_target(text, criterion)
            except TrackerError as error:
                self.report(error.code, nodes[name], **error.problem.params)
                continue
            if amount is None and not may_lack:
                self.report("not-assigned-whole", nodes[name])
            else:
                yield name, amount


def _each_phase(criterion: Criterion, amount: int | None, phases: Iterable[str], since: _From) -> Iterator[TargetRow]:
    """Yield the target of the whole in each of some phases."""
    return (TargetRow(criterion.id, amount, "", "", phase, *since) for phase in phases)
