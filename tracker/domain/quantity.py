"""Quantities: exact decimals kept as whole thousandths, and what people type for them."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from tracker.errors import TrackerError

if TYPE_CHECKING:
    from fractions import Fraction

THOUSAND = 1000
MAXIMUM_DIGITS = 12

_NEGATIVE = r"(?a)[-−]\s*\d"
_ONE_POINT = r"(?a)(\d+)[.,](\d+)"
_GROUPED = r"(?a)[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,})"
_BOTH = r"(?a)([1-9]\d{0,2}(?:\.\d{3})+),(\d+)|([1-9]\d{0,2}(?:,\d{3})+)\.(\d+)"
_AMBIGUOUS = r"(?a)[1-9]\d{0,2}[.,]\d{3}"


def parse_quantity(text: str, decimals: int) -> int:
    """Turn a typed number into thousandths.

    `.` and `,` are both points; one of them before exactly three digits separates thousands where `decimals` is 0 and
    is refused as ambiguous elsewhere. More places than `decimals` are refused, never rounded.

    Units: thousandths of the criterion's measure. Raises: TrackerError bad-quantity, negative-quantity,
    ambiguous-quantity, too-many-decimals, quantity-too-large.
    """
    text = text.strip()
    if text[:1] in "-−" and re.match(_NEGATIVE, text):
        raise TrackerError.of("negative-quantity", text=text)
    whole, places = _split(text, decimals)
    whole = whole.lstrip("0") or "0"
    if len(whole) > MAXIMUM_DIGITS:
        raise TrackerError.of("quantity-too-large", text=text, digits=MAXIMUM_DIGITS)
    if len(places) > decimals:
        raise TrackerError.of("too-many-decimals", text=text, decimals=decimals)
    return int(whole) * THOUSAND + int(places.ljust(3, "0"))


def _split(text: str, decimals: int) -> tuple[str, str]:
    if text.isascii() and text.isdecimal():
        return text, ""
    if re.fullmatch(_AMBIGUOUS, text):
        if decimals == 0:
            return re.sub("[.,]", "", text), ""
        whole, places = re.split("[.,]", text)
        raise TrackerError.of("ambiguous-quantity", text=text, thousands=whole + places, decimal=f"0{whole},{places}")
    if found := re.fullmatch(_ONE_POINT, text):
        return found[1], found[2]
    if re.fullmatch(_GROUPED, text):
        return re.sub("[.,]", "", text), ""
    if found := re.fullmatch(_BOTH, text):
        whole, places = (found[1], found[2]) if found[1] else (found[3], found[4])
        return re.sub("[.,]", "", whole), places
    raise TrackerError.of("bad-quantity", text=text)


def as_decimal(thousandths: int) -> Decimal:
    """Return an amount in the criterion's own measure, without trailing zeros."""
    return _shifted(thousandths, 3)


def rounded(value: "Fraction", places: int) -> Decimal:
    """Round half up, away from zero, to `places`; a whole result has no point."""
    return _shifted(_half_up(value * 10**places), places)


def _shifted(steps: int, places: int) -> Decimal:
    result = Decimal(steps).scaleb(-places)
    return result.quantize(Decimal(1)) if steps % 10**places == 0 else result.normalize()


def _half_up(value: "Fraction") -> int:
    steps = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return steps if value >= 0 else -steps
