"""Made-up concerns for a campaign, the same ones every time, plainly marked as samples.

Source: press reports of 2024-2025 tell of dialogues with 14 (Hậu Giang) and 31 opinions (Quảng Ngãi); what was said there, by
whom and on which day is made up.
"""

import random
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tracker.domain.calendar import DAY
from tracker.domain.events import Event
from tracker.domain.statements import Answer, Concern
from tracker.services.sample import MARK, SEED
from tracker.services.view import View

HIGHER = "Bộ Công an"


class _Dialogue(NamedTuple):
    """A dialogue: its day, how many opinions were raised, whether they were answered, all but a few beyond the office."""

    day: date
    opinions: int
    is_answered: bool


class _Theme(NamedTuple):
    """What is raised again and again: in which field, what, who must answer, what is answered."""

    field: str
    text: str
    to: str
    answer: str


_DIALOGUES = (_Dialogue(date(2024, 12, 10), 14, is_answered=True), _Dialogue(date(2025, 2, 17), 31, is_answered=False))
_PASSED_UP = 2
_THEMES = (
    _Theme("Hậu cần", "Đề nghị cấp thêm máy tính, máy in", "Phòng Hậu cần", "Cấp theo kế hoạch trong quý"),
    _Theme("Trụ sở", "Nơi làm việc chật, đề nghị bố trí trụ sở mới", "Phòng Hậu cần", "Đã đưa vào danh mục đầu tư"),
    _Theme("Biên chế", "Quân số thiếu so với định mức", "Phòng Tổ chức cán bộ", "Sẽ bổ sung trong đợt điều động tới"),
    _Theme("Chế độ, chính sách", "Phụ cấp trực chi trả chậm", "Phòng Tài chính", "Chi trả trước ngày 10 hằng tháng"),
    _Theme("Tập huấn", "Đề nghị mở lớp tập huấn tiếp nhận tin báo", "Phòng Tham mưu", "Mở lớp trong tháng sau"),
    _Theme(
        "Công nghệ thông tin", "Đường truyền hay mất kết nối giờ cao điểm", "Phòng Viễn thông", "Đã nâng băng thông"
    ),
    _Theme(
        "Thi đua", "Đề nghị nêu rõ mốc chốt số liệu hằng tuần", "Bộ phận thi đua", "Chốt số liệu lúc 16 giờ thứ Sáu"
    ),
)


def make_concerns(view: View) -> Iterator[tuple[Event, Event | None]]:
    """Make up the opinions of two dialogues, those of the first with what became of each 16 to 45 days later."""
    chance = random.Random(SEED + 2)  # noqa: S311 nothing secret: the same sample for everybody
    for dialogue in _DIALOGUES:
        units = view.roster.reporting(dialogue.day)
        for number in range(dialogue.opinions):
            unit, theme = chance.choice(units), chance.choice(_THEMES)
            concern = Event(
                view.campaign.id, Concern(f"{MARK} {theme.text}", theme.field, theme.to), unit.id, dialogue.day
            )
            told = dialogue.day + DAY * chance.randrange(16, 46)
            body = Answer(passed_up_to=HIGHER) if number < _PASSED_UP else Answer(f"{MARK} {theme.answer}", theme.to)
            yield concern, concern.but(body=body, day=told) if dialogue.is_answered else None
