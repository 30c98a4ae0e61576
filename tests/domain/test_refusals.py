"""What a refusal tells: not its code alone, but each particular that its sentence names."""

from collections.abc import Callable
from datetime import UTC, date
from typing import Any

import msgspec
import pytest

from tracker.domain import calendar
from tracker.domain.campaign import Campaign
from tracker.domain.corrections import parse_reason
from tracker.domain.criterion_names import find_criterion
from tracker.domain.entries import Claim
from tracker.domain.events import decode_body
from tracker.domain.judging import Judge, judge_among
from tracker.domain.quantity import parse_quantity
from tracker.domain.reorganisation import Draft, Operation
from tracker.domain.roster_import import Comparison, ListedUnit
from tracker.domain.roster_operations import dissolve_units, merge_units, move_units
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.errors import Problem, TrackerError

Told = list[tuple[str, dict[str, Any]]]

TODAY = date(2025, 3, 1)
EVE, JULY = date(2025, 6, 30), date(2025, 7, 1)


def plain(problem: Problem) -> tuple[str, dict[str, Any]]:
    return problem.code, dict(problem.params)


def refused(call: Callable[[], object]) -> Told:
    with pytest.raises(TrackerError) as error:
        call()
    return [plain(problem) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("text", "decimals", "told"),
    [
        (" -5 ", 0, ("negative-quantity", {"text": "-5"})),
        ("X5", 0, ("bad-quantity", {"text": "X5"})),
        ("1234567890123", 0, ("quantity-too-large", {"text": "1234567890123", "digits": 12})),
        ("1,25", 1, ("too-many-decimals", {"text": "1,25", "decimals": 1})),
        ("1.234", 3, ("ambiguous-quantity", {"text": "1.234", "thousands": "1234", "decimal": "01,234"})),
    ],
)
def test_a_quantity(text: str, decimals: int, told: tuple[str, dict[str, Any]]) -> None:
    assert refused(lambda: parse_quantity(text, decimals)) == [told]


@pytest.mark.parametrize(
    ("call", "code", "text"),
    [
        (lambda: calendar.parse_full_day(" 1/2 "), "bad-day", "1/2"),
        (lambda: calendar.parse_full_day("31/2/2025"), "no-such-day", "31/2/2025"),
        (lambda: calendar.parse_day("31/2", TODAY), "no-such-day", "31/2"),
        (lambda: calendar.parse_week("next", TODAY), "bad-week", "next"),
        (lambda: calendar.parse_week("31/2/2025", TODAY), "no-such-day", "31/2/2025"),
        (lambda: calendar.named_week("2025-W53"), "no-such-week", "2025-W53"),
        (lambda: calendar.parse_month("13/2025", TODAY), "bad-month", "13/2025"),
        (lambda: calendar.parse_days("3 days"), "bad-days", "3 days"),
        (lambda: calendar.parse_since("soon", TODAY), "bad-week", "soon"),
        (lambda: calendar.parse_since("31/2/2025", TODAY), "no-such-day", "31/2/2025"),
        (lambda: calendar.parse_moment("1/2/2025", TODAY), "bad-moment", "1/2/2025"),
        (lambda: calendar.parse_moment("1/2/2025 25:00", TODAY), "bad-moment", "1/2/2025 25:00"),
        (lambda: calendar.parse_moment("x 10:00", TODAY), "bad-moment", "x 10:00"),
        (lambda: calendar.parse_moment("31/2/2025 10:00", TODAY), "no-such-day", "31/2/2025"),
        (lambda: calendar.parse_instant("x", TODAY, UTC), "bad-moment", "x"),
        (lambda: calendar.parse_instant("2025-02-31T10:00:00Z", TODAY, UTC), "bad-moment", "2025-02-31T10:00:00Z"),
        (lambda: calendar.parse_instant("31/2/2025", TODAY, UTC), "no-such-day", "31/2/2025"),
        (lambda: calendar.parse_instant("31/2/2025 10:00", TODAY, UTC), "no-such-day", "31/2/2025"),
    ],
)
def test_a_day_a_week_or_a_moment(call: Callable[[], object], code: str, text: str) -> None:
    assert refused(call) == [(code, {"text": text})]


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"date": " "}, "date", ("field-missing", {"field": "date"})),
        ({"unit": " "}, "unit", ("field-missing", {"field": "unit"})),
        ({"criterion": " "}, "criterion", ("field-missing", {"field": "criterion"})),
        ({"quantity": " "}, "quantity", ("field-missing", {"field": "quantity"})),
        ({"date": "2/3/2025"}, "date", ("future-day", {"day": date(2025, 3, 2), "today": TODAY})),
        (
            {"date": "18/8/2024"},
            "date",
            (
                "day-outside-campaign",
                {
                    "day": date(2024, 8, 18), "campaign": "CAND 80",
                    "start": date(2024, 8, 19), "end": date(2025, 8, 19),
                },
            ),
        ),
        ({"denominator": "3"}, "denominator", ("denominator-not-taken", {"criterion": "Mô hình bảo đảm ANTT"})),
        ({"criterion": "kham-pha"}, "denominator", ("denominator-missing", {"criterion": "Tỷ lệ khám phá án"})),
        (
            {"criterion": "kham-pha", "quantity": "94 / 120/3"},
            "quantity",
            ("rate-in-one", {"criterion": "Tỷ lệ khám phá án", "numerator": "94", "denominator": "120/3"}),
        ),
        ({"criterion": "kham-pha", "denominator": "0"}, "denominator", ("denominator-zero", {"numerator": "1"})),
        (
            {"criterion": "kham-pha", "quantity": " 3", "denominator": "2 "},
            "quantity",
            ("rate-over-100", {"criterion": "Tỷ lệ khám phá án", "numerator": "3", "denominator": "2"}),
        ),
        ({"note": "x" * 2001}, "note", ("text-too-long", {"name": "note", "length": 2001, "most": 2000})),
        ({"ref": "x" * 201}, "ref", ("text-too-long", {"name": "ref", "length": 201, "most": 200})),
        ({"evidence": "x" * 1001}, "evidence", ("text-too-long", {"name": "evidence", "length": 1001, "most": 1000})),
    ],
)  # fmt: skip
@pytest.mark.parametrize("fragments", [False, True])
def test_a_claim(
    campaign: Campaign, roster: Roster, fields: Any, field: str, told: tuple[str, dict[str, Any]], *, fragments: bool
) -> None:
    claim = msgspec.structs.replace(Claim("c-1", "mo-hinh", "28/2", "1"), **fields)
    verdict = Judge(campaign, roster, TODAY, fragments=fragments).judge(claim)
    assert [(one.field, plain(one.problem)) for one in verdict.problems] == [(field, told)]
    assert verdict.posting is None


