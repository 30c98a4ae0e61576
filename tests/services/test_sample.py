"""The sample figures: the same for everybody, marked, and such as real units could have sent."""

from collections import Counter
from datetime import date, time

from tests.fixtures.small import ZONE_NAME, campaign, record, unit, view, weekly
from tracker.domain.calendar import Span, week_of
from tracker.domain.campaign import Phase
from tracker.domain.returns import Deadline, Period
from tracker.domain.schedule import Covers
from tracker.domain.units import Roster
from tracker.journal.store import Store
from tracker.services.sample import MARK, TET, make_entries, make_returns

WHOLE = Span(date(2024, 12, 2), date(2025, 3, 31))
LAUNCHED = date(2024, 12, 16)
PHASES = (
    Phase("one", "Một", "", Span(WHOLE.start, date(2025, 2, 3))),
    Phase("two", "Hai", "", Span(date(2025, 2, 7), WHOLE.end)),
)
ENDED = date(2025, 2, 12)  # a Wednesday
UNITS = Roster([
    unit("T", "Tỉnh", "province", ""),
    unit("h", "Huyện", "district", "T"),
    *(unit(f"x{number}", f"Xã {number}", "commune", "h", None, ENDED if number % 9 == 0 else None) for number in range(90)),
])  # fmt: skip
OWED = Deadline("Báo cáo", Period.WEEKLY, weekly(4, time(16), Covers.CURRENT, WHOLE, LAUNCHED, ZONE_NAME))
CAMPAIGN = campaign("mau", PHASES, WHOLE, (), [OWED], LAUNCHED, UNITS.versions)
ENTRIES = list(make_entries(CAMPAIGN, UNITS))


def test_the_sample_is_the_same_every_time_and_marked() -> None:
    assert list(make_entries(CAMPAIGN, UNITS)) == ENTRIES
    assert all(one.note.startswith(MARK) for one in ENTRIES)


def test_entries_are_such_as_the_campaign_takes() -> None:
    for one in ENTRIES:
        version, phase = UNITS.version(one.unit, one.day), CAMPAIGN.phase_on(one.day)
        assert version is not None
        assert one.day in WHOLE
        assert (one.phase, one.version_from) == (phase.id if phase else "", version.valid_from)
        assert one.quantity >= 0 if one.denominator is None else 0 <= one.quantity <= one.denominator > 0
    assert {one.phase for one in ENTRIES} == {"one", "two", ""}
    assert not [one for one in ENTRIES if one.unit in {"T", "h"} and one.criterion in {"mo-hinh", "hoat-dong"}]


def test_the_year_has_its_quiet_and_its_busy_weeks() -> None:
    weeks = Counter(week_of(one.day).start for one in ENTRIES)
    usual = weeks[date(2025, 1, 6)]
    assert weeks[week_of(TET.end).start] < weeks[WHOLE.start] < usual < weeks[date(2025, 3, 24)]


def test_units_that_owe_a_return_file_it_mostly_and_nil_where_they_did_nothing(journal: Store) -> None:
    record(journal, *ENTRIES, campaign=CAMPAIGN)
    filed = list(make_returns(view(journal, WHOLE.end, CAMPAIGN, UNITS)))
    weeks = {one.covers: one for one in OWED.occurrences if one.covers}
    did = {(one.unit, week_of(one.day)) for one in ENTRIES}
    late = 0
    for one in filed:
        week = Span(one.span_start, one.span_end)
        version = UNITS.version(one.unit, weeks[week].due_on)
        assert version is not None
        assert version.parent
        assert one.is_nil == ((one.unit, week) not in did)
        late += one.received_at > weeks[week].due_at
    owed = sum(len(UNITS.reporting(one.due_on)) for one in OWED.occurrences)
    assert 0.85 * owed < len(filed) < owed
    assert 0 < late < 0.2 * len(filed)
    assert len({(one.unit, one.span_start) for one in filed}) == len(filed)
