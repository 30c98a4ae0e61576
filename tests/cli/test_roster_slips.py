"""tracker roster where what is given is incomplete, mistyped or far off: what is refused, and what people are told."""

import os
import stat
import sys
from pathlib import Path

import pytest

from tests.cli.harness import tracker
from tests.cli.test_roster import BASIS, TODAY, files, name_lineage, roster

HEADER = "id,code,name,level,parent\n"
KNOWN_NAMES = "Công an huyện Đông,district\nCông an xã An Bình,commune\nCông an xã Hòa Bình,ward\nCông an xã Cẩm Lý,\n"
KNOWN = "t,1,Công an tỉnh,province,\nd,20,Công an huyện Đông,district,t\n"


@pytest.fixture
def office(small: Path) -> Path:
    """A small campaign with a lineage."""
    name_lineage(small)
    return small


def write_list(folder: Path, text: str) -> None:
    (folder / "list.csv").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("row", ["moi,30,Xã Mới,t", ",30,Xã Mới,t"])
def test_a_new_unit_needs_a_level_also_where_the_list_has_no_such_column(office: Path, row: str) -> None:
    write_list(office, f"id,code,name,parent\nt,1,Công an tỉnh,\n{row}\n")
    said = roster(office, "import", "list.csv", *BASIS, "-n").refused(1, "list-rejected", "field-missing")
    assert "the level is missing\n  list.csv:3:" in said.err


def test_a_new_unit_needs_to_be_told_its_parent_if_only_that_it_has_none(office: Path) -> None:
    write_list(office, "id,code,name,level\nt,1,Công an tỉnh,province\nmoi,30,Xã Mới,commune\n")
    said = roster(office, "import", "list.csv", *BASIS, "-n").refused(1, "list-rejected", "new-unit-parentless")
    assert "Xã Mới is new, and the list has no column “parent”\n  list.csv:3:" in said.err
    write_list(office, "name,level\nCông an tỉnh,province\n" + KNOWN_NAMES)  # of units that are known it is known
    said = roster(office, "import", "list.csv", *BASIS, "-n", "--json")
    assert [(one["id"], one["after"]["level"], one["after"]["parent"]) for one in said.json["units"]] == [
        ("b", "ward", "d")
    ]


def test_a_list_of_nobody_ends_nobody(office: Path) -> None:
    before = files(office)
    for text in (HEADER, "id,name,valid_from\nt,Công an tỉnh,1/1/2030\n"):
        write_list(office, text)
        said = roster(office, "import", "list.csv", *BASIS, "--yes").refused(1, "listed-nobody")
        assert "10/3/2025" in said.err
    (office / "list.csv").unlink()
    assert files(office) == before


def test_a_list_that_changes_nothing_is_no_error(office: Path) -> None:
    rows = "a,11,Công an xã An Bình,commune,d\nb,12,Công an xã Hòa Bình,commune,d\nc,13,Công an xã Cẩm Lý,commune,d\n"
    write_list(office, HEADER + KNOWN + rows)
    before = files(office)
    said = tracker("roster", "import", "list.csv", *BASIS, cwd=office, typed="", **TODAY)  # nobody is asked
    assert (said.code, said.out, said.err) == (0, "✔ New list of units from 10/03/2025: nothing to change\n", "")
    said = roster(office, "import", "list.csv", *BASIS, "--json")
    assert (said.code, said.json["units"], said.json["files"]) == (0, [], [])
    assert files(office) == before
    assert not (office / "tracker.db").exists()


def test_the_preview_says_until_when_a_change_holds(office: Path) -> None:
    assert roster(office, "rename", "a", "--name", "Xã Sau", "--on", "1/4/2025", "--basis", "x").code == 0
    said = roster(office, "rename", "a", "--name", "Xã Giữa", "--code", "9", *BASIS, "-n")
    assert "name: Công an xã An Bình → Xã Giữa (until 31/03/2025, when another row" in said.out
    assert "code: 11 → 9;" in " ".join(said.out.split())  # the code goes on in that row
    assert roster(office, "reparent", "a", "--parent", "t", "--on", "1/4/2025", "--basis", "x").code == 0
    said = roster(office, "reparent", "a", "--parent", "b", *BASIS, "-n")
    assert "parent: Công an huyện Đông → Công an xã Hòa Bình (until 31/03/2025" in " ".join(said.out.split())


