"""Who has not filed a return, and how units keep to theirs."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from tracker.domain.quantity import rounded
from tracker.domain.returns import Occurrence
from tracker.domain.text import sort_key
from tracker.domain.units import UnitVersion
from tracker.i18n import _, day, ngettext, number, percent, weekday
from tracker.render.compose_status import say_moved
from tracker.render.document import Block, Cell, Column, Document, Gap, Heading, Role, Run, Table, Title, paragraph
from tracker.render.words import NOTHING, say_long_span
from tracker.services.discipline import Returns
from tracker.services.return_rates import GroupBy, ReturnRate, ReturnRates, group_of


def compose_missing(returns: Returns, rates: ReturnRates, last: Mapping[str, date]) -> Document:
    """Compose the list of units whose return is missing, group by group, ready to be sent to those who chase them."""
    occurrence = returns.occurrence
    assert occurrence.covers is not None
    counts = _("{missing} of {expected} units have not filed; {on_time} filed on time, {late} late").format(
        missing=number(len(returns.missing)), expected=number(len(returns.expected)),
        on_time=number(returns.on_time), late=number(returns.actual - returns.on_time),
    )  # fmt: skip
    blocks: list[Block] = [
        Heading(f"{returns.deadline.title} {say_long_span(occurrence.covers)}"),
        paragraph(counts),
        paragraph(", ".join(part for part in (_say_due(occurrence), say_moved(occurrence)) if part)),
    ]
    for group in sorted(rates.groups, key=lambda one: sort_key(one.name)):
        units = [one for one in returns.missing if group_of(one, rates.by) == group.group]
        if units:
            name = group.name or _("All units")
            title = f"{name} ({number(len(units))}/{number(group.expected)})"
            blocks += [Gap(), Heading(title, 2), _list(units, last)]
    return tuple(blocks)


def _list(units: Sequence[UnitVersion], last: Mapping[str, date]) -> Table:
    columns = (Column("", shrinks=True), Column("", right=True))
    ordered = sorted(units, key=lambda unit: sort_key(unit.name))
    return Table(columns, tuple((Run(f"  {one.name}"), Run(_last(last.get(one.id)), Role.QUIET)) for one in ordered))


def _say_due(occurrence: Occurrence) -> str:
    return _("due {weekday} {day}").format(weekday=weekday(occurrence.due_on), day=day(occurrence.due_on))


def _last(on: date | None) -> str:
    return _("last entry {day}").format(day=day(on)) if on else _("no entry yet")


def compose_return_rates(rates: ReturnRates, unit: UnitVersion | None = None) -> Document:
    """Compose the returns that were due in a span, of all units or of `unit` and those under it: a row for each group."""
    columns = (
        Column(_title_of(rates.by), shrinks=True), Column(_("Owed"), right=True), Column(_("Filed"), right=True),
        Column("%", right=True), Column(_("On time"), right=True), Column("%", right=True),
    )  # fmt: skip
    rows = [_row(one.name or _("(none)"), one, Role.PLAIN) for one in rates.groups]
    total = _row(_("In all"), rates.total, Role.STRONG)
    due = _("Returns due {days}").format(days=say_long_span(rates.span))
    title = f"{due} · {unit.name}" if unit else due
    dates = ngettext("{count} due date", "{count} due dates", rates.dates)
    return (Title(title), Heading(title), Table(columns, (*rows, total)), paragraph(Run(dates, Role.QUIET)))


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
