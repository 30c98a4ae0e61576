"""Papers made by hand, as awkward as papers get, for those who write them."""

from datetime import date
from typing import Any

from tracker.render.document import Chart, Column, Document, Heading, Meter, Part, Role, Run, Table, paragraph
from tracker.render.official import Annex, Official, Signature

NAUGHTY = "A & B <x> \x1b[31m\x00\x0b {{ 7 * 7 }} {% raw %} ]]> \ufffe"
SPECIFICATION = (
    '{"data": {"values": [{"t": "T1", "n": 3}, {"t": "T2", "n": 7}]}, "mark": "bar", "width": 400, "height": 120, '
    '"encoding": {"x": {"field": "t", "type": "nominal"}, "y": {"field": "n", "type": "quantitative"}}}'
)
CHART = Chart("Mô hình bảo đảm ANTT", "Tuần này 7 mô hình, tuần trước 3.", SPECIFICATION)
TITLES = ("Đơn vị", "Tuần này", "Tuần trước", "Lũy kế Đợt 2", "Chỉ tiêu", "%", "So với tiến độ")


def make_table(rows: int) -> Table:
    """Make a table of units, as long as asked."""
    columns = tuple(Column(title, right=0 < at < 6) for at, title in enumerate(TITLES))
    return Table(
        columns,
        tuple(
            (
                Run(f"Công an xã Hoằng Thái {number}", Role.STRONG if number == 0 else Role.PLAIN),
                *(Run(f"{number * at:,}".replace(",", ".")) for at in range(1, 5)),
                Meter(0.625),
                Run("thiếu 11 mô hình · chậm 3 ngày"),
            )
            for number in range(rows)
        ),
        "Toàn bộ số liệu nằm trong tệp kèm theo.",
    )


def make_body() -> Document:
    """Make a text with headings of every level, a table, a chart and a last sentence."""
    said = (
        "Trong tuần, toàn lực lượng đã xây dựng 7 mô hình, lũy kế đạt 62% chỉ tiêu Đợt 2, chậm 3 ngày so với tiến độ. "
    )
    return (
        Heading("I. Công tác lãnh đạo, chỉ đạo", 2),
        paragraph(said * 3),
        Heading("II. Kết quả thực hiện các chỉ tiêu", 2),
        Heading("1. Kết quả theo tiêu chí", 3),
        Heading("a) Mô hình bảo đảm ANTT", 4),
        paragraph("Đạt ", Run("62%", Role.STRONG), " chỉ tiêu; " + said),
        paragraph(f"- {NAUGHTY}", indent=1),
        make_table(4),
        CHART,
        paragraph("Số liệu chưa đầy đủ.", part=Part.NOTICE),
        paragraph("Trên đây là báo cáo tuần./."),
    )


def make_official(rows: int = 586, body: Document | None = None, **changes: Any) -> Official:
    """Make a paper with an annex in landscape and one upright."""
    provenance = paragraph("Số liệu đến 02/3/2025 · 1.234 lượt ghi nhận · sổ 0123456789abcdef", part=Part.FOOTER)
    official = Official(
        agencies=("CÔNG AN TỈNH THANH HÓA", "PHÒNG CÔNG TÁC ĐẢNG VÀ CÔNG TÁC CHÍNH TRỊ"),
        nation=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        number="Số: 05/BC-PX03",
        place_and_date="Thanh Hóa, ngày 03 tháng 02 năm 2025",
        kind="BÁO CÁO",
        abstract="Kết quả thực hiện Phong trào thi đua đặc biệt chào mừng kỷ niệm 80 năm "
        "Ngày truyền thống Công an Nhân dân Việt Nam tuần 24/02-02/3/2025",
        addressees=("Giám đốc Công an tỉnh",),
        grounds=("Căn cứ Kế hoạch số 12/KH-CAT ngày 19/9/2024;", "Căn cứ Hướng dẫn số 05/HD-CAT."),
        body=make_body() if body is None else body,
        signature=Signature(("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"), "Nguyễn Văn A"),
        recipients=("- Như trên;", "- Ban Giám đốc (để b/c);", "- Lưu: VT, PX03."),
        annexes=(
            Annex("Phụ lục I\nKẾT QUẢ THEO ĐƠN VỊ", "(Kèm theo Báo cáo số 05/BC-PX03)", (make_table(rows),)),
            Annex(
                "Phụ lục II\nXẾP HẠNG", "(Kèm theo Báo cáo số 05/BC-PX03)", (make_table(3), provenance), landscape=False
            ),
        ),
        language="vi",
        day=date(2025, 3, 3),
        keywords="journal 0123456789abcdef",
    )
    return official._replace(**changes)
