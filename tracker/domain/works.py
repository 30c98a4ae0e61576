"""Named works of milestones in entries: which one is named, and whether its unit has it done."""

from collections.abc import Callable
from datetime import date

import msgspec

from tracker.domain.books import Work
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Criterion, Kind
from tracker.domain.entries import Claim
from tracker.domain.judging import FieldProblem, Located
from tracker.domain.quantity import THOUSAND, parse_quantity
from tracker.domain.text import clean, fold, nearest, spell
from tracker.domain.units import Roster
from tracker.errors import Problem, TrackerError

ONE = "1"  # what an entry about a work counts


def find_work(campaign: Campaign, criterion: Criterion, text: str, *, fragments: bool) -> Work:
    """Return the one work of a milestone that an id, a title or (`fragments`) a part of a title names.

    Raises: TrackerError work-not-milestone, field-missing, work-ambiguous, work-not-found.
    """
    if criterion.kind is not Kind.MILESTONE:
        raise TrackerError.of("work-not-milestone", criterion=criterion.title)
    text, works = clean(text), campaign.books.works_of(criterion.id) if campaign.has_books else {}
    if text in works:
        return works[text]
    if not fold(text):
        raise TrackerError.of("field-missing", field="criterion")
    levels: list[Callable[[Work], bool]] = [
        lambda work: spell(work.title) == spell(text),
        lambda work: fold(work.title) == fold(text),
        lambda work: fragments and fold(text) in fold(work.title),
    ]
    for level in levels:
        found = [work for work in works.values() if level(work)]
        if len(found) == 1:
            return found[0]
        if found:
            candidates = _say_works(found)
            raise TrackerError.of("work-ambiguous", work=text, criterion=criterion.title, candidates=candidates)
    near = nearest(text, [name for work in works.values() for name in (work.id, work.title)])
    raise TrackerError.of("work-not-found", work=text, criterion=criterion.title, nearest=near)


def check_work(campaign: Campaign, roster: Roster, found: Located, claim: Claim, problems: list[FieldProblem]) -> Claim:
    """Check what is claimed of a milestone against its works, and return the claim with the quantity that it counts.

    A work is entered by name, once, by the unit whose it is; a unit that has works in the list enters no bare numbers.
    """
    assert found.criterion is not None
    if found.work is None:
        works = campaign.books.works_of(found.criterion.id).values()
        own = [one for one in works if found.unit and one.unit == found.unit.id]
        if own:
            said = {"criterion": found.criterion.title, "candidates": _say_works(own)}
            example = f"{found.criterion.id}/{own[0].id}"
            problems.append(FieldProblem("criterion", Problem("work-not-named", {**said, "example": example})))
        return claim
    if found.unit and found.day and not _is_unit_of(roster, found.work, found.unit.id, found.day):
        owner = roster.name_on(found.work.unit, found.day)
        said = {"work": found.work.title, "unit": owner, "unit_id": found.work.unit}
        problems.append(FieldProblem("unit", Problem("work-of-another", said)))
    if claim.quantity.strip() and not _is_one(claim.quantity):
        problems.append(FieldProblem("quantity", Problem("work-is-one", {"work": found.work.title})))
    return msgspec.structs.replace(claim, quantity=ONE)


def _is_one(text: str) -> bool:
    try:
        return parse_quantity(text, 0) == THOUSAND
    except TrackerError:
        return False


def _is_unit_of(roster: Roster, work: Work, unit: str, day: date) -> bool:
    """Whether a work is a unit's on a day: its own, or come to it from one that is no more."""
    heirs = {work.unit}
    for edge in sorted(roster.edges, key=lambda edge: edge.on):
        if edge.on <= day and edge.source in heirs:
            heirs.add(edge.heir)
    living = {one for one in heirs if one and roster.version(one, day)}
    return unit in living or not living


def _say_works(works: list[Work]) -> list[str]:
    return [f"{work.title} [{work.id}]" for work in works]
