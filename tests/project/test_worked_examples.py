"""The examples worked by hand in the guide: the numbers in its tables give the points in them, and so does the program."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tests.fixtures.formula import points
from tests.fixtures.sheets import amount, criterion, leaf, score_units
from tests.project.guide import read_blocks
from tracker.domain.attainment import Goal, Measured
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Criterion, Kind
from tracker.domain.entries import State, Total
from tracker.domain.events import Event, EventRecord
from tracker.domain.formulas import explain_line
from tracker.domain.models import LineState, Rule
from tracker.domain.phase_events import Authority, ScoreGiven
from tracker.domain.ranking import UnitState, rank_group
from tracker.domain.scheme import BonusPenalty, Linear, Sheet, sheets_of
from tracker.domain.scoring import Line, UnitScore, score_group
from tracker.files.campaign_file import read_definition
from tracker.services.scores import find_counting, given_of

NOON = datetime(2025, 2, 4, 12, tzinfo=UTC)
LEFT = {
    "en": {
        "no target": LineState.NO_TARGET, "not assigned": LineState.NOT_ASSIGNED, "no baseline": LineState.NO_BASELINE,
        "nothing occurred": LineState.NOTHING_OCCURRED,
    },
    "vi": {
        "không có chỉ tiêu": LineState.NO_TARGET, "không giao": LineState.NOT_ASSIGNED,
        "không có số cùng kỳ": LineState.NO_BASELINE, "không phát sinh": LineState.NOTHING_OCCURRED,
    },
}  # fmt: skip
DECIDED = {
    "en": {
        "": "", "points": "points", "fewer penalties": "fewer-penalties", "the criterion": "c", "shared": "shared",
        "earlier return": "earlier-return",
    },
    "vi": {
        "": "", "điểm": "points", "ít điểm trừ hơn": "fewer-penalties", "tiêu chí": "c", "đồng hạng": "shared",
        "báo cáo sớm hơn": "earlier-return",
    },
}  # fmt: skip
NONE = "–"


class Table(NamedTuple):
    """A table of a page: the name in its heading, the remark above it, its rows by the heads of the columns."""

    language: str
    name: str
    remark: str
    rows: list[list[str]]
    heads: list[str]

    def by_unit(self) -> Iterator[tuple[str, dict[str, str]]]:
        return ((row[0], dict(zip(self.heads, row, strict=True))) for row in self.rows)

    def number(self, text: str) -> Fraction:
        """Read a number as the language of the page writes it."""
        text = text.replace("−", "-").replace(",", "." if self.language == "vi" else ",")
        return Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)


def read_page(language: str) -> str:
    return (ROOT / "docs" / language / "worked-examples.md").read_text(encoding="utf-8")


def read_tables(language: str) -> Iterator[Table]:
    name = remark = ""
    lines: list[str] = []
    for line in [*read_page(language).splitlines(), ""]:
        if line.startswith("|"):
            lines.append(line)
            continue
        if lines:
            head, _, *rows = ([cell.strip() for cell in one.strip("|").split("|")] for one in lines)
            yield Table(language, name, remark, rows, head)
            lines, remark = [], ""
        if line.startswith("#"):
            name = "".join(re.findall("`(.*)`", line))
        elif line.startswith("<!-- "):
            remark = line[5:-4]


def tables(*remarks: str) -> list[Table]:
    return [table for language in ("en", "vi") for table in read_tables(language) if table.remark in remarks]


def named(table: Table) -> str:
    return f"{table.language} {table.name} {table.remark}".strip()


@pytest.fixture(scope="module", params=["en", "vi"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def campaigns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Campaign]:
    found = {}
    for language in ("en", "vi"):
        folder = tmp_path_factory.mktemp(language)
        for block in read_blocks(read_page(language)):
            if block.title:
                (folder / block.title).write_text(block.text, encoding="utf-8")
        (found[language],) = definition_of(folder / "campaigns.yaml")
    return found


def definition_of(path: Path) -> tuple[Campaign, ...]:
    reading = read_definition(path)
    assert reading.definition
    return reading.definition.campaigns


def measured(of: Criterion, table: Table, cells: Mapping[str, str]) -> Measured:
    """Return the figure and the goal of a row."""
    if cells.get("T") in LEFT[table.language]:
        return Measured(Total(thousandths(table, cells["A"])), Goal(is_assigned=False))
    actual = Total(
        thousandths(table, cells.get("A") or cells.get("N") or cells["n"]), thousandths(table, cells.get("D", "0"))
    )
    asked = cells.get("T") or cells.get("C") or cells.get("r") or NONE
    target = None if asked == NONE else table.number(asked)
    if target is not None and of.kind is not Kind.RATE and "r" not in cells:
        target *= 1000
    before = cells.get("B", NONE)
    return Measured(actual, Goal(target, None if before == NONE else Total(thousandths(table, before))))


def thousandths(table: Table, text: str) -> int:
    number = table.number(text) * 1000
    assert number.denominator == 1
    return int(number)


@pytest.mark.parametrize("table", tables("", "the phase is open"), ids=named)
def test_the_program_scores_as_the_hand_does(table: Table, campaigns: dict[str, Campaign]) -> None:
    campaign = campaigns[table.language]
    criteria = {one.id: one for one in campaign.criteria}
    (one,) = (each for each in sheets_of(campaign)[0].leaves if each.name == table.name)
    against = one.model.against if isinstance(one.model, BonusPenalty) else ""
    figures = {}
    for unit, cells in table.by_unit():
        figures[unit] = {table.name: measured(criteria[table.name], table, cells)}
        if against:
            figures[unit][against] = amount(table.number(cells["m"]))
    scores = score_group(criteria, Sheet((one,)), figures, {}, is_closed=not table.remark)
    for unit, row in zip(figures, table.rows, strict=True):
        (line,) = (*scores[unit].lines, *scores[unit].bonus_lines)
        check_line(criteria, table, line, *row[-2:])


def check_line(criteria: Mapping[str, Criterion], table: Table, line: Line, working: str, shown: str) -> None:
    """Compare a line with the sum that stands in its row, which is done here without the program."""
    if shown == NONE:
        assert line.state is LEFT[table.language][working]
        return
    by_hand = points(as_formula(table, working), {})
    assert by_hand == table.number(shown)
    assert line.computed == by_hand * 1000
    assert points(*explain_line(criteria, line)) == by_hand


def as_formula(table: Table, working: str) -> str:
    text = working.replace("×", "*").replace("−", "-")
    return text.replace(",", ".") if table.language == "vi" else text


def test_every_line_of_the_sheet_has_its_example(language: str, campaigns: dict[str, Campaign]) -> None:
    shown = {table.name for table in read_tables(language) if not table.remark}
    assert {leaf.name for leaf in sheets_of(campaigns[language])[0].leaves} == shown
    kinds = {one.kind for one in campaigns[language].criteria}
    assert kinds == set(Kind)


@pytest.mark.parametrize("table", tables("totals"), ids=named)
def test_totals_are_those_of_the_page(table: Table) -> None:
    first, second = (criterion(name=name) for name in ("c0", "c1"))
    sheet = Sheet(
        (leaf(Linear(), 700, "c0"), leaf(Linear(), 300, "c1"), leaf(BonusPenalty(1000, "m", 1000, -9000, 9000), 0, "n"))
    )
    for row in table.rows:
        score, maximum, rebased, bonus = (table.number(row[at]) for at in (1, 2, 4, 5))
        left = Measured(Total(), Goal(is_assigned=False))
        figures = {
            "c0": amount(min(score, Fraction(700)), 700) if maximum else left,
            "c1": amount(max(score - 700, Fraction()), 300) if maximum == 1000 else left,
            "n": amount(max(bonus, Fraction())),
            "m": amount(max(-bonus, Fraction())),
        }
        own = score_group({"c0": first, "c1": second}, sheet, {"u": figures}, {}, is_closed=True)["u"]
        assert [own.score, own.maximum, own.rebased] == [thousandths(table, row[at]) for at in (1, 2, 4)]
        assert [own.bonus, own.total, own.percentage] == [thousandths(table, row[at]) for at in (5, 6, 7)]
        assert not maximum or points(as_formula(table, row[3]), {}) == rebased


@pytest.mark.parametrize("table", tables("authorities"), ids=named)
def test_what_counts_is_that_of_the_page(table: Table) -> None:
    for unit, computed, *given, counts in table.rows:
        records = [
            EventRecord(f"1-{at}", Event("x", ScoreGiven(one, "c", "p", thousandths(table, text)), unit), "", NOON, "", 1, State.CURRENT)
            for at, (one, text) in enumerate(zip(Authority, given, strict=True)) if text != NONE
        ]  # fmt: skip
        people = {key: given_of(one) for key, one in find_counting(records).items()}
        own = amount(0) if computed == NONE else amount(table.number(computed), 10)
        score = score_group({"c": criterion()}, Sheet((leaf(Linear()),)), {unit: {"c": own}}, people, is_closed=True)
        assert score[unit].score == thousandths(table, counts)


@pytest.mark.parametrize("table", tables("ranks"), ids=named)
def test_ranks_are_those_of_the_page(table: Table) -> None:
    scores, standings = {}, {}
    for unit, total, penalty, own, bonus, complete, *_ in table.rows:
        scores[unit] = score_of(*(thousandths(table, text) for text in (total, penalty, own, bonus)))
        standings[unit] = UnitState(
            complete_at=None if complete == NONE else datetime.strptime(complete, "%d/%m/%Y").replace(tzinfo=UTC)
        )
    placed = rank_group(scores, standings, ("fewer-penalties", "c", "higher-bonus", "earlier-return"), ())
    shown = [(row[0], int(row[-2]), DECIDED[table.language][row[-1]]) for row in table.rows]
    assert [(one.rank, one.decided_by) for one in placed] == [(rank, decided) for _, rank, decided in shown]
    assert {one.unit: one.rank for one in placed} == {unit: rank for unit, rank, _ in shown}


def score_of(total: int, penalty: int, points: int, bonus: int) -> UnitScore:
    line = Line(leaf(Linear(), 10), LineState.SCORED, Rule.LINEAR, points)
    return UnitScore((line,), (), total - bonus, 100_000, 100_000, total - bonus, bonus, penalty, total, total)


@pytest.mark.parametrize("table", tables("bands"), ids=named)
def test_bands_are_those_of_the_page(table: Table, campaigns: dict[str, Campaign]) -> None:
    figures = {row[0]: amount(table.number(row[1]), 100) for row in table.rows}
    scores = score_units(criterion(), Linear(), figures, 100)
    placed = rank_group(scores, {}, (), campaigns[table.language].rules.scoring.bands)
    assert {one.unit: one.band.title if one.band else NONE for one in placed} == {row[0]: row[2] for row in table.rows}


def test_the_page_has_the_same_numbers_in_both_languages() -> None:
    english, vietnamese = (
        [[numbers(table, row) for row in table.rows] for table in read_tables(language)] for language in ("en", "vi")
    )
    assert english == vietnamese
    assert len(english) == 20


def numbers(table: Table, row: list[str]) -> list[Decimal]:
    return [Decimal(found) for cell in row for found in re.findall(r"\d+(?:\.\d+)?", as_formula(table, cell))]
