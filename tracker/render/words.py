"""How figures, spans and pace are said, in the reader's language: one place, so that every output says the same."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from tracker.domain.calendar import Span
from tracker.domain.criteria import Criterion, Kind
from tracker.domain.entries import Total
from tracker.domain.quantity import THOUSAND, as_decimal, rounded
from tracker.i18n import N_, _, day, moment, ngettext, number, percent, short_day, weekday_within
from tracker.render.document import Paragraph, Part, Role, Run, paragraph
from tracker.services.view import View

SHORT_HASH = 16
NOTHING = "–"
# The texts of a return, in the order in which they are asked for and shown.
TEXTS = {
    "direction": N_("Direction given"),
    "difficulties": N_("Difficulties"),
    "proposals": N_("Proposals"),
}
# What an entry is marked as; the kinds are those of events, which short commands do not load.
HIGHLIGHTS = {"exemplary": N_("exemplary case"), "model": N_("model practice")}


def say_amount(criterion: Criterion, value: Fraction | Decimal | int) -> str:
    """Write an amount in the criterion's measure, to its decimals, half up."""
    return number(rounded(Fraction(value), criterion.decimals))


def say_thousandths(criterion: Criterion, thousandths: int) -> str:
    """Write an amount kept in thousandths."""
    return say_amount(criterion, Fraction(thousandths, THOUSAND))


def say_change(criterion: Criterion, change: Total) -> str:
    """Write by how much a total is changed: 2 more, 3 less; of a rate, its numerator and its denominator; of a state a dash,
    as entries do not add up to it.
    """
    if criterion.is_state:
        return NOTHING
    parts = [change.quantity, change.denominator] if criterion.kind is Kind.RATE else [change.quantity]
    return " / ".join(_say_difference(criterion, one) for one in parts)


def _say_difference(criterion: Criterion, thousandths: int) -> str:
    amount = number(as_decimal(abs(thousandths)))  # in full: of a divided figure a unit has parts
    if not thousandths:
        return amount
    return _("{amount} less").format(amount=amount) if thousandths < 0 else _("{amount} more").format(amount=amount)


def say_value(criterion: Criterion, value: Fraction | Decimal | None) -> str:
    """Write the value of a rate: 78,2% or, for one not measured in %, two places."""
    if value is None:
        return NOTHING
    if criterion.is_percent:
        return percent(rounded(Fraction(value), 6))
    return number(rounded(Fraction(value), 2))


def say_total(criterion: Criterion, total: Total) -> str:
    """Write what was achieved; a unit's part of a divided figure may have more places than what is logged."""
    return say_value(criterion, total.value) if criterion.kind is Kind.RATE else number(as_decimal(total.quantity))


def say_units_view(view: View) -> str:
    """Say which units figures of units stand with."""
    if view.rolled is None:
        return _("Figures of units as reported: with the unit as it was on the day of each entry")
    return _("Figures of units as of {day}: rolled forward through the lineage").format(day=day(view.rolled.on))


def say_span(span: Span) -> str:
    """Write a span within a year as 24/02-02/03."""
    return f"{short_day(span.start)}-{short_day(span.end)}"


def say_long_span(span: Span) -> str:
    """Write a span with its year, or years: 24/02-02/03/2025."""
    start = day(span.start) if span.start.year != span.end.year else short_day(span.start)
    return f"{start}-{day(span.end)}"


def say_due(on: date, today: date) -> str:
    """Write a due day with its weekday: 28/02 (thứ Sáu)."""
    return f"{say_day(on, today)} ({weekday_within(on)})"


def say_day(on: date, today: date) -> str:
    """Write a day, with its year where that is not this one's."""
    return short_day(on) if on.year == today.year else day(on)


def say_open(concerns: int, days: int) -> str:
    """Say how many concerns nobody has answered, and for how long the oldest has waited."""
    if not concerns:
        return _("no concern is open")
    count = ngettext("{count} concern is not answered", "{count} concerns are not answered", concerns)
    if not days:
        return count
    oldest = ngettext("the oldest for {count} day", "the oldest for {count} days", days)
    return f"{count}, {oldest}"


def compose_known_at(known_at: datetime) -> Paragraph:
    """Compose the line that an answer ends with where it leaves out what was recorded later."""
    text = _("As known at {moment}; what was recorded later is left out.").format(moment=moment(known_at))
    return paragraph(Run(text, Role.QUIET), part=Part.FOOTER)


def say_head(head: str) -> str:
    """Write the hash that the journal ends with, given in hex; as many letters as --known-at asks for."""
    return _("journal {head}").format(head=head[:SHORT_HASH])
