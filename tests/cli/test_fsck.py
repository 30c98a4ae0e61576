"""tracker fsck: what it prints, in every form, and how it ends."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.harness import process, tracker
from tests.journal.damage import spoil


@pytest.fixture
def used(small: Path) -> Path:
    """A small campaign with three entries."""
    for day, quantity in (("5/3", "2"), ("6/3", "3"), ("7/3", "4")):
        said = tracker("log", "-u", "a", "-c", "mo-hinh", "-q", quantity, "-d", day, "--today", "10/3/2025", cwd=small)
        assert said.code == 0
    return small


def test_a_whole_store(used: Path) -> None:
    said = tracker("fsck", "--json", cwd=used)
    assert (said.code, said.err) == (0, "")
    head = said.json["head"]
    assert len(head) == 64
    assert said.json | {"as_of": ""} == {
        "schema": "tracker.fsck/1", "as_of": "", "entries": 3, "ok": True, "head": head, "repaired": False, "findings": [],
    }  # fmt: skip
    for options in ([], ["--full"]):
        assert tracker("fsck", *options, cwd=used).out == f"✔ tracker.db: 3 entries · journal {head[:16]}\n"
    assert tracker("report", "weekly", "--json", "--today", "10/3/2025", cwd=used).json["head"] == head


def test_no_store_is_an_empty_one(small: Path) -> None:
    said = tracker("fsck", "--json", cwd=small)
    assert (said.code, said.json["entries"], said.json["head"]) == (0, 0, "0" * 64)
    assert not (small / "tracker.db").exists()


def test_findings_say_what_where_and_what_to_do(used: Path) -> None:
    spoil(used / "tracker.db", "UPDATE journal SET quantity = 20000 WHERE id = 1")
    said = tracker("fsck", cwd=used)
    assert said.code == 1
    assert "tracker.db: 3 findings" in said.out
    words = " ".join(said.out.split())
    assert "row-changed journal 1 (1-1): the row does not follow from those before it" in words
    assert "tracker fsck --repair" in said.out
    document = tracker("fsck", "--json", cwd=used)
    assert (document.code, document.json["ok"]) == (1, False)
    assert [one["code"] for one in document.json["findings"]] == ["row-changed", "total-wrong", "total-wrong"]
    assert document.json["findings"][0]["where"] == "journal 1 (1-1)"
    assert document.json["findings"][1]["message"] == (
        "the total kept is 2 of 1 entries; the journal adds up to 20 of 1"
    )
    assert all(one["hint"] for one in document.json["findings"])


def test_findings_speak_vietnamese(used: Path) -> None:
    spoil(used / "tracker.db", "UPDATE journal SET quantity = 20000 WHERE id = 1")
    said = tracker("fsck", cwd=used, TRACKER_LANG="vi").out
    assert "journal 1 (1-1)" in said
    assert "the row" not in said


def test_totals_are_repaired_but_a_changed_row_is_not(used: Path) -> None:
    store = used / "tracker.db"
    before = tracker("status", "--json", "--today", "10/3/2025", cwd=used).out
    whole = tracker("fsck", "--json", cwd=used).json
    spoil(store, "UPDATE total_by_day SET quantity = 1", "UPDATE total_by_unit SET quantity = 1")
    assert tracker("fsck", cwd=used).code == 1
    said = tracker("fsck", "--repair", "--json", cwd=used)
    assert (said.code, said.json) == (0, {**whole, "repaired": True})
    assert tracker("status", "--json", "--today", "10/3/2025", cwd=used).out == before
    spoil(store, "UPDATE journal SET quantity = 20000 WHERE id = 1")
    content = store.read_bytes()
    said = tracker("fsck", "--repair", "--json", cwd=used)
    assert (said.code, said.json["repaired"]) == (1, False)
    assert store.read_bytes() == content


def test_the_total_by_unit_is_checked_under_campaigns_yaml_as_it_is_now(used: Path) -> None:
    spoil(used / "tracker.db", "UPDATE total_by_unit SET phase = 1")
    assert [one["code"] for one in tracker("fsck", "--json", cwd=used).json["findings"]] == [
        "total-wrong",
        "total-wrong",
    ]
    (used / "campaigns.yaml").write_text("campaigns: [", encoding="utf-8")
    said = tracker("fsck", "--json", cwd=used)
    assert (said.code, said.json["ok"]) == (
        0,
        True,
    )  # it cannot be known where entries belong, but their sums are right


def test_the_store_alone_can_be_checked(used: Path, tmp_path: Path) -> None:
    store = shutil.copy(used / "tracker.db", tmp_path / "alone.db")
    said = tracker("fsck", "--db", store, "--json", cwd=tmp_path)
    assert (said.code, said.json["entries"]) == (0, 3)


@pytest.mark.parametrize(
    ("content", "code"), [(b"Kinh gui" * 2000, "store-damaged"), (b"SQLite format 3\0" + bytes(5000), "store-damaged")]
)
def test_what_cannot_be_opened_ends_with_4(used: Path, content: bytes, code: str) -> None:
    (used / "tracker.db").write_bytes(content)
    tracker("fsck", cwd=used).refused(4, code)


def test_a_store_cut_off_is_never_a_traceback(used: Path) -> None:
    data = (used / "tracker.db").read_bytes()
    for length in range(4096, len(data), 8192):
        (used / "tracker.db").write_bytes(data[:length])
        said = tracker("fsck", "--full", cwd=used)
        assert said.code in (1, 4)
        assert "Traceback" not in said.err
        assert "unexpected" not in said.err


def test_a_file_that_fsck_writes_is_markdown(used: Path) -> None:
    spoil(used / "tracker.db", "UPDATE journal SET note = 'x' WHERE id = 2")
    assert tracker("fsck", "-o", "kiem-tra.md", cwd=used).code == 1
    assert "journal 2 (1-2)" in (used / "kiem-tra.md").read_text(encoding="utf-8")


def test_a_bar_is_for_terminals_alone(used: Path) -> None:
    done = process("fsck", "--full", cwd=used)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(process("fsck", "--json", cwd=used).stdout)["ok"]
