"""What people write for a target or a baseline, in campaigns.yaml and in tables."""

from tracker.domain.criteria import PER_CENT, Aim, Criterion, Kind
from tracker.domain.quantity import as_decimal, parse_quantity
from tracker.domain.text import fold
from tracker.errors import TrackerError

MOST_DECIMALS = 3
PERCENT = "%"
_OF = "/"
DASHES = ("-", "–", "—")
NOT_ASSIGNED = ("not assigned", "không giao")  # as it is written, in English and Vietnamese
_UNCLEAR_SHARE = 1000  # 1 and less may be a share or a percentage


def parse_target(text: str, criterion: Criterion) -> int | None:
    """Turn what is written for a target into its amount; None is "not assigned" (không giao).

    Units: thousandths of the measure, of what is in % thousandths of a per cent. Raises: TrackerError zero-with-target,
    reduction-unclear, reduction-too-large, percent-unclear, target-over-100 and what `parse_quantity` raises.
    """
    text = text.strip()
    if text in DASHES or fold(text) in map(fold, NOT_ASSIGNED):
        return None
    if criterion.aim is Aim.NEVER:
        raise TrackerError.of("zero-with-target")
    if criterion.aim is Aim.REDUCE:
        return _parse_reduction(text)
    if criterion.kind is not Kind.RATE:
        return parse_quantity(text, criterion.decimals)
    value = parse_quantity(text.removesuffix(PERCENT if criterion.is_percent else ""), MOST_DECIMALS)
    if criterion.is_percent and not text.endswith(PERCENT) and value <= _UNCLEAR_SHARE:
        raise TrackerError.of("percent-unclear", text=text, share=f"{as_decimal(value * 100)}%", percent=f"{text}%")
    if criterion.is_percent and value > PER_CENT and not criterion.over_100:
        raise TrackerError.of("target-over-100", text=text)
    return value


def _parse_reduction(text: str) -> int:
    """Read by which share there should be less: 5%, not an amount."""
    amount = parse_quantity(text.removesuffix(PERCENT), MOST_DECIMALS)
    if not text.endswith(PERCENT):
        raise TrackerError.of("reduction-unclear", text=text, percent=f"{text}%")
    if amount > PER_CENT:
        raise TrackerError.of("reduction-too-large", text=text)
    return amount


def parse_baseline(text: str, criterion: Criterion) -> tuple[int, int]:
    """Turn what is written for a baseline into its quantity and, of a rate, its denominator: 120, or 94/120.

    Units: thousandths. Raises: TrackerError baseline-form and what `parse_quantity` raises.
    """
    parts = [part.strip() for part in text.split(_OF)]
    if len(parts) != (2 if criterion.kind is Kind.RATE else 1):
        raise TrackerError.of("baseline-form-rate" if criterion.kind is Kind.RATE else "baseline-form", text=text)
    quantity, denominator = (parse_quantity(part, criterion.decimals) for part in (*parts, "0")[:2])
    if quantity and criterion.kind is Kind.RATE and not denominator:
        raise TrackerError.of("baseline-form-rate", text=text)
    return quantity, denominator
