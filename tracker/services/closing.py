"""Closing a phase (chốt đợt): what it counted, its targets, units, scores and ranks stay as they are from then on.

A closing is an event; it names the last row that counts and the definition it was made under, so that every report of the
phase can be made again, and carries the ranking itself. Rows recorded later are refused, or kept apart: see `late`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeAlias

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.campaign import Definition, Phase
from tracker.domain.entries import number_of
from tracker.domain.event_kinds import EventKind
from tracker.domain.events import Event, EventRecord
from tracker.domain.phase_events import PhaseClosed, PhaseFrozen, PhaseReopened
from tracker.domain.units import Roster
from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.services.ports import BatchInfo, Journal, OpenJournal
from tracker.services.view import View

Freeze: TypeAlias = Callable[[View], Mapping[str, Any]]  # makes the document of a phase


class Closing(NamedTuple):
    """A closing that holds, as it was noted."""

    record: EventRecord

    @property
    def closed(self) -> PhaseClosed:
        """What was noted."""
        assert isinstance(self.record.event.body, PhaseClosed)
        return self.record.event.body

    @property
    def span(self) -> Span:
        """The days of the phase, whatever campaigns.yaml says of it since."""
        return Span(self.closed.start, self.closed.end)

    @property
    def as_of(self) -> date:
        """The day it was closed on."""
        assert self.record.event.day is not None
        return self.record.event.day

    @property
    def particulars(self) -> dict[str, object]:
        """Who closed the phase and when, as refusals say it."""
        return {
            "phase": self.closed.phase,
            "title": self.closed.title,
            "who": self.record.recorded_by,
            "day": self.as_of,
        }


class Prepared(Value, frozen=True):
    """A phase as it would be closed now; `last` is the number of the last row that counts."""

    document: Mapping[str, Any]
    last: int
    entries: int


class Closed(Value, frozen=True):
    """What closing a phase did; `id` is "" in a rehearsal of what is not there yet."""

    id: str
    view: View
    phase: Phase
    prepared: Prepared
    sha256: str


class Reopened(Value, frozen=True):
    """What reopening a phase did."""

    id: str
    view: View
    closing: Closing
    reason: str


def find_closings(journal: Journal, campaign: str) -> tuple[Closing, ...]:
    """Return the closings of a campaign that hold, in the order of their phases' days."""
    if not journal.has_events(campaign, EventKind.CLOSED):
        return ()
    reopened = {number_of(one.about) for one in journal.events(campaign, EventKind.REOPENED)}
    closed = (Closing(one) for one in journal.events(campaign, EventKind.CLOSED) if one.number not in reopened)
    return tuple(sorted(closed, key=lambda one: one.span))


def find_closing(view: View, phase: str) -> Closing | None:
    """Return the closing of a phase, None where that is open."""
    closings = find_closings(view.journal, view.campaign.id)
    return next((one for one in closings if one.closed.phase == phase), None)


def check_open(view: View, phase: Phase) -> None:
    """See that a phase is not closed, as nothing more is decided about one that is.

    Raises: TrackerError phase-is-closed.
    """
    if found := find_closing(view, phase.id):
        raise TrackerError.of("phase-is-closed", **found.particulars)


def frozen(view: View, phase: Phase) -> dict[str, Any] | None:
    """Return the document that a phase was closed with, as of its last day or later; None where it is open.

    It holds what the closing command put there: under "rank" what `tracker rank --json` says, under "explain" what
    `tracker explain --json` says of each unit, by its id.

    Raises: TrackerError closing-damaged.
    """
    found = find_closing(view, phase.id)
    return read_document(view.journal, found) if found and view.as_of >= found.span.end else None


def read_document(journal: Journal, closing: Closing) -> dict[str, Any]:
    """Return what a closing froze, checked against its hash; numbers are exact decimals.

    Raises: TrackerError closing-damaged.
    """
    parts = [one.event.body for one in journal.events_about(closing.record.number)]
    data = next((unpack(one) for one in parts if isinstance(one, PhaseFrozen)), None)
    if data is None or digest_of(data) != closing.closed.sha256:
        raise TrackerError.of("closing-damaged", phase=closing.closed.phase, id=closing.record.id)
    from decimal import Decimal  # noqa: PLC0415 most commands read none

    document: dict[str, Any] = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal).decode(data)
    return document