def test_a_claim_that_fits_several_campaigns_names_them(campaign: Campaign, roster: Roster) -> None:
    other = msgspec.structs.replace(campaign, id="other")
    judges = [Judge(one, roster, TODAY, fragments=True) for one in (campaign, other)]
    verdict = judge_among(judges, Claim("c-1", "mo-hinh", "28/2", "1"))
    assert [(one.field, plain(one.problem)) for one in verdict.problems] == [
        ("unit", ("campaign-ambiguous", {"candidates": ["cand80", "other"]}))
    ]


def test_a_criterion(campaign: Campaign) -> None:
    known = ["mo-hinh", "kham-pha", "bien-che", "ung-ho", "hoa"]
    assert refused(lambda: find_criterion(campaign, " Ung hô ", fragments=False)) == [
        ("criterion-not-found", {"criterion": "Ung hô", "nearest": ["ung-ho"], "known": known})
    ]
    candidates = ["Mô hình bảo đảm ANTT [mo-hinh]", "Tỷ lệ khám phá án [kham-pha]", "Hòa giải thành [hoa]"]
    assert refused(lambda: find_criterion(campaign, "an", fragments=True)) == [
        ("criterion-ambiguous", {"criterion": "an", "candidates": candidates})
    ]


def test_a_unit(roster: Roster) -> None:
    march, july = date(2025, 3, 15), date(2025, 7, 15)
    life = {"start": date.min, "end": EVE, "followed": []}
    name = "Công an xã Hoằng Thái"
    assert refused(lambda: roster.find("c-1", july, fragments=False)) == [
        ("unit-not-alive", {"unit": name, "id": "c-1", "day": july, **life})
    ]
    assert refused(lambda: roster.find("Xã ???", march, fragments=True)) == [("text-garbled", {"text": "Xã ???"})]
    assert refused(lambda: roster.find("CAX Hoằng Tháy", date(2025, 2, 1), fragments=True)) == [
        ("unit-not-found", {"unit": "CAX Hoằng Tháy", "nearest": ["CAX Hoằng Thái", name]})
    ]
    assert refused(lambda: roster.find("Công an xã Đông Hòa", march, fragments=True)) == [
        (
            "unit-ambiguous",
            {
                "unit": "Công an xã Đông Hòa",
                "candidates": ["Công an xã Đông Hòa [c-2]", "Công an xã Đông Hòa [c-3]"],
            },
        )
    ]


def test_a_reason() -> None:
    assert refused(lambda: parse_reason(" \t")) == [("reason-missing", {})]
    assert refused(lambda: parse_reason("x" * 2001)) == [
        ("text-too-long", {"name": "reason", "length": 2001, "most": 2000})
    ]
    assert parse_reason(f" {'x' * 2000}\n") == "x" * 2000


