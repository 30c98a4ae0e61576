"""tracker targets and baseline, as they are typed: what they show, write, keep and take back."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import Result, tracker
from tests.cli.terminal import terminal
from tests.files.make_workbooks import digits, make_ods, make_xlsx

TODAY: Any = {"TRACKER_TODAY": "2025-03-20"}
MORE = """\
      - {id: truy-na, title: Truy nã, kind: count, unit_targets: {commune: 2}, per: phase}
      - {id: pham-phap, title: Phạm pháp hình sự, kind: count, direction: down, target: 5%}
      - {id: ty-le-giam, title: Tỷ lệ giảm, kind: rate, direction: down, target: 5%}
    deadlines:
"""
WIDE = [
    ["STT", "Đơn vị", "Truy nã", "Khám phá án (%)"],
    [1, "CAX An Bình", 3, "80%"],
    [2, "Công an xã Hòa Bình", "-", ""],
    ["", "Tổng cộng", 3, ""],
]


@pytest.fixture
def office(small: Path) -> Path:
    """A small campaign with targets of units and with what should fall."""
    path = small / "campaigns.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("    deadlines:\n", MORE, 1), encoding="utf-8")
    return small


def run(folder: Path, *arguments: str, **settings: str) -> Result:
    return tracker(*arguments, cwd=folder, **{**TODAY, **settings})


def rows(folder: Path, book: str = "targets") -> list[str]:
    return (folder / f"xuan-{book}.csv").read_text(encoding="utf-8").splitlines()


def targets(folder: Path, *options: str) -> list[tuple[Any, ...]]:
    said = run(folder, "targets", "list", "--json", *options).json["targets"]
    return [(one["unit"], one["level"], one["phase"], one["start"], one["amount"], one["in_force"]) for one in said]


@pytest.mark.parametrize("make", [make_xlsx, make_ods])
def test_a_wide_workbook_becomes_rows_of_the_campaign_s_file(office: Path, make: Any) -> None:
    make(office / "giao.bin", {"Giao": WIDE})
    said = run(office, "targets", "import", "giao.bin", "--phase", "Đợt 1")
    assert (said.code, said.err) == (0, ""), said
    assert "  passed over, as no unit's: Tổng cộng (4)\n" in said.out
    assert rows(office) == [
        "unit,level,criterion,phase,target,from,reason",
        "a,,truy-na,dot-1,3,,",
        "a,,kham-pha,dot-1,80%,,",
        "b,,truy-na,dot-1,not assigned,,",
    ]
    assert targets(office, "-c", "truy-na", "-u", "An Bình") == [
        (None, "commune", "dot-1", None, 2, True),
        (None, "commune", "dot-2", None, 2, True),
        ("a", None, "dot-1", None, 3, True),
    ]


def test_a_rehearsal_writes_nothing(office: Path) -> None:
    (office / "giao.csv").write_text("unit,criterion,phase,target\na,truy-na,dot-1,3\n", encoding="utf-8")
    before = sorted(office.iterdir())
    said = run(office, "targets", "import", "giao.csv", "-n")
    assert said.code == 0
    assert "Công an xã An Bình [a]  Truy nã    Đợt 1       2    3" in said.out
    assert "A rehearsal: nothing was written." in said.out
    shape = run(office, "targets", "import", "giao.csv", "-n", "--json").json
    (row,) = shape["targets"]
    assert (row["before"], row["after"]["amount"], shape["added"], shape["dry_run"]) == (None, 3, 1, True)
    assert shape["files"] == [{"file": "xuan-targets.csv", "kept": None}]
    assert sorted(office.iterdir()) == before


def test_a_change_holds_from_a_day_and_what_was_before_stays(office: Path) -> None:
    (office / "giao.csv").write_text("unit,criterion,phase,target\na,truy-na,dot-1,3\n", encoding="utf-8")
    assert run(office, "targets", "import", "giao.csv").code == 0
    (office / "moi.csv").write_text(
        "unit,criterion,phase,target\na,truy-na,dot-1,5\nb,truy-na,dot-1,4\n", encoding="utf-8"
    )
    said = run(office, "targets", "import", "moi.csv", "--from", "15/3/2025", "--reason", "KH 25")
    assert said.code == 0, said
    assert rows(office)[1:] == [
        "a,,truy-na,dot-1,3,,",
        "a,,truy-na,dot-1,5,2025-03-15,KH 25",
        "b,,truy-na,dot-1,4,2025-03-15,KH 25",
    ]
    assert targets(office, "-c", "truy-na", "-u", "a")[2:] == [
        ("a", None, "dot-1", None, 3, False),
        ("a", None, "dot-1", "2025-03-15", 5, True),
    ]
    history = run(office, "history").out
    assert "targets · moi.csv · 2 new, 0 changed · 15/03/2025 · KH 25" in history.replace("\n", " ")


def test_a_row_takes_the_place_of_the_same_target(office: Path) -> None:
    text = "Đơn vị;Tiêu chí;Đợt;Chỉ tiêu;Ghi chú riêng\nCAX An Bình;Truy nã;Đợt 1;3;giữ nguyên\n"
    (office / "xuan-targets.csv").write_text(text, encoding="utf-8")
    (office / "giao.csv").write_text(
        "unit,criterion,phase,target\n11,truy-na,dot-1,-\nb,truy-na,dot-1,1\n", encoding="utf-8"
    )
    said = run(office, "targets", "import", "giao.csv")
    assert "✔ Targets: 1 new row, 1 row changed\n" in said.out
    assert "they hold from the beginning" in said.out
    assert rows(office) == [
        "Đơn vị;Tiêu chí;Đợt;Chỉ tiêu;Ghi chú riêng",
        "CAX An Bình;Truy nã;Đợt 1;không giao;giữ nguyên",
        "b;truy-na;dot-1;1;",
    ]
    again = run(office, "targets", "import", "giao.csv")
    assert again.out == "✔ Targets: 2 rows as they were\n"


def test_undo_gives_the_file_back_and_takes_the_undo_back(office: Path) -> None:
    (office / "giao.csv").write_text("unit,criterion,target\na,kham-pha,80%\n", encoding="utf-8")
    assert run(office, "targets", "import", "giao.csv").code == 0
    before = rows(office)
    assert run(office, "undo").code == 0
    assert rows(office) == before[:1]
    assert run(office, "undo").code == 0
    assert rows(office) == before
    (office / "xuan-targets.csv").write_text("\n".join([*before, "b,,kham-pha,,70%,,", ""]), encoding="utf-8")
    run(office, "undo").refused(1, "roster-edited-since")


def test_a_wrong_file_is_refused_with_every_cell_and_nothing_written(office: Path) -> None:
    make_xlsx(office / "giao.xlsx", {"Giao": [["Đơn vị", "Truy nã", "kham-pha"], ["Xã Lạ", 3, ""], ["a", 2.5, 0.8]]})
    said = run(office, "targets", "import", "giao.xlsx", "--phase", "dot-1")
    said.refused(1, "list-rejected", "unit-not-found", "too-many-decimals", "percent-unclear")
    assert "giao.xlsx:2:1   Giao!A2" in said.err
    assert "giao.xlsx:3:3   Giao!C3" in said.err
    assert not (office / "xuan-targets.csv").exists()


@pytest.mark.parametrize(
    ("options", "code", "problem"),
    [
        (["--phase", "dot-3"], 3, "phase-not-found"),
        (["--from", "1/4/2025"], 2, "option-needs"),
        (["--from", "1/3/2025", "--reason", "x"], 1, "change-outside"),
        (["--from", "hôm kia", "--reason", "x"], 2, "bad-day"),
        (["-C", "thu"], 3, "campaign-not-found"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(office: Path, options: list[str], code: int, problem: str) -> None:
    (office / "giao.csv").write_text("unit,criterion,phase,target\na,truy-na,dot-1,3\n", encoding="utf-8")
    run(office, "targets", "import", "giao.csv", *options).refused(code, problem)


def test_a_target_of_campaigns_yaml_is_not_set_twice(office: Path) -> None:
    (office / "giao.csv").write_text("level,criterion,phase,target\ncommune,truy-na,dot-1,3\n", encoding="utf-8")
    run(office, "targets", "import", "giao.csv").refused(1, "edit-breaks", "target-in-both")


def test_baselines_long_and_wide(office: Path) -> None:
    (office / "cu.csv").write_text(
        "unit,criterion,quantity,from,to\na,pham-phap,4,1/3/2024,31/3/2024\n", encoding="utf-8"
    )
    assert run(office, "baseline", "import", "cu.csv").code == 0
    sheet: list[list[Any]] = [
        ["Đơn vị", "Phạm pháp hình sự", "Tỷ lệ giảm", "Tỷ lệ giảm (mẫu số)"],
        ["a", 5, 94, 120],
        ["b", "-", 3, 9],
    ]
    make_xlsx(office / "cu.xlsx", {"S": sheet})
    said = run(office, "baseline", "import", "cu.xlsx", "--phase", "dot-1")
    assert (said.code, said.err) == (0, ""), said
    assert rows(office, "baselines") == [
        "unit,criterion,quantity,denominator,phase,from,to",
        "a,pham-phap,5,,dot-1,,",  # those days are the phase's
        "a,ty-le-giam,94,120,dot-1,,",
        "b,ty-le-giam,3,9,dot-1,,",
    ]
    assert "94/120" in said.out
    shape = run(office, "baseline", "import", "cu.xlsx", "--phase", "dot-1", "--json").json
    assert (shape["book"], shape["same"], shape["baselines"], shape["files"]) == ("baselines", 3, [], [])
    assert "baselines · cu.xlsx · 2 new, 1 changed" in run(office, "undo", "--list").out.replace("\n", " ")


def test_a_person_is_shown_the_changes_and_asked(office: Path) -> None:
    (office / "giao.csv").write_text("unit,criterion,target\na,kham-pha,80%\n", encoding="utf-8")
    with terminal([sys.executable, "-m", "tracker", "targets", "import", "giao.csv"], office, TODAY) as screen:
        assert "75%" in screen.wait(r"Write to xuan-targets\.csv\?")
        screen.type("n\n")
        assert screen.finish() == 1
    assert not (office / "xuan-targets.csv").exists()


def test_the_list_in_both_languages(office: Path) -> None:
    (office / "giao.csv").write_text(
        "unit,criterion,phase,target\na,truy-na,dot-1,-\n,pham-phap,,10%\n", encoding="utf-8"
    )
    text = (
        (office / "campaigns.yaml")
        .read_text(encoding="utf-8")
        .replace("down, target: 5%}\n      - {id: ty", "down}\n      - {id: ty")
    )
    (office / "campaigns.yaml").write_text(text, encoding="utf-8")
    assert run(office, "targets", "import", "giao.csv").code == 0
    english = run(office, "targets", "list").out
    vietnamese = run(office, "targets", "list", TRACKER_LANG="vi").out
    assert "Truy nã            Công an xã An Bình [a]  Đợt 1  not assigned" in english
    assert "10% less" in english
    assert "không giao" in vietnamese
    assert "giảm 10%" in vietnamese


def test_a_change_of_the_file_is_noticed_at_once(office: Path) -> None:
    assert run(office, "log", "-u", "a", "-c", "truy-na", "-q", "1", "-d", "5/3/2025").code == 0
    before = run(office, "status", "-u", "a", "--json").json
    (office / "xuan-targets.csv").write_text("unit,criterion,phase,target\na,truy-na,dot-1,9\n", encoding="utf-8")
    after = run(office, "status", "-u", "a", "--json").json
    found = [
        next(one for one in said["criteria"] if one["id"] == "truy-na")["phase"]["target"] for said in (before, after)
    ]
    assert found == [2, 9]


def test_percentages_of_a_spreadsheet_are_what_it_shows(office: Path) -> None:
    shown: list[list[Any]] = [
        ["Đơn vị", "Truy nã", "Khám phá án (%)"],
        ["a", 3, digits(0.95, "0%")],
        ["b", 4, digits(0.825, "0.00%;[Red]-0.00%")],
    ]
    make_xlsx(office / "ct.xlsx", {"S": shown})
    said = run(office, "targets", "import", "ct.xlsx", "--phase", "dot-1")
    assert (said.code, said.err) == (0, ""), said
    assert [one for one in rows(office) if "kham-pha" in one] == [
        "a,,kham-pha,dot-1,95%,,",
        "b,,kham-pha,dot-1,82.5%,,",
    ]
    cell = '<table:table-cell office:value-type="percentage" office:value="0.7"><text:p>70%</text:p></table:table-cell>'
    make_ods(office / "ct.ods", {"S": [["unit", "criterion", "target"], ["a", "kham-pha", cell]]})
    assert run(office, "targets", "import", "ct.ods", "--phase", "dot-1").code == 0
    assert rows(office)[2] == "a,,kham-pha,dot-1,70%,,"


@pytest.mark.parametrize("form", ["0", "0.00", '0.00" %"', r"0.00\%", "General"])
def test_a_share_that_is_not_shown_as_a_percentage_stays_unclear(office: Path, form: str) -> None:
    make_xlsx(office / "ct.xlsx", {"S": [["unit", "criterion", "target"], ["a", "kham-pha", digits(0.95, form)]]})
    said = run(office, "targets", "import", "ct.xlsx")
    said.refused(1, "list-rejected", "percent-unclear")
    assert "write 95% or 0.95%, whichever is meant" in said.err


def test_more_than_all_is_no_target(office: Path) -> None:
    (office / "ct.csv").write_text("unit,criterion,target\na,kham-pha,120%\n", encoding="utf-8")
    run(office, "targets", "import", "ct.csv").refused(1, "list-rejected", "target-over-100")


def test_a_change_after_its_phase_is_refused(office: Path) -> None:
    (office / "giao.csv").write_text("unit,criterion,target\na,truy-na,3\n", encoding="utf-8")
    options = ("--from", "5/4/2025", "--reason", "x")
    run(office, "targets", "import", "giao.csv", *options, "--phase", "dot-1").refused(1, "change-after-phase")
    (office / "giao.csv").write_text("unit,criterion,target,phase\na,truy-na,3,dot-1\n", encoding="utf-8")
    said = run(office, "targets", "import", "giao.csv", *options)
    said.refused(1, "list-rejected", "change-after-phase")
    assert run(office, "targets", "import", "giao.csv", "--from", "31/3/2025", "--reason", "x").code == 0


def test_a_closed_phase_keeps_what_it_was_closed_with(office: Path) -> None:
    later = {"TRACKER_TODAY": "2025-04-10"}
    assert run(office, "log", "-u", "a", "-c", "truy-na", "-q", "1", "-d", "5/3/2025").code == 0
    assert run(office, "close", "dot-1", "--yes", **later).code == 0
    (office / "giao.csv").write_text("unit,criterion,phase,target\na,truy-na,dot-1,3\n", encoding="utf-8")
    said = run(office, "targets", "import", "giao.csv", **later)
    assert said.code == 0
    assert "warning[book-of-closed]: Đợt 1 [dot-1] was closed by" in said.err
    (office / "giao.csv").write_text("unit,criterion,phase,target\na,truy-na,dot-2,3\n", encoding="utf-8")
    assert run(office, "targets", "import", "giao.csv", **later).err == ""
    (office / "cu.csv").write_text("unit,criterion,quantity,phase\na,pham-phap,4,dot-1\n", encoding="utf-8")
    assert "book-of-closed" in run(office, "baseline", "import", "cu.csv", **later).err


def test_the_first_import_keeps_no_header(office: Path) -> None:
    (office / "giao.csv").write_text("unit,criterion,phase,target\na,truy-na,dot-1,3\n", encoding="utf-8")
    assert run(office, "targets", "import", "giao.csv", "--json").json["files"] == [
        {"file": "xuan-targets.csv", "kept": None}
    ]
    assert not list(office.glob("*.old"))
    assert run(office, "undo").code == 0
    assert len(rows(office)) == 1


def test_a_table_without_its_columns_says_which_it_does_not_know(office: Path) -> None:
    (office / "giao.csv").write_text("Đơn vị,Việc gì,Bao nhiêu\na,truy-na,3\n", encoding="utf-8")
    said = run(office, "targets", "import", "giao.csv", TRACKER_LANG="vi").refused(1, "list-columns-missing")
    assert "thiếu cột: tiêu chí, chỉ tiêu" in said.err
    assert "không nhận ra cột: Việc gì, Bao nhiêu" in said.err


def test_an_unknown_unit_of_a_wide_row_is_told_once(office: Path) -> None:
    (office / "giao.csv").write_text("Đơn vị,Truy nã,kham-pha\nXã Lạ,3,80%\n", encoding="utf-8")
    run(office, "targets", "import", "giao.csv", "--phase", "dot-1").refused(1, "list-rejected", "unit-not-found")


def test_the_list_for_a_spreadsheet(office: Path) -> None:
    said = run(office, "targets", "list", "-c", "truy-na", "-f", "csv")
    assert said.out.splitlines() == [
        "criterion,unit,level,phase,start,reason,amount,in_force",
        "truy-na,,commune,dot-1,,,2,true",
        "truy-na,,commune,dot-2,,,2,true",
    ]
