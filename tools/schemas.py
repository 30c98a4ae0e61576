"""The JSON Schemas of campaigns.yaml and of every JSON document, made from the types that the code itself follows."""

import ast
import inspect
import json
from collections.abc import Sequence
from types import ModuleType
from typing import Any, get_args, is_typeddict

import msgspec

from tracker.files import campaign_shape, scalars, scoring_shape
from tracker.render.schemas import (
    books,
    closings,
    commendations,
    concerns,
    corrections,
    entries,
    explanation,
    exports,
    figures,
    files,
    highlights,
    quality,
    ranking,
    review,
    rosters,
    scores,
    status,
    units,
    verification,
    weekly,
    works,
)

DOCUMENTS = (
    figures,
    status,
    concerns,
    commendations,
    highlights,
    weekly,
    entries,
    corrections,
    files,
    exports,
    rosters,
    works,
    books,
    units,
    scores,
    ranking,
    explanation,
    closings,
    quality,
    review,
    verification,
)

DRAFT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
Part = dict[str, Any]


def _matching(pattern: str, meant: str) -> Part:
    """Return a pattern with what editors say of a text that does not match it."""
    return {"pattern": pattern, "patternErrorMessage": meant}


# A plain scalar is text to our reader whatever YAML makes of it: 010 is an id and 2025 a title, so editors must agree.
_TEXT: Part = {"type": ["string", "number", "boolean"], "minLength": 1}
_DAY: Part = {
    "type": "string",
    **_matching(
        r"^\s*([1-8][0-9]{3}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}([/.-])[0-9]{1,2}\2[1-8][0-9]{3})\s*$",
        "Write a day as 19/8/2024 or 2024-08-19.",
    ),
}
_AMOUNT: Part = {
    "type": ["number", "string"],
    "minimum": 0,
    **_matching(r"^\s*[0-9][0-9.,]*\s*$", "Write a number, 0 or more."),
}
_PERCENTAGE: Part = {
    "type": "string",
    **_matching(r"^\s*[0-9]+([.,][0-9])?\s*%\s*$", "Write a percentage with its sign: 80%."),
}
_SIGNED: Part = {
    "type": ["number", "string"],
    "maximum": 0,
    **_matching(r"^\s*([-−]\s*[0-9][0-9.,]*|0+)\s*$", "Write a number below 0, or 0."),
}
_TARGET: Part = {
    "type": ["number", "string"],
    "minimum": 0,
    **_matching(
        r"^\s*([0-9][0-9.,]*\s*%?|[-–—]|[Kk]hông giao|[Nn]ot assigned)\s*$",
        "Write a number, 75% for a rate, or: not assigned.",
    ),
}
_FIGURE: Part = {
    "type": ["number", "string"],
    "minimum": 0,
    **_matching(r"^\s*[0-9][0-9.,]*\s*(/\s*[0-9][0-9.,]*\s*)?$", "Write a number, or 94/120 for a rate."),
}
_BY_EXAMPLE: dict[str, Part] = {"80%": _PERCENTAGE, "-10": _SIGNED, "75%": _TARGET, "94/120": _FIGURE}
_KEYS: dict[str, Part] = {
    "id": {
        "type": ["string", "number", "boolean"],
        **_matching(scalars.ID_PATTERN, "Letters, digits, . _ - without accents, a letter or digit first."),
        "minimum": 0,
    },
    "decimals": {"type": ["integer", "string"], "minimum": 0, "maximum": 3, **_matching("^0*[0-3]$", "0 to 3.")},
    "over_100": {"enum": [True, False, "true", "false"]},
    "every": {
        "type": "string",
        **_matching(
            r"^\s*([A-Za-z]+day|[Mm][Oo][Nn][Tt][Hh][Ll][Yy]\s+([1-9]|[12][0-9]|3[01])|[Ff][Rr][Ee][Qq]=\S+)"
            r"(\s+[0-9]{1,2}:[0-9]{2})?\s*$",
            "Write friday 16:00, monthly 25 16:00 or a rule as FREQ=MONTHLY;BYDAY=-1FR 16:00.",
        ),
    },
    "lock_after": {"type": "string", **_matching(r"^\s*[0-9]{1,3} days?\s*$", "Write a number of days: 7 days.")},
}
_ONE_DAY = {"oneOf": [{"required": ["every"]}, {"required": ["due"]}]}
_COMES_AGAIN = {"properties": {"return": {"enum": ["weekly", "monthly"]}}, "required": ["return"]}
_OF_PERIODS = {"properties": {"covers": {"enum": ["current", "previous"]}}, "required": ["every"]}
_ONCE = {"properties": {"return": {"const": "once"}}, "required": ["return"]}
_RETURNS = {"allOf": [{"if": _COMES_AGAIN, "then": _OF_PERIODS}, {"if": _ONCE, "then": {"required": ["due"]}}]}


def write_schemas() -> dict[str, str]:
    """Return every schema by the name of its file."""
    found = {"docs/campaigns.schema.json": _as_text(build_campaigns_schema())}
    return found | {f"docs/schemas/{file_of(name)}": _as_text(one) for name, one in build_document_schemas().items()}


def write_list() -> str:
    """Return docs/json.md: every document with what it says."""
    rows = [
        f"| [`{name}`](schemas/{file_of(name)}) | {schema['description']} |"
        for name, schema in build_document_schemas().items()
    ]
    return _LIST.format(rows="\n".join(rows))


def file_of(name: str) -> str:
    """Return the file of a document's schema: status-1.schema.json for tracker.status/1."""
    return f"{name.removeprefix('tracker.').replace('/', '-')}.schema.json"


