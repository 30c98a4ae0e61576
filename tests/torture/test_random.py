"""Whatever an office types, in whatever order: after each command tracker says what plain lists and dicts say."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker
from tests.torture.conftest import LONG
from tests.torture.plain_office import CRITERIA, DAY, PHASES, RATE, TODAY, Office, Refused, Said

Keep = Callable[[str, str, str], None]
Rounds = Callable[[int, int], int]
WHY = ("--reason", "ghi nhầm")
MONDAYS = [date(2025, 3, 10), date(2025, 3, 31), date(2025, 4, 7), date(2025, 4, 14), date(2025, 4, 21)]
UNITS = st.sampled_from(["a", "b", "c", "d", "t"])
MARCH, APRIL = [date(2025, 3, 12), date(2025, 3, 31)], [date(2025, 4, 1), date(2025, 4, 9), TODAY]
REFS = st.sampled_from(["", "", "", *(f"R-{n}" for n in range(1, 8))])
NUMBERS = st.integers(0, 1000)


@st.composite
def claims(draw: st.DrawFn) -> Said:
    """What somebody wants to log, and could."""
    unit, criterion = draw(UNITS), draw(st.sampled_from(list(CRITERIA)))
    day = draw(st.sampled_from(MARCH if unit == "c" else MARCH + APRIL))
    quantity = draw(st.integers(0, 9)) * 1000 + (draw(st.sampled_from([0, 250])) if criterion == "nuoc-sach" else 0)
    of = quantity + draw(st.integers(0, 3)) * 1000 if criterion == RATE else None
    return Said(unit, day, criterion, quantity, of, draw(REFS))


@st.composite
def slips(draw: st.DrawFn) -> Said:
    """What nobody can log."""
    said = draw(claims())
    ways = (
        said._replace(day=TODAY + DAY),
        said._replace(unit="c", day=APRIL[0]),
        said._replace(criterion="mo-hinh", quantity=1250, of=None),
    )
    return draw(st.sampled_from(ways))


TABLES = st.lists(claims(), min_size=1, max_size=5)
AMENDED = st.fixed_dictionaries(
    {}, optional={"quantity": st.integers(0, 4), "day": st.sampled_from([*MARCH, *APRIL, TODAY + DAY]), "unit": UNITS}
).filter(bool)


WRONG = [
    ("log", "-u", "a", "-c", "mo-hinh", "-q", "1,5"),
    ("log", "-u", "a", "-c", "mo-hinh", "-q", "-1"),
    ("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "--of", "2"),
    ("log", "-u", "a", "-c", RATE, "-q", "1"),
    ("log", "-u", "a", "-c", RATE, "-q", "3", "--of", "2"),
    ("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "-d", "28/2/2025"),
    ("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "-d", "30/2/2025"),
    ("log", "-u", "xã Không Có", "-c", "mo-hinh", "-q", "1"),
    ("log", "-u", "a", "-c", "nhà", "-q", "1"),
    ("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "--set", "--ref", "R" * 201),
    ("import", "-"),
    ("import", "không-có.csv"),
    ("submit", "-u", "t", "--week", "2025-W12"),
    ("submit", "-u", "a", "--week", "2025-W12", "--received", "1/5/2025 09:00"),
    ("amend", "2-1", "-q", "1", *WHY),
    ("void", "1-0", *WHY),
    ("void", "1-1"),
    ("undo", "999999"),
]  # fmt: skip


class Offices(RuleBasedStateMachine):
    """An office at work, the real command lines beside the plain lists."""

    commands = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = define(Path(tempfile.mkdtemp()) / "office")
        self.plain = Office()

    def teardown(self) -> None:
        try:
            assert self.ask("fsck", "--full")["ok"]
            listed = [one["number"] for one in self.ask("undo", "--list")["invocations"]]
            assert listed == sorted(self.plain.undoes, reverse=True)[: len(listed)]
            for monday in MONDAYS[:-1]:
                missing = self.ask("units", "--missing", "--week", f"{monday}")["missing"]
                assert {one["id"] for one in missing} == self.plain.missing(monday)
        finally:
            shutil.rmtree(self.folder.parent)

    # what is typed

    @rule(said=claims(), is_total=st.sampled_from([False, False, True]))
    def log(self, said: Said, is_total: bool) -> None:
        self.send(said, is_total=is_total)

    @rule(said=slips(), is_total=st.booleans())
    def log_what_cannot_be(self, said: Said, is_total: bool) -> None:
        self.send(said, is_total=is_total)

    def send(self, said: Said, *, is_total: bool) -> None:
        of = ("--of", _typed(said.of)) if said.of is not None else ()
        ref = ("--ref", said.ref) if said.ref else ()
        total = ("--set",) if is_total else ()
        day = f"{said.day:%d/%m/%Y}"
        line = ("log", "-u", said.unit, "-c", said.criterion, "-q", _typed(said.quantity), "-d", day, *of, *ref, *total)
        self.same(line, lambda: self.plain.log(said, is_total=is_total))

    @precondition(lambda self: self.plain.rows)
    @rule(pick=NUMBERS)
    def log_once_more(self, pick: int) -> None:
        """Send again what was sent, as an office does that knows nothing of what became of it."""
        rows = [row for row in self.plain.rows if row.said.ref] or self.plain.rows
        self.send(rows[pick % len(rows)].said, is_total=False)

    @rule(table=TABLES | TABLES | st.lists(claims() | slips(), min_size=1, max_size=3))
    def take_in(self, table: list[Said]) -> None:
        rows = ["date,unit,criterion,quantity,denominator,ref"]
        for one in table:
            of = "" if one.of is None else _dotted(one.of)
            rows.append(f"{one.day},{one.unit},{one.criterion},{_dotted(one.quantity)},{of},{one.ref}")
        self.same(("import", "-"), lambda: self.plain.take_in(table) and 0, stdin="\n".join(rows).encode())

    @precondition(lambda self: self.plain.rows)
    @rule(pick=NUMBERS, typed=AMENDED)
    def amend(self, pick: int, typed: dict[str, Any]) -> None:
        flags = {"quantity": "-q", "day": "-d", "unit": "-u"}
        options = [part for name, value in typed.items() for part in (flags[name], f"{value}")]
        changes = {name: value * 1000 if name == "quantity" else value for name, value in typed.items()}
        number = self.pick(pick)
        self.same(("amend", f"1-{number}", *options, *WHY), lambda: self.plain.amend(number, **changes))

    @precondition(lambda self: self.plain.last)
    @rule(pick=NUMBERS)
    def void(self, pick: int) -> None:
        number = self.pick(pick)
        self.same(("void", f"1-{number}", *WHY), lambda: self.plain.void(number))

    @precondition(lambda self: self.plain.last)
    @rule()
    def undo(self) -> None:
        self.same(("undo",), lambda: self.plain.undo(None))

    @precondition(lambda self: self.plain.last)
    @rule(pick=NUMBERS)
    def undo_an_earlier_one(self, pick: int) -> None:
        number = 1 + pick % (len(self.plain.undoes) + 1)
        self.same(("undo", str(number)), lambda: self.plain.undo(number))

    @rule(unit=UNITS, monday=st.sampled_from(MONDAYS), nil=st.booleans(), hour=st.sampled_from(["09:00", "10:00"]))
    def submit(self, unit: str, monday: date, nil: bool, hour: str) -> None:
        line = (
            "submit",
            "-u",
            unit,
            "--week",
            f"{monday}",
            "--received",
            f"19/4/2025 {hour}",
            *(["--nil"] if nil else []),
        )
        self.same(line, lambda: self.plain.file(unit, monday, hour, nil=nil))

    @rule(line=st.sampled_from(WRONG))
    def get_it_wrong(self, line: tuple[str, ...]) -> None:
        self.same(line, _refuse, stdin=b"date,unit,criterion,quantity\n5/3/2025,a,mo-hinh,1\n5/3/2025,a,mo-hinh,x\n")

    # what must be

    @invariant()
    def figures_are_those_of_the_plain_lists(self) -> None:
        status = self.ask("status")
        assert status["entries"] == len(list(self.plain.standing()))
        spans = {"phase": PHASES["dot-2"], "campaign": (PHASES["dot-1"][0], PHASES["dot-2"][1])}
        for criterion in status["criteria"]:
            for name, (first, last) in spans.items():
                actual, (quantity, of) = criterion[name]["actual"], self.plain.total(criterion["id"], first, last)
                shown = (actual["numerator"], actual["denominator"]) if criterion["id"] == RATE else (actual, 0)
                assert shown == (quantity / 1000, of / 1000)
        missing = {one["covers"]["start"]: one["missing"] for one in status["deadlines"] if one["covers"]}
        for monday in MONDAYS[-2:]:
            assert missing.get(f"{monday}", 0) == len(self.plain.missing(monday))

    @invariant()
    def entries_are_those_of_the_plain_lists(self) -> None:
        listed = {one["id"]: one for one in self.ask("achievements")["achievements"]}
        assert listed.keys() == {f"1-{row.id}" for row in self.plain.rows}
        for row in self.plain.rows:
            one, said = listed[f"1-{row.id}"], row.said
            of = None if said.of is None else said.of / 1000
            assert (one["unit"], one["date"], one["criterion"]) == (said.unit, f"{said.day}", said.criterion)
            assert (one["quantity"], one["denominator"], one["ref"] or "") == (said.quantity / 1000, of, said.ref)
            assert one["state"] == self.plain.state(row)

    # how it is compared

    def same(self, line: tuple[str, ...], plainly: Callable[[], int | None], **settings: Any) -> None:
        """See that a command line is refused where it must be, and gives the id that must come."""
        type(self).commands += 1
        real = self.run(*line, **settings)
        number, refusal = _attempt(plainly)
        if refusal is None:
            assert real.code == 0, real
            assert not number or real.out.strip() == f"1-{number}"
        else:
            assert (real.code in (1, 2, 3), real.out) == (True, ""), real
            assert refusal in real.err.partition("\n")[0], real

    def pick(self, number: int) -> int:
        """An id: rather of what stands than of what does not, or of nothing."""
        rows = self.plain.everything()
        standing = [row.id for row in rows if row.taken_by is None]
        ids = [*standing * 5, *(row.id for row in rows), self.plain.last + 1]
        return ids[number % len(ids)]

    def run(self, *line: str, **settings: Any) -> Result:
        return tracker(*line, cwd=self.folder, TRACKER_TODAY=f"{TODAY}", **settings)

    def ask(self, *line: str) -> Any:
        said = self.run(*line, "--json")
        assert (said.code, said.err) == (0, ""), said
        return said.json


def _attempt(plainly: Callable[[], int | None]) -> tuple[int | None, str | None]:
    """Do something in the plain office; return the number that it gives, or the code of its refusal, "" for any."""
    try:
        return plainly(), None
    except Refused as refusal:
        return None, "".join(f"[{code}]" for code in refusal.args)


def _refuse() -> int:
    raise Refused


def _typed(thousandths: int) -> str:
    return _dotted(thousandths).replace(".", ",")


def _dotted(thousandths: int) -> str:
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest // 10:02}" if rest else f"{whole}"


def test_random_commands(rounds: Rounds, figures: Keep) -> None:
    examples, steps = rounds(6, 250), rounds(25, 50)
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        derandomize=not LONG,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Offices, settings=chosen)
    assert Offices.commands >= rounds(100, 10_000)
    figures(
        "random",
        f"{Offices.commands} random commands in {examples} offices: log, --set, --ref, import, amend, void, undo of all kinds, returns, refusals",
        "after each, figures, entries and missing returns equal the model's; every store whole",
    )
