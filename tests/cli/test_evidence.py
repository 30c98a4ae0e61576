"""Evidence: files are kept beside the store under their content's hash, before the entries that name them."""

import json
import os
import shutil
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker
from tracker.errors import TrackerError
from tracker.journal.evidence import MOST_MB, EvidenceFolder

TODAY = ("--today", "2025-03-10")
PHOTO = b"\xff\xd8\xff a photo"
HASH = sha256(PHOTO).hexdigest()
KEPT = f"sha256:{HASH} Ảnh 1.JPG"
FILE = f"evidence/{HASH[:2]}/{HASH}.jpg"


def log(cwd: Path, evidence: str | Path, *rest: str) -> Result:
    command = ("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "--evidence", evidence, *rest, *TODAY)
    return tracker(*command, cwd=cwd)


def take(cwd: Path, file: Path | str, rows: str, *rest: str) -> Result:
    path = cwd / file
    path.write_text(f"date,unit,criterion,quantity,evidence\n{rows}", encoding="utf-8")
    return tracker("import", path, *rest, *TODAY, cwd=cwd)


def named(cwd: Path) -> list[str]:
    """What the entries name as evidence."""
    return [one["evidence"] for one in tracker("ls", "--json", *TODAY, cwd=cwd).json["achievements"]]


def kept(cwd: Path) -> list[str]:
    """All that lies in the evidence folder."""
    return sorted(str(path.relative_to(cwd)) for path in (cwd / "evidence").rglob("*") if not path.is_dir())


def card(cwd: Path, entry: str) -> Any:
    return tracker("show", entry, "--json", *TODAY, cwd=cwd).json


@pytest.fixture
def office(small: Path) -> Path:
    """A folder with a small campaign and a photo."""
    (small / "Ảnh 1.JPG").write_bytes(PHOTO)
    return small


def test_a_file_is_kept_under_its_hash_and_shown_by_its_name(office: Path) -> None:
    assert log(office, "Ảnh 1.JPG").code == 0
    assert (named(office), kept(office), (office / FILE).read_bytes()) == ([KEPT], [FILE], PHOTO)
    shown = tracker("show", "1-1", *TODAY, cwd=office).out
    assert "Ảnh 1.JPG\n" in shown
    assert f" {FILE}\n" in shown
    (office / "x").mkdir()
    assert f" {office / FILE}\n" in tracker("show", "1-1", *TODAY, cwd=office / "x").out
    file = {"name": "Ảnh 1.JPG", "sha256": HASH, "path": str(office / FILE), "exists": True}
    assert (card(office, "1-1")["evidence"], card(office, "1-1")["evidence_file"]) == (KEPT, file)
    (office / FILE).unlink()
    assert "(not there)" in tracker("show", "1-1", *TODAY, cwd=office).out
    assert not card(office, "1-1")["evidence_file"]["exists"]


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights otherwise")
def test_only_its_owner_reads_it(office: Path) -> None:
    assert log(office, "Ảnh 1.JPG").code == 0
    for path in (office / "evidence", (office / FILE).parent, office / FILE):
        assert path.stat().st_mode & 0o077 == 0


def test_the_same_file_is_kept_once(office: Path) -> None:
    shutil.copy(office / "Ảnh 1.JPG", office / "copy.jpg")
    for file in ("Ảnh 1.JPG", office / "Ảnh 1.JPG", "copy.jpg", "./copy.jpg"):
        assert log(office, file).code == 0
    assert kept(office) == [FILE]
    assert named(office) == [KEPT, KEPT, *[f"sha256:{HASH} copy.jpg"] * 2]


@pytest.mark.parametrize("address", ["https://example.org/?a=1&b=ơ", "HTTP://x", "https://x/a b  c"])
def test_an_address_is_kept_as_text(office: Path, address: str) -> None:
    assert log(office, f" {address}\n").code == 0
    assert (named(office), kept(office)) == ([address], [])
    assert card(office, "1-1")["evidence_file"] is None


@pytest.mark.parametrize(
    ("name", "code", "problem"),
    [
        ("no.jpg", 3, "evidence-missing"),
        ("Báo cáo số 12/BC-CAX", 3, "evidence-missing"),
        ("x" * 5000, 3, "evidence-missing"),
        ("https://", 3, "evidence-missing"),
        ("file:///etc/passwd", 3, "evidence-missing"),
        ("javascript:alert(1)", 3, "evidence-missing"),
        (f"sha256:{HASH} x.jpg", 1, "evidence-unkept"),
        ("folder", 1, "evidence-not-ordinary"),
        ("pipe", 1, "evidence-not-ordinary"),
        ("/dev/zero", 1, "evidence-not-ordinary"),
        ("link.jpg", 1, "evidence-link"),
        ("to-folder", 1, "evidence-link"),
        ("nowhere", 1, "evidence-link"),
        ("large", 1, "evidence-too-large"),
    ],
)
def test_what_is_no_file_of_a_fit_size_is_refused(office: Path, name: str, code: int, problem: str) -> None:
    (office / "folder").mkdir()
    os.mkfifo(office / "pipe")
    for link, target in (("link.jpg", "Ảnh 1.JPG"), ("to-folder", "folder"), ("nowhere", "nothing")):
        (office / link).symlink_to(target)
    with (office / "large").open("wb") as file:
        file.truncate(MOST_MB * 1024 * 1024 + 1)
    log(office, name).refused(code, problem)
    log(office, name, "-n").refused(code, problem)
    assert not (office / "tracker.db").exists()
    assert kept(office) == []


def test_the_largest_file_that_is_kept(office: Path) -> None:
    with (office / "large").open("wb") as file:
        file.truncate(MOST_MB * 1024 * 1024)
    assert log(office, "large").code == 0
    (path,) = kept(office)
    assert (office / path).stat().st_size == MOST_MB * 1024 * 1024


def test_nothing_is_kept_unless_the_entry_is(office: Path) -> None:
    assert log(office, "Ảnh 1.JPG", "-n").code == 0
    log(office, "Ảnh 1.JPG", "-d", "1/1/2024").refused(1, "day-outside-campaign")
    assert tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "--ref", "R", *TODAY, cwd=office).code == 0
    log(office, "Ảnh 1.JPG", "--ref", "R", "-d", "5/3").refused(1, "ref-differs")
    assert log(office, "Ảnh 1.JPG", "--ref", "R").code == 0  # already there
    assert (kept(office), named(office)) == ([], [""])


