"""tracker roster, as it is typed: what it shows, asks, writes, keeps and takes back."""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker
from tests.cli.test_completion import values

BASIS = ("--on", "10/3/2025", "--basis", "NQ 12")
TODAY: Any = {"TRACKER_TODAY": "2025-03-20"}
FILES = ["units.csv", "lineage.csv"]


def name_lineage(folder: Path, *campaigns: str) -> None:
    """Name a lineage file in campaigns.yaml."""
    path = folder / "campaigns.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("    units: units.csv", "    units: units.csv\n    lineage: lineage.csv"), encoding="utf-8"
    )
    lines = "date,kind,from,to,share,basis\n1/4/2025,dissolve,c,,,\n"
    (folder / "lineage.csv").write_text(lines, encoding="utf-8")


@pytest.fixture
def office(small: Path) -> Path:
    """A small campaign with a lineage."""
    name_lineage(small)
    return small


def roster(folder: Path, *arguments: str, **settings: str) -> Result:
    return tracker("roster", *arguments, cwd=folder, **{**TODAY, **settings})


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".db"}


def units(folder: Path, on: str) -> dict[str, str]:
    said = tracker("units", "--on", on, "--json", cwd=folder, **TODAY).json
    return {one["id"]: one["name"] for one in said["units"]}


def log(folder: Path, unit: str, day: str) -> str:
    said = tracker("log", "-u", unit, "-c", "mo-hinh", "-q", "1", "-d", day, cwd=folder, **TODAY)
    assert said.code == 0, said
    return said.out.strip()


def test_a_merger_into_a_new_unit(office: Path) -> None:
    before = files(office)
    said = roster(
        office, "merge", "a", "cong an xa hoa binh", "--into", "ab", "--name", "Xã An Hòa", "--code", "19", *BASIS
    )
    assert said.code == 0, said
    assert units(office, "9/3/2025").keys() == {"t", "d", "a", "b", "c"}
    assert units(office, "10/3/2025") == {
        "t": "Công an tỉnh", "d": "Công an huyện Đông", "ab": "Xã An Hòa", "c": "Công an xã Cẩm Lý",
    }  # fmt: skip
    now = files(office)
    assert now["units.csv"].decode().splitlines()[3:6] == [
        "a,11,Công an xã An Bình,commune,d,CAX An Bình,,9/3/2025",
        "b,12,Công an xã Hòa Bình,commune,d,,,9/3/2025",
        "ab,19,Xã An Hòa,commune,d,,10/3/2025,",
    ]
    assert now["lineage.csv"].decode().splitlines()[2:] == [
        "10/3/2025,merge,a,ab,1,NQ 12",
        "10/3/2025,merge,b,ab,1,NQ 12",
    ]
    kept = {name: data for name, data in now.items() if name.endswith(".old")}
    assert sorted(name.partition(".csv.")[0] for name in kept) == ["lineage", "units"]
    assert sorted(kept.values()) == sorted(before[name] for name in FILES)
    assert tracker("validate", cwd=office).err == ""


def test_what_it_answers_in_json(office: Path) -> None:
    rehearsed = roster(office, "split", "a", "--into", "a=0,7", "--into", "b=0.3", *BASIS, "-n", "--json").json
    assert (office / "tracker.db").exists() is False
    assert rehearsed == {
        "schema": "tracker.roster/1", "as_of": "2025-03-20", "entries": 0, "operation": "split", "on": "2025-03-10",
        "basis": "NQ 12", "campaigns": ["xuan"], "units": [],
        "lineage": [
            {"kind": "split", "source": "a", "heir": "a", "share": "0.7"},
            {"kind": "split", "source": "a", "heir": "b", "share": "0.3"},
        ],
        "strays": [], "targets": [], "files": [{"file": "lineage.csv", "kept": None}], "dry_run": True,
    }  # fmt: skip
    said = roster(office, "rename", "a", "--name", "Xã An Lạc", *BASIS, "--json").json
    (turn,) = said["units"]
    assert (turn["what"], turn["before"]["name"], turn["after"]["aliases"]) == (
        "changes", "Công an xã An Bình", ["CAX An Bình", "Công an xã An Bình"],
    )  # fmt: skip
    assert (office / said["files"][0]["kept"]).exists()
    assert units(office, "10/3/2025")["a"] == "Xã An Lạc"


