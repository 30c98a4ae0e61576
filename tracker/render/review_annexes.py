"""The annexes of a signed review: criteria in figures, scores and ranks by cluster, how units changed."""

from collections.abc import Sequence
from decimal import Decimal

from tracker.domain.campaign import Phase
from tracker.domain.entries import Total
from tracker.domain.quantity import as_decimal
from tracker.i18n import _, ngettext, number
from tracker.render.compose_ranking import say_points, say_sum
from tracker.render.compose_review_ranks import say_class, say_percentage
from tracker.render.compose_succession import compose_succession
from tracker.render.criteria_table import CriterionLine, compose_criteria_table
from tracker.render.document import Block, Cell, Column, Gap, Heading, Role, Run, Table, paragraph
from tracker.render.official import Annex
from tracker.render.report_sentences import say_days
from tracker.render.unit_names import count_names, name_unit
from tracker.render.words import NOTHING, say_units_view
from tracker.services.rank import RankedUnit, RankGroup, Ranking
from tracker.services.review import PhaseFigures, PhasePlace, Review


def compose_criteria_annex(review: Review) -> Annex | None:
    """Compose the figures of the phase or, in a final review, of each phase and of the whole."""
    if not review.criteria:
        return None
    blocks: list[Block] = []
    if review.is_final:
        for one in review.phases:
            assert one.phase is not None
            title = _("{phase} ({days})").format(phase=one.phase.title, days=say_days(one.span))
            blocks += [Heading(title, 3), compose_criteria(review, one, ())]
        if review.phases:
            blocks.append(Heading(_("The whole campaign ({days})").format(days=say_days(review.span)), 3))
    blocks.append(compose_criteria(review, review.own, [review.previous] if review.previous else []))
    return Annex(_("RESULTS BY CRITERION"), "", tuple(blocks))


def compose_criteria(review: Review, figures: PhaseFigures, before: Sequence[PhaseFigures]) -> Table:
    """Compose a line for each criterion; of a phase that was closed, those that it was judged by then.

    The whole says how much of it was recorded late, as that is in no phase's figures.
    """
    known = [one for one in review.criteria if all(one.id in each.progress for each in (figures, *before))]
    spans = [
        (each.phase.title, {one.id: each.progress[one.id].actual for one in known}) for each in before if each.phase
    ]
    if figures is review.campaign and review.late_totals:
        spans.append((_("Recorded late"), dict(review.late_totals)))
    lines = [
        CriterionLine(one, [totals.get(one.id, Total()) for _title, totals in spans], figures.progress[one.id])
        for one in known
    ]
    titles = [title for title, _totals in spans]
    return compose_criteria_table(titles, _("Result"), lines)


def compose_ranks_annex(review: Review) -> Annex | None:
    """Compose the scores and ranks, group by group; None where nothing is scored."""
    ranking, groups = review.ranking, review.clusters
    if ranking is None or not groups:
        return None
    blocks: list[Block] = []
    every = _("All units")
    for group in groups:
        units = ngettext("{count} unit", "{count} units", len(group.units))
        sheet = f" · {group.sheet.title}" if group.sheet.title else ""
        blocks += [
            Heading(f"{group.name or every}{sheet} ({units})", 3),
            compose_group(review, ranking, group),
        ]
    if not ranking.is_closed:
        blocks.append(paragraph(Run(_("Provisional: the ranks are not closed"), Role.QUIET)))
    title = _("FINAL SCORES AND RANKS") if review.is_final else _("SCORES AND RANKS")
    return Annex(title, "", tuple(blocks), landscape=bool(_ranked_phases(review)))


def compose_group(review: Review, ranking: Ranking, group: RankGroup) -> Table:
    """Compose a line for each unit of a group, the first first; in a final review with the ranks of each phase."""
    phases = _ranked_phases(review)
    has_bonus = any(one.score.bonus for one in group.units)
    columns = (
        Column(_("Rank"), right=True),
        Column(_("Unit"), wraps=True),
        Column(_("Score"), right=True),
        *([Column(_("Bonus"), right=True)] if has_bonus else []),
        Column(_("Total"), right=True),
        Column("%", right=True),
        Column(_("Classification"), wraps=True),
        *(Column(_("Rank in {phase}").format(phase=one.title), right=True) for one in phases),
    )
    places = [review.places[one.id] for one in phases]
    rows = (_rank(ranking, one, [own.get(one.unit.id) for own in places], has_bonus=has_bonus) for one in group.units)
    return Table(columns, tuple(rows))


def _ranked_phases(review: Review) -> list[Phase]:
    return [one.phase for one in review.phases if one.phase and one.phase.id in review.places]


def _rank(
    ranking: Ranking, one: RankedUnit, places: Sequence[PhasePlace | None], *, has_bonus: bool
) -> tuple[Cell, ...]:
    score = one.score
    names = count_names(ranking.view.roster, ranking.on)
    return (
        _whole(one.place.rank),
        Run(name_unit(one.unit, ranking.view.roster, ranking.on, names)),
        Run(f"{_points(score.score)}/{_points(score.maximum)}"),
        *([Run(say_sum(as_decimal(score.bonus)), value=as_decimal(score.bonus))] if has_bonus else []),
        Run(say_sum(as_decimal(score.total)), value=as_decimal(score.total)),
        Run(say_percentage(one), value=None if score.percentage is None else as_decimal(score.percentage)),
        Run(say_class(one), Role.PLAIN if one.place.rank else Role.BAD),
        *(_whole(place.rank if place else None) for place in places),
    )


def _points(thousandths: int) -> str:
    return say_points(as_decimal(thousandths))


def _whole(value: int | None) -> Run:
    return Run(NOTHING) if value is None else Run(number(value), value=Decimal(value))


def compose_succession_annex(review: Review) -> Annex | None:
    """Compose how units changed over the days of the review; None where none did."""
    if not review.turns:
        return None
    told = (one for one in compose_succession(review.turns, None) if not isinstance(one, Gap))
    blocks = (one._replace(level=3) if isinstance(one, Heading) else one for one in told)
    view = paragraph(Run(say_units_view(review.view), Role.QUIET))
    return Annex(_("SUCCESSION OF UNITS"), "", (*blocks, view))
