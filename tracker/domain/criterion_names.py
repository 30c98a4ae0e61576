"""Criteria as people name them: by id, title or a part of it, and of a milestone with one of its works."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Criterion
from tracker.domain.entries import WORK_MARK
from tracker.domain.text import clean, fold, nearest, spell
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.domain.books import Work


class Named(NamedTuple):
    """A criterion and, of a milestone, the one of its works that is named."""

    criterion: Criterion
    work: "Work | None" = None

    @property
    def key(self) -> str:
        """What the journal keeps of it."""
        return f"{self.criterion.id}{WORK_MARK}{self.work.id}" if self.work else self.criterion.id


def find_named(campaign: Campaign, text: str, *, fragments: bool) -> Named:
    """Return the one criterion that a text names or, with one of its works after a "/", the work.

    Raises: TrackerError as `find_criterion`; work-not-milestone, work-not-found, work-ambiguous.
    """
    before, mark, after = text.partition(WORK_MARK)
    try:
        return Named(find_criterion(campaign, text, fragments=fragments))
    except TrackerError:  # a title may hold a "/" too
        if not mark:
            raise
    from tracker.domain.works import find_work  # noqa: PLC0415 few entries name one

    criterion = find_criterion(campaign, before, fragments=fragments)
    return Named(criterion, find_work(campaign, criterion, after, fragments=fragments))


def find_criterion(campaign: Campaign, text: str, *, fragments: bool) -> Criterion:
    """Return the one criterion that an id, a title or (`fragments`) a part of a title without accents names.

    Raises: TrackerError criterion-ambiguous, criterion-not-found, field-missing.
    """
    text = clean(text)
    if not fold(text):
        raise TrackerError.of("field-missing", field="criterion")
    levels: list[Callable[[Criterion], bool]] = [
        lambda criterion: criterion.id == text,
        lambda criterion: spell(criterion.title) == spell(text),
        lambda criterion: fold(text) in fold(criterion.title) if fragments else fold(text) == fold(criterion.title),
    ]
    for level in levels:
        found = [criterion for criterion in campaign.criteria if level(criterion)]
        if len(found) == 1:
            return found[0]
        if found:
            candidates = [f"{criterion.title} [{criterion.id}]" for criterion in found]
            raise TrackerError.of("criterion-ambiguous", criterion=text, candidates=candidates)
    names = [name for criterion in campaign.criteria for name in (criterion.id, criterion.title)]
    raise TrackerError.of(
        "criterion-not-found", criterion=text, nearest=nearest(text, names), known=[one.id for one in campaign.criteria]
    )
