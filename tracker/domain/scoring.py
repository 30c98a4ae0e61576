"""Scores: the points of units on a score sheet, line by line, exact.

Each line is rounded half up (away from 0) to two places, and so are the rebased score and the percentage; everything else is a sum of
printed lines, which one can add by hand. A line without anything to judge by leaves the denominator, and the score is rebased to the whole
sheet. Source: the campaign rules; the models of `models`.

Units: points and percentages are in thousandths.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, assert_never

import msgspec

from tracker.domain.attainment import Goal, Measured
from tracker.domain.criteria import Criterion
from tracker.domain.entries import Total
from tracker.domain.models import (
    Judged,
    LineState,
    Rule,
    judge_bonus,
    judge_by_leader,
    judge_events,
    judge_shares,
    round_points,
)
from tracker.domain.phase_events import Authority
from tracker.domain.quantity import THOUSAND
from tracker.domain.scheme import (
    THOUSANDTHS,
    BonusPenalty,
    Group,
    LeaderRelative,
    Leaf,
    Linear,
    PassFail,
    PerEvent,
    Sheet,
    Steps,
)

_NO_FIGURE = Measured(Total(), Goal())


class Given(msgspec.Struct, frozen=True):
    """Points that somebody gave to a line of a unit, in place of what is computed. Units: thousandths, whole hundredths of a point."""

    authority: Authority
    points: int
    by: str
    at: datetime
    reason: str = ""


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of a unit's score sheet.

    `measured` is its figure and goal. `computed` are the points by figures, None where nothing can be judged, `given` is what people gave.
    `leader` is the unit it is compared with (leader-relative), `other` that unit's figure, or the figure of the penalties. The formula and
    its inputs: formulas.explain_line.
    """

    leaf: Leaf
    state: LineState
    rule: Rule
    computed: int | None
    measured: Measured = _NO_FIGURE
    other: Measured = _NO_FIGURE
    leader: str = ""
    given: Given | None = None

    @property
    def name(self) -> str:
        """What the line is known by: its criterion, or the criterion of its penalties."""
        return self.leaf.name

    @property
    def points(self) -> int | None:
        """What counts: what people gave, else what is computed; None where the line leaves the denominator."""
        if self.given is None or self.state is LineState.NOT_ASSIGNED:
            return self.computed
        least, most = limits(self.leaf)
        return min(max(self.given.points, least), most)


class UnitScore(msgspec.Struct, frozen=True, gc=False):
    """A unit's score sheet, filled in.

    `score` of `maximum` are the sums of the lines that count, `rebased` is the score on the whole `sheet_maximum`; `bonus` is the sum of the
    other column, `penalty` what was taken off in it (not negative). `total` is rebased plus bonus; `percentage` is its share of the sheet's
    maximum, None where that is 0. Units: thousandths of a point, of a per cent.
    """

    lines: tuple[Line, ...]
    bonus_lines: tuple[Line, ...]
    score: int
    maximum: int
    sheet_maximum: int
    rebased: int
    bonus: int
    penalty: int
    total: int
    percentage: int | None

    def line(self, name: str) -> Line | None:
        """Return a line by what it is known by."""
        return next((one for one in (*self.lines, *self.bonus_lines) if one.name == name), None)


class Part(NamedTuple):
    """A group of the tree with the sums of what it holds: points of `maximum` of the lines that count, all maxima, the bonus column."""

    title: str
    points: int
    maximum: int
    sheet_maximum: int
    bonus: int
    items: tuple["Part | Line", ...]


def limits(leaf: Leaf) -> tuple[int, int]:
    """Return the least and the most points that a line can have. Units: thousandths."""
    match leaf.model:
        case BonusPenalty(least=least, most=most):
            return least, most
        case Linear(cap=cap) if cap > THOUSANDTHS:
            return 0, round_points(leaf.maximum * cap, THOUSANDTHS)
        case _:
            return 0, leaf.maximum


def score_group(
    criteria: Mapping[str, Criterion],
    sheet: Sheet,
    figures: Mapping[str, Mapping[str, Measured]],
    given: Mapping[tuple[str, str], Given],
    *,
    is_closed: bool,
) -> dict[str, UnitScore]:
    """Score the units of one group by their figures, unit by criterion, and by what people gave, by unit and line.

    `is_closed` says whether the figures are final, so that leaders can be told.
    """
    leaves = sheet.leaves
    columns = [_score_column(criteria, leaf, figures, given, is_closed=is_closed) for leaf in leaves]
    whole = sum(leaf.maximum for leaf in leaves if not _is_bonus(leaf))
    rows = zip(*columns, strict=True) if columns else ((),) * len(figures)
    return {unit: _sum_up(row, whole) for unit, row in zip(figures, rows, strict=True)}


