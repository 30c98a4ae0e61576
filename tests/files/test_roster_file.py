"""Rosters and lineage: versions of units are read, and every wrong row is reported at once."""

from datetime import date
from pathlib import Path

import pytest

from tracker.domain.units import Edge, UnitVersion
from tracker.errors import Problem, TrackerError
from tracker.files.roster_file import read_lineage, read_roster

HEADER = "id,code,name,level,parent,cluster,aliases,valid_from,valid_to\n"
TOP = "top,1,Tỉnh,province,,,,,\n"
LINEAGE_HEADER = "date,kind,from,to,share,basis\n"


def lived(id_: str, valid_from: date | None = None, valid_to: date | None = None) -> UnitVersion:
    return UnitVersion(id_, "", f"Xã {id_.upper()}", "commune", "", "", (), valid_from, valid_to)


def written(folder: Path, text: str) -> Path:
    path = folder / "units.csv"
    path.write_text(text, encoding="utf-8")
    return path


def places(problems: list[Problem]) -> list[tuple[str, int, int]]:
    return [(one.code, one.place.line, one.place.column) for one in problems if one.place]


def test_rows_of_one_id_are_its_versions(tmp_path: Path) -> None:
    text = (
        HEADER
        + TOP
        + "a,10,Xã A,commune,top,Cụm 1,CAX A| | A ,2024-08-19,28/2/2025\na,11,Xã B,commune,top,,,1.3.2025,\n"
    )
    versions, problems = read_roster(written(tmp_path, text), "units.csv")
    assert problems == []
    assert versions[1:] == [
        UnitVersion("a", "10", "Xã A", "commune", "top", "Cụm 1", ("CAX A", "A"), date(2024, 8, 19), date(2025, 2, 28)),
        UnitVersion("a", "11", "Xã B", "commune", "top", "", (), date(2025, 3, 1), None),
    ]


def test_a_roster_may_leave_columns_out_and_speak_vietnamese(tmp_path: Path) -> None:
    text = "Cấp trên;Tên đơn vị;Mã số;Mã đơn vị;Cấp\n;Tỉnh;00127;t;province\n"
    versions, problems = read_roster(written(tmp_path, text), "units.csv")
    assert (versions, problems) == ([UnitVersion("t", "00127", "Tỉnh", "province", "", "", (), None, None)], [])


def test_a_last_day_of_9999_is_an_open_end(tmp_path: Path) -> None:
    text = HEADER + "a,,A,commune,,,,,9999-12-31\nb,,B,commune,,,,,31/12/9999\n"
    versions, problems = read_roster(written(tmp_path, text), "units.csv")
    assert ([version.valid_to for version in versions], problems) == ([None, None], [])


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (",,A,commune,,,,,\n", [("field-missing", 2, 1)]),
        (",,A,commune,,,,,\n,,B,commune,,,,,\n", [("field-missing", 2, 1), ("field-missing", 3, 1)]),
        ("a,,,,,,,,\n", [("field-missing", 2, 3), ("field-missing", 2, 4)]),
        ("xã a,,A,commune,,,,,\n", [("bad-id", 2, 1)]),
        ("a,,A,commune,,,,31/2/2025,1/13/25\n", [("no-such-day", 2, 8), ("bad-day", 2, 9)]),
        ("a,,A,commune,,,,2/1/2025,1/1/2025\n", [("span-reversed", 2, 9)]),
        ("a,,A,commune,,,,,1/1/2025\na,,A,commune,,,,1/1/2025,\n", [("versions-overlap", 3, 8)]),
        ("a,,A,commune,,,,1/1/2025,\na,,A,commune,,,,,1/1/2025\n", [("versions-overlap", 3, 8)]),
        ("a,,A,commune,,,,,31/2/2025\na,,A,commune,,,,1/3/2025,\n", [("no-such-day", 2, 9)]),
        ("a,,A,commune,,,,1/1/2025,1/1/2025\na,,A,commune,,,,2/1/2025,\n", []),
        ("a,,A,commune,topp,,,,\n" + TOP, [("parent-unknown", 2, 5)]),
        ("a,,A,commune,a,,,,\n", [("parent-loop", 2, 5)]),
        (
            "a,,A,x,b,,,,\nb,,B,x,c,,,,\nc,,C,x,a,,,,\nd,,D,x,a,,,,\n",
            [("parent-loop", 2, 5), ("parent-loop", 3, 5), ("parent-loop", 4, 5)],
        ),
        ("a,,A,x,b,,,,\nb,,B,x,,,,,1/1/2025\nb,,B,x,a,,,2/1/2025,\n", [("parent-loop", 4, 5)]),
        ("a,,A,x,b,,,,\nb,,B,x,,,,1/1/2025,\n", [("parent-not-alive", 2, 5)]),
        ("a,,A,x,b,,,,1/6/2025\nb,,B,x,,,,,1/2/2025\nb,,B,y,,,,2/2/2025,\n", []),
        (
            "xã a,,,commune,topp,,,31/2/2025,\n",
            [("field-missing", 2, 3), ("bad-id", 2, 1), ("no-such-day", 2, 8), ("parent-unknown", 2, 5)],
        ),
        ("a,,A,x,,,,,,extra\n", [("cells-extra", 2, 10)]),
    ],
)
def test_every_wrong_row_of_a_roster_is_reported_once(
    tmp_path: Path, rows: str, problems: list[tuple[str, int, int]]
) -> None:
    assert places(read_roster(written(tmp_path, HEADER + rows), "units.csv")[1]) == problems