def build_campaigns_schema() -> Part:
    """Return the schema of campaigns.yaml, as its reader reads it: nothing else, and nothing less."""
    schema = _described(msgspec.json.schema(campaign_shape.FileShape), (campaign_shape, scoring_shape))
    definitions = {name: _as_written(one) for name, one in schema["$defs"].items() if name.endswith("Shape")}
    definitions["DeadlineShape"] |= _ONE_DAY | _RETURNS
    return {**DRAFT, "title": "campaigns.yaml", "$ref": schema["$ref"], "$defs": definitions}


def _as_written(shape: Part) -> Part:
    """Turn the type of a mapping into what may be written: a key is there with a value, or it is not."""
    properties = {
        key: {"description": part["description"], **_value(key, part)} for key, part in shape["properties"].items()
    }
    rest = {key: part for key, part in shape.items() if key != "title"}  # editors would show it above the description
    return {**rest, "properties": properties, "additionalProperties": False}


def _value(key: str, part: Part) -> Part:
    if key in _KEYS:
        return _KEYS[key]
    (part,) = [one for one in part.get("anyOf", [part]) if one != {"type": "null"}]
    match part:
        case {"$ref": str(name)} if not name.endswith("Shape"):
            return {"enum": _choices(name.rpartition("/")[2])}
        case {"$ref": _}:
            return part
        case {"type": "array", "items": items}:
            return {"type": "array", "minItems": 1, "items": _value("", items)}
        case {"type": "object", "additionalProperties": value}:
            return {"type": "object", "additionalProperties": _value("", value)}
        case {"format": "date"}:
            return _DAY
        case {"examples": [str(example)]}:
            return _BY_EXAMPLE.get(example, _AMOUNT)
    return _TEXT | {key: text for key, text in part.items() if key == "default" and text}


def _choices(name: str) -> list[str]:
    module = campaign_shape if hasattr(campaign_shape, name) else scoring_shape
    return [one.value for one in getattr(module, name)]


def build_document_schemas() -> dict[str, Part]:
    """Return the schema of each document by its name, as tracker.status/1; keys may be added, so others are allowed."""
    found = {}
    for shape in (one for module in DOCUMENTS for one in vars(module).values() if is_typeddict(one)):
        if "schema" in shape.__annotations__:
            (name,) = get_args(shape.__annotations__["schema"])
            found[name] = _document(shape, name)
    return dict(sorted(found.items()))


def _document(shape: Any, name: str) -> Part:
    schema = _as_numbers(_described(msgspec.json.schema(shape), DOCUMENTS))
    own = schema["$defs"].pop(shape.__name__)
    own["properties"]["schema"] = {"const": name}
    definitions = {"$defs": schema["$defs"]} if schema["$defs"] else {}
    return {**DRAFT, **own, "title": name, **definitions}


def _as_numbers(part: Any) -> Any:
    """Make numbers of decimals, which are written as such, and one type of a type that may be null."""
    match part:
        case {"type": "string", "format": "decimal"}:
            return {"type": "number"}
        case {"anyOf": list(choices), **rest}:
            made = [_as_numbers(one) for one in choices]
            made = [one for one in made if one != {"type": "integer"} or {"type": "number"} not in made]
            match made:
                case [one]:
                    return {**rest, **one}
                case [{"type": str(kind), **more}, {"type": "null"}]:
                    return {**rest, "type": [kind, "null"], **more}
            return {**rest, "anyOf": made}
        case dict():
            return {key: _as_numbers(one) for key, one in part.items()}
        case list():
            return [_as_numbers(one) for one in part]
    return part


def _described(schema: Part, modules: Sequence[ModuleType]) -> Part:
    """Add to each key the text that stands under its field in the source; texts get one line."""
    texts = _texts(modules)
    for name, definition in schema["$defs"].items():
        definition["description"] = " ".join(definition["description"].split())
        for key, part in definition.get("properties", {}).items():
            if text := texts.get(name, {}).get(key):
                definition["properties"][key] = {"description": text, **part}
    return schema


def _texts(modules: Sequence[ModuleType]) -> dict[str, dict[str, str]]:
    """Return the text under each field of each class, with those of the classes it is made from."""
    found: dict[str, dict[str, str]] = {}
    for node in (node for module in modules for node in ast.parse(inspect.getsource(module)).body):
        if isinstance(node, ast.ClassDef):
            own = found.setdefault(node.name, {})
            for base in node.bases:
                own |= found.get(ast.unparse(base), {})
            for field, text in zip(node.body, node.body[1:], strict=False):
                match field, text:
                    case ast.AnnAssign(target=ast.Name(id=key)), ast.Expr(value=ast.Constant(value=str(said))):
                        own[key.rstrip("_")] = " ".join(said.split())
    return found


def _as_text(schema: Part) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


_LIST = """\
# JSON documents

Made from the types in `tracker/render/schemas` by `tools/docs.py`.

A command with `--json` writes one document on stdout: UTF-8, letters not escaped. `schema` names the document and its
version; `as_of` is the day that figures stop at, `entries` how many entries they count. With `--known-at`, `known_at` is
the moment after which what was recorded is left out. Days are ISO dates, moments RFC 3339 with their offset, numbers exact decimals. Keys are only ever added within a version, so read past those you do not
know; each document has a [JSON Schema](https://json-schema.org/) that says which are always there. Every test run
validates what the commands print against them. `campaigns.yaml` has [one too](campaigns.schema.json), for editors.

| document | what it says |
|---|---|
{rows}
"""
