"""Units in time: who is alive, who stands under whom, and what a name means on a day."""

import unicodedata
from datetime import date, timedelta

import msgspec
import pytest

from tracker.domain.calendar import Span
from tracker.domain.units import Edge, Roster, UnitSpan, UnitVersion
from tracker.errors import TrackerError

FEBRUARY, MARCH, JULY = date(2025, 2, 1), date(2025, 3, 15), date(2025, 7, 15)
LAST_DAYS = (date(2025, 2, 28), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("query", "on", "unit"),
    [
        ("th", FEBRUARY, "th"),
        ("100", FEBRUARY, "c-1"),
        ("100", JULY, "c-4"),
        ("công an xã  HOẰNG THÁI", FEBRUARY, "c-1"),
        ("CAX Hoằng Thái", FEBRUARY, "c-1"),
        (unicodedata.normalize("NFD", "Công an tỉnh Thanh Hoá"), FEBRUARY, "th"),
        ("Công an xã Đông Hoà, CAH Thọ Xuân", FEBRUARY, "c-3"),
        ("Công an xã Đông Hòa,380", FEBRUARY, "c-2"),
        ("Công an xã Đông Hòa, th-395", FEBRUARY, "c-3"),
        ("Công an xã Lam Sơn, Sao Vàng", JULY, "n-5"),
        ("Công an xã Lam Sơn, Sao Vàng, Công an tỉnh Thanh Hoá", JULY, "n-5"),
        ("CONG AN XA HOANG THAI", FEBRUARY, "c-1"),
    ],
)
@pytest.mark.parametrize("fragments", [False, True])
def test_a_unit_is_found_by_id_code_name_alias_or_parent(
    roster: Roster, query: str, on: date, unit: str, *, fragments: bool
) -> None:
    assert roster.find(query, on, fragments=fragments).id == unit


@pytest.mark.parametrize(
    ("query", "on", "unit"),
    [("hoang thai", FEBRUARY, "c-1"), ("tho xuan", MARCH, "c-4"), ("Sao V", JULY, "n-5"), ("tinh", MARCH, "th")],
)
def test_a_person_may_type_a_fragment_but_a_file_may_not(roster: Roster, query: str, on: date, unit: str) -> None:
    assert roster.find(query, on, fragments=True).id == unit
    with pytest.raises(TrackerError, match=r"^unit-not-found$"):
        roster.find(query, on, fragments=False)


@pytest.mark.parametrize(
    ("query", "candidates"),
    [
        (
            "Công an xã Đông Hòa",
            [
                "Công an xã Đông Hòa, Công an thành phố Thanh Hóa [c-2]",
                "Công an xã Đông Hòa, Công an huyện Thọ Xuân [c-3]",
            ],
        ),
        ("thanh hoa", ["Công an tỉnh Thanh Hóa [th]", "Công an thành phố Thanh Hóa, Công an tỉnh Thanh Hóa [th-380]"]),
    ],
)
def test_an_ambiguous_name_is_never_guessed(roster: Roster, query: str, candidates: list[str]) -> None:
    with pytest.raises(TrackerError, match=r"^unit-ambiguous$") as error:
        roster.find(query, FEBRUARY, fragments=True)
    assert error.value.problem.params["candidates"] == candidates
    assert error.value.exit_code == 2


@pytest.mark.parametrize(
    ("query", "on", "last_day"),
    [
        ("c-1", JULY, LAST_DAYS[1]),
        ("Công an xã Hoằng Thái", JULY, LAST_DAYS[1]),
        ("CAH Thọ Xuân", MARCH, LAST_DAYS[0]),
    ],
)
def test_a_unit_dead_on_the_day_is_refused_with_its_lifetime(
    roster: Roster, query: str, on: date, last_day: date
) -> None:
    with pytest.raises(TrackerError, match=r"^unit-not-alive$") as error:
        roster.find(query, on, fragments=True)
    assert error.value.problem.params["end"] == last_day


def test_a_refusal_names_who_followed() -> None:
    """x went to y and on to z; before its first day nobody followed it."""
    lives = {"x": (None, LAST_DAYS[0]), "y": (MARCH, LAST_DAYS[1]), "z": (JULY, None)}
    versions = [UnitVersion(one, "", one.upper(), "commune", "", "", (), *days) for one, days in lives.items()]
    edges = [Edge(MARCH, "merge", "x", "y", "", ""), Edge(JULY, "merge", "y", "z", "", "")]
    roster = Roster(versions, edges)
    for query, on, followed in (("x", MARCH, ["Y [y]"]), ("x", JULY, ["Z [z]"]), ("z", MARCH, [])):
        with pytest.raises(TrackerError, match=r"^unit-not-alive$") as error:
            roster.find(query, on, fragments=True)
        assert error.value.problem.params["followed"] == followed


