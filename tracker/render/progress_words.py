"""How a figure that is judged stands against its target, in the reader's language: one place, so that every output says the same."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from tracker.domain.criteria import Aim, Criterion, Kind
from tracker.domain.progress import LATE, Progress, Standing
from tracker.domain.quantity import rounded
from tracker.i18n import _, ngettext, number, percent
from tracker.render.document import Role
from tracker.render.words import NOTHING, say_amount, say_total, say_value

_A_TENTH_OF_A_PER_CENT, _A_HUNDREDTH, _LEAST = Decimal("0.001"), Decimal("0.01"), Decimal("0.0001")


def say_result(criterion: Criterion, progress: Progress) -> str:
    """Write the figure that is judged: the reduction where there should be less, with its measure what must not happen."""
    if progress.reduction is not None:
        return say_own_reduction(progress)
    figure = say_judged(criterion, progress)
    happened = criterion.aim is Aim.NEVER and progress.actual.quantity and not criterion.is_percent
    return f"{figure} {criterion.measure}".rstrip() if happened else figure


def say_result_in_full(criterion: Criterion, progress: Progress) -> str:
    """Write what was achieved and, where there should be less, the reduction after it: 77, 6.1% less."""
    figure = say_judged(criterion, progress)
    return figure if progress.reduction is None else f"{figure}, {say_own_reduction(progress)}"


def say_judged(criterion: Criterion, progress: Progress) -> str:
    """Write what was achieved; a rate that all but reaches its target, or just exceeds its limit, is never written as that."""
    value = progress.actual.value
    if criterion.kind is not Kind.RATE or value is None or not _is_close(criterion, progress):
        return say_total(criterion, progress.actual)
    figure = rounded(value, 4)
    if figure == progress.target:
        figure += _LEAST if criterion.aim is Aim.STAY_UNDER else -_LEAST
    return percent(figure, 2) if criterion.is_percent else number(figure)


def _is_close(criterion: Criterion, progress: Progress) -> bool:
    """Whether a rate that is late looks like its target where it is written to the usual places."""
    if progress.standing not in LATE or progress.reduction is not None or progress.shortfall is None:
        return False
    return progress.shortfall < (_A_TENTH_OF_A_PER_CENT if criterion.is_percent else _A_HUNDREDTH)


def say_own_reduction(progress: Progress) -> str:
    """Write a reduction; one that is not enough is never written as the one that is asked for."""
    reduction = progress.reduction or Decimal(0)
    wanted = progress.target or Decimal(0)
    is_close = progress.standing in LATE and 0 < wanted - reduction < _A_TENTH_OF_A_PER_CENT
    return say_reduction(reduction, 2 if is_close else 1)


def say_reduction(reduction: Decimal, places: int = 1) -> str:
    """Write by which share there is less than in the days compared with; a sign says it to nobody."""
    if not reduction:
        return _("unchanged")
    share = percent(abs(reduction), places if abs(reduction) >= _A_TENTH_OF_A_PER_CENT else 2)
    return (_("{share} less") if reduction > 0 else _("{share} more")).format(share=share)


def say_target(criterion: Criterion, progress: Progress) -> str:
    """Write the target, a dash where there is none."""
    match criterion.aim:
        case Aim.NEVER:
            return _("must not happen")
        case Aim.REDUCE:
            return say_reduction(progress.target) if progress.target else _("less")
        case Aim.STAY_UNDER | Aim.REACH if progress.target is None:
            return NOTHING
        case Aim.STAY_UNDER:
            return _say_most(_say_figure(criterion, progress.target))
        case Aim.REACH:
            return _say_figure(criterion, progress.target)


def say_plan(criterion: Criterion, progress: Progress) -> str:
    """Write what the plan asks for by now, where there is one with a pace, or how much there may be of what should fall,
    rounded down: one more would be too many.
    """
    if progress.expected is None:
        return NOTHING
    is_rate = criterion.kind is Kind.RATE
    match criterion.aim:
        case Aim.REDUCE if progress.target:
            value = progress.expected
            return _say_most(say_value(criterion, value) if is_rate else _say_rounded(criterion, value, floor))
        case Aim.REACH if progress.days_ahead is not None:
            return say_amount(criterion, progress.expected)
        case Aim.REACH | Aim.REDUCE | Aim.STAY_UNDER | Aim.NEVER:
            return NOTHING


def _say_most(amount: str) -> str:
    return _("at most {amount}").format(amount=amount)


def _say_figure(criterion: Criterion, value: Decimal) -> str:
    """Write a target or what a plan asks for, to all its places."""
    return say_value(criterion, value) if criterion.kind is Kind.RATE else number(value)


def say_baseline(criterion: Criterion, progress: Progress) -> str:
    """Write what there was in the days compared with; a part of a longer period's figure is seldom whole, and is shown so."""
    if progress.baseline is None:
        return NOTHING
    if criterion.kind is Kind.RATE:
        return say_value(criterion, progress.baseline)
    is_whole = progress.baseline == progress.baseline.to_integral_value()
    return number(rounded(Fraction(progress.baseline), criterion.decimals if is_whole else max(1, criterion.decimals)))


