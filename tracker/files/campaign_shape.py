"""The shape of campaigns.yaml: every key, its type, whether it is required. The reader and the JSON Schema follow it.

A field without a default is required; None then means that it was missing or wrong, and the reader has said so. The text
under a field describes it in the schema, where editors show it.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from tracker.domain.criteria import Direction, Kind, RateOf
from tracker.files.scalars import Amount, Id
from tracker.files.scoring_shape import AwardShape, CheckShape, NotConsideredShape, PlausibleShape, ScoringShape

Target = Annotated[str, msgspec.Meta(examples=["75%"])]
Figure = Annotated[str, msgspec.Meta(examples=["94/120"])]


class Per(StrEnum):
    """What a target is repeated for."""

    PHASE = "phase"


class Return(StrEnum):
    """The period of a return."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    ONCE = "once"


class WeekdayName(StrEnum):
    """The days of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


# What people write for them in Vietnamese, without accents.
VIETNAMESE_WEEKDAYS: dict[str, str] = {
    **{f"thu {number}": name for number, name in enumerate(WeekdayName, 2) if name is not WeekdayName.SUNDAY},
    **dict(zip(("thu hai", "thu ba", "thu tu", "thu nam", "thu sau", "thu bay", "chu nhat"), WeekdayName, strict=True)),
}


class Holidays(StrEnum):
    """Where a deadline goes that falls on a day off."""

    NEXT = "next"
    PREVIOUS = "previous"
    NONE = "none"


class Pace(StrEnum):
    """Which days a campaign's pace counts."""

    CALENDAR = "calendar"
    WORKDAYS = "workdays"


class PhaseShape(msgspec.Struct):
    """A phase (đợt): its days lie in the campaign and in no other phase."""

    id: Id | None
    """A short lasting name (mã đợt): letters, digits, . _ - without accents, as dot-1."""
    title: str | None
    """The name that people see (tên đợt)."""
    start: date | None
    """The first day, included (ngày đầu): 19/8/2024 or 2024-08-19."""
    end: date | None
    """The last day, included (ngày cuối): 3/2/2025 or 2025-02-03."""
    theme: str = ""
    """What the phase is held for (chủ đề)."""


class ChangeShape(msgspec.Struct):
    """A change of targets (điều chỉnh chỉ tiêu): what is named here holds from a day on; what was before stays what it was."""

    from_: date | None = msgspec.field(name="from")
    """The first day that it holds on (áp dụng từ ngày): 1/3/2025 or 2025-03-01."""
    reason: str | None
    """Why (lý do điều chỉnh)."""
    target: Target | None = None
    """The new target, as under the criterion (chỉ tiêu mới)."""
    per: Per | None = None
    """phase: it holds for every phase anew (từng đợt)."""
    targets: dict[str, Target] | None = None
    """The new targets of phases (chỉ tiêu mới của từng đợt)."""
    unit_targets: dict[str, Target] | None = None
    """The new targets of each unit of a level, or of single units by their ids (chỉ tiêu mới của đơn vị)."""
    ceiling: Target | None = None
    """The new ceiling (mức trần mới)."""
    not_assigned: list[str] | None = None
    """The units or levels that it is not assigned to from then on (không giao)."""


