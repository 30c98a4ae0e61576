"""The reader's language: sentences by gettext, dates and numbers as people write them.

English is the language of the source; each other language is one catalogue in `locales/`. The language is chosen once a
run, by `speak`.
"""

import gettext
import os
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

LANGUAGES = ("vi", "en")
LOCALES = os.path.join(os.path.dirname(__file__), "locales")  # noqa: PTH118, PTH120 pathlib is slow to load

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def speak(language: str) -> None:
    """Choose the language of all that follows, click's own sentences included."""
    global _catalogue, _language  # noqa: PLW0603 one language a run, as gettext has it
    _language = language
    path = f"{LOCALES}/{language}/LC_MESSAGES/tracker.mo"
    if os.path.exists(path):  # noqa: PTH110
        with open(path, "rb") as file:  # noqa: PTH123
            _catalogue = gettext.GNUTranslations(file)
    else:
        _catalogue = gettext.NullTranslations()
    os.environ["LANGUAGE"] = language  # click asks gettext itself, which asks the environment
    gettext.bindtextdomain("tracker", LOCALES)
    gettext.textdomain("tracker")


def language() -> str:
    """Return the language chosen."""
    return _language


def is_language(wish: str) -> bool:
    """Whether a wish, as en or vi_VN, names a language that is spoken here."""
    return wish.strip().lower()[:2] in LANGUAGES


def choose_language(asked: str | None, environment: dict[str, str]) -> str:
    """Return the language to speak: the one asked for, TRACKER_LANG's, or the locale's; English where none is known."""
    for wish in (asked, environment.get("TRACKER_LANG")):
        if wish and is_language(wish):
            return wish.strip().lower()[:2]
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if wish := environment.get(name):
            return "vi" if wish.lower().startswith("vi") else "en"
    return "vi" if _windows_speaks_vietnamese() else "en"


def _windows_speaks_vietnamese() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415 Windows only

    return bool(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x2A)


def N_(text: str) -> str:  # noqa: N802 the name that gettext tools look for
    """Mark a text for translation; it is translated where it is shown."""
    return text


def _(text: str) -> str:
    """Translate a sentence."""
    return _catalogue.gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a sentence that counts something, and fill the count in."""
    return _catalogue.ngettext(one, many, count).format(count=number(count))


def number(value: "Decimal | int | float", places: int | None = None) -> str:
    """Write a number with its thousands grouped: 1.234,5 in Vietnamese, 1,234.5 in English."""
    text = f"{value:,}" if places is None else f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,")) if _language == "vi" else text


def signed(value: "Decimal | int | float", places: int | None = None) -> str:
    """Write a number that may be below zero: with a minus sign, which no hyphen is."""
    return number(value, places).replace("-", "−")


def percent(fraction: "Decimal", places: int = 1) -> str:
    """Write a fraction as a percentage, half up; whole ones without decimals."""
    hundredfold = fraction * 100
    if hundredfold == hundredfold.to_integral_value():
        return f"{number(int(hundredfold))}%"
    step = type(fraction)(1).scaleb(-places)
    return f"{number(hundredfold.quantize(step, 'ROUND_HALF_UP'))}%"


def day(value: date) -> str:
    """Write a day as 01/03/2025."""
    return value.strftime("%d/%m/%Y") if value.year >= 1000 else f"{value.day:02}/{value.month:02}/{value.year:04}"


def short_day(value: date) -> str:
    """Write a day of the year at hand as 01/03."""
    return value.strftime("%d/%m")


def moment(value: datetime) -> str:
    """Write a moment as 01/03/2025 15:30."""
    return f"{day(value)} {value:%H:%M}"


def weekday(value: date) -> str:
    """Name the day of the week."""
    return (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")
    )[value.weekday()]  # fmt: skip


def weekday_within(value: date) -> str:
    """Name the day of the week inside a line, as official texts do: thứ Sáu, Chủ nhật, Friday."""
    return weekday(value).replace("Thứ", "thứ")


def listed(items: list[str]) -> str:
    """Write a list as a person would: a, b or c."""
    return (
        items[0]
        if len(items) == 1
        else _("{some} or {last}").format(some=", ".join(items[:-1]), last=items[-1])
        if items
        else ""
    )
