"""JSON documents: what scripts read. Numbers are exact; dates ISO; keys are only ever added."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def render_json(document: Mapping[str, Any]) -> str:
    """Write a document as indented JSON, its letters unescaped."""
    return msgspec.json.format(_ENCODER.encode(document), indent=2).decode() + "\n"


def plain(value: Decimal | None) -> Decimal | int | None:
    """Return a decimal as JSON should show it: whole ones without a point."""
    return int(value) if value is not None and value == value.to_integral_value() else value
