"""tracker returns."""

from tracker.cli.command import Choice, command, option
from tracker.cli.commands.achievements import find_phase
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, output_options
from tracker.domain.calendar import Span
from tracker.i18n import N_
from tracker.render.compose_returns import compose_return_rates
from tracker.render.shapes.returns import rate_columns, shape_return_rate, shape_return_rates
from tracker.services.return_rates import GroupBy, rate_returns
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
    default=GroupBy.PARENT.value,
    help=N_("What to count for; parent unless said."),
)
@option("--unit", "-u", metavar="UNIT", help=N_("This unit and all under it."))
@option("--phase", metavar="ID", help=N_("Those due in this phase alone."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@output_options(*FORMATS)
def COMMAND(  # noqa: N802
    ctx: Context,
    per: str,
    unit: str | None,
    phase: str | None,
    campaign: str | None,
    format: str | None,  # noqa: A002
    output: str | None,
    *,
    as_json: bool,
) -> None:
    """Count returns."""
    view = ctx.choose(campaign, unit)
    found = ctx.find_unit(view, unit)
    rates = rate_returns(view, _span(view, phase), GroupBy(per), found.id if found else None)
    said = Answer(
        document=lambda: compose_return_rates(rates),
        shape=lambda: shape_return_rates(view, rates),
        rows=lambda: [shape_return_rate(one) for one in rates.groups],
        columns=rate_columns,
    )
    answer(choose_output(format, as_json, output, FORMATS), said)


def _span(view: View, phase: str | None) -> Span:
    """Return the days to look at; the last return may be due when the campaign is over."""
    start = view.campaign.span.start
    return find_phase(view.campaign, phase).span if phase else Span(start, max(start, view.as_of))
