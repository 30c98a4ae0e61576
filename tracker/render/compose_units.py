"""Units: lists, totals, the tree, a unit's card and the table of succession."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from tracker.domain.criteria import Criterion
from tracker.domain.entries import Total, add_by_key, add_total
from tracker.domain.lineage import Held, Holder
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.i18n import _, day, ngettext, number, percent
from tracker.render.compose_works import compose_works
from tracker.render.document import (
    Block,
    Cell,
    Column,
    Document,
    Gap,
    Heading,
    Role,
    Run,
    Table,
    Title,
    facts,
    paragraph,
)
from tracker.render.words import NOTHING, say_total, say_units_view
from tracker.services.unit_card import UnitCard
from tracker.services.unit_tree import HELD, Row, TreeRow
from tracker.services.view import View

FEW = 3  # columns of criteria that a narrow screen has room for, and how much wider it must be for each more
NARROW, STEP = 80, 16
TITLE = 14  # letters of a criterion's title over its column


def compose_units(units: Sequence[UnitVersion], roster: Roster, on: date) -> Document:
    """Compose a list of units alive on a day."""
    columns = (
        Column(_("Id")), Column(_("Code")), Column(_("Name"), shrinks=True), Column(_("Level")),
        Column(_("Under"), shrinks=True), Column(_("Cluster"), from_width=100, shrinks=True),
    )  # fmt: skip
    rows = tuple(
        tuple(
            Run(text) for text in (one.id, one.code, one.name, one.level, roster.name_on(one.parent, on), one.cluster)
        )
        for one in units
    )
    count = ngettext("{count} unit", "{count} units", len(units))
    alive = _("{units} on {day}").format(units=count, day=day(on))
    return (Title(_("Units")), Table(columns, rows), paragraph(Run(alive, Role.QUIET)))


def compose_totals(
    view: View,
    totals: Mapping[tuple[Holder, str], Total],
    criteria: Sequence[Criterion],
    unit: UnitVersion | None = None,
) -> Document:
    """Compose the own totals of all units, or of `unit` and those under it; then what no unit has, and the sum."""
    found: dict[tuple[Held, str], dict[str, Total]] = {}
    shown = {one.id for one in criteria}
    for (holder, criterion), total in totals.items():
        if criterion in shown and any(total):
            add_total(found.setdefault((holder.held, holder.unit), {}), criterion, total)
    order = {unit: at for at, unit in enumerate(view.roster.by_id)}
    mine = sorted((unit for held, unit in found if held is Held.UNIT), key=lambda unit: order.get(unit, len(order)))
    rows = [_row(Run(view.roster.name_on(unit, view.as_of)), found[Held.UNIT, unit], criteria) for unit in mine]
    for held, kind in HELD.items():
        some = [each for (one, _unit), each in found.items() if one is held]
        if some:
            rows.append(_row(Run(_say_kind(kind, len(some)), Role.QUIET), add_by_key(some), criteria))
    last = _("Sum") if unit else _say_kind(Row.WHOLE, 0)
    rows.append(_row(Run(last, Role.STRONG), add_by_key(found.values()), criteria, Role.STRONG))
    return (Title(_("Totals of units")), Table(_columns(view, criteria), tuple(rows)), *_notes(view))


def compose_tree(view: View, rows: Sequence[TreeRow], criteria: Sequence[Criterion]) -> Document:
    """Compose the tree of units with the subtotal of each and all under it."""
    lines = []
    for row in rows:
        role = Role.STRONG if row.kind is Row.WHOLE else Role.PLAIN if row.unit else Role.QUIET
        text = row.unit.name if row.unit else _say_kind(row.kind, row.units)
        lines.append(_row(Run("  " * row.depth + text, role), row.totals, criteria, role))
    return (Title(_("The tree of units")), Table(_columns(view, criteria), tuple(lines)), *_notes(view))


def _columns(view: View, criteria: Sequence[Criterion]) -> tuple[Column, ...]:
    """Return a column for each criterion that is asked for; of all of them as many as the screen has room for."""
    few = FEW if len(criteria) == len(view.campaign.criteria) else len(criteria)
    wide = [NARROW + STEP * (at + 1 - few) if at >= few else 0 for at in range(len(criteria))]
    return (
        Column(_("Unit"), shrinks=True),
        *(Column(_short(one.title), right=True, from_width=least) for one, least in zip(criteria, wide, strict=True)),
    )


def _short(title: str) -> str:
    return title if len(title) <= TITLE else f"{title[: TITLE - 1].rstrip()}…"


def _row(
    first: Run, totals: Mapping[str, Total], criteria: Sequence[Criterion], role: Role = Role.PLAIN
) -> tuple[Cell, ...]:
    return (first, *(Run(_figure(one, totals.get(one.id)), role) for one in criteria))


def _figure(criterion: Criterion, total: Total | None) -> str:
    return say_total(criterion, total) if total else NOTHING


def _say_kind(kind: Row, units: int) -> str:
    """Say what a line without a unit stands for."""
    match kind:
        case Row.GONE:
            return ngettext("{count} unit that has left", "{count} units that have left", units)
        case Row.UNALLOCATED:
            text = ngettext("{count} unit that was split", "{count} units that were split", units)
            return _("Unallocated ({units})").format(units=text)
        case Row.DISSOLVED:
            return _("Dissolved ({units})").format(units=ngettext("{count} unit", "{count} units", units))
        case Row.AFTER_END:
            text = ngettext("{count} unit", "{count} units", units)
            return _("Dated after the unit's end ({units})").format(units=text)
        case Row.OUTSIDE:
            return _("Outside the tree of units")
        case Row.WHOLE | Row.UNIT:
            return _("The whole campaign")


def _notes(view: View) -> list[Block]:
    """Say which view the figures are in, up to which day and how many entries they count."""
    entries = ngettext("{count} entry", "{count} entries", view.journal.entries(view.campaign.id, view.as_of))
    text = _("Figures up to {day} · {entries}").format(day=day(view.as_of), entries=entries)
    return [paragraph(Run(say_units_view(view), Role.QUIET)), paragraph(Run(text, Role.QUIET))]


def compose_card(card: UnitCard) -> Document:
    """Compose a unit's card."""
    view, unit, roster = card.view, card.unit, card.view.roster
    blocks: list[Block] = [
        Title(unit.name),
        Heading(f"{unit.name} [{unit.id}]"),
        facts(_standing(card)),
        *_section(_("Versions"), _versions(card)),
        *_section(_("Came from"), _steps(card.came_from, lambda edge: roster.name_before(edge.source, edge.on))),
        *_section(_("Went to"), _steps(card.went_to, lambda edge: _heir(edge, roster))),
    ]
    criteria = [one for one in view.campaign.criteria if any(one.id in column.totals for column in card.columns)]
    if criteria:
        titles = [column.phase.title if column.phase else _("Campaign") for column in card.columns]
        columns = (Column(_("Criterion"), shrinks=True), *(Column(title, right=True) for title in titles))
        rows = tuple(
            (Run(one.title), *(Run(_figure(one, column.totals.get(one.id))) for column in card.columns))
            for one in criteria
        )
        blocks += [Gap(), Heading(_("Results"), 2), Table(columns, rows)]
    blocks += _section(_("Works"), compose_works(view, card.works))
    return (*blocks, *_notes(view))


