"""Who is commended, by name: the suggested list, the file of names and what carries it, the proposal and the list."""

import csv
import io
import json
import stat
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.harness import Result, tracker
from tests.cli.test_naughty import NAUGHTY, Page
from tools.schemas import build_document_schemas
from tracker.domain.text import clean

TODAY = "2025-04-20"
PERSON = "Nguyễn Văn Mẫu"
FILE = "xuan-recipients.csv"
ASKS = "warning[personal-data]"


def run(folder: Path, *command: str, **more: Any) -> Result:
    return tracker(*command, cwd=folder, **{"TRACKER_TODAY": TODAY, **more})


def said(folder: Path, *command: str, lang: str = "en", warned: tuple[str, ...] = ()) -> str:
    """What a command line says; `warned` are the codes of its warnings."""
    done = run(folder, *command, TRACKER_LANG=lang)
    codes = tuple(line.partition("[")[2].partition("]")[0] for line in done.err.splitlines() if "]: " in line)
    assert (done.code, codes) == (0, warned), done
    return done.out


@pytest.fixture
def office(small: Path) -> Path:
    """A folder with a decision about two collectives and a person, and a proposal for one collective."""
    path = small / "campaigns.yaml"
    head = 'letterhead:\n      agencies: ["Công an tỉnh", "Phòng Công tác Đảng"]\n      symbol: PX03\n      place: Thanh Hóa\n'
    path.write_text(path.read_text(encoding="utf-8") + f"    {head}", encoding="utf-8")
    add = ("commend", "add", "bang-khen", "--level", "province", "--date", "10/4/2025", "--phase", "dot-1")
    number = ("--number", "512/QĐ-UBND", "--decided-by", "Chủ tịch Ủy ban nhân dân tỉnh")
    said(small, *add, "--collectives", "2", "--individuals", "1", *number)
    said(small, "commend", "add", "giay-khen", "--collectives", "1", "--proposal", "--phase", "dot-1")
    return small


def name_all(folder: Path) -> None:
    for collective in ("Công an xã An Bình", "Công an xã Hòa Bình"):
        said(folder, "commend", "name", "1-1", collective, "--collective", "--merit", "Dẫn đầu cụm")
    person = ("commend", "name", "1-1", PERSON, "--post", "Đại úy, Đội trưởng", "--unit", "Công an xã An Bình")
    said(folder, *person, "--merit", "Khám phá nhanh án", warned=("personal-data",))


def test_a_person_is_named_after_a_warning_in_a_file_for_its_owner_alone(office: Path) -> None:
    name_all(office)
    with (office / FILE).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["commendation"], row["kind"], row["name"]) for row in rows] == [
        ("1-1", "collective", "Công an xã An Bình"),
        ("1-1", "collective", "Công an xã Hòa Bình"),
        ("1-1", "individual", PERSON),
    ]
    if sys.platform != "win32":
        assert stat.S_IMODE((office / FILE).stat().st_mode) == 0o600
    again = ("commend", "name", "1-1", "Công an xã An Bình", "--collective", "--merit", "Dẫn đầu cụm")
    run(office, *again).refused(1, "recipient-repeated")


def test_a_terminal_asks_first_and_takes_the_name_itself(office: Path) -> None:
    name = ("commend", "name", "1-1")
    refused = run(office, *name, typed="no\n")
    assert refused.code == 1
    assert refused.err.index(ASKS) < refused.err.index("Go on?")
    assert not (office / FILE).exists()
    taken = run(office, *name, typed=f"yes\n{PERSON}\n")
    assert taken.out == f"✔ {FILE} names 0/2 collectives, 1/1 individuals of 1-1\n"
    assert PERSON in (office / FILE).read_text(encoding="utf-8-sig")
    run(office, *name, "--yes", typed="\n").refused(1, "personal-data", "field-missing")
    assert ASKS not in run(office, *name, "An Bình", "--collective", typed="").err


def test_a_rehearsal_names_nobody(office: Path) -> None:
    document = json.loads(said(office, "commend", "name", "1-1", PERSON, "-n", "--json", warned=("personal-data",)))
    assert (document["individuals"], document["of_individuals"], document["dry_run"]) == (1, 1, True)
    assert not (office / FILE).exists()


