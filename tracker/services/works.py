"""Named works of milestones as entries tell of them: each is done once, on the day of its entry."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.entries import Posting
from tracker.errors import Problem, TrackerError
from tracker.services.ports import Journal
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.domain.books import Work


class WorkStatus(NamedTuple):
    """A named work as of a day: `done_on` is the day of its entry; late are those done, or still to do, after their day."""

    work: "Work"
    done_on: date | None
    is_late: bool


def find_works(view: View, unit: str | None = None, criterion: str | None = None) -> tuple[WorkStatus, ...]:
    """Return the works of milestones, or those of a unit and all under it, those planned first before others."""
    works = view.campaign.books.works if view.campaign.has_books else ()
    units = None if unit is None else {part.unit for part in view.days_of(unit)}
    wanted = [one for one in works if criterion in (None, one.criterion) and (units is None or one.unit in units)]
    milestones = dict.fromkeys(one.criterion for one in wanted)
    done = {name: view.journal.works_done(view.campaign.id, name) for name in milestones}
    found = (_status(one, done[one.criterion].get(one.id), view.as_of) for one in wanted)
    return tuple(sorted(found, key=lambda one: one.work.planned_on or date.max))


def _status(work: "Work", day: date | None, as_of: date) -> WorkStatus:
    done_on = day if day and day <= as_of else None
    return WorkStatus(work, done_on, work.planned_on is not None and (done_on or as_of) > work.planned_on)


class WorksDone:
    """Which works are done, those of the rows that are about to be posted among them."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._done: dict[tuple[str, str], dict[str, date]] = {}

    def admit(self, posting: Posting, views: Sequence[View]) -> Problem | None:
        """Return why a row may not be posted, as its work is done already; else remember what it says."""
        key = (posting.campaign, posting.criterion)
        if key not in self._done:
            self._done[key] = self._journal.works_done(*key)
        done = self._done[key]
        if posting.reverses is not None:
            done.pop(posting.work, None)
        elif before := done.get(posting.work):
            return Problem("work-done", {"work": _title(posting, views), "day": before, "example": posting.key})
        else:
            done[posting.work] = posting.day
        return None

    def take(self, postings: Sequence[Posting], views: Sequence[View]) -> None:
        """Admit rows that name works, all of them.

        Raises: TrackerError work-done.
        """
        if problems := [problem for one in postings if (problem := self.admit(one, views))]:
            raise TrackerError(problems)


def _title(posting: Posting, views: Sequence[View]) -> str:
    view = next((one for one in views if one.campaign.id == posting.campaign), None)
    works = view.campaign.books.works_of(posting.criterion) if view and view.campaign.has_books else {}
    return works[posting.work].title if posting.work in works else posting.work
