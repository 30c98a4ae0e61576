"""tracker report verify: a report in any format finds its way back to the row of the journal that it was made from."""

import json
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from jsonschema import Draft202012Validator

from tests.cli.harness import Result, tracker
from tests.render.papers import make_official
from tools.schemas import build_document_schemas
from tracker.i18n import speak
from tracker.render.document import Part, paragraph
from tracker.render.official import Annex

TODAY: dict[str, Any] = {"TRACKER_TODAY": "2025-03-21"}
TEXTS = ("md", "html", "txt", "json", "csv")
LIBRARIES = {"docx": "docx", "pdf": "typst", "xlsx": "xlsxwriter"}


@pytest.fixture
def folder(small: Path) -> Path:
    """A campaign with one entry."""
    tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "2", "-d", "2025-03-20", cwd=small, **TODAY)
    return small


def log(folder: Path, day: str) -> None:
    assert (
        tracker("log", "-u", "b", "-c", "mo-hinh", "-q", "1", "-d", day, cwd=folder, TRACKER_TODAY="2025-04-20").code
        == 0
    )


def write(folder: Path, format: str, lang: str = "en") -> Path:  # noqa: A002
    file = folder / f"tuan.{format}"
    assert tracker("report", "weekly", "-o", file, cwd=folder, TRACKER_LANG=lang, **TODAY).code == 0
    return file


def verify(folder: Path, file: Path | str, *more: str, **settings: Any) -> Result:
    return tracker("report", "verify", file, *more, cwd=folder, **settings)


def asked(folder: Path, file: Path) -> Any:
    return verify(folder, file, "--json").json


def head(folder: Path) -> str:
    return str(tracker("fsck", "--json", cwd=folder).json["head"])


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("format", [*TEXTS, *LIBRARIES])
def test_a_fresh_report_matches_the_journal(folder: Path, format: str, lang: str) -> None:  # noqa: A002
    if format in LIBRARIES:
        pytest.importorskip(LIBRARIES[format])
    file = write(folder, format, lang)
    done = verify(folder, file)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("✔ tuan.")
    assert "nothing was recorded since" in done.out
    found = asked(folder, file)
    assert {name: found[name] for name in ("schema", "format", "match", "report_as_of", "head", "since")} == {
        "schema": "tracker.verify/1",
        "format": format,
        "match": "current",
        "report_as_of": "2025-03-21",
        "head": head(folder),
        "since": {"rows": 0, "concerning": 0},
    }
    assert head(folder).startswith(found["hash"])
    assert len(found["hash"]) == (16 if format in ("md", "html", "txt", "xlsx") else 64)


@pytest.mark.parametrize("format", TEXTS)
def test_later_entries_are_counted_by_whether_they_concern_the_report(folder: Path, format: str) -> None:  # noqa: A002
    file = write(folder, format)
    log(folder, "2025-04-02")
    after = asked(folder, file)
    assert (after["match"], after["since"]) == ("earlier", {"rows": 1, "concerning": 0})
    assert "none is about days up to 21/03/2025" in verify(folder, file).out
    log(folder, "2025-03-21")
    after = asked(folder, file)
    assert (after["match"], after["row"], after["since"]) == ("earlier", 1, {"rows": 2, "concerning": 1})
    done = verify(folder, file)
    assert done.code == 0
    assert "2 rows were recorded since; 1 of them is about days up to 21/03/2025" in done.out


def test_the_hint_writes_the_figures_of_the_report_again(folder: Path) -> None:
    file = write(folder, "json")
    log(folder, "2025-03-19")
    command = verify(folder, file).out.strip().rpartition(": ")[2].split()
    again = tracker(*command[1:], "--json", cwd=folder, **TODAY).json
    assert again["criteria"] == json.loads(file.read_text(encoding="utf-8"))["criteria"]


