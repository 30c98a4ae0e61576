"""Write what the tortures of tests/torture showed into the table of docs/reliability.md.

python tools/reliability.py FOLDER: the folder holds a JSON file a figure, as `nox -s torture` leaves them. Rows of
test files that were not run stay as they are.
"""

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

sys.path.append(str(Path(__file__).resolve().parents[1]))  # last: the installed tracker was tortured

from benchmarks.report import list_facts, write_page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
TORTURES = {
    "killed": "`kill -9` at random moments of an import of 10,000 rows",
    "writes": "the N-th write fails, for every N",
    "power": "the power is cut: unsynced writes are dropped, reordered, torn",
    "narrow": "a file-size limit, a disk of 4 MB, a read-only folder, no permission, no HOME",
    "crowd": "64 processes write for a minute; 16 command lines at once",
    "newborn": "8 processes create or migrate the same store at once",
    "damage": "flipped bits, a file cut short, a deleted -wal, another store's -wal",
    "clocks": "a clock that goes back or runs wild; time zones, 29 February, week 53",
    "random": "random commands against a plain model",
    "signals": "SIGINT, SIGTERM, SIGPIPE, closed streams, LANG=C, COLUMNS=20, no terminal",
}
TITLE = "| torture | done | showed | on | again: `python -m nox -s torture -- ...` |\n|---|---|---|---|---|\n"


class Figure(NamedTuple):
    """What one torture did and showed, and the test file that did it."""

    torture: str
    done: str
    showed: str
    file: str

    def row(self, day: str) -> str:
        """Return the row of the table."""
        return f"| {TORTURES[self.torture]} | {self.done} | {self.showed} | {day} | `tests/torture/{self.file}` |"


def merge_rows(figures: Iterable[Figure], text: str, day: str) -> list[str]:
    """Return every row of the table: the figures, and what a page says of files that are not among them."""
    figures = list(figures)
    again = {f"| `tests/torture/{figure.file}` |" for figure in figures}
    kept = [
        line
        for line in text.splitlines()
        if "| `tests/torture/" in line and not any(line.endswith(one) for one in again)
    ]
    order = {sentence: place for place, sentence in enumerate(TORTURES.values())}
    rows = [*kept, *(figure.row(day) for figure in figures)]
    return sorted(rows, key=lambda row: order.get(row.split(" | ")[0].removeprefix("| "), len(order)))


def main(folder: Path) -> int:
    """Put the figures of a folder into the page; return 1 where a torture has none yet."""
    figures = [Figure(**json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json"))]
    day = datetime.now(UTC).date().isoformat()  # noqa: TID251 when it was done
    rows = merge_rows(figures, PAGE.read_text(encoding="utf-8"), day)
    facts = "\n".join(f"- {fact.removeprefix(f'{day}, ')}" for fact in list_facts())
    write_page(PAGE, TITLE + "\n".join(rows) + f"\n\n{facts}\n")
    print("\n".join(rows))
    lacking = [name for name, sentence in TORTURES.items() if not any(sentence in row for row in rows)]
    if lacking:
        print(f"no figure yet: {', '.join(lacking)}", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
