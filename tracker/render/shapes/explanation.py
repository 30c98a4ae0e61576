"""`tracker.explain/1`: what a unit's points and rank come from."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from tracker.domain.attainment import Goal, attain
from tracker.domain.criteria import Aim, Criterion, Kind
from tracker.domain.entries import Posting, Total
from tracker.domain.models import LineState, Rule
from tracker.domain.quantity import THOUSAND, as_decimal, rounded
from tracker.domain.scheme import BonusPenalty
from tracker.domain.scoring import Line, Part, build_parts, limits
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import head
from tracker.render.shapes.ranking import (
    points,
    shape_group_name,
    shape_name,
    shape_notice,
    shape_phase,
    shape_rules,
    shape_sums,
    shape_unit,
)
from tracker.render.shapes.scores import shape_given_rows
from tracker.render.unit_names import Names, count_names, name_unit
from tracker.services.explain import Counted, Explained, ExplainedLine, Source, Way, explain_unit
from tracker.services.rank import RankedUnit, RankGroup, Ranking

if TYPE_CHECKING:
    from tracker.render.schemas.explanation import (
        EntryShape,
        ExplainShape,
        FigureShape,
        LineShape,
        ModelName,
        NeighbourShape,
        OvertakeShape,
        PeerShape,
        RankedAboveShape,
        SheetPartShape,
        SourceShape,
    )

PLACES = 4
TARGET_PLACES = 6


def shape_explanation(ranking: Ranking, unit: str, criterion: str | None = None) -> "ExplainShape":
    """Return `tracker.explain/1` of a unit; with `criterion`, with the entries of that line.

    Raises: TrackerError unit-not-ranked, nothing-scored.
    """
    found = explain_unit(ranking, unit, criterion)
    names = count_names(ranking.view.roster, ranking.on)
    return {
        "schema": "tracker.explain/1",
        **head(ranking.view),
        "campaign": {"id": ranking.view.campaign.id, "title": ranking.view.campaign.name},
        "phase": shape_phase(ranking.phase),
        "ranked_on": ranking.on,
        "closed": ranking.is_closed,
        "head": ranking.head,
        "group": shape_group_name(found.group),
        **shape_unit(ranking, found.one, names),
        "rounding": "half up, away from zero, to 2 places: each line, rebased, percentage",
        "rules": shape_rules(ranking.scoring),
        "lines": [_line(found, one) for one in found.lines if criterion in (None, one.line.name)],
        "parts": _parts(build_parts(found.group.sheet.items, found.one.score)),
        "above": _above(found, names),
        "below": _below(found, names),
        "peers": _peers(found.group),
        "notices": [shape_notice(ranking, one) for one in ranking.notices if unit in {heir.id for heir in one.heirs}],
    }


def _line(found: Explained, one: ExplainedLine) -> "LineShape":
    line, ranking = one.line, found.ranking
    criterion = ranking.criteria[line.leaf.criterion or line.name]
    least, most = limits(line.leaf)
    model, goal = line.leaf.model, line.measured.goal
    is_bonus = isinstance(model, BonusPenalty)
    is_judged = line.leaf.criterion and line.state is not LineState.NOT_REPORTED
    share = attain(criterion, line.measured.actual, goal).share if is_judged else None
    leader = ranking.view.roster.version(line.leader, ranking.on) if line.leader else None
    return {
        "criterion": line.name,
        "title": criterion.title,
        "measure": criterion.measure,
        "path": list(one.path),
        "column": "bonus" if is_bonus else "score",
        "model": cast("ModelName", type(model).__struct_config__.tag),
        "declared": "scoring" if ranking.scoring.sheets else "max_points",
        "rule": line.rule.value or None,
        "state": line.state.value,
        "direction": criterion.direction.value,
        "aim": criterion.aim.value,
        "actual": _figure(criterion, line.measured.actual),
        "target": _target(criterion, goal),
        "baseline": _figure(criterion, goal.baseline) if goal.baseline else None,
        "attainment": None if share is None else _attainment(share),
        "against": model.against or None if isinstance(model, BonusPenalty) else None,
        "penalties": points(line.other.actual.quantity) if is_bonus else None,
        "leader": shape_name(leader),
        "maximum": 0 if is_bonus else points(line.leaf.maximum),
        "least": points(least),
        "most": points(most),
        "inputs": {name: plain(value) for name, value in one.working.inputs.items()},
        "formula": one.working.formula or None,
        "computed": None if line.computed is None else points(line.computed),
        "given": shape_given_rows(ranking.view, one.given, one.given),
        "score": None if line.points is None else points(line.points),
        "provisional": line.rule is Rule.PROVISIONAL and not line.given,
        "source": _source(found, line, one.source),
        "entries": None if one.source.listed is None else [_entry(ranking, each) for each in one.source.listed],
    }


def _attainment(share: Fraction) -> "Decimal | int":
    """Return an attainment to its places; one below 1 stays below it, as the target is not reached."""
    attained = rounded(share, PLACES)
    return plain(attained if share >= 1 else min(attained, 1 - Decimal(1).scaleb(-PLACES)))


def _figure(criterion: Criterion, total: Total) -> "FigureShape":
    """Return a figure; of a rate with its numbers."""
    if criterion.kind is not Kind.RATE:
        return {"value": points(total.quantity), "numerator": None, "denominator": None}
    return {
        "value": None if total.value is None else plain(rounded(total.value, PLACES)),
        "numerator": points(total.quantity),
        "denominator": points(total.denominator),
    }


def _target(criterion: Criterion, goal: Goal) -> "Decimal | int | None":
    """Return a target in the criterion's own measure, or as the share that it is."""
    if goal.target is None:
        return None
    is_share = criterion.aim is Aim.REDUCE or criterion.kind is Kind.RATE
    return plain(rounded(goal.target if is_share else goal.target / THOUSAND, TARGET_PLACES))


