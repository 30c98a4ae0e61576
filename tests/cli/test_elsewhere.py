"""The store opens elsewhere: sqlite-utils' command line and Datasette read the documented views, and change nothing."""

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.cli.harness import Result, environment, python, tracker
from tests.conftest import ROOT

Rows = list[dict[str, Any]]
Ask = Callable[[str], Rows]  # SQL -> rows

END: dict[str, Any] = {"TRACKER_TODAY": "2025-08-19"}  # the last day: every entry counts
UNIT = "th-15499"
LISTED = "id, date, campaign, unit, criterion, quantity, denominator, note, ref, state"
DATASETTE = pytest.mark.skipif(
    importlib.util.find_spec("datasette") is None, reason="Datasette is not installed (the extra dev has it)"
)


def sqlite_utils(store: Path, command: str, *arguments: str) -> Rows:
    done = python("-m", "sqlite_utils", command, store.name, *arguments, cwd=store.parent)
    assert done.returncode == 0, done.stderr.decode()
    found: Rows = json.loads(done.stdout)
    return found


def get(address: str, **query: str) -> Any:
    with urlopen(f"{address}?{urlencode({'_shape': 'array', **query})}", timeout=60) as answer:
        return json.loads(answer.read())


@contextmanager
def serving(store: Path, *options: str) -> Iterator[str]:
    """Serve a store with Datasette on a port of its own; what is given is the address of the database."""
    settings = ("--setting", "max_returned_rows", "50000", "--setting", "sql_time_limit_ms", "60000")
    command = [sys.executable, "-m", "datasette", "serve", *options, str(store), "-p", "0", *settings]
    with subprocess.Popen(command, env=environment({}), stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        try:
            found = next((one for line in server.stderr if (one := re.search(r"running on (http://\S+)", line))), None)
            assert found, "Datasette did not start"
            yield f"{found[1]}/{store.stem}"
        finally:
            server.terminate()
            server.stderr.read()


def ask_datasette(address: str, sql: str) -> Rows:
    rows: Rows = get(f"{address}.json", sql=sql)
    return rows


@pytest.fixture(scope="module")
def address(demo: Path) -> Iterator[str]:
    with serving(demo / "tracker.db", "-i") as found:
        yield found


@pytest.fixture(params=["sqlite-utils", pytest.param("datasette", marks=DATASETTE)])
def ask(request: pytest.FixtureRequest, demo: Path) -> Ask:
    if request.param == "datasette":
        return partial(ask_datasette, request.getfixturevalue("address"))
    return lambda sql: sqlite_utils(demo / "tracker.db", "query", sql)


def documented_views() -> dict[str, list[str]]:
    """The views of docs/store.md and the columns they are said to have."""
    text = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| `(\w+)` \|[^|]*\|(.*)\|$", text.partition("## Views")[2].partition("\n## ")[0])
    return {name: re.findall(r"`(\w+)`", columns) for name, columns in rows}


def test_the_documented_views_are_there_with_their_columns(demo: Path) -> None:
    documented = documented_views()
    assert {"achievements", "returns", "daily_totals", "unit_totals"} <= documented.keys()
    listed = sqlite_utils(demo / "tracker.db", "views", "--columns")
    found = {row["view"]: row["columns"] for row in listed}
    assert documented.keys() == found.keys()
    for view, columns in documented.items():
        assert set(columns) <= set(found[view]), view


def test_rows_are_shown_by_the_command_of_the_page(demo: Path) -> None:
    rows = sqlite_utils(demo / "tracker.db", "rows", "achievements", "--limit", "3")
    assert [row["id"] for row in rows] == ["1-1", "1-2", "1-3"]


@DATASETTE
def test_datasette_shows_a_view_as_a_table(address: str) -> None:
    rows = get(f"{address}/achievements.json", unit=UNIT, _size="max")
    assert rows
    assert {row["unit"] for row in rows} == {UNIT}


def test_achievements_are_those_that_tracker_lists(ask: Ask, ask_demo: Callable[..., Result]) -> None:
    names = LISTED.split(", ")
    listed = ask_demo("achievements", "--json", **END).json["achievements"]
    rows = ask(f"SELECT {LISTED} FROM achievements")
    assert len(rows) > 10_000
    ours, theirs = ({tuple(row[name] for name in names) for row in some} for some in (listed, rows))
    assert ours == theirs


def test_totals_are_those_of_the_status(ask: Ask, ask_demo: Callable[..., Result]) -> None:
    for view, scope, asked in (("daily_totals", "", ()), ("unit_totals", f"WHERE unit = '{UNIT}'", ("-u", UNIT))):
        sums = "sum(quantity) AS quantity, sum(denominator) AS denominator"
        rows = {
            row["criterion"]: row for row in ask(f"SELECT criterion, {sums} FROM {view} {scope} GROUP BY criterion")
        }
        criteria = ask_demo("status", "--json", *asked, **END).json["criteria"]
        assert len(criteria) == 10
        for criterion in criteria:
            total, actual = rows.get(criterion["id"]), criterion["campaign"]["actual"]
            if criterion["kind"] == "rate":
                counted = total and (total["quantity"], total["denominator"])
                assert (counted or (0, 0)) == (actual["numerator"], actual["denominator"])
            else:
                assert (total["quantity"] if total else 0) == actual


def test_returns_are_those_of_the_weekly_report(ask: Ask, ask_demo: Callable[..., Result]) -> None:
    said = ask_demo("report", "weekly", "--week", "2025-W08", "--json", **END).json
    rows = ask(f"SELECT count(*) AS filed FROM returns WHERE first_day = '{said['start']}'")
    assert rows == [{"filed": said["returns"]["actual"]}]
    assert said["returns"]["actual"] > 500


HOLD = (
    "import sqlite3, sys; held = sqlite3.connect(sys.argv[1]); held.execute('SELECT count(*) FROM journal').fetchone()"
)


@contextmanager
def held_open(store: Path) -> Iterator[None]:
    """Keep a store open in another process: here, looking at its files would let go of its locks."""
    command = [sys.executable, "-c", f"{HOLD}; print('held', flush=True); sys.stdin.read()", str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as held:
        assert held.stdout
        assert held.stdout.readline() == "held\n"
        yield


def contents(store: Path) -> dict[str, str]:
    """The store's files that hold data: not -shm, an index of the log which every reader marks, nor an empty log."""
    files = [path for path in store.parent.glob("tracker.db*") if not path.name.endswith("-shm")]
    return {path.name: hashlib.sha256(data).hexdigest() for path in files if (data := path.read_bytes())}


def read(reader: str, store: Path, sql: str) -> Rows:
    if reader == "sqlite-utils":
        return sqlite_utils(store, "query", sql)
    with serving(store) as address:
        return ask_datasette(address, sql)


READERS = pytest.mark.parametrize("reader", ["sqlite-utils", pytest.param("datasette", marks=DATASETTE)])


@READERS
def test_reading_changes_nothing(sandbox: Path, reader: str) -> None:
    store = sandbox / "tracker.db"
    before = contents(store)
    assert read(reader, store, "SELECT count(*) > 10000 AS many FROM achievements") == [{"many": 1}]
    assert contents(store) == before


@READERS
def test_the_last_entries_are_seen_while_they_are_in_the_log(sandbox: Path, reader: str) -> None:
    """As long as a program has the store open, what was written last stands in tracker.db-wal alone."""
    store = sandbox / "tracker.db"
    with held_open(store):
        logged = ("log", "-u", UNIT, "-c", "mo-hinh", "-q", "1", "-d", "28/2/2025", "--ref", "LOG-1")
        assert tracker(*logged, cwd=sandbox, **END).code == 0
        before = contents(store)
        assert "tracker.db-wal" in before
        found = read(reader, store, "SELECT recorded_by FROM achievements WHERE ref = 'LOG-1'")
        assert found == [{"recorded_by": "Lan"}]
        assert contents(store) == before
