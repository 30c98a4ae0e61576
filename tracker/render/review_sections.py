"""How the work was organised, what comes next and what is proposed: sections I, IV and V of a signed review."""

from tracker.domain.campaign import Phase
from tracker.domain.quantity import rounded
from tracker.i18n import _, ngettext, number, percent
from tracker.i18n.papers import paper_date
from tracker.render.commendation_words import say_counts
from tracker.render.criterion_sentences import say_target_in_measure
from tracker.render.document import Block, paragraph
from tracker.render.progress_words import say_target
from tracker.render.raised_matters import compose_waiting
from tracker.render.report_sentences import Around, item, say_days, say_share, written
from tracker.render.weekly_sections import say_deadline, say_theme
from tracker.render.words import NOTHING
from tracker.services.review import PhaseFigures, Review


def compose_organisation(review: Review, around: Around) -> list[Block]:
    """Compose section I: what was directed, who took part, how returns were kept and how units changed."""
    said = (_say_launch(review), _say_span(review), *_say_phases(review), _say_units(review))
    blocks = [*written(around.texts.direction), paragraph(" ".join(one for one in said if one))]
    if returns := _say_returns(review):
        blocks.append(paragraph(returns))
    return blocks


def _say_launch(review: Review) -> str:
    campaign, on = review.view.campaign, review.view.campaign.launched_on
    if on is None or on not in review.span or on > review.view.as_of:
        return ""
    text = (
        _("On {day} {who} launched the campaign.") if campaign.launched_by else _("On {day} the campaign was launched.")
    )
    return text.format(day=paper_date(on), who=campaign.launched_by)


def _say_span(review: Review) -> str:
    phase, campaign = review.phase, review.view.campaign
    days = ngettext("{count} day", "{count} days", review.span.days)
    if phase is None:
        theme = _(", theme “{theme}”").format(theme=campaign.theme) if campaign.theme else ""
        text = _("The campaign runs {span} ({days}){theme}.")
        return text.format(span=say_days(review.span), days=days, theme=theme)
    text = _("{phase} runs {span} ({days}){theme}.")
    return text.format(phase=phase.title, span=say_days(review.span), days=days, theme=say_theme(phase))


def _say_phases(review: Review) -> list[str]:
    """Name the phases of a whole campaign."""
    campaign = review.view.campaign
    if review.phase or not campaign.has_phases:
        return []
    named = "; ".join(f"{one.title} ({say_days(one.span)})" for one in campaign.phases)
    one, several = _("It has one phase: {phases}."), _("It has these phases: {phases}.")
    return [(one if len(campaign.phases) == 1 else several).format(phases=named)]


def _say_units(review: Review) -> str:
    """Say how many units take part, and how their number changed."""
    if review.unit and not review.view.roster.children(review.unit.id, review.view.as_of):
        return ""
    below = review.below
    reporting = review.view.roster.reporting(review.view.as_of)
    count = sum(1 for one in reporting if below is None or one.id in below)
    units = ngettext("{count} unit", "{count} units", count)
    take_part = _("{units} takes part by {day}.") if count == 1 else _("{units} take part by {day}.")
    said = take_part.format(units=units, day=paper_date(review.view.as_of))
    changes = [
        _("{before} to {after} on {day}").format(
            before=number(one.before), after=number(one.after), day=paper_date(one.on)
        )
        for one in review.turns
    ]
    changed = _("Their number changed: {changes}.").format(changes="; ".join(changes))
    return f"{said} {changed}" if changes else said


def _say_returns(review: Review) -> str:
    if review.returns is None or not review.returns.total.expected:
        return ""
    total = review.returns.total
    assert total.rate is not None
    assert total.on_time_rate is not None
    return _("Returns: {filed} were filed ({rate}), {on_time} on time ({on_time_rate}).").format(
        filed=say_share(total.actual, total.expected),
        rate=percent(rounded(total.rate, 4)),
        on_time=number(total.on_time),
        on_time_rate=percent(rounded(total.on_time_rate, 4)),
    )


def compose_tasks(review: Review, around: Around) -> list[Block]:
    """Compose section IV: what people planned, the next phase with its targets, and the deadlines."""
    blocks = written(around.texts.tasks)
    if review.following and review.following.phase:
        blocks += _next_phase(review, review.following.phase, review.following)
    blocks += [item(say_deadline(one)) for one in review.deadlines if one.days_left]
    if blocks:
        return blocks
    if review.phase is None:
        return [paragraph(_("Units keep up what was reached and go on with what the campaign has begun."))]
    return [paragraph(_("Units go on with the tasks of the campaign as planned."))]


def _next_phase(review: Review, phase: Phase, figures: PhaseFigures) -> list[Block]:
    text = _("Carry out {phase}, {span}{theme}.")
    blocks = [item(text.format(phase=phase.title, span=say_days(phase.span), theme=say_theme(phase)))]
    known = [(one, figures.progress[one.id]) for one in review.criteria if one.id in figures.progress]
    asked = [f"{one.title}: {say_target_in_measure(one, own)}" for one, own in known if say_target(one, own) != NOTHING]
    if asked:
        blocks.append(item(_("Targets of {phase}: {targets}.").format(phase=phase.title, targets="; ".join(asked))))
    return blocks


def compose_proposals(review: Review, around: Around) -> list[Block]:
    """Compose section V, nothing where there is nothing to propose."""
    blocks = [*written(around.texts.proposals), *compose_waiting(review.view, review.concerns, elsewhere=True)]
    if review.commendations.proposed:
        text = _("Commendations that are proposed: {awards}.")
        blocks.append(item(text.format(awards=say_counts(review.commendations.proposed))))
    return blocks
