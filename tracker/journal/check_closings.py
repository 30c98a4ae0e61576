"""Whether what closings froze is still what their hashes say."""

import sqlite3
from collections.abc import Iterator

import msgspec

from tracker.domain.events import decode_body
from tracker.domain.phase_events import PhaseClosed, PhaseFrozen
from tracker.journal.finding import Finding, found
from tracker.services.closing import digest_of, unpack

_CLOSINGS = """SELECT event.id, installation || '-' || event.id, event.body FROM event LEFT JOIN batch ON batch.id = batch
    WHERE kind = 'phase-closed' AND reverses IS NULL ORDER BY event.id"""
_FROZEN = "SELECT body FROM event WHERE about = ? AND kind = 'phase-frozen' AND reverses IS NULL"


def check_closings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Unpack every document that was frozen and compare it with its hash; the definition it rests on must be there too."""
    known = {bytes(key).hex() for (key,) in connection.execute("SELECT sha256 FROM definition")}
    for number, entry, body in connection.execute(_CLOSINGS).fetchall():
        where = f"event {number} ({entry})"
        closed = decode_body("phase-closed", body)
        assert isinstance(closed, PhaseClosed)
        packed = [one for (one,) in connection.execute(_FROZEN, (number,))]
        if len(packed) != 1 or _digest(packed[0]) != closed.sha256:
            yield found("frozen-changed", where, phase=closed.phase)
        if closed.definition not in known:
            yield found("definition-lost", where, phase=closed.phase)


def _digest(body: str) -> str:
    try:
        part = decode_body("phase-frozen", body)
    except msgspec.MsgspecError:
        return ""
    assert isinstance(part, PhaseFrozen)
    return digest_of(unpack(part) or b"")
