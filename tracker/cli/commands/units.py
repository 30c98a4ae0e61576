"""tracker units."""

from typing import TYPE_CHECKING

from tracker.cli.command import argument, command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, output_options
from tracker.domain.calendar import parse_day, parse_week
from tracker.domain.units import UnitVersion
from tracker.errors import TrackerError
from tracker.i18n import N_
from tracker.render.compose_lists import compose_missing, compose_units
from tracker.render.shapes.returns import missing_columns, shape_missing, shape_unit, shape_units, unit_columns
from tracker.services.discipline import latest_week, returns_for_week
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.schemas.weekly import MissingShape

FORMATS = (TABLE, "json", "csv", "md", "html")


@command(
    "units",
    summary=N_("List the units, or those whose return is missing."),
    examples=("tracker units --missing --week last", "tracker units --on 1/7/2025 -o units.csv"),
    more=N_(
        "Lists the units alive on a day, all or one and those under it. With --missing, the units that owe a return for a "
        "week and have not filed it: the week whose return was due last, unless --week names another."
    ),
)
@argument("unit", metavar="[UNIT]", required=False)
@option("--missing", is_flag=True, help=N_("Those whose weekly return is missing."))
@option("--week", metavar="WEEK", help=N_("2025-W09, -1, last or a day."))
@option("--on", metavar="DAY", help=N_("As of this day; today unless said."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@output_options(*FORMATS)
def COMMAND(  # noqa: N802
    ctx: Context,
    unit: str | None,
    week: str | None,
    on: str | None,
    campaign: str | None,
    format: str | None,  # noqa: A002
    output: str | None,
    *,
    missing: bool,
    as_json: bool,
) -> None:
    """List units."""
    if week is not None and not missing:
        raise TrackerError.of("week-without-missing")
    view = ctx.choose(campaign, unit)
    if on:
        view = view.but(as_of=parse_day(on, ctx.today))
    found = ctx.find_unit(view, unit)
    said = _missing(ctx, view, week, found) if missing else _units(view, found)
    answer(choose_output(format, as_json, output, FORMATS), said)


def _units(view: View, unit: UnitVersion | None) -> Answer:
    units = view.roster.subtree(unit.id, view.as_of) if unit else view.roster.alive(view.as_of)
    return Answer(
        document=lambda: compose_units(units, view.roster, view.as_of),
        shape=lambda: shape_units(view, units),
        rows=lambda: [shape_unit(one) for one in units],
        columns=unit_columns,
    )


def _missing(ctx: Context, view: View, week: str | None, unit: UnitVersion | None) -> Answer:
    span = parse_week(week, ctx.today) if week is not None else latest_week(view)
    returns = returns_for_week(view, span, unit.id if unit else None)
    if returns is None:
        raise TrackerError.of("no-returns", campaign=view.campaign.name, start=span.start, end=span.end)
    last = view.journal.last_entry_on(view.campaign.id, view.as_of)

    def shape() -> "MissingShape":
        return shape_missing(view, returns, last)

    return Answer(
        lambda: compose_missing(returns, view.roster, last), shape, lambda: shape()["missing"], missing_columns
    )
