"""The hash chain: each entry's SHA-256 covers its content and the hash before it, from the first row on.

A batch (who, when, which command, under which definition) is a link too, between the last entry before it and its own
first one; it needs no column of its own.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from typing import Any

_NOTHING = b"\xff\xff\xff\xff"
_SIZES = tuple(size.to_bytes(4, "little") for size in range(256))


def _find_sha256() -> Callable[[bytes], Any]:
    """Return the interpreter's own SHA-256 where it has one: hashlib loads OpenSSL, which costs `log` 3 ms."""
    for name in ("_sha2", "_sha256"):  # of Python 3.12 and of 3.11
        with suppress(ImportError):
            return _sha256_of(name)
    return _sha256_of("hashlib")


def _sha256_of(module: str) -> Callable[[bytes], Any]:
    found: Callable[[bytes], Any] = import_module(module).sha256
    return found


sha256 = _find_sha256()


def link(previous: bytes, fields: Iterable[str | int | None]) -> bytes:
    """Return the 32-byte hash of fields, each with its length before it, chained to the hash before."""
    parts = [previous]
    for field in fields:
        if field is None:
            parts.append(_NOTHING)
        else:
            data = str(field).encode()
            size = len(data)
            parts.append(_SIZES[size] if size < len(_SIZES) else size.to_bytes(4, "little"))
            parts.append(data)
    digest: bytes = sha256(b"".join(parts)).digest()
    return digest


def digest_of(*parts: bytes) -> bytes:
    """Return the SHA-256 of parts, for what stands outside the chain: it shows damage, not intent."""
    digest: bytes = sha256(b"\0".join(parts)).digest()
    return digest
