"""What units raised, as a signed report tells it: how much, what waits for an answer, what others have to answer."""

from collections.abc import Callable, Sequence

from tracker.domain.calendar import Span
from tracker.i18n import _, ngettext, number
from tracker.i18n.papers import paper_date
from tracker.render.compose_concerns import count_followed, say_still_open
from tracker.render.document import Block, paragraph
from tracker.render.report_sentences import item
from tracker.services.concerns import ConcernState, ConcernStatus
from tracker.services.return_texts import UnitTexts
from tracker.services.view import View

MOST_TOLD = 5


def compose_texts(texts: Sequence[UnitTexts], lead: str, kind: Callable[[UnitTexts], str]) -> list[Block]:
    """Compose what units wrote with their returns, of one kind, an item each."""
    told = [(one.unit.name, text) for one in texts if (text := kind(one))]
    return [paragraph(lead), *_items([item(text, name) for name, text in told])] if told else []


def compose_raised(concerns: Sequence[ConcernStatus], span: Span, when: str) -> list[Block]:
    """Say how many concerns were raised and answered within some days, and how many wait."""
    counts = count_followed(span, concerns)
    is_open = any(one.state is ConcernState.OPEN for one in concerns)
    still_open = say_still_open(concerns)
    if not any(counts.values()):
        text = _("{when} units raised nothing new; {open}.").format(when=when, open=still_open)
        return [paragraph(text)] if is_open else []
    raised = ngettext("{count} concern", "{count} concerns", counts.pop("raised"))
    followed = {name: number(count) for name, count in counts.items()}
    text = _("{when} units raised {concerns}; {answered} answered, {passed} passed up; {open}.")
    return [paragraph(text.format(when=when, concerns=raised, open=still_open, **followed))]


def compose_waiting(view: View, concerns: Sequence[ConcernStatus], *, elsewhere: bool) -> list[Block]:
    """Compose the concerns that wait for an answer: of somebody that is named (`elsewhere`), or of nobody in particular."""
    waiting = [one for one in concerns if one.state is not ConcernState.ANSWERED and bool(one.must_answer) is elsewhere]
    return _items([_waiting(view, one) for one in waiting])


def _waiting(view: View, one: ConcernStatus) -> Block:
    name = view.roster.name_on(one.record.event.unit, one.raised_on)
    raised = _("raised on {day}").format(day=paper_date(one.raised_on))
    text = f"{one.content.text.rstrip('.')} ({one.content.field}; {raised})."
    if one.must_answer:
        text = _("{name} is asked to answer: {text}").format(name=one.must_answer, text=text)
    return item(text, name)


def _items(items: Sequence[Block]) -> list[Block]:
    rest = len(items) - MOST_TOLD
    more = ngettext("and {count} more.", "and {count} more.", rest) if rest > 0 else ""
    return [*items[:MOST_TOLD], *([item(more)] if more else [])]
