"""`tracker.rank/1`: ranks."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from tracker.domain.campaign import Phase
from tracker.domain.models import Rule
from tracker.domain.quantity import as_decimal
from tracker.domain.scheme import NotConsidered, Scoring
from tracker.domain.scoring import UnitScore
from tracker.domain.text import fold, nearest
from tracker.domain.units import UnitVersion
from tracker.errors import TrackerError
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import head
from tracker.render.unit_names import Names, count_names, name_unit
from tracker.services.inheritance import Notice
from tracker.services.rank import Filed, RankedUnit, RankGroup, Ranking, Undecided

if TYPE_CHECKING:
    from tracker.render.schemas.figures import NameShape
    from tracker.render.schemas.ranking import (
        FlagShape,
        NoticeShape,
        PhaseTitleShape,
        RankedUnitShape,
        RankGroupNameShape,
        RankGroupShape,
        RankingRulesShape,
        RankShape,
        ReturnsOfUnitShape,
        SumsShape,
        UndecidedShape,
    )

_PLAIN: Final = (
    *("id", "name", "score", "maximum", "rebased", "bonus", "total", "percentage"),
    *("band", "state", "provisional", "given"),
)
MOST_NAMED = 5
PER_CENT = 10  # bands are kept in thousandths of the whole


def shape_ranking(ranking: Ranking) -> "RankShape":
    """Return `tracker.rank/1`."""
    names = count_names(ranking.view.roster, ranking.on)
    return {
        "schema": "tracker.rank/1",
        **head(ranking.view),
        "campaign": {"id": ranking.view.campaign.id, "title": ranking.view.campaign.name},
        "phase": shape_phase(ranking.phase),
        "ranked_on": ranking.on,
        "closed": ranking.is_closed,
        "head": ranking.head,
        "rules": shape_rules(ranking.scoring),
        "clusters": [_group(ranking, one, names) for one in ranking.groups],
        "undecided": [_undecided(one) for one in ranking.undecided],
        "notices": [shape_notice(ranking, one) for one in ranking.notices],
    }


def shape_phase(phase: Phase) -> "PhaseTitleShape":
    """Return what a phase is called, with its days."""
    return {"id": phase.id, "title": phase.title, "start": phase.span.start, "end": phase.span.end}


def shape_rules(scoring: Scoring) -> "RankingRulesShape":
    """Return what ranks follow from beside the points."""
    return {
        "ties": [str(one) for one in scoring.ties],
        "bands": [
            {
                "title": one.title,
                "least": plain(Decimal(one.least) / PER_CENT),
                "quota": None if one.quota is None else points(one.quota),
            }
            for one in scoring.bands
        ],
        "enough_returns": points(scoring.enough_returns),
    }


def shape_group_name(group: RankGroup) -> "RankGroupNameShape":
    """Return what a group is called."""
    return {
        "id": group.id,
        "cluster": group.cluster or None,
        "parent": shape_name(group.parent),
        "level": group.level or None,
        "sheet": group.sheet.title or None,
        "ranked": sum(one.place.rank is not None for one in group.units),
        "all": len(group.units),
    }


def _group(ranking: Ranking, group: RankGroup, names: Names) -> "RankGroupShape":
    return {**shape_group_name(group), "units": [shape_unit(ranking, one, names) for one in group.units]}


def shape_unit(ranking: Ranking, one: RankedUnit, names: Names) -> "RankedUnitShape":
    """Return a unit in its group; `names` counts what units are called."""
    parent = ranking.view.roster.version(one.unit.parent, ranking.on) if one.unit.parent else None
    return {
        "id": one.unit.id,
        "name": one.unit.name,
        "parent": shape_name(parent),
        "label": name_unit(one.unit, ranking.view.roster, ranking.on, names),
        "rank": one.place.rank,
        "state": one.place.state.value,
        "band": one.place.band.title if one.place.band else None,
        "decided_by": one.place.decided_by or None,
        **shape_sums(one.score),
        "provisional": any(line.rule is Rule.PROVISIONAL and not line.given for line in one.score.lines),
        "given": one.is_given,
        "returns": _returns(one.filed),
        "flags": [_flag(flag) for flag in one.flags],
        "counted_from": one.counted_from,
    }


def shape_sums(score: UnitScore) -> "SumsShape":
    """Return a unit's points."""
    return {
        "score": points(score.score),
        "maximum": points(score.maximum),
        "sheet_maximum": points(score.sheet_maximum),
        "rebased": points(score.rebased),
        "bonus": points(score.bonus),
        "penalty": points(score.penalty),
        "total": points(score.total),
        "percentage": None if score.percentage is None else points(score.percentage),
    }


