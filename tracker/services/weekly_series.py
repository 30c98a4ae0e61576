"""What a weekly report shows beside its own figures: how units stand, and figures over time."""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.services.series import ReturnsByWeek, Series, build_returns, build_series
from tracker.services.standings import UnitStanding, build_standings
from tracker.services.weekly import Weekly


class WeeklySeries(NamedTuple):
    """How units stand in the week's last phase, the campaign's criteria over time, and who filed in the weeks so far."""

    standings: Sequence[UnitStanding]
    criteria: tuple[Series, ...]
    returns: ReturnsByWeek | None


def build_weekly_series(weekly: Weekly) -> WeeklySeries:
    """Build what stands beside a weekly report; `returns` is None where no weekly return was due yet."""
    view = weekly.view
    unit = weekly.unit.id if weekly.unit else None
    return WeeklySeries(
        build_standings(view, weekly.spans[-1].phase, weekly.unit) if weekly.spans else (),
        build_series(view, None, unit),
        build_returns(view, unit, weekly.returns),
    )
