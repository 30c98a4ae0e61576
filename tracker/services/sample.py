"""Made-up achievements and returns for a campaign, the same ones every time, plainly marked as samples.

They look like a year of work: Tết dips, a launch a month late, units that lag, fall silent or do more than asked.
"""

import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tracker.domain.calendar import DAY, Span
from tracker.domain.campaign import Campaign
from tracker.domain.entries import FiledReturn, Posting
from tracker.domain.quantity import THOUSAND
from tracker.domain.units import Roster, UnitVersion
from tracker.services.view import View

SEED = 19_08_1945
MARK = "[MẪU]"
ENTRIES_A_WEEK = 246
TET = Span(date(2025, 1, 25), date(2025, 2, 2))


class Recipe(NamedTuple):
    """How entries of a criterion are made up: how often, how many, of a rate how many of them, and what they were."""

    criterion: str
    weight: float
    amounts: tuple[int, ...]
    success: float | None
    notes: tuple[str, ...]


RECIPES = (
    Recipe(
        "mo-hinh", 12, (1,), None, ("Mô hình Camera an ninh", "Mô hình Tiếng kẻng an ninh", "Mô hình Dòng họ tự quản")
    ),
    Recipe("kham-pha-an", 20, (1, 2, 3, 4, 6), 0.79, ("Kết quả điều tra, khám phá trong tuần",)),
    Recipe("kham-pha-an-nghiem-trong", 4, (1, 1, 2), 0.93, ("Án rất nghiêm trọng và đặc biệt nghiêm trọng",)),
    Recipe("tiep-nhan-tin-bao", 18, (2, 4, 7, 9, 12), 0.998, ("Tin báo, tố giác tiếp nhận trong tuần",)),
    Recipe("giai-quyet-tin-bao", 16, (2, 3, 5, 8), 0.89, ("Tin báo, tố giác giải quyết trong tuần",)),
    Recipe("truy-na", 1.1, (1, 1, 2), None, ("Vận động đầu thú", "Bắt đối tượng truy nã")),
    Recipe("cong-trinh", 0.8, (1,), None, ("Thắp sáng đường quê", "Sân chơi thiếu nhi", "Tuyến đường xanh")),
    Recipe("hoat-dong", 9, (1, 1, 2), None, ("Hiến máu tình nguyện", "Giúp dân sau bão", "Làm căn cước lưu động")),
    Recipe("ung-ho", 3, (500_000, 1_000_000, 2_000_000, 3_500_000), None, ("Ủng hộ đồng bào bị bão lũ",)),
)
FALLING = Recipe("pham-phap-hinh-su", 1, (1, 1, 1, 2), None, ("Vụ phạm pháp hình sự xảy ra trong tuần",))
FALLING_A_WEEK = 11


class _Habit(NamedTuple):
    """How a unit behaves: how much it does, how surely it files, and since when it has been silent."""

    zeal: float
    files: float
    silent_from: date


def make_entries(campaign: Campaign, roster: Roster) -> Iterator[Posting]:
    """Make up about 250 entries a week over the whole campaign."""
    chance = random.Random(SEED)  # noqa: S311 nothing secret: the same sample for everybody
    weights = [recipe.weight for recipe in RECIPES]
    for week in _weeks(campaign):
        units = roster.reporting(week.start)
        habits = [_habit(unit, campaign) for unit in units]
        zeal = [0.0 if one.silent_from <= week.start else one.zeal for one in habits]
        busy = round(ENTRIES_A_WEEK * _season(week, campaign) * week.days / 7)
        for unit, recipe in zip(
            chance.choices(units, zeal, k=busy), chance.choices(RECIPES, weights, k=busy), strict=True
        ):
            day = week.start + DAY * chance.randrange(week.days)
            if unit.level != "commune" and recipe.criterion in ("mo-hinh", "hoat-dong"):
                recipe = RECIPES[1]  # noqa: PLW2901 what a district does not do itself
            if version := roster.version(unit.id, day):
                yield _posting(chance, campaign, version, day, recipe)
    if any(one.id == FALLING.criterion for one in campaign.criteria):
        yield from _make_falling(campaign, roster)


def _make_falling(campaign: Campaign, roster: Roster) -> Iterator[Posting]:
    """Make up what should happen less often; its own chance leaves the other entries as they are."""
    chance = random.Random(SEED + 2)  # noqa: S311
    for week in _weeks(campaign):
        units = roster.reporting(week.start)
        for unit in chance.choices(units, k=round(FALLING_A_WEEK * week.days / 7)):
            day = week.start + DAY * chance.randrange(week.days)
            if version := roster.version(unit.id, day):
                yield _posting(chance, campaign, version, day, FALLING)


def make_returns(view: View) -> Iterator[FiledReturn]:
    """Make up the weekly returns of every unit that owes one, those of laggards late or never."""
    chance = random.Random(SEED + 1)  # noqa: S311
    occurrences = [one for deadline in view.campaign.deadlines if deadline.is_return for one in deadline.occurrences]
    for occurrence in occurrences:
        week = occurrence.covers
        assert week is not None
        active = view.journal.entries_by_unit(view.campaign.id, week)
        for unit in view.roster.reporting(occurrence.due_on):
            habit = _habit(unit, view.campaign)
            if habit.silent_from > occurrence.due_on and chance.random() < habit.files:
                received = occurrence.due_at - timedelta(minutes=chance.randrange(5, 1900))
                if chance.random() > habit.files + 0.02:
                    received = occurrence.due_at + timedelta(minutes=chance.randrange(5, 2600))
                yield FiledReturn(unit.id, week.start, week.end, unit.id not in active, received)


def _weeks(campaign: Campaign) -> Iterator[Span]:
    day = campaign.span.start
    while day <= campaign.span.end:
        week = campaign.week_of(day).clip(campaign.span)
        assert week is not None
        yield week
        day = week.end + DAY


def _season(week: Span, campaign: Campaign) -> float:
    if TET.clip(week):
        return 0.25
    if campaign.launched_on and week.end < campaign.launched_on:
        return 0.45
    phase = campaign.phase_on(week.end)
    return 1.25 if phase and phase.span.left(week.end) < 14 else 1.0


def _habit(unit: UnitVersion, campaign: Campaign) -> _Habit:
    """Give a unit its habit, from its id alone."""
    number = int.from_bytes(hashlib.sha256(unit.id.encode()).digest()[:4], "big")
    share, never = number % 1000 / 1000, date.max
    if share < 0.025:
        return _Habit(0.7, 0.8, campaign.span.start + DAY * (60 + number % 220))
    if share < 0.15:
        return _Habit(0.35, 0.72, never)
    if share < 0.25:
        return _Habit(2.6, 0.995, never)
    return _Habit(1.0, 0.955, never)


def _posting(chance: random.Random, campaign: Campaign, unit: UnitVersion, day: date, recipe: Recipe) -> Posting:
    amount = chance.choice(recipe.amounts)
    denominator = None
    if recipe.success is not None:
        denominator, amount = amount, sum(chance.random() < recipe.success for _ in range(amount))
    phase = campaign.phase_on(day)
    return Posting(
        campaign=campaign.id,
        unit=unit.id,
        day=day,
        criterion=recipe.criterion,
        quantity=amount * THOUSAND,
        denominator=denominator and denominator * THOUSAND,
        note=f"{MARK} {chance.choice(recipe.notes)}",
        phase=phase.id if phase else "",
        version_from=unit.valid_from,
    )
