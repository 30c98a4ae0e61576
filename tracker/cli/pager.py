"""A long answer on a terminal, a screen at a time."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain

import click


def can_page() -> bool:
    """Whether somebody may turn pages: at a terminal that can do more than write, and not refused by PAGER."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        return False
    return _pager() not in ("", "cat")


def show(parts: Iterable[str], height: int) -> None:
    """Write the parts of a text as they come, through the reader's pager where they are longer than the screen."""
    coming = iter(parts)
    read: list[str] = []
    while sum(part.count("\n") for part in read) < height and (part := next(coming, None)) is not None:
        read.append(part)
    is_long = sum(part.count("\n") for part in read) >= height
    if is_long and _is_there():
        os.environ.setdefault("LESS", "-FRX")  # as git has it: colours, and what was read stays on the screen
        with suppress(KeyboardInterrupt):  # it is the pager's while it runs
            click.echo_via_pager(_encodable(_without_end(chain(read, coming))))
    else:
        sys.stdout.writelines(chain(read, coming))


def _pager() -> str:
    # What Windows has of its own spoils letters and colours.
    return os.environ.get("PAGER", "" if sys.platform == "win32" else "less").strip()


def _is_there() -> bool:
    import shlex  # noqa: PLC0415 only for a long answer
    import shutil  # noqa: PLC0415 likewise

    with suppress(ValueError):  # quotation marks without their partner
        return shutil.which(shlex.split(_pager())[0]) is not None
    return False


def _without_end(parts: Iterable[str]) -> Iterator[str]:
    """Leave out the last line's end, which click adds."""
    before = ""
    for part in parts:
        yield before
        before = part
    yield before.removesuffix("\n")


def _encodable(parts: Iterator[str]) -> Iterator[str]:
    """Return text that the terminal can show; the pager is given it in an encoding of its own."""
    encoding, errors = sys.stdout.encoding, sys.stdout.errors or "strict"
    return (part.encode(encoding, errors).decode(encoding) for part in parts)
