"""Units: `tracker.units/1`, `tracker.totals/1`, `tracker.tree/1`, `tracker.lineage/1`."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from tracker.domain.criteria import Criterion, Kind
from tracker.domain.entries import Total
from tracker.domain.quantity import as_decimal
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import head, viewed
from tracker.render.shapes.works import shape_works
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.schemas.units import (
        AmountShape,
        CardShape,
        LineageShape,
        PhaseAmountShape,
        StepShape,
        TotalsShape,
        TreeRowShape,
        TreeShape,
        UnallocatedShape,
        UnitShape,
        UnitsShape,
        UnitTotalShape,
    )
    from tracker.services.unit_card import UnitCard
    from tracker.services.unit_totals import UnitTotal
    from tracker.services.unit_tree import TreeRow


def shape_unit(unit: UnitVersion) -> "UnitShape":
    """Return a version of a unit."""
    return {
        "id": unit.id,
        "code": unit.code or None,
        "name": unit.name,
        "level": unit.level,
        "parent": unit.parent or None,
        "cluster": unit.cluster or None,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
    }


def unit_columns() -> list[str]:
    """Return the columns of a table of units."""
    from tracker.render.schemas.units import UnitShape  # noqa: PLC0415 for a table alone

    return list(UnitShape.__annotations__)


def shape_units(view: View, units: Sequence[UnitVersion], card: "UnitCard | None" = None) -> "UnitsShape":
    """Return `tracker.units/1`: the units alive on a day, with the card of the one that is asked for."""
    listed = [shape_unit(one) for one in units]
    shaped = _card(card) if card else None
    return {"schema": "tracker.units/1", **head(view), "on": view.as_of, "units": listed, "card": shaped}


def _card(card: "UnitCard") -> "CardShape":
    roster = card.view.roster
    totals: list[PhaseAmountShape] = [
        {"phase": column.phase.id if column.phase else None, **amount}
        for column in card.columns
        for amount in _amounts(card.view.campaign.criteria, column.totals)
    ]
    return {
        **viewed(card.view),
        "versions": [shape_unit(one) for one in card.versions],
        "came_from": [shape_step(edge, roster) for edge in card.came_from],
        "went_to": [shape_step(edge, roster) for edge in card.went_to],
        "under": card.under,
        "returns": {"expected": card.expected, "actual": card.filed, "on_time": card.on_time},
        "last_entry_on": card.last_entry_on,
        "totals": totals,
        "works": shape_works(card.works),
    }


def shape_step(edge: Edge, roster: Roster) -> "StepShape":
    """Return a step of lineage; a heir is called as on its day, the unit as on the day before."""
    share = plain(Decimal(edge.share.replace(",", "."))) if edge.share else None
    return {
        "date": edge.on,
        "kind": edge.kind,  # type: ignore[typeddict-item]
        "unit": edge.source,
        "name": roster.name_before(edge.source, edge.on),
        "heir": edge.heir or None,
        "heir_name": roster.name_on(edge.heir, edge.on) if edge.heir in roster.by_id else None,
        "share": share,
        "basis": edge.basis or None,
    }


def step_columns() -> list[str]:
    """Return the columns of a table of lineage."""
    from tracker.render.schemas.units import StepShape  # noqa: PLC0415 for a table alone

    return list(StepShape.__annotations__)


def shape_lineage(view: View, edges: Sequence[Edge]) -> "LineageShape":
    """Return `tracker.lineage/1`."""
    steps = [shape_step(edge, view.roster) for edge in edges]
    return {"schema": "tracker.lineage/1", **head(view), "on": view.as_of, "lineage": steps}


def shape_totals(view: View, totals: Iterable["UnitTotal"]) -> "TotalsShape":
    """Return `tracker.totals/1`."""
    own: list[UnitTotalShape] = []
    unallocated: list[UnallocatedShape] = []
    for one in totals:
        amounts: PhaseAmountShape = {
            "criterion": one.criterion,
            "phase": one.phase or None,
            "quantity": plain(as_decimal(one.quantity)),
            "denominator": None if one.denominator is None else plain(as_decimal(one.denominator)),
        }
        if one.holder.on and one.holder.among:
            among = list(one.holder.among)
            unallocated.append({"unit": one.unit, "on": one.holder.on, "among": among, **amounts})
        else:
            held = one.holder.held.value
            own.append({"unit": one.unit, **amounts, "held": held, "dissolved": held == "dissolved"})  # type: ignore[typeddict-item]
    return {
        "schema": "tracker.totals/1",
        **head(view),
        **viewed(view),
        "totals": own,
        "unallocated": unallocated,
    }


TOTAL_COLUMNS = ("unit", "held", "criterion", "phase", "quantity", "denominator")


def total_rows(totals: Iterable["UnitTotal"]) -> list[dict[str, object]]:
    """Return totals as the rows of a table; `held` says whether a unit holds them."""
    return [
        {
            "unit": one.unit,
            "held": one.holder.held.value,
            "criterion": one.criterion,
            "phase": one.phase or None,
            "quantity": as_decimal(one.quantity),
            "denominator": None if one.denominator is None else as_decimal(one.denominator),
        }
        for one in totals
    ]


def shape_tree(view: View, rows: Sequence["TreeRow"], criteria: Sequence[Criterion]) -> "TreeShape":
    """Return `tracker.tree/1`."""
    return {
        "schema": "tracker.tree/1",
        **head(view),
        **viewed(view),
        "on": view.as_of,
        "rows": [_tree_row(row, criteria) for row in rows],
    }


def _tree_row(row: "TreeRow", criteria: Sequence[Criterion]) -> "TreeRowShape":
    return {
        "kind": row.kind.value,
        "depth": row.depth,
        "unit": row.unit.id if row.unit else None,
        "name": row.unit.name if row.unit else None,
        "units": row.units,
        "own": _amounts(criteria, row.own),
        "totals": _amounts(criteria, row.totals),
    }


TREE_COLUMNS = ("kind", "depth", "unit", "name", "units", "criterion", "quantity", "denominator")


def tree_rows(rows: Sequence["TreeRow"], criteria: Sequence[Criterion]) -> list[dict[str, object]]:
    """Return the tree as the rows of a table: one for each line and criterion, nothing as 0."""
    found: list[dict[str, object]] = []
    nothing = {one.id: Total() for one in criteria}
    for row in rows:
        line: dict[str, object] = {**_tree_row(row, criteria)}
        of_line = {key: line[key] for key in TREE_COLUMNS[:5]}
        found += [{**of_line, **amount} for amount in _amounts(criteria, {**nothing, **row.totals})]
    return found


def _amounts(criteria: Sequence[Criterion], totals: Mapping[str, Total]) -> "list[AmountShape]":
    found: list[AmountShape] = []
    for criterion in criteria:
        if total := totals.get(criterion.id):
            denominator = plain(as_decimal(total.denominator)) if criterion.kind is Kind.RATE else None
            quantity = plain(as_decimal(total.quantity))
            found.append({"criterion": criterion.id, "quantity": quantity, "denominator": denominator})
    return found