@pytest.mark.parametrize(
    ("query", "on", "nearest"),
    [
        ("Công an thị trấn Thọ Xuân", JULY, "Công an xã Thọ Xuân"),  # alive, under another name
        ("CAX Hoằng Tháy", FEBRUARY, "CAX Hoằng Thái"),
        ("Công an xã Đông Hòa, Công an tỉnh Thanh Hóa", FEBRUARY, None),
        ("Công an xã Đông Hòa, ", FEBRUARY, "Công an xã Đông Hòa"),
        ("", FEBRUARY, None),
        ("\u0301", FEBRUARY, None),
    ],
)
def test_an_unknown_name_gives_the_nearest(roster: Roster, query: str, on: date, nearest: str | None) -> None:
    with pytest.raises(TrackerError, match=r"^unit-not-found$") as error:
        roster.find(query, on, fragments=True)
    found = error.value.problem.params["nearest"]
    assert isinstance(found, list)
    assert nearest is None or nearest in found
    assert error.value.exit_code == 3


def test_a_name_that_lost_its_letters_says_so(roster: Roster) -> None:
    with pytest.raises(TrackerError, match=r"^text-garbled$"):
        roster.find("C?ng an x? Ho?ng Th?i", FEBRUARY, fragments=True)


@pytest.mark.parametrize(
    ("on", "alive", "reporting"),
    [
        (
            FEBRUARY,
            ["th", "th-380", "th-395", "c-1", "c-2", "c-3", "c-4"],
            ["th-380", "th-395", "c-1", "c-2", "c-3", "c-4"],
        ),
        (MARCH, ["th", "c-1", "c-2", "c-3", "c-4"], ["c-1", "c-2", "c-3", "c-4"]),
        (JULY, ["th", "c-4", "n-5"], ["c-4", "n-5"]),
    ],
)
def test_all_alive_report_but_the_one_at_the_top(
    roster: Roster, on: date, alive: list[str], reporting: list[str]
) -> None:
    assert [unit.id for unit in roster.alive(on)] == alive
    assert [unit.id for unit in roster.reporting(on)] == reporting


def test_a_unit_at_the_top_that_nobody_reports_to_reports_itself() -> None:
    alone = UnitVersion("qn", "51", "Công an tỉnh Quảng Ngãi", "province", "", "", (), None, None)
    assert Roster([alone]).reporting(MARCH) == [alone]


def test_a_unit_and_all_under_it_as_reported(roster: Roster) -> None:
    until_february, until_june = (Span(date.min, day) for day in LAST_DAYS)
    assert set(roster.within("th-380")) == {
        UnitSpan("th-380", until_february, is_whole=True),
        UnitSpan("c-1", until_february, is_whole=True),
        UnitSpan("c-2", until_february, is_whole=False),
    }
    assert {part for part in roster.within("th") if part.unit == "c-1"} == {
        UnitSpan("c-1", until_february, is_whole=True),
        UnitSpan("c-1", Span(date(2025, 3, 1), LAST_DAYS[1]), is_whole=True),
    }
    assert roster.within("c-2") == [UnitSpan("c-2", until_june, is_whole=True)]


@pytest.mark.parametrize(
    ("unit", "on", "below"),
    [
        ("th-380", FEBRUARY, ["th-380", "c-1", "c-2"]),
        ("th-380", MARCH, []),
        ("th", MARCH, ["th", "c-1", "c-4"]),
        ("th", JULY, ["th", "c-4", "n-5"]),
    ],
)
def test_a_subtree_follows_changes_of_parent(roster: Roster, unit: str, on: date, below: list[str]) -> None:
    assert [version.id for version in roster.subtree(unit, on)] == below


def test_children_are_those_directly_under_a_unit_on_a_day(roster: Roster) -> None:
    assert [unit.id for unit in roster.children("th", FEBRUARY)] == ["th-380", "th-395"]
    assert [unit.id for unit in roster.children("th", JULY)] == ["c-4", "n-5"]
    assert roster.children("c-1", FEBRUARY) == []


@pytest.mark.parametrize(
    ("unit", "on", "name", "parent"),
    [
        ("c-4", FEBRUARY, "Công an thị trấn Thọ Xuân", "th-395"),
        ("c-4", JULY, "Công an xã Thọ Xuân", "th"),
        ("th-380", JULY, "Công an thành phố Thanh Hóa", "th"),
        ("n-5", FEBRUARY, "Công an xã Lam Sơn, Sao Vàng", "th"),
    ],
)
def test_the_nearest_version_is_shown_where_a_unit_was_not_alive(
    roster: Roster, unit: str, on: date, name: str, parent: str
) -> None:
    version = roster.last_version(unit, on)
    assert (version.name, version.parent) == (name, parent)


