"""Criteria of every kind, from campaigns.yaml to what is said of them: screens, the weekly report, receipts, JSON."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.cli.harness import Result, tracker
from tests.cli.test_documents import check

Golden = Callable[[str, str], None]
LANGUAGES = pytest.mark.parametrize("lang", ["vi", "en"])
TODAY = "2025-03-12"  # a Wednesday, day 12 of 31 in the first phase and of 61 in the campaign

CAMPAIGN = """\
timezone: Asia/Ho_Chi_Minh
campaigns:
  - id: xuan
    title: Thi đua mùa xuân
    launched_on: 1/3/2025
    start: 1/3/2025
    end: 30/4/2025
    units: units.csv
    phases:
      - {id: dot-1, title: Đợt 1, start: 1/3/2025, end: 31/3/2025}
      - {id: dot-2, title: Đợt 2, start: 1/4/2025, end: 30/4/2025}
    criteria:
      - {id: mo-hinh, title: Mô hình bảo đảm ANTT, kind: count, measure: mô hình, target: 31, per: phase}
      - {id: kham-pha, title: Tỷ lệ khám phá án, kind: rate, measure: "%", target: 75%}
      - id: pham-phap
        title: Phạm pháp hình sự
        kind: count
        measure: vụ
        direction: down
        target: 5%
        baselines: {dot-1: 62, dot-2: 60}
      - id: nguoi-chet
        title: Người chết vì tai nạn giao thông
        kind: count
        measure: người
        direction: down
        target: 5%
        baselines: {dot-1: 31, dot-2: 30}
      - {id: bi-thuong, title: Người bị thương, kind: count, measure: người, direction: down, target: 5%}
      - id: chay-no
        title: "Cháy, nổ"
        kind: count
        measure: vụ
        direction: down
        baselines: {dot-1: 0, dot-2: 0}
      - {id: don-thu, title: Đơn thư vượt cấp, kind: count, measure: đơn, ceiling: 20}
      - {id: tru-so, title: Trụ sở mô hình mới, kind: stock, measure: trụ sở, target: 173}
      - {id: bien-che, title: Biên chế bình quân, kind: rate, of: state, measure: cán bộ/đơn vị}
      - {id: cong-trinh, title: Công trình phúc lợi, kind: milestone, measure: công trình, target: 3}
      - {id: dot-xuat, title: "Đột xuất, điểm nóng", kind: zero, measure: vụ}
      - {id: ky-luat, title: Vi phạm kỷ luật, kind: zero, measure: người}
      - {id: diem-thuong, title: Điểm thưởng, kind: points, measure: điểm, target: 10}
    deadlines:
      - {title: Báo cáo tuần, every: friday 16:00, return: weekly}
"""
UNITS = """\
id,code,name,level,parent
t,1,Công an tỉnh,province,
d,20,Công an huyện Đông,district,t
e,21,Công an huyện Tây,district,t
a,11,Công an xã An Bình,commune,d
b,12,Công an xã Hòa Bình,commune,d
h,14,Công an xã Hòa Bình,commune,e
"""
ENTRIES = """\
date,unit,criterion,quantity,denominator
3/3/2025,a,mo-hinh,4,
10/3/2025,b,mo-hinh,3,
11/3/2025,h,mo-hinh,2,
5/3/2025,a,kham-pha,3,4
12/3/2025,b,kham-pha,4,5
4/3/2025,a,pham-phap,10,
11/3/2025,b,pham-phap,9,
4/3/2025,a,nguoi-chet,15,
4/3/2025,a,bi-thuong,3,
4/3/2025,a,chay-no,2,
6/3/2025,a,don-thu,14,
11/3/2025,b,don-thu,9,
3/3/2025,a,tru-so,20,
10/3/2025,a,tru-so,35,
10/3/2025,b,tru-so,25,
4/3/2025,a,bien-che,20,3
4/3/2025,b,bien-che,19,3
11/3/2025,b,bien-che,21,3
6/3/2025,a,cong-trinh,1,
11/3/2025,b,dot-xuat,2,
7/3/2025,h,diem-thuong,2,
"""


@pytest.fixture
def kinds(tmp_path: Path) -> Path:
    """A folder with a campaign of every kind of criterion, and what was achieved by 12/3/2025."""
    files = {"campaigns.yaml": CAMPAIGN, "units.csv": UNITS, "entries.csv": ENTRIES}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = tracker("import", "entries.csv", "--today", TODAY, cwd=tmp_path)
    assert done.code == 0, done.err
    return tmp_path


def ask(folder: Path, *arguments: str, **settings: Any) -> Result:
    """Run a command line on 12/3/2025."""
    return tracker(*arguments, cwd=folder, **{"TRACKER_TODAY": TODAY, **settings})


def plain(text: str) -> str:
    """A screen without the blanks at the ends of its lines."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def masked(text: str) -> str:
    """A report without the head of the journal."""
    return re.sub(r"(journal|mã sổ) [0-9a-f]{16}", r"\1 ................", text)


