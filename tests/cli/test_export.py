"""`tracker export`: what is written can be read again, by tracker and by spreadsheets that must not run it."""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROSTER, define
from tests.cli.harness import Result, process, python, tracker
from tests.cli.test_naughty import ADDRESS as NAUGHTY_ADDRESS
from tests.cli.test_naughty import REFS, rows_of, write_csv

TODAY = ("--today", "2025-04-20")
NOTES = (
    '=HYPERLINK("http://x")', "+1", "@SUM(1)", "-2 vụ", "'=1", "''@", 'nói "được", rồi; thôi', "hai\ndòng\tvà cột", "'quote",
    "{}", "Hòa Bình — 100%",
)  # fmt: skip
ADDRESS = 'https://x.vn/?a="1",2'


def ask(folder: Path, *arguments: str | Path, **settings: Any) -> Result:
    said = tracker(*arguments, *TODAY, cwd=folder, **settings)
    assert (said.code, said.err) == (0, ""), said
    return said


def export(folder: Path, *arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ask(folder, "export", *arguments).out)))


def log(folder: Path, *arguments: str) -> str:
    return ask(folder, "log", *arguments).out.strip()


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Entries of every kind: awkward notes and refs, fractions, rates, evidence, corrections, a return."""
    folder = define(tmp_path / "filled")
    for number, note in enumerate(NOTES):
        log(folder, "-u", "a", "-c", "mo-hinh", "-q", "2", "-d", "5/3", "--note", note, "--ref", f"={note}{number}")
    log(folder, "-u", "b", "-c", "nuoc-sach", "-q", "12,25", "-d", "2/4")
    log(folder, "-u", "c", "-c", "kham-pha", "-q", "3", "--of", "4", "-d", "31/3", "--evidence", ADDRESS)
    log(folder, "-u", "b", "-c", "kham-pha", "-q", "0", "--of", "0", "-d", "1/4")
    (folder / "ảnh, 1.JPG").write_bytes(b"picture")
    log(folder, "-u", "a", "-c", "mo-hinh", "-q", "1", "-d", "4/3", "--evidence", "ảnh, 1.JPG")
    log(folder, "-u", "a", "-c", "mo-hinh", "-q", "50", "-d", "6/3", "--ref", "wrong")
    last = log(folder, "-u", "a", "-c", "mo-hinh", "-q", "7", "-d", "6/3", "--ref", "mended")
    ask(folder, "amend", last, "-q", "8", "--reason", "đếm thiếu")
    ask(folder, "void", f"1-{int(last[2:]) - 1}", "--reason", "nhầm")
    ask(folder, "submit", "-u", "a", "--week", "2025-W10")
    return folder


def figures(folder: Path) -> Any:
    said = ask(folder, "status", "--json").json
    return said, *(ask(folder, "status", "--json", "-u", unit).json for unit in "abcd")


def contents(folder: Path) -> list[tuple[Any, ...]]:
    found = ask(folder, "ls", "--json").json["achievements"]
    names = ("date", "unit", "criterion", "quantity", "denominator", "note", "evidence", "ref")
    return sorted(tuple(map(str, (one[name] for name in names))) for one in found if one["state"] == "current")


def test_the_columns_are_those_of_an_import(filled: Path) -> None:
    first, *_ = ask(filled, "export").out.splitlines()
    assert first == "date,unit,criterion,quantity,denominator,note,evidence,ref"
    assert ask(filled, "export", "-f", "csv", "-o", "-").out == ask(filled, "export").out


@pytest.mark.parametrize("name", ["all.csv", "all.jsonl"])
def test_entries_can_be_imported_again(filled: Path, tmp_path: Path, name: str) -> None:
    other = define(tmp_path / "other")
    assert ask(filled, "export", "-o", other / name).out == ""
    shutil.copytree(filled / "evidence", other / "evidence")
    assert ask(other, "import", name, "--json").json["written"] == len(NOTES) + 5
    assert contents(other) == contents(filled)
    assert [one["note"] for one in export(other)[: len(NOTES)]][6] == 'nói "được", rồi; thôi'
    before, after = figures(filled), figures(other)
    assert [one["criteria"] for one in after] == [one["criteria"] for one in before]
    assert after[0]["entries"] == before[0]["entries"]
    ask(other, "export", "-o", "again.csv")
    ask(filled, "export", "-o", "first.csv")
    assert (other / "again.csv").read_bytes() == (filled / "first.csv").read_bytes()


@pytest.mark.parametrize("name", ["all.csv", "all.jsonl"])
def test_naughty_strings_come_back(small: Path, tmp_path: Path, name: str) -> None:
    rows = rows_of(REFS, note=str, evidence=lambda text: NAUGHTY_ADDRESS + text, ref=str)
    ask(small, "import", write_csv(small / "naughty.csv", rows))
    other = define(tmp_path / "other")
    ask(small, "export", "-o", other / name)
    ask(other, "import", name)
    assert len(contents(other)) == len(REFS)
    assert contents(other) == contents(small)


def test_the_same_entries_are_already_there(filled: Path) -> None:
    ask(filled, "export", "--since", "5/3", "--until", "5/3", "-o", "all.csv")
    said = ask(filled, "import", "all.csv", "-n", "--json").json
    assert (said["already_there"], said["written"]) == (len(NOTES), 0)


def test_no_cell_is_a_formula(filled: Path) -> None:
    for what in ("achievements", "units", "totals", "journal"):
        for row in csv.reader(io.StringIO(ask(filled, "export", "--what", what).out)):
            wrong = [
                cell for cell in row if cell[:1] in set("=+@\t\r") or (cell[:1] == "-" and not cell[1:2].isdigit())
            ]
            assert wrong == []
    assert [one["note"][:2] for one in export(filled)[:6]] == ["'=", "'+", "'@", "'-", "''", "''"]


def test_a_number_with_three_places_is_not_read_as_thousands(small: Path, tmp_path: Path) -> None:
    text = (small / "campaigns.yaml").read_text(encoding="utf-8").replace("decimals: 2", "decimals: 3")
    (small / "campaigns.yaml").write_text(text, encoding="utf-8")
    log(small, "-u", "a", "-c", "nuoc-sach", "-q", "01,234", "-d", "5/3")
    assert [one["quantity"] for one in export(small)] == ["01.234"]
    assert '"quantity":1.234,' in ask(small, "export", "-f", "jsonl").out
    for name in ("x.csv", "x.jsonl"):
        ask(small, "export", "-o", name)
        shutil.copytree(small, folder := tmp_path / name, ignore=shutil.ignore_patterns("tracker.db*"))
        ask(folder, "import", name)
        assert ask(folder, "ls", "--json").json["achievements"][0]["quantity"] == 1.234


def test_limits(filled: Path) -> None:
    assert {one["unit"] for one in export(filled, "-u", "b")} == {"b"}
    assert {one["unit"] for one in export(filled, "-u", "Đông")} == {"a", "b", "c"}
    assert [one["date"] for one in export(filled, "--phase", "dot-2")] == ["2025-04-02", "2025-04-01"]
    assert {one["date"] for one in export(filled, "--since", "6/3", "--until", "31/3")} == {"2025-03-06", "2025-03-31"}
    assert export(filled, "--since", "6/3", "--until", "5/3") == []
    assert [one["date"] for one in export(filled, "-u", "b", "--what", "totals", "--phase", "dot-1")] == []
    tracker("export", "--phase", "dot-9", *TODAY, cwd=filled).refused(3, "phase-not-found")
    for what in ("units", "journal"):
        said = tracker("export", "--what", what, "-u", "a", "--since", "5/3", *TODAY, cwd=filled)
        assert "--unit, --since" in said.refused(2, "export-limits").err


def test_figures_as_they_were_known(filled: Path) -> None:
    assert export(filled, "--known-at", "2025-01-01") == []
    assert ask(filled, "export", "--known-at", "2025-01-01", "--json").json["known_at"].startswith("2025-01-01")
    assert export(filled, "--known-at", "2025-01-01", "--what", "journal") == []
    later = export(filled, "--known-at", "2100-01-01", "--what", "totals")
    assert later == export(filled, "--what", "totals")


def test_units_are_a_roster_again(small: Path) -> None:
    (small / "units.csv").write_text(
        ROSTER.replace("CAX An Bình", "CAX An Bình|=Xã").replace("11,", "00127,").replace("code,", "code,"),
        encoding="utf-8",
    )
    before = ask(small, "export", "--what", "units").out
    assert before.splitlines()[0] == "id,code,name,level,parent,cluster,aliases,valid_from,valid_to"
    assert "c,13,Công an xã Cẩm Lý,commune,d,,,,2025-03-31" in before
    assert "a,00127,Công an xã An Bình,commune,d,,CAX An Bình|=Xã,," in before
    ask(small, "export", "--what", "units", "-o", "again.csv")
    (small / "again.csv").replace(small / "units.csv")
    assert ask(small, "validate", "--json").json["ok"]
    assert ask(small, "export", "--what", "units").out == before


def test_totals_add_up(filled: Path) -> None:
    found = {(one["phase"], one["criterion"], one["unit"]): one for one in export(filled, "--what", "totals")}
    assert {key: (one["quantity"], one["denominator"], one["entries"]) for key, one in found.items()} == {
        ("dot-1", "mo-hinh", "a"): (str(2 * len(NOTES) + 9), "", str(len(NOTES) + 2)),
        ("dot-1", "kham-pha", "c"): ("3", "4", "1"),
        ("dot-2", "kham-pha", "b"): ("0", "0", "1"),
        ("dot-2", "nuoc-sach", "b"): ("12.25", "", "1"),
    }
    assert export(filled, "--what", "totals", "-u", "d") == list(found.values())
    early = export(filled, "--what", "totals", "--until", "5/3")
    assert [(one["unit"], one["entries"]) for one in early] == [("a", str(len(NOTES) + 1))]


def test_totals_of_days_between_phases(small: Path) -> None:
    text = (small / "campaigns.yaml").read_text(encoding="utf-8").replace("start: 1/4/2025", "start: 10/4/2025")
    (small / "campaigns.yaml").write_text(text, encoding="utf-8")
    for day in ("31/3", "5/4", "9/4", "10/4"):
        tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "-d", day, *TODAY, cwd=small)
    said = tracker("export", "--what", "totals", *TODAY, cwd=small).out
    rows = [(one["phase"], one["entries"]) for one in csv.DictReader(io.StringIO(said))]
    assert rows == [("dot-1", "1"), ("", "2"), ("dot-2", "1")]


def test_the_journal_is_whole(filled: Path) -> None:
    rows = export(filled, "--what", "journal")
    assert [int(one["id"].partition("-")[2]) for one in rows] == list(range(1, len(rows) + 1))
    assert rows[-1]["hash"] == ask(filled, "fsck", "--json").json["head"]
    back, again = (one for one in rows if one["reason"] == "đếm thiếu")
    assert (back["quantity"], again["quantity"], again["ref"]) == ("-7", "8", "mended")
    assert back["reverses"] == again["replaces"] != ""
    assert (back["batch"], back["command"], back["recorded_by"]) == (again["batch"], "amend 1-17", "Lan")
    filed = rows[-1]
    assert (filed["kind"], filed["unit"], filed["first_day"], filed["nil"]) == ("return", "a", "2025-03-03", "false")
    assert filed["received_at"].endswith("+00:00")
    document = ask(filled, "export", "--what", "journal", "--json").json
    assert (document["schema"], document["what"], document["campaign"]) == ("tracker.export/1", "journal", None)
    lines = [json.loads(line) for line in ask(filled, "export", "--what", "journal", "-f", "jsonl").out.splitlines()]
    assert document["rows"] == lines
    assert [one["hash"] for one in lines] == [one["hash"] for one in rows]


def test_the_journal_of_one_campaign(tmp_path: Path) -> None:
    folder = define(tmp_path, "xuan", "he")
    for campaign in ("xuan", "he"):
        log(folder, "-C", campaign, "-u", "a", "-c", "mo-hinh", "-q", "1", "-d", "5/3")
    assert [one["campaign"] for one in export(folder, "--what", "journal")] == ["xuan", "he"]
    assert [one["id"] for one in export(folder, "--what", "journal", "-C", "he")] == ["1-2"]
    tracker("export", *TODAY, cwd=folder).refused(2, "campaign-ambiguous")
    tracker("export", "--what", "journal", "-C", "thu", *TODAY, cwd=folder).refused(3, "campaign-not-found")


def test_an_empty_store_exports_no_row_and_is_not_made(small: Path) -> None:
    for what, count in (("achievements", 0), ("totals", 0), ("journal", 0), ("units", 5)):
        assert len(export(small, "--what", what)) == count
        assert len(ask(small, "export", "--what", what, "--json").json["rows"]) == count
    assert not (small / "tracker.db").exists()


def test_a_file_is_whole_or_left_as_it_was(filled: Path) -> None:
    (filled / "all.csv").write_text("old", encoding="utf-8")
    code = (
        "import sys, tracker.journal.export as one; from tracker.cli.main import start;"
        "one._optional = lambda _: 1 / 0; sys.exit(start(sys.argv[1:]))"
    )
    done = python("-c", code, "export", "-o", "all.csv", *TODAY, cwd=filled)
    assert done.returncode != 0
    assert (filled / "all.csv").read_text(encoding="utf-8") == "old"
    assert list(filled.glob(".all*")) == []
    tracker("export", "-o", "none/all.csv", *TODAY, cwd=filled).refused(1, "file-unwritable")
    tracker("export", "-o", "all.xlsx", *TODAY, cwd=filled).refused(2, "format-unknown")
    tracker("export", "-f", "csv", "-o", "all.jsonl", *TODAY, cwd=filled).refused(2, "formats-differ")


def test_a_pipe_gets_utf_8_on_an_old_console(filled: Path) -> None:
    done = process("export", *TODAY, cwd=filled, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == ask(filled, "export").out
