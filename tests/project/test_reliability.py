"""The page of the tortures keeps what was not done again, in the order of its list."""

from tests.conftest import ROOT
from tools.reliability import PAGE, TORTURES, Figure, merge_rows

KILLED = Figure("killed", "100 imports", "0 partial", "test_killed.py")
CROWD = Figure("crowd", "64 processes", "0 locked", "test_crowd.py")


def test_rows_of_files_that_were_not_run_stay() -> None:
    before = "\n".join(merge_rows([CROWD, KILLED], "", "2026-01-01"))
    assert before.index(TORTURES["killed"]) < before.index(TORTURES["crowd"])
    again = merge_rows([KILLED._replace(done="200 imports")], before, "2026-02-01")
    assert len(again) == 2
    assert "| 200 imports | 0 partial | 2026-02-01 | `tests/torture/test_killed.py` |" in again[0]
    assert "| 64 processes | 0 locked | 2026-01-01 | `tests/torture/test_crowd.py` |" in again[1]


def test_every_row_of_the_page_can_be_done_again() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if "| `tests/torture/" in line]
    for row in rows:
        torture, *_, file = row.strip("| ").split(" | ")
        assert torture in TORTURES.values()
        assert (ROOT / file.strip("`")).is_file()
