"""Bars and sparklines in text."""

from collections.abc import Sequence

METER_CELLS = 11
_TICKS = "▁▂▃▄▅▆▇█"


def draw_meter(share: float, plan: float | None) -> str:
    """Draw a bar; filled cells are rounded down, `│` marks where the plan should be, more than all is a full bar."""
    filled = max(0, min(METER_CELLS, int(share * METER_CELLS)))
    bar = ["█"] * filled + ["░"] * (METER_CELLS - filled)
    if plan is not None and share < 1:
        bar[min(METER_CELLS - 1, int(plan * METER_CELLS))] = "│"
    return "".join(bar)


def draw_sparkline(values: Sequence[float]) -> str:
    """Draw amounts as eight heights against the greatest; nothing is the lowest."""
    most = max(values, default=0) or 1
    return "".join(_TICKS[min(7, int(value / most * 7.999))] for value in values)
