"""Whatever is logged, amended, voided, filed and undone, in whatever order: figures follow, and nothing is lost."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.fixtures.small import EVER, PHASES, ROSTER, SPAN, SPRING, UNITS, at, claim, info, on, view
from tracker.domain.calendar import DAY, week_of
from tracker.domain.entries import Claim, State, Total
from tracker.errors import TrackerError
from tracker.journal.store import memory_store
from tracker.render.shapes.status import shape_status
from tracker.services.amend import amend_entry
from tracker.services.history import build_history
from tracker.services.log import log_achievement
from tracker.services.ports import BatchInfo, Search
from tracker.services.status import build_status
from tracker.services.submit import Filing, submit_return
from tracker.services.undo import undo_invocation
from tracker.services.void import void_record

TODAY = on(3, 4)
LIVING = st.sampled_from(["a", "b", "c"])
DAYS = st.sampled_from(["10/3/2025", "12/3/2025", "19/3/2025", "24/3/2025", "27/3/2025"])
QUANTITIES = st.integers(0, 5).map(str)
REFS = st.sampled_from(["", "", "r-1", "r-2"])
CLAIMS = st.builds(
    lambda unit, day, quantity, of, ref: claim(unit, day, quantity, "tin-bao", of=str(int(quantity) + of), ref=ref)
    if of
    else claim(unit, day, quantity, ref=ref),
    LIVING, DAYS, QUANTITIES, st.integers(0, 3), REFS,
)  # fmt: skip
NUMBERS = st.integers(0, 200)
AMENDED = st.fixed_dictionaries({"quantity": QUANTITIES}, optional={"unit": LIVING, "date": DAYS, "note": REFS})
Figures = dict[str, Any]


class Corrections(RuleBasedStateMachine):
    """An office at work on one journal."""

    def __init__(self) -> None:
        super().__init__()
        self.journal = memory_store()
        self.view = view(self.journal, TODAY)
        self.told: dict[str, list[Any]] = {}

    @rule(claim=CLAIMS, is_total=st.booleans())
    def log(self, claim: Claim, is_total: bool) -> None:
        self.write(
            lambda: (
                log_achievement(
                    [self.view], claim, lambda: self.journal, info(), is_total=is_total, dry_run=False
                ).already_there
            )
        )

    @rule(unit=LIVING, week_day=st.sampled_from([on(12), on(26)]), is_nil=st.booleans())
    def submit(self, unit: str, week_day: date, is_nil: bool) -> None:
        filing = Filing(ROSTER.last_version(unit, week_day), week_of(week_day), is_nil, None, at(2, 4))
        self.write(
            lambda: submit_return(self.view, filing, lambda: self.journal, info("submit"), dry_run=False).already_there
        )

    @precondition(lambda self: self.journal.head()[0])
    @rule(number=NUMBERS, typed=AMENDED)
    def amend(self, number: int, typed: dict[str, str]) -> None:
        self.write(lambda: self.amend_one(self.pick(number), typed))

    @precondition(lambda self: self.journal.head()[0])
    @rule(number=NUMBERS)
    def void(self, number: int) -> None:
        self.write(lambda: self.void_one(self.pick(number)))

    @precondition(lambda self: self.journal.head()[0])
    @rule()
    def undo(self) -> None:
        self.write(lambda: self.undo_one(None))

    @precondition(lambda self: self.journal.head()[0])
    @rule(number=NUMBERS)
    def undo_an_earlier_one(self, number: int) -> None:
        self.write(lambda: self.undo_one(1 + number % (len(self.journal.invocations()) + 1)))

    @precondition(lambda self: self.journal.head()[0])
    @invariant()
    def roll_ups_are_what_a_recount_says(self) -> None:
        current = [one.posting for one in self.journal.achievements(Search()) if one.state is State.CURRENT]
        for span in (EVER, SPAN, *(phase.span for phase in PHASES)):
            expected: dict[tuple[str, str], Total] = {}
            for one in current:
                if one.day in span:
                    amount = Total(one.quantity, one.denominator or 0, 1)
                    key = (one.unit, one.criterion)
                    expected[key] = expected.get(key, Total()).plus(amount)
            for unit in UNITS:
                own = {criterion: total for (name, criterion), total in expected.items() if name == unit}
                parts = [part for part in ROSTER.within(unit) if part.unit == unit]
                phases = [phase.id for phase in PHASES if phase.span == span]
                assert own == standing(self.journal.unit_totals(SPRING.id, parts, span, phases or None))
            assert expected == standing(self.journal.totals_by_unit(SPRING.id, span))
            assert standing(self.journal.totals(SPRING.id, span)) == summed(expected)
        assert self.journal.entries(SPRING.id, date.max) == len(current)
        assert self.journal.entries_by_unit(SPRING.id, EVER) == Counter(one.unit for one in current)
        last = {unit: max(one.day for one in current if one.unit == unit) for unit in {one.unit for one in current}}
        assert self.journal.last_entry_on(SPRING.id, date.max) == last
        assert self.journal.last_day(SPRING.id, date.max) == max(last.values(), default=None)

    @invariant()
    def no_history_loses_a_step(self) -> None:
        entries = list(self.journal.achievements(Search()))
        assert self.told.keys() <= {one.id for one in entries}
        for one in entries:
            history = build_history(self.journal, one.id)
            steps = [(step.what, step.invocation, step.record, step.changes) for step in history.steps]
            before = self.told.get(one.id, [])
            assert [step[:2] for step in steps[: len(before)]] == [step[:2] for step in before]
            self.told[one.id] = steps
            assert (history.now == one) == (one.state is State.CURRENT)

    def write(self, call: Callable[[], object]) -> None:
        """Do something; what is refused changes nothing, and what is written is undone and redone without a trace."""
        before, head = self.figures(), self.journal.head()
        try:
            call()
        except TrackerError:
            assert (self.figures(), self.journal.head()) == (before, head)
            return
        if self.journal.head() == head:
            assert self.figures() == before
            return
        after = self.figures()
        self.undo_one(None)
        assert self.figures() == before
        self.undo_one(None)
        assert self.figures() == after

    def figures(self) -> Figures:
        """All that a status says, and what counts."""
        current = [one for one in self.journal.achievements(Search()) if one.state is State.CURRENT]
        said = Counter(
            (one.posting.unit, one.posting.day, one.posting.quantity, one.posting.note, one.posting.ref)
            for one in current
        )
        weeks = [week_of(SPAN.start + DAY * days) for days in range(0, SPAN.days, 7)]
        returns = [
            {
                (unit, one.is_nil, one.received_at)
                for unit, one in self.journal.returns(SPRING.id, week, at(30, 4)).items()
            }
            for week in weeks
        ]
        seen = (None, *(ROSTER.last_version(unit, TODAY) for unit in ("d1", "b")))
        status = [shape_status(build_status(self.view, unit)) for unit in seen]
        return {"status": status, "said": said, "returns": returns}

    def pick(self, number: int) -> str:
        """An id: of an entry that counts rather than of another, a return or none at all."""
        entries = list(self.journal.achievements(Search()))
        current = [one.id for one in entries if one.state is State.CURRENT]
        filed = [one.id for one in self.journal.returns(SPRING.id, week_of(on(12)), at(30, 4)).values()]
        ids = [*current * 3, *filed * 2, *(one.id for one in entries), "1-999"]
        return ids[number % len(ids)]

    def amend_one(self, id_: str, typed: dict[str, str]) -> object:
        return amend_entry([self.view], id_, typed, lambda: self.journal, why(f"amend {id_}"), dry_run=False)

    def void_one(self, id_: str) -> object:
        return void_record([self.view], id_, lambda: self.journal, why(f"void {id_}"), dry_run=False)

    def undo_one(self, number: int | None) -> object:
        return undo_invocation([self.view], number, lambda: self.journal, info("undo"), dry_run=False)


def why(command: str) -> BatchInfo:
    return info(command).but(reason="nhầm")


def standing(totals: dict[Any, Total]) -> dict[Any, Total]:
    """Totals without those that everything was taken back from; what is left of them is nothing."""
    assert all(total == Total() for total in totals.values() if not total.entries)
    return {key: total for key, total in totals.items() if total.entries}


def summed(totals: dict[tuple[str, str], Total]) -> dict[str, Total]:
    found: dict[str, Total] = {}
    for (_unit, criterion), total in totals.items():
        found[criterion] = found.get(criterion, Total()).plus(total)
    return found


TestCorrections = Corrections.TestCase
TestCorrections.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
