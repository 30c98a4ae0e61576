"""Points and percentages as campaigns.yaml holds them; what is wrong is a problem of the node that it stands in."""

import msgspec

from tracker.domain.quantity import as_decimal, parse_quantity
from tracker.domain.scheme import POINT_PLACES
from tracker.errors import TrackerError
from tracker.files.typed_reader import TypedReader


def parse_percentage(text: str) -> int:
    """Turn 80% into 800 thousandths. Raises: TrackerError not-a-percentage."""
    stripped = text.strip()
    if not stripped.endswith("%"):
        raise TrackerError.of("not-a-percentage", text=text)
    try:
        return parse_quantity(stripped[:-1], 1) // 100
    except TrackerError:
        raise TrackerError.of("not-a-percentage", text=text) from None


def parse_points(text: str) -> int:
    """Turn 2.5 into 2500 thousandths. Raises: TrackerError negative-quantity, not-points."""
    try:
        return parse_quantity(text, POINT_PLACES)
    except TrackerError as error:
        raise error if error.code == "negative-quantity" else TrackerError.of("not-points", text=text) from None


def say_percentage(thousandths: int) -> str:
    """Write a percentage as the file holds it."""
    return f"{as_decimal(thousandths * 100)}%"


def read_percentage(
    reader: TypedReader, shape: msgspec.Struct, field: str, text: str | None, most: int | None = None
) -> int | None:
    """Read 80% as 800, None where there is none, it is wrong or more than `most`."""
    if text is None:
        return None
    node = reader.node(shape, field)
    value = reader.parse(node, text, parse_percentage)
    if value is not None and most is not None and value > most:
        reader.source.report("percentage-over", node, text=text)
        return None
    return value


def check_filled(reader: TypedReader, shape: msgspec.Struct, field: str) -> None:
    """Report a list that is there and holds nothing."""
    if getattr(shape, field) == [] and not reader.node(shape, field).items:
        reader.source.report("list-empty", reader.node(shape, field), key=field)
