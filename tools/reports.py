"""Write docs/reports: the reports of the sample campaign as the program writes them, in both languages.

The sandbox of `tracker demo` is made at a fixed moment, with the texts of samples/reports, so that the same program gives the
same files. PDFs are packed tighter than the program writes them, without a loss. Checked are the bytes of Markdown and HTML
(without the strokes of pictures), and of the others what they say: another version of a library may write that otherwise.
"""

import io
import os
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch
from uuid import UUID
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "docs/reports"
TEXTS = ROOT / "samples" / "reports"
LANGUAGES = ("vi", "en")
FORMATS = ("html", "pdf", "docx", "xlsx", "md")
CAMPAIGN = "cand80"
WRITTEN_AT = datetime(2025, 9, 1, 1, tzinfo=UTC)
_PICTURE = re.compile(r'(<figure\b[^>]*>.*?<svg role="img" aria-label="[^"]*").*?(?=</figure>)', re.DOTALL)
_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PIXELS = 744 / 595  # of a page that is 595 points wide


class Report(NamedTuple):
    """A report of the sample campaign: its file, its command and the day on which it is written."""

    name: str
    command: tuple[str, ...]
    today: str


REPORTS = (
    Report("weekly-2025-W06", ("weekly", "--week", "2025-W06"), "2025-02-09"),
    Report("weekly-2025-W09", ("weekly", "--week", "2025-W09"), "2025-03-02"),
    Report("phase-dot-1", ("phase", "dot-1"), "2025-02-10"),
    Report("final", ("final",), "2025-08-25"),
)


class _Clock(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return WRITTEN_AT.astimezone(tz)


def _run(*arguments: str) -> None:
    from tracker.cli.main import start  # noqa: PLC0415 where the clock can be set

    if code := start([*arguments, "--quiet"]):
        raise RuntimeError(f"tracker {' '.join(arguments)} ended with {code}")


@contextmanager
def _sandbox() -> Iterator[Path]:
    """Make the sandbox at a fixed moment and go there."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("TRACKER_")}
    with tempfile.TemporaryDirectory() as folder, chdir(folder), patch.dict(os.environ, kept, clear=True):
        shown = io.StringIO()
        with (
            patch("tracker.cli.context.datetime", _Clock),
            patch("tracker.journal.migrations.uuid4", lambda: UUID(int=80)),
            patch.object(sys, "stdout", shown),
        ):
            _run("demo", "--lang", "vi")
        with chdir("tracker-demo"):
            yield Path.cwd()


def make_reports() -> dict[str, bytes]:
    """Write every report in every format, by the names of their files."""
    made = {}
    with _sandbox() as folder:
        for language in LANGUAGES:
            shutil.copytree(TEXTS / language, folder / "reports" / CAMPAIGN, dirs_exist_ok=True)
            for report in REPORTS:
                for form in FORMATS:
                    file = f"{report.name}.{form}"
                    _run("report", *report.command, "--today", report.today, "--lang", language, "-o", file)
                    made[f"{FOLDER}/{language}/{file}"] = Path(file).read_bytes()
    return made


def write_reports() -> None:
    """Write what says something else than the file that is there, each paper with a picture of its first page."""
    made = make_reports()
    for stray in _list_files() - _expected(made):
        (ROOT / stray).unlink()
    for name in _differing(made):
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_pack(made[name]) if path.suffix == ".pdf" else made[name])
        if path.suffix == ".pdf":
            path.with_suffix(".png").write_bytes(_draw_first_page(made[name]))


def check_reports() -> int:
    """Say which files are not what the program writes, and return how many."""
    made = make_reports()
    wrong = sorted({*_differing(made), *_list_files() ^ _expected(made)})
    for name in wrong:
        print(f"{name} is not up to date: python tools/docs.py")
    return len(wrong)


def _list_files() -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / FOLDER).rglob("*.*")}


def _expected(made: Iterable[str]) -> set[str]:
    return {*made, *(f"{name.removesuffix('.pdf')}.png" for name in made if name.endswith(".pdf"))}


def _differing(made: Mapping[str, bytes]) -> list[str]:
    """Return the names of the files that are missing or say something else."""
    there = _list_files()
    readers = {name: _READERS[name.rpartition(".")[2]] for name in made}
    return [
        name
        for name, data in made.items()
        if name not in there or readers[name](data) != readers[name]((ROOT / name).read_bytes())
    ]


def _pack(data: bytes) -> bytes:
    """Return a PDF with its objects compressed: a quarter of the size."""
    import pikepdf  # noqa: PLC0415 to write alone

    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return packed.getvalue()


def _draw_first_page(data: bytes) -> bytes:
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 to write alone

    picture = io.BytesIO()
    page = pypdfium2.PdfDocument(data)[0]
    drawn = page.render(scale=_PIXELS, grayscale=True).to_pil()
    drawn.quantize(16).save(picture, "PNG", optimize=True)
    return picture.getvalue()


def read_page(data: bytes) -> object:
    """Return a page without the strokes of its pictures, which are a library's."""
    return _PICTURE.sub(r"\1/>", data.decode())


def read_paper(data: bytes) -> object:
    """Return the paragraphs of a Word file in their order, each with its style."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        tree = ElementTree.fromstring(file.read("word/document.xml"))  # noqa: S314 our own file
    return [
        (_style(one), "".join(text.text or "" for text in one.iter(f"{_WORDS}t"))) for one in tree.iter(f"{_WORDS}p")
    ]


def _style(paragraph: ElementTree.Element) -> str | None:
    style = paragraph.find(f"{_WORDS}pPr/{_WORDS}pStyle")
    return None if style is None else style.get(f"{_WORDS}val")


def read_print(data: bytes) -> object:
    """Return the title and the words of a PDF: where its lines and pages end is a library's affair."""
    import pypdfium2  # noqa: PLC0415

    pdf = pypdfium2.PdfDocument(data)
    words = {word for page in pdf for word in page.get_textpage().get_text_range().split()}
    return pdf.get_metadata_dict()["Title"], words


def read_sheets(data: bytes) -> object:
    """Return the cells of a workbook by the names of its sheets."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


_READERS: dict[str, Callable[[bytes], object]] = {
    "md": bytes.decode,
    "html": read_page,
    "docx": read_paper,
    "pdf": read_print,
    "xlsx": read_sheets,
}


def main(arguments: Sequence[str]) -> int:
    """Write the reports, or check them."""
    if "--check" in arguments:
        return 1 if check_reports() else 0
    write_reports()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
