"""The page of mutations counts a change as killed only where a test failed, and keeps the rows of other files."""

from tests.conftest import ROOT
from tools.mutation import PAGE, Score, add_up, count_score, merge_rows, parse_row

TEXT = Score("text.py", 100, 90, 6, 3)
UNITS = Score("units.py", 200, 150, 50, 0)


def test_only_a_test_that_failed_kills() -> None:
    assert count_score("text.py", [1] * 90 + [0] * 6 + [33] * 3 + [-24]) == TEXT
    assert count_score("x.py", [2, 3, 5, 36, None, -11]) == Score("x.py", 6, 0, 0, 0)
    assert TEXT.row("2026-01-01") == "| text.py | 100 | 90 | 6 | 3 | 1 | 90.0 % | 2026-01-01 | `text.py` |"


def test_a_share_is_never_rounded_up() -> None:
    assert Score("x.py", 2000, 1699, 301, 0).percent == 84.9
    assert add_up([TEXT, UNITS]).percent == 80.0


def test_rows_of_files_that_were_not_run_stay_and_those_of_files_that_are_gone_do_not() -> None:
    before = "\n".join(merge_rows([UNITS, TEXT], "", "2026-01-01", ["text.py", "units.py", "none.py"]))
    again = merge_rows([TEXT._replace(killed=95, survived=1)], before, "2026-02-01", ["text.py", "units.py"])
    assert again == [
        "| text.py | 100 | 95 | 1 | 3 | 1 | 95.0 % | 2026-02-01 | `text.py` |",
        "| units.py | 200 | 150 | 50 | 0 | 0 | 75.0 % | 2026-01-01 | `units.py` |",
        "| **all** | 300 | 245 | 51 | 3 | 1 | 81.6 % | | |",
    ]
    assert merge_rows([], "\n".join(again), "2026-03-01", ["text.py"])[0] == again[0]


def test_the_sum_on_the_page_is_that_of_its_rows_and_high_enough() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    rows = [parse_row(line) for line in lines if line.endswith(".py` |")]
    assert f"| **all** | {add_up(rows).cells} | | |" in lines
    assert add_up(rows).percent >= 85
    assert all((ROOT / "tracker" / "domain" / row.file).is_file() for row in rows)
