"""Achievements as offices send them, a row an entry or a row a unit: rows as claims, with the place of each field."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import IO

import msgspec

from tracker.domain.campaign import Campaign
from tracker.domain.entries import Claim
from tracker.domain.text import clean, fold
from tracker.domain.units import Roster
from tracker.domain.value import Value
from tracker.errors import Place, Problem, TrackerError
from tracker.files.cells import Cell, Reads
from tracker.files.entry_form import Form, read_form
from tracker.files.header import FIGURE, IGNORE, UNREAD, Column, Header
from tracker.files.rows import Wish, open_rows
from tracker.files.table import Record, Table
from tracker.files.unit_codes import UnitCodes
from tracker.files.wide import (
    Figure,
    denominator_of,
    figure_columns,
    is_wide,
    rate_columns,
    read_figures,
    stock_columns,
)
from tracker.services.intake import NumberedClaim
from tracker.services.intake_outcome import LeftOut

COLUMNS = (
    Column("date", required=True, spellings=("ngày",), reads=Reads.DAY),
    Column("unit", required=True, spellings=("đơn vị", "tên đơn vị")),
    Column("criterion", required=True, spellings=("tiêu chí",)),
    Column("quantity", required=True, spellings=("số lượng", "kết quả"), reads=Reads.NUMBER),
    Column("denominator", required=False, spellings=("mẫu số",), reads=Reads.NUMBER),
    Column("note", required=False, spellings=("ghi chú",)),
    Column("evidence", required=False, spellings=("minh chứng",)),
    Column("ref", required=False, spellings=("mã",)),
    Column("highlight", required=False, spellings=("nổi bật", "đánh dấu")),
)
_PROBLEM, _NAME = f"{UNREAD}problem", f"{UNREAD}name"
NOT_READ = (
    Column(f"{UNREAD}number", required=False, spellings=("stt", "tt", "số tt", "số thứ tự", "no", "no.", "#")),
    Column(_NAME, required=False, spellings=("unit name", "tên gọi")),  # of our own entry workbooks
    Column(_PROBLEM, required=False, spellings=("problem", "vấn đề")),
)
_CLAIMED = frozenset(column.name for column in COLUMNS)
_ABSENT = ("",)
_LABELS = ("", "tổ", "to", "cộ", "co", "su", "gr")  # what a total begins with
TOTALS = r"(?i)(tổng|cộng|tong|cong|(sub|grand )?totals?|sum)\W*|(tổng|tong) (cộng|cong|số|so)\b.*|(cộng|cong) (chung|dồn)\W*"
_NUMBER_OF_COLUMN = r"\(\d{1,2}\)|[A-Z]"  # the line "(1) (2) (3)" or "A B 1 2" under a header
_NUMBERS_OF_COLUMNS = rf"{_NUMBER_OF_COLUMN}|\d{{1,2}}"


class Told(Value, frozen=True):
    """What the user tells of a file: how to open it, what columns are called, the day of rows without one.

    `campaign`, and the week that holds the day `within`, are those that it must be for, if it says so itself. `zeros`: a 0 in a table with a column for each
    criterion is a figure; `returns`: it says that its unit reports. `sources`: rows are to be kept with their claims.
    """

    wish: Wish = Wish(fonts=True)
    renamed: Mapping[str, str] = {}
    day: str = ""
    today: date = date.max
    campaign: str | None = None
    within: date | None = None
    zeros: bool = False
    returns: bool = False
    sources: bool = False


class Entries:
    """A file of achievements, opened; `problems` are those of rows, and warnings."""

    def __init__(
        self,
        table: Table,
        campaigns: Sequence[Campaign],
        rosters: Sequence[Roster],
        told: Told,
        form: Form | None = None,
    ) -> None:
        self.table, self.problems, self._told = table, table.problems, told
        self._codes = UnitCodes(rosters)
        self.form, self._day = form, told.day or (form.day(told.today) if form else "")
        self.is_wide = is_wide(table.positions)
        self._rates, self._stocks = rate_columns(campaigns), stock_columns(campaigns)
        self._lone_rate = ""
        self._skipped: list[tuple[int, str]] = []
        self._zeros = 0
        self._check()

    def __enter__(self) -> "Entries":
        return self

    def __exit__(self, *_: object) -> None:
        self.table.close()

    def __iter__(self) -> Iterator[NumberedClaim]:
        names: tuple[str, ...] = ()
        unit, order = 0, _orderer(names)
        is_first, keeps = True, self._told.sources
        for record in self.table:
            if record.names is not names:
                names = record.names
                unit, order = names.index("unit"), _orderer(names)
            source = record.values if keeps else ()
            may_be_label = is_first or self.is_wide or record.texts[unit].strip()[:2].casefold() in _LABELS
            if may_be_label and (label := self._label(record, is_first=is_first)):
                self._skipped.append((record.row, label))
            elif record.problems:
                yield NumberedClaim(record.row, Claim(), record.problems, None, source)
            else:
                claim = self._complete(Claim(*order(record.texts + _ABSENT)))
                if self.is_wide:
                    yield from self._read_figures(record, claim, source)
                else:
                    yield NumberedClaim(record.row, claim, (), None, source)
            is_first = False

    @property
    def left_out(self) -> LeftOut:
        """What was passed over so far."""
        read = {at for name, at in self.table.positions.items() if self._is_read(name)}
        ours = (_PROBLEM, _NAME) if self.form else (_PROBLEM,)  # what we wrote ourselves
        read |= {self.table.positions.get(name, -1) for name in ours}
        titles = (clean(title) for at, title in enumerate(self.table.titles) if at not in read)
        return LeftOut(tuple(title for title in titles if title), tuple(self._skipped), self._zeros)

    def place(self, row: int, field: str, at: int | None) -> Place:
        """Return the place of a field of a row, or of the figure at a position."""
        return self.table.place(row, field if at is None else at)

    def say_column(self, field: str, at: int | None) -> str:
        """Return what the column of a field is called; one of figures has its title."""
        return field if at is None else clean(self.table.titles[at])

    @property
    def titles(self) -> list[str]:
        """The titles under which rows can be sent again, with nothing told beside them."""
        return [*(title for _, title in self._sent_again), *(("date",) if self._lacks_day else ())]

    def texts(self, values: Sequence[Cell]) -> list[str]:
        """Return a row as texts under the titles."""
        texts = self.table.texts([*values, *[""] * (len(self.table.titles) - len(values))])
        at_day = self.table.positions.get("date")
        if at_day is not None and not texts[at_day].strip():
            texts[at_day] = self._day
        return [*(texts[at] for at, _ in self._sent_again), *((self._day,) if self._lacks_day else ())]

    @property
    def _lacks_day(self) -> bool:
        return "date" not in self.table.positions

    @property
    def _sent_again(self) -> list[tuple[int, str]]:
        """The columns of rows that are sent again, each with its title as told; not what the import before said of them."""
        problem = self.table.positions.get(_PROBLEM)
        told = {fold(title): column for title, column in self._told.renamed.items()}
        titles = ((at, clean(title)) for at, title in enumerate(self.table.titles) if at != problem)
        renamed = ((at, told.get(fold(title), title)) for at, title in titles)
        return [(at, title) for at, title in renamed if title != IGNORE]

    def _check(self) -> None:
        """See that a wide table says of which day and of which rate its numbers are.

        Raises: TrackerError day-missing, denominator-whose.
        """
        positions, row = self.table.positions, self.table.header_row
        problems = []
        if self.is_wide and "denominator" in positions:
            alone = [name for name in self._rates & positions.keys() if denominator_of(name) not in positions]
            self._lone_rate = alone[0] if len(alone) == 1 else ""
            if not self._lone_rate:
                problems.append(Problem("denominator-whose", {}, self.table.place(row, "denominator")))
        if "date" not in positions and not self._day:
            problems.append(Problem("day-missing", {}, self.table.place(row, 0)))
        if problems:
            raise TrackerError(problems)
        if not self.is_wide:
            unread = (name for name in positions if name.startswith(FIGURE))
            self.problems += [
                Problem(
                    "column-ignored", {"title": clean(self.table.titles[positions[name]])}, self.table.place(row, name)
                )
                for name in unread
            ]

    def _is_read(self, name: str) -> bool:
        return name in _CLAIMED or (self.is_wide and name.startswith(FIGURE))

    def _complete(self, claim: Claim) -> Claim:
        """Return a claim with what the row itself leaves out: the zeros of a code, the day of all rows."""
        if claim.unit.strip().isdecimal():
            claim = msgspec.structs.replace(claim, unit=self._codes.restore_zeros(claim.unit))
        if self._day and not claim.date.strip():
            claim = msgspec.structs.replace(claim, date=self._day)
        return claim

    def _read_figures(self, record: Record, whole: Claim, source: Sequence[Cell]) -> Iterator[NumberedClaim]:
        cells, ref = record.cells, clean(whole.ref)
        if self._lone_rate:
            cells[denominator_of(self._lone_rate)] = whole.denominator
        for figure in read_figures(cells, self.table.positions, self._rates):
            if figure.is_zero and not self._told.zeros and FIGURE + figure.criterion not in self._stocks:
                self._zeros += 1
                if self._told.returns:
                    yield NumberedClaim(
                        record.row, self._nothing(figure, whole), (), figure.at, source, is_nothing=True
                    )
                continue
            claim = msgspec.structs.replace(
                whole,
                criterion=figure.criterion,
                quantity=figure.quantity,
                denominator=figure.denominator,
                ref=f"{ref}/{figure.criterion}" if ref else "",
            )
            yield NumberedClaim(record.row, claim, (), figure.at, source)

    def _nothing(self, figure: Figure, whole: Claim) -> Claim:
        """Return the claim of a 0, which says of its unit and criterion that nothing happened."""
        of = "0" if FIGURE + figure.criterion in self._rates else ""
        return Claim(whole.unit, figure.criterion, whole.date, "0", of)

    def _label(self, record: Record, *, is_first: bool) -> str:
        """Return what a row begins with that is no unit's: a total, the numbers of columns under the header, a signature."""
        unit = record.texts[record.names.index("unit")].strip()
        label = unit or next((one for one in record.values if one != ""), "")
        if not isinstance(label, str):
            return ""
        if re.fullmatch(TOTALS, clean(label)) or (self.is_wide and not unit and not self._has_number(record)):
            return clean(label)
        if is_first and re.fullmatch(_NUMBER_OF_COLUMN, unit) and unit not in self._codes.known:
            texts = [one for one in self.table.texts(record.values) if one]
            return " ".join(texts) if all(re.fullmatch(_NUMBERS_OF_COLUMNS, one) for one in texts) else ""
        return ""

    def _has_number(self, record: Record) -> bool:
        """Whether a row may hold figures; one of words alone, as who signs, holds none."""
        return bool(record.problems) or any(
            text[:1].isdecimal() for name, text in record.cells.items() if name.startswith(FIGURE)
        )


def _orderer(names: tuple[str, ...]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """Return what puts the texts of columns, and one that stands for those that are absent, in the order of a claim."""
    return itemgetter(*(names.index(one) if one in names else len(names) for one in Claim.__struct_fields__))


def open_entries(
    stream: IO[bytes],
    name: str,
    campaigns: Sequence[Campaign] = (),
    rosters: Sequence[Roster] = (),
    told: Told = Told(),  # noqa: B008 a value
) -> Entries:
    """Open a file of achievements in the campaigns whose criteria its columns may be, and the units of their rosters.

    Raises: TrackerError with every problem of its header, or where it is no table at all.
    """
    header = Header([*COLUMNS, *NOT_READ, *figure_columns(campaigns)], _lacking, told.renamed)
    source = open_rows(stream, name, header.match, told.wish)
    try:
        form = read_form(source, campaigns, told.campaign, told.within, told.today)
        return Entries(Table(source, header), campaigns, rosters, told, form)
    except BaseException:
        source.rows.close()
        raise


def _lacking(present: Collection[str]) -> Sequence[str]:
    needed = ("unit",) if is_wide(present) else ("unit", "criterion", "quantity")
    return [name for name in needed if name not in present]
