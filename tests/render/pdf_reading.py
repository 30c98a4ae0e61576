"""Papers made by hand, written as PDF and read back."""

import io
from datetime import date
from typing import Any, NamedTuple
from unicodedata import normalize

from pypdf import PdfReader

from tracker.render.document import Column, Document, Run, Table, paragraph
from tracker.render.formats.pdf import render_pdf
from tracker.render.official import Annex, Official, Signature

MM = 72 / 25.4


class Piece(NamedTuple):
    """A piece of text on a page: where its baseline begins, in points from the lower left corner, and its size and face."""

    text: str
    x: float
    y: float
    size: float
    font: str


def paper(body: Document = (), *annexes: Annex, **changes: Any) -> Official:
    return Official(
        agencies=("CÔNG AN TỈNH THANH HÓA", "PHÒNG CÔNG TÁC ĐẢNG"),
        nation=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        number="Số: 05/BC-PX03",
        place_and_date="Thanh Hóa, ngày 07 tháng 02 năm 2025",
        kind="BÁO CÁO",
        abstract="Kết quả thi đua tuần 06 năm 2025",
        addressees=("Giám đốc Công an tỉnh",),
        grounds=("Căn cứ Luật Thi đua, khen thưởng;", "Căn cứ Kế hoạch số 12."),
        body=body or (paragraph("Trên đây là báo cáo."),),
        signature=Signature(("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"), "Nguyễn Văn A"),
        recipients=("- Như trên;", "- Lưu: VT."),
        annexes=annexes,
        language="vi",
        day=date(2025, 2, 7),
        keywords="sổ 0123456789abcdef",
    )._replace(**changes)


def units(count: int) -> Table:
    columns = (Column("TT", right=True), Column("Đơn vị"), *(Column(f"Tiêu chí {at}", right=True) for at in range(8)))
    figures = [Run("1.234.567") for _ in range(8)]
    return Table(columns, tuple((Run(str(at)), Run(f"Công an xã số {at}"), *figures) for at in range(count)))


def read(official: Official) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(official)))


def pieces(page: Any) -> list[Piece]:
    found: list[Piece] = []

    def note(text: str, place: Any, _inner: Any, font: Any, size: float) -> None:
        if text.strip():
            name = str(font["/BaseFont"]).partition("+")[2]
            found.append(Piece(text.strip(), place[4], place[5], round(size * abs(place[3]), 2), name))

    page.extract_text(visitor_text=note)
    return found


def one(page: Any, text: str) -> Piece:
    return next(piece for piece in pieces(page) if text in piece.text)


def copied(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def flat(text: str) -> str:
    return normalize("NFC", "".join(text.replace("\u200b", "").split()))
