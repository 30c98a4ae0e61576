"""Wide tables: a row a unit, a column a criterion, as every office has them.

The column of a rate's denominator is titled as its criterion with "(mẫu số)", "of" or "/" after it; or both numbers stand
in one cell, as 3/4. A cell that is empty or holds a dash is no figure. 0 is none either, unless figures are running
totals or say how many there are: sheets are filled with zeros, and an entry of 0 says nothing that a return does not say.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Criterion, Kind
from tracker.domain.text import fold
from tracker.files.cells import Reads
from tracker.files.header import FIGURE, Column
from tracker.files.target_text import DASHES

_DENOMINATORS = (
    "{} (mẫu số)",
    "{} mẫu số",
    "mẫu số {}",
    "{} (tổng số)",
    "{} (denominator)",
    "{} (of)",
    "{} of",
    "{} /",
    "{}/",
)
_NUMERATORS = ("{} (tử số)", "{} (numerator)")
_OF = "/"
NOTHING = ("", *DASHES)
_ZERO = r"0+([.,]0+)?"


class Figure(NamedTuple):
    """A criterion's figure in a row, and where in the row it stands."""

    criterion: str
    quantity: str
    denominator: str
    at: int

    @property
    def is_zero(self) -> bool:
        """Whether nothing was counted: 0, or of a rate 0 of 0."""
        return all(re.fullmatch(_ZERO, one.strip()) for one in (self.quantity, self.denominator or "0"))


def figure_columns(campaigns: Sequence[Campaign]) -> list[Column]:
    """Return the columns that criteria may have, a rate's denominator one of its own.

    A column's name ends in what a claim calls the criterion: its id, or its title where campaigns give it other ids.
    """
    spelled: dict[
        str, tuple[str, set[str]]
    ] = {}  # each title, folded: as it is written, and the ids that it stands for
    for one in (one for campaign in campaigns for one in campaign.criteria):
        measured = [f"{one.title} ({one.measure})"] if one.measure else []
        for title in (one.id, one.title, *measured):
            spelled.setdefault(fold(title), (title, set()))[1].add(one.id)
    columns: defaultdict[str, list[str]] = defaultdict(list)
    for title, ids in spelled.values():
        columns[next(iter(ids)) if len(ids) == 1 else title].append(title)
    rates = rate_columns(campaigns)
    return [one for name, found in columns.items() for one in _columns(name, found, is_rate=FIGURE + name in rates)]


def _columns(name: str, spellings: Sequence[str], *, is_rate: bool) -> Iterator[Column]:
    numerators = [form.format(one) for form in _NUMERATORS for one in spellings] if is_rate else []
    yield Column(FIGURE + name, required=False, spellings=(*spellings, *numerators), reads=Reads.NUMBER)
    if is_rate:
        denominators = tuple(form.format(one) for form in _DENOMINATORS for one in spellings)
        yield Column(FIGURE + name + _OF, required=False, spellings=denominators, reads=Reads.NUMBER)


def rate_columns(campaigns: Iterable[Campaign]) -> set[str]:
    """Return the names of the columns whose figures have a denominator."""
    return _columns_of(campaigns, lambda one: one.kind is Kind.RATE)


def stock_columns(campaigns: Iterable[Campaign]) -> set[str]:
    """Return the names of the columns whose figures say how many there are, of which 0 is one."""
    return _columns_of(campaigns, lambda one: one.is_state and one.kind is not Kind.RATE)


def _columns_of(campaigns: Iterable[Campaign], is_meant: Callable[[Criterion], bool]) -> set[str]:
    meant = [one for campaign in campaigns for one in campaign.criteria if is_meant(one)]
    return {FIGURE + name for one in meant for name in (one.id, one.title)}


def is_wide(columns: Collection[str]) -> bool:
    """Whether a table has a column for each criterion, and none for the criterion and the quantity."""
    return any(name.startswith(FIGURE) for name in columns) and not {"criterion", "quantity"} & set(columns)


def read_figures(cells: Mapping[str, str], positions: Mapping[str, int], rates: Collection[str]) -> Iterator[Figure]:
    """Yield the figures of a row; `rates` are the columns whose figures have a denominator."""
    for name in dict.fromkeys(name.removesuffix(_OF) for name in positions if name.startswith(FIGURE)):
        quantity, denominator = (cells.get(one, "").strip() for one in (name, name + _OF))
        if name in rates and not denominator:
            quantity, _, denominator = (part.strip() for part in quantity.partition("/"))
        if quantity not in NOTHING or denominator not in NOTHING:
            at = positions.get(name, positions.get(name + _OF, 0))
            yield Figure(name.removeprefix(FIGURE), quantity, denominator, at)


def denominator_of(name: str) -> str:
    """Return the name of the column that holds a rate's denominators."""
    return name + _OF
