"""Tells whether the files that a definition was made from have changed; short commands ask nothing more of them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

CACHE_VERSION = 1


def fingerprint(folder: Path, files: Iterable[str]) -> bytes:
    """Return the SHA-256 over the bytes of the files that a definition is made from, and the cache's version."""
    digest = hashlib.sha256(f"tracker definition {CACHE_VERSION}".encode())
    for name in files:
        path = folder / name
        data = path.read_bytes() if path.is_file() else b""
        digest.update(f"\0{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.digest()
