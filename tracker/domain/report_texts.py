"""The texts of a report that only people can write; each is kept in a file of its own and merged into the report."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from tracker.domain.value import Value


class ReportKind(StrEnum):
    """What is reported on."""

    WEEKLY = "weekly"
    PHASE = "phase"
    FINAL = "final"


Paragraphs = tuple[str, ...]


class ReportTexts(Value, frozen=True):
    """What people wrote for one report; nothing of it need be there.

    A section is its paragraphs, an item of a list one of them that begins with "- ". `number` is that of the paper without its
    symbol, `signed_on` the day that it bears.
    """

    number: str = ""
    signed_on: date | None = None
    direction: Paragraphs = ()
    assessment: Paragraphs = ()
    models: Paragraphs = ()
    strengths: Paragraphs = ()
    limits: Paragraphs = ()
    causes: Paragraphs = ()
    lessons: Paragraphs = ()
    difficulties: Paragraphs = ()
    tasks: Paragraphs = ()
    proposals: Paragraphs = ()


NO_TEXTS = ReportTexts()
# Under which headings people may write them: in Vietnamese, in English, then what they also say.
TITLES: Mapping[str, tuple[str, ...]] = {
    "number": ("Số văn bản", "Number", "Số"),
    "signed_on": ("Ngày ký", "Signed on", "Ngày"),
    "direction": ("Công tác lãnh đạo, chỉ đạo", "Direction", "Lãnh đạo, chỉ đạo", "Công tác chỉ đạo"),
    "assessment": ("Đánh giá chung", "Assessment", "Đánh giá"),
    "models": ("Điển hình, mô hình", "Cases and models", "Điển hình", "Mô hình"),
    "strengths": ("Ưu điểm", "Strengths"),
    "limits": ("Tồn tại, hạn chế", "Limits", "Tồn tại", "Hạn chế"),
    "causes": ("Nguyên nhân", "Causes"),
    "lessons": ("Bài học kinh nghiệm", "Lessons", "Bài học"),
    "difficulties": ("Khó khăn, vướng mắc", "Difficulties", "Khó khăn"),
    "tasks": ("Nhiệm vụ trọng tâm", "Tasks ahead", "Nhiệm vụ", "Tasks"),
    "proposals": ("Đề xuất, kiến nghị", "Proposals", "Đề xuất", "Kiến nghị"),
}
_BOTH = ("number", "signed_on", "direction", "models", "difficulties", "tasks", "proposals")
_OF_REVIEWS = ("assessment", "strengths", "limits", "causes", "lessons")


def sections_of(kind: ReportKind) -> tuple[str, ...]:
    """Return the texts that a kind of report has room for, in the order in which it shows them."""
    known = _BOTH if kind is ReportKind.WEEKLY else (*_BOTH, *_OF_REVIEWS)
    return tuple(name for name in ReportTexts.__struct_fields__ if name in known)


def title_of(section: str, language: str) -> str:
    """Return the heading of a section in a language."""
    return TITLES[section][language != "vi"]
