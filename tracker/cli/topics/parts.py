"""What a topic of the help is made of; every text is a gettext id."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias


class Heading(NamedTuple):
    """The title of what follows."""

    text: str


class Prose(NamedTuple):
    """A paragraph."""

    text: str


class Lines(NamedTuple):
    """Lines as they are typed, or as they stand in a file that is named."""

    text: str
    file: str = ""


class Terms(NamedTuple):
    """Terms, each with what it means."""

    rows: tuple[tuple[str, str], ...]


class Made(NamedTuple):
    """Terms that the program knows itself: made when they are read, in the reader's language."""

    rows: Callable[[], list[tuple[str, str]]]


Part: TypeAlias = Heading | Prose | Lines | Terms | Made


class Topic(NamedTuple):
    """A topic: what it is about in a line, and its parts."""

    summary: str
    parts: tuple[Part, ...]
