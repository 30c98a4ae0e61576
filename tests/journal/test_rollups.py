"""The roll-ups equal a recount of what was posted, whatever was posted, in plain Python."""

from datetime import date, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.small import (
    PHASES,
    ROSTER,
    SPAN,
    SPRING,
    UNITS,
    VERSIONS,
    campaign,
    on,
    posting,
    reassign,
    record,
    recount,
    unit,
    view,
)
from tracker.domain.calendar import Span
from tracker.domain.campaign import Phase
from tracker.domain.entries import Posting, Total
from tracker.domain.units import Roster
from tracker.journal.store import Store, memory_store

ID = SPRING.id
EPOCH = date(1970, 1, 1)
CRITERIA = ("mo-hinh", "tin-bao", "gop-quy")

days = st.dates(SPAN.start, SPAN.end)
spans = st.builds(lambda one, other: Span(min(one, other), max(one, other)), days, days)
claims = st.tuples(st.sampled_from(UNITS), days, st.integers(0, 10**9), st.sampled_from(CRITERIA), st.integers(0, 9))


@st.composite
def histories(draw: st.DrawFn) -> list[list[Posting]]:
    """Batches of postings; some take an earlier one back, once, as a void does."""
    found: list[Posting] = []
    reversible: list[int] = []
    for unit_id, day, quantity, criterion, of in draw(st.lists(claims, max_size=25)):
        of_rate = quantity + of if criterion == "tin-bao" else None
        found.append(posting(unit_id, day, quantity, criterion, of=of_rate))
        reversible.append(len(found))
        if of >= 7:
            number = reversible.pop(draw(st.integers(0, len(reversible) - 1)))
            taken = found[number - 1]
            amounts = (-taken.quantity, None if taken.denominator is None else -taken.denominator)
            back = Posting(ID, taken.unit, taken.day, taken.criterion, *amounts, reverses=number)
            found.append(msgspec.structs.replace(back, phase=taken.phase, version_from=taken.version_from))
    cuts = sorted(draw(st.lists(st.integers(0, len(found)), max_size=3)))
    return [found[start:end] for start, end in zip([0, *cuts], [*cuts, len(found)], strict=True)]


def stored(history: list[list[Posting]]) -> Store:
    store = memory_store()
    for some in history:
        record(store, *some)
    return store


def flat(history: list[list[Posting]]) -> list[Posting]:
    return [one for some in history for one in some]


def filled(totals: dict[str, Total]) -> dict[str, Total]:
    """Totals without those of which all entries were taken back."""
    return {name: one for name, one in totals.items() if one != Total()}


def cells_by_day(store: Store) -> dict[tuple[object, ...], Total]:
    rows = store.connection.execute(
        "SELECT c.text, day, k.text, quantity, denominator, entries FROM total_by_day"
        " JOIN name c ON c.id = campaign JOIN name k ON k.id = criterion"
    )
    return {(name, EPOCH + timedelta(day), criterion): Total(*total) for name, day, criterion, *total in rows}


def cells_by_unit(store: Store) -> dict[tuple[object, ...], Total]:
    rows = store.connection.execute(
        "SELECT c.text, p.text, k.text, u.text, version_from, quantity, denominator, entries FROM total_by_unit"
        " JOIN name c ON c.id = campaign JOIN name p ON p.id = phase JOIN name k ON k.id = criterion"
        " JOIN name u ON u.id = unit"
    )
    return {
        (name, phase, criterion, unit_id, date.fromordinal(version + EPOCH.toordinal())): Total(*total)
        for name, phase, criterion, unit_id, version, *total in rows
    }


def add(cells: dict[tuple[object, ...], Total], cell: tuple[object, ...], one: Posting) -> None:
    amount = Total(one.quantity, one.denominator or 0, 1 if one.reverses is None else -1)
    cells[cell] = cells.get(cell, Total()).plus(amount)


