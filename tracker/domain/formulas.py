"""The working of a line: the formula that gives its points, and the numbers in it.

The language: names of inputs, whole numbers, + - * /, parentheses, min() and max(), and comparisons < <= > >= in parentheses, which are 1
where they hold and else 0. The value, rounded half up (away from 0) to two places, is what is computed.

Names: MS maximum points; A actual (of a rate N / D), T target, C ceiling, B baseline (of a rate NB / DB), r the reduction asked for; the same
with L at the end for the leader; cap; n and m events, b and p points for each, lo and hi; s1, p1, s2 ... attainments and points of the steps;
tie, by how much leaders may differ.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, assert_never

from tracker.domain.attainment import Measured, figure_of
from tracker.domain.criteria import Aim, Criterion, Kind
from tracker.domain.entries import Total
from tracker.domain.models import TIED, ByShare, Rule
from tracker.domain.quantity import THOUSAND, as_decimal, rounded
from tracker.domain.scheme import THOUSANDTHS, BonusPenalty, LeaderRelative, Linear, PassFail, PerEvent, Steps
from tracker.domain.scoring import Line

_PLACES = 6  # of a number that goes in as it is; one with more goes in as the quotient of two
Inputs = dict[str, Decimal]


class Working(NamedTuple):
    """A formula and its inputs, in points and in the criterion's own measure; both empty where nothing can be judged."""

    formula: str
    inputs: Inputs


def explain_line(criteria: Mapping[str, Criterion], line: Line) -> Working:
    """Return how the figures of a line give what is computed, whatever people gave in its place."""
    if line.computed is None:
        return Working("", {})
    model, inputs = line.leaf.model, Inputs()
    match model:
        case BonusPenalty():
            formula = _write_bonus(line, model, inputs)
        case PerEvent():
            formula = _write_events(line, model, inputs)
        case LeaderRelative():
            formula = _write_by_leader(criteria[line.leaf.criterion], line, model, inputs)
        case Linear() | PassFail() | Steps():
            formula = _write_by_share(criteria[line.leaf.criterion], line, model, inputs)
        case _:
            assert_never(model)
    return Working(formula, inputs)


def _write_bonus(line: Line, model: BonusPenalty, inputs: Inputs) -> str:
    terms = []
    if line.leaf.criterion:
        inputs |= {"n": as_decimal(line.measured.actual.quantity), "b": as_decimal(model.points)}
        terms.append("n * b")
    if model.against:
        inputs |= {"m": as_decimal(line.other.actual.quantity), "p": as_decimal(model.penalty)}
        terms.append("m * p" if terms else "0 - m * p")
    inputs |= {"lo": as_decimal(model.least), "hi": as_decimal(model.most)}
    return f"min(max({' - '.join(terms)}, lo), hi)"


def _write_events(line: Line, model: PerEvent, inputs: Inputs) -> str:
    inputs |= {"n": as_decimal(line.measured.actual.quantity), "p": as_decimal(model.points)}
    inputs["MS"] = as_decimal(line.leaf.maximum)
    return "min(n * p, MS)"


def _write_by_share(criterion: Criterion, line: Line, model: ByShare, inputs: Inputs) -> str:
    share, is_verdict = _write_share(criterion, line.measured, inputs)
    if isinstance(model, Steps):
        return _write_steps(share, model, inputs)
    inputs["MS"] = as_decimal(line.leaf.maximum)
    if isinstance(model, PassFail):
        return f"MS * {share}" if is_verdict else f"MS * ({share} >= 1)"
    inputs["cap"] = as_decimal(model.cap)
    return f"MS * min({_write_from_zero(criterion, share, is_verdict)}, cap)"


def _write_steps(share: str, model: Steps, inputs: Inputs) -> str:
    parts = ["0"]
    for number, step in enumerate(model.steps, 1):
        inputs |= {f"s{number}": as_decimal(step.start), f"p{number}": as_decimal(step.points)}
        parts.append(f"p{number} * ({share} >= s{number})")
    return f"max({', '.join(parts)})"


