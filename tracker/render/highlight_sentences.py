"""What is worth telling of in a report: exemplary cases, models, and who was commended."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.domain.entries import Total
from tracker.domain.honours import HighlightKind
from tracker.i18n import _, ngettext
from tracker.i18n.papers import paper_date
from tracker.render.commendation_words import say_counts, say_people
from tracker.render.criterion_sentences import say_amount_in_measure
from tracker.render.document import Block
from tracker.render.report_sentences import item

if TYPE_CHECKING:
    from tracker.services.commendations import Counts
    from tracker.services.highlights import Highlight

MOST_TOLD = 12


def compose_highlights(highlights: "Sequence[Highlight]", most: int = MOST_TOLD) -> list[Block]:
    """Compose an item for each of the first; the page of the report tells of them all."""
    told = [item(_say_highlight(one), one.unit.name) for one in highlights[:most]]
    rest = len(highlights) - len(told)
    more = ngettext("and {count} more case or model.", "and {count} more cases and models.", rest)
    return [*told, *([item(more)] if rest else [])]


def _say_highlight(one: "Highlight") -> str:
    amount = say_amount_in_measure(one.criterion, Total(one.quantity, one.denominator or 0, 1))
    kind = _("model") if one.kind is HighlightKind.MODEL else _("exemplary case")
    what = one.note.rstrip(". ") or one.criterion.title
    return f"{what} ({kind}; {one.criterion.title}: {amount}; {paper_date(one.day)})."


def say_leading(units: int, *, in_phase: bool) -> str:
    """Say how many units have met every target of their own; a campaign without phases is one whole."""
    if in_phase:
        return ngettext(
            "{count} unit has met every target of its own in this phase",
            "{count} units have met every target of their own in this phase",
            units,
        )
    return ngettext(
        "{count} unit has met every target of its own in the campaign",
        "{count} units have met every target of their own in the campaign",
        units,
    )


def say_commended(counts: "Counts | None") -> str:
    """Say who was commended: 12 collectives and 24 individuals; "" where nobody was."""
    if counts is None or not counts.decided:
        return ""
    if len(counts.decided) == 1:
        return _("commended: {awards}").format(awards=say_counts(counts.decided))
    people = say_people(counts.collectives, counts.individuals)
    return _("{people} were commended: {awards}").format(people=people, awards=say_counts(counts.decided))
