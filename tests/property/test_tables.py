"""A table says the same in every format: typed cells and texts, long and wide, through the judge to what is posted."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.files.make_workbooks import make_ods, make_xls, make_xlsx
from tests.fixtures.small import ROSTER, SPRING, on
from tracker.domain.entries import Posting
from tracker.domain.judging import Judge
from tracker.domain.text import clean
from tracker.files.entries_file import Told, open_entries

UNITS = ("a", "b", "Xã An", "xã bình", "d1")
NOTES = st.text("aăâêđơưạếộÁĐ ,;\"'/|\\()<>&%.-0127→“”✔\t", max_size=20).filter(
    lambda text: clean(text) == text and text[:1] not in ("'", "-", "<") and not text.isdigit()
)
DAYS = st.dates(on(5), on(16))


class Row(NamedTuple):
    """An entry as somebody types it into a sheet."""

    date: date
    unit: str
    criterion: str
    quantity: float
    denominator: float | None
    note: str


LONG = st.lists(
    st.builds(
        Row,
        DAYS,
        st.sampled_from(UNITS),
        st.sampled_from(("mo-hinh", "Góp quỹ")),
        st.integers(0, 10**9) | st.floats(0, 9).map(lambda value: round(value, 3)),
        st.none(),
        NOTES,
    )
    | st.builds(Row, DAYS, st.sampled_from(UNITS), st.just("Tin báo"), st.integers(0, 5), st.integers(5, 9), NOTES),
    min_size=1,
    max_size=6,
)
WIDE = st.lists(
    st.tuples(st.sampled_from(UNITS), *(st.none() | st.integers(0, 99) for _ in range(3))), min_size=1, max_size=6
)


def as_csv(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(["" if cell is None else _spelled(cell) for cell in row] for row in rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def _spelled(cell: Any) -> Any:
    # As text 1.234 may be a thousand; whoever types it into a CSV writes it so that it cannot. A sheet shows 2.0 as 2.
    if not isinstance(cell, float):
        return cell
    return int(cell) if cell.is_integer() else f"0{cell}"


def as_json_lines(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    titles, *rest = rows
    lines = [json.dumps(dict(zip(titles, row, strict=True)), default=str, ensure_ascii=False) for row in rest]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


FORMATS: tuple[Callable[[Path, Sequence[Sequence[Any]]], Path], ...] = (
    as_csv,
    as_json_lines,
    lambda path, rows: make_xlsx(path, {"S": rows}),
    lambda path, rows: make_ods(path, {"S": rows}),
    lambda path, rows: make_xls(path, {"S": rows}),
)


def posted(path: Path) -> list[Posting | list[str]]:
    """What each row is posted as, or the codes of what is wrong with it."""
    judge = Judge(SPRING, ROSTER, on(31), fragments=False)
    with path.open("rb") as stream, open_entries(stream, "a", [SPRING], [ROSTER], Told(day="2025-03-12")) as entries:
        verdicts = [judge.judge(one.claim) for one in entries]
    return [one.posting or [problem.code for _, problem in one.problems] for one in verdicts]


@settings(max_examples=15)
@given(LONG)
def test_a_row_an_entry(rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = [Row._fields, *rows]
        found = [posted(make(Path(folder) / f"{number}", table)) for number, make in enumerate(FORMATS)]
    assert len(found[0]) == len(rows)
    assert all(one == found[0] for one in found)
    exact = [one.quantity for one in found[0] if isinstance(one, Posting)]
    whole = [int(row.quantity) * 1000 for row in rows if row.quantity == int(row.quantity)]
    assert exact == whole


@settings(max_examples=15)
@given(WIDE)
def test_a_row_a_unit(rows: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = [("Đơn vị", "Mô hình", "Góp quỹ", "Hội thi"), *rows]
        found = [posted(make(Path(folder) / f"{number}", table)) for number, make in enumerate(FORMATS)]
    assert len(found[0]) == sum(bool(cell) for row in rows for cell in row[1:])
    assert all(one == found[0] for one in found)
