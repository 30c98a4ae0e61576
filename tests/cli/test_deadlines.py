"""Deadlines as people and programs see them: moved over Tết, done and overdue, in weeks that begin on a Friday."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker

Ask = Callable[..., Result]
TET = "2025-02-01"


@pytest.mark.parametrize(("lang", "moved"), [("en", "moved from 31/01"), ("vi", "dời từ 31/01")])
def test_a_return_that_falls_into_tet_is_due_on_the_next_working_day(ask_demo: Ask, lang: str, moved: str) -> None:
    for command in ("status", "deadlines", "units --missing --week 2025-W05"):
        said = ask_demo(*command.split(), "--today", TET, TRACKER_LANG=lang, COLUMNS="200").out
        (line,) = [line for line in said.splitlines() if moved in line]
        assert "03/02" in line, said
    due = ask_demo("deadlines", "--json", "--today", TET).json["deadlines"][1]
    assert {key: due[key] for key in ("due_on", "due_at", "original_on", "covers", "state", "period")} == {
        "due_on": "2025-02-03",
        "due_at": "2025-02-03T16:00:00+07:00",
        "original_on": "2025-01-31",
        "covers": {"start": "2025-01-27", "end": "2025-02-02"},
        "state": "ahead",
        "period": "weekly",
    }


def test_every_date_is_listed_with_what_became_of_it(ask_demo: Ask) -> None:
    said = ask_demo("deadlines", "--all", "--json", "--today", "2025-03-01").json["deadlines"]
    assert [one["due_on"] for one in said] == sorted(one["due_on"] for one in said)
    assert len(said) == 49 + 3
    states = {state: [one["due_on"] for one in said if one["state"] == state] for state in ("overdue", "done", "ahead")}
    assert (states["overdue"][0], states["overdue"][-1], len(states["overdue"])) == ("2024-09-20", "2025-02-28", 24)
    assert states["done"] == ["2025-02-10"]  # the review of the first phase
    assert (states["ahead"][0], states["ahead"][-1]) == ("2025-03-07", "2025-08-31")
    screen = ask_demo("deadlines", "--all", screen=100).out.splitlines()
    assert any("10/02/2025" in line and "done" in line for line in screen)
    rows = ask_demo("deadlines", "--all", "-f", "csv").out.splitlines()
    assert len(rows) == len(said) + 1


def test_a_return_is_done_with_once_all_have_filed_it(small: Path) -> None:
    for unit in ("d", "a", "b", "c"):
        assert tracker("submit", "-u", unit, "--week", "2025-W10", "--today", "2025-03-10", cwd=small).code == 0
    first = tracker("deadlines", "--all", "--json", "--today", "2025-03-10", cwd=small).json["deadlines"][0]
    assert (first["due_on"], first["missing"], first["state"]) == ("2025-03-07", 0, "done")


@pytest.fixture
def fridays(tmp_path: Path) -> Path:
    """A campaign whose weeks run from Friday to Thursday; returns about a week are due on the Friday after it."""
    folder = define(tmp_path / "fridays", "xuan")
    path = folder / "campaigns.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("    phases:\n", "    week_start: friday\n    phases:\n", 1)
    text = text.replace("return: weekly}", "return: weekly, covers: previous}")
    path.write_text(text, encoding="utf-8")
    return folder


def test_weeks_begin_where_the_campaign_says(fridays: Path) -> None:
    """Weeks of reporting from Friday 7/3 to Thursday 13/3: W11, whose fourth day is Monday 10/3."""

    def ask(*arguments: str, today: str = "2025-03-12") -> Result:
        done = tracker(*arguments, "--today", today, cwd=fridays)
        assert done.code == 0, done
        return done

    for day in ("2025-03-06", "2025-03-07", "2025-03-12"):
        ask("log", "-u", "a", "-c", "mo-hinh", "-q", "1", "-d", day)
    assert "week 07/03-13/03 (2/9)" in ask("status").out
    weekly = ask("report", "weekly", "--json").json
    assert (weekly["week"], weekly["start"], weekly["end"]) == ("2025-W11", "2025-03-07", "2025-03-13")
    first = weekly["criteria"][0]
    assert (first["week"], first["previous_week"]) == (2, 1)
    assert ask("report", "weekly", "--week", "2025-W11", "--json").out == ask("report", "weekly", "--json").out
    assert ask("report", "weekly", "--week", "last", "--json").json["week"] == "2025-W10"
    listed = ask("ls", "--week", "2025-W11", "--json").json["achievements"]
    assert [one["date"] for one in listed] == ["2025-03-07", "2025-03-12"]
    assert len(ask("ls", "--since", "2025-W11", "--json").json["achievements"]) == 2
    book = Path(fridays / ask("template", "-u", "a").out.strip())
    assert book.name == "xuan-a-2025-W11.xlsx"
    filed = ask("submit", "-u", "a", "--week", "2025-W11", "--json", today="2025-03-14").json
    assert (filed["start"], filed["end"]) == ("2025-03-07", "2025-03-13")
    missing = ask("units", "--missing", "--json", today="2025-03-15").json
    assert (missing["week"], missing["due_on"], missing["actual"]) == ("2025-W11", "2025-03-14", 1)


def test_a_week_of_a_file_is_that_of_its_campaign(fridays: Path, tmp_path: Path) -> None:
    rows = "unit,Mô hình\na,1\n".encode()
    done = tracker("import", "-", "--week", "2025-W10", "--today", "2025-03-12", cwd=fridays, stdin=rows)
    assert done.code == 0, done
    (entry,) = tracker("ls", "--json", "--today", "2025-03-12", cwd=fridays).json["achievements"]
    assert entry["date"] == "2025-03-06"  # a Thursday
    both = define(tmp_path / "both", "xuan", "he")
    text = (both / "campaigns.yaml").read_text(encoding="utf-8")
    (both / "campaigns.yaml").write_text(text.replace("    phases:\n", "    week_start: sunday\n    phases:\n", 1))
    week = ("import", "-", "--week", "2025-W10", "--today", "2025-03-12")
    tracker(*week, cwd=both, stdin=rows).refused(2, "campaign-ambiguous")
    assert tracker(*week, "-C", "he", cwd=both, stdin=rows).code == 0


def test_the_reminder_names_what_is_to_be_done_and_says_so_by_its_exit_code(small: Path) -> None:
    def remind(today: str, *arguments: str) -> Result:
        return tracker("remind", "--today", today, *arguments, cwd=small)

    nothing = remind("2025-03-03")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "")
    soon = remind("2025-03-05")
    assert soon.code == 1
    assert "07/03 (Friday)  Weekly" not in soon.out
    assert "Báo cáo tuần 03/03-09/03: 4/4 units have not filed" in soon.out
    assert remind("2025-03-05", "--within", "1d").code == 0
    assert remind("2025-03-03", "--within", "1w").code == 1
    for unit in ("d", "a", "b", "c"):
        assert tracker("submit", "-u", unit, "--week", "2025-W10", "--today", "2025-03-06", cwd=small).code == 0
    assert remind("2025-03-06").code == 0  # all have filed
    late = remind("2025-03-15", "--json")
    assert (late.code, late.json["within_days"]) == (1, 3)
    ((only,),) = [one["deadlines"] for one in late.json["campaigns"]]
    assert (only["due_on"], only["state"], only["missing"]) == ("2025-03-14", "overdue", 4)
    assert "Overdue" in remind("2025-03-15").out
    silent = remind("2025-04-02").out
    assert "sent nothing for more than 14 days" in silent
    assert remind("2026-01-01").code == 0  # nobody is reminded of a campaign of last year
    assert remind("2025-03-15", "--within", "soon").refused(2, "bad-days")
    written = remind("2025-03-15", "-o", "remind.json")
    assert (written.code, written.out) == (1, "")
    assert json.loads((small / "remind.json").read_text(encoding="utf-8"))["schema"] == "tracker.remind/1"


def test_a_locked_return_is_chased_no_more(small: Path) -> None:
    path = small / "campaigns.yaml"
    text = path.read_text(encoding="utf-8")
    extra = "lock_after: 2 days, exceptions: [{week: 2025-W10, until: 12/3/2025, reason: Lũ, units: [a]}]"
    path.write_text(text.replace("return: weekly}", f"return: weekly, {extra}}}"), encoding="utf-8")

    def due(today: str) -> list[str]:
        campaigns = tracker("remind", "--today", today, "--within", "0d", "--json", cwd=small).json["campaigns"]
        return [one["due_on"] for campaign in campaigns for one in campaign["deadlines"]]

    assert due("2025-03-08") == ["2025-03-07"]
    assert due("2025-03-12") == ["2025-03-07"]  # unit a may file until then
    assert due("2025-03-13") == []


def test_a_reminder_is_for_every_campaign_that_needs_one(tmp_path: Path) -> None:
    both = define(tmp_path / "both", "xuan", "he")
    said = tracker("remind", "--today", "2025-03-06", "--json", cwd=both).json["campaigns"]
    assert [one["id"] for one in said] == ["xuan", "he"]
    one = tracker("remind", "--today", "2025-03-06", "-C", "he", cwd=both)
    assert (one.code, one.out.count("Phong trào")) == (1, 1)


def listed(folder: Path, today: str, *command: str) -> list[str]:
    """The overdue returns that a command names, by their due days."""
    said = tracker(*command, "--json", "--today", today, cwd=folder).json
    parts = said.get("campaigns", [said])
    return [one["due_on"] for part in parts for one in part["deadlines"] if one["days_left"] < 0]


def test_a_return_is_chased_for_thirty_days_only_where_it_is_never_locked(small: Path) -> None:
    assert listed(small, "2025-04-08", "remind")[0] == "2025-03-14"
    path = small / "campaigns.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("return: weekly}", "return: weekly, lock_after: 40 days}"), encoding="utf-8")
    assert listed(small, "2025-04-08", "remind")[0] == "2025-03-07"
    assert listed(small, "2025-04-17", "remind")[0] == "2025-03-14"


@pytest.mark.parametrize("lock", ["", ", lock_after: 10 days"])
def test_deadlines_name_every_overdue_return_that_the_reminder_names(small: Path, lock: str) -> None:
    path = small / "campaigns.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("return: weekly}", f"return: weekly{lock}}}"), "utf-8")
    for today in ("2025-03-10", "2025-03-22", "2025-04-02"):
        assert listed(small, today, "deadlines") == listed(small, today, "remind")
    assert len(listed(small, "2025-03-22", "deadlines")) == (2 if lock else 3)


@pytest.mark.parametrize("today", ["2025-03-03", "2025-03-15"])
def test_the_reminder_is_a_page_too(small: Path, today: str) -> None:
    """On the first day there is nothing to be done, on the other there is."""
    page = tracker("remind", "-f", "html", "--today", today, cwd=small)
    assert (page.code, page.err) == (int(today == "2025-03-15"), "")
    assert "<title>Reminders</title>" in page.out
    assert ("Overdue" in page.out) is (today == "2025-03-15")
    assert tracker("remind", "-o", "r.html", "--today", today, cwd=small).code == page.code
    assert (small / "r.html").read_text(encoding="utf-8") == page.out


def test_the_week_of_a_list_is_counted_from_the_day_it_is_asked_as_of(small: Path) -> None:
    def week(*arguments: str) -> str:
        said = tracker("units", "--missing", "--json", "--today", "2025-04-05", *arguments, cwd=small).json
        return str(said["week"])

    assert week("--week", "last") == "2025-W13"
    assert week("--week", "last", "--on", "20/3/2025") == "2025-W11"
    assert week("--week", "-0", "--on", "20/3/2025") == "2025-W12"


def test_a_calendar_file_is_named_as_one(small: Path) -> None:
    tracker("deadlines", "--ics", "x.csv", cwd=small).refused(2, "formats-differ")
    assert not (small / "x.csv").exists()
