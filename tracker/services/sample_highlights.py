"""Which of the made-up achievements are worth telling of, the same ones every time."""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta

from tracker.domain.entries import Posting
from tracker.domain.events import Event
from tracker.domain.honours import HighlightKind
from tracker.services.highlights import mark_of
from tracker.services.sample import SEED
from tracker.services.view import View

_KINDS = ((HighlightKind.MODEL, "mo-hinh", 1), (HighlightKind.EXEMPLARY, "truy-na", 2))  # each once in so many weeks


def make_highlights(view: View, postings: Sequence[Posting], ids: Sequence[str]) -> Iterator[Event]:
    """Make up a model practice every week and an exemplary case every other."""
    chance = random.Random(SEED + 4)  # noqa: S311 nothing secret: the same sample for everybody
    start = view.campaign.span.start
    for kind, criterion, weeks in _KINDS:
        spans: dict[int, list[int]] = {}
        for at, one in enumerate(postings):
            if one.criterion == criterion:
                spans.setdefault((one.day - start) // timedelta(weeks=weeks), []).append(at)
        for found in spans.values():
            at = chance.choice(found)
            yield mark_of(postings[at], ids[at], kind)
