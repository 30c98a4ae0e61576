"""Reports as workbooks: what a spreadsheet reads in them is what JSON says."""

import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.harness import Result, tracker

Ask = Callable[..., Result]
TOP = 5  # rows above the titles of a sheet about criteria


def read(path: Path) -> dict[str, list[list[Any]]]:
    """Read all sheets of a workbook, by their names."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def parts(path: Path) -> dict[str, str]:
    """Return the XML of a workbook by the names of its parts."""
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


@pytest.fixture(scope="module")
def weekly(ask_demo: Ask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The weekly report of a week in two phases, as a workbook in Vietnamese."""
    path = tmp_path_factory.mktemp("sheets") / "w06.xlsx"
    assert ask_demo("report", "weekly", "--week", "2025-W06", "-o", str(path), "--lang", "vi").code == 0
    return path


def test_figures_are_numbers_equal_to_those_of_json(ask_demo: Ask, weekly: Path) -> None:
    said = json.loads(ask_demo("report", "weekly", "--week", "2025-W06", "--json").out)["criteria"]
    titles, *rows = read(weekly)["Kết quả"][TOP:]
    assert titles[:7] == ["TT", "Tiêu chí", "Đơn vị tính", "Tuần này", "Tuần trước", "Lũy kế", "Cùng kỳ"]
    for row, one in zip(rows, said, strict=False):
        figures = [one[key]["value"] if isinstance(one[key], dict) else one[key] for key in ("week", "previous_week")]
        assert row[3:5] == [figure if figure is not None else "–" for figure in figures]
        share = row[titles.index("%")]
        assert one["attainment"] is None or share == pytest.approx(max(0, one["attainment"]) * 100)


def test_there_is_a_sheet_for_each_phase_and_each_cluster(ask_demo: Ask, weekly: Path) -> None:
    sheets = read(weekly)
    units = json.loads(ask_demo("units", "--json", "--on", "2025-02-09").out)["units"]
    clusters = {one["cluster"] for one in units if one["cluster"]}
    assert list(sheets)[:4] == ["Kết quả", "Đợt 1", "Đợt 2", "Đơn vị"]
    assert clusters <= set(sheets)
    reported = json.loads(ask_demo("report", "weekly", "--week", "2025-W06", "--json").out)["units"]
    listed = [row for row in sheets["Đơn vị"][TOP + 2 :] if row[0] != ""]
    assert len(listed) == len(reported)
    assert sum(row[3] for row in listed) == sum(one["week_entries"] for one in reported)


def test_a_sheet_can_be_filtered_and_its_titles_stay(weekly: Path) -> None:
    found = parts(weekly)
    sheet = found["xl/worksheets/sheet1.xml"]
    assert re.search(r'<autoFilter ref="A6:[A-Z]+16"', sheet)
    assert 'state="frozen"' in sheet
    assert "Print_Titles" in found["xl/workbook.xml"]
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet


def test_the_chart_is_a_native_one_over_the_sheets_own_cells(weekly: Path) -> None:
    chart = parts(weekly)["xl/charts/chart1.xml"]
    assert "'Kết quả'!$B$7:$B$16" in chart
    assert "<c:barChart>" in chart


def test_the_same_journal_gives_the_same_bytes(ask_demo: Ask, weekly: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    ask_demo("report", "weekly", "--week", "2025-W06", "-o", str(again), "--lang", "vi")
    assert again.read_bytes() == weekly.read_bytes()


def test_a_review_has_the_ranks_of_each_cluster(ask_demo: Ask, tmp_path: Path) -> None:
    path = tmp_path / "final.xlsx"
    given = ("--today", "2025-08-19", "--lang", "en")
    assert ask_demo("report", "final", "-o", str(path), *given).code == 0
    sheets = read(path)
    assert list(sheets)[:4] == ["The whole campaign", "Đợt 1", "Đợt 2", "Đợt 3"]
    clusters = json.loads(ask_demo("report", "final", "--json", *given).out)["clusters"]
    first = clusters[0]
    rows = sheets[first["id"]][TOP + 1 :]
    assert [row[0] or None for row in rows] == [float(one["rank"]) if one["rank"] else "–" for one in first["units"]]


def test_texts_that_would_be_formulas_are_texts(small: Path) -> None:
    roster = (small / "units.csv").read_text(encoding="utf-8")
    changed = roster.replace("Công an xã An Bình,", '"=HYPERLINK(""http://x"",""y"")",')
    (small / "units.csv").write_text(changed, encoding="utf-8")
    path = small / "w.xlsx"
    said = tracker("report", "weekly", "--today", "2025-03-09", "-o", str(path), cwd=small)
    assert said.code == 0, said.err
    xml = "".join(text for name, text in parts(path).items() if "sheet" in name)
    assert "<f>" not in xml
    assert "=HYPERLINK" in xml


def test_a_workbook_of_nothing_says_so(small: Path) -> None:
    path = small / "f.xlsx"
    assert tracker("report", "final", "--today", "2025-03-01", "-o", str(path), cwd=small).code == 0
    assert read(path)


def test_tabs_bear_names_that_spreadsheets_take(small: Path) -> None:
    text = (small / "campaigns.yaml").read_text(encoding="utf-8")
    long = "Đợt cao điểm tấn công trấn áp tội phạm"
    text = text.replace("title: Đợt 1", f'title: "{long}: [1/2]"').replace("title: Đợt 2", f'title: "{long}: [2/2]"')
    (small / "campaigns.yaml").write_text(text, encoding="utf-8")
    path = small / "f.xlsx"
    assert tracker("report", "final", "--today", "2025-04-30", "-o", str(path), cwd=small).code == 0
    names = list(read(path))
    assert len(set(map(str.casefold, names))) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
