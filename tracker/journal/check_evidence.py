"""Whether the files that entries name as evidence are still there, and still what was kept."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from tracker.domain.evidence import parse_kept
from tracker.journal.evidence import holds
from tracker.journal.finding import Finding, found

_NAMED = """SELECT journal.id, installation, evidence FROM journal NOT INDEXED LEFT JOIN batch ON batch.id = batch
    WHERE evidence LIKE 'sha256:%' ORDER BY journal.id"""


def check_evidence(folder: Path, connection: sqlite3.Connection) -> Iterator[Finding]:
    """Compare each kept file with its hash, once however many entries name it."""
    wrong: dict[str, str] = {}
    for number, installation, text in connection.execute(_NAMED):
        if kept := parse_kept(text):
            if kept.path not in wrong:
                path = folder / kept.path
                is_there = path.is_file() and not path.is_symlink()
                wrong[kept.path] = (
                    "" if holds(path, kept.digest) else "evidence-altered" if is_there else "evidence-lost"
                )
            if code := wrong[kept.path]:
                where = f"journal {number} ({installation}-{number})"
                yield found(code, where, file=kept.name, path=f"{folder.name}/{kept.path}")
