"""Section II of a signed review: each target with what was reached, then models, exemplary cases and commendations."""

from collections.abc import Sequence

from tracker.domain.criteria import Criterion, Kind
from tracker.domain.entries import Total
from tracker.domain.progress import Standing
from tracker.domain.quantity import as_decimal
from tracker.i18n import _, ngettext, number
from tracker.render.compose_ranking import say_sum
from tracker.render.compose_status import say_late as say_recorded_late
from tracker.render.criterion_sentences import say_added_late, say_reached
from tracker.render.document import Block, Heading, paragraph
from tracker.render.highlight_sentences import compose_highlights, say_commended
from tracker.render.report_sentences import MOST_NAMED, Around, capital, item, written
from tracker.render.weekly_sentences import say_standing
from tracker.render.words import NOTHING, say_total
from tracker.services.review import PhaseFigures, Review

_MOST_HIGHLIGHTS = 6  # of a phase or a year; its lists and pages tell of them all


def compose_results(review: Review, around: Around) -> list[Block]:
    """Compose the section; nothing where there is no criterion."""
    if not review.criteria:
        return []
    return [
        Heading(_("1. Results by criterion"), 3),
        *_criteria(review),
        Heading(_("2. Exemplary cases and models"), 3),
        *(_outstanding(review, around) or [paragraph(_("No exemplary case or model was noted."))]),
        Heading(_("3. Commendations"), 3),
        paragraph(_commended(review)),
    ]


def _criteria(review: Review) -> list[Block]:
    own = review.own
    judged = [(one, own.progress[one.id]) for one in review.criteria if one.id in own.progress]
    silent = [one.title for one, progress in judged if _is_silent(review, one) and not progress.actual.entries]
    told = [(one, progress) for one, progress in judged if one.title not in silent]
    title = review.phase.title if review.phase else _("the whole campaign")
    standing = say_standing(title, judged, is_over=review.is_over)
    return [
        paragraph(_lead(review)),
        *([paragraph(standing)] if standing else []),
        *(item(_say_criterion(review, one), one.title) for one, _progress in told),
        *([paragraph(_("No figures yet: {criteria}.").format(criteria="; ".join(silent)))] if silent else []),
        *(
            [paragraph(_("Recorded late: {entries}.").format(entries=say_recorded_late(review.late)))]
            if review.late
            else []
        ),
        paragraph(_("The figures stand in the annexes in full.")),
    ]


def _is_silent(review: Review, criterion: Criterion) -> bool:
    """Whether nothing can be said of a criterion: it has no target and no figures in any phase."""
    figures = (review.own, *([review.previous] if review.previous else []), *review.phases)
    progress = [one.progress[criterion.id] for one in figures if criterion.id in one.progress]
    return all(one.standing is Standing.NO_TARGET and not one.actual.entries for one in progress)


def _lead(review: Review) -> str:
    if not review.own.entries:
        return _("No result was logged.")
    return ngettext("In all {count} result was logged.", "In all {count} results were logged.", review.own.entries)


def _say_criterion(review: Review, criterion: Criterion) -> str:
    """Say what was reached, against the phase before or phase by phase with what came after phases were closed."""
    progress = review.own.progress[criterion.id]
    reached = say_reached(criterion, progress)
    if review.is_final:
        parts = _say_phases(review.phases, criterion, progress.actual)
        adds_up = criterion.kind is not Kind.RATE and not criterion.is_state
        text = _("{reached}; of these {phases}") if adds_up else _("{reached}; by phase {phases}")
        if late := review.late_totals.get(criterion.id):
            parts.append(say_added_late(criterion, late))
    else:
        before = [review.previous] if review.previous else []
        parts, text = _say_phases(before, criterion, progress.actual), _("{reached}; against {phases}")
    text = text.format(reached=reached, phases="; ".join(parts)) if parts else reached
    if review.previous and criterion.id in review.campaign.progress:
        whole = say_reached(criterion, review.campaign.progress[criterion.id])
        return "; ".join((text, _("campaign to date {reached}.").format(reached=whole)))
    return f"{text}."


def _say_phases(phases: Sequence[PhaseFigures], criterion: Criterion, own: Total) -> list[str]:
    """Say what each phase came to; nothing where all and `own` came to nothing, nor of one in which a rate has no value."""
    told = [
        (one.phase.title, one.progress[criterion.id].actual)
        for one in phases
        if one.phase and criterion.id in one.progress
    ]
    if not any(one.quantity or one.denominator for one in (own, *(total for _phase, total in told))):
        return []
    return [f"{phase}: {said}" for phase, total in told if (said := say_total(criterion, total)) != NOTHING]


def _outstanding(review: Review, around: Around) -> list[Block]:
    return [*written(around.texts.models), *compose_highlights(review.highlights, _MOST_HIGHLIGHTS), *_leading(review)]


def _leading(review: Review) -> list[Block]:
    """Name who comes first in each group of the ranking; of more groups than can be read the annex does."""
    first = [(group, one) for group in review.clusters for one in group.units if one.place.rank == 1]
    if review.ranking is None or not first:
        return []
    if len(first) > MOST_NAMED:
        groups = number(len(review.clusters))
        return [item(_("Who comes first in each of {groups} groups stands in the annex.").format(groups=groups))]
    points = _("{name} ({total} points)")
    told = [
        f"{group.name + ': ' if group.name else ''}"
        + points.format(name=one.unit.name, total=say_sum(as_decimal(one.score.total)))
        for group, one in first
    ]
    text = _("First by score: {units}.") if review.ranking.is_closed else _("First by score as it stands: {units}.")
    return [item(text.format(units="; ".join(told)))]


def _commended(review: Review) -> str:
    commended = say_commended(review.commendations)
    return capital(f"{commended}.") if commended else _("No commendation has been noted yet.")