def test_a_rehearsal_and_every_refusal_write_nothing(office: Path) -> None:
    before = files(office)
    assert roster(office, "dissolve", "d", *BASIS, "--children-to", "t", "-n").code == 0
    roster(office, "dissolve", "d", *BASIS).refused(1, "children-remain")
    roster(office, "split", "a", "--into", "b=0.6", "--into", "c=0.5", *BASIS).refused(1, "lineage-shares")
    roster(office, "split", "a", "--into", "b=60%", "--into", "c", *BASIS).refused(1, "bad-share")
    roster(office, "split", "a", "--into", "b", "--into", "x", *BASIS).refused(3, "new-unit-unnamed")
    roster(office, "split", "a", "--into", "b", "--into", "c", "--name", "x=X", *BASIS).refused(2, "name-of-nobody")
    roster(office, "split", "a", "--into", "b", "--into", "x", "--code", "x=1", *BASIS).refused(2, "name-of-nobody")
    roster(office, "split", "a", "--into", "b", "--into", "x", "--name", "X", *BASIS).refused(2, "bad-pair")
    roster(office, "split", "a", "--into", "b", "--into", "b", *BASIS).refused(2, "split-into-one")
    roster(office, "merge", "a", "--into", "b", "--code", "7", *BASIS).refused(2, "new-unit-nameless")
    roster(office, "merge", "a", "--into", "xã mới", "--name", "X", *BASIS).refused(1, "bad-id")
    roster(office, "merge", "a", "--into", "b", "--name", "X", *BASIS).refused(1, "unit-exists")
    roster(office, "merge", "a", "d", "--into", "n", "--name", "X", *BASIS).refused(2, "new-unit-unclear")
    roster(office, "merge", "a", "bình", "x", "--into", "c", *BASIS).refused(3, "unit-not-found", "unit-not-found")
    roster(office, "rename", "a", *BASIS).refused(2, "changes-no-unit")
    roster(office, "merge", "a", "--into", "b", "--on", "10/3/2025", "--basis", " ").refused(1, "field-missing")
    roster(office, "reparent", "a", "--parent", "b", "--on", "10.13.2025", "--basis", "x").refused(2, "no-such-day")
    assert roster(office, "merge", "a", "--into", "b", "--on", "10/3/2025").code == 2
    assert files(office) == before
    assert not (office / "tracker.db").exists()


def test_without_a_lineage_file_one_is_made_and_the_line_to_add_is_told(small: Path) -> None:
    said = roster(small, "merge", "a", "--into", "b", *BASIS, "-n")
    assert (said.code, "warning[lineage-to-name]" in said.err) == (0, True)
    said = roster(small, "merge", "a", "--into", "b", *BASIS).refused(1, "lineage-unnamed")
    assert "add the line “lineage: units-lineage.csv” under “units: units.csv”" in said.err
    path = small / "campaigns.yaml"
    assert "lineage" not in path.read_text(encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("units: units.csv", "units: units.csv\n    lineage: units-lineage.csv"), encoding="utf-8"
    )
    assert roster(small, "merge", "a", "--into", "b", *BASIS).code == 0
    lines = (small / "units-lineage.csv").read_text(encoding="utf-8").splitlines()
    assert lines == ["date,kind,from,to,share,basis", "2025-03-10,merge,a,b,1,NQ 12"]


def test_what_was_recorded_after_the_end_of_a_unit_is_named(office: Path) -> None:
    log(office, "a", "9/3/2025")
    late = log(office, "a", "12/3/2025")
    assert tracker("submit", "-u", "a", "--week", "2025-W11", cwd=office, **TODAY).code == 0
    said = roster(office, "merge", "a", "--into", "b", *BASIS)
    assert "Công an xã An Bình [a] has 1 entry, 1 return from 10/03/2025 on, when it is no more." in said.out
    assert f"tracker amend {late} -u UNIT" in said.out
    assert tracker("amend", late, "-u", "b", "--reason", "merged", cwd=office, **TODAY).code == 0
    again = roster(office, "merge", "a", "--into", "b", *BASIS)
    again.refused(1, "unit-has-edge")


def test_targets_that_are_set_by_units_are_shown(office: Path) -> None:
    path = office / "campaigns.yaml"
    text = path.read_text(encoding="utf-8").replace("target: 31, per: phase", "unit_targets: {commune: 2}, per: phase")
    path.write_text(text, encoding="utf-8")
    said = roster(office, "merge", "a", "--into", "b", *BASIS, "--json", "-n").json
    assert said["targets"] == [{"campaign": "xuan", "criterion": "mo-hinh", "phase": "dot-2", "before": 4, "after": 2}]
    assert (
        "Target of Phong trào xuan: thi đua, Mô hình, Đợt 2: 4 → 2"
        in roster(office, "merge", "a", "--into", "b", *BASIS, "-n").out
    )


