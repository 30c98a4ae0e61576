"""Logging and submitting as a reporting officer does it, slips included."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import Result, environment, process, tracker

TODAY = ("--today", "2025-03-10")


def log(cwd: Path, unit: str, criterion: str, quantity: str, *rest: str, screen: int | None = None) -> Result:
    return tracker("log", "-u", unit, "-c", criterion, "-q", quantity, *rest, *TODAY, cwd=cwd, screen=screen)


def submit(cwd: Path, *rest: str, screen: int | None = None) -> Result:
    return tracker("submit", *rest, *TODAY, cwd=cwd, screen=screen)


def entries(cwd: Path) -> int:
    found: int = tracker("status", "--json", *TODAY, cwd=cwd).json["entries"]
    return found


def test_a_pipe_gets_the_id_alone(small: Path) -> None:
    assert log(small, "a", "mo-hinh", "1") == Result(0, "1-1\n", "")
    done = process("submit", "-u", "a", *TODAY, cwd=small)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"1-2\n", b"")
    done = process("log", "-u", "a", "-c", "mo-hinh", "-q", "1", *TODAY, cwd=small)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"1-3\n", b"")


def test_a_screen_gets_the_receipt(small: Path) -> None:
    assert log(small, "a", "mo-hinh", "4", screen=80).out == (
        "✔ Công an xã An Bình · Mô hình +4 mô hình  1-1\n"
        "  Monday 10/03/2025 · Đợt 1 · the unit 4\n"
        "  The whole campaign, Đợt 1: 0 → 4/31 (12.9%), 10 → 6 short of the plan\n"
        "  Undo: tracker undo\n"
    )
    assert log(small, "b", "mo-hinh", "30", "-d", "hôm qua", screen=80).out.splitlines()[1:3] == [
        "  Sunday 09/03/2025 · Đợt 1 · the unit 30",
        "  The whole campaign, Đợt 1: 4 → 34/31 (109.7%), met",
    ]
    assert log(small, "a", "kham-pha", "2", "--of", "3", screen=80).out.splitlines()[-2] == (
        "  The whole campaign, Đợt 1: – → 66.7%/75% (88.9%), 8.3 points short"
    )
    assert log(small, "a", "kham-pha", "72", "--of", "97", screen=80).out.splitlines()[-2].endswith("1 point short")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_a_real_terminal_gets_the_receipt(small: Path) -> None:
    terminal, screen = os.openpty()
    command = [sys.executable, "-m", "tracker", "log", "-u", "a", "-c", "mo-hinh", "-q", "1", *TODAY]
    running = subprocess.Popen(command, cwd=small, env=environment({"NO_COLOR": "1"}), stdout=screen)
    assert running.wait() == 0
    os.close(screen)
    shown = os.read(terminal, 10_000).decode()
    os.close(terminal)
    assert shown.startswith("✔ Công an xã An Bình · Mô hình +1 mô hình  1-1")
    assert len(shown.splitlines()) == 4


def test_a_rehearsal_writes_nothing(small: Path) -> None:
    said = log(small, "a", "mo-hinh", "4", "-n", screen=80)
    assert said.out.splitlines()[0] == "A rehearsal: nothing was written."
    assert "0 → 4/31" in said.out
    assert submit(small, "-u", "a", "--dry-run", screen=80).out.startswith("A rehearsal: nothing was written.\n")
    assert log(small, "a", "mo-hinh", "4", "-n").out == said.out
    assert not (small / "tracker.db").exists()
    log(small, "a", "mo-hinh", "1")
    assert entries(small) == 1
    before = (small / "tracker.db").read_bytes()
    log(small, "a", "mo-hinh", "4", "-n", "--ref", "R")
    submit(small, "-u", "b", "-n")
    assert (entries(small), (small / "tracker.db").read_bytes()) == (1, before)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("a", "a"),
        ("11", "a"),
        ("Công an xã An Bình", "a"),
        ("công an XÃ AN BÌNH", "a"),
        ("CAX An Bình", "a"),
        ("xã An Bình, Công an huyện Đông", None),
        ("CAX An Bình, Công an huyện Đông", "a"),
        ("an binh", "a"),
        ("hoa binh", "b"),
        ("Công an xã Hoà Bình", "b"),
        ("ly", "c"),
        ("binh", None),
    ],
)
def test_units_by_id_code_name_alias_and_part(small: Path, text: str, unit: str | None) -> None:
    said = log(small, text, "mo-hinh", "1", "--json")
    if unit:
        assert said.json["unit"] == unit
    else:
        assert said.out == ""


@pytest.mark.parametrize("text", ["mo-hinh", "Mô hình", "mô HÌNH", "mo hinh"])
def test_criteria_by_id_title_and_part(small: Path, text: str) -> None:
    assert log(small, "a", text, "1", "--json").json["criterion"] == "mo-hinh"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-05", "2025-03-05"),
        ("5/3/2025", "2025-03-05"),
        ("05-03-2025", "2025-03-05"),
        ("5.3.2025", "2025-03-05"),
        ("5/3", "2025-03-05"),
        ("today", "2025-03-10"),
        ("Hôm qua", "2025-03-09"),
        ("-3d", "2025-03-07"),
        ("-1w", "2025-03-03"),
    ],
)
def test_days(small: Path, text: str, day: str) -> None:
    assert log(small, "a", "mo-hinh", "1", "--json", "-d", text).json["date"] == day


@pytest.mark.parametrize(
    ("arguments", "code", "problems"),
    [
        (("a", "mo-hinh", "1", "-d", "11/3/2025"), 1, ["future-day"]),
        (("a", "mo-hinh", "1", "-d", "28/2/2025"), 1, ["day-outside-campaign"]),
        (("a", "mo-hinh", "1", "-d", "31/2/2025"), 2, ["no-such-day"]),
        (("a", "mo-hinh", "1", "-d", "5/3/25"), 2, ["bad-day"]),
        (("a", "mo-hinh", "1", "-d", "20250305"), 2, ["bad-day"]),
        (("a", "mo-hinh", "1", "-d", "2025-W10-1"), 2, ["bad-day"]),
        (("a", "mo-hinh", "1", "-d", "3/2025"), 2, ["bad-day"]),
        (("a", "mo-hinh", "1", "-d", "hom qua"), 2, ["bad-day"]),
        (("a", "mo-hinh", "-1"), 1, ["negative-quantity"]),
        (("a", "mo-hinh", "1,5"), 1, ["too-many-decimals"]),
        (("a", "mo-hinh", "một"), 1, ["bad-quantity"]),
        (("a", "mo-hinh", "1e3"), 1, ["bad-quantity"]),
        (("a", "mo-hinh", "１２"), 1, ["bad-quantity"]),
        (("a", "mo-hinh", "1 000"), 1, ["bad-quantity"]),
        (("a", "mo-hinh", "1234567890123"), 1, ["quantity-too-large"]),
        (("a", "nuoc-sach", "1.234"), 1, ["ambiguous-quantity"]),
        (("a", "nuoc-sach", "0,125"), 1, ["too-many-decimals"]),
        (("a", "mo-hinh", "1", "--of", "2"), 1, ["denominator-not-taken"]),
        (("a", "kham-pha", "1"), 1, ["denominator-missing"]),
        (("a", "kham-pha", "1", "--of", "0"), 1, ["denominator-zero"]),
        (("a", "kham-pha", "3", "--of", "2"), 1, ["rate-over-100"]),
        (("Lạ", "mo-hinh", "1"), 3, ["unit-not-found"]),
        (("binh", "mo-hinh", "1"), 2, ["unit-ambiguous"]),
        (("C?ng an x?", "mo-hinh", "1"), 1, ["text-garbled"]),
        (("a", "mohinh", "1"), 3, ["criterion-not-found"]),
        (("a", "h", "1"), 2, ["criterion-ambiguous"]),
        (("a", "mo-hinh", "1", "--note", "x" * 2001), 1, ["text-too-long"]),
        (("a", "mo-hinh", "1", "-C", "he"), 3, ["campaign-not-found"]),
        (("", "", ""), 1, ["field-missing", "field-missing"]),
        (("Lạ", "h", "x", "-d", "31/2/2025"), 2, ["criterion-ambiguous", "no-such-day"]),
        (("a", "mo-hinh", "x", "-d", "11/3/2025", "--of", "2"), 1, ["future-day", "bad-quantity", "denominator-not-taken"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_slips(small: Path, arguments: tuple[str, ...], code: int, problems: list[str], lang: str) -> None:
    """Each is named, with nothing on stdout; no store is made for them, and one that is there stays as it is."""
    said = log(small, *arguments, "--lang", lang).refused(code, *problems)
    assert said.err.startswith("lỗi[" if lang == "vi" else "error[")
    assert "{" not in said.err
    assert not (small / "tracker.db").exists()
    assert log(small, "a", "mo-hinh", "1").code == 0
    assert entries(small) == 1
    before = (small / "tracker.db").read_bytes()
    log(small, *arguments, "--json").refused(code, *problems)
    assert (small / "tracker.db").read_bytes() == before


def test_a_unit_that_lives_no_more(small: Path) -> None:
    """What happened in its life may come late; what came after it may not."""
    late = ("--today", "2025-04-20")
    said = tracker("log", "-u", "Công an xã Cẩm Lý", "-c", "mo-hinh", "-q", "1", "-d", "31/3", *late, cwd=small)
    assert said.code == 0
    for unit in ("c", "Công an xã Cẩm Lý"):
        said = tracker("log", "-u", unit, "-c", "mo-hinh", "-q", "1", "-d", "1/4", *late, cwd=small)
        said.refused(1, "unit-not-alive")
        assert "it lived from … to 31/3/2025" in said.err


def test_a_ref_is_logged_once(small: Path) -> None:
    first = log(small, "a", "mo-hinh", "2", "--ref", "QĐ-15")
    again = log(small, "CAX An Bình", "Mô hình", "2", "--ref", "QĐ-15", "--note", "lần hai")
    assert first == again == Result(0, "1-1\n", "")
    said = log(small, "a", "mo-hinh", "2", "--ref", "QĐ-15", screen=80)
    assert said.out.startswith("Already there; nothing was added.\n✔ Công an xã An Bình · Mô hình +2 mô hình  1-1\n")
    assert log(small, "a", "mo-hinh", "2", "--ref", "QĐ-15", "--json").json["already_there"]
    for arguments in (("a", "mo-hinh", "3"), ("b", "mo-hinh", "2"), ("a", "mo-hinh", "2", "-d", "9/3")):
        said = log(small, *arguments, "--ref", "QĐ-15").refused(1, "ref-differs")
        assert "1-1" in said.err
    assert log(small, "a", "mo-hinh", "2").code == log(small, "a", "mo-hinh", "2").code == 0
    assert entries(small) == 3


def test_notes_are_kept_clean(small: Path) -> None:
    log(small, "a", "mo-hinh", "1", "--note", "  dòng 1\ndòng 2\x1b[31m\u202e [/] [red] ")
    (one,) = tracker("ls", "--json", *TODAY, cwd=small).json["achievements"]
    assert one["note"] == "dòng 1 dòng 2[31m [/] [red]"
    assert "dòng 1 dòng 2[31m [/] [red]" in tracker("show", "1-1", cwd=small, screen=80).out
    assert "[/] [red]" in tracker("ls", *TODAY, cwd=small, screen=120).out


def test_who_recorded(small: Path) -> None:
    log(small, "a", "mo-hinh", "1")
    log(small, "a", "mo-hinh", "1", "--by", "Nguyễn Thị Hoa")
    for named in ({"USER": "may-3"}, {"USER": "may-3", "TRACKER_USER": "Tư\x1b"}):
        settings: dict[str, Any] = {"TRACKER_USER": "", **named}
        arguments = ("log", "-u", "a", "-c", "mo-hinh", "-q", "1", *TODAY)
        assert tracker(*arguments, cwd=small, **settings).code == 0
    who = [one["recorded_by"] for one in tracker("ls", "--json", *TODAY, cwd=small).json["achievements"]]
    assert who == ["Lan", "Nguyễn Thị Hoa", "may-3", "Tư"]
    assert tracker("show", "1-2", cwd=small).out.rstrip().endswith("· Nguyễn Thị Hoa")


def test_a_return_is_filed_once(small: Path) -> None:
    first = submit(small, "-u", "CAX An Bình", "--week", "-1", "--received", "7/3 15:59", screen=80)
    assert first.out == (
        "✔ Công an xã An Bình · Báo cáo tuần 03/03-09/03  1-1\n"
        "  0 entries in the period · received 07/03/2025 15:59 · on time\n"
        "  1 of 4 units have filed\n"
        "  Undo: tracker undo\n"
    )
    again = submit(small, "-u", "a", "--week", "2025-W10", screen=80)
    assert again.out.startswith("Already there; nothing was added.\n")
    assert submit(small, "-u", "a", "--week", "2025-W10") == Result(0, "1-1\n", "")
    submit(small, "-u", "a", "--week", "2025-W10", "--nil").refused(1, "return-differs")
    late = submit(small, "-u", "b", "--week", "5/3", "--nil", "--received", "2025-03-07T16:01", screen=80)
    assert late.out.splitlines()[1:3] == [
        "  nil return · received 07/03/2025 16:01 · late",
        "  2 of 4 units have filed",
    ]
    missing = tracker("units", "--missing", "--week", "last", "--json", *TODAY, cwd=small).json
    assert (missing["expected"], missing["actual"], missing["on_time"]) == (4, 2, 1)
    assert [one["id"] for one in missing["missing"]] == ["d", "c"]


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("-u", "a", "--week", "2025-W12"), 1, "week-in-future"),
        (("-u", "a", "--week", "2025-W07"), 3, "no-returns"),
        (("-u", "t"), 1, "return-not-owed"),
        (("-u", "a", "--received", "11/3/2025 08:00"), 1, "received-in-future"),
        (("-u", "a", "--received", "10/3/2025 25:00"), 2, "bad-moment"),
        (("-u", "a", "--received", "chiều qua"), 2, "bad-moment"),
        (("-u", "a", "--week", "2025-W54"), 2, "no-such-week"),
        (("-u", "a", "--week", "tuần trước"), 2, "bad-week"),
        (("-u", "Lạ"), 3, "unit-not-found"),
        (("-u", "binh"), 2, "unit-ambiguous"),
    ],
)
def test_slips_of_returns(small: Path, arguments: tuple[str, ...], code: int, problem: str) -> None:
    submit(small, *arguments).refused(code, problem)
    submit(small, *arguments, "--json", "-n", "--lang", "vi").refused(code, problem)
    assert not (small / "tracker.db").exists()


def test_a_nil_return_of_a_week_with_entries(small: Path) -> None:
    log(small, "a", "mo-hinh", "1")
    submit(small, "-u", "a", "--nil").refused(1, "nil-with-entries")
    assert submit(small, "-u", "b", "--nil").code == 0


def test_a_rate_in_one_figure_is_refused_once_with_what_to_write(small: Path) -> None:
    log = ("log", "-u", "a", "-c", "kham-pha", "--today", "2025-03-10")
    said = tracker(*log, "-q", "3/7", cwd=small).refused(1, "rate-in-one")
    assert "write -q 3 --of 7" in said.err
    assert tracker(*log, "-q", "3", "--of", "7", cwd=small).code == 0
