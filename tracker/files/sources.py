"""The bytes that a definition is made from; short commands compare them with the last ones and ask nothing more."""

from collections.abc import Iterable
from pathlib import Path

CACHE_VERSION = 1


def read_sources(folder: Path, files: Iterable[str]) -> bytes:
    """Return the names and bytes of the files that a definition is made from, after the cache's version."""
    parts = [f"tracker definition {CACHE_VERSION}".encode()]
    for name in files:
        try:
            data = (folder / name).read_bytes() if (folder / name).is_file() else b""
        except OSError:
            data = b""  # whoever reads it for its content says so
        parts += [f"\0{name}\0{len(data)}\0".encode(), data]
    return b"".join(parts)
