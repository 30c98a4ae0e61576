"""The shape of `scoring:`, `not_considered:`, `checks:` and `commendations:`; campaign_shape.py has that of the rest."""

from datetime import date
from enum import StrEnum

import msgspec

from tracker.domain.commendations import AwardKind, AwardLevel, Whom
from tracker.files.scalars import Amount, Id, Percentage, SignedAmount


class ModelName(StrEnum):
    """The ways in which figures become points."""

    LINEAR = "linear"
    LEADER_RELATIVE = "leader-relative"
    PER_EVENT = "per-event"
    PASS_FAIL = "pass-fail"  # noqa: S105 no password
    STEPS = "steps"
    BONUS_PENALTY = "bonus-penalty"


class ItemShape(msgspec.Struct):
    """A line of a score sheet: a criterion with its points, or a part with a title and lines of its own.

    Only criteria are scored; the points of a part are the sum of its lines.
    """

    criterion: str | None = None
    """The id of the criterion that is scored (mã tiêu chí)."""
    max_points: Amount | None = None
    """The most points it gives (điểm chuẩn); those of the criterion unless said. At most two decimal places, as all points."""
    model: ModelName | None = None
    """How its figure becomes points (cách chấm); linear unless said. linear: the maximum times the attainment. leader-relative:
    half of the maximum at the target, the rest as far as the leader of the group. per-event: so many points for each. pass-fail:
    all or nothing. steps: points by the attainment reached. bonus-penalty: in a column of its own beside the score."""
    cap: Percentage | None = None
    """linear: up to which attainment it counts, 100% unless said. leader-relative: up to which excess over the target it counts,
    200% for three times the target; without end unless said (mức trần)."""
    steps: dict[str, Amount] | None = None
    """steps: the points from each attainment on (các mức): {80%: 5, 100%: 10}; nothing below the first."""
    points: Amount | None = None
    """per-event, bonus-penalty: the points for each event (điểm mỗi lần)."""
    against: str | None = None
    """bonus-penalty: the id of the criterion whose events are penalised (tiêu chí bị trừ)."""
    penalty: Amount | None = None
    """bonus-penalty: the points taken off for each of those (điểm trừ mỗi lần)."""
    least: SignedAmount | None = None
    """bonus-penalty: where penalties end (trừ tối đa), 0 or below: -10."""
    most: Amount | None = None
    """bonus-penalty: where the bonus ends (cộng tối đa)."""
    title: str | None = None
    """The title of a part (tên nhóm nội dung)."""
    items: "list[ItemShape] | None" = None
    """The lines of a part: criteria, or parts again (các dòng của nhóm)."""


class SheetShape(msgspec.Struct):
    """A score sheet (bảng chấm điểm) for some of the units; each is scored by the first sheet that is for it."""

    items: list[ItemShape] | None
    """Its lines: criteria, or parts with lines of their own (các dòng)."""
    title: str = ""
    """The name that people see (tên bảng chấm điểm)."""
    clusters: list[str] | None = None
    """The clusters it is for, as the roster names them (các cụm thi đua); all of them unless said."""
    levels: list[str] | None = None
    """The levels it is for, as the roster names them (các cấp đơn vị); all of them unless said."""


class BandShape(msgspec.Struct):
    """A classification (xếp loại) by the percentage of the maximum that a unit reaches; the best band comes first."""

    title: str | None
    """Its name (tên mức xếp loại)."""
    from_: Percentage | None = msgspec.field(name="from")
    """From which percentage of the maximum on (từ): 95%."""
    quota: Percentage | None = None
    """The most of the ranked units that may be in it (tỷ lệ tối đa): 20%; the others go to the next band."""


class ScoringShape(msgspec.Struct):
    """How units are scored and ranked (chấm điểm, xếp hạng). Without `sheet` and `sheets` each criterion with max_points is
    scored, linear."""

    sheet: list[ItemShape] | None = None
    """The lines of the one score sheet that is for all units (bảng chấm điểm)."""
    sheets: list[SheetShape] | None = None
    """Several score sheets, in place of `sheet`, for units of different clusters or levels."""
    bands: list[BandShape] | None = None
    """The classification, the best band first (các mức xếp loại)."""
    ties: list[str] | None = None
    """What decides between units of equal points, in turn (thứ tự ưu tiên khi bằng điểm): fewer-penalties, higher-bonus,
    earlier-return or the id of a criterion, whose points then decide; after them the rank is shared."""
    enough_returns: Percentage | None = None
    """Of which share of its returns a unit is ranked (tỷ lệ báo cáo tối thiểu); 80% unless said."""


class NotConsideredShape(msgspec.Struct):
    """A unit that is not considered for some time (không xét thi đua, KXTĐ); what it achieves after counts again."""

    unit: str | None
    """The id of the unit (mã đơn vị)."""
    from_: date | None = msgspec.field(name="from")
    """The first day, included (từ ngày)."""
    basis: str | None
    """The legal basis (căn cứ), as a decision with its number and day."""
    to: date | None = None
    """The last day, included (đến hết ngày); without end unless said."""


class CheckShape(msgspec.Struct):
    """A rule that the figures of a unit should keep; what breaks it is shown by tracker quality and never refused."""

    id: Id | None
    """A short lasting name (mã quy tắc): letters, digits, . _ - without accents."""
    title: str | None
    """What it says, in words (nội dung)."""
    rule: str | None
    """The rule: sums of criteria by their ids, compared by <=, <, =, >= or >; .of is the denominator of a rate:
    giai-quyet-tin-bao.of <= tiep-nhan-tin-bao + kien-nghi."""


class PlausibleShape(msgspec.Struct):
    """From where to where a single entry needs no second look; others are shown by tracker quality and never refused."""

    least: Amount | None = None
    """The smallest quantity that is usual (nhỏ nhất)."""
    most: Amount | None = None
    """The largest quantity that is usual (lớn nhất)."""


class AwardShape(msgspec.Struct):
    """A title or a form of commendation beside those of the law, which are known: a letter of praise, a branch's own medal."""

    id: Id | None
    """A short lasting name (mã): letters, digits, . _ - without accents, as thu-khen."""
    title: str | None
    """Its Vietnamese name (tên): Thư khen."""
    kind: AwardKind | None
    """title: an emulation title (danh hiệu thi đua). form: a form of commendation (hình thức khen thưởng)."""
    english: str = ""
    """Its English name (tên tiếng Anh); the Vietnamese one unless said."""
    whom: Whom | None = None
    """Who can be given it (đối tượng): collective (tập thể), individual (cá nhân) or any; any unless said."""
    level: AwardLevel | None = None
    """The level that it is always given at (cấp khen thưởng): state, government, ministry, province, district, commune, unit."""
