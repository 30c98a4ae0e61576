"""Last values: the latest entry that stands of each unit, of which no roll-up tells."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from tracker.domain.entries import LastValue
from tracker.journal.days import as_day
from tracker.journal.rows import as_json

_STANDS = "reverses IS NULL AND NOT EXISTS (SELECT 1 FROM journal AS back WHERE back.reverses = journal.id)"
# The roll-up knows which units ever had which criterion; each is then looked up from the latest day back. The named works
# of a milestone stand beside it: their texts begin with its id and a "/", which "0" follows. As each has one entry that
# stands, the roll-up knows its day too.
_LAST_VALUES = f"""WITH work (id) AS MATERIALIZED (
        SELECT name.id FROM json_each(?4) AS one JOIN name ON text > one.value || '/' AND text < one.value || '0'),
    pair (unit, criterion) AS MATERIALIZED (
        SELECT DISTINCT unit, criterion FROM total_by_unit WHERE campaign = ?1
            AND criterion IN (SELECT id FROM name WHERE text IN (SELECT value FROM json_each(?4)) UNION ALL SELECT id FROM work)
            AND (?5 IS NULL OR unit IN (SELECT id FROM name WHERE text IN (SELECT value FROM json_each(?5))))),
    last (unit, criterion, day) AS MATERIALIZED (
        SELECT unit, criterion, CASE WHEN criterion IN (SELECT id FROM work) THEN (SELECT max(day) FROM total_by_day
            WHERE campaign = ?1 AND criterion = pair.criterion AND day BETWEEN ?2 AND ?3 AND entries > 0)
        ELSE (SELECT day FROM journal WHERE campaign = ?1 AND unit = pair.unit
            AND criterion = pair.criterion AND day BETWEEN ?2 AND ?3 AND {_STANDS} ORDER BY day DESC LIMIT 1) END FROM pair)
    SELECT last.unit, last.criterion, last.day, journal.quantity, coalesce(journal.denominator, 0), journal.id
    FROM last JOIN journal ON journal.campaign = ?1 AND journal.unit = last.unit AND journal.day = last.day
        AND journal.criterion = last.criterion WHERE {_STANDS}"""
# Where an entry stands among those of its day: where the first one did that it stands for.
_PLACES = """WITH RECURSIVE line (id, place) AS (SELECT value, value FROM json_each(?) UNION ALL
        SELECT line.id, journal.replaces FROM line JOIN journal ON journal.id = line.place WHERE journal.replaces IS NOT NULL)
    SELECT id, min(place) FROM line GROUP BY id"""
# From the roll-up by day; a work that was taken back has no entry left on its day.
_WORKS_DONE = """SELECT substr(text, ?1), day FROM name JOIN total_by_day ON criterion = name.id AND campaign = ?2
    WHERE text > ?3 || '/' AND text < ?3 || '0' AND entries > 0"""


def find_works_done(
    rows_of: Callable[[str, tuple[object, ...]], list[Any]], campaign: int | None, criterion: str
) -> dict[str, date]:
    """Return what `services.ports.Journal.works_done` does; `campaign` by its number."""
    return {work: as_day(day) for work, day in rows_of(_WORKS_DONE, (len(criterion) + 2, campaign, criterion))}


def find_last_values(
    rows_of: Callable[[str, tuple[object, ...]], list[Any]],
    scope: tuple[object, ...],
    criteria: Sequence[str],
    units: Sequence[str] | None,
) -> dict[tuple[str, str], LastValue]:
    """Return what `services.ports.Journal.last_values` does; `scope` are the campaign and the days."""
    chosen = (as_json(criteria), None if units is None else as_json(units))
    rows = rows_of(_LAST_VALUES, (*scope, *chosen))
    places: dict[int, int] = {}
    alike = Counter(row[:2] for row in rows)
    if doubles := [row[-1] for row in rows if alike[row[:2]] > 1]:
        places = dict(rows_of(_PLACES, (as_json(doubles),)))
    rows.sort(key=lambda row: places.get(row[-1], 0))
    texts = dict(rows_of("SELECT id, text FROM name", ())) if rows else {}
    return {
        (texts[unit], texts[criterion]): LastValue(as_day(day), *amounts) for unit, criterion, day, *amounts, _ in rows
    }