def test_a_table_names_files_from_its_own_folder(office: Path) -> None:
    elsewhere = define(office.parent / "elsewhere")
    (office / "anh").mkdir()
    (office / "anh" / "2.jpg").write_bytes(b"2")
    rows = "5/3/2025,a,mo-hinh,1,Ảnh 1.JPG\n5/3/2025,b,mo-hinh,1,anh/2.jpg\n6/3/2025,a,mo-hinh,1, Ảnh 1.JPG \n"
    (office / "in.csv").write_text(f"date,unit,criterion,quantity,evidence\n{rows}", encoding="utf-8")
    assert tracker("import", office / "in.csv", "-n", *TODAY, cwd=elsewhere).code == 0
    assert kept(elsewhere) == []
    assert tracker("import", office / "in.csv", *TODAY, cwd=elsewhere).code == 0
    second = sha256(b"2").hexdigest()
    assert kept(elsewhere) == sorted([FILE, f"evidence/{second[:2]}/{second}.jpg"])
    assert named(elsewhere) == [KEPT, f"sha256:{second} 2.jpg", KEPT]
    assert kept(office) == []


def test_a_table_reads_nothing_outside_its_folder(office: Path) -> None:
    (office / "tables").mkdir()
    (office / "tables" / "up").symlink_to("..")
    (office / "tables" / "link.jpg").symlink_to("../Ảnh 1.JPG")
    names = ("../Ảnh 1.JPG", str(office / "Ảnh 1.JPG"), "up/Ảnh 1.JPG", "a/../../x", "link.jpg", "no.jpg", "..", ".")
    rows = "".join(f"5/3/2025,a,mo-hinh,1,{name}\n" for name in names)
    said = take(office, "tables/in.csv", rows, "--json").json["rejected"]
    assert [(one["row"], one["column"], one["code"]) for one in said] == [
        *((row, "evidence", "evidence-outside") for row in (2, 3, 4, 5)),
        (6, "evidence", "evidence-link"),
        (7, "evidence", "evidence-missing"),
        (8, "evidence", "evidence-outside"),
        (9, "evidence", "evidence-outside"),
    ]
    assert (kept(office), (office / "tables" / "in.csv").exists()) == ([], True)