class CriterionShape(msgspec.Struct):
    """A criterion (tiêu chí): what is counted, and the target it is counted against.

    At most one of `target`, `targets`, `ceiling` and, for what adds up, `unit_targets`; without any it is counted and not judged,
    but for what must not happen (zero) or is to fall (down).
    """

    id: Id | None
    """A short lasting name (mã tiêu chí): letters, digits, . _ - without accents, as mo-hinh."""
    title: str | None
    """The name that people see (tên tiêu chí)."""
    kind: Kind | None
    """count: quantities that add up. rate: two numbers, 94 of 120, pooled over units and time (tỷ lệ). stock: the last figure of
    each unit (số hiện có). milestone: named works that get done (công trình, việc có mốc). zero: what must not happen (không để xảy
    ra). points: events that give or cost points (điểm thưởng, điểm trừ)."""
    measure: str | None = None
    """What it is measured in (đơn vị tính); % for a rate unless said."""
    direction: Direction | None = None
    """up: more is better; up unless said (chiều). down: less is better (giảm so với cùng kỳ): target: 5% is 5% fewer than in the baseline."""
    of: RateOf | None = None
    """What a rate is taken over: events in time, or with state the last figures of each unit, as 57 of 173; events unless said."""
    decimals: int | None = None
    """How many decimal places are accepted and shown, 0 to 3; 0 unless said (số chữ số thập phân)."""
    over_100: bool | None = None
    """Whether a rate in % may exceed 100%; false unless said."""
    target: Target | None = None
    """The target (chỉ tiêu) of the whole campaign or, with per: phase, of every phase; of a rate 75%, in every span."""
    per: Per | None = None
    """phase: the target, the ceiling or the unit_targets hold for every phase anew."""
    targets: dict[str, Target] | None = None
    """A target for each phase by its id (chỉ tiêu từng đợt): {dot-1: 60, dot-2: 40}."""
    unit_targets: dict[str, Target] | None = None
    """A target for each unit of a level (chỉ tiêu mỗi đơn vị), as the roster names it: {commune: 1}; the whole is their sum. A unit's
    id names a single unit, whose target goes before that of its level."""
    ceiling: Target | None = None
    """What should not be exceeded (mức trần), in every span; of a rate 5%. Less is better then."""
    not_assigned: list[str] | None = None
    """The units by their ids, or the levels, that it is not assigned to (không giao chỉ tiêu): they are not judged by it."""
    baseline: Figure | None = None
    """What there was in the same days a year before (số cùng kỳ), of all units: 120, of a rate 94/120."""
    baselines: dict[str, Figure] | None = None
    """What there was in the days of each phase a year before (số cùng kỳ của từng đợt): {dot-1: 120}."""
    changes: list[ChangeShape] | None = None
    """Changes of its targets (điều chỉnh chỉ tiêu), each from a day on and with its reason."""
    max_points: Amount | None = None
    """The most points it gives (điểm chuẩn)."""
    plausible: PlausibleShape | None = None
    """From where to where the quantity of one entry needs no second look (khoảng hợp lý); others are flagged, not refused."""


class ExceptionShape(msgspec.Struct):
    """An exception: a return that stays open after it would be locked (gia hạn)."""

    until: date | None
    """The last day on which it may still be filed or changed (đến hết ngày)."""
    reason: str | None
    """Why (lý do)."""
    week: str | None = None
    """The week of a weekly return: 2025-W06 or a day in it (tuần)."""
    period: str | None = None
    """The month of a monthly return: 2025-02, 2/2025 or a day in it (kỳ báo cáo)."""
    units: list[str] | None = None
    """The ids of the units it is for (các đơn vị); all of them unless said."""


class DeadlineShape(msgspec.Struct):
    """A deadline (hạn): `every` for what comes again, `due` for a single day."""

    title: str | None
    """The name that people see (tên hạn)."""
    every: str | None = None
    """When it is due, each time: friday 16:00, monthly 25 16:00, or a rule of RFC 5545 as FREQ=MONTHLY;BYDAY=-1FR 16:00."""
    due: date | None = None
    """The one day it is due, to its end: 10/2/2025 or 2025-02-10."""
    return_: Return | None = msgspec.field(default=None, name="return")
    """Every unit owes a return by it: weekly (báo cáo tuần), monthly (báo cáo tháng) or once (báo cáo đột xuất)."""
    covers: str | None = None
    """What the return is about. weekly, monthly: the week or month that holds its due day, or the one before: current unless
    said, or previous. once: a phase by its id; the campaign's days up to the due day unless said."""
    lock_after: str | None = None
    """How long after its due moment a return may still be filed or changed: 7 days."""
    exceptions: list[ExceptionShape] | None = None
    """Returns that stay open longer, and why (gia hạn nộp báo cáo)."""
    holidays: Holidays | None = None
    """Where it goes when it falls on a day off; as the campaign says, unless said."""


