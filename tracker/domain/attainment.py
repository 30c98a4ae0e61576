"""Attainment: how far a figure over a span has come towards what it is measured against, exact.

Source: the campaign rules. Up: A/T, none where T is 0. Down by a share r: the reduction d = (B-A)/B against r, so d/r; without r a pass if
d > 0, where r is 0 a pass if d >= 0; where B is 0 a pass if A is 0, else a failure that is flagged. Down to a ceiling C: 1 up to it, then 2 - A/C, never below 0; C = 0 and
what must not happen: 1 if A is 0, else 0. Rates are compared by their pooled values.
"""

from fractions import Fraction

from tracker.domain.criteria import Aim, Criterion, Kind
from tracker.domain.entries import Total
from tracker.domain.value import Value

_ONE, _NONE = Fraction(1), Fraction(0)


class Goal(Value, frozen=True):
    """What a figure over a span is measured against.

    Units: `target` is in thousandths for amounts, the plain value of a rate (75% is 3/4) and the share of a reduction (5% is 1/20).
    `baseline` is what there was in the days compared with. What is not assigned (không giao) is not judged.
    """

    target: Fraction | None = None
    baseline: Total | None = None
    is_assigned: bool = True


class Measured(Value, frozen=True):
    """A unit's figure of a criterion over a span, and what it is measured against."""

    actual: Total
    goal: Goal


class Attained(Value, frozen=True):
    """The attainment, 1 where the target is reached; None where there is nothing to judge by.

    `is_flagged` where there is an increase over a baseline of nothing, which no share can express.
    """

    share: Fraction | None
    is_flagged: bool = False

    @property
    def is_reached(self) -> bool:
        """Whether the target is reached."""
        return self.share is not None and self.share >= 1


def attain(criterion: Criterion, actual: Total, goal: Goal) -> Attained:
    """Return the attainment of a figure. Units: a share, without rounding."""
    figure = figure_of(criterion, actual)
    if not goal.is_assigned or figure is None:
        return Attained(None)
    match criterion.aim:
        case Aim.NEVER:
            return Attained(_NONE if figure else _ONE)
        case Aim.STAY_UNDER:
            return Attained(_under(figure, goal.target))
        case Aim.REDUCE:
            return _reduced(figure, figure_of(criterion, goal.baseline) if goal.baseline else None, goal.target)
        case Aim.REACH:
            return Attained(figure / goal.target if goal.target else None)


def figure_of(criterion: Criterion, total: Total) -> Fraction | None:
    """Return what of a total is judged: its quantity in thousandths, of a rate its value, None where nothing occurred."""
    return total.value if criterion.kind is Kind.RATE else Fraction(total.quantity)


def _under(figure: Fraction, ceiling: Fraction | None) -> Fraction | None:
    if ceiling is None:
        return None
    if figure <= ceiling:
        return _ONE
    return max(_NONE, 2 - figure / ceiling) if ceiling else _NONE


def _reduced(figure: Fraction, before: Fraction | None, wanted: Fraction | None) -> Attained:
    if before is None:
        return Attained(None)
    if not before:
        return Attained(_NONE if figure else _ONE, is_flagged=bool(figure))
    reduction = (before - figure) / before
    if wanted is not None and not wanted:
        return Attained(_ONE if reduction >= 0 else _NONE)
    if wanted is None:
        return Attained(_ONE if reduction > 0 else _NONE)
    return Attained(reduction / wanted)
