"""Ranks: who comes before whom in a group of units, why, and in which band (xếp loại).

Source: the campaign rules. What is compared is what is printed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

import msgspec

from tracker.domain.scheme import THOUSANDTHS, Band, Tie
from tracker.domain.scoring import UnitScore

POINTS, SHARED = "points", "shared"
PER_MILLE = 100  # in thousandths of a per cent, as percentages are kept
Key: TypeAlias = tuple[Any, ...]  # what is compared in turn, each place of one type


class RankState(StrEnum):
    """Whether a unit is ranked."""

    RANKED = "ranked"
    NOT_ENOUGH_DATA = "not-enough-data"  # chưa đủ số liệu
    NOT_CONSIDERED = "not-considered"  # không xét thi đua (KXTĐ)


_LAST = list(RankState)


class UnitState(NamedTuple):
    """What is known of a unit beside its score: whether it can be ranked, and when its returns were complete (None: they are not)."""

    state: RankState = RankState.RANKED
    complete_at: datetime | None = None


class Ranked(msgspec.Struct, frozen=True):
    """A unit's place in its group.

    `decided_by` says what separates it from the one above: "points", a tie's name or a criterion's id, "shared" where nothing does; "" for
    the first and for units without a rank. `band` is None where none is reached.
    """

    unit: str
    rank: int | None
    state: RankState
    band: Band | None = None
    decided_by: str = ""


def rank_group(
    scores: Mapping[str, UnitScore], standings: Mapping[str, UnitState], ties: Sequence[str], bands: Sequence[Band]
) -> list[Ranked]:
    """Rank the units of one group, best first, those without a rank last; a unit without a standing is ranked.

    Ranks are competition ranks (1, 2, 2, 4) by the printed total, then by the ties in turn. A unit none of whose lines can be judged is not
    ranked. Of the units that share a rank and so on the order is that of their ids.
    """
    states = {unit: standings.get(unit, UnitState()) for unit in scores}
    kept = {unit: _state(scores[unit], states[unit]) for unit in sorted(scores)}
    keys = {unit: _key(scores[unit], states[unit], ties) for unit in kept}
    ordered = sorted(kept, key=lambda unit: (_LAST.index(kept[unit]), keys[unit]))
    ranked = [unit for unit in ordered if kept[unit] is RankState.RANKED]
    classes = [list(units) for _, units in groupby(ranked, key=keys.__getitem__)]
    found = _place(classes, keys, ties, _choose_bands(classes, scores, bands))
    return found + [Ranked(unit, None, kept[unit]) for unit in ordered[len(ranked) :]]


def _state(score: UnitScore, standing: UnitState) -> RankState:
    if standing.state is RankState.RANKED and score.sheet_maximum and not score.maximum:
        return RankState.NOT_ENOUGH_DATA
    return standing.state


def _key(score: UnitScore, standing: UnitState, ties: Sequence[str]) -> Key:
    """Return what units are compared by in turn, less first."""
    return (-score.total, *(_tie_key(tie, score, standing) for tie in ties))


def _tie_key(tie: str, score: UnitScore, standing: UnitState) -> Any:
    match tie:
        case Tie.FEWER_PENALTIES:
            return score.penalty
        case Tie.HIGHER_BONUS:
            return -score.bonus
        case Tie.EARLIER_RETURN:
            return standing.complete_at is None, standing.complete_at or 0
        case _:
            line = score.line(tie)
            return -(line.points or 0) if line else 0


def _place(
    classes: Sequence[Sequence[str]], keys: Mapping[str, Key], ties: Sequence[str], bands: Sequence[Band | None]
) -> list[Ranked]:
    found: list[Ranked] = []
    for units, band in zip(classes, bands, strict=True):
        rank = len(found) + 1
        first = _decision(keys[found[-1].unit], keys[units[0]], ties) if found else ""
        for place, unit in enumerate(units):
            found.append(Ranked(unit, rank, RankState.RANKED, band, SHARED if place else first))
    return found


def _decision(above: Key, own: Key, ties: Sequence[str]) -> str:
    """Return what two units are first separated by."""
    return next(name for name, one, other in zip((POINTS, *ties), above, own, strict=True) if one != other)


def _choose_bands(
    classes: Sequence[Sequence[str]], scores: Mapping[str, UnitScore], bands: Sequence[Band]
) -> list[Band | None]:
    """Return the band of each class of units that share a rank.

    A quota is of all ranked units, rounded down. A class that does not fit into it as a whole falls to the next band, and with it all that
    are ranked below.
    """
    ranked = sum(map(len, classes))
    found: list[Band | None] = []
    at, inside = 0, 0  # the band that is being filled, and how many are in it
    for units in classes:
        while at < len(bands) and not _fits(bands[at], scores[units[0]], inside + len(units), ranked):
            at, inside = at + 1, 0
        inside += len(units)
        found.append(bands[at] if at < len(bands) else None)
    return found


def _fits(band: Band, score: UnitScore, inside: int, ranked: int) -> bool:
    if score.percentage is None or score.percentage < band.least * PER_MILLE:
        return False
    return band.quota is None or inside * THOUSANDTHS <= band.quota * ranked
