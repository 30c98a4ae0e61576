"""Entries and imports."""

from datetime import date, datetime
from typing import Literal, TypedDict

from tracker.domain.entries import State
from tracker.domain.honours import HighlightKind
from tracker.render.schemas.figures import Counted, Figure, Number, PerhapsCounted


class TotalsShape(TypedDict):
    """A criterion's figure for the unit and for the whole campaign."""

    unit: Figure
    campaign: Figure


class RunningTotalShape(TypedDict):
    """The unit's running total of the criterion over the days named, before and after."""

    start: date
    end: date
    before: Figure
    after: Figure


class ReceiptShape(TypedDict):
    """`tracker log-achievement --json`: what logging an achievement did."""

    schema: Literal["tracker.receipt/1"]
    id: str | None
    """Null where a running total stood already and no entry says it by its ref."""
    already_there: bool
    """Whether nothing was added: the ref was known with the same content, or the running total stood already."""
    campaign: str
    unit: str
    criterion: str
    work: str | None
    """The id of the milestone's work that got done; null where none is named."""
    date: date
    quantity: Number
    denominator: Number | None
    phase: str | None
    before: TotalsShape
    after: TotalsShape
    late: bool
    """Whether the phase was closed: the entry counts in the campaign alone, and so do `before` and `after`."""
    running_total: RunningTotalShape | None
    """What --set stated; null without it. `quantity` is the difference that was logged."""
    marks: list[HighlightKind]
    """What the entry was marked as for the reports to tell of: exemplary, model."""


class MarkingShape(PerhapsCounted):
    """`tracker highlight ID --json`: what marking an entry did."""

    schema: Literal["tracker.highlight/1"]
    id: str | None
    """The id of the mark itself; null in a rehearsal."""
    entry: str
    kind: HighlightKind
    """exemplary (an exemplary case) or model (a model practice)."""
    already_there: bool
    """Whether nothing was added, as the entry was marked so already."""
    dry_run: bool


class AchievementFields(TypedDict):
    """An entry."""

    id: str
    """Installation and number, as 3-1042."""
    date: date
    campaign: str
    unit: str
    criterion: str
    quantity: Number
    denominator: Number | None
    """What a rate is taken of; null of a count."""
    note: str
    evidence: str
    """An http(s) address, or `sha256:` with a hash and the name of a file that was kept."""
    ref: str | None
    recorded_at: datetime
    recorded_by: str
    state: State
    """Whether it counts (current), another stands for it (amended), or nothing of it counts (voided)."""
    work: str | None
    """The id of the milestone's work that got done; null where none is named."""


class CorrectedShape(TypedDict):
    """What became of an entry or a return; all null while it counts."""

    corrected_by: str | None
    """Who took it back."""
    corrected_at: datetime | None
    reason: str | None
    """Why it was amended or voided; of an undo, the command that was undone."""
    stands: str | None
    """The id that counts in its stead."""


class EvidenceFileShape(TypedDict):
    """A file that was kept as evidence."""

    name: str
    """What it was called."""
    sha256: str
    path: str
    """Where it lies in the evidence folder."""
    exists: bool


class MarkShape(TypedDict):
    """What an entry was marked as for the reports to tell of."""

    id: str
    """The mark's own id, which tracker void takes."""
    kind: HighlightKind
    """exemplary (an exemplary case) or model (a model practice)."""


class AchievementShape(Counted, AchievementFields, CorrectedShape):
    """`tracker show ID --json`: one entry; `entries` are its campaign's."""

    schema: Literal["tracker.achievement/1"]
    evidence_file: EvidenceFileShape | None
    """Null where the evidence is no file that was kept."""
    marks: list[MarkShape]
    """Marks that stand, also those of an entry that this one was amended from."""


class AchievementsShape(Counted):
    """`tracker achievements --json`: the entries asked for; `entries` are the campaign's."""

    schema: Literal["tracker.achievements/1"]
    achievements: list[AchievementFields]


class RejectedShape(TypedDict):
    """A wrong field of a row."""

    row: int
    """The row as a spreadsheet counts it, the header being 1."""
    column: str
    code: str
    message: str
    """The sentence, in the language of the output."""


class UnknownNameShape(TypedDict):
    """A name that no unit or criterion has."""

    field: Literal["unit", "criterion"]
    name: str
    rows: int
    """How many rows have it."""
    first_row: int
    nearest: list[str]
    """The names most like it."""


class SkippedRowShape(TypedDict):
    """A row that is no entry: a total, or the numbers of the columns."""

    row: int
    text: str
    """What it begins with."""


class LeftOutShape(TypedDict):
    """What was passed over in the file."""

    columns: list[str]
    rows: list[SkippedRowShape]
    zeros: int
    """Figures of 0 in a table with a column for each criterion."""


class UnderstoodShape(TypedDict):
    """A row as it was understood."""

    row: int
    date: date
    campaign: str
    unit: str
    criterion: str
    work: str | None
    quantity: Number
    denominator: Number | None


class DeliveredShape(TypedDict):
    """The returns of the units in a file, as --submit files them."""

    filed: int
    nil: int
    """How many of those filed are nil: the file holds nothing but zeros of the unit."""
    already_there: int
    start: date | None
    """The week's first day; null where no unit reports."""
    end: date | None
    on_time: bool | None
    """Whether those filed came in time; null where no unit reports."""


class ImportShape(TypedDict):
    """`tracker import FILE --json`: what an import did; nothing was written where a row was rejected.

    With --rejected the good rows are written although others are rejected.
    """

    schema: Literal["tracker.import/1"]
    file: str
    rows: int
    written: int
    already_there: int
    """Rows whose ref was known with the same content."""
    unchanged: int
    """Running totals (--set) that stood already."""
    rejected: list[RejectedShape]
    unknown_names: list[UnknownNameShape]
    """Each name that means nothing, once: the list to correct."""
    left_out: LeftOutShape
    repeated: int
    """How many of the first hundred rows without a ref repeat an entry that is there already."""
    corrected: int
    """How many of the rows already there stand for entries that were amended or voided since."""
    recorded_late: int
    """How many of the entries are dated in a phase that was closed: with --late they are kept apart."""
    returns: DeliveredShape | None
    """Null without --submit."""
    first: list[UnderstoodShape]
    """With --dry-run the first entries as understood."""
    batch: int | None
    """The number of the batch; null where nothing was written."""
    dry_run: bool
