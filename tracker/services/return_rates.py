"""How units keep to their returns over time: owed, filed and on time, per unit, parent, cluster and in all."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from fractions import Fraction

from tracker.domain.calendar import Span
from tracker.domain.returns import Deadline, Occurrence
from tracker.domain.units import UnitVersion
from tracker.domain.value import Value
from tracker.services.discipline import Returns, returns_of
from tracker.services.view import View


class GroupBy(StrEnum):
    """What returns are counted by; each unit counts for the parent and cluster that it had on the due day."""

    UNIT = "unit"
    PARENT = "parent"
    CLUSTER = "cluster"


class ReturnRate(Value, frozen=True):
    """The returns of a group: a unit, known by its id and the name it had last, or a cluster; "" for what stands in none."""

    group: str
    name: str
    expected: int
    actual: int
    on_time: int

    @property
    def rate(self) -> Fraction | None:
        """The share of what was owed that was filed, None where nothing was owed."""
        return Fraction(self.actual, self.expected) if self.expected else None

    @property
    def on_time_rate(self) -> Fraction | None:
        """The share of what was owed that was filed on time."""
        return Fraction(self.on_time, self.expected) if self.expected else None


class ReturnRates(Value, frozen=True):
    """The returns due in a span, group by group and in all; `dates` counts the dates that they were due on."""

    span: Span
    by: GroupBy
    dates: int
    groups: tuple[ReturnRate, ...]
    total: ReturnRate


def days_due(view: View) -> Span:
    """Return the days on which returns fell due so far; the last may be due when the campaign is over."""
    start = view.campaign.span.start
    return Span(start, max(start, view.as_of))


def rate_returns(view: View, span: Span, by: GroupBy, unit: str | None = None) -> ReturnRates:
    """Count the returns that were due in a span, up to the as-of day, of all units or of one and those under it."""
    known = span.until(view.as_of)
    dated = [returns_of(view, *one, unit) for one in _due(view.campaign.deadlines, known)] if known else []
    return count_returns(view, span, by, dated)


def count_returns(view: View, span: Span, by: GroupBy, dated: Sequence[Returns]) -> ReturnRates:
    """Count the returns for some dates, group by group in the order in which the roster names them first."""
    counts: dict[str, list[int]] = {}
    for returns in dated:
        for owing in returns.expected:
            _count(counts.setdefault(group_of(owing, by), [0, 0, 0]), returns, owing.id)
    order = {group_of(one, by): at for at, one in reversed(list(enumerate(view.roster.versions)))}
    groups, last = sorted(counts, key=order.__getitem__), min(span.end, view.as_of)
    total = [sum(one) for one in zip(*counts.values(), strict=True)] or [0, 0, 0]
    return ReturnRates(
        span=span,
        by=by,
        dates=len(dated),
        groups=tuple(ReturnRate(one, view.roster.name_on(one, last), *counts[one]) for one in groups),
        total=ReturnRate("", "", *total),
    )


def group_of(unit: UnitVersion, by: GroupBy) -> str:
    """Return the group that a unit counts for."""
    return _GROUPS[by](unit)


_GROUPS: dict[GroupBy, Callable[[UnitVersion], str]] = {
    GroupBy.UNIT: lambda unit: unit.id,
    GroupBy.PARENT: lambda unit: unit.parent,
    GroupBy.CLUSTER: lambda unit: unit.cluster,
}


def _count(counts: list[int], returns: Returns, unit: str) -> None:
    counts[0] += 1
    counts[1] += unit in returns.filed
    counts[2] += returns.is_on_time(unit)


def _due(deadlines: Sequence[Deadline], span: Span) -> Iterable[tuple[Deadline, Occurrence]]:
    for deadline in deadlines:
        if deadline.is_return:
            yield from ((deadline, one) for one in deadline.occurrences if one.due_on in span)
