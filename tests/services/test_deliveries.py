"""The returns that come in with a file: what is asked of the journal once is not asked again for every row."""

import msgspec

from tests.fixtures.small import SPRING, WEEKLY, at, on, posting, view
from tracker.journal.store import Store
from tracker.services.deliveries import Deliveries, Delivery


def test_rows_of_units_that_were_looked_at_ask_the_journal_nothing(journal: Store) -> None:
    """The week 10/3-16/3 is due on 14/3 at 16:00 and locked two days later."""
    locked = msgspec.structs.replace(WEEKLY, lock_after=2)
    found = view(journal, on(20), msgspec.structs.replace(SPRING, deadlines=(locked,)))
    deliveries = Deliveries([found], Delivery(None, None, at(16, hour=17)))
    asked: list[str] = []
    journal.connection.set_trace_callback(asked.append)
    for unit in ("a", "b", "c"):
        (problem,) = deliveries.check(posting(unit, on(12)))
        assert (problem.field, problem.problem.code) == ("date", "return-locked")
    at_first = len(asked)
    for _ in range(100):
        assert all(deliveries.check(posting(unit, on(13))) for unit in ("a", "b", "c"))
    assert 0 < at_first == len(asked) < 5
