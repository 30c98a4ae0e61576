"""Reorganisations as people ask for them: units found by what they are called, and what an edit of the roster moves."""

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.domain.calendar import DAY, Span
from tracker.domain.campaign import Phase
from tracker.domain.criteria import Criterion
from tracker.domain.entries import Achievement, State
from tracker.domain.events import Event
from tracker.domain.file_edits import FileEdit
from tracker.domain.plans import build_plan
from tracker.domain.reorganisation import Reorganisation
from tracker.domain.roster_operations import Heir, merge_units, move_units, split_unit
from tracker.domain.text import clean
from tracker.domain.units import Roster, UnitSpan, UnitVersion
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.services.ports import Invocation, Journal, Search
from tracker.services.view import View

INHERITED = ("level", "parent", "cluster")


class Asked(Value, frozen=True):
    """What every operation is told: from which day on, and the decision that it rests on."""

    on: date
    basis: str
    children_to: str | None = None


class NewUnit(Value, frozen=True):
    """A unit that begins; of what is None it is as the units that it takes over."""

    id: str
    name: str
    code: str = ""
    level: str | None = None
    parent: str | None = None
    cluster: str | None = None


class Stray(Value, frozen=True):
    """What was recorded about a unit after its last day."""

    view: View
    unit: UnitVersion
    entries: tuple[Achievement, ...]
    returns: int


class TargetChange(Value, frozen=True):
    """A target that is set by units alive on a day, before an edit and after it, in thousandths."""

    view: View
    criterion: Criterion
    phase: Phase | None
    before: int
    after: int


class Effects(Value, frozen=True):
    """What an edit moves beside the units themselves."""

    strays: tuple[Stray, ...]
    targets: tuple[TargetChange, ...]


def find_units(roster: Roster, texts: Sequence[str], day: date) -> list[UnitVersion]:
    """Return the units alive on a day that people mean, each once.

    Raises: TrackerError with every one that is not found.
    """
    found: dict[str, UnitVersion] = {}
    problems: list[Problem] = []
    for text in texts:
        try:
            unit = find_alive(roster, text, day)
            found[unit.id] = unit
        except TrackerError as error:
            problems += error.problems
    if problems:
        raise TrackerError(problems)
    return list(found.values())


def find_alive(roster: Roster, text: str, day: date) -> UnitVersion:
    """Return the unit alive on a day that a person means; a part of a name is not enough where files are edited.

    Raises: TrackerError unit-ambiguous, unit-not-found, unit-not-alive.
    """
    return roster.find(clean(text), day, fragments=False)


def plan_merge(roster: Roster, asked: Asked, units: Sequence[str], into: str, new: NewUnit | None) -> Reorganisation:
    """Plan a merger into a unit that exists, or a new one."""
    sources = find_units(roster, units, asked.on - DAY)
    heir = _begun(roster, asked, new, sources) if new else _find_heir(roster, into, asked.on)
    children_to = _find_parent(roster, asked, [heir])
    return merge_units(roster, asked.on, asked.basis, sources, heir, children_to)


def plan_split(
    roster: Roster, asked: Asked, unit: str, into: Mapping[str, str], new: Mapping[str, NewUnit]
) -> Reorganisation:
    """Plan a split; `into` are the heirs with their shares, `new` those of them that begin.

    Raises: TrackerError name-of-nobody of a new unit that is none of the heirs.
    """
    if strangers := [one for one in new if one not in into]:
        raise TrackerError.of("name-of-nobody", option="name", id=strangers[0])
    source = find_alive(roster, unit, asked.on - DAY)
    begun = [_begun(roster, asked, one, [source]) for one in new.values()]
    heirs = [
        Heir(text if text in new else _find_heir(roster, text, asked.on).id, share) for text, share in into.items()
    ]
    children_to = _find_parent(roster, asked, begun)
    return split_unit(roster, asked.on, asked.basis, source, heirs, begun, children_to)