def test_an_event_of_a_newer_version() -> None:
    assert refused(lambda: decode_body("comet", "{}")) == [("event-unknown", {"kind": "comet"})]


def unit(id_: str, parent: str = "", valid_from: date | None = None, valid_to: date | None = None) -> UnitVersion:
    return UnitVersion(id_, f"0{id_}", f"Xã {id_.upper()}", "commune", parent, "", (), valid_from, valid_to)


D, A, B = unit("d"), unit("a", "d"), unit("b", "d")
SMALL = Roster([D, A, B])


def test_a_reorganisation() -> None:
    assert refused(lambda: dissolve_units(SMALL, JULY, "NQ", [D], None)) == [
        ("children-remain", {"units": ["d"], "candidates": ["Xã A [a]", "Xã B [b]"]})
    ]
    assert refused(lambda: dissolve_units(SMALL, JULY, "NQ", [D], "a")) == [("children-to-none", {"parent": "a"})]
    assert refused(lambda: move_units(SMALL, JULY, "NQ", [D], {"parent": "a"})) == [
        ("under-itself", {"unit": "Xã D", "id": "d", "parent": "a"})
    ]
    orphan = UnitVersion("n", "", "Xã N", "commune", "gone", "", (), None, None)
    assert refused(lambda: merge_units(SMALL, JULY, "NQ", [A], orphan, None)) == [
        ("parent-gone", {"unit": "Xã N", "id": "n", "parent": "gone", "day": JULY})
    ]
    going_on = Roster([D, unit("a", "d", None, EVE), unit("a", "d", JULY), B])
    assert refused(lambda: merge_units(going_on, JULY, "NQ", [going_on.versions[1]], B, None)) == [
        ("unit-goes-on", {"unit": "Xã A", "id": "a", "day": JULY, "start": JULY})
    ]
    ended = unit("a", "d", None, EVE)
    merged = Roster([D, ended, B], [Edge(JULY, "merge", "a", "b", "1", "NQ")])
    assert refused(lambda: merge_units(merged, JULY, "NQ", [ended], B, None)) == [
        ("unit-has-edge", {"unit": "Xã A", "id": "a", "day": JULY})
    ]
    draft = Draft(SMALL, JULY)
    draft.begin(B)
    assert refused(lambda: draft.finish(Operation.MERGE, "NQ")) == [("unit-exists", {"id": "b"})]


LISTED = Roster([D, A, unit("old", "d", None, date(2025, 1, 1))])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (ListedUnit(3, "Xã Cũ", id="old"), ("id", ("unit-ended", {"id": "old", "day": JULY}))),
        (
            ListedUnit(3, "Xã Khác", code="0a"),
            ("name", ("listed-unclear", {"unit": "Xã Khác", "candidates": ["Xã A, Xã D [a]"]})),
        ),
        (ListedUnit(3, "Xã A", id="a"), ("name", ("listed-twice", {"id": "a", "earlier": 2}))),
        (ListedUnit(3, "Thôn Mới", parent=""), ("level", ("field-missing", {"field": "level"}))),
        (ListedUnit(3, "Thôn Mới", level="x"), ("name", ("new-unit-parentless", {"unit": "Thôn Mới"}))),
        (
            ListedUnit(3, "Thôn Mới", level="x", parent="Xã DD"),
            ("parent", ("listed-parent-unknown", {"parent": "Xã DD", "nearest": ["Xã D"]})),
        ),
    ],
)
def test_a_row_of_a_list(row: ListedUnit, told: Any) -> None:
    comparison = Comparison(LISTED, JULY, [ListedUnit(1, "Xã D"), ListedUnit(2, "Xã A"), row])
    assert comparison.run("NQ") is None
    assert [(one.row, one.column, plain(one.problem)) for one in comparison.unclear] == [(3, *told)]


def test_an_ambiguous_parent_in_a_list_is_named_with_those_it_may_be() -> None:
    twins = [unit("p", "d"), msgspec.structs.replace(unit("q", "d"), name="Xã P", code="")]
    comparison = Comparison(
        Roster([D, *twins]),
        JULY,
        [
            *(ListedUnit(1, "Xã D"), ListedUnit(2, "Xã P", id="p"), ListedUnit(3, "Xã P", id="q")),
            ListedUnit(4, "Thôn Mới", level="x", parent="Xã P"),
        ],
    )
    assert comparison.run("NQ") is None
    assert [plain(one.problem) for one in comparison.unclear] == [
        ("unit-ambiguous", {"unit": "Xã P", "candidates": ["p", "q"]})
    ]


def test_an_empty_list() -> None:
    assert refused(lambda: Comparison(SMALL, JULY, []).run("NQ")) == [("listed-nobody", {"day": JULY})]
