"""From the shapes of a score sheet's lines to its tree: which keys a model takes, and which criteria it fits."""

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from tracker.domain.criteria import Aim, Criterion, Kind
from tracker.domain.quantity import as_decimal
from tracker.domain.scheme import (
    THOUSANDTHS,
    BonusPenalty,
    Group,
    LeaderRelative,
    Leaf,
    Linear,
    Model,
    PassFail,
    PerEvent,
    Step,
    Steps,
)
from tracker.domain.text import nearest
from tracker.files.points import (
    check_filled,
    parse_percentage,
    parse_points,
    read_percentage,
    say_percentage,
)
from tracker.files.scoring_shape import ItemShape, ModelName
from tracker.files.typed_reader import TypedReader
from tracker.files.yaml_tree import Node

_ALWAYS = ("criterion", "model")
_KEYS: Mapping[ModelName, tuple[str, ...]] = {
    ModelName.LINEAR: ("max_points", "cap"),
    ModelName.LEADER_RELATIVE: ("max_points", "cap"),
    ModelName.PER_EVENT: ("max_points", "points"),
    ModelName.PASS_FAIL: ("max_points",),
    ModelName.STEPS: ("max_points", "steps"),
    ModelName.BONUS_PENALTY: ("points", "against", "penalty", "least", "most"),
}
_NEEDED: Mapping[ModelName, tuple[str, ...]] = {
    ModelName.PER_EVENT: ("points",),
    ModelName.STEPS: ("steps",),
}
_TOGETHER = (("criterion", "points"), ("criterion", "most"), ("against", "penalty"), ("against", "least"))
_OF_EVENTS = (ModelName.PER_EVENT, ModelName.BONUS_PENALTY)
_OF_TARGETS = (ModelName.LINEAR, ModelName.STEPS, ModelName.PASS_FAIL)