def _write_by_leader(criterion: Criterion, line: Line, model: LeaderRelative, inputs: Inputs) -> str:
    inputs["MS"] = as_decimal(line.leaf.maximum)
    if line.rule is Rule.NO_TARGET_GROUP:
        own = _write_total(criterion, "A", line.measured.actual, inputs)
        return f"MS * {own} / {_write_total(criterion, 'A', line.other.actual, inputs, 'L')}"
    if line.rule is Rule.LEADER and line.other == line.measured:
        return "MS"
    share, is_verdict = _write_share(criterion, line.measured, inputs)
    if line.rule not in (Rule.LEADER, Rule.ABOVE_TARGET):
        return f"MS / 2 * min({_write_from_zero(criterion, share, is_verdict)}, 1)"
    first, _ = _write_share(criterion, line.other, inputs, "L")
    own, first = _write_excess(model, share, inputs), _write_excess(model, first, inputs)
    if line.rule is Rule.ABOVE_TARGET:
        return f"MS / 2 + MS / 2 * {own} / {first}"
    return f"MS * ({own} + {_put('tie', TIED, inputs)} >= {first})"


def _write_excess(model: LeaderRelative, share: str, inputs: Inputs) -> str:
    if model.cap is None:
        return f"({share} - 1)"
    return f"min({share} - 1, {_put('cap', Fraction(model.cap, THOUSANDTHS), inputs)})"


def _write_share(criterion: Criterion, measured: Measured, inputs: Inputs, of: str = "") -> tuple[str, bool]:
    """Write an attainment; the second tells whether it is a comparison. `of` is L for the leader's."""
    target, baseline = measured.goal.target, measured.goal.baseline
    actual = _write_total(criterion, "A", measured.actual, inputs, of)
    match criterion.aim:
        case Aim.REACH:
            assert target is not None
            return f"{actual} / {_put_goal(criterion, 'T' + of, target, inputs)}", False
        case Aim.REDUCE:
            assert baseline is not None
            before = _write_total(criterion, "B", baseline, inputs, of)
            if not figure_of(criterion, baseline):
                return f"({actual} <= {before})", True
            if not target:
                return f"({actual} {'<' if target is None else '<='} {before})", True
            return f"({before} - {actual}) / {before} / {_put('r' + of, target, inputs)}", False
        case Aim.STAY_UNDER:
            assert target is not None
            ceiling = _put_goal(criterion, "C" + of, target, inputs)
            return (
                (f"max(min(2 - {actual} / {ceiling}, 1), 0)", False) if target else (f"({actual} <= {ceiling})", True)
            )
        case Aim.NEVER:
            return f"({actual} <= 0)", True


def _write_from_zero(criterion: Criterion, share: str, is_verdict: bool) -> str:
    return share if is_verdict or criterion.aim is Aim.STAY_UNDER else f"max({share}, 0)"


def _write_total(criterion: Criterion, name: str, total: Total, inputs: Inputs, of: str = "") -> str:
    """Write a figure: its quantity, or of a rate the quotient N / D, of a baseline NB / DB."""
    if criterion.kind is not Kind.RATE:
        inputs[name + of] = as_decimal(total.quantity)
        return name + of
    end = of if name == "A" else name + of
    inputs |= {f"N{end}": as_decimal(total.quantity), f"D{end}": as_decimal(total.denominator)}
    return f"(N{end} / D{end})"


def _put_goal(criterion: Criterion, name: str, target: Fraction, inputs: Inputs) -> str:
    return _put(name, target if criterion.kind is Kind.RATE else target / THOUSAND, inputs)


def _put(name: str, value: Fraction, inputs: Inputs) -> str:
    """Put a number in and return what stands for it: its name, or a quotient where its decimals have no end."""
    if 10**_PLACES % value.denominator == 0:
        inputs[name] = rounded(value, _PLACES)
        return name
    inputs |= {f"{name}_up": Decimal(value.numerator), f"{name}_down": Decimal(value.denominator)}
    return f"({name}_up / {name}_down)"