def pack(document: Mapping[str, Any]) -> tuple[PhaseFrozen, str]:
    """Return a document as an event keeps it, and its SHA-256."""
    import zlib  # noqa: PLC0415 most commands only ask whether a phase is closed
    from base64 import b64encode  # noqa: PLC0415 likewise

    data = msgspec.json.Encoder(decimal_format="number").encode(document)
    return PhaseFrozen(b64encode(zlib.compress(data, 9)).decode()), digest_of(data)


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of a document, in hex."""
    from hashlib import sha256  # noqa: PLC0415 it loads OpenSSL

    return sha256(data).hexdigest()


def unpack(frozen: PhaseFrozen) -> bytes | None:
    """Return the bytes of a document, None where they cannot be read any more."""
    import zlib  # noqa: PLC0415 only documents of closings are packed
    from base64 import b64decode  # noqa: PLC0415 likewise

    try:
        return zlib.decompress(b64decode(frozen.packed, validate=True))
    except (ValueError, zlib.error):
        return None


def view_at_closing(view: View, closing: Closing) -> View:
    """Return a campaign as it was defined when a phase was closed, as of that day at the latest.

    The journal must show no more than was recorded by then: whoever opened it sees to that.

    Raises: TrackerError closing-undefined where the definition is gone or of a shape that cannot be read.
    """
    closed = closing.closed
    data = view.journal.definition(bytes.fromhex(closed.definition))
    try:
        definition = msgspec.json.decode(data or b"", type=Definition)
        (campaign,) = (one for one in definition.campaigns if one.id == view.campaign.id)
    except (msgspec.MsgspecError, ValueError) as error:
        raise TrackerError.of("closing-undefined", phase=closed.phase, id=closing.record.id) from error
    units = definition.rosters[campaign.roster]
    return view.but(
        campaign=campaign,
        roster=Roster(units.versions, units.edges),
        as_of=min(view.as_of, closing.as_of),
        zone=definition.zone,
        known_at=None,
    )


def defined_at_closing(view: View, phase: Phase) -> View:
    """Return what units are named and found by in a phase: once it is closed, the campaign as it was defined then."""
    found = find_closing(view, phase.id)
    return view_at_closing(view, found) if found and view.as_of >= found.span.end else view


def prepare_closing(view: View, phase: Phase, freeze: Freeze) -> Prepared:
    """Return a phase as it would be closed now.

    Raises: TrackerError phase-is-closed, phase-not-over.
    """
    check_open(view, phase)
    if view.as_of <= phase.span.end:
        raise TrackerError.of("phase-not-over", title=phase.title, phase=phase.id, end=phase.span.end, day=view.as_of)
    entries = sum(total.entries for total in view.journal.totals(view.campaign.id, phase.span).values())
    return Prepared(freeze(view), view.journal.head()[0], entries)


def close_phase(
    view: View, phase: Phase, prepared: Prepared, freeze: Freeze, open_journal: OpenJournal, info: BatchInfo,
    *, dry_run: bool,
) -> Closed:  # fmt: skip
    """Close a phase as it was prepared; where something was recorded since, as it is now.

    Raises: TrackerError phase-is-closed.
    """
    view = view.but(journal=open_journal())
    with view.journal.batch(info) as batch:
        if view.journal.head()[0] != prepared.last:
            prepared = prepare_closing(view, phase, freeze)
        part, digest = pack(prepared.document)
        span, definition = phase.span, info.definition.hex()
        body = PhaseClosed(
            phase.id, phase.title, span.start, span.end, prepared.last, prepared.entries, definition, digest
        )
        id_ = batch.note(Event(view.campaign.id, body, day=view.as_of))
        batch.note(Event(view.campaign.id, part, day=view.as_of, about=number_of(id_)))
        batch.keep = not dry_run
        return Closed(id_, view, phase, prepared, digest)


def reopen_phase(
    view: View, phase: Phase, reason: str, open_journal: OpenJournal, info: BatchInfo, *, dry_run: bool
) -> Reopened:
    """Reopen a phase: its closing holds no more, and stays in the record.

    Raises: TrackerError phase-is-open.
    """
    if find_closing(view, phase.id) is None:
        raise TrackerError.of("phase-is-open", title=phase.title, phase=phase.id)
    view = view.but(journal=open_journal())
    with view.journal.batch(info.but(reason=reason)) as batch:
        closing = find_closing(view, phase.id)
        if closing is None:  # somebody was quicker
            raise TrackerError.of("phase-is-open", title=phase.title, phase=phase.id)
        body = PhaseReopened(phase.id, reason)
        id_ = batch.note(Event(view.campaign.id, body, day=view.as_of, about=closing.record.number))
        batch.keep = not dry_run
        return Reopened(id_, view, closing, reason)
