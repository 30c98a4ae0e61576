"""A paper in an office's own Word template, filled in by docxtpl: texts are texts, and a template runs no code.

Source of the tags: docxtpl's documentation; `{{ name }}` in a text, `{{p name }}` and `{%p for ... %}` as paragraphs of their own.
"""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from tracker.errors import TrackerError
from tracker.i18n import day
from tracker.render.document import Block, Document, Heading, Paragraph
from tracker.render.formats.docx_blocks import write_blocks
from tracker.render.formats.docx_package import save_package, write_properties
from tracker.render.formats.docx_styles import FIGURES, STYLES, W, compose_style
from tracker.render.formats.docx_text import clean_text
from tracker.render.official import Official

if TYPE_CHECKING:
    from jinja2 import Environment

_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = b"macroEnabled"
_LARGEST = 100_000_000  # bytes of all that a template holds, unpacked
_CROP = 60
_STYLED = re.compile(r'<w:(pStyle|tblStyle) w:val="(\w+)"')
_PARAGRAPH = re.compile(r"<w:p([ >])")
_INLINE = re.compile(r"<w:t(?: [^>]*)?>[^<]*\{\{-?\s*([\w.\[\]]*\bbody|annexes|sections)\s*-?\}\}")
_TAGS = re.compile(r"<[^>]+>")


def render_template(path: Path, official: Official) -> bytes:
    """Write a paper into a template; the same template and paper give the same bytes.

    Raises: TrackerError extra-missing, file-missing, file-unreadable, template-not-docx, template-macros,
    template-too-large, template-empty, template-names (which names are unknown and which there are), template-broken (with its place),
    template-inline (paragraphs within a line of text, which Word cannot open).
    """
    template = open_template(path)
    try:
        template.init_docx()
        context = build_context(official, template.docx)
    except Exception as error:
        raise TrackerError.of("template-not-docx", file=path.name) from error
    _fill(template, context, path.name)
    write_properties(template.docx, official)
    return save_package(template, official)


def open_template(path: Path) -> Any:
    """Open a template to be filled in; what stands in it is looked at only then.

    Raises: TrackerError extra-missing, file-missing, file-unreadable, template-not-docx, template-macros, template-too-large.
    """
    data = _read(path)
    try:
        from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # noqa: PLC0415 an extra, and slow to load
    except ImportError:
        raise TrackerError.of("extra-missing", library="docxtpl", extra="docx") from None
    return DocxTemplate(BytesIO(data))


def _fill(template: Any, context: Mapping[str, Any], name: str) -> None:
    """Fill a template in; what is wrong in it is named with the text that it stands in."""
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 reports without a template need none

    environment, lines = _environment(), _note_lines(template, name)
    broken: Exception | None = None
    try:
        template.render(context, environment)
    except TrackerError:
        raise
    except Exception as error:  # noqa: BLE001 what a template asks of a text may fail in any way
        broken = error
    asked = set()
    if not isinstance(broken, TemplateSyntaxError):
        asked = template.get_undeclared_template_variables(environment)
        if not asked and broken is None:
            raise TrackerError.of("template-empty", file=name, tag="{{ number }}")
    if unknown := asked - context.keys():
        raise TrackerError.of("template-names", file=name, names=sorted(unknown), known=sorted(context))
    if broken:
        reason = (getattr(broken, "message", None) or str(broken) or type(broken).__name__).rstrip(".")
        raise TrackerError.of("template-broken", file=name, reason=reason, text=_find_place(broken, lines)) from None


def _note_lines(template: Any, name: str) -> list[str]:
    """Return a list that will hold the part of the template that is filled in, a paragraph a line as docxtpl has it."""
    lines: list[str] = []
    render_part = template.render_xml_part

    def note(written: str, *others: Any) -> Any:
        _refuse_inline(written, name)
        lines[:] = _PARAGRAPH.sub(r"\n<w:p\1", written).splitlines()
        return render_part(written, *others)

    template.render_xml_part = note
    return lines


def _refuse_inline(written: str, name: str) -> None:
    """Refuse paragraphs within a line of text; a tag that takes its paragraph's place stands in none by now."""
    if found := _INLINE.search(written):
        asked = found[1]
        each = "{%p for one in " + asked + " %}, {{p one.body }}, {%p endfor %}"
        tag = "{{p " + asked + " }}" if asked.endswith("body") else each
        raise TrackerError.of("template-inline", file=name, name=asked, tag=tag)


def _find_place(error: Exception, lines: Sequence[str]) -> str:
    """Return the text of the paragraph that a template is wrong in."""
    number, frames = getattr(error, "lineno", None), error.__traceback__
    while frames:
        if frames.tb_frame.f_code.co_filename == "<template>":
            number = frames.tb_lineno
        frames = frames.tb_next
    text = _TAGS.sub("", lines[number - 1]).strip() if number and number <= len(lines) else ""
    return text if len(text) <= _CROP else f"{text[:_CROP]}…"