def say_forecast(criterion: Criterion, progress: Progress) -> str:
    """Write what the figure comes to at the pace so far."""
    return NOTHING if progress.forecast is None else say_amount(criterion, progress.forecast)


def say_attainment(progress: Progress) -> str:
    """Write the attainment in per cent, without the sign; where there is more instead of less, nothing is attained."""
    return NOTHING if progress.attainment is None else say_attained(progress.attainment).rstrip("%")


def say_attained(attainment: Decimal) -> str:
    """Write an attainment in per cent; one that all but reaches the target is never written as 100%."""
    places = 2 if 1 - _A_TENTH_OF_A_PER_CENT < attainment < 1 else 1
    return percent(max(Decimal(0), attainment), places)


def say_pace(criterion: Criterion, progress: Progress) -> str:
    """Say how a criterion stands: the shortfall in its own measure first, then days."""
    match progress.standing:
        case Standing.NO_TARGET:
            lacks_baseline = criterion.aim is Aim.REDUCE and progress.baseline is None
            return _("nothing to compare with") if lacks_baseline else _("no target")
        case Standing.MET:
            return _("met")
        case Standing.MEETING:
            return _("meeting")
        case Standing.ON_PACE if criterion.kind is Kind.RATE:
            return _("no figures yet") if criterion.is_state else _("nothing occurred")
        case Standing.ON_PACE:
            return _("on pace")
        case Standing.AHEAD:
            return ngettext("{count} day ahead", "{count} days ahead", progress.days_ahead or 0)
        case Standing.MISSED:
            return _say_miss(criterion, progress)
        case Standing.BEHIND:
            short = _say_failure(criterion, progress)
            if progress.days_ahead is None:
                return short
            days = ngettext("{count} day behind", "{count} days behind", -progress.days_ahead)
            return f"{short} · {days}"


def _say_miss(criterion: Criterion, progress: Progress) -> str:
    if criterion.aim is Aim.REACH:
        return _("missed by {amount}").format(amount=say_shortfall(criterion, progress))
    return _("missed: {how}").format(how=_say_failure(criterion, progress))


def _say_failure(criterion: Criterion, progress: Progress) -> str:
    """Say how far a figure is from what it should be."""
    match criterion.aim:
        case Aim.NEVER:
            return _("it has happened")
        case Aim.REDUCE if progress.is_flagged:
            return _("none in the same period")
        case Aim.REDUCE if not progress.shortfall:
            return _("not less yet")
        case Aim.REDUCE if criterion.kind is not Kind.RATE:
            amount = _say_rounded(criterion, progress.shortfall or Decimal(0), ceil)
            return _("{amount} over").format(amount=f"{amount} {criterion.measure}".rstrip())
        case Aim.REDUCE | Aim.STAY_UNDER:
            return _("{amount} over").format(amount=say_shortfall(criterion, progress))
        case Aim.REACH:
            return _("{amount} short").format(amount=say_shortfall(criterion, progress))


def say_need(criterion: Criterion, need: Decimal | None) -> str:
    """Write what is needed each day or week, rounded up: whoever does a little less does not arrive.

    What is less than the smallest step of the criterion is written with one place more: 0.1 a day is not 1 a day.
    """
    if not need:
        return ""
    places = criterion.decimals
    if need < Decimal(1).scaleb(-places):
        return number(rounded(Fraction(ceil(need.scaleb(places + 1)), 10 ** (places + 1)), places + 1))
    return _say_rounded(criterion, need, ceil)


def _say_rounded(criterion: Criterion, amount: Decimal, way: Callable[[Fraction], int]) -> str:
    """Write an amount in the criterion's measure, to its decimals, rounded up or down."""
    step = Fraction(1, 10**criterion.decimals)
    return say_amount(criterion, way(Fraction(amount) / step) * step)


def pace_role(progress: Progress) -> Role:
    """Return the role of a pace; the words say it already."""
    if progress.standing in LATE:
        return Role.BAD
    if progress.standing in (Standing.MET, Standing.AHEAD, Standing.MEETING):
        return Role.GOOD
    return Role.PLAIN


def say_shortfall(criterion: Criterion, progress: Progress) -> str:
    """Write how much is missing, or too much, in the criterion's own measure."""
    shortfall = progress.shortfall or Decimal(0)
    if criterion.is_percent:
        amount = _at_least_a_step(shortfall * 100, 2 if _is_close(criterion, progress) else 1)
        return (_("{amount} point") if amount == number(1) else _("{amount} points")).format(amount=amount)
    places = (4 if _is_close(criterion, progress) else 2) if criterion.kind is Kind.RATE else criterion.decimals
    return _at_least_a_step(shortfall, places)


def _at_least_a_step(shortfall: Decimal, places: int) -> str:
    """Write a shortfall; one under half of the smallest step is still one and never called nothing."""
    return number(rounded(max(Fraction(shortfall), Fraction(1, 10**places)), places))
