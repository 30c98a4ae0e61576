"""The rows of a file of any format that offices keep tables in; the format is told by the content, never by the name."""

import codecs
from collections.abc import Callable, Sequence
from typing import IO

from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.files.cells import Source
from tracker.files.delimited import read_delimited
from tracker.files.encodings import decode_lines, refuse_font_encodings
from tracker.files.header import Match

# The first bytes of what people send instead of a table.
_OTHERS = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"<": "HTML/XML",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
}
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"


class Wish(Value, frozen=True):
    """What the user says about a file: the sheet to read (its name or number), the encoding of a text.

    `fonts`: letters that are only right in an old font are refused; naming the encoding overrides that.
    """

    sheet: str | None = None
    encoding: str | None = None
    fonts: bool = False


def open_rows(stream: IO[bytes], name: str, match: Callable[[Sequence[str]], Match], wish: Wish) -> Source:
    """Open a file as rows; `match` says how well a row serves as the header.

    Raises: TrackerError not-a-table, and what each format has to say.
    """
    try:
        head = _peek(stream)
    except OSError as error:
        raise TrackerError.of("file-unreadable", file=name, reason=error.strerror or str(error)) from None
    if head.startswith((_ZIP, _OLE)):
        from tracker.files.spreadsheet import open_spreadsheet  # noqa: PLC0415 starts another process

        source = open_spreadsheet(stream, name, match, wish.sheet)
        return source._replace(rows=refuse_font_encodings(source)) if wish.fonts else source
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for first, kind in _OTHERS.items():
        if text.startswith(first):
            raise TrackerError.of("not-a-table", file=name, kind=kind)
    if text.startswith((b"{", b"[")):
        from tracker.files.json_lines import read_json_lines  # noqa: PLC0415 rare

        return Source(name, read_json_lines(decode_lines(stream, head, name, fonts=wish.fonts), name))
    lines = decode_lines(stream, head, name, wish.encoding, fonts=wish.fonts and not wish.encoding)
    return Source(name, read_delimited(lines, name, match), is_escaped=True, is_text=True)


def _peek(stream: IO[bytes]) -> bytes:
    """Return the first bytes of a stream and leave them in it."""
    if stream.seekable():
        at = stream.tell()
        head = stream.read(64)
        stream.seek(at)
        return head
    peek = getattr(stream, "peek", None)
    return peek(64)[:64] if peek else b""
