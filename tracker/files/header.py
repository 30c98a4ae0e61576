"""The header of a table: which columns it may have, in any order, language and spelling, and what a wrong one is told."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from tracker.domain.text import clean, fold, nearest
from tracker.errors import Place, Problem, TrackerError
from tracker.files.cells import Reads

IGNORE = "ignore"
FIGURE = ":"  # the name of a column that holds a criterion's figures begins with it; no title does
MOST_NAMED = 10
UNREAD = "-"  # the name of a column that is known and not read begins with it


class Column(NamedTuple):
    """A column a table may have: its name, whether it must be there, other spellings of its header, what it holds."""

    name: str
    required: bool
    spellings: tuple[str, ...] = ()
    reads: Reads = Reads.TEXT


class Match(NamedTuple):
    """How well a row serves as the header: whether it has all that must be there, and how many titles are known."""

    is_whole: bool
    known: int
    width: int


class Header:
    """Understands the titles of a table.

    `lacking` says which columns miss beside those that are there; `renamed` are titles that the user calls otherwise.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        lacking: Callable[[Collection[str]], Sequence[str]] | None = None,
        renamed: Mapping[str, str] | None = None,
    ) -> None:
        self.columns = {column.name: column for column in columns}
        self._spellings = {
            fold(spelling): (spelling, column.name)
            for column in reversed(columns)  # the first of two that share a spelling has it
            for spelling in (column.name, *column.spellings)
            if not spelling.startswith((FIGURE, UNREAD))
        }
        self._lacking = lacking or self._required
        self._may_rename = renamed is not None
        self._renamed = {fold(title): target for title, target in (renamed or {}).items()}

    def name_of(self, title: str) -> str | None:
        """Return the column that a title names."""
        folded = fold(clean(title))
        return self._named(self._renamed.get(folded, folded))

    def _named(self, title: str) -> str | None:
        found = self._spellings.get(fold(title))
        return found[1] if found else None

    def match(self, titles: Sequence[str]) -> Match:
        """Say how well a row serves as the header."""
        named = [name for title in titles if (name := self.name_of(title))]
        return Match(bool(named) and not self._lacking(set(named)), len(named), len(titles))

    def count_likely(self, titles: Sequence[str]) -> int:
        """Count the titles that are known or like a known one, to find the header that was meant."""
        present = {self.name_of(title) for title in titles}
        return sum(bool(self.name_of(title) or self._near(title, present)) for title in titles)

    def understand(
        self, titles: Sequence[str], place: Callable[[int], Place]
    ) -> tuple[dict[str, int], Sequence[Problem]]:
        """Return the position of each column, and a warning for each that is not read; `place` is that of a title.

        Raises: TrackerError with all that is wrong.
        """
        if misnamed := list(self._misnamed(titles)):
            raise TrackerError(misnamed)
        names = [self.name_of(title) for title in titles]
        positions: dict[str, int] = {}
        problems: list[Problem] = []
        for at, (title, name) in enumerate(zip(titles, names, strict=True)):
            if name is None:
                problems += self._unknown(title, set(names), place(at))
            elif name in positions:
                problems.append(Problem("header-repeated", {"title": clean(title)}, place(at)))
            else:
                positions[name] = at
        if missing := self._lacking(set(positions)):
            unknown = [clean(title) for title, name in zip(titles, names, strict=True) if name is None and clean(title)]
            problems.append(self._missing(missing, unknown, place(0)))
        if any(not problem.is_warning for problem in problems):
            raise TrackerError(problem for problem in problems if not problem.is_warning)
        return positions, problems

    def _missing(self, columns: Sequence[str], unknown: Sequence[str], place: Place) -> Problem:
        """Report columns that miss; in a table of the program's own they are named as they are called, in any language."""
        if self._may_rename:
            return Problem("header-missing", {"columns": list(columns)}, place)
        if self._lacking != self._required:
            titles = [*unknown[:MOST_NAMED], *(["…"] if unknown[MOST_NAMED:] else [])] or ["–"]
            return Problem("list-columns-missing", {"columns": list(columns), "titles": titles}, place)
        known = [name for name in self.columns if not name.startswith(UNREAD)]
        return Problem("columns-missing", {"names": list(columns), "known": known}, place)

    def _unknown(self, title: str, present: Collection[str | None], place: Place) -> Iterator[Problem]:
        if self._renamed.get(fold(clean(title))) == IGNORE:
            return
        near = self._near(title, present)
        params = {"title": clean(title), "nearest": near}
        if clean(title):
            unknown = "header-unknown" if self._may_rename else "title-unknown"
            yield Problem(unknown if near else "column-ignored", params, place)

    def _near(self, title: str, present: Collection[str | None]) -> list[str]:
        """Return the title that one is like, if its column is not there anyway."""
        others = (UNREAD, FIGURE) if "quantity" in present else UNREAD
        choices = [spelling for spelling, name in self._spellings.values() if not name.startswith(others)]
        return [one for one in nearest(clean(title), choices, 1) if self._named(one) not in present]

    def _misnamed(self, titles: Sequence[str]) -> Iterator[Problem]:
        """Report what the user calls by another name although the table has no such column, or none is called so."""
        there = {fold(clean(title)) for title in titles}
        for title, target in self._renamed.items():
            if title not in there:
                known = [clean(one) for one in titles if clean(one)]
                yield Problem("mapping-unmatched", {"title": title, "known": known})
            if target != IGNORE and not self._named(target):
                names = [name.removeprefix(FIGURE) for name in self.columns if not name.startswith(UNREAD)]
                yield Problem("mapping-unknown", {"name": target, "nearest": nearest(target, names, 1), "known": names})

    def _required(self, present: Collection[str]) -> Sequence[str]:
        return [column.name for column in self.columns.values() if column.required and column.name not in present]
