"""Slips in the register of commendations: what is refused, passed over or warned of before it is kept."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker

TODAY = "2025-04-20"
ADD = ("commend", "add", "giay-khen", "--collectives", "2")
PROPOSE = (*ADD, "--proposal", "--date", "10/4/2025")
WARNS = "warning[note-personal-data]"


def run(folder: Path, *command: str, **more: Any) -> Result:
    return tracker(*command, cwd=folder, **{"TRACKER_TODAY": TODAY, **more})


def said(folder: Path, *command: str) -> str:
    done = run(folder, *command)
    assert (done.code, done.err) == (0, ""), done
    return done.out


def listed(folder: Path) -> list[dict[str, Any]]:
    return list(json.loads(said(folder, "commend", "list", "--json"))["commendations"])


def imported(folder: Path) -> tuple[int, int, int]:
    """The rows of cl.csv, how many of them are written and how many were there."""
    document = json.loads(said(folder, "commend", "import", "cl.csv", "--json"))
    return document["rows"], document["written"], document["already_there"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_refusal_needs_a_reason(small: Path, reason: str) -> None:
    said(small, *PROPOSE)
    run(small, "commend", "decide", "1-1", "--refused", reason).refused(2, "refused-unexplained")
    assert [one["state"] for one in listed(small)] == ["proposed"]


def test_a_list_taken_in_where_it_was_written_adds_nothing(small: Path) -> None:
    """Neither what was decided since it was proposed nor what was refused; new rows beside them are written."""
    said(small, *ADD, "--number", "5/QĐ")
    for decision in ("--number=9/QĐ", "--refused=Chưa đủ tiêu chuẩn"):
        proposal = said(small, *PROPOSE).strip()
        said(small, "commend", "decide", proposal, decision)
    said(small, "commend", "list", "-o", "cl.csv")
    assert imported(small) == (3, 0, 3)
    with (small / "cl.csv").open("a", encoding="utf-8") as file:
        file.write(",2025-04-01,decided,bang-khen,,1,,,,,,,,,,\n")
    assert imported(small) == (4, 1, 3)
    assert len(listed(small)) == 4


def test_the_same_id_in_another_store_is_another_commendation(small: Path, tmp_path: Path) -> None:
    said(small, *ADD)
    said(small, "commend", "list", "-o", "cl.csv")
    other = define(tmp_path / "other")
    said(other, "commend", "add", "bang-khen", "--individuals", "1")
    text = (small / "cl.csv").read_text(encoding="utf-8")
    (other / "cl.csv").write_text(re.sub(r"\d{4}-\d\d-\d\dT", "2020-01-02T", text), encoding="utf-8")
    assert imported(other) == (1, 1, 0)


def test_a_note_is_kept_after_a_warning(small: Path) -> None:
    note = (*ADD, "--note", "Nguyễn Văn Mẫu, CCCD 0380...")
    piped = run(small, *note)
    assert (piped.code, piped.out, piped.err.count(WARNS)) == (0, "1-1\n", 1)
    refused = run(small, *note, typed="no\n")
    assert refused.code == 1
    assert refused.err.index(WARNS) < refused.err.index("Go on?")
    assert len(listed(small)) == 1
    assert run(small, *note, "--yes", typed="").code == 0
    assert WARNS not in run(small, *ADD, typed="").err
    assert len(listed(small)) == 3


@pytest.mark.parametrize(
    ("typed", "code", "problem"),
    [
        ("bang-khen --collectives 1000000", 1, "quantity-too-large"),
        ("bang-khen --individuals 1.000.000", 1, "quantity-too-large"),
        ("bang-khen,giay-khen,bang-khen --collectives 1", 2, "award-repeated"),
    ],
)
def test_what_nobody_can_mean(small: Path, typed: str, code: int, problem: str) -> None:
    run(small, "commend", "add", *typed.split()).refused(code, problem)
    assert said(small, "commend", "add", "bang-khen", "--collectives", "999.999") == "1-1\n"


def test_one_name_is_one(small: Path) -> None:
    (small / "campaigns.yaml").write_text(
        (small / "campaigns.yaml").read_text(encoding="utf-8")
        + "    letterhead:\n      agencies: [A, B]\n      symbol: PX03\n      place: Thanh Hóa\n",
        encoding="utf-8",
    )
    said(small, *ADD)
    said(small, "commend", "name", "1-1", "An Bình", "--collective")
    done = run(small, "commend", "annex", "1-1", "-f", "md")
    assert (
        "warning[recipients-differ]: collectives of 1-1: xuan-recipients.csv names 1, the register counts 2" in done.err
    )


@pytest.mark.parametrize(("lang", "sentence"), [("en", "Nobody was commended yet; 1"), ("vi", "Chưa khen thưởng; 1")])
def test_a_report_begins_its_sentence_with_a_capital(small: Path, lang: str, sentence: str) -> None:
    said(small, *PROPOSE)
    report = run(small, "report", "phase", "dot-2", "-f", "md", TRACKER_LANG=lang)
    assert f"\n{sentence}" in report.out


def test_columns_nobody_types_are_not_offered(small: Path) -> None:
    (small / "cl.csv").write_text("colour,size\n1,2\n", encoding="utf-8")
    done = run(small, "commend", "import", "cl.csv")
    done.refused(1, "columns-missing")
    assert "award, level" in done.err
    assert "-id" not in done.err


def test_a_proposal_signed_before_it_was_proposed_is_warned_of(small: Path) -> None:
    said(small, *PROPOSE)
    early = run(small, "commend", "proposal", "--signed-on", "9/4/2025", "-f", "md")
    assert (early.code, early.err.count("warning[signed-before-proposed]")) == (0, 1)
    assert "signed-before" not in run(small, "commend", "proposal", "--signed-on", "10/4/2025", "-f", "md").err


def test_names_under_the_number_of_a_decision_go_to_the_line_of_their_award(small: Path) -> None:
    for award in ("bang-khen", "giay-khen"):
        said(small, "commend", "add", award, "--collectives", "1", "--number", "5/QĐ")
    rows = "commendation,kind,name,award\n5/QĐ,collective,An Bình,Bằng khen\n5/qđ,collective,Hòa Bình,giay-khen\n"
    (small / "xuan-recipients.csv").write_text(rows, encoding="utf-8")
    for id_, own, other in (("1-1", "An Bình", "Hòa Bình"), ("1-2", "Hòa Bình", "An Bình")):
        page = said(small, "commend", "annex", id_, "-f", "md")
        assert (own in page, other in page) == (True, False)


def test_names_stay_with_what_was_voided_and_came_back(small: Path) -> None:
    said(small, *ADD)
    said(small, "commend", "name", "1-1", "An Bình", "--collective")
    said(small, "commend", "name", "1-1", "Hòa Bình", "--collective")
    said(small, "void", "1-1", "--reason", "nhầm")
    said(small, "undo")
    (back,) = listed(small)
    assert back["id"] != "1-1"
    assert "Hòa Bình" in said(small, "commend", "annex", str(back["id"]), "-f", "md")


def test_notes_of_a_file_are_warned_of(small: Path) -> None:
    (small / "cl.csv").write_text(
        "date,award,individuals,note\n10/4/2025,giay-khen,1,Nguyễn Văn Mẫu\n", encoding="utf-8"
    )
    for option in ((), ("-n",)):
        done = run(small, "commend", "import", "cl.csv", *option)
        assert (done.code, done.err.count(WARNS)) == (0, 1)
    said(small, "commend", "list", "-o", "cl.csv")
    assert WARNS not in run(small, "commend", "import", "cl.csv").err


def test_a_folder_of_names_is_called_by_its_name(small: Path) -> None:
    said(small, *ADD)
    done = run(small, "commend", "annex", "1-1", "--names", ".")
    done.refused(1, "file-unreadable")
    assert "]: . cannot be read" in done.err


@pytest.mark.parametrize("number", ["15/TTr-PX03", "x", "1234567"])
def test_a_paper_takes_its_number_without_its_symbol(small: Path, number: str) -> None:
    """As the texts of a report do; the symbol would stand there twice."""
    said(small, *PROPOSE)
    run(small, "commend", "proposal", "--number", number).refused(1, "bad-paper-number")
    assert "No. 15a/TTr" in said(small, "commend", "proposal", "--number", "15a", "-f", "md")