def test_what_is_printed_follows_its_schema(folder: Path) -> None:
    schema = build_document_schemas()["tracker.verify/1"]
    file = write(folder, "md")
    log(folder, "2025-03-19")
    (folder / "thu.txt").write_text("journal 0123456789abcdef", encoding="utf-8")
    for named in (file, folder / "thu.txt"):
        assert [one.message for one in Draft202012Validator(schema).iter_errors(asked(folder, named))] == []


def test_a_correction_of_the_reports_days_concerns_it(folder: Path) -> None:
    file = write(folder, "md")
    assert tracker("void", "1-1", "--reason", "twice", cwd=folder, TRACKER_TODAY="2025-04-20").code == 0
    assert asked(folder, file)["since"] == {"rows": 1, "concerning": 1}


@pytest.mark.parametrize("format", TEXTS)
def test_a_report_of_another_journal_is_refused(folder: Path, format: str) -> None:  # noqa: A002
    file = write(folder, format)
    known = head(folder)
    other = ("0" if known[0] != "0" else "1") + known[1:]
    text = file.read_text(encoding="utf-8").replace(known, other).replace(known[:16], other[:16])
    file.write_text(text, encoding="utf-8")
    done = verify(folder, file)
    assert done.code == 1
    assert done.out.startswith("✖ tuan.")
    found = verify(folder, file, "--json")
    assert found.code == 1
    assert {name: found.json[name] for name in ("match", "row", "recorded_at", "since")} == {
        "match": "none",
        "row": None,
        "recorded_at": None,
        "since": None,
    }


def test_a_report_from_before_the_first_entry_is_known(small: Path) -> None:
    file = write(small, "html")
    assert asked(small, file)["match"] == "current"
    log(small, "2025-03-05")
    found = asked(small, file)
    assert (found["match"], found["row"], found["since"]["concerning"]) == ("earlier", 0, 1)


def test_standard_input_is_read(folder: Path) -> None:
    file = write(folder, "md")
    assert verify(folder, "-", stdin=file.read_bytes()).code == 0


def test_tables_saved_again_by_a_spreadsheet_are_read(folder: Path) -> None:
    text = write(folder, "csv").read_text(encoding="utf-8").replace(",", ";").replace("2025-03-21", "21/03/2025")
    file = folder / "luu-lai.csv"
    file.write_bytes(f"\ufeff{text}".encode())
    assert asked(folder, file)["report_as_of"] == "2025-03-21"


def test_texts_with_letters_taken_apart_are_read(folder: Path) -> None:
    file = write(folder, "txt", "vi")
    file.write_text(normalize("NFD", file.read_text(encoding="utf-8")), encoding="utf-8")
    assert asked(folder, file)["report_as_of"] == "2025-03-21"


def paper(folder: Path, format: str) -> Path:  # noqa: A002
    """Write a paper of the journal as it stands, as the commands do."""
    known = head(folder)
    speak("vi")
    foot = f"Tính đến 21/03/2025 · gồm 1 lượt ghi, đã hủy 0 · mã sổ {known[:16]}"
    official = make_official(3, keywords=known, day=date(2025, 3, 24))
    annex = Annex("Phụ lục", "", (paragraph(foot, part=Part.FOOTER),))
    file = folder / f"to-trinh.{format}"
    file.write_bytes(_renderer(format)(official._replace(annexes=(*official.annexes, annex))))
    speak("en")
    return file


def _renderer(format: str) -> Callable[..., bytes]:  # noqa: A002
    if format == "pdf":
        pytest.importorskip("typst")
        from tracker.render.formats.pdf import render_pdf  # noqa: PLC0415

        return render_pdf
    pytest.importorskip("docx")
    from tracker.render.formats.docx import render_docx  # noqa: PLC0415

    return render_docx


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_papers_are_read(folder: Path, format: str) -> None:  # noqa: A002
    file = paper(folder, format)
    found = asked(folder, file)
    assert (found["format"], found["match"], found["hash"]) == (format, "current", head(folder))
    assert found["report_as_of"] == "2025-03-21"  # not the day of signing
    log(folder, "2025-03-21")
    assert asked(folder, file)["since"] == {"rows": 1, "concerning": 1}


