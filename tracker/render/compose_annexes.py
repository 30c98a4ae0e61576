"""The annexes of the signed weekly report: its criteria in figures, and its units."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from tracker.domain.text import sort_key
from tracker.i18n import _, day, number
from tracker.render.criteria_table import CriterionLine, compose_criteria_table
from tracker.render.document import Block, Cell, Chart, Column, Document, Heading, Part, Role, Run, Table, paragraph
from tracker.render.official import Annex
from tracker.render.report_sentences import say_days
from tracker.render.words import NOTHING, compose_known_at, say_units_view
from tracker.services.weekly import UnitWeek, Weekly

NUMERALS = ("I", "II", "III", "IV", "V", "VI")


def number_annexes(annexes: Sequence[Annex | None]) -> tuple[Annex, ...]:
    """Leave out those that are not there, and number the others where there are several."""
    kept = [one for one in annexes if one]
    numerals = NUMERALS if len(kept) > 1 else ("",)
    called = [" ".join(part for part in (_("Annex"), numeral) if part) for numeral in numerals]
    return tuple(one._replace(title=f"{name}\n{one.title}") for name, one in zip(called, kept, strict=False))


def annexes_with_provenance(
    body: Document, annexes: Sequence[Annex | None], provenance: str, known_at: datetime | None
) -> tuple[Document, tuple[Annex, ...]]:
    """Let the last annex end with what the figures rest on, and when they were known; without annexes the text does."""
    footer: Document = (paragraph(Run(provenance, Role.QUIET), part=Part.FOOTER),)
    if known_at:
        footer += (compose_known_at(known_at),)
    numbered = number_annexes(annexes)
    if not numbered:
        return (*body, *footer), ()
    *others, last = numbered
    return body, (*others, last._replace(body=(*last.body, *footer)))


def compose_criteria_annex(weekly: Weekly) -> Annex | None:
    """Compose the figures of the campaign, then each phase's own."""
    if not weekly.criteria:
        return None
    table = compose_week_table(weekly)
    whole = Heading(_("The whole campaign ({days})").format(days=say_days(weekly.week)), 3)
    phases = weekly.spans if weekly.view.campaign.has_phases else ()
    own = [block for at in range(len(phases)) for block in _phase(weekly, at)]
    return Annex(_("RESULTS BY CRITERION"), "", ((whole, table) if own else (table,)) + tuple(own))


def compose_week_table(weekly: Weekly) -> Table:
    """Compose a line for each criterion: the week, the one before, and the campaign to date."""
    lines = [CriterionLine(one.criterion, (one.week, one.previous_week), one.campaign) for one in weekly.criteria]
    return compose_criteria_table((_("This week"), _("Last week")), _("To date"), lines)


def _phase(weekly: Weekly, at: int) -> list[Block]:
    part = weekly.spans[at]
    title = _("{phase} ({days})").format(phase=part.phase.title, days=say_days(part.span))
    return [Heading(title, 3), compose_phase_table(weekly, at)]


def compose_phase_table(weekly: Weekly, at: int) -> Table:
    """Compose a line for each criterion: the days of the week in one of its phases, and that phase to date."""
    figures = ((one.criterion, one.by_span[at]) for one in weekly.criteria)
    lines = [CriterionLine(criterion, (own.week,), own.progress) for criterion, own in figures]
    return compose_criteria_table((_("These days"),), _("Phase to date"), lines)


def compose_charts_annex(charts: Sequence[Chart]) -> Annex | None:
    """Compose the pictures of the report; None where there are none."""
    return Annex(_("RESULTS OVER TIME"), "", tuple(charts), landscape=False) if charts else None


def compose_units_annex(weekly: Weekly) -> Annex | None:
    """Compose the table of units as an annex, None where there are none."""
    if not weekly.units:
        return None
    view = paragraph(Run(say_units_view(weekly.view), Role.QUIET))
    return Annex(
        _("RESULTS AND RETURNS BY UNIT"), "", (compose_units_table(weekly, weekly.units), view), landscape=False
    )


def compose_units_table(weekly: Weekly, listed: Sequence[UnitWeek]) -> Table:
    """Compose a line for each unit listed: what it logged in the week, when it last did, what became of its return."""
    units = sorted(listed, key=lambda one: (sort_key(_parent(weekly, one)), sort_key(one.unit.name)))
    several = len({one.unit.parent for one in units}) > 1
    columns = (
        Column(_("Item"), right=True),
        Column(_("Unit"), wraps=True),
        *([Column(_("Under"), wraps=True)] if several else []),
        Column(_("Entries of the week"), right=True),
        Column(_("Last entry")),
        Column(_("Weekly return")),
    )
    return Table(columns, tuple(_row(weekly, at, one, several=several) for at, one in enumerate(units, 1)))


def _row(weekly: Weekly, at: int, one: UnitWeek, *, several: bool) -> tuple[Cell, ...]:
    last = one.last_entry_on
    return (
        Run(number(at), value=Decimal(at)),
        Run(one.unit.name),
        *([Run(_parent(weekly, one))] if several else []),
        Run(number(one.week_entries), value=Decimal(one.week_entries)),
        Run(day(last) if last else NOTHING, value=last),
        Run(_say_return(one), Role.BAD if one.returned is False else Role.PLAIN),
    )


def _parent(weekly: Weekly, one: UnitWeek) -> str:
    return weekly.view.roster.name_on(one.unit.parent, weekly.view.as_of) if one.unit.parent else ""


def _say_return(one: UnitWeek) -> str:
    if one.returned is None:
        return NOTHING
    if not one.returned:
        return _("not filed")
    return _("on time") if one.on_time else _("late")
