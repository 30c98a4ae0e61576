"""What a PDF says of itself: its keywords, its subject and its metadata. Nothing else of it is read, and no page is drawn."""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

_LITERAL = re.compile(rb"/(?:Keywords|Subject)\s{0,9}\(((?:[^\\()]|\\.){0,4000})\)", re.DOTALL)
_HEX = re.compile(rb"/(?:Keywords|Subject)\s{0,9}<([0-9A-Fa-f\s]{0,16000})>")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DICTIONARY = 300  # bytes before a stream that say what it is
_MOST_STREAMS, _MOST_TRIED = 100_000, 2_000
_LARGEST_STREAM, _MOST_INFLATED = 2**18, 2**24
_LARGEST_PACKET = 100_000


def read_properties(data: bytes) -> str:
    """Return the texts in a PDF's properties, one after the other; XML among them is as it stands in the file."""
    plain = "\n".join(_texts(data))
    if re.search("[0-9a-f]{64}", plain):
        return plain
    return "\n".join((plain, *(text for stream in _inflate(data) for text in _texts(stream))))


def _texts(data: bytes) -> Iterator[str]:
    for found in _LITERAL.finditer(data):
        yield _decode(_ESCAPED.sub(_unescape, found[1]))
    for found in _HEX.finditer(data):
        digits = b"".join(found[1].split()).decode()
        yield _decode(bytes.fromhex(digits + "0" * (len(digits) % 2)))
    if (begin := data.rfind(b"<x:xmpmeta")) >= 0:
        yield data[begin : begin + _LARGEST_PACKET].partition(b"</x:xmpmeta>")[0].decode("utf-8", "replace")


def _unescape(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8) & 0xFF]) if sign[:1].isdigit() and sign[:1] < b"8" else _LETTERS.get(sign, sign)


def _decode(text: bytes) -> str:
    if text.startswith(b"\xfe\xff"):
        return text[2:].decode("utf-16-be", "replace")
    return text.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


def _inflate(data: bytes) -> Iterator[bytes]:
    """Yield the streams that may hold properties, up to limits of each and of all; not all are compressed by zlib."""
    room = _MOST_INFLATED
    for begin in islice(_starts(data), _MOST_TRIED):
        with suppress(zlib.error):
            stream = zlib.decompressobj().decompress(data[begin : begin + _LARGEST_STREAM], room)
            room -= len(stream)
            yield stream
        if room <= 0:
            return


def _starts(data: bytes) -> Iterator[int]:
    for found in islice(_STREAM.finditer(data), _MOST_STREAMS):
        before = data[max(0, found.start() - _DICTIONARY) : found.start()]
        if b"/ObjStm" in before or b"/Metadata" in before:
            yield found.end()
