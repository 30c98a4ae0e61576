"""Marked entries on the command line: logged, imported, marked later, shown, taken back, exported and kept."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import Result, tracker

TODAY = "2025-03-10"
LOG = ("log", "-u", "a", "-c", "mo-hinh", "-q", "1")


def ask(folder: Path, *command: str | Path, lang: str = "en", **settings: Any) -> Result:
    return tracker(*command, cwd=folder, TRACKER_TODAY=TODAY, TRACKER_LANG=lang, **settings)


def said(folder: Path, *command: str | Path, **settings: Any) -> str:
    done = ask(folder, *command, **settings)
    assert (done.code, done.err) == (0, ""), done
    return done.out


def marked(folder: Path) -> list[tuple[str, str]]:
    report = json.loads(said(folder, "report", "weekly", "--json"))
    return [(one["id"], one["kind"]) for one in report["highlights"]]


def test_the_receipt_says_what_an_entry_was_marked_as(small: Path) -> None:
    lines = said(small, *LOG, "--highlight", "--model", screen=100).splitlines()
    assert [one for one in lines if "Marked" in one] == ["  Marked: model practice"]
    assert said(small, *LOG, "--model", screen=100, lang="vi").splitlines()[3] == "  Đánh dấu: mô hình"
    assert json.loads(said(small, *LOG, "--json"))["marks"] == []
    assert json.loads(said(small, *LOG, "--highlight", "--json"))["marks"] == ["exemplary"]


def test_a_rehearsal_marks_nothing(small: Path) -> None:
    assert "Marked: model practice" in said(small, *LOG, "--model", "-n")
    assert not (small / "tracker.db").exists()


def test_undo_takes_the_entry_and_its_mark_back_and_brings_both_back(small: Path) -> None:
    said(small, *LOG, "--model")
    assert marked(small) == [("1-1", "model")]
    said(small, "undo")
    assert marked(small) == []
    said(small, "undo")
    ((id_, kind),) = marked(small)
    assert (id_ != "1-1", kind) == (True, "model")
    said(small, "fsck", "--full")


def test_the_same_ref_twice_marks_nothing_more(small: Path) -> None:
    said(small, *LOG, "--ref", "A")
    assert "Already there" in said(small, *LOG, "--ref", "A", "--model", screen=80)
    assert marked(small) == []


def test_an_entry_that_is_there_is_marked_later(small: Path) -> None:
    said(small, *LOG, "--note", "Camera an ninh")
    assert said(small, "highlight", "1-1", "--model", screen=80).splitlines() == [
        "✔ Công an xã An Bình · Mô hình 1 mô hình  1-1",
        "  Camera an ninh",
        "  Marked: model practice  1-2",
        "  Undo: tracker undo",
    ]
    assert said(small, "highlight", "1-1", "--model") == "1-2\n"
    assert said(small, "highlight", "1-1", "--model", screen=80).startswith("Already there; nothing was added.")
    assert said(small, "highlight", "1-1") == "1-3\n"
    assert marked(small) == [("1-1", "exemplary")]
    said(small, "void", "1-3", "--reason", "nhầm")
    assert marked(small) == [("1-1", "model")]
    assert "Marked as  model practice (1-2)" in said(small, "show", "1-1")
    said(small, "void", "1-2", "--reason", "nhầm")
    assert marked(small) == []
    assert "Marked as" not in said(small, "show", "1-1")


def test_an_amended_entry_shows_its_mark_and_one_that_is_gone_is_not_marked(small: Path) -> None:
    said(small, *LOG, "--model")
    said(small, "amend", "1-1", "-q", "2", "--reason", "đếm thiếu")
    (now,) = [id_ for id_, _ in marked(small)]
    shown = json.loads(said(small, "show", now, "--json"))
    assert shown["marks"] == [{"id": "1-2", "kind": "model"}]
    ask(small, "highlight", "1-1").refused(1, "entry-replaced")
    ask(small, "highlight", "1-2").refused(1, "not-an-entry")
    ask(small, "highlight", "1-77").refused(3, "entry-not-found")


def table(folder: Path, *rows: str, heading: str = "highlight") -> Path:
    path = folder / "rows.csv"
    path.write_text("\n".join((f"date,unit,criterion,quantity,{heading}", *rows)), encoding="utf-8")
    return path


@pytest.mark.parametrize("heading", ["highlight", "Nổi bật", "danh dau"])
def test_a_column_marks_rows(small: Path, heading: str) -> None:
    rows = (
        "10/3/2025,a,mo-hinh,1,Mô hình",
        "10/3/2025,b,mo-hinh,2,x",
        "10/3/2025,c,mo-hinh,3, ",
        "10/3/2025,c,mo-hinh,4",
    )
    done = json.loads(said(small, "import", table(small, *rows, heading=heading), "--json"))
    assert done["written"] == 4
    assert marked(small) == [("1-1", "model"), ("1-2", "exemplary")]
    said(small, "undo")
    assert marked(small) == []


def test_json_lines_mark_rows_too(small: Path) -> None:
    row = {"date": "2025-03-10", "unit": "a", "criterion": "mo-hinh", "quantity": 1, "highlight": "điển hình"}
    (small / "rows.jsonl").write_text(json.dumps(row), encoding="utf-8")
    said(small, "import", "rows.jsonl")
    assert marked(small) == [("1-1", "exemplary")]


def test_a_wrong_mark_is_told_at_its_place_and_nothing_is_written(small: Path) -> None:
    path = table(small, "10/3/2025,a,mo-hinh,1,x", "10/3/2025,a,mo-hinh,1,rất tốt", "32/3/2025,a,mo-hinh,1,hay")
    done = ask(small, "import", path).refused(1, "rows-rejected", "bad-highlight", "no-such-day", "bad-highlight")
    assert "rows.csv:3:5" in done.err
    assert "write one of: điển hình, mô hình" in done.err
    assert not (small / "tracker.db").exists()


def test_good_rows_are_marked_although_others_are_wrong(small: Path) -> None:
    path = table(small, "10/3/2025,a,mo-hinh,1,x", "10/3/2025,a,mo-hinh,1,hay", "10/3/2025,b,mo-hinh,1,model")
    assert ask(small, "import", path, "--rejected", "left.csv").code == 1
    assert marked(small) == [("1-1", "exemplary"), ("1-2", "model")]
    assert "hay" in (small / "left.csv").read_text(encoding="utf-8-sig")


def test_a_rehearsed_import_and_running_totals(small: Path) -> None:
    path = table(small, "10/3/2025,a,mo-hinh,3,x")
    said(small, "import", path, "-n")
    assert not (small / "tracker.db").exists()
    said(small, "import", path, "--set")
    said(small, "import", path, "--set")  # it stands already, and so does its mark
    assert marked(small) == [("1-1", "exemplary")]


def test_what_leaves_the_store_carries_marks(small: Path) -> None:
    said(small, *LOG, "--highlight", "--ref", "A")
    rows = json.loads(said(small, "export", "--what", "journal", "--json"))["rows"]
    (mark,) = [one for one in rows if one["kind"] == "highlight"]
    assert (mark["about"], mark["body"]) == ("1-1", '{"mark":"exemplary"}')
    said(small, "backup", "kept.db")
    said(small, "undo")
    said(small, "restore", "kept.db", "--yes")
    assert marked(small) == [("1-1", "exemplary")]
    said(small, "fsck", "--full")


def test_the_list_of_entries_may_be_that_of_marked_ones(small: Path) -> None:
    said(small, *LOG, "--highlight", "--model")
    said(small, *LOG)
    said(small, "log", "-u", "b", "-c", "mo-hinh", "-q", "3", "--model")
    listed = [one["id"] for one in json.loads(said(small, "ls", "--highlights", "--json"))["achievements"]]
    assert listed == ["1-1", "1-4"]
    listed = json.loads(said(small, "ls", "--highlights", "-u", "b", "--json"))["achievements"]
    assert [one["id"] for one in listed] == ["1-4"]


def test_a_mark_that_comes_after_the_closing_is_said_not_to_be_in_the_review(small: Path) -> None:
    after: dict[str, Any] = {"TRACKER_TODAY": "2025-04-05"}
    for _ in range(2):
        said(small, *LOG)
    said(small, "highlight", "1-1")
    assert tracker("close", "dot-1", "--yes", cwd=small, **after).code == 0
    assert tracker("highlight", "1-1", cwd=small, **after).err == ""  # marked in time
    for more in (("-n",), ()):
        done = tracker("highlight", "1-2", *more, cwd=small, **after)
        assert done.code == 0
        assert "was closed by Lan on 5/4/2025: its review does not show this mark" in done.err
        assert 'tracker reopen dot-1 --reason "reason"' in done.err
    review = tracker("report", "phase", "dot-1", "--json", cwd=small, **after).json
    assert [one["id"] for one in review["highlights"]] == ["1-1"]
