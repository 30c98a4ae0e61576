"""Workbooks opened by LibreOffice and saved again: the same sheets with the same figures, and pages that print."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.harness import tracker
from tests.office.conftest import Convert

TODAY: dict[str, Any] = {"TRACKER_TODAY": "2025-03-03", "TRACKER_LANG": "vi"}
Workbooks = Callable[[str], Path]


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> Workbooks:
    """Write a report of the sandbox as a workbook."""
    root = tmp_path_factory.mktemp("sheets")
    assert tracker("demo", "--dir", "demo", cwd=root).code == 0

    def write(asked: str) -> Path:
        path = root / f"{asked.split(maxsplit=1)[0]}.xlsx"
        said = tracker("report", *asked.split(), "-o", path, cwd=root / "demo", **TODAY)
        assert said.code == 0, said.err
        return path

    return write


def read(path: Path) -> dict[str, list[list[Any]]]:
    """Return the cells of each sheet up to the last that holds something; a moment at midnight is a day."""
    book = CalamineWorkbook.from_path(path)
    return {name: _cells(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names}


def _cells(rows: list[list[Any]]) -> list[list[Any]]:
    found = [[_cell(cell) for cell in row] for row in rows]
    for row in found:
        while row and row[-1] == "":
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


def _cell(cell: Any) -> Any:
    if isinstance(cell, float):
        return round(cell, 9)
    return cell.date() if isinstance(cell, datetime) else cell


@pytest.mark.parametrize("asked", ["weekly --week 2025-W09", "phase dot-1"])
def test_every_figure_is_the_same_after_libreoffice_saved_it(
    workbooks: Workbooks, convert: Convert, asked: str
) -> None:
    path = workbooks(asked)
    ours, saved = read(path), read(convert(path, "xlsx"))
    assert list(ours) == list(saved)
    assert any(isinstance(cell, float) for rows in ours.values() for row in rows for cell in row)
    for name, rows in ours.items():
        assert saved[name] == rows, name


def test_sheets_print_with_their_titles(workbooks: Workbooks, convert: Convert, poppler: Callable[..., str]) -> None:
    said = poppler("pdftotext", "-layout", convert(workbooks("weekly --week 2025-W09"), "pdf"), "-")
    pages = [page for page in said.split("\f") if page.strip()]
    assert len(pages) > 5
    units = [page for page in pages if "Công an xã" in page]
    assert all("Đơn vị" in page for page in units), "the titles of columns stand on every page"
