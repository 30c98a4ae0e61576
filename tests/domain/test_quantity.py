"""Quantities as people type them, and half-up rounding."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tracker.domain.quantity import as_decimal, parse_quantity, rounded
from tracker.errors import TrackerError


@pytest.mark.parametrize(
    ("text", "decimals", "thousandths"),
    [
        ("0", 0, 0),
        (" 12 ", 0, 12_000),
        ("007", 0, 7_000),
        ("1.234", 0, 1_234_000),
        ("1,234", 0, 1_234_000),
        ("500.000", 0, 500_000_000),
        ("1.234.567", 0, 1_234_567_000),
        ("1,234,567", 3, 1_234_567_000),
        ("1,5", 1, 1_500),
        ("1.5", 3, 1_500),
        ("0,125", 3, 125),
        ("0.125", 3, 125),
        ("012.345", 3, 12_345),
        ("1234.567", 3, 1_234_567),
        ("1.234,5", 1, 1_234_500),
        ("1,234.5", 1, 1_234_500),
        ("1.234,567", 3, 1_234_567),
        ("1.234.567,89", 2, 1_234_567_890),
        ("999999999999", 0, 999_999_999_999_000),
        ("999.999.999.999,999", 3, 999_999_999_999_999),
        pytest.param("0" * 5000 + "1", 0, 1_000, id="5000 leading zeros"),
    ],
)
def test_a_quantity_is_kept_in_thousandths(text: str, decimals: int, thousandths: int) -> None:
    assert parse_quantity(text, decimals) == thousandths


@pytest.mark.parametrize(
    ("text", "decimals", "code"),
    [
        *(
            (text, 0, "bad-quantity")
            for text in ("", " ", "nan", "inf", "1e3", "1e400", "+5", "１２", "1_000", "0x1f", "-")
        ),
        *(
            (text, 3, "bad-quantity")
            for text in (".5", "5.", "1,2,3", "1.23.456", "1.234,567,8", "0.123.456", "12 345")
        ),
        *((text, 3, "bad-quantity") for text in ("1,234.567.8", "1234.567.890", "1.2345,6", "5%", "1/2", "-x")),
        *((text, 0, "negative-quantity") for text in ("-5", "−5", "- 1,5", "-0")),
        *(("1.234", decimals, "ambiguous-quantity") for decimals in (1, 2, 3)),
        ("1,234", 3, "ambiguous-quantity"),
        ("999.999", 2, "ambiguous-quantity"),
        ("0,125", 0, "too-many-decimals"),
        ("10.0", 0, "too-many-decimals"),
        ("1,25", 1, "too-many-decimals"),
        ("0,1234", 3, "too-many-decimals"),
        ("1.234,5", 0, "too-many-decimals"),
        ("1234567890123", 0, "quantity-too-large"),
        ("1.000.000.000.000", 3, "quantity-too-large"),
        pytest.param("9" * 5000, 0, "quantity-too-large", id="5000 digits"),
    ],
)
def test_another_form_is_refused(text: str, decimals: int, code: str) -> None:
    with pytest.raises(TrackerError, match=f"^{code}$"):
        parse_quantity(text, decimals)


def test_an_ambiguous_quantity_is_shown_in_both_spellings() -> None:
    with pytest.raises(TrackerError) as error:
        parse_quantity("1.234", 3)
    thousands, decimal = (str(error.value.problem.params[name]) for name in ("thousands", "decimal"))
    assert (parse_quantity(thousands, 3), parse_quantity(decimal, 3)) == (1_234_000, 1_234)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(12345, 10_000), 3, "1.235"),
        (Fraction(547 * 26, 105), 3, "135.448"),
        (Fraction(124, 547), 4, "0.2267"),
        (Fraction(100), 4, "100"),
        (Fraction(3, 2), 3, "1.5"),
        (Fraction(1, 3000), 3, "0"),
    ],
)
def test_rounding_is_half_up_and_leaves_no_trailing_zeros(value: Fraction, places: int, text: str) -> None:
    assert str(rounded(value, places)) == text


def test_an_amount_is_shown_in_its_own_measure() -> None:
    shown = [str(as_decimal(amount)) for amount in (0, 125, 1_500, 999_999_999_999_999)]
    assert shown == ["0", "0.125", "1.5", "999999999999.999"]
    assert as_decimal(1_641_000) == Decimal(1641)
