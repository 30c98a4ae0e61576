"""How units keep to their returns, as a table."""

from fractions import Fraction

from tracker.domain.quantity import rounded
from tracker.i18n import _, ngettext, number, percent
from tracker.render.document import Cell, Column, Document, Heading, Role, Run, Table, Title, paragraph
from tracker.render.words import NOTHING, say_long_span
from tracker.services.return_rates import GroupBy, ReturnRate, ReturnRates


def compose_return_rates(rates: ReturnRates) -> Document:
    """Compose the returns that were due in a span, a row for each group and one for all."""
    columns = (
        Column(_title_of(rates.by), shrinks=True), Column(_("Owed"), right=True), Column(_("Filed"), right=True),
        Column("%", right=True), Column(_("On time"), right=True), Column("%", right=True),
    )  # fmt: skip
    rows = [_row(one.name or _("(none)"), one, Role.PLAIN) for one in rates.groups]
    total = _row(_("In all"), rates.total, Role.STRONG)
    title = _("Returns due {days}").format(days=say_long_span(rates.span))
    dates = ngettext("{count} due date", "{count} due dates", rates.dates)
    return (Title(_("Returns")), Heading(title), Table(columns, (*rows, total)), paragraph(Run(dates, Role.QUIET)))


def _title_of(by: GroupBy) -> str:
    match by:
        case GroupBy.UNIT:
            return _("Unit")
        case GroupBy.PARENT:
            return _("Under")
        case GroupBy.CLUSTER:
            return _("Cluster")


def _row(name: str, rate: ReturnRate, role: Role) -> tuple[Cell, ...]:
    texts = (name, number(rate.expected), number(rate.actual), _share(rate.rate), number(rate.on_time))
    return tuple(Run(text, role) for text in (*texts, _share(rate.on_time_rate)))


def _share(share: Fraction | None) -> str:
    return NOTHING if share is None else percent(rounded(share, 4)).rstrip("%")
