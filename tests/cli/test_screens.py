"""Screens and reports as people see them, compared with files that were read by a person before they were accepted."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.harness import Result, tracker

Ask = Callable[..., Result]
Golden = Callable[[str, str], None]
LANGUAGES = pytest.mark.parametrize("lang", ["vi", "en"])
DAYS = (
    "2024-08-01", "2024-08-19", "2024-09-18", "2025-02-03", "2025-02-04", "2025-03-01", "2025-05-19", "2025-05-20",
    "2025-08-19", "2025-08-20",
)  # fmt: skip

WRONG = """\
timezone: Asia/Ho_Chi_Min
campaigns:
  - id: thử
    title: "Phong trào: chào mừng"
    start: 31/2/2025
    end: 1/3/2025
    units: units.csv
    lineage: none.csv
    criteria:
      - {id: c1, titel: Mô hình, kind: cuont}
  - id: xuan
    title: Thi đua
    tilte: Thi đua
    start: 19/8/2024
    end: 19/8/2025
    units: units.csv
    phases:
      - {id: p1, title: Đợt 1, start: 19/8/2024, end: 3/2/2025}
      - {id: p2, title: Thi đua, chào mừng, start: 3/2/2025, end: 20/8/2025}
    criteria:
      - {id: c1, title: Mô hình, kind: count, target: -1, unit_targets: {xa: 1}}
      - {id: c1, title: Khám phá án, kind: zero}
      - {id: c2, title: Tỷ lệ khám phá án, kind: rate, measure: "%", target: 0.75, per: phase, decimals: 5}
    deadlines:
      - {title: Báo cáo tuần, every: thứ sáu, return: weekly}
"""
WRONG_ROSTER = """\
id,code,name,level,parent,valid_from,valid_to
t,1,Công an tỉnh,province,,,
a,10,Công an xã An Bình,commune,t,,
b,11,Công an xã Hòa Bình,commune,tt,,
a,10,Công an xã Ân Bình,commune,t,1/1/2025,31/12/2024
"""


def masked(text: str) -> str:
    """A report without the head of the journal, which depends on when the sandbox was made."""
    return re.sub(r"(journal|mã sổ) [0-9a-f]{16}", r"\1 ................", text)


def plain(text: str) -> str:
    """A screen without the blanks at the ends of its lines."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


@LANGUAGES
def test_status(ask_demo: Ask, golden: Golden, lang: str) -> None:
    for columns in (60, 80, 120):
        golden(f"status-{columns}.{lang}.txt", plain(ask_demo("status", screen=columns, TRACKER_LANG=lang).out))


def test_status_in_ascii(ask_demo: Ask, golden: Golden) -> None:
    said = ask_demo("status", screen=120, TRACKER_LANG="vi", encoding="ascii").out
    golden("status-120.ascii.txt", plain(said))


@LANGUAGES
def test_status_through_the_year(ask_demo: Ask, golden: Golden, lang: str) -> None:
    said = [ask_demo("status", "--today", day, screen=80, TRACKER_LANG=lang).out for day in DAYS]
    golden(f"status-through-the-year.{lang}.txt", "\n\n".join(map(plain, said)))


@LANGUAGES
def test_status_of_a_unit(ask_demo: Ask, golden: Golden, lang: str) -> None:
    said = [
        ask_demo("status", "-u", unit, "--today", day, screen=80, TRACKER_LANG=lang).out
        for unit, day in (("th-395", "2025-02-01"), ("thị trấn Thọ Xuân", "2025-03-01"))
    ]
    golden(f"status-of-a-unit.{lang}.txt", "\n\n".join(map(plain, said)))


@LANGUAGES
@pytest.mark.parametrize("week", ["2025-W06", "2025-W09"])
def test_weekly_report(ask_demo: Ask, golden: Golden, week: str, lang: str) -> None:
    said = ask_demo("report", "weekly", "--week", week, "-f", "md", TRACKER_LANG=lang).out
    golden(f"weekly-{week}.{lang}.md", masked(said))


