"""Papers and workbooks by the letter of their formats: nothing in them is what Word or Excel would have to repair.

The rules are those of Microsoft's Open XML SDK, as openxml-audit has them.
"""

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree  # type: ignore[import-untyped]
from python_calamine import CalamineWorkbook

from tests.render.papers import NAUGHTY, make_body, make_official
from tracker.domain.text import visible
from tracker.i18n import speak
from tracker.render.document import Column, Run, Table
from tracker.render.formats.docx import render_docx
from tracker.render.formats.docx_sample import render_sample
from tracker.render.formats.docx_template import render_template
from tracker.render.formats.xlsx import render_xlsx
from tracker.render.workbook import Drawing, Sheet, SheetChart, Workbook

NOTHING: dict[str, Any] = {
    "agencies": (),
    "addressees": (),
    "grounds": (),
    "recipients": (),
    "annexes": (),
    "abstract": "",
}
BROKEN = {
    "order": (b'<w:pgNumType w:start="1"/><w:titlePg/>', b'<w:titlePg/><w:pgNumType w:start="1"/>'),
    "value": (b'<w:vAlign w:val="center"/>', b'<w:vAlign w:val="middle"/>'),
    "relation": (b'r:embed="rId', b'r:embed="none'),
    "element": (b"<w:cantSplit/>", b"<w:cantSplit/><w:cannotSplit/>"),
}


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What is wrong in files of every kind, by their names; what an application only writes otherwise is no fault.

    In a process of its own: the library leaves files open.
    """
    folder = tmp_path_factory.mktemp("files")
    write_files(folder)
    command = (sys.executable, "-m", "openxml_audit", "--recursive", "--max-errors", "0", "--output", "json", folder)
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return {
        Path(one["file"]).name: [
            f"{error['path']}: {error['description']}" for error in one["errors"] if is_fault(error)
        ]
        for one in json.loads(done.stdout)
    }


def is_fault(error: dict[str, str]) -> bool:
    return error["severity"] == "error"


def write_files(folder: Path) -> None:
    for language in ("vi", "en"):
        speak(language)
        official = make_official(rows=40, language=language, body=make_body() * 2, addressees=(NAUGHTY, "B"))
        sample = folder / f"sample-{language}.docx"
        (folder / f"paper-{language}.docx").write_bytes(render_docx(official))
        sample.write_bytes(render_sample())
        (folder / f"filled-{language}.docx").write_bytes(render_template(sample, official))
    (folder / "empty.docx").write_bytes(render_docx(make_official(body=(), **NOTHING)))
    (folder / "book.xlsx").write_bytes(render_xlsx(make_workbook(NAUGHTY, "O'Neil", "Cụm 1")))
    for name, (right, wrong) in BROKEN.items():
        (folder / f"broken-{name}.docx").write_bytes(break_paper(render_docx(make_official(rows=2)), right, wrong))


def make_workbook(*names: str) -> Workbook:
    row = (Run("1", value=Decimal(1)), Run(NAUGHTY), Run("giảm 5%", value=Decimal("0.05")))
    table = Table((Column("TT", right=True), Column(NAUGHTY), Column("%", right=True)), (row, row))
    charts = (SheetChart(NAUGHTY, Drawing.LINE, 1, (0,)), SheetChart("Cột", Drawing.COLUMN, 1, (0, 2)))
    return Workbook(NAUGHTY, date(2025, 3, 3), tuple(Sheet(name, name, (NAUGHTY,), table, charts) for name in names))


def break_paper(data: bytes, right: bytes, wrong: bytes) -> bytes:
    broken = BytesIO()
    with ZipFile(BytesIO(data)) as whole, ZipFile(broken, "w") as file:
        assert right in whole.read("word/document.xml")
        for name in whole.namelist():
            file.writestr(name, whole.read(name).replace(right, wrong))
    return broken.getvalue()


@pytest.mark.parametrize("kind", ["paper", "sample", "filled"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_papers_and_templates_are_valid(faults: dict[str, list[str]], kind: str, language: str) -> None:
    assert faults[f"{kind}-{language}.docx"] == []


@pytest.mark.parametrize("name", ["empty.docx", "book.xlsx"])
def test_a_paper_with_nothing_in_it_and_a_workbook_are_valid(faults: dict[str, list[str]], name: str) -> None:
    assert faults[name] == []


def test_every_part_of_a_workbook_is_xml_and_its_charts_say_what_they_show() -> None:
    with ZipFile(BytesIO(render_xlsx(make_workbook("Cụm 1")))) as book:
        parts = {name: etree.fromstring(book.read(name)) for name in book.namelist()}
    (drawing,) = (part for name, part in parts.items() if name.startswith("xl/drawings/drawing"))
    assert [one.get("descr") for one in drawing.iter("{*}cNvPr")] == [visible(NAUGHTY, kept=""), "Cột"]


@pytest.mark.parametrize("name", list(BROKEN))
def test_a_fault_would_be_seen(faults: dict[str, list[str]], name: str) -> None:
    assert faults[f"broken-{name}.docx"]


@pytest.mark.parametrize(
    ("names", "tabs"),
    [
        (("😀" * 40, "😀" * 40), ["😀" * 15, "😀" * 14 + " 2"]),  # Excel counts such a sign as two letters
        (("History", "history"), ["History 2", "history 3"]),  # which Excel keeps for itself
        (("a" * 40, "A" * 40), ["a" * 31, "A" * 29 + " 2"]),
        (("'", "a/b:c"), ["-", "a b c"]),
    ],
)
def test_tabs_bear_names_that_excel_takes(names: tuple[str, ...], tabs: list[str]) -> None:
    data = render_xlsx(make_workbook(*names))
    assert CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names == tabs
