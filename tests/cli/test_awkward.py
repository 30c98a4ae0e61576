"""One awkward report in every format and both languages: what a reader finds in it, its bytes, and its figures."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import python, tracker
from tests.fixtures.awkward import OVER, STRADDLING, TODAY, UNITS, list_names, make_awkward
from tests.fixtures.reading import copy_text, flat, read_tables, summarise

Golden = Callable[[str, str], None]
Written = Callable[[str, str, str], bytes]
LANGUAGES = pytest.mark.parametrize("lang", ["vi", "en"])
REPORTS = {
    "weekly": ("weekly", "--week", STRADDLING, "--today", TODAY),
    "phase": ("phase", "dot-1", "--today", TODAY),
    "final": ("final", "--today", OVER),
}
SPOKEN = ("txt", "md", "html", "docx", "pdf", "xlsx")
SILENT = ("json", "csv")
BYTES = ("html", "docx", "pdf", "xlsx")
TITLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "vi": {
        "title": ("Tiêu chí",), "week": ("Tuần này", "Các ngày này"), "previous_week": ("Tuần trước",),
        "actual": ("Kết quả", "Lũy kế", "Lũy kế đợt", "Lũy kế phong trào"), "target": ("Chỉ tiêu",), "attainment": ("%",),
    },
    "en": {
        "title": ("Criterion",), "week": ("This week", "These days"), "previous_week": ("Last week",),
        "actual": ("Result", "To date", "Phase to date", "Campaign to date"), "target": ("Target",), "attainment": ("%",),
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_awkward(tmp_path_factory.mktemp("awkward") / "kho")


@pytest.fixture(scope="module")
def written(folder: Path) -> Written:
    """Write a report, once."""
    done: dict[tuple[str, str, str], bytes] = {}

    def write(name: str, lang: str, form: str) -> bytes:
        if (name, lang, form) not in done:
            file = folder / f"{name}.{lang}.{form}"
            said = tracker("report", *REPORTS[name], "-o", file, cwd=folder, TRACKER_LANG=lang)
            assert (said.code, said.out) == (0, ""), said
            done[name, lang, form] = file.read_bytes()
        return done[name, lang, form]

    return write


@LANGUAGES
@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("form", SPOKEN)
def test_what_a_reader_finds(written: Written, golden: Golden, name: str, form: str, lang: str) -> None:
    suffix = form if form in ("txt", "md", "html") else f"{form}.txt"
    golden(f"awkward/{name}.{lang}.{suffix}", summarise(written(name, lang, form), form))


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("form", SILENT)
def test_data_speak_no_language(written: Written, golden: Golden, name: str, form: str) -> None:
    data = written(name, "vi", form)
    assert data == written(name, "en", form)
    golden(f"awkward/{name}.{form}", summarise(data, form))


def test_another_process_writes_the_same_bytes(folder: Path, written: Written, tmp_path: Path) -> None:
    """With another order of sets and an empty cache."""
    lines = [
        ["report", *REPORTS[name], "--lang", "vi", "--quiet", "-o", str(tmp_path / f"{name}.{form}")]
        for name in REPORTS
        for form in BYTES
    ]
    code = f"from tracker.cli.main import start\nfor line in {lines!r}: assert start(line) == 0"
    done = python("-c", code, cwd=folder, PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stderr.decode()
    for name in REPORTS:
        for form in BYTES:
            assert (tmp_path / f"{name}.{form}").read_bytes() == written(name, "vi", form), (name, form)


def test_the_report_is_awkward(written: Written) -> None:
    weekly = json.loads(written("weekly", "vi", "json"))
    assert len(weekly["units"]) == UNITS - 1  # all but the province, which stands above them
    assert {*list_names()} <= {one["name"] for one in weekly["units"]}
    assert max(map(len, list_names())) == 200
    assert len(weekly["spans"]) == 2
    found = {one["id"]: one for one in weekly["criteria"]}
    assert (found["vuot"]["attainment"], found["trong"]["campaign"], found["khong"]["target"]) == (5, 0, 0)


@LANGUAGES
@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("form", ["md", "html", "docx", "xlsx"])
def test_figures_of_tables_are_those_of_json(written: Written, name: str, form: str, lang: str) -> None:
    expected = _list_spans(json.loads(written(name, lang, "json")), is_whole_last=form == "docx" and name == "final")
    tables = _tables_of_criteria(written(name, lang, form), form, lang)
    assert len(tables) == len(expected)
    for table, figures in zip(tables, expected, strict=True):
        assert [row["title"] for row in table] == [one["title"] for one in figures]
        for row, one in zip(table, figures, strict=True):
            assert {"actual", "target", "attainment"} <= row.keys()
            shown = {key: _read(text, lang, form) for key, text in row.items() if key != "title"}
            assert shown == {key: _figure(one[key], form, is_percentage=key == "attainment") for key in shown}, row


@LANGUAGES
@pytest.mark.parametrize("name", REPORTS)
def test_a_pdf_has_the_rows_of_the_word_file(written: Written, name: str, lang: str) -> None:
    text = copy_text(written(name, lang, "pdf"))
    for table in read_tables(written(name, lang, "docx"), "docx"):
        if "%" in table[0] and TITLES[lang]["title"][0] in table[0]:
            assert [row for row in table if flat("".join(row)) not in text] == []


@LANGUAGES
@pytest.mark.parametrize("name", REPORTS)
def test_a_plain_text_has_the_figures_of_markdown(written: Written, name: str, lang: str) -> None:
    lines = [re.split(r"\s{2,}", line) for line in written(name, lang, "txt").decode().splitlines()]
    for table in _tables_of_criteria(written(name, lang, "md"), "md", lang):
        for row in table:
            figures = [row[key] for key in ("title", "week", "actual", "target", "attainment") if key in row]
            assert any([cell for cell in line if cell in figures] == figures for line in lines), row


@pytest.mark.parametrize("name", REPORTS)
def test_a_table_of_values_has_the_figures_of_json(written: Written, name: str) -> None:
    spans = [one for one in _list_spans(json.loads(written(name, "vi", "json")), is_whole_last=True) if one]
    titles, *rows = read_tables(written(name, "vi", "csv"), "csv")[0]
    found = [dict(zip(titles, row, strict=True)) for row in rows]
    for figures in spans:
        for one in figures:
            row = next(row for row in found if (row["phase"], row["criterion"]) == (one["phase"] or "", one["id"]))
            for key in ("actual", "target", "attainment"):
                value = one[key]["value"] if isinstance(one[key], dict) else one[key]
                assert row[key] == ("" if value is None else str(value)), (one["id"], key)


def _tables_of_criteria(data: bytes, form: str, lang: str) -> list[list[dict[str, str]]]:
    """Return the tables that compare criteria with targets, each row by what its cells say."""
    found = []
    for rows in read_tables(data, form):
        at = next((at for at, row in enumerate(rows) if TITLES[lang]["title"][0] in row and "%" in row), None)
        if at is not None:
            named = [
                (key, rows[at].index(one)) for key, known in TITLES[lang].items() for one in known if one in rows[at]
            ]
            places = dict(reversed(named))  # the first of several: a phase's own before the campaign's
            full = (row for row in rows[at + 1 :] if row[places["title"]] and row[places["attainment"]])
            found.append([{key: row[place] for key, place in places.items()} for row in full])
    return found


def _list_spans(report: dict[str, Any], *, is_whole_last: bool) -> list[list[dict[str, Any]]]:
    """Return the figures of every criterion in each span that a report has a table of."""
    criteria = report["criteria"]
    if "week" in report:
        of_phases = zip(*(_of_week(one) for one in criteria), strict=True)
        whole = [{**one, "actual": one["campaign"], "phase": None} for one in criteria]
        return [whole, *map(list, of_phases)]
    spans = [
        list(span) for span in zip(*([{**one, **span} for span in one["by_span"]] for one in criteria), strict=True)
    ]
    if report["kind"] == "phase":
        return spans[:1]
    return spans if is_whole_last else [spans[-1], *spans[:-1]]


def _of_week(criterion: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for span in criterion["by_span"]:
        yield {**criterion, **span["progress"], "week": span["week"], "phase": span["phase"]}


def _read(text: str, lang: str, form: str) -> Decimal | None:
    """Return the first figure of a cell; a dash is none, words alone ask for none to happen."""
    if text == "–":
        return None
    if form == "xlsx":
        return Decimal(text).normalize()
    found = re.search(r"(\d[\d.,]*\d|\d)(%?)", text)
    if found is None:
        return Decimal(0)
    thousands, mark = (".", ",") if lang == "vi" else (",", ".")
    value = Decimal(found[1].replace(thousands, "").replace(mark, "."))
    return (value / 100 if found[2] else value).normalize()


def _figure(value: Any, form: str, *, is_percentage: bool) -> Decimal | None:
    """Return a figure of JSON with the places that a report shows of it: one of percentages, in a workbook all."""
    is_rate = isinstance(value, dict)
    exact = value["value"] if is_rate else value
    if exact is None:
        return None
    shown = Decimal(str(exact)) * (100 if is_percentage else 1)
    if form != "xlsx" and (is_rate or is_percentage):
        shown = shown.quantize(Decimal("0.1" if is_percentage else "0.001"), ROUND_HALF_UP)
    return shown.normalize()