def rebase(score: int, maximum: int, whole: int) -> int:
    """Return a score of some lines, of at most `maximum`, on the `whole` sheet; 0 where nothing counts."""
    return round_points(score * whole, maximum) if maximum else 0


def build_parts(items: Iterable[Leaf | Group], score: UnitScore) -> tuple[Part | Line, ...]:
    """Return a unit's lines as the tree of its sheet, each group with the sums of what it holds."""
    lines = {line.name: line for line in (*score.lines, *score.bonus_lines)}
    return tuple(_build_part(one, lines) for one in items)


def _build_part(item: Leaf | Group, lines: Mapping[str, Line]) -> Part | Line:
    if isinstance(item, Leaf):
        return lines[item.name]
    items = tuple(_build_part(one, lines) for one in item.items)
    points, maximum, whole, bonus = (sum(column) for column in zip(*map(_sums, items), strict=True))
    return Part(item.title, points, maximum, whole, bonus, items)


def _sums(item: Part | Line) -> tuple[int, int, int, int]:
    if isinstance(item, Part):
        return item.points, item.maximum, item.sheet_maximum, item.bonus
    if _is_bonus(item.leaf):
        return 0, 0, 0, item.points or 0
    maximum = item.leaf.maximum
    return (0, 0, maximum, 0) if item.points is None else (item.points, maximum, maximum, 0)


def _score_column(
    criteria: Mapping[str, Criterion],
    leaf: Leaf,
    figures: Mapping[str, Mapping[str, Measured]],
    given: Mapping[tuple[str, str], Given],
    *,
    is_closed: bool,
) -> list[Line]:
    own = _pick(figures, leaf.criterion)
    other = _pick(figures, leaf.model.against) if isinstance(leaf.model, BonusPenalty) else own
    judged = _judge(criteria, leaf, own, other, is_closed=is_closed)
    return [_build_line(leaf, unit, judged[unit], own, other, given) for unit in figures]


def _judge(
    criteria: Mapping[str, Criterion],
    leaf: Leaf,
    own: Mapping[str, Measured],
    other: Mapping[str, Measured],
    *,
    is_closed: bool,
) -> dict[str, Judged]:
    model = leaf.model
    match model:
        case LeaderRelative():
            return judge_by_leader(criteria[leaf.criterion], model, leaf.maximum, own, is_closed=is_closed)
        case PerEvent():
            return judge_events(model, leaf.maximum, own)
        case BonusPenalty():
            return judge_bonus(model, own, other)
        case Linear() | PassFail() | Steps():
            return judge_shares(criteria[leaf.criterion], model, leaf.maximum, own)
        case _:
            assert_never(model)


def _pick(figures: Mapping[str, Mapping[str, Measured]], criterion: str) -> dict[str, Measured]:
    return {unit: row.get(criterion, _NO_FIGURE) for unit, row in figures.items()}


def _build_line(
    leaf: Leaf,
    unit: str,
    judged: Judged,
    own: Mapping[str, Measured],
    other: Mapping[str, Measured],
    given: Mapping[tuple[str, str], Given],
) -> Line:
    state, rule, points, leader = judged
    people = given.get((unit, leaf.name)) if given else None
    return Line(leaf, state, rule, points, own[unit], other[leader or unit], leader, people)


def _is_bonus(leaf: Leaf) -> bool:
    return isinstance(leaf.model, BonusPenalty)


def _sum_up(row: tuple[Line, ...], whole: int) -> UnitScore:
    lines = tuple(line for line in row if not _is_bonus(line.leaf))
    bonus_lines = tuple(line for line in row if _is_bonus(line.leaf))
    counted = [(points, line.leaf.maximum) for line in lines if (points := line.points) is not None]
    score, maximum = sum(points for points, _ in counted), sum(most for _, most in counted)
    bonus, penalty = sum(line.points or 0 for line in bonus_lines), sum(map(_penalty, bonus_lines))
    rebased = rebase(score, maximum, whole)
    total = rebased + bonus
    percentage = round_points(total * 100 * THOUSAND, whole) if whole else None
    return UnitScore(lines, bonus_lines, score, maximum, whole, rebased, bonus, penalty, total, percentage)


def _penalty(line: Line) -> int:
    """Return what was taken off: by figures the penalties before any bonus; of what people gave only what is below 0."""
    assert isinstance(line.leaf.model, BonusPenalty)
    if line.given is not None:
        return max(0, -(line.points or 0))
    return round_points(line.other.actual.quantity * line.leaf.model.penalty, THOUSAND)
