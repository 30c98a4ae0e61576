"""tracker report phase and final: one set of figures in every format, and phases that were closed as they were then."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker
from tests.cli.papers import read, review_paper, tables, texts
from tests.cli.test_screens import LANGUAGES, masked, plain
from tests.fixtures.contest import TODAY, make_contest

Golden = Callable[[str, str], None]
LATER = "2025-06-01"


@pytest.fixture(scope="module")
def contest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_contest(tmp_path_factory.mktemp("review") / "contest")


def say(folder: Path, command: str, today: str = TODAY, **more: Any) -> Result:
    return tracker(*command.split(), cwd=folder, TRACKER_TODAY=today, **more)


def done(folder: Path, command: str, today: str = TODAY, **more: Any) -> Result:
    said = say(folder, command, today, **more)
    assert (said.code, said.err) == (0, ""), said
    return said


@LANGUAGES
def test_what_people_read(contest: Path, golden: Golden, lang: str) -> None:
    phase = done(contest, "report phase dot-1 -f md", TRACKER_LANG=lang).out
    final = done(contest, "report final -f md", TRACKER_LANG=lang).out
    golden(f"review.{lang}.md", masked(f"{phase}\n{final}"))
    screens = [done(contest, "report phase dot-2", screen=size, TRACKER_LANG=lang).out for size in (80, 120)]
    golden(f"review.{lang}.txt", "\n\n".join(masked(plain(one)) for one in screens))


@pytest.mark.parametrize("phase", ["dot-1", "dot-2"])
def test_figures_and_ranks_are_those_of_the_other_commands(contest: Path, phase: str) -> None:
    review = done(contest, f"report phase {phase} --json").json
    rank = done(contest, f"rank --phase {phase} --json").json
    assert review["clusters"] == rank["clusters"]
    assert review["notices"] == rank["notices"]
    status = done(contest, "status --json", today={"dot-1": "2025-03-31", "dot-2": "2025-04-30"}[phase]).json
    for one, other in zip(review["criteria"], status["criteria"], strict=True):
        own = one["by_span"][0]
        assert (own["actual"], own["target"], own["attainment"]) == (
            *(other["phase"]["actual"], other["phase"]["target"], other["phase"]["attainment"]),
        )
    returns = done(contest, f"returns --phase {phase} --json").json
    assert (review["returns"]["total"], review["returns"]["groups"]) == (returns["total"], returns["groups"])


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_final_review_says_where_each_phase_left_a_unit(tmp_path: Path, *, is_closed: bool) -> None:
    contest = make_contest(tmp_path / "contest")
    for phase in ("dot-1", "dot-2") if is_closed else ():
        assert say(contest, f"close {phase} --yes").code == 0
    final = done(contest, "report final --json").json
    places = {one["unit"]: {place["phase"]: place for place in one["places"]} for one in final["places"]}
    for phase in ("dot-1", "dot-2"):
        for group in done(contest, f"rank --phase {phase} --json").json["clusters"]:
            for unit in group["units"]:
                place = places[unit["id"]][phase]
                assert (place["rank"], place["total"]) == (unit["rank"], unit["total"])
    assert [one["phase"] for one in final["spans"]] == ["dot-1", "dot-2", None]
    models = final["criteria"][0]["by_span"]
    assert models[0]["actual"] + models[1]["actual"] == models[2]["actual"]
    assert models[0]["target"] + models[1]["target"] == models[2]["target"]
    page = done(contest, "report final -f md").out
    assert ("Provisional as long as a phase is not closed" in page) is not is_closed


def test_a_table_has_a_row_for_each_criterion_and_span(contest: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(done(contest, "report final -f csv").out)))
    final = done(contest, "report final --json").json
    assert len(rows) == 3 * len(final["criteria"])
    rate = next(one for one in rows if (one["phase"], one["criterion"]) == ("dot-2", "kham-pha"))
    told = next(one for one in final["criteria"] if one["id"] == "kham-pha")["by_span"][1]
    assert (float(rate["actual"]), float(rate["numerator"])) == (told["actual"]["value"], told["actual"]["numerator"])
    assert {one["head"] for one in rows} == {final["head"]}
    assert {one["entries"] for one in rows} == {str(final["entries"])}
    weekly = list(csv.DictReader(io.StringIO(done(contest, "report weekly --week 2025-W14 -f csv").out)))
    shown = done(contest, "report weekly --week 2025-W14 --json").json
    assert [one["phase"] for one in weekly if one["criterion"] == "mo-hinh"] == ["dot-1", "dot-2", ""]
    assert [one["week"] for one in weekly if one["criterion"] == "mo-hinh"] == [
        str(one) for one in (*(part["week"] for part in shown["criteria"][0]["by_span"]), shown["criteria"][0]["week"])
    ]


@pytest.mark.parametrize(
    ("command", "today", "code", "problem"),
    [
        ("report phase dot-2", "2025-03-31", 3, "error[phase-not-begun]"),
        ("report final", "2025-02-28", 3, "error[phase-not-begun]"),
        ("report phase dot-9", TODAY, 3, "error[phase-not-found]"),
        ("report phase dot-1 -u zz", TODAY, 3, "error[unit-not-found]"),
        ("report phase", TODAY, 2, "error: Missing argument 'PHASE'"),
        ("report final -f ics", TODAY, 2, "'ics' is not one of"),
    ],
)
def test_what_is_refused(contest: Path, command: str, today: str, code: int, problem: str) -> None:
    said = say(contest, command, today=today)
    assert (said.code, said.out, problem in said.err) == (code, "", True), said


def test_an_empty_store_and_the_first_day(tmp_path: Path) -> None:
    folder = define(tmp_path / "small")
    for command in ("report phase dot-1", "report final"):
        page = done(folder, command, today="2025-03-01").out
        assert "provisional: day 1 of" in page
        assert "Nothing was logged" in page
        assert "As of 01/03/2025 · 0 entries counted, 0 voided" in page
    assert not (folder / "tracker.db").exists()


def test_voided_entries_are_told_in_every_report(tmp_path: Path) -> None:
    folder = define(tmp_path / "small")
    for unit, quantity in (("a", "3"), ("b", "2"), ("a", "9")):
        done(folder, f"log -u {unit} -c mo-hinh -q {quantity} -d 5/3", today="2025-03-10")
    done(folder, "void 1-3 --reason nhầm", today="2025-03-10")
    done(folder, "amend 1-1 -q 4 --reason sửa", today="2025-03-10")  # not voided: something stands for it
    for command in ("report weekly --week 2025-W10", "report phase dot-1", "report final"):
        assert done(folder, f"{command} --json", today="2025-03-10").json["voided"] == 1, command
        assert "2 entries counted, 1 voided" in done(folder, command, today="2025-03-10").out
    states = [done(folder, f"show 1-{number} --json", today="2025-03-10").json["state"] for number in (1, 2, 3)]
    assert states == ["amended", "current", "voided"]
    assert done(folder, "report weekly --week 2025-W10 -u b --json", today="2025-03-10").json["voided"] == 0


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    folder = define(tmp_path / "small")
    for unit, day, quantity in (("a", "5/3", "3"), ("b", "6/3", "20"), ("c", "12/3", "4"), ("a", "1/4", "1")):
        done(folder, f"log -u {unit} -c mo-hinh -q {quantity} -d {day}", today="2025-04-02")
    done(folder, "close dot-1 --yes", today="2025-04-02")
    return folder


def test_in_a_final_review_closed_phases_stay_as_they_were(closed: Path) -> None:
    before = done(closed, "report final --json", today="2025-05-05").json
    (first, *_) = before["criteria"][0]["by_span"]
    assert (first["actual"], first["target"], before["spans"][0]["closed"]) == (27, 31, True)
    done(closed, "log -u a -c mo-hinh -q 9 -d 5/3 --late muộn", today="2025-05-05")
    path = closed / "campaigns.yaml"
    path.write_text(path.read_text("utf-8").replace("target: 31, per: phase", "target: 50, per: phase"), "utf-8")
    after = done(closed, "report final --json", today="2025-05-05").json
    spans = {one["phase"]: one for one in after["criteria"][0]["by_span"]}
    assert spans["dot-1"] == first
    assert (spans["dot-2"]["actual"], spans["dot-2"]["target"]) == (1, 50)
    assert (spans[None]["actual"], after["late"]) == (37, [{"phase": "dot-1", "entries": 1}])
    models = next(
        one for one in texts(review_paper(closed, None, "2025-05-05", lang="vi")) if one.startswith("- Mô hình:")
    )
    assert "trong đó Đợt 1: 27; Đợt 2: 1; ghi nhận muộn sau khi chốt: 9" in models
    whole = tables(review_paper(closed, None, "2025-05-05"))[2]
    assert [column.title for column in whole.columns][3:5] == ["Recorded late", "Result"]
    assert [getattr(cell, "text", "") for cell in whole.rows[0]][3:5] == ["9", "37"]
    page = done(closed, "report final -f md", today="2025-05-05").out
    assert "Recorded late after Đợt 1 was closed: 1 entry" in page
    assert re.search(r"^## Đợt 1 .* · closed$", page, re.MULTILINE)


def test_what_lies_ahead_lies_ahead_of_the_day_it_is_looked_from(tmp_path: Path) -> None:
    folder = define(tmp_path / "small")
    path = folder / "campaigns.yaml"
    more = "      - {title: Tổng kết, due: 15/5/2025}\n"
    path.write_text(path.read_text("utf-8") + more, "utf-8")

    def ahead(command: str, today: str) -> list[tuple[str, int]]:
        due = done(folder, f"report {command} --json", today=today).json["deadlines"]
        return [(one["title"], one["days_left"]) for one in due]

    assert ahead("phase dot-1", "2025-04-05") == [("Sơ kết Đợt 1", 3), ("Báo cáo tuần", 6), ("Tổng kết", 40)]
    assert ahead("phase dot-1", "2025-05-06") == [("Tổng kết", 9)]
    assert ahead("final", "2025-04-05") == [("Sơ kết Đợt 1", 3), ("Tổng kết", 40)]
    assert ahead("final", "2025-05-05") == [("Tổng kết", 10)]
    assert ahead("final", "2025-06-05") == []
    plans = read(review_paper(folder, None, "2025-05-05", lang="vi").body)
    assert next(text for heading, text in plans.items() if heading.startswith("IV.")) == [
        "- Chậm nhất ngày 15/5/2025 (thứ Năm): Tổng kết."
    ]


def test_the_page_of_a_closed_phase_says_so(closed: Path) -> None:
    said = done(closed, "report phase dot-1", today=LATER)
    document = done(closed, "report phase dot-1 --json", today=LATER).json
    assert "closed on 02/04/2025: what was recorded since is not in it" in said.out
    assert (document["closed"]["closed_on"], document["over"]) == ("2025-04-02", True)
    assert f"closing {document['closed']['sha256'][:16]}" in said.out
    done(closed, "reopen dot-1 --reason x", today="2025-04-03")
    assert "provisional until tracker close dot-1" in done(closed, "report phase dot-1", today=LATER).out


def test_a_store_as_it_was_known_before_the_closing(closed: Path) -> None:
    head = done(closed, "report phase dot-1 --json", today=LATER).json["head"]
    done(closed, "log -u a -c mo-hinh -q 9 -d 5/3 --late muộn", today=LATER)
    known = done(closed, f"report phase dot-1 --json --known-at {head[:16]}", today=LATER).json
    assert (known["closed"], known["criteria"][0]["by_span"][0]["actual"]) == (None, 27)


def test_what_is_worth_telling_of_stands_in_every_report_of_its_days(tmp_path: Path) -> None:
    folder = define(tmp_path / "small")
    for more in ("-d 5/3 --model --note Camera", "-d 2/4 --highlight --note Cứu-dân", "-d 6/3"):
        done(folder, f"log -u a -c mo-hinh -q 2 {more}", today="2025-04-05")
    add = "commend add bang-khen --level tinh --collectives 3 --individuals 5 --number 12/QĐ"
    done(folder, f"{add} --phase dot-1 -d 3/4/2025", today="2025-04-05")
    seen = {
        command: done(folder, f"report {command} --json", today="2025-04-30").json
        for command in ("phase dot-1", "phase dot-2", "final", "weekly --week 2025-W10", "weekly --week 2025-W14")
    }
    notes = {command: [one["note"] for one in document["highlights"]] for command, document in seen.items()}
    assert notes == {
        "phase dot-1": ["Camera"], "phase dot-2": ["Cứu-dân"], "final": ["Camera", "Cứu-dân"],
        "weekly --week 2025-W10": ["Camera"], "weekly --week 2025-W14": ["Cứu-dân"],
    }  # fmt: skip
    given = {command: document["commendations"]["collectives"] for command, document in seen.items()}
    assert given == {
        "phase dot-1": 3, "phase dot-2": 0, "final": 3, "weekly --week 2025-W10": 0, "weekly --week 2025-W14": 3,
    }  # fmt: skip
    page = done(folder, "report final -f md", today="2025-04-30").out
    for text in ("Exemplary cases and models", "Cứu-dân", "model", "exemplary case", "3 collectives and 5 individuals"):
        assert text in page
    assert "Cứu-dân" in done(folder, "report weekly --week 2025-W14 -f md", today="2025-04-30").out
    assert "Commendations" not in done(folder, "report phase dot-2 -f md", today="2025-04-30").out


@pytest.mark.parametrize("suffix", ["json", "csv", "md", "html", "txt"])
def test_the_same_day_gives_the_same_bytes(contest: Path, tmp_path: Path, suffix: str) -> None:
    said = []
    for number in range(2):
        path = tmp_path / f"{number}.{suffix}"
        done(contest, f"report final -o {path}")
        said.append(path.read_bytes())
    assert said[0] == said[1]
    assert said[0]
