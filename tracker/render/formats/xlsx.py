"""A workbook as XLSX: cells hold numbers and days, not texts of them, and look as the texts do."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from tracker.domain.text import visible
from tracker.errors import TrackerError
from tracker.i18n import language
from tracker.render.document import Cell, Column, Role, Run, Table
from tracker.render.formats.plain import draw_cell
from tracker.render.workbook import Drawing, Sheet, SheetChart, Workbook

A4 = 9
LONGEST_NAME, WIDEST, NARROWEST = 31, 48, 6  # of a tab in letters, of a column in digits
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]|^'+|'+$")
_NUMBER = re.compile(r"\d[\d.,]*")
_DAY = "dd/mm/yyyy"
_TITLE_HEIGHT = 46  # three lines
_CHART_ROWS = 18


def render_xlsx(workbook: Workbook) -> bytes:
    """Write a workbook: a table a sheet, with filters, titles that stay in sight and on every page, and native charts.

    The same workbook gives the same bytes.
    Raises: TrackerError extra-missing where XlsxWriter is not installed.
    """
    try:
        import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 an extra, and slow to load
    except ImportError:
        raise TrackerError.of("extra-missing", library="XlsxWriter", extra="xlsx") from None
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": _fit(workbook.title), "created": datetime.combine(workbook.day, time())})
    formats = _Formats(book)
    for name, sheet in zip(name_sheets([one.name for one in workbook.sheets]), workbook.sheets, strict=True):
        _write(book, book.add_worksheet(name), sheet, formats)
    book.close()
    return file.getvalue()


def name_sheets(names: Iterable[str]) -> list[str]:
    """Return names that tabs may bear: short, without some signs, and no two alike whatever their case."""
    found: list[str] = []
    taken = {"history"}  # a name that Excel keeps for a sheet of its own
    for name in names:
        base = _FORBIDDEN_IN_NAMES.sub(" ", _fit(name)).strip(" '") or "-"
        chosen, number = _cut(base, LONGEST_NAME).rstrip(" '"), 1
        while chosen.casefold() in taken:
            number += 1
            chosen = f"{_cut(base, LONGEST_NAME - len(str(number)) - 1).rstrip()} {number}"
        taken.add(chosen.casefold())
        found.append(chosen)
    return found


def _cut(text: str, most: int) -> str:
    """Return the beginning of a text as Excel counts: a sign outside the basic plane is two letters."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def _fit(text: str) -> str:
    return visible(text, kept="")


class _Formats:
    """The looks of cells, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.heading = book.add_format({"bold": True, "font_size": 14})
        self.title = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E7ECF3"}
        )
        self._made: dict[tuple[str, Role, bool, bool], Any] = {}

    def of(self, number: str, role: Role, column: Column) -> Any:
        """Return the look of a cell with a number format and a role in a column."""
        key = (number, role, column.right, column.wraps)
        if key not in self._made:
            look: dict[str, Any] = {"valign": "top", "text_wrap": column.wraps}
            look |= {"align": "right"} if column.right else {"align": "left", "indent": 1}
            if number:
                look["num_format"] = number
            if role in (Role.STRONG, Role.BAD):
                look["bold"] = True
            if role is Role.BAD:
                look["font_color"] = "#A4161A"
            self._made[key] = self.book.add_format(look)
        return self._made[key]


def _write(book: Any, page: Any, sheet: Sheet, formats: _Formats) -> None:
    columns, rows = sheet.table.columns, sheet.table.rows
    top = len(sheet.lines) + 2
    page.set_landscape()
    page.set_row(top, _TITLE_HEIGHT)
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P/&N")
    page.repeat_rows(top)
    page.freeze_panes(top + 1, _first_words(columns) + 1)
    texts = [[draw_cell(cell) for cell in row] for row in rows]
    for at, width in enumerate(_widths(columns, texts)):
        page.set_column(at, at, width)
    page.write_string(0, 0, _fit(sheet.heading), formats.heading)
    for at, line in enumerate(sheet.lines, 1):
        page.write_string(at, 0, _fit(line))
    for at, column in enumerate(columns):
        page.write_string(top, at, _fit(column.title), formats.title)
    for number, (row, said) in enumerate(zip(rows, texts, strict=True), top + 1):
        for at, (cell, text, column) in enumerate(zip(row, said, columns, strict=True)):
            _write_cell(page, (number, at), cell, text, column, formats)
    if rows:
        page.autofilter(top, 0, top + len(rows), len(columns) - 1)
        for at, chart in enumerate(sheet.charts):
            _draw(book, page, sheet.table, chart, (top, top + len(rows) + 2 + at * _CHART_ROWS))


def _write_cell(page: Any, place: tuple[int, int], cell: Cell, text: str, column: Column, formats: _Formats) -> None:
    value, role = (cell.value, cell.role) if isinstance(cell, Run) else (None, Role.PLAIN)
    match value:
        case Decimal():
            look = formats.of(number_format(text), role, column)
            page.write_number(*place, float(value), look)
        case date():
            page.write_datetime(*place, datetime.combine(value, time()), formats.of(_DAY, role, column))
        case None:
            page.write_string(*place, _fit(text), formats.of("", role, column))


def number_format(text: str) -> str:
    """Return the format by which a spreadsheet shows a value as a text does, with the words around its number."""
    found = _NUMBER.search(text)
    if not found:
        return "General"
    number = found[0].rstrip(".,")
    before, after = text[: found.start()], text[found.start() + len(number) :]
    places = len(number.partition("," if language() == "vi" else ".")[2])
    share = "%" if after.startswith("%") else ""
    return f"{_quote(before)}#,##0{'.' if places else ''}{'0' * places}{share}{_quote(after.removeprefix('%'))}"


def _quote(words: str) -> str:
    return '"{}"'.format(words.replace('"', "'")) if words else ""


def _first_words(columns: Sequence[Column]) -> int:
    """Return the first column of words: what a row is about, which stays in sight."""
    return next((at for at, column in enumerate(columns) if not column.right), 0)


def _widths(columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> list[int]:
    """Return how wide each column is: as its longest text, within bounds."""
    longest = [max(map(len, column)) for column in zip(*texts, strict=True)] or [0] * len(columns)
    titles = [max(map(len, [*column.title.split(), ""])) + 3 for column in columns]  # a filter's button
    return [min(WIDEST, max(NARROWEST, words + 2, title)) for words, title in zip(longest, titles, strict=True)]


def _draw(book: Any, page: Any, table: Table, chart: SheetChart, place: tuple[int, int]) -> None:
    top, under = place
    first, last, title = top + 1, top + len(table.rows), _fit(chart.title)
    drawn = book.add_chart({"type": "line" if chart.drawing is Drawing.LINE else "bar"})
    for at in chart.series:
        drawn.add_series(
            {
                "name": [page.get_name(), top, at],
                "categories": [page.get_name(), first, chart.categories, last, chart.categories],
                "values": [page.get_name(), first, at, last, at],
                "fill": {"color": "#1F5AA6"},
                "gap": 60,
            }
        )
    drawn.set_title({"name": title, "name_font": {"size": 12}})
    drawn.set_legend({"none": len(chart.series) == 1})
    if chart.drawing is Drawing.COLUMN:
        drawn.set_y_axis({"reverse": True})
    drawn.set_size({"width": 620, "height": max(320, 60 + 26 * len(table.rows))})
    page.insert_chart(under, 1, drawn, {"description": title})
