"""How units changed, as a table: day by day what merged, was split, ended, began or got another name."""

from collections.abc import Sequence

from tracker.domain.units import UnitVersion
from tracker.i18n import _, day, ngettext, number
from tracker.render.document import Block, Cell, Column, Gap, Heading, Run, Table
from tracker.services.succession import DISSOLVE, SPLIT, Step, Turn

MOST_NAMED = 12
Row = tuple[str, str, str, str]  # what happened, the units before, after, on what basis


def compose_succession(turns: Sequence[Turn], most: int | None) -> list[Block]:
    """Compose a table for each day on which units changed, of at most so many rows; none where none did."""
    blocks: list[Block] = []
    for turn in turns:
        rows = _rows(turn)
        shown = rows[:most]
        rest = len(rows) - len(shown)
        more = ngettext("and {count} more change", "and {count} more changes", rest) if rest else ""
        blocks += [Heading(_name(turn), 2), Table(_columns(), tuple(map(_cells, shown)), more), Gap()]
    return blocks


def _name(turn: Turn) -> str:
    text = _("Units from {day}: {before} before, {after} since")
    return text.format(day=day(turn.on), before=number(turn.before), after=number(turn.after))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Change")),
        Column(_("Before"), wraps=True),
        Column(_("After"), wraps=True),
        Column(_("Basis"), wraps=True, spare=1),
    )


def _cells(row: Row) -> tuple[Cell, ...]:
    return tuple(Run(text) for text in row)


def _rows(turn: Turn) -> list[Row]:
    rows = [_row(one) for one in turn.steps]
    rows += [(_("renamed"), one.before.name, one.after.name, "") for one in turn.renamed]
    if turn.moved:
        units = ngettext("{count} unit", "{count} units", turn.moved)
        rows.append((_("moved"), units, units, ""))
    rows += [(_("began"), "", _some(turn.begun), "")] if turn.begun else []
    rows += [(_("ended"), _some(turn.ended), "", "")] if turn.ended else []
    return rows


def _row(step: Step) -> Row:
    if step.kind == DISSOLVE:
        return _("dissolved"), _some(step.sources), "", step.basis
    kind = _("split") if step.kind == SPLIT else _("merged")
    return kind, _some(step.sources), _some(step.heirs), step.basis


def _some(units: Sequence[UnitVersion]) -> str:
    """Name units; of many the first, and how many more there are."""
    names = [one.name for one in units[:MOST_NAMED]]
    rest = len(units) - len(names)
    more = [_("and {count} more units").format(count=number(rest))] if rest else []
    return "; ".join(names + more)