def test_an_unknown_parent_gives_the_nearest(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + TOP + "a,,A,commune,topp,,,,\n")
    assert [problem.params["nearest"] for problem in read_roster(path, "units.csv")[1]] == [["top"]]


def test_lineage_joins_units(tmp_path: Path) -> None:
    rows = '1/1/2025,merge,a,b,1,Nghị quyết 1\n2025-03-01,dissolve,d,,,\n1/7/2025,split,c,a,"0,4",\n1/7/2025,split,c,b,.6,\n'
    units = [
        lived("a", valid_to=date(2024, 12, 31)),
        lived("a", date(2025, 7, 1)),
        lived("b"),
        lived("c", valid_to=date(2025, 6, 30)),
        lived("d", valid_to=date(2025, 2, 28)),
    ]
    edges, problems = read_lineage(written(tmp_path, LINEAGE_HEADER + rows), "units.csv", units)
    assert problems == []
    assert edges == [
        Edge(date(2025, 1, 1), "merge", "a", "b", "1", "Nghị quyết 1"),
        Edge(date(2025, 3, 1), "dissolve", "d", "", "", ""),
        Edge(date(2025, 7, 1), "split", "c", "a", "0,4", ""),
        Edge(date(2025, 7, 1), "split", "c", "b", ".6", ""),
    ]


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (",merge,a,b,,\n", [("field-missing", 2, 1)]),
        ("31/2/2025,merge,a,b,,\n", [("no-such-day", 2, 1)]),
        ("1/1/2025,sáp nhập,a,b,,\n", [("bad-choice", 2, 2)]),
        ("1/1/2025,merge,x,b,,\n", [("unit-unknown", 2, 3)]),
        ("1/1/2025,merge,,b,,\n", [("field-missing", 2, 3)]),
        ("1/1/2025,merge,a,,,\n", [("field-missing", 2, 4)]),
        ("1/1/2025,dissolve,a,,,\n", []),
        ("1/1/2025,merge,a,b,,\n", []),
        *((f'1/1/2025,merge,a,b,"{share}",\n', []) for share in ("1", "1,0", "01.00")),
        *((f'1/1/2025,split,a,b,"{x}",\n1/1/2025,split,a,c,"{y}",\n', []) for x, y in (("0", "1"), (",5", "0.50"))),
        ("1/1/2025,split,a,b,,\n1/1/2025,split,a,c,,\n", []),
        ("1/1/2025,split,a,b,.6,\n1/1/2025,split,a,c,.5,\n", [("lineage-shares", 3, 5)]),
        ("1/1/2025,split,a,b,.6,\n1/1/2025,split,a,c,,\n", [("lineage-share-missing", 3, 5)]),
        ("1/1/2025,merge,b,c,1,\n", [("lineage-source-lives", 2, 3)]),
        ("1/1/2025,merge,a,d,1,\n", [("lineage-heir-gone", 2, 4)]),
        ("1/2/2025,merge,a,b,1,\n", [("lineage-source-gone", 2, 3)]),
        ("1/1/2025,merge,a,b,1,\n1/1/2025,merge,a,b,1,\n", [("lineage-repeated", 3, 4)]),
        *(
            (f'1/1/2025,split,a,b,"{share}",\n', [("bad-share", 2, 5)])
            for share in ("1,5", "-0,5", "50%", "1/2", ".", "０")
        ),
        (
            "x,y,,z,2,\n",
            [
                ("bad-day", 2, 1),
                ("bad-choice", 2, 2),
                ("unit-unknown", 2, 4),
                ("field-missing", 2, 3),
                ("bad-share", 2, 5),
            ],
        ),
    ],
)
def test_every_wrong_row_of_a_lineage_is_reported(
    tmp_path: Path, rows: str, problems: list[tuple[str, int, int]]
) -> None:
    units = [
        lived("a", valid_to=date(2024, 12, 31)),
        *(lived("b"), lived("c")),
        lived("d", date(2025, 1, 2)),
    ]
    edges, found = read_lineage(written(tmp_path, LINEAGE_HEADER + rows), "units.csv", units)
    assert places([one for one in found if not one.is_warning]) == problems
    readable = all(code.startswith("lineage-") for code, _, _ in problems)
    assert len(edges) == (rows.count("\n") if readable else 0)


def test_units_of_whose_end_the_lineage_says_nothing_are_named_in_a_warning(tmp_path: Path) -> None:
    units = [lived("a", valid_to=date(2024, 12, 31)), lived("b", valid_to=date(2025, 1, 31)), lived("c")]
    path = written(tmp_path, LINEAGE_HEADER + "1/1/2025,merge,a,c,1,\n")
    (warning,) = read_lineage(path, "units.csv", units)[1]
    assert (warning.code, warning.is_warning, warning.params["candidates"]) == ("ends-untold", True, ["Xã B [b]"])


@pytest.mark.parametrize(("name", "code"), [("none.csv", "file-missing"), (".", "file-unreadable")])
def test_a_roster_that_cannot_be_opened_says_so(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(TrackerError, match=f"^{code}$"):
        read_roster(tmp_path / name, name)