class LetterheadShape(msgspec.Struct):
    """What stands around the text of a signed paper (thể thức văn bản); whatever is left out stays open."""

    agencies: list[str] | None = None
    """The agency above and the one that issues the paper (cơ quan chủ quản, cơ quan ban hành); launched_by unless said."""
    symbol: str | None = None
    """What follows the kind of paper in its number (ký hiệu): PX03 in 05/BC-PX03."""
    place: str | None = None
    """Where papers are signed (địa danh): Thanh Hóa."""
    authority: str | None = None
    """On whose authority they are signed (thẩm quyền ký), as TL. GIÁM ĐỐC or KT. TRƯỞNG PHÒNG."""
    post: str | None = None
    """The post of who signs (chức vụ), as TRƯỞNG PHÒNG."""
    signer: str | None = None
    """The name of who signs (họ tên người ký); may be left for the pen."""
    addressees: list[str] | None = None
    """To whom a report goes (kính gửi)."""
    grounds: list[str] | None = None
    """What a paper rests on (căn cứ), one a line."""
    recipients: list[str] | None = None
    """Who gets a copy (nơi nhận), one a line, the archive last: "Lưu: VT, PX03"."""


class CampaignShape(msgspec.Struct):
    """A campaign (phong trào thi đua)."""

    id: Id | None
    """A short lasting name (mã phong trào): letters, digits, . _ - without accents; figures are kept under it."""
    title: str | None
    """The full title (tên đầy đủ)."""
    start: date | None
    """The first day, included (ngày đầu): 19/8/2024 or 2024-08-19."""
    end: date | None
    """The last day, included (ngày cuối): 19/8/2025 or 2025-08-19."""
    units: str | None
    """The roster (danh sách đơn vị): a CSV beside this file with id, code, name, level, parent."""
    criteria: list[CriterionShape] | None
    """What is counted (các tiêu chí)."""
    short_title: str = ""
    """The title where there is little room (tên ngắn)."""
    theme: str = ""
    """What it is held for (chủ đề)."""
    motto: str = ""
    """Its motto (phương châm)."""
    launched_by: str = ""
    """Who launched it (nơi phát động)."""
    launched_on: date | None = None
    """The day of the launch (ngày phát động): units owe returns from it on; the first day unless said."""
    lineage: str | None = None
    """Mergers, splits and dissolutions of units: a CSV with date, kind, from, to, share, basis."""
    targets: str | None = None
    """Targets of single units (chỉ tiêu giao cho đơn vị): a CSV with unit, level, criterion, phase, target, from, reason. Unless said it is
    the file <id>-targets.csv beside this one, where there is one."""
    baselines: str | None = None
    """What there was a year before (số cùng kỳ): a CSV with unit, criterion, quantity, denominator and phase, or from and to. Unless said
    it is <id>-baselines.csv, where there is one."""
    works: str | None = None
    """The works of milestones (danh mục công trình): a CSV with id, criterion, unit, title, planned. Unless said it is <id>-works.csv, where
    there is one."""
    phases: list[PhaseShape] | None = None
    """The phases (các đợt); without them the campaign is one phase."""
    week_start: WeekdayName | None = None
    """The day that weeks of reporting begin on (ngày đầu tuần báo cáo); monday unless said."""
    holidays: Holidays | None = None
    """Where deadlines go that fall on a public holiday or another day off (ngày nghỉ): to the next working day unless said."""
    days_off: list[date] | None = None
    """Days off of your own, beside weekends and the public holidays of Vietnam (ngày nghỉ riêng)."""
    working_days: list[date] | None = None
    """Days that are worked though they are a weekend or a public holiday (ngày làm bù)."""
    pace: Pace | None = None
    """The days that a target is spread over (nhịp độ): calendar, or workdays without weekends and days off; calendar unless said."""
    deadlines: list[DeadlineShape] | None = None
    """Returns and other deadlines (các hạn)."""
    scoring: ScoringShape | None = None
    """How units are scored and ranked (chấm điểm, xếp hạng)."""
    not_considered: list[NotConsideredShape] | None = None
    """Units that are not considered for some time, shown without a rank (không xét thi đua)."""
    letterhead: LetterheadShape | None = None
    """What stands around the text of signed papers (thể thức văn bản)."""
    checks: list[CheckShape] | None = None
    """Rules that the figures of each unit should keep (quy tắc kiểm tra số liệu); tracker quality shows what breaks them."""
    commendations: list[AwardShape] | None = None
    """Titles and forms of commendation of your own (danh hiệu, hình thức khen thưởng riêng), beside those of the law."""


class FileShape(msgspec.Struct):
    """The file campaigns.yaml: what each campaign is, in text that people write, compare and keep."""

    campaigns: list[CampaignShape] | None
    """The campaigns (các phong trào), one or more."""
    timezone: str = "Asia/Ho_Chi_Minh"
    """The time zone of every day and time in this file."""
