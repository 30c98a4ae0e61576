"""Points that people give: a unit's own score, a review, the final word; and what a unit explains. Every value is kept."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from tracker.domain.calendar import Span
from tracker.domain.campaign import Phase
from tracker.domain.criteria import Criterion
from tracker.domain.criterion_names import find_criterion
from tracker.domain.event_kinds import EventKind
from tracker.domain.events import Event, EventRecord
from tracker.domain.phase_events import Authority, ScoreGiven
from tracker.domain.plans import UnitGoals
from tracker.domain.quantity import as_decimal, parse_quantity
from tracker.domain.scheme import POINT_PLACES, BonusPenalty, Leaf, sheet_for, sheets_of
from tracker.domain.scoring import Given, limits
from tracker.domain.statements import LONGEST_TEXT, Explanation
from tracker.domain.text import clean
from tracker.domain.units import UnitVersion
from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.services.closing import check_open
from tracker.services.phases import choose_phase
from tracker.services.ports import BatchInfo, OpenJournal
from tracker.services.standings import ranked_on, ranking_units
from tracker.services.view import View

_RANK = {one: at for at, one in enumerate(Authority)}
Key = tuple[str, str]  # a unit and what it is scored for


class Scored(NamedTuple):
    """What noting points or an explanation did; `counts` is what counts since, None where nobody gave any points.

    `id` is "" in a rehearsal of what is not there yet. `leaf` is what is scored, with its maximum.
    """

    id: str
    view: View
    phase: Phase
    unit: UnitVersion
    leaf: Leaf
    event: Event
    counts: EventRecord | None


class Asked(Value, frozen=True):
    """What points are given to, as typed; `phase` is None for the usual one."""

    unit: str
    criterion: str
    phase: str | None


class _Line(NamedTuple):
    """A line of a unit's sheet in a phase."""

    phase: Phase
    unit: UnitVersion
    leaf: Leaf


def events_of_scores(view: View, phase: Phase | None = None) -> list[EventRecord]:
    """Return the points and explanations given by the as-of day that stand, for a phase or for all; as recorded."""
    known = (EventKind.SCORE, EventKind.EXPLANATION)
    kinds = [one for one in known if view.journal.has_events(view.campaign.id, one)]
    days = Span(date.min, view.as_of)
    found = [record for kind in kinds for record in view.journal.events(view.campaign.id, kind, days=days)]
    of_phase = (one for one in found if phase is None or _subject(one).phase == phase.id)
    return sorted(of_phase, key=lambda one: one.number)


def find_counting(records: Iterable[EventRecord]) -> dict[Key, EventRecord]:
    """Return the points that count for each unit and criterion of one phase: the latest of the highest authority."""
    found: dict[Key, EventRecord] = {}
    for record in records:
        body = record.event.body
        if isinstance(body, ScoreGiven):
            key = (record.event.unit, body.criterion)
            before = found.get(key)
            if before is None or _RANK[body.authority] >= _RANK[_points(before).authority]:
                found[key] = record
    return found


def given_of(record: EventRecord) -> Given:
    """Return the points that an event holds, as they enter a score."""
    body = _points(record)
    return Given(body.authority, body.points, record.recorded_by, record.recorded_at, body.text)


def as_given(records: Mapping[Key, EventRecord]) -> dict[Key, Given]:
    """Return the points of events, as they enter scores."""
    return {key: given_of(one) for key, one in records.items()}


def give_points(
    view: View, asked: Asked, points: str, authority: Authority, reason: str,
    open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool,
) -> Scored:  # fmt: skip
    """Note points that people give a unit for a criterion.

    Raises: TrackerError phase-not-found, phase-not-begun, phase-is-closed, unit-not-found ..., criterion-not-scored, bad-quantity ...,
    points-too-fine, points-out-of-range, text-too-long, unit-not-ranked, criterion-not-assigned.
    """
    line = _find_line(view, asked)
    _check_assigned(view, *line)
    given = _parse_points(view, points, line.leaf)
    body = ScoreGiven(authority, line.leaf.name, line.phase.id, given, _cleaned("reason", reason))
    return _note(view, line, body, open_journal, info, dry_run=dry_run)