def test_names_go_nowhere_else(office: Path, tmp_path: Path) -> None:
    """Not into the journal, an export or a backup; the folder's other files do not know them."""
    name_all(office)
    said(office, "backup", str(tmp_path / "copy.db"))
    for what in ("achievements", "units", "totals", "journal"):
        assert PERSON not in said(office, "export", "--what", what)
    for command in ("commend list --json", "history --json", "show 1-1 --json"):
        assert PERSON not in said(office, *command.split())
    holding = [path.name for path in tmp_path.rglob("*") if path.is_file() and PERSON.encode() in path.read_bytes()]
    assert holding == [FILE]


def test_a_file_with_columns_of_its_own_is_left_alone(office: Path) -> None:
    text = "commendation,kind,name,số điện thoại\n1-1,tập thể,Công an xã An Bình,1\n"
    (office / FILE).write_text(text, encoding="utf-8")
    run(office, "commend", "name", "1-1", "x", "--collective").refused(1, "names-own-columns")
    assert (office / FILE).read_text(encoding="utf-8") == text


def test_what_is_wrong_with_a_file_of_names(office: Path) -> None:
    (office / FILE).write_text("commendation,kind,name\n1-1,người,A\n,cá nhân,\n", encoding="utf-8")
    done = run(office, "commend", "annex", "1-1")
    done.refused(1, "bad-choice", "field-missing", "field-missing")
    assert [line.split()[0] for line in done.err.splitlines() if line.startswith("  xuan")] == [
        *(f"{FILE}:2:2", f"{FILE}:3:1", f"{FILE}:3:3"),
    ]
    run(office, "commend", "annex", "1-1", "--names", "nowhere.csv").refused(3, "file-missing")


def test_the_list_of_a_decision(office: Path) -> None:
    run(office, "commend", "annex", "1-1").refused(3, "recipients-missing")
    run(office, "commend", "annex", "1-2").refused(1, "not-decided")
    name_all(office)
    page = said(office, "commend", "annex", "1-1", "-f", "md", lang="vi", warned=("personal-data-written",))
    assert "# DANH SÁCH\n\n**Tập thể, cá nhân được tặng Bằng khen trong Đợt 1 Phong trào xuan" in page
    went = "(Kèm theo Quyết định số 512/QĐ-UBND ngày 10 tháng 4 năm 2025 của Chủ tịch Ủy ban nhân dân tỉnh)"
    assert page.count(went) == 2
    assert "| 1 | **Công an xã An Bình** | Bằng khen | Dẫn đầu cụm |" in page
    assert f"| 1 | **{PERSON}** | Đại úy, Đội trưởng | Công an xã An Bình | Bằng khen | Khám phá nhanh án |" in page
    document = json.loads(said(office, "commend", "annex", "1-1", "--json", warned=("personal-data-written",)))
    jsonschema.validate(document, build_document_schemas()[document["schema"]])
    assert [one["name"] for one in document["recipients"]][-1] == PERSON


def test_a_list_by_the_number_of_the_decision_and_in_any_table(office: Path) -> None:
    rows = (
        "Số quyết định;Đối tượng;Họ và tên\n512/qđ-ubnd;Cá nhân;Trần Thị Mẫu\n512/QĐ-UBND;Tập thể;Công an xã An Bình\n"
    )
    (office / "ten.csv").write_text(rows, encoding="utf-8")
    warned = ("recipients-differ", "personal-data-written")
    page = said(office, "commend", "annex", "1-1", "--names", "ten.csv", "-f", "md", warned=warned)
    assert page.index("Công an xã An Bình") < page.index("Trần Thị Mẫu")