def shape_name(unit: UnitVersion | None) -> "NameShape | None":
    """Return what a unit is called."""
    return {"id": unit.id, "name": unit.name} if unit else None


@cache  # units share many of their points
def points(thousandths: int) -> Decimal | int:
    """Return points, or what else is kept in thousandths."""
    return plain(as_decimal(thousandths))


def _returns(filed: Filed) -> "ReturnsOfUnitShape":
    return {"expected": filed.expected, "actual": filed.actual, "complete_at": filed.complete_at}


def _flag(flag: NotConsidered) -> "FlagShape":
    return {"start": flag.start, "end": flag.end, "basis": flag.basis}


def _undecided(one: Undecided) -> "UndecidedShape":
    heirs: Sequence[NameShape] = [{"id": heir.id, "name": heir.name} for heir in one.heirs]
    return {**_flag(one.flag), "unit": one.flag.unit, "name": one.name, "heirs": list(heirs)}


def shape_notice(ranking: Ranking, one: Notice) -> "NoticeShape":
    """Return what heirs have not of what a unit had."""
    criterion = ranking.criteria[one.criterion]
    return {
        "kind": one.kind.value,
        "unit": one.unit,
        "name": one.name,
        "criterion": criterion.id,
        "title": criterion.title,
        "measure": criterion.measure,
        "quantity": points(one.quantity),
        "denominator": points(one.denominator) if one.denominator else None,
        "heirs": [{"id": heir.id, "name": heir.name} for heir in one.heirs],
    }


def select_groups(document: "RankShape", cluster: str | None, units: Collection[str] | None) -> "RankShape":
    """Return a ranking of one group alone, or of some units; the ranks stay those within the whole groups.

    A group is named by its id, its cluster or the unit above it. Raises: TrackerError cluster-not-found.
    """
    groups = document["clusters"]
    if cluster is not None:
        names = [(group, _names(group)) for group in groups]
        asked = fold(cluster)
        whole = [group for group, own in names if asked in own]
        found = whole or [group for group, own in names if any(asked and asked in one for one in own)]
        if not found:
            known = list(dict.fromkeys(group["id"] for group in groups))
            named = {
                "nearest": nearest(cluster, known),
                "known": [*known[:MOST_NAMED], *(["…"] if known[MOST_NAMED:] else [])],
            }
            raise TrackerError.of("cluster-not-found", cluster=cluster, **named)
        groups = found
    if units is not None:
        cut: list[RankGroupShape] = [
            {**group, "units": [one for one in group["units"] if one["id"] in units]} for group in groups
        ]
        groups = [group for group in cut if group["units"]]
    return {**document, "clusters": groups}


def _names(group: "RankGroupShape") -> set[str]:
    above = group["parent"]
    named = (group["id"], *((above["id"], above["name"]) if above else ()))
    return {fold(one) for one in named}  # what a person may type for it


def rank_columns() -> list[str]:
    """Return the columns of a table of ranks."""
    return ["cluster", "rank", *_PLAIN, "parent", "basis", "expected", "actual"]


def rank_rows(document: "RankShape") -> list[dict[str, object]]:
    """Return ranks as a table, a row for each unit."""
    return [
        {
            "cluster": group["id"],
            "rank": one["rank"],
            **{name: cast("dict[str, Any]", one)[name] for name in _PLAIN},
            "parent": one["parent"]["name"] if one["parent"] else "",
            "basis": "; ".join(flag["basis"] for flag in one["flags"]),
            "expected": one["returns"]["expected"],
            "actual": one["returns"]["actual"],
        }
        for group in document["clusters"]
        for one in group["units"]
    ]
