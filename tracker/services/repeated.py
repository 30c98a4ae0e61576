"""Rows of a file that say what an entry says already: with no ref, nothing else tells that a file was imported before."""

from collections.abc import Iterable
from itertools import takewhile

from tracker.domain.calendar import Span
from tracker.domain.entries import Posting, State
from tracker.domain.units import UnitSpan
from tracker.services.ports import Journal, Search

LOOKED_AT = 100


class Repeated:
    """How many of the first rows without a ref were looked at, and how many of them say what an entry says already."""

    def __init__(self) -> None:
        self.count = self.looked_at = 0

    def look_at(self, journal: Journal, head: int, postings: Iterable[Posting]) -> None:
        """Look at rows before they are posted; `head` is the number of the journal's last row before the file."""
        without = (posting for posting in postings if not posting.ref)
        for posting in takewhile(lambda _: self.looked_at < LOOKED_AT, without):
            self.looked_at += 1
            self.count += _stands(journal, head, posting)


def _stands(journal: Journal, head: int, posting: Posting) -> bool:
    day = Span(posting.day, posting.day)
    search = Search(posting.campaign, [UnitSpan(posting.unit, day, is_whole=False)], posting.key, day)
    return any(
        one.state is State.CURRENT
        and one.number <= head
        and one.posting.is_same(posting)
        and one.posting.note == posting.note
        for one in journal.achievements(search)
    )
