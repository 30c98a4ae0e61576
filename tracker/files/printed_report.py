"""The hash of the journal and the day that a report's file bears, whatever the format: files come from anywhere.

No file is unpacked beyond a limit, and none is run, rendered or asked for what it links to.
"""

import csv
import re
import zipfile
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from typing import IO, Any
from unicodedata import normalize

import msgspec

from tracker.errors import TrackerError
from tracker.services.verify import Printed

MOST_MEGABYTES = 64  # of a file, and of what is unpacked from it
_MOST = MOST_MEGABYTES * 2**20

# What reports end with, in the words of either language; those of reports printed earlier are never taken out.
_JOURNAL = r"(?:journal|mã sổ) ([0-9a-f]{16,64})(?![0-9a-f])"
_PROVENANCE = re.compile(
    rf"(?:As of|Tính đến) (\d\d/\d\d/\d{{4}}) · (?:gồm )?(\d[\d.,]{{0,30}}) [^\n]{{1,200}}? · {_JOURNAL}"
)
_OPENING = 200  # letters that a page's title is within
_SHORT = 16  # letters of a hash that every report bears
_NAMED = re.compile(_JOURNAL)
_WHOLE = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_TITLES = {
    "Weekly report": "report weekly",
    "Báo cáo tuần": "report weekly",
    "Final review": "report final",
    "Tổng kết": "report final",
}
_ENDS = re.compile(
    r"</(?:w:p|w:tc|si|is|c|p|div|td|th|li|dd|dt|footer|h[1-6]|(?:cp|dc|dcterms|rdf|pdf):\w+)>|<(?:w:)?br\b[^<>]*>"
)
_TAG = re.compile(r"<[^<>]*>")
_PROPERTIES = "docProps/core.xml"
_SHEET = re.compile(r"xl/(?:sharedStrings|worksheets/[^/]+)\.xml")


class _Document(msgspec.Struct):
    """What is read of a JSON document."""

    schema: str
    head: str
    as_of: date | None = None
    entries: int | None = None
    kind: str | None = None
    phase: Any = None

    @property
    def report(self) -> str:
        """The command that writes it, "" of one unknown."""
        match self.schema, self.kind, self.phase:
            case "tracker.weekly/1", _, _:
                return "report weekly"
            case "tracker.review/1", "final", _:
                return "report final"
            case "tracker.review/1", "phase", {"id": str(id_)} if re.fullmatch(r"[\w.-]{1,60}", id_):
                return f"report phase {id_}"
        return ""


def read_printed(file: IO[bytes], name: str) -> Printed:
    """Read what a report's file says of where its figures are from: md, html, txt, json, csv, docx, pdf or xlsx.

    Raises: TrackerError file-too-large, not-a-report, report-without-hash, report-hashes-differ, file-unreadable.
    """
    try:
        data = file.read(_MOST + 1)
    except OSError as error:
        raise TrackerError.of("file-unreadable", file=name, reason=error.strerror or str(error)) from None
    if len(data) > _MOST:
        raise TrackerError.of("file-too-large", file=name, most=MOST_MEGABYTES)
    if b"%PDF-" in data[:1024]:
        from tracker.files.printed_pdf import read_properties  # noqa: PLC0415 other formats need none

        found = _find("pdf", name, properties=_strip(read_properties(data)))
    elif data.startswith(b"PK\x03\x04"):
        found = _read_package(data, name)
    else:
        found = _read_text(_decode(data, name), name)
    if found is None:
        raise TrackerError.of("report-without-hash", file=name)
    return found


def _decode(data: bytes, name: str) -> str:
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise TrackerError.of("not-a-report", file=name) from None
    if "\0" in text:
        raise TrackerError.of("not-a-report", file=name)
    return text


def _read_text(text: str, name: str) -> Printed | None:
    if text.lstrip().startswith("{"):
        return _read_json(text)
    if "<html" in text[:1000].lower():
        return _find("html", name, _strip(text))
    first = text.partition("\n")[0]
    if re.search(r"\bhead\b", first) and re.search(r"\bas_of\b", first):
        return _read_csv(text, first)
    return _find("md" if re.search(r"^#+ ", text, re.MULTILINE) else "txt", name, text)


