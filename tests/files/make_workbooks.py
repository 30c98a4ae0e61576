"""Workbooks for tests: good ones as spreadsheet programs write them, and hostile ones, made here byte by byte."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter  # type: ignore[import-untyped]
import xlwt  # type: ignore[import-untyped]

Rows = Sequence[Sequence[Any]]
Sheets = Mapping[str, Rows]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIRST_SHEET = "xl/worksheets/sheet1.xml"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def make_xlsx(path: Path, sheets: Sheets, *, epoch_1904: bool = False) -> Path:
    """Write sheets as XLSX; a function in a cell's place writes the cell itself: (book, sheet, row, column)."""
    book = xlsxwriter.Workbook(str(path), {"date_1904": epoch_1904, "strings_to_formulas": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if callable(cell):
                    cell(book, sheet, row, column)
                elif isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif cell is not None:
                    sheet.write(row, column, cell)
    book.close()
    return path


def digits(value: float, form: str) -> Callable[..., None]:
    """A number shown as 00127, or as its format has it."""
    return lambda book, sheet, row, column: sheet.write_number(
        row, column, value, book.add_format({"num_format": form})
    )


def formula(text: str, value: object) -> Callable[..., None]:
    """A formula with the value it had when the file was saved."""
    return lambda book, sheet, row, column: sheet.write_formula(row, column, text, None, value)


def merged(value: object, down: int = 0, right: int = 0) -> Callable[..., None]:
    """A cell that covers those below it or beside it."""
    return lambda book, sheet, row, column: sheet.merge_range(row, column, row + down, column + right, value)


def make_xls(path: Path, sheets: Sheets) -> Path:
    """Write sheets as XLS; a function in a cell's place writes the cell itself: (sheet, row, column)."""
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if callable(cell):
                    cell(sheet, row, column)
                elif isinstance(cell, date):
                    sheet.write(row, column, cell, day)
                elif cell not in ("", None):
                    sheet.write(row, column, cell)
    book.save(str(path))
    return path


def make_ods(path: Path, sheets: Sheets, before: str = "") -> Path:
    """Write sheets as ODS; a text that begins with < is a cell's own XML."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>" for cells in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    return make_raw_ods(path, f"{before}<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>")


def make_raw_ods(path: Path, body: str) -> Path:
    """Write an ODS around the XML of its content."""
    names = {"office": "office", "table": "table", "text": "text", "style": "style"}
    spaces = " ".join(f'xmlns:{short}="{_OASIS}:{long}:1.0"' for short, long in names.items())
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": f"<office:document-content {spaces} {calc}>{body}</office:document-content>",
    }
    return _zip(path, parts)


def _ods_cell(cell: Any) -> str:
    if isinstance(cell, str) and cell.startswith("<"):
        return cell
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        attributes, text = f'office:value-type="date" office:date-value="{cell}"', f"{cell:%d/%m/%Y}"
    elif isinstance(cell, str):
        attributes, text = 'office:value-type="string"', escape(cell)
    else:
        attributes, text = f'office:value-type="float" office:value="{cell!r}"', str(cell)
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def make_raw_xlsx(path: Path, sheet: str, *, before: str = "", more: Mapping[str, str] | None = None) -> Path:
    """Write an XLSX around the XML of its one sheet; `before` goes before its root, `more` are further parts."""
    content = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    )
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = '<Relationships xmlns="{}"><Relationship Id="rId1" Type="{}/{}" Target="{}"/></Relationships>'
    parts = {
        "[Content_Types].xml": content,
        "_rels/.rels": rels.format(packages, _OFFICE, "officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": rels.format(packages, _OFFICE, "worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    return _zip(path, {**parts, **(more or {})})


def _zip(path: Path, parts: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def make_sparse_xlsx(path: Path) -> Path:
    """A cell in the last row and column that there are."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return make_raw_xlsx(path, rows)


def make_lying_xlsx(path: Path) -> Path:
    """The same, and a word before it that the sheet is small."""
    rows = '</sheetData><dimension ref="A1:B2"/><sheetData><row r="9"><c r="XFD1048576"><v>1</v></c><c r="A1"><v>1</v></c></row>'
    return make_raw_xlsx(path, rows)


def make_zip_bomb(path: Path) -> Path:
    """A few hundred kilobytes that unpack to 150 MB."""
    return make_raw_xlsx(path, f'<row><c t="inlineStr"><is><t>{"a" * (150 << 20)}</t></is></c></row>')


def make_element_bomb(path: Path) -> Path:
    """Empty cells without end."""
    cells = "".join(f'<c r="{one}1" s="1"/>' for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    noise = "".join(f'<x y="{number:x}"/>' for number in range(200_000))
    return make_raw_xlsx(path, "".join(f'<row r="{row}">{cells}</row>' for row in range(1, 130_000)) + noise)


def make_entity_bomb(path: Path) -> Path:
    """XML whose entities grow to a billion letters."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{levels}]>'
    return make_raw_xlsx(path, '<row><c t="inlineStr"><is><t>&l9;</t></is></c></row>', before=doctype)


def make_part_bomb(path: Path) -> Path:
    """An archive of very many empty parts."""
    end = b"PK\x05\x06" + bytes(4) + (60_000).to_bytes(2, "little") * 2
    data = make_raw_xlsx(path, "").read_bytes()
    at = data.rindex(b"PK\x05\x06")
    path.write_bytes(data[:at] + end + data[at + len(end) :])
    return path


def make_repeating_ods(path: Path) -> Path:
    """One cell, repeated over all rows and columns that there are."""
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    return make_raw_ods(
        path,
        f'<office:body><office:spreadsheet><table:table table:name="S">{row}</table:table></office:spreadsheet></office:body>',
    )


def make_sparse_xls(path: Path) -> Path:
    """A cell in the last row and column that an XLS has."""
    return make_xls(path, {"S": [[1], *[[]] * 65_534, [None] * 255 + [1]]})


def renamed_stream(data: bytes, name: str) -> bytes:
    """Return a compound file whose workbook is called otherwise, as a protected workbook or a Word document has it."""
    before = "Workbook".encode("utf-16-le").ljust(64, b"\0") + (18).to_bytes(2, "little")
    after = name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little")
    assert before in data
    return data.replace(before, after)


def zipped(**parts: str) -> bytes:
    """Return an archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return file.getvalue()


def type_into(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Type numbers into a workbook of ours; the first row names columns, the first cell of each other row one of its rows."""
    with zipfile.ZipFile(path) as archive:
        shared = [one.text or "" for one in _elements(archive, "xl/sharedStrings.xml", "t")]
        cells = {cell.get("r", ""): cell for cell in _elements(archive, _FIRST_SHEET, "c") if cell.get("t") == "s"}
    places = {shared[int(cell.findtext(f"{{{_MAIN}}}v", ""))]: name for name, cell in reversed(cells.items())}
    titles, *units = rows
    type_numbers(
        path,
        {
            places[title].rstrip("0123456789") + places[unit].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"): text
            for unit, *texts in units
            for title, text in zip(titles[1:], texts, strict=True)
            if text
        },
    )


def type_numbers(path: Path, numbers: Mapping[str, str]) -> None:
    """Type numbers into empty cells of the first sheet, as a person does."""
    with zipfile.ZipFile(path) as archive:
        parts = {item.filename: archive.read(item) for item in archive.infolist()}
    sheet = ElementTree.fromstring(parts[_FIRST_SHEET])
    rows = {row.get("r"): row for row in sheet.iter(f"{{{_MAIN}}}row")}
    for name, number in numbers.items():
        row = rows[name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
        ElementTree.SubElement(ElementTree.SubElement(row, f"{{{_MAIN}}}c", {"r": name}), f"{{{_MAIN}}}v").text = number
    parts[_FIRST_SHEET] = ElementTree.tostring(sheet)
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(archive.read(part)).iter(f"{{{_MAIN}}}{name}"))
