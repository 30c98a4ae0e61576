"""A Word file as a package: what is fixed in it, so that the same paper gives the same bytes on any day."""

import struct
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from tracker.render.formats.docx_styles import LANGUAGES, compose_styles
from tracker.render.formats.docx_text import clean_text
from tracker.render.official import Official

if TYPE_CHECKING:
    from docx.document import Document

_UNUSED = ("thumbnail", "extended-properties", "stylesWithEffects", "customXml", "webSettings", "numbering")
_LONGEST = 255  # characters of a property
_FIRST_YEAR = 1980  # that a ZIP file knows


def make_package(official: Official) -> "Document":
    """Make an empty document with the styles of a paper and nothing else."""
    from docx import Document  # noqa: PLC0415 an extra, and slow to load
    from docx.oxml.parser import parse_xml  # noqa: PLC0415 likewise

    document = Document()
    for holder in (document.part.package, document.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rpartition("/")[2] in _UNUSED:
                del holder.rels[key]
    document.part._styles_part._element = parse_xml(compose_styles(official.language))
    _settle(document.settings.element, official.language)
    return document


def _settle(settings: Any, language: str) -> None:
    """Leave of the settings what every Word understands as its own: not those of an older one, in the paper's language."""
    from docx.oxml.ns import qn  # noqa: PLC0415 an extra, and slow to load

    for name in ("w:savePreviewPicture", "w:rsids", "w:proofState", "w:zoom"):
        for found in settings.findall(qn(name)):
            settings.remove(found)
    compat = settings.find(qn("w:compat"))
    compat.remove(compat.find(qn("w:useFELayout")))
    compat.find(qn("w:compatSetting")).set(qn("w:val"), "15")
    theme = settings.find(qn("w:themeFontLang"))
    theme.set(qn("w:val"), LANGUAGES.get(language, language))


def write_properties(document: "Document", official: Official, title: str = "") -> None:
    """Write what a file says of itself: what it is called and whose it is, on the paper's own day."""
    properties, when = document.core_properties, datetime.combine(official.day, time())
    said = title or " ".join(part for part in (official.kind, official.abstract) if part).replace("\n", " ")
    properties.title = clean_text(said)[:_LONGEST]
    properties.author = clean_text(official.agencies[-1] if official.agencies else "")[:_LONGEST]
    properties.last_modified_by = properties.author
    properties.keywords = clean_text(official.keywords)[:_LONGEST]
    properties.language = LANGUAGES.get(official.language, official.language)
    properties.comments = ""
    properties.created = properties.modified = when
    properties.revision = 1


def save_package(document: Any, official: Official) -> bytes:
    """Save a document with the paper's day on every file inside."""
    stream = BytesIO()
    document.save(stream)
    return _fix_days(stream.getvalue(), official)


def _fix_days(data: bytes, official: Official) -> bytes:
    """Write the paper's day over the moment of writing, at both places where a ZIP file keeps it of each file."""
    day = official.day
    stamp = struct.pack("<HH", 0, (max(day.year, _FIRST_YEAR) - _FIRST_YEAR) << 9 | day.month << 5 | day.day)
    fixed = bytearray(data)
    with ZipFile(BytesIO(data)) as package:
        infos, at = package.infolist(), package.start_dir  # where the directory begins
    for info in infos:
        fixed[info.header_offset + 10 : info.header_offset + 14] = stamp
        fixed[at + 12 : at + 16] = stamp
        at += 46 + sum(struct.unpack_from("<HHH", data, at + 28))
    return bytes(fixed)
