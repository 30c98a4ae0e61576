"""The ranks of a review: how many units reached which classification, then the units group by group."""

from collections import Counter
from collections.abc import Sequence

from tracker.domain.quantity import as_decimal
from tracker.domain.ranking import RankState
from tracker.domain.scheme import POINT_PLACES
from tracker.i18n import _, day, ngettext, number
from tracker.render.compose_criteria import WIDE
from tracker.render.compose_ranking import compose_notices, compose_undecided, say_sum
from tracker.render.document import Block, Cell, Column, Gap, Heading, Role, Run, Table, paragraph
from tracker.render.shapes.ranking import shape_ranking
from tracker.render.unit_names import Names, count_names, name_unit
from tracker.render.words import NOTHING
from tracker.services.rank import RankedUnit, RankGroup, Ranking
from tracker.services.review import Review


def compose_ranks(review: Review, most: int | None) -> list[Block]:
    """Compose the ranks; on a screen (`most`) a line for each group, elsewhere every unit. None where nothing is scored."""
    ranking, groups = review.ranking, review.clusters
    if ranking is None or not groups:
        return []
    blocks: list[Block] = [Heading(_("Scores and ranks"), 2), *_bands(ranking, groups)]
    if most is not None:
        return [*blocks, _leaders(ranking, groups), Gap()]
    names = count_names(ranking.view.roster, ranking.on)
    for group in groups:
        units = ngettext("{count} unit", "{count} units", len(group.units))
        blocks += [Heading(f"{_say_group(ranking, group)} ({units})", 3), _table(review, ranking, group, names)]
    counted = [one for group in groups for one in group.units if one.counted_from]
    blocks += [paragraph(Run(_say_counted(one), Role.QUIET)) for one in counted]
    return [*blocks, *(_to_decide(ranking) if review.unit is None else ()), Gap()]


def _say_counted(one: RankedUnit) -> str:
    assert one.counted_from is not None
    text = _("{unit} was not considered before {day}: its figures count from that day")
    return text.format(unit=one.unit.name, day=day(one.counted_from))


def _to_decide(ranking: Ranking) -> list[Block]:
    """Say what somebody has to decide since units ended or were split."""
    if not (ranking.notices or ranking.undecided):
        return []
    document = shape_ranking(ranking)
    return compose_notices(document, compose_undecided(document))


def _bands(ranking: Ranking, groups: Sequence[RankGroup]) -> list[Block]:
    """Say how many units reached which classification, and whether that is final."""
    places = [one.place for group in groups for one in group.units]
    reached = Counter(one.band.title for one in places if one.band)
    states = Counter(one.state for one in places)
    unbanded = states[RankState.RANKED] - reached.total()
    counts = [(band.title, reached[band.title]) for band in ranking.scoring.bands]
    counts += [
        (_("below every classification") if ranking.scoring.bands else _("ranked"), unbanded),
        (_("not enough data"), states[RankState.NOT_ENOUGH_DATA]),
        (_("not considered"), states[RankState.NOT_CONSIDERED]),
    ]
    named = " · ".join(f"{title} {number(count)}" for title, count in counts if count)
    units = ngettext("{count} unit", "{count} units", len(places))
    said = paragraph(f"{units}: {named}")
    if ranking.is_closed:
        return [said]
    return [said, paragraph(Run(_("Provisional as long as a phase is not closed"), Role.QUIET))]


def _leaders(ranking: Ranking, groups: Sequence[RankGroup]) -> Table:
    names = count_names(ranking.view.roster, ranking.on)
    columns = (
        Column(_("Cluster"), shrinks=True),
        Column(_("Units"), right=True),
        Column(_("Ranked"), right=True),
        Column(_("First"), shrinks=True),
        Column("%", right=True),
    )
    return Table(columns, tuple(_leader(ranking, group, names) for group in groups))


def _leader(ranking: Ranking, group: RankGroup, names: Names) -> tuple[Cell, ...]:
    ranked = [one for one in group.units if one.place.rank is not None]
    best = [one for one in ranked if one.place.rank == ranked[0].place.rank]
    first = "; ".join(name_unit(one.unit, ranking.view.roster, ranking.on, names) for one in best)
    return (
        Run(_say_group(ranking, group)),
        Run(number(len(group.units))),
        Run(number(len(ranked))),
        Run(first or NOTHING),
        Run(say_percentage(best[0]) if best else NOTHING),
    )


def _table(review: Review, ranking: Ranking, group: RankGroup, names: Names) -> Table:
    """Compose the units of a group; in a final review with the rank that each phase gave them."""
    phases = [one.phase for one in review.phases if one.phase and one.phase.id in review.places]
    columns = (
        Column(_("Rank"), right=True),
        Column(_("Unit"), shrinks=True),
        Column(_("Total"), right=True),
        Column("%", right=True),
        Column(_("Classification"), shrinks=True),
        *(Column(_("Rank in {phase}").format(phase=one.title), right=True, from_width=WIDE) for one in phases),
    )

    def row(one: RankedUnit) -> tuple[Cell, ...]:
        rank = number(one.place.rank) if one.place.rank else NOTHING
        own = (review.places[phase.id].get(one.unit.id) for phase in phases)
        return (
            Run(rank),
            Run(name_unit(one.unit, ranking.view.roster, ranking.on, names)),
            Run(say_sum(as_decimal(one.score.total))),
            Run(say_percentage(one)),
            Run(say_class(one), Role.PLAIN if one.place.rank else Role.BAD),
            *(Run(number(place.rank) if place and place.rank else NOTHING) for place in own),
        )

    return Table(columns, tuple(row(one) for one in group.units))


def _say_group(ranking: Ranking, group: RankGroup) -> str:
    """Name a group; of several under one unit with its level."""
    alone = sum(one.name == group.name for one in ranking.groups) == 1
    parts = (group.name or _("All units"), "" if alone else group.level, group.sheet.title)
    return " · ".join(part for part in parts if part)


def say_percentage(one: RankedUnit) -> str:
    """Write the share of the points that a unit could have."""
    share = one.score.percentage
    return NOTHING if share is None else number(as_decimal(share), POINT_PLACES)


def say_class(one: RankedUnit) -> str:
    """Name the class that a unit is in, or say why it is in none."""
    match one.place.state:
        case RankState.NOT_CONSIDERED:
            return _("not considered: {basis}").format(basis="; ".join(flag.basis for flag in one.flags))
        case RankState.NOT_ENOUGH_DATA:
            return _("not enough data")
        case RankState.RANKED:
            return one.place.band.title if one.place.band else ""