@LANGUAGES
def test_weekly_report_as_a_page(ask_demo: Ask, golden: Golden, lang: str) -> None:
    """Without the strokes of its pictures, which are the library's, and with three of the units."""
    said = ask_demo("report", "weekly", "--week", "2025-W06", "-f", "html", TRACKER_LANG=lang).out
    said = re.sub(r'(<figure>.*?<svg role="img" aria-label="[^"]*").*?(?=</figure>)', r"\1/>\n", said, flags=re.DOTALL)
    head, foot = said.partition("<details>")[0], said.partition("</details>")[2]
    rows = said.partition("<details>")[2].partition("</details>")[0].split("<tr>\n")
    assert len(rows) > 570
    golden(f"weekly-2025-W06.{lang}.html", masked("".join((head, "<details>", "<tr>\n".join(rows[:5]), "…", foot))))


@LANGUAGES
def test_weekly_report_on_a_screen(ask_demo: Ask, golden: Golden, lang: str) -> None:
    said = ask_demo("report", "weekly", "--week", "2025-W06", screen=100, TRACKER_LANG=lang).out
    golden(f"weekly-2025-W06.{lang}.txt", masked(plain(said)))


@LANGUAGES
def test_missing_returns(ask_demo: Ask, golden: Golden, lang: str) -> None:
    golden(f"missing.{lang}.txt", plain(ask_demo("units", "--missing", screen=80, TRACKER_LANG=lang).out))


@LANGUAGES
def test_lists(ask_demo: Ask, golden: Golden, lang: str) -> None:
    commands = (
        "units th-395 --on 1/2/2025",
        "deadlines",
        "ls -u th-15499 --phase dot-2",
        "ls -u th --week last -c truy",
    )
    said = [plain(ask_demo(*one.split(), screen=80, TRACKER_LANG=lang).out) for one in commands]
    golden(
        f"lists.{lang}.txt", "\n\n".join(f"$ tracker {one}\n{text}" for one, text in zip(commands, said, strict=True))
    )


@LANGUAGES
def test_receipts(sandbox: Path, golden: Golden, lang: str) -> None:
    unit = ("-u", "thị trấn Thọ Xuân")
    commands: tuple[tuple[str, ...], ...] = (
        ("log", *unit, "-c", "mo-hinh", "-q", "1", "-d", "28/2"),
        ("log", *unit, "-c", "Tỷ lệ điều tra", "-q", "3", "--of", "4", "--ref", "QĐ-15"),
        ("log", *unit, "-c", "Tỷ lệ điều tra", "-q", "3", "--of", "4", "--ref", "QĐ-15"),
        ("log", *unit, "-c", "ung-ho", "-q", "1.500.000", "-d", "3/2/2025", "-n"),
        ("submit", "-u", "th-14791", "--received", "28/2/2025 15:30"),
    )
    said = [tracker(*one, "--today", "2025-03-01", cwd=sandbox, screen=80, TRACKER_LANG=lang).out for one in commands]
    golden(f"receipts.{lang}.txt", "\n".join(map(plain, said)))


@LANGUAGES
def test_slips(ask_demo: Ask, golden: Golden, lang: str) -> None:
    commands: tuple[tuple[str, ...], ...] = (
        ("log", "-u", "Đông Sơn", "-c", "mo-hinh", "-q", "1"),
        ("log", "-u", "xã Hoằng Thá", "-c", "mohinh", "-q", "một", "-d", "31/2/2025"),
        ("log", "-u", "th-15499", "-c", "kham-pha-an", "-q", "5", "--of", "4", "-d", "2/3/2025"),
        ("log", "-u", "Công an huyện Thọ Xuân", "-c", "truy-na", "-q", "1"),
        ("submit", "-u", "th-14758", "--nil", "-n"),
        ("statsu",),
        ("log", "-u", "th-15499"),
    )
    said = [ask_demo(*one, TRACKER_LANG=lang).err for one in commands]
    golden(f"slips.{lang}.txt", "\n".join(said))