@settings(deadline=None)
@given(histories())
def test_the_roll_up_by_day_equals_a_recount(history: list[list[Posting]]) -> None:
    expected: dict[tuple[object, ...], Total] = {}
    for one in flat(history):
        add(expected, (ID, one.day, one.criterion), one)
    assert cells_by_day(stored(history)) == expected


@settings(deadline=None)
@given(histories())
def test_the_roll_up_by_unit_version_equals_a_recount(history: list[list[Posting]]) -> None:
    expected: dict[tuple[object, ...], Total] = {}
    for one in flat(history):
        phase = next((phase.id for phase in PHASES if phase.span.start <= one.day <= phase.span.end), "")
        version = [each for each in VERSIONS if each.id == one.unit and each.is_alive(one.day)]
        start = (version[0].valid_from or date.min) if version else date.max
        add(expected, (ID, phase, one.criterion, one.unit, start), one)
    assert cells_by_unit(stored(history)) == expected


@settings(deadline=None)
@given(histories(), spans)
def test_totals_of_any_span_equal_a_recount(history: list[list[Posting]], span: Span) -> None:
    store, postings = stored(history), flat(history)
    assert filled(store.totals(ID, span)) == filled(recount(postings, span))
    by_unit = store.totals_by_unit(ID, span)
    for one in UNITS:
        own = filled(recount(postings, span, [one]))
        assert filled({name: total for (unit_id, name), total in by_unit.items() if unit_id == one}) == own
    assert store.entries(ID, span.end) == sum(
        one.entries for one in recount(postings, Span(date.min, span.end)).values()
    )


@settings(deadline=None)
@given(histories(), days)
def test_a_unit_and_all_under_it_equal_a_recount(history: list[list[Posting]], as_of: date) -> None:
    """By roll-up where a span is made of phases and nothing follows it, by scanning elsewhere: the same figures."""
    store, postings = stored(history), flat(history)
    seen = view(store, as_of)
    for one in ("T", "d1", "d2", "b", "m"):
        parts = ROSTER.within(one)
        for span in (SPAN, *(phase.span for phase in PHASES)):
            known = span.until(as_of)
            below = [each for each in postings if any(each.unit == p.unit and each.day in p.span for p in parts)]
            assert filled(seen.totals(span, one)) == (filled(recount(below, known)) if known else {})


MOVED = Roster([
    *(one for one in VERSIONS if one.id not in {"a", "c", "d"}),
    unit("a", "Xã An", "commune", "d2", None, on(14)),
    unit("a", "Xã An", "commune", "d1", on(15)),
    unit("c", "Xã Cẩm", "commune", "d1", on(10), on(20)),
    unit("d", "Xã Dân", "commune", "d2", None, on(12)),
])  # fmt: skip
OTHER_PHASES = (Phase("long", "Dài", "", Span(on(5), on(30))), Phase("short", "Ngắn", "", Span(on(31), on(5, 4))))
REDEFINED = campaign(ID, OTHER_PHASES, SPAN, (), versions=MOVED.versions)


@settings(deadline=None)
@given(histories())
def test_a_rebuild_equals_a_fresh_recount(history: list[list[Posting]]) -> None:
    """Under other phases and versions: units that moved, were born later, died earlier than they reported."""
    store, postings = stored(history), flat(history)
    reassign(store, REDEFINED, MOVED)
    seen = view(store, SPAN.end, REDEFINED, MOVED)
    assert store.is_assigned(ID, REDEFINED.assignment)
    for one in ("T", "d1", "d2", "a", "c", "d"):
        parts = MOVED.within(one)
        below = [each for each in postings if any(each.unit == p.unit and each.day in p.span for p in parts)]
        for span in (SPAN, *(phase.span for phase in OTHER_PHASES)):
            assert filled(seen.totals(span, one)) == filled(recount(below, span))
    reassign(store, SPRING)
    assert cells_by_unit(store) == cells_by_unit(stored(history))