def test_a_terminal_is_asked_and_no_is_no(office: Path) -> None:
    before = files(office)
    said = tracker("roster", "merge", "a", "--into", "b", *BASIS, cwd=office, typed="\n", **TODAY)
    assert (said.code, "Write to units.csv, lineage.csv? yes/no [no]:" in said.err) == (1, True)
    assert "Công an xã An Bình [a]  ends on 09/03/2025" in said.err
    assert files(office) == before
    said = tracker("roster", "merge", "a", "--into", "b", *BASIS, cwd=office, typed="y\n", **TODAY)
    assert (said.code, said.out.splitlines()[0]) == (0, "✔ Merger from 10/03/2025: 1 unit ends, 1 row of lineage")


def test_campaigns_that_share_a_roster_are_named_and_others_are_told_apart(tmp_path: Path) -> None:
    folder = define(tmp_path / "two", "xuan", "ha")
    name_lineage(folder)
    said = roster(folder, "merge", "a", "--into", "b", *BASIS, "-n", "--json")
    assert said.json["campaigns"] == ["xuan", "ha"]
    path = folder / "campaigns.yaml"
    text = path.read_text(encoding="utf-8")
    head, _, tail = text.rpartition("    lineage: lineage.csv\n")
    path.write_text(head + tail, encoding="utf-8")
    roster(folder, "merge", "a", "--into", "b", *BASIS, "-n").refused(2, "campaign-ambiguous")
    said = roster(folder, "merge", "a", "--into", "b", *BASIS, "-n", "-C", "xuan")
    assert (said.code, "warning[roster-shared-in-part]: ha use" in said.err) == (0, True)


def test_undo_puts_the_files_back_and_undo_of_that_brings_them_again(office: Path) -> None:
    before = files(office)
    assert roster(office, "merge", "a", "--into", "b", *BASIS).code == 0
    merged = files(office)
    shown = tracker("history", "1-1", cwd=office).out + tracker("undo", "--list", cwd=office).out
    assert all(text in shown for text in ("merger", "NQ 12", "units.csv, lineage.csv"))
    (step,) = tracker("history", "--json", cwd=office).json["steps"]
    assert (step["what"], step["invocation"]["reason"]) == ("noted", "NQ 12")
    assert tracker("undo", "-n", cwd=office).code == 0
    assert {name: files(office)[name] for name in FILES} == {name: merged[name] for name in FILES}
    said = tracker("undo", "--json", cwd=office).json
    assert (said["undone"]["number"], said["brings_back"], said["taken_back"]["events"]) == (1, False, 1)
    assert {name: files(office)[name] for name in FILES} == {name: before[name] for name in FILES}
    tracker("undo", "1", cwd=office).refused(1, "invocation-undone")
    assert tracker("undo", cwd=office).code == 0
    assert {name: files(office)[name] for name in FILES} == {name: merged[name] for name in FILES}
    assert tracker("fsck", "--full", cwd=office).code == 0


def test_undo_overwrites_nobodys_work(office: Path) -> None:
    assert roster(office, "merge", "a", "--into", "n", "--name", "Xã N", *BASIS).code == 0
    path = office / "units.csv"
    merged = path.read_bytes()
    path.write_bytes(merged.replace(b"CAX", b"Ca x"))
    said = tracker("undo", cwd=office).refused(1, "roster-edited-since")
    assert ".old" in said.err
    path.write_bytes(merged)
    entry = log(office, "n", "12/3/2025")
    tracker("undo", "1", cwd=office).refused(1, "undo-strands")
    assert tracker("void", entry, "--reason", "x", cwd=office).code == 0
    (kept,) = office.glob("lineage.csv.*.old")
    held = kept.read_bytes()
    kept.unlink()
    tracker("undo", "1", cwd=office).refused(1, "kept-missing")
    kept.write_bytes(held)
    assert tracker("undo", "1", cwd=office).code == 0
    assert "n" not in units(office, "12/3/2025")


