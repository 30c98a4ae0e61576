"""The store's schema, as the steps that make it. Quantities are thousandths; days count from 1/1/1970.

A step is never changed once released: what comes later is a step of its own. `docs/store.md` explains the views.
"""

APPLICATION_ID = 0x74726B72  # "trkr": tells a tracker store from any other SQLite file

_FIRST = (
    "CREATE TABLE installation (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL) STRICT",
    "CREATE TABLE definition (sha256 BLOB PRIMARY KEY, compiled BLOB NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE batch (
        id INTEGER PRIMARY KEY, installation INTEGER NOT NULL REFERENCES installation (id), recorded_at TEXT NOT NULL,
        recorded_by TEXT NOT NULL, command TEXT NOT NULL, definition BLOB NOT NULL REFERENCES definition (sha256)
    ) STRICT""",
    "CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT",
    """CREATE TABLE journal (
        id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batch (id),
        campaign INTEGER NOT NULL REFERENCES name (id), unit INTEGER NOT NULL REFERENCES name (id),
        day INTEGER NOT NULL, criterion INTEGER NOT NULL REFERENCES name (id),
        quantity INTEGER NOT NULL, denominator INTEGER, note TEXT, evidence TEXT, ref TEXT,
        reverses INTEGER REFERENCES journal (id), hash BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX journal_by_unit ON journal (campaign, unit, day, criterion, quantity, denominator, reverses)",
    "CREATE UNIQUE INDEX journal_ref ON journal (ref) WHERE ref IS NOT NULL",
    """CREATE TABLE filing (
        id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batch (id),
        campaign INTEGER NOT NULL REFERENCES name (id), unit INTEGER NOT NULL REFERENCES name (id),
        first_day INTEGER NOT NULL, last_day INTEGER NOT NULL, is_nil INTEGER NOT NULL, received_at INTEGER NOT NULL,
        hash BLOB NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX filing_by_period ON filing (campaign, first_day, last_day, unit)",
    """CREATE TABLE total_by_day (
        campaign INTEGER NOT NULL, day INTEGER NOT NULL, criterion INTEGER NOT NULL,
        quantity INTEGER NOT NULL, denominator INTEGER NOT NULL, entries INTEGER NOT NULL,
        PRIMARY KEY (campaign, criterion, day)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE total_by_unit (
        campaign INTEGER NOT NULL, phase INTEGER NOT NULL, criterion INTEGER NOT NULL, unit INTEGER NOT NULL,
        version_from INTEGER NOT NULL,
        quantity INTEGER NOT NULL, denominator INTEGER NOT NULL, entries INTEGER NOT NULL,
        PRIMARY KEY (campaign, phase, criterion, unit, version_from)
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE assignment (campaign INTEGER PRIMARY KEY, key TEXT NOT NULL) STRICT",
    "CREATE TABLE cache (path TEXT PRIMARY KEY, files TEXT NOT NULL, sources BLOB NOT NULL, compiled BLOB NOT NULL) STRICT",
    *(
        f"CREATE TRIGGER {table}_never_{change} BEFORE {change} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in ("journal", "filing", "batch", "definition", "installation", "name")
        for change in ("UPDATE", "DELETE")
    ),
    """CREATE VIEW achievements AS
        SELECT batch.installation || '-' || journal.id AS id, date(journal.day * 86400, 'unixepoch') AS date,
            campaign.text AS campaign, unit.text AS unit, criterion.text AS criterion,
            journal.quantity / 1000.0 AS quantity, journal.denominator / 1000.0 AS denominator,
            journal.note, journal.evidence, journal.ref, batch.recorded_at, batch.recorded_by, batch.command
        FROM journal JOIN batch ON batch.id = journal.batch JOIN name AS campaign ON campaign.id = journal.campaign
            JOIN name AS unit ON unit.id = journal.unit JOIN name AS criterion ON criterion.id = journal.criterion""",
    """CREATE VIEW returns AS
        SELECT batch.installation || '-' || filing.id AS id, campaign.text AS campaign, unit.text AS unit,
            date(filing.first_day * 86400, 'unixepoch') AS first_day, date(filing.last_day * 86400, 'unixepoch') AS last_day,
            filing.is_nil, strftime('%Y-%m-%dT%H:%M:%SZ', filing.received_at, 'unixepoch') AS received_at,
            batch.recorded_at, batch.recorded_by
        FROM filing JOIN batch ON batch.id = filing.batch JOIN name AS campaign ON campaign.id = filing.campaign
            JOIN name AS unit ON unit.id = filing.unit""",
    """CREATE VIEW daily_totals AS
        SELECT campaign.text AS campaign, date(total_by_day.day * 86400, 'unixepoch') AS date, criterion.text AS criterion,
            quantity / 1000.0 AS quantity, denominator / 1000.0 AS denominator, entries
        FROM total_by_day JOIN name AS campaign ON campaign.id = total_by_day.campaign
            JOIN name AS criterion ON criterion.id = total_by_day.criterion""",
    """CREATE VIEW unit_totals AS
        SELECT campaign.text AS campaign, phase.text AS phase, criterion.text AS criterion, unit.text AS unit,
            CASE WHEN version_from > -719162 THEN date(version_from * 86400, 'unixepoch') END AS version_from,
            quantity / 1000.0 AS quantity, denominator / 1000.0 AS denominator, entries
        FROM total_by_unit JOIN name AS campaign ON campaign.id = total_by_unit.campaign
            JOIN name AS phase ON phase.id = total_by_unit.phase
            JOIN name AS criterion ON criterion.id = total_by_unit.criterion
            JOIN name AS unit ON unit.id = total_by_unit.unit""",
)

# Corrections: rows that take others back or stand for them, the reasons, and copies of a store told from the first.
_SECOND = (
    "ALTER TABLE batch ADD COLUMN reason TEXT",
    "ALTER TABLE batch ADD COLUMN undoes INTEGER REFERENCES batch (id)",
    "ALTER TABLE journal ADD COLUMN replaces INTEGER REFERENCES journal (id)",
    "ALTER TABLE filing ADD COLUMN reverses INTEGER REFERENCES filing (id)",
    "CREATE TABLE place (id INTEGER PRIMARY KEY CHECK (id = 1), inode INTEGER NOT NULL) STRICT",
    # Until then a definition was kept under the hash of its sources; since then under its own, which can be checked.
    "ALTER TABLE definition ADD COLUMN hash_of TEXT NOT NULL DEFAULT 'sources'",
    "DROP TABLE cache",
    """CREATE TABLE cache (
        path TEXT PRIMARY KEY, files TEXT NOT NULL, sources BLOB NOT NULL, compiled BLOB NOT NULL, hash BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX batch_undoes ON batch (undoes) WHERE undoes IS NOT NULL",
    "CREATE INDEX journal_by_batch ON journal (batch)",
    "CREATE INDEX filing_by_batch ON filing (batch)",
    "CREATE UNIQUE INDEX journal_reverses ON journal (reverses) WHERE reverses IS NOT NULL",
    "CREATE INDEX journal_replaces ON journal (replaces) WHERE replaces IS NOT NULL",
    "CREATE UNIQUE INDEX filing_reverses ON filing (reverses) WHERE reverses IS NOT NULL",
    # What was undone may be sent again, under the same ref and for the same week.
    "DROP INDEX journal_ref",
    "CREATE INDEX journal_ref ON journal (ref) WHERE ref IS NOT NULL",
    "DROP INDEX filing_by_period",
    "CREATE INDEX filing_by_period ON filing (campaign, first_day, last_day, unit)",
    """CREATE TRIGGER journal_ref_once BEFORE INSERT ON journal WHEN NEW.ref IS NOT NULL AND EXISTS (
            SELECT 1 FROM journal WHERE ref = NEW.ref AND NOT EXISTS (SELECT 1 FROM journal AS back WHERE back.reverses = journal.id))
        BEGIN SELECT RAISE(ROLLBACK, 'a ref stands once'); END""",
    """CREATE TRIGGER filing_once BEFORE INSERT ON filing WHEN NEW.reverses IS NULL AND EXISTS (
            SELECT 1 FROM filing WHERE campaign = NEW.campaign AND first_day = NEW.first_day AND last_day = NEW.last_day
                AND unit = NEW.unit AND reverses IS NULL
                AND NOT EXISTS (SELECT 1 FROM filing AS back WHERE back.reverses = filing.id))
        BEGIN SELECT RAISE(ABORT, 'a return stands once'); END""",
    "DROP VIEW achievements",
    """CREATE VIEW postings AS
        SELECT journal.id, batch.installation || '-' || journal.id AS entry, date(journal.day * 86400, 'unixepoch') AS date,
            campaign.text AS campaign, unit.text AS unit, criterion.text AS criterion,
            journal.quantity / 1000.0 AS quantity, journal.denominator / 1000.0 AS denominator,
            journal.note, journal.evidence, journal.ref, journal.reverses, journal.replaces,
            batch.recorded_at, batch.recorded_by, batch.command, batch.reason
        FROM journal JOIN batch ON batch.id = journal.batch JOIN name AS campaign ON campaign.id = journal.campaign
            JOIN name AS unit ON unit.id = journal.unit JOIN name AS criterion ON criterion.id = journal.criterion""",
    """CREATE VIEW achievements AS
        SELECT entry AS id, date, campaign, unit, criterion, quantity, denominator, note, evidence, ref,
            recorded_at, recorded_by, command,
            CASE WHEN NOT EXISTS (SELECT 1 FROM journal WHERE reverses = postings.id) THEN 'current'
                WHEN EXISTS (SELECT 1 FROM journal WHERE replaces = postings.id) THEN 'amended' ELSE 'voided' END AS state
        FROM postings WHERE reverses IS NULL""",
    "DROP VIEW returns",
    """CREATE VIEW returns AS
        SELECT batch.installation || '-' || filing.id AS id, campaign.text AS campaign, unit.text AS unit,
            date(filing.first_day * 86400, 'unixepoch') AS first_day, date(filing.last_day * 86400, 'unixepoch') AS last_day,
            filing.is_nil, strftime('%Y-%m-%dT%H:%M:%SZ', filing.received_at, 'unixepoch') AS received_at,
            batch.recorded_at, batch.recorded_by
        FROM filing JOIN batch ON batch.id = filing.batch JOIN name AS campaign ON campaign.id = filing.campaign
            JOIN name AS unit ON unit.id = filing.unit
        WHERE filing.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM filing AS back WHERE back.reverses = filing.id)""",
)

# What happens beside achievements and returns; what is particular to a kind of event is its body, so that a new kind is no
# new step. `about` is a number of this table or of filing.
_THIRD = (
    """CREATE TABLE event (
        id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batch (id), kind TEXT NOT NULL,
        campaign INTEGER NOT NULL REFERENCES name (id), unit INTEGER REFERENCES name (id),
        day INTEGER, about INTEGER, body TEXT NOT NULL,
        reverses INTEGER REFERENCES event (id), replaces INTEGER REFERENCES event (id), hash BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX event_by_kind ON event (campaign, kind, day)",
    "CREATE INDEX event_by_batch ON event (batch)",
    "CREATE INDEX event_about ON event (about) WHERE about IS NOT NULL",
    "CREATE UNIQUE INDEX event_reverses ON event (reverses) WHERE reverses IS NOT NULL",
    "CREATE INDEX event_replaces ON event (replaces) WHERE replaces IS NOT NULL",
    *(
        f"CREATE TRIGGER event_never_{change} BEFORE {change} ON event "
        "BEGIN SELECT RAISE(ABORT, 'event is append-only'); END"
        for change in ("UPDATE", "DELETE")
    ),
    """CREATE VIEW events AS
        SELECT batch.installation || '-' || event.id AS id, event.kind, campaign.text AS campaign, unit.text AS unit,
            date(event.day * 86400, 'unixepoch') AS date,
            (SELECT own.installation || '-' || event.about FROM batch AS own WHERE own.id IN (
                SELECT batch FROM event AS one WHERE one.id = event.about
                UNION ALL SELECT batch FROM filing WHERE filing.id = event.about)) AS about,
            event.body, batch.recorded_at, batch.recorded_by, batch.command
        FROM event JOIN batch ON batch.id = event.batch JOIN name AS campaign ON campaign.id = event.campaign
            LEFT JOIN name AS unit ON unit.id = event.unit
        WHERE event.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM event AS back WHERE back.reverses = event.id)""",
)

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("0001-journal", _FIRST),
    ("0002-corrections", _SECOND),
    ("0003-events", _THIRD),
)
VERSION = len(STEPS)
