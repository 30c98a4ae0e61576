"""--known-at: every reading command shows what was known, says so, and nothing is recorded with it."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from tests.cli.harness import Result, tracker
from tests.fixtures.small import at, info, on
from tracker.cli.main import build_program
from tracker.cli.output import BINARY
from tracker.domain.entries import FiledReturn, Posting
from tracker.journal.store import open_for_writing

Ask = Callable[..., Result]
SIGNED = "2025-03-21T16:00:00+07:00"
NOTE = "As known at 21/03/2025 16:00; what was recorded later is left out."


def record(folder: Path, moment: datetime, *rows: tuple[str, int, int], reverses: int | None = None) -> None:
    """Record entries of mo-hinh: unit, day in March, quantity."""
    rows_of_day = [Posting("xuan", unit, on(day), "mo-hinh", n * 1000, reverses=reverses) for unit, day, n in rows]
    opened = closing(open_for_writing(folder / "tracker.db", moment))
    with opened as store, store.batch(info().but(recorded_at=moment)) as batch:
        batch.post(rows_of_day)


def file_return(folder: Path, moment: datetime, unit: str) -> None:
    opened = closing(open_for_writing(folder / "tracker.db", moment))
    with opened as store, store.batch(info("submit").but(recorded_at=moment)) as batch:
        batch.file("xuan", FiledReturn(unit, on(17), on(23), is_nil=False, received_at=at(21, hour=9)))


@pytest.fixture
def known(small: Path) -> Path:
    """What was there on Friday 21/3 at 16:00."""
    record(small, at(12), ("a", 5, 2), ("b", 11, 3))
    record(small, at(19), ("a", 12, 1), ("a", 18, 4), ("c", 19, 5))  # one of them about the week before
    file_return(small, at(21, hour=10), "a")
    return small


def add_later(folder: Path) -> None:
    """What came in afterwards: late entries, a correction, a return, and the next week."""
    record(folder, at(21, hour=17), ("b", 20, 7), ("b", 6, 1))
    record(folder, at(24), ("a", 18, -4), reverses=4)
    file_return(folder, at(24), "b")
    record(folder, at(25), ("a", 24, 50))


def ask(folder: Path, *arguments: str, today: str = "2025-03-21", **settings: Any) -> Result:
    said = tracker(*arguments, cwd=folder, TRACKER_TODAY=today, **settings)
    assert (said.code, said.err) == (0, ""), said
    return said


READING = [
    "status", "status -u d", "status --all", "report weekly", "report weekly -u d", "report weekly --week last",
    "achievements", "achievements -u a --week 2025-W12", "units", "units --missing", "returns", "deadlines", "show 1-4",
    "history", "history 1-4", "undo --list",
]  # fmt: skip


def formats(command: str) -> list[str]:
    """The formats of text that a command writes."""
    group: Any = build_program()
    for word in command.split():
        group = group.get_command(click.Context(group), word) if isinstance(group, click.Group) else group
    known = next((list(one.type.choices) for one in group.params if one.name == "format"), ["table", "json"])
    return [one for one in known if one not in BINARY]


@pytest.mark.parametrize(("command", "format"), [(one, name) for one in READING for name in formats(one)])
def test_what_was_printed_is_printed_again(known: Path, command: str, format: str) -> None:  # noqa: A002
    given = {"json": ["--json"], "table": []}.get(format, ["--format", format])
    before = ask(known, *command.split(), *given)
    add_later(known)
    again = ask(known, *command.split(), *given, "--known-at", SIGNED)
    if format == "json":
        document = again.json
        assert document.pop("known_at") == SIGNED
        document.update({"later": []} if "later" in document else {})
        assert document == before.json
    elif format in ("csv", "ics"):
        assert again.out == before.out
    else:
        there = again.out.splitlines()
        assert NOTE in again.out
        assert [line for line in before.out.splitlines() if line not in there] == []
        assert "report weekly" in command or len(there) <= len(before.out.splitlines()) + 3


def test_a_signed_report_is_the_same_but_for_what_came_later(known: Path) -> None:
    signed = ask(known, "report", "weekly", "-f", "md").out
    add_later(known)
    assert ask(known, "report", "weekly", "-f", "md").out != signed
    again = ask(known, "report", "weekly", "-f", "md", "--known-at", SIGNED).out
    later = (
        "## Additions and corrections recorded after 21/03/2025 16:00\n\n"
        "| Criterion | Change | Entries |\n| --- | ---: | ---: |\n| Mô hình | 4 more | 3 |\n\n"
    )
    assert again.replace(later, "").replace(f"\n{NOTE}\n", "") == signed


def test_the_hash_at_the_foot_of_a_report_brings_it_back(known: Path) -> None:
    signed = ask(known, "report", "weekly", "--json").json
    footer = ask(known, "report", "weekly", "-f", "md").out.splitlines()[-1]
    assert footer.endswith(signed["head"][:16])
    add_later(known)
    for head in (signed["head"], signed["head"][:16], signed["head"][:16].upper()):
        again = ask(known, "report", "weekly", "--json", "--known-at", head).json
        assert again.pop("known_at") == "2025-03-21T10:00:00+07:00"
        assert {**again, "later": []} == signed
        assert again["later"] == [{"criterion": "mo-hinh", "quantity": 4, "denominator": None, "entries": 3}]


def test_the_weekly_report_tells_what_was_corrected_in_its_week(known: Path) -> None:
    said = ask(known, "report", "weekly")
    assert "Additions and corrections to earlier periods" in said.out
    document = ask(known, "report", "weekly", "--json").json
    assert document["corrections"] == [{"criterion": "mo-hinh", "quantity": 1, "denominator": None, "entries": 1}]
    first = ask(known, "report", "weekly", "--week", "2025-W10")
    assert "Additions" not in first.out  # nothing was recorded before 12/3
    add_later(known)
    vietnamese = ask(known, "report", "weekly", "-f", "md", today="2025-03-28", TRACKER_LANG="vi").out
    section = vietnamese.partition("## Bổ sung, điều chỉnh số liệu kỳ trước\n")[2].partition("##")[0]
    assert "| Mô hình | giảm 4 | 1 |" in section


MOMENTS = [
    ("21/3/2025 16:00", "2025-03-21T16:00:00+07:00", 5),
    ("2025-03-21T09:00:00Z", "2025-03-21T16:00:00+07:00", 5),
    ("2025-03-21T17:00+07:00", "2025-03-21T17:00:00+07:00", 7),
    ("21/3/2025", "2025-03-21T23:59:59+07:00", 7),
    ("20/3", "2025-03-20T23:59:59+07:00", 5),
    ("2025-03-11", "2025-03-11T23:59:59+07:00", 0),
]


@pytest.mark.parametrize(("text", "moment", "entries"), MOMENTS)
def test_moments(known: Path, text: str, moment: str, entries: int) -> None:
    add_later(known)
    text = "2025-03-20" if text == "20/3" else text
    said = ask(known, "status", "--json", "--known-at", text, today="2025-04-30").json
    assert (said["known_at"], said["entries"]) == (moment, entries)


def test_without_a_day_of_its_own_the_past_is_seen_from_its_day(known: Path) -> None:
    add_later(known)
    said = tracker("status", "--json", "--known-at", "21/3/2025 16:00", cwd=known).json
    assert said["as_of"] == "2025-03-21"
    assert (
        tracker("status", "--json", "--known-at", "21/3/2025", "--today", "2025-03-20", cwd=known).json["as_of"]
        == "2025-03-20"
    )
    report = tracker("report", "weekly", "--json", "--known-at", SIGNED, cwd=known).json
    assert (report["week"], report["as_of"]) == ("2025-W12", "2025-03-21")


def test_before_the_commands_name_and_after_it(known: Path) -> None:
    add_later(known)
    assert ask(known, "--known-at", SIGNED, "status").out == ask(known, "status", "--known-at", SIGNED).out
    assert NOTE in ask(known, "--known-at", SIGNED).out


def test_the_line_speaks_vietnamese(known: Path) -> None:
    said = ask(known, "status", "--known-at", SIGNED, TRACKER_LANG="vi").out
    assert "Số liệu như đã biết đến 21/03/2025 16:00; không tính những gì ghi sau đó." in " ".join(said.split())


@pytest.mark.parametrize(
    ("text", "exit_code", "code"),
    [
        ("lúc nãy", 2, "bad-known-at"),
        ("31/2/2025", 2, "no-such-day"),
        ("28/2/2025 25:00", 2, "bad-known-at"),
        ("2025-02-28T16:00:00+99:00", 2, "bad-known-at"),
        ("0123456789abcdef", 3, "head-not-found"),
        ("20250228", 2, "bad-known-at"),
    ],
)
def test_what_is_no_moment_is_refused(known: Path, text: str, exit_code: int, code: str) -> None:
    tracker("status", "--known-at", text, cwd=known).refused(exit_code, code)


WRITING = [
    "log -u a -c mo-hinh -q 1", "log -u a -c mo-hinh -q 1 -n", "import ket-qua.csv", "submit -u a", "void 1-1 --reason nhầm",
    "amend 1-1 -q 3 --reason nhầm", "undo", "backup", "restore b.db --yes", "fsck", "demo --dir x",
    "template -u a",
]  # fmt: skip


@pytest.mark.parametrize("command", WRITING)
def test_nothing_is_recorded_in_the_past(known: Path, command: str) -> None:
    (known / "ket-qua.csv").write_text("date,unit,criterion,quantity\n5/3/2025,a,mo-hinh,1\n", encoding="utf-8")
    tracker("backup", "b.db", cwd=known)
    ask(known, "status")  # keeps the definition
    before = (known / "tracker.db").read_bytes()
    arguments = [word.replace("nhầm", "ghi nhầm") for word in command.split()]
    for said in (
        tracker(*arguments, "--known-at", SIGNED, cwd=known, TRACKER_TODAY="2025-03-21"),
        tracker("--known-at", SIGNED, *arguments, cwd=known, TRACKER_TODAY="2025-03-21"),
    ):
        said.refused(2, "known-at-writes")
    assert (known / "tracker.db").read_bytes() == before
    assert not (known / "x").exists()


def test_a_store_that_does_not_exist_knew_nothing(small: Path) -> None:
    assert ask(small, "status", "--json", "--known-at", SIGNED).json["entries"] == 0
    assert not (small / "tracker.db").exists()


def test_a_moment_to_come_leaves_nothing_out(known: Path) -> None:
    add_later(known)
    now = ask(known, "status", "--json", today="2025-04-30").json
    later = datetime.now().astimezone() + timedelta(days=3)  # noqa: TID251 a test may look at the clock
    said = ask(known, "status", "--json", "--known-at", later.isoformat(timespec="seconds"), today="2025-04-30").json
    assert said.pop("known_at")
    assert said == now
