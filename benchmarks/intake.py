"""A CSV of any number of achievements, imported by tracker and, to compare, written by a bare executemany."""

import csv
from pathlib import Path

from benchmarks.stores import AS_OF, CAMPAIGN, make_postings
from tracker.cli.context import Context, Options
from tracker.domain.quantity import THOUSAND

MOST_MEBIBYTES = 128

# Prints the processor time of one import into a copy of a store, made for it; sees that memory stays flat.
IMPORT = f"""
import resource, shutil, subprocess, sys, tempfile
tracker, file, folder = sys.argv[1:]
with tempfile.TemporaryDirectory(dir=folder) as copy:
    shutil.copytree(folder, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("indexed.db*", "tmp*"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [tracker, "import", file, "--quiet", "--today", "{AS_OF}"]
    subprocess.run(command, cwd=copy, check=True, stdout=subprocess.DEVNULL)
after = resource.getrusage(resource.RUSAGE_CHILDREN)
assert after.ru_maxrss <= {MOST_MEBIBYTES} * 1024, f"{{after.ru_maxrss // 1024}} MiB"
print(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
"""

# Prints the processor time of a process that reads the same rows and inserts every column that the journal stores.
BARE = """
import csv, os, sqlite3, sys, tempfile
from datetime import date
names = {}
def name(text):
    return names.setdefault(text, len(names) + 1)
def rows(file):
    lines = csv.reader(file)
    next(lines)
    for number, (day, unit, criterion, quantity, denominator, note, ref) in enumerate(lines, 1):
        yield (number, 1, 1, name(unit), date.fromisoformat(day).toordinal() - 719163, name(criterion),
            int(quantity) * 1000, int(denominator) * 1000 if denominator else None, note, None, ref, None, bytes(32), None)
with tempfile.TemporaryDirectory(dir=sys.argv[2]) as folder, open(sys.argv[1], encoding="utf-8", newline="") as file:
    connection = sqlite3.connect(os.path.join(folder, "bare.db"), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute('''CREATE TABLE journal (id INTEGER PRIMARY KEY, batch INTEGER, campaign INTEGER, unit INTEGER,
        day INTEGER, criterion INTEGER, quantity INTEGER, denominator INTEGER, note TEXT, evidence TEXT, ref TEXT,
        reverses INTEGER, hash BLOB, replaces INTEGER) STRICT''')
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO journal VALUES ({', '.join('?' * 14)})", rows(file))
    connection.execute("COMMIT")
    connection.close()
used = os.times()
print(used.user + used.system)
"""


def make_csv(path: Path, folder: Path, size: int) -> Path:
    """Make a CSV of `size` achievements in the campaign of a store's folder, each with a ref, unless it is there."""
    if path.exists():
        return path
    options = Options(campaigns=str(folder / "campaigns.yaml"), db=str(folder / "tracker.db"), today=AS_OF)
    context = Context(options, "benchmark", lambda problems: None)
    view = context.choose(CAMPAIGN)
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("date", "unit", "criterion", "quantity", "denominator", "note", "ref"))
        for number, one in enumerate(make_postings(view, size, size)):
            day = one.day if view.roster.version(one.unit, one.day) else view.roster.lifetime(one.unit).end
            amounts = [one.quantity // THOUSAND, "" if one.denominator is None else one.denominator // THOUSAND]
            writer.writerow(
                (max(day, view.campaign.span.start), one.unit, one.criterion, *amounts, one.note, f"R{number}")
            )
    context.close()
    draft.rename(path)
    return path
