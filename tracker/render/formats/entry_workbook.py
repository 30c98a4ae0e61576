"""A workbook to fill in: a row a unit, a column a criterion, and cells that refuse what an import would."""

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, NamedTuple

from tracker.domain.calendar import Span
from tracker.errors import TrackerError
from tracker.i18n import _, ngettext

_HIDDEN = "tracker"
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255  # of what a spreadsheet says of a wrong cell
_FIRST_FIGURE = 3  # after the unit's id, its name and the day


class FigureColumn(NamedTuple):
    """A column of figures: its title, how many decimals its numbers may have, and whether they say what there is on the day."""

    title: str
    decimals: int
    is_state: bool


class EntryForm(NamedTuple):
    """What a workbook asks for: figures of units, on a day of `days` (`day` unless another is chosen)."""

    heading: str
    campaign: str
    week: str
    days: Span
    day: date
    units: Sequence[tuple[str, str]]
    figures: Sequence[FigureColumn]


def render_entry_workbook(form: EntryForm) -> bytes:
    """Write the workbook as XLSX; the same form gives the same bytes.

    Raises: TrackerError extra-missing where XlsxWriter is not installed.
    """
    try:
        import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 an extra, and slow to load
    except ImportError:
        raise TrackerError.of("extra-missing", library="XlsxWriter", extra="xlsx") from None
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": form.heading, "created": datetime.combine(form.day, time())})
    for name, value in (("tracker campaign", form.campaign), ("tracker week", form.week)):
        book.set_custom_property(name, value, "text")
    sheet = book.add_worksheet(form.week)
    _write_rows(book, sheet, form)
    _set_checks(sheet, form, days=_write_hidden(book, form))
    book.close()
    return file.getvalue()


def _write_hidden(book: Any, form: EntryForm) -> str:
    """Write the sheet that people do not see, and return where on it the days stand."""
    hidden = book.add_worksheet(_HIDDEN)
    hidden.hide()
    hidden.write_row(0, 0, ("campaign", form.campaign))
    hidden.write_row(1, 0, ("week", form.week))
    as_day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, day in enumerate(form.days):
        hidden.write_datetime(2, 1 + number, datetime.combine(day, time()), as_day)
    last = chr(ord("A") + form.days.days)
    return f"={_HIDDEN}!$B$3:${last}$3"


def _write_rows(book: Any, sheet: Any, form: EntryForm) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#DDEBF7"})
    text, as_day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_string(0, 0, form.heading, book.add_format({"bold": True, "font_size": 14}))
    titles = (_("Unit"), _("Unit name"), _("Date"), *(one.title for one in form.figures), _("Note"))
    for column, title in enumerate(titles):
        sheet.write_string(1, column, title, bold)
    for row, (unit, name) in enumerate(form.units, 2):
        sheet.write_string(row, 0, unit, text)
        sheet.write_string(row, 1, name, text)
        sheet.write_datetime(row, 2, datetime.combine(form.day, time()), as_day)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 36)
    sheet.set_column(2, len(titles) - 2, 13)
    sheet.set_column(len(titles) - 1, len(titles) - 1, 40, text)
    sheet.freeze_panes(2, 2)
    sheet.repeat_rows(1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _set_checks(sheet: Any, form: EntryForm, days: str) -> None:
    last = len(form.units) + 1
    wrong_day = _("Choose a day of the week {week}.").format(week=form.week)
    sheet.data_validation(2, 2, last, 2, {"validate": "list", "source": days, **_messages(_("Date"), wrong_day)})
    for column, (title, decimals, is_state) in enumerate(form.figures, _FIRST_FIGURE):
        cell = f"{_letters(column)}3"
        check = (
            {"validate": "custom", "value": f"=AND(ISNUMBER({cell}),{cell}>=0,ROUND({cell},{decimals})={cell})"}
            if decimals
            else {"validate": "integer", "criteria": ">=", "value": 0}
        )
        as_it_stands = {"input_message": _("What there is on this day, not what was added.")} if is_state else {}
        messages = _messages(title, _say_numbers(decimals))
        sheet.data_validation(2, column, last, column, {**check, **messages, **as_it_stands})


def _say_numbers(decimals: int) -> str:
    if not decimals:
        return _("A whole number, 0 or more.")
    return ngettext(
        "A number, 0 or more, with {count} decimal at most.",
        "A number, 0 or more, with {count} decimals at most.",
        decimals,
    ).format(count=decimals)


def _messages(title: str, text: str) -> dict[str, str]:
    return {"error_title": title[:_LONGEST_TITLE], "error_message": text[:_LONGEST_MESSAGE]}


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]  # noqa: PLC0415 an extra

    return str(xl_col_to_name(column))
