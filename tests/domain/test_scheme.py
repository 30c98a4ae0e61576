"""Score sheets as a campaign declares them: whose they are, what is on them, and what there is without any."""

from datetime import date

import msgspec

from tracker.domain.calendar import Span
from tracker.domain.campaign import Campaign, Phase
from tracker.domain.criteria import Criterion, Kind
from tracker.domain.scheme import BonusPenalty, Group, Leaf, PerEvent, Rules, Scoring, Sheet, sheet_for, sheets_of
from tracker.domain.units import UnitVersion

SPAN = Span(date(2025, 1, 1), date(2025, 6, 30))


def criterion(id_: str, max_points: int | None = None) -> Criterion:
    return Criterion(id_, id_, Kind.COUNT, "", 0, over_100=False, max_points=max_points)


def campaign(*criteria: Criterion, rules: Rules | None = None) -> Campaign:
    return Campaign(
        id="x", title="X", short_title="", theme="", motto="", launched_by="", launched_on=None, span=SPAN,
        phases=(Phase("x", "X", "", SPAN),), has_phases=False, criteria=criteria, deadlines=(), roster="", assignment="",
        encoded_rules=msgspec.Raw(msgspec.json.encode(rules) if rules else b"{}"),
    )  # fmt: skip


def unit(level: str, cluster: str = "") -> UnitVersion:
    return UnitVersion("u", "", "U", level, "", cluster, (), None, None)


def test_without_a_sheet_every_criterion_with_points_is_on_one() -> None:
    assert sheets_of(campaign(criterion("a", 5000), criterion("b"), criterion("c", 2500))) == (
        Sheet((Leaf("a", 5000), Leaf("c", 2500))),
    )
    assert sheets_of(campaign(criterion("a"), criterion("b", 0))) == ()
    assert sheets_of(campaign()) == ()


def test_declared_sheets_stand_for_themselves() -> None:
    declared = (Sheet((Leaf("b", 1000, PerEvent(500)),), "One"), Sheet((Leaf("a", 1000),), "Two"))
    assert sheets_of(campaign(criterion("a", 5000), rules=Rules(Scoring(declared)))) == declared


def test_a_sheet_is_for_units_of_its_clusters_and_levels() -> None:
    both = Sheet((), clusters=("c-1", "c-2"), levels=("commune",))
    assert both.is_for(unit("commune", "c-2"))
    assert not both.is_for(unit("commune"))
    assert not both.is_for(unit("commune", "c-3"))
    assert not both.is_for(unit("district", "c-1"))
    assert Sheet((), levels=("commune",)).is_for(unit("commune"))
    assert not Sheet((), levels=("commune",)).is_for(unit("district"))
    assert not Sheet((), clusters=("c-1",)).is_for(unit("commune"))
    assert Sheet(()).is_for(unit("district"))


def test_the_first_sheet_that_is_for_a_unit_is_its_own() -> None:
    sheets = (
        Sheet((), "A", levels=("commune",)),
        Sheet((), "B", clusters=("c-1",)),
        Sheet((), "C", levels=("office",)),
    )
    assert sheet_for(sheets, unit("commune", "c-1")) is sheets[0]
    assert sheet_for(sheets, unit("district", "c-1")) is sheets[1]
    assert sheet_for(sheets, unit("office")) is sheets[2]
    assert sheet_for(sheets, unit("district")) is None


def test_the_leaves_of_a_tree_keep_their_order_and_have_a_name() -> None:
    penalty = Leaf("", 0, BonusPenalty(against="late", penalty=500, least=-2000))
    both = Leaf("ideas", 0, BonusPenalty(points=500, against="late", penalty=500))
    sheet = Sheet((Group("G", (Leaf("a", 1), Group("H", (Leaf("b", 1),)))), Leaf("c", 1), penalty, both))
    assert [leaf.name for leaf in sheet.leaves] == ["a", "b", "c", "late", "ideas"]
    assert Leaf("", 0).name == ""


def test_the_rules_of_a_campaign_come_back_as_they_were_kept() -> None:
    rules = Rules(Scoring((Sheet((Group("G", (Leaf("a", 1000, BonusPenalty(most=1)),)),)),), ties=("a",)))
    assert campaign(rules=rules).rules == rules
    assert campaign().rules == Rules()
