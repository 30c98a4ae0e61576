"""How units kept to their returns over the days of a review."""

from collections.abc import Sequence
from fractions import Fraction

from tracker.domain.text import sort_key
from tracker.i18n import _, ngettext, number
from tracker.render.compose_review_results import say_share
from tracker.render.document import Block, Cell, Column, Gap, Heading, Role, Run, Table, paragraph
from tracker.services.return_rates import ReturnRate
from tracker.services.review import Review

MOST_NAMED = 12


def compose_discipline(review: Review, most: int | None) -> list[Block]:
    """Compose the returns by the unit above, those that filed least first, then who filed none; none where none were due."""
    returns, units = review.returns, review.returns_by_unit
    if returns is None or units is None:
        return []
    columns = (
        Column(_("Under"), shrinks=True),
        Column(_("Owed"), right=True),
        Column(_("Filed"), right=True),
        Column("%", right=True),
        Column(_("On time"), right=True),
        Column("%", right=True),
    )
    groups = sorted(returns.groups, key=lambda one: (one.rate or Fraction(0), sort_key(one.name)))
    shown = groups[:most]
    rows = [_row(one.name or _("(none)"), one) for one in shown] if len(groups) > 1 else []
    rest = len(groups) - len(shown)
    more = _("and {count} more units").format(count=number(rest)) if rest else ""
    dates = ngettext("{count} due date", "{count} due dates", returns.dates)
    return [
        Heading(_("Returns"), 2),
        Table(columns, (*rows, _row(_("In all"), returns.total, Role.STRONG)), more),
        paragraph(Run(dates, Role.QUIET)),
        *_silent(units.groups),
        Gap(),
    ]


def _row(name: str, rate: ReturnRate, role: Role = Role.PLAIN) -> tuple[Cell, ...]:
    counts = (number(rate.expected), number(rate.actual), say_share(rate.rate).rstrip("%"))
    texts = (name, *counts, number(rate.on_time), say_share(rate.on_time_rate).rstrip("%"))
    return tuple(Run(text, role) for text in texts)


def _silent(units: Sequence[ReturnRate]) -> list[Block]:
    """Name the units that filed none of what they owed."""
    silent = sorted((one.name for one in units if one.expected and not one.actual), key=sort_key)
    if not silent:
        return []
    rest = len(silent) - MOST_NAMED
    more = [_("and {count} more units").format(count=number(rest))] if rest > 0 else []
    count = ngettext("{count} unit filed none", "{count} units filed none", len(silent))
    return [paragraph(f"{count}: {'; '.join(silent[:MOST_NAMED] + more)}")]
