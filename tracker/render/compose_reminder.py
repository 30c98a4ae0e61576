"""The reminder: for each campaign what is missing, what is due soon and what to look at."""

from collections.abc import Sequence
from datetime import date

from tracker.i18n import _, day, number, weekday
from tracker.render.compose_status import say_alert, say_deadline
from tracker.render.document import Block, Document, Gap, Paragraph, Role, Run, Title, facts
from tracker.render.words import say_due
from tracker.services.discipline import DeadlineStatus
from tracker.services.remind import Reminder


def compose_reminders(reminders: Sequence[Reminder]) -> Document:
    """Compose what is to be done in each campaign; nothing where that is nothing."""
    blocks: list[Block] = [Title(_("Reminders"))]
    for one in reminders:
        today = one.view.as_of
        heading = (Run(one.view.campaign.name, Role.STRONG), Run(f" · {weekday(today)} {day(today)}"))
        blocks += [*([Gap()] if len(blocks) > 1 else []), Paragraph(heading), facts(_rows(one))]
    return tuple(blocks)


def _rows(one: Reminder) -> list[tuple[str, str]]:
    overdue = [_say_dated(deadline, one.view.as_of) for deadline in one.deadlines if deadline.is_overdue]
    ahead = [_say_dated(deadline, one.view.as_of) for deadline in one.deadlines if not deadline.is_overdue]
    alerts = [say_alert(alert) for alert in one.alerts]
    return [*_titled(_("Overdue"), overdue), *_titled(_("Next due"), ahead), *_titled(_("Attention"), alerts)]


def _titled(title: str, texts: Sequence[str]) -> list[tuple[str, str]]:
    return [(title if at == 0 else "", text) for at, text in enumerate(texts)]


def _say_dated(deadline: DeadlineStatus, today: date) -> str:
    return f"{say_due(deadline.occurrence.due_on, today)}  {_say_open(deadline)}"


def _say_open(deadline: DeadlineStatus) -> str:
    """Name a deadline; of a return, how many units have not filed yet."""
    text, returns = say_deadline(deadline), deadline.returns
    if deadline.is_overdue or returns is None:
        return text
    counts = {"missing": number(len(returns.missing)), "expected": number(len(returns.expected))}
    return f"{text}: " + _("{missing}/{expected} units have not filed").format(**counts)
