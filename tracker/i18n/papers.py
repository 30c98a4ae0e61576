"""Days as papers bear them: in words, with the zeros that the law asks for."""

from datetime import date

from tracker.i18n import day, language

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LAST_WITH_ZERO = 2
_ROOM = " " * 6


def paper_day(value: date) -> str:
    """Write the day of a paper: ngày 03 tháng 02 năm 2025, 3 February 2025.

    In Vietnamese days below 10 and the months 1 and 2 take a leading zero, other months do not.
    Source: Decree 30/2020/ND-CP, Appendix I, part II, 4.
    """
    if language() != "vi":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"ngày {value.day:02} tháng {_month(value)} năm {value.year}"


def paper_date(value: date) -> str:
    """Write a day within a paper by the same rule: 03/02/2025 and 19/8/2024; in English as everywhere, 19/08/2024."""
    return f"{value.day:02}/{_month(value)}/{value.year}" if language() == "vi" else day(value)


def _month(value: date) -> str:
    return f"{value.month:02}" if value.month <= _LAST_WITH_ZERO else str(value.month)


def open_day(value: date) -> str:
    """Write the day of a paper that is not signed yet: day and month leave room for the signer's hand."""
    if language() != "vi":
        return f"{_ROOM}{_ROOM} {value.year}"
    return f"ngày{_ROOM}tháng{_ROOM}năm {value.year}"
