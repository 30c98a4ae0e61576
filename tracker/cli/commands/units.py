"""tracker units."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.cli.command import Choice, argument, command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.cli.return_choice import WantedReturn, choose_return, return_options
from tracker.cli.units_view import in_view, view_option
from tracker.domain.calendar import Span, parse_day
from tracker.domain.criteria import Criterion
from tracker.domain.units import UnitVersion
from tracker.errors import TrackerError
from tracker.i18n import N_
from tracker.services.discipline import latest_return, returns_of
from tracker.services.return_rates import GroupBy, count_returns
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.schemas.weekly import MissingShape

FORMATS = (TABLE, "json", "csv", "md", "html")
_LISTS = ("missing", "totals", "tree", "lineage")


@command(
    "units",
    summary=N_("List the units: with totals, as a tree, one as a card, what became of them, whose return is missing."),
    examples=("tracker units --missing --week last", "tracker units --tree -c mo-hinh --on 1/7/2025 --view as-of"),
    more=N_(
        "Lists the units alive on a day; of one unit its card: its versions, where it came from and what became of it, its "
        "returns and results. With --totals what each unit achieved itself, with --tree the units under each other with "
        "subtotals, with --lineage the steps by which units merged, were split or ended. With --missing, the units that owe "
        "a return for a week and have not filed it: the week whose return was due last, unless --week names another."
    ),
)
@argument("unit", metavar="[UNIT]", required=False)
@option("--missing", is_flag=True, help=N_("Those whose return is missing."))
@return_options(N_("2025-W09, -1, last or a day."))
@option(
    "--per",
    metavar="parent|cluster",
    type=Choice([GroupBy.PARENT.value, GroupBy.CLUSTER.value]),
    help=N_("Group those missing by the unit above, or by cluster."),
)
@option("--totals", is_flag=True, help=N_("What each unit achieved itself."))
@option("--tree", is_flag=True, help=N_("The units under each other, with the subtotal of each."))
@option("--lineage", is_flag=True, help=N_("The succession of units: merges, splits and ends."))
@view_option()
@option("--criterion", "-c", multiple=True, metavar="CRITERION", help=N_("Show these criteria."))
@option("--on", metavar="DAY", help=N_("As of this day; today unless said."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@output_options(*FORMATS)
def COMMAND(  # noqa: N802
    ctx: Context,
    unit: str | None,
    wanted: WantedReturn,
    per: str | None,
    units_view: str | None,
    criterion: Sequence[str],
    on: str | None,
    campaign: str | None,
    chosen: Output,
    **lists: bool,
) -> None:
    """List units."""
    asked = [name for name in _LISTS if lists[name]]
    _check(asked, wanted, per, units_view, criterion, unit)
    view = ctx.choose(campaign, unit)
    if on:
        view = view.but(as_of=parse_day(on, ctx.today))
    found = ctx.find_unit(view, unit)
    view = in_view(view, units_view, found)
    match asked:
        case ["missing"]:
            said = _missing(view, wanted, GroupBy(per or GroupBy.PARENT), found)
        case ["totals"]:
            said = _totals(view, found, _criteria(view, criterion))
        case ["tree"]:
            said = _tree(view, found, _criteria(view, criterion))
        case ["lineage"]:
            said = _lineage(view, found)
        case _:
            said = _units(view, found)
    answer(chosen, said)


def _check(
    asked: list[str],
    wanted: WantedReturn,
    per: str | None,
    units_view: str | None,
    criteria: Sequence[str],
    unit: str | None,
) -> None:
    """See that the options go together."""
    options = {"--week": wanted.week, "--month": wanted.month, "--return": wanted.title, "--per": per}
    if asked != ["missing"] and (given := [name for name, value in options.items() if value is not None]):
        raise TrackerError.of("option-needs", option=given[0], others="--missing")
    if len(asked) > 1:
        raise TrackerError.of("lists-exclude", options=[f"--{name}" for name in asked])
    figures = asked in (["totals"], ["tree"])
    if criteria and not figures:
        raise TrackerError.of("option-needs", option="--criterion", others="--totals, --tree")
    if units_view and not figures and (asked or unit is None):
        raise TrackerError.of("option-needs", option="--view", others="--totals, --tree, UNIT")


def _criteria(view: View, asked: Sequence[str]) -> list[Criterion]:
    """Return the criteria to show; all unless some are named."""
    from tracker.domain.criterion_names import find_criterion  # noqa: PLC0415 for figures alone

    named = [find_criterion(view.campaign, one, fragments=True) for one in asked]
    return list({one.id: one for one in named or view.campaign.criteria}.values())


def _units(view: View, unit: UnitVersion | None) -> Answer:
    from tracker.render import compose_units as compose  # noqa: PLC0415 each list loads its own
    from tracker.render.shapes.units import shape_unit, shape_units, unit_columns  # noqa: PLC0415 likewise
    from tracker.services.unit_card import build_card  # noqa: PLC0415 likewise

    units = view.roster.subtree(unit.id, view.as_of) if unit else view.roster.alive(view.as_of)
    card = build_card(view, unit) if unit else None
    return Answer(
        document=lambda: compose.compose_card(card) if card else compose.compose_units(units, view.roster, view.as_of),
        shape=lambda: shape_units(view, units, card),
        rows=lambda: [shape_unit(one) for one in units],
        columns=unit_columns,
    )


def _totals(view: View, unit: UnitVersion | None, criteria: list[Criterion]) -> Answer:
    from tracker.render.compose_units import compose_totals  # noqa: PLC0415 each list loads its own
    from tracker.render.shapes.units import TOTAL_COLUMNS, shape_totals, total_rows  # noqa: PLC0415 likewise
    from tracker.services.unit_totals import totals_by_holder, unit_totals  # noqa: PLC0415 likewise

    known, shown = view.campaign.span.until(view.as_of), {one.id for one in criteria}
    asked = unit.id if unit else None
    found = unit_totals(view, known, asked) if known else iter(())
    totals = [one for one in found if one.criterion in shown or len(criteria) == len(view.campaign.criteria)]
    return Answer(
        document=lambda: compose_totals(view, totals_by_holder(view, known, asked) if known else {}, criteria, unit),
        shape=lambda: shape_totals(view, totals),
        rows=lambda: total_rows(totals),
        columns=lambda: list(TOTAL_COLUMNS),
    )


def _tree(view: View, unit: UnitVersion | None, criteria: list[Criterion]) -> Answer:
    from tracker.render.compose_units import compose_tree  # noqa: PLC0415 each list loads its own
    from tracker.render.shapes.units import TREE_COLUMNS, shape_tree, tree_rows  # noqa: PLC0415 likewise
    from tracker.services.unit_tree import build_tree  # noqa: PLC0415 likewise

    rows = build_tree(view, unit)
    return Answer(
        document=lambda: compose_tree(view, rows, criteria),
        shape=lambda: shape_tree(view, rows, criteria),
        rows=lambda: tree_rows(rows, criteria),
        columns=lambda: list(TREE_COLUMNS),
    )


def _lineage(view: View, unit: UnitVersion | None) -> Answer:
    from tracker.render.compose_units import compose_lineage  # noqa: PLC0415 each list loads its own
    from tracker.render.shapes.units import shape_lineage, shape_step, step_columns  # noqa: PLC0415 likewise
    from tracker.services.unit_card import trace  # noqa: PLC0415 likewise

    edges = trace(view.roster.edges, view.as_of, unit.id if unit else None)
    return Answer(
        document=lambda: compose_lineage(edges, view.roster, view.as_of),
        shape=lambda: shape_lineage(view, edges),
        rows=lambda: [shape_step(edge, view.roster) for edge in edges],
        columns=step_columns,
    )


def _missing(view: View, wanted: WantedReturn, per: GroupBy, unit: UnitVersion | None) -> Answer:
    from tracker.render.compose_returns import compose_missing  # noqa: PLC0415 each list loads its own
    from tracker.render.shapes.returns import missing_columns, shape_missing  # noqa: PLC0415 likewise

    found = latest_return(view) if wanted == WantedReturn() else choose_return(view, wanted)
    returns = returns_of(view, *found, unit.id if unit else None)
    due_on = returns.occurrence.due_on
    rates = count_returns(view, Span(due_on, due_on), per, [returns])
    last = view.journal.last_entry_on(view.campaign.id, view.as_of)

    def shape() -> "MissingShape":
        return shape_missing(view, returns, rates, last)

    return Answer(lambda: compose_missing(returns, rates, last), shape, lambda: shape()["missing"], missing_columns)
