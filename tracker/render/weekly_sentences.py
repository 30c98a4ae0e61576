"""Section II of the signed weekly report: what the week brought, criterion by criterion, and how that stands."""

from collections.abc import Sequence

from tracker.domain.campaign import Phase
from tracker.domain.criteria import Criterion
from tracker.domain.progress import LATE, Progress, Standing
from tracker.i18n import _, moment, ngettext
from tracker.render.compose_status import say_late as say_recorded_late
from tracker.render.criterion_sentences import is_judged, say_gained, say_late, say_reached
from tracker.render.document import Block, paragraph
from tracker.render.report_sentences import capital, item, say_share
from tracker.render.words import NOTHING, say_change, say_total
from tracker.services.weekly import Correction, CriterionWeek, Weekly


def compose_results(weekly: Weekly) -> list[Block]:
    """Compose the section; nothing where there is no criterion."""
    if not weekly.criteria:
        return []
    told = [one for one in weekly.criteria if _has_figures(one)]
    silent = [one.criterion.title for one in weekly.criteria if not _has_figures(one)]
    nothing = [paragraph(_("No figures yet: {criteria}.").format(criteria="; ".join(silent)))] if silent else []
    return [
        paragraph(_lead(weekly)),
        *(paragraph(one) for one in _standings(weekly)),
        *(item(_say_criterion(weekly, one), one.criterion.title) for one in told),
        *nothing,
        *_corrections(weekly),
        paragraph(_("The figures stand in the annexes in full.")),
    ]


def _has_figures(one: CriterionWeek) -> bool:
    """Whether anything can be said of a criterion; of what must not happen, nothing is an achievement."""
    actual = one.campaign.actual
    return (
        bool(actual.entries or actual.quantity or actual.denominator) or one.campaign.standing is not Standing.NO_TARGET
    )


def _lead(weekly: Weekly) -> str:
    entries = sum(one.week_entries for one in weekly.units)
    active = sum(1 for one in weekly.units if one.week_entries)
    if not entries:
        return _("No result was logged in the week.")
    if weekly.unit and active == 1:
        return ngettext("In the week {count} result was logged.", "In the week {count} results were logged.", entries)
    logged = ngettext("{count} result", "{count} results", entries)
    units = ngettext("{count} unit", "{count} units", active)
    return _("In the week {units} logged {results}.").format(units=units, results=logged)


def _standings(weekly: Weekly) -> list[str]:
    """Say for each phase of the week, and for the campaign, how many criteria with a target are kept, and which are not."""
    found = []
    if weekly.view.campaign.has_phases:
        for at, part in enumerate(weekly.spans):
            judged = [(one.criterion, one.by_span[at].progress) for one in weekly.criteria]
            is_over = weekly.view.as_of > part.phase.span.end
            found.append(say_standing(part.phase.title, judged, is_over=is_over))
    judged = [(one.criterion, one.campaign) for one in weekly.criteria]
    found.append(
        say_standing(_("the whole campaign"), judged, is_over=weekly.view.as_of > weekly.view.campaign.span.end)
    )
    return [one for one in found if one]


def say_standing(whole: str, judged: Sequence[tuple[Criterion, Progress]], *, is_over: bool) -> str:
    """Say how many criteria with a target are kept over a phase or the campaign, and name those that are not."""
    with_target = [one for one in judged if is_judged(one[1], is_over=is_over)]
    late = [one for one in with_target if one[1].standing in LATE]
    if not with_target:
        return ""
    kept, every = len(with_target) - len(late), len(with_target)
    names = "; ".join(say_late(*one) for one in late)
    if not late:
        text = _("all targets are met") if is_over else _("all targets are met or on plan")
        sentence = (
            text if every > 1 else (_("the one target is met") if is_over else _("the one target is met or on plan"))
        )
        return capital(_("{whole}: {sentence}.").format(whole=whole, sentence=sentence))
    if not kept and every == 1:
        text = _("the one target is not met: {names}") if is_over else _("the one target is behind the plan: {names}")
        return capital(_("{whole}: {sentence}.").format(whole=whole, sentence=text.format(names=names)))
    if not kept:
        text = _("no target is met: {names}") if is_over else _("every target is behind the plan: {names}")
        return capital(_("{whole}: {sentence}.").format(whole=whole, sentence=text.format(names=names)))
    share = say_share(kept, every)
    text = (
        _("{share} criteria with a target meet it; not met: {names}")
        if is_over
        else _("{share} criteria with a target meet it or are on plan; behind: {names}")
    )
    return capital(_("{whole}: {sentence}.").format(whole=whole, sentence=text.format(share=share, names=names)))


