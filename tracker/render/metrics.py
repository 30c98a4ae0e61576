"""How wide texts are in Times, read off the fonts that the PDF is set in: they are as wide as Times New Roman."""

import struct
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_FONTS = Path(__file__).parent / "fonts"
_MILLIMETRES = 25.4 / 72  # of a point
_SAFE = 4.0  # millimetres that titles stay short of the width, as another font than Times New Roman may be wider
_UNICODE = (3, 1)  # platform and encoding of the table of letters that every TrueType font has


class _Face(NamedTuple):
    """The advance of each letter in units of which `em` make the size of the font."""

    em: int
    ends: tuple[int, ...]
    starts: tuple[int, ...]
    deltas: tuple[int, ...]
    offsets: tuple[int, ...]
    glyphs: tuple[int, ...]
    advances: tuple[int, ...]

    def advance(self, code: int) -> int:
        """Return the advance of a letter; one that the font lacks is as wide as the sign that stands for it."""
        return self.advances[min(self._glyph(code), len(self.advances) - 1)]

    def _glyph(self, code: int) -> int:
        at = bisect_left(self.ends, code)
        if at == len(self.ends) or code < self.starts[at]:
            return 0
        if not self.offsets[at]:
            return (code + self.deltas[at]) & 0xFFFF
        glyph = self.glyphs[self.offsets[at] // 2 + code - self.starts[at] - (len(self.ends) - at)]
        return (glyph + self.deltas[at]) & 0xFFFF if glyph else 0


def measure_text(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is.

    Units: size in points, width in millimetres.
    """
    face, widths = _face(bold)
    units = 0
    for letter in text:
        if (width := widths.get(letter)) is None:
            width = widths[letter] = face.advance(ord(letter))
        units += width
    return units / face.em * size * _MILLIMETRES


def break_lines(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break a centred text into as few lines as fit a width, about as long as each other.

    Units: size in points, width in millimetres.
    """
    lines = _fill(text, size, width, bold)
    step = 1.0
    while len(lines) > 1 and len(closer := _fill(text, size, width - step, bold)) == len(lines):
        if max(measure_text(line, size, bold=bold) for line in closer) > width - step:
            break
        lines, width = closer, width - step
    return lines


def break_title(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break each line of a centred title, so that no other font need break it once more.

    Units: size in points, width in millimetres.
    """
    return [line for own in text.split("\n") for line in break_lines(own, size, width - _SAFE, bold=bold)]


def _fill(text: str, size: float, width: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in filter(None, text.split(" ")):  # words that a no-break space joins stay together
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure_text(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(2)
def _face(bold: bool) -> tuple[_Face, dict[str, int]]:
    """Read a font, and make room for the widths that are looked up."""
    data = (_FONTS / f"Tinos-{'Bold' if bold else 'Regular'}.ttf").read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    entries = (struct.unpack_from(">4sLLL", data, 12 + 16 * at) for at in range(count))
    tables = {name.decode(): offset for name, _, offset, _ in entries}
    (em,) = struct.unpack_from(">H", data, tables["head"] + 18)
    (metrics,) = struct.unpack_from(">H", data, tables["hhea"] + 34)
    advances = struct.unpack_from(">" + "Hh" * metrics, data, tables["hmtx"])[::2]
    ends, starts, deltas, offsets, glyphs = _letters(data, tables["cmap"])
    return _Face(em, ends, starts, deltas, offsets, glyphs, advances), {}


def _letters(data: bytes, table: int) -> tuple[tuple[int, ...], ...]:
    """Return the segments of letters (last, first, delta, offset of each) and the glyphs that offsets lead to."""
    (count,) = struct.unpack_from(">H", data, table + 2)
    records = (struct.unpack_from(">HHL", data, table + 4 + 8 * at) for at in range(count))
    at = table + next(offset for platform, encoding, offset in records if (platform, encoding) == _UNICODE)
    _, length, _, double = struct.unpack_from(">4H", data, at)
    size, half = double, double // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{half}H", data, at + start) for start in (14, 16 + size, 16 + 2 * size, 16 + 3 * size)
    )
    glyphs = struct.unpack_from(f">{(length - 16 - 4 * size) // 2}H", data, at + 16 + 4 * size)
    return ends, starts, deltas, offsets, glyphs
