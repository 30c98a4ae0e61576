"""The bytes that a definition is made from; short commands compare them with the last ones and ask nothing more."""

import os.path
from collections.abc import Iterable
from os import PathLike

from tracker.errors import TrackerError

CACHE_VERSION = 4


def read_sources(folder: str | PathLike[str], files: Iterable[str]) -> bytes:
    """Return the names and bytes of the files that a definition is made from, after the cache's version."""
    parts = [f"tracker definition {CACHE_VERSION}".encode()]
    for name in files:
        try:
            data = _read(os.path.join(folder, name))
        except OSError:
            data = b""  # whoever reads it for its content says so
        parts += [f"\0{name}\0{len(data)}\0".encode(errors="surrogateescape"), data]
    return b"".join(parts)


def refuse_pipe(path: str | PathLike[str], name: str) -> None:
    """Refuse what is no ordinary file: a pipe would wait for a writer, a device may never end.

    Raises: TrackerError file-not-ordinary.
    """
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        raise TrackerError.of("file-not-ordinary", file=name)


def _read(path: str) -> bytes:
    if not os.path.isfile(path):  # a pipe would wait for a writer
        return b""
    with open(path, "rb") as file:
        return file.read()
