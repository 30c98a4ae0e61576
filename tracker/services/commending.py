"""Noting commendations: what was typed or imported, checked; and what was decided about proposals."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.calendar import parse_day
from tracker.domain.event_kinds import EventKind
from tracker.domain.events import Event, EventRecord
from tracker.domain.honours import Commendation, CommendationDecided
from tracker.domain.judging import FieldProblem
from tracker.domain.text import fold
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.services.commendation_judge import CommendationJudge, TypedCommendation, check_day, check_text, read_number
from tracker.services.commendations import (
    CommendationStatus,
    Counts,
    count_commendations,
    find_commendations,
)
from tracker.services.ports import BatchInfo, Journal, OpenBatch, OpenJournal
from tracker.services.records import check_current, find_record
from tracker.services.view import View


class TypedDecision(Value, frozen=True):
    """A decision about a proposal as typed; counts that are "" are those proposed.

    `refused` is why nobody is commended, None where the proposal is not refused.
    """

    day: str
    collectives: str
    individuals: str
    number: str
    decided_by: str
    refused: str | None


class NotedCommendation(NamedTuple):
    """What noting a commendation or a decision did; `counts` are those of the whole campaign since.

    `id` is "" in a rehearsal of what is not there yet; `alike` says the same and counts too.
    """

    id: str
    view: View
    status: CommendationStatus
    event: Event
    counts: Counts
    already_there: bool = False
    alike: str = ""


class TakenIn(NamedTuple):
    """What importing commendations did: the ids of the new ones, how many rows there were, and those already there.

    `alike` are new ones that say the same as one that stood there before.
    """

    view: View
    rows: int
    ids: tuple[str, ...]
    already_there: int
    counts: Counts
    alike: int = 0


class RowProblem(NamedTuple):
    """What is wrong with a row, and in which of its columns."""

    row: int
    field: str
    problem: Problem


def add_commendation(
    view: View, typed: TypedCommendation, open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool
) -> NotedCommendation:
    """Note a commendation or a proposal; the same ref twice with the same content is "already there".

    Raises: TrackerError with every problem of what was typed; commendation-ref-differs.
    """
    judge = CommendationJudge(view, lambda text: parse_day(text, view.as_of), fragments=True)
    event, problems = judge.judge(typed)
    if event is None:
        raise TrackerError(one.problem for one in problems)
    view = view.but(journal=open_journal())
    with view.journal.batch(info) as batch:
        known = _refs(view)
        record = _there_already(known, event)
        alike = "" if record else _list_alike(view).get(_said(event), "")
        batch.keep = not dry_run
        id_ = record.id if record else batch.note(event)
        return _noted(view, id_, event, already_there=record is not None)._replace(alike=alike)


def list_known(view: View) -> frozenset[tuple[str, str]]:
    """Return the commendations that stand, each by its id alone and by its id and when it was noted, as a list writes them.

    Another store has the same ids for other commendations, noted at other moments.
    """
    noted = view.journal.events(view.campaign.id, EventKind.COMMENDATION)
    return frozenset((one.id, moment) for one in noted for moment in ("", one.recorded_at.isoformat()))


def judge_commendations(
    view: View, rows: Iterable[tuple[int, TypedCommendation]], parse: Callable[[str], date]
) -> tuple[list[tuple[int, Event]], list[RowProblem]]:
    """Return the events of the rows of a file, whose days `parse` reads, and everything that is wrong with the others."""
    judge = CommendationJudge(view, parse, fragments=False)
    judged = [(row, *judge.judge(typed)) for row, typed in rows]
    problems = [RowProblem(row, *one) for row, _, found in judged for one in found]
    return [(row, event) for row, event, _ in judged if event], problems


def import_commendations(
    view: View, events: Sequence[tuple[int, Event]], open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool
) -> TakenIn | list[RowProblem]:
    """Note the commendations of a file, all of them or none; refs that are there already are passed over.

    Returns: what was done, or what is wrong with refs.
    """
    view = view.but(journal=open_journal())
    with view.journal.batch(info) as batch:
        before = _list_alike(view)
        ids, problems = _note_all(view, batch, events)
        batch.keep = not (dry_run or problems)
        counts = count_commendations(view, view.campaign.span)
        alike = sum(_said(event) in before and not _ref_of(event) for _row, event in events)
        return problems or TakenIn(view, len(events), tuple(ids), len(events) - len(ids), counts, alike)


def _note_all(view: View, batch: OpenBatch, events: Sequence[tuple[int, Event]]) -> tuple[list[str], list[RowProblem]]:
    known, new, ids, problems = _refs(view), dict[str, Event](), list[str](), list[RowProblem]()
    for row, event in events:
        ref = _ref_of(event)
        try:
            if _there_already(known, event) or (ref and new.get(ref) == event):
                continue
        except TrackerError as error:
            problems.append(RowProblem(row, "ref", error.problem))
            continue
        if ref in new:
            problems.append(RowProblem(row, "ref", Problem("commendation-ref-repeated", {"ref": ref})))
            continue
        if ref:
            new[ref] = event
        ids.append(batch.note(event))
    return ids, problems


def decide_commendation(
    views: Sequence[View], id: str, typed: TypedDecision, open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool  # noqa: A002
) -> NotedCommendation:  # fmt: skip
    """Note what was decided about a proposal: as many as proposed unless said, or that it was refused.

    Raises: TrackerError with every problem of what was typed; bad-entry-id, commendation-not-found, entry-replaced,
    entry-taken-back, not-a-proposal, proposal-decided, decided-before-proposed, campaign-undefined.
    """
    record, content = _find_proposal(views[0].journal, id)
    view = next((one for one in views if one.campaign.id == record.event.campaign), None)
    if view is None:
        raise TrackerError.of("campaign-undefined", id=id, campaign=record.event.campaign)
    event = _decision(view, record, content, typed)
    view = view.but(journal=open_journal())
    with view.journal.batch(info) as batch:
        _check_undecided(view.journal, record)  # once more: somebody may have been quicker
        batch.keep = not dry_run
        return _noted(view, batch.note(event), record.event, decision=event)


def _decision(view: View, record: EventRecord, content: Commendation, typed: TypedDecision) -> Event:
    problems: list[FieldProblem] = []
    texts = {
        name: check_text(name, getattr(typed, name) or "", problems) for name in ("number", "decided_by", "refused")
    }
    if typed.refused is not None and not texts["refused"]:
        problems.append(FieldProblem("refused", Problem("refused-unexplained", {})))
    day = check_day(view, typed.day, lambda text: parse_day(text, view.as_of), problems)
    proposed_on = record.event.day
    if day and proposed_on and day < proposed_on:
        params = {"id": record.id, "day": day, "proposed": proposed_on}
        problems.append(FieldProblem("date", Problem("decided-before-proposed", params)))
    is_said = bool(typed.collectives or typed.individuals)
    collectives = read_number("collectives", typed.collectives, problems) if is_said else content.collectives
    individuals = read_number("individuals", typed.individuals, problems) if is_said else content.individuals
    if texts["refused"] and is_said:
        problems.append(FieldProblem("refused", Problem("refused-counts", {})))
    elif not (collectives or individuals or problems):
        problems.append(FieldProblem("collectives", Problem("nobody-commended", {})))
    for field, given, proposed in (
        ("collectives", collectives, content.collectives),
        ("individuals", individuals, content.individuals),
    ):
        if given > proposed:
            params = {"field": field, "given": given, "proposed": proposed, "id": record.id}
            problems.append(FieldProblem(field, Problem("more-than-proposed", params)))
    if problems:
        raise TrackerError(one.problem for one in problems)
    counts = (0, 0) if texts["refused"] else (collectives, individuals)
    body = CommendationDecided(*counts, texts["number"], texts["decided_by"], texts["refused"])
    return record.event.but(body=body, day=day, about=record.number, replaces=None)


def find_commendation(journal: Journal, id: str) -> tuple[EventRecord, Commendation]:  # noqa: A002
    """Return a commendation or proposal that stands.

    Raises: TrackerError bad-entry-id, commendation-not-found, not-a-commendation, entry-replaced, entry-taken-back.
    """
    try:
        record = find_record(journal, id)
    except TrackerError as error:
        raise TrackerError.of("commendation-not-found", id=id) if error.code == "entry-not-found" else error from None
    if not isinstance(record, EventRecord) or not isinstance(record.event.body, Commendation):
        raise TrackerError.of("not-a-commendation", id=id)
    check_current(journal, record)
    return record, record.event.body


def _find_proposal(journal: Journal, id: str) -> tuple[EventRecord, Commendation]:  # noqa: A002
    record, content = find_commendation(journal, id)
    if not content.is_proposed:
        raise TrackerError.of("not-a-proposal", id=id)
    _check_undecided(journal, record)
    return record, content


def _check_undecided(journal: Journal, record: EventRecord) -> None:
    check_current(journal, record)
    for one in journal.events_about(record.number):
        if isinstance(one.event.body, CommendationDecided):
            raise TrackerError.of("proposal-decided", id=record.id, decision=one.id, who=one.recorded_by)


def _refs(view: View) -> dict[str, EventRecord]:
    """Return the commendations that stand by their refs."""
    noted = view.journal.events(view.campaign.id, EventKind.COMMENDATION)
    return {ref: one for one in noted if (ref := _ref_of(one.event))}


def _list_alike(view: View) -> dict[Event, str]:
    """Return the ids of the lines about which nothing was decided since, by what they say."""
    return {_said(one.record.event): one.record.id for one in find_commendations(view) if not one.decision}


def _said(event: Event) -> Event:
    """Return what tells a line from others where neither has a ref: all but the words around it."""
    assert isinstance(event.body, Commendation)
    body = event.body.but(number=fold(event.body.number), decided_by="", basis="", note="")
    return event.but(body=body, replaces=None)


def _ref_of(event: Event) -> str:
    return event.body.ref if isinstance(event.body, Commendation) else ""


def _there_already(known: dict[str, EventRecord], event: Event) -> EventRecord | None:
    """Return the commendation that stands under an event's ref already.

    Raises: TrackerError commendation-ref-differs.
    """
    record = known.get(_ref_of(event))
    if record and record.event.but(replaces=None) != event:
        raise TrackerError.of("commendation-ref-differs", ref=_ref_of(event), id=record.id)
    return record


def _noted(
    view: View, id: str, event: Event, *, decision: Event | None = None, already_there: bool = False  # noqa: A002
) -> NotedCommendation:  # fmt: skip
    """Return what was noted; the event may stand in no journal, as in a rehearsal."""
    found = find_commendations(view)
    wanted = decision or event
    status = next(one for one in found if wanted in (one.record.event, one.decision and one.decision.event))
    return NotedCommendation(id, view, status, wanted, count_commendations(view, view.campaign.span), already_there)