def test_a_unit_is_called_as_on_the_day_or_nearest_to_it_or_by_its_id(roster: Roster) -> None:
    days = (date(2025, 6, 30), date(2025, 7, 1))
    assert [roster.name_on("c-4", day) for day in days] == ["Công an thị trấn Thọ Xuân", "Công an xã Thọ Xuân"]
    assert roster.name_before("c-4", days[1]) == "Công an thị trấn Thọ Xuân"
    assert roster.name_before("c-4", days[1] + timedelta(days=1)) == "Công an xã Thọ Xuân"
    assert [roster.name_on("gone", days[0]), roster.name_before("gone", days[0])] == ["gone", "gone"]
    assert roster.name_before("c-4", date.min) == "Công an thị trấn Thọ Xuân"


def test_a_life_runs_from_the_first_version_to_the_last(roster: Roster) -> None:
    assert roster.lifetime("c-1") == Span(date.min, LAST_DAYS[1])
    assert roster.lifetime("n-5") == Span(date(2025, 7, 1), date.max)


def test_the_days_on_which_units_begin_or_are_no_more(roster: Roster) -> None:
    assert roster.turns == [date(2025, 3, 1), date(2025, 7, 1)]
    last = UnitVersion("x", "", "X", "x", "", "", (), None, date.max)
    assert Roster([last]).turns == []


def test_a_name_with_its_marks_is_exact_and_without_them_it_may_be_another_s() -> None:
    names = {"x": "Xã Hòa", "y": "Xã Hoa", "z": "Xã Hoà"}
    versions = [UnitVersion(id_, "", name, "commune", "", "", (), None, None) for id_, name in names.items()]
    assert Roster(versions[:2]).find("xã hoà", MARCH, fragments=True).id == "x"
    with pytest.raises(TrackerError, match=r"^unit-ambiguous$") as error:
        Roster(versions).find("Xã Hòa", MARCH, fragments=True)
    assert error.value.problem.params["candidates"] == ["Xã Hòa [x]", "Xã Hoà [z]"]


def test_a_name_with_a_comma_that_is_nobody_s_is_not_found(roster: Roster) -> None:
    with pytest.raises(TrackerError, match=r"^unit-not-found$"):
        roster.find("Công an xã Không Có, Công an tỉnh Thanh Hóa", FEBRUARY, fragments=True)


def test_a_version_that_began_on_the_day_or_before_a_gap_is_the_nearest() -> None:
    before, after = date(2025, 3, 31), date(2025, 6, 1)
    versions = [
        UnitVersion("x", "", "X một", "commune", "", "", (), FEBRUARY, before),
        UnitVersion("x", "", "X hai", "commune", "", "", (), after, None),
    ]
    roster = Roster(versions)
    days = (date(2025, 1, 1), FEBRUARY, date(2025, 4, 15), after, JULY)
    assert [roster.name_on("x", day) for day in days] == ["X một", "X một", "X một", "X hai", "X hai"]
    assert roster.lifetime("x") == Span(FEBRUARY, date.max)
    ended = Roster([versions[0], msgspec.structs.replace(versions[1], valid_to=LAST_DAYS[1])])
    assert ended.name_on("x", JULY) == "X hai"


def test_who_followed_are_the_heirs_of_its_end_alone() -> None:
    """x gave a part of itself to p while it lived; at its end it went to y and to one that no roster knows."""
    lives = {"x": (None, LAST_DAYS[0]), "y": (None, None), "p": (None, None), "q": (None, None)}
    versions = [UnitVersion(one, "", one.upper(), "commune", "", "", (), *days) for one, days in lives.items()]
    edges = [
        *(Edge(FEBRUARY, "split", "x", one, "", "") for one in ("x", "p")),
        *(Edge(date(2025, 3, 1), "split", "x", one, "", "") for one in ("y", "unknown")),
        Edge(date(2025, 3, 1), "merge", "other", "q", "1", ""),
    ]
    with pytest.raises(TrackerError, match=r"^unit-not-alive$") as error:
        Roster(versions, edges).find("x", MARCH, fragments=True)
    assert error.value.problem.params["followed"] == ["Y [y]"]


def test_a_whole_name_with_a_comma_comes_before_a_name_and_a_parent() -> None:
    parent = UnitVersion("d", "", "Xã D", "district", "", "", (), None, None)
    under = UnitVersion("a", "", "Xã A", "commune", "d", "", (), None, None)
    whole = UnitVersion("w", "", "Xã A, Xã D", "commune", "", "", (), None, None)
    assert Roster([parent, under, whole]).find("xã a, xã d", MARCH, fragments=False).id == "w"
    assert Roster([parent, under]).find("xã a, xã d", MARCH, fragments=False).id == "a"