@LANGUAGES
def test_a_wrong_campaigns_yaml(tmp_path: Path, golden: Golden, lang: str) -> None:
    """Every problem at once, each at its line with a caret, in the order of the files; in JSON the same places."""
    (tmp_path / "campaigns.yaml").write_text(WRONG, encoding="utf-8")
    (tmp_path / "units.csv").write_text(WRONG_ROSTER, encoding="utf-8")
    said = tracker("validate", "--lang", lang, cwd=tmp_path)
    assert (said.code, said.out) == (1, "")
    golden(f"wrong-campaigns.{lang}.txt", said.err)
    carets = re.findall(r"\n *\d+ \| (.*)\n +\| ( *)(\^+)", said.err)
    assert all(source[len(blank) : len(blank) + len(caret)].strip() for source, blank, caret in carets)
    findings = tracker("validate", "--json", "--lang", lang, cwd=tmp_path).json["findings"]
    places = re.findall(r"^  (\S+):(\d+):(\d+)", said.err, re.MULTILINE)
    assert [(one["file"], str(one["line"]), str(one["column"])) for one in findings] == places
    assert [one["code"] for one in findings] == re.findall(r"^\w+ ?\w*\[([a-z-]+)\]", said.err, re.MULTILINE)


@LANGUAGES
def test_the_overview(ask_demo: Ask, golden: Golden, lang: str) -> None:
    said = [ask_demo(screen=100, TRACKER_LANG=lang).out, ask_demo("show", "1-5", screen=80, TRACKER_LANG=lang).out]
    text = re.sub(r"\d\d/\d\d/\d{4} \d\d:\d\d · tracker demo", "dd/mm/yyyy hh:mm · tracker demo", "\n\n".join(said))
    golden(f"overview.{lang}.txt", plain(text))


PLAIN = """\
campaigns:
  - id: hoc-tot
    title: Tuần học tốt
    start: 3/3/2025
    end: 30/3/2025
    units: units.csv
    criteria:
      - {id: tiet, title: Tiết học tốt, kind: count, measure: tiết}
      - {id: di-muon, title: Chuyên cần, kind: rate, measure: buổi/học sinh, decimals: 1, target: 4.5}
"""


@LANGUAGES
def test_a_campaign_without_phases_deadlines_and_targets(tmp_path: Path, golden: Golden, lang: str) -> None:
    (tmp_path / "campaigns.yaml").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "units.csv").write_text("id,code,name,level,parent\na,,Lớp 5A,lớp,\nb,,Lớp 5B,lớp,\n", encoding="utf-8")
    assert tracker("log", "-u", "5a", "-c", "tiet", "-q", "7", "--today", "2025-03-05", cwd=tmp_path).code == 0
    rate = ("log", "-u", "5b", "-c", "di-muon", "-q", "93,5", "--of", "20", "--today", "2025-03-13")
    commands: tuple[tuple[str, ...], ...] = (
        rate,
        *(("status", "--today", day) for day in ("2025-03-01", "2025-03-13", "2025-04-01")),
        *(("report", "weekly", "--week", week, "--today", "2025-03-20") for week in ("2025-W10", "2025-W12")),
    )
    said = [tracker(*one, cwd=tmp_path, screen=100, TRACKER_LANG=lang).out for one in commands]
    golden(f"no-phases.{lang}.txt", masked(plain("\n\n".join(said))))


@LANGUAGES
def test_the_days_around_phases(small: Path, golden: Golden, lang: str) -> None:
    """Before the first, between two and after the last; everything filed and nothing behind."""
    text = (small / "campaigns.yaml").read_text(encoding="utf-8")
    text = text.replace("start: 1/4/2025, end: 30/4/2025", "start: 7/4/2025, end: 25/4/2025").replace(
        "target: 31", "target: 2"
    )
    (small / "campaigns.yaml").write_text(text, encoding="utf-8")
    for day in ("5/3/2025", "8/4/2025"):
        log = ("log", "-u", "a", "-c", "mo-hinh", "-q", "2", "-d", day, "--today", "2025-04-30", "--quiet")
        assert tracker(*log, cwd=small).code == 0
    for unit in "dab":
        submit = ("submit", "-u", unit, "--week", "8/4/2025", "--received", "11/4/2025 10:00", "--today", "2025-04-11")
        assert tracker(*submit, "--quiet", cwd=small).code == 0
    said = [
        tracker("status", "--today", day, "--quiet", cwd=small, screen=80, TRACKER_LANG=lang).out
        for day in ("2025-02-20", "2025-04-02", "2025-04-12", "2025-04-28", "2025-05-20")
    ]
    report = ("report", "weekly", "--week", "2025-W15", "--today", "2025-05-20", "--quiet")
    said.append(tracker(*report, cwd=small, screen=80, TRACKER_LANG=lang).out)
    golden(f"around-phases.{lang}.txt", masked(plain("\n\n".join(said))))
