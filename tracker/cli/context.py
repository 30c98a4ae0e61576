"""The only place that wires things together: options and environment, the clock, campaigns.yaml, the store.

Nothing is read before it is asked for, so that a command pays for what it uses.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from tracker.cli.places import Found, find_campaigns, find_store, held_by
from tracker.domain.calendar import END_OF_DAY, parse_day, parse_moment
from tracker.domain.campaign import Campaign, Definition, State
from tracker.domain.text import clean, nearest, visible
from tracker.domain.units import Roster, UnitVersion
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.files.sources import read_sources
from tracker.i18n import LANGUAGES, is_language
from tracker.journal.store import Store, memory_store, open_for_reading, open_for_writing
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.journal.evidence import EvidenceFolder
    from tracker.services.ports import BatchInfo

_FOR_VALIDATE = ("holidays-unknown",)  # what nobody can mend yet is said by tracker validate alone
USUAL_ZONE = timezone(timedelta(hours=7))  # that of a campaigns.yaml that names none


class Options(Value, frozen=True):
    """The global options as given; None or False where they were not."""

    campaigns: str | None = None
    db: str | None = None
    today: str | None = None
    known_at: str | None = None
    lang: str | None = None
    color: str = "auto"
    quiet: bool = False
    debug: bool = False
    by: str | None = None


class Compiled(Value, frozen=True):
    """The checked campaigns, the bytes of their files, the campaigns as the store keeps them, and the files' names."""

    definition: Definition
    sources: bytes
    data: bytes
    files: tuple[str, ...]  # as campaigns.yaml, the first, names the others


