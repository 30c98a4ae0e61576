"""What an entry workbook of ours says of itself, so that nobody has to say it when it is imported."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign
from tracker.domain.text import clean
from tracker.errors import TrackerError
from tracker.files.cells import Source


class Form(NamedTuple):
    """The campaign and the week that an entry workbook is for."""

    campaign: Campaign
    week: Span

    def day(self, today: date) -> str:
        """Return the day of rows that name none: the last one of the week that there is yet."""
        days = self.week.clip(self.campaign.span) or self.week
        return min(days.end, today).isoformat()


def read_form(
    source: Source, campaigns: Sequence[Campaign], asked: str | None, within: date | None, today: date
) -> Form | None:
    """Return what a file says of itself, one of `campaigns`; None where it says nothing.

    `asked` is the campaign, and `within` a day of the week, that the user says it is for.

    Raises: TrackerError form-other, form-unknown, form-week, bad-week, week-in-future.
    """
    if not {"campaign", "week"} <= source.form.keys():
        return None
    name = clean(source.form["campaign"])
    campaign = next((one for one in campaigns if one.id == name), None)
    if campaign is None:
        code, known = "form-other" if asked else "form-unknown", [one.id for one in campaigns]
        raise TrackerError.of(code, file=source.name, campaign=name, asked=asked, known=known)
    own = campaign.parse_week(source.form["week"], today)
    if within not in (None, *own):
        raise TrackerError.of("form-week", file=source.name, start=own.start, end=own.end)
    if own.start > today:
        raise TrackerError.of("week-in-future", start=own.start, end=own.end)
    return Form(campaign, own)
