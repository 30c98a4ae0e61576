"""The concerns register: lists, receipts, and its part of the weekly report."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.domain.calendar import Span
from tracker.domain.statements import Answer
from tracker.i18n import N_, _, day, ngettext, number, weekday
from tracker.render.compose_receipts import say_first, say_undo
from tracker.render.document import Block, Cell, Column, Document, Gap, Heading, Role, Run, Table, Title, paragraph
from tracker.render.words import say_open
from tracker.services.concerns import ConcernState, ConcernStatus
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.services.raising import Noted

WIDE = 100
MOST_LISTED = 5
STATES = {
    ConcernState.OPEN: N_("open"),
    ConcernState.ANSWERED: N_("answered"),
    ConcernState.PASSED_UP: N_("passed up"),
}


def compose_concerns(view: View, concerns: Sequence[ConcernStatus]) -> Document:
    """Compose a list of concerns, the oldest first."""
    title = Title(_("Concerns · {campaign}").format(campaign=view.campaign.name))
    if not concerns:
        return (title, paragraph(_("No concern fits.")))
    states = Counter(one.state for one in concerns)
    parts = [" ".join((number(states[state]), _(word))) for state, word in STATES.items() if states[state]]
    count = ngettext("{count} concern", "{count} concerns", len(concerns))
    return (title, _table(view, concerns), paragraph(Run(f"{count}: {', '.join(parts)}", Role.QUIET)))


def _table(view: View, concerns: Sequence[ConcernStatus]) -> Table:
    columns = (
        Column(_("Id")),
        Column(_("Raised")),
        Column(_("Days"), right=True),
        Column(_("State"), from_width=WIDE),
        Column(_("Unit"), shrinks=True),
        Column(_("Field"), shrinks=True, from_width=WIDE),
        Column(_("Content"), wraps=True),
    )
    return Table(columns, tuple(_row(view, one) for one in concerns))


def _row(view: View, one: ConcernStatus) -> tuple[Cell, ...]:
    return (
        Run(one.record.id, Role.CODE),
        Run(day(one.raised_on)),
        Run(number(one.age)),
        Run(_(STATES[one.state]), Role.BAD if one.state is ConcernState.OPEN else Role.PLAIN),
        Run(view.roster.name_on(one.record.event.unit, one.raised_on)),
        Run(one.content.field),
        Run(_content(one)),
    )


def _content(one: ConcernStatus) -> str:
    """Say what was raised, and either who must answer or what was answered."""
    if one.last:
        return f"{one.content.text} → {_say_answer(one.last)}"
    waits = _("{name} must answer").format(name=one.must_answer) if one.must_answer else ""
    return " · ".join(part for part in (one.content.text, waits) if part)


def _say_answer(answer: Answer) -> str:
    if answer.passed_up_to:
        passed = _("passed up to {name}").format(name=answer.passed_up_to)
        return f"{passed}: {answer.text}" if answer.text else passed
    return f"{answer.text} ({answer.by})" if answer.by else answer.text


def compose_noted(done: "Noted", *, dry_run: bool, undo: str = "") -> Document:
    """Compose the receipt of a concern or an answer; `undo` takes it back."""
    event, concern = done.event, done.concern
    assert event.day is not None
    is_answer = isinstance(event.body, Answer)
    said = _say_answer(event.body) if isinstance(event.body, Answer) else concern.text
    when = f"{weekday(event.day)} {day(event.day)}"
    waits = _("{name} must answer").format(name=concern.to) if concern.to and not is_answer else ""
    head = _("answer to a concern ({field})") if is_answer else _("concern ({field})")
    whole = _("The whole campaign")
    return (
        *say_first(dry_run, already_there=done.already_there),
        paragraph(
            Run("✔ ", Role.GOOD),
            f"{done.view.roster.name_on(event.unit, event.day)} · ",
            Run(head.format(field=concern.field), Role.STRONG),
            Run("" if dry_run and not done.already_there else f"  {done.id}", Role.CODE),
        ),
        paragraph(said, indent=2),
        paragraph(" · ".join(part for part in (when, waits) if part), indent=2),
        paragraph(f"{whole}: {say_open(done.open, done.oldest)}", indent=2),
        *say_undo("" if dry_run or done.already_there else undo),
    )


def compose_weekly_concerns(view: View, week: Span, concerns: Sequence[ConcernStatus]) -> list[Block]:
    """Compose the section of a weekly report: what the week brought, and what waits for an answer."""
    if not concerns:
        return []
    waiting = [one for one in concerns if one.state is not ConcernState.ANSWERED]
    return [
        Heading(_("Concerns and proposals"), 2),
        paragraph(_week(week, concerns)),
        *([compose_waiting(view, waiting)] if waiting else []),
        Gap(),
    ]


def _week(week: Span, concerns: Sequence[ConcernStatus]) -> str:
    """Say what a week brought, and what is open at its end."""
    counts = count_followed(week, concerns)
    if not any(counts.values()):
        return _("In the week nothing was raised or answered; {open}.").format(open=say_still_open(concerns))
    text = _("In the week {raised} raised, {answered} answered, {passed} passed up; {open}.")
    numbers = {name: number(count) for name, count in counts.items()}
    return text.format(open=say_still_open(concerns), **numbers)


def count_followed(span: Span, concerns: Sequence[ConcernStatus]) -> dict[str, int]:
    """Count what some days brought: concerns that were raised, answers, and those passed up."""
    followed = [answer for one in concerns for answer in one.answers if answer.event.day and answer.event.day in span]
    passed = sum(isinstance(one.event.body, Answer) and bool(one.event.body.passed_up_to) for one in followed)
    raised = sum(one.raised_on in span for one in concerns)
    return {"raised": raised, "answered": len(followed) - passed, "passed": passed}


def say_still_open(concerns: Sequence[ConcernStatus]) -> str:
    """Say how many concerns nobody has answered, and for how long the oldest has waited."""
    ages = [one.age for one in concerns if one.state is ConcernState.OPEN]
    return say_open(len(ages), max(ages, default=0))


def compose_waiting(view: View, waiting: Sequence[ConcernStatus]) -> Table:
    """Compose the table of what waits for an answer."""
    columns = (
        Column(_("Raised")),
        Column(_("Days"), right=True),
        Column(_("Unit"), shrinks=True),
        Column(_("Field"), shrinks=True, from_width=WIDE),
        Column(_("Content"), wraps=True),
    )
    rows = tuple(
        (
            Run(day(one.raised_on)),
            Run(number(one.age)),
            Run(view.roster.name_on(one.record.event.unit, one.raised_on)),
            Run(one.content.field),
            Run(_content(one)),
        )
        for one in waiting[:MOST_LISTED]
    )
    rest = len(waiting) - MOST_LISTED
    more = ngettext("and {count} more concern", "and {count} more concerns", rest) if rest > 0 else ""
    return Table(columns, rows, more)
