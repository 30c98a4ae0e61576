"""`tracker template`: a workbook that is filled in and imported as it is."""

import shutil
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, python, tracker
from tests.files.make_workbooks import type_numbers

TODAY = ("--today", "2025-03-06")  # a Thursday
LANGUAGES = pytest.mark.parametrize("lang", ["vi", "en"])
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def make(folder: Path, *arguments: str, lang: str = "en") -> Path:
    said = tracker("template", *arguments, *TODAY, "--lang", lang, cwd=folder)
    assert (said.code, said.err) == (0, ""), said
    return folder / said.out.strip()


def part(path: Path, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(path) as archive:
        return ElementTree.fromstring(archive.read(name))


def strings(path: Path) -> list[str]:
    return [one.text or "" for one in part(path, "xl/sharedStrings.xml").iter(f"{MAIN}t")]


def fill(path: Path, **cells: float) -> Path:
    """Type numbers into empty cells of the first sheet, as a person does."""
    filled = path.with_name(f"filled-{path.name}")
    shutil.copy(path, filled)
    type_numbers(filled, {name: str(value) for name, value in cells.items()})
    return filled


def entries(folder: Path) -> list[tuple[Any, ...]]:
    found = tracker("ls", "--json", *TODAY, cwd=folder).json["achievements"]
    return [(one["date"], one["unit"], one["criterion"], one["quantity"], one["denominator"]) for one in found]


def take(folder: Path, path: Path) -> Result:
    said = tracker("import", path.name, *TODAY, cwd=folder)
    assert (said.code, said.err) == (0, ""), said
    return said


@LANGUAGES
def test_a_filled_in_workbook_imports_as_it_is(small: Path, lang: str) -> None:
    path = make(small, "-u", "d", "--children", lang=lang)
    assert path.name == "xuan-d-2025-W10.xlsx"
    filled = fill(path, D4=2, E5=3, F5=4, D5=0, G6=1.25)
    assert take(small, filled).out.startswith(f"✔ {filled.name}: 3 rows · 3 written\n")
    assert entries(small) == [
        ("2025-03-06", "a", "mo-hinh", 2, None),
        ("2025-03-06", "b", "kham-pha", 3, 4),
        ("2025-03-06", "c", "nuoc-sach", 1.25, None),
    ]


def test_an_empty_workbook_imports_nothing(small: Path) -> None:
    assert " · 0 written" in take(small, make(small, "-u", "a")).out
    assert entries(small) == []


@LANGUAGES
def test_what_it_shows(small: Path, lang: str) -> None:
    vi = lang == "vi"
    shown = strings(make(small, "-u", "d", "--children", lang=lang))
    of = "Khám phá án (mẫu số)" if vi else "Khám phá án (denominator)"
    ends = ("Đơn vị", "Tên gọi", "Ngày", "Ghi chú") if vi else ("Unit", "Unit name", "Date", "Note")
    assert shown[0] == "Phong trào xuan: thi đua · Công an huyện Đông · 03/03-09/03"
    assert shown[1:9] == [*ends[:3], "Mô hình", "Khám phá án", of, "Nước sạch", ends[3]]
    assert shown[9:17:2] == ["d", "a", "b", "c"]
    assert len(strings(make(small, "-u", "d", "-o", "alone.xlsx"))) < len(shown)


def test_cells_refuse_what_an_import_would(small: Path) -> None:
    sheet = part(make(small, "-u", "d", "--children"), "xl/worksheets/sheet1.xml")
    checks = {one.get("sqref"): one for one in sheet.iter(f"{MAIN}dataValidation")}
    kinds = {cells: (one.get("type"), one.findtext(f"{MAIN}formula1")) for cells, one in checks.items()}
    assert kinds == {
        "C3:C6": ("list", "tracker!$B$3:$H$3"),
        **{f"{column}3:{column}6": ("whole", "0") for column in "DEF"},
        "G3:G6": ("custom", "AND(ISNUMBER(G3),G3>=0,ROUND(G3,2)=G3)"),
    }
    pane = next(sheet.iter(f"{MAIN}pane"))
    assert (pane.get("state"), pane.get("topLeftCell")) == ("frozen", "C3")


def test_the_campaign_and_the_week_are_inside(small: Path) -> None:
    path = make(small, "-u", "a", "--week", "2025-W10")
    custom = "".join(part(path, "docProps/custom.xml").itertext())
    assert custom == "xuan2025-W10"
    sheets = [(one.get("name"), one.get("state")) for one in part(path, "xl/workbook.xml").iter(f"{MAIN}sheet")]
    assert sheets == [("2025-W10", None), ("tracker", "hidden")]


def test_the_same_form_gives_the_same_bytes(small: Path) -> None:
    first = make(small, "-u", "a", "-o", "first.xlsx")
    assert make(small, "-u", "a", "-o", "second.xlsx").read_bytes() == first.read_bytes()


def test_weeks_at_the_edges_of_the_campaign(small: Path) -> None:
    """Only days of the campaign can be chosen; a week that is over gets its last one."""
    first = make(small, "-u", "a", "--week", "2025-W09")
    assert strings(first)[0].endswith("01/03-02/03")
    assert take(small, fill(first, D3=1)).out
    assert entries(small) == [("2025-03-02", "a", "mo-hinh", 1, None)]
    tracker("template", "-u", "a", "--week", "2025-W20", *TODAY, cwd=small).refused(1, "week-outside")
    tracker("template", "-u", "c", "--week", "2025-W15", *TODAY, cwd=small).refused(1, "unit-not-alive")


def test_titles_that_mean_something_else(small: Path) -> None:
    text = (small / "campaigns.yaml").read_text(encoding="utf-8")
    text = text.replace("title: Mô hình", "title: Ghi chú").replace("title: Nước sạch", "title: Khám phá án")
    (small / "campaigns.yaml").write_text(text, encoding="utf-8")
    path = make(small, "-u", "a", lang="vi")
    assert strings(path)[4:8] == ["Ghi chú (mô hình)", "kham-pha", "kham-pha (mẫu số)", "nuoc-sach"]
    take(small, fill(path, D3=1, E3=2, F3=3, G3=4))
    assert [one[2:] for one in entries(small)] == [("mo-hinh", 1, None), ("kham-pha", 2, 3), ("nuoc-sach", 4, None)]


def test_names_are_no_formulas(small: Path) -> None:
    roster = (small / "units.csv").read_text(encoding="utf-8").replace("Công an xã An Bình", "=1+1")
    (small / "units.csv").write_text(roster, encoding="utf-8")
    path = make(small, "-u", "a")
    assert "=1+1" in strings(path)
    assert next(part(path, "xl/worksheets/sheet1.xml").iter(f"{MAIN}f"), None) is None


def test_a_workbook_that_is_there_is_kept(small: Path) -> None:
    assert not make(small, "-u", "a", "-n").exists()
    path = make(small, "-u", "a")
    before = path.read_bytes()
    tracker("template", "-u", "a", *TODAY, cwd=small).refused(1, "workbook-exists")
    tracker("template", "-u", "a", "-o", "a.csv", *TODAY, cwd=small).refused(2, "format-unknown")
    assert path.read_bytes() == before


def test_several_campaigns(tmp_path: Path) -> None:
    folder = define(tmp_path, "xuan", "he")
    tracker("template", "-u", "a", *TODAY, cwd=folder).refused(2, "campaign-ambiguous")
    filled = fill(make(folder, "-u", "a", "-C", "he"), D3=1)
    assert tracker("import", filled.name, "-C", "he", *TODAY, cwd=folder).code == 0


def test_without_the_extra(small: Path) -> None:
    code = "import sys; sys.modules['xlsxwriter'] = None; from tracker.cli.main import start; sys.exit(start(sys.argv[1:]))"
    done = python("-c", code, "template", "-u", "a", *TODAY, cwd=small)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"error[extra-missing]" in done.stderr
    assert b"python -m pip install 'tracker[xlsx]'" in done.stderr
    assert not list(small.glob("*.xlsx"))
