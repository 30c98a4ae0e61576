"""Which letters the bytes of a text mean, and texts whose letters are only right in an old font."""

import codecs
import io
import re
from collections.abc import Generator, Iterator
from typing import IO

from tracker.errors import Place, Problem, TrackerError
from tracker.files.cells import Source, SourceRow

LONGEST_LINE = 1 << 20

_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

# TCVN3 puts ô at « and đ at ®, where Unicode has signs that no word holds; VNI writes a letter and then its accents.
_FONTS = {
    "TCVN3 (.VnTime)": r"(?<=[A-Za-z])[µ¶·¸¹¨¼½¾ª«¬×Þß÷þ]|[®§¡¢£¤¥¦](?=[a-z])",
    "VNI": r"(?i)a[âêáàåãäùøûõïëü]|e[ùøûõïâáàåãä]|o[ùøûõïâåä]|[ôö][ùøûõï]|u[ùøûõï]|öô|ñ[ôö]|y[ùøûõ]",
}
_ENOUGH = 2  # different signs of it; one alone may be a trade mark or a foreign name


def find_font_encoding(text: str) -> str:
    """Return the name of the font encoding that a text is written in, "" for none."""
    if text.isascii():
        return ""
    for name, pattern in _FONTS.items():
        if len(set(re.findall(pattern, text))) >= _ENOUGH:
            return name
    return ""


def refuse_font_encodings(source: Source) -> Generator[SourceRow, None, None]:
    """Yield the rows of a source.

    Raises: TrackerError font-encoding at the first cell that is written in one.
    """
    try:
        for number, cells in source.rows:
            for at, cell in enumerate(cells):
                if isinstance(cell, str) and (found := find_font_encoding(cell)):
                    raise _font_error(found, Place(source.name, max(number, 1), at + 1))
            yield number, cells
    finally:
        source.rows.close()


def decode_lines(
    stream: IO[bytes], head: bytes, name: str, encoding: str | None = None, *, fonts: bool = False
) -> Iterator[str]:
    """Return the lines of a text: UTF-8 or UTF-16 with a byte order mark, else the encoding named, else UTF-8.

    `fonts`: refuse lines that are written in a font encoding.

    Raises: TrackerError encoding-unknown, not-utf-8, not-in-encoding, font-encoding, line-too-long, file-unreadable.
    """
    marked = next((found for mark, found in _BOMS.items() if head.startswith(mark)), None)
    known = marked or (_python_name(encoding) if encoding else "utf-8")
    lines = _decode_utf8(stream, name) if known.startswith("utf-8") else _decode_other(stream, name, known)
    for number, line in enumerate(lines, 1):
        if fonts and not line.isascii() and (found := find_font_encoding(line)):
            raise _font_error(found, Place(name, number, 1))
        yield line


def _python_name(encoding: str) -> str:
    try:
        "".encode(encoding)
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise TrackerError.of("encoding-unknown", encoding=encoding) from None


def _decode_utf8(stream: IO[bytes], name: str) -> Iterator[str]:
    for number, line in enumerate(_lines(stream, name), 1):
        try:
            text = line.decode("utf-8" if number > 1 else "utf-8-sig")
        except UnicodeDecodeError as error:
            wrong, at = error.object, error.start  # without the byte order mark
            place = Place(name, number, len(wrong[:at].decode()) + 1)
            raise TrackerError([Problem("not-utf-8", {"byte": f"0x{wrong[at]:02x}"}, place)]) from None
        if "\0" in text:  # UTF-16 without its mark
            place = Place(name, number, text.index("\0") + 1)
            raise TrackerError([Problem("control-character", {"character": "U+0000"}, place)])
        yield text


def _decode_other(stream: IO[bytes], name: str, encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(stream, encoding, newline="")
    number = 1
    try:
        while line := text.readline(LONGEST_LINE):
            _check_length(line, name)
            yield line
            number += 1
    except UnicodeError:
        raise TrackerError([Problem("not-in-encoding", {"encoding": encoding}, Place(name, number, 1))]) from None
    except OSError as error:
        raise TrackerError.of("file-unreadable", file=name, reason=error.strerror or str(error)) from None
    finally:
        text.detach()


def _lines(stream: IO[bytes], name: str) -> Iterator[bytes]:
    rest = b""
    try:
        while chunk := stream.readline(LONGEST_LINE):
            lines = (rest + chunk).splitlines(keepends=True)  # a CR alone ends a line too
            rest = b"" if chunk.endswith(b"\n") else lines.pop()
            _check_length(rest, name)
            yield from lines
    except OSError as error:
        raise TrackerError.of("file-unreadable", file=name, reason=error.strerror or str(error)) from None
    if rest:
        yield rest


def _check_length(line: str | bytes, name: str) -> None:
    if len(line) >= LONGEST_LINE:
        raise TrackerError.of("line-too-long", file=name, most=LONGEST_LINE)


def _font_error(encoding: str, place: Place) -> TrackerError:
    return TrackerError([Problem("font-encoding", {"encoding": encoding}, place)])
