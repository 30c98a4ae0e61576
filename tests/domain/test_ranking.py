"""Ranks: order, ties in turn, who is not ranked, bands and quotas."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.fixtures.sheets import leaf
from tracker.domain.models import LineState, Rule
from tracker.domain.ranking import Ranked, RankState, UnitState, rank_group
from tracker.domain.scheme import Band, BonusPenalty, Linear, Tie
from tracker.domain.scoring import Line, UnitScore

NOON = datetime(2025, 2, 4, 12, tzinfo=UTC)
FLAGGED, TOO_FEW = UnitState(RankState.NOT_CONSIDERED), UnitState(RankState.NOT_ENOUGH_DATA)
GOOD, FAIR = Band("tốt", 850), Band("khá", 700)


def score(
    total: int, *, penalty: int = 0, bonus: int = 0, line: int | None = 0, maximum: int = 100, sheet: int = 100
) -> UnitScore:
    """Return a score in whole points of a sheet of 100."""
    points = None if line is None else line * 1000
    own = Line(leaf(Linear()), LineState.SCORED, Rule.LINEAR, points)
    extra = Line(leaf(BonusPenalty(), 0, "extra"), LineState.SCORED, Rule.BONUS_PENALTY, bonus * 1000)
    rebased = (total - bonus) * 1000
    percentage = total * 100_000 // sheet if sheet else None
    return UnitScore(
        (own,), (extra,), rebased, maximum * 1000, sheet * 1000, rebased, bonus * 1000, penalty * 1000, total * 1000, percentage
    )  # fmt: skip


def shown(placed: list[Ranked]) -> list[str]:
    return [f"{one.rank or one.state.value} {one.unit} {one.decided_by}".strip() for one in placed]


def test_equal_points_share_a_rank_and_the_next_is_left_out() -> None:
    scores = {"d": score(70), "c": score(80), "b": score(80), "a": score(90)}
    placed = rank_group(scores, {}, (), ())
    assert shown(placed) == ["1 a", "2 b points", "2 c shared", "4 d points"]
    assert {one.state for one in placed} == {RankState.RANKED}


def test_a_group_of_nobody() -> None:
    assert rank_group({}, {}, tuple(Tie), (GOOD,)) == []


TIED = {
    "a": score(80, penalty=2, bonus=1, line=5),
    "b": score(80, penalty=1, bonus=1, line=6),
    "c": score(80, penalty=1, bonus=3, line=6),
    "d": score(80, penalty=1, bonus=3, line=9),
}


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ((), ["1 a", "1 b shared", "1 c shared", "1 d shared"]),
        (("fewer-penalties",), ["1 b", "1 c shared", "1 d shared", "4 a fewer-penalties"]),
        (("higher-bonus",), ["1 c", "1 d shared", "3 a higher-bonus", "3 b shared"]),
        (("c",), ["1 d", "2 b c", "2 c shared", "4 a c"]),
        (("extra",), ["1 c", "1 d shared", "3 a extra", "3 b shared"]),
        (("nothing-like-it",), ["1 a", "1 b shared", "1 c shared", "1 d shared"]),
        (
            ("fewer-penalties", "higher-bonus", "c"),
            ["1 d", "2 c c", "3 b higher-bonus", "4 a fewer-penalties"],
        ),
    ],
)
def test_ties_decide_in_turn(ties: tuple[str, ...], expected: list[str]) -> None:
    assert shown(rank_group(TIED, {}, ties, ())) == expected


def test_points_come_before_any_tie() -> None:
    scores = {"a": score(81, penalty=9), "b": score(80)}
    assert shown(rank_group(scores, {}, tuple(Tie), ())) == ["1 a", "2 b points"]


def test_a_line_that_left_the_denominator_counts_as_nothing_in_a_tie() -> None:
    scores = {"a": score(80, line=None), "b": score(80, line=1), "c": score(80, line=0)}
    assert shown(rank_group(scores, {}, ("c",), ())) == ["1 b", "2 a c", "2 c shared"]


def test_earlier_complete_returns_come_first_and_missing_ones_last() -> None:
    standings = {
        "a": UnitState(), "b": UnitState(complete_at=NOON + timedelta(hours=1)), "c": UnitState(complete_at=NOON), "e": UnitState(complete_at=NOON)
    }  # fmt: skip
    scores = {unit: score(80) for unit in "abcde"}
    placed = rank_group(scores, standings, ("earlier-return",), ())
    assert shown(placed) == ["1 c", "1 e shared", "3 b earlier-return", "4 a earlier-return", "4 d shared"]


def test_units_without_a_rank_stand_below_the_ranked_and_take_no_place() -> None:
    scores = {"a": score(99), "b": score(98), "c": score(50), "d": score(97), "e": score(40, maximum=0)}
    placed = rank_group(scores, {"a": FLAGGED, "b": TOO_FEW, "d": TOO_FEW}, (), (Band("all", 0),))
    assert shown(placed) == [
        "1 c", "not-enough-data b", "not-enough-data d", "not-enough-data e", "not-considered a",
    ]  # fmt: skip
    assert [one.band for one in placed] == [Band("all", 0), None, None, None, None]


def test_a_flag_stands_above_a_lack_of_data() -> None:
    assert shown(rank_group({"a": score(0, maximum=0)}, {"a": FLAGGED}, (), ())) == ["not-considered a"]


def test_a_sheet_of_bonuses_alone_is_ranked_without_bands() -> None:
    placed = rank_group(
        {"a": score(3, maximum=0, sheet=0), "b": score(5, maximum=0, sheet=0)}, {}, (), (Band("all", 0),)
    )
    assert shown(placed) == ["1 b", "2 a points"]
    assert [one.band for one in placed] == [None, None]


def bands_of(totals: list[int], bands: tuple[Band, ...], states: dict[str, UnitState] | None = None) -> list[str]:
    scores = {f"u{at}": score(total) for at, total in enumerate(totals)}
    return [one.band.title if one.band else "" for one in rank_group(scores, states or {}, (), bands) if one.rank]


@pytest.mark.parametrize(
    ("totals", "expected"),
    [([90, 85, 84, 70, 69], ["tốt", "tốt", "khá", "khá", ""]), ([60], [""]), ([71], ["khá"]), ([110], ["tốt"])],
)
def test_a_band_begins_at_its_percentage(totals: list[int], expected: list[str]) -> None:
    assert bands_of(totals, (GOOD, FAIR)) == expected


QUOTA = (Band("xuất sắc", 900, 400), GOOD, FAIR)


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ([99, 98, 97, 96, 95], ["xuất sắc", "xuất sắc", "tốt", "tốt", "tốt"]),
        ([99, 98, 97, 96], ["xuất sắc", "tốt", "tốt", "tốt"]),  # 40% of 4 is 1.6, so 1
        ([99, 98, 98, 96, 60], ["xuất sắc", "tốt", "tốt", "tốt", ""]),  # the equal fall together, and nobody overtakes them
        ([99, 99, 98, 96, 60], ["xuất sắc", "xuất sắc", "tốt", "tốt", ""]),
        ([99, 99, 99, 96, 95], ["tốt"] * 5),
        ([99, 98], ["tốt", "tốt"]),
    ],
)  # fmt: skip
def test_a_quota_is_of_the_ranked_units_rounded_down(totals: list[int], expected: list[str]) -> None:
    assert bands_of(totals, QUOTA) == expected


def test_who_does_not_fit_falls_through_full_bands() -> None:
    bands = (Band("one", 900, 300), Band("two", 800, 300), Band("three", 700))
    assert bands_of([99, 98, 97, 96], bands) == ["one", "two", "three", "three"]


def test_units_without_a_rank_do_not_enlarge_a_quota() -> None:
    assert bands_of([99, 98, 97, 96, 95], QUOTA, {"u4": FLAGGED}) == ["xuất sắc", "tốt", "tốt", "tốt"]
