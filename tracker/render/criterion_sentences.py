"""How a criterion's figures are said in a sentence of a report, as a person would write it."""

from collections.abc import Sequence

from tracker.domain.criteria import Aim, Criterion, Direction, Kind
from tracker.domain.entries import Total
from tracker.domain.progress import LATE, Progress, Standing
from tracker.domain.quantity import as_decimal
from tracker.i18n import _, ngettext, number
from tracker.render.progress_words import (
    say_attained,
    say_baseline,
    say_judged,
    say_own_reduction,
    say_result,
    say_shortfall,
    say_target,
)
from tracker.render.words import NOTHING, say_total


def is_judged(progress: Progress, *, is_over: bool) -> bool:
    """Whether a target can be kept or missed; where nothing had occurred by the end, it was neither."""
    nothing_occurred = progress.standing is Standing.ON_PACE and progress.days_ahead is None
    return progress.standing is not Standing.NO_TARGET and not (is_over and nothing_occurred)


def is_kept(progress: Progress, *, is_over: bool) -> bool:
    """Whether a criterion that has a target is met, meets it, or is on its plan."""
    return is_judged(progress, is_over=is_over) and progress.standing not in LATE


def say_amount_in_measure(criterion: Criterion, total: Total, notes: Sequence[str] = ()) -> str:
    """Write a figure with its measure and notes: 36 mô hình; a rate with its parts: 81,8% (27/33)."""
    return _in_measure(criterion, total, say_total(criterion, total), notes)


def _in_measure(criterion: Criterion, total: Total, figure: str, notes: Sequence[str] = ()) -> str:
    parts = [_say_parts(total)] if criterion.kind is Kind.RATE else []
    named = figure if criterion.is_percent else f"{figure} {criterion.measure}".rstrip()
    return _noted(named, [*parts, *notes])


def _say_parts(rate: Total) -> str:
    return f"{number(as_decimal(rate.quantity))}/{number(as_decimal(rate.denominator))}"


def say_added_late(criterion: Criterion, total: Total) -> str:
    """Say what was recorded about phases after they were closed, which their own figures leave out."""
    amount = _say_parts(total) if criterion.kind is Kind.RATE else say_total(criterion, total)
    return _("recorded late after closing: {amount}").format(amount=amount)


def _noted(text: str, notes: Sequence[str]) -> str:
    return f"{text} ({'; '.join(notes)})" if notes else text


def say_gained(criterion: Criterion, total: Total, notes: Sequence[str] = ()) -> str:
    """Say what some days brought: 36 mô hình gained, a rate of 81,8% (27/33), nothing."""
    if criterion.kind is Kind.RATE and not total.denominator:
        return _noted(_("nothing occurred"), notes)
    if criterion.kind is not Kind.RATE and not total.quantity:
        return _noted(_none(criterion), notes)
    if criterion.kind is Kind.RATE:
        return _at(criterion).format(amount=say_amount_in_measure(criterion, total, notes))
    text = _("{amount} gained") if _is_wanted(criterion) else _("{amount} occurred")
    return _noted(text.format(amount=say_amount_in_measure(criterion, total)), notes)


def say_reached(criterion: Criterion, progress: Progress) -> str:
    """Say what there is and how it stands: 30 mô hình, 5,5% of the target (547 mô hình), on pace."""
    figure = _figure(criterion, progress)
    judgement = _judge(criterion, progress)
    return f"{figure}, {judgement}" if judgement else figure


def _figure(criterion: Criterion, progress: Progress) -> str:
    total = progress.actual
    amount = _in_measure(criterion, total, say_judged(criterion, progress))
    if criterion.kind is Kind.RATE:
        nothing = _("no figures yet") if criterion.is_state else _("nothing occurred")
        return _at(criterion).format(amount=amount) if total.denominator else nothing
    if not total.quantity and not criterion.is_state:
        return _none(criterion)
    if criterion.is_state:
        return _("{amount} in place").format(amount=amount)
    return (_("{amount} achieved") if _is_wanted(criterion) else _("{amount} recorded")).format(amount=amount)


def _at(criterion: Criterion) -> str:
    return _("a rate of {amount}") if _is_wanted(criterion) else _("a rate standing at {amount}")


def _none(criterion: Criterion) -> str:
    if criterion.aim is Aim.NEVER:
        return _("none happened")
    return _("no result") if _is_wanted(criterion) else _("none occurred")


def _is_wanted(criterion: Criterion) -> bool:
    """Whether more of it is better."""
    return criterion.direction is Direction.UP and criterion.aim is Aim.REACH


