"""From the shape of `letterhead:` to a `Letterhead`."""

import re

import msgspec

from tracker.domain.letterhead import Letterhead
from tracker.files.campaign_shape import LetterheadShape
from tracker.files.typed_reader import TypedReader

LONGEST = {"grounds": 1000}  # whole sentences; the rest are names, which stand in lines of their own
_LONGEST_NAME = 200
_KIND = re.compile("(BC|CV|DS|KH|QĐ|TB|TTr)-", re.IGNORECASE)  # what the law shortens kinds of papers to


def build_letterhead(reader: TypedReader, shape: LetterheadShape | None) -> msgspec.Raw:
    """Return the letterhead as a campaign keeps it, nothing where none is given; problems go to the reader's source."""
    if shape is None:
        return msgspec.Raw(b"{}")
    given = {name: value for name in shape.__struct_fields__ if (value := getattr(shape, name)) is not None}
    for name, value in given.items():
        node = reader.node(shape, name)
        if value == [] and not node.items:
            reader.source.report("list-empty", node, key=name)
        texts = zip(value, node.items or (), strict=False) if isinstance(value, list) else [(value, node)]
        most = LONGEST.get(name, _LONGEST_NAME)
        for text, place in texts:
            if len(text) > most:
                reader.source.report("text-too-long", place, name=name, length=len(text), most=most)
    if kind := _KIND.match(shape.symbol or ""):
        rest = str(shape.symbol)[kind.end() :]
        reader.source.report("symbol-holds-kind", reader.node(shape, "symbol"), symbol=shape.symbol, rest=rest)
    return msgspec.Raw(msgspec.json.encode(msgspec.convert(given, Letterhead)))