def test_a_missing_file_is_a_problem_of_its_row(office: Path) -> None:
    rows = "5/3/2025,a,mo-hinh,1,Ảnh 1.JPG\n5/3/2025,b,mo-hinh,1,no.jpg\n"
    said = take(office, "in.csv", rows).refused(1, "rows-rejected", "evidence-missing")
    assert "  in.csv:3:5\n" in said.err
    assert kept(office) == []
    (office / "no.jpg").write_bytes(b"found")
    assert take(office, "in.csv", rows).code == 0
    assert len(kept(office)) == 2


def test_a_table_on_stdin_names_files_from_here(office: Path) -> None:
    data = "date,unit,criterion,quantity,evidence\n5/3/2025,a,mo-hinh,1,Ảnh 1.JPG\n".encode()
    assert tracker("import", "-", *TODAY, cwd=office, stdin=data).code == 0
    assert named(office) == [KEPT]


def test_names_with_their_accents_apart_are_found(office: Path) -> None:
    (office / unicodedata.normalize("NFD", "Biên bản.pdf")).write_bytes(b"1")
    assert take(office, "in.csv", "5/3/2025,a,mo-hinh,1,Biên bản.pdf\n").code == 0
    assert [one.partition(" ")[2] for one in named(office)] == ["Biên bản.pdf"]


def test_evidence_is_amended_like_the_rest(office: Path) -> None:
    assert log(office, "Ảnh 1.JPG").code == 0
    (office / "2.jpg").write_bytes(b"2")
    amend = ("amend", "--reason", "nhầm ảnh", *TODAY)
    tracker(*amend, "1-1", "--evidence", "no.jpg", cwd=office).refused(3, "evidence-missing")
    assert tracker(*amend, "1-1", "--evidence", "2.jpg", "-n", cwd=office).code == 0
    assert kept(office) == [FILE]
    assert tracker(*amend, "1-1", "--evidence", "2.jpg", cwd=office).code == 0
    digest = sha256(b"2").hexdigest()
    assert f"evidence “Ảnh 1.JPG ({HASH[:8]})” → “2.jpg ({digest[:8]})”" in tracker("history", "1-1", cwd=office).out
    assert len(kept(office)) == 2
    assert tracker(*amend, "1-3", "--evidence", "", cwd=office).code == 0
    assert tracker("undo", *TODAY, cwd=office).code == 0
    assert named(office)[-1] == f"sha256:{digest} 2.jpg"
    assert len(kept(office)) == 2


def test_amending_something_else_asks_for_no_evidence(office: Path) -> None:
    assert log(office, "Ảnh 1.JPG").code == 0
    shutil.rmtree(office / "evidence")
    (office / "Ảnh 1.JPG").unlink()
    assert tracker("amend", "1-1", "-q", "2", "--reason", "x", *TODAY, cwd=office).code == 0
    assert named(office)[-1] == KEPT


