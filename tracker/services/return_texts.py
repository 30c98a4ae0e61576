"""What units say with their returns: the direction they gave, their difficulties and proposals."""

from typing import NamedTuple, cast

from tracker.domain.calendar import DAY, Span
from tracker.domain.entries import number_of
from tracker.domain.event_kinds import EventKind
from tracker.domain.statements import ReturnTexts
from tracker.domain.units import UnitVersion
from tracker.services.discipline import Returns
from tracker.services.ports import Journal
from tracker.services.view import View


class UnitTexts(NamedTuple):
    """The texts that came with a unit's return."""

    unit: UnitVersion
    texts: ReturnTexts


def texts_of(journal: Journal, number: int) -> ReturnTexts | None:
    """Return the texts of a return, None where it came without; what was noted last holds those before."""
    found = [one.event.body for one in journal.events_about(number) if one.event.kind is EventKind.RETURN_TEXTS]
    return cast("ReturnTexts", found[-1]) if found else None


def join_texts(known: ReturnTexts, more: ReturnTexts) -> ReturnTexts | None:
    """Return texts with those that they lacked; None where one would be written over."""
    pairs = {name: (getattr(known, name), getattr(more, name)) for name in known.__struct_fields__}
    if any(before and after not in ("", before) for before, after in pairs.values()):
        return None
    return ReturnTexts(**{name: before or after for name, (before, after) in pairs.items()})


def unit_texts(view: View, returns: Returns) -> tuple[UnitTexts, ...]:
    """Return the texts that came with the returns of some days, in the order of the roster."""
    received = {one.received_at.date() for one in returns.filed.values()}
    if not received:
        return ()
    # Texts are dated as their return is, give or take a time zone; those of other weeks need not be read.
    days = Span(min(received) - DAY, max(received) + DAY)
    filed = {number_of(one.id): unit for unit, one in returns.filed.items()}
    events = view.journal.events(view.campaign.id, EventKind.RETURN_TEXTS, days=days)
    found = {filed[one.event.about]: one.event.body for one in events if one.event.about in filed}
    return tuple(UnitTexts(unit, cast("ReturnTexts", found[unit.id])) for unit in returns.expected if unit.id in found)
