"""Achievements as CSV: what offices write is read, and every wrong row has its place."""

import codecs
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest

from tracker.domain.entries import Claim
from tracker.errors import TrackerError
from tracker.files.encodings import LONGEST_LINE, find_font_encoding
from tracker.files.entries_file import Entries, Told, open_entries
from tracker.files.rows import Wish

CLAIM = Claim(unit="th-1", criterion="mo-hinh", date="1/3/2025", quantity="2")
ROW = ("1/3/2025", "th-1", "mo-hinh", "2")


def opened(text: str | bytes, encoding: str | None = None) -> Entries:
    told = Told(Wish(encoding=encoding, fonts=True))
    return open_entries(BytesIO(text if isinstance(text, bytes) else text.encode()), "a.csv", told=told)


def claims(text: str | bytes) -> list[tuple[int, Claim]]:
    return [(one.row, one.claim) for one in opened(text)]


def problems_of(error: TrackerError) -> list[tuple[str, int, int]]:
    return [(one.code, one.place.line, one.place.column) for one in error.problems if one.place]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter: str, end: str) -> None:
    header, row = (delimiter.join(cells) for cells in (("date", "unit", "criterion", "quantity"), ROW))
    assert claims(f"{header}{end or chr(10)}{row}{end}") == [(2, CLAIM)]


def test_a_line_for_excel_alone_is_no_row() -> None:
    text = f"sep=;\r\ndate;unit;criterion;quantity;note\r\n{';'.join(ROW)};a,b,c,d,e,f\r\n"
    assert [(one.row, one.claim.note) for one in opened(text)] == [(2, "a,b,c,d,e,f")]


def test_titles_above_the_header_are_passed_over() -> None:
    text = f"BÁO CÁO;;;\n;;;\nĐơn vị: huyện A, tỉnh B, tháng 3;;;\ndate;unit;criterion;quantity\n{';'.join(ROW)}\n"
    assert claims(text) == [(5, CLAIM)]


@pytest.mark.parametrize(
    "header",
    [
        "date,unit,criterion,quantity",
        "\ufeffDate , UNIT,Criterion,Quantity",
        "ngày,đơn vị,tiêu chí,số lượng",
        "NGAY,Don vi,TIÊU CHÍ,ket qua",
        unicodedata.normalize("NFD", "Ngày,Đơn vị,Tiêu chí,Kết quả"),
        '\ufeff"ngày","đơn vị","tiêu chí","số lượng"',
    ],
)
def test_headers_ignore_case_accents_and_encoding(header: str) -> None:
    assert claims(f"{header}\n{','.join(ROW)}\n") == [(2, CLAIM)]


def test_columns_stand_in_any_order_and_all_are_read() -> None:
    text = (
        "mã;minh chứng;ghi chú;mẫu số;số lượng;tiêu chí;;đơn vị;ngày\nr-1;a.jpg;x, y;120;94;kham-pha;;Xã A;1/3/2025\n"
    )
    assert claims(text) == [(2, Claim("Xã A", "kham-pha", "1/3/2025", "94", "120", "x, y", "a.jpg", "r-1"))]


def test_cells_keep_their_text_and_missing_ones_are_empty() -> None:
    name = unicodedata.normalize("NFD", "Hoằng Thái")
    text = f'unit,date,criterion,quantity,note,ref\n{name},1/3/2025,mo-hinh,"1.234,5"\n'
    assert claims(text) == [(2, Claim(name, "mo-hinh", "1/3/2025", "1.234,5"))]


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    text = 'date,unit,criterion,quantity,note\n1/3/2025,a,c,1,"two\nlines ""quoted"""\n\n , ,\n1/3/2025,b,c,2,x\n'
    assert [(row, claim.unit, claim.note) for row, claim in claims(text)] == [
        (2, "a", 'two\nlines "quoted"'),
        (5, "b", "x"),
    ]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [("header-missing", 1, 1)]),
        ("\n1,2\n", [("header-missing", 1, 1)]),
        ("date,unit\n", [("header-missing", 1, 1)]),
        ("date,unit,criterion,quantity,denominatr\n", [("header-unknown", 1, 5)]),
        ("date,unit,criterion,quantity,ngày\n", [("header-repeated", 1, 5)]),
        ("unit,unit,criterio,date\n", [("header-repeated", 1, 2), ("header-unknown", 1, 3), ("header-missing", 1, 1)]),
        ('date,unit,criterion,"quantity\n1,2,3,4\n', [("csv-syntax", 1, 1)]),
    ],
)
def test_a_wrong_header_is_refused_with_all_that_is_wrong(text: str, problems: list[tuple[str, int, int]]) -> None:
    with pytest.raises(TrackerError) as error:
        opened(text)
    assert problems_of(error.value) == problems


def test_a_column_of_another_kind_is_left_out_with_a_warning() -> None:
    table = opened("STT,date,unit,criterion,quantity,Loa\n1,1/3/2025,th-1,mo-hinh,2,x\n")
    assert [one.claim for one in table] == [CLAIM]
    assert [(one.code, one.params["title"], one.is_warning) for one in table.problems] == [
        ("column-ignored", "Loa", True)
    ]
    assert table.left_out.columns == ("STT", "Loa")


