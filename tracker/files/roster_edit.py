"""Reorganisations written into the text of a roster and its lineage: pure, from bytes to bytes."""

from collections.abc import Sequence
from datetime import date

from tracker.domain.reorganisation import Reorganisation
from tracker.domain.units import UnitVersion
from tracker.files.csv_text import CsvText, Row
from tracker.files.roster_file import LINEAGE_COLUMNS, ROSTER_COLUMNS

LINEAGE_HEADER = b"date,kind,from,to,share,basis\n"


def edit_roster(data: bytes, name: str, versions: Sequence[UnitVersion], edit: Reorganisation) -> bytes:
    """Return a roster, whose rows are `versions`, after a reorganisation; cells that stay the same stay byte for byte.

    Raises: TrackerError not-csv.
    """
    text = CsvText(data, name, ROSTER_COLUMNS)
    for at, (row, version) in enumerate(zip(tuple(text.records), versions, strict=True)):
        now = edit.changed.get(at, version)
        _set(text, row, now, version)
        last = row
        for new in edit.added.get(at, ()):
            is_same = new.id == version.id
            last = text.insert({}, last, like=is_same)
            _set(text, last, new, now if is_same else None)
    return text.encode()


def edit_lineage(data: bytes, name: str, edit: Reorganisation) -> bytes:
    """Return a lineage with the edges of a reorganisation at its end.

    Raises: TrackerError not-csv.
    """
    text = CsvText(data, name, LINEAGE_COLUMNS)
    last = text.records[-1] if text.records else text.header
    for edge in edit.edges:
        cells = {"date": text.say_day(edge.on, ("date",)), "kind": edge.kind, "from": edge.source, "to": edge.heir}
        last = text.insert({**cells, "share": edge.share, "basis": edge.basis}, last)
    return text.encode()


def _set(text: CsvText, row: Row, version: UnitVersion, before: UnitVersion | None) -> None:
    """Write into a row what a version says otherwise than the one that stands there."""
    names = [one for one in version.__struct_fields__ if not before or getattr(version, one) != getattr(before, one)]
    text.set(row, {name: _say(text, getattr(version, name)) for name in names})


def _say(text: CsvText, value: str | tuple[str, ...] | date | None) -> str:
    match value:
        case str():
            return value
        case tuple():
            return "|".join(value)
    return text.say_day(value, ("valid_from", "valid_to"))
