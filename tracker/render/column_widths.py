"""How wide the columns of a paper's table are: each has what it cannot do without, the rest goes where least is lacking."""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.render.document import Column
from tracker.render.layout import ND30
from tracker.render.metrics import measure_text

_INSET = 2.8  # millimetres beside a cell's text, both sides and a little for rounding
_SPARE = 1.12  # that a word of a title may be wider where another font stands in for Times New Roman
_WORD = 12.0  # a column of texts is at least so wide, where it has as much to say
_NUMBER = 45.0  # what is wider stands on the right too, but is no number
_LABELS = 0.4  # of the width of a list, at most


class Room(NamedTuple):
    """The least width at which a column can be read, and the one at which none of its texts takes two lines."""

    least: float
    natural: float


def measure_column(column: Column, texts: Sequence[str]) -> Room:
    """Measure a column: numbers and words are never cut, a title goes on in the next line.

    Units: millimetres.
    """
    size = ND30.annex_table
    natural = measure_text(max(texts, key=len, default=""), size)
    word = measure_text(max((word for text in texts for word in text.split()), key=len, default=""), size)
    words = column.title.split()
    title = _SPARE * max((measure_text(one, size, bold=True) for one in words), default=0.0)
    whole = column.right and natural <= _NUMBER
    least = max(title, natural if whole else min(natural, max(word, _WORD)))
    return Room(least + _INSET, max(natural, least, _in_two_lines(words, size)) + _INSET)


def share_width(columns: Sequence[Room], width: float) -> list[float]:
    """Share a width in millimetres: short columns get all that they would take before long ones get more."""
    needed = sum(one.least for one in columns)
    if needed >= width:
        return [one.least * width / needed for one in columns]
    shared, rest = [one.least for one in columns], width - needed
    by_wish = sorted(range(len(columns)), key=lambda at: columns[at].natural - columns[at].least)
    for done, at in enumerate(by_wish):
        given = min(columns[at].natural - columns[at].least, rest / (len(columns) - done))
        shared[at] += given
        rest -= given
    return [one * width / (width - rest) for one in shared]


def share_list(columns: Sequence[Room], width: float) -> list[float]:
    """Share the width of a list of facts: its labels take what they need, up to a part of it."""
    grown = [one.natural * ND30.body / ND30.annex_table for one in columns]
    labels = [min(one, width * _LABELS / (len(grown) - 1)) for one in grown[:-1]]
    return [*labels, width - sum(labels)]


def _in_two_lines(words: Sequence[str], size: float) -> float:
    """Return how wide a title is that is broken where its lines are about as long as each other."""
    lines = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words) + 1)]
    widest = min(lines, key=lambda pair: max(map(len, pair)))
    return max(measure_text(one, size, bold=True) for one in widest)
