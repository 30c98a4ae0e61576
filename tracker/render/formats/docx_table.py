"""Tables of Word: columns as wide as they need, header rows on every page, rows that do not break.

Rows are made from one row's text: going through the cells of a row of python-docx takes many times as long.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.render.column_widths import Room, measure_column, share_list, share_width
from tracker.render.document import Cell, Column, Role, Run, Table
from tracker.render.formats.docx_styles import NO_MARGINS, twips
from tracker.render.formats.docx_text import clean_text, write_cleaned, write_paragraph, write_run
from tracker.render.formats.said_cells import say_cell
from tracker.render.layout import ND30

_SMALLEST = 7.0
_LINED = '<w:tblStyle w:val="Figures"/>'
_SHORT = 15  # rows that stay together


class _Shown(NamedTuple):
    """A column that is shown: where it stands, and the room that it asks for."""

    at: int
    column: Column
    room: Room


def write_table(table: Table, width: float) -> str:
    """Write a table over a width in millimetres; without titles it is a list of facts, without lines.

    Columns that say nothing in any row are left out.
    """
    texts = [[clean_text(say_cell(cell)).strip() for cell in row] for row in table.rows]
    shown = [
        _Shown(at, column, measure_column(column._replace(title=clean_text(column.title)), [row[at] for row in texts]))
        for at, column in enumerate(table.columns)
        if any(row[at] for row in texts)
    ]
    if not shown:
        return ""
    is_list = not any(one.column.title for one in shown)
    rooms = [one.room for one in shown]
    scale = min(1.0, width / sum(one.least for one in rooms))
    size = None if is_list or scale == 1 else max(_SMALLEST, int(ND30.annex_table * scale * 2) / 2)
    widths = share_list(rooms, width) if is_list else share_width(rooms, width)
    grid = "".join(f'<w:gridCol w:w="{twips(one)}"/>' for one in widths)
    header = "" if is_list else _header(shown, widths, size)
    rows = _rows(table.rows, texts, shown, widths, size, is_list=is_list)
    notes = [note for note in (table.more, *(one.column.note for one in shown)) if note]
    return (
        f"<w:tbl><w:tblPr>{'' if is_list else _LINED}"
        f'<w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'{NO_MARGINS if is_list else ""}<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{header}{rows}</w:tbl>'
        + "".join(write_paragraph("TableNote", note) for note in notes)
        + write_paragraph("Break", (), '<w:spacing w:after="120"/>')  # two tables with nothing between are one
    )


def _header(shown: Sequence[_Shown], widths: Sequence[float], size: float | None) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="ColumnTitle"/></w:pPr>{write_run(Run(one.column.title), size)}</w:p></w:tc>'
        for one, width in zip(shown, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _rows(
    rows: Sequence[Sequence[Cell]],
    texts: Sequence[Sequence[str]],
    shown: Sequence[_Shown],
    widths: Sequence[float],
    size: float | None,
    *,
    is_list: bool,
) -> str:
    """Write the rows: all that is the same in each is written once for a column.

    A short table stays on one page, and of a long one no single row goes on to the next.
    """
    sized = f'<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>' if size else ""
    plain, strong = (f"<w:rPr>{marks}{sized}</w:rPr>" if marks + sized else "" for marks in ("", "<w:b/><w:bCs/>"))
    opened, kept = (
        [
            f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{_style(one.column, is_list=is_list)}"/>{keeps}</w:pPr><w:r>'
            for one, width in zip(shown, widths, strict=True)
        ]
        for keeps in ("", "<w:keepNext/>")
    )
    at, last = [one.at for one in shown], len(rows) - 1
    first_kept = 0 if last < _SHORT else last - 1
    parts: list[str] = []
    for place, (row, said) in enumerate(zip(rows, texts, strict=True)):
        parts.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        for number, begin in zip(at, kept if first_kept <= place < last else opened, strict=True):
            is_strong = getattr(row[number], "role", None) in (Role.STRONG, Role.NOW)
            parts.append(f"{begin}{strong if is_strong else plain}{write_cleaned(said[number])}</w:r></w:p></w:tc>")
        parts.append("</w:tr>")
    return "".join(parts)


def _style(column: Column, *, is_list: bool) -> str:
    if is_list:
        return "ListText"
    return "TableNumber" if column.right else "TableText"
