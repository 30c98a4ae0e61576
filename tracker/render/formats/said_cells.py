"""Cells said in words, for those who hear a page and for papers, which draw no bars."""

from decimal import Decimal

from tracker.i18n import _, percent
from tracker.render.document import Cell, Meter, Run, Sparkline


def say_cell(cell: Cell) -> str:
    """Return what a cell says on paper: a bar its share; a line over time is left to charts."""
    match cell:
        case Run(text):
            return text
        case Meter():
            return say_meter(cell)
        case Sparkline():
            return ""


def say_sparkline(line: Sparkline) -> str:
    """Say a sparkline for those who hear the page."""
    return _("from the oldest to the newest: {amounts}").format(amounts="; ".join(line.said))


def say_meter(meter: Meter) -> str:
    """Say a meter for those who hear the page."""
    done = percent(Decimal(str(meter.share)))
    if meter.plan is None:
        return _("{done} of the target").format(done=done)
    plan = percent(Decimal(str(meter.plan)))
    return _("{done} of the target; by now the plan is {plan}").format(done=done, plan=plan)
