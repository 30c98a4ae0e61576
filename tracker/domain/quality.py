"""What figures are worth a second look: rules that they break, units far from their peers, entries of an unlikely size.

Nothing here says that a figure is wrong, and nothing is refused for it.
"""

import operator
from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from tracker.domain.entries import Total
from tracker.domain.scheme import Check, Plausible

FEWEST = 5  # figures that a median says something of
FARTHEST = Fraction(35, 10)  # Source: Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (1993): 3.5
BY_MEDIAN = Fraction(6745, 10_000)  # makes the median deviation comparable with a standard deviation. Source: the same
BY_MEAN = Fraction(1_253_314, 1_000_000)  # the same for the mean deviation, the square root of half of pi

_COMPARE: Mapping[str, Callable[[int, int], bool]] = {
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


class Broken(NamedTuple):
    """A check that a unit's figures do not keep, with the amount of each term on its sides. Units: thousandths."""

    check: Check
    left: tuple[int, ...]
    right: tuple[int, ...]


class Spread(NamedTuple):
    """Where the middle of the figures of some peers lies (`peers` says of how many), and how far they lie from it.

    `deviation` is the median of their distances from it or, where that is 0 (`is_mean`), the mean of them.
    """

    peers: int
    median: Fraction
    deviation: Fraction
    is_mean: bool

    def score(self, figure: Fraction) -> Fraction:
        """Return the modified z-score of a figure: 0.6745 (x - median) / MAD, or (x - median) / (1.253314 mean deviation)."""
        distance = figure - self.median
        return distance / (BY_MEAN * self.deviation) if self.is_mean else BY_MEDIAN * distance / self.deviation


class Outlier(NamedTuple):
    """A figure that lies far from those of the peers; `score` is its modified z-score."""

    figure: Fraction
    spread: Spread
    score: Fraction


def check_figures(check: Check, figures: Mapping[str, Total]) -> Broken | None:
    """Return how a unit's figures break a check; where both sides are 0 there is nothing to compare."""
    left, right = (_amounts(side, figures) for side in (check.left, check.right))
    if not any((*left, *right)) or _COMPARE[check.operator](sum(left), sum(right)):
        return None
    return Broken(check, left, right)


def measure_spread(figures: Collection[Fraction]) -> Spread | None:
    """Return how figures spread; None where they are few or all alike."""
    if len(figures) < FEWEST:
        return None
    middle = median(figures)
    distances = [abs(one - middle) for one in figures]
    if deviation := median(distances):
        return Spread(len(figures), middle, deviation, is_mean=False)
    mean = sum(distances, Fraction(0)) / len(distances)
    return Spread(len(figures), middle, mean, is_mean=True) if mean else None


def find_outliers(figures: Mapping[str, Fraction]) -> dict[str, Outlier]:
    """Return which of the figures of peers lie far from the others."""
    spread = measure_spread(figures.values())
    if spread is None:
        return {}
    scores = {unit: spread.score(figure) for unit, figure in figures.items()}
    return {unit: Outlier(figures[unit], spread, score) for unit, score in scores.items() if abs(score) > FARTHEST}


def is_plausible(bounds: Plausible, quantity: int) -> bool:
    """Say whether the quantity of an entry lies where those of its criterion usually do."""
    return (bounds.least is None or bounds.least <= quantity) and (bounds.most is None or quantity <= bounds.most)


def _amounts(side: Iterable[tuple[str, bool]], figures: Mapping[str, Total]) -> tuple[int, ...]:
    totals = ((figures.get(criterion, Total()), of) for criterion, of in side)
    return tuple(total.denominator if of else total.quantity for total, of in totals)