class Context:
    """What a command works with."""

    def __init__(self, options: Options, command: str, warn: Callable[[Sequence[Problem]], None]) -> None:
        self.options, self.command, self.warn = options, command, warn
        self._rosters: dict[str, Roster] = {}
        self._journal: Store | None = None  # the store, once it is open to write
        self.known_at: datetime | None = None  # set once the store is open
        self.table: str | None = None  # the file that names evidence, unless a person does
        with held_by("TRACKER_LANG") as held:
            if held and options.lang is None and not is_language(held):
                raise TrackerError.of("bad-language", text=held, known=LANGUAGES)

    @cached_property
    def now(self) -> datetime:
        """The present moment; with --today, that day at the present time of day. In the campaigns' time zone."""
        real = datetime.now(UTC).astimezone(self.zone)  # noqa: TID251 the one place that reads the clock
        return real if self.today == real.date() else datetime.combine(self.today, real.timetz())

    @cached_property
    def recorded_at(self) -> datetime:
        """The real present moment: when something is recorded does not follow --today."""
        return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 the one place that reads the clock

    @cached_property
    def today(self) -> date:
        """Today, or the day that --today or TRACKER_TODAY names."""
        return self.today_in(self.zone)

    def today_in(self, zone: tzinfo) -> date:
        """Return today in a time zone, for what is done without a campaign too."""
        real = datetime.now(UTC).astimezone(zone).date()  # noqa: TID251 the one place that reads the clock
        if asked := self.options.today:
            return parse_day(asked, real)
        with held_by("TRACKER_TODAY") as held:
            if held or not self.options.known_at:
                return parse_day(held, real) if held else real
        from tracker.cli.known_at import day_known  # noqa: PLC0415 most commands show all

        return day_known(self.options.known_at, real, zone)

    def moment(self, text: str) -> datetime:
        """Return the moment, now or before, at which something arrived; of a day that --today names, all of it has passed.

        Raises: TrackerError bad-moment, no-such-day, received-in-future.
        """
        received = parse_moment(text, self.today).replace(tzinfo=self.zone)
        is_today = self.today == self.recorded_at.astimezone(self.zone).date()
        if received > (self.now if is_today else datetime.combine(self.today, END_OF_DAY, self.zone)):
            raise TrackerError.of("received-in-future", received=received)
        return received

    @cached_property
    def zone(self) -> tzinfo:
        """The campaigns' time zone."""
        return self.definition.zone

    @cached_property
    def campaigns_file(self) -> Found:
        """The campaigns.yaml that is used: the one named, or the one here or in a folder above.

        Raises: TrackerError file-missing, no-campaigns-file.
        """
        return find_campaigns(self.options.campaigns)

    @cached_property
    def store_file(self) -> Found:
        """The store that is used: the one named, or tracker.db beside campaigns.yaml."""
        return find_store(self.options.db, lambda: self.campaigns_file)

    @cached_property
    def reading(self) -> Store:
        """The store to read, as it was known at --known-at; one that does not exist is empty and is not made."""
        store = self.__dict__["reading"] = open_for_reading(self.store_file.name, self.recorded_at)
        if self.options.known_at:
            from tracker.cli.known_at import show_as_known  # noqa: PLC0415 most commands show all

            today = self.recorded_at.astimezone(self.zone).date()
            self.known_at = show_as_known(store, self.options.known_at, today, self.zone)
        return store

    def refuse_known_at(self) -> None:
        """See that only commands that show figures are asked for those of the past.

        Raises: TrackerError known-at-writes.
        """
        if self.options.known_at:
            raise TrackerError.of("known-at-writes", command=self.command)

    def open_journal(self) -> Store:
        """Open the store to write, making it where it does not exist."""
        self.refuse_known_at()
        if self.reading.path is None or not self.reading.writable:
            self.close()
            self.__dict__["reading"] = open_for_writing(self.store_file.name, self.recorded_at)
        self.reading.keep_evidence = self._keep_evidence
        self._journal = self.reading
        return self.reading

    def leave_store(self) -> None:
        """Work without the store, which must not be open while it is checked; what is only unusual is not said again."""
        self.__dict__["reading"], self.warn = memory_store(), lambda problems: None

    @property
    def has_recorded(self) -> bool:
        """Whether something was written into the store for good, so that an interruption comes too late."""
        return self._journal is not None and self._journal.has_recorded

    def close(self) -> None:
        """Close the store, where it was opened."""
        if "reading" in self.__dict__:
            self.reading.close()
            del self.__dict__["reading"]

    def rehearse(self) -> Store:
        """Open the store for a dry run: one that does not exist is not made."""
        return self.open_journal() if os.path.exists(self.store_file.name) else memory_store()

    @cached_property
    def evidence(self) -> "EvidenceFolder":
        """What keeps evidence beside the store: named from here by a person, from its own folder by a table."""
        from pathlib import Path  # noqa: PLC0415 most entries have no evidence

        from tracker.journal.evidence import EvidenceFolder, folder_beside  # noqa: PLC0415 most entries have none

        folder = folder_beside(self.store_file.name)
        return EvidenceFolder(folder, Path(self.table or "").parent, confined=self.table is not None)

    def _find_evidence(self, text: str) -> str:
        return self.evidence.find(text) if text else ""

    def _keep_evidence(self, texts: Iterable[str]) -> None:
        if "evidence" in self.__dict__:
            self.evidence.keep(texts)

    @cached_property
    def compiled(self) -> Compiled:
        """The campaigns, from the store's cache where no file changed since, else read and checked.

        Raises: TrackerError with every problem of the files.
        """
        path = os.path.realpath(self.campaigns_file.name)
        key = visible(path)  # the name of a folder or file may be no text at all
        cached = self.reading.read_cache(key)
        if cached and read_sources(os.path.dirname(path), cached.files) == cached.sources:
            with suppress(msgspec.ValidationError):  # kept by a version whose definitions had another shape
                definition = msgspec.json.decode(cached.compiled, type=Definition)
                return Compiled(definition, cached.sources, cached.compiled, tuple(cached.files))
        from pathlib import Path  # noqa: PLC0415 read only after a change

        from tracker.files.campaign_file import read_definition  # noqa: PLC0415 YAML is needed only after a change

        reading = read_definition(Path(path))
        if reading.definition is None:
            raise TrackerError(reading.problems)
        self.warn([one for one in reading.problems if one.code not in _FOR_VALIDATE])
        compiled = msgspec.json.encode(reading.definition)
        self.reading.keep_definition(key, [visible(name) for name in reading.files], reading.sources, compiled)
        return Compiled(reading.definition, reading.sources, compiled, reading.files)

    @property
    def definition(self) -> Definition:
        """What campaigns.yaml and the files it names define."""
        return self.compiled.definition

    def roster(self, campaign: Campaign) -> Roster:
        """Return the units of a campaign; campaigns of one roster share it."""
        if campaign.roster not in self._rosters:
            data = self.definition.rosters[campaign.roster]
            self._rosters[campaign.roster] = Roster(data.versions, data.edges)
        return self._rosters[campaign.roster]

    def counted(self, definition: Definition | None) -> tuple[date, int | None]:
        """Return today and the entries that the store holds for campaigns by then; None where that cannot be known."""
        today = self.today_in(definition.zone if definition else USUAL_ZONE)
        if definition is None:
            return today, None
        try:
            return today, sum(self.reading.entries(one.id, today) for one in definition.campaigns)
        except TrackerError:
            return today, None

    def view(self, campaign: Campaign) -> View:
        """Return what is seen of a campaign today."""
        return View(
            campaign, self.roster(campaign), self.reading, self.today, self.zone, self.known_at, self._find_evidence
        )

    def campaigns(self, asked: str | None = None) -> list[Campaign]:
        """Return the campaign asked for by its id, or all of them.

        Raises: TrackerError campaign-not-found.
        """
        found = [one for one in self.definition.campaigns if asked in (None, one.id)]
        if not found:
            ids = [one.id for one in self.definition.campaigns]
            raise TrackerError.of("campaign-not-found", campaign=asked, nearest=nearest(asked or "", ids, 1), known=ids)
        return found

    def likely(self, asked: str | None, unit: str | None = None) -> list[Campaign]:
        """Return the campaigns that a command without -C may mean: those running that have the unit, or else all."""
        known = self.campaigns(asked)
        likely = [one for one in known if one.state_on(self.today) in (State.RUNNING, State.BETWEEN)] or known
        if unit and len(likely) > 1:
            exact, loose = ([one for one in likely if self._has_unit(one, unit, way)] for way in (False, True))
            likely = exact or loose or likely
        return likely

    def choose(self, asked: str | None, unit: str | None = None) -> View:
        """Return the one campaign that a command is about.

        Raises: TrackerError campaign-ambiguous with the candidates.
        """
        likely = self.likely(asked, unit)
        if len(likely) > 1:
            raise TrackerError.of("campaign-ambiguous", candidates=[one.id for one in likely])
        return self.view(likely[0])

    def find_unit(self, view: View, text: str | None, *, fragments: bool = True) -> UnitVersion | None:
        """Return the unit that a person means on the as-of day, or ever, where it lives no more."""
        if text is None:
            return None
        query = clean(text)
        if query in view.roster.by_id:
            return view.roster.last_version(query, view.as_of)
        return view.roster.find(query, view.as_of, fragments=fragments)

    def batch_info(self, detail: str = "") -> "BatchInfo":
        """Return who writes now, with which command, under which definition."""
        self.refuse_known_at()
        compiled = self.compiled
        command = f"{self.command} {detail}".strip()
        from tracker.journal.chain import sha256  # noqa: PLC0415 reading commands need none

        definition = sha256(compiled.data).digest()
        from tracker.cli.recorder import name_recorder  # noqa: PLC0415 reading commands need none
        from tracker.services.ports import BatchInfo  # noqa: PLC0415 likewise

        return BatchInfo(self.recorded_at, name_recorder(self.options.by), command, definition, compiled.data)

    def _has_unit(self, campaign: Campaign, unit: str, fragments: bool) -> bool:
        try:
            return self.find_unit(self.view(campaign), unit, fragments=fragments) is not None
        except TrackerError as error:
            return error.code == "unit-ambiguous"