def test_cells_beyond_the_header_are_a_problem_unless_empty() -> None:
    table = opened("date,unit,criterion,quantity\n1/3/2025,a,c,1, ,\n1/3/2025,b,c,1,5\n1/3/2025,c,c,1\n")
    found = list(table)
    assert [(one.claim.unit, [problem.code for _, problem in one.problems]) for one in found] == [
        ("a", []),
        ("", ["cells-extra"]),
        ("c", []),
    ]
    assert problems_of(TrackerError(table.problems)) == [("cells-extra", 3, 5)]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (b'1/3/2025,a,c,1,"open\n1/3/2025,b,c,1,x\n', ("csv-syntax", 3, 1)),
        (b'1/3/2025,a,c,1,"x"y\n', ("csv-syntax", 3, 1)),
        (b"1/3/2025,a,c,1," + b"x" * 200_000 + b"\n", ("csv-syntax", 3, 1)),
        (b"1/3/2025,X\xe3 A,c,1,\n", ("not-utf-8", 4, 11)),
        ("1/3/2025,Xã A,c,1,".encode() + b"\xff\n", ("not-utf-8", 4, 19)),
    ],
)
def test_a_row_that_cannot_be_read_stops_with_its_place(row: bytes, problem: tuple[str, int, int]) -> None:
    before = b'date,unit,criterion,quantity,note\n1/3/2025,a,c,1,"two\nlines"\n'
    table = opened(before + row)
    with pytest.raises(TrackerError) as error:
        list(table)
    assert problems_of(error.value) == [problem]


TEXT = f"ngày,đơn vị,tiêu chí,số lượng\n{','.join(ROW)}\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (codecs.BOM_UTF8 + TEXT.encode(), None),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + TEXT.replace("\n", "\r\n").encode("utf-16-be"), None),
        (TEXT.encode("utf-16-le"), "UTF-16LE"),
        (unicodedata.normalize("NFD", TEXT).translate({0x323: "\u0323"}).encode("utf-8"), "utf8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "cp1258"),
    ],
)
def test_encodings_are_found_by_their_mark_or_named(data: bytes, encoding: str | None) -> None:
    assert [one.claim for one in opened(data, encoding)] == [CLAIM]


def test_an_old_code_page_is_read_where_it_is_named() -> None:
    text = "date,unit,criterion,quantity,note\n1/3/2025,th-1,mo-hinh,2,Côn đa\n"
    assert next(iter(opened(text.encode("cp1258"), "cp1258"))).claim.note == "Côn đa"


@pytest.mark.parametrize(
    ("data", "encoding", "problem"),
    [
        (TEXT.encode("utf-16-le"), None, "not-utf-8"),
        ("date,unit,criterion,quantity,note\n1,2,3,4,Côn".encode("latin-1"), None, "not-utf-8"),
        (TEXT.encode(), "utf-77", "encoding-unknown"),
        (TEXT.encode(), "rot13", "encoding-unknown"),
        (TEXT.encode(), "ascii", "not-in-encoding"),
        (b"date,unit," + b"x" * LONGEST_LINE, None, "line-too-long"),
        (b"date,unit," + b"x" * LONGEST_LINE, "latin-1", "line-too-long"),
        ("Ngµy,§¬n vÞ,Tiªu chÝ,Sè l\xadîng\n", None, "font-encoding"),
        ("date,unit,criterion,quantity,note\n1/3/2025,C«ng an x· A,c,1,\n", None, "font-encoding"),
        ("date,unit,criterion,quantity,note\n1/3/2025,Coâng an xaõ A,c,1,\n", None, "font-encoding"),
    ],
)
def test_other_letters_are_refused(data: str | bytes, encoding: str | None, problem: str) -> None:
    with pytest.raises(TrackerError) as error:
        list(opened(data, encoding))
    assert error.value.code == problem


@pytest.mark.parametrize(
    "text", ["Mô hình «Camera an ninh» · Xã A", "España, año Muñoz", "5 µm ½ ®", "¡™£¢∞§¶•ªº–≠", "hoà toà khoẻ quý"]
)
def test_signs_that_a_text_may_hold_are_no_old_font(text: str) -> None:
    assert find_font_encoding(text) == ""


def test_a_cell_has_its_place_by_row_and_column() -> None:
    table = opened("unit,date,criterion,quantity\n")
    assert table.place(7, "criterion", None)[:3] == ("a.csv", 7, 3)
    assert table.place(7, "note", None)[:3] == ("a.csv", 7, 1)
    assert table.place(7, "quantity", 5)[:3] == ("a.csv", 7, 6)


def test_a_column_of_another_name_is_no_slip_where_the_near_one_is_there(tmp_path: Path) -> None:
    """What the program wrote can be read again: `state` is near to `date`, which stands beside it."""
    file = tmp_path / "out.csv"
    file.write_text("id,date,unit,criterion,quantity,state\n1-1,28/2/2025,a,x,1,current\n", encoding="utf-8")
    with file.open("rb") as stream:
        table = open_entries(stream, "out.csv")
        assert [claim.claim.unit for claim in table] == ["a"]
    assert {problem.code for problem in table.problems} == {"column-ignored"}
