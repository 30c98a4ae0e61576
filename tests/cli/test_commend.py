"""The commendation register on the command line: what was given, what is proposed, totals, import, correction."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import define
from tests.cli.harness import Result, tracker
from tests.cli.test_completion import values
from tests.cli.test_naughty import NAUGHTY, Page
from tools.schemas import build_document_schemas
from tracker.domain.text import clean, unguard_formula

ROOT = Path(__file__).parents[2]
TODAY = "2025-04-20"
TOGETHER = ("commend", "add", "Bằng khen, Giấy khen", "--collectives", "34", "--individuals", "74")


@pytest.fixture
def office(small: Path) -> Path:
    """A folder with the merit of two levels, letters that are counted together with it, and a flag that is proposed."""
    merit = ("commend", "add", "bang-khen", "--date", "10/3/2025", "--number")
    said(small, *merit, "512/QĐ-UBND", "--level", "tỉnh", "--collectives", "3", "--decided-by", "Chủ tịch UBND tỉnh")
    said(small, *merit, "7/QĐ", "--level", "unit", "--individuals", "5", "-u", "An Bình")
    said(small, *TOGETHER)
    said(small, "commend", "add", "co-thi-dua-chinh-phu", "--collectives", "1", "--proposal", "--date", "2/4/2025")
    return small


def run(folder: Path, *command: str, **more: Any) -> Result:
    return tracker(*command, cwd=folder, **{"TRACKER_TODAY": TODAY, **more})


def said(folder: Path, *command: str, screen: int | None = None, lang: str = "en") -> str:
    done = run(folder, *command, screen=screen, TRACKER_LANG=lang)
    assert (done.code, done.err) == (0, ""), done
    return done.out


def listed(folder: Path, *options: str) -> Any:
    return json.loads(said(folder, "commend", "list", "--json", *options))


def ids(folder: Path, *options: str) -> list[str]:
    return [one["id"] for one in listed(folder, *options)["commendations"]]


def test_a_pipe_gets_the_id_and_a_screen_the_receipt(small: Path) -> None:
    assert said(small, *TOGETHER) == "1-1\n"
    assert said(small, *TOGETHER, "--number", "512/QĐ-UBND", "--date", "28/3/2025", screen=100).splitlines() == [
        "✔ Commendation · Certificate of Merit, Letter of Commendation  1-2",
        "  34 collectives and 74 individuals · 512/QĐ-UBND · Friday 28/03/2025 · Đợt 1",
        "  The whole campaign: 68 collectives and 148 individuals commended",
        "  Undo: tracker undo",
    ]
    proposal = ("commend", "add", "giay khen", "--individuals", "12", "--proposal", "--level", "cấp xã")
    assert said(small, *proposal, screen=100, lang="vi").splitlines() == [
        "✔ Đề nghị khen thưởng · Giấy khen  1-3",
        "  12 cá nhân · Xã · Chủ nhật 20/04/2025 · Đợt 2",
        "  Toàn phong trào: đã khen thưởng 68 tập thể và 148 cá nhân; 1 đề nghị đang chờ quyết định",
        "  Hoàn tác: tracker undo",
    ]


def test_a_rehearsal_makes_no_store(small: Path) -> None:
    assert said(small, *TOGETHER, "-n").startswith("A rehearsal: nothing was written.\n")
    document = json.loads(said(small, *TOGETHER, "-n", "--json"))
    assert (document["id"], document["totals"]["collectives"], document["dry_run"]) == (None, 34, True)
    assert not (small / "tracker.db").exists()


def test_totals_by_form_and_level(office: Path) -> None:
    totals = listed(office)["totals"]
    assert (totals["collectives"], totals["individuals"]) == (37, 79)
    assert [(one["awards"], one["level"], one["collectives"], one["individuals"]) for one in totals["decided"]] == [
        (["bang-khen"], "province", 3, 0),
        (["bang-khen"], "unit", 0, 5),
        (["bang-khen", "giay-khen"], None, 34, 74),
    ]
    assert [(one["awards"], one["level"]) for one in totals["proposed"]] == [(["co-thi-dua-chinh-phu"], "government")]
    screen = said(office, "commend", "list", screen=80, lang="vi").splitlines()
    assert max(map(len, screen)) <= 80
    assert screen[-4].split() == ["Bằng", "khen", "Tỉnh", "3", "0"]
    assert screen[-1].split() == ["Cộng", "37", "79"]


def test_the_list_is_filtered(office: Path) -> None:
    assert ids(office) == ["1-1", "1-2", "1-4", "1-3"]
    assert ids(office, "--award", "giấy khen") == ["1-3"]
    assert ids(office, "--award", "co-thi-dua-chinh-phu+giay-khen") == ["1-4", "1-3"]
    assert ids(office, "--titles") == ["1-4"]
    assert ids(office, "--forms", "--level", "province") == ["1-1"]
    assert ids(office, "--phase", "dot-2") == ["1-4", "1-3"]
    assert ids(office, "--proposed") == ["1-4"]
    assert ids(office, "--decided", "--refused") == ["1-1", "1-2", "1-3"]
    assert ids(office, "-u", "d") == ["1-2"]
    assert ids(office, "--today", "1/4/2025") == ["1-1", "1-2"]
    run(office, "commend", "list", "--titles", "--forms").refused(2, "lists-exclude")


def test_a_proposal_is_decided_or_refused(office: Path) -> None:
    said(office, "commend", "add", "giay-khen", "--individuals", "12", "--proposal", "--date", "1/4/2025")
    decide = ("commend", "decide", "1-5", "--individuals", "10", "--number", "9/QĐ", "--date", "5/4/2025")
    assert said(office, *decide, screen=80).splitlines()[:2] == [
        "✔ Proposal decided · Letter of Commendation  1-6",
        "  10 individuals · 9/QĐ · Saturday 05/04/2025 · Đợt 2",
    ]
    one = next(one for one in listed(office)["commendations"] if one["id"] == "1-5")
    assert (one["state"], one["individuals"], one["proposed_individuals"]) == ("decided", 10, 12)
    assert (one["number"], one["date"], one["proposed_on"], one["decision_id"]) == (
        *("9/QĐ", "2025-04-05", "2025-04-01", "1-6"),
    )
    run(office, *decide).refused(1, "proposal-decided")
    said(office, "commend", "decide", "1-4", "--refused", "Chưa đủ tiêu chuẩn")
    assert ids(office, "--refused") == ["1-4"]
    assert listed(office)["totals"]["proposed"] == []
    assert "Chưa đủ tiêu chuẩn" in said(office, "show", "1-7")
    assert ids(office, "--proposed", "--today", "3/4/2025") == ["1-5", "1-4"]


@pytest.mark.parametrize(
    ("command", "code", "problem"),
    [
        ("add khong-co --collectives 1", 3, "award-unknown"),
        ("add huan-chuong-h --collectives 1", 3, "award-unknown"),
        ("add Medal --collectives 1 -n", 0, ""),
        ("add bang-khen", 1, "nobody-commended"),
        ("add bang-khen --collectives 0", 1, "nobody-commended"),
        ("add bang-khen --collectives 1,5", 1, "not-a-whole-number"),
        ("add bang-khen --collectives 1 --level thon", 2, "award-level-unknown"),
        ("add co-thi-dua-chinh-phu --collectives 1 --level tinh", 1, "award-of-level"),
        ("add co-thi-dua-chinh-phu --individuals 1", 1, "award-not-for-individuals"),
        ("add chien-si-thi-dua-co-so --collectives 1", 1, "award-not-for-collectives"),
        ("add bang-khen --collectives 1 --date 28/2/2025", 1, "commended-before-campaign"),
        ("add bang-khen --collectives 1 --date 1/5/2025", 1, "day-to-come"),
        ("add bang-khen --collectives 1 --phase dot-9", 3, "phase-not-found"),
        ("decide 1-99", 3, "commendation-not-found"),
        ("decide 1-1", 1, "not-a-proposal"),
        ("decide 1-4 --collectives 2", 1, "more-than-proposed"),
        ("decide 1-4 --refused x --collectives 1", 2, "refused-counts"),
        ("decide 1-4 --date 1/4/2025", 1, "decided-before-proposed"),
    ],
)
def test_what_is_refused(office: Path, command: str, code: int, problem: str) -> None:
    done = run(office, "commend", *command.split())
    if problem:
        done.refused(code, problem)
    else:
        assert (done.code, done.err) == (code, "")
    assert ids(office) == ["1-1", "1-2", "1-4", "1-3"]


def test_a_commendation_long_after_its_phase_is_noted_for_it(small: Path) -> None:
    """The review of a phase is held when the next one runs; what follows the campaign is for all of it."""
    said(small, *TOGETHER, "--phase", "Đợt 1", "--date", "7/4/2025")
    said(small, *TOGETHER, "--date", "20/5/2025", "--today", "20/5/2025")
    phases = {one["id"]: one["phase"] for one in listed(small, "--today", "20/5/2025")["commendations"]}
    assert phases == {"1-1": "dot-1", "1-2": None}


def test_they_are_corrected_like_entries(office: Path) -> None:
    said(office, "commend", "decide", "1-4", "--number", "9")
    said(office, "void", "1-4", "--reason", "nhầm")
    assert ids(office) == ["1-1", "1-2", "1-3"]
    assert "2 events" in said(office, "undo")
    assert [one["state"] for one in listed(office, "--titles")["commendations"]] == ["decided"]
    said(office, "void", "1-3", "--reason", "trùng")
    assert listed(office)["totals"]["collectives"] == 4
    assert "Bằng khen" in said(office, "show", "1-1", lang="vi")
    assert said(office, "history", "1-1").count("commend add") == 1
    assert said(office, "fsck", "--full").startswith("✔")


def test_what_was_known_of_them(office: Path) -> None:
    before, head = listed(office), json.loads(said(office, "fsck", "--json"))["head"]
    said(office, "commend", "decide", "1-4")
    known = listed(office, "--known-at", head)
    assert known["commendations"] == before["commendations"]
    run(office, *TOGETHER, "--known-at", head).refused(2, "known-at-writes")


def test_the_journal_is_exported_with_them(office: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(said(office, "export", "--what", "journal"))))
    assert [(row["kind"], row["unit"], row["date"]) for row in rows[:2]] == [
        ("commendation", "", "2025-03-10"),
        ("commendation", "a", "2025-03-10"),
    ]
    assert json.loads(rows[2]["body"]) == {
        "awards": ["bang-khen", "giay-khen"], "collectives": 34, "individuals": 74, "phase": "dot-2"
    }  # fmt: skip


def test_a_ref_is_noted_once(small: Path) -> None:
    said(small, *TOGETHER, "--ref", "kt-1")
    assert said(small, *TOGETHER, "--ref", "kt-1", screen=80).startswith("Already there; nothing was added.\n")
    run(small, *TOGETHER, "--basis", "khác", "--ref", "kt-1").refused(1, "commendation-ref-differs")
    assert ids(small) == ["1-1"]


CSV = """\
Ngày,Hình thức,Cấp,Tập thể,Cá nhân,Số quyết định,Đợt,Đơn vị,Mã,Tình trạng
28/3/2025,"Bằng khen, Giấy khen",,34,74,,,,kt-1,
28/3/2025,Bằng khen,Tỉnh,2,,512/QĐ-UBND,Đợt 1,Công an xã An Bình,kt-2,Đã quyết định
2025-04-02,Cờ thi đua của Chính phủ,,1,,,dot-2,,kt-3,Đề nghị
"""


def test_a_file_is_taken_in_once(small: Path) -> None:
    (small / "kt.csv").write_text(CSV, encoding="utf-8")
    rehearsal = json.loads(said(small, "commend", "import", "kt.csv", "-n", "--json"))
    assert (rehearsal["rows"], rehearsal["written"], rehearsal["ids"]) == (3, 3, [])
    assert not (small / "tracker.db").exists()
    assert said(small, "commend", "import", "kt.csv", lang="vi").splitlines()[0] == (
        "✔ kt.csv: đã ghi 3 lần khen thưởng"
    )
    again = json.loads(said(small, "commend", "import", "kt.csv", "--json"))
    assert (again["written"], again["already_there"]) == (0, 3)
    found = {one["ref"]: one for one in listed(small)["commendations"]}
    assert (found["kt-2"]["level"], found["kt-2"]["unit"], found["kt-2"]["phase"]) == ("province", "a", "dot-1")
    assert found["kt-3"]["state"] == "proposed"


def test_what_the_list_writes_is_taken_in_elsewhere(office: Path, tmp_path: Path) -> None:
    other = define(tmp_path / "other")
    said(office, "commend", "list", "-o", str(other / "kt.csv"))
    said(other, "commend", "import", "kt.csv", "--json")
    assert listed(other)["totals"] == listed(office)["totals"]


def test_a_file_with_mistakes_is_not_taken_in(small: Path) -> None:
    wrong = CSV.replace("kt-2", "kt-1").replace(",34,74,", ",x,74,").replace("Tỉnh", "Thôn").replace("Đề nghị", "Chờ")
    (small / "kt.csv").write_text(wrong.replace("2025-04-02", ""), encoding="utf-8")
    done = run(small, "commend", "import", "kt.csv")
    done.refused(
        *(1, "rows-rejected", "not-a-whole-number", "award-level-unknown", "field-missing", "bad-choice"),
    )
    assert [line.split()[0] for line in done.err.splitlines() if line.startswith("  kt.csv")] == [
        *("kt.csv:2:4", "kt.csv:3:3", "kt.csv:4:1", "kt.csv:4:10"),
    ]
    assert not (small / "tracker.db").exists()
    document = run(small, "commend", "import", "kt.csv", "--json")
    assert document.code == 1
    assert [(one["row"], one["column"]) for one in document.json["rejected"]] == [
        *((2, "Tập thể"), (3, "Cấp"), (4, "Ngày"), (4, "Tình trạng")),
    ]
    (small / "kt.csv").write_text(CSV.replace("kt-2", "kt-1"), encoding="utf-8")
    run(small, "commend", "import", "kt.csv").refused(1, "rows-rejected", "commendation-ref-repeated")
    assert listed(small)["commendations"] == []


def test_a_campaign_adds_awards_of_its_own(small: Path) -> None:
    path = small / "campaigns.yaml"
    own = "    commendations:\n      - {id: thu-khen, title: Thư khen, kind: form, whom: individual, level: ministry}\n"
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
    said(small, "commend", "add", "thư khen", "--individuals", "2")
    assert listed(small)["totals"]["decided"][0]["level"] == "ministry"
    known = json.loads(said(small, "commend", "awards", "--json"))["awards"]
    assert (known[0]["kind"], known[-1]["id"], known[-1]["english"]) == ("title", "thu-khen", "Thư khen")
    path.write_text(path.read_text(encoding="utf-8").replace("id: thu-khen", "id: bang-khen"), encoding="utf-8")
    refused = run(small, "commend", "list")
    refused.refused(1, "award-of-law")
    assert "campaigns.yaml:20:14" in refused.err


def test_the_shipped_sample_is_that_of_the_press(tmp_path: Path) -> None:
    """34 and 74, 12 and 24 (two forms together), one flag, 10 and 10: as the reports say it."""
    store = ("--campaigns", str(ROOT / "campaigns.yaml"), "--db", str(tmp_path / "t.db"), "-C", "mau-cac-tinh")
    file = str(ROOT / "samples" / "cac-tinh-khen-thuong.csv")
    today = {"TRACKER_TODAY": "2025-08-31"}
    assert run(tmp_path, "commend", "import", file, *store, **today).code == 0
    found = run(tmp_path, "commend", "list", "--json", *store, **today).json["commendations"]
    assert [(one["unit"], one["awards"], one["collectives"], one["individuals"]) for one in found] == [
        ("dong-thap", ["bang-khen", "giay-khen"], 34, 74),
        ("dong-thap", ["bang-khen", "giay-khen"], 12, 24),
        ("dong-thap", ["co-thi-dua-chinh-phu"], 1, 0),
        ("quang-nam", ["khen-thuong"], 10, 10),
    ]


def test_the_documents_follow_their_schemas(office: Path) -> None:
    schemas = build_document_schemas()
    for command in (
        "commend list", "commend awards", "commend add bang-khen --collectives 1", "commend decide 1-4", "show 1-4",
        "show 1-1",
    ):  # fmt: skip
        document = json.loads(said(office, *command.split(), "--json"))
        jsonschema.validate(document, schemas[document["schema"]])


def test_what_a_shell_offers(office: Path) -> None:
    assert values(office, "tracker commend ") == [
        *("add", "annex", "awards", "decide", "import", "list", "name", "proposal", "recipients"),
    ]
    assert values(office, "tracker commend decide ", TRACKER_TODAY=TODAY) == ["1-4"]
    assert values(office, "tracker commend annex 1-", TRACKER_TODAY=TODAY) == ["1-1", "1-2", "1-4", "1-3"]


def test_naughty_texts_come_out_as_they_went_in(tmp_path: Path) -> None:
    folder = define(tmp_path / "office")
    for text in NAUGHTY[::9]:
        noted = run(folder, *TOGETHER, "--number", text[:100], "--note", text, "--decided-by", text[:200])
        assert noted.code == 0, noted
    expected = [clean(text) for text in NAUGHTY[::9]]
    found = listed(folder)["commendations"]
    assert [one["note"] or "" for one in found] == expected
    rows = list(csv.DictReader(io.StringIO(said(folder, "commend", "list", "-f", "csv"))))
    assert [unguard_formula(row["note"]) for row in rows] == expected
    assert {*expected} <= {"", *Page(said(folder, "commend", "list", "-f", "html")).cells}
    assert said(folder, "fsck", "--full").startswith("✔")
