"""What the register says: in the reader's words, with what to type next, and of what is likely a slip."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import UNMEASURED, Result, environment, tracker

TODAY = "2025-04-20"
ADD = ("commend", "add", "giay-khen", "--collectives", "2", "--number", "5/QĐ")
FLAG = ("commend", "add", "co-thi-dua-chinh-phu", "--collectives", "1", "--level", "unit")


def run(folder: Path, *command: str, **more: Any) -> Result:
    return tracker(*command, cwd=folder, **{"TRACKER_TODAY": TODAY, **more})


def said(folder: Path, *command: str, **more: Any) -> str:
    done = run(folder, *command, **more)
    assert (done.code, done.err) == (0, ""), done
    return done.out


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "Emulation Flag of the Government is given at Government level, never at office or unit level"),
        ("vi", "Cờ thi đua của Chính phủ luôn thuộc cấp Chính phủ, không phải cấp cơ quan, đơn vị"),
    ],
)
def test_a_level_is_called_by_its_name(small: Path, lang: str, sentence: str) -> None:
    assert f"[award-of-level]: {sentence}\n" in run(small, *FLAG, TRACKER_LANG=lang).err


@pytest.mark.parametrize(
    ("lang", "sentence"), [("en", "Advanced Worker is for individuals"), ("vi", "Lao động tiên tiến dành cho cá nhân")]
)
def test_an_award_is_called_by_its_name(small: Path, lang: str, sentence: str) -> None:
    command = ("commend", "add", "lao-dong-tien-tien", "--collectives", "1")
    assert f"[award-not-for-collectives]: {sentence}" in run(small, *command, TRACKER_LANG=lang).err


def test_levels_are_listed_with_their_names(small: Path) -> None:
    done = run(small, *ADD, "--level", "thôn")
    assert "hint: levels: state (Nhà nước), government (Chính phủ), ministry (bộ, ngành), province (tỉnh)," in done.err
    assert "did you mean huyện?" in run(small, *ADD, "--level", "huyen2").err
    for level in ("bộ, ngành", "Nhà nước", "đơn vị"):
        assert run(small, *ADD, "--level", level, "-n").code == 0


def test_choices_of_files_are_listed_in_both_languages(small: Path) -> None:
    said(small, *ADD)
    names = small / "xuan-recipients.csv"
    names.write_text("commendation,kind,name\n1-1,hội,An Bình\n", encoding="utf-8")
    assert "not one of collective (tập thể), individual (cá nhân)" in run(small, "commend", "annex", "1-1").err
    names.write_text("commendation,kind,name\n1-1,Tập thể,An Bình\n1-1,Cá nhân,A\n", encoding="utf-8")
    assert run(small, "commend", "annex", "1-1").code == 0
    (small / "cl.csv").write_text("date,award,collectives,state\n1/4/2025,giay-khen,1,x\n", encoding="utf-8")
    done = run(small, "commend", "import", "cl.csv")
    assert "not one of decided (đã quyết định), proposed (đang đề nghị)" in done.err


def test_a_card_names_the_phase(small: Path) -> None:
    said(small, *ADD)
    said(small, *ADD, "--phase", "dot-1")
    assert "Đợt 2" in said(small, "show", "1-1", screen=80)
    assert "Đợt 1" in said(small, "show", "1-2", screen=80)


def test_names_added_at_once_are_all_kept(small: Path) -> None:
    """Eight processes that have all looked at the file before the first of them is told its name."""
    said(small, *ADD)
    command = [sys.executable, "-m", "tracker", "commend", "name", "1-1"]
    env = environment({**UNMEASURED, "TRACKER_TODAY": TODAY, "PYTHONUTF8": "1"})
    names = {f"Nguyễn Văn {letter}" for letter in "ABCDEFGH"}
    pipe = subprocess.PIPE
    running = [subprocess.Popen(command, cwd=small, env=env, stdin=pipe, stdout=pipe, stderr=pipe) for _ in names]
    assert all(one.stderr and b"personal-data" in one.stderr.readline() for one in running)
    for one, name in zip(running, names, strict=True):
        assert one.stdin
        one.stdin.write(f"{name}\n".encode())
        one.stdin.flush()
    assert [(one.communicate()[1], one.returncode)[1] for one in running] == [0] * len(names)
    with (small / "xuan-recipients.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["name"] for row in csv.DictReader(file)} == names


def test_what_stands_there_already_is_warned_of(small: Path) -> None:
    add = ("commend", "add", "giay-khen")
    said(small, *add, "--collectives", "2", "--number", "5/QĐ")
    again = run(small, *add, "--collectives", "2", "--number", "5/qđ ", "--basis", "Theo báo cáo")
    assert (again.code, again.out) == (0, "1-2\n")
    assert "warning[commendation-alike]: 1-1 says the same" in again.err
    others = ("--collectives 3 --number 5/QĐ", "--collectives 2 --number 6/QĐ", "--individuals 2 --number 5/QĐ")
    for other in (*others, *(f"--collectives 2 --number 5/QĐ {more}" for more in ("--ref x", "-d 1/4/2025", "-u a"))):
        said(small, *add, *other.split())


def test_a_file_taken_in_again_is_warned_of(small: Path) -> None:
    (small / "cl.csv").write_text(
        "date,award,collectives,number\n1/4/2025,giay-khen,1,5/QĐ\n1/4/2025,bang-khen,1,6/QĐ\n", encoding="utf-8"
    )
    said(small, "commend", "import", "cl.csv")
    again = run(small, "commend", "import", "cl.csv")
    assert again.code == 0
    assert "warning[commendations-alike]: rows that repeat what is in the register already: 2" in again.err


def test_an_empty_register_says_how_to_begin(small: Path) -> None:
    assert "tracker commend add" in said(small, "commend", "list", screen=80)
    said(small, *ADD)
    empty = said(small, "commend", "list", "--refused", screen=80)
    assert "No commendation fits." in empty
    assert "tracker commend add" not in empty


def test_a_rejected_file_counts_all_its_rows(small: Path) -> None:
    rows = "1/4/2025,giay-khen,1\n1/4/2025,khong-co,1\n\n1/4/2025,giay-khen,x\n"
    (small / "cl.csv").write_text(f"date,award,collectives\n{rows}", encoding="utf-8")
    done = run(small, "commend", "import", "cl.csv", "--json")
    document = json.loads(done.out)
    assert (done.code, document["rows"], len(document["rejected"])) == (1, 3, 2)


def test_a_misspelt_title_is_not_sent_to_another_command(small: Path) -> None:
    (small / "cl.csv").write_text("date,award,colectives\n1/4/2025,giay-khen,1\n", encoding="utf-8")
    done = run(small, "commend", "import", "cl.csv")
    done.refused(1, "title-unknown")
    assert "tracker import" not in done.err
    assert "did you mean collectives?" in done.err
