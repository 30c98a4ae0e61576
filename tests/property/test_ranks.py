"""Ranks: a valid competition ranking in whatever order units come, bands within their quotas, a reason that holds for each place."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.sheets import leaf
from tracker.domain.models import LineState, Rule
from tracker.domain.ranking import Ranked, RankState, UnitState, rank_group
from tracker.domain.scheme import Band, BonusPenalty, Linear, Tie
from tracker.domain.scoring import Line, UnitScore

SHEET = 10_000
AT = datetime(2025, 2, 4, tzinfo=UTC)
TIES = st.permutations([*Tie, "c"]).flatmap(lambda all_: st.integers(0, 4).map(lambda most: all_[:most]))
FEW = st.integers(0, 3).map(lambda number: number * 1000)


@st.composite
def scores(draw: st.DrawFn) -> UnitScore:
    """A score of few different values, so that many are equal."""
    total, bonus, points = draw(FEW) * 3, draw(FEW), draw(st.one_of(st.none(), FEW))
    line = Line(leaf(Linear()), LineState.SCORED, Rule.LINEAR, points)
    extra = Line(leaf(BonusPenalty(), 0, "extra"), LineState.SCORED, Rule.BONUS_PENALTY, bonus)
    maximum = draw(st.sampled_from([SHEET, SHEET, SHEET, 0]))
    rebased = total - bonus
    return UnitScore(
        (line,), (extra,), rebased, maximum, SHEET, rebased, bonus, draw(FEW), total, total * 100_000 // SHEET
    )


STANDINGS = st.builds(
    UnitState,
    st.sampled_from([RankState.RANKED, RankState.RANKED, *RankState]),
    st.one_of(st.none(), st.integers(0, 2).map(lambda hours: AT + timedelta(hours=hours))),
)
GROUPS = st.lists(st.tuples(scores(), STANDINGS), max_size=12).map(
    lambda drawn: {f"u{number}": one for number, one in enumerate(drawn)}
)
QUOTAS = st.one_of(st.none(), st.sampled_from([0, 100, 200, 333, 500, 1000]))
BANDS = st.lists(st.tuples(st.sampled_from([900, 600, 300, 0]), QUOTAS), max_size=4, unique_by=lambda one: one[0]).map(
    lambda rows: tuple(Band(f"from {least}", least, quota) for least, quota in sorted(rows, reverse=True, key=str))
)
Group = dict[str, tuple[UnitScore, UnitState]]


def rank(group: Group, ties: list[str], bands: tuple[Band, ...] = ()) -> list[Ranked]:
    return rank_group({u: one[0] for u, one in group.items()}, {u: one[1] for u, one in group.items()}, ties, bands)


@given(GROUPS, TIES)
def test_ranks_are_a_competition_ranking_of_all_who_can_be_ranked(group: Group, ties: list[str]) -> None:
    placed = rank(group, ties)
    assert sorted(one.unit for one in placed) == sorted(group)
    ranks = [one.rank for one in placed if one.rank is not None]
    for at, place in enumerate(ranks):
        assert place in (at + 1, ranks[at - 1])
    assert [one.rank for one in placed[len(ranks) :]] == [None] * (len(group) - len(ranks))
    can_be = [u for u, (score, state) in group.items() if state.state is RankState.RANKED and score.maximum]
    assert len(ranks) == len(can_be)


@given(GROUPS, TIES, BANDS, st.randoms())
def test_the_order_in_which_units_come_changes_nothing(
    group: Group, ties: list[str], bands: tuple[Band, ...], chance: Random
) -> None:
    names = list(group)
    chance.shuffle(names)
    assert rank({unit: group[unit] for unit in names}, ties, bands) == rank(group, ties, bands)


def compared(tie: str, score: UnitScore, state: UnitState) -> object:
    """Return what a tie compares, the better the greater."""
    late = AT + timedelta(days=1)
    line = score.line(tie)
    return {
        "points": score.total,
        "fewer-penalties": -score.penalty,
        "higher-bonus": score.bonus,
        "earlier-return": -((state.complete_at or late) - AT).total_seconds(),
    }.get(tie, (line.points or 0) if line else 0)


@given(GROUPS, TIES)
def test_the_reason_for_each_place_holds(group: Group, ties: list[str]) -> None:
    placed = [one for one in rank(group, ties) if one.rank is not None]
    for above, own in pairwise(placed):
        reasons = ["points", *ties]
        equal = reasons if own.decided_by == "shared" else reasons[: reasons.index(own.decided_by)]
        assert all(compared(tie, *group[above.unit]) == compared(tie, *group[own.unit]) for tie in equal)
        if own.decided_by == "shared":
            assert (own.rank, own.band) == (above.rank, above.band)
        else:
            better, worse = (compared(own.decided_by, *group[one.unit]) for one in (above, own))
            assert better > worse  # type: ignore[operator]
            assert own.rank != above.rank


@given(GROUPS, TIES, BANDS)
def test_bands_keep_their_quotas_and_the_order_of_ranks(group: Group, ties: list[str], bands: tuple[Band, ...]) -> None:
    placed = [one for one in rank(group, ties, bands) if one.rank is not None]
    order = [bands.index(one.band) if one.band else len(bands) for one in placed]
    assert order == sorted(order)
    for band in bands:
        inside = [one for one in placed if one.band == band]
        assert band.quota is None or len(inside) <= band.quota * len(placed) // 1000
        assert all((group[one.unit][0].percentage or 0) >= band.least * 100 for one in inside)


@given(GROUPS, TIES)
def test_without_quotas_each_unit_has_the_best_band_that_it_reaches(group: Group, ties: list[str]) -> None:
    bands = (Band("good", 600), Band("fair", 300))
    for one in rank(group, ties, bands):
        reached = [band for band in bands if (group[one.unit][0].percentage or 0) >= band.least * 100]
        assert one.band == (reached[0] if reached and one.rank else None)