def test_the_proposal(office: Path) -> None:
    run(office, "commend", "proposal", "1-1").refused(1, "not-waiting")
    page = said(office, "commend", "proposal", "-f", "md", lang="vi")
    assert (
        "CÔNG AN TỈNH\n\nPHÒNG CÔNG TÁC ĐẢNG\n\nSố:       /TTr-PX03 · Thanh Hóa, ngày      tháng      năm 2025" in page
    )
    assert "# TỜ TRÌNH\n\n**Về việc khen thưởng tập thể, cá nhân có thành tích trong Đợt 1" in page
    assert "1\\. Giấy khen: 1 tập thể." in page
    assert "kính trình cấp có thẩm quyền xem xét, quyết định./." in page
    assert "DANH SÁCH" not in page
    said(office, "commend", "name", "1-2", "Công an xã An Bình", "--collective")
    early = ("commend", "proposal", "1-2", "--number", "5", "--signed-on", "3/2/2025")
    numbered = said(office, *early, lang="vi", warned=("signed-before-proposed",))
    assert "Số: 05/TTr-PX03 · Thanh Hóa, ngày 03 tháng 02 năm 2025" in numbered
    assert "DANH SÁCH TẬP THỂ, CÁ NHÂN ĐỀ NGHỊ KHEN THƯỞNG" in numbered
    said(office, "commend", "decide", "1-2")
    run(office, "commend", "proposal").refused(3, "nothing-proposed")


def _read_docx(path: Path) -> str:
    with zipfile.ZipFile(path) as file:
        return file.read("word/document.xml").decode()


@pytest.mark.parametrize(("suffix", "library"), [("docx", "docx"), ("pdf", "typst")])
def test_papers_are_files_to_sign_with_the_same_bytes(office: Path, suffix: str, library: str) -> None:
    pytest.importorskip(library)
    name_all(office)
    for name in ("a", "b"):
        written = ("commend", "annex", "1-1", "-o", f"{name}.{suffix}")
        said(office, *written, lang="vi", warned=("personal-data-written",))
    first = (office / f"a.{suffix}").read_bytes()
    assert first == (office / f"b.{suffix}").read_bytes()
    if suffix == "docx":
        assert PERSON in _read_docx(office / "a.docx")
    else:
        assert first.startswith(b"%PDF-")


def test_the_units_that_lead_are_suggested(demo: Path, tmp_path: Path) -> None:
    where = ("--campaigns", str(demo / "campaigns.yaml"), "--db", str(demo / "tracker.db"), "--today", "1/3/2025")
    ask = ("commend", "recipients", "--phase", "dot-1", *where)
    ranked = json.loads(said(tmp_path, "rank", "--phase", "dot-1", "--json", *where))["clusters"]
    document = json.loads(said(tmp_path, *ask, "--json"))
    jsonschema.validate(document, build_document_schemas()[document["schema"]])
    first = [one["id"] for group in ranked for one in group["units"] if one["rank"] == 1]
    assert [one["unit"] for one in document["recipients"]] == first
    band = json.loads(said(tmp_path, *ask, "--json", "--ranks", "0", "--band", "xuất sắc"))["recipients"]
    assert [one["unit"] for one in band] == [
        one["id"] for group in ranked for one in group["units"] if one["band"] == "Xuất sắc" and one["rank"]
    ]
    one = ("--cluster", "Cụm mẫu H1", "--for", "1-34875", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(said(tmp_path, *ask, *one, lang="vi"))))
    assert [(row["commendation"], row["kind"]) for row in rows] == [("1-34875", "collective")]
    assert rows[0]["merit"].startswith("Hạng 1/6, Cụm mẫu H1; ")


def test_a_suggested_list_goes_into_the_proposal(demo: Path, tmp_path: Path) -> None:
    where = ("--campaigns", str(demo / "campaigns.yaml"), "--db", str(demo / "tracker.db"), "--today", "1/3/2025")
    names = str(tmp_path / "ten.csv")
    begun = ("commend", "recipients", "--phase", "dot-1", "--cluster", "Cụm mẫu H1", "--for", "1-34875", "-o", names)
    said(tmp_path, *begun, *where, lang="vi")
    page = said(tmp_path, "commend", "proposal", "--names", names, "-f", "md", *where, lang="vi")
    assert "| Cờ thi đua của bộ, ban, ngành, tỉnh | Hạng 1/6, Cụm mẫu H1; " in page


def test_naughty_names_come_out_as_they_went_in(office: Path) -> None:
    for text in filter(clean, NAUGHTY[::11]):
        run(office, "commend", "name", "1-1", "--collective", "--", text)
    with (office / FILE).open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == len({clean(text) for text in NAUGHTY[::11] if clean(text)})
    page = run(office, "commend", "annex", "1-1", "-f", "html")
    assert {clean(text) for text in NAUGHTY[::11] if clean(text)} <= {*Page(page.out).cells}
