"""Who may be proposed: the units that lead their groups in a ranking, with what that rests on."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.recipients import Recipient
from tracker.domain.scheme import POINT_PLACES
from tracker.domain.text import fold
from tracker.i18n import _, ngettext, number
from tracker.render.compose_ranking import compose_basis, say_phase, say_points
from tracker.render.document import Cell, Column, Document, Gap, Role, Run, Table, Title, paragraph

if TYPE_CHECKING:
    from tracker.render.schemas.ranking import RankedUnitShape, RankGroupShape, RankShape


class Suggested(NamedTuple):
    """A unit that leads its group, and that group."""

    group: "RankGroupShape"
    unit: "RankedUnitShape"


def suggest(document: "RankShape", ranks: int, band: str | None) -> list[Suggested]:
    """Return the units up to a rank in each group and, where a band is named, those in it; only units that have a rank."""
    return [
        Suggested(group, unit)
        for group in document["clusters"]
        for unit in group["units"]
        if unit["rank"] and (unit["rank"] <= ranks or (band and fold(unit["band"] or "") == fold(band)))
    ]


def say_group(group: "RankGroupShape") -> str:
    """Name a group: its cluster, or the unit above."""
    return group["cluster"] or (group["parent"]["name"] if group["parent"] else "") or _("All units")


def say_merit(one: Suggested) -> str:
    """Say what a unit's place rests on, as a list of recipients has it."""
    text = _("rank {rank} of {count}, {group}; {points} of {most} points")
    unit = one.unit
    said = text.format(
        rank=number(unit["rank"] or 0),
        count=number(one.group["ranked"]),
        group=say_group(one.group),
        points=number(unit["total"], POINT_PLACES),
        most=say_points(unit["sheet_maximum"]),
    )
    said = said[0].upper() + said[1:]
    return f"{said}; {unit['band']}" if unit["band"] else said


def as_recipients(suggested: Iterable[Suggested]) -> list[Recipient]:
    """Return suggested units as collectives of a list, which no commendation or proposal names yet."""
    return [Recipient("", True, one.unit["label"], merit=say_merit(one)) for one in suggested]


def compose_suggested(document: "RankShape", suggested: list[Suggested]) -> Document:
    """Compose the suggested list, group by group, and what it rests on."""
    heading = _("Suggested for commendation · {phase}").format(phase=say_phase(document))
    basis = compose_basis(document)
    if not suggested:
        return (Title(heading), *basis, Gap(), paragraph(_("No unit has such a rank.")))
    columns = (
        Column(_("Group"), shrinks=True),
        Column(_("Rank"), right=True),
        Column(_("Unit"), shrinks=True),
        Column(_("Total"), right=True),
        Column(_("Classification"), shrinks=True),
    )
    rows = tuple(_row(one) for one in suggested)
    count = ngettext("{count} unit is suggested", "{count} units are suggested", len(suggested))
    note = _("A suggestion from the figures alone: who is proposed is for the council to say.")
    return (Title(heading), *basis, Gap(), Table(columns, rows), paragraph(Run(f"{count}. {note}", Role.QUIET)))


def _row(one: Suggested) -> tuple[Cell, ...]:
    unit = one.unit
    return (
        Run(say_group(one.group)),
        Run(number(unit["rank"] or 0)),
        Run(unit["label"]),
        Run(number(unit["total"], POINT_PLACES)),
        Run(unit["band"] or ""),
    )
