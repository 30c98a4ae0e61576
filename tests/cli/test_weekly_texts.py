"""The texts of returns in the weekly report: those of the week, of the unit asked for, as known on the day."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import define
from tests.cli.harness import tracker
from tests.cli.test_naughty import NAUGHTY, Page, cells_of_markdown
from tracker.domain.text import clean

REPORT = ("report", "weekly", "--week")
WEEK = (*REPORT, "2025-W11")
TITLES = ("Direction given", "Difficulties", "Proposals")


def run(folder: Path, *arguments: str, today: str = "2025-03-17", screen: int | None = None, lang: str = "en") -> str:
    done = tracker(*arguments, "--today", today, "--lang", lang, cwd=folder, screen=screen)
    assert (done.code, done.err) == (0, ""), done
    return done.out


def file(folder: Path, unit: str, day: str, *texts: str, week: str = "2025-W11") -> None:
    run(folder, "submit", "-u", unit, "--week", week, "--nil", "--received", f"{day} 9:00", *texts)


def texts(folder: Path, *arguments: str, week: str = "2025-W11", **settings: Any) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(run(folder, *REPORT, week, "--json", *arguments, **settings))["texts"]
    return found


@pytest.fixture
def office(small: Path) -> Path:
    """A folder with the returns of two weeks; c's came on Monday, b's without texts."""
    file(small, "a", "7/3/2025", "--difficulties", "Tuần trước", week="2025-W10")
    file(small, "c", "17/3/2025", "--proposals", "Cấp xe")
    file(small, "a", "14/3/2025", "--direction", "Họp giao ban", "--difficulties", "Thiếu xe")
    file(small, "b", "14/3/2025")
    return small


def test_they_are_those_of_the_week_in_the_order_of_the_roster(office: Path) -> None:
    of_a = {"direction": "Họp giao ban", "difficulties": "Thiếu xe", "proposals": ""}
    of_c = {"direction": "", "difficulties": "", "proposals": "Cấp xe"}
    assert texts(office) == [
        {"unit": "a", "name": "Công an xã An Bình", **of_a},
        {"unit": "c", "name": "Công an xã Cẩm Lý", **of_c},
    ]
    assert [one["unit"] for one in texts(office, today="2025-03-16")] == ["a"]  # c's had not come
    assert [one["unit"] for one in texts(office, "-u", "c")] == ["c"]
    assert [one["unit"] for one in texts(office, "-u", "d")] == ["a", "c"]
    assert [one["difficulties"] for one in texts(office, week="2025-W10")] == ["Tuần trước"]
    assert texts(office, week="2025-W12") == []


def test_they_follow_corrections(office: Path) -> None:
    head = json.loads(run(office, "fsck", "--json"))["head"]
    run(office, "submit", "-u", "b", "--week", "2025-W11", "--nil", "--proposals", "Thêm người")
    assert [one["unit"] for one in texts(office)] == ["a", "b", "c"]
    assert [one["unit"] for one in texts(office, "--known-at", head)] == ["a", "c"]
    run(office, "void", "1-5", "--reason", "nhầm")
    assert [one["unit"] for one in texts(office)] == ["b", "c"]
    run(office, "undo")
    assert [one["unit"] for one in texts(office)] == ["a", "b", "c"]


def test_the_page_has_a_section_for_each_kind_that_somebody_wrote(office: Path) -> None:
    screen = run(office, *WEEK, screen=80).splitlines()
    at = screen.index("Direction given")
    assert [line.rstrip() for line in screen[at : at + 8]] == [
        "Direction given",
        "Công an xã An Bình  Họp giao ban",
        "",
        "Difficulties",
        "Công an xã An Bình  Thiếu xe",
        "",
        "Proposals",
        "Công an xã Cẩm Lý  Cấp xe",
    ]
    only = run(office, *WEEK, "-u", "c", screen=80)
    assert [title for title in TITLES if f"\n{title}\n" in only] == ["Proposals"]
    assert not any(f"\n{title}\n" in run(office, *WEEK, "-u", "b") for title in TITLES)
    page = run(office, *WEEK, "-f", "md", lang="vi")
    assert "\n## Khó khăn, vướng mắc\n\n|  |  |\n| --- | --- |\n| Công an xã An Bình | Thiếu xe |\n" in page


def test_a_screen_shows_some_and_a_file_all(tmp_path: Path) -> None:
    folder = define(tmp_path / "office")
    with (folder / "units.csv").open("a", encoding="utf-8") as roster:
        roster.writelines(f"n{number},{number},Xã {number},commune,d,,,\n" for number in range(20, 34))
    for number in range(20, 34):
        file(folder, f"n{number}", "14/3/2025", "--difficulties", f"Việc {number}")
    screen = run(folder, *WEEK, screen=80, lang="vi")
    assert [number for number in range(20, 34) if f"Việc {number}" in screen] == [*range(20, 25)]
    assert "\nvà 9 đơn vị nữa; -o TỆP ghi ra đủ\n" in screen
    run(folder, *WEEK, "-o", "tuần.md")
    written = (folder / "tuần.md").read_text(encoding="utf-8")
    assert all(f"| Việc {number} |" in written for number in range(20, 34))
    assert "-o FILE" not in written


def test_naughty_texts_are_shown_as_text(tmp_path: Path) -> None:
    """Three strings at a time as the texts of a unit of their own."""
    folder = define(tmp_path / "office")
    kinds, some = [title.split()[0].lower() for title in TITLES], NAUGHTY[::11]
    said = [some[at : at + 3] for at in range(0, len(some), 3)]
    with (folder / "units.csv").open("a", encoding="utf-8") as roster:
        roster.writelines(f"n{number},x{number},Xã {number},commune,d,,,\n" for number in range(len(said)))
    for number, three in enumerate(said):
        file(folder, f"n{number}", "14/3/2025", *(f"--{kind}={text}" for kind, text in zip(kinds, three, strict=False)))
    expected = [*map(clean, some)]
    assert [one[kind] for one in texts(folder) for kind in kinds if one[kind]] == expected
    page = Page(run(folder, *WEEK, "-f", "html"))
    assert {*expected} <= {*page.cells}
    assert [name for name, _ in page.elements if name in ("script", "img", "iframe", "a")] == ["script"]  # our own
    assert {*expected} <= {*cells_of_markdown(run(folder, *WEEK, "-f", "md"))}
    run(folder, *WEEK, "-o", "week.txt")
    plain = (folder / "week.txt").read_text(encoding="utf-8")
    assert all(text in plain for text in expected)
    assert not set(plain) & {"\x1b", "\u202e"}