class LineBuilder:
    """Builds the lines of score sheets; problems go to the reader's source.

    `known` are the ids of all criteria of the campaign, `criteria` those that could be built, `judged` the ids of those that
    have targets of single units.
    """

    def __init__(
        self, reader: TypedReader, known: Collection[str], criteria: Mapping[str, Criterion], judged: Collection[str]
    ) -> None:
        self.reader, self.known, self.criteria, self.judged = reader, known, criteria, judged
        self.report = reader.source.report

    def build(self, shapes: list[ItemShape], seen: dict[str, Node]) -> tuple[Leaf | Group, ...]:
        """Return the lines; `seen` are the criteria of the sheet before them, to which theirs are added."""
        return tuple(one for shape in shapes if (one := self._item(shape, seen)))

    def _item(self, shape: ItemShape, seen: dict[str, Node]) -> Leaf | Group | None:
        """Return a line; `seen` are the criteria of the sheet before it."""
        node = self.reader.node(shape)
        written = (node.entries or {}).keys()
        if not written & {"title", "items"}:
            return self._leaf(shape, written, seen)
        if others := [key for key in written if key not in ("title", "items")]:
            self.report("part-key", (node.entries or {})[others[0]].key, key=others[0])
        for key in ("title", "items"):
            if key not in written:
                self.report("key-missing", node, key=key)
        check_filled(self.reader, shape, "items")
        return Group(shape.title or "", self.build(shape.items or [], seen))

    def _leaf(self, shape: ItemShape, written: Collection[str], seen: dict[str, Node]) -> Leaf | None:
        node, name = self.reader.node(shape), shape.model or ModelName.LINEAR
        if "model" in written and shape.model is None:
            return None  # which model is meant nobody knows; the reader has said so
        self._check_keys(node, name, written)
        field = "criterion" if "criterion" in written or name is not ModelName.BONUS_PENALTY else "against"
        if field not in written:
            self.report("key-missing", node, key=field)
        for key in ("criterion", "against"):
            self._check_criterion(shape, key, name)
        if scored := getattr(shape, field):
            if first := seen.get(scored):
                self.report("criterion-twice", self.reader.node(shape, field), name=scored, line=first.line + 1)
            seen.setdefault(scored, self.reader.node(shape, field))
        maximum = 0 if name is ModelName.BONUS_PENALTY else self._maximum(shape)
        self._check_target(shape, name)
        model = self._model(shape, name, maximum)
        return Leaf(shape.criterion or "", maximum or 0, model) if model else None

    def _check_keys(self, node: Node, name: ModelName, written: Collection[str]) -> None:
        """Report keys that a model does not take, and those that it lacks."""
        entries = node.entries or {}
        for key in written:
            if key not in (*_ALWAYS, *_KEYS[name]):
                models = [model for model, keys in _KEYS.items() if key in keys]
                self.report("key-of-models", entries[key].key, key=key, model=name, models=models)
        needed = list(_NEEDED.get(name, ()))
        if name is ModelName.BONUS_PENALTY:
            needed = [one for pair in _TOGETHER for one in pair if set(pair) & {*written}]
        for key in dict.fromkeys(needed):
            if key not in written:
                self.report("key-missing", node, key=key)

    def _check_criterion(self, shape: ItemShape, key: str, name: ModelName) -> None:
        asked = getattr(shape, key)
        if not asked:
            return
        if asked not in self.known:
            near = nearest(asked, self.known, 1)
            params = {"name": asked, "nearest": near, "known": list(self.known)}
            self.report("criterion-unknown", self.reader.node(shape, key), **params)
        elif name in _OF_EVENTS and asked in self.criteria and self.criteria[asked].kind is Kind.RATE:
            self.report("model-of-events", self.reader.node(shape, key), model=name, name=asked)

    def _check_target(self, shape: ItemShape, name: ModelName) -> None:
        """Report, as a warning, a line that asks for the target of a unit where no unit can have one."""
        criterion = self.criteria.get(shape.criterion or "")
        if criterion and name in _OF_TARGETS and not (criterion.id in self.judged or _holds_for_units(criterion)):
            self.report("scored-without-target", self.reader.node(shape, "criterion"), name=criterion.id)

    def _maximum(self, shape: ItemShape) -> int | None:
        """Return the most points of a line: its own, or else those of its criterion."""
        if shape.max_points is not None:
            return self._points(shape, "max_points", shape.max_points)
        criterion = self.criteria.get(shape.criterion or "")
        if criterion and criterion.max_points is None and "max_points" not in (self.reader.node(shape).entries or {}):
            self.report("points-missing", self.reader.node(shape, "criterion"), name=criterion.id)
        return criterion.max_points if criterion else None

    def _model(self, shape: ItemShape, name: ModelName, maximum: int | None) -> Model | None:
        """Return the model; None where a number that it needs is missing or wrong."""
        match name:
            case ModelName.LINEAR:
                cap = self._cap(shape)
                return Linear(THOUSANDTHS if cap is None else cap)
            case ModelName.LEADER_RELATIVE:
                return LeaderRelative(self._cap(shape))
            case ModelName.PER_EVENT:
                points = self._points(shape, "points", shape.points)
                return None if points is None else PerEvent(points)
            case ModelName.PASS_FAIL:
                return PassFail()
            case ModelName.STEPS:
                return Steps(tuple(self._steps(shape, maximum)))
        return self._bonus(shape)

    def _cap(self, shape: ItemShape) -> int | None:
        """Return up to which share a line gives points; one of 0 would give none to anybody."""
        cap = read_percentage(self.reader, shape, "cap", shape.cap)
        if cap == 0:
            self.report("cap-zero", self.reader.node(shape, "cap"))
        return cap

    def _steps(self, shape: ItemShape, maximum: int | None) -> Iterator[Step]:
        nodes = self.reader.node(shape, "steps").entries or {}
        found = []
        for key, text in (shape.steps or {}).items():
            start = self.reader.parse(nodes[key].key or nodes[key], key, parse_percentage)
            points = self.reader.parse(nodes[key], text, parse_points)
            if start is not None and points is not None:
                found.append((Step(start, points), nodes[key]))
            if points is not None and maximum is not None and points > maximum:
                params = {"points": as_decimal(points), "most": as_decimal(maximum)}
                self.report("step-over", nodes[key], **params)
        found.sort(key=lambda one: one[0].start)
        for (lower, _), (upper, node) in pairwise(found):
            if upper.start == lower.start or upper.points <= lower.points:
                self.report(
                    "steps-falling", node, start=say_percentage(upper.start), before=say_percentage(lower.start)
                )
        if shape.steps is not None and not nodes:
            self.report("list-empty", self.reader.node(shape, "steps"), key="steps")
        return (step for step, _ in found)

    def _bonus(self, shape: ItemShape) -> BonusPenalty:
        points, penalty, most = (
            self._points(shape, key, getattr(shape, key)) or 0 for key in ("points", "penalty", "most")
        )
        return BonusPenalty(points, shape.against or "", penalty, self._least(shape), most)

    def _least(self, shape: ItemShape) -> int:
        text = (shape.least or "0").strip()
        node, is_negative = self.reader.node(shape, "least"), text[:1] in "-−"
        size = self.reader.parse(node, text[is_negative:], parse_points) or 0
        if size and not is_negative:
            self.report("least-positive", node, text=text)
        return -size

    def _points(self, shape: ItemShape, field: str, text: str | None) -> int | None:
        return None if text is None else self.reader.parse(self.reader.node(shape, field), text, parse_points)


def _holds_for_units(criterion: Criterion) -> bool:
    """Whether a target that its campaign declares is one of single units: a share is, an amount of the whole is not."""
    if criterion.aim in (Aim.NEVER, Aim.REDUCE):
        return True
    return any(row.level or row.unit or criterion.kind is Kind.RATE for row in criterion.targets)
