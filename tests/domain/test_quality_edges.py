"""Spreads whose deviation is not 1, by which it shows on which side of the fraction it stands."""

from fractions import Fraction

from tracker.domain.quality import Outlier, Spread, find_outliers


def test_the_mean_distance_divides_a_score_and_an_outlier_tells_the_spread_it_lies_outside_of() -> None:
    """Of nine 10s and a 40 the mean distance is 3: z = 30 / (1.253314 x 3) = 7.98."""
    figures = {f"u{n}": Fraction(10) for n in range(9)} | {"far": Fraction(40)}
    spread = Spread(10, Fraction(10), Fraction(3), is_mean=True)
    assert find_outliers(figures) == {"far": Outlier(Fraction(40), spread, Fraction(10_000_000, 1_253_314))}
    assert round(float(spread.score(Fraction(40))), 2) == 7.98


def test_the_median_distance_divides_a_score_too() -> None:
    """Of 2, 4, 6, 8, 10, 60 the median is 7 and that of the distances 3: z = 0.6745 x 53 / 3 = 11.92."""
    found = find_outliers({str(n): Fraction(n) for n in (2, 4, 6, 8, 10, 60)})
    assert found.keys() == {"60"}
    assert found["60"] == Outlier(
        Fraction(60), Spread(6, Fraction(7), Fraction(3), is_mean=False), Fraction(6745, 10_000) * 53 / 3
    )
