"""Count which changes of the domain's code a test noticed, into the table of docs/mutation.md.

python tools/mutation.py FOLDER [FILE ...]: the folder is the copy that `nox -s mutation` leaves, with the results of mutmut.
Rows of files that were not run stay as they are. A change is killed only where a test failed: one that no test reaches,
that ran out of time or that ended in any other way is not.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

sys.path.append(str(Path(__file__).resolve().parents[1]))

from benchmarks.report import list_facts, write_page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "mutation.md"
LEAST = 85
SURVIVED, FAILED, UNREACHED = 0, 1, 33  # exit codes as mutmut keeps them; a test that failed is pytest's 1
TITLE = (
    "| file | changes | killed | survived | no test | out of time or else | killed | on | again: `python -m nox -s mutation -- ...` |\n"
    "|---|---:|---:|---:|---:|---:|---:|---|---|\n"
)
TOTAL = "| **all** |"


class Score(NamedTuple):
    """How many changes of a file were made, and how the tests took them."""

    file: str
    made: int
    killed: int
    survived: int
    unreached: int

    @property
    def percent(self) -> float:
        """The share that was killed, cut to a tenth: 84.96 is no 85."""
        return self.killed * 1000 // self.made / 10

    @property
    def cells(self) -> str:
        """The figures as cells of the table."""
        other = self.made - self.killed - self.survived - self.unreached
        return f"{self.made} | {self.killed} | {self.survived} | {self.unreached} | {other} | {self.percent} %"

    def row(self, day: str) -> str:
        """Return the row of the table."""
        return f"| {self.file} | {self.cells} | {day} | `{self.file}` |"


def count_score(file: str, exit_codes: Iterable[int | None]) -> Score:
    """Count the results of one file."""
    codes = Counter(exit_codes)
    return Score(file, codes.total(), codes[FAILED], codes[SURVIVED], codes[UNREACHED])


def add_up(scores: Iterable[Score]) -> Score:
    """Return the score of all of them."""
    return Score("**all**", *(sum(column) for column in zip(*(one[1:] for one in scores), strict=True)))


def parse_row(line: str) -> Score:
    """Read a row of the table back."""
    file, made, killed, survived, unreached, *_ = line.strip("| ").split(" | ")
    return Score(file, int(made), int(killed), int(survived), int(unreached))


def merge_rows(scores: Iterable[Score], text: str, day: str, files: Iterable[str]) -> list[str]:
    """Return every row of the table: these scores, what a page says of other `files` that are still there, and the sum."""
    rows = {parse_row(line).file: line for line in text.splitlines() if line.endswith(".py` |")}
    rows |= {score.file: score.row(day) for score in scores}
    kept = [rows[file] for file in sorted(files) if file in rows]
    return [*kept, f"{TOTAL} {add_up(map(parse_row, kept)).cells} | | |"]


def read_results(folder: Path, files: Iterable[str]) -> dict[str, dict[str, int | None]]:
    """Return the exit code of each change, by file; of the files named or, without any, of all."""
    chosen = set(files)
    found = {}
    for path in sorted((folder / "mutants" / "tracker" / "domain").glob("*.py.meta")):
        results = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        if results and (not chosen or path.stem in chosen):
            found[path.stem] = results
    return found


def main(folder: Path, files: list[str]) -> int:
    """Put the scores into the page and name what was not killed; return 1 under the least share."""
    results = read_results(folder, [Path(file).name for file in files])
    for name, code in (pair for found in results.values() for pair in found.items()):
        if code != FAILED:
            print(f"{'not killed' if code == SURVIVED else f'not killed ({code})'}: {name}")
    scores = [count_score(file, found.values()) for file, found in results.items()]
    day = datetime.now(UTC).date().isoformat()  # noqa: TID251 when it was done
    domain = [path.name for path in (folder / "tracker" / "domain").glob("*.py")]
    rows = merge_rows(scores, PAGE.read_text(encoding="utf-8"), day, domain)
    write_page(PAGE, TITLE + "\n".join(rows) + "\n\n" + "\n".join(f"- {fact}" for fact in list_facts()[:1]) + "\n")
    print("\n".join(score.row(day) for score in scores))
    whole = add_up(scores)
    print(f"{whole.killed} of {whole.made} killed: {whole.percent} % (at least {LEAST} %)")
    return 0 if whole.percent >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
