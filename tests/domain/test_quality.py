"""Figures worth a second look: what breaks a rule, lies far from its peers, or is of an unlikely size."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.entries import Total
from tracker.domain.quality import (
    BY_MEAN,
    Broken,
    Spread,
    check_figures,
    find_outliers,
    is_plausible,
    measure_spread,
)
from tracker.domain.scheme import Check, Plausible

FIGURES = {"solved": Total(8000, 9000, 3), "reported": Total(7000, 0, 2), "found": Total(2000, 0, 1)}


def check(operator: str, left: str = "solved", right: str = "reported") -> Check:
    def side(text: str) -> tuple[tuple[str, bool], ...]:
        return tuple((name.removesuffix(".of"), name.endswith(".of")) for name in text.split("+"))

    return Check("rule", "Rule", side(left), operator, side(right))


@pytest.mark.parametrize(
    ("operator", "below", "same", "above"),
    [
        ("<=", True, True, False),
        ("<", True, False, False),
        ("=", False, True, False),
        (">=", False, True, True),
        (">", False, False, True),
    ],
)
def test_each_comparison_holds_as_it_is_written(operator: str, below: bool, same: bool, above: bool) -> None:
    assert (check_figures(check(operator, "reported", "solved"), FIGURES) is None) is below
    assert (check_figures(check(operator, "solved", "solved"), FIGURES) is None) is same
    assert (check_figures(check(operator, "solved", "reported"), FIGURES) is None) is above


def test_a_broken_rule_tells_the_amount_of_every_term() -> None:
    rule = check("<=", "solved.of+found", "reported+found")
    assert check_figures(rule, FIGURES) == Broken(rule, (9000, 2000), (7000, 2000))
    assert check_figures(check("<=", "solved.of", "reported+found"), FIGURES) is None


def test_a_unit_without_figures_breaks_no_rule() -> None:
    assert check_figures(check("<"), {}) is None
    assert check_figures(check(">", "found.of", "reported.of"), FIGURES) is None


def test_what_a_unit_did_not_report_counts_as_nothing() -> None:
    rule = check("<=", "solved", "unknown")
    assert check_figures(rule, FIGURES) == Broken(rule, (8000,), (0,))


def test_the_modified_z_score_by_hand() -> None:
    """Of 1, 2, 3, 4, 30 the median is 3, the distances are 2, 1, 0, 1, 27 and their median 1: z = 0.6745 x 27 = 18.2115."""
    figures = {str(n): Fraction(n) for n in (1, 2, 3, 4, 30)}
    assert measure_spread(figures.values()) == Spread(5, Fraction(3), Fraction(1), is_mean=False)
    (outlier,) = find_outliers(figures).values()
    assert outlier.figure == 30
    assert outlier.score == Fraction(182_115, 10_000)


def test_where_most_are_alike_the_mean_distance_is_taken() -> None:
    """Of 10, 10, 10, 10, 15 the median distance is 0 and the mean one 1: z = 5 / 1.253314 = 3.99."""
    figures = {str(at): Fraction(n) for at, n in enumerate((10, 10, 10, 10, 15))}
    assert measure_spread(figures.values()) == Spread(5, Fraction(10), Fraction(1), is_mean=True)
    (outlier,) = find_outliers(figures).values()
    assert outlier.score == 5 / Fraction(1_253_314, 1_000_000)


def test_a_figure_far_below_is_found_too() -> None:
    figures = {str(n): Fraction(n) for n in (50, 51, 52, 53, 54, 3)}
    assert {name: one.score < 0 for name, one in find_outliers(figures).items()} == {"3": True}


def test_the_limit_itself_is_not_passed() -> None:
    """With a median of 0 and a median deviation of 6745 a figure of 35000 has the score 3.5."""
    near = [Fraction(n) for n in (-6745, -6745, 0, 6745)]
    on, over = Fraction(35_000), Fraction(35_001)
    for last, found in ((on, set()), (over, {"4"})):
        figures = {str(at): one for at, one in enumerate([*near, last])}
        spread = measure_spread(figures.values())
        assert spread is not None
        assert spread.deviation == 6745
        assert find_outliers(figures).keys() == found


def test_few_figures_and_figures_all_alike_are_not_compared() -> None:
    assert find_outliers({str(at): Fraction(n) for at, n in enumerate((1, 1, 1, 90))}) == {}
    assert measure_spread([Fraction(1)] * 4) is None
    assert measure_spread([Fraction(2)] * 9) is None
    assert find_outliers({str(at): Fraction(2) for at in range(9)}) == {}


@given(st.lists(st.fractions(0, 1000), min_size=5, max_size=12), st.fractions(1, 50), st.fractions(-9, 9))
def test_the_unit_of_measure_changes_nothing(values: list[Fraction], factor: Fraction, shift: Fraction) -> None:
    figures = {str(at): one for at, one in enumerate(values)}
    turned = {name: one * factor + shift for name, one in figures.items()}
    before, after = find_outliers(figures), find_outliers(turned)
    assert {name: one.score for name, one in before.items()} == {name: one.score for name, one in after.items()}


@pytest.mark.parametrize(
    ("least", "most", "quantity", "plausible"),
    [
        (None, None, 10**15, True),
        (5, None, 4, False),
        (5, None, 5, True),
        (None, 5, 5, True),
        (None, 5, 6, False),
        (5, 9, 7, True),
        (5, 9, 4, False),
        (5, 9, 10, False),
        (0, 0, 1, False),
    ],
)
def test_a_range_holds_its_ends(least: int | None, most: int | None, quantity: int, plausible: bool) -> None:
    assert is_plausible(Plausible("x", least, most), quantity) is plausible


def test_the_constant_of_the_mean_is_the_root_of_half_of_pi() -> None:
    assert abs(float(BY_MEAN) - (3.14159265358979 / 2) ** 0.5) < 1e-6
