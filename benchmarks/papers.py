"""A paper and a workbook with a long table, written by tracker and by bare scripts of python-docx and XlsxWriter."""

ROWS, COLUMNS = 586, 9

# What both write: the same texts in as many cells.
_CELLS = f"""
import sys
titles = ["Unit", *(f"Criterion {{at}}" for at in range(1, {COLUMNS}))]
rows = [[f"Công an xã Hoằng Thái {{at}}", *(f"{{at * of:,}}" for of in range(1, {COLUMNS}))] for at in range({ROWS})]
"""

OUR_PAPER = f"""{_CELLS}
from datetime import date
from tracker.render.document import Column, Run, Table, paragraph
from tracker.render.formats.docx import render_docx
from tracker.render.official import Annex, Official, Signature

columns = tuple(Column(title, right=at > 0) for at, title in enumerate(titles))
table = Table(columns, tuple(tuple(map(Run, row)) for row in rows))
official = Official(
    agencies=("CÔNG AN TỈNH", "PHÒNG CÔNG TÁC ĐẢNG"), nation=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    number="Số: 05/BC-PX03", place_and_date="ngày 03 tháng 02 năm 2025", kind="BÁO CÁO", abstract="Kết quả tuần",
    addressees=(), grounds=(), body=(paragraph("Trong tuần, toàn lực lượng."),), signature=Signature(("GIÁM ĐỐC",), ""),
    recipients=("- Lưu: VT.",), annexes=(Annex("PHỤ LỤC", "", (table,)),), language="vi", day=date(2025, 3, 3),
)
with open(sys.argv[1], "wb") as file:
    file.write(render_docx(official))
"""

BARE_PAPER = f"""{_CELLS}
from copy import deepcopy
from docx import Document
from docx.oxml.ns import qn

document = Document()
document.add_paragraph("Trong tuần, toàn lực lượng.")
table = document.add_table(rows=2, cols={COLUMNS})
for cell, title in zip(table.rows[0].cells, titles):
    cell.text = title
for cell in table.rows[1].cells:
    cell.text = "x"
one, name = table.rows[1]._tr, qn("w:t")
for row in rows:
    copied = deepcopy(one)
    for text, said in zip(copied.iter(name), row):
        text.text = said
    table._tbl.append(copied)
table._tbl.remove(one)
document.save(sys.argv[1])
"""

OUR_WORKBOOK = f"""{_CELLS}
from datetime import date
from decimal import Decimal
from tracker.render.document import Column, Run, Table
from tracker.render.formats.xlsx import render_xlsx
from tracker.render.workbook import Sheet, Workbook

columns = tuple(Column(title, right=at > 0) for at, title in enumerate(titles))
figures = [(Run(row[0]), *(Run(text, value=Decimal(text.replace(",", ""))) for text in row[1:])) for row in rows]
sheet = Sheet("Units", "Units", (), Table(columns, tuple(figures)))
with open(sys.argv[1], "wb") as file:
    file.write(render_xlsx(Workbook("Units", date(2025, 3, 3), (sheet,))))
"""

BARE_WORKBOOK = f"""{_CELLS}
from xlsxwriter import Workbook

book = Workbook(sys.argv[1], {{"constant_memory": True}})
sheet, form = book.add_worksheet("Units"), book.add_format({{"num_format": "#,##0"}})
sheet.write_row(0, 0, titles)
for at, row in enumerate(rows, 1):
    sheet.write_string(at, 0, row[0])
    for of, text in enumerate(row[1:], 1):
        sheet.write_number(at, of, int(text.replace(",", "")), form)
book.close()
"""