def plan_move(roster: Roster, asked: Asked, units: Sequence[str], fields: Mapping[str, str]) -> Reorganisation:
    """Plan that units stand elsewhere: under another parent, in another cluster, on another level."""
    if parent := fields.get("parent"):
        fields = {**fields, "parent": find_alive(roster, parent, asked.on).id}
    return move_units(roster, asked.on, asked.basis, find_units(roster, units, asked.on), fields)


def foresee(views: Sequence[View], edit: Reorganisation) -> Effects:
    """Return what an edit moves in the campaigns that use the roster."""
    strays, targets = [], []
    for view in views:
        after = edit.apply_to(view.roster)
        strays += [one for unit in edit.ended if (one := _stray(view, unit, edit.on))]
        for criterion in view.campaign.criteria:
            targets += _target_changes(view, criterion, after)
    return Effects(tuple(strays), tuple(targets))


def find_edit(journal: Journal, number: int | None) -> tuple[Invocation, Event] | None:
    """Return an invocation, the last one unless another is named, if it edited files, and how."""
    for invocation in journal.invocations(number=number, last=1):
        for record in journal.events_of(invocation.id):
            if isinstance(record.event.body, FileEdit) and record.event.body.kept:
                return invocation, record.event
    return None


def _find_heir(roster: Roster, text: str, day: date) -> UnitVersion:
    try:
        return find_alive(roster, text, day)
    except TrackerError as error:
        if error.code != "unit-not-found":
            raise
        params = {"id": text, "day": day, "nearest": error.problem.params["nearest"]}
        raise TrackerError.of("new-unit-unnamed", **params) from None


def _find_parent(roster: Roster, asked: Asked, new: Sequence[UnitVersion]) -> str | None:
    """Return the unit that the children of those that end go to, which may be one that begins."""
    if asked.children_to is None:
        return None
    if asked.children_to in {one.id for one in new}:
        return asked.children_to
    return find_alive(roster, asked.children_to, asked.on).id


def _begun(roster: Roster, asked: Asked, new: NewUnit, sources: Sequence[UnitVersion]) -> UnitVersion:
    """Return a new unit; what is not said of it is as all of its sources have it.

    Raises: TrackerError new-unit-unclear where they differ.
    """
    fields = {field: getattr(new, field) for field in INHERITED}
    if new.parent:
        fields["parent"] = find_alive(roster, new.parent, asked.on).id
    for field in INHERITED:
        values = {getattr(one, field) for one in sources}
        if fields[field] is None and len(values) > 1:
            raise TrackerError.of("new-unit-unclear", field=field, option=field, id=new.id)
        fields[field] = values.pop() if fields[field] is None else fields[field]
    return UnitVersion(id=new.id, code=new.code, name=new.name, aliases=(), valid_from=None, valid_to=None, **fields)


def _stray(view: View, unit: UnitVersion, on: date) -> Stray | None:
    """Return what was recorded about a unit that ends, from the day on which it is no more."""
    after = Span(on, date.max)
    search = Search(campaign=view.campaign.id, units=[UnitSpan(unit.id, after, is_whole=False)], span=after)
    entries = tuple(one for one in view.journal.achievements(search) if one.state is State.CURRENT)
    returns = sum(
        unit.id in view.journal.returns(view.campaign.id, one.covers, view.moment)
        for deadline in view.campaign.deadlines
        if deadline.is_return
        for one in deadline.occurrences
        if one.covers and one.due_on >= on and one.covers.start <= view.as_of
    )
    return Stray(view, unit, entries, returns) if entries or returns else None


def _target_changes(view: View, criterion: Criterion, after: Roster) -> list[TargetChange]:
    """Return the targets set by the units alive on the first day of a span that another roster changes."""
    if not (criterion.adds_up and criterion.levels):
        return []
    phases = (None,) if criterion.is_for_whole_campaign or not view.campaign.has_phases else view.campaign.phases
    found = []
    for phase in phases:
        before, now = (
            sum(step.amount for step in build_plan(criterion, view.campaign, roster, phase=phase))
            for roster in (view.roster, after)
        )
        if before != now:
            found.append(TargetChange(view, criterion, phase, before, now))
    return found
