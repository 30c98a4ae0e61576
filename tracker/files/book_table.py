"""Tables that stand beside campaigns.yaml: what their cells name is looked up in one campaign."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from tracker.domain.calendar import parse_full_day
from tracker.domain.campaign import Campaign, Phase
from tracker.domain.criteria import Criterion
from tracker.domain.criterion_names import find_criterion
from tracker.domain.text import clean, nearest
from tracker.domain.units import Roster
from tracker.errors import Place, Problem, TrackerError
from tracker.files.table import Record, Table
from tracker.services.phases import named_phase

Found = TypeVar("Found")
_NONE: Mapping[str, str] = MappingProxyType({})


class BookTable:
    """The rows of a table that is about one campaign; what is wrong with them is added to the table's problems.

    `usual` is what stands in cells that a row leaves empty.
    """

    def __init__(self, table: Table, campaign: Campaign, roster: Roster, usual: Mapping[str, str] = _NONE) -> None:
        self.table, self.campaign, self.roster, self.usual = table, campaign, roster, usual
        self._criteria: dict[str, Criterion | TrackerError] = {}
        self._units: dict[tuple[str, date], str | TrackerError] = {}

    def __iter__(self) -> Iterator[Record]:
        return (record for record in self.table if not record.problems)

    def cell(self, record: Record, column: str) -> str:
        """Return what a row says in a column, or what usually stands there."""
        return clean(record.cells.get(column, "")) or self.usual.get(column, "")

    def place(self, row: int, column: str) -> Place:
        """Return the place of a cell."""
        return self.table.place(row, column)

    def report(self, row: int, column: str, code: str, /, **params: object) -> None:
        """Add a problem of a cell."""
        self.table.problems.append(Problem(code, params, self.place(row, column)))

    def read(self, record: Record, column: str, parse: Callable[[str], Found]) -> Found | None:
        """Return what a cell says, None where it is empty or what is wrong with it has been reported."""
        text = self.cell(record, column)
        if not text:
            return None
        try:
            return parse(text)
        except TrackerError as error:
            self.table.problems.append(error.problem.at(self.place(record.row, column)))
            return None

    def need(self, record: Record, column: str, parse: Callable[[str], Found]) -> Found | None:
        """Return what a cell says that must not be empty."""
        if not self.cell(record, column):
            self.report(record.row, column, "field-missing", field=column)
        return self.read(record, column, parse)

    def criterion(self, text: str) -> Criterion:
        """Return the criterion that an id or a title names.

        Raises: TrackerError criterion-not-found, criterion-ambiguous.
        """
        return _recall(self._criteria, text, lambda: find_criterion(self.campaign, text, fragments=False))

    def unit(self, text: str, day: date) -> str:
        """Return the id of the unit that an id, a code or a name means: on a day, or else on the campaign's last one.

        Raises: TrackerError unit-not-found, unit-ambiguous, unit-not-alive.
        """
        return _recall(self._units, (text, day), lambda: self._find_unit(text, day))

    def _find_unit(self, text: str, day: date) -> str:
        span = self.campaign.span
        if text in self.roster.by_id and self.roster.lifetime(text).clip(span):
            return text
        try:
            return self.roster.find(text, day, fragments=False).id
        except TrackerError as error:
            if error.code == "unit-ambiguous" or text in self.roster.by_id:
                raise
        return self.roster.find(text, span.end, fragments=False).id

    def phase(self, text: str) -> Phase:
        """Return the phase that an id or a title names.

        Raises: TrackerError phase-unknown.
        """
        if phase := named_phase(self.campaign, text):
            return phase
        names = [phase.id for phase in self.campaign.phases]
        raise TrackerError.of("phase-unknown", name=text, nearest=nearest(text, names, 1), known=names)


def parse_day_written(text: str) -> date:
    """Turn a day of a file into a date.

    Raises: TrackerError bad-file-day, no-such-day.
    """
    try:
        return parse_full_day(text)
    except TrackerError as error:
        raise TrackerError.of(error.code if error.code == "no-such-day" else "bad-file-day", text=text) from None


Key = TypeVar("Key")


def _recall(known: dict[Key, Found | TrackerError], key: Key, look_up: Callable[[], Found]) -> Found:
    """Look something up once: files repeat themselves, and looking for near names is slow."""
    if key not in known:
        try:
            known[key] = look_up()
        except TrackerError as error:
            known[key] = error
    found = known[key]
    if isinstance(found, TrackerError):
        raise found
    return found
