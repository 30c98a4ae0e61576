"""tracker returns."""

from tracker.cli.command import Choice, command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.domain.units import UnitVersion
from tracker.i18n import N_
from tracker.render.compose_returns import compose_return_rates
from tracker.render.shapes.returns import rate_columns, shape_return_rate, shape_return_rates
from tracker.services.phases import find_phase
from tracker.services.return_rates import GroupBy, days_due, rate_returns
from tracker.services.view import View

FORMATS = (TABLE, "json", "csv", "md", "html")


@command(
    "returns",
    summary=N_("Show how units keep to their returns."),
    examples=("tracker returns", "tracker returns --per cluster --phase dot-2"),
    more=N_(
        "Counts the returns that were due so far: owed, filed and on time, by the unit above, by unit or by cluster. A unit "
        "counts for the parent and the cluster it had on the due day. Who has not filed: tracker units --missing."
    ),
)
@option(
    "--per",
    metavar="unit|parent|cluster",
    type=Choice([one.value for one in GroupBy]),
    help=N_("What to count for; parent unless said, unit for a unit without others under it."),
)
@option("--unit", "-u", metavar="UNIT", help=N_("This unit and all under it."))
@option("--phase", metavar="ID", help=N_("Those due in this phase alone."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@output_options(*FORMATS)
def COMMAND(  # noqa: N802
    ctx: Context,
    per: str | None,
    unit: str | None,
    phase: str | None,
    campaign: str | None,
    chosen: Output,
) -> None:
    """Count returns."""
    view = ctx.choose(campaign, unit)
    found = ctx.find_unit(view, unit)
    by = GroupBy(per) if per else _usual(view, found)
    span = find_phase(view.campaign, phase).span if phase else days_due(view)
    rates = rate_returns(view, span, by, found.id if found else None)
    said = Answer(
        document=lambda: compose_return_rates(rates, found),
        shape=lambda: shape_return_rates(view, rates),
        rows=lambda: [shape_return_rate(one) for one in rates.groups],
        columns=rate_columns,
    )
    answer(chosen, said)


def _usual(view: View, unit: UnitVersion | None) -> GroupBy:
    """Return what to count by unless said: of a unit without others under it, its parent would say nothing."""
    is_alone = unit is not None and all(part.unit == unit.id for part in view.roster.within(unit.id))
    return GroupBy.UNIT if is_alone else GroupBy.PARENT
