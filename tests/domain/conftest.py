"""A small campaign in the three phases of the real one, and a roster that changes under it as the real one does."""

from datetime import date

import pytest

from tests.fixtures.targets import of_levels, whole
from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign, Phase
from tracker.domain.criteria import Criterion, Kind, TargetRow
from tracker.domain.units import Roster, UnitVersion

PHASES = (
    Phase("dot-1", "Đợt 1", "", Span(date(2024, 8, 19), date(2025, 2, 3))),
    Phase("dot-2", "Đợt 2", "", Span(date(2025, 2, 4), date(2025, 5, 19))),
    Phase("dot-3", "Đợt 3", "", Span(date(2025, 5, 20), date(2025, 8, 19))),
)
FEBRUARY_ENDS, MARCH_BEGINS = date(2025, 2, 28), date(2025, 3, 1)
JUNE_ENDS, JULY_BEGINS = date(2025, 6, 30), date(2025, 7, 1)


def _criterion(
    id_: str, title: str, kind: Kind, measure: str, targets: tuple[TargetRow, ...], decimals: int = 0
) -> Criterion:
    return Criterion(id_, title, kind, measure, decimals, over_100=False, targets=targets)


@pytest.fixture
def campaign() -> Campaign:
    per_unit = of_levels([one.id for one in PHASES], commune=1000)
    three_quarters = whole(75_000)
    return Campaign(
        id="cand80",
        title="Phong trào thi đua đặc biệt",
        short_title="CAND 80",
        theme="",
        motto="",
        launched_by="",
        launched_on=date(2024, 9, 19),
        span=Span(PHASES[0].span.start, PHASES[-1].span.end),
        phases=PHASES,
        has_phases=True,
        criteria=(
            _criterion("mo-hinh", "Mô hình bảo đảm ANTT", Kind.COUNT, "mô hình", per_unit),
            _criterion("kham-pha", "Tỷ lệ khám phá án", Kind.RATE, "%", three_quarters),
            _criterion("bien-che", "Biên chế", Kind.RATE, "người/đơn vị", (), decimals=2),
            _criterion("ung-ho", "Ủng hộ đồng bào", Kind.COUNT, "đồng", whole(500_000_000_000)),
            _criterion("hoa", "Hòa giải thành", Kind.COUNT, "vụ", (), decimals=3),
        ),
        deadlines=(),
        roster="units.csv",
        assignment="",
    )


@pytest.fixture
def roster() -> Roster:
    city, tho_xuan = "th-380", "th-395"
    return Roster(
        (
            UnitVersion("th", "38", "Công an tỉnh Thanh Hóa", "province", "", "", (), None, None),
            UnitVersion(city, "380", "Công an thành phố Thanh Hóa", "district", "th", "", (), None, FEBRUARY_ENDS),
            UnitVersion(
                tho_xuan, "395", "Công an huyện Thọ Xuân", "district", "th", "", ("CAH Thọ Xuân",), None, FEBRUARY_ENDS
            ),
            # out of order on purpose: versions are sorted by the roster
            UnitVersion("c-1", "100", "Công an xã Hoằng Thái", "commune", "th", "", (), MARCH_BEGINS, JUNE_ENDS),
            UnitVersion(
                "c-1", "100", "Công an xã Hoằng Thái", "commune", city, "", ("CAX Hoằng Thái",), None, FEBRUARY_ENDS
            ),
            UnitVersion("c-2", "200", "Công an xã Đông Hòa", "commune", city, "", (), None, JUNE_ENDS),
            UnitVersion("c-3", "300", "Công an xã Đông Hòa", "commune", tho_xuan, "", (), None, JUNE_ENDS),
            UnitVersion("c-4", "400", "Công an thị trấn Thọ Xuân", "commune", tho_xuan, "", (), None, FEBRUARY_ENDS),
            UnitVersion("c-4", "400", "Công an thị trấn Thọ Xuân", "commune", "th", "", (), MARCH_BEGINS, JUNE_ENDS),
            UnitVersion("c-4", "100", "Công an xã Thọ Xuân", "commune", "th", "", (), JULY_BEGINS, None),
            UnitVersion("n-5", "500", "Công an xã Lam Sơn, Sao Vàng", "commune", "th", "", (), JULY_BEGINS, None),
        )
    )
