"""The concerns register on the command line."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import define
from tests.cli.harness import tracker
from tests.cli.test_completion import values
from tests.cli.test_naughty import NAUGHTY, Page
from tracker.domain.text import clean, unguard_formula

TODAY = "2025-03-10"


@pytest.fixture
def office(small: Path) -> Path:
    """A folder with one concern that is open, one that was passed up and one that is answered."""
    for unit, day, field, text in (
        ("a", "3/3/2025", "Hậu cần", "Thiếu máy in"),
        ("b", "4/3/2025", "Trụ sở", "Nhà dột"),
        ("a", "5/3/2025", "hau can", "Thiếu giấy"),
    ):
        said(small, "concern", "add", "-u", unit, "--raised-on", day, "--field", field, text)
    said(small, "concern", "answer", "1-2", "--passed-up-to", "Bộ Công an", "--on", "6/3/2025")
    said(small, "concern", "answer", "1-3", "Đã cấp", "--by-whom", "Phòng Hậu cần")
    return small


def said(folder: Path, *command: str, screen: int | None = None, lang: str = "en") -> str:
    done = tracker(*command, cwd=folder, screen=screen, TRACKER_TODAY=TODAY, TRACKER_LANG=lang)
    assert (done.code, done.err) == (0, ""), done
    return done.out


def ids(folder: Path, *options: str) -> list[str]:
    return [one["id"] for one in json.loads(said(folder, "concern", "list", "--json", *options))["concerns"]]


def test_a_pipe_gets_the_id_and_a_screen_the_receipt(small: Path) -> None:
    add = ("concern", "add", "-u", "a", "--field", "Hậu cần", "Thiếu máy in", "--raised-on", "3/3/2025")
    assert said(small, *add) == "1-1\n"
    assert said(small, *add, "--to", "Phòng Hậu cần", screen=80).splitlines() == [
        "✔ Công an xã An Bình · concern (Hậu cần)  1-2",
        "  Thiếu máy in",
        "  Monday 03/03/2025 · Phòng Hậu cần must answer",
        "  The whole campaign: 2 concerns are not answered, the oldest for 7 days",
        "  Undo: tracker undo",
    ]
    assert said(
        small, "concern", "answer", "1-2", "--passed-up-to", "Bộ Công an", screen=80, lang="vi"
    ).splitlines() == [
        "✔ Công an xã An Bình · trả lời ý kiến (Hậu cần)  1-3",
        "  chuyển lên Bộ Công an",
        "  Thứ Hai 10/03/2025",
        "  Toàn phong trào: 1 ý kiến chưa trả lời, lâu nhất 7 ngày",
        "  Hoàn tác: tracker undo",
    ]


def test_a_rehearsal_makes_no_store(small: Path) -> None:
    add = ("concern", "add", "-u", "a", "--field", "Hậu cần", "Thiếu máy in", "-n")
    assert said(small, *add).startswith("A rehearsal: nothing was written.\n")
    document = json.loads(said(small, *add, "--json"))
    assert (document["id"], document["open"], document["dry_run"]) == (None, 1, True)
    assert not (small / "tracker.db").exists()


def test_the_list_shows_what_waits_the_oldest_first(office: Path) -> None:
    assert ids(office) == ["1-1", "1-2"]
    assert ids(office, "--open") == ["1-1"]
    assert ids(office, "--all") == ["1-1", "1-2", "1-3"]
    assert ids(office, "--all", "--field", "hậu cần") == ["1-1", "1-3"]
    assert ids(office, "--older-than", "6") == ["1-1"]
    assert ids(office, "-u", "b") == ["1-2"]
    assert ids(office, "--today", "5/3/2025") == ["1-1", "1-2", "1-3"]
    screen = said(office, "concern", "list", "--all", screen=80, lang="vi").splitlines()
    assert max(map(len, screen)) <= 80
    assert [" ".join(line.split()[:3]) for line in screen[:4]] == [
        "Mã Ngày nêu",
        "1-1 03/03/2025 7",
        "1-2 04/03/2025 6",
        "1-3 05/03/2025 5",
    ]
    assert screen[2].endswith("Nhà dột → chuyển lên Bộ Công an")
    assert screen[-1] == "3 ý kiến: 1 chưa trả lời, 1 đã trả lời, 1 đã chuyển lên"
    tracker("concern", "list", "--open", "--all", cwd=office).refused(2, "lists-exclude")


def test_the_document_says_all_of_a_concern(office: Path) -> None:
    document = json.loads(said(office, "concern", "list", "--all", "--json"))
    assert (document["schema"], document["as_of"], document["entries"]) == ("tracker.concerns/1", TODAY, 0)
    assert (document["open"], document["oldest_days"], document["campaign"]) == (1, 7, "xuan")
    passed, answered = document["concerns"][1:]
    assert {**answered, "recorded_at": ""} == {
        "id": "1-3", "unit": "a", "unit_name": "Công an xã An Bình", "field": "Hậu cần", "text": "Thiếu giấy",
        "raised_on": "2025-03-05", "state": "answered", "age_days": 5, "must_answer": None, "answer": "Đã cấp",
        "answered_by": "Phòng Hậu cần", "answered_on": "2025-03-10", "passed_up_to": None, "answer_id": "1-5", "ref": None,
        "recorded_at": "", "recorded_by": "Lan",
    }  # fmt: skip
    assert (passed["state"], passed["must_answer"], passed["answer"]) == ("passed-up", "Bộ Công an", None)


def test_what_is_refused_says_where_to_look(office: Path) -> None:
    missing = tracker("concern", "answer", "2-999", "x", cwd=office, TRACKER_TODAY=TODAY)
    missing.refused(3, "concern-not-found")
    assert "hint: tracker concern list --all" in missing.err
    assert tracker("concern", "list", "--older-than", "-1", cwd=office, TRACKER_TODAY=TODAY).code == 2
    add = ("concern", "add", "-u", "a", "--field", "x", "y", "--raised-on")
    tracker(*add, "28/2/2025", cwd=office, TRACKER_TODAY=TODAY).refused(1, "raised-before-campaign")
    long = tracker(*add[:-2], "y" * 2001, cwd=office, TRACKER_TODAY=TODAY)
    assert "error[text-too-long]: text: 2,001 characters, at most 2,000 are kept" in long.err


def test_open_concerns_show_in_status_the_report_and_reminders(office: Path) -> None:
    line = "1 concern is not answered, the oldest for 7 days"
    assert line in said(office, "status")
    alert = json.loads(said(office, "status", "--json"))["alerts"][-1]
    assert alert == {"code": "open-concerns", "units": 1, "days": 7, "concerns": 1}
    page = said(office, "report", "weekly", "--week", "2025-W10", "--today", "9/3/2025")
    assert "In the week 3 raised, 0 answered, 1 passed up; 2 concerns are not answered, the oldest for 6 days." in page
    report = json.loads(said(office, "report", "weekly", "--week", "2025-W10", "--json"))
    assert [(one["id"], one["state"]) for one in report["concerns"]] == [
        ("1-1", "open"),
        ("1-2", "passed-up"),
        ("1-3", "open"),
    ]
    said(office, "concern", "answer", "1-1", "Đã cấp")
    assert "concern" not in said(office, "status")


def test_concerns_are_corrected_like_entries(office: Path) -> None:
    assert said(office, "void", "1-5", "--reason", "nhầm") == "1-5\n"
    assert ids(office, "--open") == ["1-1", "1-3"]
    (step, _) = json.loads(said(office, "history", "1-5", "--json"))["steps"]
    assert (step["what"], step["invocation"]["recorded_by"]) == ("noted", "Lan")
    card = said(office, "show", "1-2")
    assert "Bộ Công an" in card
    assert json.loads(said(office, "show", "1-2", "--json"))["followed_by"] == ["1-4"]
    said(office, "void", "1-2", "--reason", "trùng")
    assert ids(office, "--all") == ["1-1", "1-3"]
    assert "2 events" in said(office, "undo")
    assert ids(office, "--all") == ["1-1", "1-9", "1-3"]
    tracker("concern", "answer", "1-2", "x", cwd=office, TRACKER_TODAY=TODAY).refused(1, "entry-replaced")
    tracker("undo", "2", cwd=office, TRACKER_TODAY=TODAY).refused(1, "undo-blocked", "event-in-the-way")
    tracker("amend", "1-1", "--reason", "x", "-q", "1", cwd=office, TRACKER_TODAY=TODAY).refused(1, "event-not-amended")
    assert said(office, "fsck", "--full").startswith("✔")


def test_what_was_known_of_concerns(office: Path) -> None:
    with_answer = said(office, "concern", "list", "--all", "--json")
    head = json.loads(said(office, "fsck", "--json"))["head"]
    said(office, "concern", "answer", "1-1", "Đã cấp")
    known = json.loads(said(office, "concern", "list", "--all", "--json", "--known-at", head))
    assert known["concerns"] == json.loads(with_answer)["concerns"]
    assert known["open"] == 1
    refused = ("concern", "add", "-u", "a", "--field", "x", "y", "--known-at", head)
    tracker(*refused, cwd=office, TRACKER_TODAY=TODAY).refused(2, "known-at-writes")


def test_the_journal_is_exported_with_its_events(office: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(said(office, "export", "--what", "journal"))))
    assert [(row["id"], row["kind"], row["unit"], row["date"], row["about"]) for row in rows[:4:3]] == [
        ("1-1", "concern", "a", "2025-03-03", ""),
        ("1-4", "answer", "b", "2025-03-06", "1-2"),
    ]
    assert json.loads(rows[0]["body"]) == {"text": "Thiếu máy in", "field": "Hậu cần"}


def test_what_a_shell_offers(office: Path) -> None:
    assert values(office, "tracker concern ") == ["add", "answer", "list"]
    assert values(office, "tracker concern add --field ") == ["Hậu cần", "Trụ sở"]
    assert values(office, "tracker concern list --field tru") == ["Trụ sở"]
    assert values(office, "tracker concern answer ") == ["1-1", "1-2"]


def test_naughty_texts_come_out_as_they_went_in(tmp_path: Path) -> None:
    """Every string as a concern, its field, who must answer, and the answer."""
    folder = define(tmp_path / "office")
    for text in NAUGHTY[::7]:
        add = ("concern", "add", "-u", "a", "--field", text[:100], "--to", text[:200], "--", text)
        id_ = said(folder, *add).strip()
        said(folder, "concern", "answer", "--by-whom", text[:200], "--", id_, text)
    expected = [clean(text) for text in NAUGHTY[::7]]
    found = json.loads(said(folder, "concern", "list", "--all", "--json"))["concerns"]
    assert [one["text"] for one in found] == [one["answer"] for one in found] == expected
    assert [one["must_answer"] for one in found] == [clean(text[:200]) or None for text in expected]
    rows = list(csv.DictReader(io.StringIO(said(folder, "concern", "list", "--all", "-f", "csv"))))
    assert [unguard_formula(row["text"]) for row in rows] == expected
    cells = [f"{text} → {text} ({by})" if (by := clean(text[:200])) else f"{text} → {text}" for text in expected]
    assert {*cells} <= {*Page(said(folder, "concern", "list", "--all", "-f", "html")).cells}
    bodies = [
        json.loads(row["body"]) for row in json.loads(said(folder, "export", "--what", "journal", "--json"))["rows"]
    ]
    assert [one["text"] for one in bodies[::2]] == expected
    assert said(folder, "fsck", "--full").startswith("✔")


def test_the_sample_has_two_dialogues(demo: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(demo, tmp_path / "demo"))
    document = json.loads(said(folder, "concern", "list", "--all", "--json", "--today", "1/3/2025"))
    assert [one["raised_on"] for one in document["concerns"]] == ["2024-12-10"] * 14 + ["2025-02-17"] * 31
    assert all(one["text"].startswith("[MẪU] ") for one in document["concerns"])
    assert (document["open"], document["oldest_days"]) == (31, 12)
    assert "31 ý kiến chưa trả lời, lâu nhất 12 ngày" in said(folder, "status", "--today", "1/3/2025", lang="vi")
    first = document["concerns"][14]["id"]
    assert json.loads(said(folder, "concern", "answer", first, "Đã cấp", "--json"))["open"] == 30
