"""The hash chain: each entry's SHA-256 covers its content and the hash before it, from the first row on.

A batch (who, when, which command, under which definition) is a link too, between the last entry before it and its own
first one; it needs no column of its own.
"""

import hashlib
from collections.abc import Iterable

GENESIS = bytes(32)
_NOTHING = b"\xff\xff\xff\xff"


def link(previous: bytes, fields: Iterable[str | int | None]) -> bytes:
    """Return the 32-byte hash of fields, each with its length before it, chained to the hash before."""
    parts = [previous]
    for field in fields:
        if field is None:
            parts.append(_NOTHING)
        else:
            data = str(field).encode()
            parts.append(len(data).to_bytes(4, "little"))
            parts.append(data)
    return hashlib.sha256(b"".join(parts)).digest()
