"""What people may write for a report, and under which headings."""

from tracker.domain.report_texts import ReportKind, sections_of, title_of


def test_a_section_is_called_by_the_readers_language() -> None:
    assert (title_of("tasks", "vi"), title_of("tasks", "en")) == ("Nhiệm vụ trọng tâm", "Tasks ahead")


def test_reviews_have_room_for_more() -> None:
    weekly, phase = sections_of(ReportKind.WEEKLY), sections_of(ReportKind.PHASE)
    assert [one for one in phase if one not in weekly] == ["assessment", "strengths", "limits", "causes", "lessons"]
    assert phase == sections_of(ReportKind.FINAL)