def _judge(criterion: Criterion, progress: Progress) -> str:
    if progress.standing is Standing.NO_TARGET and progress.reduction is None:
        return ""
    match criterion.aim:
        case Aim.NEVER:
            return _judge_limit(criterion, progress, _("as demanded"), _("against the demand that it must not happen"))
        case Aim.STAY_UNDER:
            limit = say_target(criterion, progress)
            within, beyond = _("within the limit of {limit}"), _("beyond the limit of {limit}")
            return _judge_limit(criterion, progress, within.format(limit=limit), beyond.format(limit=limit))
        case Aim.REDUCE:
            return _judge_reduction(criterion, progress)
        case Aim.REACH if criterion.kind is Kind.RATE:
            return _judge_rate(criterion, progress)
        case Aim.REACH:
            return _judge_plan(criterion, progress)


def _judge_limit(criterion: Criterion, progress: Progress, kept: str, broken: str) -> str:
    if not progress.actual.quantity and criterion.aim is Aim.NEVER:
        return kept
    return broken if progress.standing in LATE else kept


def _judge_reduction(criterion: Criterion, progress: Progress) -> str:
    """Compare with the same period, then with what is asked for."""
    compared = []
    if progress.reduction is not None:
        before = f"{say_baseline(criterion, progress)} {'' if criterion.is_percent else criterion.measure}".rstrip()
        said = _("{reduction} than in the same period ({before})")
        same = _("{reduction} against the same period ({before})")
        text = said if progress.reduction else same
        compared.append(text.format(reduction=say_own_reduction(progress), before=before))
    elif progress.is_flagged:
        compared.append(_("while nothing occurred in the same period"))
    wanted = say_target(criterion, progress) if progress.target else _("less than in the same period")
    match progress.standing:
        case Standing.MET:
            compared.append(_("the target of {target} is met").format(target=wanted))
        case Standing.MEETING:
            compared.append(_("the target of {target} is being met").format(target=wanted))
        case Standing.MISSED:
            compared.append(_("the target of {target} is missed").format(target=wanted))
        case Standing.BEHIND:
            compared.append(_("the target of {target} is not met yet").format(target=wanted))
    return ", ".join(compared)


def _judge_rate(criterion: Criterion, progress: Progress) -> str:
    wanted = say_target(criterion, progress)
    short = say_shortfall(criterion, progress)
    match progress.standing:
        case Standing.MET:
            return _("the target of {target} is met").format(target=wanted)
        case Standing.MEETING:
            return _("the target of {target} is being met").format(target=wanted)
        case Standing.MISSED:
            return _("the target of {target} is missed by {amount}").format(target=wanted, amount=short)
        case Standing.BEHIND:
            return _("{amount} below the target of {target}").format(target=wanted, amount=short)
    return ""


def _judge_plan(criterion: Criterion, progress: Progress) -> str:
    if not progress.target or progress.attainment is None:
        return ""
    target = say_target_in_measure(criterion, progress)
    share = _("{share} of the target ({target})").format(share=say_attained(progress.attainment), target=target)
    return f"{share}, {say_pace_in_words(criterion, progress)}"


def say_target_in_measure(criterion: Criterion, progress: Progress) -> str:
    """Write a target with its measure; of a share, and of what must not happen, that is said already."""
    is_share = criterion.is_percent or criterion.aim in (Aim.REDUCE, Aim.NEVER)
    return f"{say_target(criterion, progress)} {'' if is_share else criterion.measure}".rstrip()


def say_pace_in_words(criterion: Criterion, progress: Progress) -> str:
    """Say how what adds up stands against its plan: 3 days behind the plan, 11 mô hình short."""
    short = f"{say_shortfall(criterion, progress)} {criterion.measure}".rstrip()
    match progress.standing:
        case Standing.MET:
            is_over = progress.attainment is not None and progress.attainment > 1
            return _("the target is exceeded") if is_over else _("the target is met")
        case Standing.AHEAD:
            return ngettext("{count} day ahead of the plan", "{count} days ahead of the plan", progress.days_ahead or 0)
        case Standing.ON_PACE:
            return _("on plan")
        case Standing.MISSED:
            return _("the target is missed by {amount}").format(amount=short)
        case Standing.BEHIND if progress.days_ahead is None:
            return _("{amount} still to come").format(amount=short)
        case Standing.BEHIND:
            days = ngettext("{count} day behind the plan", "{count} days behind the plan", -(progress.days_ahead or 0))
            return _("{days}, {amount} short").format(days=days, amount=short)
    return NOTHING


def say_late(criterion: Criterion, progress: Progress) -> str:
    """Name a criterion that is behind, and by how much."""
    if criterion.adds_up:
        return f"{criterion.title} ({say_pace_in_words(criterion, progress)})"
    value = say_result(criterion, progress)
    text = _("{value}, though it must not happen") if criterion.aim is Aim.NEVER else _("{value}, target {target}")
    return f"{criterion.title} ({text.format(value=value, target=say_target(criterion, progress))})"