def _say_criterion(weekly: Weekly, one: CriterionWeek) -> str:
    whole = say_reached(one.criterion, one.campaign)
    if one.criterion.is_state:
        return f"{_say_state(one, whole)}."
    parts, reached = [_say_week(weekly, one)], []
    if weekly.view.campaign.has_phases:
        reached = [say_reached(one.criterion, part.progress) for part in one.by_span]
        pairs = zip(weekly.spans, reached, strict=True)
        parts += [_say_phase(weekly, part.phase, said) for part, said in pairs]
    if len(reached) < 2 and whole not in reached:  # of two phases the annex says what they come to
        parts.append(_("campaign to date {reached}").format(reached=whole))
    return f"{'; '.join(parts)}."


def _say_state(one: CriterionWeek, whole: str) -> str:
    """Say what there is by now, and how that stands in the phase or, where nothing is asked for in it, in the campaign."""
    own = one.by_span[-1].progress if one.by_span else one.campaign
    is_asked = own.standing is not Standing.NO_TARGET
    return _("by now {reached}").format(reached=say_reached(one.criterion, own) if is_asked else whole)


def _say_week(weekly: Weekly, one: CriterionWeek) -> str:
    """Say what the week brought, if anything; of one that lies in two phases, each phase's days by themselves."""
    criterion, notes = one.criterion, []
    if len(weekly.spans) > 1 and (one.week.quantity or one.week.denominator):
        pairs = [
            (part.phase.title, say_total(criterion, own.week))
            for part, own in zip(weekly.spans, one.by_span, strict=True)
        ]
        notes += [f"{phase}: {figure}" for phase, figure in pairs if figure != NOTHING]
    if one.previous_week.entries:
        notes.append(_("the week before {before}").format(before=say_total(criterion, one.previous_week)))
    return _("in the week {gained}").format(gained=say_gained(criterion, one.week, notes))


def _say_phase(weekly: Weekly, phase: Phase, reached: str) -> str:
    is_over = phase.span.end < weekly.view.as_of
    text = _("at the end of {phase} {reached}") if is_over else _("{phase} to date {reached}")
    return text.format(phase=phase.title, reached=reached)


def _corrections(weekly: Weekly) -> list[Block]:
    """Say what was recorded in the week about days of earlier reports."""
    blocks: list[Block] = []
    if weekly.corrections:
        text = _("Additions and corrections to earlier periods: {changes}.")
        blocks.append(paragraph(text.format(changes="; ".join(_say_correction(one) for one in weekly.corrections))))
    if weekly.view.known_at and weekly.later:
        text = _("Additions and corrections recorded after {moment}: {changes}.")
        changes = "; ".join(_say_correction(one) for one in weekly.later)
        blocks.append(paragraph(text.format(moment=moment(weekly.view.known_at), changes=changes)))
    if weekly.late:
        blocks.append(paragraph(_("Recorded late: {entries}.").format(entries=say_recorded_late(weekly.late))))
    return blocks


def _say_correction(one: Correction) -> str:
    entries = ngettext("{count} entry", "{count} entries", one.change.entries)
    if one.criterion.is_state:
        return f"{one.criterion.title} ({entries})"
    return f"{one.criterion.title} {say_change(one.criterion, one.change)} ({entries})"