def test_a_folder_that_is_a_link_is_not_written_to(office: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (office / "evidence").symlink_to(other)
    log(office, "Ảnh 1.JPG").refused(1, "evidence-folder-link")
    (office / "evidence").unlink()
    (office / "evidence").mkdir()
    (office / "evidence" / HASH[:2]).symlink_to(other)
    log(office, "Ảnh 1.JPG").refused(1, "evidence-folder-link")
    assert (list(other.iterdir()), named(office)) == ([], [])


def test_a_link_in_place_of_a_kept_file_is_replaced(office: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(PHOTO)
    (office / FILE).parent.mkdir(parents=True)
    (office / FILE).symlink_to(target)
    assert log(office, "Ảnh 1.JPG").code == 0
    assert ((office / FILE).is_symlink(), (office / FILE).read_bytes()) == (False, PHOTO)


def test_where_it_cannot_be_kept_nothing_is_recorded(office: Path) -> None:
    (office / "evidence").write_text("a file")
    log(office, "Ảnh 1.JPG").refused(1, "file-unwritable")
    assert named(office) == []


def test_a_file_that_changes_meanwhile_is_not_kept(office: Path) -> None:
    folder = EvidenceFolder(office / "evidence", office, confined=False)
    text = folder.find("Ảnh 1.JPG")
    (office / "Ảnh 1.JPG").write_bytes(b"another")
    with pytest.raises(TrackerError, match="evidence-changed"):
        folder.keep([text])
    assert kept(office) == []


def findings(cwd: Path, *rest: str) -> list[tuple[str, str]]:
    said = tracker("fsck", *rest, "--json", *TODAY, cwd=cwd)
    assert said.code == (0 if said.json["ok"] else 1)
    return [(one["code"], one["where"]) for one in said.json["findings"]]


def test_fsck_compares_each_file_with_its_hash(office: Path) -> None:
    for _ in range(2):
        assert log(office, "Ảnh 1.JPG").code == 0
    (office / "evidence" / "orphan").write_text("left behind by a crash")
    assert findings(office, "--full") == []
    (office / FILE).write_bytes(PHOTO[:-1] + b"O")
    assert findings(office) == []
    assert findings(office, "--full") == [("evidence-altered", f"journal {n} (1-{n})") for n in (1, 2)]
    assert log(office, "Ảnh 1.JPG").code == 0, "keeping it again mends it"
    assert findings(office, "--full") == []
    (office / FILE).unlink()
    assert findings(office, "--full") == [("evidence-lost", f"journal {n} (1-{n})") for n in (1, 2, 3)]
    said = tracker("fsck", "--full", *TODAY, cwd=office).out
    assert f"is not there any more: {FILE}" in said


def test_what_was_exported_is_taken_in_again_with_its_folder(office: Path, tmp_path: Path) -> None:
    assert log(office, "Ảnh 1.JPG").code == 0
    again = define(tmp_path / "again")
    (again / "out.csv").write_text(tracker("ls", "-f", "csv", *TODAY, cwd=office).out, encoding="utf-8")
    command = ("import", "out.csv", "--quiet", *TODAY)
    tracker(*command, cwd=again).refused(1, "rows-rejected", "evidence-unkept")
    shutil.copytree(office / "evidence", again / "evidence")
    assert tracker(*command, cwd=again).code == 0
    assert named(again) == [KEPT]


def test_where_names_the_folder_once_it_is_there(office: Path) -> None:
    def row() -> list[str]:
        return [line for line in tracker("where", cwd=office).out.splitlines() if line.startswith("evidence")]

    assert (row(), json.loads(tracker("where", "--json", cwd=office).out)["evidence"]["exists"]) == ([], False)
    assert log(office, "Ảnh 1.JPG").code == 0
    assert [line.split()[:2] for line in row()] == [["evidence", str(office / "evidence")]]


def test_it_lies_beside_the_store_that_is_used(office: Path, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    assert log(office, "Ảnh 1.JPG", "--db", str(tmp_path / "store" / "x.db")).code == 0
    assert (kept(office), kept(tmp_path / "store")) == ([], [FILE])
