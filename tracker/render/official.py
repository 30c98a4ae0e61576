"""An administrative document: what stands in the places that the law gives a signed paper, in the reader's language.

A paper is composed once, then written as Word and as PDF by the same layout.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tracker.render.document import Document
from tracker.render.layout import ND30
from tracker.render.metrics import measure_text


class Signature(NamedTuple):
    """Who signs: the lines of authority and post ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), and the name under them."""

    lines: tuple[str, ...]
    name: str


class Annex(NamedTuple):
    """An annex: its title, what it goes with ("Kèm theo ..."), and its content, in landscape where tables are wide."""

    title: str
    goes_with: str
    body: Document
    landscape: bool = True


class Official(NamedTuple):
    """A paper to sign.

    `agencies` are the higher one and the one that issues, from the top; `nation` is the name of the state and the motto.
    What the law has in capitals (agencies, state, kind, authority and post of the signer) is given so.
    Headings of `body` are level 2 (I.), 3 (1.) and 4 (a)), their numerals in their texts. `day` is that of the paper,
    fixed in the file's properties, so that the same figures give the same bytes; `keywords` stand there too.
    Source: Decree 30/2020/ND-CP, Appendix I.
    """

    agencies: tuple[str, ...]
    nation: tuple[str, str]
    number: str
    place_and_date: str
    kind: str
    abstract: str
    addressees: tuple[str, ...]
    grounds: tuple[str, ...]
    body: Document
    signature: Signature
    recipients: tuple[str, ...]
    annexes: tuple[Annex, ...]
    language: str
    day: date
    keywords: str = ""


def list_addressees(official: Official) -> list[str]:
    """Return the lines of whom a paper goes to: one beside the words for it, several as a list."""
    named = official.addressees
    return list(named) if len(named) < 2 else [f"- {one}" for one in end_lines(named)]


class ListPlace(NamedTuple):
    """How far from the left, in millimetres, the words before a list stand, its dashes, and its texts."""

    greeting: float
    dash: float
    text: float


def place_addressees(greeting: str, lines: Iterable[str], width: float) -> ListPlace:
    """Return where several addressees stand in the middle of a width, their dashes under the colon of the greeting.

    Units: millimetres. Source: Decree 30/2020/ND-CP, Appendix I, II.9.
    """
    size = ND30.addressee
    colon = measure_text(greeting.rstrip(": "), size)
    left = max(0.0, (width - colon - max(measure_text(one, size) for one in lines)) / 2)
    return ListPlace(left, left + colon, left + colon + measure_text("- ", size))


def end_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """End each line with a semicolon, the last with a full stop, as the law has lists of grounds and recipients."""
    bare = [text for one in lines if (text := bare_line(one))]
    return tuple(f"{one}{'.' if at == len(bare) else ';'}" for at, one in enumerate(bare, 1))


def bare_line(line: str) -> str:
    """Return a line of a list without what lists put around it."""
    return line.strip().removeprefix("-").strip().rstrip(";.").strip()