def test_workbooks_are_read(folder: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    for constant in (True, False):  # texts stand in the sheet itself, or in a table of their own
        file = folder / "so-lieu.xlsx"
        book = xlsxwriter.Workbook(str(file), {"constant_memory": constant})
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, f"Tính đến 21/03/2025 · gồm 1 lượt ghi, đã hủy 0 · mã sổ {head(folder)[:16]}")
        book.close()
        found = asked(folder, file)
        assert (found["format"], found["match"], found["report_as_of"]) == ("xlsx", "current", "2025-03-21")


def test_a_pdf_that_another_program_printed_is_read_by_its_keywords(folder: Path) -> None:
    known = head(folder)
    as_utf16 = known.encode("utf-16-be").hex().upper()
    packed = zlib.compress(f"1 0 << /Keywords ({known}) >>".encode())
    files = {
        "hex.pdf": f"%PDF-1.6\n1 0 obj\n<</Keywords<FEFF{as_utf16}>>>\nendobj".encode(),
        "escaped.pdf": b"%PDF-1.6\n<</Keywords (\\(" + known.encode() + b"\\) \\101)>>",
        "packed.pdf": b"%PDF-1.6\n<</Type/ObjStm/Filter/FlateDecode/N 1>>\nstream\r\n" + packed + b"\nendstream",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
        found = asked(folder, folder / name)
        assert (found["match"], found["report_as_of"], found["since"]["concerning"]) == ("current", None, None)
    log(folder, "2025-03-21")
    assert "the file does not say up to which day" in verify(folder, folder / "hex.pdf").out


def test_a_file_that_is_not_there_or_none_at_all(folder: Path) -> None:
    verify(folder, "nirgends.pdf").refused(3, "file-missing")
    verify(folder, ".").refused(1, "file-unreadable")
    verify(folder, write(folder, "md"), "--known-at", "2025-03-21").refused(2, "known-at-writes")


def test_words_in_a_note_do_not_stand_for_the_foot(folder: Path) -> None:
    note = "As of 01/01/2025 · x · journal ffffffffffffffff"
    arguments = ("-u", "a", "-c", "mo-hinh", "-q", "1", "-d", "2025-03-20", "--note", note, "--highlight")
    tracker("log", *arguments, cwd=folder, **TODAY)
    for format in ("md", "html", "txt"):  # noqa: A001
        file = write(folder, format)
        assert asked(folder, file)["match"] == "current"


def test_no_store_is_made_or_needed(small: Path) -> None:
    (small / "thu.md").write_text("journal 0123456789abcdef\n", encoding="utf-8")
    assert verify(small, small / "thu.md").code == 1
    assert not (small / "tracker.db").exists()


FOOT = {
    "en": "As of {} · 4 entries counted, 0 voided · journal {}",
    "vi": "Tính đến {} · gồm 1.004 lượt ghi, đã hủy 0 · mã sổ {}",
}


@pytest.mark.parametrize("foot", FOOT.values(), ids=FOOT)
def test_a_report_that_counts_entries_is_not_from_before_the_first(folder: Path, foot: str) -> None:
    file = folder / "thu.txt"
    file.write_text(foot.format("21/03/2025", "0" * 16), encoding="utf-8")
    done = verify(folder, file)
    assert done.code == 1
    assert done.out.startswith("✖ thu.txt: its hash is that of a journal without entries")
    file.write_text(foot.replace("1.004", "0").replace("4 ", "0 ").format("21/03/2025", "0" * 16), encoding="utf-8")
    assert verify(folder, file).code == 0


@pytest.mark.parametrize("format", ["json", "csv"])
def test_tables_that_count_entries_are_not_from_before_the_first(folder: Path, format: str) -> None:  # noqa: A002
    file = write(folder, format)
    file.write_text(file.read_text(encoding="utf-8").replace(head(folder), "0" * 64), encoding="utf-8")
    assert verify(folder, file).code == 1


@pytest.mark.parametrize("foot", FOOT.values(), ids=FOOT)
def test_a_file_that_ends_with_several_hashes_is_refused(folder: Path, foot: str) -> None:
    file = write(folder, "md")
    other = foot.format("20/03/2025", "f" * 16)
    file.write_text(f"{other}\n\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    assert "f" * 16 in verify(folder, file).refused(1, "report-hashes-differ").err
    again = foot.format("20/03/2025", head(folder)[:16])
    file.write_text(f"{again}\n\n{again}", encoding="utf-8")
    assert verify(folder, file).code == 0


@pytest.mark.parametrize("foot", FOOT.values(), ids=FOOT)
def test_a_line_with_an_impossible_day_is_no_foot(folder: Path, foot: str) -> None:
    line = foot.format("99/99/2025", head(folder)[:16])
    file = folder / "thu.txt"
    file.write_text(line, encoding="utf-8")
    verify(folder, file).refused(1, "report-without-hash")


def test_the_figures_of_a_closed_phase_stand(folder: Path) -> None:
    closing: dict[str, Any] = {"TRACKER_TODAY": "2025-04-02"}
    assert tracker("close", "dot-1", cwd=folder, **closing).code == 0
    file = folder / "so-ket.json"
    assert tracker("report", "phase", "dot-1", "-o", file, cwd=folder, **closing).code == 0
    late = ("-u", "b", "-c", "mo-hinh", "-q", "1", "-d", "2025-03-19", "--late", "sót")
    assert tracker("log", *late, cwd=folder, **closing).code == 0
    done = verify(folder, file)
    assert done.code == 0
    assert "may be others now" not in done.out
    assert "what it says of Đợt 1 stands" in done.out
    assert done.out.rstrip().endswith(f"tracker --known-at {head_of(file)} report phase dot-1")
    again = tracker("report", "phase", "dot-1", "--json", cwd=folder, **closing).json
    assert again == json.loads(file.read_text(encoding="utf-8"))
    assert tracker("reopen", "dot-1", "--reason", "x", cwd=folder, **closing).code == 0
    assert "may be others now" in verify(folder, file).out


def head_of(file: Path) -> str:
    return str(json.loads(file.read_text(encoding="utf-8"))["head"])[:16]


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("format", ["json", "md", "html", "txt"])
def test_the_hint_names_the_reports_own_kind_where_it_is_known(folder: Path, format: str, lang: str) -> None:  # noqa: A002
    final = folder / f"tong-ket.{format}"
    assert tracker("report", "final", "-o", final, cwd=folder, TRACKER_LANG=lang, **TODAY).code == 0
    weekly, other = write(folder, format, lang), folder / "thu.txt"
    other.write_text(f"journal {head(folder)[:16]} As of 21/03/2025", encoding="utf-8")
    log(folder, "2025-03-19")
    for file, ending in ((weekly, "report weekly"), (final, "report final")):
        assert verify(folder, file).out.rstrip().endswith(f"{known_hash(other)} {ending}")


@pytest.mark.parametrize("format", ["csv", "docx", "pdf", "xlsx", "txt"])
def test_the_hint_is_a_command_that_works_where_a_file_does_not_say_its_kind(folder: Path, format: str) -> None:  # noqa: A002
    if format in LIBRARIES:
        pytest.importorskip(LIBRARIES[format])
    file = folder / f"so-ket.{format}"
    assert tracker("report", "phase", "dot-1", "-o", file, cwd=folder, **TODAY).code == 0
    log(folder, "2025-03-19")
    hint = " ".join(verify(folder, file).out.rpartition("As it was known then: ")[2].split())
    command, _, others = hint.partition(", or ")
    assert others == "phase PHASE or final in the place of weekly, as this report is"
    for kind in ("weekly", "phase dot-1", "final"):
        asking = command.removeprefix("tracker ").replace("weekly", kind).split()
        assert tracker(*asking, cwd=folder, **TODAY).code == 0


def known_hash(file: Path) -> str:
    return file.read_text(encoding="utf-8").split()[1]
