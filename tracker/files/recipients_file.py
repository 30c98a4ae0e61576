"""The names of who is commended: a CSV or workbook of their own, which no export or backup carries."""

import csv
import io
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tracker.domain.recipients import Recipient
from tracker.domain.text import clean, fold, guard_formula
from tracker.errors import Problem, TrackerError
from tracker.files.header import Column
from tracker.files.roster_file import open_file
from tracker.files.rows import Wish
from tracker.files.sources import refuse_pipe
from tracker.files.table import Record, Table, open_table

COLUMNS = (
    Column("commendation", required=True, spellings=("mã khen thưởng", "quyết định", "số quyết định", "mã")),
    Column("kind", required=True, spellings=("đối tượng", "loại")),
    Column("name", required=True, spellings=("họ và tên", "tên", "tên tập thể, cá nhân", "họ tên")),
    Column("post", required=False, spellings=("chức vụ", "cấp bậc, chức vụ")),
    Column("unit", required=False, spellings=("đơn vị", "đơn vị công tác")),
    Column("award", required=False, spellings=("hình thức", "danh hiệu", "hình thức khen thưởng")),
    Column("merit", required=False, spellings=("thành tích", "tóm tắt thành tích")),
)
COLLECTIVE, INDIVIDUAL = "collective", "individual"
KNOWN_KINDS = (f"{COLLECTIVE} (tập thể)", f"{INDIVIDUAL} (cá nhân)")
_KINDS = {
    **dict.fromkeys((COLLECTIVE, "tap the"), COLLECTIVE),
    **dict.fromkeys((INDIVIDUAL, "ca nhan"), INDIVIDUAL),
}


class Names(NamedTuple):
    """Who a file names; `is_plain` where it is a CSV of our columns alone, so that it can be written anew."""

    recipients: tuple[Recipient, ...]
    is_plain: bool


def names_file(campaigns: Path, campaign: str) -> Path:
    """Return the file that keeps the names of a campaign, unless another is named: beside campaigns.yaml."""
    return campaigns.parent / f"{campaign}-recipients.csv"


def read_names(path: Path) -> Names:
    """Read who is named, in the order of the file.

    Raises: TrackerError file-missing, or every problem of the file with its place.
    """
    name = path.name or str(path)
    refuse_pipe(path, name)
    with open_file(path, name) as stream, open_table(stream, name, COLUMNS, Wish(fonts=True)) as table:
        found = [one for record in table if not record.problems and (one := _read(table, record))]
        wrong = [one for one in table.problems if not one.is_warning]
        if wrong:
            raise TrackerError(wrong)
        is_plain = not table.sheet and len(table.titles) == len(table.positions)
        return Names(tuple(found), is_plain)


def _read(table: Table, record: Record) -> Recipient | None:
    cells = {name: clean(text) for name, text in record.cells.items()}
    kind = _KINDS.get(fold(cells["kind"]))
    missing = [name for name in ("commendation", "name") if not cells[name]]
    table.problems += [Problem("field-missing", {"field": one}, table.place(record.row, one)) for one in missing]
    if kind is None:
        params = {"text": cells["kind"], "known": KNOWN_KINDS, "nearest": []}
        table.problems.append(Problem("bad-choice", params, table.place(record.row, "kind")))
    if missing or kind is None:
        return None
    rest = {name: cells.get(name, "") for name in ("post", "unit", "award", "merit")}
    return Recipient(cells["commendation"], kind == COLLECTIVE, cells["name"]).but(**rest)


def write_names(path: Path, recipients: Sequence[Recipient]) -> None:
    """Write the file whole or not at all, for its owner's eyes alone.

    Raises: TrackerError file-unwritable.
    """
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # readable by nobody else
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(render_names(recipients).encode())
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise TrackerError.of("file-unwritable", file=path.name, reason=error.strerror or str(error)) from None


def render_names(recipients: Sequence[Recipient]) -> str:
    """Write recipients as a table that `read_names` takes, for a spreadsheet too."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(one.name for one in COLUMNS)
    writer.writerows([guard_formula(cell) for cell in cells_of(one)] for one in recipients)
    return f"\ufeff{text.getvalue()}"


def cells_of(one: Recipient) -> list[str]:
    """Return a recipient as a row of the table."""
    kind = COLLECTIVE if one.is_collective else INDIVIDUAL
    return [one.commendation, kind, one.name, one.post, one.unit, one.award, one.merit]
