"""What can be awarded: the two lists of the law, emulation titles and forms of commendation, and what a campaign adds.

Source: Law 06/2022/QH15 on emulation and commendation, articles 9, 19, 20, 33 and 43; Decrees 98/2023 and 152/2025.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from tracker.domain.text import clean, fold, nearest
from tracker.errors import TrackerError


class AwardKind(StrEnum):
    """Which of the two lists an award stands in: an emulation title (danh hiệu), or a form of commendation (hình thức)."""

    TITLE = "title"
    FORM = "form"


class Whom(StrEnum):
    """Who can be given an award."""

    ANY = "any"
    COLLECTIVE = "collective"
    INDIVIDUAL = "individual"


class AwardLevel(StrEnum):
    """The level of who commends, the highest first; of ministries also the central offices, of units also firms and schools."""

    STATE = "state"
    GOVERNMENT = "government"
    MINISTRY = "ministry"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    UNIT = "unit"


class Award(msgspec.Struct, frozen=True):
    """An emulation title or a form of commendation, by its names; `level` is the one that it is always of, None of any."""

    id: str
    kind: AwardKind
    title: str
    english: str
    whom: Whom = Whom.ANY
    level: AwardLevel | None = None


_TITLE, _FORM, _ALL, _EACH = AwardKind.TITLE, AwardKind.FORM, Whom.COLLECTIVE, Whom.INDIVIDUAL
_STATE, _GOVERNMENT = AwardLevel.STATE, AwardLevel.GOVERNMENT
TITLES = (
    Award("chien-si-thi-dua-toan-quoc", _TITLE, "Chiến sĩ thi đua toàn quốc", "National Emulation Fighter", _EACH),
    Award(
        *("chien-si-thi-dua-cap-bo-tinh", _TITLE, "Chiến sĩ thi đua bộ, ban, ngành, tỉnh"),
        *("Ministerial or Provincial Emulation Fighter", _EACH),
    ),
    Award("chien-si-thi-dua-co-so", _TITLE, "Chiến sĩ thi đua cơ sở", "Grassroots Emulation Fighter", _EACH),
    Award("lao-dong-tien-tien", _TITLE, "Lao động tiên tiến", "Advanced Worker", _EACH),
    Award("chien-si-tien-tien", _TITLE, "Chiến sĩ tiên tiến", "Advanced Soldier", _EACH),
    Award(
        *("co-thi-dua-chinh-phu", _TITLE, "Cờ thi đua của Chính phủ"),
        *("Emulation Flag of the Government", _ALL, _GOVERNMENT),
    ),
    Award(
        *("co-thi-dua-cap-bo-tinh", _TITLE, "Cờ thi đua của bộ, ban, ngành, tỉnh"),
        *("Emulation Flag of a Ministry or Province", _ALL),
    ),
    Award("tap-the-lao-dong-xuat-sac", _TITLE, "Tập thể lao động xuất sắc", "Excellent Labour Collective", _ALL),
    Award("don-vi-quyet-thang", _TITLE, "Đơn vị quyết thắng", "Determined-to-Win Unit", _ALL),
    Award("tap-the-lao-dong-tien-tien", _TITLE, "Tập thể lao động tiên tiến", "Advanced Labour Collective", _ALL),
    Award("don-vi-tien-tien", _TITLE, "Đơn vị tiên tiến", "Advanced Unit", _ALL),
    Award("xa-phuong-tieu-bieu", _TITLE, "Xã, phường, thị trấn tiêu biểu", "Exemplary Commune", _ALL),
    Award("thon-to-van-hoa", _TITLE, "Thôn, tổ dân phố văn hóa", "Cultured Hamlet or Quarter", _ALL),
    Award("gia-dinh-van-hoa", _TITLE, "Gia đình văn hóa", "Cultured Family", _ALL),
)
_ORDERS = {
    "huan-chuong": ("Huân chương", "Order"),
    "huan-chuong-sao-vang": ("Huân chương Sao vàng", "Gold Star Order"),
    "huan-chuong-ho-chi-minh": ("Huân chương Hồ Chí Minh", "Ho Chi Minh Order"),
    "huan-chuong-doc-lap": ("Huân chương Độc lập", "Independence Order"),
    "huan-chuong-quan-cong": ("Huân chương Quân công", "Military Exploit Order"),
    "huan-chuong-lao-dong": ("Huân chương Lao động", "Labour Order"),
    "huan-chuong-bao-ve-to-quoc": ("Huân chương Bảo vệ Tổ quốc", "Fatherland Defence Order"),
    "huan-chuong-chien-cong": ("Huân chương Chiến công", "Feat Order"),
    "huan-chuong-dai-doan-ket": ("Huân chương Đại đoàn kết dân tộc", "Great National Unity Order"),
    "huan-chuong-dung-cam": ("Huân chương Dũng cảm", "Bravery Order"),
    "huan-chuong-huu-nghi": ("Huân chương Hữu nghị", "Friendship Order"),
    "huy-chuong": ("Huy chương", "Medal"),
    "huy-chuong-quan-ky-quyet-thang": ("Huy chương Quân kỳ quyết thắng", "Determined-to-Win Military Flag Medal"),
    "huy-chuong-vi-an-ninh-to-quoc": ("Huy chương Vì an ninh Tổ quốc", "Medal for National Security"),
    "huy-chuong-chien-si-ve-vang": ("Huy chương Chiến sĩ vẻ vang", "Glorious Fighter Medal"),
    "huy-chuong-huu-nghi": ("Huy chương Hữu nghị", "Friendship Medal"),
    "danh-hieu-vinh-du-nha-nuoc": ("Danh hiệu vinh dự nhà nước", "State Honorary Title"),
    "giai-thuong-ho-chi-minh": ("Giải thưởng Hồ Chí Minh", "Ho Chi Minh Prize"),
    "giai-thuong-nha-nuoc": ("Giải thưởng Nhà nước", "State Prize"),
}
FORMS = (
    *(Award(one, _FORM, *names, Whom.ANY, _STATE) for one, names in _ORDERS.items()),
    Award("ky-niem-chuong", _FORM, "Kỷ niệm chương", "Commemorative Medal", _EACH),
    Award("bang-khen", _FORM, "Bằng khen", "Certificate of Merit"),
    Award("giay-khen", _FORM, "Giấy khen", "Letter of Commendation"),
)
LAW = (*TITLES, *FORMS)
# What people write for the levels; the first is what a level is usually called.
_SPELLINGS = {
    AwardLevel.STATE: ("Nhà nước", "Chủ tịch nước"),
    AwardLevel.GOVERNMENT: ("Chính phủ", "Thủ tướng", "Thủ tướng Chính phủ"),
    AwardLevel.MINISTRY: ("bộ, ngành", "bộ ngành", "bộ", "ban", "ngành", "trung ương"),
    AwardLevel.PROVINCE: ("tỉnh", "thành phố"),
    AwardLevel.DISTRICT: ("huyện", "quận", "thị xã"),
    AwardLevel.COMMUNE: ("xã", "phường", "thị trấn", "đặc khu"),
    AwardLevel.UNIT: ("đơn vị", "cơ quan", "cơ sở"),
}
_LEVELS = {fold(spelling): level for level, all_ in _SPELLINGS.items() for spelling in (level.value, *all_)}


def parse_level(text: str) -> AwardLevel:
    """Return the level that is meant, as "cấp tỉnh", "tỉnh" or province.

    Raises: TrackerError award-level-unknown.
    """
    folded = fold(clean(text)).removeprefix("cap ")
    if folded not in _LEVELS:
        choices = [spelling for level, spellings in _SPELLINGS.items() for spelling in (level.value, *spellings)]
        known = [f"{level} ({spellings[0]})" for level, spellings in _SPELLINGS.items()]
        raise TrackerError.of("award-level-unknown", text=text, nearest=nearest(folded, choices, 1), known=known)
    return _LEVELS[folded]


def find_awards(text: str, known: Iterable[Award]) -> tuple[Award, ...]:
    """Return the awards that are meant, several joined by + or commas, in the order of the lists.

    Each by its id, its name in either language, or a part of one that fits no other.

    Raises: TrackerError award-unknown, award-ambiguous, award-repeated, field-missing.
    """
    awards = {one.id: one for one in known}
    whole = clean(text)
    parts = [whole] if _named(whole, awards) else re.split(r"[+,;]|\s+(?:và|and)\s+", whole)
    found = [_find(clean(part), awards).id for part in parts if clean(part)]
    if not found:
        raise TrackerError.of("field-missing", field="award")
    if repeated := next((one for at, one in enumerate(found) if one in found[:at]), None):
        raise TrackerError.of("award-repeated", text=whole, award=repeated)
    return tuple(one for one in awards.values() if one.id in found)


def _find(text: str, awards: dict[str, Award]) -> Award:
    if named := _named(text, awards):
        return named
    fitting = [one for one in awards.values() if any(fold(text) in fold(name) for name in (one.title, one.english))]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise TrackerError.of("award-ambiguous", text=text, candidates=[one.id for one in fitting])
    names = [name for one in awards.values() for name in (one.id, one.title)]
    raise TrackerError.of("award-unknown", text=text, nearest=nearest(text, names, 1))


def _named(text: str, awards: dict[str, Award]) -> Award | None:
    if text in awards:
        return awards[text]
    names = (one for one in awards.values() if fold(text) in (fold(one.title), fold(one.english)))
    return next(names, None)