def figures(folder: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    """What status --json says of each criterion in the phase."""
    return {one["id"]: {**one, **one["phase"]} for one in ask(folder, "status", "--json", *arguments).json["criteria"]}


@LANGUAGES
def test_the_status_of_every_kind(kinds: Path, golden: Golden, lang: str) -> None:
    said = [plain(ask(kinds, "status", screen=columns, TRACKER_LANG=lang).out) for columns in (60, 80, 120)]
    said.append(plain(ask(kinds, "status", "-u", "a", screen=80, TRACKER_LANG=lang).out))
    said.append(plain(ask(kinds, "status", screen=80, TRACKER_LANG=lang, TRACKER_TODAY="2025-05-02").out))
    golden(f"kinds-status.{lang}.txt", "\n\n".join(said))


@LANGUAGES
def test_the_weekly_report_of_every_kind(kinds: Path, golden: Golden, lang: str) -> None:
    screens = [ask(kinds, "report", "weekly", screen=columns, TRACKER_LANG=lang).out for columns in (80, 120, 180)]
    golden(f"kinds-weekly.{lang}.txt", "\n\n".join(masked(plain(one)) for one in screens))
    golden(f"kinds-weekly.{lang}.md", masked(ask(kinds, "report", "weekly", "-f", "md", TRACKER_LANG=lang).out))


@LANGUAGES
def test_the_receipts_of_every_kind(kinds: Path, golden: Golden, lang: str) -> None:
    claims = (
        ("mo-hinh", "1"), ("pham-phap", "5"), ("nguoi-chet", "1"), ("bi-thuong", "1"), ("chay-no", "1"), ("don-thu", "1"),
        ("tru-so", "40"), ("bien-che", "22", "--of", "3"), ("cong-trinh", "2"), ("dot-xuat", "1"), ("diem-thuong", "1"),
    )  # fmt: skip
    said = [
        ask(kinds, "log", "-u", "a", "-c", criterion, "-q", *amounts, "-n", screen=100, TRACKER_LANG=lang).out
        for criterion, *amounts in claims
    ]
    golden(f"kinds-receipts.{lang}.txt", "\n".join(map(plain, said)))


@LANGUAGES
def test_the_units_with_every_kind(kinds: Path, golden: Golden, lang: str) -> None:
    commands = ("units d", "units --totals", "units --tree", "ls -u a")
    said = [plain(ask(kinds, *one.split(), screen=180, TRACKER_LANG=lang).out) for one in commands]
    golden(f"kinds-units.{lang}.txt", "\n\n".join(said))


PACES = (
    "target",
    "attainment",
    "expected",
    "shortfall",
    "need_per_day",
    "standing",
    "baseline",
    "reduction",
    "forecast",
)


@pytest.mark.parametrize(
    ("criterion", "actual", "said"),
    [
        # 12 of 31 days: 62 in the month before a year ago are 24 to date, 5% less is 22.8; 19 are 5/24 less
        ("pham-phap", 19, (0.05, 4.1667, 22.8, 0, None, "meeting", 24, 0.2083, None)),
        # 31 are 12 to date, 5% less is 11.4; 15 are 3/12 more
        ("nguoi-chet", 15, (0.05, -5, 11.4, 3.6, None, "behind", 12, -0.25, None)),
        ("bi-thuong", 3, (0.05, None, None, None, None, "no-target", None, None, None)),
        ("chay-no", 2, (None, 0, 0, 2, None, "behind", 0, None, None)),
        ("don-thu", 23, (20, 0.85, 20, 3, None, "behind", None, None, None)),
        # the last of each unit, 35 + 25; 113 in the 19 days left
        ("tru-so", 60, (173, 0.3468, 173, 113, 5.947, "behind", None, None, None)),
        ("dot-xuat", 2, (0, 0, 0, 2, None, "behind", None, None, None)),
        ("ky-luat", 0, (0, 1, 0, 0, None, "meeting", None, None, None)),
        # 9 in 12 days, so 23.25 in 31
        ("mo-hinh", 9, (31, 0.2903, 12, 3, 1.158, "behind", None, None, 23.25)),
    ],
)
def test_figures_as_json(kinds: Path, criterion: str, actual: int, said: tuple[object, ...]) -> None:
    found = figures(kinds)[criterion]
    assert found["actual"] == actual
    assert tuple(found[key] for key in PACES) == said
    assert found["flagged"] == (criterion == "chay-no")


def test_a_rate_of_a_state_pools_what_each_unit_said_last(kinds: Path) -> None:
    found = figures(kinds)["bien-che"]
    assert found["actual"] == {"numerator": 41, "denominator": 6, "value": 6.8333}, "20/3 of a and 21/3 of b"


def test_a_direction_is_said(kinds: Path) -> None:
    found = {name: one["direction"] for name, one in figures(kinds).items()}
    assert [name for name, direction in found.items() if direction == "down"] == [
        *("pham-phap", "nguoi-chet", "bi-thuong", "chay-no", "don-thu", "dot-xuat", "ky-luat")
    ]


def test_the_weekly_report_as_json_says_what_it_compares_with(kinds: Path) -> None:
    found = {one["id"]: one for one in ask(kinds, "report", "weekly", "--json").json["criteria"]}
    # over the campaign: 12 of the 31 days of the first phase a year ago
    assert (found["pham-phap"]["baseline"], found["pham-phap"]["reduction"]) == (24, 0.2083)
    assert found["diem-thuong"]["forecast"] == 10.167, "2 in 12 days of 61"
    assert (found["tru-so"]["week"], found["tru-so"]["previous_week"]) == (60, 20), "as it stood at the end of each"


def test_a_return_asks_for_what_stands_and_for_what_happened(kinds: Path) -> None:
    asked = ask(kinds, "submit", "-u", "h", "--ask", "-n", typed="\n" * 20).err
    assert "Trụ sở mô hình mới (trụ sở), as it stands on 12/03/2025" in asked
    assert "Phạm pháp hình sự (vụ), on 12/03/2025" in asked


def test_the_documents_of_every_kind_follow_their_schemas(kinds: Path) -> None:
    asked = ("status", "status -u a", "report weekly", "units d", "units --totals", "units --tree", "achievements -u a")
    assert all(check(kinds, command, TODAY) for command in asked)


def test_a_workbook_says_where_it_asks_for_what_there_is(kinds: Path) -> None:
    made = ask(kinds, "template", "-u", "a").out.strip()
    with zipfile.ZipFile(kinds / made) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    checks = sheet.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}dataValidation")
    told = {one.get("errorTitle") for one in checks if one.get("prompt")}
    assert told == {
        *("Trụ sở mô hình mới", "Biên chế bình quân", "Biên chế bình quân (denominator)", "Công trình phúc lợi")
    }
