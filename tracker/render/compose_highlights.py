"""What is worth telling of, on the pages of reports: exemplary cases and models, and who was commended."""

from collections.abc import Sequence

from tracker.domain.entries import Total
from tracker.domain.honours import HighlightKind
from tracker.i18n import _, day, number
from tracker.render.commendation_words import say_whole
from tracker.render.compose_commendations import count_table
from tracker.render.criterion_sentences import say_amount_in_measure
from tracker.render.document import Block, Column, Gap, Heading, Role, Run, Table, paragraph
from tracker.render.report_sentences import capital
from tracker.services.commendations import Counts
from tracker.services.highlights import Highlight


def compose_notable(highlights: Sequence[Highlight], most: int | None) -> list[Block]:
    """Compose the section of highlights, at most so many; none where there is nothing to tell of."""
    if not highlights:
        return []
    columns = (
        Column(_("Day")),
        Column(_("Unit"), shrinks=True),
        Column(_("Kind")),
        Column(_("Content"), wraps=True),
        Column(_("Result"), right=True),
    )
    shown = highlights[:most]
    rows = tuple(
        (
            Run(day(one.day), value=one.day),
            Run(one.unit.name),
            Run(_("model") if one.kind is HighlightKind.MODEL else _("exemplary case")),
            Run(one.note or one.criterion.title),
            Run(say_amount_in_measure(one.criterion, Total(one.quantity, one.denominator or 0, 1))),
        )
        for one in shown
    )
    rest = len(highlights) - len(shown)
    more = _("and {count} more").format(count=number(rest)) if rest else ""
    return [Heading(_("Exemplary cases and models"), 2), Table(columns, rows, more), Gap()]


def compose_commended(counts: Counts | None) -> list[Block]:
    """Compose the section of commendations; none where nobody was commended or proposed."""
    if counts is None or not (counts.decided or counts.proposed):
        return []
    table = [count_table(counts.decided)] if counts.decided else []
    return [Heading(_("Commendations"), 2), *table, paragraph(Run(capital(say_whole(counts)), Role.QUIET)), Gap()]