def _read_json(text: str) -> Printed | None:
    try:
        document = msgspec.json.decode(text, type=_Document)
    except (msgspec.DecodeError, RecursionError):
        return None
    if not document.schema.startswith("tracker.") or not _WHOLE.fullmatch(document.head):
        return None
    return Printed("json", document.head, document.as_of, document.entries, document.report)


def _read_csv(text: str, first: str) -> Printed | None:
    """Read the first row under the header, also where a spreadsheet saved it with signs of its own between."""
    separator = max(",;\t", key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        header, row = next(rows), next(rows)
    except (StopIteration, csv.Error):
        return None
    cells = dict(zip(header, row, strict=False))
    if not _WHOLE.fullmatch(cells.get("head", "")):
        return None
    return Printed("csv", cells["head"], _day(cells.get("as_of", "")), _count(cells.get("entries", "")))


def _read_package(data: bytes, name: str) -> Printed | None:
    """Read a Word file or a workbook: its text and its properties."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = package.namelist()
            is_word = "word/document.xml" in names
            if not is_word and "xl/workbook.xml" not in names:
                raise TrackerError.of("not-a-report", file=name)
            wanted = ["word/document.xml"] if is_word else [one for one in names if _SHEET.fullmatch(one)]
            texts = list(_unpack(package, [*wanted, *(one for one in names if one == _PROPERTIES)], name))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise TrackerError.of("not-a-report", file=name) from None
    properties = texts.pop() if len(texts) > len(wanted) else ""
    return _find("docx" if is_word else "xlsx", name, "\n".join(texts), properties)


def _unpack(package: zipfile.ZipFile, names: list[str], name: str) -> Iterator[str]:
    """Yield the texts of the parts of a package; what says how large they are may lie, so it is not asked."""
    room = _MOST
    for one in names:
        with package.open(one) as part:
            data = part.read(room + 1)
        room -= len(data)
        if room < 0:
            raise TrackerError.of("file-too-large", file=name, most=MOST_MEGABYTES)
        yield _strip(data.decode("utf-8", "replace"))


def _strip(markup: str) -> str:
    """Return the text of XML or HTML."""
    return unescape(_TAG.sub("", _ENDS.sub(" ", markup)))


def _find(format: str, name: str, text: str = "", properties: str = "") -> Printed | None:  # noqa: A002 what it is
    """Find what a report ends with; a file's properties may bear the whole hash, of which people see the beginning.

    Raises: TrackerError report-hashes-differ: of several ends, no one knows which is the report's own.
    """
    said = normalize("NFC", " ".join(f"{properties}\n{text}".split()))
    ends = [(day, count, one) for found, count, one in _PROVENANCE.findall(said) if (day := _day(found))]
    hashes = tuple(dict.fromkeys(one[:_SHORT] for _day_, _count_, one in ends))
    if len(hashes) > 1:
        raise TrackerError.of("report-hashes-differ", file=name, hashes=hashes)
    elsewhere = _NAMED.findall(_PROVENANCE.sub(" ", said))
    day, count, beginning = ends[-1] if ends else (None, "", next(reversed(elsewhere), ""))
    whole = [one for one in _WHOLE.findall(properties) if one.startswith(beginning)]
    found = whole[-1] if whole else beginning
    title = normalize("NFC", text[:_OPENING]).lstrip("# \n")
    report = next((command for words, command in _TITLES.items() if title.startswith(f"{words} ")), "")
    return Printed(format, found, day, _count(count), report) if found else None


def _count(text: str) -> int | None:
    """Read a count as reports and tables bear it: 1.234, 1,234 or 1234."""
    digits = text.replace(".", "").replace(",", "")
    return int(digits) if digits.isdecimal() else None


def _day(text: str) -> date | None:
    """Read a day as reports and tables bear it: 28/02/2025 or 2025-02-28."""
    try:
        return date.fromisoformat("-".join(reversed(text.split("/"))) if "/" in text else text)
    except ValueError:
        return None
