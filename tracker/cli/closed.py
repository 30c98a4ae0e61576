"""What a closed phase is seen by: the campaign as it was defined, and the journal as it was known, when it was closed."""

from collections.abc import Sequence

from tracker.cli.context import Context
from tracker.domain.calendar import DAY, Span
from tracker.domain.campaign import Phase
from tracker.journal.known import limit_to_row
from tracker.services.closing import Closing, find_closing, find_closings, view_at_closing
from tracker.services.phases import find_phase, named_phase
from tracker.services.view import View


def choose_by_phase(ctx: Context, campaign: str | None, phase: str) -> View:
    """Return the one campaign that a command about a phase means: of several, the one that has such a phase.

    Raises: TrackerError campaign-not-found, campaign-ambiguous.
    """
    having = [one for one in ctx.likely(campaign) if named_phase(one, phase)]
    return ctx.view(having[0]) if len(having) == 1 else ctx.choose(campaign)


def week_at_closing(ctx: Context, view: View, week: Span, asked: str | None) -> tuple[View, Span]:
    """Return what a week is looked at from, and its days: where all of them lie in closed phases, from the last closing.

    Nothing that was recorded, defined or renamed since changes what is seen then.
    """
    closings = sorted(find_closings(view.journal, view.campaign.id), key=lambda one: one.closed.last, reverse=True)
    for at, closing in enumerate(closings):
        if closing.span.clip(week):
            then = view_at_closing(view, closing)
            days = then.campaign.parse_week(asked, ctx.today)  # weeks may have begun on another day
            if _is_closed(days.clip(then.campaign.span), closings[at:]):
                limit_to_row(ctx.reading, closing.closed.last)
                ctx.known_at = None
                return then, days
    return view, week


def phase_at_closing(ctx: Context, view: View, phase: Phase) -> tuple[View, Phase, Closing | None]:
    """Return what a phase is reviewed from: once it is closed, what was defined and known then.

    Before the last day of the phase, by --today, there is nothing that is closed.
    """
    closing = find_closing(view, phase.id)
    if closing is None or view.as_of < closing.span.end:
        return view, phase, None
    then = view_at_closing(view.but(as_of=closing.as_of), closing)
    limit_to_row(ctx.reading, closing.closed.last)
    ctx.known_at = None
    return then, find_phase(then.campaign, phase.id), closing


def _is_closed(days: Span | None, closings: Sequence[Closing]) -> bool:
    """Whether each of some days lies in a phase that was closed."""
    return days is not None and all(
        any(days.start + number * DAY in one.span for one in closings) for number in range(days.days)
    )