def note_explanation(
    view: View, asked: Asked, text: str, open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool
) -> Scored:
    """Note what a unit explains; it changes no points.

    Raises: as `give_points`; TrackerError field-missing.
    """
    line = _find_line(view, asked)
    body = Explanation(line.leaf.name, line.phase.id, _cleaned("text", text))
    if not body.text:
        raise TrackerError.of("field-missing", field="text")
    return _note(view, line, body, open_journal, info, dry_run=dry_run)


def _note(
    view: View, line: _Line, body: ScoreGiven | Explanation, open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool
) -> Scored:  # fmt: skip
    phase, unit, leaf = line
    event = Event(view.campaign.id, body, unit.id, view.as_of)
    view = view.but(journal=open_journal())
    with view.journal.batch(info) as batch:
        check_open(view, phase)
        id_ = batch.note(event)
        batch.keep = not dry_run
        counting = find_counting(events_of_scores(view, phase)).get((unit.id, leaf.name))
        return Scored(id_, view, phase, unit, leaf, event, counting)


def _find_line(view: View, asked: Asked) -> _Line:
    """Return the line that is meant, of the unit as the phase ranks it."""
    phase = choose_phase(view, asked.phase)
    check_open(view, phase)
    unit = view.roster.find(clean(asked.unit), ranked_on(phase, view.as_of), fragments=True)
    criterion = find_criterion(view.campaign, asked.criterion, fragments=True)
    leaf = find_leaf(view, unit, criterion)
    if unit.id not in {one.id for one in ranking_units(view.roster, phase, view.as_of)}:
        raise TrackerError.of("unit-not-ranked", unit=unit.name, day=ranked_on(phase, view.as_of))
    return _Line(phase, unit, leaf)


def _check_assigned(view: View, phase: Phase, unit: UnitVersion, leaf: Leaf) -> None:
    """See that points would count: a line that is not assigned to a unit has none; a bonus and a penalty always do.

    Raises: TrackerError criterion-not-assigned.
    """
    if isinstance(leaf.model, BonusPenalty):
        return
    criterion = view.campaign.criteria_by_id[leaf.criterion]
    goals = UnitGoals(criterion, view.campaign, view.roster, phase, ranked_on(phase, view.as_of))
    if not goals.goal(unit, lambda amounts, first: 0).is_assigned:
        said = {"criterion": criterion.title, "unit": unit.name, "phase": phase.title}
        raise TrackerError.of("criterion-not-assigned", **said, unit_id=unit.id)


def find_leaf(view: View, unit: UnitVersion, criterion: Criterion, *, with_penalties: bool = False) -> Leaf:
    """Return the line of a unit's score sheet that a criterion stands on, be it (`with_penalties`) as its penalties.

    Raises: TrackerError nothing-scored, criterion-not-scored.
    """
    sheet = sheet_for(sheets_of(view.campaign), unit)
    if sheet is None:
        raise TrackerError.of("nothing-scored", campaign=view.campaign.name, unit=unit.name)
    leaves = {one.name: one for one in sheet.leaves}
    if with_penalties:
        leaves = {name: one for one in sheet.leaves for name in one.criteria[::-1]} | leaves
    if criterion.id not in leaves:
        raise TrackerError.of("criterion-not-scored", criterion=criterion.title, unit=unit.name, known=list(leaves))
    return leaves[criterion.id]


def _parse_points(view: View, text: str, leaf: Leaf) -> int:
    text = text.strip()
    sign, digits = (-1, text[1:]) if text[:1] in ("-", "−") else (1, text)
    try:
        points = sign * parse_quantity(digits, POINT_PLACES)
    except TrackerError as error:
        raise (TrackerError.of("points-too-fine", text=text) if error.code == "too-many-decimals" else error) from None
    least, most = limits(leaf)
    if not least <= points <= most:
        said = {"points": as_decimal(points), "least": as_decimal(least), "most": as_decimal(most)}
        title = view.campaign.criteria_by_id[leaf.name].title
        raise TrackerError.of("points-out-of-range", criterion=title, **said)
    return points


def _cleaned(name: str, text: str) -> str:
    text = clean(text)
    if len(text) > LONGEST_TEXT:
        raise TrackerError.of("text-too-long", name=name, length=len(text), most=LONGEST_TEXT)
    return text


def _points(record: EventRecord) -> ScoreGiven:
    assert isinstance(record.event.body, ScoreGiven)
    return record.event.body


def _subject(record: EventRecord) -> ScoreGiven | Explanation:
    assert isinstance(record.event.body, ScoreGiven | Explanation)
    return record.event.body