def _source(found: Explained, line: Line, source: Source) -> "SourceShape":
    asked = f"tracker explain {found.one.unit.id} -c {line.name}"
    phase = f" --phase {found.ranking.phase.id}" if found.ranking.view.campaign.has_phases else ""
    return {"entries": source.entries, "first": source.first, "last": source.last, "command": asked + phase}


def _work_title(ranking: Ranking, posting: Posting) -> str | None:
    if not posting.work:
        return None
    work = ranking.view.campaign.books.works_of(posting.criterion).get(posting.work)
    return work.title if work else None


def _entry(ranking: Ranking, one: Counted) -> "EntryShape":
    posting = one.entry.posting
    return {
        "id": one.entry.id,
        "date": posting.day,
        "criterion": posting.criterion,
        "criterion_title": ranking.criteria[posting.criterion].title,
        "work": posting.work or None,
        "work_title": _work_title(ranking, posting),
        "unit": posting.unit,
        "unit_name": ranking.view.roster.name_on(posting.unit, posting.day),
        "quantity": plain(as_decimal(posting.quantity)),
        "denominator": None if posting.denominator is None else plain(as_decimal(posting.denominator)),
        "note": posting.note or None,
        "share": None if one.share == 1 else str(Fraction(one.share)),
    }


def _parts(items: Sequence[Part | Line], path: tuple[str, ...] = ()) -> "list[SheetPartShape]":
    found: list[SheetPartShape] = []
    for one in items:
        if isinstance(one, Part):
            own = (*path, one.title)
            found.append(
                {
                    "path": list(own),
                    "points": points(one.points),
                    "maximum": points(one.maximum),
                    "sheet_maximum": points(one.sheet_maximum),
                    "bonus": points(one.bonus),
                }
            )
            found += _parts(one.items, own)
    return found


def _peers(group: RankGroup) -> "list[PeerShape]":
    return [
        {
            "id": one.unit.id,
            "name": one.unit.name,
            "rank": one.place.rank,
            "state": one.place.state.value,
            "band": one.place.band.title if one.place.band else None,
            **shape_sums(one.score),
            "points": {
                line.name: None if line.points is None else points(line.points)
                for line in (*one.score.lines, *one.score.bonus_lines)
            },
            "complete_at": one.filed.complete_at,
        }
        for one in group.units
    ]


def _above(found: Explained, names: Names) -> "RankedAboveShape | None":
    above = found.above
    if above is None:
        return None
    return {
        **_neighbour(found.ranking, above, found.one, found.one.place.decided_by, names),
        "overtake": [_way(one) for one in found.ways],
    }


def _below(found: Explained, names: Names) -> "NeighbourShape | None":
    below = found.below
    if below is None:
        return None
    return _neighbour(found.ranking, below, found.one, below.place.decided_by, names)


def _neighbour(
    ranking: Ranking, one: RankedUnit, beside: RankedUnit, decided_by: str, names: Names
) -> "NeighbourShape":
    return {
        "id": one.unit.id,
        "name": name_unit(one.unit, ranking.view.roster, ranking.on, names),
        "rank": one.place.rank or 0,
        "total": points(one.score.total),
        "gap": points(abs(one.score.total - beside.score.total)),
        "decided_by": decided_by or None,
    }


def _way(one: Way) -> "OvertakeShape":
    return {
        "criterion": one.criterion.id,
        "title": one.criterion.title,
        "more": points(one.more),
        "measure": one.criterion.measure,
        "points": points(one.points),
    }
