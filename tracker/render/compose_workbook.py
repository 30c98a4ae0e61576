"""The reports as workbooks: criteria, units cluster by cluster, ranks cluster by cluster, and what the figures rest on."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from tracker.domain.text import sort_key
from tracker.i18n import _
from tracker.render.compose_annexes import compose_phase_table, compose_units_table, compose_week_table
from tracker.render.document import Table
from tracker.render.provenance import say_provenance
from tracker.render.report_sentences import say_days
from tracker.render.review_annexes import compose_criteria, compose_group
from tracker.render.unit_names import name_scope
from tracker.render.words import say_units_view
from tracker.render.workbook import Drawing, Sheet, SheetChart, Workbook
from tracker.services.review import Review
from tracker.services.weekly import UnitWeek, Weekly


def compose_weekly_workbook(weekly: Weekly) -> Workbook:
    """Compose the weekly report: the campaign's criteria, each phase's own, and a sheet of units for each cluster."""
    title = _("Weekly report · {campaign}").format(campaign=weekly.view.campaign.name)
    lines = (title, say_days(weekly.week), _provenance(weekly))
    sheets = []
    if weekly.criteria:
        sheets.append(_criteria(_("Results"), name_scope(weekly.unit), lines, compose_week_table(weekly)))
        parts = weekly.spans if weekly.view.campaign.has_phases else ()
        for at, part in enumerate(parts):
            heading = _("{phase} ({days})").format(phase=part.phase.title, days=say_days(part.span))
            sheets.append(_criteria(part.phase.title, heading, lines, compose_phase_table(weekly, at)))
    view = say_units_view(weekly.view)
    clusters = _by_cluster(weekly.units)
    for cluster, units in [(_("Units"), weekly.units), *(clusters if len(clusters) > 1 else ())]:
        sheets.append(Sheet(cluster, cluster, (*lines, view), compose_units_table(weekly, units)))
    return Workbook(title, weekly.view.as_of, tuple(sheets) or (_empty(title, lines),))


def compose_review_workbook(review: Review) -> Workbook:
    """Compose a review: its criteria, in a final one those of each phase before, and the ranks of each cluster."""
    campaign = review.view.campaign.name
    title = (
        _("Final review · {campaign}").format(campaign=campaign)
        if review.phase is None
        else _("Interim review · {phase} · {campaign}").format(phase=review.phase.title, campaign=campaign)
    )
    lines = (title, say_days(review.span), _provenance(review))
    sheets = []
    for one in (review.own, *(review.phases if review.is_final else ())) if review.criteria else ():
        name = one.phase.title if one.phase else _("The whole campaign")
        heading = _("{phase} ({days})").format(phase=name, days=say_days(one.span))
        sheets.append(_criteria(name, heading, lines, compose_criteria(review, one, ())))
    for group in review.clusters:
        assert review.ranking is not None
        name = group.name or _("All units")
        sheets.append(Sheet(name, name, lines, compose_group(review, review.ranking, group)))
    return Workbook(title, review.view.as_of, tuple(sheets) or (_empty(title, lines),))


def _provenance(report: Weekly | Review) -> str:
    return say_provenance(report.view, report.entries, report.voided, report.head)


def _criteria(name: str, heading: str, lines: Sequence[str], table: Table) -> Sheet:
    share = next(at for at, column in enumerate(table.columns) if column.title == "%")
    chart = SheetChart(_("Attainment of the target, %"), Drawing.COLUMN, 1, (share,))
    return Sheet(name, heading, tuple(lines), table, (chart,))


def _by_cluster(units: Iterable[UnitWeek]) -> list[tuple[str, list[UnitWeek]]]:
    """Return the units of each cluster; those of none, who stand together, last."""

    def key(one: UnitWeek) -> tuple[bool, object, str]:
        return not one.unit.cluster, sort_key(one.unit.cluster), one.unit.cluster

    return [(found[2] or _("No cluster"), list(own)) for found, own in groupby(sorted(units, key=key), key)]


def _empty(title: str, lines: Sequence[str]) -> Sheet:
    return Sheet(_("Results"), title, tuple(lines[1:]), Table((), ()))
