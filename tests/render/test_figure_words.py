"""How figures of every kind of criterion are said, in both languages."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.fixtures import small
from tracker.domain.criteria import Criterion, Direction, Kind, RateOf, TargetRow
from tracker.domain.entries import Total
from tracker.domain.progress import Progress, Standing
from tracker.domain.units import Roster, UnitVersion
from tracker.i18n import speak, weekday_within
from tracker.journal.store import memory_store
from tracker.render.compose_criteria import compose_meter
from tracker.render.criterion_sentences import say_late, say_reached
from tracker.render.document import Meter, Run
from tracker.render.progress_words import (
    say_attainment,
    say_baseline,
    say_forecast,
    say_need,
    say_pace,
    say_plan,
    say_result,
    say_result_in_full,
    say_target,
)
from tracker.render.report_sentences import say_units
from tracker.render.unit_names import name_units


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    yield
    speak("en")


def criterion(kind: Kind = Kind.COUNT, measure: str = "vụ", **more: Any) -> Criterion:
    """A criterion without decimals and with a target."""
    return Criterion("x", "X", kind, measure, 0, False, (TargetRow("x", 1000),), **more)


FALLING = criterion(direction=Direction.DOWN)
CEILING = criterion(direction=Direction.DOWN, has_ceiling=True)
NEVER = criterion(Kind.ZERO)
STOCK = criterion(Kind.STOCK, "trụ sở")
SHARE = criterion(Kind.RATE, "%", direction=Direction.DOWN, has_ceiling=True)


def progress(quantity: int, standing: Standing, denominator: int = 0, **figures: Any) -> Progress:
    """Progress of a quantity in the criterion's measure; figures are written as texts."""
    made: dict[str, Any] = {
        name: Decimal(value) if isinstance(value, str) else value for name, value in figures.items()
    }
    return Progress(Total(quantity * 1000, denominator * 1000, 1), standing=standing, **made)