def test_a_list_is_taken_in_from_a_day_on(small: Path) -> None:
    rows = (
        "Mã đơn vị;Mã;Tên;Cấp;Cấp trên\nt;1;Công an tỉnh;province;\n;20;Công an huyện Đông;district;t\n"
        ";11;Công an xã An Bình;commune;20\nb;12;Phường Hòa Bình;ward;Công an huyện Đông\n;50;Xã Núi;commune;d\n"
    )
    (small / "list.csv").write_text(rows, encoding="utf-8-sig")
    said = roster(small, "import", "list.csv", *BASIS, "--json")
    assert {one["id"]: one["what"] for one in said.json["units"]} == {"c": "ends", "b": "changes", "xa-nui": "begins"}
    assert units(small, "10/3/2025") == {
        "t": "Công an tỉnh", "d": "Công an huyện Đông", "a": "Công an xã An Bình", "b": "Phường Hòa Bình", "xa-nui": "Xã Núi",
    }  # fmt: skip


def test_wrong_rows_of_a_list_are_named_with_their_places(office: Path) -> None:
    before = files(office)
    rows = "Danh sách\ntên,mã,cấp trên\nCông an tỉnh,1,\nCông an xã An Lạc,11,Công an tỉnh\n,12,\n"
    (office / "list.csv").write_text(rows, encoding="utf-8")
    said = roster(office, "import", "list.csv", *BASIS).refused(1, "list-rejected", "field-missing")
    assert "list.csv:5:1" in said.err
    (office / "list.csv").write_text(rows.replace(",12,\n", ""), encoding="utf-8")
    said = roster(office, "import", "list.csv", *BASIS).refused(1, "list-rejected", "listed-unclear")
    assert all(text in said.err for text in ("list.csv:4:1", "Công an xã An Bình, Công an huyện Đông [a]"))
    roster(office, "import", "gone.csv", *BASIS).refused(3, "file-missing")
    (office / "list.csv").unlink()
    assert files(office) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows guards files in other ways")
def test_where_the_folder_cannot_be_written_nothing_changes(office: Path) -> None:
    """The store stands elsewhere, so that it alone could be written to."""
    (office / "store").mkdir()
    store = office / "store" / "tracker.db"
    assert tracker("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "--db", store, cwd=office, **TODAY).code == 0
    before = files(office)
    is_root = os.getuid() == 0
    for path in (office, *office.parents):
        if not path.stat().st_mode & stat.S_IXOTH:
            path.chmod(0o755)
    for path in (store.parent, store):
        path.chmod(0o777)
    office.chmod(0o555)
    if is_root:
        os.setresuid(65534, 65534, 0)
    try:
        said = roster(office, "merge", "a", "--into", "b", *BASIS, "--db", str(store))
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
        office.chmod(0o755)
    said.refused(1, "file-unwritable")
    assert files(office) == before
    listed = tracker("undo", "--list", "--json", "--db", store, cwd=office).json
    assert [one["command"] for one in listed["invocations"]] == ["log"]


def test_a_store_that_cannot_be_written_keeps_the_files_as_they_were(office: Path) -> None:
    before = files(office)
    (office / "tracker.db").write_bytes(b"no store at all, and far too short to be one" * 100)
    assert roster(office, "merge", "a", "--into", "b", *BASIS).code == 4
    assert files(office) == before


def test_what_people_see(office: Path, golden: object) -> None:
    log(office, "a", "12/3/2025")
    commands = (
        ("merge", "a", "--into", "ab", "--name", "Xã An Hòa", *BASIS, "-n"),
        ("split", "a", "--into", "a", "--into", "n", "--name", "n=Xã Mới", *BASIS, "-n"),
        ("rename", "a", "--name", "Xã An Lạc", "--code", "12", *BASIS, "-n"),
        ("dissolve", "d", "--children-to", "t", *BASIS, "-n"),
        ("dissolve", "d", *BASIS, "-n"),
    )
    for language in ("en", "vi"):
        texts = []
        for command in commands:
            said = tracker("roster", *command, cwd=office, screen=80, TRACKER_LANG=language, **TODAY)
            texts.append(f"$ tracker roster {' '.join(command)}\n{said.out}{said.err}")
        golden(f"roster.{language}.txt", "\n".join(texts))  # type: ignore[operator]


def test_units_are_completed_wherever_one_goes(office: Path) -> None:
    for line in ("merge a", "merge a --into ", "split a --children-to a", "reparent a --parent ", "reparent a c"):
        assert {"a", "c"} & set(values(office, f"tracker roster {line}")), line


def test_the_json_of_every_operation_is_one_document(office: Path) -> None:
    for command in (("reparent", "a", "--cluster", "C1"), ("dissolve", "a"), ("merge", "a", "--into", "b")):
        said = roster(office, *command, *BASIS, "-n", "--json")
        assert json.loads(said.out)["operation"] == command[0]
