"""Section III of a signed review: strengths, limits, causes and lessons; people's own words, and what the figures say."""

from tracker.domain.progress import LATE
from tracker.i18n import _, ngettext
from tracker.render.criterion_sentences import is_kept, say_late
from tracker.render.document import Block, Heading, paragraph
from tracker.render.raised_matters import compose_raised, compose_waiting
from tracker.render.report_sentences import Around, say_some, written
from tracker.services.review import Review


def compose_assessment(review: Review, around: Around) -> list[Block]:
    """Compose the section."""
    texts = around.texts
    at_interim = _("To be discussed and concluded at the interim review conference.")
    to_come = at_interim if review.phase else _("To be discussed and concluded at the final review conference.")
    return [
        *written(texts.assessment),
        *_part(_("1. Strengths"), [*written(texts.strengths), *_strengths(review)], _("No target has been met yet.")),
        *_part(
            _("2. Limits and difficulties"),
            [*written(texts.limits), *written(texts.difficulties), *_limits(review)],
            _("No limit or difficulty was noted."),
        ),
        *_part(_("3. Causes"), written(texts.causes), to_come),
        *_part(_("4. Lessons"), written(texts.lessons), to_come),
    ]


def _part(title: str, blocks: list[Block], otherwise: str) -> list[Block]:
    return [Heading(title, 3), *(blocks or [paragraph(otherwise)])]


def _strengths(review: Review) -> list[Block]:
    own = review.own.progress
    kept = [one.title for one in review.criteria if one.id in own and is_kept(own[one.id], is_over=review.is_over)]
    if not kept:
        return []
    met, going = _("Targets that are met: {names}."), _("Targets that are met or on plan: {names}.")
    return [paragraph((met if review.is_over else going).format(names="; ".join(kept)))]


def _limits(review: Review) -> list[Block]:
    own = review.own.progress
    late = [say_late(one, own[one.id]) for one in review.criteria if one.id in own and own[one.id].standing in LATE]
    missed, behind = _("Targets that are not met: {names}."), _("Targets that are behind: {names}.")
    said = [paragraph((missed if review.is_over else behind).format(names="; ".join(late)))] if late else []
    within = _("In {phase}").format(phase=review.phase.title) if review.phase else _("In the campaign")
    raised = compose_raised(review.concerns, review.span, within)
    return [*said, *_unfiled(review), *raised, *compose_waiting(review.view, review.concerns, elsewhere=False)]


def _unfiled(review: Review) -> list[Block]:
    """Name the units that filed none of the returns that they owed."""
    rates = review.returns_by_unit
    none = [one.name for one in rates.groups if one.expected and not one.actual] if rates else []
    if not none:
        return []
    units = ngettext("{count} unit", "{count} units", len(none))
    return [paragraph(_("{units} filed no return at all: {names}.").format(units=units, names=say_some(none)))]
