"""Achievements that were marked as worth telling of: exemplary cases (điển hình) and model practices (mô hình)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.calendar import Span
from tracker.domain.criteria import Criterion
from tracker.domain.entries import Achievement, Claim, Posting, State, number_of
from tracker.domain.event_kinds import EventKind
from tracker.domain.events import Event, EventRecord
from tracker.domain.honours import Highlighted, HighlightKind
from tracker.domain.judging import FieldProblem, Verdict
from tracker.domain.text import clean, fold
from tracker.domain.units import UnitVersion
from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.services.ports import BatchInfo, Journal, OpenBatch, OpenJournal
from tracker.services.records import check_current, find_current, find_record
from tracker.services.view import View

# What people write in a column for them, without case and accents; the first is what lists of them name.
SPELLINGS: Mapping[HighlightKind, tuple[str, ...]] = {
    HighlightKind.EXEMPLARY: ("điển hình", "exemplary", "x", "có", "yes", "nổi bật", "highlight"),
    HighlightKind.MODEL: ("mô hình", "model"),
}
_KINDS = {fold(text): kind for kind, texts in SPELLINGS.items() for text in texts}


class Highlight(NamedTuple):
    """An entry that stands and is worth telling of; `unit` is its version on the entry's day.

    Units: `quantity` and `denominator` are in thousandths.
    """

    entry: Achievement
    unit: UnitVersion
    criterion: Criterion
    kind: HighlightKind

    @property
    def number(self) -> int:
        """The number of the entry as it stands now."""
        return self.entry.number

    @property
    def id(self) -> str:
        """The id of the entry as it stands now."""
        return self.entry.id

    @property
    def posting(self) -> Posting:
        """What the entry says."""
        return self.entry.posting

    @property
    def day(self) -> date:
        """The day on which it was achieved."""
        return self.entry.posting.day

    @property
    def quantity(self) -> int:
        """How many; of a rate, the numerator."""
        return self.entry.posting.quantity

    @property
    def denominator(self) -> int | None:
        """Of a rate, the denominator."""
        return self.entry.posting.denominator

    @property
    def note(self) -> str:
        """What it was, in words."""
        return self.entry.posting.note


class Marking(Value, frozen=True):
    """What marking an entry did; `id` is that of the event, "" in a rehearsal of what is not there yet."""

    id: str
    view: View
    entry: Achievement
    kind: HighlightKind
    already_there: bool


def parse_highlight(text: str) -> HighlightKind:
    """Return what a cell marks its row as.

    Raises: TrackerError bad-highlight.
    """
    if kind := _KINDS.get(fold(clean(text))):
        return kind
    raise TrackerError.of("bad-highlight", text=text, known=[texts[0] for texts in SPELLINGS.values()])


def mark_of(posting: Posting, id: str, kind: HighlightKind) -> Event:  # noqa: A002
    """Return the event that marks an entry."""
    return Event(posting.campaign, Highlighted(kind), posting.unit, posting.day, about=number_of(id))


def judge_mark(claim: Claim, verdict: Verdict) -> Verdict:
    """Return the verdict on a row that marks its entry, with what is wrong with the mark."""
    if clean(claim.highlight):
        try:
            parse_highlight(claim.highlight)
        except TrackerError as error:
            return Verdict(None, (*verdict.problems, FieldProblem("highlight", error.problem)))
    return verdict


def mark_rows(batch: OpenBatch, claims: Sequence[Claim], postings: Sequence[Posting], ids: Sequence[str]) -> None:
    """Mark the entries of those rows that say so."""
    for claim, posting, id_ in zip(claims, postings, ids, strict=True):
        if clean(claim.highlight):
            batch.note(mark_of(posting, id_, parse_highlight(claim.highlight)))


def mark_entry(
    views: Sequence[View], id: str, kind: HighlightKind, open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool  # noqa: A002
) -> Marking:  # fmt: skip
    """Mark an entry that is there already; one that is marked so stays as it is.

    Raises: TrackerError bad-entry-id, entry-not-found, not-an-entry, entry-replaced, entry-taken-back, campaign-undefined.
    """
    entry = find_record(views[0].journal, id)
    if not isinstance(entry, Achievement):
        raise TrackerError.of("not-an-entry", id=id)
    check_current(views[0].journal, entry)
    view = next((one for one in views if one.campaign.id == entry.posting.campaign), None)
    if view is None:
        raise TrackerError.of("campaign-undefined", id=id, campaign=entry.posting.campaign)
    journal = open_journal()
    with journal.batch(info) as batch:
        check_current(journal, entry)  # once more: somebody may have been quicker
        last = max(marks_of(journal, entry), key=lambda one: one.number, default=None)
        known = last if last and _kind_of(last) is kind else None
        batch.keep = not dry_run
        marked = known.id if known else batch.note(mark_of(entry.posting, entry.id, kind))
        return Marking("" if dry_run and not known else marked, view, entry, kind, already_there=known is not None)


def marks_of(journal: Journal, entry: Achievement) -> list[EventRecord]:
    """Return what marks an entry, or marked what it stands for."""
    line = [one.number for one in journal.history(entry.number) if one.reverses is None]
    followers = (one for number in line for one in journal.events_about(number))
    return [one for one in followers if one.event.kind is EventKind.HIGHLIGHT]


def find_highlights(view: View, span: Span, unit: str | None = None) -> tuple[Highlight, ...]:
    """Return the entries worth telling of that are dated in a span and by the as-of day, of all units or one and those under it.

    Each once, as it was marked last, in the order of their days; what was voided is gone, what was amended is shown as it
    is now.
    """
    known = span.until(view.as_of)
    if known is None or not view.journal.has_events(view.campaign.id, EventKind.HIGHLIGHT):
        return ()
    days = view.days_of(unit) if unit else None
    marked = _standing(view.journal, view.journal.events(view.campaign.id, EventKind.HIGHLIGHT))
    found = {  # of several marks of an entry the latest counts
        entry.number: entry
        for entry in _highlights(view, marked)
        if entry.day in known
        and (days is None or any(entry.unit.id == part.unit and entry.day in part.span for part in days))
    }
    return tuple(sorted(found.values(), key=lambda one: (one.day, one.number)))


def _standing(journal: Journal, marks: Sequence[EventRecord]) -> Iterable[tuple[Achievement, HighlightKind]]:
    """Yield each marked entry as it stands now; what does not stand any more is passed over."""
    entries = {one.number: one for one in journal.numbered([one.event.about or 0 for one in marks])}
    for mark in marks:
        entry = entries.get(mark.event.about or 0)
        if entry and entry.state is not State.CURRENT:
            line = journal.history(entry.number)
            now = find_current(line)
            entry = now if isinstance(now, Achievement) else None
        if entry:
            yield entry, _kind_of(mark)


def _highlights(view: View, marked: Iterable[tuple[Achievement, HighlightKind]]) -> Iterable[Highlight]:
    """Yield what is still defined; the files may have lost a criterion or a unit since."""
    for entry, kind in marked:
        posting = entry.posting
        criterion = view.campaign.criteria_by_id.get(posting.criterion)
        if criterion and posting.unit in view.roster.by_id:
            yield Highlight(entry, view.roster.last_version(posting.unit, posting.day), criterion, kind)


def _kind_of(mark: EventRecord) -> HighlightKind:
    assert isinstance(mark.event.body, Highlighted)
    return mark.event.body.mark
