"""Workbooks that LibreOffice and openpyxl saved; tests/fixtures/workbooks/README.md says how they were made."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tracker.domain.entries import Claim
from tracker.files.entries_file import Told, open_entries
from tracker.services.intake import NumberedClaim

FOLDER = ROOT / "tests" / "fixtures" / "workbooks"
OFFICE = pytest.mark.parametrize("path", sorted(FOLDER.glob("office*")), ids=lambda path: str(path.name))


def read(path: Path) -> list[NumberedClaim]:
    told = Told()
    with path.open("rb") as stream, open_entries(stream, path.name, told=told) as entries:
        claims = list(entries)
        assert [label for _, label in entries.left_out.rows] in ([], ["Tổng cộng"])
    return claims


def test_there_is_one_of_each_format() -> None:
    formats = {".xlsx", ".ods", ".xls"}
    for name in ("office", "office-1904", "filled-in"):
        assert {one.suffix for one in FOLDER.glob(f"{name}.*")} == formats


@OFFICE
def test_days_codes_merged_units_and_sums_are_read_as_people_see_them(path: Path) -> None:
    assert [(one.row, one.claim) for one in read(path)[:4]] == [
        (4, Claim("00127", "mo-hinh", "2025-03-05", "2")),
        (5, Claim("00127", "mo-hinh", "5/3/2025", "3")),
        (6, Claim("Xã An Bình", "mo-hinh", "2025-03-05", "1.5", note="một\nhai")),
        (7, Claim("Xã An Bình", "mo-hinh", "2025-03-05", "5")),
    ]


@OFFICE
def test_errors_and_days_in_the_place_of_figures_are_problems(path: Path) -> None:
    faults = {one.row: [(problem.code, problem.params["shown"]) for _, problem in one.problems] for one in read(path)}
    assert {row: found for row, found in faults.items() if found} == {
        8: [("cell-error", "#N/A")],
        9: [("cell-error", "#DIV/0!")],
        11: [("cell-holds-day", "2025-03-05")],
    }


@OFFICE
def test_a_formula_that_comes_out_empty_is_an_empty_cell(path: Path) -> None:
    empty = read(path)[6]
    assert (empty.row, empty.claim.quantity, empty.problems) == (10, "", ())


def test_a_formula_without_its_value_is_a_problem() -> None:
    first, second = read(FOLDER / "uncalculated.xlsx")
    assert (first.claim.quantity, first.problems) == ("2", ())
    ((field, problem),) = second.problems
    assert (field, problem.code, problem.place and problem.place.path) == (
        "quantity",
        "cell-uncomputed",
        "Tuần 10!D3",
    )
