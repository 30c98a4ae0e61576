"""Which phase of a campaign people mean."""

from tracker.domain.campaign import Campaign, Phase
from tracker.domain.text import fold, nearest
from tracker.errors import TrackerError
from tracker.services.view import View


def choose_phase(view: View, asked: str | None) -> Phase:
    """Return the phase asked for, or else the one that runs on the as-of day, or that ended last.

    Raises: TrackerError phase-not-found, phase-not-begun.
    """
    phases = view.campaign.phases
    begun = [one for one in phases if one.span.start <= view.as_of]
    phase = find_phase(view.campaign, asked) if asked else (begun or phases[:1])[-1]
    if phase.span.start > view.as_of:
        raise TrackerError.of("phase-not-begun", phase=phase.title, start=phase.span.start, day=view.as_of)
    return phase


def find_phase(campaign: Campaign, text: str) -> Phase:
    """Return the phase that an id or a title names.

    Raises: TrackerError phase-not-found.
    """
    if phase := named_phase(campaign, text):
        return phase
    known = [phase.id for phase in campaign.phases]
    raise TrackerError.of("phase-not-found", phase=text, nearest=nearest(text, known, 1), known=known)


def named_phase(campaign: Campaign, text: str) -> Phase | None:
    """Return the phase of an id or a title, None where there is none."""
    return next((one for one in campaign.phases if text == one.id or fold(text) == fold(one.title)), None)