def test_what_is_said_twice_or_not_at_all_is_refused(office: Path) -> None:
    parts = ("--into", "q1", "--into", "q2", "--name", "q1=A", "--name", "q2=B")
    said = roster(office, "split", "a", *parts, "--name", "q1=C", *BASIS).refused(2, "pair-repeated")
    assert "--name names q1 twice" in said.err
    codes = ("--code", "q1=1", "--code", "q1=2")
    roster(office, "split", "a", *parts, *codes, *BASIS).refused(2, "pair-repeated")
    said = roster(office, "rename", "a", "--name", " ", "--code", "9", *BASIS).refused(1, "field-missing")
    assert "the name is missing" in said.err


@pytest.mark.parametrize("share", ["60%", "1/3"])
def test_a_share_is_told_how_it_is_written(office: Path, share: str) -> None:
    said = roster(office, "split", "a", "--into", f"b={share}", "--into", "c=0.4", *BASIS).refused(1, "bad-share")
    assert "hint: write a decimal number: 0.6 for 60%, 0.3333 for 1/3" in said.err


def test_a_day_far_from_every_campaign_is_pointed_out(office: Path) -> None:
    far = ("rename", "a", "--name", "X", "--basis", "x", "-n", "--on")
    for day in ("1/5/2099", "1/5/1925"):
        said = roster(office, *far, day)
        assert (said.code, f"warning[roster-day-far]: {day} is more than a year from" in said.err) == (0, True), said
    for day in ("1/1/2025", "10/3/2025", "1/12/2025"):
        assert roster(office, *far, day).err == ""


@pytest.mark.parametrize(
    ("language", "question", "yes"),
    [
        ("en", "Write to units.csv? yes/no [no]: ", ["y", "YES"]),
        ("vi", "Ghi vào units.csv? có/không [không]: ", ["c", "co", "Có"]),
    ],
)
def test_the_question_says_what_to_type_and_asks_again(
    office: Path, language: str, question: str, yes: list[str]
) -> None:
    before = files(office)
    command = ("roster", "rename", "a", "--code", "9", *BASIS)
    said = tracker(*command, cwd=office, typed="ok\nno\n", **TODAY, TRACKER_LANG=language)
    assert (said.code, said.err.count(question), said.err.count("[bad-yes-no]")) == (1, 2, 1), said
    assert files(office) == before
    for at, word in enumerate(yes):
        answered = tracker(*command[:4], str(at), *BASIS, cwd=office, typed=f"{word}\n", **TODAY, TRACKER_LANG=language)
        assert answered.code == 0, answered


def test_a_lineage_without_a_column_is_told_its_columns_as_they_are_called(office: Path) -> None:
    (office / "lineage.csv").write_text("share,basis\n", encoding="utf-8")
    for language in ("en", "vi"):
        said = tracker("validate", cwd=office, TRACKER_LANG=language)
        assert ": date, kind, from, to\n" in said.err
        assert "date, kind, from, to, share, basis" in said.err
        assert "--mapping" not in said.err
    (office / "lineage.csv").write_text("date,kind,from,to\n1/4/2025,merge,c,\n", encoding="utf-8")
    assert "the to is missing" in tracker("validate", cwd=office).err
    (office / "lineage.csv").write_text("date,kind,from,to\n1/4/2025,dissolve,c,\n", encoding="utf-8")
    write_list(office, "mã;cấp\n1;x\n")
    said = roster(office, "import", "list.csv", *BASIS).refused(1, "columns-missing")
    assert "columns are missing: name\n" in said.err


def test_the_list_of_commands_is_short_and_says_so(office: Path) -> None:
    names = [word for one in ("n1", "n2", "n3") for word in ("--into", one, "--name", f"{one}=Xã {one}")]
    assert roster(office, "split", "a", *names, *BASIS).code == 0
    assert roster(office, "rename", "b", "--code", "9", *BASIS).code == 0
    later, first = tracker("undo", "--list", "--json", cwd=office).json["invocations"]
    assert (first["command"], later["command"]) == ("roster split a n1 n2 …", "roster rename b")
    shown = " ".join(tracker("undo", "--list", cwd=office, screen=200).out.split())
    assert shown.count("NQ 12") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows guards files in other ways")
def test_a_kept_file_that_may_not_be_read_is_named(office: Path) -> None:
    store = office / "tracker.db"
    assert roster(office, "rename", "a", "--code", "9", *BASIS).code == 0
    (kept,) = office.glob("units.csv.*.old")
    is_root = os.getuid() == 0
    for path in (office, *office.parents):
        if not path.stat().st_mode & stat.S_IXOTH:
            path.chmod(0o755)
    for path in (office, store):
        path.chmod(0o777)
    kept.chmod(0)
    if is_root:
        os.setresuid(65534, 65534, 0)
    try:
        said = tracker("undo", cwd=office)
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
    assert kept.name in said.refused(1, "file-unreadable").err
