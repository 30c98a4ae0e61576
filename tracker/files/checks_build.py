"""From the shapes of `not_considered:`, `checks:` and `plausible:` to the rules they stand for, and all rules of a campaign."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.campaign import RosterData
from tracker.domain.commendations import LAW, Award, Whom
from tracker.domain.criteria import Criterion, Kind
from tracker.domain.quantity import parse_quantity
from tracker.domain.scheme import OPERATORS, Check, NotConsidered, Plausible, Rules, Scoring
from tracker.domain.text import nearest
from tracker.files.campaign_shape import CampaignShape, CriterionShape
from tracker.files.scoring_build import ScoringBuilder
from tracker.files.scoring_shape import AwardShape, CheckShape, NotConsideredShape, PlausibleShape
from tracker.files.sheet_build import LineBuilder
from tracker.files.typed_reader import TypedReader

_OPERATOR = re.compile("[<>=≤≥]+")
_WRITTEN = {"≤": "<=", "≥": ">=", "==": "=", "=<": "<=", "=>": ">="}
_DENOMINATOR = ".of"
_NO_RULES = msgspec.Raw(b"{}")


class RulesBuilder:
    """Builds the rules of one campaign; problems go to the reader's source.

    `judged` are the ids of the criteria that have targets of single units.
    """

    def __init__(
        self,
        reader: TypedReader,
        shape: CampaignShape,
        roster: RosterData | None,
        criteria: Collection[Criterion],
        judged: Collection[str],
    ) -> None:
        self.reader, self.shape, self.roster, self.judged = reader, shape, roster, judged
        self.known = [one.id for one in shape.criteria or () if one.id]
        self.criteria: Mapping[str, Criterion] = {one.id: one for one in criteria}
        self.report = reader.source.report

    def build(self) -> msgspec.Raw:
        """Return the rules as a campaign keeps them; nothing where none is given."""
        scoring, shape = Scoring(), self.shape
        if shape.scoring:
            versions = self.roster.versions if self.roster else None
            lines = LineBuilder(self.reader, self.known, self.criteria, self.judged)
            scoring = ScoringBuilder(lines, versions).build(shape.scoring)
        self.reader.check_unique(shape.checks or [])
        rules = Rules(
            scoring,
            self._not_considered(shape.not_considered or []),
            tuple(one for each in shape.checks or [] if (one := self._check(each))),
            tuple(bounds for each in shape.criteria or [] if (bounds := self._plausible(each))),
            tuple(self._awards(shape.commendations or [])),
        )
        return msgspec.Raw(msgspec.json.encode(rules)) if rules != Rules() else _NO_RULES

    def _awards(self, shapes: list[AwardShape]) -> Iterator[Award]:
        """Yield what can be awarded beside the lists of the law, whose ids are taken."""
        self.reader.check_unique(shapes)
        law = {one.id for one in LAW}
        for shape in shapes:
            if shape.id in law:
                self.report("award-of-law", self.reader.node(shape, "id"), id=shape.id)
            if shape.id and shape.title and shape.kind:
                english = shape.english or shape.title
                yield Award(shape.id, shape.kind, shape.title, english, shape.whom or Whom.ANY, shape.level)

    def _not_considered(self, shapes: list[NotConsideredShape]) -> tuple[NotConsidered, ...]:
        units = {version.id for version in self.roster.versions} if self.roster else set()
        told: defaultdict[str, list[tuple[Span, int]]] = defaultdict(list)
        found = []
        for shape in shapes:
            if shape.unit and units and shape.unit not in units:
                near = nearest(shape.unit, units, 1)
                self.report("unit-unknown", self.reader.node(shape, "unit"), unit=shape.unit, nearest=near)
            if not (shape.unit and shape.from_ and shape.basis):
                continue
            if shape.to and shape.to < shape.from_:
                self.report("span-reversed", self.reader.node(shape, "to"), start=shape.from_, end=shape.to)
                continue
            self._check_overlap(shape, Span(shape.from_, shape.to or date.max), told[shape.unit])
            found.append(NotConsidered(shape.unit, shape.from_, shape.to, shape.basis))
        return tuple(found)

    def _check_overlap(self, shape: NotConsideredShape, span: Span, told: list[tuple[Span, int]]) -> None:
        """Report a time in which an earlier line has said already that the unit is not considered."""
        for earlier, line in told:
            if both := earlier.clip(span):
                node = self.reader.node(shape, "from")
                self.report("not-considered-twice", node, unit=shape.unit, day=both.start, line=line)
                break
        told.append((span, self.reader.node(shape).line + 1))

    def _check(self, shape: CheckShape) -> Check | None:
        if not (shape.id and shape.title and shape.rule):
            return None
        parts = _OPERATOR.split(shape.rule)
        signs = _OPERATOR.findall(shape.rule)
        operator = _WRITTEN.get(signs[0], signs[0]) if len(signs) == 1 else ""
        if operator not in OPERATORS or not all(part.strip() for part in parts):
            self.report("bad-rule", self.reader.node(shape, "rule"), text=shape.rule)
            return None
        left, right = (self._side(shape, part) for part in parts)
        return Check(shape.id, shape.title, left, operator, right)

    def _side(self, shape: CheckShape, text: str) -> tuple[tuple[str, bool], ...]:
        return tuple(self._term(shape, one.strip()) for one in text.split("+"))

    def _term(self, shape: CheckShape, text: str) -> tuple[str, bool]:
        """Read a criterion's id, with .of where its denominator is meant."""
        node = self.reader.node(shape, "rule")
        is_denominator = text.endswith(_DENOMINATOR) and text not in self.known
        name = text.removesuffix(_DENOMINATOR) if is_denominator else text
        if name not in self.known:
            near = nearest(name, self.known, 1)
            self.report("criterion-unknown", node, name=name, nearest=near, known=self.known)
        elif is_denominator and name in self.criteria and self.criteria[name].kind is not Kind.RATE:
            self.report("of-no-rate", node, name=name)
        return name, is_denominator

    def _plausible(self, shape: CriterionShape) -> Plausible | None:
        asked = shape.plausible
        if asked is None or not shape.id or shape.id not in self.criteria:
            return None
        if asked.least is None and asked.most is None and not (self.reader.node(asked).entries or {}):
            self.report("key-missing", self.reader.node(asked), key="most")
        decimals = self.criteria[shape.id].decimals
        least, most = self._amount(asked, "least", decimals), self._amount(asked, "most", decimals)
        if least is not None and most is not None and most < least:
            self.report("most-under-least", self.reader.node(asked, "most"), least=asked.least, most=asked.most)
        return Plausible(shape.id, least, most)

    def _amount(self, shape: PlausibleShape, field: str, decimals: int) -> int | None:
        text = getattr(shape, field)
        if text is None:
            return None
        return self.reader.parse(self.reader.node(shape, field), text, lambda said: parse_quantity(said, decimals))