FELL = progress(
    77, Standing.MEETING, target="0.05", baseline="82", reduction="0.061", expected="77.9", attainment="1.2195"
)
ROSE = progress(
    90, Standing.BEHIND, target="0.05", baseline="82", reduction="-0.0976", expected="77.9", shortfall="12.1",
    attainment="-1.9512",
)  # fmt: skip
# What is said of a figure: the result, the target, % and the pace, in Vietnamese and in English.
SAID = {
    "fell": (FALLING, FELL, "giảm 6,1% | giảm 5% | 122,0 | đang đạt", "6.1% less | 5% less | 122.0 | meeting"),
    "rose": (FALLING, ROSE, "tăng 9,8% | giảm 5% | 0 | vượt 13 vụ", "9.8% more | 5% less | 0 | 13 vụ over"),
    "fell by a little": (
        FALLING,
        progress(9996, Standing.BEHIND, target="0.05", baseline="10000", reduction="0.0004", shortfall="496"),
        "giảm 0,04% | giảm 5% | – | vượt 496 vụ",
        "0.04% less | 5% less | – | 496 vụ over",
    ),
    "fell enough, in the end": (
        FALLING,
        progress(77, Standing.MET, target="0.05", baseline="82", reduction="0.061", attainment="1.2195"),
        "giảm 6,1% | giảm 5% | 122,0 | đạt",
        "6.1% less | 5% less | 122.0 | met",
    ),
    "did not fall enough, in the end": (
        FALLING,
        progress(80, Standing.MISSED, target="0.05", baseline="82", reduction="0.0244", shortfall="2.1"),
        "giảm 2,4% | giảm 5% | – | không đạt, vượt 3 vụ",
        "2.4% less | 5% less | – | missed: 3 vụ over",
    ),
    "should fall by any share": (
        FALLING,
        progress(82, Standing.BEHIND, baseline="82", reduction="0", attainment="0", shortfall="0"),
        "không đổi | giảm | 0 | chưa giảm",
        "unchanged | less | 0 | not less yet",
    ),
    "nothing to compare with": (
        FALLING,
        progress(3, Standing.NO_TARGET, target="0.05"),
        "3 | giảm 5% | – | chưa có số cùng kỳ",
        "3 | 5% less | – | nothing to compare with",
    ),
    "something after nothing": (
        FALLING,
        progress(2, Standing.BEHIND, target="0.05", baseline="0", attainment="0", shortfall="2", is_flagged=True),
        "2 | giảm 5% | 0 | cùng kỳ không có",
        "2 | 5% less | 0 | none in the same period",
    ),
    "under a ceiling": (
        CEILING,
        progress(12, Standing.MEETING, target="20", attainment="1", expected="20", shortfall="0"),
        "12 | tối đa 20 | 100 | đang đạt",
        "12 | at most 20 | 100 | meeting",
    ),
    "over a ceiling": (
        CEILING,
        progress(23, Standing.BEHIND, target="20", attainment="0.85", expected="20", shortfall="3"),
        "23 | tối đa 20 | 85 | vượt 3",
        "23 | at most 20 | 85 | 3 over",
    ),
    "a share over its ceiling": (
        SHARE,
        progress(3, Standing.BEHIND, 40, target="0.05", attainment="0.5", expected="0.05", shortfall="0.025"),
        "7,5% | tối đa 5% | 50 | vượt 2,5 điểm %",
        "7.5% | at most 5% | 50 | 2.5 points over",
    ),
    "never happened": (
        NEVER,
        progress(0, Standing.MEETING, target="0", attainment="1"),
        "0 | không để xảy ra | 100 | đang đạt",
        "0 | must not happen | 100 | meeting",
    ),
    "happened": (
        NEVER,
        progress(2, Standing.BEHIND, target="0", attainment="0", shortfall="2"),
        "2 vụ | không để xảy ra | 0 | đã xảy ra",
        "2 vụ | must not happen | 0 | it has happened",
    ),
    "happened, in the end": (
        NEVER,
        progress(2, Standing.MISSED, target="0", attainment="0", shortfall="2"),
        "2 vụ | không để xảy ra | 0 | không đạt, đã xảy ra",
        "2 vụ | must not happen | 0 | missed: it has happened",
    ),
    "a stock": (
        STOCK,
        progress(60, Standing.BEHIND, target="173", attainment="0.3468", expected="173", shortfall="113"),
        "60 | 173 | 34,7 | thiếu 113",
        "60 | 173 | 34.7 | 113 short",
    ),
    "a state that nobody has told yet": (
        criterion(Kind.RATE, "%", of=RateOf.STATE),
        progress(0, Standing.ON_PACE, target="1", expected="1"),
        "– | 100% | – | chưa có số liệu",
        "– | 100% | – | no figures yet",
    ),
    "a rate of a state": (
        criterion(Kind.RATE, "cán bộ/đơn vị"),
        progress(1144, Standing.NO_TARGET, 173),
        "6,61 | – | – | không có chỉ tiêu",
        "6.61 | – | – | no target",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("which", "at"), [(which, at) for which in SAID for at in (0, 1)])
def test_what_is_said_of_a_figure(which: str, at: int) -> None:
    one, figures, *said = SAID[which]
    speak(("vi", "en")[at])
    found = (say_result(one, figures), say_target(one, figures), say_attainment(figures), say_pace(one, figures))
    assert " | ".join(found) == said[at]


def test_a_report_has_the_amount_beside_the_reduction_and_how_much_there_may_be() -> None:
    speak("vi")
    assert say_result_in_full(FALLING, FELL) == "77, giảm 6,1%"
    assert say_plan(FALLING, FELL) == "tối đa 77", "77.9 is what 95% of 82 are, and 78 would be too many"
    assert say_plan(STOCK, SAID["a stock"][1]) == "–", "no plan says how many a stock is to be by now"


def test_a_forecast_is_said_to_the_decimals_of_its_criterion() -> None:
    speak("vi")
    assert say_forecast(FALLING, progress(1, Standing.NO_TARGET, forecast="1234.5")) == "1.235"
    assert say_forecast(FALLING, progress(1, Standing.NO_TARGET)) == "–"


def test_a_bar_is_filled_by_attainment_and_marked_only_where_a_plan_has_a_pace() -> None:
    assert compose_meter(FELL) == Meter(1.2195)
    assert compose_meter(ROSE) == Meter(0)
    assert compose_meter(SAID["never happened"][1]) == Meter(1)
    assert compose_meter(SAID["a stock"][1]) == Meter(0.3468)
    assert compose_meter(SAID["nothing to compare with"][1]) == Run("")
    paced = progress(
        50, Standing.BEHIND, target="200", attainment="0.25", expected="100", shortfall="50", days_ahead=-9
    )
    assert compose_meter(paced) == Meter(0.25, 0.5)


def unit(id_: str, name: str, parent: str = "t") -> UnitVersion:
    """A unit that has always been there."""
    return UnitVersion(id_, "", name, "commune", parent, "", (), None, None)


def test_namesakes_are_named_with_their_parents() -> None:
    known = [unit("t", "Tỉnh", ""), unit("h1", "Huyện Đông"), unit("h2", "Huyện Tây")]
    below = [unit("b", "Xã An", "h2"), unit("a", "Xã An", "h1"), unit("c", "Xã Bình", "h2")]
    twins = [unit("e", "Xã Dân", "h2"), unit("d", "Xã Dân", "h2")]
    roster = Roster([*known, *below, *twins])
    listed = [*below[1:], twins[0]]
    named = ["Xã An, Huyện Đông", "Xã Bình", "Xã Dân [e]"]
    assert name_units(listed, roster, date(2025, 3, 1)) == named, "those that are not listed are namesakes too"


@pytest.mark.parametrize(
    ("baseline", "decimals", "vi", "en"),
    [
        ("12.28", 0, "12,3", "12.3"),
        ("12", 0, "12", "12"),
        ("12.000", 0, "12", "12"),
        ("1234.96", 0, "1.235", "1,235"),
        ("12.286", 2, "12,29", "12.29"),
        ("12", 2, "12", "12"),
    ],
)
def test_a_part_of_a_baseline_is_shown_as_a_part(baseline: str, decimals: int, vi: str, en: str) -> None:
    one = Criterion("x", "X", Kind.COUNT, "vụ", decimals, False, (TargetRow("x", 1000),), direction=Direction.DOWN)
    for lang, shown in (("vi", vi), ("en", en)):
        speak(lang)
        assert say_baseline(one, progress(14, Standing.BEHIND, baseline=baseline)) == shown


def test_the_percentage_of_a_sentence_fits_the_baseline_beside_it() -> None:
    rose = progress(14, Standing.BEHIND, target="0.05", baseline="12.28", reduction="-0.1401", shortfall="2.334")
    speak("vi")
    assert "tăng 14,0% so với cùng kỳ (12,3 vụ)" in say_reached(FALLING, rose)
    speak("en")
    assert "14.0% more than in the same period (12.3 vụ)" in say_reached(FALLING, rose)


def test_what_must_not_happen_has_no_target_to_miss() -> None:
    happened = SAID["happened"][1]
    speak("vi")
    assert say_late(NEVER, happened) == "X (2 vụ, yêu cầu không để xảy ra)"
    speak("en")
    assert say_late(NEVER, happened) == "X (2 vụ, though it must not happen)"


def test_days_of_the_week_within_a_sentence_are_spelled_as_official_texts_do() -> None:
    week = [date(2025, 3, 3 + at) for at in range(7)]
    speak("vi")
    assert [weekday_within(one) for one in week] == [
        *("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"),
        "Chủ nhật",
    ]
    speak("en")
    assert weekday_within(week[6]) == "Sunday"


def test_many_units_are_counted_under_those_above_them() -> None:
    known = [unit("t", "Tỉnh", ""), *(unit(f"h{at}", f"Huyện {at:02}") for at in range(13))]
    below = [unit(f"{above.id}-{at}", f"Xã {at}", above.id) for above in known[1:] for at in range(2)]
    offices = [unit(f"p{at}", f"Phòng {at}") for at in range(4)]
    view = small.view(memory_store(), date(2025, 3, 1), roster=Roster([*known, *below, *offices]))
    speak("vi")
    said = say_units([*offices, *below], view).split("; ")
    assert said[:2] == ["4 đơn vị trực thuộc Tỉnh", "2 đơn vị trực thuộc Huyện 00"]
    assert said[-1] == "2 đơn vị trực thuộc Huyện 10 và 4 đơn vị khác"
    speak("en")
    said = say_units([*offices, *below], view).split("; ")
    assert said[0] == "4 units directly under Tỉnh"
    assert said[-1] == "2 units directly under Huyện 10 and 4 more units"


RATE = criterion(Kind.RATE, "%")


@pytest.mark.parametrize(
    ("judged", "share", "said"),
    [
        (progress(861, Standing.BEHIND, 957, target="0.9", attainment="0.9997", shortfall="0.0003"), "89.97%", "99.97"),
        (
            progress(29759, Standing.MISSED, 29760, target="1", attainment="0.9999", shortfall="0.0001"),
            "99.99%",
            "99.99",
        ),
        (progress(4651, Standing.BEHIND, 5181, target="0.9", attainment="0.9975", shortfall="0.0023"), "89.8%", "99.8"),
        (progress(957, Standing.MEETING, 957, target="0.9", attainment="1.1111", shortfall="0"), "100%", "111.1"),
    ],
)
def test_what_just_misses_its_target_is_never_written_as_the_target(judged: Progress, share: str, said: str) -> None:
    assert say_result(RATE, judged) == say_result_in_full(RATE, judged) == share
    assert say_reached(RATE, judged).startswith(f"a rate of {share} (")
    assert say_attainment(judged) == said


def test_what_is_missing_of_a_rate_goes_with_what_is_written() -> None:
    close = progress(861, Standing.BEHIND, 957, target="0.9", attainment="0.9997", shortfall="0.0003")
    assert say_pace(RATE, close) == "0.03 points short"
    assert say_reached(RATE, close) == "a rate of 89.97% (861/957), 0.03 points below the target of 90%"


def test_a_share_that_just_exceeds_its_limit_is_not_written_as_the_limit() -> None:
    over = progress(50_001, Standing.BEHIND, 1_000_000, target="0.05", attainment="0.9999", shortfall="0.0001")
    assert say_result(SHARE, over) == "5.01%"


def test_a_reduction_that_is_not_enough_is_not_written_as_the_one_asked_for() -> None:
    near = progress(9503, Standing.MISSED, target="0.05", attainment="0.994", baseline="10000", reduction="0.0497")
    assert say_result(FALLING, near) == "4.97% less"
    assert "4.97% less than in the same period" in say_reached(FALLING, near)


def test_what_is_needed_is_rounded_up_and_less_than_one_a_day_is_not_written_as_one() -> None:
    needs = ["5.354", "1", "0.34", "0.009"]
    assert [say_need(criterion(), Decimal(need)) for need in needs] == ["6", "1", "0.4", "0.1"]
    assert say_need(criterion(), None) == ""