def build_context(official: Official, document: Any) -> dict[str, Any]:
    """Build the names that a template knows: those of the paper, and its texts as paragraphs of Word."""
    ids = _take_in_styles(document)
    first, last = (_width(document.sections[at]) for at in (0, -1))

    def word(text: Document, width: float) -> Any:
        from markupsafe import Markup  # noqa: PLC0415 as late as jinja2

        return Markup(_restyle(write_blocks(text, width, document.part), ids))  # noqa: S704 made of escaped texts

    values = {name: _clean(value) for name, value in official._asdict().items()}
    return {
        **{name: values[name] for name in ("kind", "number", "place_and_date", "abstract", "language", "keywords")},
        **{name: list(values[name]) for name in ("agencies", "addressees", "grounds", "recipients")},
        "agency": values["agencies"][-1] if values["agencies"] else "",
        "nation": values["nation"][0],
        "motto": values["nation"][1],
        "signature": {
            "lines": [clean_text(one) for one in official.signature.lines],
            "name": clean_text(official.signature.name),
        },
        "day": day(official.day),
        "body": word(official.body, first),
        "sections": [
            {"title": clean_text(title), "texts": _texts(text), "body": word(text, first)}
            for title, text in _sections(official.body)
        ],
        "annexes": [
            {"title": clean_text(one.title), "goes_with": clean_text(one.goes_with), "body": word(one.body, last)}
            for one in official.annexes
        ],
    }


def _read(path: Path) -> bytes:
    """Read a template that is a Word document without macros, and not a bomb."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise TrackerError.of("file-missing", file=str(path)) from None
    except OSError as error:
        raise TrackerError.of("file-unreadable", file=str(path), reason=error.strerror or str(error)) from None
    try:
        with ZipFile(BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > _LARGEST:
                raise TrackerError.of("template-too-large", file=path.name, most=_LARGEST // 1_000_000)
            types = package.read("[Content_Types].xml")
            package.read("word/document.xml")
    except (BadZipFile, KeyError, RuntimeError, OSError, NotImplementedError, EOFError, zlib.error):
        raise TrackerError.of("template-not-docx", file=path.name) from None
    if _MACROS in types:
        raise TrackerError.of("template-macros", file=path.name)
    if _MAIN not in types:
        raise TrackerError.of("template-not-docx", file=path.name)
    return data


def _environment() -> "Environment":
    """Return what fills templates in: texts escaped, nothing but the given values within reach, unknown names refused."""
    from jinja2 import StrictUndefined  # noqa: PLC0415 as late as docxtpl
    from jinja2.exceptions import SecurityError  # noqa: PLC0415 as late as docxtpl
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 likewise

    class Sandbox(ImmutableSandboxedEnvironment):
        """Where 9 ** 9 ** 9 is refused too: a paper needs no such figure."""

        intercepted_binops = frozenset(("*", "**"))

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            raise SecurityError(f"{left} {operator} {right}")

    environment = Sandbox(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()  # no ranges, no namespaces: a template has a paper to show
    return environment


def _clean(value: Any) -> Any:
    match value:
        case str():
            return clean_text(value)
        case tuple() if all(isinstance(one, str) for one in value):
            return tuple(map(clean_text, value))
    return value


def _sections(body: Document) -> Iterator[tuple[str, Document]]:
    """Yield the text by its main headings; what stands before the first has none."""
    title = ""
    held: list[Block] = []
    for block in body:
        if isinstance(block, Heading) and block.level <= 2:
            if title or held:
                yield title, tuple(held)
            title, held = block.text, []
        else:
            held.append(block)
    if title or held:
        yield title, tuple(held)


def _texts(section: Document) -> list[str]:
    return [clean_text("".join(run.text for run in block.runs)) for block in section if isinstance(block, Paragraph)]


def _width(section: Any) -> float:
    """Return how wide a section's text is, in millimetres."""
    return float((section.page_width - section.left_margin - section.right_margin) / 36000)


def _take_in_styles(document: Any) -> dict[str, str]:
    """Add the styles of papers that a template lacks and return what each is called inside it.

    One of the same name is the template's own: Word gives styles whatever ids it likes, by the language it speaks.
    """
    from docx.oxml.ns import qn  # noqa: PLC0415 as late as docxtpl
    from docx.oxml.parser import parse_xml  # noqa: PLC0415 likewise

    held: Any = document.styles.element
    names = {one.find(qn("w:name")).get(qn("w:val")).lower(): one.get(qn("w:styleId")) for one in held.style_lst}
    normal = next((one.get(qn("w:styleId")) for one in held.style_lst if one.get(qn("w:default")) == "1"), "Normal")
    ids: dict[str, str] = {}
    for one in parse_xml(f"<w:styles {W}>{''.join(map(compose_style, STYLES))}{FIGURES}</w:styles>"):
        id_, name = one.get(qn("w:styleId")), one.find(qn("w:name")).get(qn("w:val")).lower()
        ids[id_] = names.get(name) or (f"Paper{id_}" if id_ in names.values() else id_)
        if name not in names:
            one.set(qn("w:styleId"), ids[id_])
            if one.get(qn("w:type")) == "paragraph":
                one.find(qn("w:basedOn")).set(qn("w:val"), normal)
            held.append(one)
    return ids


def _restyle(written: str, ids: Mapping[str, str]) -> str:
    """Name the styles as the template does."""
    return _STYLED.sub(lambda found: f'<w:{found[1]} w:val="{ids.get(found[2], found[2])}"', written)
