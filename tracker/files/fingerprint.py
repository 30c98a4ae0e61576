"""Tells whether the files that a definition was made from have changed; short commands ask nothing more of them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

CACHE_VERSION = 1


def fingerprint(folder: Path, files: Iterable[str]) -> bytes:
    """Return the SHA-256 over the bytes of the files that a definition is made from, and the cache's version."""
    digest = hashlib.sha256(f"tracker definition {CACHE_VERSION}".encode())
    for name in files:
        try:
            data = (folder / name).read_bytes() if (folder / name).is_file() else b""
        except OSError:
            data = b""  # whoever reads it for its content says so
        digest.update(f"\0{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.digest()
