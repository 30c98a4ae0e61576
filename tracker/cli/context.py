"""The only place that wires things together: options and environment, the clock, campaigns.yaml, the store.

Nothing is read before it is asked for, so that a command pays for what it uses.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cached_property
from pathlib import Path

import msgspec

from tracker.domain.calendar import parse_day
from tracker.domain.campaign import Campaign, Definition, State
from tracker.domain.text import clean, nearest
from tracker.domain.units import Roster, UnitVersion
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.files.sources import read_sources
from tracker.journal.store import Store, memory_store, open_for_reading, open_for_writing
from tracker.services.ports import BatchInfo
from tracker.services.view import View

CAMPAIGNS_FILE = "campaigns.yaml"
STORE_FILE = "tracker.db"


class Options(Value, frozen=True):
    """The global options as given; None or False where they were not."""

    campaigns: str | None = None
    db: str | None = None
    today: str | None = None
    lang: str | None = None
    color: str = "auto"
    quiet: bool = False
    debug: bool = False
    by: str | None = None


class Found(Value, frozen=True):
    """A path and what decided it."""

    path: Path
    source: str


class Compiled(Value, frozen=True):
    """The checked campaigns, the bytes of their files, and the campaigns as the store keeps them."""

    definition: Definition
    sources: bytes
    data: bytes


class Context:
    """What a command works with."""

    def __init__(self, options: Options, command: str, warn: Callable[[Sequence[Problem]], None]) -> None:
        self.options, self.command, self.warn = options, command, warn
        self._rosters: dict[str, Roster] = {}

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
        real = datetime.now(UTC).astimezone(self.zone).date()  # noqa: TID251 the one place that reads the clock
        asked = self.options.today or os.environ.get("TRACKER_TODAY")
        return parse_day(asked, real) if asked else real

    @cached_property
    def zone(self) -> tzinfo:
        """The campaigns' time zone; one that never moves its clocks is known by its offset alone."""
        if self.definition.utc_offset is not None:
            return timezone(timedelta(seconds=self.definition.utc_offset))
        from zoneinfo import ZoneInfo  # noqa: PLC0415 slow to load

        return ZoneInfo(self.definition.timezone)

    @cached_property
    def campaigns_file(self) -> Found:
        """The campaigns.yaml that is used: the one named, or the one here or in a folder above.

        Raises: TrackerError file-missing, no-campaigns-file.
        """
        for asked, source in (
            (self.options.campaigns, "--campaigns"),
            (os.environ.get("TRACKER_CAMPAIGNS"), "TRACKER_CAMPAIGNS"),
        ):
            if asked:
                path = Path(asked)
                return Found(path / CAMPAIGNS_FILE if path.is_dir() else path, source)
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / CAMPAIGNS_FILE).is_file():
                return Found(folder / CAMPAIGNS_FILE, "here" if folder == here else "above")
        raise TrackerError.of("no-campaigns-file")

    @cached_property
    def store_file(self) -> Found:
        """The store that is used: the one named, or tracker.db beside campaigns.yaml."""
        for asked, source in ((self.options.db, "--db"), (os.environ.get("TRACKER_DB"), "TRACKER_DB")):
            if asked:
                return Found(Path(asked), source)
        return Found(self.campaigns_file.path.parent / STORE_FILE, "beside")

    @cached_property
    def reading(self) -> Store:
        """The store to read; one that does not exist is empty and is not made."""
        return open_for_reading(self.store_file.path, self.recorded_at)

    def open_journal(self) -> Store:
        """Open the store to write, making it where it does not exist."""
        if self.reading.path is None or not self.reading.writable:
            self.close()
            self.__dict__["reading"] = open_for_writing(self.store_file.path, self.recorded_at)
        return self.reading

    def close(self) -> None:
        """Close the store, where it was opened."""
        if "reading" in self.__dict__:
            self.reading.close()
            del self.__dict__["reading"]

    def rehearse(self) -> Store:
        """Open the store for a dry run: one that does not exist is not made."""
        return self.open_journal() if self.store_file.path.exists() else memory_store()

    @cached_property
    def compiled(self) -> Compiled:
        """The campaigns, from the store's cache where no file changed since, else read and checked.

        Raises: TrackerError with every problem of the files.
        """
        path = self.campaigns_file.path.resolve()
        cached = self.reading.read_cache(str(path))
        if cached and read_sources(path.parent, cached.files) == cached.sources:
            with suppress(msgspec.ValidationError):  # kept by a version whose definitions had another shape
                return Compiled(msgspec.json.decode(cached.compiled, type=Definition), cached.sources, cached.compiled)
        from tracker.files.campaign_file import read_definition  # noqa: PLC0415 YAML is needed only after a change

        reading = read_definition(path)
        if reading.definition is None:
            raise TrackerError(reading.problems)
        self.warn(reading.problems)
        compiled = msgspec.json.encode(reading.definition)
        self.reading.keep_definition(str(path), reading.files, reading.sources, compiled)
        return Compiled(reading.definition, reading.sources, compiled)

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

    def view(self, campaign: Campaign) -> View:
        """Return what is seen of a campaign today."""
        return View(campaign, self.roster(campaign), self.reading, self.today, self.zone)

    def campaigns(self, asked: str | None = None) -> list[Campaign]:
        """Return the campaign asked for by its id, or all of them.

        Raises: TrackerError campaign-not-found, no-campaign.
        """
        known = list(self.definition.campaigns)
        if asked is None:
            return known
        found = [one for one in known if one.id == asked]
        if not found:
            ids = [one.id for one in known]
            raise TrackerError.of("campaign-not-found", campaign=asked, nearest=nearest(asked, ids, 1), known=ids)
        return found

    def likely(self, asked: str | None, unit: str | None = None) -> list[Campaign]:
        """Return the campaigns that a command without -C may mean: those running that have the unit, or else all."""
        known = self.campaigns(asked)
        running = [one for one in known if one.state_on(self.today) in (State.RUNNING, State.BETWEEN)]
        likely = running or known
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

    def batch_info(self, detail: str = "") -> BatchInfo:
        """Return who writes now, with which command, under which definition."""
        compiled = self.compiled
        command = f"{self.command} {detail}".strip()
        import hashlib  # noqa: PLC0415 reading commands need none

        definition = hashlib.sha256(compiled.sources).digest()
        return BatchInfo(self.recorded_at, self._recorder(), command, definition, compiled.data)

    def _recorder(self) -> str:
        names = (self.options.by, *map(os.environ.get, ("TRACKER_USER", "USER", "LOGNAME", "USERNAME")))
        return next((clean(name) for name in names if name and clean(name)), "") or _system_user()

    def _has_unit(self, campaign: Campaign, unit: str, fragments: bool) -> bool:
        try:
            return self.find_unit(self.view(campaign), unit, fragments=fragments) is not None
        except TrackerError as error:
            return error.code == "unit-ambiguous"


def _system_user() -> str:
    """Return whom the system knows; getpass would load the terminal's settings for it."""
    try:
        import pwd  # noqa: PLC0415 not on Windows, where USERNAME says it

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "?"