def _standing(card: UnitCard) -> list[tuple[str, str]]:
    unit, view = card.unit, card.view
    life = view.roster.lifetime(unit.id)
    alive = _("lives on {day}") if view.as_of in life else _("does not live on {day}")
    counts = {"actual": number(card.filed), "expected": number(card.expected), "on_time": number(card.on_time)}
    rows = [
        (_("State"), alive.format(day=day(view.as_of))),
        (_("Under"), view.roster.name_on(unit.parent, view.as_of)),
        (_("Cluster"), unit.cluster),
        (_("Units under it"), number(card.under) if card.under else ""),
        (_("Last entry"), day(card.last_entry_on) if card.last_entry_on else _("no entry yet")),
        (_("Returns"), _("{actual} of {expected} filed, {on_time} on time").format(**counts) if card.expected else ""),
    ]
    return [row for row in rows if row[1]]


def _section(heading: str, table: Table) -> list[Block]:
    return [Gap(), Heading(heading, 2), table] if table.rows else []


def _versions(card: UnitCard) -> Table:
    """List a unit's versions; what they all have alike is shown with each all the same, as a table is read by columns."""
    columns = (
        Column(_("From")), Column(_("To")), Column(_("Code")), Column(_("Name"), shrinks=True), Column(_("Level")),
        Column(_("Under"), shrinks=True), Column(_("Cluster"), from_width=100, shrinks=True),
    )  # fmt: skip
    rows = tuple(
        tuple(
            Run(text)
            for text in (
                *(_end(one.valid_from), _end(one.valid_to), one.code, one.name, one.level),
                *(card.view.roster.name_on(one.parent, one.span.start), one.cluster),
            )
        )
        for one in card.versions
    )
    return Table(columns, rows)


def _end(on: date | None) -> str:
    return day(on) if on else "…"


def _steps(edges: Sequence[Edge], far: Callable[[Edge], str]) -> Table:
    columns = (Column(""), Column(""), Column(""), Column("", right=True), Column("", wraps=True))
    rows = tuple(
        tuple(Run(text) for text in (day(edge.on), say_kind(edge.kind), far(edge), _share(edge), edge.basis))
        for edge in edges
    )
    return Table(columns, rows)


def compose_lineage(edges: Sequence[Edge], roster: Roster, on: date) -> Document:
    """Compose the table of succession: which units became which, and why."""
    columns = (
        Column(_("Day")), Column(_("Step")), Column(_("Unit"), shrinks=True), Column(_("Heir"), shrinks=True),
        Column(_("Share"), right=True), Column(_("Basis"), from_width=120, shrinks=True),
    )  # fmt: skip
    rows = tuple(
        tuple(
            Run(text)
            for text in (
                *(day(edge.on), say_kind(edge.kind), roster.name_before(edge.source, edge.on)),
                *(_heir(edge, roster), _share(edge), edge.basis),
            )
        )
        for edge in edges
    )
    count = ngettext("{count} step", "{count} steps", len(rows))
    text = _("{steps} up to {day}").format(steps=count, day=day(on))
    table = Table(columns, rows) if rows else paragraph(_("No unit merged, was split or ended by then."))
    return (Title(_("Succession of units")), table, paragraph(Run(text, Role.QUIET)))


def say_kind(kind: str) -> str:
    """Say what kind of step of lineage it is."""
    return {"merge": _("merge"), "split": _("split"), "dissolve": _("dissolution")}.get(kind, kind)


def _heir(edge: Edge, roster: Roster) -> str:
    return roster.name_on(edge.heir, edge.on) if edge.heir else _("no heir")


def _share(edge: Edge) -> str:
    if edge.share:
        return percent(Decimal(edge.share.replace(",", ".")))
    return NOTHING if edge.kind == "split" or not edge.heir else percent(Decimal(1))
