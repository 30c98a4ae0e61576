"""A first campaigns.yaml: valid whatever it is called, the same in every language, each explained key true."""

import re
import tempfile
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.calendar import DAY, Span
from tracker.domain.campaign import Phase
from tracker.domain.text import clean
from tracker.files.campaign_file import Reading, read_definition
from tracker.files.shipped import shipped_folder
from tracker.files.starter import UNITS_FILES, Starter, build_starter, split_span
from tracker.i18n import LANGUAGES

YEAR = Span(date(2025, 1, 1), date(2025, 12, 31))
BOTH = pytest.mark.parametrize("language", LANGUAGES)


def make(language: str = "vi", title: str = "Thi đua", organisation: str = "Trường A", phases: int = 2) -> Starter:
    parts = [Phase(f"dot-{n}", f"Đợt {n}", "", span) for n, span in enumerate(split_span(YEAR, phases), 1)]
    deadlines = (("Tổng kết", date(2026, 1, 15)),)
    return Starter(language, title, organisation, YEAR, date(2025, 3, 3), tuple(parts), deadlines)


def read(texts: dict[str, str], folder: Path) -> Reading:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_definition(folder / "campaigns.yaml")


@BOTH
@pytest.mark.parametrize("phases", [1, 2, 5])
def test_it_is_valid_without_a_warning(tmp_path: Path, language: str, phases: int) -> None:
    reading = read(build_starter(make(language, phases=phases)), tmp_path)
    assert reading.problems == ()
    assert reading.definition
    (campaign,) = reading.definition.campaigns
    assert (campaign.span, campaign.launched_on, len(campaign.phases)) == (YEAR, date(2025, 3, 3), phases)
    assert campaign.has_phases == (phases > 1)
    assert [one.is_return for one in campaign.deadlines] == [True, False]


@given(title=st.text(min_size=1), organisation=st.text(min_size=1))
def test_texts_are_read_back_as_they_were_given(title: str, organisation: str) -> None:
    title, organisation = clean(title) or "x", clean(organisation) or "x"
    with tempfile.TemporaryDirectory() as folder:
        reading = read(build_starter(make(title=title, organisation=organisation)), Path(folder))
    assert reading.problems == ()
    assert reading.definition
    (campaign,) = reading.definition.campaigns
    assert (campaign.title, campaign.launched_by) == (title, organisation)
    assert reading.definition.rosters[campaign.roster].versions[0].name == organisation


@BOTH
def test_a_line_that_is_switched_off_may_be_switched_on(tmp_path: Path, language: str) -> None:
    """Alone, without any other change; the phases of a campaign of one phase go together."""
    texts = build_starter(make(language, phases=1))
    (tmp_path / "lich-su-don-vi.csv").write_text("ngày,loại,từ,đến\n", encoding="utf-8")
    (tmp_path / "lineage.csv").write_text("date,kind,from,to\n", encoding="utf-8")
    whole = texts["campaigns.yaml"]
    off = re.findall(r"^    # [a-z_]+: \S.*$", whole, re.MULTILINE)
    assert [line.split()[1] for line in off] == [
        *("short_title:", "theme:", "motto:", "lineage:", "holidays:", "days_off:", "week_start:")
    ]
    phases = whole[whole.index("    # phases:\n") :].partition("\n\n")[0]
    for lines in (*off, phases):
        text = whole.replace(lines, re.sub(r"^    # ", "    ", lines, flags=re.MULTILINE))
        assert text != whole
        reading = read({**texts, "campaigns.yaml": text}, tmp_path)
        assert reading.problems == (), lines


@BOTH
def test_the_targets_that_are_explained_are_targets(tmp_path: Path, language: str) -> None:
    texts = build_starter(make(language))
    ways = re.findall(
        r"^    #   ((?:target|targets|unit_targets|ceiling|direction): (?:\{.*?\}|\S+)) ",
        texts["campaigns.yaml"],
        re.MULTILINE,
    )
    assert len(ways) == 6
    for way in ways:
        criterion = "target: 90%" if "%" in way else "target: 24"
        text = texts["campaigns.yaml"].replace(f"        {criterion}\n", f"        {way.replace('phase-', 'dot-')}\n")
        assert read({**texts, "campaigns.yaml": text}, tmp_path).problems == (), way


def test_every_language_says_the_same() -> None:
    """The same keys, kinds, targets and levels of units, in other words."""
    shapes, units = [], []
    for language in LANGUAGES:
        texts = build_starter(make(language))
        (campaign,) = yaml.safe_load(texts["campaigns.yaml"])["campaigns"]
        criteria = [
            (one["kind"], one.get("decimals"), one.get("target"), one.get("per")) for one in campaign["criteria"]
        ]
        shapes.append((list(campaign), criteria, [list(one) for one in campaign["deadlines"]]))
        rows = [line.split(",") for line in texts[UNITS_FILES[language]].splitlines()]
        units.append([len(rows), {len(row) for row in rows}, len({row[3] for row in rows[1:]})])
    assert shapes.count(shapes[0]) == units.count(units[0]) == len(LANGUAGES)


@BOTH
def test_it_is_nobody_s_in_particular(language: str) -> None:
    texts = build_starter(make(language))
    text = (texts["campaigns.yaml"] + texts[UNITS_FILES[language]]).lower()
    assert [word for word in ("công an", "an ninh", "tội phạm", "police", "crime") if word in text] == []
    assert text.count("$") == text.count("$schema=campaigns.schema.json") == 1


@BOTH
def test_a_spreadsheet_knows_its_letters(language: str) -> None:
    assert build_starter(make(language))[UNITS_FILES[language]].encode().startswith(b"\xef\xbb\xbf")


def test_the_schema_is_the_published_one() -> None:
    published = (shipped_folder() / "docs" / "campaigns.schema.json").read_text(encoding="utf-8")
    assert build_starter(make())["campaigns.schema.json"] == published


@given(days=st.integers(1, 3660), count=st.integers(1, 12), start=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_phases_hold_every_day_once(days: int, count: int, start: date) -> None:
    span, count = Span(start, start + DAY * (days - 1)), min(count, days)
    parts = split_span(span, count)
    assert [day for part in parts for day in part] == list(span)
    assert len(parts) == count
    assert (
        max(part.days for part in parts) - min(part.days for part in parts) <= 13
    )  # each cut moves by three days at most


@pytest.mark.parametrize(
    ("count", "starts"),
    [(1, [1]), (2, [1, 7]), (3, [1, 5, 9]), (4, [1, 4, 7, 10]), (6, [1, 3, 5, 7, 9, 11]), (12, list(range(1, 13)))],
)
def test_a_year_is_cut_at_months(count: int, starts: list[int]) -> None:
    assert [(part.start.day, part.start.month) for part in split_span(YEAR, count)] == [(1, month) for month in starts]
