"""Bring the catalogues up to the sentences in the code, and compile them.

`python tools/catalogues.py` extracts every sentence, merges it into each .po and writes each .mo; `--check` changes
nothing and exits 1 where a catalogue lacks a sentence or its .mo is old. click's own sentences are part of it.
"""

import io
import re
import sys
from gettext import GNUTranslations
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "tracker" / "i18n" / "locales"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "gettext": None}


def extract() -> Catalog:
    """Return every sentence of the program and of click, in the order of the files."""
    found = Catalog(project="tracker", charset="utf-8", fuzzy=False)
    for folder in (ROOT / "tracker", Path(click.__file__).parent):
        for file, _, message, comments, context in extract_from_dir(str(folder), keywords=KEYWORDS):
            where = file if folder == ROOT / "tracker" else f"click/{file}"
            found.add(message, locations=[(where, 0)], auto_comments=comments, context=context)
    return found


def update(path: Path, template: Catalog) -> Catalog:
    """Return a catalogue with the sentences of the template; those no longer said are dropped."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parents[1].name)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """Return a catalogue as text without line numbers or dates, so that it changes only when a sentence does."""
    file = io.BytesIO()
    write_po(file, catalogue, width=110, no_location=True, omit_header=False)
    return re.sub(rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By)[^\n]*\n', b"", file.getvalue())


def as_mo(catalogue: Catalog) -> bytes:
    """Return a catalogue compiled."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def is_current(file: Path, data: bytes) -> bool:
    """Whether a file says the same; a compiled one carries the hour of its making, which says nothing."""
    if not file.exists() or file.suffix == ".po":
        return file.exists() and file.read_bytes() == data
    old, new = (GNUTranslations(io.BytesIO(one)) for one in (file.read_bytes(), data))
    return _sentences(old) == _sentences(new)


def _sentences(catalogue: GNUTranslations) -> dict[object, str]:
    return {key: text for key, text in vars(catalogue)["_catalog"].items() if key}


def missing(catalogue: Catalog) -> list[str]:
    """Return the sentences that a catalogue does not translate."""
    return [
        str(message.id) for message in catalogue if message.id and (message.fuzzy or not _is_translated(message.string))
    ]


def _is_translated(text: object) -> bool:
    return all(text) if isinstance(text, tuple) else bool(text)


def main() -> int:
    """Update or check every catalogue."""
    check, template, wrong = "--check" in sys.argv, extract(), 0
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/tracker.po")):
        catalogue = update(path, template)
        po = as_po(catalogue)
        catalogue = read_po(io.BytesIO(po), locale=path.parents[1].name)
        files = {path: po, path.with_suffix(".mo"): as_mo(catalogue)}
        for lacking in missing(catalogue):
            print(f"{path.relative_to(ROOT)} lacks: {lacking}")
            wrong += 1
        for file, data in files.items():
            if is_current(file, data):
                continue
            if not check:
                file.write_bytes(data)
            else:
                print(f"{file.relative_to(ROOT)} is not up to date: python tools/catalogues.py")
                wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
