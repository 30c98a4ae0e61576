"""The sections of the signed weekly report that tell of the campaign's course: direction, difficulties, tasks, proposals."""

from decimal import Decimal

from tracker.domain.campaign import Phase
from tracker.domain.criteria import Criterion
from tracker.domain.progress import LATE, Progress, Standing
from tracker.i18n import _, ngettext, weekday_within
from tracker.i18n.papers import paper_date
from tracker.render.criterion_sentences import say_late
from tracker.render.document import Block, paragraph
from tracker.render.progress_words import say_need
from tracker.render.raised_matters import compose_raised, compose_texts, compose_waiting
from tracker.render.report_sentences import Around, item, say_days, say_share, written
from tracker.services.discipline import DeadlineStatus
from tracker.services.weekly import CriterionWeek, PhaseDays, Weekly

NEAR_DAYS = 14


def compose_direction(weekly: Weekly, around: Around) -> list[Block]:
    """Compose section I: what was directed, and where the campaign stands."""
    lead = _("Units report on their direction:")
    return [
        *written(around.texts.direction),
        paragraph(" ".join(one for one in (_say_launch(weekly), *_say_phases(weekly)) if one)),
        *compose_texts(weekly.texts, lead, lambda one: one.texts.direction),
    ]


def _say_launch(weekly: Weekly) -> str:
    campaign, launched_on = weekly.view.campaign, weekly.view.campaign.launched_on
    if launched_on is None or launched_on < weekly.week.start:
        return ""
    if launched_on > weekly.view.as_of:
        text = _("The campaign runs; it is to be launched on {day}.")
    elif campaign.launched_by:
        text = _("On {day} {who} launched the campaign.")
    else:
        text = _("On {day} the campaign was launched.")
    return text.format(day=paper_date(launched_on), who=campaign.launched_by)


def _say_phases(weekly: Weekly) -> list[str]:
    campaign, last = weekly.view.campaign, weekly.view.as_of
    if not campaign.has_phases:
        days = say_share(campaign.span.elapsed(last), campaign.span.days)
        return [
            _("By the end of {day}, {days} days of the campaign have passed.").format(day=paper_date(last), days=days)
        ]
    said = [text for part in weekly.spans if (text := _say_phase(weekly, part))]
    return said or [_("The week lies between two phases.")]


def _say_phase(weekly: Weekly, part: PhaseDays) -> str:
    phase, last = part.phase, weekly.view.as_of
    if phase.span.start > last:
        return ""
    if phase.span.end <= last:
        return _("{phase} ended on {day}.").format(phase=phase.title, day=paper_date(phase.span.end))
    days = say_share(phase.span.elapsed(last), phase.span.days)
    if phase.span.start >= weekly.week.start:
        text = _("On {start} {phase} began, until {end}{theme}; by the end of {day}, {days} of its days have passed.")
    else:
        text = _(
            "The week lies in {phase}, from {start} to {end}{theme}; by the end of {day}, {days} of its days have passed."
        )
    return text.format(
        start=paper_date(phase.span.start),
        end=paper_date(phase.span.end),
        phase=phase.title,
        theme=say_theme(phase),
        day=paper_date(last),
        days=days,
    )


def say_theme(phase: Phase) -> str:
    """Name the theme of a phase after it, where it has one."""
    return _(", theme “{theme}”").format(theme=phase.theme) if phase.theme else ""


def compose_difficulties(weekly: Weekly, around: Around) -> list[Block]:
    """Compose section IV, nothing where nobody had any."""
    return [
        *written(around.texts.difficulties),
        *compose_texts(weekly.texts, _("Difficulties that units report:"), lambda one: one.texts.difficulties),
        *compose_raised(weekly.concerns, weekly.week, _("In the week")),
        *compose_waiting(weekly.view, weekly.concerns, elsewhere=False),
    ]


def compose_proposals(weekly: Weekly, around: Around) -> list[Block]:
    """Compose section VI, nothing where there is nothing to propose."""
    return [
        *written(around.texts.proposals),
        *compose_texts(weekly.texts, _("Proposals of the units:"), lambda one: one.texts.proposals),
        *compose_waiting(weekly.view, weekly.concerns, elsewhere=True),
    ]


def compose_tasks(weekly: Weekly, around: Around) -> list[Block]:
    """Compose section V: what people planned, then what the figures and the deadlines ask for."""
    near = [one for one in weekly.deadlines if one.days_left <= NEAR_DAYS] or weekly.deadlines[:1]
    own = [_catching_up(weekly), _chasing(weekly), *(say_deadline(one) for one in near)]
    asked = [item(one) for one in own if one]
    planned = written(around.texts.tasks)
    if planned or asked:
        return [*planned, *asked]
    if weekly.view.as_of >= weekly.view.campaign.span.end:
        return [paragraph(_("The campaign is over; units prepare its final review."))]
    return [paragraph(_("Units go on with the tasks of the campaign as planned."))]


def _catching_up(weekly: Weekly) -> str:
    """Say what is behind, and how much of it is needed."""
    now = [(one.criterion, _current(weekly, one)) for one in weekly.criteria]
    behind = [_say_needed(*one) or say_late(*one) for one in now if one[1].standing in LATE]
    return _("Concentrate on the criteria that are behind: {names}.").format(names="; ".join(behind)) if behind else ""


def _say_needed(criterion: Criterion, progress: Progress) -> str:
    """Say how much is needed each day; where that is less than one, each week. "" where no need can be told."""
    if not progress.need_per_day:
        return ""
    text, need = _("{title} ({amount} needed each day)"), say_need(criterion, progress.need_per_day)
    if progress.need_per_day < 1:
        week = (7 * progress.need_per_day).quantize(Decimal("0.01"))  # a need each day is known to 3 places
        text, need = _("{title} ({amount} needed each week)"), say_need(criterion, week)
    return text.format(title=criterion.title, amount=f"{need} {criterion.measure}".rstrip())


def _current(weekly: Weekly, one: CriterionWeek) -> Progress:
    """Return how a criterion stands in the phase that goes on, or else in the campaign."""
    is_over = not weekly.spans or weekly.spans[-1].phase.span.end <= weekly.view.as_of
    own = one.campaign if is_over else one.by_span[-1].progress
    return one.campaign if own.standing is Standing.NO_TARGET else own


def _chasing(weekly: Weekly) -> str:
    missing = len(weekly.returns.missing) if weekly.returns else 0
    if not missing or not weekly.returns:
        return ""
    if weekly.unit and len(weekly.returns.expected) == 1:
        return _("File the weekly return that is missing.")
    return ngettext(
        "Chase {count} unit that has not filed its weekly return.",
        "Chase {count} units that have not filed their weekly returns.",
        missing,
    )


def say_deadline(one: DeadlineStatus) -> str:
    """Say what is due by when."""
    covers = f" {say_days(one.occurrence.covers)}" if one.occurrence.covers else ""
    due = one.occurrence.due_on
    text = _("By {weekday}, {day}: {what}.")
    return text.format(weekday=weekday_within(due), day=paper_date(due), what=f"{one.title}{covers}")
