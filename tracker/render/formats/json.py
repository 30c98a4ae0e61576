"""JSON documents: what scripts read. Numbers are exact; dates ISO; keys are only ever added."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, overload

import msgspec

from tracker.domain.text import visible

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def render_json(document: Mapping[str, Any]) -> str:
    """Write a document as indented JSON, its letters unescaped."""
    try:
        encoded = _ENCODER.encode(document)
    except UnicodeEncodeError:  # a file's name may be no text
        encoded = _ENCODER.encode(_as_text(document))
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _as_text(value: Any) -> Any:
    match value:
        case str():
            return visible(value)
        case Mapping():
            return {name: _as_text(one) for name, one in value.items()}
        case list() | tuple():
            return [_as_text(one) for one in value]
    return value


@overload
def plain(value: Decimal) -> Decimal | int: ...


@overload
def plain(value: None) -> None: ...


@overload
def plain(value: Decimal | None) -> Decimal | int | None: ...


def plain(value: Decimal | None) -> Decimal | int | None:
    """Return a decimal as JSON should show it: whole ones without a point."""
    return int(value) if value is not None and value == value.to_integral_value() else value
